//! `aims library`: frameworks and crosswalks of requirements, shown, checked, compared, brought in and given on, which needs no store; and in a
//! store what comes next, and what people decide about relations of crosswalks.
//!
//! What a library means is known in crate `library`; here files become libraries, and findings become lines, JSON and exit codes.

mod check;
mod crosswalk;
mod difference;
mod export;
mod files;
mod import;
mod next;
mod show;

use std::sync::Arc;

use clap::{Args, Subcommand};
use governance::Configuration;
use governance::crosswalking::deciding::Act;
use library::{Framework, Links, Shelf};

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims library`.
#[derive(Debug, Args)]
pub struct Library {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List frameworks and crosswalks
    List,
    /// Show a framework as a tree, or a node with what proves it and where a proof for it goes
    Show(show::Show),
    /// Show the relations of a crosswalk, what was decided about them, and what confirming them would change
    Crosswalk(crosswalk::Crosswalk),
    /// Confirm relations of a crosswalk, so that proof passes along those that are equal or a part
    Confirm(crosswalk::Decide),
    /// Say that relations of a crosswalk do not hold
    Reject(crosswalk::Decide),
    /// Propose another relation than a crosswalk says, for somebody else to review
    Change(crosswalk::Change),
    /// Look for faults of libraries in files, or of all that are in force
    Check(check::Check),
    /// Tell what differs between two editions of a framework
    Diff(difference::Diff),
    /// Put a library into the folder `config/` as a proposal
    Import(import::Import),
    /// Write a framework or crosswalk for others
    Export(export::Export),
    /// Show what is open of a framework in a store, in the order in which it can be met
    Next(next::Next),
    /// Print the JSON Schema of frameworks or of crosswalks
    Schema(show::Schema),
}

impl Library {
    /// Lists, shows, checks, compares, brings in, writes or orders.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("library")?;
        match self.what {
            What::List => context::blocking(|| show::list(context)),
            What::Show(it) => {
                let links = links(context).await?;
                context::blocking(|| it.run(context, links))
            }
            What::Crosswalk(it) => it.run(context).await,
            What::Confirm(it) => it.run(context, Act::Confirm).await,
            What::Reject(it) => it.run(context, Act::Reject).await,
            What::Change(it) => it.run(context).await,
            What::Check(it) => context::blocking(|| it.run(context)),
            What::Diff(it) => context::blocking(|| it.run(context)),
            What::Import(it) => context::blocking(|| it.run(context)),
            What::Export(it) => context::blocking(|| it.run(context)),
            What::Next(it) => it.run(context).await,
            What::Schema(it) => it.run(),
        }
    }
}

/// What is in force: in the store, or shipped under the folder `config/`.
fn in_force(context: &Context) -> Result<Arc<Configuration>, Failure> {
    super::config::load(context)
}

/// The relations as people in the store decided about them; nothing where there is no store.
async fn links(context: &Context) -> Result<Option<Links>, Failure> {
    if !context.home().join("ledger.key").exists() {
        return Ok(None);
    }
    Ok(Some(context.open()?.links_of_library(&context.actor()).await?))
}

/// The framework of a prefix, a name or a urn.
fn framework<'a>(shelf: &'a Shelf, name: &str) -> Option<&'a Framework> {
    shelf.framework(name).or_else(|| shelf.named(name)).or_else(|| shelf.by_urn(name))
}

/// That there is no such library, and which there are.
fn absent(shelf: &Shelf, name: &str) -> Failure {
    let all: Vec<String> = shelf.frameworks().iter().map(|it| format!("`{}`", it.prefix)).collect();
    Failure::missing(format!("there is no framework or node `{name}`; frameworks are {}", all.join(", ")))
}
