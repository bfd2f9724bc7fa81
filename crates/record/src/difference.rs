//! What changed between two documents, field by field.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Document;

/// One field whose value differs between two documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Name of the field.
    pub field: String,
    /// Its value before; absent when it had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// Its value after; absent when it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// The fields whose values differ, sorted by name; a field that holds null counts as without value.
pub fn difference(before: &Document, after: &Document) -> Vec<Difference> {
    let given = |document: &Document, name: &String| document.get(name).filter(|it| !it.is_null()).cloned();
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let compare = |name: &String| {
        let (before, after) = (given(before, name), given(after, name));
        (before != after).then(|| Difference { field: name.clone(), before, after })
    };
    names.into_iter().filter_map(compare).collect()
}
