//! Proper scores of probabilities: Brier and log-loss, and what the Brier score is made of.
//!
//! Sources: Brier (1950); Murphy, Journal of Applied Meteorology 12 (1973); Dimitriadis, Gneiting and Jordan, PNAS 118 (2021)
//! for CORP.

use serde::Serialize;

use crate::estimate::{Estimate, Undefined};
use crate::inference::mean::mean_within;
use crate::metric::{Family, Metric};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "brier_score",
        title: "Brier score",
        family: Family::Performance,
        definition: "The mean square of the distance of the probability to what happened.",
        formula: "mean (p - y)^2",
        reading: "0: always certain and right; 0.25: always one half; 1: always certain and wrong",
        source: "Brier (1950)",
    },
    Metric {
        id: "log_loss",
        title: "Log-loss",
        family: Family::Performance,
        definition: "The mean surprise, in nats, at what happened given the probability.",
        formula: "-mean [y ln p + (1 - y) ln(1 - p)]",
        reading: "0: always certain and right; ln 2: always one half; undefined when something happened that was held impossible",
        source: "Good (1952)",
    },
];

/// Refuses what is no probability.
pub(super) fn checked(scores: &[f64], labels: &[bool]) -> Result<(), Undefined> {
    match scores.len() == labels.len() && !scores.is_empty() && scores.iter().all(|it| (0.0..=1.0).contains(it)) {
        true => Ok(()),
        false => Err(Undefined::because("scores must be probabilities between 0 and 1, one a row")),
    }
}

fn square(p: f64, label: bool) -> f64 {
    (p - f64::from(u8::from(label))).powi(2)
}

/// The Brier score.
pub fn brier(scores: &[f64], labels: &[bool], level: f64) -> Result<Estimate, Undefined> {
    checked(scores, labels)?;
    mean_within(scores.iter().zip(labels).map(|(p, y)| square(*p, *y)), level, [0.0, 1.0])
}

/// Log-loss, without any cut of probabilities at 0 and 1.
pub fn log_loss(scores: &[f64], labels: &[bool], level: f64) -> Result<Estimate, Undefined> {
    checked(scores, labels)?;
    let loss = |(p, y): (&f64, &bool)| if *y { -p.ln() } else { -(-p).ln_1p() };
    let losses = || scores.iter().zip(labels).map(loss);
    if losses().any(|it| it.is_infinite()) {
        return Err(Undefined::because("something happened whose probability was said to be 0"));
    }
    mean_within(losses(), level, [0.0, f64::INFINITY])
}

/// What the Brier score is made of: miscalibration - discrimination + uncertainty, with nothing to choose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Corp {
    /// What recalibration would win; 0 when probabilities mean what they say.
    pub miscalibration: f64,
    /// What the order of the scores wins over always saying the base rate.
    pub discrimination: f64,
    /// The score of always saying the base rate.
    pub uncertainty: f64,
}

/// The CORP decomposition, by isotonic regression of labels on scores.
pub fn corp(scores: &[f64], labels: &[bool]) -> Result<Corp, Undefined> {
    checked(scores, labels)?;
    let n = scores.len() as f64;
    let base = labels.iter().filter(|it| **it).count() as f64 / n;
    let uncertainty = base * (1.0 - base);
    let raw = scores.iter().zip(labels).map(|(p, y)| square(*p, *y)).sum::<f64>() / n;
    // Within a pooled block the best constant is its share q, and its squared error is rows * q (1 - q).
    let best = blocks(scores, labels).iter().map(|(hits, rows)| hits * (1.0 - hits / rows)).sum::<f64>() / n;
    Ok(Corp { miscalibration: raw - best, discrimination: uncertainty - best, uncertainty })
}

/// Blocks of an isotonic regression by pooling adjacent violators: positives and rows, scores rising.
pub fn blocks(scores: &[f64], labels: &[bool]) -> Vec<(f64, f64)> {
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| scores[a as usize].total_cmp(&scores[b as usize]));
    let mut blocks: Vec<(f64, f64)> = Vec::new();
    for run in order.chunk_by(|&a, &b| scores[a as usize] == scores[b as usize]) {
        let hits = run.iter().filter(|&&it| labels[it as usize]).count() as f64;
        let mut block = (hits, run.len() as f64);
        while let Some(last) = blocks.pop_if(|last| last.0 * block.1 >= block.0 * last.1) {
            block = (block.0 + last.0, block.1 + last.1);
        }
        blocks.push(block);
    }
    blocks
}
