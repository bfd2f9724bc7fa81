//! Money of a plan: amounts of one currency, what each tier costs, and budget against actual. Nothing is converted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use simulate::capacity::{Staff, Work, cost_a_system};

use super::plan::{Item, Plan};
use super::scenario::Known;

/// An amount as records hold it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Money {
    /// Figures with a point.
    pub amount: String,
    /// Three letters.
    pub currency: String,
}

impl Money {
    /// The amount as a number.
    pub fn value(&self) -> f64 {
        self.amount.parse().unwrap_or(f64::NAN)
    }
}

/// What one system of a tier costs a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// The tier.
    pub tier: String,
    /// How many systems of it ask for work.
    pub systems: f64,
    /// What the work for one of them costs a year.
    pub each: Option<f64>,
    /// What all of them cost.
    pub all: Option<f64>,
    /// Why it cannot be told.
    pub why: Option<String>,
}

/// Budget against actual.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Budget {
    /// Item, what is set aside, what was spent, and what is left.
    pub lines: Vec<Line>,
    /// The sum of all items; what nobody filled counts in no sum.
    pub total: Line,
}

/// A line of the budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it is for.
    pub item: String,
    /// What is set aside.
    pub planned: Option<f64>,
    /// What was spent.
    pub actual: Option<f64>,
    /// What is left; less than nothing when more was spent.
    pub left: Option<f64>,
}

/// The currency of all amounts of a plan, or why there is none.
pub fn currency(plan: &Plan) -> Result<Option<String>, String> {
    let rates = plan.capacity.iter().filter_map(|it| it.rate.as_ref());
    let items = plan.budget.iter().flat_map(|it| it.planned.iter().chain(it.actual.iter()));
    let mut known: Vec<&str> = rates.chain(items).map(|it| it.currency.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    match known.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).to_owned())),
        many => Err(format!("amounts are in {}; state them in one currency", many.join(" and "))),
    }
}

/// What the systems of each tier cost; `rated` are the people whose hour has a cost.
pub fn costs(rated: &[Staff], work: &[Work], roles: &[Known]) -> Vec<Cost> {
    let mut counted: BTreeMap<&str, f64> = BTreeMap::new();
    work.iter().for_each(|it| {
        counted.insert(&it.class, it.systems);
    });
    let name =
        |id: &str| roles.iter().find(|it| it.id.to_string() == id).map_or_else(|| id.to_owned(), |it| it.name.clone());
    let unrated = |tier: &str| {
        let needs = work.iter().find(|it| it.class == tier && it.need() > 0.0 && !rates(rated, &it.role));
        needs.map(|it| match rated.iter().any(|rated| rated.role == it.role) {
            true => format!("nobody is there as {}, whose hours could be counted", name(&it.role)),
            false => format!("nobody said what an hour of {} costs", name(&it.role)),
        })
    };
    let cost = |(tier, each): (String, Option<f64>)| {
        let systems = counted.get(tier.as_str()).copied().unwrap_or_default();
        let why =
            each.is_none().then(|| unrated(&tier).unwrap_or_else(|| format!("there is no system of tier {tier}")));
        Cost { systems, all: each.map(|it| it * systems), each, why, tier }
    };
    cost_a_system(rated, work).into_iter().map(cost).collect()
}

fn rates(rated: &[Staff], role: &str) -> bool {
    rated.iter().any(|it| it.role == role && it.people > 0 && it.hours > 0.0)
}

/// Budget against actual, in the order of the plan.
pub fn budget(items: &[Item]) -> Budget {
    let lines: Vec<Line> = items
        .iter()
        .map(|it| line(it.item.clone(), it.planned.as_ref().map(Money::value), it.actual.as_ref().map(Money::value)))
        .collect();
    let sum = |of: fn(&Line) -> Option<f64>| lines.iter().filter_map(of).reduce(|one, other| one + other);
    let total = line(String::new(), sum(|it| it.planned), sum(|it| it.actual));
    Budget { total, lines }
}

fn line(item: String, planned: Option<f64>, actual: Option<f64>) -> Line {
    Line { item, planned, actual, left: planned.zip(actual).map(|(planned, actual)| planned - actual) }
}
