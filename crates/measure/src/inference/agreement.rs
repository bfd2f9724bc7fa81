//! Agreement: Cohen's kappa of two raters, Krippendorff's alpha of any number with gaps.
//!
//! Sources: Cohen (1960, 1968); Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969) for the variance; Krippendorff,
//! Content Analysis (2004). The interval of kappa is Wilson's, of the agreement seen among as many units as give it that variance: the
//! plain one has no width where nobody disagrees.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::counts::resample;
use super::distribution::two_sided;
use super::resample::{Draws, percentile};
use super::share::{wilson, wilson_real};
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
    // Units that would give the agreement this variance; where it has none, as when nobody disagrees, all there are.
    let worth = seen * (1.0 - seen) / (variance * (1.0 - chance).powi(2));
    let worth = if worth.is_finite() && worth > 0.0 { worth } else { n as f64 };
    let (low, high) = wilson_real(seen * worth, worth, two_sided(level));
    let end = |agreed: f64| ((agreed - chance) / (1.0 - chance)).clamp(-1.0, 1.0);
    let interval = Interval { low: end(low).min(value), high: end(high).max(value), level, method: Method::Wilson };
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
/// The interval comes from resampling units, by one draw over the patterns of ratings that they show; units with fewer than two ratings
/// do not count.
pub fn krippendorff_alpha(
    units: &[Vec<u32>],
    values: &[f64],
    scale: Scale,
    draws: Draws,
) -> Result<Estimate, Undefined> {
    let shown = patterns(units);
    if shown.is_empty() {
        return Err(Undefined::because("no unit was rated twice"));
    }
    let (shown, counts): (Vec<Vec<u32>>, Vec<u64>) = shown.into_iter().unzip();
    let apart = Apart { shown: &shown, values, scale, fixed: each(&shown, values, scale) };
    let value = apart.alpha(&counts);
    if !value.is_finite() {
        return Err(Undefined::because("all ratings are the same, so no disagreement was possible"));
    }
    let estimate = Estimate::plain(value, counts.iter().sum())?;
    if value >= 1.0 {
        return Ok(estimate.with(unanimous(&shown, &counts, values, draws.level)));
    }
    let drawn = resample(&counts, draws, 1, |drawn, into| into[0] = apart.alpha(drawn)).swap_remove(0);
    Ok(estimate.with(percentile(drawn, draws.level).unwrap_or(Interval::too_few(draws.level))))
}

/// The patterns of two or more ratings that units show, with how many show each; who gave which rating does not matter to alpha.
fn patterns(units: &[Vec<u32>]) -> BTreeMap<Vec<u32>, u64> {
    let mut shown = BTreeMap::new();
    for unit in units.iter().filter(|it| it.len() > 1) {
        let mut pattern = unit.clone();
        pattern.sort_unstable();
        *shown.entry(pattern).or_default() += 1;
    }
    shown
}

/// The interval where nobody disagrees and so no resample does: as many units as Wilson's interval allows might, and such a unit
/// disagrees on average as far as two ratings that differ by chance.
fn unanimous(shown: &[Vec<u32>], counts: &[u64], values: &[f64], level: f64) -> Interval {
    let margin = margin(shown, counts, values.len());
    let n: f64 = margin.iter().sum();
    let differ = expected(&margin, values, Scale::Nominal) / (n * n);
    let apart = wilson(0, counts.iter().sum(), level).high;
    Interval { low: (1.0 - apart / differ).max(-1.0), high: 1.0, level, method: Method::Wilson }
}

/// How far the ratings of patterns lie apart.
struct Apart<'a> {
    shown: &'a [Vec<u32>],
    values: &'a [f64],
    scale: Scale,
    /// How far those of each pattern do, where that does not depend on which units are drawn, as ranks do.
    fixed: Option<Vec<f64>>,
}

impl Apart<'_> {
    /// Alpha of so many units of each pattern; NaN when nothing could disagree.
    fn alpha(&self, counts: &[u64]) -> f64 {
        let margin = margin(self.shown, counts, self.values.len());
        let n: f64 = margin.iter().sum();
        let places = places(&margin, self.values, self.scale);
        let each = match &self.fixed {
            Some(fixed) => Cow::Borrowed(fixed.as_slice()),
            None => self.shown.iter().map(|it| within(it, &places, self.scale)).collect(),
        };
        let seen: f64 = each.iter().zip(counts).map(|(apart, count)| apart * *count as f64).sum();
        1.0 - (n - 1.0) * seen / expected(&margin, &places, self.scale)
    }
}

/// [`within`] of each pattern, unless places change with the units that are drawn.
fn each(shown: &[Vec<u32>], values: &[f64], scale: Scale) -> Option<Vec<f64>> {
    (scale != Scale::Ordinal).then(|| shown.iter().map(|it| within(it, values, scale)).collect())
}

/// The squared differences of the ratings of one unit, by the number of ratings that each could differ from.
fn within(unit: &[u32], places: &[f64], scale: Scale) -> f64 {
    let pairs = unit.iter().flat_map(|c| unit.iter().map(move |d| (*c as usize, *d as usize)));
    pairs.map(|(c, d)| distance(c, d, places, scale)).sum::<f64>() / (unit.len() - 1) as f64
}

/// How often each code was given.
fn margin(shown: &[Vec<u32>], counts: &[u64], codes: usize) -> Vec<f64> {
    let mut margin = vec![0.0; codes];
    for (pattern, count) in shown.iter().zip(counts) {
        pattern.iter().for_each(|&code| margin[code as usize] += *count as f64);
    }
    margin
}

/// Where each code lies: at its number, or at the middle of its ranks.
fn places(margin: &[f64], values: &[f64], scale: Scale) -> Vec<f64> {
    if scale != Scale::Ordinal {
        return values.to_vec();
    }
    let ranks = margin.iter().scan(0.0, |below, own| {
        let middle = *below + own / 2.0;
        *below += own;
        Some(middle)
    });
    ranks.collect()
}

/// The squared difference of two codes on a scale.
fn distance(c: usize, d: usize, places: &[f64], scale: Scale) -> f64 {
    match scale {
        _ if c == d => 0.0,
        Scale::Nominal => 1.0,
        Scale::Ordinal | Scale::Interval => (places[c] - places[d]).powi(2),
        Scale::Ratio if places[c] + places[d] == 0.0 => 0.0,
        Scale::Ratio => ((places[c] - places[d]) / (places[c] + places[d])).powi(2),
    }
}

/// The squared differences of all ratings with one another, without listing the pairs where a sum tells it.
fn expected(margin: &[f64], places: &[f64], scale: Scale) -> f64 {
    let sum = |of: &dyn Fn(f64, f64) -> f64| margin.iter().zip(places).map(|(m, v)| of(*m, *v)).sum::<f64>();
    let n: f64 = margin.iter().sum();
    match scale {
        Scale::Nominal => n * n - sum(&|m, _| m * m),
        Scale::Ordinal | Scale::Interval => {
            // From the mean, so that large numbers far from 0 lose no digits.
            let mean = sum(&|m, v| m * v) / n;
            2.0 * n * sum(&|m, v| m * (v - mean).powi(2))
        }
        Scale::Ratio => {
            let rows = 0..margin.len();
            let cells = rows.clone().flat_map(|c| rows.clone().map(move |d| (c, d)));
            cells.map(|(c, d)| margin[c] * margin[d] * distance(c, d, places, scale)).sum()
        }
    }
}
