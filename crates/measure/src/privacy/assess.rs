//! A whole assessment of a file: how well persons are hidden in it, for its quasi-identifiers and sensitive columns.
//!
//! Attacks on models, synthetic data and what a treatment cost need more than one table and stand beside this file.

use serde::Serialize;

use super::classes::Classes;
use super::{disclosure, k_anonymity, l_diversity, risk, t_closeness, utility};
use crate::column::{Batch, Coded, ColumnError, Values};
use crate::estimate::{Estimate, Undefined};
use crate::report::Line;

/// Which columns play which part.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    /// Columns by which somebody may be recognised.
    pub identifiers: &'a [&'a str],
    /// Columns that nobody may learn of a person.
    pub sensitive: &'a [&'a str],
    /// The k that is asked for.
    pub k: u64,
    /// The l that is asked for.
    pub l: usize,
    /// The chance of being found that is accepted.
    pub accepted: f64,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assessment {
    /// Rows of the batch.
    pub rows: u64,
    /// Number of classes of rows that look alike.
    pub classes: u64,
    /// Every number.
    pub lines: Vec<Line>,
}

/// The most distinct values of a column that is no words.
const MOST_VALUES: usize = 10_000_000;

/// Measures the file as it is.
pub fn assess(batch: &Batch<'_>, plan: &Plan<'_>) -> Result<Assessment, ColumnError> {
    let coded = |it: &&str| batch.column(it)?.coded(MOST_VALUES);
    let identifiers = plan.identifiers.iter().map(coded).collect::<Result<Vec<_>, _>>()?;
    let sensitive = plan.sensitive.iter().map(coded).collect::<Result<Vec<Coded<'_>>, _>>()?;
    let rows = batch.rows() as u64;
    let classes = match Classes::new(&identifiers) {
        Ok(classes) => classes,
        Err(none) => {
            let lines = vec![Line::new("k_anonymity", "", Err(none))];
            return Ok(Assessment { rows, classes: 0, lines });
        }
    };
    let mut lines = of_classes(&classes, plan);
    for column in &sensitive {
        let ordered = !matches!(batch.column(column.name)?.values, Values::Coded { .. } | Values::Flag(_));
        lines.extend(of_sensitive(&classes, column, plan, ordered));
    }
    Ok(Assessment { rows, classes: classes.sizes.len() as u64, lines })
}

fn of_classes(classes: &Classes, plan: &Plan<'_>) -> Vec<Line> {
    let line = |id: &str, value: Result<Estimate, Undefined>| Line::new(id, "", value);
    vec![
        line("k_anonymity", k_anonymity::k_anonymity(classes)),
        line("rows_below_k", k_anonymity::rows_below(classes, plan.k)),
        line("prosecutor_risk", risk::prosecutor(classes)),
        line("average_prosecutor_risk", risk::average_prosecutor(classes)),
        line("rows_at_risk", risk::at_risk(classes, plan.accepted)),
        line("discernibility", utility::discernibility(classes)),
        line("average_class_size", utility::average_class_size(classes, plan.k)),
    ]
}

fn of_sensitive(classes: &Classes, column: &Coded<'_>, plan: &Plan<'_>, ordered: bool) -> Vec<Line> {
    let line = |id: &str, value: Result<Estimate, Undefined>| Line::new(id, column.name, value);
    let closeness = match ordered {
        true => line("ordered_t_closeness", t_closeness::ordered(classes, column)),
        false => line("t_closeness", t_closeness::categorical(classes, column)),
    };
    vec![
        line("alpha_k_anonymity", k_anonymity::alpha(classes, column)),
        line("distinct_l_diversity", l_diversity::distinct(classes, column)),
        line("entropy_l_diversity", l_diversity::entropy(classes, column)),
        line("recursive_c_l_diversity", l_diversity::recursive(classes, column, plan.l)),
        closeness,
        line("delta_disclosure", disclosure::delta(classes, column)),
        line("basic_beta_likeness", disclosure::basic_beta(classes, column)),
        line("enhanced_beta_likeness", disclosure::enhanced_beta(classes, column)),
    ]
}
