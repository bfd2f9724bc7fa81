//! Self-test of acceptances of risks: how each stands by the clock, its conditions and the level of its risk; which rung of authority is asked, alone, in
//! parts, again and again, and above limits; what is kept together; what is held back and who is told without anybody asking; and that nobody grants above
//! their authority, whichever way they come.
//!
//! Data and keys are written by `selftest/3.6/make.py`, which shares no code with the product.

use std::collections::BTreeMap;
use std::path::Path;

use governance::accepting::whole::{Line, Part, Told};
use governance::{Actor, Committed, Error, Listing, Via};
use jiff::civil::Date;
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: Date,
    standing: BTreeMap<String, String>,
    since: BTreeMap<String, Date>,
    ends: BTreeMap<String, String>,
    /// The rung that those ask that wait.
    asked: BTreeMap<String, String>,
    renewals: BTreeMap<String, usize>,
    /// The level that parts of one risk come to.
    together: BTreeMap<String, String>,
    /// Risks that are not accepted any more, with the acceptance that kept each.
    unaccepted: BTreeMap<String, String>,
    /// Who may grant what.
    grants: BTreeMap<String, BTreeMap<String, bool>>,
    exceptions: Vec<String>,
    /// Escalations after a round of jobs.
    alerts: usize,
    /// Risks that hold an AI system back.
    held_back: BTreeMap<String, Vec<String>>,
    /// Points by axis and whose they are.
    sums: BTreeMap<String, u64>,
    /// Every gap with its records, as often as it is there.
    gaps: Vec<String>,
}

/// Acceptances of both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let before = outcome.found;
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = told(&house).await?;
        stands(&house, &told, &key, side, &mut outcome);
        asks(&house, &told, &key, side, &mut outcome);
        together(&house, &told, &key, side, &mut outcome);
        gaps(&house, &told, &key, side, &mut outcome);
        holding_back(&house, &key, side, &mut outcome).await?;
        telling(&house, &key, side, &mut outcome).await?;
        bad_input(&house, side, &mut outcome).await?;
        granting(&house, &key, side, &mut outcome).await?;
        outcome.count_clean(side, before);
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

async fn told(house: &House) -> Result<Told, Failure> {
    Ok(house.aims.acceptances(&operator(), Part::default()).await?)
}

fn document(fields: Value) -> Document {
    fields.as_object().cloned().unwrap_or_default().into_iter().collect()
}

async fn moved(house: &House, who: &Actor, name: &str, transition: &str) -> Result<Result<Committed, Error>, Failure> {
    let (id, set) = (house.record(name)?, Document::new());
    let change = Change::Move { id, base: None, transition: transition.to_owned(), set, why: None };
    Ok(house.aims.commit(who, change, None).await)
}

async fn edited(house: &House, who: &Actor, name: &str, set: Value) -> Result<Result<Committed, Error>, Failure> {
    let change = Change::Edit { id: house.record(name)?, base: None, set: document(set), why: None };
    Ok(house.aims.commit(who, change, None).await)
}

fn line<'a>(house: &House, told: &'a Told, name: &str) -> Option<&'a Line> {
    told.register.iter().find(|it| house.number(&it.id) == name)
}

/// How each stands, since when, until which moment, and which risks are not accepted any more.
fn stands(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let found: BTreeMap<String, String> =
        told.register.iter().map(|it| (house.number(&it.id), it.standing.stands.name().to_owned())).collect();
    outcome.check(found == key.standing, || format!("{side}: they stand {found:?}, not {:?}", key.standing));
    let silent = told.register.iter().find(|it| it.standing.why.is_empty());
    outcome.check(silent.is_none(), || format!("{side}: nothing says why {silent:?} stands so"));
    for (name, wanted) in &key.since {
        let since = line(house, told, name).and_then(|it| it.standing.since);
        outcome.check(since == Some(*wanted), || format!("{side}: {name} is so since {since:?}, not {wanted}"));
    }
    for (name, wanted) in &key.ends {
        let ends = line(house, told, name).and_then(|it| it.standing.ends).map(|it| it.to_string());
        outcome.check(ends.as_ref() == Some(wanted), || format!("{side}: {name} ends at {ends:?}, not {wanted}"));
    }
    let lost: BTreeMap<String, String> =
        told.unaccepted.iter().map(|it| (house.number(&it.risk), house.number(&it.acceptance))).collect();
    outcome.check(lost == key.unaccepted, || format!("{side}: unaccepted are {lost:?}, not {:?}", key.unaccepted));
}

/// Which rung is asked, after how many renewals, and what stands on the list of exceptions.
fn asks(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    for (name, wanted) in &key.asked {
        let asked = line(house, told, name).map(|it| &it.asked);
        let rung = asked.and_then(|it| it.as_ref().ok()).map(|it| &it.rung);
        outcome.check(rung == Some(wanted), || format!("{side}: {name} asks for {asked:?}, not {wanted}"));
    }
    for (name, wanted) in &key.renewals {
        let row = line(house, told, name).and_then(|it| it.asked.as_ref().ok()).map(|it| it.renewals.len());
        outcome.check(row == Some(*wanted), || format!("{side}: {name} is renewal {row:?}, not {wanted}"));
    }
    let mut listed: Vec<String> = told.exceptions().map(|it| house.number(&it.id)).collect();
    listed.sort();
    outcome.check(listed == key.exceptions, || format!("{side}: exceptions are {listed:?}, not {:?}", key.exceptions));
}

/// What is kept together, and what parts of one risk come to.
fn together(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let name = |it: &str| it.parse::<Id>().map_or_else(|_| it.to_owned(), |it| house.number(&it));
    let found: BTreeMap<String, u64> =
        told.sums.iter().map(|it| (format!("{} {}", it.by.name(), name(&it.of)), it.points)).collect();
    outcome.check(found == key.sums, || format!("{side}: together are {found:?}, not {:?}", key.sums));
    let parts: BTreeMap<String, String> = told
        .register
        .iter()
        .filter_map(|it| Some((house.number(&it.id), it.asked.as_ref().ok()?.together.as_ref()?.level.clone())))
        .collect();
    outcome.check(parts == key.together, || format!("{side}: parts come to {parts:?}, not {:?}", key.together));
}

/// Every gap with its records.
fn gaps(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let found = told.gaps.iter().map(|it| (it.sort, it.records.as_slice()));
    house.gaps(found, &key.gaps, side, outcome);
}

/// An AI system does not move on, and no release of it is approved, while a risk of it is not accepted any more.
async fn holding_back(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let says = |answer: &Result<Committed, Error>| match answer {
        Err(Error::Refused(all)) => {
            all.iter().map(|it| it.message.clone()).find(|it| it.contains("were accepted and are not any more"))
        }
        _ => None,
    };
    for (system, risks) in &key.held_back {
        let fields = json!({ "title": "Next", "system": house.record(system)?, "release_name": "2" });
        let change = Change::Create {
            kind: "release".to_owned(),
            state: Some("approved".to_owned()),
            document: document(fields),
        };
        let release = house.aims.commit(&operator(), change, None).await?.id;
        let set = document(json!({ "in_service_on": key.day }));
        let change = Change::Move { id: release, base: None, transition: "put_in_service".to_owned(), set, why: None };
        let release = house.aims.commit(&operator(), change, None).await;
        for answer in [moved(house, &operator(), system, "deploy").await?, release] {
            let said = says(&answer);
            let right = match (&said, risks.is_empty()) {
                (None, true) => true,
                (Some(says), false) => {
                    risks.iter().all(|it| house.record(it).is_ok_and(|it| says.contains(&it.to_string())))
                }
                _ => false,
            };
            outcome.check(right, || format!("{side}: {system} is held back by {said:?}, not {risks:?}: {answer:?}"));
        }
    }
    Ok(())
}

/// Those who answer are told by the round of jobs, once.
async fn telling(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for round in 1..=2 {
        house.aims.run_due().await?;
        let raised = house.aims.list(&operator(), &Listing::of("escalation")).await?;
        let own: Vec<&String> = raised
            .rows
            .iter()
            .map(|it| &it.title)
            .filter(|it| it.contains("is unaccepted") || it.contains("was not held"))
            .collect();
        outcome
            .check(own.len() == key.alerts, || format!("{side}: round {round} has told {own:?}, not {}", key.alerts));
    }
    Ok(())
}

/// Nobody grants above their authority, and whoever may is asked once.
async fn granting(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    for (name, people) in &key.grants {
        let mut granted = false;
        for person in ["P4", "P3"] {
            let Some(wanted) = people.get(person).filter(|_| !granted) else { continue };
            let who = Actor { person: Some(house.record(person)?), roles: Vec::new(), ..operator() };
            let answer = moved(house, &who, name, "grant").await?;
            let right = match &answer {
                Ok(_) => *wanted,
                Err(Error::Refused(all)) => !wanted && all.iter().any(|it| it.message.contains("row `")),
                Err(_) => false,
            };
            granted = answer.is_ok();
            outcome.check(right, || format!("{side}: {person} grants {name}: {answer:?}"));
        }
        let told = told(house).await?;
        let kept = line(house, &told, name).map(|it| (it.rung.clone(), it.standing.stands.name()));
        let wanted = Some((key.asked.get(name).cloned(), "in_effect"));
        outcome.check(kept == wanted, || format!("{side}: {name} was granted as {kept:?}, not {wanted:?}"));
    }
    Ok(())
}

/// What nobody can read, what nobody may write, and days that were promised are refused where they are entered.
async fn bad_input(house: &House, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let console = Actor::operator(Via::Cli);
    let at_fault = |answer: &Result<Committed, Error>, field: &str| matches!(answer, Err(Error::Problems(all)) if all.iter().any(|it| it.field == field));
    for (field, value) in [
        ("ends_at", json!("25:00")),
        ("expires", json!("2026-06-01")),
        ("conditions", json!([{ "condition": "so", "kind": "nothing", "holds": "none" }])),
        (
            "conditions",
            json!([{ "condition": "so", "kind": "measurement", "filter": "measured_on>=someday", "holds": "none" }]),
        ),
        ("conditions", json!([{ "condition": "so", "kind": "measurement" }])),
        ("reviews", json!([{ "due": "2026-07-01", "held": "2026-06-10" }])),
    ] {
        let answer = edited(house, &console, "A5", json!({ field: value.clone() })).await?;
        outcome.check(at_fault(&answer, field), || format!("{side}: `{field}` as {value} is {answer:?}"));
    }
    let answer = edited(house, &console, "A8", json!({ "reviews": [{ "due": "2026-07-15" }] })).await?;
    outcome.check(at_fault(&answer, "reviews"), || format!("{side}: a review goes away: {answer:?}"));
    let refused = |answer: &Result<Committed, Error>| matches!(answer, Err(Error::Refused(_)));
    for set in [json!({ "rung": "first" }), json!({ "zone": "UTC" })] {
        let answer = edited(house, &console, "A5", set).await?;
        outcome.check(refused(&answer), || format!("{side}: what the program keeps is written: {answer:?}"));
    }
    let answer = edited(house, &console, "A8", json!({ "expires": "2027-01-01" })).await?;
    outcome.check(refused(&answer), || format!("{side}: what was granted is made longer: {answer:?}"));
    let answer = moved(house, &console, "A5", "grant").await?;
    outcome.check(refused(&answer), || format!("{side}: the console grants: {answer:?}"));
    let fields = document(json!({ "title": "Kept", "risk": house.record("K5")? }));
    let change =
        Change::Create { kind: "risk_acceptance".to_owned(), state: Some("granted".to_owned()), document: fields };
    let answer = house.aims.commit(&console, change, None).await;
    outcome.check(refused(&answer), || format!("{side}: it is entered as granted: {answer:?}"));
    Ok(())
}
