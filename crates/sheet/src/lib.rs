//! Tables of cells: CSV in every common spelling and XLSX in, both out.
//!
//! Bytes go in, cells come out exactly as they stand, each with the line where its row starts; nothing is trimmed,
//! guessed or silently replaced. This crate fences the libraries for spreadsheets and encodings. It knows no kinds and
//! touches no file: what the cells mean is decided elsewhere.

mod archive;
mod decode;
mod delimiter;
mod error;
mod guard;
mod limits;
mod table;
mod text;
mod workbook;
mod write;

pub use error::{Fault, SheetError};
pub use guard::{guard, unguard};
pub use limits::{Limits, Reading};
pub use table::{Format, Header, Row, Table};
pub use write::{Leaf, write_csv, write_data, write_workbook, write_xlsx};

/// Reads a CSV or XLSX file whose encoding, delimiter and sheet are found by looking at it; `name` is for messages.
pub fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Table, SheetError> {
    read_as(bytes, name, &Reading { limits: limits.clone(), ..Reading::default() })
}

/// Reads a CSV or XLSX file in the way that somebody chose for it.
pub fn read_as(bytes: &[u8], name: &str, how: &Reading) -> Result<Table, SheetError> {
    table_of(bytes, how).map_err(|place| place.of(name))
}

fn table_of(bytes: &[u8], how: &Reading) -> Result<Table, error::Place> {
    if bytes.len() as u64 > how.limits.bytes {
        return Err(Fault::TooLarge { limit: how.limits.bytes }.into());
    }
    let table = match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => workbook::read(bytes, how)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Fault::OldWorkbook.into()),
        [b'%', b'P', b'D', b'F', ..] => return Err(Fault::NotATable.into()),
        _ => text::read(bytes, how)?,
    };
    match table.rows.is_empty() {
        true => Err(Fault::HeaderOnly.into()),
        false => Ok(table),
    }
}
