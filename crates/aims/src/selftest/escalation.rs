//! Self-test of ladders of escalation: an organisation with planted faults and its sound twin, and the longest times of ladders.
//!
//! Cases and keys are written by `scripts/escalation.py`, which asks every case one by one and shares no code with the product. A fault
//! that is not in the key is a false alarm.

use std::path::Path;

use governance::escalating::check::Fault;
use governance::escalating::whole::Survey;
use governance::{Actor, Via};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, SIDES};
use crate::exit::Failure;

/// Events that are simulated on each side.
const EVENTS: u32 = 1_000;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is asked.
    day: jiff::civil::Date,
    /// Name of a check, and words that its sentence holds.
    faults: Vec<Vec<String>>,
    longest: Vec<Longest>,
}

/// The longest time of a ladder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Longest {
    trigger: String,
    severity: String,
    tier: String,
    seconds: i64,
}

/// Enters both organisations and compares what is found with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    // Ladders of roles, and ladders that go to governance bodies.
    let folders = [folder.to_owned(), folder.join("bodies")];
    for (folder, side) in folders.iter().flat_map(|it| SIDES.map(|side| (it, side))) {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let operator = Actor::operator(Via::System);
        let survey = house.aims.escalations(&operator).await?;
        faults(side, &survey, &key, &mut outcome);
        times(side, &survey, &key, &mut outcome);
        let told = house.aims.simulate_escalations(&operator, EVENTS, 7).await?;
        let sound =
            told.lost + told.looped + told.beyond == 0 && told.worst == told.theory.as_ref().map(|it| it.seconds);
        match sound {
            true => outcome.clean += 1,
            false => outcome.missed.push(format!("{side}: the simulation does not agree with theory: {told:?}")),
        }
    }
    Ok(outcome)
}

fn faults(side: &str, survey: &Survey, key: &Key, outcome: &mut Outcome) {
    let is = |wanted: &[String], fault: &Fault| match wanted {
        [check, words @ ..] => fault.check == check && words.iter().all(|it| fault.says.contains(it)),
        [] => false,
    };
    for wanted in &key.faults {
        match survey.faults.iter().any(|it| is(wanted, it)) {
            true => outcome.found += 1,
            false => outcome.missed.push(format!("{side}: {}", wanted.join(" "))),
        }
    }
    let strange = survey.faults.iter().filter(|it| !key.faults.iter().any(|wanted| is(wanted, it)));
    outcome.false_alarms.extend(strange.map(|it| format!("{side}: {}: {}", it.check, it.says)));
}

fn times(side: &str, survey: &Survey, key: &Key, outcome: &mut Outcome) {
    for wanted in &key.longest {
        let fits = |it: &governance::escalating::ladder::Asked| {
            (&it.trigger, &it.severity, &it.tier) == (&wanted.trigger, &wanted.severity, &wanted.tier)
        };
        let told = survey.longest_of(fits);
        match told == Some(wanted.seconds) {
            true => outcome.clean += 1,
            false => outcome.missed.push(format!("{side}: {wanted:?} is told as {told:?}")),
        }
    }
}
