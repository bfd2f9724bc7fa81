//! What is measured: columns of equal length, borrowed from whoever read them.
//!
//! The layouts are those of Arrow buffers (values in a slice, validity and flags as bitmaps with an offset, words of a
//! dictionary beside their codes), so a reader can lend them without a copy. Reading files is left to others.

use std::borrow::Cow;

use crate::spelling::{day, moment};

/// A bitmap: bit `i` is bit `(offset + i) % 8`, lowest first, of byte `(offset + i) / 8`.
#[derive(Debug, Clone, Copy)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    offset: usize,
    length: usize,
}

impl<'a> Bits<'a> {
    /// The `length` bits from bit `offset` of `bytes`; `None` when there are not that many.
    pub fn new(bytes: &'a [u8], offset: usize, length: usize) -> Option<Bits<'a>> {
        (offset.checked_add(length)? <= bytes.len() * 8).then_some(Bits { bytes, offset, length })
    }

    /// Bit `index`; false past the end.
    #[inline]
    pub fn get(&self, index: usize) -> bool {
        let place = self.offset + index;
        index < self.length && self.bytes[place >> 3] >> (place & 7) & 1 == 1
    }

    /// Number of bits.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are no bits.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many bits are set.
    pub fn ones(&self) -> usize {
        (0..self.length).filter(|&index| self.get(index)).count()
    }

    /// The bits, first to last.
    pub fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.length).map(|index| self.get(index))
    }
}

/// The values of a column, one a row; a row that is not valid holds anything.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// Numbers with a fraction; NaN and infinities are values, not nulls.
    Number(&'a [f64]),
    /// Whole numbers.
    Integer(&'a [i64]),
    /// True or false.
    Flag(Bits<'a>),
    /// Words as indices into a dictionary; each code of a valid row is below `words.len()`.
    Coded {
        /// One index a row.
        codes: &'a [u32],
        /// The dictionary; words may stand in it that no row uses.
        words: &'a [String],
    },
    /// Days since 1970-01-01.
    Date(&'a [i32]),
    /// Microseconds since 1970-01-01T00:00:00Z.
    Moment(&'a [i64]),
}

impl Values<'_> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Number(values) => values.len(),
            Values::Integer(values) | Values::Moment(values) => values.len(),
            Values::Flag(bits) => bits.len(),
            Values::Coded { codes, .. } => codes.len(),
            Values::Date(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The noun for messages: `numbers`, `words`, ….
    pub fn noun(&self) -> &'static str {
        match self {
            Values::Number(_) => "numbers",
            Values::Integer(_) => "whole numbers",
            Values::Flag(_) => "flags",
            Values::Coded { .. } => "words",
            Values::Date(_) => "dates",
            Values::Moment(_) => "moments",
        }
    }
}

/// A named column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// The name in the file's header.
    pub name: &'a str,
    /// One value a row.
    pub values: Values<'a>,
    /// Which rows hold a value; `None` when all do.
    pub valid: Option<Bits<'a>>,
}

/// Why a column cannot be used; each sentence says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// No column of that name.
    #[error("there is no column `{name}`; the columns are {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The names there are, in backticks.
        known: String,
    },
    /// Two columns of one name.
    #[error("column `{0}` stands there twice; rename one of them")]
    Twice(String),
    /// A column of another length than the batch.
    #[error("column `{name}` has {found} rows where the others have {expected}; read the file again")]
    Length {
        /// The column.
        name: String,
        /// Rows of the batch.
        expected: usize,
        /// Rows of the column.
        found: usize,
    },
    /// A code without a word.
    #[error("column `{0}` has a code without a word in its dictionary; write the file again")]
    Code(String),
    /// Values of another sort than the measure takes.
    #[error("column `{name}` holds {found}, and {needed} are needed; name another column")]
    Sort {
        /// The column.
        name: String,
        /// What it holds.
        found: &'static str,
        /// What the measure takes.
        needed: &'static str,
    },
    /// Too many distinct values to be groups or classes.
    #[error("column `{name}` has more than {limit} distinct values, too many for groups; put them into bands first")]
    Distinct {
        /// The column.
        name: String,
        /// The most that are taken.
        limit: usize,
    },
}

/// A column as groups: one code a row, below `words.len()`, or equal to it where the row holds no value.
#[derive(Debug, Clone)]
pub struct Coded<'a> {
    /// The column's name.
    pub name: &'a str,
    /// One code a row.
    pub codes: Cow<'a, [u32]>,
    /// The words of the codes.
    pub words: Cow<'a, [String]>,
}

impl Coded<'_> {
    /// The code of rows without a value.
    pub fn missing(&self) -> u32 {
        self.words.len() as u32
    }

    /// The same column with its words in order, numbers by size before words by spelling: then nothing hangs on which row came first.
    pub fn in_order(self) -> Self {
        let by = |it: &u32| {
            let word = &self.words[*it as usize];
            (word.parse::<f64>().ok().filter(|it| !it.is_nan()), word)
        };
        let mut order: Vec<u32> = (0..self.missing()).collect();
        order.sort_by(|a, b| match (by(a), by(b)) {
            ((Some(one), a), (Some(two), b)) => one.total_cmp(&two).then_with(|| a.cmp(b)),
            ((one, a), (two, b)) => two.is_some().cmp(&one.is_some()).then_with(|| a.cmp(b)),
        });
        if order.is_sorted() {
            return self;
        }
        let mut places = vec![self.missing(); order.len() + 1];
        (0..).zip(&order).for_each(|(place, code)| places[*code as usize] = place);
        let codes = self.codes.iter().map(|it| places[*it as usize]).collect();
        let words = order.iter().map(|it| self.words[*it as usize].clone()).collect();
        Coded { name: self.name, codes, words }
    }
}

impl<'a> Column<'a> {
    /// A column in which every row holds a value.
    pub fn new(name: &'a str, values: Values<'a>) -> Column<'a> {
        Column { name, values, valid: None }
    }

    /// The same column, of whose rows only those marked in `valid` hold a value.
    pub fn with_valid(self, valid: Bits<'a>) -> Column<'a> {
        Column { valid: Some(valid), ..self }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether row `index` holds a value.
    #[inline]
    pub fn is_valid(&self, index: usize) -> bool {
        self.valid.is_none_or(|bits| bits.get(index))
    }

    /// How many rows hold no value.
    pub fn nulls(&self) -> usize {
        self.valid.map_or(0, |bits| bits.len() - bits.ones())
    }

    /// The values as numbers, NaN where a row holds none; flags are 0 and 1, dates days, moments microseconds.
    pub fn numbers(&self) -> Result<Cow<'a, [f64]>, ColumnError> {
        let mut numbers: Cow<'a, [f64]> = match self.values {
            Values::Number(values) => Cow::Borrowed(values),
            Values::Integer(values) | Values::Moment(values) => values.iter().map(|&it| it as f64).collect(),
            Values::Flag(bits) => bits.iter().map(|it| f64::from(u8::from(it))).collect(),
            Values::Date(values) => values.iter().map(|&it| f64::from(it)).collect(),
            // A column without any value is no column of words.
            Values::Coded { words: [], codes } => vec![f64::NAN; codes.len()].into(),
            Values::Coded { .. } => {
                let (name, found) = (self.name.to_owned(), self.values.noun());
                return Err(ColumnError::Sort { name, found, needed: "numbers" });
            }
        };
        if let Some(valid) = self.valid {
            let own = numbers.to_mut();
            (0..own.len()).filter(|&row| !valid.get(row)).for_each(|row| own[row] = f64::NAN);
        }
        Ok(numbers)
    }

    /// The values as groups; numbers, days and moments become words in rising order, at most `limit` of them.
    pub fn coded(&self, limit: usize) -> Result<Coded<'a>, ColumnError> {
        let many = || ColumnError::Distinct { name: self.name.to_owned(), limit };
        let (mut codes, words): (Cow<'a, [u32]>, Cow<'a, [String]>) = match self.values {
            Values::Coded { words, .. } if words.len() > limit => return Err(many()),
            Values::Coded { codes, words } => (Cow::Borrowed(codes), Cow::Borrowed(words)),
            Values::Flag(bits) => {
                let codes = bits.iter().map(u32::from).collect();
                (codes, Cow::Owned(vec!["false".to_owned(), "true".to_owned()]))
            }
            // Adding 0 makes -0 the same as 0.
            Values::Number(values) => {
                let key = |it: f64| (!it.is_nan()).then(|| (it + 0.0).to_bits());
                self.banded(values, limit, key, f64::total_cmp, |it| it.to_string()).ok_or_else(many)?
            }
            Values::Integer(values) => match self.ranged(values, limit) {
                Some(found) => found,
                None => {
                    self.banded(values, limit, |it| Some(it as u64), i64::cmp, |it| it.to_string()).ok_or_else(many)?
                }
            },
            Values::Moment(values) => {
                self.banded(values, limit, |it| Some(it as u64), i64::cmp, moment).ok_or_else(many)?
            }
            Values::Date(values) => {
                let say = |it| day(i64::from(it));
                self.banded(values, limit, |it| Some(it as u64), i32::cmp, say).ok_or_else(many)?
            }
        };
        if let Some(valid) = self.valid {
            let missing = words.len() as u32;
            let own = codes.to_mut();
            (0..own.len()).filter(|&row| !valid.get(row)).for_each(|row| own[row] = missing);
        }
        Ok(Coded { name: self.name, codes, words })
    }

    /// Codes of whole numbers that lie close together, without hashing; `None` when they do not or are more than `limit`.
    #[allow(clippy::type_complexity)] // the pair that `coded` takes apart
    fn ranged(&self, values: &[i64], limit: usize) -> Option<(Cow<'a, [u32]>, Cow<'a, [String]>)> {
        /// The widest range: a table of it stays in the nearest cache.
        const RANGE: i64 = 1 << 14;
        let low = *values.iter().min()?;
        let width = values.iter().max()?.checked_sub(low).filter(|it| *it < RANGE)? as usize + 1;
        let mut seen = vec![false; width];
        let place = |value: i64| (value - low) as usize;
        values.iter().enumerate().filter(|it| self.is_valid(it.0)).for_each(|it| seen[place(*it.1)] = true);
        let distinct: Vec<i64> = (low..).zip(&seen).filter(|it| *it.1).map(|it| it.0).collect();
        if distinct.len() > limit {
            return None;
        }
        let before = |count: &mut u32, seen: &bool| {
            let own = *count;
            *count += u32::from(*seen);
            Some(own)
        };
        let rank: Vec<u32> = seen.iter().scan(0, before).collect();
        let codes = values.iter().map(|&it| rank[place(it)]).collect();
        Some((Cow::Owned(codes), distinct.iter().map(i64::to_string).collect()))
    }

    /// Codes of the distinct values in the order `by`, that of no value where `key` has none; `None` when there are more than `limit`.
    #[allow(clippy::type_complexity)] // the pair that `coded` takes apart
    fn banded<T: Copy>(
        &self,
        values: &[T],
        limit: usize,
        key: impl Fn(T) -> Option<u64>,
        by: impl Fn(&T, &T) -> std::cmp::Ordering,
        say: impl Fn(T) -> String,
    ) -> Option<(Cow<'a, [u32]>, Cow<'a, [String]>)> {
        let mut seen = std::collections::HashMap::new();
        let mut distinct = Vec::new();
        let mut codes = vec![u32::MAX; values.len()];
        let held = values.iter().enumerate().filter(|(row, _)| self.is_valid(*row));
        for (row, value, key) in held.filter_map(|(row, value)| Some((row, *value, key(*value)?))) {
            codes[row] = *seen.entry(key).or_insert_with(|| {
                distinct.push(value);
                distinct.len() as u32 - 1
            });
            if distinct.len() > limit {
                return None;
            }
        }
        let mut order: Vec<u32> = (0..distinct.len() as u32).collect();
        order.sort_by(|&a, &b| by(&distinct[a as usize], &distinct[b as usize]));
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(rank, &code)| place[code as usize] = rank as u32);
        let missing = order.len() as u32;
        codes.iter_mut().for_each(|code| *code = place.get(*code as usize).copied().unwrap_or(missing));
        let words = order.iter().map(|&code| say(distinct[code as usize])).collect();
        Some((Cow::Owned(codes), Cow::Owned(words)))
    }
}

/// Columns of equal length under distinct names.
#[derive(Debug, Clone, Default)]
pub struct Batch<'a> {
    rows: usize,
    columns: Vec<Column<'a>>,
}

impl<'a> Batch<'a> {
    /// The columns as one batch, after a look at names, lengths and codes.
    pub fn new(columns: Vec<Column<'a>>) -> Result<Batch<'a>, ColumnError> {
        let rows = columns.first().map_or(0, Column::len);
        let mut names = std::collections::BTreeSet::new();
        for column in &columns {
            let name = || column.name.to_owned();
            if !names.insert(column.name) {
                return Err(ColumnError::Twice(name()));
            }
            let lengths = [column.len(), column.valid.map_or(rows, |bits| bits.len())];
            if let Some(&found) = lengths.iter().find(|&&it| it != rows) {
                return Err(ColumnError::Length { name: name(), expected: rows, found });
            }
            if let Values::Coded { codes, words } = column.values
                && codes.iter().any(|&code| code as usize >= words.len())
                && (0..rows).any(|row| codes[row] as usize >= words.len() && column.is_valid(row))
            {
                return Err(ColumnError::Code(name()));
            }
        }
        Ok(Batch { rows, columns })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, as they stand in the file.
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Result<&Column<'a>, ColumnError> {
        let found = |name: &str| self.columns.iter().find(|it| it.name == name);
        found(name).ok_or_else(|| {
            let known = self.columns.iter().map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(", ");
            // A header may hold a comma, so a list of names is not taken apart; whoever wrote one is told how to name them.
            let several = name.contains(',') && name.split(',').all(|it| found(it.trim()).is_some());
            let known = if several { format!("{known}; name each of them by itself") } else { known };
            ColumnError::Unknown { name: name.to_owned(), known }
        })
    }
}
