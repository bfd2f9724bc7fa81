//! What follows from an acceptance and the clock alone: whether its last minute has passed, and whether a day of review has, as fields by which people
//! filter and by which jobs wake up at that moment.

use jiff::Timestamp;
use serde_json::json;
use store::RecordRow;

use super::GRANTED;
use super::acceptance::Acceptance;
use crate::derived::{Answer, Answers, Snapshot, day, day_after};

fn each(rows: &[RecordRow], one: impl Fn(&Acceptance) -> Option<Answer>) -> Answers {
    let answer = |row: &RecordRow| match row.state == GRANTED {
        true => one(&Acceptance::of(row)),
        false => Some((json!(false), format!("it is {}", row.state), None)),
    };
    Ok(rows.iter().map(answer).collect())
}

/// A moment that has passed, or will.
fn passed(time: Timestamp, end: Timestamp, it: &Acceptance) -> Answer {
    let at = end.to_zoned(it.zone()).strftime("%Y-%m-%d %H:%M %Z").to_string();
    match time < end {
        true => (json!(false), format!("it ends at {at}"), Some(end)),
        false => (json!(true), format!("it ended at {at}"), None),
    }
}

/// Whether the last minute of acceptances has passed.
pub(crate) fn expired(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(rows, |it| Some(passed(at.time, it.ends()?, it)))
}

/// Whether a day of review has passed without a review.
pub(crate) fn review_overdue(at: &Snapshot, rows: &[RecordRow]) -> Answers {
    each(rows, |it| {
        let open = it.reviews().into_iter().find(|it| it.held.is_none());
        let Some(review) = open else { return Some((json!(false), "no review is open".to_owned(), None)) };
        Some(match review.overdue(day(at.time)) {
            true => (json!(true), format!("a review was due on {}", review.due), None),
            false => (json!(false), format!("a review is due on {}", review.due), day_after(review.due)),
        })
    })
}
