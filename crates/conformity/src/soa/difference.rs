//! What two versions of a statement say differently, entry by entry, and why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Entry, Exception, Statement};

/// How an entry moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Dropped,
    /// It says something else.
    Changed,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The control.
    pub control: String,
    /// The AI system, for exceptions.
    pub system: Option<String>,
    /// How it moved.
    pub moved: Move,
    /// What moved: the part, what it said, what it says.
    pub parts: Vec<(&'static str, String, String)>,
    /// The justification that stands now.
    pub why: String,
}

/// What the later statement says differently, by control.
pub fn differences(before: &Statement, after: &Statement) -> Vec<Difference> {
    let entries =
        |it: &Statement| -> Said { it.entries.iter().map(|it| ((it.control.clone(), None), said(it))).collect() };
    let exceptions = |it: &Statement| -> Said {
        it.exceptions.iter().map(|it| ((it.control.clone(), Some(it.system.clone())), excepted(it))).collect()
    };
    let mut all = compared(&entries(before), &entries(after));
    all.extend(compared(&exceptions(before), &exceptions(after)));
    all
}

/// What is said of a control, and an AI system, part by part.
type Said = BTreeMap<(String, Option<String>), Vec<(&'static str, String)>>;

fn compared(before: &Said, after: &Said) -> Vec<Difference> {
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    let one = |key: &(String, Option<String>)| {
        let (old, new) = (before.get(key), after.get(key));
        let moved = match (old, new) {
            (None, Some(_)) => Move::Added,
            (Some(_), None) => Move::Dropped,
            (old, new) if old != new => Move::Changed,
            _ => return None,
        };
        let text = |it: Option<&Vec<(&'static str, String)>>, name: &str| {
            it.and_then(|it| it.iter().find(|it| it.0 == name)).map(|it| it.1.clone()).unwrap_or_default()
        };
        let names = old.or(new)?.iter().map(|it| it.0);
        let parts = names.map(|name| (name, text(old, name), text(new, name))).filter(|it| it.1 != it.2).collect();
        let (control, system) = key.clone();
        Some(Difference { control, system, moved, parts, why: text(new, "why") })
    };
    keys.into_iter().filter_map(one).collect()
}

fn word(it: Option<bool>) -> String {
    match it {
        Some(true) => "necessary",
        Some(false) => "not necessary",
        None => "not decided",
    }
    .to_owned()
}

fn said(it: &Entry) -> Vec<(&'static str, String)> {
    let list = |all: &std::collections::BTreeSet<String>| all.iter().cloned().collect::<Vec<_>>().join(", ");
    vec![
        ("necessary", word(it.necessary)),
        ("because", list(&it.because)),
        ("realised_by", list(&it.realised_by)),
        ("why", it.why.clone()),
    ]
}

fn excepted(it: &Exception) -> Vec<(&'static str, String)> {
    vec![("necessary", word(it.necessary)), ("why", it.why.clone())]
}
