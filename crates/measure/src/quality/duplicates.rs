//! Rows that stand more than once, and rows that nearly do.

use std::collections::HashMap;

use serde::Serialize;

use super::hash::{Counts, of_bytes, of_rows};
use crate::column::{Batch, Column};
use crate::estimate::{Estimate, Fraction, Measured, Undefined};
use crate::metric::{Family, Metric};
use crate::spelling::text;

/// Duplicates in words.
pub const DUPLICATES: Metric = Metric {
    id: "duplicate_share",
    title: "Share of repeated rows",
    family: Family::Quality,
    definition: "The share of rows that repeat an earlier row in every column.",
    formula: "(rows - distinct rows) / rows",
    reading: "0 every row stands once; lower is better",
    source: "ISO/IEC 5259-2, similarity",
};

/// Near duplicates in words.
pub const NEAR_DUPLICATES: Metric = Metric {
    id: "near_duplicate_share",
    title: "Share of rows that nearly repeat another",
    family: Family::Quality,
    definition: "The share of rows whose text shares at least the given part of its words of three letters with an earlier row, without being the same.",
    formula: "rows with an earlier row of Jaccard similarity >= threshold / rows",
    reading: "0 no row is nearly another; lower is better",
    source: "Broder, On the resemblance and containment of documents (1997)",
};

/// Rows that stand more than once, counted over batches.
#[derive(Debug, Clone, Default)]
pub struct Duplicates {
    seen: Counts,
    rows: u64,
}

impl Duplicates {
    /// Adds the rows of a batch.
    pub fn add(&mut self, batch: &Batch<'_>) {
        let columns: Vec<&Column<'_>> = batch.columns().iter().collect();
        self.rows += batch.rows() as u64;
        of_rows(&columns).into_iter().for_each(|it| *self.seen.entry(it).or_default() += 1);
    }

    /// Adds the rows of other batches.
    pub fn merge(&mut self, other: Duplicates) {
        self.rows += other.rows;
        other.seen.into_iter().for_each(|(hash, count)| *self.seen.entry(hash).or_default() += count);
    }

    /// The share of rows that repeat another.
    pub fn share(&self) -> Measured {
        share(self.rows - self.seen.len() as u64, self.rows)
    }
}

/// A share of rows, as it stands in the file.
pub(super) fn share(numerator: u64, denominator: u64) -> Measured {
    if denominator == 0 {
        return Err(Undefined::because("there are no rows")).into();
    }
    let fraction = Some(Fraction { numerator, denominator });
    let value = numerator as f64 / denominator as f64;
    Measured::Estimate(Estimate { value, n: denominator, fraction, interval: None })
}

/// A row that is nearly an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Near {
    /// The row, from 0.
    pub row: usize,
    /// The earlier row.
    pub like: usize,
    /// Their similarity, below 1.
    pub similarity: f64,
}

/// Hashes a row is looked up by, and how many of them make one key.
const KEYS: usize = 20;
const EACH: usize = 3;

/// Rows of one key that are compared, so that a key of very many rows does not cost their square.
const COMPARED: usize = 50;

/// Rows whose text is at least as similar as `threshold` to that of an earlier row, but not the same.
///
/// Candidates are found by minimal hashes (20 keys of 3), which miss a pair of similarity 0.8 once in 10^6; whether they are
/// similar is then computed exactly.
pub fn near(batch: &Batch<'_>, threshold: f64) -> Vec<Near> {
    let shingled: Vec<Vec<u64>> = (0..batch.rows()).map(|row| shingles(&line(batch, row))).collect();
    let mut known: HashMap<(usize, [u64; EACH]), Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (row, own) in shingled.iter().enumerate().filter(|it| !it.1.is_empty()) {
        let keys = keys(own);
        let mut candidates: Vec<usize> = keys.iter().filter_map(|it| known.get(it)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let similar = candidates.iter().map(|&like| Near { row, like, similarity: jaccard(own, &shingled[like]) });
        let best = similar.filter(|it| it.similarity >= threshold && it.similarity < 1.0);
        found.extend(best.max_by(|a, b| a.similarity.total_cmp(&b.similarity).then(b.like.cmp(&a.like))));
        for key in keys {
            let rows = known.entry(key).or_default();
            if rows.len() < COMPARED {
                rows.push(row);
            }
        }
    }
    found
}

/// The text of a row, in lower case, its columns apart.
fn line(batch: &Batch<'_>, row: usize) -> String {
    let cell = |it: &Column<'_>| if it.is_valid(row) { text(it, row).to_lowercase() } else { String::new() };
    batch.columns().iter().map(cell).collect::<Vec<_>>().join("\u{1f}")
}

/// The hashes of all three neighbouring characters, each once, rising.
fn shingles(line: &str) -> Vec<u64> {
    let letters: Vec<char> = line.chars().collect();
    let mut hashes: Vec<u64> =
        letters.windows(3).map(|it| of_bytes(it.iter().collect::<String>().as_bytes()).1).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The keys of a row: for each of many orders of all hashes, the first that the row has.
fn keys(shingles: &[u64]) -> Vec<(usize, [u64; EACH])> {
    let first = |order: u64| {
        shingles
            .iter()
            .map(|it| (it ^ order).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(order | 1))
            .min()
    };
    let order = |at: usize| (at as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (0..KEYS).map(|key| (key, [0, 1, 2].map(|at| first(order(key * EACH + at)).unwrap_or(0)))).collect()
}

/// The share of hashes that both rows have; both rise.
fn jaccard(one: &[u64], other: &[u64]) -> f64 {
    let (mut a, mut b, mut both) = (0, 0, 0);
    while a < one.len() && b < other.len() {
        match one[a].cmp(&other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, both) = (a + 1, b + 1, both + 1),
        }
    }
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}
