//! How long work waits before somebody begins: by formula, by simulation with an interval beside it, and with other numbers of people.
//!
//! A queue that grows without end is said to do so; no number stands in its place.

use serde::Serialize;
use simulate::capacity::{Staff, Work, pool};
use simulate::queue::{Draws, Pool, expected, simulate};

/// What is drawn for a page; the same plan always gives the same numbers.
pub const DRAWS: Draws = Draws { runs: 24, arrivals: 50_000, seed: 42 };
/// Numbers of people beyond those who are there that are told.
const BEYOND: u32 = 3;
/// Most numbers of people that are told.
const STEPS: u32 = 12;

/// The wait of one line of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wait {
    /// What is done.
    pub activity: String,
    /// For systems of which tier.
    pub tier: String,
    /// How often it arrives in a year.
    pub arrivals: f64,
    /// Mean days before somebody begins.
    pub days: f64,
    /// Mean days until it is done.
    pub lead: f64,
    /// Whether the formula is exact, rather than an approximation.
    pub exact: bool,
    /// Mean days by simulation, with the ends of its interval of 95 %.
    pub simulated: Option<(f64, f64, f64)>,
}

/// The mean wait of a role with a number of people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// How many people.
    pub people: u32,
    /// Mean days, over all its work.
    pub days: Option<f64>,
    /// Why there is no number.
    pub why: Option<String>,
}

/// Waits of a role's lines of work, or why none can be told.
pub fn waits(role: &str, staff: &[Staff], work: &[Work]) -> Result<Vec<Wait>, String> {
    let asked: Vec<Work> = asked(role, work);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let pool = pool(role, staff, &asked).ok_or("nobody does this work, or nobody said with how many hours")?;
    let by_formula = expected(&pool).map_err(|it| it.to_string())?;
    let by_chance = simulate(&pool, DRAWS).map_err(|it| it.to_string())?;
    let one = |((work, formula), chance): ((&Work, _), _)| {
        let (formula, chance): (&simulate::queue::Expected, &simulate::queue::Simulated) = (formula, chance);
        let seen = chance.wait.as_ref().ok();
        Wait {
            activity: work.activity.clone(),
            tier: work.class.clone(),
            arrivals: work.systems * work.times,
            days: formula.wait,
            lead: formula.lead,
            exact: formula.exact,
            simulated: seen.and_then(|it| it.interval.map(|ends| (it.value, ends.low, ends.high))),
        }
    };
    Ok(asked.iter().zip(&by_formula).zip(&by_chance).map(one).collect())
}

/// Mean wait over all work of a role.
pub fn mean(waits: &[Wait]) -> Option<f64> {
    let arrivals: f64 = waits.iter().map(|it| it.arrivals).sum();
    (arrivals > 0.0).then(|| waits.iter().map(|it| it.arrivals * it.days).sum::<f64>() / arrivals)
}

/// The mean wait of a role with one, two and more people, until a few beyond those who are there.
pub fn by_people(role: &str, staff: &[Staff], work: &[Work]) -> Vec<Step> {
    let asked = asked(role, work);
    let Some(now) = pool(role, staff, &asked).filter(|_| !asked.is_empty()) else { return Vec::new() };
    let last = now.people + BEYOND;
    let step = |people: u32| {
        let pool = Pool { people, classes: now.classes.clone() };
        let weighed = |all: Vec<simulate::queue::Expected>| {
            let arrivals: f64 = pool.classes.iter().map(|it| it.arrivals).sum();
            all.iter().zip(&pool.classes).map(|(it, class)| it.wait * class.arrivals).sum::<f64>() / arrivals
        };
        match expected(&pool) {
            Ok(all) => Step { people, days: Some(weighed(all)), why: None },
            Err(why) => Step { people, days: None, why: Some(why.to_string()) },
        }
    };
    (last.saturating_sub(STEPS - 1).max(1)..=last).map(step).collect()
}

/// Work of a role that comes at all and takes time.
fn asked(role: &str, work: &[Work]) -> Vec<Work> {
    work.iter().filter(|it| it.role == role && it.need() > 0.0).cloned().collect()
}
