//! `aims risk`: everything at a glance, how risks stand by the criteria in force, what the process lacks, which must be assessed again and what moved, what other criteria would move, how far assessors agree, what of it is taken over, and what risks cost.

mod cockpit;
mod moved;
mod quantified;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use governance::risking::cockpit::asked::Asked as Cockpit;
use governance::risking::moving::whole::Part as Moving;
use governance::risking::quantifying::answered::Wanted;
use governance::risking::quantifying::whole::Asked;
use governance::risking::taking::Taken;
use governance::risking::whole::{Agreement, Part, Replayed, Told};
use governance::{Actor, Aims};
use jiff::civil::Date;
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::output::{ending_of, write_bytes};
use crate::table::Table;

/// Arguments of `aims risk`.
#[derive(Debug, Args)]
pub struct Risk {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show which steps of the process each stage of an AI system lacks, what is due, and the gaps
    Method {
        /// One AI system; all where none stands
        system: Option<Id>,
        /// On this day, as the ledger had it then where it has passed
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Show the level of risks for each that bears a consequence, with the cell and the line that decided
    Evaluate {
        /// One risk, or all risks of one AI system; all where none stands
        of: Option<Id>,
        /// On this day, as the ledger had it then where it has passed
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Show which risks would lie on another side of the line by other criteria, and why
    Replay {
        /// The other criteria, such as a draft
        criteria: Id,
        /// The criteria from which it is replayed; those in force where none stand
        #[arg(long, value_name = "CRITERIA")]
        from: Option<Id>,
        /// On this day, as the ledger had it then where it has passed
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Show how far the assessors of a risk assessment agree, and where they differ
    Agreement {
        /// The risk assessment
        assessment: Id,
    },
    /// Take over to a risk what the assessors of a risk assessment agreed on, by whoever answers for it
    Take {
        /// The risk assessment; `aims risk agreement` shows what would be taken over
        assessment: Id,
        /// The risk
        risk: Id,
    },
    /// Show where risks lie beside the line, what moved between cells, what they cost, how hazards stand, when acceptances end, and what is to be done
    Cockpit(cockpit::Asks),
    /// Show which risks must be assessed again and why, what incidents and indicators say of likelihoods, and which levels moved since a day
    Moved {
        /// Changes since this day; the last month where none is named
        #[arg(long, value_name = "DATE")]
        since: Option<Date>,
        /// On this day, as the ledger had it then where it has passed
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Risks of one AI system
        #[arg(long)]
        system: Option<Id>,
        /// One risk
        #[arg(long)]
        risk: Option<Id>,
        /// Risks for which one person answers
        #[arg(long, value_name = "PERSON")]
        owner: Option<Id>,
    },
    /// Take a likelihood over to a risk that incidents or its indicator show, by whoever answers for it, with a risk assessment that names the cause
    Learn {
        /// The risk; `aims risk moved` shows what would be taken over
        risk: Id,
    },
    /// Show what risks cost in a year: expected loss, quantiles, whether the appetite holds, what moves the answer, and what cannot be told
    Quantify {
        /// One risk
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        risk: Option<Id>,
        /// All risks together, by type of consequence
        #[arg(long)]
        all: bool,
        /// On this day, as the ledger had it then where it has passed
        #[arg(long, value_name = "DATE", visible_alias = "at")]
        on: Option<Date>,
        /// Years that are drawn; those of the method where none are named
        #[arg(long)]
        years: Option<u32>,
        /// Where chance begins; the same seed gives the same digits
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Write how risks stand and what the process lacks as PDF, HTML, XLSX or JSON
    Export {
        /// File to write; its ending says in which form
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
        /// On this day, as the ledger had it then where it has passed
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Write what must be assessed again, and what moved; also as CSV and as a calendar
        #[arg(long)]
        moved: bool,
        /// Write the cockpit; also the rows of its heat map as CSV
        #[arg(long, conflicts_with = "moved")]
        cockpit: bool,
    },
}

impl Risk {
    /// Shows or writes.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("risk")?;
        let (aims, actor) = (context.open()?, context.actor());
        match self.what {
            What::Method { system, on } => {
                let told = aims.risk_method(&actor, Part { on, system, risk: None }).await?;
                if !context.output.json(&told) {
                    method(context, &told);
                }
            }
            What::Evaluate { of, on } => {
                let part = match of {
                    Some(it) if it.prefix == RISKS => Part { on, system: None, risk: Some(it) },
                    it => Part { on, system: it, risk: None },
                };
                let told = aims.risk_method(&actor, part).await?;
                if !context.output.json(&told) {
                    evaluated(context, &told);
                }
            }
            What::Replay { criteria, from, on } => {
                let told = aims.risk_replay(&actor, &criteria, from.as_ref(), on).await?;
                if !context.output.json(&told) {
                    replayed(context, &told);
                }
            }
            What::Agreement { assessment } => {
                let told = aims.risk_agreement(&actor, &assessment).await?;
                if !context.output.json(&told) {
                    agreed(context, &told);
                }
            }
            What::Take { assessment, risk } => {
                let taken = aims.take_scores(&actor, &assessment, (&risk, None), None).await?;
                if !context.output.json(&taken) {
                    context.output.line(format!("{risk} says what {assessment} agreed on"));
                }
            }
            What::Quantify { risk, all: _, on, years, seed } => {
                let asked = Asked { on, risk, wanted: Wanted { years, seed }, ..Asked::default() };
                let told = aims.quantified(&actor, asked).await?;
                if !context.output.json(&told) {
                    quantified::show(context, &told);
                }
            }
            What::Cockpit(asks) => {
                let told = aims.cockpit(&actor, asks.asked()?).await?;
                if !context.output.json(&told) {
                    cockpit::show(context, &told);
                }
            }
            What::Moved { since, on, system, risk, owner } => {
                let told = aims.moving(&actor, Moving { on, since, system, risk, owner }).await?;
                if !context.output.json(&told) {
                    moved::show(context, &told);
                }
            }
            What::Learn { risk } => {
                let taken = aims.take_shown(&actor, (&risk, None), None).await?;
                if !context.output.json(&taken) {
                    context.output.line(format!("{risk} was assessed again, by {}", taken.assessment));
                }
            }
            What::Export { out, on, moved, cockpit } => export(&aims, &actor, &out, on, (moved, cockpit)).await?,
        }
        Ok(())
    }
}

/// Writes the process, what moved, or the cockpit.
async fn export(
    aims: &Aims,
    actor: &Actor,
    out: &Path,
    on: Option<Date>,
    (moved, cockpit): (bool, bool),
) -> Result<(), Failure> {
    let ending = ending_of(out);
    let bytes = match (cockpit, moved) {
        (true, _) => aims.cockpit_file(actor, Cockpit { on, ..Cockpit::default() }, &ending).await?,
        (_, true) => aims.moving_file(actor, Moving { on, ..Moving::default() }, &ending).await?,
        _ => aims.risk_file(actor, Part { on, ..Part::default() }, &ending).await?,
    };
    write_bytes(out, &bytes)
}

/// The prefix of risks.
const RISKS: &str = "RSK";

fn word(it: &str) -> String {
    it.replace('_', " ")
}

/// What is lacking, stage by stage, then what is due and the gaps.
fn method(context: &Context, told: &Told) {
    let name = |it: &Id| told.names.get(&it.to_string()).cloned().unwrap_or_default();
    let mut table = Table::new(["system", "tier", "stage", "step", "risk", "lacks"]);
    for system in &told.systems {
        for stage in system.stages.iter().filter(|it| it.reached) {
            for (step, it) in
                stage.steps.iter().filter(|it| it.asked).flat_map(|of| of.lacks.iter().map(move |it| (of, it)))
            {
                let risk = it.risk.as_ref().map(ToString::to_string).unwrap_or_default();
                let who = format!("{} {}", system.system, name(&system.system));
                let tier = system.tier.clone().unwrap_or_default();
                table.row([who, tier, word(&stage.stage), step.step.name().to_owned(), risk, it.says.clone()]);
            }
        }
    }
    context.output.table(&table);
    for it in told.risks.iter().filter(|it| it.overdue) {
        let Some(due) = &it.due else { continue };
        context.output.line(format!("due {} {}: {}", it.risk, name(&it.risk), due.says));
    }
    told.gaps.iter().for_each(|it| context.output.line(format!("{}: {}", word(it.sort), it.says)));
    told.scored.iter().filter_map(|it| it.warning.as_ref()).for_each(|it| context.output.line(it));
    let by = told.by.as_ref().map_or("no criteria in force".to_owned(), |it| format!("by {} ({})", it.id, it.version));
    context.output.remark(format!(
        "{} AI systems, {} risks, {by}, on {}",
        told.systems.len(),
        told.risks.len(),
        told.on
    ));
}

/// The level of each risk by basis and type.
fn evaluated(context: &Context, told: &Told) {
    let mut table = Table::new(["risk", "with what", "type", "level", "verdict", "how"]);
    for row in &told.risks {
        for it in &row.judged {
            let level = it.level.clone().unwrap_or_default();
            table.row([
                row.risk.to_string(),
                word(it.basis.name()),
                it.of.clone(),
                level,
                word(it.verdict.name()),
                it.says.clone(),
            ]);
        }
    }
    context.output.table(&table);
    let counts = told.counts.iter().map(|(of, all)| {
        let all: Vec<String> = all.iter().map(|(verdict, count)| format!("{count} {}", word(verdict))).collect();
        format!("{of}: {}", all.join(", "))
    });
    counts.for_each(|it| context.output.remark(it));
}

fn replayed(context: &Context, told: &Replayed) {
    told.faults.iter().for_each(|it| context.output.line(format!("{}: {it}", told.to.id)));
    let mut table = Table::new(["risk", "type", "crosses", "direction", "was", "becomes", "why"]);
    for it in &told.moved {
        table.row([
            it.risk.to_string(),
            it.was.of.clone(),
            if it.crosses { "yes" } else { "no" }.to_owned(),
            it.direction.name().to_owned(),
            word(it.was.verdict.name()),
            word(it.becomes.verdict.name()),
            format!("{}; instead {}", it.was.says, it.becomes.says),
        ]);
    }
    context.output.table(&table);
    let crossing = told.moved.iter().filter(|it| it.crosses).count();
    context.output.remark(format!(
        "{} verdicts would be others, {crossing} of them across the line, and {} stay, from {} to {} on {}",
        told.moved.len(),
        told.same,
        told.from.id,
        told.to.id,
        told.on
    ));
}

fn agreed(context: &Context, told: &Agreement) {
    if !told.agreed.waiting.is_empty() {
        let who = told.agreed.waiting.join(", ");
        context.output.line(format!("nothing is told before each has handed in; waiting for {who}"));
        return;
    }
    let mut table = Table::new(["one", "other", "what", "shared", "same", "kappa", "interval"]);
    for it in &told.agreed.pairs {
        let kappa = it.kappa.map_or_else(|| it.why.clone().unwrap_or_default(), |it| format!("{it:.3}"));
        let interval = it.interval.as_ref().map(|it| format!("{:.3} to {:.3}", it.low, it.high)).unwrap_or_default();
        let counts = (it.shared.to_string(), it.same.to_string());
        table.row([it.one.clone(), it.other.clone(), it.what.to_owned(), counts.0, counts.1, kappa, interval]);
    }
    context.output.table(&table);
    for it in &told.agreed.differences {
        let said: Vec<String> = it.said.iter().map(|(by, level)| format!("{by} {level}")).collect();
        let of = it.of.clone().unwrap_or_else(|| "likelihood".to_owned());
        let settled = match &it.settled {
            Some(it) => format!("settled on {}: {}", it.level, it.why),
            None => "not settled".to_owned(),
        };
        context.output.line(format!("{} {of}: {}; {settled}", it.risk, said.join(", ")));
    }
    for it in &told.proposed {
        let level = |it: Option<usize>| it.map_or_else(|| "not scored".to_owned(), |it| it.to_string());
        let score = |it: &Taken| {
            let what = it.of.clone().unwrap_or_else(|| "likelihood".to_owned());
            format!("{what} {} becomes {} ({})", level(it.from), it.to, it.because)
        };
        let takes: Vec<String> = it.takes.iter().map(score).collect();
        let kept = it.lacks.first().map(|why| format!("kept back: {why}"));
        let owner = it.owner.clone().unwrap_or_else(|| "nobody".to_owned());
        let by = kept.unwrap_or_else(|| format!("to be taken over by {owner} with `aims risk take`"));
        context.output.line(format!("{}: {}; {by}", it.risk, takes.join(", ")));
    }
}
