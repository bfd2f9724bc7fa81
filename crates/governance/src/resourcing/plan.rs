//! A resource plan as its record holds it, and how much of its period is left from a day on.

use jiff::civil::Date;
use record::{Document, Id};
use serde::Deserialize;
use serde_json::Value;

use super::money::Money;

/// A resource plan.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// First day of its period.
    pub from: Option<Date>,
    /// Last day of its period.
    pub until: Option<Date>,
    /// Who is there.
    pub capacity: Vec<Capacity>,
    /// What systems ask for.
    pub work: Vec<Work>,
    /// Systems that will come.
    pub planned: Vec<Planned>,
    /// What is set aside and spent.
    pub budget: Vec<Item>,
}

/// People with a role.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Capacity {
    /// The role.
    pub role: Id,
    /// How many people.
    pub people: u32,
    /// Hours that each has in a year; nothing where nobody said.
    pub hours: Option<f64>,
    /// What an hour costs.
    pub rate: Option<Money>,
}

/// What every system of a tier asks for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Work {
    /// What is done.
    pub activity: String,
    /// For systems of which tier.
    pub tier: String,
    /// Who does it.
    pub role: Id,
    /// Hours that it takes once.
    pub hours: f64,
    /// How often a year.
    pub times: f64,
    /// The lowest number goes first.
    #[serde(default)]
    pub priority: u32,
    /// Standard deviation of the hours in units of their mean.
    #[serde(default = "without_memory")]
    pub spread: f64,
}

/// Systems that will come.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Planned {
    /// The tier that they are expected to have.
    pub tier: String,
    /// How many.
    pub count: u32,
    /// From which day they ask for work.
    pub from: Date,
}

/// A line of the budget.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Item {
    /// What it is for.
    pub item: String,
    /// What is set aside.
    pub planned: Option<Money>,
    /// What was spent.
    pub actual: Option<Money>,
}

/// The spread of hours that are as often much shorter as much longer.
fn without_memory() -> f64 {
    1.0
}

impl Plan {
    /// The plan of a record; refused where a row cannot be understood, which a record that was checked never is.
    pub fn read(document: &Document) -> Result<Plan, String> {
        let whole = Value::Object(document.clone());
        serde_json::from_value(whole).map_err(|it| format!("the plan cannot be understood ({it}); look at its rows"))
    }

    /// The roles that it names, each once.
    pub fn roles(&self) -> Vec<Id> {
        let named = self.capacity.iter().map(|it| &it.role).chain(self.work.iter().map(|it| &it.role));
        let mut roles: Vec<Id> = named.cloned().collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// The share of the period that is left from a day on, both ends included; nothing where there is no sound period.
    pub fn share_from(&self, day: Date) -> Option<f64> {
        let (from, until) = self.from.zip(self.until).filter(|(from, until)| from <= until)?;
        let days = |from: Date| f64::from(until.since(from).map_or(-1, |it| it.get_days()) + 1);
        Some(if day > until { 0.0 } else { days(day.max(from)) / days(from) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_system_counts_for_the_part_of_the_period_that_is_left() {
        let plan = Plan { from: Some(date(2027, 1, 1)), until: Some(date(2027, 12, 31)), ..Plan::default() };
        assert_eq!(plan.share_from(date(2026, 5, 1)), Some(1.0));
        assert_eq!(plan.share_from(date(2027, 12, 31)), Some(1.0 / 365.0));
        assert_eq!(plan.share_from(date(2028, 1, 1)), Some(0.0));
        assert_eq!(plan.share_from(date(2027, 7, 2)), Some(183.0 / 365.0));
        let wrong = Plan { until: Some(date(2026, 12, 31)), ..plan };
        assert_eq!(wrong.share_from(date(2027, 7, 2)), None);
    }
}
