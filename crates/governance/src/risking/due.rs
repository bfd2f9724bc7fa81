//! When a risk is assessed again, and what calls for it: its first assessment, an event that reaches it, other criteria, their interval, or a day that was
//! set. Which events there are is data. Pure. Serves ISO/IEC 42001 8.2.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::Id;
use serde::{Serialize, Serializer};

use super::criteria::Criteria;
use super::level::{Basis, Judged, Risk};
use super::moving::reach::Reached;

/// What calls for an assessment, in the order in which it is named where several do on one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It was never assessed.
    NeverAssessed,
    /// An event reaches it.
    Event {
        /// Its place among the events of the library.
        place: usize,
        /// Its name there.
        name: String,
    },
    /// Other criteria came into force.
    CriteriaChanged,
    /// The interval of the criteria has passed.
    Interval,
    /// The day that was set for it.
    Set,
}

impl Reason {
    /// Its name, as data and the triggers of criteria write it.
    pub fn name(&self) -> &str {
        match self {
            Reason::NeverAssessed => "never_assessed",
            Reason::Event { name, .. } => name,
            Reason::CriteriaChanged => "criteria_changed",
            Reason::Interval => "interval",
            Reason::Set => "set",
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// When a risk is assessed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// What calls for it.
    pub reason: Reason,
    /// The record that calls for it.
    pub because: Option<Id>,
    /// The same in words.
    pub says: String,
}

impl Due {
    /// By what the first is found.
    fn key(&self) -> (Date, &Reason, &Option<Id>) {
        (self.on, &self.reason, &self.because)
    }
}

/// Everything that calls for another assessment of a risk, the first first; nothing where nothing does. Where no criteria are given, no event needs to
/// be named by them.
pub fn dues(
    risk: &Risk,
    all: &[Judged],
    tiers: &BTreeSet<Option<String>>,
    by: Option<&Criteria>,
    reached: &[Reached],
    today: Date,
) -> Vec<Due> {
    let Some(assessed) = risk.assessed_on else {
        let says = "nobody has said when it was assessed".to_owned();
        return vec![Due { on: today, reason: Reason::NeverAssessed, because: None, says }];
    };
    let mut found: Vec<Due> = by.map(|by| of_criteria(risk, all, tiers, by, assessed)).unwrap_or_default();
    if let Some(on) = risk.next {
        let says = format!("{on} was set for the next assessment");
        found.push(Due { on, reason: Reason::Set, because: None, says });
    }
    found.extend(of_events(assessed, by, reached, today));
    found.sort_by(|a, b| a.key().cmp(&b.key()));
    found
}

/// What events ask for that reach a risk, the first first: those that call by themselves, and those that criteria name among their triggers.
pub(super) fn of_events(assessed: Date, by: Option<&Criteria>, reached: &[Reached], today: Date) -> Vec<Due> {
    let asked = |it: &&Reached| it.event.always || by.is_none_or(|by| by.triggers.contains(&it.event.name));
    let mut found: Vec<Due> = reached.iter().filter(asked).filter_map(|it| of_event(it, assessed, today)).collect();
    found.sort_by(|a, b| a.key().cmp(&b.key()));
    found
}

/// What criteria ask for by themselves.
fn of_criteria(
    risk: &Risk,
    all: &[Judged],
    tiers: &BTreeSet<Option<String>>,
    by: &Criteria,
    assessed: Date,
) -> Vec<Due> {
    let mut found = Vec::new();
    let levels: BTreeSet<usize> = all
        .iter()
        .filter(|it| it.basis == Basis::Current)
        .filter_map(|it| by.levels.iter().position(|of| Some(of) == it.level.as_ref()))
        .collect();
    if let Some(it) = by.interval(tiers, &levels, assessed)
        && let Ok(on) = assessed.checked_add(it.every)
    {
        let says = format!("assessed on {assessed}, again after {} by {}", it.written, by.id);
        found.push(Due { on, reason: Reason::Interval, because: Some(by.id.clone()), says });
    }
    if risk.criteria.as_ref() != Some(&by.id) && by.triggers.contains(Reason::CriteriaChanged.name()) {
        let on = by.from.map_or(assessed, |it| it.max(assessed));
        let says = format!("{} is in force since {on}, and it was scored by others", by.id);
        found.push(Due { on, reason: Reason::CriteriaChanged, because: Some(by.id.clone()), says });
    }
    found
}

/// What an event asks for: an assessment on its day, or where something applies from a later day, some time before that.
fn of_event(it: &Reached, assessed: Date, today: Date) -> Option<Due> {
    let event = &it.event;
    let (id, day) = (&event.id, event.day);
    let (on, says) = match event.before {
        Some(before) if day <= today && day > assessed && before > day => {
            (before, format!("{id} on {day}, and it must be assessed by {before} for what applies then"))
        }
        Some(before) if day <= assessed && before > assessed => {
            (before, format!("it must be assessed by {before} for what applies then by {id}, and was on {assessed}"))
        }
        _ if it.late => {
            let known = event.known;
            (known, format!("{id} on {day} came to light on {known}, after the assessment on {assessed} was entered"))
        }
        _ if day > assessed && day <= today => (day, format!("{id} on {day}, and it was assessed on {assessed}")),
        _ => return None,
    };
    let says = if event.moved.is_empty() { says } else { format!("{says}; {}", event.moved) };
    let reason = Reason::Event { place: event.place, name: event.name.clone() };
    Some(Due { on, reason, because: Some(id.clone()), says })
}
