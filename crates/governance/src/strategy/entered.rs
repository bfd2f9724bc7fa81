//! What is wrong with an indicator that is to be gone by, of which a draft may be unfinished, and with an objective: told at its field.

use record::{Catalog, Document, Problem};
use store::RecordRow;

use super::{INDICATOR, OBJECTIVE};
use crate::modality::known::unread;

/// The state in which an indicator is gone by.
const ACTIVE: &str = "active";

/// What a change of this record brings in that cannot be told.
pub(crate) fn problems(catalog: &Catalog, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let same = before.is_some_and(|it| it.document == after.document && it.state == after.state);
    if after.kind == OBJECTIVE && !same {
        return upon_itself(before, after).into_iter().collect();
    }
    if after.kind != INDICATOR || after.state != ACTIVE || same {
        return Vec::new();
    }
    unclear(catalog, &after.document).into_iter().map(|(field, says)| Problem::of(field, says)).collect()
}

/// An objective that supports or hinders itself.
fn upon_itself(before: Option<&RecordRow>, after: &RecordRow) -> Option<Problem> {
    let row = |it: &RecordRow| {
        let own = it.id.to_string();
        it.list("effects").position(|it| it["objective"].as_str() == Some(&own))
    };
    let at = row(after).filter(|_| before.and_then(row).is_none())?;
    Some(Problem::of("effects", format!("row {}: an objective has no effect upon itself; name another one", at + 1)))
}

/// Counts of a kind that there is not, by filters that lists do not understand, or without how many there are in all: field and reason.
pub(super) fn unclear(catalog: &Catalog, document: &Document) -> Vec<(&'static str, String)> {
    let text = |name: &str| document.get(name).and_then(|it| it.as_str()).unwrap_or_default().trim();
    let name = text("counts_kind");
    if name.is_empty() {
        return Vec::new();
    }
    let Some(kind) = catalog.kind(name) else {
        return vec![("counts_kind", format!("there is no kind `{name}`; `aims kinds` shows them"))];
    };
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for field in ["counts_within", "counts_filter"] {
        found.extend(unread(text(field), kind).into_iter().map(|it| (field, it)));
    }
    if text("counts_filter").is_empty() {
        let says =
            "says nothing of which records count; a count without its denominator does not tell whether it is much";
        found.push(("counts_filter", says.to_owned()));
    }
    found
}
