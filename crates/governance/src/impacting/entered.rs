//! What is refused of impact assessments when they are entered: a day of publication on which nothing was published. Serves ISO/IEC 42001 A.5.5.

use record::Problem;
use store::RecordRow;

use super::ASSESSMENT;

/// The day of the publication.
const ON: &str = "published_on";
/// What a publication needs, with what it is called.
const NEEDS: [(&str, &str); 2] =
    [("public_summary", "what the public reads"), ("published_at", "the address at which the public finds it")];

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(before: Option<&RecordRow>, after: &RecordRow) -> Option<Problem> {
    if after.kind != ASSESSMENT || after.text(ON).is_none() || before.is_some_and(|it| it.text(ON) == after.text(ON)) {
        return None;
    }
    let blank = |field: &str| after.text(field).is_none_or(|it| it.trim().is_empty());
    let (field, what) = NEEDS.into_iter().find(|it| blank(it.0))?;
    Some(Problem::of(ON, format!("names the day of a publication, and `{field}` is blank; enter {what}")))
}
