//! `aims restore`: a backup into an empty data folder.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Backup file
    file: PathBuf,
    /// The ledger's signing key, kept apart from the backup; without one a new key is made
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

impl Restore {
    /// Restores the backup into the data folder.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("restore")?;
        if !self.file.is_file() {
            return Err(Failure::missing(format!("there is no backup `{}`", self.file.display())));
        }
        let home = context.home();
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed)
            .map_err(|cause| Failure::failed(format!("the system gives no randomness ({cause})")))?;
        let report = governance::backup::restore(&self.file, &home, self.key.as_deref(), &seed)?;
        if report.new_key {
            // The newest checkpoint was signed with a key that is not here; verifiers need one by the key that is.
            let aims = context.open()?;
            aims.enter(&context.actor(), governance::Event::new("key.replaced")).await?;
            aims.checkpoint().await?;
        }
        if !context.output.json(&json!({ "data": home, "files": report.files, "bytes": report.bytes })) {
            context.output.line(format!("restored into `{}`; check it with `aims verify`", home.display()));
            if report.new_key {
                context.output.line("the ledger has a new signing key; give its public half to those who verify");
            }
        }
        Ok(())
    }
}
