//! `aims strategy`: objectives beside the goals of the enterprise, what is wrong with their map, how much is attained, and indicators to start with.

use clap::{Args, Subcommand};
use governance::strategy::whole::Strategy;
use jiff::civil::Date;
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims strategy`.
#[derive(Debug, Args)]
pub struct Objectives {
    #[command(subcommand)]
    what: What,
    /// The day of which it is told [default: today]
    #[arg(long, global = true)]
    on: Option<Date>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show how much of each objective is attained, and the values of indicators
    Show,
    /// Enter indicators to start with as drafts, each once, for whoever answers for one to complete and activate
    Start,
    /// Find goals that nothing serves, objectives that serve nothing, pulls that clash, and circles
    Check,
}

impl Objectives {
    /// Shows, checks or enters.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("strategy")?;
        match self.what {
            What::Show => show(context, &context.open()?.strategy(&context.actor(), self.on).await?),
            What::Check => check(context, &context.open()?.strategy(&context.actor(), self.on).await?),
            What::Start => start(context).await,
        }
    }
}

async fn start(context: &Context) -> Result<(), Failure> {
    let started = context.open()?.start_indicators(&context.actor()).await?;
    if !context.output.json(&started) {
        let (made, there) = (started.made.len(), started.there);
        context.output.line(format!("entered {made} indicators as drafts; {there} were there already"));
    }
    Ok(())
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "not assessable".to_owned(), |it| format!("{:.1} %", it * 100.0))
}

fn show(context: &Context, strategy: &Strategy) -> Result<(), Failure> {
    if context.output.json(strategy) {
        return Ok(());
    }
    let mut table = Table::new(["objective", "level", "attained", "known", "not assessable"]);
    for it in &strategy.objectives {
        let lacking: Vec<String> = it.lacking.iter().map(|(id, why)| format!("{id}: {why}")).collect();
        let title = format!("{} {}", it.id, it.title);
        table.row([
            title,
            it.level.replace('_', " "),
            percent(it.attained),
            percent(Some(it.known)),
            lacking.join("; "),
        ]);
    }
    context.output.table(&table);
    let mut table = Table::new(["indicator", "value", "n", "target", "trend", "source"]);
    for it in &strategy.indicators {
        let value = it.now.map_or_else(|| it.why.clone(), |it| it.value.to_string());
        let n = it.now.and_then(|it| it.n).map(|it| it.to_string()).unwrap_or_default();
        let title = format!("{} {}", it.id, it.title);
        table.row([title, value, n, it.standing.replace('_', " "), it.trend.to_owned(), it.source.clone()]);
    }
    context.output.table(&table);
    Ok(())
}

fn check(context: &Context, strategy: &Strategy) -> Result<(), Failure> {
    let named = |id: &Id| format!("{id} {}", strategy.title(id));
    if !context.output.json(strategy) {
        strategy.uncovered.iter().for_each(|it| context.output.line(format!("no objective serves {}", named(it))));
        strategy.orphans.iter().for_each(|it| context.output.line(format!("{} serves no goal", named(it))));
        strategy.clashes.iter().for_each(|it| context.output.line(&it.says));
        for it in &strategy.circles {
            let way: Vec<String> = it.iter().map(named).collect();
            context.output.line(format!("a circle: {}", way.join(" → ")));
        }
        strategy.unsettled.iter().for_each(|it| context.output.line(format!("not settled: {it}")));
    }
    match strategy.wrong() {
        0 if strategy.unsettled.is_empty() => {
            context.output.remark("nothing is wrong with the map of objectives");
            Ok(())
        }
        0 => Err(Failure::failed("not everything about the map of objectives is settled")),
        many => Err(Failure::failed(format!("{many} things are wrong with the map of objectives"))),
    }
}
