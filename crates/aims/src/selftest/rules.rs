//! Self-test of decision tables: policies with planted faults and their clean twin, over one vocabulary.
//!
//! The key is written by `make.py` beside the cases, which asks every rule of every combination of bounds and their neighbours by a reader of
//! its own. A fault counts as found when the rows are those of the key and its case, evaluated, shows it.

use std::collections::BTreeSet;
use std::path::Path;

use rules::{Fault, Table, Vocabulary, verify};
use serde::Deserialize;

use super::{Cases, Outcome, key};
use crate::exit::Failure;

/// A fault of the key.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planted {
    /// The sort of fault, as the verifier names it.
    pub fault: String,
    /// Rows as `table/row`, or what else the fault is about.
    pub about: BTreeSet<String>,
}

/// Verifies both sides and compares what is found with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    let words = Vocabulary::parse_toml(&text(&folder.join("vocabulary.toml"))?);
    let words = words.map_err(|it| Failure::input(it.to_string()))?;
    for side in ["faulty", "clean"] {
        let key: Cases<Planted> = key(&folder.join(side))?;
        outcome.origin.clone_from(&key.origin);
        let read = tables(&folder.join(side), &words)?;
        super::conflicts::run((side, &read, &words), &key.case, &mut outcome).await?;
        let tables: Vec<&Table> = read.iter().collect();
        let found = verify(&tables, &words);
        outcome.missed.extend(found.unsettled.iter().map(|it| format!("{}: {}", it.fault, it.says)));
        let mut left: Vec<&Fault> = found.faults.iter().collect();
        for it in &key.case {
            let place = left.iter().position(|fault| fault.fault == it.fault && about(fault) == it.about);
            match place.map(|at| left.remove(at)) {
                Some(fault) if fault.reproduces(&tables) => outcome.found += 1,
                Some(fault) => outcome.missed.push(format!("{}: its case does not show it: {}", it.fault, fault.says)),
                None => outcome.missed.push(format!("{} of {:?}", it.fault, it.about)),
            }
        }
        outcome.false_alarms.extend(left.iter().map(|it| format!("{}: {}", it.fault, it.says)));
        outcome.clean += if side == "clean" { tables.len() } else { 0 };
    }
    Ok(outcome)
}

/// What a fault is about, as the key writes it.
fn about(fault: &Fault) -> BTreeSet<String> {
    let row = |it: &rules::Place| format!("{}/{}", it.table, it.row);
    match fault.fault {
        "gap" => fault.tables.iter().cloned().collect(),
        // Which rows come first is not part of the key.
        "shadowed" => fault.rows.iter().take(1).map(row).collect(),
        "unreachable" => fault.fingerprint.rsplit(" | ").take(1).map(str::to_owned).collect(),
        _ => fault.rows.iter().map(row).collect(),
    }
}

fn tables(folder: &Path, words: &Vocabulary) -> Result<Vec<Table>, Failure> {
    let cannot = |cause| Failure::missing(format!("the folder `{}` cannot be read ({cause})", folder.display()));
    let files = std::fs::read_dir(folder).map_err(cannot)?.flatten().map(|it| it.path());
    let is_table = |it: &std::path::PathBuf| {
        it.extension().is_some_and(|it| it == "toml") && it.file_name().is_some_and(|it| it != "key.toml")
    };
    let mut files: Vec<_> = files.filter(is_table).collect();
    files.sort();
    let read = |it: &std::path::PathBuf| {
        Table::parse_toml_with(&text(it)?, words)
            .map_err(|problem| Failure::input(format!("`{}`: {problem}", it.display())))
    };
    files.iter().map(read).collect()
}

fn text(path: &Path) -> Result<String, Failure> {
    let bytes = crate::assignment::read_file(path)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
