//! Proxies: columns that give a protected attribute away although they do not name it.
//!
//! Source: Vinh, Epps and Bailey, Information theoretic measures for clusterings comparison (2010), equation 24, for the information
//! that a column of the same words in any order tells by chance; without taking it off a column of many words, such as a key, would
//! look like the best proxy.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::column::{Coded, Column, ColumnError, Values};
use crate::estimate::{Estimate, Interval, Measured, Undefined};
use crate::inference::counts;
use crate::inference::distribution::hypergeometric_mass;
use crate::inference::resample::{Draws, sized};
use crate::metric::Metric;

/// Standard deviations and units beyond which a count is not looked at.
const FAR: f64 = 15.0;

/// Cells of a table beyond which it is not redrawn: of a key, which tells nothing, and of what is nearly one.
const MANY: usize = 4096;

/// Resamples, which cost as much as the table has cells.
const RESAMPLES: usize = 199;

/// Words that a column of words may have.
const MOST_WORDS: usize = 10_000_000;

/// How much a column tells of an attribute.
pub const METRIC: Metric = super::entry(
    "proxy_strength",
    "Strength of a proxy",
    "The part of what is not known of a protected attribute that a column tells: mutual information over entropy, both less what the same words in any order tell on average.",
    "max(0, (I(X; A) - E I) / (H(A) - E I)), numbers in bins of equal share",
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

/// What each column tells of an attribute, the strongest first; rows without a value of either are left out.
pub fn proxies(attribute: &Coded<'_>, columns: &[Coded<'_>], draws: Draws) -> Vec<Proxy> {
    let one = |it: &Coded<'_>| Proxy { column: it.name.to_owned(), strength: strength(attribute, it, draws).into() };
    let mut all: Vec<Proxy> = columns.iter().map(one).collect();
    let rank = |it: &Proxy| it.strength.value().unwrap_or(-1.0);
    all.sort_by(|one, two| rank(two).total_cmp(&rank(one)));
    all
}

/// What a column tells of an attribute: mutual information over entropy, both less what chance tells, with an interval of resamples.
pub(crate) fn strength(attribute: &Coded<'_>, column: &Coded<'_>, draws: Draws) -> Result<Estimate, Undefined> {
    let mut cells: HashMap<(u32, u32), u64> = HashMap::new();
    let known = |it: &(&u32, &u32)| *it.0 < attribute.missing() && *it.1 < column.missing();
    for (a, x) in attribute.codes.iter().zip(column.codes.iter()).filter(known) {
        *cells.entry((*a, *x)).or_default() += 1;
    }
    // In a fixed order, so that the same rows give the same number to the last digit.
    let mut cells: Vec<((u32, u32), u64)> = cells.into_iter().collect();
    cells.sort_unstable();
    let (places, counts): (Vec<(u32, u32)>, Vec<u64>) = cells.into_iter().unzip();
    let n: u64 = counts.iter().sum();
    let table = Told { places, words: (attribute.words.len(), column.words.len()) };
    let (of_a, of_x) = table.sums(&counts);
    if n == 0 || entropy(&of_a, n) <= 0.0 {
        return Err(Undefined::because("the attribute does not vary"));
    }
    let chance = by_chance(&of_a, &of_x, n);
    let estimate = Estimate::plain(table.strength(&counts, chance), n)?;
    if counts.len() > MANY {
        return Ok(estimate);
    }
    // Noise only adds to what is told, as much again as the chance that is taken off.
    let draws = Draws { replicates: RESAMPLES.min(draws.replicates), ..draws };
    let drawn = counts::resample(&counts, draws, 1, |counts, values| values[0] = table.strength(counts, chance));
    let found = sized(estimate, drawn.into_iter().next().unwrap_or_default(), draws.level);
    let within = |it: Interval| Interval { high: it.high.min(1.0), ..it };
    Ok(Estimate { interval: found.interval.map(within), ..found })
}

/// The cells of attribute and column that hold rows.
struct Told {
    places: Vec<(u32, u32)>,
    /// Words of the attribute, and of the column.
    words: (usize, usize),
}

impl Told {
    /// Rows of each word of the attribute, and of the column.
    fn sums(&self, counts: &[u64]) -> (Vec<u64>, Vec<u64>) {
        let (mut of_a, mut of_x) = (vec![0_u64; self.words.0], vec![0_u64; self.words.1]);
        for ((a, x), count) in self.places.iter().zip(counts) {
            of_a[*a as usize] += count;
            of_x[*x as usize] += count;
        }
        (of_a, of_x)
    }

    /// Mutual information over entropy, both less what chance tells; 0 where chance tells all.
    fn strength(&self, counts: &[u64], chance: f64) -> f64 {
        let ((of_a, of_x), n) = (self.sums(counts), counts.iter().sum::<u64>());
        let term = |((a, x), k): (&(u32, u32), &u64)| {
            let (k, rows, columns) = (*k as f64, of_a[*a as usize] as f64, of_x[*x as usize] as f64);
            if k > 0.0 { k / n as f64 * (k * n as f64 / (rows * columns)).ln() } else { 0.0 }
        };
        let entropy = entropy(&of_a, n);
        // A key tells all of the attribute, and so does every other order of it.
        let left = entropy - chance;
        let told: f64 = self.places.iter().zip(counts).map(term).sum();
        if left > entropy * 1e-9 { ((told - chance) / left).clamp(0.0, 1.0) } else { 0.0 }
    }
}

/// The information that two columns with these counts tell of each other on average over all orders of their rows.
fn by_chance(of_a: &[u64], of_x: &[u64], n: u64) -> f64 {
    // Words that are as frequent tell as much.
    let mut often: BTreeMap<u64, u64> = BTreeMap::new();
    of_x.iter().filter(|it| **it > 0).for_each(|it| *often.entry(*it).or_default() += 1);
    let pairs = of_a.iter().filter(|it| **it > 0).flat_map(|a| often.iter().map(move |(x, words)| (*a, *x, *words)));
    pairs.map(|(a, x, words)| words as f64 * told_by_chance(a, x, n)).sum()
}

/// The part of two words that occur so often.
fn told_by_chance(a: u64, x: u64, n: u64) -> f64 {
    let (rows, one, two) = (n as f64, a as f64, x as f64);
    let mean = one * two / rows;
    let deviation = (mean * (1.0 - one / rows) * (rows - two) / (rows - 1.0).max(1.0)).max(0.0).sqrt();
    // What lies further away has no weight that a number could hold.
    let (low, high) = ((mean - FAR * (deviation + 1.0)).max(1.0) as u64, (mean + FAR * (deviation + 1.0)) as u64);
    let (low, high) = (low.max((a + x).saturating_sub(n)).max(1), high.min(a).min(x));
    let told = |k: u64| hypergeometric_mass(k, a, n - a, x) * (k as f64 / rows) * (k as f64 / mean).ln();
    (low..=high).map(told).sum()
}

fn entropy(counts: &[u64], n: u64) -> f64 {
    let part = |it: &u64| *it as f64 / n as f64;
    -counts.iter().filter(|it| **it > 0).map(|it| part(it) * part(it).ln()).sum::<f64>()
}
