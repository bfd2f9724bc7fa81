//! `aims obligations`: which duties apply to AI systems on a day, as known on a day; records of them; and when something is due.

use clap::{Args, Subcommand};
use governance::obligations::duty::{VERDICTS, Verdict};
use governance::obligations::many::Matrix;
use governance::obligations::whole::{Asked, DeadlineAsked, Told};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims obligations`.
#[derive(Debug, Args)]
pub struct Obligations {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show which duties apply to an AI system, or to all, with reasons, sources, and what is missing
    Show(Show),
    /// Make records of what applies to an AI system today; those that are there already stay
    Adopt(Adopt),
    /// Show when something is due after an event: the strict moment, and the latest lawful day
    Clock(Clock),
}

/// Arguments of `aims obligations show`.
#[derive(Debug, Args)]
struct Show {
    /// The AI system, such as `SYS-3`; all when it is not given
    system: Option<String>,
    /// Ask for this day, such as `2026-12-02`; today when it is not given
    #[arg(long, value_name = "DAY", default_value = "")]
    on: String,
    /// Ask as the law was known on this day; today when it is not given
    #[arg(long, value_name = "DAY", default_value = "")]
    known: String,
    /// Show laws of this place alone, such as `EU` or `US-CO`
    #[arg(long, value_name = "PLACE", default_value = "")]
    jurisdiction: String,
    /// Show this verdict alone, such as `cannot_decide`
    #[arg(long, default_value = "")]
    verdict: String,
    /// Show what differs from this other day
    #[arg(long, value_name = "DAY", default_value = "")]
    than: String,
    /// Show what differs from what was known on this other day
    #[arg(long, value_name = "DAY", default_value = "")]
    than_known: String,
}

/// Arguments of `aims obligations adopt`.
#[derive(Debug, Args)]
struct Adopt {
    /// The AI system, such as `SYS-3`
    system: String,
}

/// Arguments of `aims obligations clock`.
#[derive(Debug, Args)]
struct Clock {
    /// The moment of the event, such as `2027-12-20T10:00:00Z`
    event: String,
    /// The clock, such as `ai_act_serious`; every one when it is not given
    #[arg(long, default_value = "")]
    clock: String,
    /// The working calendar of the place [default: office]
    #[arg(long, default_value = "")]
    calendar: String,
}

impl Obligations {
    /// Shows, makes records or counts.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("obligations")?;
        match self.what {
            What::Show(it) => it.run(context).await,
            What::Adopt(it) => it.run(context).await,
            What::Clock(it) => it.run(context),
        }
    }
}

impl Show {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let words = [
            ("on", self.on.as_str()),
            ("known", self.known.as_str()),
            ("jurisdiction", self.jurisdiction.as_str()),
            ("verdict", self.verdict.as_str()),
            ("than", self.than.as_str()),
            ("than_known", self.than_known.as_str()),
        ];
        let wrong = |(field, says): (&str, String)| Failure::input(format!("--{}: {says}", field.replace('_', "-")));
        let asked = Asked::read(words).map_err(wrong)?;
        match &self.system {
            Some(system) => {
                let told = context.open()?.obligations(&context.actor(), &context::id(system)?, asked).await?;
                if !context.output.json(&told) {
                    one(context, &told, !self.verdict.is_empty());
                }
            }
            None => {
                let told = context.open()?.all_obligations(&context.actor(), asked).await?;
                if !context.output.json(&told) {
                    all(context, &told);
                }
            }
        }
        Ok(())
    }
}

fn one(context: &Context, told: &Told, every: bool) {
    let out = &context.output;
    let class = told.class.now.outcome.as_deref().unwrap_or("undecided");
    out.line(format!(
        "{} {} on {}, as known on {}: {}",
        told.system.id,
        told.system.title,
        told.days.on,
        told.days.known,
        class.replace('_', " ")
    ));
    for it in told.duties.iter().filter(|it| every || it.verdict != Verdict::Never) {
        let from = it.from.map(|it| format!(" {it}")).unwrap_or_default();
        out.line(format!("{}{from}: {} {}", it.verdict.word(), it.provision, it.title));
        it.why.iter().for_each(|why| out.line(format!("  {why}")));
        it.needs.iter().for_each(|need| out.line(format!("  ask {}: {}", need.ask, need.fact.replace('_', " "))));
        it.interpretations.iter().for_each(|of| {
            out.line(format!("  {} reads it: {:?} {}", of.id, of.reads, of.stale.clone().unwrap_or_default()))
        });
    }
    for it in &told.agreed {
        out.line(format!("{}: {} {} ({})", it.verdict.word(), it.id, it.title, it.why));
    }
    for it in &told.clashes {
        let names = |all: &[governance::obligations::clash::Party]| {
            all.iter().map(|it| it.duty.as_str()).collect::<Vec<_>>().join(", ")
        };
        out.line(format!("clash: {}: {} against {}", it.label, names(&it.one), names(&it.other)));
    }
    told.gaps
        .iter()
        .for_each(|it| out.line(format!("gap: used in {}, and nobody has assessed which duties hold there", it.label)));
    moved(context, &told.moved);
}

fn all(context: &Context, told: &Matrix) {
    let out = &context.output;
    let heads = ["system", "class"].into_iter().map(str::to_owned).chain(told.places.iter().map(|it| it.0.clone()));
    let mut table = Table::new(heads);
    for row in &told.systems {
        let cell = |place: &(String, String)| {
            let counts = row.places.get(&place.0);
            let worth = VERDICTS.iter().filter(|it| **it != Verdict::Never);
            let shown = worth.filter_map(|it| Some(format!("{} {}", counts?.get(it)?, it.word().replace('_', " "))));
            shown.collect::<Vec<_>>().join(", ")
        };
        let class = row.class.clone().unwrap_or_else(|| "undecided".to_owned());
        table.row([format!("{} {}", row.id, row.title), class].into_iter().chain(told.places.iter().map(cell)));
    }
    out.table(&table);
    for it in &told.ahead {
        out.line(format!("ahead: {}: {} provisions for {} systems", it.on, it.provisions.len(), it.systems));
    }
    for (whom, facts) in &told.missing {
        let facts: Vec<String> = facts.iter().map(|(fact, n)| format!("{} ({n})", fact.replace('_', " "))).collect();
        out.line(format!("ask {whom}: {}", facts.join(", ")));
    }
    told.gaps.iter().for_each(|it| {
        out.line(format!("gap: {} is used in {}, and nobody has assessed which duties hold there", it.system, it.label))
    });
    moved(context, &told.moved);
}

fn moved(context: &Context, all: &[governance::obligations::moved::Moved]) {
    for it in all {
        let side = |it: Option<(Verdict, Option<jiff::civil::Date>)>| {
            it.map_or("nothing".to_owned(), |(of, on)| {
                format!("{} {}", of.word(), on.map(|it| it.to_string()).unwrap_or_default())
            })
        };
        context.output.line(format!(
            "moves: {} {}: {} -> {}",
            it.system,
            it.provision,
            side(it.before).trim(),
            side(it.after).trim()
        ));
    }
}

impl Adopt {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let made = context.open()?.adopt_obligations(&context.actor(), &context::id(&self.system)?).await?;
        if !context.output.json(&made) {
            made.made.iter().for_each(|(id, provision)| context.output.line(format!("{id} {provision}")));
            context.output.remark(format!(
                "{} made, {} were there, {} cannot be decided",
                made.made.len(),
                made.there.len(),
                made.open
            ));
        }
        Ok(())
    }
}

impl Clock {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let asked = DeadlineAsked::read(&self.event, &self.clock, &self.calendar);
        let asked = asked.map_err(|(field, says)| Failure::input(format!("{field}: {says}")))?;
        let told = context.open()?.deadlines(&asked)?;
        if !context.output.json(&told) {
            let mut table = Table::new(["clock", "provision", "from", "time", "strict", "last day", "how"]);
            for it in &told {
                table.row([
                    it.clock.name.clone(),
                    it.clock.provision.clone(),
                    it.clock.event.clone(),
                    it.clock.offset.clone(),
                    it.deadline.strict.to_string(),
                    format!("{} ({})", it.deadline.last_day, it.deadline.zone),
                    it.deadline.steps.join("; "),
                ]);
            }
            context.output.table(&table);
        }
        Ok(())
    }
}
