//! Whether data are fit to be compared at all: a batch that fails its plan of quality gets no verdict of drift, since broken
//! data look like another world. Serves ISO/IEC 42001 A.7.4 and A.6.2.6.

use measure::{Measured, Undefined, Verdict};

use super::report::{Found, Note, Ruling};
use super::run::Ask;
use super::verdict::{ruling, rulings};
use super::{family, number};
use crate::Error;

/// What was found, without a verdict where the data fail the plan of quality that the plan names.
pub fn held(ask: &Ask<'_>, found: Found) -> Result<Found, Error> {
    let Some(plan) = &ask.plan.quality_plan else { return Ok(found) };
    let quality = family("quality")?;
    let looked = (quality.run)(&ask.alone(quality, plan))?;
    let mut judged = rulings(&looked.lines, &plan.limits());
    judged.extend(looked.rulings);
    let failed: Vec<&Ruling> = judged.iter().filter(|it| it.verdict == Verdict::Fail).collect();
    match failed.is_empty() {
        true => Ok(found),
        false => Ok(unjudged(found, &plan.name, &failed)),
    }
}

fn unjudged(mut found: Found, plan: &str, failed: &[&Ruling]) -> Found {
    let names: Vec<String> = failed.iter().map(|it| it.title()).collect();
    let why = format!("the data fail the quality plan `{plan}`: {}", names.join(", "));
    let verdict = Verdict::NotAssessable { why: why.clone().into() };
    found.rulings.iter_mut().for_each(|it| it.verdict = verdict.clone());
    if found.rulings.is_empty() {
        let nothing = Measured::from(Err(Undefined::because(why)));
        found.rulings.push(ruling("quality", "", None, &nothing, &verdict, format!("data that pass `{plan}`")));
    }
    let told = |it: &&Ruling| {
        let sentence = format!("{} is {}, and {} is asked", it.rule, number::estimate(&it.found), it.wanted);
        Note::new("quality", &it.of, sentence)
    };
    found.notes.extend(failed.iter().map(told));
    found
}
