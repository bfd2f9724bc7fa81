//! `aims resources`: people, hours and money of a resource plan against the work of AI systems, and what if.

use assess::number::number;
use clap::Args;
use governance::resourcing::assessed::Assessed;
use governance::resourcing::scenario::Scenario;
use governance::resourcing::whole::Told;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims resources`.
#[derive(Debug, Args)]
pub struct Resources {
    /// The resource plan, such as `RSP-1`
    plan: String,
    /// Systems more of a tier, or fewer, such as `T2=5`; several stand between commas
    #[arg(long, value_name = "TIER=COUNT", default_value = "")]
    plus: String,
    /// By what the times a year of a tier's work are multiplied, such as `T4=0.5`
    #[arg(long, value_name = "TIER=FACTOR", default_value = "")]
    cadence: String,
    /// People of a role, such as `reviewer=3`, or `reviewer=+1` for one more
    #[arg(long, value_name = "ROLE=COUNT", default_value = "")]
    people: String,
    /// Days by which planned systems come later
    #[arg(long, value_name = "DAYS", default_value = "", allow_hyphen_values = true)]
    delay: String,
}

impl Resources {
    /// Tells the plan, and what a scenario would make of it.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("resources")?;
        let id = context::id(&self.plan)?;
        let scenario = Scenario::read(&self.plus, &self.cadence, &self.people, &self.delay)
            .map_err(|(field, says)| Failure::input(format!("--{field}: {says}")))?;
        let told = context.open()?.resources(&context.actor(), &id, scenario).await?;
        if context.output.json(&told) {
            return Ok(());
        }
        told.faults.iter().for_each(|it| context.output.line(format!("fault: {it}")));
        let shown = told.then.as_ref().unwrap_or(&told.now);
        shown.lines.iter().for_each(|it| context.output.line(format!("{} {}: {}", it.tier, it.activity, it.formula)));
        context.output.table(&roles(shown));
        context.output.table(&waits(shown));
        money(context, shown);
        deltas(context, &told);
        if !shown.undecided.is_empty() {
            context.output.remark(format!("{} AI systems have no tier and are in no figure", shown.undecided.len()));
        }
        Ok(())
    }
}

fn maybe(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), number)
}

fn roles(plan: &Assessed) -> Table {
    let mut table = Table::new(["role", "people", "takes", "missing", "use", "because"]);
    for it in &plan.roles {
        let used = it.utilisation.map_or_else(|| "-".to_owned(), |it| format!("{:.0} %", 100.0 * it));
        let why = it.why.as_ref().map_or_else(|| it.formula.clone(), |it| format!("not assessable, because {it}"));
        table.row([it.role.name.clone(), it.people.to_string(), maybe(it.takes), maybe(it.missing), used, why]);
    }
    table
}

fn waits(plan: &Assessed) -> Table {
    let mut table = Table::new(["work", "role", "wait in days", "simulated", "until done", "formula"]);
    for role in &plan.roles {
        for it in &role.waits {
            let seen =
                it.simulated.map(|(value, low, high)| format!("{} [{}, {}]", number(value), number(low), number(high)));
            let formula = if it.exact { "exact" } else { "approximate" };
            let name = format!("{} {}", it.tier, it.activity);
            let (days, lead) = (number(it.days), number(it.lead));
            table.row([name, role.role.name.clone(), days, seen.unwrap_or_default(), lead, formula.to_owned()]);
        }
        if let Some(why) = role.no_wait.as_ref().filter(|_| role.need > 0.0) {
            let name = role.role.name.clone();
            table.row([
                String::new(),
                name,
                String::new(),
                String::new(),
                String::new(),
                format!("not assessable, because {why}"),
            ]);
        }
    }
    table
}

fn money(context: &Context, plan: &Assessed) {
    let unit = plan.currency.as_deref().unwrap_or_default();
    for it in &plan.costs {
        match (it.each, &it.why) {
            (Some(each), _) => {
                context.output.line(format!("{} costs {} {unit} a system and year", it.tier, number(each.round())))
            }
            (None, why) => context.output.line(format!(
                "{} costs: not assessable, because {}",
                it.tier,
                why.as_deref().unwrap_or_default()
            )),
        }
    }
    let total = &plan.budget.total;
    if total.planned.is_some() || total.actual.is_some() {
        let (planned, actual, left) = (maybe(total.planned), maybe(total.actual), maybe(total.left));
        context.output.line(format!("budget {planned} {unit}, spent {actual}, left {left}"));
    }
}

fn deltas(context: &Context, told: &Told) {
    if told.then.is_some() {
        let mut table = Table::new(["what", "figure", "by the plan", "by the scenario"]);
        for it in &told.deltas {
            table.row([it.of.clone(), it.figure.to_owned(), maybe(it.before), maybe(it.after)]);
        }
        context.output.table(&table);
    }
}
