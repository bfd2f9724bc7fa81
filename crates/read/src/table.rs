//! Columns read as a whole into memory, for measures that need every value at once.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_buffer::{BooleanBufferBuilder, NullBuffer, ScalarBuffer};
use measure::{Batch, Column, Values};

use crate::column::{Held, Store};
use crate::error::Error;
use crate::source::Source;

/// Columns of equal length.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(String, Arc<Held>)>,
}

impl Source {
    /// Reads the columns at `wanted` as a whole.
    pub fn table(&self, wanted: &[usize], threads: usize) -> Result<Table, Error> {
        let groups: Vec<Vec<usize>> = wanted.iter().map(|&at| vec![at]).collect();
        let start = |_| Growing::default();
        let step = |growing: &mut Growing, batch: &Batch<'_>| batch.columns().iter().for_each(|it| growing.add(it));
        let grown = self.scan(&groups, threads, start, step, Growing::append)?;
        let held = wanted.iter().zip(grown).map(|(&at, it)| (self.fields[at].name.clone(), Arc::new(it.finish())));
        Ok(Table { columns: held.collect() })
    }
}

impl Table {
    /// The columns, lent.
    pub fn batch(&self) -> Result<Batch<'_>, Error> {
        let columns: Option<Vec<Column<'_>>> = self.columns.iter().map(|(name, held)| held.lend(name)).collect();
        Ok(Batch::new(columns.unwrap_or_default())?)
    }

    /// One column, which is not copied.
    pub(crate) fn only(&self, at: usize) -> Table {
        Table { columns: self.columns.get(at).cloned().into_iter().collect() }
    }
}

/// A column that grows batch by batch.
#[derive(Default)]
struct Growing {
    rows: usize,
    values: Grown,
    words: HashMap<String, u32>,
    valid: Option<BooleanBufferBuilder>,
}

#[derive(Default)]
enum Grown {
    #[default]
    Nothing,
    Integer(Vec<i64>),
    Number(Vec<f64>),
    Flag(BooleanBufferBuilder),
    Text(Vec<u32>),
    Date(Vec<i32>),
    Moment(Vec<i64>),
}

impl Growing {
    fn add(&mut self, column: &Column<'_>) {
        self.mark(column.len(), column.valid.map(|valid| move |row| valid.get(row)));
        match (&mut self.values, column.values) {
            (Grown::Integer(all), Values::Integer(more)) | (Grown::Moment(all), Values::Moment(more)) => {
                all.extend_from_slice(more);
            }
            (Grown::Number(all), Values::Number(more)) => all.extend_from_slice(more),
            (Grown::Date(all), Values::Date(more)) => all.extend_from_slice(more),
            (Grown::Flag(all), Values::Flag(more)) => more.iter().for_each(|it| all.append(it)),
            (Grown::Text(all), Values::Coded { codes, words }) => {
                let own = recode(&mut self.words, words.iter());
                all.extend(codes.iter().map(|&it| own.get(it as usize).copied().unwrap_or_default()));
            }
            (empty @ Grown::Nothing, values) => {
                *empty = match values {
                    Values::Integer(_) => Grown::Integer(Vec::new()),
                    Values::Number(_) => Grown::Number(Vec::new()),
                    Values::Flag(_) => Grown::Flag(BooleanBufferBuilder::new(0)),
                    Values::Coded { .. } => Grown::Text(Vec::new()),
                    Values::Date(_) => Grown::Date(Vec::new()),
                    Values::Moment(_) => Grown::Moment(Vec::new()),
                };
                self.rows -= column.len();
                self.valid = None;
                self.add(column);
            }
            // A source has one sort a column, so no other pair comes here.
            _ => {}
        }
    }

    /// Marks which of the next rows hold a value.
    fn mark(&mut self, rows: usize, valid: Option<impl Fn(usize) -> bool>) {
        let before = self.rows;
        self.rows += rows;
        match (&mut self.valid, valid) {
            (None, None) => {}
            (Some(all), None) => all.append_n(rows, true),
            (all, Some(valid)) => {
                let all = all.get_or_insert_with(|| {
                    let mut fresh = BooleanBufferBuilder::new(before + rows);
                    fresh.append_n(before, true);
                    fresh
                });
                (0..rows).for_each(|row| all.append(valid(row)));
            }
        }
    }

    /// Adds what a later part of the data grew to.
    fn append(&mut self, later: Growing) {
        if self.rows == 0 {
            *self = later;
            return;
        }
        let held = later.finish();
        // Buffers that were just built are as long as they say.
        if let Some(column) = held.lend("") {
            self.add(&column);
        }
    }

    fn finish(self) -> Held {
        let mut words = vec![String::new(); self.words.len()];
        self.words.into_iter().for_each(|(word, code)| words[code as usize] = word);
        let values = match self.values {
            Grown::Nothing => Store::Text(ScalarBuffer::from(Vec::new()), Arc::new(words)),
            Grown::Integer(values) => Store::Integer(ScalarBuffer::from(values)),
            Grown::Number(values) => Store::Number(ScalarBuffer::from(values)),
            Grown::Flag(mut values) => Store::Flag(values.finish()),
            Grown::Text(codes) => Store::Text(ScalarBuffer::from(codes), Arc::new(words)),
            Grown::Date(values) => Store::Date(ScalarBuffer::from(values)),
            Grown::Moment(values) => Store::Moment(ScalarBuffer::from(values)),
        };
        Held { values, valid: self.valid.map(|mut it| NullBuffer::new(it.finish())) }
    }
}

/// The codes of words in a dictionary that grows; the order of first sight is the order of codes.
fn recode<'a>(known: &mut HashMap<String, u32>, words: impl Iterator<Item = &'a String>) -> Vec<u32> {
    words
        .map(|word| match known.get(word) {
            Some(&code) => code,
            None => {
                let code = known.len() as u32;
                known.insert(word.clone(), code);
                code
            }
        })
        .collect()
}
