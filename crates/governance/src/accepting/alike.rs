//! Risks that are one in parts, so that nobody stays below an authority by asking for parts one after the other: those that agree in the fields that data
//! name, and all that are tied to each other in this way. Pure.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::library::Alike;

/// What two risks have in common so that they are one in parts; nothing where they have not.
pub fn common<'a>(rules: &'a [Alike], one: &RecordRow, other: &RecordRow) -> Option<&'a str> {
    let agree = |field: &String| {
        let (mine, theirs) = (values(one, field), values(other, field));
        let names = |of: &BTreeSet<String>, it: &RecordRow| of.contains(&plain(&it.id.to_string()));
        !mine.is_disjoint(&theirs) || names(&mine, other) || names(&theirs, one)
    };
    let rule = rules.iter().find(|it| !it.fields.is_empty() && it.fields.iter().all(agree))?;
    Some(&rule.says)
}

/// The risks to which one is tied, directly or by others, itself among them; each of the others with what ties it.
pub fn tied<'a>(rules: &'a [Alike], of: &Id, risks: &BTreeMap<Id, &RecordRow>) -> BTreeMap<Id, &'a str> {
    let mut found: BTreeMap<Id, &str> = BTreeMap::from([(of.clone(), "")]);
    let mut next = vec![of.clone()];
    while let Some(here) = next.pop() {
        let Some(row) = risks.get(&here) else { continue };
        for (id, other) in risks {
            if found.contains_key(id) {
                continue;
            }
            if let Some(says) = common(rules, row, other) {
                found.insert(id.clone(), says);
                next.push(id.clone());
            }
        }
    }
    found
}

/// What a field holds, each value by itself: of tables the records that their rows name.
fn values(row: &RecordRow, field: &str) -> BTreeSet<String> {
    let of = |it: &Value| -> Vec<String> {
        match it {
            Value::String(text) => vec![plain(text)],
            Value::Object(cells) => {
                cells.values().filter_map(Value::as_str).filter(|it| it.parse::<Id>().is_ok()).map(plain).collect()
            }
            _ => Vec::new(),
        }
    };
    let found = match row.document.get(field) {
        Some(Value::Array(all)) => all.iter().flat_map(of).collect(),
        Some(it) => of(it),
        None => Vec::new(),
    };
    found.into_iter().filter(|it| !it.is_empty()).collect()
}

/// A text by its letters and digits alone.
fn plain(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
