//! Whether an acceptance counts: by the clock, by what people did, by the level that the risk has now, and by what its conditions find on fresh records.
//! Nothing of it is typed, and it is told anew whenever somebody asks.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use store::Visible;

use super::acceptance::Acceptance;
use super::borne::Borne;
use super::{ENDED, REQUESTED, SUSPENDED};
use crate::Error;
use crate::derived::{Snapshot, day};
use crate::predicate::looked::{Looked, look};
use crate::predicate::truth::{Truth, bound, since, truth};

/// How an acceptance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// Its last minute has passed.
    Expired,
    /// A condition is not so, or somebody stopped it.
    Suspended,
    /// The risk is graver than what was accepted.
    Outgrown,
    /// Whether its conditions are so cannot be told.
    NotAssessable,
    /// It counts.
    InEffect,
    /// Its first day has not come.
    NotYet,
    /// Nobody has granted it.
    NeverGranted,
    /// Somebody ended it after it was granted.
    Revoked,
}

impl Stands {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Stands::Expired => "expired",
            Stands::Suspended => "suspended",
            Stands::Outgrown => "outgrown",
            Stands::NotAssessable => "not_assessable",
            Stands::InEffect => "in_effect",
            Stands::NotYet => "not_yet",
            Stands::NeverGranted => "never_granted",
            Stands::Revoked => "revoked",
        }
    }

    /// Whether it was granted and does not count any more, though nobody ended it: the risk is unaccepted.
    pub fn lapsed(self) -> bool {
        matches!(self, Stands::Expired | Stands::Suspended | Stands::Outgrown | Stands::NotAssessable)
    }
}

/// How an acceptance stands, with what was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// How it stands.
    pub stands: Stands,
    /// Why, in a sentence.
    pub why: String,
    /// Since which day, where records tell.
    pub since: Option<Date>,
    /// The first moment at which it does not count any more.
    pub ends: Option<Timestamp>,
    /// What its conditions found.
    pub looked: Vec<Looked>,
}

/// How an acceptance stands at the moment of the snapshot, by records that somebody may see; `now` is what its risk bears, from `levels`, the mildest
/// first.
pub(crate) fn told(
    at: &Snapshot,
    it: &Acceptance,
    visible: &Visible,
    (now, levels): (Option<&Borne>, &[String]),
) -> Result<Told, Error> {
    let ends = it.ends();
    if let Some((stands, why, since)) = by_hand(it).or_else(|| by_clock(it, at.time)) {
        // Whoever is to grant it, or to let it count again, wants to know.
        let waits = [REQUESTED, SUSPENDED].contains(&it.row.state.as_str());
        let looked = if waits { conditions(at, it, visible)? } else { Vec::new() };
        return Ok(Told { stands, why, since, ends, looked });
    }
    let looked = conditions(at, it, visible)?;
    let (stands, why, since) = match (truth(&looked), outgrown(it, now, levels)) {
        (Truth::Fails(says), _) => {
            let since = since(at, &looked, it.granted_on)?;
            let day = since.map(|it| format!(", since {it}")).unwrap_or_default();
            (Stands::Suspended, format!("a condition is not so: {says}{day}"), since)
        }
        (_, Some(why)) => (Stands::Outgrown, why, None),
        (Truth::Unknown(why), None) if !looked.is_empty() => {
            (Stands::NotAssessable, format!("whether a condition is so cannot be told: {why}"), None)
        }
        (Truth::Holds(says), None) => (Stands::InEffect, format!("{}; so is {says}", until(it)), None),
        (Truth::Unknown(_), None) => (Stands::InEffect, until(it), None),
    };
    Ok(Told { stands, why, since, ends, looked })
}

/// What its conditions find; those that are words alone are for people, and nothing is told by them.
pub(crate) fn conditions(at: &Snapshot, it: &Acceptance, visible: &Visible) -> Result<Vec<Looked>, Error> {
    let mut found = Vec::new();
    for row in it.row.list("conditions").filter(|it| readable(it)) {
        let mut row = row.clone();
        row["says"] = row["condition"].clone();
        found.push(bound(&row, look(at, &row, None, visible)?));
    }
    Ok(found)
}

/// Whether a condition names records by which it is told.
pub(crate) fn readable(row: &Value) -> bool {
    row.get("kind").and_then(Value::as_str).is_some_and(|it| !it.trim().is_empty())
}

type Found = (Stands, String, Option<Date>);

/// What people did to it.
fn by_hand(it: &Acceptance) -> Option<Found> {
    let (state, on) = (it.row.state.as_str(), day(it.row.changed));
    match state {
        SUSPENDED => Some((Stands::Suspended, format!("somebody stopped it on {on}"), Some(on))),
        ENDED if it.was_granted() => Some((Stands::Revoked, format!("somebody ended it on {on}"), Some(on))),
        _ if !it.held() => Some((Stands::NeverGranted, format!("it is {state}, and nobody has granted it"), None)),
        _ => None,
    }
}

/// What the clock says of it.
fn by_clock(it: &Acceptance, time: Timestamp) -> Option<Found> {
    let zone = it.zone();
    let (Some(last), Some(ends)) = (it.expires, it.ends()) else {
        return Some((Stands::Expired, "it names no last day, and no acceptance is without end".to_owned(), None));
    };
    if ends <= time {
        let local = ends.to_zoned(zone);
        let why = format!("it ended at {}, after its last day {last}", local.strftime("%Y-%m-%d %H:%M %Z"));
        return Some((Stands::Expired, why, Some(day(ends))));
    }
    let from = it.from?;
    let early = it.begins().is_some_and(|it| time < it);
    early.then(|| (Stands::NotYet, format!("it counts from {from} on"), None))
}

fn until(it: &Acceptance) -> String {
    let end = it.ends().map(|at| at.to_zoned(it.zone()).strftime("%Y-%m-%d %H:%M %Z").to_string());
    format!("it counts until {}", end.unwrap_or_default())
}

/// Why the risk is graver than what was accepted; nothing where it is not, or neither can be told.
pub(crate) fn outgrown(it: &Acceptance, now: Option<&Borne>, levels: &[String]) -> Option<String> {
    let place = |it: &str| levels.iter().position(|of| of == it);
    let (accepted, now) = (it.level.as_deref()?, now?);
    let level = now.level.as_deref()?;
    (place(level)? > place(accepted)?)
        .then(|| format!("{accepted} was accepted, and the risk is {level} now: {}", now.says))
}
