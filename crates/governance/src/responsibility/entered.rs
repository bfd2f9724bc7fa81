//! What is wrong with a person when they are entered: refused at its field, with the place and the reason.
//!
//! Circles of several people are no problem of one record; [`super::check`] tells them.

use record::Problem;
use store::RecordRow;

use super::PERSON;

/// What a change of this record brings in that cannot be: somebody who reports to themself.
pub(crate) fn problems(before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let own = |it: &RecordRow| it.kind == PERSON && it.link("manager").as_ref() == Some(&it.id);
    if !own(after) || before.is_some_and(own) {
        return Vec::new();
    }
    let says =
        format!("{} would report to themself; name somebody else, or leave it blank for who is at the top", after.id);
    vec![Problem::of("manager", says)]
}
