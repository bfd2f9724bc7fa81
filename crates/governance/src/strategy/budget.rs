//! What is spent for which goal: the budget of an objective goes, by weight, to what it supports, until it comes to goals. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::map::Map;

/// For each goal the part of the budgets that comes to it; what comes to no goal stands under `None`.
///
/// `budgets` holds an amount for each objective. What comes into a circle comes to no goal.
pub fn shares(map: &Map, budgets: &[f64]) -> BTreeMap<Option<usize>, f64> {
    let circling = map.circling();
    let supports = |at: usize| map.effects.iter().filter(move |it| it.from == at && it.up && it.to != at);
    let ends = |at: usize| map.goals[at] || circling.contains(&at) || supports(at).next().is_none();
    let (mut amounts, mut open): (Vec<f64>, BTreeSet<usize>) = (budgets.to_vec(), (0..map.goals.len()).collect());
    let mut found = BTreeMap::new();
    // Each is spent once all that comes to it is known.
    while let Some(at) =
        open.iter().copied().find(|at| !open.iter().any(|it| !ends(*it) && supports(*it).any(|it| it.to == *at)))
    {
        open.remove(&at);
        let amount = amounts[at];
        if ends(at) {
            if amount > 0.0 {
                let goal = map.goals[at].then_some(at);
                *found.entry(goal).or_default() += amount;
            }
            continue;
        }
        let all: f64 = supports(at).map(|it| it.weight).sum();
        supports(at).for_each(|it| amounts[it.to] += amount * it.weight / all);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::map::Effect;
    use super::*;

    #[test]
    fn a_budget_goes_to_goals_by_weight_and_what_serves_none_is_told() {
        let effect = |from, to, up, weight| Effect { from, to, up, weight };
        let effects =
            vec![effect(2, 0, true, 3.0), effect(2, 3, true, 1.0), effect(3, 1, true, 1.0), effect(4, 0, false, 1.0)];
        let map = Map { goals: vec![true, true, false, false, false], effects };
        let found = shares(&map, &[0.0, 10.0, 100.0, 20.0, 7.0]);
        assert_eq!(found, [(None, 7.0), (Some(0), 75.0), (Some(1), 55.0)].into());
    }
}
