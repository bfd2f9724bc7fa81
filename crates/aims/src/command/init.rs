//! `aims init`: the data folder of an organisation.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::exit::Failure;

/// Name of the ledger of a store that nobody named.
pub const ORIGIN: &str = "aims.local/ledger";

/// Arguments of `aims init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Name by which others know this ledger; it cannot be changed later
    #[arg(long, default_value = ORIGIN)]
    origin: String,
    /// Leave out the shipped roles, as a whole import needs it
    #[arg(long)]
    empty: bool,
}

impl Init {
    /// Creates folder, key and store, and enters the shipped roles; an existing one is left alone.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("init")?;
        let aims = context.create(context.options()?, &self.origin)?;
        if !self.empty {
            crate::first::roles(&aims, &context.actor()).await?;
        }
        let home = context.home();
        if !context.output.json(&json!({ "data": home, "origin": self.origin })) {
            context.output.line(format!("created `{}`; start the server with `aims serve`", home.display()));
        }
        Ok(())
    }
}
