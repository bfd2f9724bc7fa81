//! Two lists crossed: one row each, one column each, a cell for each pair; headings stay while it scrolls.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;
use crate::html::tone::Tone;

/// What stands where a row and a column meet.
#[derive(Default, Clone)]
pub(crate) struct Cell {
    pub text: String,
    pub tone: Tone,
    /// Where it leads: the rows behind it.
    pub href: Option<String>,
}

/// A matrix.
pub(crate) struct Matrix<'a> {
    pub caption: &'a str,
    /// What stands in the corner: what the rows are.
    pub corner: &'a str,
    pub columns: &'a [String],
    pub rows: &'a [(Html, Vec<Cell>)],
}

impl Matrix<'_> {
    /// The matrix, in a region that scrolls by itself and can be reached by keyboard.
    pub fn draw(&self) -> Html {
        maud! {
            div .matrix role="region" aria-label=(self.caption) tabindex="0" {
                table {
                    caption .hidden { (self.caption) }
                    thead { tr { th scope="col" { (self.corner) } @for column in self.columns { th scope="col" { (column) } } } }
                    tbody {
                        @for (head, cells) in self.rows {
                            tr {
                                th scope="row" { (head) }
                                @for cell in cells {
                                    td class=(cell.tone.class()) {
                                        @match &cell.href { Some(href) => { a href=(href) { (cell.text) } }, None => (cell.text) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        .memoize()
    }
}
