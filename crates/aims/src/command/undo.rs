//! `aims undo`: takes an import back, or lists imports.

use clap::Args;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims undo`.
#[derive(Debug, Args)]
pub struct Undo {
    /// Number of the import; without it, imports are listed
    batch: Option<i64>,
}

impl Undo {
    /// Undoes the import.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("undo")?;
        match self.batch {
            Some(batch) => undo(context, batch).await,
            None => list(context).await,
        }
    }
}

/// Undoes one import and says what was left alone.
pub async fn undo(context: &Context, batch: i64) -> Result<(), Failure> {
    let aims = context.open()?;
    let report = aims.undo(&context.actor(), batch).await?;
    if context.output.json(&report) {
        return Ok(());
    }
    context.output.line(format!("undone: {} retired, {} set back", report.retired, report.reverted));
    if !report.skipped.is_empty() {
        context.output.line(format!("left alone: {}", report.skipped.len()));
        let mut table = Table::new(["number", "why"]);
        report.skipped.iter().for_each(|it| {
            table.row([it.id.to_string(), it.why.clone()]);
        });
        context.output.table(&table);
    }
    Ok(())
}

async fn list(context: &Context) -> Result<(), Failure> {
    let aims = context.open()?;
    let batches = aims.batches(&context.actor()).await?;
    if context.output.json(&serde_json::json!({ "batches": batches })) {
        return Ok(());
    }
    let mut table = Table::new(["batch", "what", "begun", "undone"]);
    for batch in &batches {
        let undone = batch.undone.map(|it| it.to_string()).unwrap_or_default();
        table.row([batch.id.to_string(), batch.what.clone(), batch.begun.to_string(), undone]);
    }
    context.output.table(&table);
    Ok(())
}
