//! Self-test of concerns: who may not investigate them, ladders that go past whom they are about, and reporters of whom nothing is left.
//!
//! Cases and keys are written by `scripts/concerns.py`, which shares no code with the product.

use std::collections::BTreeSet;
use std::path::Path;

use governance::concerns::channel::Told;
use governance::{Actor, Listing, Via};
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
    /// The day on which everything is asked.
    day: jiff::civil::Date,
    /// Everybody.
    people: BTreeSet<String>,
    cases: Vec<Case>,
}

/// A concern, and who may not investigate it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    reporter: String,
    name: String,
    concerned: String,
    may_not: BTreeSet<String>,
}

/// Raises every concern, and compares what follows with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        for (at, case) in key.cases.iter().enumerate() {
            let name = format!("{side}: concern {}", at + 1);
            let code = house.aims.raise_concern(told(case)).await?;
            let id = Id::new("CRN", at as i64 + 1);
            investigators(&house, &key, case, (&id, &name), &mut outcome).await;
            ladder(&house, case, (&id, &name), &mut outcome).await?;
            followed(&house, &code, &name, &mut outcome).await?;
            traces(home.path(), &code, &name, &mut outcome)?;
        }
    }
    Ok(outcome)
}

fn operator() -> Actor {
    Actor::operator(Via::System)
}

fn told(case: &Case) -> Told {
    Told {
        reporter: case.reporter.clone(),
        name: case.name.clone(),
        topic: "Something is not right".to_owned(),
        words: "It is done differently from what is written.".to_owned(),
        concerned: case.concerned.clone(),
    }
}

/// Everybody of the key is refused, and nobody else.
async fn investigators(house: &House, key: &Key, case: &Case, (id, name): (&Id, &str), outcome: &mut Outcome) {
    for person in &key.people {
        let Ok(owner) = house.record(person) else { continue };
        let set = Document::from_iter([("owner".to_owned(), json!(owner))]);
        let transition = "investigate".to_owned();
        let change = Change::Move { id: id.clone(), base: None, transition, set, why: None };
        let refused = house.aims.preview(&operator(), change).await.is_err();
        match (case.may_not.contains(person), refused) {
            (true, true) => outcome.found += 1,
            (false, false) => outcome.clean += 1,
            (true, false) => outcome.missed.push(format!("{name}: {person} may investigate")),
            (false, true) => outcome.false_alarms.push(format!("{name}: {person} may not investigate")),
        }
    }
}

/// The ladder told somebody, and nobody of the key.
async fn ladder(house: &House, case: &Case, (id, name): (&Id, &str), outcome: &mut Outcome) -> Result<(), Failure> {
    let rows = house.aims.list_all(&operator(), &Listing::of("escalation")).await?.rows;
    let own = rows.iter().find(|it| it.document.get("trigger") == Some(&json!(id)));
    let steps = own.and_then(|it| it.document.get("steps")?.as_array().cloned()).unwrap_or_default();
    let reached: BTreeSet<String> =
        steps.iter().filter_map(|it| it["person"].as_str()?.parse().ok()).map(|it| house.number(&it)).collect();
    match reached.is_empty() || !reached.is_disjoint(&case.may_not) {
        true => outcome.missed.push(format!("{name}: the ladder told {reached:?}")),
        false => outcome.clean += 1,
    }
    Ok(())
}

/// The code opens the concern and takes words.
async fn followed(house: &House, code: &str, name: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let seen = house.aims.add_to_concern(code, "One more thing.").await?;
    match seen.messages.len() == 1 && house.aims.follow_concern("not a code").await.is_err() {
        true => outcome.clean += 1,
        false => outcome.missed.push(format!("{name}: the dialogue is {:?}", seen.messages)),
    }
    Ok(())
}

/// No file of the store holds the code.
fn traces(home: &Path, code: &str, name: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let plain = code.replace('-', "");
    for file in files(home)? {
        let bytes = crate::assignment::read_file(&file)?;
        let holds = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        if holds(code) || holds(&plain) {
            outcome.missed.push(format!("{name}: the code stands in `{}`", file.display()));
        }
    }
    outcome.clean += 1;
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let unread = |cause: std::io::Error| Failure::input(format!("`{}` cannot be read: {cause}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}
