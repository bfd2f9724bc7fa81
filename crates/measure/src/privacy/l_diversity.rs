//! l-diversity in its three forms: how many sensitive words are well mixed in every class?

use super::classes::{Classes, Spread, shares};
use super::entry;
use crate::column::Coded;
use crate::estimate::{Estimate, Undefined};
use crate::metric::Metric;

const SOURCE: &str = "Machanavajjhala and others (2007)";

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "distinct_l_diversity",
        "Distinct l-diversity",
        "The least number of different sensitive words in any class.",
        "min over classes of #{words in class}",
        "1: in some class everybody has the same word; l: at least l words everywhere",
        SOURCE,
    ),
    entry(
        "entropy_l_diversity",
        "Entropy l-diversity",
        "The least effective number of sensitive words in any class; its whole part is the l that is met.",
        "min over classes of exp(-sum_w p_w ln p_w)",
        "1: in some class everybody has the same word; l: as mixed as l words in equal parts",
        SOURCE,
    ),
    entry(
        "recursive_c_l_diversity",
        "c of recursive (c, l)-diversity",
        "How often the most frequent sensitive word stands in a class for each occurrence of the l-th most frequent and rarer ones.",
        "max over classes of r_1 / (r_l + ... + r_m), r falling",
        "the file is (c, l)-diverse for every c above the value; lower is safer",
        SOURCE,
    ),
];

/// The least over classes of `of`.
fn least(spread: &Spread, of: impl Fn(&[(u32, u64)]) -> f64) -> f64 {
    spread.classes().map(of).fold(f64::INFINITY, f64::min)
}

/// The least number of different words in a class.
pub fn distinct(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    Estimate::plain(least(&classes.spread(sensitive)?, |it| it.len() as f64), classes.rows())
}

/// The least effective number of words in a class.
pub fn entropy(classes: &Classes, sensitive: &Coded<'_>) -> Result<Estimate, Undefined> {
    let effective = |it: &[(u32, u64)]| shares(it).map(|(_, p)| -p * p.ln()).sum::<f64>().exp();
    Estimate::plain(least(&classes.spread(sensitive)?, effective), classes.rows())
}

/// The largest c of a class for this `l`; undefined where a class has fewer than `l` words, for then no c is enough.
pub fn recursive(classes: &Classes, sensitive: &Coded<'_>, l: usize) -> Result<Estimate, Undefined> {
    let of = |it: &[(u32, u64)]| {
        let mut falling: Vec<u64> = it.iter().map(|it| it.1).collect();
        falling.sort_unstable_by(|a, b| b.cmp(a));
        let rare: u64 = falling.iter().skip(l.max(1) - 1).sum();
        falling.first().copied().unwrap_or(0) as f64 / rare as f64
    };
    Estimate::plain(classes.spread(sensitive)?.largest(of), classes.rows())
        .map_err(|_| Undefined::because("a class has fewer than l sensitive words"))
}
