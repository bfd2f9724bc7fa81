//! The first reading of text: every cell is looked at, and a column is of the sort that all of its cells share.
//!
//! What could be read in two ways is not decided here: the column stays words, and a notice says which setting decides.

use std::collections::BTreeMap;

use super::cell::{self, Spellings};
use crate::column::Kind;
use crate::notice::Notice;
use crate::options::Options;

/// Which cells look like what, in one column of any number of files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    /// Cells with a value.
    cells: u64,
    /// Spellings that every such cell fits; meaningless when there is none.
    shared: Spellings,
    /// Cells of more digits than a number holds exactly.
    long: u64,
    /// Whether a cell is a number with a fraction or an exponent.
    broken: bool,
    /// Cells that look like a number, a date or a moment, or neither; and where the first of each stands.
    sorts: [Seen; 3],
    /// Words that may mean "no value", and how often each stands.
    nulls: BTreeMap<String, u64>,
    /// Whether semicolons stand between cells, as where the comma is the decimal sign.
    pub semicolons: bool,
}

#[derive(Debug, Clone, Default)]
struct Seen {
    cells: u64,
    line: u64,
    cell: String,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The sort of values.
    pub kind: Kind,
    /// Their spelling.
    pub spelling: Spellings,
    /// Words that stand for no value.
    pub nulls: Vec<String>,
}

impl Reading {
    /// Reads whole numbers as numbers, where another file has numbers with a fraction.
    pub fn widen(&mut self, kind: Kind) {
        if (self.kind, kind) == (Kind::Integer, Kind::Number) {
            (self.kind, self.spelling) = (kind, cell::POINT);
        }
    }
}

impl Look {
    /// Looks at a cell that is nothing but text: a cell of CSV.
    pub fn see(&mut self, cell: &str, line: u64, options: &Options) {
        if cell.is_empty() || options.nulls.iter().any(|it| it == cell) {
            return;
        }
        if !cell::NULLS.contains(&cell) {
            return self.note(cell::spellings(cell), cell, line);
        }
        match self.nulls.get_mut(cell) {
            Some(count) => *count += 1,
            None => drop(self.nulls.insert(cell.to_owned(), 1)),
        }
    }

    /// Notes a cell whose spellings are known.
    pub fn note(&mut self, spellings: Spellings, cell: &str, line: u64) {
        self.shared = if self.cells == 0 { spellings } else { self.shared & spellings };
        self.cells += 1;
        self.long += u64::from(spellings & cell::LONG != 0);
        self.broken |= spellings & cell::NUMBERS != 0 && spellings & (cell::INTEGER | cell::LONG) == 0;
        let sort = match spellings {
            it if it & cell::NUMBERS != 0 => 0,
            it if it & cell::TIMES != 0 => 1,
            _ => 2,
        };
        let seen = &mut self.sorts[sort];
        seen.cells += 1;
        if seen.cells == 1 {
            (seen.line, seen.cell) = (line, cell.chars().take(40).collect());
        }
    }

    /// Decides how the column is read, and says what was found.
    pub fn settle(&self, column: &str, options: &Options, notices: &mut Vec<Notice>) -> Reading {
        let spelling = self.spelling(column, options, notices);
        let kind = kind_of(spelling);
        let mut nulls = options.nulls.clone();
        for (word, count) in &self.nulls {
            if kind == Kind::Text {
                notices.push(Notice::of(column, "kept_null_word", format!(
                    "`{word}` stands {count} times and is kept as a word; list it as a spelling of null if it is one"
                )));
            } else {
                notices.push(Notice::of(column, "null_word", format!("`{word}` is read as no value, {count} times")));
                nulls.push(word.clone());
            }
        }
        if kind != Kind::Text && spelling & (cell::INTEGER | cell::POINT | cell::FLAG | cell::YEAR_DASH) == 0 {
            let name = cell::NAMES.iter().find(|it| it.0 == spelling).map_or("", |it| it.1);
            notices.push(Notice::of(column, "spelling", name));
        }
        Reading { kind, spelling, nulls }
    }

    /// The one spelling in which the column is read; 0 for words.
    fn spelling(&self, column: &str, options: &Options, notices: &mut Vec<Notice>) -> Spellings {
        if self.cells == 0 || options.text.iter().any(|it| it == column) {
            return 0;
        }
        let shared = match (options.decimal, options.day_first) {
            (Some(','), _) if self.shared & cell::INTEGER == 0 => self.shared & !(cell::POINT | cell::GROUPED_POINT),
            (Some('.'), _) => self.shared & !(cell::COMMA | cell::GROUPED_COMMA),
            _ => self.shared,
        };
        let shared = match options.day_first {
            Some(true) if shared & cell::DAY_SLASH != 0 => shared & !cell::MONTH_SLASH,
            Some(false) if shared & cell::MONTH_SLASH != 0 => shared & !cell::DAY_SLASH,
            _ => shared,
        };
        if shared & cell::ZEROS != 0 {
            notices.push(Notice::of(column, "leading_zeros", "digits with leading zeros, kept as words"));
            return 0;
        }
        // Whole numbers that none can hold exactly are identifiers; beside numbers with a fraction they are measured values.
        if self.long > 0 && !self.broken && shared & cell::NUMBERS != 0 {
            let says = format!(
                "{} values have more digits than a number holds exactly, so that all are kept as words",
                self.long
            );
            notices.push(Notice::of(column, "long_digits", says));
            return 0;
        }
        if let Some(both) = ambiguous(shared, self.semicolons) {
            notices.push(Notice::of(column, "ambiguous", both));
            return 0;
        }
        if shared == 0 {
            self.mixed(column, notices);
        }
        shared & shared.wrapping_neg() // the lowest bit is the plainest spelling
    }

    /// Says what stands in a column whose cells are of several sorts.
    fn mixed(&self, column: &str, notices: &mut Vec<Notice>) {
        let names = ["numbers", "dates", "words"];
        let found: Vec<_> = names.iter().zip(&self.sorts).filter(|(_, it)| it.cells > 0).collect();
        if found.len() < 2 {
            if self.sorts[1].cells > 0 {
                let what = "dates in several spellings, kept as words; write them all as 2026-01-31";
                notices.push(Notice::of(column, "mixed_dates", what));
            } else if self.sorts[0].cells > 0 {
                let what = "numbers in several spellings, kept as words; write them all in one";
                notices.push(Notice::of(column, "mixed_numbers", what));
            }
            return;
        }
        let parts: Vec<String> = found
            .iter()
            .map(|(name, it)| format!("{} {name} (first on line {}: `{}`)", it.cells, it.line, it.cell))
            .collect();
        notices.push(Notice::of(column, "mixed", format!("holds {}; kept as words", parts.join(" and "))));
    }
}

/// The sentence about a column that can be read in two ways.
fn ambiguous(shared: Spellings, semicolons: bool) -> Option<&'static str> {
    let both = |bits: Spellings| shared & bits == bits;
    if semicolons && both(cell::POINT | cell::GROUPED_COMMA) && shared & cell::INTEGER == 0 {
        return Some("numbers as 1.234 may be decimal or grouped, so they are kept as words; settle the decimal sign");
    }
    if both(cell::DAY_SLASH | cell::MONTH_SLASH) {
        return Some(
            "dates as 03/04/2026 may begin with day or month, so they are kept as words; settle which stands first",
        );
    }
    (both(cell::COMMA | cell::GROUPED_POINT) && shared & cell::POINT == 0)
        .then_some("numbers as 1,234 may be decimal or grouped, so they are kept as words; settle the decimal sign")
}

fn kind_of(spelling: Spellings) -> Kind {
    match spelling {
        cell::FLAG => Kind::Flag,
        cell::INTEGER => Kind::Integer,
        it if it & cell::NUMBERS != 0 => Kind::Number,
        it if it & cell::DATES != 0 => Kind::Date,
        it if it & cell::TIMES != 0 => Kind::Moment,
        _ => Kind::Text,
    }
}
