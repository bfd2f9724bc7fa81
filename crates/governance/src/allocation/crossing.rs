//! Hand-offs that cross the boundary of the organisation, or go from one party outside to another. Serves ISO/IEC 42001 A.10.2.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;

use super::around::Around;

/// Between whom something is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From the organisation to a party outside.
    Out,
    /// From a party outside to the organisation.
    In,
    /// From one party outside to another.
    Between,
}

/// A hand-off across a boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crossing {
    /// The component that hands over.
    pub from: Id,
    /// The component that gets it.
    pub to: Id,
    /// Between whom.
    pub way: Way,
    /// The party outside that hands over.
    pub giver: Option<Id>,
    /// The party outside that gets it.
    pub taker: Option<Id>,
    /// What is handed over; empty where nobody says.
    pub what: Vec<String>,
}

/// Every hand-off between these components, with what is said of it; one component that needs another gets something from it.
pub fn hand_offs(around: &Around) -> BTreeMap<(Id, Id), Vec<String>> {
    let mut all: BTreeMap<(Id, Id), Vec<String>> = BTreeMap::new();
    let there = |id: &Id| around.components.contains_key(id);
    for it in around.components.values() {
        for (to, what) in it.hands.iter().filter(|hand| there(&hand.0)) {
            let said = all.entry((it.id.clone(), to.clone())).or_default();
            said.extend((!what.is_empty()).then(|| what.clone()));
        }
        for needed in it.needs.iter().filter(|it| there(it)) {
            all.entry((needed.clone(), it.id.clone())).or_default();
        }
    }
    // What goes one way is an answer to what went the other: a need is described where either side says what is handed over.
    let said: BTreeMap<(Id, Id), bool> = all.iter().map(|(it, what)| (it.clone(), !what.is_empty())).collect();
    all.retain(|(from, to), what| {
        !what.is_empty() || !said.get(&(to.clone(), from.clone())).copied().unwrap_or_default()
    });
    all
}

/// Those of these hand-offs that cross a boundary.
pub fn crossings(around: &Around) -> Vec<Crossing> {
    let outside = |id: &Id| around.components.get(id)?.holder()?.outside().cloned();
    let crossing = |((from, to), what): ((Id, Id), Vec<String>)| {
        let (giver, taker) = (outside(&from), outside(&to));
        let way = match (&giver, &taker) {
            (None, None) => return None,
            (None, Some(_)) => Way::Out,
            (Some(_), None) => Way::In,
            (Some(one), Some(other)) if one == other => return None,
            (Some(_), Some(_)) => Way::Between,
        };
        Some(Crossing { from, to, way, giver, taker, what })
    };
    hand_offs(around).into_iter().filter_map(crossing).collect()
}
