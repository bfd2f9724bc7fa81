//! Self-tests of findings and corrective action: age, limits, priority, repeats and clusters of findings; what nonconformities lack, where else the same
//! is, and how effects stand; each with its clean twin.
//!
//! Cases and keys are written by `scripts/correcting.py`, which counts by the definitions from the rows and shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::correcting::effect::Effect;
use governance::correcting::order::Late;
use governance::correcting::whole::{Board, Line};
use governance::predicate::looked::Looked;
use governance::{Actor, Via};
use record::Id;
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The key of findings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Findings {
    origin: String,
    /// The day on which everything is entered and asked.
    day: jiff::civil::Date,
    findings: BTreeMap<String, Finding>,
    /// Open findings by class of age.
    ages: Vec<usize>,
    /// By unit; without a name where none is named.
    burdens: BTreeMap<String, Burden>,
    /// Findings by cause.
    clusters: BTreeMap<String, BTreeSet<String>>,
    to_verify: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    /// Days, of those that are open.
    age: Option<i64>,
    late: Option<String>,
    priority: Option<f64>,
    repeats: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Burden {
    open: usize,
    late: usize,
    median_age: f64,
    weight: f64,
}

/// The key of corrective action.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Corrections {
    origin: String,
    day: jiff::civil::Date,
    /// How many things each nonconformity lacks.
    lacks: BTreeMap<String, usize>,
    /// AI systems at which the same may be so.
    like: BTreeMap<String, BTreeSet<String>>,
    effects: BTreeMap<String, Told>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    effect: String,
    looked: Vec<Wanted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    counted: u64,
    /// Ends of the exact interval, where a closed form gives them.
    share: Option<(f64, f64)>,
    holds: Option<bool>,
}

/// Findings of both sides.
pub async fn findings(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Findings| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let board = house.aims.corrections(&Actor::operator(Via::System)).await?;
        for it in &board.findings {
            finding(&house, side, it, &key, &mut outcome);
        }
        outcome
            .check(board.findings.len() == key.findings.len(), || format!("{side}: {} findings", board.findings.len()));
        sums(&house, side, &board, &key, &mut outcome);
        let weights: Vec<f64> = board.findings.iter().filter_map(|it| it.placed.priority).map(|it| it.value).collect();
        outcome.check(weights.is_sorted_by(|a, b| a >= b), || format!("{side}: findings are out of order"));
    }
    Ok(outcome)
}

fn finding(house: &House, side: &str, told: &Line, key: &Findings, outcome: &mut Outcome) {
    let name = house.number(&told.placed.id);
    let Some(wanted) = key.findings.get(&name) else {
        outcome.false_alarms.push(format!("{side}: {name} is told"));
        return;
    };
    let repeats: BTreeSet<String> = told.repeats.iter().map(|it| house.number(&it.id)).collect();
    outcome.missed.extend(wanted.repeats.difference(&repeats).map(|it| format!("{side}: {name} repeats {it}")));
    outcome
        .false_alarms
        .extend(repeats.difference(&wanted.repeats).map(|it| format!("{side}: {name} is told to repeat {it}")));
    if wanted.repeats.is_empty() && repeats.is_empty() {
        outcome.clean += 1;
    }
    let late = told.placed.late.map(|it| if it == Late::Answer { "answer" } else { "settling" }.to_owned());
    let priority = told.placed.priority.map(|it| it.value);
    let near = match (priority, wanted.priority) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9 * b.max(1.0),
        (a, b) => a == b,
    };
    let age = told.placed.age.filter(|_| priority.is_some());
    let right = age == wanted.age && late == wanted.late && near;
    outcome.check(right, || {
        format!("{side}: {name} is {age:?} days old, late {late:?}, weighs {priority:?}, not {wanted:?}")
    });
}

fn sums(house: &House, side: &str, board: &Board, key: &Findings, outcome: &mut Outcome) {
    let ages: Vec<usize> = board.ages.iter().map(|it| it.1).collect();
    outcome.check(ages == key.ages, || format!("{side}: ages are {ages:?}, not {:?}", key.ages));
    outcome.check(board.to_verify == key.to_verify, || format!("{side}: {} wait", board.to_verify));
    outcome.check(board.burdens.len() == key.burdens.len(), || format!("{side}: {} units", board.burdens.len()));
    for it in &board.burdens {
        let unit =
            it.unit.as_ref().and_then(|it| it.parse::<Id>().ok()).map(|it| house.number(&it)).unwrap_or_default();
        let right = key.burdens.get(&unit).is_some_and(|of| {
            (it.open, it.late) == (of.open, of.late)
                && it.median_age == Some(of.median_age)
                && (it.weight - of.weight).abs() < 1e-9 * of.weight.max(1.0)
        });
        outcome.check(right, || format!("{side}: `{unit}` carries {it:?}"));
    }
    let clusters: BTreeMap<String, BTreeSet<String>> = board
        .clusters
        .iter()
        .map(|it| (it.cause.clone(), it.findings.iter().map(|it| house.number(it)).collect()))
        .collect();
    outcome.check(clusters == key.clusters, || format!("{side}: clusters are {clusters:?}"));
}

/// Corrective action of both sides.
pub async fn action(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Corrections| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let actor = Actor::operator(Via::System);
        for (name, wanted) in &key.lacks {
            let (case, _) = house.aims.correction(&actor, &house.record(name)?).await?;
            outcome
                .check(case.lacks.len() == *wanted, || format!("{side}: {name} lacks {:?}, not {wanted}", case.lacks));
            let like: BTreeSet<String> = case.like.iter().map(|it| house.number(&it.system)).collect();
            let known = key.like.get(name).cloned().unwrap_or_default();
            outcome.sets(&like, &known, |it| format!("{side}: {name} proposed at {it}"));
            if known.is_empty() && like.is_empty() {
                outcome.clean += 1;
            }
        }
        for (name, wanted) in &key.effects {
            let told = house.aims.effect_of(&actor, &house.record(name)?).await?;
            let looked = told.effect == Effect::NotCarriedOut
                || (told.looked.len() == wanted.looked.len()
                    && told.looked.iter().zip(&wanted.looked).all(|it| same(it.0, it.1)));
            let right = told.effect.name() == wanted.effect && looked;
            outcome.check(right, || format!("{side}: the effect of {name} is {told:?}, not {wanted:?}"));
        }
    }
    Ok(outcome)
}

fn same(told: &Looked, wanted: &Wanted) -> bool {
    let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9;
    let share = wanted.share.is_none_or(|of| told.share.is_some_and(|it| near(it, of)));
    (told.counted, told.holds) == (wanted.counted, wanted.holds) && share
}
