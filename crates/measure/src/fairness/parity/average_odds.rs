//! Average odds: true and false positive rates of a group against the reference, averaged.

use super::{Parity, resampled};
use crate::fairness::confusion::{Confusion, FALSE_POSITIVE_RATE, TRUE_POSITIVE_RATE};
use crate::fairness::gap::{Spread, furthest};
use crate::metric::{Family, Metric};

/// Both gaps of group `at` to the reference.
fn gaps(groups: &[Confusion], at: usize, reference: usize) -> Option<(f64, f64)> {
    let (one, base) = (groups.get(at)?, groups.get(reference)?);
    let gap = (
        FALSE_POSITIVE_RATE.value(one) - FALSE_POSITIVE_RATE.value(base),
        TRUE_POSITIVE_RATE.value(one) - TRUE_POSITIVE_RATE.value(base),
    );
    (gap.0.is_finite() && gap.1.is_finite()).then_some(gap)
}

fn point(groups: &[Confusion], reference: usize, average: fn((f64, f64)) -> f64) -> Option<Spread> {
    let of = |at: usize| gaps(groups, at, reference).map(|it| Spread { value: average(it), one: at, two: reference });
    furthest((0..groups.len()).filter(|it| *it != reference).filter_map(of))
}

/// With the sign, so that opposite gaps cancel.
pub const SIGNED: Parity = Parity {
    metric: Metric {
        id: "average_odds_difference",
        title: "Average odds difference",
        family: Family::Fairness,
        definition: "Half the sum of the gaps in false and in true positive rates to the reference group, for the group furthest away.",
        formula: "1/2 [(FPR_a - FPR_ref) + (TPR_a - TPR_ref)]",
        reading: "0: alike on average; below 0: the group gets fewer positive predictions given its labels",
        source: "AIF360 `average_odds_difference`",
    },
    labelled: true,
    referred: true,
    magnitude: false,
    rows: Confusion::n,
    point: |groups, reference| point(groups, reference, |(a, b)| 0.5 * (a + b)),
    interval: resampled,
};

/// Without the sign, so that opposite gaps add up.
pub const ABSOLUTE: Parity = Parity {
    metric: Metric {
        id: "average_abs_odds_difference",
        title: "Average absolute odds difference",
        family: Family::Fairness,
        definition: "Half the sum of the sizes of the gaps in false and in true positive rates to the reference group.",
        formula: "1/2 [|FPR_a - FPR_ref| + |TPR_a - TPR_ref|]",
        reading: "0: both error rates as in the reference group; 1: as far as can be",
        source: "AIF360 `average_abs_odds_difference`",
    },
    labelled: true,
    referred: true,
    magnitude: true,
    rows: Confusion::n,
    point: |groups, reference| point(groups, reference, |(a, b)| 0.5 * (a.abs() + b.abs())),
    interval: resampled,
};
