//! Whether an assignment of a role holds at a moment: by its own dates, and by those of whoever holds it. Serves ISO/IEC 42001 5.3.

use std::collections::BTreeSet;

use record::Id;
use serde_json::json;
use store::RecordRow;

use super::organisation::works;
use crate::derived::{Answer, Answers, Snapshot, date, day_after, midnight, turns};

/// Whether assignments hold, each by its own dates and those of whoever holds it.
pub(crate) fn in_force(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let people: BTreeSet<Id> = rows.iter().filter_map(|it| it.link("person")).collect();
    let people = at.records(&people.into_iter().collect::<Vec<_>>())?;
    let holder = |row: &RecordRow| row.link("person").and_then(|id| people.iter().find(|it| it.id == id));
    Ok(rows.iter().map(|row| Some(holds(at, row, holder(row)))).collect())
}

fn holds(at: &Snapshot, row: &RecordRow, holder: Option<&RecordRow>) -> Answer {
    if row.state != "accepted" || row.retired {
        return (json!(false), format!("it is {}", row.state), None);
    }
    let turns = [Some(row), holder].into_iter().flatten().filter_map(|it| turns(it, at.time)).min();
    let from = date(&row.document, "from").and_then(midnight);
    let end = date(&row.document, "until").and_then(day_after);
    match (from, end, holder) {
        (Some(from), _, _) if at.time < from => (json!(false), "it has not begun".to_owned(), Some(from)),
        (_, Some(end), _) if end <= at.time => (json!(false), "its end has passed".to_owned(), None),
        (_, _, Some(holder)) if !works(holder, at.time) => {
            (json!(false), format!("{} does not work here", holder.id), turns)
        }
        _ => (json!(true), "accepted, begun and not ended".to_owned(), turns),
    }
}
