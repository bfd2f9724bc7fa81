//! Formula injection: a cell that a spreadsheet program would run as a formula is written with a quote before it.
//!
//! A cell that already starts with quotes before such text gets one more, so that taking one away is always the
//! inverse and an export that is imported again brings back the same cells.

use std::borrow::Cow;

/// The cell as it is safe to write.
pub fn guard(cell: &str) -> Cow<'_, str> {
    match is_dangerous(cell.trim_start_matches('\'')) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

/// The cell without its guard, when it has one.
pub fn unguard(cell: &str) -> Option<&str> {
    let bare = cell.strip_prefix('\'')?;
    is_dangerous(bare.trim_start_matches('\'')).then_some(bare)
}

/// Whether a spreadsheet program could take it for a formula.
fn is_dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']) && !is_plain_number(text)
}

/// An optional sign, digits, and at most one point or comma between digits.
fn is_plain_number(text: &str) -> bool {
    let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = bare.split_once(['.', ',']).unwrap_or((bare, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit()))
}
