//! A plan to start from, with what the data themselves suggest.
//!
//! It is a draft that people read and change: rules of quality come from what was true of these data, margins of drift from
//! how much the data vary within themselves; every limit of other families stays for people to choose.

use std::collections::BTreeSet;

use measure::drift::Options;
use measure::drift::learn::{margins, margins_of};
use measure::quality::RuleFile;
use measure::quality::suggest::suggest;

use super::data::{self, Input, said};
use super::differing::differing;
use super::plan::{Drift, Plan, shipped};
use super::{Error, Family};

/// Consecutive parts into which one delivery is cut to learn how much it varies.
const PARTS: usize = 5;

/// Parts of one to which a learned margin is rounded up, so that what was seen stays within.
const STEPS: f64 = 1e4;

/// A plan for a family from good data; each file or summary is one delivery, the latest last.
pub fn propose(family: &Family, files: &[String], options: &read::Options) -> Result<Plan, Error> {
    let open = |it: &String| Input::open("data", std::slice::from_ref(it), options);
    let inputs = files.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let names: Vec<&str> = files.iter().map(|it| read::base(it)).collect();
    let summary = format!("Proposed from {}; read it and change it.", names.join(", "));
    let draft = Plan {
        name: format!("our-{}", family.name),
        summary: Some(summary.clone()),
        family: family.name.to_owned(),
        ..Plan::default()
    };
    Ok(match family.name {
        "quality" => Plan { rule: suggested(&inputs)?, ..draft },
        "drift" => {
            let (drift, told) = learned(&inputs, files, options)?;
            Plan { drift, summary: Some(format!("{summary} {told}")), ..draft }
        }
        name => draft.over(shipped(name)?),
    })
}

/// Rules that all of these data comply with.
fn suggested(inputs: &[Input]) -> Result<Vec<RuleFile>, Error> {
    let threads = super::run::cores();
    let history = inputs.iter().map(|it| it.summary(threads)).collect::<Result<Vec<_>, _>>()?;
    let mut repeating = BTreeSet::new();
    for (input, summary) in inputs.iter().zip(&history) {
        let repeats = differing(input, summary, threads)?.into_iter().filter(|it| it.1 == Some(false));
        repeating.extend(repeats.map(|it| it.0));
    }
    Ok(suggest(&history, &repeating))
}

/// Margins of columns from how much the data vary from one delivery to the others, or within the only one; never below those
/// of the shipped plan. A sentence says what was found.
fn learned(inputs: &[Input], files: &[String], options: &read::Options) -> Result<(Option<Drift>, String), Error> {
    let mut drift = shipped("drift")?.drift;
    let Some(settings) = &mut drift else { return Ok((drift, String::new())) };
    let ways = Options { bins: settings.bins, replicates: settings.replicates, ..Options::default() };
    let found = if inputs.iter().all(|it| matches!(it, Input::Data(_))) {
        let source = read::Source::open(files, options).map_err(said)?;
        let table = data::table(&source, &data::names(&source), super::run::cores())?;
        let batch = data::batch(&table)?;
        margins(&batch, &ends(inputs, batch.rows())?, &ways).map_err(said)?
    } else {
        let summaries = inputs.iter().map(|it| it.summary(super::run::cores())).collect::<Result<Vec<_>, _>>()?;
        margins_of(&summaries, &ways).map_err(said)?
    };
    let Some(known) = &mut settings.margins else { return Ok((drift, String::new())) };
    let least = known.numbers.min(known.words);
    let (wide, usual): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| it.1 > least);
    let most = usual.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let steady = most.map_or(String::new(), |(name, it)| {
        format!("; of the others `{name}` moved most, by {:.4}, which the shipped margin covers", it)
    });
    let told = format!("From one part to the rest {} moved by more than {least}{steady}.", counted(wide.len()));
    known.columns = wide.into_iter().map(|(name, margin)| (name, (margin * STEPS).ceil() / STEPS)).collect();
    Ok((drift, told))
}

/// The rows where parts end: each delivery is one; a single one is cut into [`PARTS`].
fn ends(inputs: &[Input], rows: usize) -> Result<Vec<usize>, Error> {
    if inputs.len() < 2 {
        return Ok((1..=PARTS).map(|it| rows * it / PARTS).collect());
    }
    let mut ends = Vec::new();
    for input in inputs {
        let own = match input {
            Input::Data(source) if source.rows().is_some() => source.rows().unwrap_or(0),
            other => other.summary(super::run::cores())?.rows,
        };
        ends.push(ends.last().copied().unwrap_or(0) + usize::try_from(own).map_err(said)?);
    }
    Ok(ends)
}

fn counted(columns: usize) -> String {
    match columns {
        0 => "no column".to_owned(),
        1 => "1 column".to_owned(),
        many => format!("{many} columns"),
    }
}
