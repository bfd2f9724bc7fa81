//! Treated and original rows in the same columns: numbers where both hold numbers or bands of them, and otherwise the words of the
//! treated data.
//!
//! Original values go into the narrowest treated word that covers them ([`super::words`]), so that a model can learn from
//! treated rows and be asked about original ones.

use super::words::{covering, middle};
use crate::column::{Batch, Column, ColumnError, Values};

/// The most distinct values of a column that is no words.
const MOST_VALUES: usize = 10_000_000;

/// A column of treated rows beside that of original rows.
#[derive(Debug)]
pub(super) struct Beside {
    pub name: String,
    sides: [Own; 2],
    words: Vec<String>,
    /// Original cells with a value that no treated word covers.
    pub uncovered: u64,
}

#[derive(Debug)]
enum Own {
    Numbers(Vec<f64>),
    /// The code past the last word is that of no word.
    Codes(Vec<u32>),
}

impl Beside {
    /// The column of that name of treated rows, and of the rows of several original tables, one after another.
    pub fn new(name: &str, treated: &Batch<'_>, originals: &[&Batch<'_>]) -> Result<Beside, ColumnError> {
        let own = treated.column(name)?;
        let others = originals.iter().map(|it| it.column(name)).collect::<Result<Vec<_>, _>>()?;
        let plain = |it: &Column<'_>| !matches!(it.values, Values::Coded { .. });
        if plain(own) && others.iter().all(|it| plain(it)) {
            let numbers = others.iter().map(|it| it.numbers()).collect::<Result<Vec<_>, _>>()?;
            let sides = [Own::Numbers(own.numbers()?.into_owned()), Own::Numbers(numbers.concat())];
            return Ok(Beside { name: name.to_owned(), sides, words: Vec::new(), uncovered: 0 });
        }
        let coded = own.coded(MOST_VALUES)?;
        let middles: Option<Vec<f64>> = coded.words.iter().map(|it| middle(it)).collect();
        if let Some(middles) = middles.filter(|_| others.iter().all(|it| plain(it))) {
            let at = |&code: &u32| middles.get(code as usize).copied().unwrap_or(f64::NAN);
            let numbers = others.iter().map(|it| it.numbers()).collect::<Result<Vec<_>, _>>()?;
            let sides = [Own::Numbers(coded.codes.iter().map(at).collect()), Own::Numbers(numbers.concat())];
            return Ok(Beside { name: name.to_owned(), sides, words: Vec::new(), uncovered: 0 });
        }
        let (mut codes, mut uncovered) = (Vec::new(), 0);
        for other in others {
            let original = other.coded(MOST_VALUES)?;
            let places = covering(&original.words, &coded);
            for &code in original.codes.iter() {
                let place = places.get(code as usize).copied().unwrap_or(coded.missing());
                uncovered += u64::from(code != original.missing() && place == coded.missing());
                codes.push(place);
            }
        }
        let sides = [Own::Codes(coded.codes.into_owned()), Own::Codes(codes)];
        Ok(Beside { name: name.to_owned(), sides, words: coded.words.into_owned(), uncovered })
    }

    /// The column of the treated rows, or of the original ones.
    pub fn column(&self, original: bool) -> Column<'_> {
        let values = match &self.sides[usize::from(original)] {
            Own::Numbers(numbers) => Values::Number(numbers),
            Own::Codes(codes) => Values::Coded { codes, words: &self.words },
        };
        Column::new(&self.name, values)
    }

    /// How far the spread of the treated values is from that of the original ones: between 0 and 1.
    ///
    /// Numbers by the largest gap of their distribution functions, words by total variation.
    pub fn distance(&self) -> Option<f64> {
        match &self.sides {
            [Own::Numbers(one), Own::Numbers(two)] => gap(one, two),
            [Own::Codes(one), Own::Codes(two)] => variation(one, two, self.words.len() + 1),
            _ => None,
        }
    }
}

/// The largest gap of two distribution functions, rows without a number left out.
fn gap(one: &[f64], two: &[f64]) -> Option<f64> {
    let sorted = |it: &[f64]| {
        let mut known: Vec<f64> = it.iter().copied().filter(|it| !it.is_nan()).collect();
        known.sort_unstable_by(f64::total_cmp);
        known
    };
    let (one, two) = (sorted(one), sorted(two));
    if one.is_empty() || two.is_empty() {
        return None;
    }
    let below = |all: &[f64], at: f64| all.partition_point(|it| *it <= at) as f64 / all.len() as f64;
    Some(one.iter().chain(&two).map(|&at| (below(&one, at) - below(&two, at)).abs()).fold(0.0, f64::max))
}

/// Half the sum of the differences of shares.
fn variation(one: &[u32], two: &[u32], words: usize) -> Option<f64> {
    if one.is_empty() || two.is_empty() {
        return None;
    }
    let shares = |codes: &[u32]| {
        let mut shares = vec![0.0; words];
        codes.iter().for_each(|&it| shares[it as usize] += 1.0 / codes.len() as f64);
        shares
    };
    Some(0.5 * shares(one).iter().zip(shares(two)).map(|(a, b)| (a - b).abs()).sum::<f64>())
}
