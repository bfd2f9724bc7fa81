//! Label leakage: a column that holds the label in other words, which nobody knows at the time of the decision.

use std::borrow::Cow;

use super::entry;
use crate::column::{Coded, Column, ColumnError, Values};
use crate::inference::resample::Draws;
use crate::metric::Metric;
use crate::represent::proxy::{Proxy, proxies};

/// Words that a column of words may have.
const MOST_WORDS: usize = 10_000_000;

/// How much of the label one column tells.
pub const LEAKAGE: Metric = entry(
    "label_leakage",
    "Label that one column tells",
    "The part of what is not known of the label that one column tells by itself: mutual information over entropy, both less what the same words in any order tell on average.",
    "max(0, (I(X; Y) - E I) / (H(Y) - E I)), numbers in bins of equal share",
    "0: tells nothing; 1: holds the label; near 1 of a column that is known only afterwards is leakage",
    "Kaufman, Rosset and Perlich, Leakage in data mining, KDD (2011); Vinh, Epps and Bailey (2010) for the correction",
);

/// What each column tells of the label, the most first.
pub fn leaks(label: &Coded<'_>, columns: &[Coded<'_>], draws: Draws) -> Vec<Proxy> {
    proxies(label, columns, draws)
}

/// A column as groups: words as they are, numbers of more than `bins` values in `bins` bins that hold equally many rows; equal numbers
/// stay in one bin.
pub fn coarse<'a>(column: &Column<'a>, bins: usize) -> Result<Coded<'a>, ColumnError> {
    if matches!(column.values, Values::Coded { .. } | Values::Flag(_)) {
        return column.coded(MOST_WORDS);
    }
    if let Ok(few) = column.coded(bins) {
        return Ok(few);
    }
    let numbers = column.numbers()?;
    let mut sorted: Vec<f64> = numbers.iter().copied().filter(|it| !it.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = bins.max(1) as u32 - 1;
    let bin = |it: &f64| match it.is_nan() {
        true => last + 1,
        false => ((sorted.partition_point(|below| below < it) * bins / sorted.len()) as u32).min(last),
    };
    let codes: Vec<u32> = numbers.iter().map(bin).collect();
    let words: Vec<String> = (1..=bins.max(1)).map(|it| it.to_string()).collect();
    Ok(Coded { name: column.name, codes: Cow::Owned(codes), words: Cow::Owned(words) })
}
