//! Self-test of losses in numbers: events, costs and expected losses against closed forms, the place in the matrix by the scales, intervals that widen with few
//! rows, a likelihood that moves with its indicator and with nothing else, appetites, and bad input that is refused.
//!
//! Cases and keys are written by `scripts/loss_numbers.py`, which shares no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use governance::risking::quantifying::answered::{Numbers, Placed, Wanted};
use governance::risking::quantifying::whole::{Asked, Told};
use governance::{Actor, Error, Via};
use jiff::civil::Date;
use record::{Change, Document};
use serde::Deserialize;
use serde_json::Value;

use super::Outcome;
use super::house::{self, House, SAME, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    exact: BTreeMap<String, Exact>,
    deviation: BTreeMap<String, f64>,
    /// Levels of likelihood and of consequence.
    places: BTreeMap<String, (usize, usize)>,
    levels: BTreeMap<String, String>,
    not_assessable: BTreeMap<String, String>,
    intervals: BTreeMap<String, (f64, f64)>,
    /// Verdicts by amount.
    appetites: BTreeMap<String, String>,
    falls: Falls,
    /// A record, what is set, the field that is refused and why.
    refused: Vec<(String, Value, String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exact {
    events: f64,
    cost: f64,
    expected: f64,
}

/// An indicator that falls, and the level of likelihood that moves with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Falls {
    risk: String,
    from: usize,
    to: usize,
    events: f64,
    plan: String,
    measurement: Value,
}

/// Years that are drawn, and how near the mean of so many must come to the closed form.
const YEARS: u32 = 100_000;
const NEAR: f64 = 0.02;
/// Losses of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = told(&house, 7).await?;
        exact(&house, side, &told, &key, &mut outcome);
        placed(&house, side, &told, &key, &mut outcome);
        untold(&house, side, &told, &key, &mut outcome);
        outcome.check(told == self::told(&house, 7).await?, || format!("{side}: the same question has another answer"));
        refused(&house, side, &key, &mut outcome).await?;
        falls(&house, side, &told, &key, &mut outcome).await?;
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn told(house: &House, seed: u64) -> Result<Told, Failure> {
    let asked = Asked { wanted: Wanted { years: Some(YEARS), seed: Some(seed) }, ..Asked::default() };
    Ok(house.aims.quantified(&operator(), asked).await?)
}

fn numbers(told: &Told) -> impl Iterator<Item = &Numbers> {
    told.types.iter().filter_map(|it| it.numbers.as_ref())
}

fn near(found: f64, wanted: f64, part: f64) -> bool {
    (found - wanted).abs() <= part * wanted.abs().max(f64::MIN_POSITIVE)
}

/// Events, costs and expected losses: what is exact, and what is drawn beside it.
fn exact(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let mut left = key.exact.len();
    for (numbers, it) in numbers(told).flat_map(|of| of.risks.iter().map(move |it| (of, it))) {
        let name = house.number(&it.risk);
        let Some(wanted) = key.exact.get(&name) else {
            outcome.false_alarms.push(format!("{side}: {name} has numbers, and must have none"));
            continue;
        };
        left -= 1;
        outcome.check(near(it.events, wanted.events, SAME), || {
            format!("{side}: {name} has {} events, not {}", it.events, wanted.events)
        });
        let cost = it.cost.unwrap_or(f64::NAN);
        outcome.check(near(cost, wanted.cost, SAME), || format!("{side}: {name} costs {cost}, not {}", wanted.cost));
        let one = numbers.losses.risks.iter().find(|of| of.id == it.risk.to_string());
        let drawn = one.and_then(|it| it.kept.expected.value()).unwrap_or(f64::NAN);
        outcome.check(near(drawn, wanted.expected, NEAR), || {
            format!("{side}: {name} loses {drawn}, not {}", wanted.expected)
        });
        if let Some(wanted) = key.deviation.get(&name) {
            let found = one.and_then(|it| it.closed.deviation.value()).unwrap_or(f64::NAN);
            outcome.check(near(found, *wanted, SAME), || format!("{side}: {name} deviates by {found}, not {wanted}"));
        }
        if let Some((low, high)) = key.intervals.get(&name) {
            let found = it.interval.unwrap_or_default();
            let right = near(found.0, *low, SAME) && near(found.1, *high, SAME);
            outcome.check(right, || format!("{side}: events of {name} lie within {found:?}, not ({low}, {high})"));
        }
    }
    outcome.check(left == 0, || format!("{side}: {left} risks have no numbers"));
}

/// Levels by the scales, and appetites; without criteria in force, that there are none and why.
fn placed(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    for it in numbers(told).flat_map(|it| &it.risks) {
        let name = house.number(&it.risk);
        let found = it.position.as_ref().map(|of| (of.likelihood, of.consequence));
        let level = it.position.as_ref().and_then(|of| of.level.as_ref());
        let (places, wanted) = (key.places.get(&name), key.levels.get(&name));
        let why = it.why.as_deref().unwrap_or_default();
        let right = found.as_ref() == places
            && level == wanted
            && (found.is_some() || why.contains("no risk criteria are in force"));
        outcome
            .check(right, || format!("{side}: {name} lies at {found:?} {level:?} ({why}), not {places:?} {wanted:?}"));
        outcome.clean += usize::from(right && found.is_some());
    }
    let found: BTreeMap<String, String> = numbers(told)
        .flat_map(|it| &it.appetites)
        .map(|it| (format!("{:.0}", it.appetite.loss), it.verdict.to_owned()))
        .collect();
    outcome.check(found == key.appetites, || format!("{side}: appetites are {found:?}, not {:?}", key.appetites));
}

/// What cannot be assessed, with its reason.
fn untold(house: &House, side: &str, told: &Told, key: &Key, outcome: &mut Outcome) {
    let found: BTreeMap<String, &str> =
        told.not_assessable.iter().map(|it| (house.number(&it.risk), it.why.as_str())).collect();
    for (name, says) in &key.not_assessable {
        let right = found.get(name).is_some_and(|it| it.contains(says.as_str()));
        outcome.check(right, || format!("{side}: {name} is said to be {:?}, not `{says}`", found.get(name)));
    }
    let wrong = found.keys().filter(|it| !key.not_assessable.contains_key(*it));
    outcome.false_alarms.extend(wrong.map(|it| format!("{side}: {it} is said not to be assessable")));
}

/// Bad input is refused at its field; what stands stays as it is.
async fn refused(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    for (name, set, field, says) in &key.refused {
        let (id, set) = (house.record(name)?, house.stored(set)?);
        let set: Document = set.as_object().cloned().unwrap_or_default();
        let change = Change::Edit { id, base: None, set, why: None };
        let right = match house.aims.commit(&operator(), change, None).await {
            Err(Error::Problems(all)) => all.iter().any(|it| it.field == *field && it.message.contains(says.as_str())),
            _ => false,
        };
        outcome.check(right, || format!("{side}: {name} is not refused at `{field}` for `{says}`"));
    }
    Ok(())
}

/// An indicator falls: the likelihood of its risk moves by the curve, and nothing else does.
async fn falls(house: &House, side: &str, before: &Told, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let mut document: Document = key.falls.measurement.as_object().cloned().unwrap_or_default();
    document.insert("plan".to_owned(), Value::from(house.record(&key.falls.plan)?.to_string()));
    let change = Change::Create { kind: "measurement".to_owned(), state: Some("recorded".to_owned()), document };
    house.aims.commit(&operator(), change, None).await?;
    let after = told(house, 7).await?;
    let of = |told: &Told| -> BTreeMap<String, Placed> {
        numbers(told).flat_map(|it| &it.risks).map(|it| (house.number(&it.risk), it.clone())).collect()
    };
    let (before, after) = (of(before), of(&after));
    let moved: Vec<&String> = before.keys().filter(|it| before.get(*it) != after.get(*it)).collect();
    outcome.check(moved == [&key.falls.risk], || {
        format!("{side}: {moved:?} moved with an indicator of {}", key.falls.risk)
    });
    let events = after.get(&key.falls.risk).map_or(f64::NAN, |it| it.events);
    outcome.check(near(events, key.falls.events, SAME), || {
        format!("{side}: {events} events follow, not {}", key.falls.events)
    });
    let place = |all: &BTreeMap<String, Placed>| Some(all.get(&key.falls.risk)?.position.as_ref()?.likelihood);
    if let Some(found) = place(&before).zip(place(&after)) {
        let wanted = (key.falls.from, key.falls.to);
        outcome.check(found == wanted, || format!("{side}: the likelihood goes {found:?}, not {wanted:?}"));
    }
    Ok(())
}
