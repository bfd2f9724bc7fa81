//! A role that somebody holds and that is changed: its end is brought nearer, and never put where it would undo what was decided in it.

use jiff::Timestamp;
use jiff::civil::Date;
use record::{Applied, Problem};
use store::RecordRow;

use super::ASSIGNMENT;
use crate::derived::{date, day};

const ACCEPTED: &str = "accepted";
const ENDED: &str = "ended";
const UNTIL: &str = "until";

/// Writes the last day of a role that ends by its step and has no earlier one: what was decided in it until then stands.
pub(crate) fn close(before: Option<&RecordRow>, after: &mut Applied, time: Timestamp) {
    let ends = before.is_some_and(|it| it.kind == ASSIGNMENT && it.state == ACCEPTED) && after.state == ENDED;
    let (today, last) = (day(time), date(&after.document, UNTIL));
    if ends && last.is_none_or(|it| today < it) {
        after.document.insert(UNTIL.to_owned(), today.to_string().into());
    }
}

/// What a change of an accepted assignment brings in that cannot be.
pub(super) fn problems(time: Timestamp, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let held = |it: &&RecordRow| it.kind == ASSIGNMENT && it.state == ACCEPTED;
    let goes_on = [ACCEPTED, ENDED].contains(&after.state.as_str());
    let Some(before) = before.filter(held).filter(|_| goes_on) else { return Vec::new() };
    let ends = |it: &RecordRow| date(&it.document, UNTIL);
    let (was, now, today) = (ends(before), ends(after), day(time));
    if was == now {
        return Vec::new();
    }
    let past = now.filter(|it| *it < today).map(|it| {
        format!("{it} has passed, and what was decided until then stands; end it by its step `end`, or name a day from {today} on")
    });
    let passed_on = after.link("on_behalf_of").is_some();
    let longer = |it: Option<Date>| it.unwrap_or(Date::MAX);
    let lengthened = (passed_on && longer(now) > longer(was))
        .then(|| "what was passed on is not lengthened; pass it on anew, and let that be accepted".to_owned());
    past.or(lengthened).map(|it| Problem::of(UNTIL, it)).into_iter().collect()
}
