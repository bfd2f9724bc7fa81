//! What moved a figure since the period before: the records that are counted now and were not, those that were and are not, and why. Pure.

use std::collections::BTreeMap;

use record::{Id, difference};
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

/// Why a record moved a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It did not exist before.
    New,
    /// It was changed.
    Changed,
    /// It is as it was; the period or a day has passed.
    Period,
    /// It was retired, or may no longer be seen.
    Gone,
    /// It is as it was; what its value follows from was changed.
    Follows,
}

/// A record that moved a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// The record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Whether it is counted now; otherwise it was before.
    pub entered: bool,
    /// Why.
    pub cause: Cause,
    /// Fields that were changed in between, with both values; the state is named `state`.
    pub fields: Vec<Changed>,
    /// From what its value follows now, where it follows from other records.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub says: String,
}

/// A field that was changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// Its name.
    pub field: String,
    /// Its value before.
    pub before: Value,
    /// Its value now.
    pub after: Value,
}

/// Records of both moments by their numbers.
pub type Known = BTreeMap<Id, RecordRow>;

/// What moved between those that were counted and those that are; `then` and `now` hold them all as they stood.
pub fn moves(counted_then: &[Id], counted_now: &[Id], then: &Known, now: &Known) -> Vec<Move> {
    let entered = counted_now.iter().filter(|it| !counted_then.contains(it)).map(|it| (it, true));
    let left = counted_then.iter().filter(|it| !counted_now.contains(it)).map(|it| (it, false));
    let mut all: Vec<Move> = entered.chain(left).filter_map(|(id, entered)| one(id, entered, then, now)).collect();
    all.sort_by(|a, b| (!a.entered, &a.id).cmp(&(!b.entered, &b.id)));
    all
}

fn one(id: &Id, entered: bool, then: &Known, now: &Known) -> Option<Move> {
    let (before, after) = (then.get(id), now.get(id));
    let fields = before.zip(after).map(|(before, after)| changed(before, after)).unwrap_or_default();
    let cause = match (before, after) {
        (None, Some(_)) => Cause::New,
        (Some(_), None) => Cause::Gone,
        _ if fields.is_empty() => Cause::Period,
        _ => Cause::Changed,
    };
    let title = after.or(before)?.title.clone();
    Some(Move { id: id.clone(), title, entered, cause, fields, says: String::new() })
}

fn changed(before: &RecordRow, after: &RecordRow) -> Vec<Changed> {
    let state = (before.state != after.state).then(|| Changed {
        field: "state".to_owned(),
        before: before.state.clone().into(),
        after: after.state.clone().into(),
    });
    let fields = difference(&before.document, &after.document).into_iter().map(|it| Changed {
        field: it.field,
        before: it.before.unwrap_or_default(),
        after: it.after.unwrap_or_default(),
    });
    state.into_iter().chain(fields).collect()
}
