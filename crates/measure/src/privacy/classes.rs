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

    /// How often each word of `sensitive` stands in each class.
    pub fn spread(&self, sensitive: &Coded<'_>) -> Result<Spread, Undefined> {
        if sensitive.codes.len() != self.of_row.len() {
            return Err(Undefined::because("the sensitive column must be of the same rows"));
        }
        let mut pairs: Vec<(u32, u32)> = self.of_row.iter().copied().zip(sensitive.codes.iter().copied()).collect();
        pairs.sort_unstable();
        let (mut counts, mut starts) = (Vec::new(), vec![0]);
        for class in pairs.chunk_by(|a, b| a.0 == b.0) {
            counts.extend(class.chunk_by(|a, b| a.1 == b.1).map(|run| (run[0].1, run.len() as u64)));
            starts.push(counts.len());
        }
        let mut file = vec![0; sensitive.words.len() + 1];
        sensitive.codes.iter().for_each(|&word| file[word as usize] += 1);
        Ok(Spread { counts, starts, file, rows: self.rows() })
    }
}

/// How often each word stands in each class and in the whole file; only words that a class holds take room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    counts: Vec<(u32, u64)>,
    starts: Vec<usize>,
    /// How often each word stands in the file; the last is for rows without a word.
    pub file: Vec<u64>,
    rows: u64,
}

impl Spread {
    /// Words with their counts, rising, class after class.
    pub fn classes(&self) -> impl Iterator<Item = &[(u32, u64)]> {
        self.starts.windows(2).map(|it| &self.counts[it[0]..it[1]])
    }

    /// The share of a word in the file.
    pub fn share(&self, word: u32) -> f64 {
        self.file[word as usize] as f64 / self.rows as f64
    }

    /// The largest over classes of `of`; 0 when none is above.
    pub fn largest(&self, of: impl Fn(&[(u32, u64)]) -> f64) -> f64 {
        self.classes().map(of).fold(0.0, f64::max)
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

/// The words of a class with their shares in it.
pub(super) fn shares(class: &[(u32, u64)]) -> impl Iterator<Item = (u32, f64)> + '_ {
    let n = class.iter().map(|it| it.1).sum::<u64>() as f64;
    class.iter().map(move |it| (it.0, it.1 as f64 / n))
}
