//! Parents and needs that lead back to where they began.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Found;
use crate::framework::{Framework, Node};

/// Each circle of parents and each of needs, told once with its way.
pub(super) fn circles(of: &Framework, found: &mut Found) {
    let parents = |it: &'_ Node| it.parent.iter().cloned().collect::<Vec<_>>();
    for way in ways(of, parents) {
        found.note("circular", &way[0], format!("parents lead in a circle: {}; take one away", told(&way)));
    }
    for way in ways(of, |it| it.needs.clone()) {
        found.note("circular", &way[0], format!("needs lead in a circle: {}; take one away", told(&way)));
    }
}

fn told(way: &[String]) -> String {
    way.iter().chain(way.first()).map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" → ")
}

/// Circles along `next`, each beginning at its first node in the order of the file.
fn ways(of: &Framework, next: impl Fn(&Node) -> Vec<String>) -> Vec<Vec<String>> {
    let place: HashMap<&str, usize> = of.node.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let after: Vec<Vec<usize>> =
        of.node.iter().map(|it| next(it).iter().filter_map(|id| place.get(id.as_str()).copied()).collect()).collect();
    let (mut done, mut ways) = (vec![false; of.node.len()], Vec::new());
    for start in 0..of.node.len() {
        if let Some(way) = back_to(start, &after, &done) {
            way.iter().for_each(|it| done[*it] = true);
            ways.push(way.iter().map(|it| of.node[*it].id.clone()).collect());
        }
    }
    ways
}

/// The shortest way from a node back to it over nodes of no circle that is told already.
fn back_to(start: usize, after: &[Vec<usize>], done: &[bool]) -> Option<Vec<usize>> {
    if done[start] {
        return None;
    }
    let mut from: HashMap<usize, usize> = HashMap::new();
    let mut waiting = std::collections::VecDeque::from([start]);
    while let Some(at) = waiting.pop_front() {
        for &to in after[at].iter().filter(|it| !done[**it]) {
            if to == start {
                let mut way = vec![at];
                while way.last() != Some(&start) {
                    way.push(from[way.last()?]);
                }
                way.reverse();
                return Some(way);
            }
            if let Entry::Vacant(place) = from.entry(to) {
                place.insert(at);
                waiting.push_back(to);
            }
        }
    }
    None
}
