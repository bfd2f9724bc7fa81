//! Rows that stand more than once, and rows that nearly do.

use std::collections::HashMap;

use rayon::prelude::*;
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

/// Keys by which a row is looked up, and how many least hashes make one of them.
const KEYS: usize = 20;
const EACH: usize = 3;

/// Rows of one key that are compared, so that a key of very many rows does not cost their square.
const COMPARED: usize = 50;

/// What a row is looked up by.
struct Sketch {
    /// All its hashes, each once, rising.
    hashes: Vec<u64>,
    /// Its keys, each one hash of several least hashes; none for a row without hashes.
    keys: Vec<u64>,
    /// A byte of each least hash: rows share so many of them as their hashes are alike.
    marks: [u8; KEYS * EACH],
}

/// Rows whose text is at least as similar as `threshold` to that of an earlier row, but not the same.
///
/// Candidates are found by minimal hashes (20 keys of 3), which miss a pair of similarity 0.8 once in 10^6, and of these those are left out
/// that share fewer of their 60 least hashes than so similar rows do but once in 10^7; whether the others are similar is then computed
/// exactly.
pub fn near(batch: &Batch<'_>, threshold: f64) -> Vec<Near> {
    let rows: Vec<Sketch> = (0..batch.rows()).into_par_iter().map(|row| sketch(&line(batch, row))).collect();
    let (known, fewest) = (first_of_each(&rows), fewest(threshold));
    let best = |row: usize| {
        let own = &rows[row];
        let alike = own.keys.iter().filter_map(|it| known.get(it)).flatten();
        let mut earlier: Vec<usize> = alike.map(|&it| it as usize).filter(|&it| it < row).collect();
        earlier.sort_unstable();
        earlier.dedup();
        let similar = earlier.into_iter().filter(|&like| shared(own, &rows[like]) >= fewest).filter_map(|like| {
            let similarity = jaccard(&own.hashes, &rows[like].hashes, threshold)?;
            (similarity < 1.0).then_some(Near { row, like, similarity })
        });
        similar.max_by(|a, b| a.similarity.total_cmp(&b.similarity).then(b.like.cmp(&a.like)))
    };
    (0..batch.rows()).into_par_iter().filter_map(best).collect()
}

/// Least hashes that two rows share.
fn shared(one: &Sketch, other: &Sketch) -> usize {
    one.marks.iter().zip(&other.marks).filter(|it| it.0 == it.1).count()
}

/// Least hashes that rows of this similarity share, but for one pair in 10^7: so many standard deviations below their mean.
fn fewest(similarity: f64) -> usize {
    const DEVIATIONS: f64 = 5.2;
    let all = (KEYS * EACH) as f64;
    (all * similarity - DEVIATIONS * (all * similarity * (1.0 - similarity)).max(0.0).sqrt()).max(0.0) as usize
}

/// The first rows that have each key.
fn first_of_each(rows: &[Sketch]) -> HashMap<u64, Vec<u32>> {
    let mut known: HashMap<u64, Vec<u32>> = HashMap::new();
    for (row, sketch) in rows.iter().enumerate() {
        for key in &sketch.keys {
            let rows = known.entry(*key).or_default();
            if rows.len() < COMPARED {
                rows.push(row as u32);
            }
        }
    }
    known
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

/// The hashes of a row with, for each of many orders of all hashes, the least that the row has.
fn sketch(line: &str) -> Sketch {
    let hashes = shingles(line);
    let order = |at: usize| (at as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let placed =
        |it: &u64, order: u64| (it ^ order).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(order | 1);
    let least: [u64; KEYS * EACH] =
        std::array::from_fn(|at| hashes.iter().map(|it| placed(it, order(at))).min().unwrap_or_default());
    let key = |(at, own): (usize, &[u64])| {
        let bytes: Vec<u8> = std::iter::once(&(at as u64)).chain(own).flat_map(|it| it.to_le_bytes()).collect();
        of_bytes(&bytes).0
    };
    let keys = if hashes.is_empty() { Vec::new() } else { least.chunks(EACH).enumerate().map(key).collect() };
    Sketch { hashes, keys, marks: least.map(|it| (it ^ (it >> 32)) as u8) }
}

/// The share of hashes that both rows have, where it is `least` or more; both rise.
fn jaccard(one: &[u64], other: &[u64], least: f64) -> Option<f64> {
    // Of `both` shared ones the share is both / (all - both); with fewer than this many it stays below `least`.
    let all = one.len() + other.len();
    let enough = (least * all as f64 / (1.0 + least)).floor() as usize;
    let (mut a, mut b, mut both) = (0, 0, 0);
    while a < one.len() && b < other.len() {
        if both + (one.len() - a).min(other.len() - b) < enough {
            return None;
        }
        match one[a].cmp(&other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, both) = (a + 1, b + 1, both + 1),
        }
    }
    let share = both as f64 / (all - both).max(1) as f64;
    (share >= least).then_some(share)
}
