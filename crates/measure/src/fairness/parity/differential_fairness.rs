//! Differential fairness: the largest factor by which the chance of an outcome differs between two groups.

use super::{Parity, resampled};
use crate::fairness::confusion::{Confusion, SELECTION_RATE};
use crate::fairness::gap::Spread;
use crate::metric::{Family, Metric};

/// The largest logarithm of a ratio of smoothed shares of either outcome.
pub const PARITY: Parity = Parity {
    metric: Metric {
        id: "differential_fairness",
        title: "Smoothed empirical differential fairness",
        family: Family::Fairness,
        definition: "The logarithm of the largest factor by which the chance of either prediction differs between two groups.",
        formula: "max over outcomes y and pairs a, b of |ln p_a(y) - ln p_b(y)|, p_a(y) = (n_ay + 1/2) / (n_a + 1)",
        reading: "0: the outcome is as likely in all groups; ln 1.25 = 0.22 is the four-fifths rule; no upper bound",
        source: "Foulds and others (2020); AIF360 `smoothed_empirical_differential_fairness` with concentration 1",
    },
    labelled: false,
    referred: false,
    magnitude: true,
    rows: Confusion::n,
    point,
    interval: resampled,
};

fn point(groups: &[Confusion], _: usize) -> Option<Spread> {
    let chosen = |it: &Confusion| {
        let side = (SELECTION_RATE.of)(it);
        (side.k as f64 + 0.5) / (side.n as f64 + 1.0)
    };
    let kept = groups.iter().enumerate().filter(|it| it.1.n() > 0);
    let chances: Vec<(usize, f64)> = kept.map(|(at, it)| (at, chosen(it))).collect();
    let high = chances.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let low = chances.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    let value = (high.1 / low.1).ln().max(((1.0 - low.1) / (1.0 - high.1)).ln());
    (chances.len() > 1).then_some(Spread { value, one: high.0, two: low.0 })
}
