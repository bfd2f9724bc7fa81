//! Self-test of readiness: the status of each requirement, how far stages are passed, contradictions between records, and a drill, each with its clean
//! twin; and an evidence pack, which proves itself and shows nothing but its own records.
//!
//! Cases and keys are written by `scripts/readiness.py`, which reads the rows by the definitions and shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::readying::whole::Told;
use governance::{Actor, Via};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The framework of the cases.
const FRAMEWORK: &str = "ROOM";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: jiff::civil::Date,
    /// Status of each requirement.
    status: BTreeMap<String, String>,
    stages: BTreeMap<String, Stage>,
    /// Sort and records of each contradiction.
    contradictions: BTreeSet<(String, Vec<String>)>,
    /// Requirements with a record that answers a question.
    proven: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stage {
    ready: usize,
    asked: usize,
    blockers: Vec<String>,
}

/// Both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (home, house, key) = house::side_beside(folder, side, |it: &Key| it.day, &["frameworks/room.toml"]).await?;
        outcome.origin.clone_from(&key.origin);
        let told = house.aims.readiness(&Actor::operator(Via::System), FRAMEWORK, None).await?;
        standing(side, &told, &key, &mut outcome);
        contradictions(&house, side, &told, &key, &mut outcome);
        drill(&house, side, &key, &mut outcome).await?;
        pack(&house, home.path(), side, &mut outcome).await?;
    }
    Ok(outcome)
}

fn standing(side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    for it in &told.rows {
        let (status, wanted) = (it.status.name(), key.status.get(&it.id));
        outcome.check(wanted.is_some_and(|it| it == status), || format!("{side}: {} is {status}", it.reference));
    }
    outcome.check(told.rows.len() == key.status.len(), || format!("{side}: {} requirements", told.rows.len()));
    for it in &told.stages {
        let blockers: Vec<String> = it.blockers.iter().map(|it| it.replace(&format!("{FRAMEWORK}:"), "")).collect();
        let wanted = key.stages.get(&it.stage.name);
        let same = wanted.is_some_and(|of| (of.ready, of.asked, &of.blockers) == (it.ready, it.asked, &blockers));
        outcome.check(same, || format!("{side}: {}: {} of {}, {blockers:?}", it.stage.name, it.ready, it.asked));
    }
}

fn contradictions(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let told: BTreeSet<(String, Vec<String>)> = told
        .clashes
        .iter()
        .map(|(_, it)| {
            let mut records: Vec<String> = it.records.iter().map(|it| house.number(it)).collect();
            records.sort();
            (it.sort.to_owned(), records)
        })
        .collect();
    outcome.sets(&told, &key.contradictions, |it| format!("{side}: {} at {}", it.0, it.1.join(", ")));
    if told.is_empty() && key.contradictions.is_empty() {
        outcome.clean += 1;
    }
}

async fn drill(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let operator = Actor::operator(Via::System);
    let answers = house.aims.drill(&operator, FRAMEWORK, side).await?;
    let again = house.aims.drill(&operator, FRAMEWORK, side).await?;
    let asked: BTreeSet<&str> = answers.iter().map(|it| it.question.as_str()).collect();
    outcome.check(asked.len() == 25 && answers.len() == 25, || format!("{side}: {} questions", asked.len()));
    let same = answers.iter().zip(&again).all(|(a, b)| (&a.question, &a.proof) == (&b.question, &b.proof));
    outcome.check(same, || format!("{side}: the same seed asks other questions"));
    for it in &answers {
        let wanted = key.proven.contains(&it.reference.replace(&format!("{FRAMEWORK}:"), ""));
        let says = || format!("{side}: {} is {}answered", it.reference, if it.answered { "" } else { "not " });
        outcome.check(it.answered == wanted && (wanted || !it.lacks.is_empty()), says);
    }
    Ok(())
}

/// A pack that verifies with the keys inside it, and shows the records of the room and no others.
async fn pack(house: &House, home: &Path, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let path = home.join("pack.zip");
    let report = house.aims.write_evidence_pack(&Actor::operator(Via::System), FRAMEWORK, &path, None).await?;
    let verified = aims_verify::verify_bundle(&path, Vec::new(), None).map_err(Failure::input)?;
    outcome.check(verified.ok(), || format!("{side}: the pack does not verify: {verified:?}"));
    outcome.check(report.records > 0 && report.bundle.versions > report.records as u64, || {
        format!("{side}: the pack shows {} of {} records", report.records, report.bundle.versions)
    });
    outcome.clean += usize::from(verified.ok());
    Ok(())
}
