//! Bias in the labels before anything is trained: how unevenly groups and their labels are spread.
//!
//! Source: Das and others, "Fairness Measures for Machine Learning in Finance" (2021).

use serde::Serialize;

use super::cells::Grouping;
use super::confusion::Confusion;
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::counts;
use crate::inference::difference::{Side, difference};
use crate::inference::resample::{Draws, sized};
use crate::inference::share::wilson;
use crate::metric::{Family, Metric};

const SOURCE: &str = "Das and others (2021)";

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "class_imbalance",
        title: "Class imbalance of a group",
        family: Family::Fairness,
        definition: "How many more rows the reference group has than the group, as a part of both.",
        formula: "(n_ref - n_a) / (n_ref + n_a)",
        reading: "0: equally many; 1: no row of the group; -1: no row of the reference",
        source: SOURCE,
    },
    Metric {
        id: "label_proportion_difference",
        title: "Difference in proportions of labels",
        family: Family::Fairness,
        definition: "How much more often the label is positive in the reference group than in the group.",
        formula: "P(Y=1 | ref) - P(Y=1 | a)",
        reading: "0: equally often; above 0: the labels favour the reference",
        source: SOURCE,
    },
    Metric {
        id: "label_kl_divergence",
        title: "Kullback-Leibler divergence of labels",
        family: Family::Fairness,
        definition: "How far the labels of the reference group are from those of the group, in nats.",
        formula: "sum_y P_ref(y) ln(P_ref(y) / P_a(y))",
        reading: "0: the same spread of labels; no upper bound",
        source: SOURCE,
    },
    Metric {
        id: "label_js_divergence",
        title: "Jensen-Shannon divergence of labels",
        family: Family::Fairness,
        definition: "The mean divergence of both spreads of labels from their middle, in nats.",
        formula: "1/2 KL(P_ref || M) + 1/2 KL(P_a || M), M = (P_ref + P_a) / 2",
        reading: "0: the same spread of labels; ln 2: nothing in common",
        source: SOURCE,
    },
];

/// A group's labels against those of the reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LabelBias {
    /// The attribute.
    pub by: String,
    /// The group.
    pub group: String,
    /// The group that it is compared with.
    pub reference: String,
    /// Class imbalance.
    pub class_imbalance: Measured,
    /// Difference in proportions of labels.
    pub label_proportion_difference: Measured,
    /// Kullback-Leibler divergence.
    pub label_kl_divergence: Measured,
    /// Jensen-Shannon divergence.
    pub label_js_divergence: Measured,
}

/// Every group of `grouping` against its group `reference`, by labels alone.
pub fn label_bias(grouping: &Grouping, reference: usize, draws: Draws) -> Vec<LabelBias> {
    let Some(base) = grouping.groups.get(reference).filter(|_| grouping.labelled) else { return Vec::new() };
    let others = grouping.groups.iter().enumerate().filter(|it| it.0 != reference);
    let of = |group: &super::cells::Group| {
        let (one, two) = (spread(&group.counts), spread(&base.counts));
        let n = group.counts.n() + base.counts.n();
        let [kl, js] = redrawn(&base.counts, &group.counts, draws);
        let level = draws.level;
        LabelBias {
            by: grouping.by.join(" x "),
            group: group.name.clone(),
            reference: base.name.clone(),
            class_imbalance: imbalance(group.counts.n(), base.counts.n(), level).into(),
            label_proportion_difference: difference(side(&base.counts), side(&group.counts), level, Method::Newcombe)
                .into(),
            label_kl_divergence: divergence(two, one)
                .ok_or_else(|| Undefined::because("a label of the reference never occurs in the group"))
                .and_then(|it| Estimate::plain(it, n))
                .map(|it| sized(it, kl, level))
                .into(),
            label_js_divergence: Estimate::plain(jensen_shannon(one, two), n).map(|it| sized(it, js, level)).into(),
        }
    };
    others.map(|it| of(it.1)).collect()
}

/// Resamples of labels that are enough for the ends of an interval: a group costs as many draws as all its gaps together.
const ENOUGH: usize = 1_000;

/// Both divergences of resamples; half a row is added to each cell, so that a label that nobody has is not taken for one that nobody
/// could have.
fn redrawn(base: &Confusion, group: &Confusion, draws: Draws) -> [Vec<f64>; 2] {
    let draws = Draws { replicates: draws.replicates.min(ENOUGH), ..draws };
    let cells = [base, group].map(|it| [it.negatives(), it.positives()]).concat();
    let shares = |it: &[u64]| [it[0], it[1]].map(|k| k as f64 / (it[0] + it[1]) as f64);
    let drawn = counts::with_added(&cells, 0.5, draws, 2, |cells, values| {
        let (base, group) = (shares(&cells[..2]), shares(&cells[2..]));
        values[0] = divergence(base, group).unwrap_or(f64::NAN);
        values[1] = jensen_shannon(group, base);
    });
    let mut drawn = drawn.into_iter();
    [drawn.next().unwrap_or_default(), drawn.next().unwrap_or_default()]
}

fn side(counts: &Confusion) -> Side {
    Side::new(counts.positives(), counts.n())
}

fn spread(counts: &Confusion) -> [f64; 2] {
    let n = counts.n() as f64;
    [counts.negatives() as f64 / n, counts.positives() as f64 / n]
}

/// (base - group) / (base + group) is 1 less twice the group's share, and its interval follows that of the share.
fn imbalance(group: u64, base: u64, level: f64) -> Result<Estimate, Undefined> {
    if group + base == 0 {
        return Err(Undefined::because("neither group has a row"));
    }
    let n = group + base;
    let share = wilson(group, n, level);
    let interval = Interval { low: 1.0 - 2.0 * share.high, high: 1.0 - 2.0 * share.low, ..share };
    Ok(Estimate::plain(1.0 - 2.0 * group as f64 / n as f64, n)?.with(interval))
}

/// Kullback-Leibler divergence; none where it is infinite.
fn divergence(p: [f64; 2], q: [f64; 2]) -> Option<f64> {
    let term = |(p, q): (&f64, &f64)| if *p == 0.0 { 0.0 } else { p * (p / q).ln() };
    let sum: f64 = p.iter().zip(&q).map(term).sum();
    sum.is_finite().then_some(sum)
}

fn jensen_shannon(p: [f64; 2], q: [f64; 2]) -> f64 {
    let middle = [0.5 * (p[0] + q[0]), 0.5 * (p[1] + q[1])];
    let part = |it| divergence(it, middle).unwrap_or(f64::NAN);
    0.5 * part(p) + 0.5 * part(q)
}
