//! The components of one AI system with its people on a day: what every question about its boundary is asked of.

use std::collections::BTreeSet;

use record::Id;

use super::around::{Around, Component, Tier};
use super::party::Party;
use crate::responsibility::catalogue::UNKNOWN;
use crate::responsibility::holders::{Holding, Subject, holders};
use crate::responsibility::organisation::Organisation;

/// An AI system with its components.
#[derive(Debug, Clone)]
pub struct Boundary {
    /// The AI system.
    pub system: Id,
    /// Everything around it.
    pub around: Around,
    /// People, roles and assignments.
    pub org: Organisation,
    /// Numbers of its components, those that they need among them.
    own: BTreeSet<Id>,
}

impl Boundary {
    /// Of a system, with its components and what these need.
    pub(crate) fn of(system: Id, around: Around, org: Organisation) -> Boundary {
        let named = around.components.values().filter(|it| it.systems.contains(&system));
        let mut open: Vec<Id> = named.map(|it| it.id.clone()).collect();
        let mut own = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(component) = around.components.get(&id) else { continue };
            if own.insert(id) {
                open.extend(component.needs.iter().cloned());
            }
        }
        Boundary { system, around, org, own }
    }

    /// The same with other suppliers: who supplied a component is replaced wherever it took a part in it.
    pub(crate) fn with_suppliers(&self, replaced: &[(Id, Id)]) -> Boundary {
        let mut other = self.clone();
        for (id, party) in replaced {
            let Some(component) = other.around.components.get_mut(id) else { continue };
            let old = component.parts.insert("supplies", Party::Outside(party.clone()));
            let Some(old) = old.filter(|it| it.outside() != Some(party)) else { continue };
            component.parts.values_mut().filter(|it| **it == old).for_each(|it| *it = Party::Outside(party.clone()));
        }
        other
    }

    /// Its components, by number.
    pub fn components(&self) -> impl Iterator<Item = &Component> {
        self.own.iter().filter_map(|it| self.around.components.get(it))
    }

    /// Whether a component is one of its own.
    pub fn has(&self, id: &Id) -> bool {
        self.own.contains(id)
    }

    /// Its tier.
    pub fn tier(&self) -> &str {
        let known: Option<&Tier> = self.around.systems.get(&self.system);
        known.map_or(UNKNOWN, |it| it.0.as_str())
    }

    /// Who holds a role for a component: those who hold it for the component itself, else for the AI system, its unit or the organisation.
    pub fn holders(&self, component: Option<&Id>, role: &Id) -> Vec<Holding> {
        let Some(role) = self.org.roles.get(role) else { return Vec::new() };
        let here = |it: &&crate::responsibility::organisation::Assignment| {
            it.covers.is_some() && it.covers.as_ref() == component && !it.passed_on() && self.org.held(it)
        };
        let holding = |it: &crate::responsibility::organisation::Assignment| Holding {
            person: it.person.clone(),
            by: Some(it.id.clone()),
        };
        let mut own: Vec<Holding> = self.org.assigned(&role.id).filter(here).map(holding).collect();
        own.sort();
        own.dedup_by(|one, other| one.person == other.person);
        if own.is_empty() { holders(&self.org, &role.key, &Subject::System(self.system.clone()), None) } else { own }
    }
}
