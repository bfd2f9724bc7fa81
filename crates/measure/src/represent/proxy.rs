//! Proxies: columns that give a protected attribute away although they do not name it.
//!
//! Source: Miller (1955) for the correction of information by the number of cells; without it a column of many words, such as a
//! key, would look like the best proxy.

use std::collections::HashMap;

use crate::column::Coded;
use crate::estimate::{Estimate, Measured, Undefined};
use crate::metric::Metric;

/// How much a column tells of an attribute.
pub const METRIC: Metric = super::entry(
    "proxy_strength",
    "Strength of a proxy",
    "The part of what is not known of a protected attribute that a column tells: mutual information over entropy, both less what chance adds.",
    "max(0, I(X; A) - (x - 1)(a - 1) / 2n) / H(A)",
    "0: tells nothing; 1: gives the attribute away",
);

/// A column and what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Proxy {
    /// The column.
    pub column: String,
    /// Part of the attribute that it tells, from 0 to 1.
    pub strength: Measured,
}

/// What each column tells of an attribute, the strongest first; rows without a value of either are left out.
pub fn proxies(attribute: &Coded<'_>, columns: &[Coded<'_>]) -> Vec<Proxy> {
    let one = |it: &Coded<'_>| Proxy { column: it.name.to_owned(), strength: strength(attribute, it).into() };
    let mut all: Vec<Proxy> = columns.iter().map(one).collect();
    let rank = |it: &Proxy| it.strength.value().unwrap_or(-1.0);
    all.sort_by(|one, two| rank(two).total_cmp(&rank(one)));
    all
}

fn strength(attribute: &Coded<'_>, column: &Coded<'_>) -> Result<Estimate, Undefined> {
    let mut cells: HashMap<(u32, u32), u64> = HashMap::new();
    let known = |it: &(&u32, &u32)| *it.0 < attribute.missing() && *it.1 < column.missing();
    for (a, x) in attribute.codes.iter().zip(column.codes.iter()).filter(known) {
        *cells.entry((*a, *x)).or_default() += 1;
    }
    // In a fixed order, so that the same rows give the same number to the last digit.
    let mut cells: Vec<((u32, u32), u64)> = cells.into_iter().collect();
    cells.sort_unstable();
    let n: u64 = cells.iter().map(|it| it.1).sum();
    let sums = |side: fn(&(u32, u32)) -> u32, words: usize| {
        let mut sums = vec![0_u64; words];
        cells.iter().for_each(|it| sums[side(&it.0) as usize] += it.1);
        sums
    };
    let (of_a, of_x) = (sums(|it| it.0, attribute.words.len()), sums(|it| it.1, column.words.len()));
    let entropy = entropy(&of_a, n);
    if n == 0 || entropy <= 0.0 {
        return Err(Undefined::because("the attribute does not vary"));
    }
    let term = |((a, x), k): &((u32, u32), u64)| {
        let (k, rows, columns) = (*k as f64, of_a[*a as usize] as f64, of_x[*x as usize] as f64);
        k / n as f64 * (k * n as f64 / (rows * columns)).ln()
    };
    let seen = |sums: &[u64]| sums.iter().filter(|it| **it > 0).count() as f64 - 1.0;
    let chance = seen(&of_a) * seen(&of_x) / (2.0 * n as f64);
    let told = cells.iter().map(term).sum::<f64>() - chance;
    Estimate::plain((told / entropy).clamp(0.0, 1.0), n)
}

fn entropy(counts: &[u64], n: u64) -> f64 {
    let part = |it: &u64| *it as f64 / n as f64;
    -counts.iter().filter(|it| **it > 0).map(|it| part(it) * part(it).ln()).sum::<f64>()
}
