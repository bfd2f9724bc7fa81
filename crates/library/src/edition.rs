//! Two editions of a framework held against each other: nodes that came, went or changed, and what of them changed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::framework::{Framework, Node};

/// What differs between two editions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Differing {
    /// Keys of the head that differ.
    pub head: Vec<Changed>,
    /// Identifiers that only the second has, in its order.
    pub added: Vec<String>,
    /// Identifiers that only the first has, in its order.
    pub removed: Vec<String>,
    /// Nodes that both have and that differ, in the order of the second.
    pub changed: Vec<Moved>,
}

/// A node that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// Its identifier.
    pub id: String,
    /// Keys that differ.
    pub keys: Vec<Changed>,
}

/// A key with its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// The key.
    pub key: String,
    /// What the first says; nothing where it says nothing.
    pub before: Value,
    /// What the second says.
    pub after: Value,
}

impl Differing {
    /// Whether nothing differs.
    pub fn none(&self) -> bool {
        *self == Differing::default()
    }
}

/// What differs between two editions; the order of nodes does not count.
pub fn differing(before: &Framework, after: &Framework) -> Differing {
    let old: BTreeMap<&str, &Node> = before.node.iter().map(|it| (it.id.as_str(), it)).collect();
    let new: BTreeMap<&str, &Node> = after.node.iter().map(|it| (it.id.as_str(), it)).collect();
    let gone = |node: &&Node, from: &BTreeMap<&str, &Node>| !from.contains_key(node.id.as_str());
    let moved = |node: &Node| {
        let keys = keys(&value(old.get(node.id.as_str())?), &value(node));
        (!keys.is_empty()).then(|| Moved { id: node.id.clone(), keys })
    };
    Differing {
        head: keys(&head(before), &head(after)),
        added: after.node.iter().filter(|it| gone(it, &old)).map(|it| it.id.clone()).collect(),
        removed: before.node.iter().filter(|it| gone(it, &new)).map(|it| it.id.clone()).collect(),
        changed: after.node.iter().filter_map(moved).collect(),
    }
}

fn value<T: Serialize>(of: &T) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn head(of: &Framework) -> Value {
    let mut head = value(of);
    if let Some(keys) = head.as_object_mut() {
        keys.remove("node");
    }
    head
}

fn keys(before: &Value, after: &Value) -> Vec<Changed> {
    let all = [before, after].into_iter().filter_map(Value::as_object).flat_map(|it| it.keys());
    let names: std::collections::BTreeSet<&String> = all.collect();
    let of = |from: &Value, key: &str| from.get(key).cloned().unwrap_or_default();
    let changed = |key: &&String| of(before, key) != of(after, key);
    names
        .into_iter()
        .filter(changed)
        .map(|key| Changed { key: key.clone(), before: of(before, key), after: of(after, key) })
        .collect()
}
