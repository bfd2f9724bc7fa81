//! `aims erase`: values out of every version of a record, so that the ledger still verifies.

use clap::Args;
use serde_json::json;

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims erase`.
#[derive(Debug, Args)]
pub struct Erase {
    /// Number of the record
    id: String,
    /// Fields whose values go
    #[arg(required = true)]
    fields: Vec<String>,
    /// Why, for the ledger; write no personal data here
    #[arg(long)]
    why: String,
    /// Erase without asking
    #[arg(long)]
    yes: bool,
}

impl Erase {
    /// Erases the values.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("erase")?;
        let id = context::id(&self.id)?;
        if !self.yes {
            let fields = self.fields.join(", ");
            return Err(Failure::input(format!(
                "erasing {fields} of `{id}` from every version cannot be taken back; repeat with --yes"
            )));
        }
        let aims = context.open()?;
        let erased = aims.erase(&context.actor(), &id, &self.fields, &self.why).await?;
        if !context
            .output
            .json(&json!({ "id": id, "fields": self.fields, "versions": erased.versions, "place": erased.place }))
        {
            context.output.line(format!(
                "erased {} from {} version(s) of {id}",
                self.fields.join(", "),
                erased.versions
            ));
        }
        Ok(())
    }
}
