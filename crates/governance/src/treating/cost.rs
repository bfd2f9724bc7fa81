//! What a treatment costs, and what a unit of risk less costs: by the loss of a year where the risk is written in numbers, else by levels of the
//! criteria. Amounts of unlike currencies are never added. Pure.

use record::Id;
use serde::Serialize;
use serde_json::Value;

use super::plan::Plan;
use super::residual::Moved;
use super::task::Task;

/// An amount.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Money {
    /// How much.
    pub amount: f64,
    /// Three letters.
    pub currency: String,
}

impl Money {
    /// The amount of a field.
    pub fn of(value: Option<&Value>) -> Option<Money> {
        let text = |name: &str| value?.get(name)?.as_str();
        let amount = text("amount")?.parse().ok()?;
        Some(Money { amount, currency: text("currency")?.to_owned() })
    }
}

/// What a plan costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// What it costs once: itself and its tasks.
    pub once: f64,
    /// What it costs a year to keep.
    pub a_year: f64,
    /// Years over which what it costs once is spread.
    pub years: f64,
    /// What a year of it costs.
    pub yearly: f64,
    /// The currency.
    pub currency: String,
    /// How it was counted.
    pub formula: String,
}

/// What a plan costs, or why that cannot be told.
pub fn cost(plan: &Plan, tasks: &[&Task], years: f64) -> Result<Cost, String> {
    let own: Vec<(String, &Money)> = plan.cost.iter().map(|it| (plan.id().to_string(), it)).collect();
    let of_tasks = tasks.iter().filter(|it| it.state != "cancelled");
    let of_tasks = of_tasks.filter_map(|it| Some((it.id.to_string(), it.cost.as_ref()?)));
    let once: Vec<(String, &Money)> = own.into_iter().chain(of_tasks).collect();
    let mut currencies: Vec<&str> =
        once.iter().map(|it| it.1).chain(&plan.cost_a_year).map(|it| it.currency.as_str()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let currency = match currencies.as_slice() {
        [] => return Err("nobody has said what it costs".to_owned()),
        [one] => (*one).to_owned(),
        many => {
            return Err(format!(
                "its costs are in {}, and nothing is converted; state them in one",
                many.join(" and ")
            ));
        }
    };
    let sum: f64 = once.iter().map(|it| it.1.amount).sum();
    let a_year = plan.cost_a_year.as_ref().map_or(0.0, |it| it.amount);
    let parts = once.iter().map(|it| format!("{} of {}", it.1.amount, it.0)).collect::<Vec<_>>();
    let parts = if parts.is_empty() { "0".to_owned() } else { parts.join(" + ") };
    let yearly = sum / years + a_year;
    let formula = format!("({parts}) / {years} years + {a_year} a year = {yearly:.2} {currency} a year");
    Ok(Cost { once: sum, a_year, years, yearly, currency, formula })
}

/// By what the reduction of a risk is counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum PerUnit {
    /// By the mean loss of a year, from drawn years before and after that meet the same chance.
    Loss {
        /// By how much the loss of a year falls.
        reduction: f64,
        /// Ends of its interval.
        interval: Option<(f64, f64)>,
        /// Years that were drawn.
        n: u32,
        /// Yearly cost of a unit less, with its ends; nothing where it cannot be told.
        cost: Option<(f64, f64, f64)>,
        /// The unit of the loss.
        unit: String,
    },
    /// By levels of risk of the criteria.
    Levels {
        /// How many levels it falls.
        levels: i64,
        /// Yearly cost of a level less.
        cost: f64,
        /// The currency.
        unit: String,
    },
    /// It cannot be told.
    NotAssessable,
}

impl PerUnit {
    /// What a unit less costs a year; nothing where it cannot be told.
    pub fn each(&self) -> Option<String> {
        match self {
            PerUnit::Loss { cost: Some((value, _, _)), unit, .. } => Some(format!("{value:.4} {unit} / {unit}")),
            PerUnit::Levels { cost, unit, .. } => Some(format!("{cost:.2} {unit}")),
            PerUnit::Loss { cost: None, .. } | PerUnit::NotAssessable => None,
        }
    }

    /// The ends of the interval of that with this between them; nothing where it has none.
    pub fn ends(&self, between: &str) -> Option<String> {
        match self {
            PerUnit::Loss { cost: Some((_, low, high)), .. } => Some(format!("{low:.4} {between} {high:.4}")),
            _ => None,
        }
    }
}

/// What a unit less of a risk costs, for one that bears it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worth {
    /// The risk.
    pub risk: Id,
    /// Who or what bears the consequence.
    #[serde(rename = "type")]
    pub of: String,
    /// By what it is counted.
    #[serde(flatten)]
    pub per: PerUnit,
    /// How, or why not.
    pub says: String,
}

/// What a level less costs; `why` says why it is not counted by its loss. The whole cost is borne by each risk alone.
pub fn by_levels(it: &Moved, cost: &Result<Cost, String>, why: &str) -> Worth {
    let not = |says: String| Worth { risk: it.risk.clone(), of: it.of.clone(), per: PerUnit::NotAssessable, says };
    let cost = match cost {
        Ok(cost) => cost,
        Err(why) => return not(why.clone()),
    };
    match it.levels {
        None => not(format!(
            "before or after cannot be told: {}",
            if it.before.level.is_none() { &it.before.says } else { &it.after.says }
        )),
        Some(levels) if levels <= 0 => not("it brings the risk to no lower level".to_owned()),
        Some(levels) => {
            let each = cost.yearly / levels as f64;
            let says = format!("by levels of the criteria, since {why}: {:.2} / {levels} levels", cost.yearly);
            let per = PerUnit::Levels { levels, cost: each, unit: format!("{} a year and level", cost.currency) };
            Worth { risk: it.risk.clone(), of: it.of.clone(), per, says }
        }
    }
}
