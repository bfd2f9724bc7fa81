//! What shows one node shows which others too.
//!
//! A proof passes on downwards only: from a node to one that is equal to it or contained in it, over as many relations as there are. What
//! merely has something in common is worth a look and shows nothing. A relation that nobody confirmed is a proposal, and whatever leans on
//! it is one too. Serves ISO/IEC 42001 4.4.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde::Serialize;

use crate::crosswalk::{Crosswalk, Map, Relation};
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

impl Shelf {
    /// Every relation of a node, in both directions, as steps from it.
    pub fn steps_from(&self, reference: &str) -> Vec<Step> {
        self.steps().remove(reference).unwrap_or_default()
    }

    /// Which nodes of other frameworks a proof for this node reaches, by reference.
    pub fn reach(&self, reference: &str) -> Vec<Reached> {
        reach(&self.steps(), reference)
    }

    /// Every relation between frameworks that are on the shelf, as a step in both directions.
    pub fn links(&self) -> impl Iterator<Item = Step> {
        let of = |crosswalk: &Crosswalk| {
            let ends = (self.by_urn(&crosswalk.source), self.by_urn(&crosswalk.target));
            let (Some(source), Some(target)) = ends else { return Vec::new() };
            let both = |map: &Map| {
                let (from, to) = (format!("{}:{}", source.prefix, map.from), format!("{}:{}", target.prefix, map.to));
                [step(&to, &from, map, map.relation.turned()), step(&from, &to, map, map.relation)]
            };
            crosswalk.map.iter().flat_map(both).collect::<Vec<_>>()
        };
        self.crosswalks().iter().flat_map(of)
    }

    /// The same by the reference from which they lead.
    fn steps(&self) -> HashMap<String, Vec<Step>> {
        let mut steps: HashMap<String, Vec<Step>> = HashMap::new();
        self.links().for_each(|it| steps.entry(it.from.clone()).or_default().push(it));
        steps
    }
}

fn step(from: &str, to: &str, map: &Map, relation: Relation) -> Step {
    let (from, to, rationale) = (from.to_owned(), to.to_owned(), map.rationale.clone());
    Step { from, to, relation, strength: map.strength, rationale, reviewer: map.reviewer.clone() }
}

/// Goes downwards over confirmed relations, then over all of them, and at last one step aside.
fn reach(steps: &HashMap<String, Vec<Step>>, reference: &str) -> Vec<Reached> {
    let shown = downwards(steps, reference, |it| it.reviewer.is_some());
    let proposed = downwards(steps, reference, |_| true);
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
        for aside in steps.get(at).into_iter().flatten().filter(|it| aside(it.relation) && it.to != reference) {
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

/// Everything that lies below a node along these relations, with a shortest way.
fn downwards(
    steps: &HashMap<String, Vec<Step>>,
    start: &str,
    along: impl Fn(&Step) -> bool,
) -> BTreeMap<String, Vec<Step>> {
    let mut ways: BTreeMap<String, Vec<Step>> = BTreeMap::new();
    let mut waiting = VecDeque::from([start.to_owned()]);
    while let Some(at) = waiting.pop_front() {
        let way = ways.get(&at).cloned().unwrap_or_default();
        for next in steps.get(&at).into_iter().flatten().filter(|it| it.relation.passes_on() && along(it)) {
            if next.to != start && !ways.contains_key(&next.to) {
                ways.insert(next.to.clone(), way.iter().cloned().chain([next.clone()]).collect());
                waiting.push_back(next.to.clone());
            }
        }
    }
    ways
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
pub fn gaps(shelf: &Shelf, crosswalk: &Crosswalk) -> Option<Gaps> {
    let (source, target) = (shelf.by_urn(&crosswalk.source)?, shelf.by_urn(&crosswalk.target)?);
    // The source is shown by the target where the relation, read from the target, passes on.
    let of_source = |map: &Map| (map.from.clone(), map.relation.turned(), map.reviewer.is_some());
    let of_target = |map: &Map| (map.to.clone(), map.relation, map.reviewer.is_some());
    let side = |framework: &crate::Framework, maps: Vec<(String, Relation, bool)>| {
        let ids = framework.assessable().map(|it| it.id.clone()).collect();
        Side { prefix: framework.prefix.clone(), ..sorted(ids, &maps) }
    };
    Some(Gaps {
        source: side(source, crosswalk.map.iter().map(of_source).collect()),
        target: side(target, crosswalk.map.iter().map(of_target).collect()),
    })
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
