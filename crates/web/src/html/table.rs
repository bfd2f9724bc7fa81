//! A table of rows: headings that sort, and on a narrow screen each row as a card with its headings beside its cells.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;

/// A column.
#[derive(Default, Clone)]
pub(crate) struct Column {
    pub label: String,
    /// `title` for the column that names the row, `end` for numbers, `wide` for cells of more than a line, `pick` for a box to tick.
    pub class: &'static str,
    /// Where its heading leads, when it sorts.
    pub sort: Option<String>,
    /// `ascending` or `descending` when the table is sorted by it.
    pub order: Option<&'static str>,
}

impl Column {
    /// A column that only has a heading.
    pub fn of(label: impl Into<String>) -> Column {
        Column { label: label.into(), ..Column::default() }
    }

    /// The column that names the row.
    pub fn title(label: impl Into<String>) -> Column {
        Column { class: "title", ..Column::of(label) }
    }

    /// A column of numbers.
    pub fn end(label: impl Into<String>) -> Column {
        Column { class: "end", ..Column::of(label) }
    }

    /// A column of cells of more than a line.
    pub fn wide(label: impl Into<String>) -> Column {
        Column { class: "wide", ..Column::of(label) }
    }
}

/// A row: its cells in the order of the columns, and where it leads.
pub(crate) struct Line {
    pub cells: Vec<Html>,
    /// The page that a key opens when this row is chosen.
    pub href: Option<String>,
}

/// A table.
pub(crate) struct Table<'a> {
    /// What it lists, for those who do not see it.
    pub caption: &'a str,
    pub columns: &'a [Column],
    pub lines: &'a [Line],
}

impl Table<'_> {
    /// The table; the cell of the column `title` is the heading of its row.
    pub fn draw(&self) -> Html {
        maud! {
            div .scroll role="region" tabindex="0" aria-label=(self.caption) {
                table .list.stack {
                    caption .hidden { (self.caption) }
                    thead { tr { @for column in self.columns { (heading(column)) } } }
                    tbody {
                        @for line in self.lines {
                            tr data-href=[line.href.as_deref()] {
                                @for (column, cell) in self.columns.iter().zip(&line.cells) { (td(column, cell)) }
                            }
                        }
                    }
                }
            }
        }
        .memoize()
    }
}

fn heading(column: &Column) -> Html {
    let mark = match column.order {
        Some("ascending") => "↑",
        Some(_) => "↓",
        None => "",
    };
    maud! {
        th scope="col" class=(column.class) aria-sort=[column.order] {
            @match &column.sort {
                Some(to) => { a href=(to) { (column.label) span aria-hidden="true" { (mark) } } },
                None if column.class == "pick" => { span .hidden { (column.label) } },
                None => (column.label),
            }
        }
    }
    .memoize()
}

fn td(column: &Column, cell: &Html) -> Html {
    let label = (column.class != "pick").then_some(column.label.as_str());
    maud! {
        @if column.class == "title" {
            th .title scope="row" data-label=[label] { (cell) }
        } @else if cell.as_inner().is_empty() {
            td class=(column.class) {}
        } @else {
            td class=(column.class) data-label=[label] { div { (cell) } }
        }
    }
    .memoize()
}
