//! `aims soa`: statements of applicability, proposed from records, brought in from elsewhere, shown with what is wrong, compared, and written as files.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::conformity::bringing::Brought;
use governance::conformity::statement::Told;

use crate::assignment::read_file;
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims soa`.
#[derive(Debug, Args)]
pub struct Soa {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Propose entries from treatments, obligations and controls that exist, in the draft that there is or in a new one
    Generate {
        /// Framework whose reference controls are gone through
        #[arg(long, default_value = "")]
        framework: String,
    },
    /// Bring a statement that exists elsewhere, as CSV, XLSX or exported JSON, into the draft of its framework
    Import {
        /// The file
        file: PathBuf,
        /// The framework, such as `ISO/IEC 27001` [default: that which the file names, else that of the configuration]
        #[arg(long, default_value = "", hide_default_value = true)]
        framework: String,
    },
    /// Show the entries of a statement, and what contradicts the records
    Show {
        /// The statement, such as `SOA-1`
        statement: String,
    },
    /// Show what a statement says differently from an earlier one
    Diff {
        /// The earlier statement
        before: String,
        /// The later statement
        after: String,
    },
    /// Write a statement as XLSX, PDF, HTML or JSON
    Export {
        /// The statement, such as `SOA-1`
        statement: String,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

impl Soa {
    /// Proposes, brings in, shows, compares or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("soa")?;
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Generate { framework } => {
                let made = aims.propose_statement(&actor, &framework).await?;
                if !context.output.json(&made) {
                    let what = if made.changed { "proposed entries of" } else { "nothing differs in" };
                    context.output.line(format!("{what} {}", made.id));
                }
                Ok(())
            }
            What::Import { file, framework } => {
                let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
                let brought = aims.bring_statement(&actor, &framework, &name, read_file(&file)?).await?;
                if !context.output.json(&brought) {
                    self::brought(context, &brought);
                }
                match brought.refused.len() {
                    0 => Ok(()),
                    rows => Err(Failure::failed(format!(
                        "{rows} rows were not taken; put them right and bring the file again"
                    ))),
                }
            }
            What::Show { statement } => {
                let told = aims.statement(&actor, &context::id(&statement)?).await?;
                if !context.output.json(&told) {
                    show(context, &told);
                }
                Ok(())
            }
            What::Diff { before, after } => {
                let told = aims.statement_differences(&actor, &context::id(&before)?, &context::id(&after)?).await?;
                if context.output.json(&told) {
                    return Ok(());
                }
                let mut table = Table::new(["control", "AI system", "what moved", "before", "after"]);
                for it in &told {
                    for (part, old, new) in &it.parts {
                        let system = it.system.clone().unwrap_or_default();
                        table.row([it.control.clone(), system, part.replace('_', " "), old.clone(), new.clone()]);
                    }
                }
                context.output.table(&table);
                Ok(())
            }
            What::Export { statement, out } => {
                let ending = ending_of(&out);
                let bytes = aims.statement_file(&actor, &context::id(&statement)?, &ending).await?;
                write_bytes(&out, &bytes)?;
                context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
                Ok(())
            }
        }
    }
}

fn brought(context: &Context, told: &Brought) {
    let what = if told.changed { "" } else { ", which say nothing else than before" };
    context.output.line(format!("{} entries are in {}{what}", told.taken, told.id));
    for it in &told.refused {
        context.output.line(format!("line {}: {} `{}` {}", it.line, it.column, it.value, it.reason));
    }
    if !told.untold.is_empty() {
        context.output.line(format!("says nothing yet of {}", told.untold.join(", ")));
    }
    if let Some(it) = &told.elsewhere {
        let (confirmed, to_confirm, in_common) = (it.confirmed.len(), it.to_confirm.len(), it.in_common.len());
        context.output.line(format!(
            "of {}: proof of its controls passes on to {confirmed} requirements, to {to_confirm} more once somebody confirms a relation, and has \
             something in common with {in_common}; open are {}: {}",
            it.framework,
            it.open.len(),
            it.open.join(", ")
        ));
    }
}

fn show(context: &Context, told: &Told) {
    if let Some(it) = &told.scope {
        let state = if it.in_force {
            "which is in force".to_owned()
        } else {
            format!("which is {}", it.state.replace('_', " "))
        };
        context.output.line(format!("made for {} {}, {state}", it.id, it.title));
    }
    let mut table = Table::new(["control", "necessary", "because of", "realised by", "implementation"]);
    for it in &told.statement.entries {
        let list = |all: &std::collections::BTreeSet<String>| {
            let seen = all.iter().filter(|it| told.titles.contains_key(*it));
            seen.cloned().collect::<Vec<_>>().join(", ")
        };
        let necessary = it.necessary.map_or("not decided", |it| if it { "yes" } else { "no" });
        table.row([
            it.control.clone(),
            necessary.to_owned(),
            list(&it.because),
            list(&it.realised_by),
            told.status.get(&it.control).map(|it| it.name().replace('_', " ")).unwrap_or_default(),
        ]);
    }
    context.output.table(&table);
    for it in &told.faults {
        context.output.line(format!("{}: {}", it.control, it.says));
    }
    if !told.moved.is_empty() {
        let seen = told.moved.iter().filter(|it| told.titles.contains_key(*it)).cloned().collect::<Vec<_>>();
        context.output.line(format!("changed since somebody last looked: {}", seen.join(", ")));
    }
    context.output.remark(format!("{} v{} at place {}, {}", told.id, told.version, told.place, told.digest));
}
