//! `aims link`: a link from one record to another, or its removal.

use clap::Args;

use super::set::print_committed;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims link`.
#[derive(Debug, Args)]
pub struct Link {
    /// Number of the record that holds the link
    from: String,
    /// Field that holds it
    field: String,
    /// Number of the record that it points to
    to: String,
    /// Remove the link instead
    #[arg(long)]
    remove: bool,
}

impl Link {
    /// Sets or removes the link.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("link")?;
        let (from, to) = (context::id(&self.from)?, context::id(&self.to)?);
        let aims = context.open()?;
        let committed = aims.link(&context.actor(), &from, &self.field, &to, self.remove, None).await?;
        print_committed(context, if self.remove { "unlinked" } else { "linked" }, false, &committed);
        Ok(())
    }
}
