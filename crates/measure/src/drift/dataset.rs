//! The drift of a data set: which columns drifted, when all tests are taken as one family.
//!
//! A column drifted when its change is significant after adjustment *and* beyond a margin: with many rows everything is
//! significant, with few nothing is. It has not drifted when the whole interval of the change is within the margin. What
//! lies between needs more data, and says so.

use serde::{Deserialize, Serialize};

use super::compare::{ColumnDrift, Named};
use crate::estimate::{Measured, Verdict};
use crate::inference::multiple::{Correction, adjust};

/// When a change counts; comes from a measurement plan, or from the reference itself by [`super::learn`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    /// Level of the tests, after adjustment.
    pub alpha: f64,
    /// How p-values are adjusted over columns.
    pub correction: Correction,
    /// Largest Kolmogorov-Smirnov distance that does not matter.
    pub numbers: f64,
    /// Largest Cramer's V that does not matter.
    pub words: f64,
    /// Largest change of the share of missing values that does not matter.
    pub missing: f64,
    /// Columns with margins of their own, for the change of their values.
    #[serde(default)]
    pub columns: std::collections::BTreeMap<String, f64>,
}

/// The drift of all columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DatasetDrift {
    /// Columns that were compared.
    pub compared: usize,
    /// Columns whose values or missing values drifted.
    pub drifted: Vec<String>,
    /// The margins that were applied.
    pub margins: Margins,
    /// Every column, in order.
    pub columns: Vec<ColumnDrift>,
}

/// Adjusts all tests as one family and judges every column.
pub fn judge(mut columns: Vec<ColumnDrift>, margins: Margins) -> DatasetDrift {
    let family: Vec<f64> = columns.iter().flat_map(|it| [it.test, it.missing_test]).flatten().map(|it| it.p).collect();
    let mut adjusted = adjust(&family, margins.correction).into_iter();
    for column in &mut columns {
        column.adjusted_p = column.test.and_then(|_| adjusted.next());
        column.missing_adjusted_p = column.missing_test.and_then(|_| adjusted.next());
        let usual = if column.effect.metric == super::words::CRAMER_V.id { margins.words } else { margins.numbers };
        let margin = margins.columns.get(&column.column).copied().unwrap_or(usual);
        column.verdict = verdict(&column.effect, column.adjusted_p, margin, margins.alpha);
        column.missing_verdict = verdict(&column.missing, column.missing_adjusted_p, margins.missing, margins.alpha);
    }
    let drifted = |it: &&ColumnDrift| it.verdict == Verdict::Fail || it.missing_verdict == Verdict::Fail;
    let drifted = columns.iter().filter(drifted).map(|it| it.column.clone()).collect();
    DatasetDrift { compared: columns.len(), drifted, margins, columns }
}

fn verdict(effect: &Named, p: Option<f64>, margin: f64, alpha: f64) -> Verdict {
    let estimate = match &effect.value {
        Measured::Estimate(estimate) => estimate,
        Measured::Undefined(undefined) => return Verdict::NotAssessable { why: undefined.why.clone() },
    };
    let (low, high) = estimate.interval.map_or((estimate.value, estimate.value), |it| (it.low, it.high));
    let significant = p.is_some_and(|it| it <= alpha);
    match () {
        () if significant && estimate.value.abs() > margin => Verdict::Fail,
        () if low.abs().max(high.abs()) <= margin => Verdict::Pass,
        // An estimate beyond any doubt about the file itself needs no test.
        () if p.is_none() && estimate.interval.is_none() && estimate.value == 0.0 => Verdict::Pass,
        () => Verdict::Inconclusive,
    }
}
