//! `aims config`: kinds, scales and policies: check them, use them, show them.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use governance::Configuration;
use governance::in_force::Adoption;
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
    /// Put the overlay in `config/` of the data folder into force, and enter that in the ledger
    Apply {
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
    },
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
            Action::Apply { dry_run } => apply(context, dry_run).await,
            Action::Show { file } => show(context, file),
        }
    }
}

/// The configuration in force in the data folder; where there is no store, what is shipped under the overlay, if any.
pub fn load(context: &Context) -> Result<Arc<Configuration>, Failure> {
    if context.home().join("ledger.key").exists() {
        return Ok(context.open()?.configuration());
    }
    let overlay = context.home().join("config");
    Ok(Arc::new(Configuration::load(overlay.is_dir().then_some(overlay.as_path()))?))
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

async fn apply(context: &Context, dry_run: bool) -> Result<(), Failure> {
    let (aims, actor) = (context.open()?, context.actor());
    let adoption = match dry_run {
        true => aims.preview_configuration(&actor).await?,
        false => aims.apply_configuration(&actor).await?,
    };
    let mut answer = serde_json::to_value(&adoption).map_err(|it| Failure::input(it.to_string()))?;
    answer["digest"] = json!(if dry_run { &adoption.from } else { &adoption.to });
    if !context.output.json(&answer) {
        tell(context, &adoption, dry_run);
    }
    Ok(())
}

fn tell(context: &Context, adoption: &Adoption, dry_run: bool) {
    let out = &context.output;
    match (adoption.from == adoption.to, dry_run) {
        (true, _) => out.line(format!("in force already: {}", adoption.to)),
        (false, true) => out.line(format!("would be in force: {}", adoption.to)),
        (false, false) => out.line(format!("in force: {}", adoption.to)),
    }
    let same = adoption.from == adoption.to && adoption.renewed == 0;
    if same && adoption.moved.is_empty() && adoption.held.is_empty() {
        return;
    }
    out.line(format!("files that differ: {}", adoption.files.join(", ")));
    out.line(format!("records whose computed values move: {}", adoption.moved.len()));
    for moved in &adoption.moved {
        let changes = moved.differences.iter().map(super::diff::line).collect::<Vec<_>>().join("; ");
        out.line(format!("  {}: {changes}", moved.id));
    }
    out.line(format!("records whose derived values are renewed: {}", adoption.renewed));
    for held in &adoption.held {
        let reasons = held.reasons.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("; ");
        out.line(format!("  {} keeps its values: {reasons}", held.id));
    }
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
        if !context.output.json(&json!({ "file": wanted, "text": texts.join("\n") })) {
            texts.iter().for_each(|text| crate::output::print(text.trim_end()));
        }
        return Ok(());
    }
    if !context.output.json(&json!({ "digest": configuration.digest, "files": paths })) {
        context.output.line(&configuration.digest);
        paths.iter().for_each(|path| context.output.line(*path));
    }
    Ok(())
}
