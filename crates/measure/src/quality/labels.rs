//! Rows that are the same in everything but the label.

use std::collections::HashMap;

use super::duplicates::share;
use super::hash::of_rows;
use super::rows::has_value;
use crate::column::{Batch, Column, ColumnError};
use crate::estimate::Measured;
use crate::metric::{Family, Metric};
use crate::spelling::text;

/// Conflicting labels in words.
pub const CONFLICTS: Metric = Metric {
    id: "conflicting_label_share",
    title: "Share of rows with conflicting labels",
    family: Family::Quality,
    definition: "The share of labelled rows for which another row has the same values in every other column and another label.",
    formula: "labelled rows in groups of equal features with more than one label / labelled rows",
    reading: "0 equal rows have equal labels; a model cannot be right on all of the others",
    source: "ISO/IEC 5259-2, consistency; Northcutt, Jiang and Chuang, JAIR 70 (2021) on label errors",
};

/// The share of rows with conflicting labels, and the first of these rows.
pub fn conflicts(batch: &Batch<'_>, label: &str) -> Result<(Measured, Vec<usize>), ColumnError> {
    let label = batch.column(label)?;
    let features: Vec<&Column<'_>> = batch.columns().iter().filter(|it| it.name != label.name).collect();
    let hashes = of_rows(&features);
    let labelled: Vec<usize> = (0..batch.rows()).filter(|&row| has_value(label, row)).collect();
    let mut labels: HashMap<(u64, u64), (String, bool)> = HashMap::new();
    for &row in labelled.iter().filter(|&&row| row < hashes.len()) {
        let own = text(label, row);
        let known = labels.entry(hashes[row]).or_insert_with(|| (own.clone(), false));
        known.1 |= known.0 != own;
    }
    let torn = |row: &&usize| hashes.get(**row).and_then(|it| labels.get(it)).is_some_and(|it| it.1);
    let rows: Vec<usize> = labelled.iter().filter(torn).copied().collect();
    Ok((share(rows.len() as u64, labelled.len() as u64), rows.into_iter().take(20).collect()))
}
