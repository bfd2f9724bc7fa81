//! `aims library crosswalk`, `confirm`, `reject` and `change`: the relations of a crosswalk in a store, what confirming them would change, and the
//! decisions about them.

use clap::Args;
use governance::crosswalking::deciding::{Act, Asked, Named};
use governance::crosswalking::told::{Row, Show, Told};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims library crosswalk`.
#[derive(Debug, Args)]
pub(super) struct Crosswalk {
    /// The crosswalk, such as `iso-iec-42001--iso-iec-27001`
    crosswalk: String,
    /// Which relations: `all`, `open`, `passing` or `decided`
    #[arg(long, default_value = "all")]
    show: String,
}

impl Crosswalk {
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        let show: Show = self.show.parse()?;
        let told = aims.crosswalk(&actor, &self.crosswalk, show).await?;
        if !context.output.json(&told) {
            table(context, &told);
        }
        Ok(())
    }
}

fn table(context: &Context, told: &Told) {
    let mut table = Table::new([told.source.as_str(), "relation", told.target.as_str(), "decided", "would change"]);
    for it in &told.rows {
        let would = it.would.iter().map(|it| format!("{} {} → {}", it.reference, it.before.name(), it.after.name()));
        let relation = format!("{}, {}/10", it.relation, it.strength);
        table.row([
            format!("{} {}", it.from.id, it.from.title),
            relation,
            format!("{} {}", it.to.id, it.to.title),
            decided(it),
            would.collect::<Vec<_>>().join("; "),
        ]);
    }
    context.output.table(&table);
    context.output.line(format!(
        "{} relations; about {} nobody has decided, and proof would pass along {} of them",
        told.relations, told.open, told.open_passing
    ));
    for it in &told.would {
        context.output.line(format!("confirmed: {} {} → {}", it.reference, it.before.name(), it.after.name()));
    }
}

fn decided(it: &Row) -> String {
    let own = it.decided.as_ref().filter(|of| of.counts).map(|of| format!("{} {}", of.state, of.id));
    let waits = it.proposed.as_ref().map(|of| format!("{} proposed instead by {}", of.relation, of.id));
    let all: Vec<String> = own.into_iter().chain(it.in_file.clone()).chain(waits).collect();
    if all.is_empty() { "nobody yet".to_owned() } else { all.join("; ") }
}

/// Arguments of `aims library confirm` and `reject`.
#[derive(Debug, Args)]
pub(super) struct Decide {
    /// The crosswalk, such as `iso-iec-42001--iso-iec-27001`
    crosswalk: String,
    /// A relation by its two identifiers, such as `7.5.1=7.5.1`; may be given more than once
    #[arg(long = "map", value_name = "FROM=TO", required = true)]
    maps: Vec<String>,
    /// Why
    #[arg(long)]
    why: String,
    /// Who looked at them, such as `PER-3` [default: who is signed in]
    #[arg(long)]
    reviewer: Option<String>,
}

/// Arguments of `aims library change`.
#[derive(Debug, Args)]
pub(super) struct Change {
    #[command(flatten)]
    decide: Decide,
    /// The relation that holds instead: `equal`, `equivalent`, `subset`, `superset`, `intersects` or `none`
    #[arg(long)]
    relation: String,
}

impl Change {
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let act = Act::read("change", &self.relation)?;
        self.decide.run(context, act).await
    }
}

impl Decide {
    pub async fn run(self, context: &Context, act: Act) -> Result<(), Failure> {
        let (aims, actor) = (context.open()?, context.actor());
        let maps = self.maps.iter().map(|it| it.parse::<Named>()).collect::<Result<_, _>>()?;
        let reviewer = self.reviewer.as_deref().map(context::id).transpose()?;
        let done = aims.review_crosswalk(&actor, &self.crosswalk, Asked { maps, act, why: self.why, reviewer }).await?;
        if !context.output.json(&done) {
            let all: Vec<String> = done.mappings.iter().map(ToString::to_string).collect();
            let what = if all.is_empty() { "nothing".to_owned() } else { all.join(", ") };
            context.output.line(format!("entered {what}; {} stood so already", done.unchanged));
        }
        Ok(())
    }
}
