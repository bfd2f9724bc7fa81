//! `aims search`: words in all records.

use clap::Args;
use serde_json::json;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims search`.
#[derive(Debug, Args)]
pub struct Search {
    /// Words; each may be the beginning of a word
    #[arg(required = true)]
    words: Vec<String>,
    /// Search in this kind only; may be repeated
    #[arg(long)]
    kind: Vec<String>,
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
}

impl Search {
    /// Prints what was found, the best first.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("search")?;
        let aims = context.open()?;
        let configuration = aims.configuration();
        let kinds: Result<Vec<_>, _> =
            self.kind.iter().map(|it| context::kind(&configuration, it).map(|kind| kind.kind.clone())).collect();
        let hits = aims.search(&context.actor(), &self.words.join(" "), &kinds?, self.limit).await?;
        let rows: Vec<_> = hits
            .iter()
            .map(|it| json!({"id": it.record.id, "kind": it.record.kind, "title": it.record.title, "state": it.record.state}))
            .collect();
        if context.output.json(&json!({ "hits": rows })) {
            return Ok(());
        }
        let mut table = Table::new(["number", "kind", "state", "title"]);
        for hit in &hits {
            table.row([&hit.record.id.to_string(), &hit.record.kind, &hit.record.state, &hit.record.title]);
        }
        context.output.table(&table);
        Ok(())
    }
}
