//! `aims library check`: every fault with its place.

use std::path::PathBuf;

use clap::Args;
use governance::Configuration;
use record::Source;
use serde_json::json;

use super::files::{Unsaid, read};
use super::in_force;
use crate::context::Context;
use crate::exit::{Failure, verdict};

/// Arguments of `aims library check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Libraries in TOML or JSON, or catalogs and mapping collections of OSCAL, looked at together with those in force; without any, those in force alone
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    unsaid: Unsaid,
}

impl Check {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let configuration = in_force(context)?;
        let faults = match self.files.is_empty() {
            true => configuration.library_faults(),
            false => with(&configuration, &self.files, &self.unsaid)?,
        };
        if !context.output.json(&json!({ "clean": faults.is_empty(), "faults": faults })) {
            faults.iter().for_each(|it| context.output.line(it));
            context.output.line(match faults.len() {
                0 => "clean".to_owned(),
                1 => "1 fault".to_owned(),
                more => format!("{more} faults"),
            });
        }
        if faults.is_empty() { Ok(()) } else { Err(Failure::Verdict(verdict::FAIL)) }
    }
}

/// Faults of files together with what is in force.
pub(super) fn with(configuration: &Configuration, files: &[PathBuf], unsaid: &Unsaid) -> Result<Vec<String>, Failure> {
    let (mut over, shelf) = (Vec::new(), configuration.libraries.shelf());
    for path in files {
        let held = read(path, shelf, &unsaid.given())?;
        over.push(Source { path: held.place(shelf), text: held.text()? });
    }
    Ok(configuration.library_faults_with(&over))
}
