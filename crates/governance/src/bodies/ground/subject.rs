//! Whether the record says what it said when it was decided about.

use crate::bodies::binding::digest;
use crate::bodies::case::Case;

/// A subject with another digest than the decision holds.
pub(super) fn changed(case: &Case) -> Vec<String> {
    let (Some(decision), Some(item)) = (case.decision, &case.item) else { return Vec::new() };
    let Some(held) = decision.text("digest").filter(|it| !it.is_empty()) else {
        return vec![format!("it holds no digest of {item}, so nobody can tell what was decided about")];
    };
    let Some(subject) = case.subject() else { return vec![format!("{item} is not known here")] };
    let now = digest(&subject.document);
    let since = || format!("{item} was changed since: version {} is not what was decided about", subject.version);
    (now != held).then(since).into_iter().collect()
}
