//! Which row is which: a key from a few columns, and a count where several rows have the same one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use sheet::{Row, Table};

use super::mapping::{ColumnRef, KeyColumns};
use super::words::{stems, tidy};

/// What tells a row from all others, and is the same when the file comes again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct RowKey {
    /// The cells of the key's columns, white space reduced.
    pub parts: Vec<String>,
    /// Counts rows with the same parts, from 1, in the order of the file.
    pub occurrence: usize,
}

impl fmt::Display for RowKey {
    /// A JSON array of the parts and the occurrence: different keys never look the same.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<serde_json::Value> = self.parts.iter().map(|it| it.as_str().into()).collect();
        parts.push(self.occurrence.into());
        write!(out, "{}", serde_json::Value::from(parts))
    }
}

/// Rows that the key's columns do not tell apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Duplicates {
    /// Lines of rows with the same key and other cells that differ.
    pub ambiguous: Vec<Vec<u64>>,
    /// Lines of rows that agree in every cell.
    pub copies: Vec<Vec<u64>>,
}

/// The key of each row, in the order of the table.
pub fn keys(columns: &KeyColumns, table: &Table) -> Vec<RowKey> {
    let mut seen: HashMap<Vec<String>, usize> = HashMap::with_capacity(table.rows.len());
    let key = |row: &Row| {
        let parts = parts(columns.columns.iter().map(|it| it.position), row);
        let occurrence = seen.entry(parts.clone()).and_modify(|it| *it += 1).or_insert(1);
        RowKey { occurrence: *occurrence, parts }
    };
    table.rows.iter().map(key).collect()
}

fn parts(positions: impl Iterator<Item = usize>, row: &Row) -> Vec<String> {
    positions
        .map(|it| it.checked_sub(1).and_then(|at| row.cells.get(at)).map(|cell| tidy(cell)).unwrap_or_default())
        .collect()
}

/// The rows that these columns do not tell apart.
pub fn duplicates(columns: &KeyColumns, table: &Table) -> Duplicates {
    let mut groups: HashMap<Vec<String>, Vec<&Row>> = HashMap::new();
    for row in &table.rows {
        groups.entry(parts(columns.columns.iter().map(|it| it.position), row)).or_default().push(row);
    }
    let mut found = Duplicates::default();
    for rows in groups.into_values().filter(|it| it.len() > 1) {
        let mut same: HashMap<&[String], Vec<u64>> = HashMap::new();
        for row in &rows {
            same.entry(&row.cells).or_default().push(row.line);
        }
        if same.len() > 1 {
            found.ambiguous.push(rows.iter().map(|it| it.line).collect());
        }
        found.copies.extend(same.into_values().filter(|it| it.len() > 1));
    }
    found.ambiguous.sort();
    found.copies.sort();
    found
}

/// Columns that a key may have at most.
const MOST: usize = 4;

/// The fewest columns that tell the rows apart best: a number of the source's own, or the title and what helps it.
///
/// `title` is the position of the column with the records' titles; `helping` are those of columns that say where a
/// record belongs, and that seldom change, each with the columns above it, without which it names nothing.
pub fn propose_key(table: &Table, title: Option<usize>, helping: &[Vec<usize>]) -> KeyColumns {
    let chosen = match own_number(table) {
        Some(position) => vec![position],
        None => grown(table, title, helping),
    };
    let reference = |position: &usize| {
        let header = position.checked_sub(1).and_then(|it| table.headers.get(it))?;
        Some(ColumnRef { position: *position, header: tidy(&header.text) })
    };
    KeyColumns { occurrence: true, columns: chosen.iter().filter_map(reference).collect() }
}

/// Whether a header speaks of a number that the source gave its rows.
pub(crate) fn is_number(header: &str) -> bool {
    const HEADS: [&str; 9] = ["id", "identifier", "key", "uid", "uuid", "ref", "referenc", "number", "no"];
    let words = stems(header);
    words.len() <= 4 && words.iter().any(|word| HEADS.contains(&word.as_str()))
}

/// A column that is headed like a number and is filled and different in every row.
fn own_number(table: &Table) -> Option<usize> {
    let headed = table.headers.iter().filter(|it| is_number(&it.text));
    let unique = |position: usize| {
        let mut seen = HashSet::new();
        let mut cells = table.rows.iter().map(|row| row.cells.get(position - 1).map(|it| tidy(it)).unwrap_or_default());
        table.rows.len() > 1 && cells.all(|it| !it.is_empty() && seen.insert(it))
    };
    headed.map(|it| it.position).find(|it| unique(*it))
}

/// Adds the columns that tell most further rows apart, as long as any do.
fn grown(table: &Table, title: Option<usize>, helping: &[Vec<usize>]) -> Vec<usize> {
    let distinct = |positions: &[usize]| {
        table.rows.iter().map(|row| parts(positions.iter().copied(), row)).collect::<BTreeSet<_>>().len()
    };
    let first = title.or_else(|| helping.first().and_then(|it| it.first().copied())).unwrap_or(1);
    let mut chosen: BTreeSet<usize> = BTreeSet::from([first]);
    let ordered = |chosen: &BTreeSet<usize>| {
        let rest = chosen.iter().copied().filter(|it| *it != first);
        std::iter::once(first).chain(rest).collect::<Vec<usize>>()
    };
    let mut best = distinct(&ordered(&chosen));
    while chosen.len() < MOST && best < table.rows.len() {
        let mut gain: Option<(usize, BTreeSet<usize>)> = None;
        for columns in helping {
            let with: BTreeSet<usize> = chosen.iter().chain(columns).copied().collect();
            let count = distinct(&ordered(&with));
            // Of equal ones the first, which is the more general.
            if count > gain.as_ref().map_or(best, |it| it.0) {
                gain = Some((count, with));
            }
        }
        let Some((count, with)) = gain else { break };
        (best, chosen) = (count, with);
    }
    ordered(&chosen)
}
