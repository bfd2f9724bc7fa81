//! Can a model's outputs tell who was in its training data? From one attack score for members and for others.
//!
//! Sources: Yeom and others (2018) for the advantage; Carlini and others (2022) for the rate at few false alarms; Dvoretzky,
//! Kiefer and Wolfowitz with Massart's constant (1990) for an interval that allows for the choice of the best threshold.

use serde::Serialize;

use super::entry;
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::curve::area;
use crate::inference::share::share;
use crate::metric::Metric;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "membership_inference_advantage",
        "Membership inference advantage",
        "How much better than guessing the best threshold on the attack score tells members from others.",
        "max over thresholds of TPR - FPR",
        "0: no better than guessing; 1: every member is told",
        "Yeom and others (2018)",
    ),
    entry(
        "membership_true_positive_rate",
        "Members found at few false alarms",
        "The share of members that are told while only a stated share of others is taken for one.",
        "TPR at FPR <= f",
        "f: no better than guessing; 1: every member is told",
        "Carlini and others (2022)",
    ),
];

/// What an attack score gives away; higher scores speak for membership (such as minus the loss of the row).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Membership {
    /// The advantage of the best threshold.
    pub advantage: Measured,
    /// The area under the attack's ROC curve.
    pub area: Measured,
    /// Members found while at most `false_positive_rate` of others are.
    pub true_positive_rate: Measured,
    /// The share of others that is accepted there.
    pub false_positive_rate: f64,
}

/// Measures the attack on scores of `members` and of `others`.
pub fn membership(members: &[f64], others: &[f64], few: f64, level: f64) -> Result<Membership, Undefined> {
    if members.is_empty() || others.is_empty() || members.iter().chain(others).any(|it| it.is_nan()) {
        return Err(Undefined::because("the attack needs scores of members and of others, all of them numbers"));
    }
    let mut rows: Vec<(f64, bool)> =
        members.iter().map(|it| (*it, true)).chain(others.iter().map(|it| (*it, false))).collect();
    rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let (m, n) = (members.len() as f64, others.len() as f64);
    let (mut told, mut wrong, mut best, mut at_few) = (0_u64, 0_u64, 0.0_f64, 0_u64);
    for run in rows.chunk_by(|a, b| a.0 == b.0) {
        let hits = run.iter().filter(|it| it.1).count() as u64;
        (told, wrong) = (told + hits, wrong + run.len() as u64 - hits);
        best = best.max(told as f64 / m - wrong as f64 / n);
        if wrong as f64 <= few * n {
            at_few = told;
        }
    }
    // Both distribution functions lie within their bands with half of the error each.
    let band = |n: f64| ((4.0 / (1.0 - level)).ln() / (2.0 * n)).sqrt();
    let half = band(m) + band(n);
    let interval = Interval { low: (best - half).max(0.0), high: (best + half).min(1.0), level, method: Method::Band };
    let labels: Vec<bool> = rows.iter().map(|it| it.1).collect();
    let scores: Vec<f64> = rows.iter().map(|it| it.0).collect();
    Ok(Membership {
        advantage: Estimate::plain(best, rows.len() as u64).map(|it| it.with(interval)).into(),
        area: area(&scores, &labels, level).into(),
        true_positive_rate: share(at_few, members.len() as u64, level, Method::ClopperPearson).into(),
        false_positive_rate: few,
    })
}
