//! Samples by chance: how many are needed, which they are, and what exceptions among them support. Pure, and exact for populations of any
//! size: the distribution of exceptions in a sample without replacement is hypergeometric.
//!
//! The draw can be repeated with any program that knows SHA-256: each record of the population has the digest of the seed, a line feed and its
//! number; the records with the smallest digests, written in hexadecimal digits, are the sample. A record that comes into the population or
//! leaves it moves nobody else. `scripts/auditing.py` draws in the same way without sharing code.

use measure::inference::distribution::hypergeometric_mass;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What is asked of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Wanted {
    /// The confidence as a share, such as 0.95.
    pub confidence: f64,
    /// The rate of exceptions that is tolerated, as a share.
    pub tolerable: f64,
}

/// What a sample by chance supports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supported {
    /// Records of the population.
    pub population: u64,
    /// Records that were looked at.
    pub looked_at: u64,
    /// Exceptions among them.
    pub exceptions: u64,
    /// Exceptions in the population with the confidence, from and until: the exact two-sided interval.
    pub interval: (u64, u64),
    /// Exceptions in the population at most, with the confidence: the exact one-sided bound.
    pub at_most: u64,
    /// The confidence.
    pub confidence: f64,
    /// The tolerated rate.
    pub tolerable: f64,
    /// Whether the bound lies within the tolerated rate.
    pub tolerated: bool,
}

impl Wanted {
    /// What is wrong with it.
    pub fn fault(&self) -> Option<String> {
        let share = |it: f64| it > 0.0 && it < 1.0;
        let says = |name: &str, it: f64| format!("`{name}` is a share between 0 and 1, such as 0.95, and not {it}");
        if !share(self.confidence) {
            return Some(says("confidence", self.confidence));
        }
        (!share(self.tolerable)).then(|| says("tolerable", self.tolerable))
    }

    /// Records to draw from a population so that none with an exception supports the tolerated rate with the confidence.
    pub fn size(&self, population: u64) -> u64 {
        if population == 0 {
            return 0;
        }
        let too_many = self.tolerated(population) + 1;
        if too_many > population {
            return 1;
        }
        let none = |n: u64| hypergeometric_mass(0, too_many, population - too_many, n);
        first(1, population, |n| none(n) <= 1.0 - self.confidence)
    }

    /// The most exceptions in a population that are tolerated.
    fn tolerated(&self, population: u64) -> u64 {
        // A product such as 400 times 0.05 may miss the whole number by rounding.
        (population as f64 * self.tolerable + 1e-9).floor() as u64
    }

    /// What so many exceptions among so many support.
    pub fn supported(&self, population: u64, looked_at: u64, exceptions: u64) -> Supported {
        let tail = 1.0 - self.confidence;
        let low = lowest(population, looked_at, exceptions, 0.5 * tail);
        let high = highest(population, looked_at, exceptions, 0.5 * tail);
        let at_most = highest(population, looked_at, exceptions, tail);
        Supported {
            population,
            looked_at,
            exceptions,
            interval: (low, high),
            at_most,
            confidence: self.confidence,
            tolerable: self.tolerable,
            tolerated: population > 0 && at_most <= self.tolerated(population),
        }
    }
}

/// P(X <= k) for so many marked in the population.
fn up_to(k: u64, marked: u64, population: u64, n: u64) -> f64 {
    (0..=k).map(|it| hypergeometric_mass(it, marked, population - marked, n)).sum()
}

/// The fewest exceptions in the population for which it is likelier than `tail` to see so many or more.
fn lowest(population: u64, n: u64, k: u64, tail: f64) -> u64 {
    if k == 0 {
        return 0;
    }
    let or_more = |marked: u64| 1.0 - up_to(k - 1, marked, population, n);
    first(k, population - (n - k), |marked| or_more(marked) > tail)
}

/// The most exceptions in the population for which it is likelier than `tail` to see so many or fewer.
fn highest(population: u64, n: u64, k: u64, tail: f64) -> u64 {
    let most = population - (n - k);
    if up_to(k, most, population, n) > tail {
        return most;
    }
    first(k, most, |marked| up_to(k, marked, population, n) <= tail) - 1
}

/// The first of a range for which something holds that holds from then on; the last where it never does.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// The records of a sample, in the order in which they were drawn.
pub fn draw(seed: &str, population: &[String], size: usize) -> Vec<String> {
    let rank = |it: &String| ledger::to_hex(&Sha256::digest(format!("{seed}\n{it}")));
    let mut ranked: Vec<(String, &String)> = population.iter().map(|it| (rank(it), it)).collect();
    ranked.sort();
    ranked.dedup();
    ranked.into_iter().take(size).map(|it| it.1.clone()).collect()
}
