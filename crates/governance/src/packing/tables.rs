//! A table as it leaves: a sheet of a workbook, and a section on paper.

use record::Id;
use report::model::{Block, Cell, Section, Table};
use sheet::Leaf;

use crate::responsibility::whole::Names;

/// Characters that the name of a sheet may have.
const SHEET_NAME: usize = 31;

/// A word of data as people read it.
pub(crate) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A record by its number and its title, as far as that may be seen.
pub(crate) fn called(names: &Names, it: &Id) -> String {
    match names.get(&it.to_string()) {
        Some(title) => format!("{it} {title}"),
        None => it.to_string(),
    }
}

/// A table below its title.
pub(crate) struct Rows {
    /// Where it stands on paper.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Heads of its columns.
    pub head: Vec<String>,
    /// Its rows, a cell a column.
    pub rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// A table whose title and heads are said by their keys; the key of its title is where it stands on paper.
    pub fn said<C: Into<Cell>>(
        say: impl Fn(&str) -> String,
        key: &str,
        head: &[&str],
        rows: impl IntoIterator<Item = Vec<C>>,
    ) -> Rows {
        let cells = |row: Vec<C>| row.into_iter().map(Into::into).collect();
        Rows {
            anchor: key.to_lowercase(),
            title: say(key),
            head: head.iter().map(|it| say(it)).collect(),
            rows: rows.into_iter().map(cells).collect(),
        }
    }

    /// The same as a sheet; where cells lead is left out.
    pub fn leaf(self) -> Leaf {
        let texts = |row: Vec<Cell>| row.into_iter().map(|it| it.text).collect();
        Leaf {
            title: self.title.chars().take(SHEET_NAME).collect(),
            head: self.head,
            rows: self.rows.into_iter().map(texts).collect(),
        }
    }

    /// The same as a section, which says `none` where there is no row.
    pub fn section(self, none: &str) -> Section {
        let block = match self.rows.is_empty() {
            true => Block::Paragraph { text: none.to_owned(), note: String::new() },
            false => Block::Table(Table {
                caption: self.title.clone(),
                head: self.head,
                widths: Vec::new(),
                rows: self.rows,
            }),
        };
        Section { title: self.title, anchor: self.anchor, new_page: false, blocks: vec![block] }
    }
}
