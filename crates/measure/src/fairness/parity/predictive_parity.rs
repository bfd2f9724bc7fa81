//! Predictive parity: is a positive prediction right as often in every group?

use super::Parity;
use crate::fairness::confusion::{Confusion, POSITIVE_PREDICTIVE_VALUE};
use crate::fairness::gap::{difference, difference_interval};
use crate::metric::{Family, Metric};

/// The largest difference of positive predictive values.
pub const PARITY: Parity = Parity {
    metric: Metric {
        id: "predictive_parity_difference",
        title: "Predictive parity difference",
        family: Family::Fairness,
        definition: "How much more often a positive prediction is right in the best served group than in the worst served.",
        formula: "max_a P(Y=1 | h=1, A=a) - min_a P(Y=1 | h=1, A=a)",
        reading: "0: a positive prediction is worth the same in all groups; 1: always right in one, never in another",
        source: "Chouldechova (2017)",
    },
    labelled: true,
    referred: false,
    magnitude: false,
    rows: Confusion::selected,
    point: |groups, _| difference(groups, POSITIVE_PREDICTIVE_VALUE.of),
    interval: |groups, _, how| difference_interval(groups, POSITIVE_PREDICTIVE_VALUE.of, how),
};
