//! A reference to a provision is checked when it is entered: one that begins like a framework of the shelf must be there.

use library::Shelf;
use record::Problem;
use store::RecordRow;

use super::OBLIGATION;

/// The field that holds the reference.
const PROVISION: &str = "provision";

/// What a change of this record brings in that names nothing.
pub(crate) fn problems(shelf: &Shelf, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    if after.kind != OBLIGATION {
        return Vec::new();
    }
    let (old, new) = (before.and_then(|it| it.text(PROVISION)), after.text(PROVISION));
    let Some(text) = new.filter(|_| new != old) else { return Vec::new() };
    let of =
        |it: &&library::Framework| text.trim().strip_prefix(it.prefix.as_str()).is_some_and(|it| it.starts_with(':'));
    let named = shelf.frameworks().iter().find(of);
    let missing = named.filter(|_| shelf.find(text).is_none());
    let says = |it: &library::Framework| {
        let near = it.node.iter().max_by(|a, b| {
            let like = |id: &str| strsim::jaro_winkler(&format!("{}:{id}", it.prefix), text.trim());
            like(&a.id).total_cmp(&like(&b.id))
        });
        let near = near.map(|node| format!("; did you mean `{}`?", it.reference(node))).unwrap_or_default();
        Problem::of(PROVISION, format!("`{text}` is no provision of {}{near}", it.title))
    };
    missing.map(says).into_iter().collect()
}
