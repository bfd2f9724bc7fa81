//! Population stability index: how far shares of bins have moved, and how much of it is only chance.

use super::bins::Binned;
use crate::estimate::{Estimate, Undefined};
use crate::inference::Tested;
use crate::metric::{Family, Metric};

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "population_stability_index",
    title: "Population stability index",
    family: Family::Drift,
    definition: "For every bin the change of its share times the logarithm of the ratio of its shares, summed; bins are equal shares of the reference with frequent values apart, words by themselves, and no value.",
    formula: "sum (c - r) ln(c / r), each share smoothed as (count + 1/2) / (n + k/2)",
    reading: "0 no change; chance alone gives about (k - 1)(1/n + 1/m), which is reported beside it; higher is farther apart",
    source: "Lewis, An Introduction to Credit Scoring (1994); Yurdakul and Naranjo, Journal of Risk Model Validation 14 (2020) for its law",
};

/// The index and its law without drift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// The index.
    pub index: Estimate,
    /// What chance alone gives on average.
    pub by_chance: f64,
    /// The test that there is no change.
    pub test: Tested,
}

/// The index of counts in the same bins.
pub fn population_stability_index(binned: &Binned) -> Result<Stability, Undefined> {
    let (m, n) = binned.totals();
    let k = binned.labels.len() as f64;
    if m == 0 || n == 0 {
        return Err(Undefined::because("the comparison needs rows on both sides"));
    }
    let share = |count: u64, all: u64| (count as f64 + 0.5) / (all as f64 + 0.5 * k);
    let term = |(&r, &c): (&u64, &u64)| {
        let (r, c) = (share(r, m), share(c, n));
        (c - r) * (c / r).ln()
    };
    let index: f64 = binned.reference.iter().zip(&binned.current).map(term).sum();
    let spread = 1.0 / m as f64 + 1.0 / n as f64;
    let test = match k > 1.0 {
        true => Tested::chi_square(METRIC.id, index / spread, k - 1.0, m + n),
        false => Tested::exact(METRIC.id, 1.0, m + n),
    };
    Ok(Stability { index: Estimate::plain(index, m + n)?, by_chance: (k - 1.0) * spread, test })
}
