//! Rows of the test split that the model has already seen while learning.

use std::collections::HashSet;

use super::duplicates::share;
use super::hash::of_rows;
use crate::column::{Batch, ColumnError};
use crate::estimate::Measured;
use crate::metric::{Family, Metric};

/// Leakage in words.
pub const LEAKAGE: Metric = Metric {
    id: "leakage_share",
    title: "Share of test rows that stand in the training data",
    family: Family::Quality,
    definition: "The share of rows of one split that stand with the same values in another split.",
    formula: "test rows whose hash is among those of the training rows / test rows",
    reading: "0 nothing leaks; above 0 the measured performance is too good",
    source: "Kaufman, Rosset and Perlich, Leakage in data mining, KDD (2011)",
};

/// Hashes of the rows of a split, gathered over batches.
#[derive(Debug, Clone, Default)]
pub struct Known(HashSet<(u64, u64)>);

impl Known {
    /// Adds the rows of a batch, seen in these columns only; the label is best left out.
    pub fn add(&mut self, batch: &Batch<'_>, columns: &[&str]) -> Result<(), ColumnError> {
        self.0.extend(hashes(batch, columns)?);
        Ok(())
    }

    /// Adds the rows of other batches.
    pub fn merge(&mut self, other: Known) {
        self.0.extend(other.0);
    }

    /// The share of rows of `batch` that are known, and the first of them.
    pub fn share(&self, batch: &Batch<'_>, columns: &[&str]) -> Result<(Measured, Vec<usize>), ColumnError> {
        let hashes = hashes(batch, columns)?;
        let known: Vec<usize> = (0..hashes.len()).filter(|&row| self.0.contains(&hashes[row])).collect();
        Ok((share(known.len() as u64, hashes.len() as u64), known.into_iter().take(20).collect()))
    }
}

fn hashes(batch: &Batch<'_>, columns: &[&str]) -> Result<Vec<(u64, u64)>, ColumnError> {
    let columns: Vec<_> = columns.iter().map(|it| batch.column(it)).collect::<Result<_, _>>()?;
    Ok(of_rows(&columns))
}
