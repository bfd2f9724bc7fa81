//! The twin of a picture: every datum as a table of words, for those who do not see and those who want to count.

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Headings.
    pub columns: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
    /// Address of each row's records, empty where there is none; as long as `rows`, or empty.
    pub links: Vec<String>,
}

impl Table {
    /// A table with these headings.
    pub fn new(columns: &[&str]) -> Table {
        Table { columns: columns.iter().map(|it| (*it).to_owned()).collect(), ..Table::default() }
    }

    /// One more row.
    pub fn row(&mut self, cells: Vec<String>, link: &str) {
        self.rows.push(cells);
        self.links.push(link.to_owned());
    }

    /// The columns that have a heading and something in some row.
    pub fn without_empty_columns(mut self) -> Table {
        let kept: Vec<bool> = (0..self.columns.len())
            .map(|at| self.rows.is_empty() || self.rows.iter().any(|row| row.get(at).is_some_and(|it| !it.is_empty())))
            .collect();
        for cells in std::iter::once(&mut self.columns).chain(&mut self.rows) {
            let mut kept = kept.iter();
            cells.retain(|_| kept.next().copied().unwrap_or_default());
        }
        self
    }

    /// The table as CSV, safe to open in a spreadsheet.
    pub fn csv(&self) -> Vec<u8> {
        sheet::write_csv(&self.columns, self.rows.clone())
    }
}
