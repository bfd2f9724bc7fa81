//! How much one person carries, and what falls when that person goes and nobody stands in.

use std::collections::{BTreeMap, HashMap};

use record::Id;

use super::holders::{Subject, holders, standing};
use super::map::{Cell, Duty, Map, Part};

/// What one person carries.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Load {
    /// Duties for which the person answers.
    pub accountable: Vec<Duty>,
    /// Duties for which the person does the work.
    pub responsible: Vec<Duty>,
    /// Duties that the person challenges.
    pub challenger: Vec<Duty>,
    /// Duties of which a part falls when the person goes and that nobody stands in for.
    pub falls: Vec<Duty>,
}

/// What each person carries.
pub fn loads(map: &Map) -> BTreeMap<Id, Load> {
    let (mut all, mut alone) = (BTreeMap::<Id, Load>::new(), Alone::default());
    for cell in &map.cells {
        for (part, holding) in cell.held() {
            let load = all.entry(holding.person.clone()).or_default();
            match part {
                Part::Accountable => load.accountable.push(cell.duty.clone()),
                Part::Responsible => load.responsible.push(cell.duty.clone()),
                Part::Challenger => load.challenger.push(cell.duty.clone()),
            }
            let covered = standing(&map.org, holding.by.as_ref()).is_some();
            if !covered && alone.falls(map, cell, part, &holding.person) && load.falls.last() != Some(&cell.duty) {
                load.falls.push(cell.duty.clone());
            }
        }
    }
    all
}

/// Whether nobody is left for a part; what many duties share is asked once.
#[derive(Default)]
pub(super) struct Alone(HashMap<(String, Subject, Id), bool>);

impl Alone {
    /// Whether nobody holds a part of a duty without this person; a challenge that is not asked for does not fall.
    pub(super) fn falls(&mut self, map: &Map, cell: &Cell, part: Part, person: &Id) -> bool {
        if part == Part::Challenger && !cell.challenged {
            return false;
        }
        let subject = cell.subject();
        cell.roles(part).iter().all(|role| {
            let key = ((*role).to_owned(), subject.clone(), person.clone());
            *self.0.entry(key).or_insert_with(|| holders(&map.org, role, &subject, Some(person)).is_empty())
        })
    }
}
