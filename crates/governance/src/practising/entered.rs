//! What is wrong with how a statement is tested, when it is entered: every mistake at its field.

use record::{Catalog, Problem};
use store::RecordRow;

use super::asserted::{MODEL, assertion, model};
use crate::documents::STATEMENT;

/// What a change of this record brings in that cannot be tested.
pub(crate) fn problems(catalog: &Catalog, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let same = before.is_some_and(|it| it.document == after.document);
    if after.kind != STATEMENT || same {
        return Vec::new();
    }
    let of_records = assertion(catalog, &after.document).err().unwrap_or_default();
    let of_paths = model(after).err().unwrap_or_default();
    let known = before.map(|it| assertion(catalog, &it.document).err().unwrap_or_default()).unwrap_or_default();
    let own = of_records.into_iter().filter(|it| !known.contains(it));
    own.chain(of_paths.into_iter().map(|it| Problem::of(MODEL, it))).collect()
}
