//! What reviewed mappings make one, and what is reused of what the enterprise has. Pure.
//!
//! Equal things are one: they are joined, along any number of mappings. A part is covered by its whole, so it needs no work of its own.
//! Serves ISO/IEC 42001 5.1 and 6.1.1.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;

use super::duplicates::Control;

/// A reviewed mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// From which it is read.
    pub from: Id,
    /// Equal, subset, superset, intersects or none.
    pub relation: String,
    /// To which it is read.
    pub to: Id,
}

/// Which things are one, and which are a part of which.
#[derive(Debug, Default)]
pub struct Sharing {
    parent: BTreeMap<Id, Id>,
    /// Part and whole, by their ones.
    parts: BTreeSet<(Id, Id)>,
}

impl Sharing {
    /// What these mappings say.
    pub fn of(mappings: &[Mapped]) -> Sharing {
        let mut all = Sharing::default();
        for it in mappings.iter().filter(|it| it.relation == "equal") {
            let (one, other) = (all.one(&it.from), all.one(&it.to));
            let (least, rest) = if one <= other { (one, other) } else { (other, one) };
            if least != rest {
                all.parent.insert(rest, least);
            }
        }
        for it in mappings {
            let pair = match it.relation.as_str() {
                "subset" => (all.one(&it.from), all.one(&it.to)),
                "superset" => (all.one(&it.to), all.one(&it.from)),
                _ => continue,
            };
            all.parts.insert(pair);
        }
        all
    }

    /// The one of all that are equal to this: that with the least number.
    pub fn one(&self, id: &Id) -> Id {
        let mut at = id;
        while let Some(next) = self.parent.get(at) {
            at = next;
        }
        at.clone()
    }

    /// The wholes of which this is a part, along any number of steps; without itself.
    pub fn wholes(&self, id: &Id) -> BTreeSet<Id> {
        let (mut found, mut next) = (BTreeSet::new(), vec![self.one(id)]);
        while let Some(at) = next.pop() {
            for (_, whole) in self.parts.iter().filter(|it| it.0 == at) {
                if found.insert(whole.clone()) {
                    next.push(whole.clone());
                }
            }
        }
        found
    }
}

/// Controls of ours that need no work of their own, since the enterprise does it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reuse {
    /// Our own controls.
    pub own: usize,
    /// Those of them that are the same as, or a part of, one of the enterprise.
    pub reused: Vec<Id>,
    /// The share; none where there are no controls of our own.
    pub ratio: Option<f64>,
    /// Hours a year that are saved, as far as known; none where nothing is known.
    pub hours: Option<f64>,
    /// Reused controls whose hours nobody stated, so that their saving is not assessable.
    pub unknown: Vec<Id>,
}

/// What is reused.
pub fn reuse(controls: &[Control], sharing: &Sharing) -> Reuse {
    let (theirs, ours): (Vec<&Control>, Vec<&Control>) = controls.iter().partition(|it| it.register.is_some());
    let there: BTreeSet<Id> = theirs.iter().filter_map(|it| it.id.as_ref()).map(|it| sharing.one(it)).collect();
    let covered = |id: &Id| there.contains(&sharing.one(id)) || sharing.wholes(id).iter().any(|it| there.contains(it));
    let reused: Vec<&Control> = ours.iter().filter(|it| it.id.as_ref().is_some_and(covered)).copied().collect();
    let (known, unknown): (Vec<&Control>, Vec<&Control>) = reused.iter().partition(|it| it.hours.is_some());
    let ids = |all: &[&Control]| all.iter().filter_map(|it| it.id.clone()).collect::<Vec<Id>>();
    Reuse {
        own: ours.len(),
        ratio: (!ours.is_empty()).then(|| reused.len() as f64 / ours.len() as f64),
        hours: (!known.is_empty()).then(|| known.iter().filter_map(|it| it.hours).sum()),
        unknown: ids(&unknown),
        reused: ids(&reused),
    }
}
