//! Drift within segments: a change of one group that the whole hides.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::{ColumnDrift, Options, columns};
use crate::column::{Batch, ColumnError};
use crate::select::rows_of;

/// Most segments of a column.
const SEGMENTS: usize = 200;

/// A segment and the drift of its columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentDrift {
    /// The word that makes the segment; none for rows without one.
    pub segment: Option<String>,
    /// Rows of the reference.
    pub reference_rows: u64,
    /// Rows of the current data.
    pub current_rows: u64,
    /// The drift of every other column; empty where one side has no row.
    pub columns: Vec<ColumnDrift>,
}

/// The drift of all other columns within each word of the column `by`.
pub fn segments(
    reference: &Batch<'_>,
    current: &Batch<'_>,
    by: &str,
    options: &Options,
) -> Result<Vec<SegmentDrift>, ColumnError> {
    let (before, now) = (rows_by(reference, by)?, rows_by(current, by)?);
    let all: std::collections::BTreeSet<&Option<String>> = before.keys().chain(now.keys()).collect();
    let none = Vec::new();
    let mut found = Vec::new();
    for segment in all {
        let (one, two) = (before.get(segment).unwrap_or(&none), now.get(segment).unwrap_or(&none));
        let mut drifts = Vec::new();
        for column in reference.columns().iter().filter(|it| it.name != by && !one.is_empty() && !two.is_empty()) {
            let other = current.column(column.name)?;
            let (one, two) = (rows_of(column, one), rows_of(other, two));
            drifts.push(columns(&one.lend(column.name), &two.lend(column.name), options));
        }
        let (reference_rows, current_rows) = (one.len() as u64, two.len() as u64);
        found.push(SegmentDrift { segment: segment.clone(), reference_rows, current_rows, columns: drifts });
    }
    Ok(found)
}

fn rows_by(batch: &Batch<'_>, by: &str) -> Result<BTreeMap<Option<String>, Vec<usize>>, ColumnError> {
    let coded = batch.column(by)?.coded(SEGMENTS)?;
    let mut rows: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
    for (row, &code) in coded.codes.iter().enumerate() {
        rows.entry(coded.words.get(code as usize).cloned()).or_default().push(row);
    }
    Ok(rows)
}
