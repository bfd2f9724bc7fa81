//! Self-test of treatment plans: whether they worked, what is left of risks, tasks and hours, what they cost, how the statement of applicability holds
//! their controls, and what is missing; and that tasks that are done close nothing, that what was shown and is no more opens again, that a control that
//! goes changes what is left, and that an approval is of what was approved.
//!
//! Data and keys are written by `selftest/3.5/make.py`, which shares no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use governance::treating::cost::PerUnit;
use governance::treating::whole::{Board, Part, Told};
use governance::{Actor, Committed, Error, Via};
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use super::house::{self, House, SAME, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    verdicts: BTreeMap<String, String>,
    residual: BTreeMap<String, Left>,
    removed: Removed,
    /// What a year of each treatment costs.
    costs: BTreeMap<String, f64>,
    /// What a level less of a risk costs by a treatment; nothing where it brings none.
    worth: BTreeMap<String, BTreeMap<String, Option<f64>>>,
    loss: Loss,
    hours: BTreeMap<String, BTreeMap<String, String>>,
    /// Tasks, those that are done, those that are late.
    progress: BTreeMap<String, [usize; 3]>,
    /// Whether a treatment can be closed.
    closes: BTreeMap<String, bool>,
    held: BTreeMap<String, String>,
    /// Every gap with its records, as often as it is there.
    gaps: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Left {
    #[serde(rename = "type")]
    of: String,
    before: String,
    after: String,
    verdict: String,
    levels: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Removed {
    control: String,
    after: BTreeMap<String, String>,
    /// Risks of which a row is told that does not count any more.
    told: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Loss {
    treatment: String,
    risk: String,
    reduction: f64,
    yearly: f64,
}

/// Treatment plans of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let before = outcome.found;
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = told(&house).await?;
        stands(&house, &told, &key, side, &mut outcome);
        left(&house, &told, &key, side, &mut outcome);
        prices(&house, &told, &key, side, &mut outcome);
        gaps(&house, &told, &key, side, &mut outcome);
        closing(&house, &key, side, &mut outcome).await?;
        approving(&house, side, &mut outcome).await?;
        removing(&house, &key.removed, side, &mut outcome).await?;
        bad_input(&house, side, &mut outcome).await?;
        outcome.count_clean(side, before);
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn told(house: &House) -> Result<Told, Failure> {
    Ok(house.aims.treatments(&operator(), Part::default()).await?)
}

async fn moved(house: &House, name: &str, transition: &str, set: Value) -> Result<Result<Committed, Error>, Failure> {
    let set: Document = set.as_object().cloned().unwrap_or_default().into_iter().collect();
    let why = Some("asked by the self-test".to_owned());
    let change = Change::Move { id: house.record(name)?, base: None, transition: transition.to_owned(), set, why };
    Ok(house.aims.commit(&operator(), change, None).await)
}

async fn edited(house: &House, name: &str, set: Value) -> Result<Result<Committed, Error>, Failure> {
    let set: Document = set.as_object().cloned().unwrap_or_default().into_iter().collect();
    Ok(house.aims.commit(&operator(), Change::Edit { id: house.record(name)?, base: None, set, why: None }, None).await)
}

async fn added(house: &House, kind: &str, state: &str, fields: Value) -> Result<Id, Failure> {
    let document: Document = fields.as_object().cloned().unwrap_or_default().into_iter().collect();
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    Ok(house.aims.commit(&operator(), change, None).await?.id)
}

fn plan<'a>(house: &House, told: &'a Told, name: &str) -> Option<&'a Board> {
    told.plans.iter().find(|it| house.number(&it.id) == name)
}

/// Whether each worked, how far its tasks are, and whether hours suffice.
fn stands(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let found: BTreeMap<String, String> =
        told.plans.iter().map(|it| (house.number(&it.id), it.success.verdict.name().to_owned())).collect();
    outcome.check(found == key.verdicts, || format!("{side}: verdicts are {found:?}, not {:?}", key.verdicts));
    for (name, wanted) in &key.progress {
        let of = plan(house, told, name).map(|it| [it.progress.tasks, it.progress.done, it.progress.overdue]);
        outcome.check(of.as_ref() == Some(wanted), || format!("{side}: tasks of {name} are {of:?}, not {wanted:?}"));
        let burnt = plan(house, told, name).and_then(|it| it.burnt.iter().find(|it| it.on == key.day)?.open);
        let open = Some(wanted[0] - wanted[1]);
        outcome.check(burnt == open, || format!("{side}: {burnt:?} tasks of {name} are left today, not {open:?}"));
    }
    let mut hours: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (of, it) in told.plans.iter().flat_map(|it| it.owners.iter().map(move |of| (it, of))) {
        let fits = it.fits.name().to_owned();
        hours.entry(house.number(&of.id)).or_default().insert(house.number(&it.person), fits);
    }
    outcome.check(hours == key.hours, || format!("{side}: hours are {hours:?}, not {:?}", key.hours));
    let held: BTreeMap<String, String> =
        told.controls.iter().map(|it| (house.number(&it.control), it.holds.name().to_owned())).collect();
    outcome.check(held == key.held, || format!("{side}: the statement holds {held:?}, not {:?}", key.held));
}

/// What everything that is planned leaves.
fn left(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    for (name, wanted) in &key.residual {
        let row = told.risks.iter().find(|it| house.number(&it.risk) == *name).and_then(|it| it.moved.first());
        let found = row.map(|it| Left {
            of: it.of.clone(),
            before: it.before.level.clone().unwrap_or_default(),
            after: it.after.level.clone().unwrap_or_default(),
            verdict: it.after.verdict.name().to_owned(),
            levels: it.levels.unwrap_or_default(),
        });
        outcome.check(found.as_ref() == Some(wanted), || format!("{side}: {name} is {found:?}, not {wanted:?}"));
        let says = row.is_some_and(|it| it.after.says.contains(&it.after.level.clone().unwrap_or_default()));
        outcome.check(says, || format!("{side}: nothing says why {name} is left so"));
    }
}

/// What treatments cost, and what a unit less does.
fn prices(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let near = |one: f64, two: f64| (one - two).abs() <= SAME * two.abs().max(1.0);
    let found: BTreeMap<String, f64> =
        told.plans.iter().filter_map(|it| Some((house.number(&it.id), it.cost.as_ref()?.yearly))).collect();
    let same = found.len() == key.costs.len()
        && key.costs.iter().all(|(name, it)| found.get(name).is_some_and(|of| near(*of, *it)));
    outcome.check(same, || format!("{side}: a year costs {found:?}, not {:?}", key.costs));
    for (name, risks) in &key.worth {
        for (risk, wanted) in risks {
            let own = plan(house, told, name).and_then(|it| it.worth.iter().find(|it| house.number(&it.risk) == *risk));
            let right = match (own.map(|it| &it.per), wanted) {
                (Some(PerUnit::Levels { cost, .. }), Some(wanted)) => near(*cost, *wanted),
                (Some(PerUnit::NotAssessable), None) => own.is_some_and(|it| !it.says.is_empty()),
                _ => false,
            };
            outcome.check(right, || format!("{side}: a level less of {risk} by {name} is {own:?}, not {wanted:?}"));
        }
    }
    let loss = &key.loss;
    let own = plan(house, told, &loss.treatment)
        .and_then(|it| it.worth.iter().find(|it| house.number(&it.risk) == loss.risk).map(|it| &it.per));
    let right = match own {
        Some(PerUnit::Loss { reduction, interval: Some((low, high)), cost: Some((each, _, _)), n, .. }) => {
            *low <= loss.reduction
                && loss.reduction <= *high
                && (reduction / loss.reduction - 1.0).abs() < 0.02
                && near(*each, loss.yearly / reduction)
                && *n >= 10_000
        }
        _ => false,
    };
    outcome.check(right, || format!("{side}: what {} saves is {own:?}, not {}", loss.treatment, loss.reduction));
}

/// Every gap with its records.
fn gaps(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let found = told.gaps.iter().map(|it| (it.sort, it.records.as_slice()));
    house.gaps(found, &key.gaps, side, outcome);
}

/// Tasks are done everywhere, and only what is shown is closed; what is shown otherwise later opens again.
async fn closing(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for (name, wanted) in &key.closes {
        let answer = moved(house, name, "close", json!({ "result": "Looked at." })).await?;
        let right = match &answer {
            Ok(_) => *wanted,
            Err(Error::Refused(all)) => {
                !wanted && all.iter().any(|it| it.message.contains("records show that it worked"))
            }
            Err(_) => false,
        };
        outcome.check(right, || format!("{side}: closing {name} is {answer:?}"));
    }
    if key.closes.get("T1") != Some(&true) {
        return Ok(());
    }
    let verdict = |told: &Told| plan(house, told, "T1").map(|it| (it.success.verdict.name(), it.success.since));
    let closed = verdict(&told(house).await?);
    outcome.check(closed == Some(("closed", None)), || format!("{side}: T1 was closed and is {closed:?}"));
    let system = house.record("S1")?;
    let fields = json!({
        "title": "Later", "of": system, "family": "fairness", "verdict": "fail", "measured_on": key.day, "data_digest": "sha256:02",
        "engine": "hand", "plan_digest": "sha256:01", "seed": "1", "values": [{ "metric": "m", "value": 0 }],
    });
    added(house, "measurement", "recorded", fields).await?;
    let open = verdict(&told(house).await?);
    outcome
        .check(open == Some(("reopened", Some(key.day))), || format!("{side}: T1 is not so any more and is {open:?}"));
    Ok(())
}

/// An approval is of the plan as it is and of what it leaves.
async fn approving(house: &House, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    // Nobody approves what they wrote themselves, so somebody who directs does.
    let chief = Actor { person: Some(house.record("P3")?), roles: Vec::new(), ..operator() };
    let set = Document::from_iter([("owner".to_owned(), json!(house.record("P1")?))]);
    let id = house.record("T6")?;
    let change = Change::Move { id, base: None, transition: "approve".to_owned(), set, why: None };
    let answer = house.aims.commit(&chief, change, None).await;
    if side == "faulty" {
        let unlike =
            matches!(&answer, Err(Error::Refused(all)) if all.iter().any(|it| it.message.contains("EUR and USD")));
        outcome.check(unlike, || format!("{side}: a plan in two currencies is {answer:?}"));
        return Ok(());
    }
    let stands = |told: &Told| plan(house, told, "T6").and_then(|it| it.agreement.stands);
    let agreed = stands(&told(house).await?);
    outcome.check(answer.is_ok() && agreed == Some(true), || format!("{side}: an approval is {answer:?}, {agreed:?}"));
    edited(house, "T6", json!({ "cost": { "amount": "800", "currency": "EUR" } })).await?.map(drop)?;
    let agreed = stands(&told(house).await?);
    outcome.check(agreed == Some(false), || format!("{side}: a plan that costs more stands as approved: {agreed:?}"));
    let answer = moved(house, "T6", "implement", json!({})).await?;
    outcome.check(matches!(answer, Err(Error::Refused(_))), || {
        format!("{side}: it is carried out all the same: {answer:?}")
    });
    edited(house, "T6", json!({ "cost": { "amount": "700", "currency": "EUR" } })).await?.map(drop)?;
    let agreed = stands(&told(house).await?);
    outcome.check(agreed == Some(true), || format!("{side}: the plan that was approved does not stand: {agreed:?}"));
    Ok(())
}

/// A control that goes changes what is left, what was approved no longer covers it, and the statement is told to lag.
async fn removing(house: &House, key: &Removed, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    moved(house, &key.control, "end", json!({})).await?.map(drop)?;
    let told = told(house).await?;
    for (name, wanted) in &key.after {
        let row = told.risks.iter().find(|it| house.number(&it.risk) == *name).and_then(|it| it.moved.first());
        let level = row.and_then(|it| it.after.level.clone());
        let named = row.is_some_and(|it| it.without.iter().any(|it| it.contains("CTL-0001 is retired")));
        let named = named == key.told.contains(name);
        outcome.check(level.as_ref() == Some(wanted) && named, || {
            format!("{side}: without it {name} is {level:?}, not {wanted}")
        });
    }
    let control = house.record(&key.control)?;
    let lags = told.gaps.iter().any(|it| it.sort == "statement_lags" && it.records == [control.clone()]);
    outcome.check(lags, || format!("{side}: the statement does not lag"));
    if side == "clean" {
        let stands = plan(house, &told, "T6").and_then(|it| it.agreement.stands);
        outcome
            .check(stands == Some(false), || format!("{side}: what is left is graver, and the approval is {stands:?}"));
    }
    Ok(())
}

/// A predicate that nobody can read, and tasks that wait for each other, are refused where they are entered.
async fn bad_input(house: &House, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let rows = |kind: &str, filter: &str| json!({ "effect": [{ "says": "so", "kind": kind, "filter": filter, "holds": "none", "of": "" }] });
    for (kind, filter) in [("nothing", ""), ("incident", "no_such_field:1"), ("measurement", "measured_on>=someday")] {
        let answer = edited(house, "T3", rows(kind, filter)).await?;
        let refused = matches!(&answer, Err(Error::Problems(all)) if all.iter().any(|it| it.field == "effect"));
        outcome.check(refused, || format!("{side}: a predicate over `{kind}` by `{filter}` is {answer:?}"));
    }
    let answer = edited(house, "A5", json!({ "after": [house.record("A6")?] })).await?;
    let refused =
        matches!(&answer, Err(Error::Problems(all)) if all.iter().any(|it| it.message.contains("wait for itself")));
    outcome.check(refused, || format!("{side}: tasks in a circle are {answer:?}"));
    Ok(())
}
