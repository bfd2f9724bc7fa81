//! `aims treatment`: what is done about risks, what is left of them, whether it worked, and what is missing.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::predicate::looked::figures;
use governance::treating::gap::GAPS;
use governance::treating::whole::{Board, Part, Told};
use jiff::civil::Date;
use record::Id;

use super::narrowed;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims treatment`.
#[derive(Debug, Args)]
pub struct TreatmentArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show each treatment: the plan that was approved or another, how many tasks are done, and whether records show that it worked
    Show(Of),
    /// Show risks now and with everything that is planned, by the criteria in force
    Risks(Of),
    /// Show the predicates by which success shows, with what they counted and what speaks against them
    Success(Of),
    /// Show tasks with their days, what they wait for, and whether the hours of those who do them suffice
    Tasks(Of),
    /// Show what treatments cost, and what a unit of risk less costs
    Cost(Of),
    /// Show what is missing, with what to do about it
    Gaps(Of),
    /// Write the plans as PDF, HTML, XLSX or JSON
    Export {
        #[command(flatten)]
        of: Of,
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Of what, and on which day.
#[derive(Debug, Args)]
struct Of {
    /// An AI system, a risk or a treatment, such as `SYS-1` [default: all treatments]
    of: Option<Id>,
    /// On this day, as the ledger had it then [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

/// The prefix of what the command is about.
const TREATMENT: &str = "TRT";

impl Of {
    fn part(self) -> Part {
        let [system, risk, treatment] = narrowed(self.of, TREATMENT);
        Part { on: self.on, system, risk, treatment }
    }
}

impl TreatmentArguments {
    /// Shows or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("treatment")?;
        match self.what {
            What::Show(of) => show(context, &told(context, of).await?),
            What::Risks(of) => risks(context, &told(context, of).await?),
            What::Success(of) => success(context, &told(context, of).await?),
            What::Tasks(of) => tasks(context, &told(context, of).await?),
            What::Cost(of) => costs(context, &told(context, of).await?),
            What::Gaps(of) => gaps(context, &told(context, of).await?),
            What::Export { of, out } => {
                let ending = ending_of(&out);
                let bytes = context.open()?.treatment_file(&context.actor(), of.part(), &ending).await?;
                write_bytes(&out, &bytes)?;
            }
        }
        Ok(())
    }
}

async fn told(context: &Context, of: Of) -> Result<Told, Failure> {
    Ok(context.open()?.treatments(&context.actor(), of.part()).await?)
}

fn show(context: &Context, told: &Told) {
    if context.output.json(told) {
        return;
    }
    let mut table = Table::new(["treatment", "treats", "who", "by", "state", "tasks", "verdict", "why", "approval"]);
    for it in &told.plans {
        let treats = it.treats.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let who = it.owner.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
        let first = [format!("{} {}", it.id, it.title), treats, who, day(it.due), spaced(&it.state)];
        let done = format!("{} of {}", it.progress.done, it.progress.tasks);
        let last = [done, spaced(it.success.verdict.name()), it.success.why.clone(), it.agreement.why.clone()];
        table.row(first.into_iter().chain(last).collect::<Vec<String>>());
    }
    context.output.table(&table);
    left_out(context, told);
}

fn risks(context: &Context, told: &Told) {
    if context.output.json(&told.risks) {
        return;
    }
    let mut table = Table::new(["risk", "type", "now", "after", "levels less", "by", "how"]);
    let level = |it: &governance::risking::level::Judged| match &it.level {
        Some(level) => format!("{level} ({})", spaced(it.verdict.name())),
        None => spaced(it.verdict.name()),
    };
    for (row, it) in told.risks.iter().flat_map(|row| row.moved.iter().map(move |it| (row, it))) {
        let by = it.by.iter().chain(&it.without).cloned().collect::<Vec<_>>().join("; ");
        let fall = it.levels.map(|it| it.to_string()).unwrap_or_default();
        table.row([
            row.risk.to_string(),
            it.of.clone(),
            level(&it.before),
            level(&it.after),
            fall,
            by,
            it.after.says.clone(),
        ]);
    }
    context.output.table(&table);
    let by = told.by.as_ref().map_or("no risk criteria are in force".to_owned(), |it| format!("by {it}"));
    context.output.remark(format!("{by}, on {}", told.on));
    left_out(context, told);
}

fn success(context: &Context, told: &Told) {
    let all: Vec<_> = told.plans.iter().map(|it| (&it.id, &it.success)).collect();
    if context.output.json(&all) {
        return;
    }
    let mut table = Table::new(["treatment", "what must be so", "counted", "holds", "against"]);
    for (id, it) in told.plans.iter().flat_map(|it| it.success.looked.iter().map(move |of| (&it.id, of))) {
        let holds = match it.holds {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => format!("cannot be told: {}", it.why),
        };
        let against = it.against.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        table.row([id.to_string(), it.says.clone(), figures(it), holds, against]);
    }
    context.output.table(&table);
    let verdict = |it: &Board| format!("{}: {}: {}", it.id, spaced(it.success.verdict.name()), it.success.why);
    told.plans.iter().for_each(|it| context.output.line(verdict(it)));
    left_out(context, told);
}

fn tasks(context: &Context, told: &Told) {
    let all: Vec<_> = told.plans.iter().map(|it| (&it.id, &it.tasks, &it.owners, &it.burnt)).collect();
    if context.output.json(&all) {
        return;
    }
    let mut table = Table::new(["treatment", "task", "who", "by", "state", "hours", "waits for"]);
    for (id, it) in told.plans.iter().flat_map(|it| it.tasks.iter().map(move |of| (&it.id, of))) {
        let who = it.owner.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
        let state = if it.overdue { "late".to_owned() } else { spaced(&it.state) };
        let hours = it.hours.map(|it| it.to_string()).unwrap_or_default();
        let after = it.after.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        table.row([id.to_string(), format!("{} {}", it.id, it.title), who, day(it.due), state, hours, after]);
    }
    context.output.table(&table);
    for (id, it) in told.plans.iter().flat_map(|it| it.owners.iter().map(move |of| (&it.id, of))) {
        context.output.line(format!("{} in {id}: {}: {}", it.person, spaced(it.fits.name()), it.why));
    }
    left_out(context, told);
}

fn costs(context: &Context, told: &Told) {
    let all: Vec<_> = told.plans.iter().map(|it| (&it.id, &it.cost, &it.cost_why, &it.worth)).collect();
    if context.output.json(&all) {
        return;
    }
    let mut table = Table::new(["treatment", "a year", "risk", "type", "a unit less", "how"]);
    for it in &told.plans {
        let yearly = match &it.cost {
            Some(of) => format!("{:.2} {}", of.yearly, of.currency),
            None => it.cost_why.clone().unwrap_or_default(),
        };
        for of in &it.worth {
            let ends = of.per.ends("to").map(|it| format!(" ({it})")).unwrap_or_default();
            let unit = of.per.each().map_or_else(|| "not told".to_owned(), |it| it + &ends);
            table.row([it.id.to_string(), yearly.clone(), of.risk.to_string(), of.of.clone(), unit, of.says.clone()]);
        }
    }
    context.output.table(&table);
    let formula = |it: &Board| Some(format!("{}: {}", it.id, it.cost.as_ref()?.formula));
    told.plans.iter().filter_map(formula).for_each(|it| context.output.line(it));
    left_out(context, told);
}

fn gaps(context: &Context, told: &Told) {
    if context.output.json(&told.gaps) {
        return;
    }
    context.output.table(&Table::of_gaps(&told.gaps, GAPS));
    left_out(context, told);
}

fn left_out(context: &Context, told: &Told) {
    if told.hidden > 0 {
        context.output.remark(format!("{} treatments and risks may not be seen by you", told.hidden));
    }
}

fn day(it: Option<Date>) -> String {
    it.map(|it| it.to_string()).unwrap_or_default()
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
