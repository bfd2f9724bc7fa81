//! `aims rules check`: every fault with its case, and what could not be settled.

use std::path::PathBuf;

use clap::Args;
use rules::{Fault, Findings, Limits, Table, verify_within};
use serde_json::json;

use super::files::{Beside, tables};
use crate::context::Context;
use crate::exit::{Failure, verdict};

/// Arguments of `aims rules check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Tables: TOML, CSV or XLSX
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Another table to look at together with these; its own faults are not told
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    #[command(flatten)]
    beside: Beside,
    /// Work that is spent on one sort of fault before it is not settled
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().work)]
    work: u64,
    /// Faults of one sort that are told of a table
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().faults)]
    most: usize,
}

impl Check {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.beside.read()?;
        let files: Vec<PathBuf> = self.files.iter().chain(&self.with).cloned().collect();
        let tables = tables(&files, &words)?;
        let all: Vec<&Table> = tables.iter().collect();
        let mut found = verify_within(&all, &words, &Limits { work: self.work, faults: self.most });
        let own: Vec<&str> = tables[..self.files.len()].iter().map(|it| it.name.as_str()).collect();
        let about = |names: &[String]| names.is_empty() || names.iter().any(|it| own.contains(&it.as_str()));
        found.faults.retain(|it| about(&it.tables));
        found.unsettled.retain(|it| about(&it.tables));
        let rows: usize = tables[..self.files.len()].iter().map(|it| it.rows.len()).sum();
        if !context.output.json(&json!({ "clean": found.clean(), "tables": own, "rows": rows, "faults": found.faults, "unsettled": found.unsettled })) {
            print(context, &found, own.len(), rows);
        }
        match (found.faults.is_empty(), found.unsettled.is_empty()) {
            (false, _) => Err(Failure::Verdict(verdict::FAIL)),
            (true, false) => Err(Failure::Verdict(verdict::OPEN)),
            (true, true) => Ok(()),
        }
    }
}

fn print(context: &Context, found: &Findings, tables: usize, rows: usize) {
    found.faults.iter().for_each(|it| fault(context, it));
    for it in &found.unsettled {
        context.output.line(format!("not settled ({}): {}", it.fault, it.says));
    }
    let (faults, open) = (found.faults.len(), found.unsettled.len());
    let counted = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let (tables, rows) = (counted(tables, "table", "tables"), counted(rows, "row", "rows"));
    context.output.line(match (faults, open) {
        (0, 0) => format!("{tables}, {rows}: clean"),
        (0, _) => format!("{tables}, {rows}: no fault found, {open} not settled"),
        (_, 0) => format!("{tables}, {rows}: {}", counted(faults, "fault", "faults")),
        _ => format!("{tables}, {rows}: {}, {open} not settled", counted(faults, "fault", "faults")),
    });
}

fn fault(context: &Context, fault: &Fault) {
    context.output.line(format!("{}: {}", fault.fault, fault.says));
    if !fault.region.is_empty() && fault.fault != "gap" {
        let told: Vec<String> = fault.region.iter().map(|(name, test)| format!("{name} {test}")).collect();
        context.output.line(format!("    where {}", told.join("; ")));
    }
    match fault.cases.as_slice() {
        [] => {}
        [one] => context.output.line(format!("    case: {one}")),
        [less, more, ..] => {
            context.output.line(format!("    less harm: {less}"));
            context.output.line(format!("    more harm: {more}"));
        }
    }
}
