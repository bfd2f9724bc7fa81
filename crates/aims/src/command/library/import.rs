//! `aims library import`: a library becomes a file of the folder `config/`, which nobody is bound by before it is applied.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::check::with;
use super::files::{Unsaid, read};
use super::in_force;
use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims library import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// A framework or crosswalk in TOML or JSON, or a catalog or mapping collection of OSCAL in JSON
    file: PathBuf,
    /// Take the place of a file that is there
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    unsaid: Unsaid,
}

impl Import {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let configuration = in_force(context)?;
        let faults = with(&configuration, std::slice::from_ref(&self.file), &self.unsaid)?;
        if let Some(first) = faults.first() {
            let more = if faults.len() > 1 { format!(" (and {} more)", faults.len() - 1) } else { String::new() };
            return Err(Failure::input(format!("{first}{more}; `aims library check` tells all")));
        }
        let held = read(&self.file, configuration.libraries.shelf(), &self.unsaid.given())?;
        let path = context.home().join("config").join(held.place(configuration.libraries.shelf()));
        if path.exists() && !self.replace {
            let shown = path.display();
            return Err(Failure::input(format!("`{shown}` is there already; repeat with --replace to take its place")));
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|it| Failure::input(format!("`{}` cannot be made: {it}", folder.display())))?;
        }
        crate::output::write_bytes(&path, held.text()?.as_bytes())?;
        let shown = path.display().to_string();
        if !context.output.json(&json!({ "file": shown })) {
            context.output.line(format!("proposed as `{shown}`; put it into force with `aims config apply`"));
        }
        Ok(())
    }
}
