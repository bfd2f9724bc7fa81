//! Columns of some of the rows, for parts and segments.

use crate::column::{Bits, Column, Values};

/// A column that owns its values.
#[derive(Debug)]
pub struct Owned {
    values: OwnedValues,
    valid: Vec<u8>,
    rows: usize,
}

#[derive(Debug)]
enum OwnedValues {
    Number(Vec<f64>),
    Integer(Vec<i64>),
    Flag(Vec<u8>),
    Words(Vec<u32>, Vec<String>),
    Date(Vec<i32>),
    Moment(Vec<i64>),
}

/// The column of the rows at `rows`.
pub fn rows_of(column: &Column<'_>, rows: &[usize]) -> Owned {
    let values = match column.values {
        Values::Number(values) => OwnedValues::Number(rows.iter().map(|&row| values[row]).collect()),
        Values::Integer(values) => OwnedValues::Integer(rows.iter().map(|&row| values[row]).collect()),
        Values::Moment(values) => OwnedValues::Moment(rows.iter().map(|&row| values[row]).collect()),
        Values::Date(values) => OwnedValues::Date(rows.iter().map(|&row| values[row]).collect()),
        Values::Flag(bits) => OwnedValues::Flag(packed(rows.iter().map(|&row| bits.get(row)), rows.len())),
        Values::Coded { codes, words } => {
            OwnedValues::Words(rows.iter().map(|&row| codes[row]).collect(), words.to_vec())
        }
    };
    Owned { values, valid: packed(rows.iter().map(|&row| column.is_valid(row)), rows.len()), rows: rows.len() }
}

fn packed(bits: impl Iterator<Item = bool>, rows: usize) -> Vec<u8> {
    let mut bytes = vec![0; rows.div_ceil(8)];
    bits.enumerate().filter(|it| it.1).for_each(|(at, _)| bytes[at >> 3] |= 1 << (at & 7));
    bytes
}

impl Owned {
    /// The column under a name, lent.
    pub fn lend<'a>(&'a self, name: &'a str) -> Column<'a> {
        let bits = |bytes: &'a [u8]| Bits::new(bytes, 0, self.rows);
        let values = match &self.values {
            OwnedValues::Number(values) => Values::Number(values),
            OwnedValues::Integer(values) => Values::Integer(values),
            OwnedValues::Moment(values) => Values::Moment(values),
            OwnedValues::Date(values) => Values::Date(values),
            OwnedValues::Words(codes, words) => Values::Coded { codes, words },
            OwnedValues::Flag(bytes) => bits(bytes).map_or(Values::Number(&[]), Values::Flag),
        };
        Column { name, values, valid: bits(&self.valid) }
    }
}
