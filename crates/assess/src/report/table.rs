//! Tables of a report: cells that keep what they are, so that every form can show them in its way.

use measure::Measured;
use serde::{Deserialize, Serialize};

use crate::number;

/// A table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// Heading.
    pub title: String,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// Words.
    Words(String),
    /// Rows that were counted.
    Count(u64),
    /// A number.
    Number(f64),
    /// A number with its interval, or why there is none.
    Measured(Measured),
    /// Nothing.
    Blank(()),
}

impl Table {
    /// A table with these headings.
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Table {
        Table { title: title.into(), columns: columns.iter().map(|it| (*it).to_owned()).collect(), rows: Vec::new() }
    }

    /// The same table with its rows as columns, each under its first cell.
    pub fn turned(self) -> Table {
        let heads = self.rows.iter().map(|row| row.first().map_or_else(String::new, Cell::words));
        let columns = self.columns.iter().take(1).cloned().chain(heads).collect();
        let row = |(at, head): (usize, &String)| -> Vec<Cell> {
            let cells = self.rows.iter().map(|row| row.get(at).cloned().unwrap_or(Cell::Blank(())));
            [Cell::from(head.clone())].into_iter().chain(cells).collect()
        };
        Table { title: self.title.clone(), columns, rows: self.columns.iter().enumerate().skip(1).map(row).collect() }
    }
}

impl Cell {
    /// The cell in words.
    pub fn words(&self) -> String {
        match self {
            Cell::Words(words) => words.clone(),
            Cell::Count(count) => number::rows(*count),
            Cell::Number(value) => number::number(*value),
            Cell::Measured(measured) => number::estimate(measured),
            Cell::Blank(()) => String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        Cell::Words(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Cell {
        Cell::Words(words)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Cell {
        Cell::Count(count)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Cell {
        Cell::Number(number)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Cell {
        number.map_or(Cell::Blank(()), Cell::Number)
    }
}

impl From<Measured> for Cell {
    fn from(measured: Measured) -> Cell {
        Cell::Measured(measured)
    }
}
