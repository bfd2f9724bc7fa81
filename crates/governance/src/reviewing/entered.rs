//! What is wrong with a request when it is entered: refused at its field, with the reason.

use jiff::Timestamp;
use record::Problem;
use store::RecordRow;

use super::REQUEST;
use crate::derived::{date, day};

/// A request entered today that says it was made on another day, by which others would not be looked at beside it; what comes from elsewhere
/// keeps its days.
pub(crate) fn problems(time: Timestamp, brought: bool, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let on = |it: &RecordRow| date(&it.document, "submitted_on");
    let said = on(after).filter(|it| before.and_then(on) != Some(*it));
    let made = before.map_or(day(time), |it| day(it.created));
    let other = said.filter(|it| after.kind == REQUEST && !brought && *it != made);
    let says = |it| format!("{it} is not the day on which it was made, {made}; leave it blank");
    other.map(|it| Problem::of("submitted_on", says(it))).into_iter().collect()
}
