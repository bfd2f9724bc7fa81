//! Label leakage: a column that holds the label in other words, which nobody knows at the time of the decision.

use super::entry;
use crate::column::Coded;
use crate::inference::resample::Draws;
use crate::metric::Metric;
use crate::represent::proxy::{Proxy, proxies};

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
