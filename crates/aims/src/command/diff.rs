//! `aims diff`: two versions of a record side by side.

use clap::Args;
use governance::Moment;
use record::Difference;
use serde_json::{Value, json};

use super::show::plain;
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::shorten;

/// Arguments of `aims diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Number of the record
    id: String,
    /// Version to compare from [default: the one before the other]
    from: Option<i64>,
    /// Version to compare with [default: the newest]
    to: Option<i64>,
}

impl Diff {
    /// Prints what differs.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let actor = context.actor();
        let pasts = aims.history(&actor, &id).await?;
        let newest = pasts.first().map_or(1, |it| it.version);
        let to = self.to.unwrap_or(newest);
        let from = self.from.unwrap_or(to - 1);
        let place = |version: i64| {
            let found = pasts.iter().find(|it| it.version == version).map(|it| it.place);
            found.ok_or_else(|| Failure::missing(format!("`{id}` has no version {version}; it has 1 to {newest}")))
        };
        let after = aims.record(&actor, &id, &Moment::Place(place(to)?)).await?.document;
        let before = match from {
            0 => record::Document::new(),
            version => aims.record(&actor, &id, &Moment::Place(place(version)?)).await?.document,
        };
        let differences = record::difference(&before, &after);
        if !context.output.json(&json!({ "id": id, "from": from, "to": to, "differences": differences })) {
            context.output.line(format!("{id} from version {from} to {to}"));
            differences.iter().for_each(|it| context.output.line(format!("  {}", line(it))));
        }
        Ok(())
    }
}

/// One difference as a line.
pub fn line(difference: &Difference) -> String {
    let side =
        |value: &Option<Value>| value.as_ref().map_or_else(|| "(blank)".to_owned(), |it| shorten(&plain(it), 60));
    format!("{}: {} → {}", difference.field, side(&difference.before), side(&difference.after))
}
