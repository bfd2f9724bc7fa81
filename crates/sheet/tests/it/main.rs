//! What tables this crate reads and writes, and what it refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail by panicking")]

mod delimited;
mod encodings;
mod hostile;
mod inventory;
mod round;
mod workbooks;

use sheet::{Limits, SheetError, Table};

fn read(bytes: impl AsRef<[u8]>) -> Result<Table, SheetError> {
    sheet::read(bytes.as_ref(), "file.csv", &Limits::default())
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

fn headers(table: &Table) -> Vec<&str> {
    table.headers.iter().map(|it| it.text.as_str()).collect()
}

/// The sentence with which `bytes` are refused.
fn refusal(bytes: impl AsRef<[u8]>) -> String {
    read(bytes).expect_err("must be refused").to_string()
}
