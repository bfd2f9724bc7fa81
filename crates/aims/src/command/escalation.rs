//! `aims escalation`: what is wrong with ladders, many events on them, and who would be told next.

use clap::{Args, Subcommand};
use governance::escalating::check::Fault;
use governance::escalating::longest::Longest;
use governance::escalating::simulated::Simulated;
use governance::escalating::whole::Survey;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims escalation`.
#[derive(Debug, Args)]
pub struct Escalation {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Find what is wrong with ladders and the organisation together, and the longest time to somebody who may stop a system
    Check,
    /// Run many events with people away by chance, where nobody answers
    Simulate(Simulate),
    /// Show who would be told next of an escalation, and by when they would have to answer
    Next(Next),
}

/// Arguments of `aims escalation simulate`.
#[derive(Debug, Args)]
struct Simulate {
    /// How many events
    #[arg(long, default_value_t = 1000)]
    events: u32,
    /// Where chance begins; the same seed gives the same events
    #[arg(long, default_value_t = 7)]
    seed: u64,
}

/// Arguments of `aims escalation next`.
#[derive(Debug, Args)]
struct Next {
    /// The escalation, such as `ESC-3`
    escalation: String,
}

impl Escalation {
    /// Checks, simulates or shows.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("escalation")?;
        match self.what {
            What::Check => check(context).await,
            What::Simulate(it) => it.run(context).await,
            What::Next(it) => it.run(context).await,
        }
    }
}

async fn check(context: &Context) -> Result<(), Failure> {
    let survey = context.open()?.escalations(&context.actor()).await?;
    if !context.output.json(&survey) {
        context.output.table(&ladders(&survey));
        survey.faults.iter().for_each(|it| context.output.line(fault(it)));
    }
    match survey.faults.len() {
        0 => {
            context.output.remark(format!("nothing is wrong with the ladders of escalation on {}", survey.day));
            Ok(())
        }
        many => Err(Failure::failed(format!("{many} faults of the ladders of escalation on {}", survey.day))),
    }
}

fn fault(it: &Fault) -> String {
    format!("{}: {} ({} cases); {}", it.check, it.says, it.cases, it.next)
}

fn ladders(survey: &Survey) -> Table {
    let mut table = Table::new(["for", "steps", "longest until somebody may stop it"]);
    for it in &survey.ladders {
        let first =
            it.cases.first().map(|it| format!("{}, {}, {}", it.trigger, it.severity, it.tier)).unwrap_or_default();
        let more = if it.cases.len() > 1 { format!(" and {} more", it.cases.len() - 1) } else { String::new() };
        let steps: Vec<String> = it.steps.iter().map(|it| format!("{} {}", it.to, it.within)).collect();
        table.row([first + &more, steps.join(", "), it.longest.as_ref().map(long).unwrap_or_default()]);
    }
    table
}

fn hours(seconds: i64) -> String {
    format!("{} h", assess::number::number(seconds as f64 / 3600.0))
}

fn long(it: &Longest) -> String {
    format!("{} from {}: {}", hours(it.seconds), it.from, it.formula)
}

impl Simulate {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let told = context.open()?.simulate_escalations(&context.actor(), self.events, self.seed).await?;
        if !context.output.json(&told) {
            lines(&told).into_iter().for_each(|it| context.output.line(it));
        }
        match told.lost + told.looped + told.beyond {
            0 => Ok(()),
            _ => Err(Failure::failed("events were lost, came back, or took longer than theory allows")),
        }
    }
}

fn lines(told: &Simulated) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{} events with seed {}: {} lost, {} came back to a step",
            told.events, told.seed, told.lost, told.looped
        ),
        format!("{} steps reached somebody, {} were passed over because nobody was here", told.steps, told.passed),
    ];
    if let (Some(worst), Some(theory)) = (told.worst, &told.theory) {
        lines.push(format!("longest until somebody may stop it: {} seen, {}", hours(worst), long(theory)));
        if let Some(it) = told.worst_by_chance {
            lines.push(format!("longest among events by chance: {}; the first event is put where theory is met", hours(it)));
        }
    }
    if told.unstopped > 0 {
        lines.push(format!("{} events reached nobody who may stop a system before the ladder's end", told.unstopped));
    }
    lines
}

impl Next {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let next = context.open()?.next_of_escalation(&context.actor(), &context::id(&self.escalation)?).await?;
        if context.output.json(&next) {
            return Ok(());
        }
        next.passed.iter().for_each(|it| context.output.line(format!("passed over: {it}")));
        let people: Vec<String> = next.told.iter().map(|it| it.person.to_string()).collect();
        let until = next.until.map_or_else(|| "without a time".to_owned(), |it| format!("until {it}"));
        context.output.line(format!("step {} `{}`: {}, {until}", next.number, next.to, people.join(", ")));
        Ok(())
    }
}
