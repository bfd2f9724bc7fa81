//! Self-test of what moves risks: an incident on a model that several AI systems share and whom it reaches, other events, a law whose day comes earlier, a
//! likelihood that incidents teach, and levels that do not move silently.
//!
//! Data and keys are written by `selftest/3.8/make.py`, which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::risking::moving::answered::{Told, Waiting};
use governance::risking::moving::learning::Shown;
use governance::risking::moving::whole::Part;
use governance::{Actor, Error, Via};
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
    /// What reaches each risk, and by when it is assessed again.
    waits: BTreeMap<String, Waits>,
    /// The risks that hang on the model that is shared.
    shared: BTreeSet<String>,
    /// What incidents teach of the first risk.
    learned: Option<Learned>,
    /// The day from which the first law applies once it moved.
    earlier: Date,
    /// Risks of both laws with their days, in the order of the queue; before and after.
    order: Option<Vec<(String, Date)>>,
    order_after: Option<Vec<(String, Date)>>,
    law_alone_after: Date,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Waits {
    events: BTreeSet<String>,
    on: Date,
    reason: String,
    now: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Learned {
    k: u32,
    months: f64,
    events: f64,
    low: f64,
    high: f64,
    from: usize,
    to: usize,
}

/// What moves risks, on both sides.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let before = outcome.found;
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let told = told(&house, key.day).await?;
        waiting(&house, &told, &key, side, &mut outcome);
        shared(&house, &told, &key, side, &mut outcome);
        silent(&house, &key, side, &mut outcome).await?;
        laws(&house, &told, &key, side, &mut outcome).await?;
        learned(&house, &told, &key, side, &mut outcome).await?;
        outcome.count_clean(side, before);
    }
    Ok(outcome)
}

fn console() -> Actor {
    Actor::operator(Via::Cli)
}

async fn told(house: &House, since: Date) -> Result<Told, Failure> {
    Ok(house.aims.moving(&console(), Part { since: Some(since), ..Part::default() }).await?)
}

/// Which events reach each risk, by when it is assessed again and why.
fn waiting(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    for it in &told.queue {
        let name = house.number(&it.risk);
        let found = Waits {
            events: it.events.iter().map(|it| house.number(&it.id)).collect(),
            on: it.due.on,
            reason: it.due.reason.name().to_owned(),
            now: it.now,
        };
        let wanted = key.waits.get(&name);
        outcome.check(wanted == Some(&found), || format!("{side}: {name} waits so: {found:?}, not {wanted:?}"));
        let ends = it.events.iter().all(|of| of.path.last().is_some_and(|hop| hop.id == it.risk));
        outcome.check(ends, || format!("{side}: a way to {name} does not end there: {:?}", it.events));
    }
    let all = told.queue.len();
    outcome.check(all == key.waits.len(), || format!("{side}: {all} risks wait, not {}", key.waits.len()));
}

/// Exactly the risks that hang on the model are reached by its incident.
fn shared(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) {
    let by = |it: &&Waiting| it.events.iter().any(|it| house.number(&it.id) == "I0");
    let found: BTreeSet<String> = told.queue.iter().filter(by).map(|it| house.number(&it.risk)).collect();
    outcome.sets(&found, &key.shared, |it| format!("{side}: {it} is reached by the incident on one side only"));
}

async fn edit(house: &House, id: &Id, set: Value, why: Option<&str>) -> Result<Result<(), Error>, Failure> {
    let set: Document = serde_json::from_value(house.stored(&set)?).map_err(Error::input)?;
    let change = Change::Edit { id: id.clone(), base: None, set, why: why.map(str::to_owned) };
    Ok(house.aims.commit(&console(), change, None).await.map(drop))
}

/// A level does not move without a reason or an event that reaches the risk, also at the console.
async fn silent(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let risk = house.record("R1")?;
    let grave = json!([{ "type": "individuals", "current": 1 }]);
    for set in [json!({ "likelihood": 3 }), json!({ "by_type": grave }), json!({ "assessed_on": null })] {
        let answer = edit(house, &risk, set.clone(), None).await?;
        let refused =
            matches!(&answer, Err(Error::Refused(all)) if all.iter().any(|it| it.message.contains("silently")));
        outcome.check(refused, || format!("{side}: {set} of a risk that was assessed moves silently: {answer:?}"));
    }
    let named = edit(house, &risk, json!({ "likelihood": 3, "assessed_because": "I0" }), None).await?;
    let reaches = key.shared.contains("R1");
    outcome.check(named.is_ok() == reaches, || format!("{side}: an event is named for a level: {named:?}"));
    let strange = edit(house, &risk, json!({ "likelihood": 4, "assessed_because": "I3" }), None).await?;
    outcome.check(strange.is_err(), || format!("{side}: an incident before the assessment is a cause of it"));
    // Another level than the one that it has by now.
    let other = if reaches { 1 } else { 3 };
    let said = edit(house, &risk, json!({ "likelihood": other }), Some("counted wrongly")).await?;
    outcome.check(said.is_ok(), || format!("{side}: a level does not move for a reason: {said:?}"));
    let feed = told(house, key.day).await?.feed;
    let own = feed.iter().find(|it| it.risk == risk && it.why.as_deref() == Some("counted wrongly"));
    outcome.check(own.is_some(), || format!("{side}: the reason is not in the feed: {feed:?}"));
    Ok(())
}

/// Risks that hang on laws, in the order of the queue.
fn ordered(house: &House, told: &Told) -> Vec<(String, Date)> {
    let own = |it: &&Waiting| it.due.reason.name() == "obligation";
    told.queue.iter().filter(own).map(|it| (house.number(&it.risk), it.due.on)).collect()
}

/// A law that comes earlier moves what hangs on it forward.
async fn laws(house: &House, before: &Told, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let found = ordered(house, before);
    outcome.check(key.order.as_ref().is_none_or(|it| *it == found), || {
        format!("{side}: laws stand so: {found:?}, not {:?}", key.order)
    });
    let earlier = json!({ "from": key.earlier.to_string() });
    edit(house, &house.record("L0")?, earlier, None).await?.map_err(Failure::from)?;
    let found = ordered(house, &told(house, key.day).await?);
    let wanted = key.order_after.clone().unwrap_or_else(|| vec![("R5".to_owned(), key.law_alone_after)]);
    outcome.check(found == wanted, || format!("{side}: laws stand so once one moved: {found:?}, not {wanted:?}"));
    Ok(())
}

/// What incidents teach is the closed form, and whoever does not answer for the risk does not take it over.
async fn learned(house: &House, told: &Told, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let risk = house.record("R0")?;
    let found = told.proposals.iter().find(|it| it.risk == risk);
    let Some(wanted) = &key.learned else {
        outcome.check(told.proposals.is_empty(), || format!("{side}: {:?} is proposed", told.proposals));
        return Ok(());
    };
    let Some(found) = found else {
        outcome.check(false, || format!("{side}: nothing is proposed for R0"));
        return Ok(());
    };
    let it = &found.learned;
    let near = |a: f64, b: f64| (a - b).abs() < SAME;
    let months =
        matches!(it.shown, Shown::Incidents { count, months, .. } if count == wanted.k && near(months, wanted.months));
    outcome.check(months, || format!("{side}: {:?} is counted, not {} in {}", it.shown, wanted.k, wanted.months));
    let rate = near(it.events, wanted.events) && near(it.interval.0, wanted.low) && near(it.interval.1, wanted.high);
    outcome.check(rate, || format!("{side}: {} {:?} a year, not {wanted:?}", it.events, it.interval));
    let levels = (found.from.0, found.to.0);
    outcome.check(levels == (wanted.from, wanted.to), || format!("{side}: {levels:?} is proposed, not {wanted:?}"));
    let other = Actor { person: Some(house.record("P0")?), ..Actor::public(Via::Api) };
    let refused = house.aims.take_shown(&other, (&risk, None), None).await;
    outcome.check(refused.is_err(), || format!("{side}: somebody else takes a likelihood over"));
    let taken = house.aims.take_shown(&console(), (&risk, None), None).await?;
    let run = house.aims.record(&console(), &taken.assessment, &governance::Moment::Now).await?;
    let cause = run.document.get("cause").cloned();
    let newest = house.stored(&json!("I2"))?;
    outcome.check(cause.as_ref() == Some(&newest), || format!("{side}: {} was caused by {cause:?}", taken.assessment));
    let after = house.aims.moving(&console(), Part { risk: Some(risk), ..Part::default() }).await?;
    outcome.check(after.proposals.is_empty() && after.figures.now == 0, || {
        format!("{side}: what was taken over still waits: {:?}", after.queue)
    });
    Ok(())
}
