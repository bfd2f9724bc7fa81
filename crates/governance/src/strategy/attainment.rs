//! How much of an objective is attained: by its own indicators, else by what supports it, weighted; with what cannot be told. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::map::Map;

/// In which direction better lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// As near the target as the tolerance says.
    Within,
}

/// What is aimed at with an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// In which direction better lies.
    pub direction: Direction,
    /// The value at the start, where it is known.
    pub baseline: Option<f64>,
    /// The value to be reached.
    pub target: f64,
    /// How far from the target a value may lie and still reach it.
    pub tolerance: f64,
}

impl Aim {
    /// The share of the way to the target that a value has come, from 0 to 1. Without a baseline the share of the target itself.
    pub fn reached(&self, value: f64) -> f64 {
        let (target, slack) = (self.target, self.tolerance.abs());
        let met = match self.direction {
            Direction::Higher => value >= target - slack,
            Direction::Lower => value <= target + slack,
            Direction::Within => (value - target).abs() <= slack,
        };
        if met {
            return 1.0;
        }
        let share = match (self.baseline.filter(|it| *it != target), self.direction) {
            (Some(from), Direction::Higher | Direction::Lower) => (value - from) / (target - from),
            (Some(from), Direction::Within) => 1.0 - (value - target).abs() / (from - target).abs(),
            (None, Direction::Higher) if target > 0.0 => value / target,
            (None, Direction::Lower) if value > 0.0 => target / value,
            (None, _) => 0.0,
        };
        share.clamp(0.0, 1.0)
    }
}

/// What an objective is judged by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// How much it counts among those of the objective.
    pub weight: f64,
    /// The share reached, or why it cannot be told.
    pub reached: Result<f64, String>,
}

/// How much of an objective is attained.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Attained {
    /// The share, where any part can be told.
    pub share: Option<f64>,
    /// The part, by weight, of which it can be told.
    pub known: f64,
    /// What cannot be told, and why: places of objectives and reasons.
    pub lacking: Vec<(usize, String)>,
    /// Whether it is judged by indicators of its own.
    pub own: bool,
}

/// How much of every objective is attained. `judged` holds what each is judged by itself.
pub fn attained(map: &Map, judged: &[Vec<Judged>]) -> Vec<Attained> {
    let circling = map.circling();
    let mut known = BTreeMap::new();
    (0..map.goals.len()).map(|at| of(map, judged, &circling, at, &mut known)).collect()
}

fn of(
    map: &Map,
    judged: &[Vec<Judged>],
    circling: &BTreeSet<usize>,
    at: usize,
    known: &mut BTreeMap<usize, Attained>,
) -> Attained {
    if let Some(found) = known.get(&at) {
        return found.clone();
    }
    let own = judged.get(at).map(Vec::as_slice).unwrap_or_default();
    let supporting: Vec<_> = map.effects.iter().filter(|it| it.to == at && it.up && it.from != at).collect();
    let lacking = |why: &str| Attained { lacking: vec![(at, why.to_owned())], ..Attained::default() };
    let found = match (own.is_empty(), circling.contains(&at), supporting.is_empty()) {
        (false, _, _) => {
            let parts = own.iter().map(|it| match &it.reached {
                Ok(share) => (it.weight, Some(*share), 1.0, Vec::new()),
                Err(why) => (it.weight, None, 0.0, vec![(at, why.clone())]),
            });
            Attained { own: true, ..summed(parts) }
        }
        (true, true, _) => lacking("it stands in a circle of effects, and no indicator judges it"),
        (true, false, true) => lacking("no indicator judges it, and nothing supports it"),
        (true, false, false) => {
            let parts: Vec<_> = supporting
                .into_iter()
                .map(|it| {
                    let part = of(map, judged, circling, it.from, known);
                    (it.weight, part.share, part.known, part.lacking)
                })
                .collect();
            summed(parts.into_iter())
        }
    };
    known.insert(at, found.clone());
    found
}

/// The weighted mean of the parts that can be told. A part of which only half is known counts half.
fn summed(parts: impl Iterator<Item = (f64, Option<f64>, f64, Vec<(usize, String)>)>) -> Attained {
    let (mut all, mut known, mut sum, mut lacking) = (0.0, 0.0, 0.0, Vec::new());
    for (weight, share, part, without) in parts {
        all += weight;
        if let Some(share) = share {
            known += weight * part;
            sum += weight * part * share;
        }
        lacking.extend(without);
    }
    lacking.sort();
    lacking.dedup();
    let share = (known > 0.0).then(|| sum / known);
    Attained { share, known: if all > 0.0 { known / all } else { 0.0 }, lacking, own: false }
}

#[cfg(test)]
mod tests {
    use super::super::map::Effect;
    use super::*;

    #[test]
    fn the_share_of_the_way_is_counted_from_the_baseline_in_either_direction() {
        let aim = |direction, baseline, target| Aim { direction, baseline, target, tolerance: 0.0 };
        let near = |it: f64, wanted: f64| assert!((it - wanted).abs() < 1e-12, "{it} is not {wanted}");
        near(aim(Direction::Higher, Some(61.0), 95.0).reached(78.0), 0.5);
        near(aim(Direction::Lower, Some(40.0), 10.0).reached(20.0), 2.0 / 3.0);
        near(aim(Direction::Lower, Some(40.0), 10.0).reached(50.0), 0.0);
        near(aim(Direction::Higher, None, 0.8).reached(0.6), 0.75);
        near(aim(Direction::Lower, None, 5.0).reached(20.0), 0.25);
        near(aim(Direction::Higher, Some(0.0), 1.0).reached(2.0), 1.0);
        near(Aim { tolerance: 0.05, ..aim(Direction::Higher, Some(0.0), 1.0) }.reached(0.96), 1.0);
        near(Aim { tolerance: 1.0, ..aim(Direction::Within, Some(20.0), 10.0) }.reached(15.0), 0.5);
    }

    #[test]
    fn a_goal_is_attained_by_the_weights_of_what_supports_it_and_what_is_not_known_is_named() {
        let effect = |from, up, weight| Effect { from, to: 0, up, weight };
        let effects = vec![effect(1, true, 3.0), effect(2, true, 1.0), effect(3, true, 4.0), effect(4, false, 9.0)];
        let map = Map { goals: vec![true, false, false, false, false], effects };
        let by = |share: f64| vec![Judged { weight: 1.0, reached: Ok(share) }];
        let lacking = vec![Judged { weight: 1.0, reached: Err("no measurement".to_owned()) }];
        let all = attained(&map, &[vec![], by(0.5), by(1.0), lacking, by(0.0)]);
        assert_eq!(all[0].share, Some(0.625), "three parts of a half and one whole, without what hinders");
        assert_eq!((all[0].known, all[0].lacking.as_slice()), (0.5, &[(3, "no measurement".to_owned())][..]));
    }

    #[test]
    fn what_stands_in_a_circle_is_not_told_unless_an_indicator_judges_it() {
        let effects = vec![(0, 1), (1, 0), (1, 2)];
        let effects = effects.into_iter().map(|(from, to)| Effect { from, to, up: true, weight: 1.0 }).collect();
        let map = Map { goals: vec![false, false, true], effects };
        let all = attained(&map, &[vec![], vec![], vec![]]);
        assert_eq!((all[2].share, all[2].known, all[2].lacking.len()), (None, 0.0, 1));
        let all = attained(&map, &[vec![], vec![Judged { weight: 1.0, reached: Ok(0.5) }], vec![]]);
        assert_eq!((all[2].share, all[2].known), (Some(0.5), 1.0));
    }
}
