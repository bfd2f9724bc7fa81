//! Inequality of what single persons get from predictions: generalised entropy, Theil, coefficient of variation.
//!
//! The benefit of a person is 1 + prediction - label: 0 for a missed positive, 1 when right, 2 for a false positive; so the
//! whole index depends on counts. For alpha 0 the common package divides by the mean once too often; here it follows its
//! definition, and is undefined while anybody has no benefit. Source: Speicher and others (2018).

use super::confusion::Confusion;
use crate::estimate::{Estimate, Undefined};
use crate::inference::counts::with_interval;
use crate::inference::resample::Draws;
use crate::metric::{Family, Metric};

const SOURCE: &str =
    "Speicher and others (2018); AIF360 `generalized_entropy_index`, `theil_index`, `coefficient_of_variation`";

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    Metric {
        id: "generalized_entropy_index",
        title: "Generalised entropy index",
        family: Family::Fairness,
        definition: "How unequally the benefit of predictions is spread over persons; alpha 2 weighs large benefits.",
        formula: "1 / (n a (a-1)) sum_i [(b_i / mean b)^a - 1], b_i = 1 + h_i - y_i",
        reading: "0: everybody has the same benefit; larger is less equal",
        source: SOURCE,
    },
    Metric {
        id: "theil_index",
        title: "Theil index",
        family: Family::Fairness,
        definition: "Generalised entropy at alpha 1.",
        formula: "1/n sum_i (b_i / mean b) ln(b_i / mean b)",
        reading: "0: everybody has the same benefit; ln n when one has all",
        source: SOURCE,
    },
    Metric {
        id: "coefficient_of_variation",
        title: "Coefficient of variation of benefits",
        family: Family::Fairness,
        definition: "The standard deviation of benefits over their mean.",
        formula: "sqrt(2 GE(2))",
        reading: "0: everybody has the same benefit",
        source: SOURCE,
    },
    Metric {
        id: "between_group_theil_index",
        title: "Between-group Theil index",
        family: Family::Fairness,
        definition: "The part of the Theil index that is left when everybody has the mean benefit of their group.",
        formula: "1/n sum_g n_g (mean_g / mean) ln(mean_g / mean)",
        reading: "0: all groups have the same mean benefit",
        source: SOURCE,
    },
];

/// Entropy of benefits, each with the number of persons that have it; NaN where it is not defined.
fn entropy(benefits: &[(f64, f64)], alpha: f64) -> f64 {
    let n: f64 = benefits.iter().map(|it| it.1).sum();
    let mean = benefits.iter().map(|it| it.0 * it.1).sum::<f64>() / n;
    let term = |ratio: f64| match alpha {
        0.0 => -ratio.ln(),
        1.0 if ratio == 0.0 => 0.0,
        1.0 => ratio * ratio.ln(),
        _ => (ratio.powf(alpha) - 1.0) / (alpha * (alpha - 1.0)),
    };
    let sum: f64 = benefits.iter().filter(|it| it.1 > 0.0).map(|it| it.1 * term(it.0 / mean)).sum();
    if sum.is_finite() && mean > 0.0 { sum / n } else { f64::NAN }
}

/// The benefits behind counts of missed positives, right predictions and false positives.
fn benefits(cells: &[u64]) -> [(f64, f64); 3] {
    [0, 1, 2].map(|at| (at as f64, cells[at] as f64))
}

fn missed_right_false(counts: &Confusion) -> [u64; 3] {
    [counts.false_negative, counts.true_positive + counts.true_negative, counts.false_positive]
}

/// An index of benefits with its interval from resampled counts.
fn index(counts: &Confusion, draws: Draws, of: impl Fn(&[u64]) -> f64 + Sync) -> Result<Estimate, Undefined> {
    let cells = missed_right_false(counts);
    let value = of(&cells);
    match counts.n() {
        0 => return Err(Undefined::because("no row holds a label and a prediction")),
        1 => return Err(Undefined::because("one row is unequal to nobody")),
        _ => {}
    }
    if !value.is_finite() {
        return Err(Undefined::because("the index is not defined while a benefit or all benefits are 0"));
    }
    let estimate = Estimate::plain(value, counts.n())?;
    Ok(with_interval(estimate, &cells, draws, of))
}

/// Generalised entropy of the benefits of all persons.
pub fn generalized_entropy(counts: &Confusion, alpha: f64, draws: Draws) -> Result<Estimate, Undefined> {
    index(counts, draws, |cells| entropy(&benefits(cells), alpha))
}

/// The Theil index of the benefits of all persons.
pub fn theil(counts: &Confusion, draws: Draws) -> Result<Estimate, Undefined> {
    generalized_entropy(counts, 1.0, draws)
}

/// The coefficient of variation of the benefits of all persons.
pub fn coefficient_of_variation(counts: &Confusion, draws: Draws) -> Result<Estimate, Undefined> {
    index(counts, draws, |cells| (2.0 * entropy(&benefits(cells), 2.0)).sqrt())
}

/// The part of the generalised entropy that lies between groups.
pub fn between_groups(groups: &[Confusion], alpha: f64, draws: Draws) -> Result<Estimate, Undefined> {
    let cells: Vec<u64> = groups.iter().flat_map(missed_right_false).collect();
    let n = cells.iter().sum();
    let of = |cells: &[u64]| {
        let mean = |it: &[u64]| {
            let n = it.iter().sum::<u64>() as f64;
            ((it[1] as f64 + 2.0 * it[2] as f64) / n.max(1.0), n)
        };
        entropy(&cells.chunks_exact(3).map(mean).collect::<Vec<_>>(), alpha)
    };
    let estimate = Estimate::plain(of(&cells), n)?;
    Ok(with_interval(estimate, &cells, draws, of))
}
