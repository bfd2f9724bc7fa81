//! `aims practice`: what policies say beside what records, logs and people show.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::libraries::Libraries;
use governance::practising::log::told::Told;
use governance::practising::logged::held_against;
use governance::practising::paper::{rate, tests};
use governance::practising::whole::{Line, Matrix, One};
use record::Id;

use crate::assignment::read_file;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims practice`.
#[derive(Debug, Args)]
pub struct Practice {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show every statement of a policy, or one, with how practice stands to it; with --as-of, on an earlier day
    Show {
        /// The statement, such as `PST-1`
        statement: Option<Id>,
    },
    /// Hold an event log against allowed paths, without a store: a file with case, activity, time and, where known, resource
    Log {
        /// The log: CSV, XLSX, Parquet or another format of data
        file: PathBuf,
        /// The allowed paths, as TOML
        #[arg(long, value_name = "FILE")]
        model: PathBuf,
    },
    /// Run a statement now and keep what records show, or what a log shows, as a measurement
    Run {
        /// The statement, such as `PST-1`
        statement: Id,
        /// An event log that is held against the paths that the statement allows
        #[arg(long, value_name = "FILE")]
        log: Option<PathBuf>,
    },
    /// Ask people to attest a statement for a sample of records, drawn by the seed that the statement keeps
    Ask {
        /// The statement, such as `PST-1`
        statement: Id,
    },
    /// Raise a finding that a record breaks a statement; one that stands already stays the one
    Raise {
        /// The statement, such as `PST-1`
        statement: Id,
        /// The record
        record: Id,
    },
    /// Write the matrix of policy and practice as PDF, HTML, XLSX or JSON
    Export {
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

impl Practice {
    /// Shows, runs, asks, raises or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Show { statement: None } => {
                let matrix = context.open()?.practice(&context.actor(), &context.moment()?).await?;
                if !context.output.json(&matrix) {
                    shown(context, &matrix);
                }
                Ok(())
            }
            What::Show { statement: Some(id) } => {
                let one = context.open()?.practice_of(&context.actor(), &id, &context.moment()?).await?;
                if !context.output.json(&one) {
                    said(context, &one);
                }
                Ok(())
            }
            What::Log { file, model } => {
                context.only_now("practice log")?;
                let text = String::from_utf8_lossy(&read_file(&model)?).into_owned();
                let bytes = read_file(&file)?;
                let name = file.display().to_string();
                let told = held_against(&Libraries::shipped().practice, &text, (&name, &bytes), Some(&file))?;
                if !context.output.json(&told) {
                    logged(context, &told);
                }
                Ok(())
            }
            What::Run { statement, log } => run(context, &statement, log).await,
            What::Ask { statement } => {
                context.only_now("practice ask")?;
                let asked = context.open()?.ask_attestations(&context.actor(), &statement).await?;
                if !context.output.json(&asked) {
                    let counts = (asked.made.len(), asked.already.len(), asked.nobody.len(), asked.population);
                    context.output.line(format!(
                        "{} asked, {} asked before, {} without anybody who answers, of {} records; seed {}",
                        counts.0, counts.1, counts.2, counts.3, asked.seed
                    ));
                }
                Ok(())
            }
            What::Raise { statement, record } => {
                context.only_now("practice raise")?;
                let made = context.open()?.raise_violation(&context.actor(), &statement, &record).await?;
                if !context.output.json(&made) {
                    context.output.line(made.id.to_string());
                }
                Ok(())
            }
            What::Export { out } => {
                let ending = ending_of(&out);
                let bytes = context.open()?.practice_file(&context.actor(), &context.moment()?, &ending).await?;
                write_bytes(&out, &bytes)?;
                context.output.remark(format!("wrote `{}` ({} bytes)", out.display(), bytes.len()));
                Ok(())
            }
        }
    }
}

async fn run(context: &Context, statement: &Id, log: Option<PathBuf>) -> Result<(), Failure> {
    context.only_now("practice run")?;
    let (aims, actor) = (context.open()?, context.actor());
    let kept = match log {
        Some(file) => {
            let name = file.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            let (told, kept) = aims.keep_log_run(&actor, statement, &name, read_file(&file)?).await?;
            if !context.output.json(&told) {
                logged(context, &told);
            }
            kept
        }
        None => {
            let (told, kept) = aims.keep_records_run(&actor, statement).await?;
            if !context.output.json(&told) {
                let shown = if told.share.is_some() { rate(told.share) } else { told.why };
                context.output.line(shown);
            }
            kept
        }
    };
    context.output.remark(format!("kept as {}", kept.id));
    Ok(())
}

fn shown(context: &Context, matrix: &Matrix) {
    let mut table = Table::new(["statement", "says", "shown by", "practice", "rate", "exceptions", "trend", "due"]);
    for it in &matrix.statements {
        let due = it.due.map(|it| it.to_string()).unwrap_or_default();
        let moved = it.trend().map(|it| word(it.moved.name())).unwrap_or_default();
        let named = format!("{} {}", it.id, it.anchor);
        let excepted = it.excepted.len().to_string();
        table.row([
            named,
            it.title.clone(),
            tests(it).join("; "),
            word(it.verdict.name()),
            rate(it.share()),
            excepted,
            moved,
            due,
        ]);
    }
    context.output.table(&table);
    for it in &matrix.clashes.found {
        let witness: Vec<String> = it.witness.iter().map(|(field, it)| format!("{field} {it}")).collect();
        context.output.line(format!("{} and {} cannot both be kept where {}", it.one, it.other, witness.join(", ")));
    }
    for (one, other, why) in &matrix.clashes.untold {
        context.output.remark(format!("{one} and {other} are not compared: {why}"));
    }
}

fn word(name: &str) -> String {
    name.replace('_', " ")
}

fn said(context: &Context, one: &One) {
    let line: &Line = &one.line;
    context.output.line(format!("{} {}: {} {}", line.id, line.title, word(line.verdict.name()), rate(line.share())));
    line.problems.iter().for_each(|it| context.output.line(format!("  {it}")));
    if let Some(tested) = &line.tested {
        if !tested.why.is_empty() {
            context.output.line(format!("  {}", tested.why));
        }
        tested.violations.iter().for_each(|it| context.output.line(format!("  {}: {}", it.id, it.why.join("; "))));
        tested.excepted.iter().for_each(|it| context.output.line(format!("  {} is excepted: {}", it.id, it.reason)));
    }
    for it in line.attested.iter().flat_map(|it| &it.contradicted) {
        context.output.line(format!("  {} attests it, but {}", it.id, it.why));
    }
    for it in &one.history {
        context.output.line(format!("  {}: {}", it.on, rate(it.share)));
    }
    if let Some(told) = &one.log {
        logged(context, told);
    }
}

fn logged(context: &Context, told: &Told) {
    context.output.line(format!("conforming: {}", rate(told.conforming)));
    told.sorts.iter().for_each(|it| context.output.line(format!("{}: {} cases", word(it.sort.name()), it.cases)));
    for it in told.steps.iter().filter(|it| it.without_policy) {
        context.output.line(format!("practice without policy: {} → {}, {}", it.from, it.to, rate(Some(it.share))));
    }
    let mut table = Table::new(["case", "deviates by", "what", "step", "time", "line"]);
    for it in &told.deviations {
        let time = it.time.map(|it| it.to_string()).unwrap_or_default();
        let sort = word(it.sort.name());
        table.row([it.case.clone(), sort, it.what.clone(), it.step.clone(), time, it.line.to_string()]);
    }
    context.output.table(&table);
    told.notes.iter().for_each(|it| context.output.remark(it.clone()));
}
