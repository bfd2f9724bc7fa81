//! What the verifier says of the table of a record: clean, faulty with a case that shows the first fault, or not settled.

use std::sync::Arc;

use policy::Fact as Known;
use record::Id;
use rules::{Findings, Limits, verify_within};
use serde::Serialize;
use serde_json::json;
use store::{RecordRow, Visible};

use super::in_force::{Deciding, Tables, of_records};
use super::shipped::{Ruled, scheme, shipped};
use super::{IN_FORCE, KIND, RULES, named};
use crate::Error;
use crate::derived::{Answers, Snapshot};

/// Work that a verification may take, so that nobody waits for it: well below a second.
const WORK: u64 = 2_000_000;
/// Faults of one sort that are told.
const TOLD: usize = 20;

const CLEAN: &str = "clean";
const FAULTS: &str = "faults";

/// How a table stands.
#[derive(Debug)]
pub struct Verified {
    /// `clean`, `faults` or `not settled`.
    pub word: &'static str,
    /// Why, in one sentence; of faults the first, with the case that shows it.
    pub why: String,
    /// Everything that was found.
    pub findings: Findings,
}

/// What the verifier says of a table.
pub fn verified(ruled: &Ruled) -> Verified {
    let limits = Limits { work: WORK, faults: TOLD };
    let findings = verify_within(&[&ruled.table], &shipped().vocabulary, &limits);
    let fault = findings.faults.first().map(|it| {
        let case = it.cases.first().map(|case| format!("; for example {case}")).unwrap_or_default();
        format!("{}: {}{case}", it.fault, it.says)
    });
    let (word, why) = match (fault, findings.unsettled.first()) {
        (Some(fault), _) => (FAULTS, fault),
        (None, Some(open)) => ("not settled", open.says.clone()),
        (None, None) => (CLEAN, "every case was looked at, and no fault was found".to_owned()),
    };
    Verified { word, why, findings }
}

/// What the verifier says of the text of a record.
pub fn of_record(row: &RecordRow) -> Verified {
    match Ruled::read(row.text(RULES).unwrap_or_default(), None) {
        Ok(ruled) => verified(&ruled),
        Err(problem) => Verified { word: FAULTS, why: problem.to_string(), findings: Findings::default() },
    }
}

/// How the table of a record stands by itself and by what it names; one whose role or unit went later has a fault from then on.
fn followed(at: &Snapshot, row: &RecordRow) -> Result<Verified, Error> {
    let found = of_record(row);
    if found.word != CLEAN {
        return Ok(found);
    }
    Ok(match not_to_be_followed(at, row)? {
        Some(why) => Verified { word: FAULTS, why, ..found },
        None => found,
    })
}

/// How tables stand.
pub(crate) fn answers(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    rows.iter().map(|row| followed(at, row).map(|it| Some((json!(it.word), it.why, None)))).collect()
}

/// What else tables of a purpose are held against, beyond what every table is and names: whether those who ask them can act on what they say.
type Held = (&'static str, fn(&Snapshot, &rules::Table) -> Result<Option<String>, Error>);
const HELD: &[Held] =
    &[("escalation", crate::escalating::ladder::unusable), ("decision_right", crate::bodies::rights::table::unusable)];

/// The first fault of a table, or what is not settled about it; empty where it is clean.
pub(crate) fn faults(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let fault = |row: &&RecordRow| {
        let found = followed(at, row)?;
        Ok(Known::Text(if found.word == CLEAN { String::new() } else { found.why }))
    };
    rows.iter().map(fault).collect()
}

/// A table in force that cannot be followed any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unfollowed {
    /// Its record.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Why, in a sentence.
    pub says: String,
}

/// The tables in force, of those that somebody may see, that cannot be followed any more: a role, body or unit that they name went since.
pub(crate) fn unfollowed(at: &Snapshot, visible: &Visible) -> Result<Vec<Unfollowed>, Error> {
    let mut found = Vec::new();
    for row in at.seen(KIND, visible)?.into_iter().filter(|it| it.state == IN_FORCE) {
        let stands = followed(at, &row)?;
        if stands.word == FAULTS {
            let purpose = row.text("purpose").unwrap_or_default().to_owned();
            found.push(Unfollowed { id: row.id, title: row.title, purpose, says: stands.why });
        }
    }
    Ok(found)
}

/// Why a table that is sound by itself cannot be followed.
fn not_to_be_followed(at: &Snapshot, row: &RecordRow) -> Result<Option<String>, Error> {
    let Ok(ruled) = Ruled::read(row.text(RULES).unwrap_or_default(), None) else { return Ok(None) };
    let purpose = row.text("purpose").unwrap_or_default();
    if let Some(problem) = circle(at, row, &ruled)? {
        return Ok(Some(problem));
    }
    let graded = row.text("scheme").filter(|_| super::harm::GRADED.contains(&purpose));
    if let Some(problem) = graded.and_then(|it| super::harm::turned(&ruled.table, it)) {
        return Ok(Some(problem));
    }
    if let Some(problem) = named::unknown(at, purpose, &ruled.table)? {
        return Ok(Some(problem));
    }
    HELD.iter().find(|it| it.0 == purpose).map_or(Ok(None), |it| it.1(at, &ruled.table))
}

/// Why a table cannot be asked together with those in force of its scheme: they would wait for each other.
fn circle(at: &Snapshot, row: &RecordRow, ruled: &Ruled) -> Result<Option<String>, Error> {
    let Some(by) = row.text("scheme").and_then(scheme) else { return Ok(None) };
    let mut all = vec![Deciding::alone(&by.purpose, &by.name, Arc::new(ruled.clone()))];
    all.extend(of_records(at)?.into_iter().filter(|it| it.ruled.table.name != ruled.table.name));
    Ok(Tables::choose(&all, by).graph().err().map(|it| it.to_string()))
}
