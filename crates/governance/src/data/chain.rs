//! Whether the digests lead without a gap from the data that came in to these: what each step took in is what the data before
//! it are, and what the last step gave are these bytes. Serves ISO/IEC 42001 A.7.5.

use std::collections::HashSet;

use record::Document;
use serde_json::Value;
use store::RecordRow;

use super::OUT_OF_USE;
use super::lineage::{Lineage, targets};

/// How the chain behind a version stands; from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// These data came in from outside.
    Origin,
    /// Every digest is the one that it must be.
    Intact,
    /// A digest or a step is not said, so nothing can be compared.
    Unproven,
    /// A digest is another one, or what the data were made from must not be used.
    Broken,
}

impl Link {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Link::Origin => "origin",
            Link::Intact => "intact",
            Link::Unproven => "unproven",
            Link::Broken => "broken",
        }
    }
}

/// How the chain stands, and the first place where it does not hold.
pub type Chain = (Link, String);

/// The chain behind a version: the worst of its own link and of those behind it, with the place that is nearest.
pub fn chain(lineage: &Lineage, version: &RecordRow) -> Chain {
    let ancestors = lineage.ancestors(version);
    if let Some(round) = circle(lineage, version) {
        return (Link::Broken, format!("{} is made from itself", round.id));
    }
    let (own, why) = link(lineage, version);
    let behind = ancestors[1..].iter().map(|it| link(lineage, it)).find(|it| it.0 >= Link::Unproven && it.0 > own);
    match behind {
        Some(worse) => worse,
        None if own == Link::Intact => {
            (own, format!("every digest leads on, through {}", counted(ancestors.len() - 1)))
        }
        None => (own, why),
    }
}

fn counted(count: usize) -> String {
    format!("{count} {} behind it", if count == 1 { "version" } else { "versions" })
}

/// A version behind this one, or itself, that is made from itself: one that is met again on the way on which it stands.
fn circle<'a>(lineage: &'a Lineage, version: &'a RecordRow) -> Option<&'a RecordRow> {
    let (mut on_way, mut done) = (HashSet::from([&version.id]), HashSet::new());
    let mut way = vec![(version, lineage.to(version, "derived_from"))];
    while let Some((row, parents)) = way.last_mut() {
        match parents.pop() {
            Some(parent) if on_way.contains(&parent.id) => return Some(parent),
            Some(parent) if done.contains(&parent.id) => {}
            Some(parent) => {
                on_way.insert(&parent.id);
                way.push((parent, lineage.to(parent, "derived_from")));
            }
            None => {
                on_way.remove(&row.id);
                done.insert(&row.id);
                way.pop();
            }
        }
    }
    None
}

/// A step as it is written in a version.
struct Step {
    name: String,
    takes: Vec<String>,
    gives: String,
}

fn steps(version: &RecordRow) -> Vec<Step> {
    let text = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().trim().to_lowercase();
    let rows = version.list("steps");
    let one = |(at, row): (usize, &Value)| Step {
        name: format!("step {} `{}`", at + 1, row["step"].as_str().unwrap_or_default()),
        takes: text(row, "digest_in").split_whitespace().map(str::to_owned).collect(),
        gives: text(row, "digest_out"),
    };
    rows.enumerate().map(one).collect()
}

/// The digest of a version's bytes, in lower case; empty where it is not said.
pub fn digest(version: &RecordRow) -> String {
    said(&version.document, "file_digest")
}

/// The digest of the bytes that a measurement was made of, in lower case; empty where it is not said.
pub fn measured(measurement: &RecordRow) -> String {
    said(&measurement.document, "data_digest")
}

/// A digest that a field says, in lower case; empty where it does not.
pub(super) fn said(document: &Document, field: &str) -> String {
    document.get(field).and_then(Value::as_str).unwrap_or_default().trim().to_lowercase()
}

/// The link between a version and the data from which it was made.
fn link(lineage: &Lineage, version: &RecordRow) -> Chain {
    let id = &version.id;
    let named = targets(&version.document, "derived_from");
    let parents = lineage.to(version, "derived_from");
    let (steps, own) = (steps(version), digest(version));
    if named.is_empty() && steps.is_empty() {
        return (Link::Origin, format!("{id} was made from no other data"));
    }
    if let Some(lost) = named.iter().find(|it| lineage.row(it).is_none_or(|it| it.retired)) {
        return (Link::Broken, format!("{lost}, from which {id} was made, is not there any more"));
    }
    if let Some(bad) = parents.iter().find(|it| OUT_OF_USE.contains(&it.state.as_str())) {
        return (Link::Broken, format!("{}, from which {id} was made, is {}", bad.id, bad.state));
    }
    if let Some(gap) = broken(id, &parents, &steps, &own) {
        return (Link::Broken, gap);
    }
    unsaid(id, &parents, &steps, &own).map_or((Link::Intact, String::new()), |it| (Link::Unproven, it))
}

/// The first step that took in what nothing before it gave, or gave what is not there.
fn broken(id: &record::Id, parents: &[&RecordRow], steps: &[Step], own: &str) -> Option<String> {
    let mut known: Vec<String> = parents.iter().map(|it| digest(it)).collect();
    if parents.is_empty() {
        // What came in from outside is nowhere but in the first step.
        known.extend(steps.first().into_iter().flat_map(|it| it.takes.clone()));
    }
    for step in steps {
        let strange = step.takes.iter().find(|it| !known.contains(it) && known.iter().all(|it| !it.is_empty()));
        if let Some(strange) = strange {
            let before: Vec<String> = parents.iter().map(|it| it.id.to_string()).collect();
            let before = if before.is_empty() { "what came in".to_owned() } else { before.join(", ") };
            let took = format!("{} of {id} took in {}", step.name, short(strange));
            return Some(format!("{took}, which is neither {before} nor given by an earlier step"));
        }
        known.push(step.gives.clone());
    }
    let last = steps.last().filter(|it| !it.gives.is_empty() && !own.is_empty() && it.gives != own)?;
    Some(format!("{} gave {}, and {id} is {}", last.name, short(&last.gives), short(own)))
}

/// What is not said, so that nothing can be compared.
fn unsaid(id: &record::Id, parents: &[&RecordRow], steps: &[Step], own: &str) -> Option<String> {
    if own.is_empty() {
        return Some(format!("{id} says no digest of its bytes"));
    }
    if let Some(silent) = parents.iter().find(|it| digest(it).is_empty()) {
        return Some(format!("{} says no digest of its bytes", silent.id));
    }
    if steps.is_empty() {
        return Some(format!("{id} says no step by which it was made"));
    }
    if let Some(step) = steps.iter().find(|it| it.takes.is_empty() || it.gives.is_empty()) {
        return Some(format!("{} of {id} does not say the digests before and after it", step.name));
    }
    if parents.is_empty() {
        return Some(format!("{id} has steps and names no data from which it was made"));
    }
    let unused = parents.iter().find(|it| !steps.iter().any(|step| step.takes.contains(&digest(it))))?;
    Some(format!("no step of {id} took in {}", unused.id))
}

/// The beginning of a digest, enough to tell it from others.
pub fn short(digest: &str) -> String {
    match digest.split_once(':') {
        Some((method, hex)) if hex.len() > 12 => format!("{method}:{}…", hex.chars().take(12).collect::<String>()),
        _ => digest.to_owned(),
    }
}
