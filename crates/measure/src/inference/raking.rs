//! Raking: weights of rows that meet known margins of a reference population.
//!
//! Sources: Deming and Stephan, Annals of Mathematical Statistics 11 (1940); Kish (1965) for the design effect.

use serde::Serialize;

use crate::column::Coded;
use crate::estimate::Undefined;

/// A variable and the share that each of its words has in the population.
#[derive(Debug, Clone)]
pub struct Margin<'a> {
    /// The variable, without missing values.
    pub column: &'a Coded<'a>,
    /// One share a word; they are scaled to add up to 1.
    pub shares: Vec<f64>,
}

/// Weights with a mean of 1 and what they cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Raked {
    /// One weight a row.
    pub weights: Vec<f64>,
    /// Rounds that were needed.
    pub rounds: u32,
    /// The largest distance that a weighted share still has from its target.
    pub off: f64,
    /// n over the effective n: 1 costs nothing, 2 halves the worth of the rows.
    pub design_effect: f64,
}

/// Rounds after which margins that do not fit together are given up.
const ROUNDS: u32 = 1000;

/// Scales the weights to one margin after the other until all shares are within `tolerance`.
pub fn rake(margins: &[Margin<'_>], tolerance: f64) -> Result<Raked, Undefined> {
    let rows = margins.first().map_or(0, |it| it.column.codes.len());
    if rows == 0 {
        return Err(Undefined::because("raking needs rows and a margin"));
    }
    let targets = margins.iter().map(|it| targets(it, rows)).collect::<Result<Vec<_>, _>>()?;
    let mut weights = vec![1.0; rows];
    for round in 1..=ROUNDS {
        for (margin, target) in margins.iter().zip(&targets) {
            let sums = sums(margin, &weights);
            let factors: Vec<f64> = target.iter().zip(&sums).map(|(t, s)| if *s > 0.0 { t / s } else { 0.0 }).collect();
            weights.iter_mut().zip(margin.column.codes.iter()).for_each(|(it, &code)| *it *= factors[code as usize]);
        }
        let off = margins.iter().zip(&targets).map(|(it, target)| distance(it, target, &weights)).fold(0.0, f64::max);
        if off <= tolerance {
            let squares: f64 = weights.iter().map(|it| it * it).sum();
            return Ok(Raked { design_effect: squares / rows as f64, weights, rounds: round, off });
        }
    }
    Err(Undefined::because("the margins cannot be met together by weighting these rows"))
}

/// Target sums of weights, one a word.
fn targets(margin: &Margin<'_>, rows: usize) -> Result<Vec<f64>, Undefined> {
    let (column, total) = (margin.column, margin.shares.iter().sum::<f64>());
    let fault = |why: &str| Err(Undefined::because(format!("column `{}` {why}", column.name)));
    if margin.shares.len() != column.words.len() || margin.shares.iter().any(|it| !it.is_finite() || *it < 0.0) {
        return fault("needs a share of the population for each of its words");
    }
    if column.codes.len() != rows || column.codes.iter().any(|&it| it >= column.missing()) {
        return fault("has rows without a value; fill or drop them before raking");
    }
    let present = sums(margin, &vec![1.0; rows]);
    if margin.shares.iter().zip(&present).any(|(share, sum)| *share > 0.0 && *sum == 0.0) {
        return fault("has no row for a word that the population holds");
    }
    Ok(margin.shares.iter().map(|it| it / total * rows as f64).collect())
}

fn sums(margin: &Margin<'_>, weights: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; margin.shares.len()];
    margin.column.codes.iter().zip(weights).for_each(|(&code, weight)| sums[code as usize] += weight);
    sums
}

fn distance(margin: &Margin<'_>, target: &[f64], weights: &[f64]) -> f64 {
    let rows = weights.len() as f64;
    sums(margin, weights).iter().zip(target).map(|(sum, target)| (sum - target).abs() / rows).fold(0.0, f64::max)
}
