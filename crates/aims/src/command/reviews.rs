//! `aims reviews`: how each lane of review works, where a request stands, the fast lane, and what other rules would have done.

use clap::{Args, Subcommand};
use governance::Moment;
use governance::reviewing::board::{Board, OfLane};
use governance::reviewing::lane::Laned;
use governance::reviewing::replay::OfRules;
use measure::Estimate;
use record::{Change, Document};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims reviews`.
#[derive(Debug, Args)]
pub struct Reviews {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how each lane works, what waits, and what took a lane that does not fit
    Board,
    /// Show which lane a request takes and why, what is missing, and by when it is answered
    Lane(Request),
    /// Answer a request by the fast lane, where every check has passed
    Settle(Request),
    /// Show what a decision table would have done with the same requests
    Replay(Replay),
}

/// A request.
#[derive(Debug, Args)]
struct Request {
    /// The request, such as `RVR-4`
    request: String,
}

/// Arguments of `aims reviews replay`.
#[derive(Debug, Args)]
struct Replay {
    /// The decision table, such as `DTB-2`
    table: String,
}

impl Reviews {
    /// Shows, settles or replays.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("reviews")?;
        match self.what {
            What::Board => board(context).await,
            What::Lane(it) => it.lane(context).await,
            What::Settle(it) => it.settle(context).await,
            What::Replay(it) => it.run(context).await,
        }
    }
}

async fn board(context: &Context) -> Result<(), Failure> {
    let board: Board = context.open()?.review_board(&context.actor()).await?;
    if context.output.json(&board) {
        return Ok(());
    }
    let mut table = Table::new([
        "lane",
        "open",
        "late",
        "answered",
        "median days",
        "in time",
        "first pass",
        "people",
        "an answer costs",
        "predicted days",
    ]);
    for it in &board.lanes {
        table.row(row(it));
    }
    context.output.table(&table);
    for it in &board.open {
        let due = it.due.map(|it| it.to_string()).unwrap_or_default();
        let late = if it.late { ", late" } else { "" };
        context.output.line(format!("{} {}: {}, by {due}{late}", it.request, it.title, it.lane));
    }
    for (says, all) in [("too little", &board.under), ("too much", &board.over)] {
        all.iter().for_each(|it| {
            context
                .output
                .line(format!("{} was looked at {says}: {}, and {} today: {}", it.id, it.took, it.now, it.why));
        });
    }
    let (fast, drawn) = board.sampled;
    context.output.line(format!("{fast} answered by the fast lane, {drawn} of them drawn for a look by people"));
    Ok(())
}

fn row(it: &OfLane) -> [String; 10] {
    let days = |it: &Option<Estimate>| it.as_ref().map(|it| said(it, 1.0)).unwrap_or_default();
    let share = |it: &Option<Estimate>| it.as_ref().map(|it| said(it, 100.0) + " %").unwrap_or_default();
    let predicted = match &it.predicted {
        Ok(it) => format!("{:.1}", it.days),
        Err(why) => why.clone(),
    };
    [
        it.lane.label.clone(),
        it.open.len().to_string(),
        it.late.len().to_string(),
        it.answered.len().to_string(),
        days(&it.days),
        share(&it.in_time),
        share(&it.first_pass),
        it.people.to_string(),
        it.cost.as_ref().map_or_else(Clone::clone, |it| format!("{:.2} {}", it.amount, it.currency)),
        predicted,
    ]
}

/// A number with its interval.
fn said(it: &Estimate, times: f64) -> String {
    let number = |it: f64| assess::number::number((10.0 * times * it).round() / 10.0);
    let interval = it.interval.map(|it| format!(" [{}, {}]", number(it.low), number(it.high))).unwrap_or_default();
    format!("{}{interval}", number(it.value))
}

impl Request {
    async fn lane(self, context: &Context) -> Result<(), Failure> {
        let found = context.open()?.review_lane(&context.actor(), &context::id(&self.request)?).await?;
        if !context.output.json(&found) {
            lines(&found).into_iter().for_each(|it| context.output.line(it));
        }
        Ok(())
    }

    async fn settle(self, context: &Context) -> Result<(), Failure> {
        let (aims, id) = (context.open()?, context::id(&self.request)?);
        let set = Document::new();
        let change = Change::Move { id: id.clone(), base: None, transition: "settle".to_owned(), set, why: None };
        let made = aims.commit(&context.actor(), change, None).await?;
        if context.output.json(&made) {
            return Ok(());
        }
        let record = aims.record(&context.actor(), &id, &Moment::Now).await?;
        context.output.line(format!("{id} is answered: {}", record.document["answer"].as_str().unwrap_or("yes")));
        if let Some(looked) = record.document.get("looked_at_in").and_then(|it| it.as_str()) {
            context.output.line(format!("it was drawn, and people look at it in {looked}"));
        }
        Ok(())
    }
}

fn lines(it: &Laned) -> Vec<String> {
    let why = it.path.as_ref().map(|it| it.says.clone()).or(it.problem.clone()).unwrap_or_default();
    let mut lines = vec![format!("{}: {why}", if it.lane.is_empty() { "undecided" } else { &it.lane })];
    lines.push(format!("tier {}: {}", it.asked.tier, it.tier_why));
    lines.extend(it.due.map(|due| format!("answered by {due}{}", if it.late { ", which has passed" } else { "" })));
    lines.extend(it.unpassed.iter().map(|it| format!("not passed: {} of {}: {}", it.check, it.system, it.why)));
    lines.extend(it.missing.iter().map(|it| format!("missing: {} of {}: {}", it.check, it.system, it.why)));
    lines
}

impl Replay {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let found = context.open()?.review_replay(&context.actor(), &context::id(&self.table)?).await?;
        if context.output.json(&found) {
            return Ok(());
        }
        let mut table = Table::new(["lane", "now", "then", "days now", "days then"]);
        for ((before, after), (now, then)) in found
            .before
            .lanes
            .iter()
            .zip(&found.after.lanes)
            .zip(found.before.predicted.iter().zip(&found.after.predicted))
        {
            let days = |it: &Result<governance::reviewing::reviewers::Predicted, String>| match it {
                Ok(it) => format!("{:.1}", it.days),
                Err(why) => why.clone(),
            };
            table.row([before.0.clone(), before.1.to_string(), after.1.to_string(), days(&now.1), days(&then.1)]);
        }
        context.output.table(&table);
        found
            .moved
            .iter()
            .for_each(|it| context.output.line(format!("{}  {} -> {}  {}", it.id, it.from, it.to, it.why)));
        let missed = |of: &OfRules| of.missed.len();
        context.output.line(format!("{} of {} requests would move", found.moved.len(), found.requests));
        context.output.line(format!(
            "went wrong after the fast lane: {} now, {} then",
            missed(&found.before),
            missed(&found.after)
        ));
        Ok(())
    }
}
