//! Faults of a crosswalk: its ends, and relations that cannot be.

use std::collections::HashMap;

use super::{Found, blank};
use crate::SCHEMA;
use crate::crosswalk::{Crosswalk, Map};
use crate::shelf::Shelf;

/// How much two nodes can have in common.
const STRENGTHS: std::ops::RangeInclusive<u8> = 1..=10;

/// Both frameworks are on the shelf, and so are all nodes that are related.
pub(super) fn ends(shelf: &Shelf, of: &Crosswalk, found: &mut Found) {
    if of.schema != SCHEMA {
        found.note("schema", "", format!("`schema` is `{}`, and this program reads `{SCHEMA}`", of.schema));
    }
    for (key, urn) in [("source", &of.source), ("target", &of.target)] {
        let Some(framework) = shelf.by_urn(urn) else {
            found.note("dangling", "", format!("`{key}` names `{urn}`, and no framework has that urn"));
            continue;
        };
        for map in &of.map {
            let id = if key == "source" { &map.from } else { &map.to };
            if framework.node(id).is_none() {
                found.note("dangling", told(map), format!("`{id}` is no node of {}", framework.prefix));
            }
        }
    }
}

/// Each relation can be, and stands once.
pub(super) fn relations(of: &Crosswalk, found: &mut Found) {
    let mut seen: HashMap<(&str, &str), &Map> = HashMap::new();
    for map in &of.map {
        if !STRENGTHS.contains(&map.strength) {
            found.note("strength", told(map), format!("strength {} is not from 1 to 10", map.strength));
        }
        if of.source == of.target && map.from == map.to {
            found.note("itself", told(map), "a node is related to itself; leave the relation out");
        }
        if blank(&map.rationale) {
            found.note("words", told(map), "a relation says why; write `rationale`");
        }
        if map.reviewer.as_deref().is_some_and(blank) {
            found.note("words", told(map), "`reviewer` is blank; name who confirmed it, or leave it out");
        }
        match seen.insert((&map.from, &map.to), map) {
            Some(other) if other.relation != map.relation => {
                let says = format!("it is {} and {} at once; keep one", other.relation, map.relation);
                found.note("contradiction", told(map), says);
            }
            Some(_) => found.note("twice", told(map), "the same two are related twice; keep one"),
            None => {}
        }
    }
}

pub(super) fn told(map: &Map) -> String {
    format!("{} > {}", map.from, map.to)
}
