//! When a risk is assessed again, and what calls for it. Pure. Serves ISO/IEC 42001 8.2.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::criteria::Criteria;
use super::level::{Basis, Judged, Risk};

/// What calls for an assessment, in the order in which it is named where several do on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It was never assessed.
    NeverAssessed,
    /// Its AI system had an incident.
    Incident,
    /// Its AI system changed significantly.
    SignificantChange,
    /// What was tried contradicts its likelihood.
    Challenge,
    /// An impact assessment of its AI system is newer.
    ImpactAssessment,
    /// Other criteria came into force.
    CriteriaChanged,
    /// The interval of the criteria has passed.
    Interval,
    /// The day that was set for it.
    Set,
}

impl Reason {
    /// Its name, as data and the triggers of criteria write it.
    pub fn name(self) -> &'static str {
        match self {
            Reason::NeverAssessed => "never_assessed",
            Reason::Incident => "incident",
            Reason::SignificantChange => "significant_change",
            Reason::Challenge => "challenge",
            Reason::ImpactAssessment => "impact_assessment",
            Reason::CriteriaChanged => "criteria_changed",
            Reason::Interval => "interval",
            Reason::Set => "set",
        }
    }
}

/// Something that happened to an AI system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The record that says so.
    pub id: Id,
    /// The day.
    pub day: Date,
    /// What it was.
    pub what: Reason,
    /// The AI systems that it concerns.
    pub systems: Vec<Id>,
    /// The risks that it concerns, beside those of these systems.
    pub risks: Vec<Id>,
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

/// When a risk is assessed again, by the first of everything that calls for it; nothing where nothing does.
pub fn due(
    risk: &Risk,
    all: &[Judged],
    tiers: &BTreeSet<Option<String>>,
    by: &Criteria,
    events: &[Event],
    today: Date,
) -> Option<Due> {
    let Some(assessed) = risk.assessed_on else {
        let says = "nobody has said when it was assessed".to_owned();
        return Some(Due { on: today, reason: Reason::NeverAssessed, because: None, says });
    };
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
    if let Some(on) = risk.next {
        let says = format!("{on} was set for the next assessment");
        found.push(Due { on, reason: Reason::Set, because: None, says });
    }
    let asked = |it: Reason| by.triggers.contains(it.name());
    if risk.criteria.as_ref() != Some(&by.id) && asked(Reason::CriteriaChanged) {
        let on = by.from.map_or(assessed, |it| it.max(assessed));
        let says = format!("{} is in force since {on}, and it was scored by others", by.id);
        found.push(Due { on, reason: Reason::CriteriaChanged, because: Some(by.id.clone()), says });
    }
    let own = |it: &&Event| it.risks.contains(&risk.id) || it.systems.iter().any(|of| risk.systems.contains(of));
    // What contradicts an assessment calls for another one, whatever criteria say of triggers.
    let calls = |it: &&Event| it.what == Reason::Challenge || asked(it.what);
    for it in events.iter().filter(own).filter(|it| it.day > assessed && it.day <= today).filter(calls) {
        let says = format!("{} on {}, and it was assessed on {assessed}", it.id, it.day);
        found.push(Due { on: it.day, reason: it.what, because: Some(it.id.clone()), says });
    }
    found.into_iter().min_by(|a, b| (a.on, a.reason, &a.because).cmp(&(b.on, b.reason, &b.because)))
}
