//! `aims selftest`: the product against cases whose answers are known.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::exit::{self, Failure};
use crate::selftest::{self, Outcome};
use crate::table::Table;

/// Arguments of `aims selftest`.
#[derive(Debug, Args)]
pub struct Selftest {
    /// Capabilities to test, such as `spine.import` [default: all]
    ids: Vec<String>,
    /// Folder with the cases
    #[arg(long, default_value = "selftest", value_name = "DIR")]
    cases: PathBuf,
}

impl Selftest {
    /// Runs the cases; a miss or a false alarm ends with exit code 3.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("selftest")?;
        let outcomes = selftest::run(&self.cases, &self.ids, &|line| context.output.remark(line)).await?;
        let ok = outcomes.iter().all(Outcome::ok);
        if !context.output.json(&json!({ "ok": ok, "capabilities": outcomes })) {
            print(context, &outcomes);
        }
        match ok {
            true => Ok(()),
            false => Err(Failure::Code(exit::FINDINGS)),
        }
    }
}

fn print(context: &Context, outcomes: &[Outcome]) {
    let mut table = Table::new(["capability", "found", "missed", "false alarms", "seconds", "key"]);
    for it in outcomes {
        let seconds = format!("{:.1}", it.seconds);
        let (missed, alarms) = (it.missed.len().to_string(), it.false_alarms.len().to_string());
        table.row([it.capability.clone(), it.found.to_string(), missed, alarms, seconds, it.origin.clone()]);
    }
    context.output.table(&table);
    for it in outcomes {
        it.missed.iter().for_each(|line| context.output.line(format!("missed in {}: {line}", it.capability)));
        it.false_alarms
            .iter()
            .for_each(|line| context.output.line(format!("false alarm in {}: {line}", it.capability)));
    }
}
