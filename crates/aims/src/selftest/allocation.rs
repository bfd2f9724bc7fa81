//! Self-test of who takes which part: a bought CV screening on a cloud language model, used by HR and tuned by IT, with planted holes, its clean
//! twin, another supplier, and a day on which a contract has ended.
//!
//! Cases and keys are written by `scripts/allocation.py`, which goes through the rows by its own rules and shares no code with the product. Every
//! finding that is not in the key is a false alarm.

use std::collections::BTreeSet;
use std::path::Path;

use governance::allocation::difference::Moved;
use governance::allocation::whole::{Asked, Told};
use governance::{Actor, Via};
use record::Id;
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day for which everything is asked.
    day: jiff::civil::Date,
    /// The holes in words, for whoever reads the key.
    #[allow(dead_code)]
    planted: Vec<String>,
    /// Check, component and place.
    findings: Vec<(String, String, String)>,
    walk: Walk,
    /// A component, and the party from which it would come.
    replaced: (String, String),
    /// Component and place of what that re-opens.
    reopened: Vec<(String, String)>,
    /// A day on which a contract has ended.
    later: jiff::civil::Date,
    later_findings: Vec<(String, String, String)>,
}

/// Who answers if people are treated unequally.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Walk {
    person: Option<String>,
    clause: Option<String>,
    /// Components at which the way ends nowhere.
    broken: Vec<String>,
}

/// The harm that is asked about.
const HARM: &str = "discrimination";

/// Enters both sides and compares what is told of them with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = asked(&house, Asked { harm: Some(HARM.to_owned()), ..Asked::default() }).await?;
        found(&house, side, &key.findings, &told, &mut outcome);
        walked(&house, side, &key.walk, &told, &mut outcome);
        let instead = (house.record(&key.replaced.0)?, house.record(&key.replaced.1)?);
        let told = asked(&house, Asked { suppliers: vec![instead], ..Asked::default() }).await?;
        reopened(&house, side, &key.reopened, &told.moved, &mut outcome);
        let told = asked(&house, Asked { on: Some(key.later), ..Asked::default() }).await?;
        found(&house, &format!("{side}, later"), &key.later_findings, &told, &mut outcome);
    }
    Ok(outcome)
}

async fn asked(house: &House, asked: Asked) -> Result<Told, Failure> {
    Ok(house.aims.boundary(&Actor::operator(Via::System), &house.record("screening")?, asked).await?)
}

/// Every hole of the key at its place, and no other.
fn found(house: &House, side: &str, key: &[(String, String, String)], told: &Told, outcome: &mut Outcome) {
    let place = |text: &str| text.parse::<Id>().map_or_else(|_| text.to_owned(), |it| house.number(&it));
    let number = |it: &Option<Id>| it.as_ref().map(|it| house.number(it)).unwrap_or_default();
    let seen: BTreeSet<(String, String, String)> =
        told.findings.iter().map(|it| (it.check.to_owned(), number(&it.component), place(&it.place))).collect();
    let wanted: BTreeSet<(String, String, String)> = key.iter().cloned().collect();
    outcome.sets(&seen, &wanted, |it| format!("{side}: {it:?}"));
    outcome.clean += usize::from(wanted.is_empty() && seen.is_empty());
}

/// The way from the harm ends at the person and the clause of the key, or nowhere where it says so.
fn walked(house: &House, side: &str, key: &Walk, told: &Told, outcome: &mut Outcome) {
    let way = told.walks.first();
    let mut broken: Vec<String> = way
        .into_iter()
        .flat_map(|it| &it.legs)
        .filter(|it| !it.broken.is_empty())
        .map(|it| house.number(&it.component))
        .collect();
    broken.sort();
    let seen = Walk {
        person: way.and_then(|it| it.person.as_ref()).map(|it| house.number(&it.person)),
        clause: way.and_then(|it| it.clause.as_ref()).map(|it| house.number(&it.obligation)),
        broken,
    };
    match seen == *key {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("{side}: the way ends at {seen:?}, not at {key:?}")),
    }
}

/// Another supplier re-opens the cells of the key, and no other.
fn reopened(house: &House, side: &str, key: &[(String, String)], moved: &[Moved], outcome: &mut Outcome) {
    let open = moved.iter().filter(|it| it.reopened());
    let seen: BTreeSet<(String, String)> = open.map(|it| (house.number(&it.component), it.place.clone())).collect();
    match seen == key.iter().cloned().collect() {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("{side}: another supplier re-opens {seen:?}, not {key:?}")),
    }
}
