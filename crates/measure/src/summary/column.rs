//! The summary of one column: everything that profile and drift ask of it, without the data.

use serde::{Deserialize, Serialize};

use super::counts::{Distinct, NumberCounts, WordCounts};
use super::moments::Moments;
use super::quantiles::{Quantiles, Ranked};
use crate::column::{Bits, Column, Values};

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Numbers with a fraction.
    Number,
    /// Whole numbers.
    Integer,
    /// True or false.
    Flag,
    /// Words.
    Words,
    /// Days since 1970-01-01.
    Date,
    /// Microseconds since 1970-01-01T00:00:00Z.
    Moment,
}

/// A column's summary; summaries of parts of a column merge into that of the whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSummary {
    /// The column's name.
    pub name: String,
    /// What its values are; `None` before the first batch.
    pub sort: Option<Sort>,
    /// Rows seen.
    pub rows: u64,
    /// Rows without a value.
    pub nulls: u64,
    /// Values that are not a number.
    pub nan: u64,
    /// Values that are plus infinity.
    pub above: u64,
    /// Values that are minus infinity.
    pub below: u64,
    /// Zeros.
    pub zeros: u64,
    /// Numbers below zero.
    pub negative: u64,
    /// Words without a character.
    pub empty: u64,
    /// Shortest and longest word, in characters.
    pub lengths: Option<(u64, u64)>,
    /// Moments of finite values.
    pub moments: Moments,
    quantiles: Quantiles,
    numbers: NumberCounts,
    words: WordCounts,
}

impl ColumnSummary {
    /// The summary of no rows.
    pub fn new(name: &str) -> ColumnSummary {
        ColumnSummary {
            name: name.to_owned(),
            sort: None,
            rows: 0,
            nulls: 0,
            nan: 0,
            above: 0,
            below: 0,
            zeros: 0,
            negative: 0,
            empty: 0,
            lengths: None,
            moments: Moments::default(),
            quantiles: Quantiles::default(),
            numbers: NumberCounts::default(),
            words: WordCounts::default(),
        }
    }

    /// The finished summary of one column.
    pub fn of(column: &Column<'_>) -> ColumnSummary {
        let mut summary = ColumnSummary::new(column.name);
        summary.add(column);
        summary.finish();
        summary
    }

    /// The summary of a whole column beside all of its finite values in order, in place of sketches of them.
    pub(crate) fn exact(column: &Column<'_>) -> (ColumnSummary, Ranked) {
        let mut summary = ColumnSummary::new(column.name);
        let finite = match column.values {
            Values::Number(values) => summary.count_numbers(values.iter().copied(), column.valid),
            Values::Integer(values) | Values::Moment(values) => {
                summary.count_numbers(values.iter().map(|&it| it as f64), column.valid)
            }
            Values::Date(values) => summary.count_numbers(values.iter().map(|&it| f64::from(it)), column.valid),
            Values::Flag(_) | Values::Coded { .. } => {
                summary.add(column);
                return (summary, Ranked::of(Vec::new()));
            }
        };
        summary.rows = column.len() as u64;
        summary.sort = Some(sort_of(&column.values));
        (summary, Ranked::of(finite))
    }

    /// Adds a batch of the column.
    pub fn add(&mut self, column: &Column<'_>) {
        self.rows += column.len() as u64;
        self.sort = Some(sort_of(&column.values));
        match column.values {
            Values::Number(values) => self.add_numbers(values.iter().copied(), column.valid),
            Values::Integer(values) | Values::Moment(values) => {
                self.add_numbers(values.iter().map(|&it| it as f64), column.valid);
            }
            Values::Date(values) => self.add_numbers(values.iter().map(|&it| f64::from(it)), column.valid),
            Values::Flag(bits) => {
                let valid = |row: &usize| column.is_valid(*row);
                let yes = (0..bits.len()).filter(valid).filter(|&row| bits.get(row)).count() as u64;
                let all = (0..bits.len()).filter(valid).count() as u64;
                self.nulls += bits.len() as u64 - all;
                [("false", all - yes), ("true", yes)]
                    .iter()
                    .filter(|it| it.1 > 0)
                    .for_each(|it| self.words.put(it.0, it.1));
            }
            Values::Coded { codes, words } => self.add_words(codes, words, column.valid),
        }
    }

    fn add_numbers(&mut self, values: impl Iterator<Item = f64>, valid: Option<Bits<'_>>) {
        let finite = self.count_numbers(values, valid);
        let numbers = &mut self.numbers;
        self.quantiles.add(&finite, |sorted| numbers.add(sorted));
    }

    /// Counts and moments of numbers, of which the finite ones are returned.
    fn count_numbers(&mut self, values: impl Iterator<Item = f64>, valid: Option<Bits<'_>>) -> Vec<f64> {
        let mut finite = Vec::with_capacity(values.size_hint().0);
        let mut nulls = 0;
        match valid {
            None => finite.extend(values),
            Some(valid) => finite.extend(values.enumerate().filter(|(row, _)| valid.get(*row)).map(|it| it.1)),
        }
        if let Some(valid) = valid {
            nulls = valid.len() - finite.len();
        }
        self.nulls += nulls as u64;
        if !finite.iter().all(|it| it.is_finite()) {
            self.nan += finite.iter().filter(|it| it.is_nan()).count() as u64;
            self.above += finite.iter().filter(|it| **it == f64::INFINITY).count() as u64;
            self.below += finite.iter().filter(|it| **it == f64::NEG_INFINITY).count() as u64;
            finite.retain(|it| it.is_finite());
        }
        self.zeros += finite.iter().map(|it| u64::from(*it == 0.0)).sum::<u64>();
        self.negative += finite.iter().map(|it| u64::from(*it < 0.0)).sum::<u64>();
        self.moments.merge(&Moments::of(&finite));
        finite
    }

    fn add_words(&mut self, codes: &[u32], words: &[String], valid: Option<Bits<'_>>) {
        let mut counts = vec![0_u64; words.len()];
        let mut count = |code: u32| counts.get_mut(code as usize).into_iter().for_each(|it| *it += 1);
        match valid {
            None => codes.iter().for_each(|&code| count(code)),
            Some(valid) => {
                codes.iter().enumerate().filter(|(row, _)| valid.get(*row)).for_each(|(_, &code)| count(code));
                self.nulls += (codes.len() - valid.ones()) as u64;
            }
        }
        for (word, &count) in words.iter().zip(&counts).filter(|it| *it.1 > 0) {
            let length = word.chars().count() as u64;
            let (short, long) = self.lengths.unwrap_or((length, length));
            self.lengths = Some((short.min(length), long.max(length)));
            self.empty += if length == 0 { count } else { 0 };
            self.words.put(word, count);
        }
    }

    /// Adds the summary of later rows.
    pub fn merge(&mut self, other: ColumnSummary) {
        self.sort = self.sort.or(other.sort);
        self.rows += other.rows;
        self.nulls += other.nulls;
        self.nan += other.nan;
        self.above += other.above;
        self.below += other.below;
        self.zeros += other.zeros;
        self.negative += other.negative;
        self.empty += other.empty;
        self.lengths = match (self.lengths, other.lengths) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (one, two) => one.or(two),
        };
        self.moments.merge(&other.moments);
        self.numbers.merge(other.numbers);
        let numbers = &mut self.numbers;
        self.quantiles.merge(&other.quantiles, |sorted| numbers.add(sorted));
        self.words.merge(other.words);
    }

    /// Brings the summary into the one form that its bytes have.
    pub fn finish(&mut self) {
        self.quantiles.settle();
    }

    /// Rows with a value, NaN and infinities included.
    pub fn values(&self) -> u64 {
        self.rows - self.nulls
    }

    /// The number of distinct values.
    pub fn distinct(&self) -> Distinct {
        match self.is_numeric() {
            true if self.quantiles.is_exact() => Distinct { count: self.ranked().distinct() as f64, error: 0.0 },
            true => self.counted().distinct(),
            false => self.words.distinct(),
        }
    }

    /// Whether the values are numbers, days or moments.
    pub fn is_numeric(&self) -> bool {
        !matches!(self.sort, Some(Sort::Words | Sort::Flag) | None)
    }

    /// Finite values in order.
    pub fn ranked(&self) -> Ranked {
        self.quantiles.ranked()
    }

    /// The sketch of finite values.
    pub fn quantiles(&self) -> &Quantiles {
        &self.quantiles
    }

    /// Every number with its count, rising, while they are few.
    pub fn number_counts(&self) -> Option<Vec<(f64, u64)>> {
        let exact = self.counted().exact?;
        let mut all: Vec<(f64, u64)> = exact.into_iter().map(|(bits, count)| (f64::from_bits(bits), count)).collect();
        all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        Some(all)
    }

    /// The counts of all numbers; those that no piece held yet are added here.
    fn counted(&self) -> NumberCounts {
        let (mut counts, mut fresh) = (self.numbers.clone(), self.quantiles.fresh().to_vec());
        super::quantiles::sort(&mut fresh);
        counts.add(&fresh);
        counts
    }

    /// All words, while they are counted one by one.
    pub fn known_words(&self) -> Option<std::collections::HashSet<&str>> {
        self.words.exact.as_ref().map(|it| it.keys().map(String::as_str).collect())
    }

    /// Rows by part of all words; nothing where a summary of an earlier version holds words that were not counted one by one.
    pub fn word_parts(&self) -> Option<Vec<u64>> {
        self.words.parts()
    }

    /// Words and flags with their counts, the commonest first, and by how much a count may be too high.
    pub fn word_counts(&self) -> (Vec<(String, u64)>, u64) {
        self.words.commonest()
    }
}

/// What the values of a column are.
pub(crate) fn sort_of(values: &Values<'_>) -> Sort {
    match values {
        Values::Number(_) => Sort::Number,
        Values::Integer(_) => Sort::Integer,
        Values::Flag(_) => Sort::Flag,
        Values::Coded { .. } => Sort::Words,
        Values::Date(_) => Sort::Date,
        Values::Moment(_) => Sort::Moment,
    }
}
