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

    /// The rows of a batch of which `counts` holds, seen in these columns only.
    pub fn of(batch: &Batch<'_>, columns: &[&str], counts: impl Fn(usize) -> bool) -> Result<Known, ColumnError> {
        let own = hashes(batch, columns)?.into_iter().enumerate();
        Ok(Known(own.filter(|it| counts(it.0)).map(|it| it.1).collect()))
    }

    /// Whether each row of `batch` is known.
    pub fn which(&self, batch: &Batch<'_>, columns: &[&str]) -> Result<Vec<bool>, ColumnError> {
        Ok(hashes(batch, columns)?.iter().map(|it| self.0.contains(it)).collect())
    }

    /// How many rows of `batch` are known, and the first of them.
    pub fn found(&self, batch: &Batch<'_>, columns: &[&str]) -> Result<(u64, Vec<usize>), ColumnError> {
        let which = self.which(batch, columns)?;
        let rows = || which.iter().enumerate().filter(|it| *it.1).map(|it| it.0);
        Ok((rows().count() as u64, rows().take(20).collect()))
    }

    /// Adds the rows of other batches.
    pub fn merge(&mut self, other: Known) {
        self.0.extend(other.0);
    }

    /// The share of rows of `batch` that are known, and the first of them.
    pub fn share(&self, batch: &Batch<'_>, columns: &[&str]) -> Result<(Measured, Vec<usize>), ColumnError> {
        let (known, first) = self.found(batch, columns)?;
        Ok((share(known, batch.rows() as u64), first))
    }
}

fn hashes(batch: &Batch<'_>, columns: &[&str]) -> Result<Vec<(u64, u64)>, ColumnError> {
    let columns: Vec<_> = columns.iter().map(|it| batch.column(it)).collect::<Result<_, _>>()?;
    Ok(of_rows(&columns))
}
