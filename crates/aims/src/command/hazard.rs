//! `aims hazard`: the hazards of an AI system with what they follow from, and exclusions for a reason.

use clap::{Args, Subcommand};
use governance::hazards::whole::Hazards;
use jiff::civil::Date;
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims hazard`.
#[derive(Debug, Args)]
pub struct Hazard {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the hazards of an AI system, how each stands and what it follows from
    List {
        /// The AI system, such as `SYS-1`
        system: Id,
        /// The day of which it is told [default: today]
        #[arg(long)]
        on: Option<Date>,
    },
    /// Exclude a hazard of an AI system for a reason; the exclusion ends when a fact on which it rests changes
    Exclude {
        /// The AI system, such as `SYS-1`
        system: Id,
        /// The hazard by the name that `aims hazard list` shows, such as `feedback_loop`
        hazard: String,
        /// Why it does not bear on the system
        #[arg(long)]
        reason: String,
    },
}

impl Hazard {
    /// Shows or excludes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("hazard")?;
        let aims = context.open()?;
        match self.what {
            What::List { system, on } => {
                let told = aims.hazards(&context.actor(), &system, on).await?;
                list(context, &told);
            }
            What::Exclude { system, hazard, reason } => {
                let made = aims.exclude_hazard(&context.actor(), &system, &hazard, &reason).await?;
                let says =
                    format!("{}: `{hazard}` of {system} is excluded as long as its facts stay as they are", made.id);
                if !context.output.json(&made) {
                    context.output.line(says);
                }
            }
        }
        Ok(())
    }
}

fn list(context: &Context, told: &Hazards) {
    if context.output.json(told) {
        return;
    }
    let mut table = Table::new(["hazard", "standing", "why", "catalogues"]);
    for it in &told.hazards {
        let standing = it.standing.name().replace('_', " ");
        table.row([it.hazard.clone(), standing, it.why.clone(), it.references.join(", ")]);
    }
    context.output.table(&table);
    context.output.remark(format!("suggested by {}", told.table));
}
