//! Self-test of resource plans: sound plans whose figures are known from elsewhere, with scenarios, and plans with planted faults.
//!
//! Cases and keys are written by `scripts/resources.py`, which shares no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use governance::resourcing::assessed::{Assessed, Load};
use governance::resourcing::scenario::Scenario;
use governance::resourcing::whole::Told;
use governance::{Actor, Via};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// How far the simulation may be from the formula.
const NEAR: f64 = 0.05;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered.
    day: jiff::civil::Date,
    cases: Vec<Case>,
}

/// A plan, a scenario, and what must follow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    plan: String,
    plus: String,
    cadence: String,
    people: String,
    delay: String,
    /// Words of each fault.
    faults: Vec<String>,
    roles: Vec<Role>,
    /// What one system of each tier costs a year.
    costs: BTreeMap<String, f64>,
}

/// How a role must stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    role: String,
    people: u32,
    need: f64,
    takes: f64,
    missing: f64,
    utilisation: f64,
    waits: Vec<Waits>,
}

/// How long a line of work must wait; nothing where the queue grows without end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Waits {
    tier: String,
    activity: String,
    days: Option<f64>,
}

/// Enters both organisations and compares what their plans are told to be with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        for case in &key.cases {
            let told = tell(&house, case).await?;
            let shown = told.then.as_ref().unwrap_or(&told.now);
            faults(&format!("{side}: {}", case.plan), &told, case, &mut outcome);
            for role in &case.roles {
                compare(&house, &case.plan, role, shown, &mut outcome);
            }
            costs(case, shown, &mut outcome);
        }
    }
    Ok(outcome)
}

async fn tell(house: &House, case: &Case) -> Result<Told, Failure> {
    let plan = house.record(&case.plan)?;
    let scenario = Scenario::read(&case.plus, &case.cadence, &case.people, &case.delay)
        .map_err(|(field, says)| Failure::input(format!("{field}: {says}")))?;
    Ok(house.aims.resources(&Actor::operator(Via::System), &plan, scenario).await?)
}

/// Each fault of the key is told, and no other.
fn faults(name: &str, told: &Told, case: &Case, outcome: &mut Outcome) {
    let known = |says: &String| case.faults.iter().any(|it| says.contains(it));
    for it in &case.faults {
        match told.faults.iter().any(|says| says.contains(it)) {
            true => outcome.found += 1,
            false => outcome.missed.push(format!("{name}: `{it}` is not told")),
        }
    }
    outcome.false_alarms.extend(told.faults.iter().filter(|it| !known(it)).map(|it| format!("{name}: {it}")));
}

fn same(told: Option<f64>, wanted: f64) -> bool {
    told.is_some_and(|it| (it - wanted).abs() <= 1e-9 * wanted.abs().max(1.0))
}

/// Hours, people, use and waits of a role are those of the key.
fn compare(house: &House, plan: &str, role: &Role, shown: &Assessed, outcome: &mut Outcome) {
    let Some(load) = shown.roles.iter().find(|it| house.number(&it.role.id) == role.role) else {
        outcome.missed.push(format!("{plan}: nothing is told of {}", role.role));
        return;
    };
    let figures = same(Some(load.need), role.need)
        && same(load.takes, role.takes)
        && same(load.missing, role.missing)
        && same(load.utilisation, role.utilisation)
        && load.people == role.people;
    match figures {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("{plan}: {} should be {role:?}, and is {load:?}", role.role)),
    }
    role.waits.iter().for_each(|it| waits(plan, it, load, outcome));
}

/// By formula to the last digits, by simulation within a twentieth; no number where there is none.
fn waits(plan: &str, wanted: &Waits, load: &Load, outcome: &mut Outcome) {
    let told = load.waits.iter().find(|it| it.tier == wanted.tier && it.activity == wanted.activity);
    match (wanted.days, told) {
        (None, None) if load.no_wait.as_ref().is_some_and(|it| it.contains("without end")) => outcome.found += 1,
        (Some(days), Some(it)) if same(Some(it.days), days) && near(it.simulated, days) => outcome.clean += 1,
        _ => outcome.missed.push(format!("{plan}: {wanted:?} is told as {told:?}")),
    }
}

fn near(simulated: Option<(f64, f64, f64)>, days: f64) -> bool {
    simulated.is_some_and(|it| (it.0 / days - 1.0).abs() <= NEAR)
}

fn costs(case: &Case, shown: &Assessed, outcome: &mut Outcome) {
    for (tier, each) in &case.costs {
        let told = shown.costs.iter().find(|it| it.tier == *tier).and_then(|it| it.each);
        match same(told, *each) {
            true => outcome.clean += 1,
            false => {
                outcome.missed.push(format!("{}: a system of {tier} costs {each}, and is told as {told:?}", case.plan))
            }
        }
    }
}
