//! Self-test of what follows for records: an organisation with planted faults and its clean twin, entered through the one write
//! path, and the answers that must follow, with what must be refused.
//!
//! Every derived answer that says that something is wrong must be in the key; one that is not is a false alarm.

use std::path::Path;

use governance::Moment;
use serde::Deserialize;

use super::authorisation::{Attempt, attempt_it, judge};
use super::{Folder, Outcome, enter, key};
use crate::demo::{Entered, Files};
use crate::exit::Failure;

/// Answers that say that something is wrong.
const ALARMS: &[&str] = &[
    "broken",
    "fail",
    "stale",
    "nothing_counts",
    "not_assessable",
    "blocked",
    "undecided",
    "attention",
    "older",
    "withdrawn",
    "destroyed",
    "conflict",
    "still_there",
    "drifting",
    "silent",
    "no_baseline",
    "beaten",
    "outside",
    "overspent",
    "unstated",
    "under_represented",
    "over_represented",
    "faults",
    "not settled",
];

/// The answer key of a folder with an organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// Answers that must follow.
    #[serde(default)]
    standing: Vec<Expected>,
    /// What is tried.
    #[serde(default)]
    attempt: Vec<Attempt>,
}

/// An answer that must follow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Record, by its name in `setup.toml`.
    record: String,
    /// The derived field.
    name: String,
    /// Its value, as text.
    value: String,
    /// Words that its reason must hold, `@name` standing for the number of a record.
    #[serde(default)]
    says: Vec<String>,
}

/// Enters both organisations and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let home = Folder::make()?;
        let case = folder.join(side);
        let key: Key = key(&case)?;
        outcome.origin.clone_from(&key.origin);
        let (entered, setup) = enter(&case, &home, jiff::Timestamp::now(), Files::Folder(case.clone())).await?;
        let names: Vec<String> = setup.record.iter().map(|it| it.name_here.clone()).collect();
        compare(&entered, &names, &key, &mut outcome).await?;
        for attempt in &key.attempt {
            judge(attempt, attempt_it(&entered, attempt).await?, &mut outcome);
        }
    }
    Ok(outcome)
}

async fn compare(entered: &Entered, names: &[String], key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let operator = entered.actor("operator")?;
    let mut left: Vec<&Expected> = key.standing.iter().collect();
    for name in names {
        let record = entered.aims.record(&operator, &entered.id(&format!("@{name}"))?, &Moment::Now).await?;
        for standing in &record.standing {
            let value = standing.value.as_str().map_or_else(|| standing.value.to_string(), str::to_owned);
            let said = format!("{name}: `{}` is `{value}`: {}", standing.name, standing.why);
            let place = left.iter().position(|it| it.record == *name && it.name == standing.name);
            match place.map(|at| left.remove(at)) {
                Some(wanted) if wanted.value == value && says(entered, wanted, &standing.why)? => outcome.found += 1,
                Some(wanted) => outcome.missed.push(format!("{said}; expected `{}` {:?}", wanted.value, wanted.says)),
                None if ALARMS.contains(&value.as_str()) => outcome.false_alarms.push(said),
                None => outcome.clean += 1,
            }
        }
    }
    let nothing = |it: &Expected| format!("{}: nothing follows for `{}`", it.record, it.name);
    outcome.missed.extend(left.into_iter().map(nothing));
    Ok(())
}

fn says(entered: &Entered, wanted: &Expected, why: &str) -> Result<bool, Failure> {
    for words in &wanted.says {
        let words = if words.starts_with('@') { entered.id(words)?.to_string() } else { words.clone() };
        if !why.contains(&words) {
            return Ok(false);
        }
    }
    Ok(true)
}
