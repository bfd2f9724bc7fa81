//! Self-test of duties: AI systems in several places, and cards with what the law says of each on a day, as known on a day; planted faults,
//! each of which must move exactly what its key says; and deadlines.
//!
//! Cards are written by hand from the sources that stand beside them, in `scripts/obligations.py`, which also counts deadlines day by day and
//! shares no code with the product. A card speaks of every duty of its place, so a verdict that is not in it is a false alarm.

use std::collections::BTreeMap;
use std::path::Path;

use governance::obligations::clock::{COUNTED, deadline};
use governance::obligations::whole::Asked;
use governance::{Actor, Via};
use jiff::Timestamp;
use jiff::civil::Date;
use record::{Change, Document};
use serde::Deserialize;
use serde_json::Value;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered.
    day: Date,
    card: Vec<Card>,
    clock: Vec<Clock>,
}

/// What the law says of a system in a place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Card {
    system: String,
    place: String,
    on: Date,
    known: Date,
    /// Where that is written, for whoever reads the key.
    #[allow(dead_code)]
    source: String,
    /// The verdict about every duty that is not named.
    all: String,
    /// Provision, verdict and day.
    of: Vec<(String, String, Option<Date>)>,
    /// The fault that is planted, in words.
    #[serde(default)]
    planted: Option<String>,
    #[serde(default)]
    change: Planted,
}

/// What is changed to plant a fault.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planted {
    /// The record whose fields are changed.
    #[serde(default)]
    system: Option<String>,
    #[serde(default)]
    blank: Vec<String>,
    #[serde(default)]
    set: Document,
    /// A shipped file, and text in it that is replaced.
    #[serde(default)]
    overlay: Option<(String, String, String)>,
}

/// When something is due.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    event: Timestamp,
    offset: String,
    counted: String,
    calendar: String,
    strict: Timestamp,
    last_day: Date,
}

/// What is said of each provision: the verdict, and the day where it matters.
type Said = BTreeMap<String, (String, Option<Date>)>;

/// Enters both sides and compares what is told with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        for card in &key.card {
            match card.planted.as_deref() {
                None => compared(&house, card, &mut outcome).await?,
                Some(fault) => planted(folder, fault, card, &mut outcome).await?,
            }
        }
        key.clock.iter().for_each(|it| counted(&house, it, &mut outcome));
    }
    Ok(outcome)
}

/// A card of the clean organisation: every duty as the key says.
async fn compared(house: &House, card: &Card, outcome: &mut Outcome) -> Result<(), Failure> {
    let told = told(house, card).await?;
    let wrong = differences(card, &told);
    let place = format!("{} in {} on {}", card.system, card.place, card.on);
    match wrong.is_empty() {
        true => outcome.clean += 1,
        false => outcome.false_alarms.push(format!("{place}: {}", wrong.join("; "))),
    }
    Ok(())
}

/// A fault planted into an organisation and a library of its own: what is told moves exactly as the key says.
async fn planted(folder: &Path, fault: &str, card: &Card, outcome: &mut Outcome) -> Result<(), Failure> {
    let (_home, house, _) = house::side_with(folder, "faulty", |it: &Key| it.day, card.change.overlay.as_ref()).await?;
    if let Some(system) = &card.change.system {
        let mut set = card.change.set.clone();
        card.change.blank.iter().for_each(|it| drop(set.insert(it.clone(), Value::Null)));
        let change = Change::Edit { id: house.record(system)?, base: None, set, why: None };
        house.aims.commit(&Actor::operator(Via::System), change, None).await?;
    }
    let wrong = differences(card, &told(&house, card).await?);
    outcome.check(wrong.is_empty(), || format!("{fault}: {}", wrong.join("; ")));
    Ok(())
}

async fn told(house: &House, card: &Card) -> Result<Said, Failure> {
    let asked = Asked {
        on: Some(card.on),
        known: Some(card.known),
        jurisdiction: Some(card.place.clone()),
        ..Asked::default()
    };
    let told = house.aims.obligations(&Actor::operator(Via::System), &house.record(&card.system)?, asked).await?;
    let line = |it: governance::obligations::whole::Line| (it.provision, (it.verdict.word().to_owned(), it.from));
    Ok(told.duties.into_iter().map(line).collect())
}

/// Where what is told and what the key says differ. Days count where a duty applies or will apply.
fn differences(card: &Card, told: &Said) -> Vec<String> {
    let named: Said =
        card.of.iter().map(|(provision, verdict, day)| (provision.clone(), (verdict.clone(), *day))).collect();
    let mut wrong: Vec<String> =
        named.keys().filter(|it| !told.contains_key(*it)).map(|it| format!("{it} is not told")).collect();
    for (provision, (verdict, day)) in told {
        let (wanted, from) = named.get(provision).cloned().unwrap_or((card.all.clone(), None));
        let dated = ["applies", "not_yet"].contains(&wanted.as_str());
        if *verdict != wanted || (dated && *day != from) {
            wrong.push(format!("{provision} is {verdict} {day:?}, not {wanted} {from:?}"));
        }
    }
    wrong
}

/// A deadline as the key counted it.
fn counted(house: &House, it: &Clock, outcome: &mut Outcome) {
    let calendars = &house.aims.configuration().libraries.calendars.calendar;
    let way = COUNTED.iter().find(|of| of.0 == it.counted);
    let calendar = governance::escalating::calendar::named(calendars, &it.calendar);
    let found = way.zip(calendar).map(|(way, calendar)| deadline(it.event, &it.offset, way.1, calendar));
    let right = matches!(&found, Some(Ok(of)) if of.strict == it.strict && of.last_day == it.last_day);
    match right {
        true => outcome.clean += 1,
        false => outcome.false_alarms.push(format!(
            "{} {} {}: {found:?}, not {} and {}",
            it.event, it.offset, it.counted, it.strict, it.last_day
        )),
    }
}
