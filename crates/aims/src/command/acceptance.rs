//! `aims acceptance`: which risks are kept, whether that counts and why, who may keep them, what is kept together, and what is missing.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use governance::accepting::gap::GAPS;
use governance::accepting::whole::{Part, Told};
use governance::predicate::looked::figures;
use jiff::civil::Date;
use record::Id;

use super::narrowed;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims acceptance`.
#[derive(Debug, Args)]
pub struct AcceptanceArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show each acceptance: whether it counts now and why, until which minute, and how often in a row
    Show(Of),
    /// Show which authority each asks, by which row of the table, and who may grant those that wait
    Authority(Of),
    /// Show conditions with what they counted and what speaks against them
    Conditions(Of),
    /// Show what is kept together by owner, unit and AI system, beside its limits
    Exposure(Of),
    /// Show days of expiry and review, with what came of reviews
    Days(Of),
    /// Show what is missing, with what to do about it
    Gaps(Of),
    /// Write the register as PDF, HTML, XLSX, CSV or JSON, or its days as a calendar (ICS)
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
    /// An AI system, a risk or an acceptance, such as `SYS-1` [default: all acceptances]
    of: Option<Id>,
    /// On this day, as the ledger had it then [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

/// The prefix of what the command is about.
const ACCEPTANCE: &str = "RAC";

impl Of {
    fn part(self) -> Part {
        let [system, risk, acceptance] = narrowed(self.of, ACCEPTANCE);
        Part { on: self.on, system, risk, acceptance }
    }
}

impl AcceptanceArguments {
    /// Shows or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("acceptance")?;
        match self.what {
            What::Show(of) => show(context, &told(context, of).await?),
            What::Authority(of) => authority(context, &told(context, of).await?),
            What::Conditions(of) => conditions(context, &told(context, of).await?),
            What::Exposure(of) => exposure(context, &told(context, of).await?),
            What::Days(of) => days(context, &told(context, of).await?),
            What::Gaps(of) => gaps(context, &told(context, of).await?),
            What::Export { of, out } => {
                let ending = ending_of(&out);
                let bytes = context.open()?.acceptance_file(&context.actor(), of.part(), &ending).await?;
                write_bytes(&out, &bytes)?;
            }
        }
        Ok(())
    }
}

async fn told(context: &Context, of: Of) -> Result<Told, Failure> {
    Ok(context.open()?.acceptances(&context.actor(), of.part()).await?)
}

fn show(context: &Context, told: &Told) {
    if context.output.json(told) {
        return;
    }
    let mut table = Table::new(["acceptance", "risk", "level", "state", "standing", "why", "ends", "in a row"]);
    for it in &told.register {
        let risk = it.risk.as_ref().map(ToString::to_string).unwrap_or_default();
        let first = [format!("{} {}", it.id, it.title), risk, it.level.clone().unwrap_or_default(), spaced(&it.state)];
        let row = it.asked.as_ref().map(|it| it.renewals.len().to_string()).unwrap_or_default();
        let ends = it.standing.ends.map(|it| it.to_string()).unwrap_or_default();
        let last = [spaced(it.standing.stands.name()), it.standing.why.clone(), ends, row];
        table.row(first.into_iter().chain(last).collect::<Vec<String>>());
    }
    context.output.table(&table);
    for it in &told.unaccepted {
        let systems = list(&it.systems);
        context.output.line(format!("{} is unaccepted, which holds {systems} back: {}", it.risk, it.why));
    }
    left_out(context, told);
}

fn authority(context: &Context, told: &Told) {
    let open: Vec<_> = told.register.iter().filter(|it| !it.closed()).collect();
    if context.output.json(&open) {
        return;
    }
    let mut table = Table::new(["acceptance", "asks for", "granted on", "who", "why"]);
    for it in open {
        let (rung, why) = match &it.asked {
            Ok(asked) => (format!("{} rung: {}", asked.rung, asked.deciders.join(" or ")), asked.why.clone()),
            Err(why) => ("not told".to_owned(), why.clone()),
        };
        let then = it.rung.as_ref().map(|it| format!("{it} rung")).unwrap_or_default();
        let granted = it.granted_on.map(|on| format!("{on}, {then}")).unwrap_or_default();
        table.row([it.id.to_string(), rung, granted, it.who.clone(), why]);
    }
    context.output.table(&table);
    left_out(context, told);
}

fn conditions(context: &Context, told: &Told) {
    let all: Vec<_> = told.register.iter().map(|it| (&it.id, &it.standing)).collect();
    if context.output.json(&all) {
        return;
    }
    let mut table = Table::new(["acceptance", "what must stay so", "counted", "holds", "against"]);
    for (id, it) in told.register.iter().flat_map(|it| it.standing.looked.iter().map(move |of| (&it.id, of))) {
        let holds = match it.holds {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => format!("cannot be told: {}", it.why),
        };
        table.row([id.to_string(), it.says.clone(), figures(it), holds, list(&it.against)]);
    }
    context.output.table(&table);
    left_out(context, told);
}

fn exposure(context: &Context, told: &Told) {
    if context.output.json(&told.sums) {
        return;
    }
    let mut table = Table::new(["by", "whose", "points", "limit", "how"]);
    for it in &told.sums {
        let limit = match (it.limit, it.beyond()) {
            (Some(limit), true) => format!("{limit}, which is exceeded"),
            (Some(limit), false) => limit.to_string(),
            (None, _) => "none".to_owned(),
        };
        table.row([it.by.name().to_owned(), it.of.clone(), it.points.to_string(), limit, it.formula.clone()]);
    }
    context.output.table(&table);
    left_out(context, told);
}

fn days(context: &Context, told: &Told) {
    let reviews: Vec<_> = told.register.iter().map(|it| (&it.id, &it.reviews)).collect();
    if context.output.json(&(&told.days, &reviews)) {
        return;
    }
    let mut table = Table::new(["day", "what", "acceptance", "result"]);
    for it in &told.days {
        let late = if it.on < told.on { ", not held" } else { "" };
        table.row([it.on.to_string(), format!("{}{late}", it.what), it.acceptance.to_string(), String::new()]);
    }
    for (id, it) in told.register.iter().flat_map(|it| it.reviews.iter().map(move |of| (&it.id, of))) {
        let Some(held) = it.held else { continue };
        let what = format!("review due on {}", it.due);
        table.row([held.to_string(), what, id.to_string(), it.result.clone().unwrap_or_default()]);
    }
    context.output.table(&table);
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
        context
            .output
            .remark(format!("{} acceptances and sums are left out, since you may not see all of them", told.hidden));
    }
}

fn list(ids: &[Id]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
