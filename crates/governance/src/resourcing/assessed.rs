//! A plan told for every role: hours that are needed and there, people that are missing, use, cost and waits. What cannot be told says why.

use std::collections::BTreeMap;

use assess::number::number;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use simulate::capacity::{self, Staff};

use super::demand::{self, Line, Systems};
use super::money::{self, Budget, Cost};
use super::plan::{Capacity, Plan};
use super::scenario::{Known, Scenario};
use super::waiting::{self, Step, Wait};

/// What is known around a plan.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// AI systems that count, by tier.
    pub live: BTreeMap<String, Vec<Id>>,
    /// AI systems whose tier is not decided.
    pub undecided: Vec<Id>,
    /// The tiers, from the strictest.
    pub tiers: Vec<String>,
    /// The roles that the plan names.
    pub roles: Vec<Known>,
}

/// A plan, told for a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assessed {
    /// First and last day of its period.
    pub period: (Option<Date>, Option<Date>),
    /// Systems by tier.
    pub systems: Vec<Systems>,
    /// AI systems that are in no figure, because their tier is not decided.
    pub undecided: Vec<Id>,
    /// Lines of work.
    pub lines: Vec<Line>,
    /// Every role that has people or work.
    pub roles: Vec<Load>,
    /// What each tier costs.
    pub costs: Vec<Cost>,
    /// What the hours that are needed cost a year; nothing where a role's cannot be told.
    pub cost: Option<f64>,
    /// The currency of all amounts.
    pub currency: Option<String>,
    /// Budget against actual.
    pub budget: Budget,
}

/// How a role is loaded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Load {
    /// The role.
    pub role: Known,
    /// How many people.
    pub people: u32,
    /// Hours a year that are needed.
    pub need: f64,
    /// Hours a year that are there.
    pub there: Option<f64>,
    /// Share of the hours that is needed.
    pub utilisation: Option<f64>,
    /// People that the needed hours take.
    pub takes: Option<f64>,
    /// People that are missing; less than nothing when some are left.
    pub missing: Option<f64>,
    /// What the needed hours cost.
    pub cost: Option<f64>,
    /// How it was counted.
    pub formula: String,
    /// Why hours, use and waits cannot be told.
    pub why: Option<String>,
    /// Waits of its lines of work.
    pub waits: Vec<Wait>,
    /// Why no wait can be told.
    pub no_wait: Option<String>,
    /// Mean days before somebody begins, over all its work.
    pub wait: Option<f64>,
    /// The same with other numbers of people.
    pub by_people: Vec<Step>,
}

/// Tells a plan.
pub fn assess(plan: &Plan, around: &Around, scenario: &Scenario) -> Assessed {
    let systems = demand::systems(plan, &around.live, &around.tiers, scenario);
    let work = demand::work(plan, &systems, scenario);
    let currency = money::currency(plan);
    let staff: Vec<(Staff, bool)> =
        around.roles.iter().map(|it| staffed(it, plan, scenario, currency.is_ok())).collect();
    let roles: Vec<Load> = around.roles.iter().zip(&staff).map(|(role, it)| load(role, plan, it, &work)).collect();
    let rated: Vec<Staff> = staff.into_iter().filter(|it| it.1).map(|it| it.0).collect();
    let cost = roles.iter().filter(|it| it.need > 0.0).map(|it| it.cost).sum();
    Assessed {
        period: (plan.from, plan.until),
        lines: demand::lines(plan, &work),
        costs: money::costs(&rated, &work, &around.roles),
        cost,
        currency: currency.unwrap_or_default(),
        budget: money::budget(&plan.budget),
        undecided: around.undecided.clone(),
        systems,
        roles,
    }
}

/// The people of a role in a scenario as one line, and whether their hour has a cost; hours that nobody stated are none.
fn staffed(role: &Known, plan: &Plan, scenario: &Scenario, one_currency: bool) -> (Staff, bool) {
    let rows: Vec<&Capacity> = plan.capacity.iter().filter(|it| it.role == role.id).collect();
    let before: u32 = rows.iter().map(|it| it.people).sum();
    // A role without people keeps the hours that are planned for whoever is hired.
    let share =
        |it: &Capacity| if before > 0 { f64::from(it.people) / f64::from(before) } else { 1.0 / rows.len() as f64 };
    let hours: f64 = rows.iter().map(|it| share(it) * it.hours.unwrap_or_default()).sum();
    let worth = |it: &Capacity| Some(share(it) * it.hours.unwrap_or_default() * it.rate.as_ref()?.value());
    let worth: Option<f64> = rows.iter().map(|it| worth(it)).sum();
    let rate = worth.filter(|_| one_currency && hours > 0.0).map(|it| it / hours);
    let people = scenario.staffed(role, before);
    (Staff { role: role.id.to_string(), people, hours, rate: rate.unwrap_or_default() }, rate.is_some())
}

fn load(role: &Known, plan: &Plan, (staff, rated): &(Staff, bool), work: &[capacity::Work]) -> Load {
    let (id, people, staff) = (staff.role.as_str(), staff.people, std::slice::from_ref(staff));
    let own = capacity::loads(staff, work).into_iter().find(|it| it.role == id);
    let mut rows = plan.capacity.iter().filter(|it| it.role == role.id);
    let blank = rows.any(|it| it.hours.is_none_or(|it| it <= 0.0));
    let need = own.as_ref().map(|it| it.need).unwrap_or_default();
    let there = own.as_ref().map(|it| it.there).filter(|it| !blank && *it > 0.0);
    let why = match (people, there) {
        (_, Some(_)) => None,
        (0, None) => Some(format!("nobody has the role {}", role.name)),
        (_, None) => Some(format!("nobody said how many hours a year people with the role {} have", role.name)),
    };
    let each = there.map(|it| it / f64::from(people));
    let takes = each.map(|it| need / it);
    let waits = match &why {
        None => waiting::waits(id, staff, work),
        Some(why) => Err(why.clone()),
    };
    Load {
        role: role.clone(),
        people,
        need,
        utilisation: there.map(|it| need / it),
        missing: takes.map(|it| it - f64::from(people)),
        cost: own.and_then(|it| it.cost).filter(|_| *rated && there.is_some()),
        formula: formula(need, people, each),
        by_people: if why.is_none() { waiting::by_people(id, staff, work) } else { Vec::new() },
        wait: waits.as_ref().ok().and_then(|it| waiting::mean(it)),
        no_wait: waits.as_ref().err().cloned(),
        waits: waits.unwrap_or_default(),
        takes,
        there,
        why,
    }
}

fn formula(need: f64, people: u32, each: Option<f64>) -> String {
    match each {
        Some(each) => format!(
            "{} h needed / {} h of one person = {} people; {people} are there",
            number(need),
            number(each),
            number(need / each)
        ),
        None => format!("{} h needed", number(need)),
    }
}
