//! Duties of parties outside: those that the tier asks for, and those on which a component says it relies, each with the clause that backs it.

use record::Id;
use serde::Serialize;

use super::around::{Around, Component};
use super::backing::{self, Clause, backing, counts_for};
use super::boundary::Boundary;
use super::library::Ask;
use super::party::Party;
use crate::data::lineage::targets;

/// A duty of a party outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// The component.
    pub component: Id,
    /// Name of what is asked, or the number of the obligation that is relied on.
    pub name: String,
    /// What it is, for people.
    pub label: String,
    /// Whose duty it is.
    pub party: Id,
    /// The clause that backs it.
    pub clause: Option<Clause>,
    /// Why nothing does, in a sentence; empty where something does.
    pub why: String,
    /// Records that come near.
    pub near: Vec<Id>,
}

/// The duties that the tier of an AI system asks for, of each component that comes from outside.
pub fn asked(boundary: &Boundary) -> Vec<Duty> {
    let (around, tier) = (&boundary.around, boundary.tier());
    boundary.components().flat_map(|it| of_component(around, it, &boundary.system, tier)).collect()
}

/// Those of one component for one AI system of a tier.
pub fn of_component(around: &Around, component: &Component, system: &Id, tier: &str) -> Vec<Duty> {
    let Some(party) = component.supplier() else { return Vec::new() };
    let asks = around.libraries.allocation.ask.iter().filter(|it| it.tiers.iter().any(|it| it == tier));
    asks.map(|ask| duty(around, component, system, party, ask)).collect()
}

fn duty(around: &Around, component: &Component, system: &Id, party: &Id, ask: &Ask) -> Duty {
    let speaks =
        |row: &store::RecordRow| row.text("topic").is_some_and(|topic| ask.topics.iter().any(|it| it == topic));
    let found = backing(around, component, party, system, &speaks);
    let (clause, why, near) = match found {
        Ok(all) => (all.into_iter().next(), String::new(), Vec::new()),
        Err(lack) => (None, lack.says, lack.near),
    };
    let (name, label) = (ask.name.clone(), ask.label.clone());
    Duty { component: component.id.clone(), name, label, party: party.clone(), clause, why, near }
}

/// The obligations on which components rely and that a party outside has, leaving out those that the tier asks for anyway.
pub fn relied_on(boundary: &Boundary) -> Vec<Duty> {
    let (around, tier) = (&boundary.around, boundary.tier());
    let asks: Vec<&Ask> =
        around.libraries.allocation.ask.iter().filter(|it| it.tiers.iter().any(|it| it == tier)).collect();
    let mut all = Vec::new();
    for component in boundary.components() {
        for row in component.backed_by.iter().filter_map(|it| around.rows.get(it)).filter(|it| backing::owed(it)) {
            let topic = row.text("topic").unwrap_or_default();
            let asked = asks.iter().any(|it| it.topics.iter().any(|it| it == topic));
            let Some(party) = whose(around, row, component).filter(|_| !asked || component.supplier().is_none()) else {
                continue;
            };
            let (clause, why) = match counts_for(around, row, &party, &boundary.system) {
                Ok(clause) => (Some(clause), String::new()),
                Err(why) => (None, why),
            };
            let (name, label) = (row.id.to_string(), row.title.clone());
            let near = vec![row.id.clone()];
            all.push(Duty { component: component.id.clone(), name, label, party, clause, why, near });
        }
    }
    all
}

/// Whose duty an obligation is: the party that it names, else that of its contract, else the supplier of the component.
fn whose(around: &Around, row: &store::RecordRow, component: &Component) -> Option<Id> {
    let named = Party::of(row, "duty_holder", |id| around.rows.get(id).map(|it| it.kind.clone()));
    match named {
        Some(party) => party.outside().cloned(),
        None => {
            let of_contract = || around.contract(row).and_then(|it| targets(&it.document, "party").pop());
            component.supplier().cloned().or_else(of_contract)
        }
    }
}
