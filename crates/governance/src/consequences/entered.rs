//! What is wrong with a breach when it is entered: refused at its field, with the reason.

use record::Problem;
use store::RecordRow;

use super::BREACH;

/// What somebody who appeals says.
const APPEAL: &[&str] = &["appeal_on", "appeal_by", "appeal_ground"];

/// An appeal that was entered and is taken back or written otherwise; what is brought in by whoever keeps the store stays as it is.
pub(crate) fn problems(brought: bool, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let Some(before) = before.filter(|it| it.kind == BREACH && !brought && it.text("appeal_on").is_some()) else {
        return Vec::new();
    };
    let other = |it: &&&str| before.document.get(**it).is_some_and(|was| Some(was) != after.document.get(**it));
    let says =
        "is what somebody appealed by, which nobody takes back or writes otherwise; it is decided by its outcome";
    APPEAL.iter().filter(other).map(|it| Problem::of(*it, says.to_owned())).collect()
}
