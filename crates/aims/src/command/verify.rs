//! `aims verify`: the ledger of the store, or a bundle from anywhere.

use std::path::{Path, PathBuf};

use clap::Args;
use ledger::VerifierKey;
use ledger::verify::Report;

use crate::context::Context;
use crate::exit::{self, Failure};
use crate::progress::Progress;

/// Arguments of `aims verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Bundle, a zip file or a folder [default: the store in the data folder]
    bundle: Option<PathBuf>,
    /// Verifier key that you trust, as text or a file; without it the key in the bundle is used
    #[arg(long, requires = "bundle")]
    vkey: Option<String>,
    /// Checkpoint that you kept from an earlier visit
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

impl Verify {
    /// Verifies and reports; findings end with exit code 3.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("verify")?;
        let progress = Progress::start("verifying", context.global.quiet);
        let since = self.since.as_deref().map(read).transpose()?;
        let report = match &self.bundle {
            None => context.open()?.verify_live(since, Some(progress.reporter())).await?,
            Some(bundle) => self.bundle(bundle, since)?,
        };
        drop(progress);
        print(context, &report);
        match report.ok() {
            true => Ok(()),
            false => Err(Failure::Code(exit::FINDINGS)),
        }
    }

    fn bundle(&self, bundle: &Path, since: Option<String>) -> Result<Report, Failure> {
        if !bundle.exists() {
            return Err(Failure::missing(format!("there is no bundle `{}`", bundle.display())));
        }
        let keys = self.vkey.as_deref().map(keys).transpose()?.unwrap_or_default();
        aims_verify::verify_bundle(bundle, keys, since).map_err(Failure::input)
    }
}

/// Keys as text, or as a file that holds them one a line.
fn keys(given: &str) -> Result<Vec<VerifierKey>, Failure> {
    let text = match Path::new(given).is_file() {
        true => read(Path::new(given))?,
        false => given.to_owned(),
    };
    VerifierKey::parse_all(&text).map_err(|cause| Failure::input(cause.to_string()))
}

fn read(path: &Path) -> Result<String, Failure> {
    Ok(String::from_utf8_lossy(&crate::assignment::read_file(path)?).into_owned())
}

fn print(context: &Context, report: &Report) {
    if !context.output.json(report) {
        context.output.line(report.to_string().trim_end());
    }
}
