//! The rows of data that are held here: cells from a file, columns that are withheld, and the forms in which they go out.
//!
//! What is withheld is decided elsewhere; here it is done, and every form says so. Cells of CSV and workbooks stay as they
//! were written; other formats are read as columns and written as text.

use std::path::Path;

use measure::Column;
use measure::spelling::text;
use serde_json::{Map, Value, json};

use crate::Error;

/// What stands instead of a cell that is withheld.
pub const WITHHELD: &str = "withheld";

/// Most rows that are read of a file.
const ROWS: usize = 5_000_000;
/// Most cells that are read of a file.
const CELLS: usize = 60_000_000;

/// Rows of cells under their headers.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Names of the columns, as the file has them.
    pub headers: Vec<String>,
    /// The rows; every one has as many cells as there are headers.
    pub rows: Vec<Vec<String>>,
}

/// A column that is withheld, and the class for which it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Withheld {
    /// Name of the column.
    pub field: String,
    /// Its class.
    pub class: String,
}

/// The cells of a file; `path` is where its bytes lie, which formats other than CSV and workbooks need.
pub fn cells(name: &str, bytes: &[u8], path: Option<&Path>) -> Result<Cells, Error> {
    match sheet_like(bytes) {
        true => of_sheet(name, bytes),
        false => {
            let path = path.ok_or_else(|| {
                Error::input(format!(
                    "`{name}` lies in an object store and can only be given whole; ask for the form `original`"
                ))
            })?;
            of_columns(name, path)
        }
    }
}

/// Whether bytes are CSV or a workbook rather than columns, JSON Lines or packed.
fn sheet_like(bytes: &[u8]) -> bool {
    let others: &[&[u8]] = &[b"PAR1", b"ARROW1", &[0xFF, 0xFF, 0xFF, 0xFF], &[0x1F, 0x8B], &[0x28, 0xB5, 0x2F, 0xFD]];
    let first = bytes.iter().find(|it| !it.is_ascii_whitespace());
    !others.iter().any(|it| bytes.starts_with(it)) && first != Some(&b'{')
}

fn of_sheet(name: &str, bytes: &[u8]) -> Result<Cells, Error> {
    let limits = sheet::Limits { rows: ROWS, cells: CELLS, ..sheet::Limits::default() };
    let table = sheet::read(bytes, name, &limits).map_err(Error::input)?;
    let headers: Vec<String> = table.headers.into_iter().map(|it| it.text).collect();
    // A cell beyond the headers has no class, so no grant can open it; the row would not be told apart.
    if let Some(ragged) = table.rows.iter().find(|it| it.ragged) {
        return Err(Error::input(format!(
            "line {} of `{name}` has another number of cells than its header, so its columns cannot be told apart; register a version that is whole",
            ragged.line
        )));
    }
    Ok(Cells { headers, rows: table.rows.into_iter().map(|it| it.cells).collect() })
}

fn of_columns(name: &str, path: &Path) -> Result<Cells, Error> {
    let unread = |cause: &dyn std::fmt::Display| Error::input(format!("`{name}` cannot be read as columns: {cause}"));
    let source =
        read::Source::open(&[path.display().to_string()], &read::Options::default()).map_err(|it| unread(&it))?;
    let headers: Vec<String> = source.fields().iter().map(|it| it.name.clone()).collect();
    let table = source.table(&(0..headers.len()).collect::<Vec<_>>(), 1).map_err(|it| unread(&it))?;
    let batch = table.batch().map_err(|it| unread(&it))?;
    let row = |at: usize| batch.columns().iter().map(|it| cell(it, at)).collect();
    Ok(Cells { headers, rows: (0..batch.rows()).map(row).collect() })
}

/// One value as text; blank where there is none.
fn cell(column: &Column<'_>, at: usize) -> String {
    if column.is_valid(at) { text(column, at) } else { String::new() }
}

impl Cells {
    /// The same with the columns that are withheld masked in every row.
    pub fn without(mut self, withheld: &[Withheld]) -> Cells {
        let masked: Vec<usize> =
            (0..self.headers.len()).filter(|at| withheld.iter().any(|it| it.field == self.headers[*at])).collect();
        for row in &mut self.rows {
            for at in &masked {
                if let Some(cell) = row.get_mut(*at) {
                    WITHHELD.clone_into(cell);
                }
            }
        }
        self
    }

    /// As CSV; a masked column keeps its header and says `withheld` in every row.
    pub fn csv(&self) -> Vec<u8> {
        sheet::write_csv(&self.headers, &self.rows)
    }

    /// As a workbook, masked alike.
    pub fn xlsx(&self, title: &str) -> Result<Vec<u8>, Error> {
        sheet::write_xlsx(title, &self.headers, &self.rows).map_err(Error::input)
    }

    /// As JSON: what is withheld is named, and stands in no row.
    pub fn json(&self, about: Value, withheld: &[Withheld]) -> Result<Vec<u8>, Error> {
        let hidden = |name: &String| withheld.iter().any(|it| it.field == *name);
        let row = |cells: &Vec<String>| -> Map<String, Value> {
            let seen = self.headers.iter().zip(cells).filter(|it| !hidden(it.0));
            seen.map(|(name, cell)| (name.clone(), Value::from(cell.as_str()))).collect()
        };
        let rows: Vec<Map<String, Value>> = self.rows.iter().map(row).collect();
        serde_json::to_vec_pretty(&json!({ "about": about, "withheld": withheld, "rows": rows })).map_err(Error::input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_column_says_so_in_every_form() {
        let cells = cells("a.csv", b"id,income\n1,30\n2,40\n", None).unwrap();
        let withheld = [Withheld { field: "income".to_owned(), class: "personal".to_owned() }];
        let masked = cells.without(&withheld);
        let csv = String::from_utf8(masked.csv()).unwrap();
        assert!(csv.contains("id,income\r\n1,withheld\r\n2,withheld") && !csv.contains("30"), "{csv}");
        let json: Value = serde_json::from_slice(&masked.json(json!({}), &withheld).unwrap()).unwrap();
        assert_eq!(json["withheld"][0]["field"], "income");
        assert_eq!(json["rows"][0], json!({ "id": "1" }));
    }

    #[test]
    fn a_row_with_a_cell_too_many_is_refused() {
        let error = cells("a.csv", b"id,income\n1,30,secret\n", None).unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
