//! What policies may know of a change that moves the levels of a risk that was assessed: that nothing says why. Serves ISO/IEC 42001 8.2 and 7.5.3.

use policy::Fact;
use record::{Change, Id};
use serde_json::Value;
use store::RecordRow;

use super::super::RISK;
use super::happened::reaching;
use crate::Error;
use crate::derived::{Snapshot, date};

/// The field that names the event for which a risk was assessed.
pub(crate) const CAUSE: &str = "assessed_because";
/// The field in which assessors write their reasons.
const REASONS: &str = "rationale";
/// The day of the assessment.
const ASSESSED: &str = "assessed_on";

/// What a change of a risk does not say; nothing where it says it, or moves no level of a risk that was assessed.
pub(crate) fn told(
    at: &Snapshot,
    change: &Change,
    before: Option<&RecordRow>,
    changed: &[&str],
) -> Result<Option<(&'static str, Fact)>, Error> {
    let Some(row) = before.filter(|it| it.kind == RISK) else { return Ok(None) };
    let (Some(assessed), Some(set)) = (date(&row.document, ASSESSED), set(change)) else { return Ok(None) };
    // What is filled in for the first time is no other level; that the assessment is taken back is.
    let filled = |it: &&str| row.document.contains_key(*it);
    let moves = |it: &&str| {
        let guarded = at.libraries.moving.guarded.iter().any(|of| of == *it);
        filled(it) && (guarded || (**it == *ASSESSED && set.get(*it).is_none_or(record::is_blank)))
    };
    let mut moved: Vec<&str> = changed.iter().copied().filter(moves).collect();
    let anew = changed.contains(&ASSESSED);
    let given = changed.contains(&REASONS) && set.get(REASONS).is_some_and(|it| !record::is_blank(it));
    if (moved.is_empty() && !anew) || given || change.why().is_some() {
        return Ok(None);
    }
    let named = set.get(CAUSE).and_then(Value::as_str).and_then(|it| it.parse::<Id>().ok());
    let reached = reaching(at, std::slice::from_ref(row), &[])?.remove(&row.id).unwrap_or_default();
    // Another day of assessment closes the events before it, though every level stays; where none waits, it closes nothing.
    match (moved.is_empty(), reached.is_empty()) {
        (true, true) => return Ok(None),
        (true, false) => moved.push(ASSESSED),
        (false, _) => {}
    }
    if named.as_ref().is_some_and(|it| reached.iter().any(|of| of.event.id == *it)) {
        return Ok(None);
    }
    let fields = moved.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    // Which events there are is not told, since whoever asks may not see them.
    let known = named.map(|it| format!("{it} does not reach it since then; ")).unwrap_or_default();
    let says = format!(
        "{} was assessed on {assessed}, and {fields} would be another; {known}say why, write it in `{REASONS}`, or name in `{CAUSE}` an event that reaches it",
        row.id
    );
    Ok(Some(("silent_move", Fact::Text(says))))
}

/// What a change sets.
fn set(change: &Change) -> Option<&record::Document> {
    match change {
        Change::Edit { set, .. } | Change::Move { set, .. } => Some(set),
        Change::Create { .. } | Change::Retire { .. } | Change::Restore { .. } => None,
    }
}
