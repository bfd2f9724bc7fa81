//! `aims tier`: which tier an AI system has and why, a classification worked out, whom a table would move, and all systems by tier.

use clap::{Args, Subcommand};
use governance::tiering::worked::Worked;
use governance::tiering::{OWN_TIER, UNDECIDED};
use serde_json::json;

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims tier`.
#[derive(Debug, Args)]
pub struct Tier {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the tier that counts for a system, and what would move it down by the tables in force
    Show(System),
    /// Work a classification out by the tables in force, and enter it for somebody else to confirm
    WorkOut(WorkOut),
    /// List the systems that a decision table would move, were it in force
    Replay(Replay),
    /// Show all systems by tier, overrides, and systems alike that are not treated alike
    Portfolio,
}

/// A system.
#[derive(Debug, Args)]
struct System {
    /// The AI system, such as `SYS-3`
    system: String,
}

/// Arguments of `aims tier work-out`.
#[derive(Debug, Args)]
struct WorkOut {
    /// The AI system, such as `SYS-3`
    system: String,
    /// The scheme, such as `own_tier` or `eu_ai_act`
    #[arg(long, default_value = OWN_TIER)]
    scheme: String,
    /// An answer that goes before what the record knows, such as `profiling=false`
    #[arg(long = "answer", value_name = "FACT=ANSWER")]
    answers: Vec<String>,
}

/// Arguments of `aims tier replay`.
#[derive(Debug, Args)]
struct Replay {
    /// The decision table, such as `DTB-2`
    table: String,
}

impl Tier {
    /// Shows, works out or replays.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("tier")?;
        match self.what {
            What::Show(it) => it.run(context).await,
            What::WorkOut(it) => it.run(context).await,
            What::Replay(it) => it.run(context).await,
            What::Portfolio => portfolio(context).await,
        }
    }
}

impl System {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor, id) = (context.open()?, context.actor(), context::id(&self.system)?);
        let worked = aims.work_out(&actor, &id, OWN_TIER, &[]).await?;
        let record = aims.record(&actor, &id, &governance::Moment::Now).await?;
        let said = |name: &str| record.standing.iter().find(|it| it.name == name);
        let tier = said("tier").and_then(|it| it.value.as_str()).unwrap_or(UNDECIDED);
        let why = said("tier").map(|it| it.why.as_str()).unwrap_or_default();
        let class = said("legal_class").map(|it| json!({ "class": it.value, "why": it.why }));
        if context.output.json(&json!({ "tier": tier, "why": why, "legal_class": class, "by_tables": worked })) {
            return Ok(());
        }
        context.output.line(format!("{tier}: {why}"));
        if let Some(class) = said("legal_class") {
            context.output.line(format!("{}: {}", class.value.as_str().unwrap_or_default(), class.why));
        }
        lines(&worked).into_iter().for_each(|it| context.output.line(it));
        Ok(())
    }
}

/// Answers as they are given, each a fact, an equals sign and the answer.
pub(super) fn answers(given: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |it: &String| {
        let (fact, answer) = it.split_once('=').ok_or_else(|| {
            Failure::input(format!(
                "`{it}` is no answer; write the fact, an equals sign and the answer, such as `profiling=false`"
            ))
        })?;
        Ok((fact.to_owned(), answer.to_owned()))
    };
    given.iter().map(pair).collect()
}

/// What the tables in force say of a system, and what would move it down.
pub(super) fn lines(worked: &Worked) -> Vec<String> {
    let outcome = worked.verdict.outcome.as_deref().unwrap_or(UNDECIDED);
    let mut lines = vec![format!("by {}: {outcome}: {}", worked.tables.join(", "), worked.verdict.why())];
    lines.extend(worked.milder.iter().map(|it| format!("milder: {it}")));
    if let Some(depth) = &worked.depth {
        lines.push(format!("evidence: {}", depth.evidence));
        lines.push(format!("cadence: {}", depth.cadence));
        lines.push(format!("approvers: {}", depth.approvers));
        lines.push(format!("explanation: {}", depth.explanation));
        lines.push(format!("logging: {}", depth.logging));
    }
    lines
}

impl WorkOut {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor, id) = (context.open()?, context.actor(), context::id(&self.system)?);
        let told = answers(&self.answers)?;
        let worked = aims.work_out(&actor, &id, &self.scheme, &told).await?;
        let made = aims.keep_worked_out(&actor, (&id, &self.scheme), &told, None).await?;
        if !context.output.json(&json!({ "classification": made, "by_tables": worked })) {
            lines(&worked).into_iter().for_each(|it| context.output.line(it));
            context.output.line(format!("entered {} for somebody else to confirm", made.id));
        }
        Ok(())
    }
}

impl Replay {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let id = context::id(&self.table)?;
        let moved = context.open()?.replay(&context.actor(), &id).await?;
        if context.output.json(&json!({ "table": id, "moved": moved })) {
            return Ok(());
        }
        moved.iter().for_each(|it| context.output.line(format!("{}  {} -> {}  {}", it.id, it.from, it.to, it.title)));
        context.output.line(format!("{} systems would move", moved.len()));
        Ok(())
    }
}

async fn portfolio(context: &Context) -> Result<(), Failure> {
    let it = context.open()?.tiers(&context.actor()).await?;
    if context.output.json(&it) {
        return Ok(());
    }
    it.distribution.iter().for_each(|(tier, count)| context.output.line(format!("{tier:<12} {count}")));
    it.systems.iter().for_each(|it| context.output.line(format!("{}  {}  {}: {}", it.id, it.tier, it.title, it.why)));
    for it in &it.overrides {
        let holds = it.problem.as_deref().unwrap_or("in effect");
        context.output.line(format!("override {} of {} to {} until {}: {holds}", it.id, it.system, it.to, it.expires));
    }
    for it in &it.unlike {
        let fact = it.fact.as_deref().unwrap_or("nothing");
        let ([one, other], [first, second]) = (&it.systems, &it.tiers);
        context.output.line(format!("{one} is {first} and {other} is {second}, and they differ in {fact}"));
    }
    Ok(())
}
