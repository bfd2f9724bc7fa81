//! How often each value stands: exact up to a limit, then the frequent ones and the number of distinct ones as sketches.

use std::collections::HashMap;
use std::hash::Hash;

use datasketches::frequencies::{ErrorType, FrequentItemsSketch};
use datasketches::hll::{HllSketch, HllType, HllUnion};
use serde::{Deserialize, Serialize};

use super::parts::{PARTS, part_of, parts};

/// Distinct words that are counted one by one.
pub const WORDS: usize = 16_384;

/// Distinct numbers that are counted one by one.
pub const NUMBERS: usize = 1_024;

/// Base-two logarithm of the registers of the sketch of distinct values: standard error 1.04 / 64, that is 1.6 %.
const REGISTERS: u8 = 12;

/// Room of the sketch of frequent words.
const FREQUENT: usize = 8_192;

/// Distinct values: how many, and how far that may be off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Distinct {
    /// Their number.
    pub count: f64,
    /// Relative standard error; 0 when exact.
    pub error: f64,
}

/// Counts of numbers, whose frequent values beyond the limit are found among the quantiles.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "StoredNumbers", try_from = "StoredNumbers")]
pub(super) struct NumberCounts {
    pub exact: Option<HashMap<u64, u64>>,
    sketch: Sketch,
}

/// Counts of words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "StoredWords", try_from = "StoredWords")]
pub(super) struct WordCounts {
    pub exact: Option<HashMap<String, u64>>,
    sketch: Sketch,
    frequent: Option<FrequentItemsSketch<String>>,
    /// Rows by part of all words, once words are not counted one by one; blank in a file of an earlier version.
    parts: Vec<u64>,
}

/// A sketch of distinct values.
#[derive(Debug, Clone, Default)]
struct Sketch(Option<HllSketch>);

impl Sketch {
    fn see(&mut self, value: impl Hash) {
        if self.0.is_none() {
            self.0 = HllSketch::new(REGISTERS, HllType::Hll8).ok();
        }
        if let Some(sketch) = &mut self.0 {
            sketch.update(value);
        }
    }

    fn merge(&mut self, other: &Sketch) {
        let (Some(own), Some(other)) = (&self.0, &other.0) else {
            self.0 = self.0.take().or_else(|| other.0.clone());
            return;
        };
        if let Ok(mut both) = HllUnion::new(REGISTERS) {
            both.update(own);
            both.update(other);
            self.0 = Some(both.to_sketch(HllType::Hll8));
        }
    }

    /// The estimate from the registers alone, which does not depend on the order in which values came.
    fn distinct(&self) -> Distinct {
        let count = self.0.as_ref().map_or(0.0, HllSketch::composite_estimate).round();
        Distinct { count, error: 1.04 / f64::from(1_u32 << REGISTERS).sqrt() }
    }
}

impl Default for NumberCounts {
    fn default() -> NumberCounts {
        NumberCounts { exact: Some(HashMap::new()), sketch: Sketch::default() }
    }
}

impl NumberCounts {
    /// Adds values in rising order.
    pub fn add(&mut self, sorted: &[f64]) {
        for run in sorted.chunk_by(|a, b| a == b) {
            self.put((run[0] + 0.0).to_bits(), run.len() as u64);
        }
    }

    fn put(&mut self, bits: u64, count: u64) {
        let Some(exact) = &mut self.exact else {
            self.sketch.see(bits);
            return;
        };
        *exact.entry(bits).or_default() += count;
        if exact.len() > NUMBERS {
            let mut all: Vec<u64> = self.exact.take().into_iter().flatten().map(|it| it.0).collect();
            all.sort_unstable(); // so that the sketch is the same every time
            all.into_iter().for_each(|it| self.sketch.see(it));
        }
    }

    pub fn merge(&mut self, other: NumberCounts) {
        match other.exact {
            Some(exact) => {
                let mut all: Vec<(u64, u64)> = exact.into_iter().collect();
                all.sort_unstable();
                all.into_iter().for_each(|(bits, count)| self.put(bits, count));
            }
            None => {
                let mut all: Vec<u64> = self.exact.take().into_iter().flatten().map(|it| it.0).collect();
                all.sort_unstable();
                all.into_iter().for_each(|it| self.sketch.see(it));
                self.sketch.merge(&other.sketch);
            }
        }
    }

    pub fn distinct(&self) -> Distinct {
        self.exact.as_ref().map_or_else(|| self.sketch.distinct(), |it| Distinct { count: it.len() as f64, error: 0.0 })
    }
}

impl Default for WordCounts {
    fn default() -> WordCounts {
        WordCounts { exact: Some(HashMap::new()), sketch: Sketch::default(), frequent: None, parts: Vec::new() }
    }
}

impl WordCounts {
    pub fn put(&mut self, word: &str, count: u64) {
        if let Some(exact) = &mut self.exact {
            match exact.get_mut(word) {
                Some(known) => *known += count,
                None => drop(exact.insert(word.to_owned(), count)),
            }
            if exact.len() > WORDS {
                self.overflow();
            }
            return;
        }
        self.sketch.see(word);
        if let Some(part) = self.parts.get_mut(part_of(word)) {
            *part += count;
        }
        if let Some(frequent) = &mut self.frequent {
            frequent.update_with_count(word.to_owned(), count);
        }
    }

    /// Rows by part of all words; nothing where a file of an earlier version holds words that were not counted one by one.
    pub fn parts(&self) -> Option<Vec<u64>> {
        match &self.exact {
            Some(exact) => Some(parts(exact.iter().map(|(word, count)| (word.as_str(), *count)))),
            None => Some(self.parts.clone()).filter(|it| it.len() == PARTS),
        }
    }

    /// Goes over to sketches, in the order of words, so that the outcome is the same every time.
    fn overflow(&mut self) {
        let mut all: Vec<(String, u64)> = self.exact.take().into_iter().flatten().collect();
        all.sort_unstable();
        self.parts = parts(all.iter().map(|it| (it.0.as_str(), it.1)));
        self.frequent = self.frequent.take().or_else(|| FrequentItemsSketch::new(FREQUENT).ok());
        for (word, count) in all {
            self.sketch.see(word.as_str());
            if let Some(frequent) = &mut self.frequent {
                frequent.update_with_count(word, count);
            }
        }
    }

    pub fn merge(&mut self, other: WordCounts) {
        match other.exact {
            Some(exact) => {
                let mut all: Vec<(String, u64)> = exact.into_iter().collect();
                all.sort_unstable();
                all.iter().for_each(|(word, count)| self.put(word, *count));
            }
            None => {
                if self.exact.is_some() {
                    self.overflow();
                }
                self.sketch.merge(&other.sketch);
                match self.parts.len() == other.parts.len() {
                    true => self.parts.iter_mut().zip(&other.parts).for_each(|(own, other)| *own += other),
                    false => self.parts.clear(),
                }
                if let (Some(own), Some(other)) = (&mut self.frequent, &other.frequent) {
                    own.merge(other);
                }
            }
        }
    }

    pub fn distinct(&self) -> Distinct {
        self.exact.as_ref().map_or_else(|| self.sketch.distinct(), |it| Distinct { count: it.len() as f64, error: 0.0 })
    }

    /// Words with their counts, the commonest first, and by how much a count may be too high.
    pub fn commonest(&self) -> (Vec<(String, u64)>, u64) {
        let (mut all, error): (Vec<(String, u64)>, u64) = match (&self.exact, &self.frequent) {
            (Some(exact), _) => (exact.iter().map(|(word, count)| (word.clone(), *count)).collect(), 0),
            (None, Some(frequent)) => {
                let rows = frequent.frequent_items(ErrorType::NoFalsePositives);
                (rows.iter().map(|it| (it.item().clone(), it.estimate())).collect(), frequent.maximum_error())
            }
            (None, None) => (Vec::new(), 0),
        };
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (all, error)
    }
}

/// How counts of numbers stand in a file: exact, or as a sketch in hexadecimal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredNumbers {
    exact: Option<Vec<(f64, u64)>>,
    distinct: Option<String>,
}

/// How counts of words stand in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredWords {
    exact: Option<Vec<(String, u64)>>,
    distinct: Option<String>,
    frequent: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<u64>,
}

impl From<NumberCounts> for StoredNumbers {
    fn from(counts: NumberCounts) -> StoredNumbers {
        let exact = counts.exact.map(|exact| {
            let mut all: Vec<(f64, u64)> =
                exact.into_iter().map(|(bits, count)| (f64::from_bits(bits), count)).collect();
            all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            all
        });
        StoredNumbers { exact, distinct: counts.sketch.0.map(|it| hex(&it.serialize())) }
    }
}

impl TryFrom<StoredNumbers> for NumberCounts {
    type Error = String;

    fn try_from(stored: StoredNumbers) -> Result<NumberCounts, String> {
        let exact = stored.exact.map(|all| all.into_iter().map(|(value, count)| (value.to_bits(), count)).collect());
        Ok(NumberCounts { exact, sketch: Sketch::stored(stored.distinct)? })
    }
}

impl From<WordCounts> for StoredWords {
    fn from(counts: WordCounts) -> StoredWords {
        let exact = counts.exact.map(|exact| {
            let mut all: Vec<(String, u64)> = exact.into_iter().collect();
            all.sort_unstable();
            all
        });
        let frequent = counts.frequent.map(|it| hex(&it.serialize()));
        StoredWords { exact, distinct: counts.sketch.0.map(|it| hex(&it.serialize())), frequent, parts: counts.parts }
    }
}

impl TryFrom<StoredWords> for WordCounts {
    type Error = String;

    fn try_from(stored: StoredWords) -> Result<WordCounts, String> {
        let frequent = stored.frequent.as_deref().map(bytes).transpose()?;
        let frequent =
            frequent.map(|it| FrequentItemsSketch::deserialize(&it).map_err(|it| it.to_string())).transpose()?;
        let exact = stored.exact.map(|all| all.into_iter().collect());
        if !matches!(stored.parts.len(), 0 | PARTS) {
            return Err(format!(
                "it holds {} parts of words, and {PARTS} are counted; write the file again",
                stored.parts.len()
            ));
        }
        Ok(WordCounts { exact, sketch: Sketch::stored(stored.distinct)?, frequent, parts: stored.parts })
    }
}

impl Sketch {
    fn stored(text: Option<String>) -> Result<Sketch, String> {
        let Some(text) = text else { return Ok(Sketch(None)) };
        HllSketch::deserialize(&bytes(&text)?).map(|it| Sketch(Some(it))).map_err(|it| it.to_string())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> = text.chars().map(|it| it.to_digit(16).map(|it| it as u8)).collect();
    let digits = digits.filter(|it| it.len() % 2 == 0).ok_or("a sketch is not in hexadecimal; write the file again")?;
    Ok(digits.chunks_exact(2).map(|it| it[0] << 4 | it[1]).collect())
}
