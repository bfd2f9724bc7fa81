//! `aims measure plan`: a plan to start from, with what the data themselves suggest.
//!
//! It is a draft that people read and change: rules of quality come from what was true of these data, margins of drift from
//! how much the data vary within themselves; every limit of other families stays for people to choose.

use std::path::PathBuf;

use clap::Args;
use measure::drift::Options;
use measure::drift::learn::margins;
use measure::quality::RuleFile;
use measure::quality::suggest::suggest;

use super::arguments::Reading;
use super::data::{self, Input, said};
use super::plan::{Drift, Plan, shipped};
use super::{FAMILIES, Family};
use crate::context::Context;
use crate::exit::Failure;
use crate::output::write_bytes;

/// Parts into which data are cut to learn how much they vary.
const PARTS: usize = 5;

/// Parts of one to which a learned margin is rounded up, so that what was seen stays within.
const STEPS: f64 = 1e4;

/// Arguments of `aims measure plan`.
#[derive(Debug, Args)]
pub struct Propose {
    /// Family of the plan, such as `quality`
    family: String,
    /// Good data from which the plan is made; each file or summary is one delivery, the latest last
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Where the plan is written; `-` for standard output
    #[arg(long, short, default_value = "-", value_name = "FILE")]
    out: PathBuf,
    /// How text is read.
    #[command(flatten)]
    reading: Reading,
}

impl Propose {
    /// Writes the plan.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let family = family(&self.family)?;
        let options = self.reading.options();
        let open = |it: &String| Input::open("data", std::slice::from_ref(it), &options);
        let inputs = self.files.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let names: Vec<String> = self.files.iter().map(|it| data::base(it)).collect();
        let summary = Some(format!("Proposed from {}; read it and change it.", names.join(", ")));
        let draft =
            Plan { name: format!("our-{}", family.name), summary, family: family.name.to_owned(), ..Plan::default() };
        let plan = match family.name {
            "quality" => Plan { rule: suggested(&inputs)?, ..draft },
            "drift" => Plan { drift: learned(&inputs)?, ..draft },
            name => draft.over(shipped(name)?),
        };
        let text = toml::to_string_pretty(&plan)
            .map_err(|it| Failure::failed(format!("the plan cannot be written ({it})")))?;
        write_bytes(&self.out, text.as_bytes())?;
        let (rules, name) = (plan.rule.len(), family.name);
        context
            .output
            .remark(format!("a plan for `{name}` with {rules} rules; read it, change it, and use it with --plan"));
        Ok(())
    }
}

/// The family of that name.
pub fn family(name: &str) -> Result<&'static Family, Failure> {
    FAMILIES.iter().find(|it| it.name == name).ok_or_else(|| {
        let known: Vec<String> = FAMILIES.iter().map(|it| format!("`{}`", it.name)).collect();
        Failure::missing(format!("there is no family `{name}`; the families are {}", known.join(", ")))
    })
}

/// Rules that all of these data comply with.
fn suggested(inputs: &[Input]) -> Result<Vec<RuleFile>, Failure> {
    let history = inputs.iter().map(|it| it.summary(super::run::cores())).collect::<Result<Vec<_>, _>>()?;
    Ok(suggest(&history))
}

/// Margins of columns from how much the latest data vary from one part to the rest; never below those of the shipped plan.
fn learned(inputs: &[Input]) -> Result<Option<Drift>, Failure> {
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
