//! The rows of which a rule speaks: those for which all of its conditions hold.

use super::rows::{Answer, several, single};
use super::rule::{Rule, RuleFile, rule};
use crate::column::{Batch, Column};

/// Checks that are decided by a row alone, and so can be conditions.
const BY_ROW: [&str; 12] = [
    "not_null",
    "null",
    "in_set",
    "not_in_set",
    "range",
    "matches",
    "not_matches",
    "length",
    "finite",
    "equal",
    "greater",
    "pair_in_set",
];

/// Conditions as they stand in a file, checked.
pub(super) fn conditions(files: &[RuleFile]) -> Result<Vec<Rule>, String> {
    let one = |file: &RuleFile| {
        let check = &file.check;
        if !BY_ROW.contains(&check.as_str()) {
            return Err(format!("`when` takes checks of a row alone: {}; `{check}` is none", BY_ROW.join(", ")));
        }
        if file.mostly.is_some() || !file.when.is_empty() {
            return Err(
                "a condition in `when` takes neither `mostly` nor a `when` of its own; leave them out".to_owned()
            );
        }
        rule(file.clone()).map_err(|why| format!("in `when`: {why}"))
    };
    files.iter().map(one).collect()
}

/// The rows for which all conditions of a rule hold, in their order; none where it has no condition.
pub(super) fn rows(rule: &Rule, batch: &Batch<'_>) -> Result<Option<Vec<usize>>, String> {
    if rule.when.is_empty() {
        return Ok(None);
    }
    let mut held = vec![0; batch.rows()];
    for condition in &rule.when {
        let columns = columns(condition, batch)?;
        let count = |row: usize, answer: Answer| held[row] += usize::from(answer == Some(true));
        match columns.as_slice() {
            [column] => single(condition, column, count)?,
            columns => several(condition, columns, count)?,
        }
    }
    Ok(Some((0..held.len()).filter(|&row| held[row] == rule.when.len()).collect()))
}

/// The columns that a rule is about, in its order.
pub(super) fn columns<'a, 'b>(rule: &Rule, batch: &'b Batch<'a>) -> Result<Vec<&'b Column<'a>>, String> {
    rule.columns().into_iter().map(|it| batch.column(it).map_err(|it| it.to_string())).collect()
}
