//! Named measures between groups, each a file: its entry, the value with the pair of groups that drives it, its interval.

pub mod average_odds;
pub mod demographic_parity;
pub mod differential_fairness;
pub mod disparate_impact;
pub mod equal_opportunity;
pub mod equalized_odds;
pub mod predictive_parity;
pub mod treatment_equality;

use super::confusion::Confusion;
use super::gap::{How, Spread};
use crate::estimate::Interval;
use crate::metric::Metric;

/// A measure of the counts of several groups.
#[derive(Debug, Clone, Copy)]
pub struct Parity {
    /// The measure in words.
    pub metric: Metric,
    /// Whether it needs labels.
    pub labelled: bool,
    /// Whether it compares with one group that the plan names.
    pub referred: bool,
    /// Whether it is a size that noise only adds to, so that resamples lie above it.
    pub magnitude: bool,
    /// The rows of a group that it rests on.
    pub rows: fn(&Confusion) -> u64,
    /// The value and its pair; the second argument is the place of the reference, 0 where none is needed.
    pub point: fn(&[Confusion], usize) -> Option<Spread>,
    /// The interval, made so; where there is none, resampling gives it.
    pub interval: fn(&[Confusion], usize, How) -> Option<Interval>,
}

/// For measures without a closed interval.
fn resampled(_: &[Confusion], _: usize, _: How) -> Option<Interval> {
    None
}

/// Every named measure.
pub const PARITIES: &[Parity] = &[
    demographic_parity::DIFFERENCE,
    demographic_parity::RATIO,
    demographic_parity::SIGNED,
    disparate_impact::PARITY,
    equal_opportunity::DIFFERENCE,
    equal_opportunity::SIGNED,
    equalized_odds::DIFFERENCE,
    equalized_odds::RATIO,
    average_odds::SIGNED,
    average_odds::ABSOLUTE,
    predictive_parity::PARITY,
    treatment_equality::PARITY,
    differential_fairness::PARITY,
];

const fn in_words() -> [Metric; PARITIES.len()] {
    let mut all = [PARITIES[0].metric; PARITIES.len()];
    let mut at = 1;
    while at < all.len() {
        all[at] = PARITIES[at].metric;
        at += 1;
    }
    all
}

/// Entries of this file.
pub const METRICS: &[Metric] = &in_words();
