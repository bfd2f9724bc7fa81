//! Self-test of breaches: facts with the measures that follow, repeats inside and outside of the window, breaches that the program must see, measures
//! that must be refused, and three departments of which one is lenient; and its clean twin.
//!
//! Cases and keys are written by `scripts/consequences.py`, whose rules and exact tests are its own, and which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::consequences::compare::{Compare, Verdict};
use governance::consequences::whole::Docket;
use governance::{Actor, Error, Moment, Via};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::json;

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    /// The day on which everything is entered and asked.
    day: jiff::civil::Date,
    /// The measure of each breach.
    proposals: BTreeMap<String, String>,
    /// Earlier ones of each breach.
    repeats: BTreeMap<String, usize>,
    /// Types of what must be seen, and the record that shows it.
    detected: BTreeSet<(String, String)>,
    units: BTreeMap<String, Unit>,
    moves: Vec<Asked>,
}

/// How a department stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unit {
    n: u64,
    milder: u64,
    milder_than_blind: u64,
    stricter_than_blind: u64,
    variance: f64,
    p: f64,
    p_blind: f64,
    lenient: bool,
    lenient_blind: bool,
}

/// A measure that is to be set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    breach: String,
    decision: String,
    measure: String,
    /// Words of the refusal; nothing where it is set.
    refused: Option<String>,
    /// What it is said to have come to light from.
    link: Option<String>,
}

/// Enters both sides and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let actor = Actor::operator(Via::System);
        follows(&house, side, &key, &house.aims.docket(&actor).await?, &mut outcome);
        alike(&house, side, &key, &house.aims.consistency(&actor).await?.0, &mut outcome);
        seen(&house, side, &key, &mut outcome).await?;
        for asked in &key.moves {
            set(&house, side, asked, &mut outcome).await?;
        }
    }
    Ok(outcome)
}

/// The same facts have the same proposal, and repeats count within the window alone.
fn follows(house: &House, side: &str, key: &Key, docket: &Docket, outcome: &mut Outcome) {
    for it in &docket.lines {
        let name = house.number(&it.id);
        let measure = it.proposal.as_ref().map(|it| it.measure.clone()).unwrap_or_else(|why| why.clone());
        let (wanted, repeat) = (key.proposals.get(&name), key.repeats.get(&name));
        let right = wanted == Some(&measure) && repeat == Some(&it.repeat.len());
        outcome.check(right, || {
            format!(
                "{side}: {name} is proposed {measure} after {} earlier, not {wanted:?} after {repeat:?}",
                it.repeat.len()
            )
        });
    }
    outcome.check(docket.lines.len() == key.proposals.len(), || format!("{side}: {} breaches", docket.lines.len()));
}

/// The lenient department is told, and no other is.
fn alike(house: &House, side: &str, key: &Key, compared: &Compare, outcome: &mut Outcome) {
    let near = |told: Option<f64>, wanted: f64| told.is_some_and(|told| (told - wanted).abs() <= 1e-9);
    for (name, wanted) in &key.units {
        let unit = compared.units.iter().find(|it| it.name.parse().is_ok_and(|id: Id| house.number(&id) == *name));
        let right = unit.is_some_and(|it| {
            let (table, blind) = (&it.proposed, &it.blind);
            (table.n, table.milder, blind.milder, blind.stricter)
                == (wanted.n, wanted.milder, wanted.milder_than_blind, wanted.stricter_than_blind)
                && near(table.p, wanted.p)
                && near(blind.p, wanted.p_blind)
                && near(blind.variance, wanted.variance)
        });
        outcome.check(right, || format!("{side}: {name} is compared as {unit:?}, not {wanted:?}"));
        let lenient = unit.map(|it| (it.proposed.verdict == Verdict::Lenient, it.blind.verdict == Verdict::Lenient));
        match lenient == Some((wanted.lenient, wanted.lenient_blind)) {
            true => outcome.clean += 1,
            false if wanted.lenient => outcome.missed.push(format!("{side}: {name} is not told as lenient")),
            false => outcome.false_alarms.push(format!("{side}: {name} is told as lenient")),
        }
    }
}

/// What is to be seen is entered once as alleged, and nothing else is.
async fn seen(house: &House, side: &str, key: &Key, outcome: &mut Outcome) -> Result<(), Failure> {
    let actor = Actor::operator(Via::System);
    let made = house.aims.detect_breaches(&actor).await?.made;
    let mut found = BTreeSet::new();
    for id in &made {
        let record = house.aims.record(&actor, id, &Moment::Now).await?;
        let text = |field: &str| record.document.get(field).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
        let from = record.document.get("detected_from").and_then(|it| it[0].as_str()?.parse().ok());
        outcome.check(record.state == "alleged", || format!("{side}: {id} is {}", record.state));
        found.insert((text("form"), from.map(|it: Id| house.number(&it)).unwrap_or_default()));
    }
    outcome.missed.extend(key.detected.difference(&found).map(|it| format!("{side}: {it:?} is not seen")));
    outcome.false_alarms.extend(found.difference(&key.detected).map(|it| format!("{side}: {it:?} is seen")));
    let again = house.aims.detect_breaches(&actor).await?.made.len();
    outcome.check(again == 0, || format!("{side}: {again} are entered twice"));
    Ok(())
}

/// A measure is set, or refused in the words of the policy.
async fn set(house: &House, side: &str, asked: &Asked, outcome: &mut Outcome) -> Result<(), Failure> {
    let id = house.record(&asked.breach)?;
    let answer = match &asked.link {
        Some(link) => {
            let link = json!([house.record(link)?]);
            let set = Document::from_iter([("detected_from".to_owned(), link)]);
            change(house, Change::Edit { id: id.clone(), base: None, set, why: None }).await
        }
        None => {
            let decision = json!(house.record(&asked.decision)?);
            let set = [("measure".to_owned(), json!(asked.measure)), ("measure_decision".to_owned(), decision)];
            let transition = "set_measure".to_owned();
            change(
                house,
                Change::Move { id: id.clone(), base: None, transition, set: Document::from_iter(set), why: None },
            )
            .await
        }
    };
    let right = match (&answer, &asked.refused) {
        (None, None) => {
            let record = house.aims.record(&Actor::operator(Via::System), &id, &Moment::Now).await?;
            record.standing.iter().any(|it| it.name == "executable" && it.value == json!(true))
        }
        (Some(said), Some(words)) => said.contains(words),
        _ => false,
    };
    outcome.check(right, || format!("{side}: {} is answered {answer:?}, not {:?}", asked.breach, asked.refused));
    Ok(())
}

/// What a change is refused with; nothing where it is made.
async fn change(house: &House, change: Change) -> Option<String> {
    match house.aims.commit(&Actor::operator(Via::System), change, None).await {
        Ok(_) => None,
        Err(Error::Refused(all)) => Some(all.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("; ")),
        Err(other) => Some(format!("no refusal: {other}")),
    }
}
