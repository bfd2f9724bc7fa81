//! k-anonymity and its form with a sensitive attribute: among how many is everybody hidden?

use super::classes::{Classes, shares};
use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Undefined};
use crate::metric::Metric;

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "k_anonymity",
        "k-anonymity",
        "The size of the smallest group of rows that look alike by their quasi-identifiers.",
        "min over classes of n_class",
        "1: somebody stands alone; k: everybody is one of at least k",
        "Sweeney (2002); ISO/IEC 20889",
    ),
    entry(
        "rows_below_k",
        "Rows below k",
        "The share of rows in classes that are smaller than the k that is asked for.",
        "1/n sum of n_class over classes with n_class < k",
        "0: the file is k-anonymous; 1: no row is",
        "Sweeney (2002)",
    ),
    entry(
        "alpha_k_anonymity",
        "Alpha of (alpha, k)-anonymity",
        "The largest share that one sensitive word has in any class: how surely it can be guessed.",
        "max over classes and words of n_class,word / n_class",
        "1: in some class everybody has the same word; near 0: no word can be guessed",
        "Wong and others (2006)",
    ),
];

/// The size of the smallest class.
pub fn k_anonymity(classes: &Classes) -> Result<Estimate, Undefined> {
    let least = classes.sizes.iter().min().copied().unwrap_or(0);
    Estimate::plain(least as f64, classes.rows())
}

/// The share of rows in classes smaller than `k`.
pub fn rows_below(classes: &Classes, k: u64) -> Result<Estimate, Undefined> {
    let below: u64 = classes.sizes.iter().filter(|it| **it < k).sum();
    Estimate::plain(below as f64 / classes.rows() as f64, classes.rows())
}

/// The largest share of one sensitive word in a class.
pub fn alpha(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    let most = |class: &[(u32, u64)]| shares(class).map(|it| it.1).fold(0.0, f64::max);
    Estimate::plain(classes.spread(sensitive)?.largest(most), classes.rows())
}
