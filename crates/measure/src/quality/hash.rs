//! Rows as hashes: the same values give the same 128 bits in any file and in any batch, so rows can be found again.
//!
//! Two different rows of a billion have the same hash with a probability below 10^-20.

use crate::column::{Column, Values};

/// A mixing of two words into one (the finaliser of MurmurHash3, which maps no two inputs to one).
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    bits = (bits ^ (bits >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    bits ^ (bits >> 33)
}

/// Adds a word to a hash.
fn fold(hash: (u64, u64), bits: u64) -> (u64, u64) {
    let (a, b) = hash;
    let a = mix(a ^ bits).wrapping_add(0x9E37_79B9_7F4A_7C15);
    (a, mix(b.rotate_left(29).wrapping_add(bits.wrapping_mul(0xD6E8_FEB8_6659_FD93)) ^ a))
}

/// The hash of bytes.
pub(super) fn of_bytes(bytes: &[u8]) -> (u64, u64) {
    let start = (mix(bytes.len() as u64 ^ 0xA076_1D64_78BD_642F), bytes.len() as u64);
    bytes.chunks(8).fold(start, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        fold(hash, u64::from_le_bytes(word))
    })
}

/// Whether a number with a fraction can hold a whole number exactly, and its neighbours; long identifiers can not.
fn exact(value: i64) -> bool {
    value.unsigned_abs() < 1 << f64::MANTISSA_DIGITS
}

/// The hashes of the rows of several columns together.
pub(super) fn of_rows(columns: &[&Column<'_>]) -> Vec<(u64, u64)> {
    let rows = columns.first().map_or(0, |it| it.len());
    let mut hashes = vec![(0x2545_F491_4F6C_DD1D, 0x9E6C_63D0_876A_9A62); rows];
    for column in columns {
        let words: Vec<u64> = match column.values {
            Values::Coded { words, .. } => words.iter().map(|it| of_bytes(it.as_bytes()).1).collect(),
            _ => Vec::new(),
        };
        for (row, hash) in hashes.iter_mut().enumerate() {
            let (mark, bits) = match column.values {
                _ if !super::rows::has_value(column, row) => (0, 0),
                // whole numbers and numbers of one value are the same
                Values::Number(values) => (1, (values[row] + 0.0).to_bits()),
                Values::Integer(values) if exact(values[row]) => (1, (values[row] as f64).to_bits()),
                Values::Integer(values) => (6, values[row] as u64),
                Values::Flag(bits) => (2, u64::from(bits.get(row))),
                Values::Coded { codes, .. } => (3, words.get(codes[row] as usize).copied().unwrap_or(0)),
                Values::Date(values) => (4, values[row] as u64),
                Values::Moment(values) => (5, values[row] as u64),
            };
            *hash = fold(*hash, bits ^ mix(mark));
        }
    }
    hashes
}

/// A hasher for what already is a hash.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given(u64);

impl std::hash::Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = of_bytes(bytes).1;
    }

    fn write_u64(&mut self, bits: u64) {
        self.0 ^= bits;
    }
}

/// Counts by hash.
pub(super) type Counts = std::collections::HashMap<(u64, u64), u32, std::hash::BuildHasherDefault<Given>>;
