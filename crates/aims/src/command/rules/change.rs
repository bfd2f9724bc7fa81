//! `aims rules diff` and `aims rules replay`: what another version of a table changes, for every case and for given ones.

use std::path::PathBuf;

use clap::Args;
use rules::{Case, Difference, Limits};
use serde_json::json;

use super::files::{Beside, case, table, texts};
use crate::context::Context;
use crate::exit::{Failure, verdict};
use crate::table::Table as Lines;

/// Arguments of `aims rules diff`.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The version that holds now
    old: PathBuf,
    /// The version to compare
    new: PathBuf,
    #[command(flatten)]
    beside: Beside,
}

/// Arguments of `aims rules replay`.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The version that holds now
    old: PathBuf,
    /// The version to compare
    new: PathBuf,
    /// Cases from CSV or XLSX, one a row
    #[arg(long, value_name = "FILE")]
    cases: PathBuf,
    #[command(flatten)]
    beside: Beside,
}

impl Diff {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.beside.read()?;
        let (old, new) = (table(&self.old, &words)?, table(&self.new, &words)?);
        let found = rules::diff(&old, &new, &Limits::default()).map_err(|it| Failure::input(it.to_string()))?;
        if !context.output.json(&found) {
            print(context, &found);
        }
        match (found.moved.is_empty(), &found.unsettled) {
            (false, _) => Err(Failure::Verdict(verdict::FAIL)),
            (true, Some(_)) => Err(Failure::Verdict(verdict::OPEN)),
            (true, None) => Ok(()),
        }
    }
}

fn print(context: &Context, found: &Difference) {
    for (what, ids) in [("added", &found.added), ("removed", &found.removed)] {
        ids.iter().for_each(|it| context.output.line(format!("row `{it}` {what}")));
    }
    for (id, before, after) in &found.edited {
        context.output.line(format!("row `{id}` edited\n    was {before}\n    is  {after}"));
    }
    for it in &found.moved {
        let region: Vec<String> = it.region.iter().map(|(name, test)| format!("{name} {test}")).collect();
        let region = if region.is_empty() { "always".to_owned() } else { format!("where {}", region.join("; ")) };
        context.output.line(format!("{region}: {} becomes {}\n    case: {}", it.from, it.to, it.case));
    }
    found.unsettled.iter().for_each(|it| context.output.line(it));
    if found.same() {
        context.output.line("no case is decided differently");
    }
}

impl Replay {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let words = self.beside.read()?;
        let tables = [table(&self.old, &words)?, table(&self.new, &words)?];
        let texts = texts(&self.cases, &tables)?;
        let both = [&tables[0], &tables[1]];
        let cases = texts.iter().map(|it| case(it, &both)).collect::<Result<Vec<Case>, _>>()?;
        let found = rules::replay(both[0], both[1], &cases).map_err(|it| Failure::input(it.to_string()))?;
        let moved: Vec<_> = found.moved.iter().map(|it| (texts[it.place].line, it)).collect();
        let told: Vec<_> =
            moved.iter().map(|(line, it)| json!({ "line": line, "from": it.from, "to": it.to })).collect();
        let pairs: Vec<_> = found.pairs.iter().map(|it| json!({ "from": it.0, "to": it.1, "cases": it.2 })).collect();
        if !context.output.json(&json!({ "cases": found.cases, "moved": told, "pairs": pairs })) {
            for (line, it) in &moved {
                context.output.line(format!("line {line}: {} becomes {}", it.from, it.to));
            }
            let mut lines = Lines::new(["from", "to", "cases"]);
            for (from, to, count) in &found.pairs {
                lines.row([from.clone(), to.clone(), count.to_string()]);
            }
            context.output.table(&lines);
            context.output.line(format!("{} of {} cases move", moved.len(), found.cases));
        }
        match moved.is_empty() {
            true => Ok(()),
            false => Err(Failure::Verdict(verdict::FAIL)),
        }
    }
}
