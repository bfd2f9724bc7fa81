//! Levels of risks that moved since a day, each with who moved them, when, and for which event or reason. Pure over versions.

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{RecordRow, VersionRow};

use super::super::OVER;
use super::super::criteria::Criteria;
use super::super::level::{Basis, Risk, Versions, judged};
use super::silent::{CAUSE, REASONS};
use crate::derived::day;

/// A level that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// With what in place.
    pub basis: Basis,
    /// The type of consequence; nothing where it is the level by likelihood and consequence alone.
    #[serde(rename = "type")]
    pub of: Option<String>,
    /// The level before; nothing where there was none.
    pub before: Option<String>,
    /// The level since.
    pub after: Option<String>,
}

/// A version of a risk with which something moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The risk.
    pub risk: Id,
    /// The version.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// The day.
    pub on: Date,
    /// Who, as an identity; as people read it once names are known.
    pub by: String,
    /// Way in which it came.
    pub via: String,
    /// What was done.
    pub act: String,
    /// The reason that was given.
    pub why: Option<String>,
    /// The event that is named.
    pub cause: Option<Id>,
    /// The state, where it moved.
    pub state: Option<(String, String)>,
    /// Whether it was assessed anew, also where its levels stay.
    pub assessed: bool,
    /// Levels that moved.
    pub shifts: Vec<Shift>,
}

/// By what levels are told: the criteria in force, by which before and after are held against each other.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// The criteria; none where none are in force.
    pub criteria: Option<&'a Criteria>,
    /// Versions of scales.
    pub versions: &'a Versions,
}

/// A level by basis and type.
type Levels = Vec<((Basis, Option<String>), String)>;

impl By<'_> {
    /// The levels of a version; those by likelihood and consequence alone where the criteria tell none.
    fn levels(&self, row: &RecordRow) -> Levels {
        let judged = self.criteria.map(|by| judged(&Risk::of(row), by, self.versions)).unwrap_or_default();
        let told = judged.into_iter().filter_map(|it| Some(((it.basis, Some(it.of)), it.level?)));
        let told: Levels = told.collect();
        if !told.is_empty() {
            return told;
        }
        let plain = [(Basis::Inherent, "inherent"), (Basis::Current, "level")];
        plain.into_iter().filter_map(|(basis, field)| Some(((basis, None), row.text(field)?.to_owned()))).collect()
    }

    fn shifts(&self, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Shift> {
        let (was, is) = (before.map(|it| self.levels(it)).unwrap_or_default(), self.levels(after));
        let find =
            |all: &Levels, key: &(Basis, Option<String>)| all.iter().find(|it| it.0 == *key).map(|it| it.1.clone());
        let mut keys: Vec<_> = was.iter().chain(&is).map(|it| it.0.clone()).collect();
        keys.sort();
        keys.dedup();
        let shift = |key: (Basis, Option<String>)| {
            let (before, after) = (find(&was, &key), find(&is, &key));
            (before != after).then_some(Shift { basis: key.0, of: key.1, before, after })
        };
        keys.into_iter().filter_map(shift).collect()
    }
}

/// Versions of risks since a moment with which a level, the assessment or the end of a risk moved, the newest first; versions stand by record and in order.
pub fn moved(versions: &[VersionRow], by: By, since: Timestamp) -> Vec<Moved> {
    let mut found = Vec::new();
    for (place, it) in versions.iter().enumerate().filter(|it| it.1.record.changed >= since) {
        let row = &it.record;
        let before = place.checked_sub(1).map(|it| &versions[it].record).filter(|of| of.id == row.id);
        let moves = |field: &str| before.is_some_and(|it| it.document.get(field) != row.document.get(field));
        let shifts = by.shifts(before, row);
        let over = |it: &RecordRow| it.state == OVER || it.retired;
        let ends = before.is_none_or(|it| over(it) != over(row));
        let assessed = moves("assessed_on");
        if shifts.is_empty() && !ends && !assessed {
            continue;
        }
        // What is named once stands there until the next assessment; it is the cause of the change that names it, or that assesses anew.
        let cause = row.link(CAUSE).filter(|_| before.is_none() || moves(CAUSE) || assessed);
        found.push(Moved {
            risk: row.id.clone(),
            version: row.version,
            at: row.changed,
            on: day(row.changed),
            by: it.made.actor.clone(),
            via: it.made.via.clone(),
            act: it.made.act.clone(),
            cause: cause.or_else(|| it.made.why.as_deref().and_then(named)),
            // Reasons that came with the change tell why where nothing else does.
            why: it.made.why.clone().or_else(|| row.text(REASONS).filter(|_| moves(REASONS)).map(str::to_owned)),
            state: before.filter(|it| it.state != row.state).map(|it| (it.state.clone(), row.state.clone())),
            assessed,
            shifts,
        });
    }
    found.sort_by(|a, b| (b.at, &b.risk, b.version).cmp(&(a.at, &a.risk, a.version)));
    found
}

/// The first record that a reason names, other than a risk.
fn named(why: &str) -> Option<Id> {
    let risk = |it: &Id| it.prefix == RISK_PREFIX;
    let words = why.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    words.filter(|it| it.contains('-')).filter_map(|it| it.parse::<Id>().ok()).find(|it| !risk(it))
}

/// The prefix of risks.
const RISK_PREFIX: &str = "RSK";
