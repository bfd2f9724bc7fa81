//! Self-test of imports: files with planted faults, and their clean twins.

use std::path::Path;

use governance::importing::{ImportOptions, ImportReport};
use governance::{Actor, Aims, Options, Via};
use serde::Deserialize;

use super::{Cases, Folder, Outcome, key};
use crate::exit::Failure;

/// One file and what is wrong with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    kind: String,
    /// Rows that must be created; the others must be rejected.
    created: usize,
    rows: usize,
    #[serde(default)]
    fault: Vec<Planted>,
    /// A file that must be refused as a whole, with these words.
    refused: Option<String>,
}

/// A planted fault: where, and words that the reason must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    line: u64,
    column: Option<u64>,
    says: String,
}

/// Imports every file and compares the reports with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in ["faulty", "clean"] {
        let key: Cases<Case> = key(&folder.join(side))?;
        outcome.origin.clone_from(&key.origin);
        for case in &key.case {
            let bytes = crate::assignment::read_file(&folder.join(side).join(&case.file))?;
            match (import(case, bytes).await?, &case.refused) {
                (Ok(report), None) => judge(case, &report, &mut outcome),
                (Err(said), Some(words)) if said.contains(words.as_str()) => outcome.found += 1,
                (Err(said), Some(words)) => outcome.missed.push(format!("{}: `{words}`, it said: {said}", case.file)),
                (Ok(_), Some(words)) => outcome.missed.push(format!("{}: `{words}`, it was imported", case.file)),
                (Err(said), None) => outcome.false_alarms.push(format!("{}: {said}", case.file)),
            }
        }
    }
    Ok(outcome)
}

async fn import(case: &Case, bytes: Vec<u8>) -> Result<Result<ImportReport, String>, Failure> {
    let home = Folder::make()?;
    let aims = Aims::init(Options::embedded(home.path().join("store")), "selftest.example/import")?;
    let options = ImportOptions::default();
    let imported = aims.import(&Actor::operator(Via::System), &case.kind, &case.file, bytes, options).await;
    Ok(imported.map_err(|error| error.to_string()))
}

fn judge(case: &Case, report: &ImportReport, outcome: &mut Outcome) {
    let file = &case.file;
    let mut unexplained: Vec<_> = report.errors.iter().chain(&report.notices).collect();
    for planted in &case.fault {
        let fits = |line: u64, column: u64, reason: &str| {
            line == planted.line && planted.column.is_none_or(|it| it == column) && reason.contains(&planted.says)
        };
        match unexplained.iter().position(|it| fits(it.line, it.column as u64, &it.reason)) {
            Some(index) => {
                unexplained.remove(index);
                outcome.found += 1;
            }
            None => outcome.missed.push(format!("{file} line {}: `{}`", planted.line, planted.says)),
        }
    }
    let alarms = unexplained.iter().map(|it| format!("{file} line {}, column {}: {}", it.line, it.column, it.reason));
    outcome.false_alarms.extend(alarms);
    let counts = (report.rows, report.created, report.rejected);
    if counts != (case.rows, case.created, case.rows - case.created) {
        outcome.false_alarms.push(format!("{file}: rows, created and rejected are {counts:?}"));
    }
    outcome.clean += usize::from(case.fault.is_empty());
}
