//! `aims retire` and `aims unretire`: out of use and back; nothing is ever deleted.

use clap::Args;
use record::Change;

use super::set::print_committed;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims retire`.
#[derive(Debug, Args)]
pub struct Retire {
    /// Number of the record
    id: String,
    /// Why, for the history
    #[arg(long)]
    why: String,
    /// Retire it only when it still is at this version
    #[arg(long, value_name = "N")]
    if_version: Option<i64>,
}

/// Arguments of `aims unretire`.
#[derive(Debug, Args)]
pub struct Unretire {
    /// Number of the record
    id: String,
    /// Why, for the history
    #[arg(long)]
    why: String,
}

impl Retire {
    /// Retires the record.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("retire")?;
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let change = Change::Retire { id, base: self.if_version, why: self.why };
        let committed = aims.commit(&context.actor(), change, None).await?;
        print_committed(context, "retired", false, &committed);
        Ok(())
    }
}

impl Unretire {
    /// Takes the retirement back.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("unretire")?;
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let change = Change::Restore { id, base: None, why: self.why };
        let committed = aims.commit(&context.actor(), change, None).await?;
        print_committed(context, "brought back", false, &committed);
        Ok(())
    }
}
