//! What shows one node shows which others too.
//!
//! A proof passes on downwards only: from a node to one that is equal to it or contained in it, over as many relations as there are. What
//! merely has something in common is worth a look and shows nothing. A relation that nobody confirmed is a proposal, and whatever leans on
//! it is one too. Serves ISO/IEC 42001 4.4.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::hash::Hash;

use serde::Serialize;

use crate::crosswalk::{Crosswalk, Relation};
use crate::framework::Framework;
use crate::links::{Links, Step};
use crate::shelf::Shelf;

/// How far a proof for one node goes for another, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Passing {
    /// It shows it.
    Shows,
    /// It would show it, once the relations on the way are confirmed.
    Proposed,
    /// It may be of use; somebody looks at it and confirms.
    Confirm,
}

/// A node of another framework that is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// Its reference.
    pub reference: String,
    /// How far the proof goes for it.
    pub passing: Passing,
    /// A shortest way to it.
    pub way: Vec<Step>,
}

impl Links {
    /// Which nodes of other frameworks a proof for this node reaches, by reference.
    pub fn reach(&self, reference: &str) -> Vec<Reached> {
        reach(self, reference)
    }
}

/// Goes downwards over confirmed relations, then over all of them, and at last one step aside.
fn reach(links: &Links, reference: &str) -> Vec<Reached> {
    let shown = downwards(links, reference, Step::shows);
    let proposed = downwards(links, reference, |it| it.relation.passes_on());
    let mut found: BTreeMap<String, Reached> = BTreeMap::new();
    for (ways, passing) in [(&shown, Passing::Shows), (&proposed, Passing::Proposed)] {
        for (reference, way) in ways {
            let reached = Reached { reference: reference.clone(), passing, way: way.clone() };
            found.entry(reference.clone()).or_insert(reached);
        }
    }
    let mut below: Vec<(&String, &Vec<Step>)> = proposed.iter().collect();
    below.sort_by_key(|(name, way)| (way.len(), name.to_owned()));
    let start = (&reference.to_owned(), &Vec::new());
    for (at, way) in [start].into_iter().chain(below) {
        for aside in links.from(at).iter().filter(|it| aside(it.relation) && it.to != reference) {
            let way = way.iter().cloned().chain([aside.clone()]).collect();
            let reached = Reached { reference: aside.to.clone(), passing: Passing::Confirm, way };
            found.entry(aside.to.clone()).or_insert(reached);
        }
    }
    found.into_values().collect()
}

fn aside(relation: Relation) -> bool {
    matches!(relation, Relation::SubsetOf | Relation::IntersectsWith)
}

/// Everything that lies below a node along steps that are taken, with a shortest way.
fn downwards(links: &Links, start: &str, taken: impl Fn(&Step) -> bool) -> BTreeMap<String, Vec<Step>> {
    let next = |at: &String| -> Vec<(String, Step)> {
        links.from(at).iter().filter(|it| taken(it)).map(|it| (it.to.clone(), it.clone())).collect()
    };
    nearest(&start.to_owned(), next).into_iter().collect()
}

/// Everything that is reached from a start, nearest first, each once with the steps of a shortest way to it; the start itself is not told.
pub fn nearest<N: Clone + Eq + Hash, S: Clone>(start: &N, next: impl Fn(&N) -> Vec<(N, S)>) -> Vec<(N, Vec<S>)> {
    let mut known = HashSet::from([start.clone()]);
    let mut found: Vec<(N, Vec<S>)> = Vec::new();
    let mut waiting = VecDeque::from([(start.clone(), Vec::new())]);
    while let Some((at, way)) = waiting.pop_front() {
        for (to, step) in next(&at) {
            if known.insert(to.clone()) {
                let way: Vec<S> = way.iter().cloned().chain([step]).collect();
                found.push((to.clone(), way.clone()));
                waiting.push_back((to, way));
            }
        }
    }
    found
}

/// How the nodes of one side of a crosswalk fare when proofs of the other side are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The prefix of the framework whose nodes these are.
    pub prefix: String,
    /// Nodes that the other side shows, over confirmed relations.
    pub shown: Vec<String>,
    /// Nodes that the other side would show, once a relation is confirmed.
    pub proposed: Vec<String>,
    /// Nodes that have something in common with the other side.
    pub partly: Vec<String>,
    /// Nodes of which the other side has nothing.
    pub nothing: Vec<String>,
}

/// What is missing in both directions of a crosswalk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Gaps {
    /// Nodes of the source, held against proofs of the target.
    pub source: Side,
    /// Nodes of the target, held against proofs of the source.
    pub target: Side,
}

/// What is missing in both directions of a crosswalk; none where one of its frameworks is not on the shelf.
pub fn gaps(shelf: &Shelf, links: &Links, crosswalk: &Crosswalk) -> Option<Gaps> {
    let (source, target) = (shelf.by_urn(&crosswalk.source)?, shelf.by_urn(&crosswalk.target)?);
    // A node is shown by the other side where a relation, read from there, passes on.
    let towards = |of: &Framework, other: &Framework, from: &str, to: &str| {
        let (from, to) = (format!("{}:{from}", other.prefix), format!("{}:{to}", of.prefix));
        let steps = links.from(&from).iter().filter(|it| it.to == to);
        steps.map(|it| (it.relation, it.reviewer.is_some())).collect::<Vec<_>>()
    };
    let side = |framework: &Framework, maps: Vec<(String, Relation, bool)>| {
        let ids = framework.assessable().map(|it| it.id.clone()).collect();
        Side { prefix: framework.prefix.clone(), ..sorted(ids, &maps) }
    };
    let of_source = crosswalk.map.iter().flat_map(|it| {
        let found = towards(source, target, &it.to, &it.from);
        found.into_iter().map(|of| (it.from.clone(), of.0, of.1))
    });
    let of_target = crosswalk.map.iter().flat_map(|it| {
        let found = towards(target, source, &it.from, &it.to);
        found.into_iter().map(|of| (it.to.clone(), of.0, of.1))
    });
    Some(Gaps { source: side(source, of_source.collect()), target: side(target, of_target.collect()) })
}

fn sorted(ids: Vec<String>, maps: &[(String, Relation, bool)]) -> Side {
    let with = |take: &dyn Fn(Relation, bool) -> bool| -> BTreeSet<&str> {
        maps.iter().filter(|it| take(it.1, it.2)).map(|it| it.0.as_str()).collect()
    };
    let shown = with(&|relation, reviewed| relation.passes_on() && reviewed);
    let proposed = with(&|relation, _| relation.passes_on());
    let partly = with(&|relation, _| relation != Relation::NoRelationship);
    let mut side = Side::default();
    for id in ids {
        let list = match id.as_str() {
            it if shown.contains(it) => &mut side.shown,
            it if proposed.contains(it) => &mut side.proposed,
            it if partly.contains(it) => &mut side.partly,
            _ => &mut side.nothing,
        };
        list.push(id);
    }
    side
}
