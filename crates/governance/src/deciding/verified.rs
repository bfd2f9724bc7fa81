//! What the verifier says of the table of a record: clean, faulty with a case that shows the first fault, or not settled.

use policy::Fact as Known;
use rules::{Findings, Limits, verify_within};
use serde_json::json;
use store::RecordRow;

use super::RULES;
use super::shipped::{Ruled, shipped};
use crate::Error;
use crate::derived::{Answers, Snapshot};

/// Work that a verification may take, so that nobody waits for it: well below a second.
const WORK: u64 = 2_000_000;
/// Faults of one sort that are told.
const TOLD: usize = 20;

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
        (Some(fault), _) => ("faults", fault),
        (None, Some(open)) => ("not settled", open.says.clone()),
        (None, None) => ("clean", "every case was looked at, and no fault was found".to_owned()),
    };
    Verified { word, why, findings }
}

/// What the verifier says of the text of a record.
pub fn of_record(row: &RecordRow) -> Verified {
    match Ruled::read(row.text(RULES).unwrap_or_default(), None) {
        Ok(ruled) => verified(&ruled),
        Err(problem) => Verified { word: "faults", why: problem.to_string(), findings: Findings::default() },
    }
}

/// How tables stand.
pub(crate) fn answers(_: &Snapshot, rows: &[RecordRow]) -> Answers {
    let answer = |row: &RecordRow| {
        let found = of_record(row);
        Some((json!(found.word), found.why, None))
    };
    Ok(rows.iter().map(answer).collect())
}

/// The first fault of a table, or what is not settled about it; empty where it is clean.
pub(crate) fn faults(_: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let fault = |row: &&RecordRow| {
        let found = of_record(row);
        if found.word == "clean" { String::new() } else { found.why }
    };
    Ok(rows.iter().map(|it| Known::Text(fault(it))).collect())
}
