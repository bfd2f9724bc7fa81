//! Characteristics of data quality in the sense of ISO/IEC 5259-2, as far as the data alone tell them.
//!
//! Accuracy and consistency need rules (see [`super::rule`]), representativeness a reference population, identifiability is
//! measured with privacy; what remains is computed from summaries of columns.

use super::duplicates::share;
use crate::column::{Batch, Column};
use crate::estimate::{Estimate, Measured, Undefined};
use crate::metric::{Family, Metric};
use crate::summary::ColumnSummary;

/// Completeness of values in words.
pub const COMPLETENESS: Metric = Metric {
    id: "value_completeness",
    title: "Completeness of values",
    family: Family::Quality,
    definition: "The share of cells that hold a value, over all columns.",
    formula: "cells with a value / cells",
    reading: "1 nothing is missing",
    source: "ISO/IEC 5259-2, completeness",
};

/// Completeness of records in words.
pub const RECORD_COMPLETENESS: Metric = Metric {
    id: "record_completeness",
    title: "Completeness of records",
    family: Family::Quality,
    definition: "The share of rows that hold a value in every column.",
    formula: "rows without a missing value / rows",
    reading: "1 every row is complete",
    source: "ISO/IEC 5259-2, completeness",
};

/// Completeness of features in words.
pub const FEATURE_COMPLETENESS: Metric = Metric {
    id: "feature_completeness",
    title: "Completeness of features",
    family: Family::Quality,
    definition: "The share of columns that hold a value in every row.",
    formula: "columns without a missing value / columns",
    reading: "1 every column is complete",
    source: "ISO/IEC 5259-2, completeness",
};

/// Completeness of labels in words.
pub const LABEL_COMPLETENESS: Metric = Metric {
    id: "label_completeness",
    title: "Completeness of labels",
    family: Family::Quality,
    definition: "The share of rows that have a label.",
    formula: "rows with a label / rows",
    reading: "1 every row is labelled",
    source: "ISO/IEC 5259-2, completeness",
};

/// Balance of labels in words.
pub const LABEL_BALANCE: Metric = Metric {
    id: "label_balance",
    title: "Balance of labels",
    family: Family::Quality,
    definition: "How evenly rows are spread over the labels that occur.",
    formula: "- sum p ln p / ln k over k labels",
    reading: "1 all labels equally often, 0 only one label in effect",
    source: "ISO/IEC 5259-2, balance; Shannon (1948)",
};

/// Richness of labels in words.
pub const LABEL_RICHNESS: Metric = Metric {
    id: "label_richness",
    title: "Richness of labels",
    family: Family::Quality,
    definition: "How many different labels occur.",
    formula: "distinct labels",
    reading: "more is more diverse; 1 teaches nothing",
    source: "ISO/IEC 5259-2, diversity",
};

/// Effective features in words.
pub const EFFECTIVE_FEATURES: Metric = Metric {
    id: "effective_feature_share",
    title: "Share of features that vary",
    family: Family::Quality,
    definition: "The share of columns that hold more than one distinct value.",
    formula: "columns with two or more distinct values / columns",
    reading: "1 every column can tell rows apart",
    source: "ISO/IEC 5259-2, relevance",
};

/// Currentness in words.
pub const CURRENTNESS: Metric = Metric {
    id: "currentness",
    title: "Currentness",
    family: Family::Quality,
    definition: "The share of rows whose day or moment is not older than the given age.",
    formula: "rows not older than the age / rows with a day or moment",
    reading: "1 everything is current",
    source: "ISO/IEC 5259-2, currentness",
};

/// The share of cells that hold a value.
pub fn value_completeness(columns: &[ColumnSummary]) -> Measured {
    let cells = columns.iter().map(|it| it.rows).sum();
    share(columns.iter().map(held).sum(), cells)
}

/// The share of columns that are complete.
pub fn feature_completeness(columns: &[ColumnSummary]) -> Measured {
    share(columns.iter().filter(|it| held(it) == it.rows).count() as u64, columns.len() as u64)
}

/// The share of columns that vary.
pub fn effective_features(columns: &[ColumnSummary]) -> Measured {
    share(columns.iter().filter(|it| it.distinct().count > 1.0).count() as u64, columns.len() as u64)
}

/// The share of rows that are complete, as counts that add up over batches: complete rows and all rows.
pub fn complete_rows(batch: &Batch<'_>) -> (u64, u64) {
    let with_holes = |it: &&Column<'_>| it.valid.is_some() || matches!(it.values, crate::column::Values::Number(_));
    let columns: Vec<&Column<'_>> = batch.columns().iter().filter(with_holes).collect();
    let complete = (0..batch.rows()).filter(|&row| columns.iter().all(|it| super::rows::has_value(it, row)));
    (complete.count() as u64, batch.rows() as u64)
}

/// The share of complete rows of these counts.
pub fn record_completeness((complete, rows): (u64, u64)) -> Measured {
    share(complete, rows)
}

/// The share of rows with a label.
pub fn label_completeness(label: &ColumnSummary) -> Measured {
    share(held(label), label.rows)
}

/// How evenly rows are spread over labels.
pub fn label_balance(label: &ColumnSummary) -> Measured {
    let counts = match label_counts(label) {
        Ok(counts) => counts,
        Err(undefined) => return Err(undefined).into(),
    };
    let n: u64 = counts.iter().sum();
    if counts.len() < 2 {
        return Err(Undefined::because("there is at most one label")).into();
    }
    let entropy: f64 = counts.iter().map(|&it| it as f64 / n as f64).map(|p| -p * p.ln()).sum();
    Estimate::plain(entropy / (counts.len() as f64).ln(), n).into()
}

/// How many labels occur, with the interval of the sketch where they are too many to be counted one by one.
pub fn label_richness(label: &ColumnSummary, level: f64) -> Measured {
    Measured::Estimate(Estimate { n: held(label), ..label.distinct_within(level) })
}

/// How many rows of a column of days, or of moments in microseconds, lie at or after `from`, of how many with a value; counts that add up
/// over batches.
pub fn current_rows(time: &Column<'_>, from: f64) -> (u64, u64) {
    let held = (0..time.len()).filter(|&row| super::rows::has_value(time, row));
    let at = |row| super::rows::number(time, row).is_some_and(|it| it >= from);
    held.fold((0, 0), |(current, held), row| (current + u64::from(at(row)), held + 1))
}

/// The share of current rows of these counts.
pub fn currentness((current, held): (u64, u64)) -> Measured {
    match held {
        0 => Err(Undefined::because("no row holds a day or moment")).into(),
        _ => share(current, held),
    }
}

fn held(column: &ColumnSummary) -> u64 {
    column.values() - column.nan
}

fn label_counts(label: &ColumnSummary) -> Result<Vec<u64>, Undefined> {
    let many = || Undefined::because("there are too many distinct labels to be classes");
    match label.is_numeric() {
        true => Ok(label.number_counts().ok_or_else(many)?.into_iter().map(|it| it.1).collect()),
        false => {
            label.known_words().map(|_| label.word_counts().0.into_iter().map(|it| it.1).collect()).ok_or_else(many)
        }
    }
}
