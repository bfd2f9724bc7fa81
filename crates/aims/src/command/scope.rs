//! `aims scope`: what belongs to the AI management system, the scope in words, what follows where a unit moves, and whether something is an AI
//! system at all.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::scoping::DEFINITION;
use governance::scoping::effect::Effect;
use governance::scoping::verdict::Judged;
use governance::scoping::whole::{Asked, Told};
use jiff::civil::Date;
use serde_json::json;

use super::tier::{answers, lines};
use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims scope`.
#[derive(Debug, Args)]
pub struct Scope {
    #[command(subcommand)]
    what: What,
}

/// Which scope, of which day.
#[derive(Debug, Args)]
struct Which {
    /// The scope, such as `SCP-2` [default: the one in force]
    #[arg(long)]
    scope: Option<String>,
    /// The day [default: today]
    #[arg(long)]
    on: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show every use, AI system and unit with its verdict, and what contradicts the scope
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Show the scope in words
    Statement {
        #[command(flatten)]
        which: Which,
    },
    /// Write the scope in words with all verdicts as PDF, HTML, XLSX or JSON
    Export {
        #[command(flatten)]
        which: Which,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Show what follows where a unit moves out of the scope or into it, with all below it
    Effect {
        #[command(flatten)]
        which: Which,
        /// The unit, such as `ORG-2`
        #[arg(long)]
        unit: String,
        /// `out` or `in`
        #[arg(long)]
        to: String,
    },
    /// Answer whether an AI system or a use of one is an AI system at all, and enter the answer for somebody else to confirm
    Define {
        /// The AI system or use, such as `SYS-3` or `USE-4`
        record: String,
        /// An answer, such as `infers=true`
        #[arg(long = "answer", value_name = "FACT=ANSWER")]
        answers: Vec<String>,
        /// Show what follows, and enter nothing
        #[arg(long)]
        dry_run: bool,
    },
}

impl Which {
    fn asked(&self) -> Result<Asked, Failure> {
        let scope = self.scope.as_deref().map(context::id).transpose()?;
        Ok(Asked { scope, on: self.on })
    }
}

impl Scope {
    /// Shows, writes, compares or answers.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Show { which } => {
                let told = aims.scope(&actor, &which.asked()?).await?;
                if !context.output.json(&told) {
                    show(context, &told);
                }
            }
            What::Statement { which } => {
                let told = aims.scope(&actor, &which.asked()?).await?;
                if !context.output.json(&told.statement) {
                    statement(context, &told);
                }
            }
            What::Export { which, out } => {
                let ending = ending_of(&out);
                let bytes = aims.scope_file(&actor, &which.asked()?, &ending).await?;
                write_bytes(&out, &bytes)?;
                context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
            }
            What::Effect { which, unit, to } => {
                let unit = context::id(&unit)?;
                let effect = aims.scope_effect(&actor, &which.asked()?, &unit, to.parse()?).await?;
                if !context.output.json(&effect) {
                    moves(context, &effect);
                }
            }
            What::Define { record, answers: given, dry_run } => {
                context.only_now("scope define")?;
                let (id, told) = (context::id(&record)?, answers(&given)?);
                let worked = aims.work_out(&actor, &id, DEFINITION, &told).await?;
                let made = match dry_run {
                    true => None,
                    false => Some(aims.keep_worked_out(&actor, (&id, DEFINITION), &told, None).await?),
                };
                if !context.output.json(&json!({ "classification": made, "by_tables": worked })) {
                    lines(&worked).into_iter().for_each(|it| context.output.line(it));
                    made.iter().for_each(|it| {
                        context.output.line(format!("entered {} for somebody else to confirm", it.id));
                    });
                }
            }
        }
        Ok(())
    }
}

/// Sentences of a scope, or that none is in force.
fn statement(context: &Context, told: &Told) {
    let Some(statement) = &told.statement else {
        context.output.line("no scope is in force, so that every AI system counts as inside");
        return;
    };
    for it in &statement.paragraphs {
        context.output.line(format!("{}:", it.title));
        it.lines.iter().for_each(|line| context.output.line(format!("  {line}")));
    }
    context.output.line(&statement.digest);
}

fn show(context: &Context, told: &Told) {
    match &told.scope {
        Some(it) => context.output.line(format!("{} {} ({}), as of {}", it.id, it.title, it.state, told.on)),
        None => context.output.line("no scope is in force, so that every AI system counts as inside"),
    }
    let mut table = Table::new(["record", "title", "verdict", "why", "what to do"]);
    let all = &told.all;
    for it in all.uses.iter().chain(&all.systems).chain(&all.units) {
        table.row(row(it));
    }
    context.output.table(&table);
    for (sort, it) in &told.clashes {
        context.output.line(format!("{}: {}; {}", sort.label, it.says, sort.next));
    }
    let of = &told.inventory;
    context.output.line(format!(
        "{} AI systems are not left out: {} taken on, {} with an owner, {} with a unit",
        of.known, of.registered, of.owned, of.housed
    ));
}

fn row(it: &Judged) -> [String; 5] {
    [it.id.to_string(), it.title.clone(), it.verdict.clone(), it.why(), it.asks.join("; ")]
}

fn moves(context: &Context, effect: &Effect) {
    let mut table = Table::new(["what", "record", "before", "after"]);
    for it in effect.uses.iter().chain(&effect.systems) {
        table.row(["verdict".to_owned(), format!("{} {}", it.id, it.title), it.before.clone(), it.after.clone()]);
    }
    for it in &effect.requirements {
        let systems = it.systems.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let of = if systems.is_empty() { it.reference.clone() } else { format!("{} of {systems}", it.reference) };
        table.row(["requirement".to_owned(), of, it.before.name().to_owned(), it.after.name().to_owned()]);
    }
    for it in &effect.audits {
        let after = it.lines + it.new.len() - it.gone.len();
        let (before, after) = (format!("{} lines", it.lines), format!("{after} lines"));
        table.row(["audit".to_owned(), format!("{} {}", it.id, it.title), before, after]);
    }
    for it in &effect.controls {
        let evidence = it.evidence.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        table.row(["control".to_owned(), format!("{} {}", it.id, it.title), evidence, "no evidence".to_owned()]);
    }
    for it in &effect.certificates {
        for change in &it.changes {
            let name = format!("{} {}", it.id, it.title);
            table.row(["certificate".to_owned(), name, "as certified".to_owned(), change.says.clone()]);
        }
    }
    let (before, after) = &effect.inventory;
    table.row(["inventory".to_owned(), "AI systems".to_owned(), before.known.to_string(), after.known.to_string()]);
    context.output.table(&table);
    effect.new_clashes.iter().for_each(|it| context.output.line(format!("new contradiction: {}", it.says)));
    effect.gone_clashes.iter().for_each(|it| context.output.line(format!("no longer: {}", it.says)));
}
