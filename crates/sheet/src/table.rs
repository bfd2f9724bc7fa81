//! A table of cells, as it stood in the file.

use crate::guard::unguard;

/// What sort of file a table was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with a delimiter between cells.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

/// A table of cells, as it stood in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Sort of file.
    pub format: Format,
    /// Encoding of a text, by its WHATWG name; `UTF-8` for a workbook.
    pub encoding: String,
    /// What stands between two cells of a text.
    pub delimiter: Option<char>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Other sheets of the workbook, which were not read.
    pub other_sheets: Vec<String>,
    /// Line of the header, from 1.
    pub header_line: u64,
    /// Heads of the columns, in order.
    pub headers: Vec<Header>,
    /// Rows below the header.
    pub rows: Vec<Row>,
    /// Lines of rows in which every cell is empty; they are left out of `rows`.
    pub empty_lines: Vec<u64>,
}

/// Head of a column. Several columns may have the same text; the position tells them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Place of the column, from 1.
    pub position: usize,
    /// Text, exactly as it stands.
    pub text: String,
}

/// A row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file where the row starts, from 1; in a workbook the row's number.
    pub line: u64,
    /// Cells, exactly as they stand. A ragged row has more or fewer of them than there are headers.
    pub cells: Vec<String>,
    /// Whether the row has another number of cells than the header, so that no cell can be trusted to stand in its
    /// column.
    pub ragged: bool,
}

impl Table {
    /// The rows whose number of cells differs from the header's.
    pub fn ragged(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.ragged)
    }

    /// The table without the guards that an export puts before cells that look like formulas.
    pub fn unguarded(mut self) -> Table {
        let cells = self.rows.iter_mut().flat_map(|row| row.cells.iter_mut());
        for text in cells.chain(self.headers.iter_mut().map(|it| &mut it.text)) {
            if let Some(bare) = unguard(text) {
                *text = bare.to_owned();
            }
        }
        self
    }

    /// Puts the first row that was read at the head and marks ragged rows.
    pub(crate) fn assemble(self, mut rows: Vec<Row>) -> Table {
        let head = if rows.is_empty() { Row { line: 0, cells: Vec::new(), ragged: false } } else { rows.remove(0) };
        let width = head.cells.len();
        for row in &mut rows {
            row.ragged = row.cells.len() != width;
        }
        let headers =
            head.cells.into_iter().enumerate().map(|(index, text)| Header { position: index + 1, text }).collect();
        Table { header_line: head.line, headers, rows, ..self }
    }
}
