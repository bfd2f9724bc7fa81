//! Self-test of coverage and of the statement of applicability: the status of every requirement for the organisation and each AI system, with
//! relations between frameworks; and contradictions of a statement.
//!
//! Cases and keys are written by `scripts/conformity.py`, which shares no code with the product.

use std::collections::BTreeSet;
use std::path::Path;

use governance::conformity::statement::{read_statement, write_statement};
use governance::{Actor, Moment, Via};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// Files that the organisation lays over what ships.
const CONFIG: &[&str] =
    &["frameworks/one.toml", "frameworks/two.toml", "frameworks/three.toml", "crosswalks/cases.toml"];

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered and asked.
    day: jiff::civil::Date,
    statuses: Vec<Standing>,
    /// The statement of applicability.
    statement: String,
    faults: Vec<Planted>,
}

/// The status of a requirement for an AI system, or for the organisation where none is named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Standing {
    reference: String,
    subject: String,
    status: String,
}

/// A contradiction that was planted.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    check: String,
    control: String,
}

/// Enters both sides and compares with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        for file in CONFIG {
            let to = home.path().join("store/config").join(file);
            let failed = |it: std::io::Error| Failure::failed(format!("`{}` cannot be written: {it}", to.display()));
            to.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
            std::fs::write(&to, crate::assignment::read_file(&folder.join("config").join(file))?).map_err(failed)?;
        }
        house.aims.apply_configuration(&operator()).await?;
        outcome.origin.clone_from(&key.origin);
        statuses(&house, &key, side, &mut outcome).await?;
        statement(&house, &key, side, &mut outcome).await?;
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn statuses(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for it in &key.statuses {
        let system = if it.subject.is_empty() { None } else { Some(house.record(&it.subject)?) };
        let told = house.aims.requirement(&operator(), &it.reference, system.as_ref(), None).await?;
        let found = told.status.name();
        if side == "clean" && found == it.status {
            outcome.clean += 1;
            continue;
        }
        outcome.check(found == it.status, || {
            let who = if it.subject.is_empty() { "the organisation" } else { &it.subject };
            format!("{side}: {} of {who} is {found} ({}), not {}", it.reference, told.why, it.status)
        });
    }
    Ok(())
}

async fn statement(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let id = house.record(&key.statement)?;
    let record = house.aims.record(&operator(), &id, &Moment::Now).await?;
    let said = write_statement(&read_statement(&record.document));
    let same = said.iter().all(|(field, value)| record.document.get(field) == Some(value));
    outcome.check(same, || format!("{side}: what is read of {id} and written again says something else"));
    let told = house.aims.statement(&operator(), &id).await?;
    let name = |control: &str| control.parse().map_or_else(|_| control.to_owned(), |id| house.number(&id));
    let found: BTreeSet<Planted> =
        told.faults.iter().map(|it| Planted { check: it.check.to_owned(), control: name(&it.control) }).collect();
    for it in &key.faults {
        outcome.check(found.contains(it), || format!("{side}: {} at {} was not found", it.check, it.control));
    }
    let more = found.iter().filter(|it| !key.faults.contains(it));
    outcome.false_alarms.extend(more.map(|it| format!("{side}: {} at {} was found", it.check, it.control)));
    if key.faults.is_empty() && found.is_empty() {
        outcome.clean += 1;
    }
    Ok(())
}
