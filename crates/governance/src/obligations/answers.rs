//! What follows for AI systems as a fact for policies: the places in which they are used and whose duties nobody assessed.

use policy::Fact as Known;
use store::RecordRow;

use super::gap::gaps;
use super::subject::Subject;
use super::whole::records_at;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::surroundings::SYSTEM;

/// The first place of each system whose duties nobody assessed; of a release that of its system. Empty where none is.
pub(crate) fn unassessed_place(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let linked: Vec<_> =
        rows.iter().filter(|it| it.kind != SYSTEM).flat_map(|it| targets(&it.document, "system")).collect();
    let others = if linked.is_empty() { Vec::new() } else { at.records(&linked)? };
    let placed = |it: &&RecordRow| it.list("countries").next().is_some();
    if !rows.iter().any(placed) && !others.iter().any(|it| placed(&it)) {
        return Ok(rows.iter().map(|_| Known::Text(String::new())).collect());
    }
    let records = records_at(at)?;
    let (shelf, library) = (at.libraries.shelf(), &at.libraries.obligations);
    let system = |row: &RecordRow| -> Option<RecordRow> {
        if row.kind == SYSTEM {
            return Some(row.clone());
        }
        let id = targets(&row.document, "system").pop()?;
        others.iter().find(|it| it.id == id).cloned()
    };
    let first = |row: &&RecordRow| {
        let subject = Subject::of(&at.libraries, &system(row)?);
        let gap = gaps(shelf, library, &records, &subject).into_iter().next()?;
        Some(gap.label)
    };
    Ok(rows.iter().map(|it| Known::Text(first(it).unwrap_or_default())).collect())
}
