//! Equivalence classes: rows that share the words of every quasi-identifier. A missing word is a word of its own here.

use std::collections::HashMap;

use crate::column::Coded;
use crate::estimate::Undefined;

/// The class of each row and the size of each class, in the order of their first rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    /// One class a row.
    pub of_row: Vec<u32>,
    /// Rows of each class.
    pub sizes: Vec<u64>,
    /// The words of each class as one number, for comparing with classes of other rows.
    pub keys: Vec<u128>,
}

impl Classes {
    /// Groups rows by `identifiers`.
    pub fn new(identifiers: &[Coded<'_>]) -> Result<Classes, Undefined> {
        let rows = identifiers.first().map_or(0, |it| it.codes.len());
        if rows == 0 || identifiers.iter().any(|it| it.codes.len() != rows) {
            return Err(Undefined::because("name at least one quasi-identifier of a file that has rows"));
        }
        let keys = keys(identifiers, rows)?;
        let mut found: HashMap<u128, u32> = HashMap::new();
        let (mut sizes, mut distinct) = (Vec::new(), Vec::new());
        let mut place = |key: u128| {
            let class = *found.entry(key).or_insert_with(|| {
                sizes.push(0);
                distinct.push(key);
                sizes.len() as u32 - 1
            });
            sizes[class as usize] += 1;
            class
        };
        let of_row = keys.into_iter().map(&mut place).collect();
        Ok(Classes { of_row, sizes, keys: distinct })
    }

    /// Number of rows.
    pub fn rows(&self) -> u64 {
        self.of_row.len() as u64
    }

    /// How often each word of `sensitive` stands in each class; rows without a word count under the last.
    pub fn spread(&self, sensitive: &Coded<'_>) -> Result<Vec<Vec<u64>>, Undefined> {
        if sensitive.codes.len() != self.of_row.len() {
            return Err(Undefined::because("the sensitive column must be of the same rows"));
        }
        let mut counts = vec![vec![0; sensitive.words.len() + 1]; self.sizes.len()];
        let rows = self.of_row.iter().zip(sensitive.codes.iter());
        rows.for_each(|(&class, &word)| counts[class as usize][word as usize] += 1);
        Ok(counts)
    }
}

/// The words of each row as one number of mixed base.
fn keys(identifiers: &[Coded<'_>], rows: usize) -> Result<Vec<u128>, Undefined> {
    let mut keys = vec![0_u128; rows];
    let mut size = 1_u128;
    for column in identifiers {
        let base = column.words.len() as u128 + 1;
        size = size.checked_mul(base).ok_or_else(|| {
            Undefined::because("too many quasi-identifiers with too many words; put them into bands first")
        })?;
        keys.iter_mut().zip(column.codes.iter()).for_each(|(key, &code)| *key = *key * base + u128::from(code));
    }
    Ok(keys)
}

/// The shares of counts.
pub(super) fn shares(counts: &[u64]) -> impl Iterator<Item = f64> + '_ {
    let n = counts.iter().sum::<u64>() as f64;
    counts.iter().map(move |it| *it as f64 / n)
}

/// Counts over all classes.
pub(super) fn overall(spread: &[Vec<u64>]) -> Vec<u64> {
    let mut sum = vec![0; spread.first().map_or(0, Vec::len)];
    spread.iter().for_each(|class| sum.iter_mut().zip(class).for_each(|(sum, it)| *sum += it));
    sum
}
