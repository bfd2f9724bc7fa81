//! Disparate impact and the four-fifths rule: is a group selected less often than a stated part of the reference?

use serde::Serialize;

use super::Parity;
use crate::estimate::{Limit, Measured, Verdict};
use crate::fairness::confusion::{Confusion, SELECTION_RATE};
use crate::fairness::gap::{Spread, ratio_interval_against};
use crate::metric::{Family, Metric};

/// The least ratio of selection rates to the reference group.
pub const PARITY: Parity = Parity {
    metric: Metric {
        id: "disparate_impact",
        title: "Disparate impact",
        family: Family::Fairness,
        definition: "The selection rate of the group that fares worst as a part of that of the reference group.",
        formula: "min_a P(h=1 | A=a) / P(h=1 | A=reference)",
        reading: "1: alike; below 1: the group is selected less often; above 1: more often",
        source: "AIF360 `disparate_impact`; 29 CFR 1607.4(D) for the rule",
    },
    labelled: false,
    referred: true,
    magnitude: false,
    rows: Confusion::n,
    point,
    interval: |groups, reference, how| ratio_interval_against(groups, SELECTION_RATE.of, reference, how.level),
};

fn point(groups: &[Confusion], reference: usize) -> Option<Spread> {
    let base = groups.get(reference).map(|it| SELECTION_RATE.value(it)).filter(|it| *it > 0.0)?;
    let ratio = |at: usize| {
        let value = SELECTION_RATE.value(&groups[at]) / base;
        value.is_finite().then_some(Spread { value, one: at, two: reference })
    };
    let ratios = (0..groups.len()).filter(|it| *it != reference).filter_map(ratio);
    ratios.reduce(|a, b| if b.value < a.value { b } else { a })
}

/// How the evidence stands to the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The whole interval lies below the limit.
    Violates,
    /// The whole interval lies at or above the limit.
    Consistent,
    /// The interval holds the limit.
    Inconclusive,
}

/// The rule applied: the number alone, and the number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FourFifths {
    /// The limit that the plan gives.
    pub limit: f64,
    /// Whether the number itself lies below the limit.
    pub below: bool,
    /// What the interval says.
    pub relation: Relation,
}

/// Holds a ratio against the limit; none where there is no ratio.
pub fn four_fifths(ratio: &Measured, limit: f64) -> Option<FourFifths> {
    let relation = match Limit::AtLeast(limit).judge(ratio) {
        Verdict::Pass => Relation::Consistent,
        Verdict::Fail => Relation::Violates,
        Verdict::Inconclusive => Relation::Inconclusive,
        Verdict::NotAssessable { .. } => return None,
    };
    Some(FourFifths { limit, below: ratio.value()? < limit, relation })
}
