//! What scores are worth as an order: area under the ROC curve, average precision, gain and lift.

use serde::Serialize;

use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::curve::area;
use crate::inference::distribution::two_sided;
use crate::inference::share::wilson;
use crate::metric::{Family, Metric};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "roc_auc",
        title: "Area under the ROC curve",
        family: Family::Performance,
        definition: "How often a positive has a higher score than a negative, ties at half.",
        formula: "P(s_pos > s_neg) + 1/2 P(s_pos = s_neg)",
        reading: "1: every positive above every negative; 0.5: no better than chance",
        source: "Hanley and McNeil (1982); DeLong and others (1988) for the interval",
    },
    Metric {
        id: "average_precision",
        title: "Average precision",
        family: Family::Performance,
        definition: "The precision at every threshold, weighed by how much recall it adds.",
        formula: "sum_k (R_k - R_(k-1)) P_k",
        reading: "1: every positive above every negative; the base rate: no better than chance",
        source: "scikit-learn `average_precision_score`; Boyd, Eng and Page (2013) for the interval on the logit",
    },
];

/// The area under the ROC curve with DeLong's interval.
pub fn roc_auc(scores: &[f64], labels: &[bool], level: f64) -> Result<Estimate, Undefined> {
    area(scores, labels, level)
}

/// Everything with at least this score: positives and rows.
struct Step {
    score: f64,
    hits: f64,
    rows: f64,
}

/// One step at the end of each run of equal scores, scores falling.
fn cumulated(scores: &[f64], labels: &[bool]) -> Result<Vec<Step>, Undefined> {
    if scores.iter().any(|it| it.is_nan()) || !labels.contains(&true) {
        return Err(Undefined::because("an order needs scores that are numbers and a row of the positive class"));
    }
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| scores[b as usize].total_cmp(&scores[a as usize]));
    let (mut hits, mut rows) = (0.0, 0.0);
    let runs = order.chunk_by(|&a, &b| scores[a as usize] == scores[b as usize]);
    let add = |run: &[u32]| {
        hits += run.iter().filter(|&&it| labels[it as usize]).count() as f64;
        rows += run.len() as f64;
        Step { score: scores[run[0] as usize], hits, rows }
    };
    Ok(runs.map(add).collect())
}

/// Average precision with an interval on the logit.
pub fn average_precision(scores: &[f64], labels: &[bool], level: f64) -> Result<Estimate, Undefined> {
    let steps = cumulated(scores, labels)?;
    let positives = steps.last().map_or(0.0, |it| it.hits);
    let before = std::iter::once(0.0).chain(steps.iter().map(|it| it.hits));
    let value: f64 = before.zip(&steps).map(|(from, to)| (to.hits - from) / positives * to.hits / to.rows).sum();
    let estimate = Estimate::plain(value, scores.len() as u64)?;
    if value >= 1.0 {
        // On the logit there is no end to this side; what is left is that no positive was missed.
        return Ok(estimate.with(wilson(positives as u64, positives as u64, level)));
    }
    let (logit, half) = ((value / (1.0 - value)).ln(), two_sided(level) / (positives * value * (1.0 - value)).sqrt());
    let back = |it: f64| 1.0 / (1.0 + (-it).exp());
    Ok(estimate.with(Interval { low: back(logit - half), high: back(logit + half), level, method: Method::Normal }))
}

/// What the highest scores hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gain {
    /// The part of all rows, highest scores first.
    pub part: f64,
    /// The part of all positives found there: the cumulative response.
    pub gain: f64,
    /// How many times more positives than in a random part of that size.
    pub lift: f64,
}

/// Gain and lift at each of `parts`; tied scores are split in proportion.
pub fn gains(scores: &[f64], labels: &[bool], parts: &[f64]) -> Result<Vec<Gain>, Undefined> {
    let steps = cumulated(scores, labels)?;
    let Some(&Step { hits: positives, rows, .. }) = steps.last() else { return Ok(Vec::new()) };
    let at = |&part: &f64| {
        let wanted = part.clamp(0.0, 1.0) * rows;
        let next = steps.partition_point(|it| it.rows < wanted).min(steps.len() - 1);
        let from = next.checked_sub(1).map_or((0.0, 0.0), |it| (steps[it].hits, steps[it].rows));
        let to = &steps[next];
        let hits = from.0 + (to.hits - from.0) * (wanted - from.1) / (to.rows - from.1);
        Gain { part, gain: hits / positives, lift: hits / positives / (wanted / rows) }
    };
    Ok(parts.iter().filter(|it| **it > 0.0).map(at).collect())
}

/// A threshold and what it gives: a point of the ROC curve and of the curve of precision over recall.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Scores at or above it are positive.
    pub threshold: f64,
    /// The share of negatives that are.
    pub false_positive_rate: f64,
    /// The share of positives that are: recall.
    pub true_positive_rate: f64,
    /// The share of them that is right.
    pub precision: f64,
}

/// At most about `most` points of both curves for a chart, thresholds falling, the last one always among them.
pub fn points(scores: &[f64], labels: &[bool], most: usize) -> Result<Vec<Point>, Undefined> {
    let steps = cumulated(scores, labels)?;
    let (positives, rows) = steps.last().map_or((0.0, 0.0), |it| (it.hits, it.rows));
    let stride = steps.len().div_ceil(most.max(1));
    let point = |it: &Step| Point {
        threshold: it.score,
        false_positive_rate: if rows > positives { (it.rows - it.hits) / (rows - positives) } else { 0.0 },
        true_positive_rate: it.hits / positives,
        precision: it.hits / it.rows,
    };
    let chosen = steps.iter().enumerate().filter(|it| it.0 % stride == 0 || it.0 + 1 == steps.len());
    Ok(chosen.map(|it| point(it.1)).collect())
}
