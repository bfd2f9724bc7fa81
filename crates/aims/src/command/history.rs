//! `aims history`: the versions of a record, the newest first.

use clap::Args;
use governance::history::Past;
use serde_json::{Value, json};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::one_line;

/// Arguments of `aims history`.
#[derive(Debug, Args)]
pub struct History {
    /// Number of the record
    id: String,
}

impl History {
    /// Prints who changed what, when and why.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let pasts = aims.history(&context.actor(), &id).await?;
        if context.output.json(&json!({ "id": id, "versions": pasts.iter().map(as_json).collect::<Vec<_>>() })) {
            return Ok(());
        }
        for past in &pasts {
            let why = past.why.as_deref().map(|why| format!(": {}", one_line(why))).unwrap_or_default();
            context.output.line(format!(
                "version {} · {} · {} by {} ({}) · {} · ledger place {}{why}",
                past.version, past.time, past.act, past.actor, past.via, past.state, past.place
            ));
            for difference in &past.differences {
                context.output.line(format!("  {}", super::diff::line(difference)));
            }
            if !past.erased.is_empty() {
                context.output.line(format!("  erased since: {}", past.erased.join(", ")));
            }
        }
        Ok(())
    }
}

fn as_json(past: &Past) -> Value {
    json!({
        "version": past.version, "place": past.place, "time": past.time, "actor": past.actor, "via": past.via, "act": past.act,
        "state": past.state, "why": past.why, "differences": past.differences, "erased": past.erased,
    })
}
