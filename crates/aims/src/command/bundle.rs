//! `aims bundle`: everything that an auditor needs to verify the ledger without this program.

use std::path::PathBuf;

use clap::Args;

use crate::context::Context;
use crate::exit::Failure;
use crate::progress::Progress;

/// Arguments of `aims bundle`.
#[derive(Debug, Args)]
pub struct Bundle {
    /// File to write, ending in `.zip`
    file: PathBuf,
}

impl Bundle {
    /// Writes the bundle.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("bundle")?;
        if self.file.exists() {
            return Err(Failure::input(format!("`{}` exists already; choose another name", self.file.display())));
        }
        let aims = context.open()?;
        let progress = Progress::start("writing the bundle", context.global.quiet);
        let report = aims.write_bundle(&context.actor(), &self.file, Some(progress.reporter())).await?;
        drop(progress);
        if !context.output.json(&report) {
            context.output.line(format!("wrote `{}`; anybody can check it with `aims-verify`", self.file.display()));
        }
        Ok(())
    }
}
