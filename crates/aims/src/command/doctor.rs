//! `aims doctor`: is what is derived equal to its recomputation?

use clap::Args;

use crate::context::Context;
use crate::exit::{self, Failure};

/// Arguments of `aims doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Rebuild links, terms, search and standings from the records
    #[arg(long)]
    rebuild: bool,
}

impl Doctor {
    /// Compares, and rebuilds when asked; differences that are left end with exit code 3.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("doctor")?;
        let aims = context.open()?;
        let report = aims.doctor(self.rebuild).await?;
        if !context.output.json(&report) {
            for check in &report.checks {
                let verdict = if check.ok { "ok" } else { "FAULT" };
                context.output.line(format!("{verdict:6} {}: {}", check.name, check.saw));
            }
        }
        match report.ok() || self.rebuild {
            true => Ok(()),
            false => Err(Failure::Code(exit::FINDINGS)),
        }
    }
}
