//! Whether who challenges is independent of who builds: another person, in another reporting line, of another unit and another supplier. Told from the
//! organisation as it stood on the first day of the exercise. Serves ISO/IEC 42001 9.1.
//!
//! How two people stand to each other, and from when a common manager is high enough, is asked of `responsibility`, as it is for duties.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;
use store::{RecordRow, Visible};

use super::exercise::Exercise;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::responsibility::check::{Between, between};
use crate::responsibility::heads::HEAD;
use crate::responsibility::lines::upwards;
use crate::responsibility::organisation::Organisation;

/// Why somebody is not independent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Dependence {
    /// Who challenges.
    pub person: Id,
    /// What they would challenge.
    pub system: Id,
    /// Records by which it is told.
    pub behind: Vec<Id>,
    /// Why, in a sentence that says what to do.
    pub says: String,
}

/// Who is independent in an exercise, as far as it can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Why some are not.
    pub dependences: Vec<Dependence>,
    /// AI systems that nobody is known to build or answer for, so that nobody can tell.
    pub untold: Vec<Id>,
}

/// Somebody who builds a system, with how.
struct Builder {
    person: Id,
    how: &'static str,
}

/// What is known of a challenger or a system beside the organisation.
struct Around {
    org: Organisation,
    rows: BTreeMap<Id, RecordRow>,
}

/// What keeps challengers of an exercise from being independent.
pub(crate) fn told(at: &Snapshot, it: &Exercise) -> Result<Told, Error> {
    let mut found = Told::default();
    if it.challengers.is_empty() {
        return Ok(found);
    }
    let today = day(at.time);
    let on = it.from.filter(|of| *of < today).unwrap_or(today);
    let then = at.at_end_of(on)?;
    let around = match then.map(|then| Around::read(&then, it, on)).transpose()?.filter(|of| of.knows(it)) {
        Some(around) => around,
        // Who was entered later is judged as they were entered.
        None => Around::read(at, it, on)?,
    };
    for system in &it.systems {
        let builders = around.builders(at, system);
        found.untold.extend(builders.is_empty().then(|| system.clone()));
        for person in &it.challengers {
            found.dependences.extend(around.dependence(at, person, system, &builders));
        }
    }
    Ok(found)
}

impl Around {
    fn read(at: &Snapshot, it: &Exercise, on: jiff::civil::Date) -> Result<Around, Error> {
        let org = Organisation::read(at, &Visible::All, on, None)?;
        let mut ids: BTreeSet<Id> = it.challengers.iter().chain(&it.systems).cloned().collect();
        ids.extend(it.systems.iter().filter_map(|it| org.systems.get(it)?.unit.clone()));
        let rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
        Ok(Around { org, rows: rows.into_iter().map(|it| (it.id.clone(), it)).collect() })
    }

    fn knows(&self, it: &Exercise) -> bool {
        it.challengers.iter().all(|it| self.org.people.contains_key(it))
            && it.systems.iter().all(|it| self.org.systems.contains_key(it))
    }

    fn unit(&self, system: &Id) -> Option<&Id> {
        self.org.systems.get(system)?.unit.as_ref()
    }

    /// Who answers for a system, builds it by a role, or leads its unit.
    fn builders(&self, at: &Snapshot, system: &Id) -> Vec<Builder> {
        let mut found: Vec<Builder> = Vec::new();
        let mut add = |person: &Id, how| {
            if !found.iter().any(|it| it.person == *person) {
                found.push(Builder { person: person.clone(), how });
            }
        };
        let holders = self.org.systems.get(system).into_iter().flat_map(|it| &it.holders);
        holders.for_each(|it| add(&it.1, "answers for"));
        let keys = &at.libraries.challenging.builders;
        let places = [Some(system), self.unit(system)];
        for it in self.org.in_force().filter(|it| places.contains(&it.covers.as_ref()) && it.covers.is_some()) {
            if self.org.roles.get(&it.role).is_some_and(|it| keys.contains(&it.key)) {
                add(&it.person, "builds");
            }
        }
        let unit = self.unit(system).and_then(|it| self.rows.get(it));
        let heads = unit.map(|it| targets(&it.document, HEAD)).unwrap_or_default();
        heads.iter().for_each(|it| add(it, "leads the unit of"));
        found
    }

    /// A role of somebody that builds AI systems and reaches this one: for it, for its unit or one above, or for the whole organisation.
    fn role(&self, at: &Snapshot, person: &Id, system: &Id) -> Option<(String, Option<Id>)> {
        let above = self.org.upwards(self.unit(system));
        let reaches = |covers: Option<&Id>| covers.is_none_or(|it| it == system || above.contains(it));
        let own = self.org.in_force().filter(|it| it.person == *person && reaches(it.covers.as_ref()));
        let key = |role: &Id| self.org.roles.get(role).map(|it| it.key.clone());
        own.filter_map(|it| Some((key(&it.role)?, it.covers.clone())))
            .find(|it| at.libraries.challenging.builders.contains(&it.0))
    }

    /// The first reason why somebody is not independent of a system.
    fn dependence(&self, at: &Snapshot, person: &Id, system: &Id, builders: &[Builder]) -> Option<Dependence> {
        let row = self.rows.get(person);
        let party = row.and_then(|it| it.link("works_for"));
        let tied = |behind: Vec<Id>, says: String| {
            Some(Dependence {
                person: person.clone(),
                system: system.clone(),
                behind,
                says: format!("{says}; let somebody else challenge it"),
            })
        };
        let own = builders.iter().find(|it| it.person == *person);
        if let Some(it) = own {
            return tied(Vec::new(), format!("{person} {} {system}", it.how));
        }
        if let Some((role, covers)) = self.role(at, person, system) {
            let over = covers.as_ref().map_or("the whole organisation".to_owned(), ToString::to_string);
            return tied(
                covers.into_iter().collect(),
                format!("{person} builds {system}, as {} of {over}", role.replace('_', " ")),
            );
        }
        let supplier = self.rows.get(system).and_then(|it| it.link("supplier"));
        if let Some(party) = party.clone().filter(|it| Some(it) == supplier.as_ref()) {
            return tied(vec![party.clone()], format!("{person} works for {party}, which supplies {system}"));
        }
        let unit = self.unit(system);
        let of = row.and_then(|it| it.unit.as_deref()).and_then(|it| it.parse::<Id>().ok());
        if let Some(unit) = unit.filter(|it| self.org.upwards(of.as_ref()).contains(it)) {
            return tied(vec![unit.clone()], format!("{person} belongs to {unit}, which builds {system}"));
        }
        builders.iter().find_map(|it| {
            let (who, how) = (&it.person, it.how);
            // Who reports to a builder depends on them, however high they stand.
            if upwards(&self.org, person).contains(who) {
                return tied(vec![who.clone()], format!("{person} reports to {who}, who {how} {system}"));
            }
            let says = match between(&self.org, who, person) {
                _ if upwards(&self.org, who).contains(person) => format!("{who}, who {how} {system}, reports to {person}"),
                Between::Apart | Between::Same | Between::Line => return None,
                Between::Under(manager) => format!("{person} and {who}, who {how} {system}, both report to {manager}"),
                // Somebody from outside stands in no line of the organisation.
                Between::Unknown if party.is_some() => return None,
                Between::Unknown => format!("the reporting lines of {person} and {who}, who {how} {system}, do not meet, so nobody can tell whether they are apart"),
            };
            tied(vec![who.clone()], says)
        })
    }
}
