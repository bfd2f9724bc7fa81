//! Equalized odds: are both true and false positives as frequent in every group?

use super::Parity;
use crate::estimate::Interval;
use crate::fairness::confusion::{Confusion, FALSE_POSITIVE_RATE, TRUE_POSITIVE_RATE};
use crate::fairness::gap::{difference, difference_interval, each, ratio, ratio_interval};
use crate::metric::{Family, Metric};

/// The larger of the differences of true and of false positive rates.
pub const DIFFERENCE: Parity = Parity {
    metric: Metric {
        id: "equalized_odds_difference",
        title: "Equalized odds difference",
        family: Family::Fairness,
        definition: "The larger of the largest differences between groups in true and in false positive rates.",
        formula: "max(max_a TPR_a - min_a TPR_a, max_a FPR_a - min_a FPR_a)",
        reading: "0: both error rates are alike in all groups; 1: as far apart as can be",
        source: "Hardt, Price and Srebro (2016); Fairlearn `equalized_odds_difference` (worst case)",
    },
    labelled: true,
    referred: false,
    magnitude: false,
    rows: Confusion::n,
    point: |groups, _| {
        let (one, two) = (difference(groups, TRUE_POSITIVE_RATE.of)?, difference(groups, FALSE_POSITIVE_RATE.of)?);
        Some(if one.value >= two.value { one } else { two })
    },
    interval: |groups, _, how| {
        let one = difference_interval(groups, TRUE_POSITIVE_RATE.of, how.at(each(how.level, 2)))?;
        let two = difference_interval(groups, FALSE_POSITIVE_RATE.of, how.at(each(how.level, 2)))?;
        Some(Interval { low: one.low.max(two.low), high: one.high.max(two.high), level: how.level, ..one })
    },
};

/// The smaller of the ratios of true and of false positive rates.
pub const RATIO: Parity = Parity {
    metric: Metric {
        id: "equalized_odds_ratio",
        title: "Equalized odds ratio",
        family: Family::Fairness,
        definition: "The smaller of the least ratios between groups in true and in false positive rates.",
        formula: "min(min_a TPR_a / max_a TPR_a, min_a FPR_a / max_a FPR_a)",
        reading: "1: both error rates are alike in all groups; 0: one group has none of one of them",
        source: "Fairlearn `equalized_odds_ratio` (worst case)",
    },
    labelled: true,
    referred: false,
    magnitude: false,
    rows: Confusion::n,
    point: |groups, _| {
        let (one, two) = (ratio(groups, TRUE_POSITIVE_RATE.of)?, ratio(groups, FALSE_POSITIVE_RATE.of)?);
        Some(if one.value <= two.value { one } else { two })
    },
    interval: |groups, _, how| {
        let one = ratio_interval(groups, TRUE_POSITIVE_RATE.of, each(how.level, 2))?;
        let two = ratio_interval(groups, FALSE_POSITIVE_RATE.of, each(how.level, 2))?;
        Some(Interval { low: one.low.min(two.low), high: one.high.min(two.high), level: how.level, ..one })
    },
};
