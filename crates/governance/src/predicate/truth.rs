//! What predicates say together; and since when they are not so.

use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::looked::{Looked, figures};
use crate::Error;
use crate::derived::{Snapshot, day};

/// What predicates say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// All of them hold.
    Holds(String),
    /// One of them does not.
    Fails(String),
    /// Nothing speaks against it, and one of them cannot be told.
    Unknown(String),
}

/// A predicate that nothing could contradict says nothing.
pub(crate) fn bound(row: &Value, looked: Looked) -> Looked {
    let bare = row.get("of").and_then(Value::as_str).is_none_or(|it| it.trim().is_empty());
    let none = row.get("holds").and_then(Value::as_str) == Some("none");
    match bare && none && looked.holds == Some(true) {
        true => Looked {
            holds: None,
            why: "it does not say among which records it would have shown; fill in `of`".to_owned(),
            ..looked
        },
        false => looked,
    }
}

/// What predicates say together; what is not so speaks before what cannot be told.
pub fn truth(looked: &[Looked]) -> Truth {
    let says = |of: Vec<&Looked>| {
        of.iter().map(|it| format!("`{}` ({})", it.says, figures(it))).collect::<Vec<_>>().join(", ")
    };
    let failing: Vec<&Looked> = looked.iter().filter(|it| it.holds == Some(false)).collect();
    if !failing.is_empty() {
        return Truth::Fails(says(failing));
    }
    match looked.iter().find(|it| it.holds.is_none()) {
        Some(it) => Truth::Unknown(format!("`{}`: {}", it.says, it.why)),
        None if looked.is_empty() => {
            Truth::Unknown("it names nothing in records by which success would show".to_owned())
        }
        None => Truth::Holds(says(looked.iter().collect())),
    }
}

/// The first day after a day on which it was so, on which a record spoke against it: of those that are named, the day of entry, or of the last change
/// where it was there before.
pub(crate) fn since(at: &Snapshot, looked: &[Looked], so_on: Option<Date>) -> Result<Option<Date>, Error> {
    let ids: Vec<Id> =
        looked.iter().filter(|it| it.holds == Some(false)).flat_map(|it| it.against.iter().cloned()).collect();
    let spoke = |it: &RecordRow| {
        let entered = day(it.created);
        if so_on.is_none_or(|on| on <= entered) { entered } else { day(it.changed) }
    };
    Ok(at.records(&ids)?.iter().map(spoke).min())
}
