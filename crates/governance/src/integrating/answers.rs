//! What policies may know of a mapping: whether it relates two different things of one kind.

use policy::Fact as Known;
use store::RecordRow;

use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Why mappings relate nothing; empty where they do.
pub(crate) fn mapping_problem(_: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}

fn problem(row: &RecordRow) -> String {
    let end = |field: &str| targets(&row.document, field).pop();
    let (Some(from), Some(to)) = (end("from"), end("to")) else { return String::new() };
    match (from == to, from.prefix == to.prefix) {
        (true, _) => format!("{to} stands on both sides"),
        (false, false) => format!("{from} and {to} are of different kinds"),
        _ => String::new(),
    }
}
