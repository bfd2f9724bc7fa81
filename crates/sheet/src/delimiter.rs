//! Which character stands between cells: the one that gives the first records the same number of cells.

use crate::limits::Limits;
use crate::text::Records;

/// Those that are looked for, the commonest first.
pub(crate) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// Records that are looked at.
const SAMPLE: usize = 200;

/// The delimiter of `text`; a comma when no line has any.
pub(crate) fn guess(text: &str, limits: &Limits) -> char {
    let mut best = (0.0, ',');
    for delimiter in DELIMITERS {
        let score = score(text, delimiter, limits);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// The delimiter that an Excel line `sep=;` names, and the bytes of that line.
pub(crate) fn named(text: &str) -> Option<(char, usize)> {
    let line = text.split_inclusive('\n').next()?;
    let mut rest = line.strip_prefix("sep=")?.trim_end_matches(['\n', '\r']).chars();
    match (rest.next(), rest.next()) {
        (Some(delimiter), None) if DELIMITERS.contains(&delimiter) => Some((delimiter, line.len())),
        _ => None,
    }
}

/// From 0 to 1: how many records have as many cells as the header, and how many cells that is.
fn score(text: &str, delimiter: char, limits: &Limits) -> f64 {
    let (mut width, mut seen, mut fitting) = (0usize, 0usize, 0usize);
    let mut broken = false;
    for record in Records::new(text, delimiter, limits).take(SAMPLE) {
        match record {
            Ok(record) if record.is_empty() => {}
            Ok(record) => {
                width = if seen == 0 { record.cells.len() } else { width };
                seen += 1;
                fitting += usize::from(record.cells.len() == width);
            }
            Err(_) => broken = true,
        }
    }
    if seen == 0 || width < 2 {
        return 0.0;
    }
    let share = fitting as f64 / seen as f64;
    share * (1.0 - 1.0 / width as f64) * if broken { 0.5 } else { 1.0 }
}
