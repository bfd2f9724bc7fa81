//! The people whom a step of a ladder reaches on a day: holders of its role, those who stand in for who is away, and nobody who is
//! concerned or reports to somebody who is.

use std::collections::BTreeSet;

use record::Id;
use serde::Serialize;

use super::ladder::LINE_MANAGER;
use super::seated;
use crate::responsibility::holders::{Acting, Holding, Subject, acting, holders};
use crate::responsibility::lines::upwards;
use crate::responsibility::organisation::Organisation;

/// What an escalation is about, and who must not be asked.
#[derive(Debug, Clone, Default)]
pub struct Matter {
    /// The AI system.
    pub system: Option<Id>,
    /// Who raised it.
    pub raised_by: Option<Id>,
    /// People whom it is about.
    pub concerned: BTreeSet<Id>,
    /// Whether nobody learns from its ladder whom it is about.
    pub discreet: bool,
}

/// Somebody who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Who.
    pub person: Id,
    /// In place of whom.
    pub instead_of: Option<Id>,
}

/// Whom a step reaches, and why not others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Those who are told.
    pub told: Vec<Told>,
    /// Holders who are away and for whom nobody stands in.
    pub away: Vec<Id>,
    /// Holders who are concerned, or who report to somebody who is.
    pub concerned: Vec<Id>,
    /// Why nobody is told whoever is here: of a governance body that cannot be told, or cannot go on without those who are concerned.
    pub shut: Option<String>,
}

impl Matter {
    fn subject(&self) -> Subject {
        self.system.clone().map_or(Subject::Organisation, Subject::System)
    }

    /// Whether somebody is concerned, or has somebody concerned among the managers above.
    pub fn touches(&self, org: &Organisation, person: &Id) -> bool {
        !self.concerned.is_empty() && upwards(org, person).iter().any(|it| self.concerned.contains(it))
    }
}

/// Everybody who holds what a step names, whether they are here or not.
pub fn holding(org: &Organisation, to: &str, matter: &Matter) -> Vec<Holding> {
    if let Some(key) = seated::key(to) {
        return seated::seated(org, key).map(|it| it.people()).unwrap_or_default();
    }
    if to == LINE_MANAGER {
        let person = matter.raised_by.as_ref().and_then(|it| org.people.get(it));
        let manager = person.and_then(|it| it.manager.clone());
        return manager.map(|person| Holding { person, by: None }).into_iter().collect();
    }
    let near = holders(org, to, &matter.subject(), None);
    // Whoever holds a role for the whole organisation holds it where nothing nearer is known.
    if near.is_empty() { holders(org, to, &Subject::Organisation, None) } else { near }
}

/// Whom a step reaches on the day of the organisation.
pub fn reached(org: &Organisation, to: &str, matter: &Matter) -> Reached {
    if let Some(key) = seated::key(to) {
        return seated::reached(org, key, matter);
    }
    let mut found = Reached::default();
    holding(org, to, matter).iter().for_each(|it| found.take(org, matter, it));
    found
}

/// Who is told where somebody holds something: they, or who stands in; nobody where they are away or gone.
pub(super) fn told(org: &Organisation, it: &Holding) -> Option<Told> {
    let gone = org.people.get(&it.person).is_some_and(|person| person.gone(org.day) || person.expected(org.day));
    match acting(org, it) {
        _ if gone => None,
        Acting::Here => Some(Told { person: it.person.clone(), instead_of: None }),
        Acting::Deputy(id) => Some(Told { person: id, instead_of: Some(it.person.clone()) }),
        Acting::AwayToo(_) | Acting::Nobody | Acting::Circle(_) => None,
    }
}

/// Whether somebody is left whom a step can reach, were nobody away.
pub fn reaches(org: &Organisation, to: &str, matter: &Matter) -> bool {
    let others = holding(org, to, matter).iter().any(|it| !matter.touches(org, &it.person));
    others && seated::shut(org, to, matter).is_none()
}

/// Whether whoever is told by a step may stop a system.
pub fn stops(org: &Organisation, to: &str) -> bool {
    match seated::key(to) {
        Some(key) => seated::stops(org, key),
        None => org.role(to).is_some_and(|it| it.may_stop),
    }
}
