//! Treatment equality: do the two sorts of error stand in the same proportion in every group?

use super::{Parity, resampled};
use crate::fairness::confusion::Confusion;
use crate::fairness::gap::Spread;
use crate::metric::{Family, Metric};

/// The largest difference of false negatives over false positives.
pub const PARITY: Parity = Parity {
    metric: Metric {
        id: "treatment_equality_difference",
        title: "Treatment equality difference",
        family: Family::Fairness,
        definition: "How far the proportion of missed positives to false alarms lies apart between groups.",
        formula: "max_a FN_a / FP_a - min_a FN_a / FP_a",
        reading: "0: the same proportion in all groups; no upper bound",
        source: "Berk and others, Sociological Methods and Research 50 (2021)",
    },
    labelled: true,
    referred: false,
    magnitude: true,
    rows: |it| it.false_negative + it.false_positive,
    point,
    interval: resampled,
};

fn point(groups: &[Confusion], _: usize) -> Option<Spread> {
    let rates = groups.iter().enumerate().filter(|it| it.1.false_positive > 0);
    let rates: Vec<(usize, f64)> =
        rates.map(|(at, it)| (at, it.false_negative as f64 / it.false_positive as f64)).collect();
    let high = rates.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let low = rates.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    (rates.len() > 1).then_some(Spread { value: high.1 - low.1, one: high.0, two: low.0 })
}
