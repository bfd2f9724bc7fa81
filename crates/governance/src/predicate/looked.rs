//! What a predicate finds among the records that somebody may see. Where it says of which records it counts, the share has its exact interval, and where
//! there are none of these, nothing could have shown the opposite and nothing is said.

use jiff::Span;
use jiff::civil::Date;
use measure::inference::share::clopper_pearson;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Condition, Query, Visible};

use crate::Error;
use crate::conformity::checks::conditions;
use crate::derived::{Snapshot, day, midnight};

/// What a predicate found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Looked {
    /// What is so when it holds.
    pub says: String,
    /// Kind of the records that were counted.
    pub kind: String,
    /// The list of those that were counted.
    pub filter: String,
    /// How many there are.
    pub counted: u64,
    /// Of how many, where it says of which.
    pub out_of: Option<u64>,
    /// Ends of the exact interval of the share, where there is one.
    pub share: Option<(f64, f64)>,
    /// Whether it holds; nothing where that cannot be told.
    pub holds: Option<bool>,
    /// Why it cannot be told.
    pub why: String,
    /// Records that speak against it, the first of them.
    pub against: Vec<Id>,
}

/// Most records that are named against a predicate.
const NAMED: u32 = 5;

/// The figures of what was looked at.
pub fn figures(it: &Looked) -> String {
    match (it.out_of, it.share) {
        (Some(n), Some((low, high))) => {
            let (low, high) = (100.0 * low, 100.0 * high);
            format!("{} of {n}, interval {low:.1} to {high:.1} %", it.counted)
        }
        (Some(n), None) => format!("{} of {n}", it.counted),
        (None, _) => format!("{} counted", it.counted),
    }
}

/// The day before which a record is too old for a predicate.
fn oldest(row: &Value, today: Date) -> Option<Date> {
    let span: Span = row.get("fresh_for")?.as_str()?.parse().ok()?;
    today.checked_sub(span).ok()
}

/// What a predicate finds among the records that somebody may see; `done` is the day from which what it speaks of is in place.
pub(crate) fn look(at: &Snapshot, row: &Value, done: Option<Date>, visible: &Visible) -> Result<Looked, Error> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (kind, filter, of, holds) = (text("kind"), text("filter"), text("of"), text("holds"));
    let counts = at.catalog.kind(&kind).map(|it| it.lifecycle.counts.clone()).unwrap_or_default();
    let blank = Looked {
        says: text("says"),
        kind: kind.clone(),
        filter: of_those(&filter, &counts),
        counted: 0,
        out_of: None,
        share: None,
        holds: None,
        why: String::new(),
        against: Vec::new(),
    };
    let read = |it: &str| conditions(&at.catalog, &kind, it);
    let unread = |why: String| Looked { why: format!("it cannot be read: {why}"), ..blank.clone() };
    let (pass, whole) = match (at.catalog.kind(&kind), read(&filter), read(&of)) {
        (None, ..) => return Ok(unread(format!("there is no kind `{kind}`"))),
        (_, Err(why), _) | (_, _, Err(why)) => return Ok(unread(why.to_string())),
        (Some(_), Ok(pass), Ok(whole)) => (pass, whole),
    };
    let since = match counting(row, done, oldest(row, day(at.time)), read) {
        Ok(since) => since,
        Err(why) => return Ok(Looked { why, ..blank }),
    };
    let counting = (!counts.is_empty()).then_some(Condition::State(counts));
    let query = |all: Vec<Condition>| Query {
        conditions: all.into_iter().chain(since.iter().chain(&counting).cloned()).collect(),
        as_of: at.place,
        limit: NAMED,
        ..Query::of(&kind, visible.clone())
    };
    let both: Vec<Condition> = whole.iter().chain(&pass).cloned().collect();
    let counted = at.read.count(&query(both.clone()))?;
    let wanted = holds == "all" || !of.trim().is_empty();
    let out_of = wanted.then(|| at.read.count(&query(whole.clone()))).transpose()?;
    let share = out_of.filter(|n| *n > 0).map(|n| {
        let interval = clopper_pearson(counted, n, at.libraries.correcting.effect.level);
        (interval.low, interval.high)
    });
    let told = Looked { counted, out_of, share, ..blank };
    if out_of == Some(0) {
        let why = match oldest(row, day(at.time)) {
            Some(it) => format!("there is no record from {it} on at which it could have shown"),
            None => "there is no record at which it could have shown".to_owned(),
        };
        return Ok(Looked { why, ..told });
    }
    let against = match holds.as_str() {
        "none" => at.read.list(&query(both))?,
        "all" => {
            let rest = Condition::Not(Box::new(Condition::All(pass)));
            at.read.list(&query(whole.into_iter().chain([rest]).collect()))?
        }
        _ => Vec::new(),
    };
    let so = match holds.as_str() {
        "none" => counted == 0,
        "all" => out_of == Some(counted),
        _ => counted > 0,
    };
    Ok(Looked { holds: Some(so), against: against.into_iter().map(|it| it.id).collect(), ..told })
}

/// The list of those that count, where a kind says in which states they do.
fn of_those(filter: &str, counts: &[String]) -> String {
    match counts.is_empty() || filter.contains("state:") {
        true => filter.to_owned(),
        false => format!("{filter} state:{}", counts.join(",")).trim_start().to_owned(),
    }
}

/// From which day on records count, as conditions; or why that cannot be told.
fn counting(
    row: &Value,
    done: Option<Date>,
    oldest: Option<Date>,
    read: impl Fn(&str) -> Result<Vec<Condition>, Error>,
) -> Result<Vec<Condition>, String> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut since = match (text("looks_at"), done) {
        ("entered_after", None) => {
            return Err(
                "nobody has said since when it is in place, and records entered after that day count".to_owned()
            );
        }
        ("entered_after", Some(done)) => Vec::from_iter(entered_from(done)),
        _ => Vec::new(),
    };
    match (oldest, text("dated")) {
        (None, _) => {}
        (Some(oldest), "") => since.extend(entered_from(oldest)),
        (Some(oldest), field) => {
            since.extend(read(&format!("{field}>={oldest}")).map_err(|why| format!("it cannot be read: {why}"))?);
        }
    }
    Ok(since)
}

/// Records that were entered on a day or after it.
fn entered_from(from: Date) -> Option<Condition> {
    Some(Condition::Not(Box::new(Condition::Created(Some(midnight(from)?)))))
}
