//! `aims impact`: what an AI system does to people, groups, society and the environment, beside what can fail in the technology.

use clap::{Args, Subcommand};
use governance::impacting::gap::GAPS;
use governance::impacting::impact::{Direction, Impact};
use governance::impacting::lane::{Lane, Seen};
use governance::impacting::lanes::Lanes;
use governance::impacting::whole::{Societal, Told};
use governance::impacting::work::Estimate;
use jiff::civil::Date;
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims impact`.
#[derive(Debug, Args)]
pub struct ImpactArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show both lanes side by side: what can fail in the technology, and what people, groups, society and the environment feel
    Show {
        #[command(flatten)]
        of: Of,
        /// `technical`, `societal`, or both with a comma between; no number is made of both [default: both]
        #[arg(long)]
        lanes: Option<String>,
    },
    /// Show what is missing, with what to do about it
    Gaps(Of),
    /// Show in which lane the rules put each statement and why, and where a reviewer says otherwise
    Statements(Of),
    /// Show work that the system can take over, by tasks, exposure and people
    Work(Of),
    /// Show the answers of its assessments as a law asks for them
    Law {
        #[command(flatten)]
        of: Of,
        /// The law, such as `fundamental_rights` [default: all that are known]
        #[arg(long)]
        law: Option<String>,
    },
}

/// Of which system and day.
#[derive(Debug, Args)]
struct Of {
    /// The AI system, such as `SYS-1`
    system: Id,
    /// The day of which it is told [default: today]
    #[arg(long)]
    on: Option<Date>,
}

impl ImpactArguments {
    /// Shows.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("impact")?;
        match self.what {
            What::Show { of, lanes } => show(context, &told(context, &of, Lanes::read(lanes.as_deref())?).await?),
            What::Gaps(of) => gaps(context, &told(context, &of, Lanes::default()).await?),
            What::Statements(of) => statements(context, &told(context, &of, Lanes::default()).await?),
            What::Work(of) => work(context, &told(context, &of, Lanes::default()).await?),
            What::Law { of, law } => laws(context, &told(context, &of, Lanes::default()).await?, law.as_deref())?,
        }
        Ok(())
    }
}

async fn told(context: &Context, of: &Of, lanes: Lanes) -> Result<Told, Failure> {
    Ok(context.open()?.impacts(&context.actor(), &of.system, lanes, of.on).await?)
}

fn show(context: &Context, told: &Told) {
    if context.output.json(told) {
        return;
    }
    if let Some(nodes) = &told.technical {
        let mut table = Table::new(["technical", "title", "how it stands"]);
        for it in nodes {
            table.row([it.key.clone(), it.title.clone(), spaced(&it.note)]);
        }
        context.output.table(&table);
    }
    let Some(societal) = &told.societal else { return };
    context.output.line(format!("people and society: {}: {}", spaced(societal.standing.name()), societal.why));
    context.output.table(&impacts(told, societal));
    context.output.table(&profile(societal));
    if let Some(it) = &societal.asymmetry {
        context.output.line(&it.says);
    }
    left_out(context, told);
}

/// Each impact with what brings it about.
fn impacts(told: &Told, societal: &Societal) -> Table {
    let mut table =
        Table::new(["impact", "group", "level", "direction", "effect", "severity", "how many", "brought about by"]);
    let number = |it: Option<u64>| it.map_or_else(|| "not said".to_owned(), |it| it.to_string());
    let roots = |it: &Impact| {
        told.map.as_ref().and_then(|map| map.roots.get(&it.key())).map(|it| it.join(", ")).unwrap_or_default()
    };
    for it in &societal.impacts {
        let severity = if it.direction == Direction::None { String::new() } else { number(it.severity) };
        let key = if it.stands { it.key() } else { format!("{} (in work)", it.key()) };
        let (level, direction) = (it.level.name().to_owned(), it.direction.name().to_owned());
        table.row([key, it.group.clone(), level, direction, it.effect.clone(), severity, number(it.people), roots(it)]);
    }
    table
}

fn profile(societal: &Societal) -> Table {
    let mut table = Table::new(["group", "looked at", "benefits", "harms", "gravest", "most people", "for good"]);
    let number = |it: Option<u64>| it.map(|it| it.to_string()).unwrap_or_default();
    for it in &societal.profiles {
        let group = societal.groups.iter().find(|of| of.name == it.group);
        let seen = group.is_none_or(|it| !it.assessed.is_empty());
        let name = if it.vulnerable { format!("{} (vulnerable)", it.group) } else { it.group.clone() };
        let counts = [it.benefits, it.harms].map(|it| it.to_string());
        let [benefits, harms] = counts;
        let seen = if seen { "yes" } else { "no" }.to_owned();
        table.row([name, seen, benefits, harms, number(it.gravest), number(it.harmed), it.for_good.to_string()]);
    }
    table
}

fn gaps(context: &Context, told: &Told) {
    if context.output.json(&told.gaps) {
        return;
    }
    context.output.table(&Table::of_gaps(&told.gaps, GAPS));
    left_out(context, told);
}

fn statements(context: &Context, told: &Told) {
    if context.output.json(&told.statements) {
        return;
    }
    let mut table = Table::new(["statement", "lane", "rules", "agreement", "seen", "text"]);
    let name = |it: Option<Lane>| it.map_or("unclear", Lane::name).to_owned();
    for it in &told.statements {
        let at = format!("{} {} {}", it.of, it.field, it.row);
        let seen = it.rules.seen.iter().map(sign).collect::<Vec<_>>().join("; ");
        table.row([at, name(it.lane), name(it.rules.lane), it.agreement.name().to_owned(), seen, it.text.clone()]);
    }
    context.output.table(&table);
    context.output.remark(format!("sorted by {}", told.tables[0]));
}

fn sign(it: &Seen) -> String {
    format!("{}: {}", it.sign, it.by.join(", "))
}

fn work(context: &Context, told: &Told) {
    let works = told.societal.as_ref().map(|it| it.work.as_slice()).unwrap_or_default();
    if context.output.json(&works) {
        return;
    }
    let mut table = Table::new(["work", "task", "share", "exposure", "people", "full-time people exposed"]);
    let ends = |it: &Estimate| format!("{:.3} [{:.3}, {:.3}]", it.likely, it.low, it.high);
    for it in works {
        let people = it.people.map(|it| it.to_string()).unwrap_or_default();
        for task in &it.tasks {
            let exposed = task.full_time.as_ref().map(ends).unwrap_or_default();
            let share = format!("{:.3}", task.share);
            table.row([task.work.clone(), task.task.clone(), share, ends(&task.exposure), people.clone(), exposed]);
        }
        let whole = match (&it.full_time, &it.why) {
            (Some(all), _) => format!("{}, of {people} by {}", ends(all), it.counted_by),
            (_, why) => format!("not told: {}", why.as_deref().unwrap_or("nothing is known")),
        };
        table.row([it.work.as_str(), "all tasks", "", "", people.as_str(), whole.as_str()]);
    }
    context.output.table(&table);
}

fn laws(context: &Context, told: &Told, law: Option<&str>) -> Result<(), Failure> {
    let own: Vec<_> = told.laws.iter().filter(|it| law.is_none_or(|law| it.law == law)).collect();
    if own.is_empty() && law.is_some() {
        let says = format!(
            "no assessment of {} answers what `{}` asks; name a law of `aims impact law`",
            told.system,
            law.unwrap_or_default()
        );
        return Err(Failure::missing(says));
    }
    if context.output.json(&own) {
        return Ok(());
    }
    let mut table = Table::new(["law", "assessment", "question", "asks", "answered by", "missing"]);
    for it in own {
        for of in &it.questions {
            let by =
                of.answers.iter().map(|it| format!("{} of {}", it.label, it.record)).collect::<Vec<_>>().join(", ");
            let (law, assessment) = (spaced(&it.law), it.assessment.to_string());
            table.row([law, assessment, of.id.clone(), of.asks.clone(), by, of.missing.join(", ")]);
        }
    }
    context.output.table(&table);
    Ok(())
}

fn left_out(context: &Context, told: &Told) {
    if told.hidden > 0 {
        context.output.remark(format!("{} parts rest on records that you may not see", told.hidden));
    }
}

fn spaced(name: &str) -> String {
    name.replace('_', " ")
}
