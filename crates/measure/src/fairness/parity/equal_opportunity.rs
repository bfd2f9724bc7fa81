//! Equal opportunity: is a positive found as often in every group?

use super::Parity;
use crate::fairness::confusion::{Confusion, TRUE_POSITIVE_RATE};
use crate::fairness::gap::{against, against_interval, difference, difference_interval};
use crate::metric::{Family, Metric};

/// The largest difference of true positive rates.
pub const DIFFERENCE: Parity = Parity {
    metric: Metric {
        id: "equal_opportunity_difference",
        title: "Equal opportunity difference",
        family: Family::Fairness,
        definition: "How much more often a positive is found in the group where most are found than where fewest are.",
        formula: "max_a P(h=1 | Y=1, A=a) - min_a P(h=1 | Y=1, A=a)",
        reading: "0: positives are found equally often; 1: always in one group, never in another",
        source: "Hardt, Price and Srebro (2016); Fairlearn `equal_opportunity_difference`",
    },
    labelled: true,
    referred: false,
    magnitude: false,
    rows: Confusion::positives,
    point: |groups, _| difference(groups, TRUE_POSITIVE_RATE.of),
    interval: |groups, _, how| difference_interval(groups, TRUE_POSITIVE_RATE.of, how),
};

/// The difference to the reference group, with its sign.
pub const SIGNED: Parity = Parity {
    metric: Metric {
        id: "equal_opportunity_signed_difference",
        title: "Equal opportunity difference to the reference",
        family: Family::Fairness,
        definition: "The true positive rate of the group furthest from the reference group, less that of the reference.",
        formula: "P(h=1 | Y=1, A=a) - P(h=1 | Y=1, A=reference)",
        reading: "0: alike; below 0: positives of the group are found less often than those of the reference",
        source: "AIF360 `equal_opportunity_difference`",
    },
    labelled: true,
    referred: true,
    magnitude: false,
    rows: Confusion::positives,
    point: |groups, reference| against(groups, TRUE_POSITIVE_RATE.of, reference),
    interval: |groups, reference, how| against_interval(groups, TRUE_POSITIVE_RATE.of, reference, how),
};
