//! What can be done, and what it costs: weights that make label and group independent, thresholds by group.
//!
//! Sources: Kamiran and Calders, Knowledge and Information Systems 33 (2012); Hardt, Price and Srebro (2016). Whether thresholds
//! by group are lawful is left to the people who decide.

use serde::Serialize;

use super::cells::{Group, Grouping};
use super::confusion::Confusion;
use super::gap::{self, Of};
use crate::estimate::Undefined;
use crate::inference::difference::Side;

/// The weight of one group and label.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weight {
    /// The group.
    pub group: String,
    /// Weight of its rows with a negative label.
    pub negative: f64,
    /// Weight of its rows with a positive label.
    pub positive: f64,
}

/// Weights and what they change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reweighing {
    /// One line a group.
    pub weights: Vec<Weight>,
    /// The largest difference of base rates before; after it is 0 by construction.
    pub before: f64,
    /// The same, measured again with the weights.
    pub after: f64,
    /// How many rows the weighted data are worth, as a part of the rows there are.
    pub effective_share: f64,
    /// The share of the measured predictions that is right on the rows as they are.
    pub accuracy: f64,
    /// The same on the weighted rows. What a model that learns from them costs shows when it is measured.
    pub weighted_accuracy: f64,
}

/// Weights P(a) P(y) / P(a, y) under which label and group are independent.
pub fn reweigh(grouping: &Grouping) -> Result<Reweighing, Undefined> {
    let counts: Vec<Confusion> = grouping.groups.iter().map(|it| it.counts).collect();
    let total = counts.iter().fold(Confusion::default(), |sum, it| sum.plus(it));
    let n = total.n() as f64;
    if !grouping.labelled || total.positives() == 0 || total.negatives() == 0 {
        return Err(Undefined::because("weights need labels of both classes"));
    }
    let weight = |group: u64, label: u64, both: u64| match both {
        0 => 0.0,
        _ => group as f64 * label as f64 / (n * both as f64),
    };
    let of = |it: &Group| Weight {
        group: it.name.clone(),
        negative: weight(it.counts.n(), total.negatives(), it.counts.negatives()),
        positive: weight(it.counts.n(), total.positives(), it.counts.positives()),
    };
    let weights: Vec<Weight> = grouping.groups.iter().map(of).collect();
    let pairs = || counts.iter().zip(&weights);
    let weighed = |(it, weight): (&Confusion, &Weight)| {
        let (no, yes) = (it.negatives() as f64 * weight.negative, it.positives() as f64 * weight.positive);
        yes / (no + yes)
    };
    let range = |all: Vec<f64>| {
        all.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b)) - all.iter().fold(f64::INFINITY, |a, b| a.min(*b))
    };
    let squares: f64 = pairs()
        .map(|(it, weight)| {
            it.negatives() as f64 * weight.negative.powi(2) + it.positives() as f64 * weight.positive.powi(2)
        })
        .sum();
    let sum: f64 = pairs()
        .map(|(it, weight)| it.negatives() as f64 * weight.negative + it.positives() as f64 * weight.positive)
        .sum();
    let right = |(it, weight): (&Confusion, &Weight)| {
        it.true_negative as f64 * weight.negative + it.true_positive as f64 * weight.positive
    };
    Ok(Reweighing {
        accuracy: (total.true_negative + total.true_positive) as f64 / n,
        weighted_accuracy: pairs().map(right).sum::<f64>() / sum,
        before: range(counts.iter().map(|it| it.positives() as f64 / it.n() as f64).collect()),
        after: range(pairs().map(weighed).collect()),
        effective_share: sum * sum / squares / n,
        weights,
    })
}

/// A group's scores with its labels.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'a> {
    /// The group's name.
    pub name: &'a str,
    /// Scores, higher for the positive class.
    pub scores: &'a [f64],
    /// Labels.
    pub labels: &'a [bool],
}

/// One threshold a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Threshold {
    /// The group.
    pub group: String,
    /// Scores at or above it get the positive prediction; none where nobody of the group does.
    pub at_least: Option<f64>,
    /// The rate that is to be equal.
    pub rate: f64,
}

/// Thresholds by group, beside the best single threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Thresholds {
    /// One a group.
    pub thresholds: Vec<Threshold>,
    /// The gap and the accuracy of the single threshold that predicts best.
    pub before: Cost,
    /// The gap and the accuracy with thresholds by group.
    pub after: Cost,
}

/// What a choice of thresholds gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// The largest difference between groups in the rate that is to be equal.
    pub difference: f64,
    /// The share of right predictions.
    pub accuracy: f64,
}

/// A cut of a group's scores: everything at or above the threshold is positive.
#[derive(Clone, Copy)]
struct Cut {
    at_least: f64,
    counts: Confusion,
    rate: f64,
}

impl Cut {
    fn right(&self) -> u64 {
        self.counts.true_positive + self.counts.true_negative
    }
}

/// Every cut of a group, from nobody to everybody; the rate never falls on the way.
fn cuts(group: &Scored<'_>, of: Of) -> Vec<Cut> {
    let mut order: Vec<usize> = (0..group.scores.len()).collect();
    order.sort_by(|&a, &b| group.scores[b].total_cmp(&group.scores[a]));
    let positives = group.labels.iter().filter(|it| **it).count() as u64;
    let mut counts = Confusion { false_negative: positives, ..Confusion::default() };
    counts.true_negative = order.len() as u64 - positives;
    let cut = |at_least: f64, counts: Confusion| Cut { at_least, counts, rate: of(&counts).share() };
    let mut all = vec![cut(f64::INFINITY, counts)];
    for (place, &row) in order.iter().enumerate() {
        match group.labels[row] {
            true => {
                (counts.true_positive, counts.false_negative) = (counts.true_positive + 1, counts.false_negative - 1)
            }
            false => {
                (counts.false_positive, counts.true_negative) = (counts.false_positive + 1, counts.true_negative - 1)
            }
        }
        if order.get(place + 1).is_none_or(|&next| group.scores[next] != group.scores[row]) {
            all.push(cut(group.scores[row], counts));
        }
    }
    all
}

/// The most levels of the rate that are tried.
const MOST_LEVELS: usize = 2000;

/// The most accurate thresholds by group whose rates `of` lie within `tolerance` of each other; the rate must not fall as the
/// threshold falls (selection, true positive and false positive rate do not).
pub fn thresholds(groups: &[Scored<'_>], of: Of, tolerance: f64) -> Result<Thresholds, Undefined> {
    let all: Vec<Vec<Cut>> = groups.iter().map(|it| cuts(it, of)).collect();
    if groups.len() < 2 || all.iter().flatten().any(|it| !it.rate.is_finite() || it.at_least.is_nan()) {
        return Err(Undefined::because("thresholds need two groups or more with scores and the rate in each"));
    }
    let mut levels: Vec<f64> = all.iter().flatten().map(|it| it.rate).collect();
    levels.sort_unstable_by(f64::total_cmp);
    levels.dedup();
    let stride = levels.len().div_ceil(MOST_LEVELS).max(1);
    let best_of = |level: f64| -> Option<Vec<Cut>> {
        let inside = |cuts: &[Cut]| {
            let start = cuts.partition_point(|it| it.rate < level);
            let end = cuts.partition_point(|it| it.rate <= level + tolerance);
            cuts.get(start..end).and_then(|it| it.iter().max_by_key(|it| it.right()).copied())
        };
        all.iter().map(|cuts| inside(cuts)).collect()
    };
    let right = |it: &Vec<Cut>| it.iter().map(Cut::right).sum::<u64>();
    let chosen = levels.iter().step_by(stride).filter_map(|&it| best_of(it)).max_by_key(right);
    let chosen = chosen.ok_or_else(|| Undefined::because("no thresholds bring the groups within the tolerance"))?;
    let single = single(groups, &all);
    let line = |(group, cut): (&Scored<'_>, &Cut)| Threshold {
        group: group.name.to_owned(),
        at_least: cut.at_least.is_finite().then_some(cut.at_least),
        rate: cut.rate,
    };
    Ok(Thresholds {
        thresholds: groups.iter().zip(&chosen).map(line).collect(),
        before: cost(&single, of),
        after: cost(&chosen.iter().map(|it| it.counts).collect::<Vec<_>>(), of),
    })
}

/// The counts of each group under the one threshold that predicts best over all of them.
fn single(groups: &[Scored<'_>], all: &[Vec<Cut>]) -> Vec<Confusion> {
    let pooled_scores: Vec<f64> = groups.iter().flat_map(|it| it.scores).copied().collect();
    let pooled_labels: Vec<bool> = groups.iter().flat_map(|it| it.labels).copied().collect();
    let pooled = Scored { name: "", scores: &pooled_scores, labels: &pooled_labels };
    let best = cuts(&pooled, |it| Side::new(0, it.n())).into_iter().max_by_key(Cut::right);
    let threshold = best.map_or(f64::INFINITY, |it| it.at_least);
    let under = |cuts: &Vec<Cut>| {
        let last = cuts.partition_point(|it| it.at_least >= threshold);
        cuts[last.saturating_sub(1)].counts
    };
    all.iter().map(under).collect()
}

/// What predictions with these counts, one a group, give.
pub fn cost(counts: &[Confusion], of: Of) -> Cost {
    let total = counts.iter().fold(Confusion::default(), |sum, it| sum.plus(it));
    Cost {
        difference: gap::difference(counts, of).map_or(0.0, |it| it.value),
        accuracy: (total.true_positive + total.true_negative) as f64 / total.n() as f64,
    }
}
