//! Self-test of audits: sizes, intervals and draws of samples, re-draws that cover the truth, teams that are not impartial, and frozen evidence that
//! is opened a year later, with what was falsified meanwhile.
//!
//! Cases and keys are written by `scripts/auditing.py`, which counts in whole numbers and shares no code with the product.

use std::collections::BTreeSet;
use std::path::Path;

use governance::auditing::entering::Asked;
use governance::auditing::sampling::{Wanted, draw};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::json;

use super::auditing::{operator, put};
use super::house::{self, House, SIDES};
use super::{Folder, Outcome};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: jiff::civil::Date,
    audit: String,
    /// People who are not impartial, each with what they are tied to.
    not_impartial: Vec<(String, String)>,
    population: u64,
    size: usize,
    /// Whether something is falsified.
    falsified: bool,
}

/// Figures of samples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figures {
    sizes: Vec<Size>,
    intervals: Vec<Interval>,
    draw: Drawn,
    again: Again,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Size {
    population: u64,
    tolerable: f64,
    confidence: f64,
    size: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Interval {
    population: u64,
    looked_at: u64,
    exceptions: u64,
    confidence: f64,
    low: u64,
    high: u64,
    at_most: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Drawn {
    seed: String,
    names: Vec<String>,
    drawn: Vec<String>,
}

/// A population that is drawn from again and again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    names: Vec<String>,
    marked: BTreeSet<String>,
    size: usize,
    seeds: usize,
    covers: usize,
}

/// Compares figures, enters both sides and compares with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    figures(&house::json(&folder.join("samples.json"))?, &mut outcome);
    for side in SIDES {
        let (home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let before = outcome.missed.len() + outcome.false_alarms.len();
        team(&house, &key, side, &mut outcome).await?;
        sampled(&home, &house, &key, side, &mut outcome).await?;
        if !key.falsified && outcome.missed.len() + outcome.false_alarms.len() == before {
            outcome.clean += 2;
        }
    }
    Ok(outcome)
}

fn figures(key: &Figures, outcome: &mut Outcome) {
    for it in &key.sizes {
        let found = Wanted { confidence: it.confidence, tolerable: it.tolerable }.size(it.population);
        outcome.check(found == it.size, || format!("of {} are drawn {found}, not {}", it.population, it.size));
    }
    for it in &key.intervals {
        let wanted = Wanted { confidence: it.confidence, tolerable: 0.05 };
        let found = wanted.supported(it.population, it.looked_at, it.exceptions);
        let same = (found.interval, found.at_most) == ((it.low, it.high), it.at_most);
        outcome.check(same, || format!("{it:?}: found {:?} and at most {}", found.interval, found.at_most));
    }
    // None among 59 of a large population supports at most 5 %, and none among 58 does not.
    let wanted = Wanted { confidence: 0.95, tolerable: 0.05 };
    for (looked_at, tolerated) in [(59, true), (58, false)] {
        let found = wanted.supported(1_000_000, looked_at, 0);
        outcome.check(found.tolerated == tolerated, || format!("none among {looked_at}: at most {}", found.at_most));
    }
    let drawn = draw(&key.draw.seed, &key.draw.names, key.draw.drawn.len());
    outcome.check(drawn == key.draw.drawn, || format!("the seed draws {drawn:?}, not {:?}", key.draw.drawn));
    let (marked, population) = (key.again.marked.len() as u64, key.again.names.len() as u64);
    let covers = (0..key.again.seeds).filter(|at| {
        let drawn = draw(&format!("seed {at}"), &key.again.names, key.again.size);
        let exceptions = drawn.iter().filter(|it| key.again.marked.contains(*it)).count() as u64;
        let (low, high) = wanted.supported(population, drawn.len() as u64, exceptions).interval;
        low <= marked && marked <= high
    });
    let covers = covers.count();
    outcome.check(covers == key.again.covers, || format!("{covers} intervals cover, not {}", key.again.covers));
    outcome.check(20 * covers >= 19 * key.again.seeds, || format!("only {covers} of {} cover", key.again.seeds));
}

/// Whoever answers for, runs or decided what is audited is found, and the audit is not prepared with them.
async fn team(house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let id = house.record(&key.audit)?;
    let told = house.aims.audit(&operator(), &id).await?;
    for (who, what) in &key.not_impartial {
        let (who, what) = (house.record(who)?.to_string(), house.record(what)?.to_string());
        let found = told.conflicts.iter().any(|it| it.starts_with(&who) && it.contains(&what));
        outcome.check(found, || format!("{side}: {who} is tied to {what} and was not found: {:?}", told.conflicts));
    }
    let more = told.conflicts.len().saturating_sub(key.not_impartial.len());
    if more > 0 {
        outcome.false_alarms.push(format!("{side}: {more} more are found not impartial: {:?}", told.conflicts));
    }
    let change = Change::Move { id, base: None, transition: "prepare".to_owned(), set: Document::new(), why: None };
    let refused = matches!(house.aims.commit(&operator(), change, None).await, Err(governance::Error::Refused(_)));
    outcome
        .check(refused != key.not_impartial.is_empty(), || format!("{side}: it is refused to prepare it: {refused}"));
    Ok(())
}

/// A sample is drawn, frozen, and opened again after everything changed.
async fn sampled(home: &Folder, house: &House, key: &Key, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let audit = house.record(&key.audit)?;
    let line = json!({ "title": "Line", "audit": audit, "criterion": "A.6.2.4", "question": "Is it so?", "method": "examine" });
    let line = put(house, "audit_item", "open", line).await?;
    let asked = Asked { kind: "action".to_owned(), filter: "state:open".to_owned(), ..Asked::default() };
    house.aims.draw_sample(&operator(), &line, &asked).await?;
    let frozen = house.aims.freeze_sample(&operator(), &line).await?;
    let size = frozen.document.get("population_size").and_then(serde_json::Value::as_u64);
    outcome.check(size == Some(key.population), || format!("{side}: the population has {size:?} records"));
    let drawn: Vec<String> = frozen.document["sample"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it["record"].as_str().map(str::to_owned))
        .collect();
    let all =
        house.aims.list(&operator(), &governance::Listing { limit: 1000, ..governance::Listing::of("action") }).await?;
    let names: Vec<String> = all.rows.iter().map(|it| it.id.to_string()).collect();
    let seed = frozen.document["seed"].as_str().unwrap_or_default();
    let entered = seed.strip_prefix(&format!("word {line} ")).unwrap_or_default();
    let bound = entered.len() == 64 && entered.chars().all(|it| it.is_ascii_hexdigit());
    outcome.check(bound, || format!("{side}: `{seed}` is bound to no entry of the ledger"));
    let again = draw(seed, &names, key.size);
    outcome.check(drawn == again, || format!("{side}: {drawn:?} were drawn, not {again:?}"));
    for name in &drawn {
        let id: Id = name.parse().map_err(|_| Failure::failed(format!("`{name}` is no number")))?;
        let set = Document::from_iter([("title".to_owned(), json!("Something else by now"))]);
        house.aims.commit(&operator(), Change::Edit { id, base: None, set, why: None }, None).await?;
    }
    let opened = house.aims.reopen(&operator(), &line).await?;
    let same = opened.iter().all(|it| it.same && it.records.iter().all(|it| it.title.starts_with("Action ")));
    outcome.check(same && opened.len() == 1, || format!("{side}: later it shows something else: {opened:?}"));
    if key.falsified {
        falsify(home, frozen.document["frozen"]["digest"].as_str().unwrap_or_default())?;
        let opened = house.aims.reopen(&operator(), &line).await?;
        let found = opened.iter().any(|it| !it.same && !it.file.is_empty());
        outcome.check(found, || format!("{side}: the falsified file was not found: {opened:?}"));
    }
    Ok(())
}

/// Writes something else into a stored file, behind the program's back.
fn falsify(home: &Folder, digest: &str) -> Result<(), Failure> {
    let digits = digest.trim_start_matches("sha256:");
    let path = home.path().join("store/blobs").join(digits.get(..2).unwrap_or_default()).join(digits);
    let failed = |it: std::io::Error| Failure::failed(format!("`{}` cannot be falsified: {it}", path.display()));
    let text = String::from_utf8_lossy(&std::fs::read(&path).map_err(failed)?).replace("Action ", "Other ");
    std::fs::write(&path, text).map_err(failed)
}
