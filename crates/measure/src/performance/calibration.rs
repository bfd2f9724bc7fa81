//! Do probabilities come true as often as they say? Reliability in bins, expected and maximum calibration error.
//!
//! Bins are closed on the right; the first also holds 0. Sources: Naeini, Cooper and Hauskrecht (2015); Kumar, Liang and Ma
//! (2019) for the error without bias; Murphy (1973) for the decomposition.

use serde::Serialize;

use super::scoring::checked;
use crate::chance::Chance;
use crate::estimate::{Estimate, Interval, Method, Undefined};
use crate::inference::Tested;
use crate::inference::distribution::two_sided;
use crate::inference::resample::{Draws, percentile, quantile, sized};
use crate::metric::{Family, Metric};

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "expected_calibration_error",
        title: "Expected calibration error",
        family: Family::Performance,
        definition: "How far the mean probability of a bin is from how often it came true, averaged over bins by their rows.",
        formula: "sum_b n_b / n |mean p_b - mean y_b|",
        reading: "0: probabilities come true as often as they say; noise alone gives `noise`",
        source: "Naeini, Cooper and Hauskrecht (2015)",
    },
    Metric {
        id: "maximum_calibration_error",
        title: "Maximum calibration error",
        family: Family::Performance,
        definition: "The largest distance of the mean probability of a bin from how often it came true.",
        formula: "max_b |mean p_b - mean y_b|",
        reading: "0: every bin is calibrated; thin bins make it large by chance",
        source: "Naeini, Cooper and Hauskrecht (2015)",
    },
    Metric {
        id: "debiased_calibration_error",
        title: "Calibration error without bias",
        family: Family::Performance,
        definition: "The root of the mean square distance over bins, less what sampling adds to it; 0 where that is more.",
        formula: "sqrt(max(0, sum_b n_b / n [(mean p_b - q_b)^2 - q_b (1 - q_b) / (n_b - 1)])), q_b = mean y_b",
        reading: "0: probabilities come true as often as they say",
        source: "Kumar, Liang and Ma (2019)",
    },
    Metric {
        id: "spiegelhalter_z",
        title: "Spiegelhalter's z",
        family: Family::Performance,
        definition: "How far the Brier score is from what calibrated probabilities would give, in standard errors; no bins needed.",
        formula: "sum (y - p)(1 - 2p) / sqrt(sum (1 - 2p)^2 p (1 - p))",
        reading: "0: as calibrated probabilities would; beyond 1.96 either way: not calibrated",
        source: "Spiegelhalter, Statistics in Medicine 5 (1986)",
    },
];

/// How probabilities are put into bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Binning {
    /// Bins of equal width.
    Uniform,
    /// Bins of about equal numbers of rows; equal scores never part.
    Quantile,
}

/// A bin.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Upper edge, which belongs to the bin.
    pub upto: f64,
    /// Rows in it.
    pub n: u64,
    /// Mean probability.
    pub said: f64,
    /// How often it came true.
    pub seen: f64,
    /// Variance of probability less outcome within the bin.
    #[serde(skip)]
    spread: f64,
    /// Sum of p (1 - p): the variance of the number of positives if all were calibrated.
    #[serde(skip)]
    noise: f64,
}

/// Bins and what they give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// How bins were made.
    pub binning: Binning,
    /// Bins with rows.
    pub bins: Vec<Bin>,
    /// Expected calibration error.
    pub expected: Estimate,
    /// The expected error that calibrated probabilities would show with these rows.
    pub noise: f64,
    /// Maximum calibration error.
    pub maximum: Estimate,
    /// Error without bias.
    pub debiased: Estimate,
    /// Murphy's parts of the Brier score.
    pub murphy: Murphy,
}

/// Murphy's decomposition over bins: Brier = reliability - resolution + uncertainty + within.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Murphy {
    /// How far bins are from coming true; 0 is best.
    pub reliability: f64,
    /// How far bins differ from the base rate; larger is better.
    pub resolution: f64,
    /// The spread of outcomes.
    pub uncertainty: f64,
    /// What is left because probabilities differ within a bin; 0 when they do not.
    pub within: f64,
}

/// Upper edges of `count` bins.
fn edges(scores: &[f64], binning: Binning, count: usize) -> Vec<f64> {
    match binning {
        Binning::Uniform => (1..=count).map(|it| it as f64 / count as f64).collect(),
        Binning::Quantile => {
            let mut sorted = scores.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            let mut edges: Vec<f64> = (1..=count).map(|it| quantile(&sorted, it as f64 / count as f64)).collect();
            edges.dedup();
            edges
        }
    }
}

/// Rows put into bins.
fn bins(scores: &[f64], labels: &[bool], edges: &[f64]) -> Vec<Bin> {
    // Per bin: rows, sum of p, positives, sum and sum of squares of p - y, sum of p (1 - p).
    let mut sums = vec![[0.0; 5]; edges.len()];
    for (p, y) in scores.iter().zip(labels) {
        let y = f64::from(u8::from(*y));
        let at = edges.partition_point(|it| it < p).min(edges.len() - 1);
        let add = [1.0, *p, y, (p - y) * (p - y), p * (1.0 - p)];
        sums[at].iter_mut().zip(add).for_each(|(sum, it)| *sum += it);
    }
    let bin = |(&upto, [n, said, seen, squares, noise]): (&f64, [f64; 5])| {
        let gap = (said - seen) / n;
        let spread = if n > 1.0 { ((squares - n * gap * gap) / (n - 1.0)).max(0.0) } else { 0.25 };
        // Outcomes that were all alike say little of how others would spread: as what was said does, or as one more of each would.
        let one_more = (seen + 1.0) * (n - seen + 1.0) / ((n + 2.0) * (n + 2.0));
        let spread = if seen > 0.0 && seen < n { spread } else { spread.max(noise / n).max(one_more) };
        Bin { upto, n: n as u64, said: said / n, seen: seen / n, spread, noise }
    };
    edges.iter().zip(sums).filter(|it| it.1[0] > 0.0).map(bin).collect()
}

/// Calibration of probabilities in `count` bins.
pub fn calibration(
    scores: &[f64],
    labels: &[bool],
    binning: Binning,
    count: usize,
    draws: Draws,
) -> Result<Calibration, Undefined> {
    checked(scores, labels)?;
    let bins = bins(scores, labels, &edges(scores, binning, count.max(1)));
    let n = scores.len() as f64;
    let weigh = |of: &dyn Fn(&Bin) -> f64| bins.iter().map(|it| it.n as f64 / n * of(it)).sum::<f64>();
    let gap = |it: &Bin| it.said - it.seen;
    let expected = weigh(&|it| gap(it).abs());
    let folded = (2.0 / std::f64::consts::PI).sqrt();
    let chance = |it: &Bin| if it.n > 1 { it.seen * (1.0 - it.seen) / (it.n as f64 - 1.0) } else { 0.0 };
    let estimate = Estimate::plain(expected, scores.len() as u64)?;
    let noise = noise(&bins, draws);
    let interval = interval(&bins, &noise, expected, n, draws.level);
    // Noise only adds to both.
    let of_gaps = |of: &dyn Fn(&[f64]) -> f64| {
        let drawn =
            |noise: &Vec<f64>| of(&bins.iter().zip(noise).map(|(it, noise)| gap(it) + noise).collect::<Vec<_>>());
        let value = of(&bins.iter().map(gap).collect::<Vec<_>>());
        let estimate = Estimate::plain(value, scores.len() as u64)?;
        Ok::<_, Undefined>(sized(estimate, noise.iter().map(drawn).collect(), draws.level))
    };
    let squares = |gaps: &[f64]| -> f64 {
        bins.iter().zip(gaps).map(|(it, gap)| it.n as f64 / n * (gap * gap - chance(it))).sum()
    };
    Ok(Calibration {
        binning,
        expected: estimate.with(interval.unwrap_or(Interval::too_few(draws.level))),
        noise: weigh(&|it| folded * it.noise.sqrt() / it.n as f64),
        maximum: of_gaps(&|gaps| gaps.iter().fold(0.0, |most, it| it.abs().max(most)))?,
        debiased: of_gaps(&|gaps| squares(gaps).max(0.0).sqrt())?,
        murphy: murphy(&bins, scores, labels),
        bins,
    })
}

/// True errors under which the error seen is no surprise.
///
/// Noise makes every error larger, so the error seen plus its standard error is a safe upper end, and plain resampling would
/// never hold a true error of 0. For the lower end the gaps seen are scaled by one factor, the bins' noise is drawn on top, and
/// the factor is sought for which the error seen is just the upper quantile.
fn interval(bins: &[Bin], noise: &[Vec<f64>], expected: f64, n: f64, level: f64) -> Option<Interval> {
    let error = |factor: f64, noise: &Vec<f64>| -> f64 {
        let terms = bins.iter().zip(noise);
        terms.map(|(it, noise)| it.n as f64 / n * (factor * (it.said - it.seen) + noise).abs()).sum()
    };
    let upper = |factor: f64| percentile(noise.iter().map(|it| error(factor, it)).collect(), level);
    let under = |factor: f64| upper(factor).is_ok_and(|it| it.high < expected);
    upper(0.0).ok()?;
    let low = if under(0.0) { crossing(0.0, 1.0, under) * expected } else { 0.0 };
    let variance: f64 = bins.iter().map(|it| (it.n as f64 / n * deviation(it)).powi(2)).sum();
    let high = (expected + two_sided(level) * variance.sqrt()).min(1.0);
    Some(Interval { low, high, level, method: Method::Bootstrap })
}

/// How far chance moves the mean gap of a bin: its standard error.
fn deviation(it: &Bin) -> f64 {
    (it.spread / it.n as f64).sqrt()
}

/// Draws of what chance does to the gap of each bin.
fn noise(bins: &[Bin], draws: Draws) -> Vec<Vec<f64>> {
    let one = |stream: usize| {
        let mut chance = Chance::new(draws.seed, stream as u64);
        bins.iter().map(|it| deviation(it) * chance.normal()).collect()
    };
    (0..draws.replicates).map(one).collect()
}

/// The place between `from`, where `holds`, and `to`, where it does not, to a thousandth.
fn crossing(mut from: f64, mut to: f64, holds: impl Fn(f64) -> bool) -> f64 {
    while to - from > 1e-3 {
        let middle = 0.5 * (from + to);
        match holds(middle) {
            true => from = middle,
            false => to = middle,
        }
    }
    0.5 * (from + to)
}

fn murphy(bins: &[Bin], scores: &[f64], labels: &[bool]) -> Murphy {
    let n = scores.len() as f64;
    let base = labels.iter().filter(|it| **it).count() as f64 / n;
    let weigh = |of: &dyn Fn(&Bin) -> f64| bins.iter().map(|it| it.n as f64 / n * of(it)).sum::<f64>();
    let reliability = weigh(&|it| (it.said - it.seen).powi(2));
    let resolution = weigh(&|it| (it.seen - base).powi(2));
    let uncertainty = base * (1.0 - base);
    let brier = scores.iter().zip(labels).map(|(p, y)| (p - f64::from(u8::from(*y))).powi(2)).sum::<f64>() / n;
    Murphy { reliability, resolution, uncertainty, within: brier - (reliability - resolution + uncertainty) }
}

/// Spiegelhalter's test that probabilities are calibrated.
pub fn spiegelhalter(scores: &[f64], labels: &[bool]) -> Result<Tested, Undefined> {
    checked(scores, labels)?;
    let (mut gap, mut variance) = (0.0, 0.0);
    for (p, y) in scores.iter().zip(labels) {
        let lean = 1.0 - 2.0 * p;
        gap += (f64::from(u8::from(*y)) - p) * lean;
        variance += lean * lean * p * (1.0 - p);
    }
    match variance > 0.0 {
        true => Ok(Tested::normal("spiegelhalter", gap / variance.sqrt(), scores.len() as u64)),
        false => Err(Undefined::because("all probabilities are 0, one half or 1")),
    }
}
