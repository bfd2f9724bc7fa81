//! What of a meeting stays as it was once a decision was taken in it: who was there, who stood aside, and how they voted about it. Whoever
//! finds a mistake revokes the decision, mends the minutes, and lets it be entered anew.

use std::collections::BTreeSet;

use record::{Id, Problem};
use serde_json::Value;
use store::{Read, RecordRow};

use super::DECISION;
use crate::Error;
use crate::data::lineage::targets;

/// Fields that stand for the meeting as a whole.
const WHOLE: &[&str] = &["body", "held_on", "present", "interests"];
/// Tables of which the rows about what was decided stay.
const BY_ITEM: &[&str] = &["agenda", "votes"];

/// Decisions that a meeting took and that stand.
pub(super) fn taken(read: &Read, meeting: &Id) -> Result<Vec<RecordRow>, Error> {
    let links = read.links_to_any(std::slice::from_ref(meeting), &[DECISION])?;
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "meeting").map(|it| it.1.end.id).collect();
    let mut decisions = read.records(&ids)?;
    decisions.retain(|it| it.state == "taken" && !it.retired);
    Ok(decisions)
}

/// What a change writes otherwise of a meeting in which decisions were taken.
pub(super) fn problems(read: &Read, before: &RecordRow, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    if WHOLE.iter().chain(BY_ITEM).all(|it| before.document.get(*it) == after.document.get(*it)) {
        return Ok(Vec::new());
    }
    let decisions = taken(read, &after.id)?;
    let Some(first) = decisions.first() else { return Ok(Vec::new()) };
    let decided: BTreeSet<String> =
        decisions.iter().flat_map(|it| targets(&it.document, "subject")).map(|it| it.to_string()).collect();
    let about = |row: &RecordRow, field: &str| -> Vec<Value> {
        let of = |it: &&Value| it["item"].as_str().is_none_or(|it| decided.contains(it));
        row.list(field).filter(of).cloned().collect()
    };
    let whole = WHOLE.iter().filter(|it| before.document.get(**it) != after.document.get(**it));
    let rows = BY_ITEM.iter().filter(|it| about(before, it) != about(after, it));
    let says = format!("is what {} rests on; let it be revoked, mend this, and enter it anew", first.id);
    Ok(whole.chain(rows).map(|it| Problem::of(*it, says.clone())).collect())
}
