//! `aims set`: fields of a record.

use clap::Args;
use governance::Committed;
use record::Change;
use serde_json::{Value, json};

use crate::assignment;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims set`.
#[derive(Debug, Args)]
pub struct Set {
    /// Number of the record, such as `RSK-0042`
    id: String,
    /// `field=value`, `field=` to clear, `field=@file`, or one `-` to read JSON from standard input
    #[arg(required = true)]
    values: Vec<String>,
    /// Change it only when it still is at this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
    /// Why, for the history
    #[arg(long)]
    why: Option<String>,
    /// Show what would change and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Set {
    /// Changes the record.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("set")?;
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let actor = context.actor();
        let configuration = aims.configuration();
        let kind = kind_of(&configuration, &id)?;
        let set = assignment::document(&aims, &actor, kind, &self.values).await?;
        let change = Change::Edit { id, base: self.if_version, set, why: self.why };
        let committed = match self.dry_run {
            true => aims.preview(&actor, change).await?,
            false => aims.commit(&actor, change, None).await?,
        };
        print_committed(context, "changed", self.dry_run, &committed);
        Ok(())
    }
}

/// The kind that a record's number belongs to.
pub fn kind_of<'a>(configuration: &'a governance::Configuration, id: &record::Id) -> Result<&'a record::Kind, Failure> {
    configuration.catalog.kind_of_prefix(&id.prefix).ok_or_else(|| {
        Failure::missing(format!("no kind numbers its records `{}-…`; `aims kinds` lists the prefixes", id.prefix))
    })
}

/// Prints what was done to a record.
pub fn print_committed(context: &Context, done: &str, dry_run: bool, committed: &Committed) {
    if context.output.json(&as_json(committed, dry_run)) {
        return;
    }
    let would = if dry_run { "would be " } else { "" };
    match committed.changed {
        false => context.output.line(format!("{} already is so; nothing changed", committed.id)),
        true => context.output.line(format!(
            "{would}{done} {} (version {}, {}, ledger place {})",
            committed.id, committed.version, committed.state, committed.place
        )),
    }
    for difference in &committed.differences {
        context.output.line(format!("  {}", super::diff::line(difference)));
    }
}

fn as_json(committed: &Committed, dry_run: bool) -> Value {
    json!({
        "id": committed.id, "kind": committed.kind, "version": committed.version, "place": committed.place,
        "state": committed.state, "retired": committed.retired, "changed": committed.changed, "dry_run": dry_run,
        "document": committed.document, "differences": committed.differences,
    })
}
