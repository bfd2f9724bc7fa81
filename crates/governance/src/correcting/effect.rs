//! Whether what a corrective action promised is so: predicates over records, looked at when its time of watching is over.
//!
//! A predicate is a list of records, as people filter it, and what must hold of it. Where it says of which records it counts, the share has its
//! exact interval, and where there are none of these, nothing could have shown the opposite and nothing is said.

use jiff::Span;
use jiff::civil::Date;
use measure::inference::share::clopper_pearson;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::{Condition, Query, RecordRow, Visible};

use super::WATCHED;
use crate::Error;
use crate::conformity::checks::conditions;
use crate::derived::{Snapshot, date, day, midnight};
use crate::treating::success::oldest;

/// How an effect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// What must not be is there.
    Fails,
    /// The action is not carried out yet.
    NotCarriedOut,
    /// It is being watched.
    Watching,
    /// It cannot be told from records.
    NotAssessable,
    /// Everything that was promised is so.
    Holds,
}

impl Effect {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Fails => "fails",
            Effect::NotCarriedOut => "not_carried_out",
            Effect::Watching => "watching",
            Effect::NotAssessable => "not_assessable",
            Effect::Holds => "holds",
        }
    }
}

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

/// How the effect of an action stands, with what was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// How it stands.
    pub effect: Effect,
    /// Why, in a sentence.
    pub why: String,
    /// Last day on which it is watched, once it is carried out.
    pub until: Option<Date>,
    /// What was looked at.
    pub looked: Vec<Looked>,
}

/// Most records that are named against a predicate.
const NAMED: u32 = 5;

/// How the effect of an action stands on the day of the snapshot, of the records that somebody may see: whoever writes a predicate learns nothing of
/// others.
pub fn effect(at: &Snapshot, action: &RecordRow, visible: &Visible) -> Result<Told, Error> {
    let today = day(at.time);
    // Whoever enters an action today has not watched it before, whatever day they write; what comes from elsewhere was.
    let entered = Some(&action.makers.creator).filter(|it| it.starts_with("PER-")).map(|_| day(action.created));
    let done = date(&action.document, "implemented_on").map(|it| entered.map_or(it, |entered| it.max(entered)));
    let until = done.and_then(|it| it.checked_add(watched(action)).ok());
    let carried_out = [WATCHED, super::VERIFIED].contains(&action.state.as_str());
    let Some(done) = done.filter(|_| carried_out) else {
        let why = "it is not carried out yet".to_owned();
        return Ok(Told { effect: Effect::NotCarriedOut, why, until: None, looked: Vec::new() });
    };
    let rows: Vec<&Value> = action.list("effect").collect();
    let looked = rows.iter().map(|it| look(at, it, Some(done), visible)).collect::<Result<Vec<_>, Error>>()?;
    let watching = until.is_some_and(|it| today < it);
    let (effect, why) = judged(&looked, watching, until);
    Ok(Told { effect, why, until, looked })
}

fn watched(action: &RecordRow) -> Span {
    action.text("watched_for").and_then(|it| it.parse().ok()).unwrap_or_default()
}

/// What follows from all predicates: what is there and must not be speaks at once, everything else when the time is over.
fn judged(looked: &[Looked], watching: bool, until: Option<Date>) -> (Effect, String) {
    let says = |of: &[&Looked]| of.iter().map(|it| format!("`{}`", it.says)).collect::<Vec<_>>().join(", ");
    let failing: Vec<&Looked> = looked.iter().filter(|it| it.holds == Some(false)).collect();
    let final_ones: Vec<&Looked> = failing.iter().copied().filter(|it| !it.against.is_empty()).collect();
    let day = until.map(|it| it.to_string()).unwrap_or_default();
    match () {
        () if !final_ones.is_empty() => (Effect::Fails, format!("not so: {}", says(&final_ones))),
        () if watching => (Effect::Watching, format!("it is watched until {day}")),
        () if !failing.is_empty() => (Effect::Fails, format!("not so: {}", says(&failing))),
        () if looked.is_empty() => {
            (Effect::NotAssessable, "it names nothing in records by which its effect would show".to_owned())
        }
        () => match looked.iter().find(|it| it.holds.is_none()) {
            Some(it) => (Effect::NotAssessable, format!("`{}`: {}", it.says, it.why)),
            None => {
                (Effect::Holds, format!("so after the time of watching: {}", says(&looked.iter().collect::<Vec<_>>())))
            }
        },
    }
}

/// What a predicate finds among the records that somebody may see; `done` is the day from which what it speaks of is in place.
pub(crate) fn look(at: &Snapshot, row: &Value, done: Option<Date>, visible: &Visible) -> Result<Looked, Error> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (kind, filter, of, holds) = (text("kind"), text("filter"), text("of"), text("holds"));
    let blank = Looked {
        says: text("says"),
        kind: kind.clone(),
        filter: filter.clone(),
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
    let query = |all: Vec<Condition>| Query {
        conditions: all.into_iter().chain(since.iter().cloned()).collect(),
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
