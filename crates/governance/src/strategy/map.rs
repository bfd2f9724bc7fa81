//! Objectives as a signed graph. Pure.
//!
//! An effect leads from an objective to one that it supports or hinders; along a path signs multiply. Two pulls clash where they first meet:
//! one path lifts an objective, another presses it down, and they share nothing but that end, or both ends.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

/// Steps that following paths may take; a map of people's making takes a few hundred.
const STEPS: usize = 500_000;

/// What one objective does to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Place of the objective that has the effect.
    pub from: usize,
    /// Place of the objective upon which it is had.
    pub to: usize,
    /// Whether it supports; otherwise it hinders.
    pub up: bool,
    /// How much it counts, more than 0.
    pub weight: f64,
}

/// Objectives, by place, and what they do to each other.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// For each objective whether it is a goal of the enterprise.
    pub goals: Vec<bool>,
    /// The effects.
    pub effects: Vec<Effect>,
}

/// Two pulls that clash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Clash {
    /// Where they meet.
    pub at: usize,
    /// From where the path that lifts it comes, and from where the one that presses it down.
    pub from: (usize, usize),
    /// The path that lifts it, from its start to where they meet.
    pub up: Vec<usize>,
    /// The path that presses it down.
    pub down: Vec<usize>,
}

impl Clash {
    /// Whether one objective pulls both ways.
    pub fn of_one(&self) -> bool {
        self.from.0 == self.from.1
    }
}

/// The work that was allowed is used up, so not all is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

/// A path that ends somewhere: its objectives, from the end backwards, and its sign.
#[derive(Clone)]
struct Path {
    back: Vec<usize>,
    up: bool,
}

impl Map {
    /// Goals that no other objective reaches by supporting or hindering.
    pub fn uncovered(&self) -> Vec<usize> {
        let served = |goal: usize| self.before(goal).into_iter().any(|it| !self.goals[it]);
        (0..self.goals.len()).filter(|it| self.goals[*it] && !served(*it)).collect()
    }

    /// Objectives of the management system from which no way leads to a goal.
    pub fn orphans(&self) -> Vec<usize> {
        let serving: BTreeSet<usize> =
            (0..self.goals.len()).filter(|it| self.goals[*it]).flat_map(|it| self.before(it)).collect();
        (0..self.goals.len()).filter(|it| !self.goals[*it] && !serving.contains(it)).collect()
    }

    /// All from which a way leads to one, without itself.
    fn before(&self, at: usize) -> BTreeSet<usize> {
        let (mut found, mut waiting) = (BTreeSet::new(), vec![at]);
        while let Some(next) = waiting.pop() {
            let new = self.effects.iter().filter(|it| it.to == next && it.from != at).map(|it| it.from);
            waiting.extend(new.filter(|it| found.insert(*it)));
        }
        found
    }

    /// Signs of all paths to one, by where they come from.
    pub fn pulled(&self, to: usize) -> Result<BTreeMap<usize, BTreeSet<bool>>, Exhausted> {
        let mut found: BTreeMap<usize, BTreeSet<bool>> = BTreeMap::new();
        for path in self.paths_to(to)? {
            found.entry(path.back[path.back.len() - 1]).or_default().insert(path.up);
        }
        Ok(found)
    }

    /// Every path that ends at an objective and comes twice through none, the shortest first.
    fn paths_to(&self, to: usize) -> Result<Vec<Path>, Exhausted> {
        let mut found = Vec::new();
        let (mut waiting, mut steps) = (VecDeque::from([Path { back: vec![to], up: true }]), 0);
        while let Some(path) = waiting.pop_front() {
            let at = path.back[path.back.len() - 1];
            for effect in self.effects.iter().filter(|it| it.to == at && !path.back.contains(&it.from)) {
                steps += path.back.len();
                if steps > STEPS {
                    return Err(Exhausted);
                }
                let back = path.back.iter().copied().chain([effect.from]).collect();
                let next = Path { back, up: path.up == effect.up };
                found.push(next.clone());
                waiting.push_back(next);
            }
        }
        Ok(found)
    }

    /// Pulls that clash: of one objective upon another along different ways, and of two that nothing else moves; each pair once, by its
    /// shortest paths.
    pub fn clashes(&self) -> Result<Vec<Clash>, Exhausted> {
        let moved: BTreeSet<usize> = self.effects.iter().filter(|it| it.from != it.to).map(|it| it.to).collect();
        let mut found: BTreeMap<(usize, BTreeSet<usize>), Clash> = BTreeMap::new();
        let mut work = 0;
        for at in 0..self.goals.len() {
            let (up, down): (Vec<Path>, Vec<Path>) = self.paths_to(at)?.into_iter().partition(|it| it.up);
            work += up.len() * down.len();
            if work > STEPS {
                return Err(Exhausted);
            }
            for (up, down) in up.iter().flat_map(|up| down.iter().map(move |down| (up, down))) {
                let from = (up.back[up.back.len() - 1], down.back[down.back.len() - 1]);
                let both_begin = !moved.contains(&from.0) && !moved.contains(&from.1);
                if apart(up, down) && (from.0 == from.1 || both_begin) {
                    let forwards = |path: &Path| path.back.iter().rev().copied().collect();
                    let clash = Clash { at, from, up: forwards(up), down: forwards(down) };
                    let long = |it: &Clash| (it.up.len() + it.down.len(), it.up.clone(), it.down.clone());
                    let known = found.entry((at, BTreeSet::from([from.0, from.1]))).or_insert_with(|| clash.clone());
                    if long(&clash) < long(known) {
                        *known = clash;
                    }
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// Circles of effects, one for each set of objectives that wait for each other, from its first and back to it.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let (mut seen, mut found): (BTreeSet<usize>, Vec<Vec<usize>>) = (BTreeSet::new(), Vec::new());
        for start in 0..self.goals.len() {
            if let Some(circle) = self.back_to(start).filter(|_| !seen.contains(&start)) {
                // Everything that leads to the circle and is led to by it is of the same set.
                let (before, after) = (self.before(start), self.after(start));
                seen.extend(before.intersection(&after));
                seen.insert(start);
                found.push(circle);
            }
        }
        found
    }

    /// Every objective that waits for itself.
    pub fn circling(&self) -> BTreeSet<usize> {
        (0..self.goals.len()).filter(|it| self.back_to(*it).is_some()).collect()
    }

    fn after(&self, at: usize) -> BTreeSet<usize> {
        let turned = self.effects.iter().map(|it| Effect { from: it.to, to: it.from, ..*it }).collect();
        Map { goals: self.goals.clone(), effects: turned }.before(at)
    }

    /// The shortest way from an objective back to itself.
    fn back_to(&self, start: usize) -> Option<Vec<usize>> {
        let (mut waiting, mut seen) = (VecDeque::from([vec![start]]), BTreeSet::new());
        while let Some(way) = waiting.pop_front() {
            let at = way[way.len() - 1];
            for effect in self.effects.iter().filter(|it| it.from == at) {
                let on: Vec<usize> = way.iter().copied().chain([effect.to]).collect();
                if effect.to == start {
                    return Some(on);
                }
                if seen.insert(effect.to) {
                    waiting.push_back(on);
                }
            }
        }
        None
    }
}

/// Whether two paths to one end share nothing else but perhaps their beginning.
fn apart(one: &Path, other: &Path) -> bool {
    let inner = |it: &Path| it.back[1..it.back.len() - 1].to_vec();
    let ends = |it: &Path| it.back[it.back.len() - 1];
    let (first, second) = (inner(one), inner(other));
    let meets = |all: &[usize], end: usize| all.contains(&end);
    !first.iter().any(|it| second.contains(it)) && !meets(&first, ends(other)) && !meets(&second, ends(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(goals: usize, others: usize, effects: &[(usize, usize, bool)]) -> Map {
        let goals = (0..goals + others).map(|it| it < goals).collect();
        let effect = |it: &(usize, usize, bool)| Effect { from: it.0, to: it.1, up: it.2, weight: 1.0 };
        Map { goals, effects: effects.iter().map(effect).collect() }
    }

    #[test]
    fn coverage_is_told_both_ways_and_circles_once() {
        // Goals 0 and 1; objective 2 serves goal 0 by way of 3; 4 serves nothing; 5 and 6 turn in a circle.
        let map = map(2, 5, &[(2, 3, true), (3, 0, true), (5, 6, true), (6, 5, false)]);
        assert_eq!((map.uncovered(), map.orphans()), (vec![1], vec![4, 5, 6]));
        assert_eq!(map.circles(), [[5, 6, 5]]);
        assert_eq!(map.clashes().unwrap(), []);
    }

    #[test]
    fn a_clash_is_told_where_pulls_first_meet_with_both_paths() {
        // 1 lifts 0 by way of 2, and 3 presses it down by way of 4; what lies behind 0 is not told again.
        let effects = [(1, 2, true), (2, 0, true), (3, 4, true), (4, 0, false), (0, 5, true)];
        let mut pulls = map(1, 5, &effects);
        let found = pulls.clashes().unwrap();
        assert_eq!(found, [Clash { at: 0, from: (1, 3), up: vec![1, 2, 0], down: vec![3, 4, 0] }]);
        // One sign turned, and nothing clashes; another turned, and it clashes the other way round.
        pulls.effects[2].up = false;
        assert_eq!(pulls.clashes().unwrap(), []);
        pulls.effects[0].up = false;
        assert_eq!(pulls.clashes().unwrap()[0].from, (3, 1));
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    fn next(seed: &mut u64) -> usize {
        *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) as usize
    }

    /// Every sequence of different numbers below a bound, at least two of them.
    fn sequences(below: usize) -> Vec<Vec<usize>> {
        let mut all: Vec<Vec<usize>> = (0..below).map(|it| vec![it]).collect();
        let mut from = 0;
        while from < all.len() {
            let more: Vec<_> = (0..below)
                .filter(|it| !all[from].contains(it))
                .map(|it| [all[from].as_slice(), &[it]].concat())
                .collect();
            all.extend(more);
            from += 1;
        }
        all.retain(|it| it.len() > 1);
        all
    }

    #[test]
    fn clashes_of_random_graphs_are_those_that_trying_every_sequence_finds() {
        const NODES: usize = 5;
        let sequences = sequences(NODES);
        for seed in 0..600u64 {
            let mut chance = seed;
            let mut signs = [[None::<bool>; NODES]; NODES];
            for _ in 0..3 + next(&mut chance) % 7 {
                let (from, to) = (next(&mut chance) % NODES, next(&mut chance) % NODES);
                if from != to {
                    signs[from][to] = Some(next(&mut chance).is_multiple_of(2));
                }
            }
            let edges = (0..NODES).flat_map(|a| (0..NODES).map(move |b| (a, b)));
            let effects: Vec<_> = edges.filter_map(|(a, b)| Some((a, b, signs[a][b]?))).collect();
            let sign = |way: &[usize]| way.windows(2).try_fold(true, |up, it| Some(up == signs[it[0]][it[1]]?));
            let begins = |at: usize| (0..NODES).all(|it| signs[it][at].is_none());
            let mut tried = BTreeSet::new();
            let of = |up: bool| sequences.iter().filter(|it| sign(it) == Some(up)).collect::<Vec<_>>();
            let (ups, downs) = (of(true), of(false));
            for (one, other) in ups.iter().flat_map(|it| downs.iter().map(move |other| (it, other))) {
                let ((a, at), (b, end)) = ((one[0], one[one.len() - 1]), (other[0], other[other.len() - 1]));
                if at != end {
                    continue;
                }
                let shared = one.iter().filter(|it| other.contains(it)).count();
                if shared == if a == b { 2 } else { 1 } && (a == b || begins(a) && begins(b)) {
                    tried.insert((at, BTreeSet::from([a, b])));
                }
            }
            let map = map(1, NODES - 1, &effects);
            let found = map.clashes().unwrap();
            assert_eq!(
                found.iter().map(|it| (it.at, BTreeSet::from([it.from.0, it.from.1]))).collect::<BTreeSet<_>>(),
                tried,
                "seed {seed}"
            );
            assert!(found.iter().all(|it| sign(&it.up) == Some(true) && sign(&it.down) == Some(false)), "seed {seed}");
            let reach =
                |from: usize| sequences.iter().any(|it| it[0] == from && it[it.len() - 1] == 0 && sign(it).is_some());
            assert_eq!(map.orphans(), (1..NODES).filter(|it| !reach(*it)).collect::<Vec<_>>(), "seed {seed}");
        }
    }

    #[test]
    fn a_map_with_too_many_ways_is_not_settled() {
        let every = (0..14).flat_map(|a| (0..14).map(move |b| (a, b, true))).filter(|it| it.0 != it.1);
        assert_eq!(map(1, 13, &every.collect::<Vec<_>>()).clashes(), Err(Exhausted));
    }
}
