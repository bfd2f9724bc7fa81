//! Agreement: Cohen's kappa of two raters, Krippendorff's alpha of any number with gaps.
//!
//! Sources: Cohen (1960, 1968); Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969) for the variance; Krippendorff,
//! Content Analysis (2004).

use super::distribution::two_sided;
use super::resample::{Draws, percentile, replicates};
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::metric::{Family, Metric};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "cohen_kappa",
        title: "Cohen's kappa",
        family: Family::Agreement,
        definition: "How far two raters agree beyond what their own habits would give by chance.",
        formula: "(p_o - p_e) / (1 - p_e); weighted: 1 - sum w_ij p_ij / sum w_ij p_i. p_.j",
        reading: "1 is full agreement, 0 what chance gives, below 0 less than that",
        source: "Cohen (1960, 1968); variance by Fleiss, Cohen and Everitt (1969)",
    },
    Metric {
        id: "krippendorff_alpha",
        title: "Krippendorff's alpha",
        family: Family::Agreement,
        definition: "How far any number of raters agree beyond chance, on any scale, with ratings missing.",
        formula: "1 - D_o / D_e, observed over expected disagreement of pairable values",
        reading: "1 is full agreement, 0 what chance gives, below 0 less than that",
        source: "Krippendorff, Content Analysis (2004), chapter 11",
    },
];

/// How much a disagreement weighs by its distance on an ordered scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Every disagreement weighs the same.
    Nominal,
    /// By the number of steps.
    Linear,
    /// By the square of the number of steps.
    Quadratic,
}

impl Weights {
    fn of(self, i: usize, j: usize) -> f64 {
        let steps = i.abs_diff(j) as f64;
        match self {
            Weights::Nominal => steps.min(1.0),
            Weights::Linear => steps,
            Weights::Quadratic => steps * steps,
        }
    }
}

/// Cohen's kappa of a square table of `classes` by `classes`, rows for one rater and columns for the other.
pub fn cohen_kappa(cells: &[u64], classes: usize, weights: Weights, level: f64) -> Result<Estimate, Undefined> {
    let n: u64 = cells.iter().sum();
    if n == 0 || classes < 2 || cells.len() != classes * classes {
        return Err(Undefined::because("kappa needs ratings of both raters in two classes or more"));
    }
    let share = |i: usize, j: usize| cells[i * classes + j] as f64 / n as f64;
    let row: Vec<f64> = (0..classes).map(|i| (0..classes).map(|j| share(i, j)).sum()).collect();
    let column: Vec<f64> = (0..classes).map(|j| (0..classes).map(|i| share(i, j)).sum()).collect();
    // Agreement weights: 1 on the diagonal, 0 for the furthest disagreement.
    let far = weights.of(0, classes - 1);
    let agree = |i: usize, j: usize| 1.0 - weights.of(i, j) / far;
    let over = |of: &dyn Fn(usize, usize) -> f64| -> f64 {
        (0..classes * classes).map(|at| of(at / classes, at % classes)).sum()
    };
    let seen = over(&|i, j| agree(i, j) * share(i, j));
    let chance = over(&|i, j| agree(i, j) * row[i] * column[j]);
    if chance >= 1.0 {
        return Err(Undefined::because("both raters used one class only"));
    }
    let value = (seen - chance) / (1.0 - chance);
    let by_row: Vec<f64> = (0..classes).map(|i| (0..classes).map(|j| column[j] * agree(i, j)).sum()).collect();
    let by_column: Vec<f64> = (0..classes).map(|j| (0..classes).map(|i| row[i] * agree(i, j)).sum()).collect();
    let term = |i: usize, j: usize| share(i, j) * (agree(i, j) - (by_row[i] + by_column[j]) * (1.0 - value)).powi(2);
    let rest = value - chance * (1.0 - value);
    let variance = (over(&term) - rest * rest) / (n as f64 * (1.0 - chance).powi(2));
    let half = two_sided(level) * variance.max(0.0).sqrt();
    let interval =
        Interval { low: (value - half).max(-1.0), high: (value + half).min(1.0), level, method: Method::Normal };
    Ok(Estimate::plain(value, n)?.with(interval))
}

/// The scale of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Names without an order.
    Nominal,
    /// Ranks.
    Ordinal,
    /// Numbers whose differences mean something.
    Interval,
    /// Numbers whose ratios mean something.
    Ratio,
}

/// Krippendorff's alpha of `units`, each with the codes that it was given; `values[code]` is the code's number, rising.
///
/// The interval comes from resampling units; units with fewer than two ratings do not count.
pub fn krippendorff_alpha(
    units: &[Vec<u32>],
    values: &[f64],
    scale: Scale,
    draws: Draws,
) -> Result<Estimate, Undefined> {
    let pairable: Vec<&Vec<u32>> = units.iter().filter(|it| it.len() > 1).collect();
    if pairable.is_empty() {
        return Err(Undefined::because("no unit was rated twice"));
    }
    let all: Vec<u32> = (0..pairable.len() as u32).collect();
    let value = alpha(&pairable, &all, values, scale);
    if !value.is_finite() {
        return Err(Undefined::because("all ratings are the same, so no disagreement was possible"));
    }
    let estimate = Estimate::plain(value, pairable.len() as u64)?;
    let drawn = replicates(pairable.len(), draws, |rows| alpha(&pairable, rows, values, scale));
    Ok(percentile(drawn, draws.level).map_or(estimate, |interval| estimate.with(interval)))
}

/// Alpha over the units `rows` of `pairable`; NaN when nothing could disagree.
fn alpha(pairable: &[&Vec<u32>], rows: &[u32], values: &[f64], scale: Scale) -> f64 {
    let k = values.len();
    let mut coincidence = vec![0.0; k * k];
    for unit in rows.iter().map(|&row| pairable[row as usize]) {
        let mut counts = vec![0.0; k];
        unit.iter().for_each(|&code| counts[code as usize] += 1.0);
        for (at, cell) in coincidence.iter_mut().enumerate() {
            let (c, d) = (at / k, at % k);
            let pairs = counts[c] * (counts[d] - f64::from(u8::from(c == d)));
            *cell += pairs / (unit.len() - 1) as f64;
        }
    }
    let margin: Vec<f64> = (0..k).map(|c| coincidence[c * k..(c + 1) * k].iter().sum()).collect();
    let n: f64 = margin.iter().sum();
    let (mut seen, mut expected) = (0.0, 0.0);
    for (at, cell) in coincidence.iter().enumerate() {
        let (c, d) = (at / k, at % k);
        let distance = distance(c, d, values, &margin, scale);
        seen += cell * distance;
        expected += margin[c] * margin[d] * distance;
    }
    1.0 - (n - 1.0) * seen / expected
}

/// The squared difference of two codes on a scale.
fn distance(c: usize, d: usize, values: &[f64], margin: &[f64], scale: Scale) -> f64 {
    let (low, high) = (c.min(d), c.max(d));
    match scale {
        _ if c == d => 0.0,
        Scale::Nominal => 1.0,
        Scale::Ordinal => {
            let between: f64 = margin[low..=high].iter().sum();
            (between - 0.5 * (margin[low] + margin[high])).powi(2)
        }
        Scale::Interval => (values[c] - values[d]).powi(2),
        Scale::Ratio if values[c] + values[d] == 0.0 => 0.0,
        Scale::Ratio => ((values[c] - values[d]) / (values[c] + values[d])).powi(2),
    }
}
