//! A plan to start from, with what the data themselves suggest.
//!
//! It is a draft that people read and change: rules of quality come from what was true of these data, margins of drift from
//! how much the data vary within themselves; every limit of other families stays for people to choose.

use measure::drift::Options;
use measure::drift::learn::margins;
use measure::quality::RuleFile;
use measure::quality::suggest::suggest;

use super::data::{self, Input, said};
use super::plan::{Drift, Plan, shipped};
use super::{Error, Family};

/// Parts into which data are cut to learn how much they vary.
const PARTS: usize = 5;

/// Parts of one to which a learned margin is rounded up, so that what was seen stays within.
const STEPS: f64 = 1e4;

/// A plan for a family from good data; each file or summary is one delivery, the latest last.
pub fn propose(family: &Family, files: &[String], options: &read::Options) -> Result<Plan, Error> {
    let open = |it: &String| Input::open("data", std::slice::from_ref(it), options);
    let inputs = files.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let names: Vec<String> = files.iter().map(|it| data::base(it)).collect();
    let summary = Some(format!("Proposed from {}; read it and change it.", names.join(", ")));
    let draft =
        Plan { name: format!("our-{}", family.name), summary, family: family.name.to_owned(), ..Plan::default() };
    Ok(match family.name {
        "quality" => Plan { rule: suggested(&inputs)?, ..draft },
        "drift" => Plan { drift: learned(&inputs)?, ..draft },
        name => draft.over(shipped(name)?),
    })
}

/// Rules that all of these data comply with.
fn suggested(inputs: &[Input]) -> Result<Vec<RuleFile>, Error> {
    let history = inputs.iter().map(|it| it.summary(super::run::cores())).collect::<Result<Vec<_>, _>>()?;
    Ok(suggest(&history))
}

/// Margins of columns from how much the latest data vary from one part to the rest; never below those of the shipped plan.
fn learned(inputs: &[Input]) -> Result<Option<Drift>, Error> {
    let mut drift = shipped("drift")?.drift;
    let (Some(Input::Data(source)), Some(settings)) = (inputs.last(), &mut drift) else { return Ok(drift) };
    let options = Options { bins: settings.bins, replicates: settings.replicates, ..Options::default() };
    if let Some(known) = &mut settings.margins {
        let table = data::table(source, &data::names(source), super::run::cores())?;
        let found = margins(&data::batch(&table)?, PARTS, &options).map_err(said)?;
        let least = known.numbers.min(known.words);
        let wide = found.into_iter().filter(|it| it.1 > least);
        known.columns = wide.map(|(name, margin)| (name, (margin * STEPS).ceil() / STEPS)).collect();
    }
    Ok(drift)
}
