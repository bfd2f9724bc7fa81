//! Why a file cannot be read or written as a table, and where in it.

use std::fmt;

/// Why the file `name` cannot be read or written as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetError {
    /// Name of the file or sheet.
    pub name: String,
    /// Line, from 1; 0 when the fault belongs to the file as a whole.
    pub line: u64,
    /// Character of the line, or column of the sheet, from 1; 0 when the fault belongs to the line as a whole.
    pub column: u64,
    /// What is wrong.
    pub fault: Fault,
}

impl std::error::Error for SheetError {}

impl fmt::Display for SheetError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`", self.name)?;
        if self.line > 0 {
            write!(out, ", line {}", self.line)?;
        }
        if self.column > 0 {
            write!(out, ", column {}", self.column)?;
        }
        write!(out, ": {}", self.fault)
    }
}

/// What is wrong with a file that should hold a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing in it.
    #[error("the file is empty; choose a file whose first line names the columns")]
    Empty,
    /// No row below the header.
    #[error("the file has a header and no rows; add at least one row below it")]
    HeaderOnly,
    /// More bytes than the limit.
    #[error("the file is larger than {} MiB; split it into smaller files", limit >> 20)]
    TooLarge {
        /// Bytes.
        limit: u64,
    },
    /// More rows than the limit.
    #[error("the file has more than {limit} rows; split it into smaller files")]
    TooManyRows {
        /// Rows.
        limit: usize,
    },
    /// More columns than the limit.
    #[error("the row has more than {limit} columns; remove those that are not needed")]
    TooManyColumns {
        /// Columns.
        limit: usize,
    },
    /// More cells than the limit.
    #[error("the file has more than {limit} cells; split it into smaller files")]
    TooManyCells {
        /// Cells.
        limit: usize,
    },
    /// A cell longer than the limit.
    #[error("a cell is longer than {limit} characters; shorten it, or look for a quote that is missing before it")]
    CellTooLong {
        /// Characters.
        limit: usize,
    },
    /// A NUL character.
    #[error("a NUL character stands here, so this is not a text table; save it as CSV or XLSX")]
    Nul,
    /// A byte that the encoding does not define.
    #[error("the byte 0x{byte:02X} means nothing in {encoding}; save the file as UTF-8, or name its encoding")]
    Undecodable {
        /// First of the bytes.
        byte: u8,
        /// Name of the encoding.
        encoding: String,
    },
    /// The name of an encoding that does not exist.
    #[error("`{name}` is no known encoding; name one such as `utf-8` or `windows-1252`")]
    UnknownEncoding {
        /// As it was given.
        name: String,
    },
    /// An encoding that is not read.
    #[error("the file is written in UTF-32, which is not read; save it as UTF-8")]
    Utf32,
    /// A quote that opens a cell and never closes.
    #[error("a quote opens a cell here and never closes; add the closing quote, or double quotes inside the cell")]
    OpenQuote,
    /// Something between a closing quote and the next delimiter.
    #[error("`{found}` follows a closing quote; double quotes inside a cell, and put nothing after its last quote")]
    AfterQuote {
        /// The character.
        found: char,
    },
    /// A delimiter that cannot be one.
    #[error("`{delimiter}` cannot separate cells; use a comma, a semicolon, a tab or `|`")]
    BadDelimiter {
        /// As it was given.
        delimiter: char,
    },
    /// An old or encrypted workbook.
    #[error("this is an old or a password-protected Excel file; save it as XLSX without a password")]
    OldWorkbook,
    /// Some other format.
    #[error("this is not a table; save it as CSV or XLSX")]
    NotATable,
    /// An archive that is no workbook.
    #[error("this is a ZIP archive and not an XLSX workbook; unpack it, or save the table as CSV or XLSX")]
    NotAWorkbook,
    /// A workbook that cannot be read.
    #[error("the workbook is damaged ({why}); open it in a spreadsheet program and save it again as XLSX")]
    Damaged {
        /// What the reader stumbled over.
        why: String,
    },
    /// A workbook whose archive is built to do harm, or looks as if it were.
    #[error("the workbook's archive is refused because {why}; open it in a spreadsheet program and save it again")]
    Hostile {
        /// What is wrong with the archive.
        why: String,
    },
    /// A sheet that the workbook does not have.
    #[error("the workbook has no sheet `{wanted}`; it has {}", .sheets.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "))]
    NoSuchSheet {
        /// As it was asked for.
        wanted: String,
        /// Those that exist.
        sheets: Vec<String>,
    },
    /// Something that XLSX cannot hold.
    #[error("XLSX cannot hold {what}; write the table as CSV")]
    BeyondXlsx {
        /// What is too much.
        what: String,
    },
}

/// A fault and its place, before the name of the file is known.
#[derive(Debug)]
pub(crate) struct Place {
    pub line: u64,
    pub column: u64,
    pub fault: Fault,
}

impl Place {
    pub fn new(line: u64, column: u64, fault: Fault) -> Place {
        Place { line, column, fault }
    }

    /// The place just after `before`, which is the text from the start of the file.
    pub fn after(before: &str, fault: Fault) -> Place {
        let end = if before.contains('\n') { '\n' } else { '\r' };
        let line = before.matches(end).count() as u64 + 1;
        let column = before.chars().rev().take_while(|it| *it != end).count() as u64 + 1;
        Place { line, column, fault }
    }

    pub fn of(self, name: &str) -> SheetError {
        SheetError { name: name.to_owned(), line: self.line, column: self.column, fault: self.fault }
    }
}

impl From<Fault> for Place {
    fn from(fault: Fault) -> Place {
        Place { line: 0, column: 0, fault }
    }
}
