//! The people whom a step of a ladder reaches on a day: holders of its role, those who stand in for who is away, and nobody who is
//! concerned or reports to somebody who is.

use std::collections::BTreeSet;

use record::Id;
use serde::Serialize;

use super::ladder::LINE_MANAGER;
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
    let mut found = Reached::default();
    for it in holding(org, to, matter) {
        let gone = org.people.get(&it.person).is_some_and(|person| person.gone(org.day) || person.expected(org.day));
        let told = match acting(org, &it) {
            _ if gone => None,
            Acting::Here => Some(Told { person: it.person.clone(), instead_of: None }),
            Acting::Deputy(id) => Some(Told { person: id, instead_of: Some(it.person.clone()) }),
            Acting::AwayToo(_) | Acting::Nobody | Acting::Circle(_) => None,
        };
        match told {
            Some(told) if matter.touches(org, &told.person) => found.concerned.push(told.person),
            Some(told) if found.told.iter().any(|it| it.person == told.person) => {}
            Some(told) => found.told.push(told),
            None => found.away.push(it.person),
        }
    }
    found
}

/// Whether what a step names is a role that may stop a system.
pub fn stops(org: &Organisation, to: &str) -> bool {
    org.role(to).is_some_and(|it| it.may_stop)
}
