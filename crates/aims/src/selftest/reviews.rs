//! Self-test of review by lanes: a year of answered requests whose figures are known from elsewhere, open requests with planted faults, and a
//! table that is replayed over all of them.
//!
//! Cases and keys are written by `scripts/reviews.py`, which writes the rules down once more and shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::reviewing::board::Board;
use governance::{Actor, Error, Via};
use record::{Change, Document, Id};
use serde::Deserialize;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered.
    day: jiff::civil::Date,
    open: Vec<Open>,
    lanes: BTreeMap<String, Figures>,
    /// Days that the queue of the deep lane predicts; nothing where it grows without end.
    deep_days: Option<f64>,
    /// Requests that were looked at too little.
    under: Vec<String>,
    /// Requests that the other table moves.
    moved: Vec<String>,
    /// Requests of the fast lane that went wrong, by the rules in force and by the others.
    missed: (Vec<String>, Vec<String>),
}

/// An open request, its lane, and whether the program may answer it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    request: String,
    lane: String,
    settles: bool,
}

/// What a lane did.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    answered: usize,
    median: f64,
    in_time: u64,
    first_pass: u64,
}

/// Enters both organisations and compares what is told of their requests with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let actor = Actor::operator(Via::System);
        board(&house, side, &key, &house.aims.review_board(&actor).await?, &mut outcome);
        replayed(&house, side, &key, &mut outcome).await?;
        for open in &key.open {
            settled(&house, side, open, &mut outcome).await?;
        }
    }
    Ok(outcome)
}

fn board(house: &House, side: &str, key: &Key, board: &Board, outcome: &mut Outcome) {
    for (name, wanted) in &key.lanes {
        let lane = board.lanes.iter().find(|it| it.lane.name == *name);
        let told = lane.map(|it| {
            let of =
                |it: &Option<measure::Estimate>| it.as_ref().and_then(|it| it.fraction.as_ref()).map(|it| it.numerator);
            (it.answered.len(), it.days.as_ref().map(|it| it.value), of(&it.in_time), of(&it.first_pass))
        });
        let right = told == Some((wanted.answered, Some(wanted.median), Some(wanted.in_time), Some(wanted.first_pass)));
        outcome.check(right, || format!("{side}: lane {name} is told {told:?}, not {wanted:?}"));
    }
    let deep = board.lanes.iter().find(|it| it.lane.name == "deep").and_then(|it| it.predicted.as_ref().ok());
    let deep = deep.map(|it| it.days);
    let right = match (deep, key.deep_days) {
        (Some(told), Some(wanted)) => (told - wanted).abs() <= 1e-9 * wanted,
        (told, wanted) => told == wanted,
    };
    outcome.check(right, || format!("{side}: the deep lane is predicted {deep:?} days, not {:?}", key.deep_days));
    for open in &key.open {
        let told = board.open.iter().find(|it| house.number(&it.request) == open.request);
        let lane = told.map(|it| it.lane.as_str());
        outcome.check(lane == Some(open.lane.as_str()), || {
            format!("{side}: {} takes {lane:?}, not {}: {told:?}", open.request, open.lane)
        });
    }
    let under: BTreeSet<String> = board.under.iter().map(|it| house.number(&it.id)).collect();
    let wanted: BTreeSet<String> = key.under.iter().cloned().collect();
    outcome.sets(&under, &wanted, |it| format!("{side}: {it}, looked at too little"));
}

async fn replayed(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let table = house.record("careful")?;
    let found = house.aims.review_replay(&Actor::operator(Via::System), &table).await?;
    let names = |all: Vec<&Id>| all.into_iter().map(|it| house.number(it)).collect::<BTreeSet<String>>();
    let wanted = |all: &[String]| all.iter().cloned().collect::<BTreeSet<String>>();
    let past =
        |all: BTreeSet<String>| all.into_iter().filter(|it| !key.open.iter().any(|open| open.request == *it)).collect();
    let moved: BTreeSet<String> = past(names(found.moved.iter().map(|it| &it.id).collect()));
    outcome.check(moved == wanted(&key.moved), || {
        format!("{side}: {} requests move, not {}", moved.len(), key.moved.len())
    });
    let missed = (names(found.before.missed.iter().collect()), names(found.after.missed.iter().collect()));
    let right = missed == (wanted(&key.missed.0), wanted(&key.missed.1));
    outcome.check(right, || format!("{side}: missed are {missed:?}, not {:?}", key.missed));
    Ok(())
}

/// The program answers what it may, and refuses what it may not.
async fn settled(house: &House, side: &str, open: &Open, outcome: &mut Outcome) -> Result<(), Failure> {
    let (id, set) = (house.record(&open.request)?, Document::new());
    let change = Change::Move { id, base: None, transition: "settle".to_owned(), set, why: None };
    let done = house.aims.commit(&Actor::operator(Via::System), change, None).await;
    match (&done, open.settles) {
        (Ok(_), true) => outcome.clean += 1,
        (Err(Error::Refused(_)), false) => outcome.found += 1,
        (Ok(_), false) => outcome.missed.push(format!("{side}: {} was answered by the fast lane", open.request)),
        (Err(error), _) => outcome.false_alarms.push(format!("{side}: {} was refused: {error}", open.request)),
    }
    Ok(())
}
