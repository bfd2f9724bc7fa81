//! Controls that a statement of applicability excludes, for all or for an AI system, and that are in use all the same: a control carries them out and
//! operates, or fresh evidence that somebody accepted shows that it is done, whatever state the control is in. Pure over gathered records.

use std::collections::{BTreeMap, BTreeSet};

use conformity::soa::{Entry, Statement};
use conformity::{Control, Form, Stage};
use record::Id;

use super::clash::{controls, statements};
use super::gathered::Gathered;
use crate::conformity::EVIDENCE;
use crate::conformity::statement::read_statement;
use crate::contradictions::Found;

/// For whom a statement excludes a control.
struct Excluded<'a> {
    /// Whether for all.
    all: bool,
    /// AI systems for which it is otherwise.
    otherwise: BTreeSet<&'a str>,
}

/// Something by which a control is in use.
struct Use {
    /// What it is and does.
    says: String,
    /// Its records.
    records: Vec<Id>,
    /// AI systems for which; all where it is empty.
    systems: BTreeSet<String>,
}

/// Every use of what a statement in force excludes.
pub(super) fn excluded_in_use(of: &Gathered) -> Found {
    let controls = controls(of);
    let mut found = Found::new();
    for row in statements(of) {
        let statement = read_statement(&row.document);
        for entry in &statement.entries {
            let Some(excluded) = Excluded::read(&statement, entry) else { continue };
            let uses = operating(&controls, &entry.control).chain(shown(of, &controls, &entry.control));
            found.extend(uses.filter(|it| excluded.holds_for(&it.systems)).map(|it| {
                let says = format!("{} is said not to be necessary{}, and {}", entry.control, excluded.whom(), it.says);
                (says, [row.id.clone()].into_iter().chain(it.records).collect())
            }));
        }
    }
    found
}

impl<'a> Excluded<'a> {
    /// What a statement excludes by an entry; nothing where it is necessary for everything.
    fn read(statement: &'a Statement, entry: &Entry) -> Option<Excluded<'a>> {
        let all = entry.necessary == Some(false);
        let own = statement.exceptions.iter().filter(|it| it.control == entry.control && it.necessary == Some(all));
        let otherwise: BTreeSet<&str> = own.map(|it| it.system.as_str()).collect();
        (all || !otherwise.is_empty()).then_some(Excluded { all, otherwise })
    }

    /// Whether it is excluded where something is in use; what is in use for all may be so for those for which it is necessary.
    fn holds_for(&self, systems: &BTreeSet<String>) -> bool {
        match (self.all, systems.is_empty()) {
            (true, true) => self.otherwise.is_empty(),
            (true, false) => systems.iter().any(|it| !self.otherwise.contains(it.as_str())),
            (false, _) => systems.iter().any(|it| self.otherwise.contains(it.as_str())),
        }
    }

    /// For whom, in words.
    fn whom(&self) -> String {
        let named = self.otherwise.iter().copied().collect::<Vec<_>>().join(", ");
        match (self.all, named.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!(" but for {named}"),
            (false, _) => format!(" for {named}"),
        }
    }
}

/// Controls that carry it out and operate.
fn operating(controls: &BTreeMap<Id, Control>, reference: &str) -> impl Iterator<Item = Use> {
    // An entry names a reference control, or one of the organisation by its number.
    let carries_out = move |id: &Id, it: &Control| it.meets.contains(reference) || id.to_string() == reference;
    let uses = controls.iter().filter(move |it| it.1.stage == Stage::Operating && carries_out(it.0, it.1));
    uses.map(|(id, it)| Use {
        says: format!("{id} carries it out and operates"),
        records: vec![id.clone()],
        systems: it.systems.clone(),
    })
}

/// Fresh evidence that it is done, through a control that does not operate by what it says of itself, or through none.
fn shown(of: &Gathered, controls: &BTreeMap<Id, Control>, reference: &str) -> impl Iterator<Item = Use> {
    let matrix = &of.covered.matrix;
    let weighed = matrix.plan.place(reference).map(|it| matrix.explain(it, None).weighed).unwrap_or_default();
    weighed.into_iter().filter(|it| it.kind == EVIDENCE && it.given_for.is_none()).filter_map(move |it| {
        let proof = matrix.ground.proofs.get(&it.record).filter(|it| it.form == Form::Record)?;
        // What is about some AI systems counts for them, and is judged here by its own days.
        let fresh = proof.refused.is_none() && proof.from <= of.on && it.fresh_until.is_none_or(|day| of.on <= day);
        let id: Id = it.record.parse().ok().filter(|_| it.counts || it.elsewhere && fresh)?;
        let Some(through) = it.through.as_ref().and_then(|it| it.parse::<Id>().ok()) else {
            let (says, records) = (format!("{id} shows that it is done"), vec![id]);
            return Some(Use { says, records, systems: proof.systems.clone() });
        };
        let control = controls.get(&through).filter(|it| it.stage != Stage::Operating)?;
        let says = format!("{through} is {}, while {id} shows that it is carried out", control.state.replace('_', " "));
        let systems = if proof.systems.is_empty() { control.systems.clone() } else { proof.systems.clone() };
        Some(Use { says, records: vec![through, id], systems })
    })
}
