//! `aims readiness`: how ready the organisation is for an audit from outside, an auditor's questions, and an evidence pack.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::certifying::whole::Told as Certificate;
use governance::readying::paper::of;
use governance::readying::whole::Told;
use jiff::civil::Date;

use crate::context::Context;
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::progress::Progress;
use crate::table::Table;

/// Arguments of `aims readiness`.
#[derive(Debug, Args)]
pub struct Readiness {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how far each stage is passed, what blocks it, and where records contradict each other
    Show {
        /// The framework, such as `ISO/IEC 42001` [default: that of the configuration]
        #[arg(long, default_value = "", hide_default_value = true)]
        framework: String,
        /// The day [default: today]
        #[arg(long)]
        on: Option<Date>,
        /// Every requirement with its proof too
        #[arg(long)]
        all: bool,
    },
    /// Ask questions of an auditor, drawn by a seed, each with the records that answer it
    Drill {
        /// The framework, such as `ISO/IEC 42001` [default: that of the configuration]
        #[arg(long, default_value = "", hide_default_value = true)]
        framework: String,
        /// A word or number; the same one draws the same questions
        #[arg(long)]
        seed: String,
    },
    /// Show certificates: how each stands in its cycle, and what its body is to be told
    Certificates {
        /// The day [default: today]
        #[arg(long)]
        on: Option<Date>,
    },
    /// Write readiness as PDF, HTML, XLSX or JSON
    Export {
        /// The framework, such as `ISO/IEC 42001` [default: that of the configuration]
        #[arg(long, default_value = "", hide_default_value = true)]
        framework: String,
        /// The day [default: today]
        #[arg(long)]
        on: Option<Date>,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Write the evidence room, its records and files and the ledger as one archive that `aims-verify` checks
    Pack {
        /// The framework, such as `ISO/IEC 42001` [default: that of the configuration]
        #[arg(long, default_value = "", hide_default_value = true)]
        framework: String,
        /// File to write, ending in `.zip`
        file: PathBuf,
    },
}

impl Readiness {
    /// Shows, asks or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Show { framework, on, all } => {
                let told = aims.readiness(&actor, &framework, on).await?;
                if !context.output.json(&told) {
                    show(context, &told, all);
                }
            }
            What::Drill { framework, seed } => {
                let answers = aims.drill(&actor, &framework, &seed).await?;
                if !context.output.json(&answers) {
                    let mut table = Table::new(["question", "requirement", "answered by", "seconds"]);
                    for it in &answers {
                        let by = it.proof.iter().map(|it| it.record.as_str()).collect::<Vec<_>>().join(", ");
                        let by = if by.is_empty() { it.lacks.join("; ") } else { by };
                        table.row([it.question.clone(), it.reference.clone(), by, format!("{:.3}", it.seconds)]);
                    }
                    context.output.table(&table);
                    let answered = answers.iter().filter(|it| it.answered).count();
                    context.output.line(format!("{answered} of {} answered", answers.len()));
                }
            }
            What::Certificates { on } => {
                let all = aims.certificates(&actor, on).await?;
                if !context.output.json(&all) {
                    certificates(context, &all.certificates);
                }
            }
            What::Export { framework, on, out } => {
                let ending = ending_of(&out);
                let bytes = aims.readiness_file(&actor, &framework, on, &ending).await?;
                write_bytes(&out, &bytes)?;
                context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
            }
            What::Pack { framework, file } => {
                context.only_now("readiness pack")?;
                let progress = Progress::start("writing the pack", context.global.quiet);
                let report = aims.write_evidence_pack(&actor, &framework, &file, Some(progress.reporter())).await?;
                drop(progress);
                if !context.output.json(&report) {
                    let (records, files) = (report.records, report.shown);
                    context.output.line(format!(
                        "wrote `{}` with {records} records and {files} files; anybody can check it with `aims-verify`",
                        file.display()
                    ));
                }
            }
        }
        Ok(())
    }
}

fn certificates(context: &Context, all: &[Certificate]) {
    if all.is_empty() {
        context.output.line("no certificate is entered; `aims add certification` enters one");
        return;
    }
    let mut table = Table::new(["certificate", "standing", "why", "next visit by", "to tell the body"]);
    for it in all {
        let day = it.next().and_then(|it| it.until).map(|it| it.to_string()).unwrap_or_default();
        let next = it.next().map(|it| format!("{} {day}", it.stage.replace('_', " "))).unwrap_or_default();
        let name = format!("{} {}", it.id, it.title);
        table.row([name, it.standing.replace('_', " "), it.why.join("; "), next, it.untold.to_string()]);
    }
    context.output.table(&table);
    for it in all {
        for change in &it.changes {
            let told = match (change.told, change.by, change.open) {
                (Some(day), ..) => format!("the body was told on {day}"),
                (None, Some(day), true) => format!("tell the body by {day}"),
                (None, None, true) => "tell the body".to_owned(),
                _ => "nothing to tell".to_owned(),
            };
            context.output.line(format!("{}: {}; {told}", it.id, change.says));
        }
    }
}

fn show(context: &Context, told: &Told, all: bool) {
    let mut table = Table::new(["stage", "ready", "blockers", "cannot be told"]);
    for it in &told.stages {
        table.row([it.stage.label.clone(), of(it), it.blockers.len().to_string(), it.untold.to_string()]);
    }
    context.output.table(&table);
    for (sort, it) in &told.clashes {
        context.output.line(format!("{}: {}; {}", sort.label, it.says, sort.next));
    }
    for it in &told.certificates {
        context.output.line(format!("{} {}: {}", it.id, it.standing.replace('_', " "), it.why.join("; ")));
    }
    for it in told.requests.all.iter().filter(|it| it.answered_on.is_none()) {
        let (days, late) = (it.days, if it.late { ", late" } else { "" });
        context.output.line(format!("{} has waited for an answer since {} ({days} days{late})", it.item, it.asked_on));
    }
    let blocks =
        |it: &&governance::readying::room::Row| told.stages.iter().any(|of| of.blockers.contains(&it.reference));
    let mut table = Table::new(["requirement", "status", "proof", "what is missing"]);
    for it in told.rows.iter().filter(|it| all || blocks(it)) {
        let proof = it.proof.iter().map(|it| it.record.as_str()).collect::<Vec<_>>().join(", ");
        table.row([it.reference.clone(), it.status.name().to_owned(), proof, it.missing()]);
    }
    context.output.table(&table);
}
