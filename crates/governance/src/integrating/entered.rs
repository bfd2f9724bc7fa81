//! What is wrong with a mapping when it is entered: a thing with itself, or things of different kinds.

use record::Problem;
use store::RecordRow;

use super::MAPPING;
use crate::data::lineage::targets;

/// What a mapping as it would stand lacks to be a relation of two like things.
pub(crate) fn problems(before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    let ends = |row: &RecordRow| (targets(&row.document, "from").pop(), targets(&row.document, "to").pop());
    if after.kind != MAPPING || before.is_some_and(|it| ends(it) == ends(after)) {
        return Vec::new();
    }
    let (Some(from), Some(to)) = ends(after) else { return Vec::new() };
    let says = match (from == to, from.prefix == to.prefix) {
        (true, _) => format!("is `{to}`, which is the first one too; name the other one"),
        (false, false) => {
            format!("is `{to}`, which is of another kind than `{from}`; map controls to controls and risks to risks")
        }
        _ => return Vec::new(),
    };
    vec![Problem::of("to", says)]
}
