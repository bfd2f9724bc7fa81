//! Which rows and cells of a grid a fault is about, for those who look at the grid and not at the sentence.

use governance::deciding::verified::Verified;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::Html;

/// A row, and the column of its cell where one is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    row: String,
    column: Option<String>,
}

/// The rows that the verifier found something about.
pub(super) fn of_faults(found: &Verified) -> Vec<Mark> {
    let rows = found.findings.faults.iter().flat_map(|it| &it.rows);
    rows.map(|it| Mark { row: it.row.clone(), column: None }).collect()
}

/// The cell that cannot be read, where it is known.
pub(super) fn of_problem(row: Option<&str>, column: Option<&str>) -> Vec<Mark> {
    let mark = row.map(|row| Mark { row: row.to_owned(), column: column.map(str::to_owned) });
    mark.into_iter().collect()
}

/// Whether a row is marked as a whole, or a cell of it.
pub(super) fn marks(all: &[Mark], row: &str, column: Option<&str>) -> bool {
    all.iter().any(|it| it.row == row && it.column.as_deref() == column)
}

/// The marks for the script that puts them on while somebody types.
pub(super) fn told(all: &[Mark]) -> Html {
    maud! {
        @for it in all {
            @match &it.column {
                Some(column) => span hidden data-row=(it.row) data-column=(column) {},
                None => span hidden data-row=(it.row) {},
            }
        }
    }
    .memoize()
}
