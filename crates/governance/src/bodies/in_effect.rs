//! Whether a decision counts today, whoever took it: not revoked, not run out, its subject as it was.

use std::collections::HashMap;

use record::Id;
use serde_json::json;
use store::RecordRow;

use crate::Error;
use crate::derived::{Answers, Snapshot, date, day_after};

/// A decision stands while its subject is the version that it was about.
pub(crate) fn answers(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    let subject = |row: &RecordRow| row.document.get("subject")?.as_str()?.parse::<Id>().ok();
    let ids: Vec<Id> = rows.iter().filter_map(subject).collect();
    let subjects = at.records(&ids)?;
    let about = decided_about(at, rows)?;
    let answer = |row: &RecordRow| {
        if row.state != "taken" || row.retired {
            return Some((json!(false), format!("it is {}", row.state), None));
        }
        let end = date(&row.document, "valid_until").and_then(day_after);
        if end.is_some_and(|end| end <= at.time) {
            return Some((json!(false), "its validity has ended".to_owned(), None));
        }
        let now = subject(row).and_then(|id| subjects.iter().find(|it| it.id == id));
        let then = version_named(row).and_then(|it| about.get(&it));
        match now.zip(then) {
            Some((now, then)) if now.document != then.document => {
                let said = format!("it was about version {}, and {} was changed since", then.version, now.id);
                Some((json!(false), said, None))
            }
            _ => Some((json!(true), "taken, and its subject is unchanged".to_owned(), end)),
        }
    };
    Ok(rows.iter().map(answer).collect())
}

/// The subject and its version that a decision was about, where the decision names one.
fn version_named(row: &RecordRow) -> Option<(Id, i64)> {
    let subject: Id = row.document.get("subject")?.as_str()?.parse().ok()?;
    Some((subject, row.document.get("subject_version")?.as_i64()?))
}

/// The versions that these decisions were about.
///
/// States are left out of the comparison: approving is what the decision is for.
fn decided_about(at: &Snapshot, rows: &[RecordRow]) -> Result<HashMap<(Id, i64), RecordRow>, Error> {
    let wanted: Vec<(Id, i64)> = rows.iter().filter_map(version_named).collect();
    let found = at.read.versions(&wanted)?.into_iter().map(|it| it.record);
    Ok(found.map(|it| ((it.id.clone(), it.version), it)).collect())
}
