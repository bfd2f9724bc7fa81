//! Two systems judged on the same rows: is the new one better, the same, or not worse by more than a margin?
//!
//! Source of each test: [`crate::inference::paired`], [`crate::inference::curve`], [`crate::inference::mean`].

use serde::Serialize;

use crate::column::Batch;
use crate::estimate::{Estimate, Measured, Undefined, Verdict};
use crate::inference::paired::{mcnemar, paired_difference};
use crate::inference::{Tested, curve, margin, mean};
use crate::metric::{Family, Metric};
use crate::report::Line;
use crate::roles::{RoleError, UNKNOWN, binary_of};

const fn entry(id: &'static str, title: &'static str, definition: &'static str, formula: &'static str) -> Metric {
    let reading = "0: both the same; above 0: the new system is better; below 0: the old one is";
    let source = "Tango (1998); DeLong and others (1988); Hall (1992)";
    Metric { id, title, family: Family::Performance, definition, formula, reading, source }
}

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "paired_accuracy_difference",
        "Difference of accuracy on the same rows",
        "The share of rows that only the new system gets right less the share that only the old one does.",
        "(n_new only - n_old only) / n",
    ),
    entry(
        "paired_roc_auc_difference",
        "Difference of areas on the same rows",
        "The area under the ROC curve of the new scores less that of the old ones.",
        "AUC_new - AUC_old",
    ),
    entry(
        "paired_brier_difference",
        "Gain in Brier score on the same rows",
        "The Brier score of the old probabilities less that of the new ones.",
        "mean [(p_old - y)^2 - (p_new - y)^2]",
    ),
    entry(
        "paired_absolute_error_difference",
        "Gain in absolute error on the same rows",
        "The mean absolute error of the old predictions less that of the new ones.",
        "mean [|h_old - y| - |h_new - y|]",
    ),
];

/// What is compared, and the margin by which the new system may be worse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan<'a> {
    /// The column of labels.
    pub label: &'a str,
    /// Columns of predicted classes, old and new.
    pub predictions: Option<[&'a str; 2]>,
    /// Columns of probabilities, old and new.
    pub scores: Option<[&'a str; 2]>,
    /// Columns of predicted numbers, old and new.
    pub numbers: Option<[&'a str; 2]>,
    /// The positive class, where it is not 1 or true.
    pub positive: Option<&'a str>,
    /// The margin.
    pub margin: f64,
    /// Level of intervals.
    pub level: f64,
}

/// One measure of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The metric's id.
    pub metric: &'static str,
    /// How much better the new system is.
    pub difference: Measured,
    /// Whether both may be the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<Tested>,
    /// Whether the new system is not worse by more than the margin.
    pub not_inferior: Verdict,
}

fn compared(metric: &'static str, found: Result<(Estimate, Option<Tested>), Undefined>, margin_of: f64) -> Compared {
    let same = found.as_ref().ok().and_then(|it| it.1);
    let difference: Measured = found.map(|it| it.0).into();
    let not_inferior = margin::not_inferior(&difference, margin_of);
    Compared { metric, difference, same, not_inferior }
}

/// Compares what the plan names; rows in which a value is missing are left out.
pub fn against(batch: &Batch<'_>, plan: &Plan<'_>) -> Result<Vec<Compared>, RoleError> {
    let mut all = Vec::new();
    if let Some([old, new]) = plan.predictions {
        let classes = |name: &str| Ok::<_, RoleError>(binary_of(batch, name, plan.positive)?.classes);
        let (y, old, new) = (classes(plan.label)?, classes(old)?, classes(new)?);
        let known =
            || y.iter().zip(&old).zip(&new).filter(|((y, a), b)| [**y, **a, **b].iter().all(|it| *it != UNKNOWN));
        let count = |of: fn(bool, bool) -> bool| known().filter(|((y, a), b)| of(y == a, y == b)).count() as u64;
        let (only_old, only_new) = (count(|a, b| a && !b), count(|a, b| b && !a));
        let found = paired_difference(only_new, only_old, known().count() as u64, plan.level);
        let found = found.map(|it| (it, Some(mcnemar(only_new, only_old))));
        all.push(compared("paired_accuracy_difference", found, plan.margin));
    }
    if let Some(names) = plan.scores {
        all.extend(of_scores(batch, plan, names)?);
    }
    if let Some([old, new]) = plan.numbers {
        let (y, old, new) =
            (batch.column(plan.label)?.numbers()?, batch.column(old)?.numbers()?, batch.column(new)?.numbers()?);
        let rows = y.iter().zip(old.iter()).zip(new.iter()).map(|((y, a), b)| (a - y).abs() - (b - y).abs());
        let found = mean::mean(rows.filter(|it| !it.is_nan()), plan.level);
        all.push(compared("paired_absolute_error_difference", found.map(|it| (it, None)), plan.margin));
    }
    Ok(all)
}

fn of_scores(batch: &Batch<'_>, plan: &Plan<'_>, [old, new]: [&str; 2]) -> Result<[Compared; 2], RoleError> {
    let labels = binary_of(batch, plan.label, plan.positive)?.classes;
    let (old, new) = (batch.column(old)?.numbers()?, batch.column(new)?.numbers()?);
    let known = (0..labels.len()).filter(|&row| labels[row] != UNKNOWN && !old[row].is_nan() && !new[row].is_nan());
    let rows: Vec<usize> = known.collect();
    let pick = |it: &[f64]| rows.iter().map(|&row| it[row]).collect::<Vec<f64>>();
    let (old, new) = (pick(&old), pick(&new));
    let labels: Vec<bool> = rows.iter().map(|&row| labels[row] == 1).collect();
    let area = curve::compare(&new, &old, &labels, plan.level).map(|it| (it.0, Some(it.1)));
    let square = |(p, y): (&f64, &bool)| (p - f64::from(u8::from(*y))).powi(2);
    let losses = |it: &[f64]| it.iter().zip(&labels).map(square).collect::<Vec<f64>>();
    let proper = old.iter().chain(&new).all(|it| (0.0..=1.0).contains(it));
    let brier = match proper {
        true => mean::paired(&losses(&old), &losses(&new), plan.level).map(|it| (it, None)),
        false => Err(Undefined::because("scores must be probabilities between 0 and 1, one a row")),
    };
    Ok([
        compared("paired_roc_auc_difference", area, plan.margin),
        compared("paired_brier_difference", brier, plan.margin),
    ])
}

impl From<&Compared> for Line {
    fn from(it: &Compared) -> Line {
        Line::new(it.metric, "", it.difference.clone())
    }
}
