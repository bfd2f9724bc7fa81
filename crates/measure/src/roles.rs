//! The parts that columns play in a measurement of predictions: label, prediction, score, and which class is positive.
//!
//! Nothing is guessed: two classes that are not 0 and 1 or false and true need to be told which of them is positive.

use crate::column::{Batch, Coded, Column, ColumnError};

/// A row without a value in a [`Binary`].
pub const UNKNOWN: u8 = 2;

/// A column of two classes: 1 for the positive one, 0 for the other, [`UNKNOWN`] where the row holds no value.
#[derive(Debug, Clone)]
pub struct Binary {
    /// One class a row.
    pub classes: Vec<u8>,
    /// The word of the positive class.
    pub positive: String,
}

impl Binary {
    /// How many rows hold no value.
    pub fn unknown(&self) -> u64 {
        self.classes.iter().filter(|it| **it == UNKNOWN).count() as u64
    }
}

/// Why a column cannot play its part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoleError {
    /// The column itself cannot be used.
    #[error(transparent)]
    Column(#[from] ColumnError),
    /// No column of predictions was named.
    #[error("name the column of predictions; this measurement cannot do without it")]
    NoPrediction,
    /// More or other classes than a measure of two takes.
    #[error("column `{name}` holds the classes {found} where two are needed; name another column or map them to two")]
    Classes {
        /// The column.
        name: String,
        /// The classes, in backticks.
        found: String,
    },
    /// A row whose weight is missing, below 0 or not finite.
    #[error("row {row} of `{name}` is no weight; give a number of 0 or more in every row")]
    Weight {
        /// The column.
        name: String,
        /// The row, counted from 1.
        row: usize,
    },
    /// No row has a weight.
    #[error("every weight of `{name}` is 0; name another column with --weight")]
    NoWeight {
        /// The column.
        name: String,
    },
    /// A positive class that was told and that the column does not hold.
    #[error(
        "column `{name}` holds no `{positive}`; it holds {found}, so name one of these as the positive class, and spell it alike in labels and predictions"
    )]
    Absent {
        /// The column.
        name: String,
        /// The class that was told.
        positive: String,
        /// The classes, in backticks.
        found: String,
    },
    /// The positive class is not told.
    #[error("say which class of column `{name}` is the positive one; it holds {found}")]
    Positive {
        /// The column.
        name: String,
        /// The classes, in backticks.
        found: String,
    },
}

/// The weight of each row: a finite number of 0 or more in every row, and not 0 in all.
pub fn weights_of(batch: &Batch<'_>, name: &str) -> Result<Vec<f64>, RoleError> {
    let weights = batch.column(name)?.numbers()?.into_owned();
    match weights.iter().position(|it| !it.is_finite() || *it < 0.0) {
        Some(at) => Err(RoleError::Weight { name: name.to_owned(), row: at + 1 }),
        None if weights.iter().any(|it| *it > 0.0) => Ok(weights),
        None => Err(RoleError::NoWeight { name: name.to_owned() }),
    }
}

/// Classes named in a message before the rest is left out.
const NAMED: usize = 6;

/// Distinct values that a column of classes may have before it is taken for something else.
const DISTINCT: usize = 1000;

fn listed(words: &[&str]) -> String {
    let mut named: Vec<String> = words.iter().take(NAMED).map(|it| format!("`{it}`")).collect();
    if words.len() > NAMED {
        named.push(format!("and {} more", words.len() - NAMED));
    }
    named.join(", ")
}

/// The words of a column that a row uses.
fn used<'a>(coded: &'a Coded<'_>) -> Vec<&'a str> {
    let mut seen = vec![false; coded.words.len() + 1];
    coded.codes.iter().for_each(|&code| seen[code as usize] = true);
    coded.words.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(word, _)| word.as_str()).collect()
}

/// Reads `column` as two classes, of which `positive` is the positive one; without it they must be 0 and 1 or false and true.
pub fn binary(column: &Column<'_>, positive: Option<&str>) -> Result<Binary, RoleError> {
    let coded = column.coded(DISTINCT)?;
    let words = used(&coded);
    let (name, found) = (|| column.name.to_owned(), || listed(&words));
    if words.len() > 2 {
        return Err(RoleError::Classes { name: name(), found: found() });
    }
    let plain = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "0" | "1" | "0.0" | "1.0" | "false" | "true");
    let yes = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "1" | "1.0" | "true");
    let is_positive = |word: &str| positive.map_or_else(|| yes(word), |it| it == word);
    // A single class that is not the positive one is the other one only where both can be known.
    let told = positive.is_some_and(|it| coded.words.iter().any(|word| word == it));
    if !told && !words.iter().all(|word| plain(word)) || positive.is_some() && !told && words.len() == 2 {
        return Err(match positive {
            Some(positive) => RoleError::Absent { name: name(), positive: positive.to_owned(), found: found() },
            None => RoleError::Positive { name: name(), found: found() },
        });
    }
    let of_word: Vec<u8> = coded.words.iter().map(|word| u8::from(is_positive(word))).chain([UNKNOWN]).collect();
    let classes = coded.codes.iter().map(|&code| of_word[code as usize]).collect();
    let positive = coded.words.iter().find(|word| is_positive(word)).cloned();
    Ok(Binary { classes, positive: positive.unwrap_or_else(|| "1".to_owned()) })
}

/// The column of that name in `batch` as two classes.
pub fn binary_of(batch: &Batch<'_>, name: &str, positive: Option<&str>) -> Result<Binary, RoleError> {
    binary(batch.column(name)?, positive)
}
