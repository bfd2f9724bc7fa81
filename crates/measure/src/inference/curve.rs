//! Areas under the ROC curve: value, variance and comparison by DeLong's method in O(n log n).
//!
//! Sources: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988); Sun and Xu, IEEE Signal Processing Letters 21 (2014) for
//! the midranks; Newcombe, Statistics in Medicine 25 (2006) where the variance is 0.

use super::Tested;
use super::difference::boundary;
use super::distribution::two_sided;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// How each positive and each negative stands among the others: the placements that DeLong's variance is made of.
struct Placements {
    area: f64,
    positives: Vec<f64>,
    negatives: Vec<f64>,
}

/// Ranks from 1, ties at their mean.
pub fn midranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0.0;
    for tied in order.chunk_by(|&a, &b| values[a as usize] == values[b as usize]) {
        let rank = before + 0.5 * (tied.len() as f64 + 1.0);
        tied.iter().for_each(|&at| ranks[at as usize] = rank);
        before += tied.len() as f64;
    }
    ranks
}

fn placements(scores: &[f64], labels: &[bool]) -> Result<Placements, Undefined> {
    if scores.iter().any(|it| it.is_nan()) {
        return Err(Undefined::because("a score is not a number"));
    }
    let side = |of: bool| -> Vec<f64> {
        scores.iter().zip(labels).filter(|(_, label)| **label == of).map(|(score, _)| *score).collect()
    };
    let (above, below) = (side(true), side(false));
    if above.is_empty() || below.is_empty() {
        return Err(Undefined::because("an area needs rows of both classes"));
    }
    let all: Vec<f64> = above.iter().chain(&below).copied().collect();
    let (m, n) = (above.len() as f64, below.len() as f64);
    let ranks = midranks(&all);
    let within = |own: &[f64], ranks: &[f64], others: f64| -> Vec<f64> {
        midranks(own).iter().zip(ranks).map(|(own, all)| (all - own) / others).collect()
    };
    let positives = within(&above, &ranks[..above.len()], n);
    let negatives = within(&below, &ranks[above.len()..], m).into_iter().map(|it| 1.0 - it).collect();
    let area = positives.iter().sum::<f64>() / m;
    Ok(Placements { area, positives, negatives })
}

/// Unbiased covariance of two lists of one length; 0 for a single value.
fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    if a.len() < 2 {
        return 0.0;
    }
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum::<f64>() / (n - 1.0)
}

/// The variance of an area, or the covariance of two on the same rows.
fn spread(a: &Placements, b: &Placements) -> f64 {
    covariance(&a.positives, &b.positives) / a.positives.len() as f64
        + covariance(&a.negatives, &b.negatives) / a.negatives.len() as f64
}

/// The area under the ROC curve: how often a positive row has the higher score than a negative one, ties at half.
///
/// The interval is DeLong's on the logit, so that it stays within 0 and 1; where the variance is 0 it is Newcombe's.
pub fn area(scores: &[f64], labels: &[bool], level: f64) -> Result<Estimate, Undefined> {
    let found = placements(scores, labels)?;
    let (value, variance) = (found.area, spread(&found, &found));
    let (m, n) = (found.positives.len() as f64, found.negatives.len() as f64);
    let z = two_sided(level);
    let interval = if variance <= 0.0 || value <= 0.0 || value >= 1.0 {
        let error = |truth: f64| (value - truth).abs() < z * hanley(truth, m, n).sqrt();
        let (low, high) = (boundary(value, 0.0, error), boundary(value, 1.0, error));
        Interval { low, high, level, method: Method::Newcombe }
    } else {
        let half = z * variance.sqrt() / (value * (1.0 - value));
        let logit = (value / (1.0 - value)).ln();
        let back = |it: f64| 1.0 / (1.0 + (-it).exp());
        Interval { low: back(logit - half), high: back(logit + half), level, method: Method::DeLong }
    };
    Ok(Estimate { value, n: scores.len() as u64, fraction: None, interval: Some(interval) })
}

/// The variance of an area whose truth is `area`, after Hanley and McNeil as Newcombe balances it.
fn hanley(area: f64, m: f64, n: f64) -> f64 {
    let half = 0.5 * (m + n) - 1.0;
    area * (1.0 - area) / (m * n) * (1.0 + half * (1.0 - area) / (2.0 - area) + half * area / (1.0 + area))
}

/// DeLong's variance of the area.
pub fn variance(scores: &[f64], labels: &[bool]) -> Result<f64, Undefined> {
    let found = placements(scores, labels)?;
    Ok(spread(&found, &found))
}

/// The area of `a` less the area of `b` on the same rows, and the test that they are equal.
pub fn compare(a: &[f64], b: &[f64], labels: &[bool], level: f64) -> Result<(Estimate, Tested), Undefined> {
    let (one, two) = (placements(a, labels)?, placements(b, labels)?);
    let variance = spread(&one, &one) + spread(&two, &two) - 2.0 * spread(&one, &two);
    let (value, n) = (one.area - two.area, labels.len() as u64);
    if variance <= 0.0 {
        return Err(Undefined::because("the two scores order the rows alike"));
    }
    let half = two_sided(level) * variance.sqrt();
    let (low, high) = ((value - half).max(-1.0), (value + half).min(1.0));
    let estimate = Estimate::plain(value, n)?.with(Interval { low, high, level, method: Method::DeLong });
    Ok((estimate, Tested::normal("delong", value / variance.sqrt(), n)))
}
