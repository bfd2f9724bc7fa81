//! Text with a delimiter between cells, quotes around them and line breaks inside them (RFC 4180).
//!
//! Stricter than the usual readers in one respect: a quote that never closes, or text after a closing quote, is an
//! error with its place, because reading on would move cells into other rows without a word.

use crate::decode::decode;
use crate::delimiter;
use crate::error::{Fault, Place};
use crate::limits::{Limits, Reading};
use crate::table::{Format, Row, Table};

/// Reads the table.
pub(crate) fn read(bytes: &[u8], how: &Reading) -> Result<Table, Place> {
    let (text, encoding) = decode(bytes, how.encoding.as_deref())?;
    if let Some(at) = text.find('\0') {
        return Err(Place::after(&text[..at], Fault::Nul));
    }
    let (delimiter, skipped) = match (how.delimiter, delimiter::named(&text)) {
        (Some(given), _) if matches!(given, '"' | '\r' | '\n') || !given.is_ascii() => {
            return Err(Fault::BadDelimiter { delimiter: given }.into());
        }
        (Some(given), named) => (given, named.map_or(0, |(_, length)| length)),
        (None, Some((delimiter, length))) => (delimiter, length),
        (None, None) => (delimiter::guess(&text, &how.limits), 0),
    };
    let mut records = Records::new(&text, delimiter, &how.limits);
    records.skip_to(skipped);
    let (rows, empty_lines) = collect(records, &how.limits)?;
    if rows.is_empty() {
        return Err(Fault::Empty.into());
    }
    let table = Table {
        format: Format::Csv,
        encoding: encoding.to_owned(),
        delimiter: Some(delimiter),
        sheet: None,
        other_sheets: Vec::new(),
        header_line: 0,
        headers: Vec::new(),
        rows: Vec::new(),
        empty_lines,
    };
    Ok(table.assemble(rows))
}

/// All rows, the header first, and the lines of those that are empty.
fn collect(records: Records<'_>, limits: &Limits) -> Result<(Vec<Row>, Vec<u64>), Place> {
    let (mut rows, mut empty, mut cells) = (Vec::new(), Vec::new(), 0usize);
    for record in records {
        let record = record?;
        cells += record.cells.len();
        if cells > limits.cells {
            return Err(Place::new(record.line, 0, Fault::TooManyCells { limit: limits.cells }));
        }
        match record.is_empty() {
            true => empty.push(record.line),
            false if rows.len() > limits.rows => {
                return Err(Place::new(record.line, 0, Fault::TooManyRows { limit: limits.rows }));
            }
            false => rows.push(Row { line: record.line, cells: record.cells, ragged: false }),
        }
    }
    Ok((rows, empty))
}

/// One record and the line where it starts.
pub(crate) struct Record {
    pub line: u64,
    pub cells: Vec<String>,
}

impl Record {
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// The records of a text, one after the other; ends after the first fault.
pub(crate) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    limits: &'a Limits,
    at: usize,
    line: u64,
    /// Whether lines end with a carriage return alone, as on old Macs.
    old: bool,
}

/// What came after a cell.
enum End {
    Cell,
    Record,
}

impl<'a> Records<'a> {
    pub fn new(text: &'a str, delimiter: char, limits: &'a Limits) -> Records<'a> {
        Records {
            text,
            delimiter: u8::try_from(delimiter).unwrap_or(b','),
            limits,
            at: 0,
            line: 1,
            old: !text.contains('\n'),
        }
    }

    /// Leaves out the first `bytes`, which are whole lines.
    pub fn skip_to(&mut self, bytes: usize) {
        self.line += self.text.bytes().take(bytes).filter(|it| *it == b'\n').count() as u64;
        self.at = bytes;
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn here(&self, at: usize, fault: Fault) -> Place {
        Place::after(self.text.get(..at).unwrap_or_default(), fault)
    }

    fn record(&mut self) -> Result<Record, Place> {
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let start = self.at;
            let cell = if self.peek() == Some(b'"') { self.quoted()? } else { self.bare() };
            if cell.len() > self.limits.cell_length && cell.chars().count() > self.limits.cell_length {
                return Err(self.here(start, Fault::CellTooLong { limit: self.limits.cell_length }));
            }
            cells.push(cell);
            if cells.len() > self.limits.columns {
                return Err(Place::new(line, 0, Fault::TooManyColumns { limit: self.limits.columns }));
            }
            if let End::Record = self.separator()? {
                return Ok(Record { line, cells });
            }
        }
    }

    /// A cell without quotes around it; quotes inside it stand for themselves.
    fn bare(&mut self) -> String {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let ends = |it: &u8| *it == self.delimiter || matches!(it, b'\r' | b'\n');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let cell = self.text.get(self.at..self.at + length).unwrap_or_default().to_owned();
        self.at += length;
        cell
    }

    /// A cell with quotes around it; two quotes inside it stand for one.
    fn quoted(&mut self) -> Result<String, Place> {
        let opening = self.at;
        let mut cell = String::new();
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(length) = rest.bytes().position(|it| it == b'"') else {
                return Err(self.here(opening, Fault::OpenQuote));
            };
            let part = &rest[..length];
            self.line += part.bytes().filter(|it| *it == b'\n').count() as u64;
            cell.push_str(part);
            self.at += length + 1;
            match self.peek() {
                Some(b'"') => {
                    cell.push('"');
                    self.at += 1;
                }
                _ => return Ok(cell),
            }
        }
    }

    /// Steps over what ends a cell.
    fn separator(&mut self) -> Result<End, Place> {
        match self.peek() {
            None => Ok(End::Record),
            Some(it) if it == self.delimiter => {
                self.at += 1;
                Ok(End::Cell)
            }
            Some(b'\r') => {
                self.at += 1;
                let paired = self.peek() == Some(b'\n');
                self.at += usize::from(paired);
                self.line += u64::from(paired || self.old);
                Ok(End::Record)
            }
            Some(b'\n') => {
                self.at += 1;
                self.line += 1;
                Ok(End::Record)
            }
            Some(_) => {
                let found = self.text.get(self.at..).and_then(|it| it.chars().next()).unwrap_or_default();
                Err(self.here(self.at, Fault::AfterQuote { found }))
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Place>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let record = self.record();
        if record.is_err() {
            self.at = self.text.len();
        }
        Some(record)
    }
}
