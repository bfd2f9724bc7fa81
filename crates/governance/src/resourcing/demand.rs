//! Lines of work of a plan: for each the systems that are counted now, those that are planned, and the hours of a year.

use std::collections::BTreeMap;

use assess::number::number;
use record::Id;
use serde::Serialize;
use simulate::capacity::Work;

use super::plan::Plan;
use super::scenario::Scenario;

/// Systems of a tier that ask for work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Systems {
    /// The tier.
    pub tier: String,
    /// Those of the inventory now.
    pub now: Vec<Id>,
    /// Planned ones, by the part of the period that is left when they come.
    pub planned: f64,
    /// Those that a scenario adds.
    pub more: f64,
    /// All together.
    pub all: f64,
}

/// A line of work with what it comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Who does it.
    pub role: Id,
    /// What is done.
    pub activity: String,
    /// For systems of which tier.
    pub tier: String,
    /// How many systems.
    pub systems: f64,
    /// Hours that it takes once.
    pub hours: f64,
    /// How often a year.
    pub times: f64,
    /// Hours of a year.
    pub need: f64,
    /// How it was counted.
    pub formula: String,
}

/// Systems by tier, for every tier that has systems or work, in the order of the tiers.
pub fn systems(plan: &Plan, live: &BTreeMap<String, Vec<Id>>, tiers: &[String], scenario: &Scenario) -> Vec<Systems> {
    let named = |tier: &String| {
        live.contains_key(tier)
            || plan.work.iter().any(|it| it.tier == *tier)
            || plan.planned.iter().any(|it| it.tier == *tier)
            || scenario.plus.iter().any(|it| it.0 == *tier)
    };
    let of = |tier: &String| {
        let now = live.get(tier).cloned().unwrap_or_default();
        let planned = planned(plan, tier, scenario);
        let more = scenario.more(tier);
        Systems { all: now.len() as f64 + planned + more, tier: tier.clone(), now, planned, more }
    };
    tiers.iter().filter(|it| named(it)).map(of).collect()
}

fn planned(plan: &Plan, tier: &str, scenario: &Scenario) -> f64 {
    let later = jiff::Span::new().try_days(scenario.delay).unwrap_or_default();
    let those = plan.planned.iter().filter(|it| it.tier == tier);
    those.filter_map(|it| Some(f64::from(it.count) * plan.share_from(it.from.checked_add(later).ok()?)?)).sum()
}

/// The work of a plan for these systems, as the formulas take it, in the order of the plan.
pub fn work(plan: &Plan, systems: &[Systems], scenario: &Scenario) -> Vec<Work> {
    let one = |it: &super::plan::Work| Work {
        activity: it.activity.clone(),
        class: it.tier.clone(),
        role: it.role.to_string(),
        systems: systems.iter().find(|of| of.tier == it.tier).map(|it| it.all).unwrap_or_default(),
        hours: it.hours,
        times: it.times * scenario.oftener(&it.tier),
        spread: it.spread,
        priority: it.priority,
    };
    plan.work.iter().map(one).collect()
}

/// The same as lines that say how they were counted.
pub fn lines(plan: &Plan, work: &[Work]) -> Vec<Line> {
    let one = |(row, it): (&super::plan::Work, &Work)| Line {
        role: row.role.clone(),
        activity: it.activity.clone(),
        tier: it.class.clone(),
        systems: it.systems,
        hours: it.hours,
        times: it.times,
        need: it.need(),
        formula: format!(
            "{} systems x {} h x {} a year = {} h",
            number(it.systems),
            number(it.hours),
            number(it.times),
            number(it.need())
        ),
    };
    plan.work.iter().zip(work).map(one).collect()
}
