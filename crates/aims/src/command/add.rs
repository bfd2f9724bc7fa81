//! `aims add`: a new record.

use clap::Args;
use record::Change;

use super::set::print_committed;
use crate::assignment;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Kind of the record, such as `risk`
    kind: String,
    /// `field=value`, `field=@file` for a file or long text, or one `-` to read JSON from standard input
    #[arg(required = true)]
    values: Vec<String>,
    /// State to begin in, where the kind allows another than its first
    #[arg(long)]
    state: Option<String>,
    /// Show what would be added and add nothing
    #[arg(long)]
    dry_run: bool,
    /// A repeated key gives the first outcome instead of a second record
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
}

impl Add {
    /// Adds the record.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("add")?;
        let aims = context.open()?;
        let actor = context.actor();
        let configuration = aims.configuration();
        let kind = context::kind(&configuration, &self.kind)?;
        let document = assignment::document(&aims, &actor, kind, &self.values).await?;
        let change = Change::Create { kind: kind.kind.clone(), state: self.state, document };
        let committed = match self.dry_run {
            true => aims.preview(&actor, change).await?,
            false => aims.commit(&actor, change, self.idempotency_key.as_deref()).await?,
        };
        print_committed(context, "added", self.dry_run, &committed);
        Ok(())
    }
}
