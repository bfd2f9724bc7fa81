//! Self-test of checklists: the lines of an audit, what another AI system adds, the same list for two auditors, and a sheet that comes back with
//! planted mistakes.
//!
//! Cases and keys are written by `scripts/auditing.py`, which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use governance::auditing::paper::Paper;
use governance::auditing::whole::Told;
use governance::{Actor, Via};
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use super::house::{self, House, SIDES};
use crate::exit::Failure;

/// The answer key of a side.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    origin: String,
    day: jiff::civil::Date,
    audit: String,
    /// Keys of lines, each with the identifier of its criterion.
    lines: BTreeMap<String, String>,
    /// References in scope that have no line of their own.
    left_out: BTreeSet<String>,
    /// AI systems that are added, each with what that changes.
    added: BTreeMap<String, Added>,
    sheet: Vec<Sheet>,
}

/// What an AI system more changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    tier: String,
    lines: BTreeSet<String>,
    gone: BTreeSet<String>,
}

/// A row of the sheet that comes back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    /// Which line of the audit, from 0.
    line: Option<usize>,
    /// A number that is none of its lines.
    number: Option<String>,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    result: String,
    #[serde(default)]
    reason: String,
    /// The column at which it is refused.
    refused: Option<String>,
}

/// Enters both sides and compares with the keys.
pub async fn run(folder: &Path) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    for side in SIDES {
        let (_home, house, key) = house::side(folder, side, |it: &Key| it.day).await?;
        outcome.origin.clone_from(&key.origin);
        let id = house.record(&key.audit)?;
        let told = house.aims.audit(&operator(), &id).await?;
        let before = outcome.missed.len() + outcome.false_alarms.len();
        lines(&house, &key, side, &told, &mut outcome);
        twice(&house, &id, side, &mut outcome).await?;
        sheet(&house, &key, side, &id, &mut outcome).await?;
        added(&house, &key, side, &id, &mut outcome).await?;
        if side == "clean" && outcome.missed.len() + outcome.false_alarms.len() == before {
            outcome.clean += 2;
        }
    }
    Ok(outcome)
}

pub(super) fn operator() -> Actor {
    Actor::operator(Via::System)
}

/// A key of a line with the names of the case in the place of numbers.
fn named(house: &House, key: &str, more: &BTreeMap<Id, String>) -> String {
    let name = |it: &str| match it.parse::<Id>() {
        Ok(id) => more.get(&id).cloned().unwrap_or_else(|| house.number(&id)),
        Err(_) => it.to_owned(),
    };
    key.split(' ').map(name).collect::<Vec<_>>().join(" ")
}

fn lines(house: &House, key: &Key, side: &str, told: &Told, outcome: &mut Outcome) {
    let none = BTreeMap::new();
    let found: BTreeMap<String, &str> =
        told.checklist.lines.iter().map(|it| (named(house, &it.key, &none), it.criterion.as_str())).collect();
    for (name, criterion) in &key.lines {
        let cited = found.get(name).map(|it| it.rsplit_once(':').map_or(*it, |it| it.1));
        outcome.check(cited == Some(criterion), || format!("{side}: `{name}` cites {cited:?}, not {criterion}"));
    }
    let more = found.keys().filter(|it| !key.lines.contains_key(*it));
    outcome.false_alarms.extend(more.map(|it| format!("{side}: `{it}` follows from nothing")));
    let left: BTreeSet<String> = told
        .checklist
        .left_out
        .keys()
        .filter(|it| !it.split(' ').any(|it| it.parse::<Id>().is_ok()))
        .cloned()
        .collect();
    outcome.check(left == key.left_out, || format!("{side}: left out are {left:?}, not {:?}", key.left_out));
    let minutes: u64 = told.checklist.lines.iter().map(|it| it.minutes).sum();
    outcome
        .check(minutes == told.checklist.minutes && minutes > 0, || format!("{side}: {minutes} minutes do not add up"));
}

/// Two auditors get the same bytes, and lines are entered once.
async fn twice(house: &House, id: &Id, side: &str, outcome: &mut Outcome) -> Result<(), Failure> {
    let auditor = |account: &str| Actor {
        account: account.to_owned(),
        name: account.to_owned(),
        roles: vec![governance::Held { role: "internal_auditor".to_owned(), covers: None }],
        ..Actor::public(Via::System)
    };
    let mut seen = BTreeSet::new();
    for account in ["one", "other"] {
        let told = house.aims.audit(&auditor(account), id).await?;
        seen.insert(serde_json::to_string(&told.checklist).unwrap_or_default());
    }
    outcome.check(seen.len() == 1, || format!("{side}: two auditors get different lists"));
    let first = house.aims.make_lines(&operator(), id).await?;
    let again = house.aims.make_lines(&operator(), id).await?;
    let once = !first.made.is_empty() && again.made.is_empty() && again.kept == first.made.len();
    outcome
        .check(once, || format!("{side}: {} lines were made first, and {} again", first.made.len(), again.made.len()));
    Ok(())
}

/// A sheet comes back twice.
async fn sheet(house: &House, key: &Key, side: &str, id: &Id, outcome: &mut Outcome) -> Result<(), Failure> {
    let out = house.aims.audit_file(&operator(), id, Paper::Checklist, "xlsx").await?;
    let table =
        sheet::read(&out, "list.xlsx", &sheet::Limits::default()).map_err(|it| Failure::failed(it.to_string()))?;
    let heads: Vec<&str> = table.headers.iter().map(|it| it.text.as_str()).collect();
    let place = |name: &str| heads.iter().position(|it| *it == name).unwrap_or_default();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for it in &key.sheet {
        let known = it.line.and_then(|line| table.rows.get(line)).map(|it| it.cells.clone());
        let mut row = known.unwrap_or_else(|| vec![String::new(); heads.len()]);
        if let Some(number) = &it.number {
            row[place("Item")].clone_from(number);
        }
        for (name, text) in [("Answer", &it.answer), ("Result", &it.result), ("Why not examined", &it.reason)] {
            row[place(name)].clone_from(text);
        }
        rows.push(row);
    }
    let bytes = sheet::write_csv(&heads, &rows);
    let taken = house.aims.take_answers(&operator(), id, "list.csv", bytes.clone()).await?;
    let wanted: Vec<(usize, &str)> =
        key.sheet.iter().enumerate().filter_map(|(at, it)| Some((at, it.refused.as_deref()?))).collect();
    for (at, column) in &wanted {
        let found = taken.refused.iter().any(|it| it.line == *at as u64 + 2 && it.column == *column);
        outcome.check(found, || format!("{side}: row {at} is not refused at `{column}`: {:?}", taken.refused));
    }
    outcome
        .check(taken.refused.len() == wanted.len(), || format!("{side}: other rows are refused: {:?}", taken.refused));
    let filled =
        key.sheet.iter().filter(|it| it.refused.is_none() && !(it.answer.clone() + &it.result).is_empty()).count();
    outcome.check(taken.taken.len() == filled, || {
        format!("{side}: {} answers were taken, not {filled}", taken.taken.len())
    });
    let again = house.aims.take_answers(&operator(), id, "list.csv", bytes).await?;
    let same = again.taken.is_empty() && again.unchanged == filled && again.refused.len() == wanted.len();
    outcome.check(same, || format!("{side}: the same sheet again does something: {again:?}"));
    Ok(())
}

/// AI systems come in, one after the other; each adds exactly the lines that hang on it.
async fn added(house: &House, key: &Key, side: &str, id: &Id, outcome: &mut Outcome) -> Result<(), Failure> {
    let mut more = BTreeMap::new();
    for (name, it) in &key.added {
        let keys = |told: &Told, more: &BTreeMap<Id, String>| -> BTreeSet<String> {
            told.checklist.lines.iter().map(|it| named(house, &it.key, more)).collect()
        };
        let before = keys(&house.aims.audit(&operator(), id).await?, &more);
        let made = put(house, "ai_system", "operation", json!({ "title": name })).await?;
        let fields = json!({ "title": name, "subject": made, "scheme": "own_tier", "outcome": it.tier });
        put(house, "classification", "confirmed", fields).await?;
        more.insert(made, name.clone());
        let after = keys(&house.aims.audit(&operator(), id).await?, &more);
        let new: BTreeSet<String> = after.difference(&before).cloned().collect();
        let gone: BTreeSet<String> = before.difference(&after).cloned().collect();
        outcome.check(new == it.lines, || format!("{side}: {name} adds {new:?}, not {:?}", it.lines));
        outcome.check(gone == it.gone, || format!("{side}: {name} takes away {gone:?}, not {:?}", it.gone));
    }
    Ok(())
}

pub(super) async fn put(house: &House, kind: &str, state: &str, fields: Value) -> Result<Id, Failure> {
    let document: Document = fields.as_object().cloned().unwrap_or_default();
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    Ok(house.aims.commit(&operator(), change, None).await?.id)
}
