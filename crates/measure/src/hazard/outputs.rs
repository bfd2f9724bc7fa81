//! Outputs that are like none before: each is held against the nearest of known outputs, and the share of those that lie further away
//! than known outputs do from each other has an exact distribution while nothing has changed.
//!
//! Half of the reference is what is known, the other half says how far outputs lie from it. A new output that is drawn like the reference
//! exceeds the j-th largest of m such distances by a beta-binomial law, whatever the distances look like: conformal prediction. Source:
//! Vovk, Gammerman and Shafer, Algorithmic learning in a random world (2005); Wilks (1942) for the law of the number.

use rayon::prelude::*;
use statrs::function::gamma::ln_gamma;

use super::entry;
use super::flips::deviation;
use crate::chance::Chance;
use crate::estimate::{Estimate, Method, Undefined};
use crate::inference::Tested;
use crate::inference::share::share;
use crate::metric::Metric;

/// The most rows of either side, since each is held against half of the reference.
pub const MOST_ROWS: usize = 20_000;

/// The stream of chance that splits the reference.
const SPLIT: u64 = 0x4841_5A52;

/// Share of outputs that are like none before.
pub const SHARE: Metric = entry(
    "new_output_share",
    "Share of outputs that are like none before",
    "The share of outputs that lie further from the nearest known output than all but a stated share of known outputs do.",
    "outputs whose distance is above the j-th largest of m distances of the reference / outputs, j = (1 - quantile) (m + 1)",
    "1 - quantile, such as 0.05: as before; 1: every output is of a new sort",
    "Vovk, Gammerman and Shafer (2005); Wilks (1942)",
);

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outputs {
    /// Share of outputs beyond the distance.
    pub share: Estimate,
    /// The share that is expected while nothing has changed.
    pub expected: f64,
    /// Whether as many may lie beyond it by chance.
    pub chance: Tested,
    /// The distance, in standard deviations of the reference.
    pub distance: f64,
    /// Rows beyond it, the first few.
    pub first: Vec<usize>,
}

/// Holds outputs against a reference, both as columns of numbers in the same order; `quantile` is the share of known outputs within the
/// distance.
pub fn outputs(
    reference: &[Vec<f64>],
    current: &[Vec<f64>],
    quantile: f64,
    seed: u64,
    level: f64,
) -> Result<Outputs, Undefined> {
    let scales: Vec<Option<f64>> = reference.iter().map(|it| deviation(it)).collect();
    let (mut known, now) = (points(reference, &scales)?, points(current, &scales)?);
    if known.len() < 4 || now.is_empty() {
        return Err(Undefined::because("fewer than four known outputs, or no output, hold all numbers"));
    }
    if known.len().max(now.len()) > MOST_ROWS {
        return Err(Undefined::because(
            "more than 20,000 outputs are too many to hold against each other; measure a random sample",
        ));
    }
    Chance::new(seed, SPLIT).shuffle(&mut known);
    let (learned, held) = known.split_at(known.len() / 2);
    let mut own = nearest(learned, held);
    own.sort_unstable_by(|one, two| two.total_cmp(one));
    let place = (((1.0 - quantile) * (own.len() + 1) as f64 + 1e-9) as usize).clamp(1, own.len());
    let distance = own[place - 1];
    let beyond = nearest(learned, &now);
    let rows = || beyond.iter().enumerate().filter(|it| *it.1 > distance).map(|it| it.0);
    let (count, all) = (rows().count() as u64, now.len() as u64);
    let p = at_least(count, all, place as f64, (own.len() + 1 - place) as f64);
    Ok(Outputs {
        share: share(count, all, level, Method::Wilson)?,
        expected: place as f64 / (own.len() + 1) as f64,
        chance: Tested::exact(SHARE.id, p, all),
        distance,
        first: rows().take(20).collect(),
    })
}

/// Rows as points, each number over the spread of its column; rows that lack a number are left out.
fn points(columns: &[Vec<f64>], scales: &[Option<f64>]) -> Result<Vec<Vec<f64>>, Undefined> {
    let used: Vec<(&Vec<f64>, f64)> = columns.iter().zip(scales).filter_map(|it| Some((it.0, (*it.1)?))).collect();
    let rows = used.first().map(|it| it.0.len());
    let rows =
        rows.ok_or_else(|| Undefined::because("no column of the reference varies, so nothing is near or far"))?;
    let point = |row: usize| used.iter().map(|(it, scale)| it[row] / scale).collect::<Vec<f64>>();
    Ok((0..rows).map(point).filter(|it| it.iter().all(|it| it.is_finite())).collect())
}

/// The distance of each point from the nearest of the known ones, in their order.
fn nearest(known: &[Vec<f64>], points: &[Vec<f64>]) -> Vec<f64> {
    let square = |one: &[f64], two: &[f64]| one.iter().zip(two).map(|(one, two)| (one - two).powi(2)).sum::<f64>();
    let least = |point: &Vec<f64>| known.iter().map(|it| square(it, point)).fold(f64::INFINITY, f64::min).sqrt();
    points.par_iter().map(least).collect()
}

/// The chance that a beta-binomial number of `n` with the parameters `a` and `b` is at least `k`.
fn at_least(k: u64, n: u64, a: f64, b: f64) -> f64 {
    let beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let all = n as f64;
    let mass = |k: u64| {
        let (k, rest) = (k as f64, (n - k) as f64);
        let ways = ln_gamma(all + 1.0) - ln_gamma(k + 1.0) - ln_gamma(rest + 1.0);
        (ways + beta(k + a, rest + b) - beta(a, b)).exp()
    };
    match k > n / 2 {
        true => (k..=n).map(mass).sum::<f64>().min(1.0),
        false => (1.0 - (0..k).map(mass).sum::<f64>()).clamp(0.0, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chance_is_that_of_counting_orders() {
        // One new value is the greatest of four in a quarter of all orders; both of two are above three others in 2! 3! of 5! orders.
        assert!((at_least(1, 1, 1.0, 3.0) - 0.25).abs() < 1e-12);
        assert!((at_least(2, 2, 1.0, 3.0) - 0.1).abs() < 1e-12);
        assert!((at_least(0, 5, 2.0, 9.0) - 1.0).abs() < 1e-12);
    }
}
