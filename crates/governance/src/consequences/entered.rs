//! What is wrong with a breach when it is entered: refused at its field, with the reason.

use jiff::Timestamp;
use record::Problem;
use store::RecordRow;

use super::BREACH;
use crate::derived::{date, day};

/// What somebody who appeals says.
const APPEAL: &[&str] = &["appeal_on", "appeal_by", "appeal_ground"];

/// Days on which something happened, which nobody knows before.
const HAPPENED: &[&str] = &["committed_on", "detected_on"];

/// What is wrong with a breach; what is brought in by whoever keeps the store stays as it is.
pub(crate) fn problems(time: Timestamp, brought: bool, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    if after.kind != BREACH || brought {
        return Vec::new();
    }
    let today = day(time);
    let ahead = |it: &&&str| {
        let on = |row: &RecordRow| date(&row.document, it);
        on(after).is_some_and(|on_day| on_day > today) && before.and_then(on) != on(after)
    };
    let says = format!("lies after {today}; a breach is entered once it has been found");
    let mut found: Vec<Problem> = HAPPENED.iter().filter(ahead).map(|it| Problem::of(*it, says.clone())).collect();
    found.extend(appealed(before, after));
    found
}

/// An appeal that was entered and is taken back or written otherwise.
fn appealed(before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let Some(before) = before.filter(|it| it.text("appeal_on").is_some()) else { return Vec::new() };
    let other = |it: &&&str| before.document.get(**it).is_some_and(|was| Some(was) != after.document.get(**it));
    let says =
        "is what somebody appealed by, which nobody takes back or writes otherwise; it is decided by its outcome";
    APPEAL.iter().filter(other).map(|it| Problem::of(*it, says.to_owned())).collect()
}
