//! `aims config`: kinds, scales and policies: check them, use them, show them.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::Configuration;
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims config`.
#[derive(Debug, Args)]
pub struct Config {
    #[command(subcommand)]
    action: Action,
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
enum Action {
    /// Check an overlay without using it
    Check {
        /// Folder with `kinds/`, `scales/`, `policies/` [default: `config/` in the data folder]
        folder: Option<PathBuf>,
    },
    /// Use the overlay in `config/` of the data folder, and enter that in the ledger
    Apply,
    /// Show the digest and the files that are in force
    Show {
        /// Print one file
        file: Option<String>,
    },
}

impl Config {
    /// Runs the sub-command.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("config")?;
        match self.action {
            Action::Check { folder } => check(context, folder),
            Action::Apply => apply(context).await,
            Action::Show { file } => show(context, file),
        }
    }
}

/// The configuration that a data folder would have: what is shipped, and the overlay when there is one.
pub fn load(context: &Context) -> Result<Configuration, Failure> {
    let overlay = context.home().join("config");
    Ok(Configuration::load(overlay.is_dir().then_some(overlay.as_path()))?)
}

fn check(context: &Context, folder: Option<PathBuf>) -> Result<(), Failure> {
    let folder = folder.unwrap_or_else(|| context.home().join("config"));
    if !folder.is_dir() {
        return Err(Failure::missing(format!("there is no folder `{}` to check", folder.display())));
    }
    let configuration = Configuration::load(Some(&folder))?;
    let kinds = configuration.catalog.kinds().count();
    if !context.output.json(&json!({ "digest": configuration.digest, "kinds": kinds, "faults": [] })) {
        context.output.line(format!("no faults: {kinds} kinds, {}", configuration.digest));
    }
    Ok(())
}

async fn apply(context: &Context) -> Result<(), Failure> {
    let aims = context.open()?;
    let digest = aims.reload_configuration(&context.actor()).await?;
    if !context.output.json(&json!({ "digest": digest })) {
        context.output.line(format!("in force: {digest}"));
    }
    Ok(())
}

fn show(context: &Context, file: Option<String>) -> Result<(), Failure> {
    let configuration = load(context)?;
    let paths: Vec<_> = configuration.sources.iter().map(|it| it.path.as_str()).collect();
    if let Some(wanted) = file {
        let texts: Vec<_> =
            configuration.sources.iter().filter(|it| it.path == wanted).map(|it| it.text.as_str()).collect();
        if texts.is_empty() {
            return Err(Failure::missing(format!("there is no file `{wanted}`; `aims config show` lists them")));
        }
        texts.iter().for_each(|text| crate::output::print(text.trim_end()));
        return Ok(());
    }
    if !context.output.json(&json!({ "digest": configuration.digest, "files": paths })) {
        context.output.line(&configuration.digest);
        paths.iter().for_each(|path| context.output.line(*path));
    }
    Ok(())
}
