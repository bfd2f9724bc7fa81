//! `aims library next`: what is open of a framework in a store, in the order in which it can be met.

use clap::Args;
use governance::Moment;
use governance::modality::STANDARD;

use super::{absent, framework};
use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims library next`.
#[derive(Debug, Args)]
pub(super) struct Next {
    /// A framework in force
    #[arg(default_value = STANDARD)]
    framework: String,
}

impl Next {
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        let configuration = aims.configuration();
        let shelf = configuration.libraries.shelf();
        let of = framework(shelf, &self.framework).ok_or_else(|| absent(shelf, &self.framework))?;
        let next = aims.next_of(&actor, of, Moment::Now).await?;
        if context.output.json(&next) {
            return Ok(());
        }
        let mut table = Table::new(["node", "title", "place", "after", "guidance", "what is missing"]);
        for it in &next.items {
            let place =
                serde_json::to_value(it.place).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default();
            table.row([
                it.id.clone(),
                it.title.clone(),
                place.replace('_', " "),
                it.after.join(" "),
                it.guidance.join(" "),
                it.why.clone(),
            ]);
        }
        context.output.table(&table);
        context.output.line(format!("{} of {} met as far as records show", next.met, next.asked));
        Ok(())
    }
}
