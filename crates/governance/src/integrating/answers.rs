//! What policies may know of a mapping: whether it relates two different things of one kind.

use policy::Fact as Known;
use store::RecordRow;

use crate::Error;
use crate::crosswalking::reviewed::PROPOSED;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// Why mappings relate nothing; empty where they do.
pub(crate) fn mapping_problem(_: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}

fn problem(row: &RecordRow) -> String {
    let end = |field: &str| targets(&row.document, field).pop();
    let requirement = |field: &str| row.text(field).map(str::trim).filter(|it| !it.is_empty());
    let (from, to) = match (end("from"), end("to"), requirement("from_requirement"), requirement("to_requirement")) {
        (Some(from), Some(to), ..) => (from, to),
        (None, None, Some(from), Some(to)) if from == to => return format!("{to} stands on both sides"),
        (None, None, Some(_), Some(_)) => return String::new(),
        // What is only begun relates nothing yet, and is no review either.
        (None, None, None, None) if row.state == PROPOSED => return String::new(),
        _ => return "a side of it is blank or of another sort".to_owned(),
    };
    match (from == to, from.prefix == to.prefix) {
        (true, _) => format!("{to} stands on both sides"),
        (false, false) => format!("{from} and {to} are of different kinds"),
        _ => String::new(),
    }
}
