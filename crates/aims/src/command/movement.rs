//! `aims move`: a record to another state.

use clap::Args;
use record::Change;

use super::set::{kind_of, print_committed};
use crate::assignment;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims move`.
#[derive(Debug, Args)]
pub struct Move {
    /// Number of the record, such as `RSK-0042`
    id: String,
    /// The move, such as `treat`; `aims show` lists the possible ones
    transition: String,
    /// Fields that the move needs: `field=value`
    values: Vec<String>,
    /// Why, for the history; some moves ask for it
    #[arg(long)]
    why: Option<String>,
    /// Move it only when it still is at this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
    /// Show what would happen and move nothing
    #[arg(long)]
    dry_run: bool,
}

impl Move {
    /// Moves the record.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("move")?;
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let actor = context.actor();
        let configuration = aims.configuration();
        let kind = kind_of(&configuration, &id)?;
        if kind.transition(&self.transition).is_none() {
            let names: Vec<_> = kind.lifecycle.transitions.iter().map(|it| it.name.as_str()).collect();
            let (wanted, kind) = (&self.transition, &kind.kind);
            return Err(Failure::missing(format!(
                "`{kind}` knows no move `{wanted}`; its moves are {}",
                names.join(", ")
            )));
        }
        let set = assignment::document(&aims, &actor, kind, &self.values).await?;
        let change = Change::Move { id, base: self.if_version, transition: self.transition, set, why: self.why };
        let committed = match self.dry_run {
            true => aims.preview(&actor, change).await?,
            false => aims.commit(&actor, change, None).await?,
        };
        print_committed(context, "moved", self.dry_run, &committed);
        Ok(())
    }
}
