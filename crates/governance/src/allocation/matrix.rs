//! The shared-responsibility matrix: who takes each part in each component, and where nobody does or nothing binds who does.

use record::Id;
use serde::Serialize;

use super::around::Component;
use super::backing;
use super::boundary::Boundary;
use super::party::{PARTS, Part, Party};
use crate::responsibility::holders::Holding;

/// How a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// One party takes the part, and is bound to.
    Settled,
    /// Nobody is named.
    Nobody,
    /// A role is named that nobody holds.
    Unfilled,
    /// A role is named that several hold.
    Several,
    /// A party outside is named, and no contract in force with it names the AI system.
    Unbound,
}

/// Who takes a part in a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The component.
    pub component: Id,
    /// The part.
    pub part: &'static str,
    /// Who takes it; the organisation itself where nobody is named and nobody need be.
    pub party: Option<Party>,
    /// Who holds the role, where it is one.
    pub people: Vec<Holding>,
    /// The contract in force, where it is a party outside.
    pub contract: Option<Id>,
    /// How it stands.
    pub state: State,
    /// Why it is open, in a sentence; empty where it is settled.
    pub why: String,
    /// Records that come near.
    pub near: Vec<Id>,
}

/// Every part of every component, component by component.
pub fn cells(boundary: &Boundary) -> Vec<Cell> {
    boundary.components().flat_map(|it| PARTS.iter().map(move |part| cell(boundary, it, part))).collect()
}

fn cell(boundary: &Boundary, component: &Component, part: &'static Part) -> Cell {
    let party = component.parts.get(part.name).cloned();
    let plain = Cell {
        component: component.id.clone(),
        part: part.name,
        party: party.clone(),
        people: Vec::new(),
        contract: None,
        state: State::Settled,
        why: String::new(),
        near: Vec::new(),
    };
    match party {
        None if part.needed => {
            Cell { state: State::Nobody, why: format!("nobody is named who {}", part.summary), ..plain }
        }
        None | Some(Party::Unit(_)) => plain,
        Some(Party::Role(role)) => {
            let people = boundary.holders(Some(&component.id), &role);
            let names: Vec<String> = people.iter().map(|it| it.person.to_string()).collect();
            let (state, why) = match people.len() {
                0 => (State::Unfilled, format!("nobody holds {role} for it")),
                1 => (State::Settled, String::new()),
                _ => (State::Several, format!("{} all hold {role} for it", names.join(" and "))),
            };
            Cell { people, state, why, near: vec![role], ..plain }
        }
        Some(Party::Outside(party)) => match backing::contract(&boundary.around, &party, &boundary.system) {
            Ok(contract) => Cell { contract: Some(contract), ..plain },
            Err(lack) => Cell { state: State::Unbound, why: lack.says, near: lack.near, ..plain },
        },
    }
}
