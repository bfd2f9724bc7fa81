//! What one standard costs in hours a year, and what the next costs after it: exactly what is shared is not paid twice. Pure.
//!
//! Work is counted by ones of equal controls, each once. Its hours are the most that any of the equal controls states. Serves ISO/IEC 42001 5.1.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;

use super::duplicates::Control;
use super::sharing::Sharing;

/// The cost of two standards, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Burden {
    /// The first standard.
    pub first: String,
    /// The second.
    pub second: String,
    /// Hours a year for the first.
    pub first_hours: f64,
    /// Hours a year for the second, if it were alone.
    pub alone: f64,
    /// Hours a year for the second after the first.
    pub second_hours: f64,
    /// Hours a year that both share.
    pub shared: f64,
    /// Work that both share.
    pub shared_controls: Vec<Id>,
    /// Work whose hours nobody stated; it is in none of the sums.
    pub unknown: Vec<Id>,
}

/// A piece of work: controls that are equal.
#[derive(Default)]
struct Work {
    frameworks: BTreeSet<String>,
    hours: Option<f64>,
}

/// Frameworks of which controls meet something.
pub fn frameworks(controls: &[Control]) -> BTreeSet<String> {
    controls.iter().flat_map(|it| it.frameworks.iter().cloned()).collect()
}

/// What the first costs, and the second after it.
pub fn burden(controls: &[Control], sharing: &Sharing, first: &str, second: &str) -> Burden {
    let mut all: BTreeMap<Id, Work> = BTreeMap::new();
    for control in controls {
        let Some(id) = &control.id else { continue };
        let work = all.entry(sharing.one(id)).or_default();
        work.frameworks.extend(control.frameworks.iter().cloned());
        work.hours = work.hours.into_iter().chain(control.hours).reduce(f64::max);
    }
    let meets = |id: &Id, framework: &str| all.get(id).is_some_and(|it| it.frameworks.contains(framework));
    let mut told = Burden { first: first.to_owned(), second: second.to_owned(), ..Burden::default() };
    for (id, work) in &all {
        let (one, two) = (meets(id, first), meets(id, second));
        let Some(hours) = work.hours else {
            told.unknown.extend((one || two).then(|| id.clone()));
            continue;
        };
        told.first_hours += if one { hours } else { 0.0 };
        if !two {
            continue;
        }
        told.alone += hours;
        if one || sharing.wholes(id).iter().any(|it| meets(it, first)) {
            told.shared += hours;
            told.shared_controls.push(id.clone());
        } else {
            told.second_hours += hours;
        }
    }
    told
}
