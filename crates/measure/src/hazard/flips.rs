//! Predictions that tip over: the same rows before and after a small perturbation.

use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Method, Undefined};
use crate::inference::mean::mean;
use crate::inference::share::share;
use crate::metric::Metric;

/// Share of predictions that change.
pub const RATE: Metric = entry(
    "perturbation_flip_rate",
    "Flip rate under a perturbation",
    "The share of rows whose prediction is another one after the row was perturbed.",
    "1/n sum_i [h(x_i) != h(x_i + d_i)]",
    "0: no prediction hangs on so small a change; 1: all of them do",
    "Goodfellow, Shlens and Szegedy, Explaining and harnessing adversarial examples (2015); ISO/IEC TR 24029-1",
);

/// How small the perturbation was.
pub const SIZE: Metric = entry(
    "perturbation_size",
    "Size of the perturbation",
    "How far the perturbed numbers of a row lie from those before, on average over rows and columns, in standard deviations of each column.",
    "mean of |x' - x| / s(x)",
    "0: nothing was changed; 1: as far as rows differ among themselves",
    "ISO/IEC TR 24029-1",
);

/// The share of rows with another prediction; rows without one of the two are left out.
pub fn flip_rate(before: &Coded<'_>, after: &Coded<'_>, level: f64) -> Result<Estimate, Undefined> {
    if before.codes.len() != after.codes.len() {
        return Err(Undefined::because("the rows before and after the perturbation are not as many"));
    }
    let word = |of: &Coded<'_>, row: usize| of.words.get(of.codes[row] as usize).cloned();
    let pairs = (0..before.codes.len()).filter_map(|row| word(before, row).zip(word(after, row)));
    let (mut flips, mut rows) = (0, 0);
    pairs.for_each(|(before, after)| (flips, rows) = (flips + u64::from(before != after), rows + 1));
    share(flips, rows, level, Method::Wilson)
}

/// The mean change of a row over columns of numbers, each as before and as after; columns that do not vary are left out.
pub fn size(columns: &[(&[f64], &[f64])], level: f64) -> Result<Estimate, Undefined> {
    let scaled = columns.iter().filter_map(|(before, after)| deviation(before).map(|it| (*before, *after, it)));
    let scaled: Vec<_> = scaled.collect();
    if scaled.is_empty() {
        return Err(Undefined::because("no column of numbers that varies stands in both files"));
    }
    let rows = scaled.iter().map(|it| it.0.len().min(it.1.len())).min().unwrap_or(0);
    let change = |row: usize| scaled.iter().map(|it| (it.1[row] - it.0[row]).abs() / it.2).sum::<f64>();
    let means = (0..rows).map(|row| change(row) / scaled.len() as f64).filter(|it| it.is_finite());
    let means: Vec<f64> = means.collect();
    // Rows that were all moved as far have no spread that an interval could come from, and were moved all the same.
    let plain = || Estimate::plain(means.iter().sum::<f64>() / means.len() as f64, means.len() as u64);
    mean(means.iter().copied(), level).or_else(|_| plain())
}

/// The standard deviation of numbers, rows without one left out; none where they do not vary.
pub(super) fn deviation(numbers: &[f64]) -> Option<f64> {
    let known = || numbers.iter().copied().filter(|it| it.is_finite());
    let n = known().count() as f64;
    let mean = known().sum::<f64>() / n;
    let square = known().map(|it| (it - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (n > 1.0 && square > 0.0).then(|| square.sqrt())
}
