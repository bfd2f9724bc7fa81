//! `aims documents`: what is wrong with documents under control, and who has acknowledged them.

use clap::{Args, Subcommand};
use governance::documents::whole::Control;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims documents`.
#[derive(Debug, Args)]
pub struct Documents {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show documents with how many of their readers have acknowledged them
    Show,
    /// Find policies that nobody approved, editions side by side, reviews that are due, and readers who have not answered
    Check,
}

impl Documents {
    /// Shows or checks.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("documents")?;
        let control = context.open()?.documents(&context.actor()).await?;
        let told = context.output.json(&control);
        match self.what {
            What::Show if told => Ok(()),
            What::Show => {
                show(context, &control);
                Ok(())
            }
            What::Check => check(context, &control, told),
        }
    }
}

fn show(context: &Context, control: &Control) {
    let mut table = Table::new(["document", "state", "acknowledged", "95 % interval", "overdue"]);
    for it in &control.documents {
        let interval = it.all.interval.map(|(low, high)| format!("{:.0} % to {:.0} %", 100.0 * low, 100.0 * high));
        let given = format!("{} of {}", it.all.given, it.all.asked);
        let title = format!("{} {}", it.id, it.title);
        let overdue = it.all.overdue.len().to_string();
        table.row([title, it.state.replace('_', " "), given, interval.unwrap_or_default(), overdue]);
    }
    context.output.table(&table);
}

fn check(context: &Context, control: &Control, told: bool) -> Result<(), Failure> {
    if !told && !control.faults.is_empty() {
        let mut table = Table::new(["record", "what", "next step"]);
        for it in &control.faults {
            table.row([it.id.to_string(), it.check.replace('_', " "), it.says.clone()]);
        }
        context.output.table(&table);
    }
    match control.faults.len() {
        0 => {
            context.output.remark("nothing is wrong with documents");
            Ok(())
        }
        many => Err(Failure::failed(format!("{many} things are wrong with documents"))),
    }
}
