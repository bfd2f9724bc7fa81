//! Findings of the same thing: the same requirement and the same cause, or the same requirement at the same place, whatever words they use; and
//! clusters of findings with one cause.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::library::Correcting;

/// A finding as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The requirements that it cites, and the records that are its criterion.
    pub criteria: BTreeSet<String>,
    /// Where its cause lies, where that is known.
    pub cause: Option<String>,
    /// What it is about.
    pub about: BTreeSet<Id>,
    /// The day on which it became official, or else was entered.
    pub on: Option<Date>,
    /// Whether something was found that counts: neither a draft nor withdrawn, nor conformity.
    pub counts: bool,
}

/// An earlier finding of the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// Its number.
    pub id: Id,
    /// What both cite.
    pub criteria: BTreeSet<String>,
    /// Where both have their cause, where both are known and the same.
    pub cause: Option<String>,
    /// What both are about.
    pub about: BTreeSet<Id>,
}

impl Repeat {
    /// Why they are the same, in a sentence.
    pub fn why(&self) -> String {
        let criteria = self.criteria.iter().cloned().collect::<Vec<_>>().join(", ");
        let cause = self.cause.as_deref().map(|it| format!(", the same cause ({})", it.replace('_', " ")));
        let about: Vec<String> = self.about.iter().map(ToString::to_string).collect();
        let about = (!about.is_empty()).then(|| format!(", the same place ({})", about.join(", ")));
        format!("the same requirement ({criteria}){}{}", cause.unwrap_or_default(), about.unwrap_or_default())
    }
}

/// Findings with one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cluster {
    /// Where their cause lies.
    pub cause: String,
    /// The requirements that they cite.
    pub criteria: BTreeSet<String>,
    /// Their numbers.
    pub findings: Vec<Id>,
}

/// Earlier findings of the same thing, the newest first: within the window before it, one criterion in common, and one cause or one place.
/// Two that name different causes are different things even at one place.
pub fn repeats(of: &Id, all: &BTreeMap<Id, Seen>, library: &Correcting) -> Vec<Repeat> {
    let Some(own) = all.get(of) else { return Vec::new() };
    let window: Span = library.repeat.within.parse().unwrap_or_default();
    let from = own.on.and_then(|it| it.checked_sub(window).ok());
    let earlier = |id: &Id, other: &Seen| {
        (other.on, id.number) < (own.on, of.number) && other.on.is_some_and(|it| from.is_none_or(|from| it >= from))
    };
    let same = |(id, other): (&Id, &Seen)| {
        let criteria: BTreeSet<String> = own.criteria.intersection(&other.criteria).cloned().collect();
        let about: BTreeSet<Id> = own.about.intersection(&other.about).cloned().collect();
        let cause = own.cause.clone().filter(|it| other.cause.as_ref() == Some(it));
        let apart = own.cause.is_some() && other.cause.is_some() && cause.is_none();
        let alike = !criteria.is_empty() && !apart && (cause.is_some() || !about.is_empty());
        alike.then(|| Repeat { id: id.clone(), criteria, cause, about })
    };
    let candidates = all.iter().filter(|(id, other)| *id != of && own.counts && other.counts && earlier(id, other));
    let mut found: Vec<Repeat> = candidates.filter_map(same).collect();
    found.sort_by_key(|it| std::cmp::Reverse((all[&it.id].on, it.id.number)));
    found
}

/// Findings of one cause, where there are enough of them, the largest first.
pub fn clusters(all: &BTreeMap<Id, Seen>, library: &Correcting) -> Vec<Cluster> {
    let mut causes: BTreeMap<&str, Vec<&Id>> = BTreeMap::new();
    for (id, seen) in all.iter().filter(|it| it.1.counts) {
        if let Some(cause) = &seen.cause {
            causes.entry(cause).or_default().push(id);
        }
    }
    let cluster = |(cause, ids): (&str, Vec<&Id>)| Cluster {
        cause: cause.to_owned(),
        criteria: ids.iter().flat_map(|it| all[*it].criteria.iter().cloned()).collect(),
        findings: ids.into_iter().cloned().collect(),
    };
    let enough = causes.into_iter().filter(|it| it.1.len() >= library.repeat.cluster);
    let mut found: Vec<Cluster> = enough.map(cluster).collect();
    found.sort_by(|a, b| b.findings.len().cmp(&a.findings.len()).then_with(|| a.cause.cmp(&b.cause)));
    found
}
