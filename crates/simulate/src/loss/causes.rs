//! What strikes several risks at once, without counting anything twice.
//!
//! Causes make other causes happen, along a graph without circles. An event begins at one cause and is passed on; on its way it makes
//! each cause happen at most once and strikes each risk at most once, by however many ways it comes there. Given which causes
//! happened, each way passes on or not by itself, so a risk is struck with probability `1 - Π (1 - p)`.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::Counts;
use super::flaw::Flaw;
use super::model::{Cause, Strike};
use super::stream::Key;

/// Causes that a graph holds at most: one bit each.
pub const MOST_CAUSES: usize = 64;

/// Sets of causes that can happen together of one event, up to which exact figures are told.
const MOST_SETS: usize = 1 << 14;

/// Checked causes; those that make others happen come first, else by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Graph {
    pub(crate) causes: Vec<Node>,
}

/// A checked cause.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) own: Counts,
    pub(crate) key: Key,
    /// Places of causes that make it happen, with the probability of each.
    pub(crate) above: Vec<(usize, f64)>,
}

/// How events that begin at one cause reach a risk.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    /// Place of the cause where they begin.
    pub(crate) root: usize,
    /// Causes on the way, in order.
    pub(crate) steps: Vec<Step>,
    /// The last causes before the risk, with the probability of each.
    pub(crate) ends: Vec<(usize, f64)>,
    /// Probability that one event of the root strikes the risk; none when too many causes lie between.
    pub(crate) struck: Option<f64>,
}

/// A cause that an event may make happen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) place: usize,
    pub(crate) above: Vec<(usize, f64)>,
    /// Chance of this cause under events of the root.
    pub(crate) key: Key,
}

/// Probability that one of `above` passes on, when the causes in `happened` did happen.
#[inline]
pub(crate) fn passed(above: &[(usize, f64)], happened: u64) -> f64 {
    let held = above.iter().filter(|(place, _)| happened >> place & 1 == 1).map(|(_, p)| 1.0 - p);
    1.0 - held.product::<f64>()
}

impl Graph {
    pub(crate) fn of(causes: &[Cause]) -> Result<Graph, Vec<Flaw>> {
        let by_name: BTreeMap<&str, &Cause> = causes.iter().map(|it| (it.id.as_str(), it)).collect();
        let mut flaws = Vec::new();
        if by_name.len() < causes.len() {
            let twice = causes.iter().enumerate().find(|(n, it)| causes[..*n].iter().any(|other| other.id == it.id));
            flaws.extend(
                twice.map(|(_, it)| Flaw::of(format!("cause {}", it.id), "stands here twice; leave one of them")),
            );
        }
        if causes.len() > MOST_CAUSES {
            flaws.push(Flaw::of(
                "cause",
                format!("stands here {} times; at most {MOST_CAUSES} are possible", causes.len()),
            ));
        }
        for cause in causes {
            let at = format!("cause {}", cause.id);
            let unknown = cause.causes.iter().find(|it| !by_name.contains_key(it.cause.as_str()));
            flaws.extend(unknown.map(|it| unknown_cause(&at, it)));
            if cause.frequency.is_none() && cause.causes.is_empty() {
                flaws.push(Flaw::of(
                    &at,
                    "has neither `frequency` nor `causes`; say how often it happens, or what makes it happen",
                ));
            }
        }
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let mut order = Vec::new();
        for name in by_name.keys() {
            follow(name, &by_name, &mut Vec::new(), &mut order).map_err(|it| vec![it])?;
        }
        let place = |name: &str| order.iter().position(|it| *it == name).unwrap_or_default();
        let nodes = order.iter().map(|name| node(by_name[name], &place));
        let mut graph = Graph::default();
        for node in nodes {
            match node {
                Ok(node) => graph.causes.push(node),
                Err(flaw) => flaws.push(flaw),
            }
        }
        if flaws.is_empty() { Ok(graph) } else { Err(flaws) }
    }

    /// How events of each cause reach somebody whom `strikes` strike.
    pub(crate) fn ways(&self, at: &str, strikes: &[Strike], times: f64) -> Result<Vec<Way>, Flaw> {
        let mut ends = Vec::new();
        for it in strikes {
            let Some(place) = self.causes.iter().position(|cause| cause.id == it.cause) else {
                return Err(unknown_cause(at, it));
            };
            ends.push((place, it.checked(at, times)?));
        }
        ends.sort_by_key(|it| it.0);
        let roots = (0..self.causes.len()).filter(|it| self.causes[*it].own.mean() > 0.0);
        Ok(roots.filter_map(|root| self.way(root, &ends)).collect())
    }

    /// The way from one root: causes between it and the risk, and nothing beside the way.
    fn way(&self, root: usize, ends: &[(usize, f64)]) -> Option<Way> {
        let mut reached = BTreeSet::from([root]);
        for place in root + 1..self.causes.len() {
            if self.causes[place].above.iter().any(|(it, _)| reached.contains(it)) {
                reached.insert(place);
            }
        }
        let mut needed: BTreeSet<usize> = ends.iter().map(|it| it.0).filter(|it| reached.contains(it)).collect();
        if needed.is_empty() {
            return None;
        }
        for place in (root..self.causes.len()).rev() {
            if needed.contains(&place) && place != root {
                needed.extend(self.causes[place].above.iter().map(|it| it.0).filter(|it| reached.contains(it)));
            }
        }
        let within = |all: &[(usize, f64)]| -> Vec<(usize, f64)> {
            all.iter().copied().filter(|it| needed.contains(&it.0)).collect()
        };
        let step = |place: &usize| Step {
            place: *place,
            above: within(&self.causes[*place].above),
            key: Key::of(&["cause", &self.causes[root].id, &self.causes[*place].id]),
        };
        let steps: Vec<Step> = needed.iter().filter(|it| **it != root).map(step).collect();
        let ends = within(ends);
        let sets = Graph::sets_of(root, steps.iter().map(|it| (it.place, &it.above[..])));
        let struck = sets.map(|it| it.iter().map(|(set, weight)| weight * passed(&ends, *set)).sum());
        Some(Way { root, steps, ends, struck })
    }

    /// Which causes happen together of one event that begins at `root`, and how likely, when `steps` are the causes after it with what
    /// makes them happen; none when there are too many sets.
    pub(crate) fn sets_of<'a>(
        root: usize,
        steps: impl Iterator<Item = (usize, &'a [(usize, f64)])>,
    ) -> Option<BTreeMap<u64, f64>> {
        let mut sets = BTreeMap::from([(1_u64 << root, 1.0)]);
        for (place, above) in steps {
            let mut next = BTreeMap::new();
            for (set, weight) in sets {
                let p = passed(above, set);
                for (set, weight) in [(set, weight * (1.0 - p)), (set | 1 << place, weight * p)] {
                    if weight > 0.0 {
                        *next.entry(set).or_insert(0.0) += weight;
                    }
                }
            }
            if next.len() > MOST_SETS {
                return None;
            }
            sets = next;
        }
        Some(sets)
    }
}

fn unknown_cause(at: &str, strike: &Strike) -> Flaw {
    Flaw::of(
        format!("{at}.causes"),
        format!("names `{}`, which is no cause of this model; enter it as one", strike.cause),
    )
}

fn node(cause: &Cause, place: &impl Fn(&str) -> usize) -> Result<Node, Flaw> {
    let at = format!("cause {}", cause.id);
    let own = cause.frequency.as_ref().map_or(Ok(Counts::never()), |it| it.checked(&format!("{at}.frequency")))?;
    let above = cause.causes.iter().map(|it| Ok((place(&it.cause), it.checked(&at, 1.0)?)));
    let mut above = above.collect::<Result<Vec<_>, Flaw>>()?;
    above.sort_by_key(|it| it.0);
    Ok(Node { key: Key::of(&["cause", &cause.id]), id: cause.id.clone(), own, above })
}

/// Puts a cause behind all that make it happen; a flaw when it is among them.
fn follow<'a>(
    name: &'a str,
    causes: &BTreeMap<&'a str, &'a Cause>,
    way: &mut Vec<&'a str>,
    order: &mut Vec<&'a str>,
) -> Result<(), Flaw> {
    if order.contains(&name) {
        return Ok(());
    }
    if let Some(begin) = way.iter().position(|it| *it == name) {
        let round: Vec<&str> = way[begin..].iter().copied().chain([name]).rev().collect();
        let round = round.join("` makes `");
        return Err(Flaw::of("cause", format!("goes round in a circle: `{round}` happen; take one of these out")));
    }
    way.push(name);
    for strike in &causes[name].causes {
        follow(&strike.cause, causes, way, order)?;
    }
    way.pop();
    order.push(name);
    Ok(())
}
