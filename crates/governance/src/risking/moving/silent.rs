//! What policies may know of a change that moves the levels of a risk that was assessed: that nothing says why. Serves ISO/IEC 42001 8.2 and 7.5.3.

use std::collections::BTreeSet;

use jiff::civil::Date;
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
pub(super) const REASONS: &str = "rationale";
/// The day of the assessment.
pub(super) const ASSESSED: &str = "assessed_on";

/// What a change of a risk does not say; nothing where it says it, or moves no level of a risk that was assessed.
pub(crate) fn told(
    at: &Snapshot,
    change: &Change,
    before: Option<&RecordRow>,
    changed: &[&str],
) -> Result<Option<(&'static str, Fact)>, Error> {
    let Some(row) = before.filter(|it| it.kind == RISK) else { return Ok(None) };
    let (Some(assessed), Some(set)) = (last_assessed(at, row)?, set(change)) else { return Ok(None) };
    // What is filled in for the first time is no other level; that the assessment is taken back is.
    let filled = |it: &&str| row.document.contains_key(*it);
    let of = &at.libraries.moving;
    let moves = |it: &&str| {
        let guarded = of.guarded.iter().any(|of| of == *it);
        let first = of.guarded_from_first.iter().any(|of| of == *it);
        first || (filled(it) && (guarded || (**it == *ASSESSED && set.get(*it).is_none_or(record::is_blank))))
    };
    let mut moved: Vec<&str> = changed.iter().copied().filter(moves).collect();
    let anew = changed.contains(&ASSESSED);
    let given = changed.contains(&REASONS) && says_more(row.text(REASONS), set.get(REASONS));
    if (moved.is_empty() && !anew) || given || change.why().is_some() {
        return Ok(None);
    }
    let named = set.get(CAUSE).and_then(Value::as_str).and_then(|it| it.parse::<Id>().ok());
    let reached = reaching(at, std::slice::from_ref(row), &[])?.remove(&row.id).unwrap_or_default();
    // Another day of assessment closes the events before it, though every level stays; where none waits, it closes nothing.
    let taken_back = date(&row.document, ASSESSED).is_none();
    match (moved.is_empty(), reached.is_empty() && !taken_back) {
        (true, true) => return Ok(None),
        (true, false) => moved.push(ASSESSED),
        (false, _) => {}
    }
    // An event is the cause of one change; what moves for it again says so anew.
    let fresh = anew || named != row.link(CAUSE);
    if fresh && named.as_ref().is_some_and(|it| reached.iter().any(|of| of.event.id == *it)) {
        return Ok(None);
    }
    let fields = moved.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    // Which events there are is not told, since whoever asks may not see them.
    let known = named.map(|it| match fresh {
        true => format!("{it} does not reach it since then; "),
        false => format!("{it} was named before; "),
    });
    let known = known.unwrap_or_default();
    let says = format!(
        "{} was assessed on {assessed}, and {fields} would be another; {known}say why, write it in `{REASONS}`, or name in `{CAUSE}` an event that reaches it",
        row.id
    );
    Ok(Some(("silent_move", Fact::Text(says))))
}

/// The day of the last assessment, also where that was taken back.
pub(crate) fn last_assessed(at: &Snapshot, row: &RecordRow) -> Result<Option<Date>, Error> {
    if let Some(on) = date(&row.document, ASSESSED) {
        return Ok(Some(on));
    }
    let all = at.read.histories(std::slice::from_ref(&row.id), at.place)?;
    Ok(all.iter().rev().find_map(|it| date(&it.record.document, ASSESSED)))
}

/// Whether reasons have words that they did not have; spaces, signs and capitals are none.
fn says_more(before: Option<&str>, now: Option<&Value>) -> bool {
    let words = |it: &str| -> BTreeSet<String> {
        it.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
    };
    let before = words(before.unwrap_or_default());
    now.and_then(Value::as_str).is_some_and(|it| words(it).iter().any(|it| !before.contains(it)))
}

/// What a change sets.
fn set(change: &Change) -> Option<&record::Document> {
    match change {
        Change::Edit { set, .. } | Change::Move { set, .. } => Some(set),
        Change::Create { .. } | Change::Retire { .. } | Change::Restore { .. } => None,
    }
}
