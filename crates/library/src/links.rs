//! Relations between frameworks as steps, in both directions: as crosswalks propose them, and as people confirmed, changed or rejected them. Serves
//! ISO/IEC 42001 4.4.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::crosswalk::{Crosswalk, Map, Relation};
use crate::shelf::Shelf;

/// A step from a node to another along a relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The reference from which it leads.
    pub from: String,
    /// The reference to which it leads.
    pub to: String,
    /// How the first stands to the second.
    pub relation: Relation,
    /// How much they have in common, from 1 to 10.
    pub strength: u8,
    /// Why.
    pub rationale: String,
    /// Who confirmed it.
    pub reviewer: Option<String>,
}

impl Step {
    /// Whether what shows the first shows the second too: somebody confirmed it, and the second is equal to the first or contained in it.
    pub fn shows(&self) -> bool {
        self.reviewer.is_some() && self.relation.passes_on()
    }

    /// The same step the other way.
    pub fn turned(&self) -> Step {
        let (from, to, relation) = (self.to.clone(), self.from.clone(), self.relation.turned());
        Step { from, to, relation, ..self.clone() }
    }
}

/// What somebody decided about a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The relation that holds, with who says so; one of no relationship rejects what a crosswalk says.
    pub step: Step,
    /// What the crosswalk said when it was decided; where it says something else now, the decision does not count. Nothing where no crosswalk did.
    pub proposed: Option<Relation>,
}

/// Relations between frameworks by the reference from which they lead.
#[derive(Debug, Clone, Default)]
pub struct Links {
    steps: HashMap<String, Vec<Step>>,
}

impl Links {
    /// The relations of a shelf between frameworks that are on it, with what people decided about them; of two decisions the later counts.
    pub fn of(shelf: &Shelf, reviewed: &[Reviewed]) -> Links {
        let mut decided: HashMap<(String, String), (Step, Option<Relation>)> = HashMap::new();
        for it in reviewed {
            let back = it.step.turned();
            let key = |it: &Step| (it.from.clone(), it.to.clone());
            decided.insert(key(&back), (back, it.proposed.map(Relation::turned)));
            decided.insert(key(&it.step), (it.step.clone(), it.proposed));
        }
        let (mut links, mut said) = (Links::default(), HashSet::new());
        for step in proposed(shelf) {
            let pair = (step.from.clone(), step.to.clone());
            let own = decided.get(&pair).filter(|it| it.1.is_none_or(|said| said == step.relation));
            links.put(own.map_or(step, |it| it.0.clone()));
            said.insert(pair);
        }
        // What no crosswalk says, and people decided themselves.
        let known = |it: &Step| shelf.find(&it.from).is_some() && shelf.find(&it.to).is_some();
        let own = decided.into_iter().filter(|it| !said.contains(&it.0) && it.1.1.is_none()).map(|it| it.1.0);
        let mut own: Vec<Step> = own.filter(known).collect();
        own.sort_by(|one, other| (&one.from, &one.to).cmp(&(&other.from, &other.to)));
        own.into_iter().for_each(|it| links.put(it));
        links
    }

    fn put(&mut self, step: Step) {
        if step.relation != Relation::NoRelationship || step.reviewer.is_none() {
            self.steps.entry(step.from.clone()).or_default().push(step);
        }
    }

    /// Every relation of a node, in both directions, as steps from it.
    pub fn from(&self, reference: &str) -> &[Step] {
        self.steps.get(reference).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every step.
    pub fn all(&self) -> impl Iterator<Item = &Step> {
        self.steps.values().flatten()
    }
}

/// What crosswalks say, as a step in both directions.
fn proposed(shelf: &Shelf) -> Vec<Step> {
    let of = |crosswalk: &Crosswalk| {
        let ends = (shelf.by_urn(&crosswalk.source), shelf.by_urn(&crosswalk.target));
        let (Some(source), Some(target)) = ends else { return Vec::new() };
        let both = |map: &Map| {
            let step = step(&format!("{}:{}", source.prefix, map.from), &format!("{}:{}", target.prefix, map.to), map);
            [step.turned(), step]
        };
        crosswalk.map.iter().flat_map(both).collect::<Vec<_>>()
    };
    shelf.crosswalks().iter().flat_map(of).collect()
}

fn step(from: &str, to: &str, map: &Map) -> Step {
    let (from, to, rationale) = (from.to_owned(), to.to_owned(), map.rationale.clone());
    Step { from, to, relation: map.relation, strength: map.strength, rationale, reviewer: map.reviewer.clone() }
}
