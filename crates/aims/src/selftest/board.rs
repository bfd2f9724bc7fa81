//! Self-test of the pack for those who direct, of management reviews and of documents: every figure with its interval and its records, what is
//! asked, inputs that are missing, and faults of documents.
//!
//! Cases and keys are written by `scripts/board.py`, which shares no code with the product.

use std::path::Path;

use governance::packing::pack::Pack;
use governance::packing::period::Asked as Period;
use governance::{Actor, Via};
use jiff::civil::Date;
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// How far a number may be from that of the key, of its size.
const NEAR: f64 = 1e-9;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered, and as of which it is told.
    day: Date,
    from: Date,
    until: Date,
    figures: Vec<Figure>,
    /// Requests that wait for a decision, the most urgent first.
    asks: Vec<String>,
    /// What is asked about each of them.
    open: Vec<Open>,
    faults: Vec<Fault>,
    acknowledged: Acknowledged,
    reviews: Vec<Review>,
}

/// What a figure must be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    key: String,
    count: u64,
    n: u64,
    value: f64,
    low: f64,
    high: f64,
    records: Vec<String>,
}

/// What is asked about a request: why, of which body, by when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    record: String,
    due: Date,
    sorts: Vec<String>,
    body: Option<String>,
}

/// A fault of a document.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    check: String,
    record: String,
}

/// How many have acknowledged a document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Acknowledged {
    document: String,
    given: u64,
    asked: u64,
    low: f64,
    high: f64,
}

/// What a review lacks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    review: String,
    missing: Vec<String>,
}

/// Enters both organisations and compares what is told of them with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let (mut outcome, operator) = (Outcome::default(), Actor::operator(Via::System));
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let asked = Period { from: Some(key.from), until: Some(key.until), as_of: Some(key.day), ..Period::default() };
        let pack = house.aims.pack(&operator, &asked).await?;
        figures(side, &house, &pack, &key, &mut outcome);
        let told: Vec<String> =
            pack.asks.shown.iter().filter(|it| it.kind == "review_request").map(|it| house.number(&it.id)).collect();
        same(format!("{side}: what is asked is {told:?}"), told == key.asks, &mut outcome);
        open(side, &house, &pack, &key, &mut outcome);
        documents(side, &house, &key, &mut outcome).await?;
        for it in &key.reviews {
            review(side, &house, it, &mut outcome).await?;
        }
    }
    Ok(outcome)
}

/// A clean case that passes, or one that does not.
fn same(says: String, holds: bool, outcome: &mut Outcome) {
    match holds {
        true => outcome.clean += 1,
        false => outcome.missed.push(says),
    }
}

fn near(told: f64, wanted: f64) -> bool {
    (told - wanted).abs() <= NEAR * wanted.abs().max(1.0)
}

/// Every figure of the key with its interval and its records, and none that counts something that the key does not know.
fn figures(side: &str, house: &House, pack: &Pack, key: &Key, outcome: &mut Outcome) {
    for wanted in &key.figures {
        let told = pack.figures.iter().find(|it| it.key == wanted.key);
        let holds = told.and_then(|it| Some((it, it.value?))).is_some_and(|(figure, it)| {
            let mut records: Vec<String> = figure.rows.iter().map(|it| house.number(&it.id)).collect();
            records.sort();
            (it.count, it.n) == (wanted.count, wanted.n)
                && near(it.value, wanted.value)
                && near(it.interval.0, wanted.low)
                && near(it.interval.1, wanted.high)
                && records == wanted.records
        });
        match (holds, wanted.count > 0 && side == "faulty") {
            (true, true) => outcome.found += 1,
            (true, false) => outcome.clean += 1,
            (false, _) => outcome.missed.push(format!("{side}: {wanted:?} is told as {told:?}")),
        }
    }
    let known = |it: &str| key.figures.iter().any(|wanted| wanted.key == it);
    let more = pack.figures.iter().filter(|it| it.value.is_some() && !known(&it.key));
    outcome.false_alarms.extend(more.map(|it| format!("{side}: {} is told as {:?}", it.key, it.value)));
    let honest = |it: &governance::packing::figure::Figure| it.before.is_none() && !it.before_why.is_empty();
    let says = format!("{side}: something is told of a time before the ledger");
    same(says, pack.figures.iter().all(honest), outcome);
}

/// Each request says why it is asked now, of which body and by when; what a body left open is a planted fault.
fn open(side: &str, house: &House, pack: &Pack, key: &Key, outcome: &mut Outcome) {
    for wanted in &key.open {
        let told = pack.asks.shown.iter().find(|it| house.number(&it.id) == wanted.record);
        let holds = told.is_some_and(|it| {
            let sorts: Vec<&str> = it.why.iter().map(|it| it.sort).collect();
            let body = it.of.body.as_ref().map(|it| house.number(it));
            sorts == wanted.sorts && body == wanted.body && it.due == Some(wanted.due) && !it.otherwise.is_empty()
        });
        match (holds, wanted.sorts.iter().any(|it| !["waits", "agenda"].contains(&it.as_str()))) {
            (true, true) => outcome.found += 1,
            (true, false) => outcome.clean += 1,
            (false, _) => outcome.missed.push(format!("{side}: {wanted:?} is told as {told:?}")),
        }
    }
}

/// Each planted fault is told, and no other; and how many have acknowledged.
async fn documents(side: &str, house: &House, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let control = house.aims.documents(&Actor::operator(Via::System)).await?;
    let told: Vec<Fault> =
        control.faults.iter().map(|it| Fault { check: it.check.to_owned(), record: house.number(&it.id) }).collect();
    for it in &key.faults {
        match told.contains(it) {
            true => outcome.found += 1,
            false => outcome.missed.push(format!("{side}: {it:?} is not told")),
        }
    }
    let more = told.iter().filter(|it| !key.faults.contains(it));
    outcome.false_alarms.extend(more.map(|it| format!("{side}: {it:?}")));
    let wanted = &key.acknowledged;
    let stands = control.documents.iter().find(|it| house.number(&it.id) == wanted.document).map(|it| &it.all);
    let holds = stands.is_some_and(|it| {
        let near = it.interval.is_some_and(|(low, high)| near(low, wanted.low) && near(high, wanted.high));
        (it.given, it.asked) == (wanted.given, wanted.asked) && near
    });
    same(format!("{side}: {wanted:?} is told as {stands:?}"), holds, outcome);
    Ok(())
}

async fn review(side: &str, house: &House, wanted: &Review, outcome: &mut Outcome) -> Result<(), Failure> {
    let id = house.record(&wanted.review)?;
    let told = house.aims.management_review(&Actor::operator(Via::System), &id).await?;
    let lacks = |it: &&governance::packing::review::Looked| it.required && it.summary.is_empty();
    let missing: Vec<String> = told.inputs.iter().filter(lacks).map(|it| it.key.clone()).collect();
    match (missing == wanted.missing, missing.is_empty()) {
        (true, false) => outcome.found += missing.len(),
        (true, true) => outcome.clean += 1,
        (false, _) => outcome.missed.push(format!("{side}: {wanted:?} is told to lack {missing:?}")),
    }
    Ok(())
}
