//! `aims backup`: one file with everything, while the server runs.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;
use crate::progress::Progress;

/// Arguments of `aims backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// File to write
    file: PathBuf,
    /// Put the ledger's signing key into the backup too; whoever has it can sign in your name
    #[arg(long)]
    with_key: bool,
}

impl Backup {
    /// Writes the backup.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("backup")?;
        if self.file.exists() {
            return Err(Failure::input(format!("`{}` exists already; choose another name", self.file.display())));
        }
        let aims = context.open()?;
        let progress = Progress::start("backing up", context.global.quiet);
        aims.backup(&context.actor(), &self.file, self.with_key).await?;
        drop(progress);
        let bytes = std::fs::metadata(&self.file).map(|it| it.len()).unwrap_or_default();
        if !context.output.json(&json!({ "file": self.file, "bytes": bytes })) {
            context.output.line(format!("wrote `{}` ({bytes} bytes)", self.file.display()));
        }
        Ok(())
    }
}
