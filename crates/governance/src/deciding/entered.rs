//! What is wrong with a table when it is entered: one that cannot be read is refused at its field, with the place and the reason.

use record::Problem;
use store::RecordRow;

use super::shipped::Ruled;
use super::{KIND, RULES};

/// What a change of this record brings in that cannot be read.
pub(crate) fn problems(before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let (old, new) = (before.and_then(|it| it.text(RULES)), after.text(RULES));
    let Some(text) = new.filter(|_| after.kind == KIND && new != old) else { return Vec::new() };
    let problem =
        Ruled::read(text, None).err().map(|it| Problem::of(RULES, format!("cannot be read as a table: {it}")));
    problem.into_iter().collect()
}
