//! Whether what a corrective action promised is so: predicates over records, looked at when its time of watching is over.
//!
//! A predicate is a list of records, as people filter it, and what must hold of it. Where it says of which records it counts, the share has its
//! exact interval, and where there are none of these, nothing could have shown the opposite and nothing is said.

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use store::{RecordRow, Visible};

use super::WATCHED;
use crate::Error;
use crate::derived::{Snapshot, date, day};
use crate::predicate::looked::{Looked, look};

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
