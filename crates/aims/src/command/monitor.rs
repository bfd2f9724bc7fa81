//! `aims monitor`: a batch of live data sent to its monitor, and how a monitor stands.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::monitoring::contribution::{contributions, effect};
use governance::monitoring::judge::judge;
use governance::monitoring::taking::Sent;
use governance::monitoring::whole::Whole;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::progress::Progress;
use crate::table::Table;

/// Arguments of `aims monitor`.
#[derive(Debug, Args)]
pub struct Monitor {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Measure a batch against the baseline of a monitor and enter it; the same bytes are entered once
    Batch(Batch),
    /// Show how a monitor stands and why, its batches, and what changed most
    Show(Show),
}

/// Arguments of `aims monitor batch`.
#[derive(Debug, Args)]
struct Batch {
    /// Monitor, such as `MON-1`
    id: String,
    /// Files of the batch
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Day for which the batch stands [default: today]
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Threads that work; the report is the same with any number [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// Arguments of `aims monitor show`.
#[derive(Debug, Args)]
struct Show {
    /// Monitor, such as `MON-1`
    id: String,
}

impl Monitor {
    /// Takes a batch, or shows.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Batch(it) => it.run(context).await,
            What::Show(it) => it.run(context).await,
        }
    }
}

impl Batch {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("monitor batch")?;
        let id = context::id(&self.id)?;
        let sent = Sent { files: self.files, day: self.at, most: None, threads: self.threads.map(usize::from) };
        let aims = context.open()?;
        let progress = Progress::start("measuring", context.global.quiet);
        let taken = aims.take_batch(&context.actor(), &id, sent).await;
        drop(progress);
        let taken = taken?;
        if context.output.json(&taken) {
            return Ok(());
        }
        let (batch, standing) = (&taken.id, taken.standing.replace('_', " "));
        context.output.line(match taken.made {
            true => format!("entered {batch}: {id} is {standing}"),
            false => format!("{batch} has these bytes already: {id} is {standing}"),
        });
        context.output.line(taken.why);
        taken.raised.iter().for_each(|it| context.output.line(format!("raised {it}")));
        Ok(())
    }
}

impl Show {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("monitor show")?;
        let id = context::id(&self.id)?;
        let whole = context.open()?.monitor(&context.actor(), &id).await?;
        if context.output.json(&as_json(&whole)) {
            return Ok(());
        }
        let (title, standing) = (&whole.monitor.title, whole.standing.word.replace('_', " "));
        context.output.line(format!("{id}  {title}"));
        context.output.line(format!("{standing}: {}", whole.standing.why));
        if !whole.batches.is_empty() {
            context.output.line(String::new());
            context.output.table(&batches(&whole));
        }
        if let Some(newest) = whole.batches.last() {
            effect(newest).into_iter().for_each(|it| context.output.line(it));
            context.output.line(String::new());
            context.output.line("what changed most in the newest batch:");
            contributions(newest).iter().take(5).for_each(|it| context.output.line(format!("  {}", it.sentence())));
        }
        Ok(())
    }
}

fn batches(whole: &Whole) -> Table {
    let mut table = Table::new(["batch", "day", "rows", "says", "largest change"]);
    for it in judge(&whole.batches) {
        let most = contributions(it.batch)
            .first()
            .map(|most| format!("{} ({:.1} times its margin)", most.number.of, most.times));
        table.row(vec![
            it.batch.id.to_string(),
            it.batch.day.to_string(),
            it.batch.rows.to_string(),
            it.word.name().replace('_', " "),
            most.unwrap_or_default(),
        ]);
    }
    table
}

fn as_json(whole: &Whole) -> Value {
    let of = |it: &governance::monitoring::contribution::Contribution<'_>| {
        json!({ "of": it.number.of, "metric": it.number.metric, "value": it.number.value, "margin": it.number.margin,
                "times": it.times, "p": it.number.adjusted_p, "verdict": it.number.verdict, "cause": it.cause })
    };
    let one = |it: &governance::monitoring::judge::Judged<'_>| {
        json!({ "id": it.batch.id, "day": it.batch.day.to_string(), "rows": it.batch.rows, "says": it.word.name(), "why": it.why,
                "compared_with": it.batch.compared_with, "level": it.batch.level,
                "effect": effect(it.batch), "contributions": contributions(it.batch).iter().map(of).collect::<Vec<_>>() })
    };
    json!({
        "id": whole.monitor.id, "standing": whole.standing.word, "why": whole.standing.why,
        "batches": judge(&whole.batches).iter().map(one).collect::<Vec<_>>(),
        "alerts": whole.alerts.iter().map(|it| json!({ "id": it.id, "state": it.state, "title": it.title })).collect::<Vec<_>>(),
    })
}
