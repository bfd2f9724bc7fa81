//! Demographic parity: is the positive prediction given as often to every group?

use super::Parity;
use crate::fairness::confusion::{Confusion, SELECTION_RATE};
use crate::fairness::gap::{against, against_interval, difference, difference_interval, ratio, ratio_interval};
use crate::metric::{Family, Metric};

/// The largest difference of selection rates.
pub const DIFFERENCE: Parity = Parity {
    metric: Metric {
        id: "demographic_parity_difference",
        title: "Demographic parity difference",
        family: Family::Fairness,
        definition: "How much more often the most selected group gets the positive prediction than the least selected.",
        formula: "max_a P(h=1 | A=a) - min_a P(h=1 | A=a)",
        reading: "0: all groups are selected equally often; 1: one always, another never",
        source: "Agarwal and others (2018); Fairlearn `demographic_parity_difference`",
    },
    labelled: false,
    referred: false,
    magnitude: false,
    rows: Confusion::n,
    point: |groups, _| difference(groups, SELECTION_RATE.of),
    interval: |groups, _, how| difference_interval(groups, SELECTION_RATE.of, how),
};

/// The least ratio of selection rates.
pub const RATIO: Parity = Parity {
    metric: Metric {
        id: "demographic_parity_ratio",
        title: "Demographic parity ratio",
        family: Family::Fairness,
        definition: "The selection rate of the least selected group as a part of that of the most selected.",
        formula: "min_a P(h=1 | A=a) / max_a P(h=1 | A=a)",
        reading: "1: all groups are selected equally often; 0: one never is",
        source: "Fairlearn `demographic_parity_ratio`",
    },
    labelled: false,
    referred: false,
    magnitude: false,
    rows: Confusion::n,
    point: |groups, _| ratio(groups, SELECTION_RATE.of),
    interval: |groups, _, how| ratio_interval(groups, SELECTION_RATE.of, how.level),
};

/// The difference to the reference group, with its sign.
pub const SIGNED: Parity = Parity {
    metric: Metric {
        id: "statistical_parity_difference",
        title: "Statistical parity difference",
        family: Family::Fairness,
        definition: "The selection rate of the group furthest from the reference group, less that of the reference.",
        formula: "P(h=1 | A=a) - P(h=1 | A=reference)",
        reading: "0: alike; below 0: the group is selected less often than the reference",
        source: "AIF360 `statistical_parity_difference`",
    },
    labelled: false,
    referred: true,
    magnitude: false,
    rows: Confusion::n,
    point: |groups, reference| against(groups, SELECTION_RATE.of, reference),
    interval: |groups, reference, how| against_interval(groups, SELECTION_RATE.of, reference, how),
};
