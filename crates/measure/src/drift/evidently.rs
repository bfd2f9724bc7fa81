//! The numbers of Evidently 0.7.23, reproduced for those who move from it and must explain a difference.
//!
//! Its choices are kept as they are, also where they are wrong: the small-sample test of categories takes the reference for
//! the exact truth and raises false alarms in 22 % of the cases with three categories and 74 % with twenty (800 rows each,
//! nominal 5 %); missing values are dropped; bins have equal width over both samples. Use [`super::compare`] to decide.

use serde::Serialize;

use super::kolmogorov::{exact, limit, sizes};
use super::walk::walk;
use super::wasserstein;
use crate::column::{Column, Values};
use crate::estimate::Undefined;
use crate::inference::distribution::{chi_square_sf, normal_cdf};
use crate::summary::{ColumnSummary, Ranked};

/// The tests that are reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// `ks`: p-value.
    Ks,
    /// `chisquare`: p-value of the goodness of fit to the reference.
    Chisquare,
    /// `z`: p-value for two categories.
    Z,
    /// `wasserstein`: distance over the standard deviation, at least 0.001.
    Wasserstein,
    /// `jensenshannon`: distance with natural logarithms.
    Jensenshannon,
    /// `psi`: index with its own floor for empty bins.
    Psi,
    /// `hellinger`: distance over bins of the distinct values.
    Hellinger,
    /// `kl_div`: divergence.
    KlDiv,
}

/// What Evidently reports for a column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reported {
    /// The test that it chooses or was told to use.
    pub way: Way,
    /// Its drift score.
    pub score: f64,
    /// Its default threshold.
    pub threshold: f64,
    /// Whether it says drift.
    pub drifted: bool,
}

/// Both samples without nulls and infinities.
struct Samples {
    numeric: bool,
    whole: bool,
    numbers: [Ranked; 2],
    /// Rows of each category in both samples, categories in order.
    categories: Vec<(String, [u64; 2])>,
    rows: [u64; 2],
}

/// The drift of a column by the test that Evidently chooses.
pub fn drift(reference: &Column<'_>, current: &Column<'_>) -> Result<Reported, Undefined> {
    let samples = samples(reference, current)?;
    let distinct = match samples.numeric {
        true => distinct(&samples.numbers),
        false => samples.categories.len(),
    };
    let way = match (samples.rows[0] <= 1000, samples.numeric, distinct) {
        (true, true, 6..) => Way::Ks,
        (true, _, 3..) => Way::Chisquare,
        (true, ..) => Way::Z,
        (false, true, 6..) => Way::Wasserstein,
        (false, ..) => Way::Jensenshannon,
    };
    score(way, &samples)
}

/// The drift of a column by a test of choice.
pub fn drift_by(way: Way, reference: &Column<'_>, current: &Column<'_>) -> Result<Reported, Undefined> {
    score(way, &samples(reference, current)?)
}

fn samples(reference: &Column<'_>, current: &Column<'_>) -> Result<Samples, Undefined> {
    let ((one, ranked_one), (two, ranked_two)) = (ColumnSummary::exact(reference), ColumnSummary::exact(current));
    let numeric = one.is_numeric();
    if numeric != two.is_numeric() {
        return Err(Undefined::because("the column holds numbers on one side and words on the other"));
    }
    let whole = |it: &Column<'_>| matches!(it.values, Values::Integer(_)) && it.nulls() == 0;
    let rows = match numeric {
        true => <[u64; 2]>::from(sizes(&ranked_one, &ranked_two)?),
        false => [one.values(), two.values()],
    };
    if rows.contains(&0) {
        return Err(Undefined::because("a side has no value"));
    }
    let mut categories = std::collections::BTreeMap::<String, [u64; 2]>::new();
    for (side, summary) in [&one, &two].into_iter().enumerate() {
        summary.word_counts().0.into_iter().for_each(|(word, count)| categories.entry(word).or_default()[side] = count);
    }
    let whole = whole(reference) && whole(current);
    Ok(Samples {
        numeric,
        whole,
        numbers: [ranked_one, ranked_two],
        categories: categories.into_iter().collect(),
        rows,
    })
}

fn distinct([one, two]: &[Ranked; 2]) -> usize {
    let mut count = 0;
    walk(one, two, |_| count += 1);
    count
}

fn score(way: Way, samples: &Samples) -> Result<Reported, Undefined> {
    let shares = |filled: bool| shares(samples, filled);
    let (score, is_p) = match way {
        Way::Ks => (ks(samples)?, true),
        Way::Chisquare => (chisquare(samples), true),
        Way::Z => (z(samples)?, true),
        Way::Wasserstein => (wasserstein_over_deviation(samples)?, false),
        Way::Jensenshannon => (jensenshannon(&shares(false)), false),
        Way::Psi => (shares(true).iter().map(|[r, c]| (r - c) * (r / c).ln()).sum(), false),
        Way::KlDiv => (kl_div(&shares(true)), false),
        Way::Hellinger => (hellinger(samples), false),
    };
    let threshold = if is_p { 0.05 } else { 0.1 };
    let drifted = match way {
        Way::Ks => score <= threshold,
        _ if is_p => score < threshold,
        _ => score >= threshold,
    };
    Ok(Reported { way, score, threshold, drifted })
}

fn ks(samples: &Samples) -> Result<f64, Undefined> {
    let [one, two] = &samples.numbers;
    let (m, n) = sizes(one, two)?;
    let mut gap = 0.0_f64;
    walk(one, two, |step| {
        let up_to = |(below, equal): (u64, u64), all: u64| (below + equal) as f64 / all as f64;
        gap = gap.max((up_to(step.reference, m) - up_to(step.current, n)).abs());
    });
    Ok(if m.max(n) <= 10_000 { exact(gap, m, n, None) } else { limit(gap, m, n) })
}

/// Counts of distinct values in both samples, of whatever sort.
fn counts(samples: &Samples) -> Vec<[u64; 2]> {
    if !samples.numeric {
        return samples.categories.iter().map(|it| it.1).collect();
    }
    let mut counts = Vec::new();
    walk(&samples.numbers[0], &samples.numbers[1], |step| counts.push([step.reference.1, step.current.1]));
    counts
}

fn chisquare(samples: &Samples) -> f64 {
    let ratio = samples.rows[1] as f64 / samples.rows[0] as f64;
    let counts = counts(samples);
    let term = |[r, c]: &[u64; 2]| (*c as f64 - *r as f64 * ratio).powi(2) / (*r as f64 * ratio);
    let statistic: f64 = counts.iter().map(term).sum();
    match statistic.is_finite() {
        true if counts.len() > 1 => chi_square_sf(statistic, counts.len() as f64 - 1.0),
        true => f64::NAN,
        false => 0.0,
    }
}

fn z(samples: &Samples) -> Result<f64, Undefined> {
    let counts = counts(samples);
    let [m, n] = samples.rows.map(|it| it as f64);
    let (&[r, c], more) = counts.split_first().ok_or_else(|| Undefined::because("there is no value"))?;
    if more.is_empty() {
        return Ok(1.0);
    }
    let (p, q) = ((m - r as f64) / m, (n - c as f64) / n);
    let pooled = (p * m + q * n) / (m + n);
    let z = (p - q) / (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    Ok(2.0 * (1.0 - normal_cdf(z.abs())))
}

fn wasserstein_over_deviation(samples: &Samples) -> Result<f64, Undefined> {
    let [one, two] = &samples.numbers;
    let n = one.n() as f64;
    let sum = |of: &dyn Fn(f64) -> f64| {
        let (mut sum, mut before) = (0.0, 0);
        for (value, up_to) in one.steps() {
            sum += of(value) * (up_to - before) as f64;
            before = up_to;
        }
        sum
    };
    let mean = sum(&|it| it) / n;
    let deviation = (sum(&|it| (it - mean).powi(2)) / n).sqrt();
    Ok(wasserstein::distance(one, two)? / deviation.max(0.001))
}

/// Shares of both samples in its bins.
fn shares(samples: &Samples, filled: bool) -> Vec<[f64; 2]> {
    let rows = samples.rows.map(|it| it as f64);
    let binned = match samples.numeric && samples.numbers[0].distinct() > 20 {
        true => histogram(samples, &edges(samples)),
        false => counts(samples),
    };
    let mut shares: Vec<[f64; 2]> = binned.iter().map(|it| [it[0] as f64 / rows[0], it[1] as f64 / rows[1]]).collect();
    for side in [0, 1].into_iter().filter(|_| filled) {
        let least = shares.iter().map(|it| it[side]).filter(|it| *it != 0.0).fold(f64::INFINITY, f64::min);
        let floor = if least <= 0.0001 { least / 1e6 } else { 0.0001 };
        shares.iter_mut().filter(|it| it[side] == 0.0).for_each(|it| it[side] = floor);
    }
    shares
}

/// Edges by the rule of Sturges over both samples.
fn edges(samples: &Samples) -> Vec<f64> {
    sturges(samples, (samples.rows[0] + samples.rows[1]) as f64)
}

fn sturges(samples: &Samples, n: f64) -> Vec<f64> {
    let ends = |p: f64| samples.numbers.iter().filter_map(move |it| it.quantile(p));
    let (low, high) = (ends(0.0).fold(f64::INFINITY, f64::min), ends(1.0).fold(f64::NEG_INFINITY, f64::max));
    let (low, high, bins) = match low == high {
        true => (low - 0.5, high + 0.5, 1.0),
        false => {
            let width = (high - low) / (n.log2() + 1.0);
            // numpy 2 makes bins of whole numbers at least 1 wide
            let width = if samples.whole { width.max(1.0) } else { width };
            (low, high, ((high - low) / width).ceil())
        }
    };
    let step = (high - low) / bins;
    let edge = |at: u64| if at as f64 == bins { high } else { at as f64 * step + low };
    (0..=bins as u64).map(edge).collect()
}

fn histogram(samples: &Samples, edges: &[f64]) -> Vec<[u64; 2]> {
    let last = edges.len().saturating_sub(2);
    let up_to = |it: &Ranked, at: usize| if at > last { it.below(edges[at]).1 } else { it.below(edges[at]).0 };
    let count = |it: &Ranked, at: usize| up_to(it, at + 1) - up_to(it, at);
    (0..=last).map(|at| [count(&samples.numbers[0], at), count(&samples.numbers[1], at)]).collect()
}

fn jensenshannon(shares: &[[f64; 2]]) -> f64 {
    let part = |p: f64, middle: f64| if p > 0.0 { p * (p / middle).ln() } else { 0.0 };
    let sum: f64 = shares.iter().map(|[r, c]| part(*r, (r + c) / 2.0) + part(*c, (r + c) / 2.0)).sum();
    (sum / 2.0).max(0.0).sqrt()
}

fn kl_div(shares: &[[f64; 2]]) -> f64 {
    let all = [0, 1].map(|side| shares.iter().map(|it| it[side]).sum::<f64>());
    shares.iter().map(|[r, c]| (r / all[0]) * ((r / all[0]) / (c / all[1])).ln()).sum()
}

fn hellinger(samples: &Samples) -> f64 {
    let rows = samples.rows.map(|it| it as f64);
    let binned = match samples.numeric {
        true => histogram(samples, &sturges(samples, distinct(&samples.numbers) as f64)),
        false => counts(samples),
    };
    let overlap: f64 = binned.iter().map(|it| ((it[0] as f64 / rows[0]) * (it[1] as f64 / rows[1])).sqrt()).sum();
    (1.0 - overlap.clamp(0.0, 1.0)).sqrt()
}
