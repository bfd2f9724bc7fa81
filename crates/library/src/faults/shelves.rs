//! Faults of all libraries together: names that two of them claim, editions that are not there, crosswalks that contradict each other.

use std::collections::HashMap;

use super::crosswalks::told;
use super::{Fault, Found, twice};
use crate::crosswalk::Relation;
use crate::shelf::Shelf;

/// Everything that is wrong between them.
pub(super) fn together(shelf: &Shelf, faults: &mut Vec<Fault>) {
    names(shelf, faults);
    editions(shelf, faults);
    contradictions(shelf, faults);
}

fn names(shelf: &Shelf, faults: &mut Vec<Fault>) {
    let of_frameworks = shelf.frameworks().iter().map(|it| it.urn.as_str());
    for urn in twice(of_frameworks.chain(shelf.crosswalks().iter().map(|it| it.urn.as_str()))) {
        let file = last_file(shelf, |_, of| of == urn);
        Found { file, urn, faults }.note(
            "twice",
            "",
            format!("urn `{urn}` stands twice; each library has one of its own"),
        );
    }
    for prefix in twice(shelf.frameworks().iter().map(|it| it.prefix.as_str())) {
        let of = shelf.frameworks().iter().rfind(|it| it.prefix == prefix);
        let urn = of.map(|it| it.urn.as_str()).unwrap_or_default();
        let file = last_file(shelf, |of, _| of == prefix);
        let says = format!("references of two frameworks begin with `{prefix}`; each has a prefix of its own");
        Found { file, urn, faults }.note("twice", "", says);
    }
}

/// The file of the last library whose prefix (blank for crosswalks) and urn are meant.
fn last_file(shelf: &Shelf, meant: impl Fn(&str, &str) -> bool) -> &str {
    let frameworks = shelf.frameworks().iter().map(|it| (it.prefix.as_str(), it.urn.as_str()));
    let all = frameworks.chain(shelf.crosswalks().iter().map(|it| ("", it.urn.as_str())));
    let paths = shelf.paths().0.iter().chain(shelf.paths().1);
    let found: Vec<&String> = all.zip(paths).filter(|((prefix, urn), _)| meant(prefix, urn)).map(|it| it.1).collect();
    found.last().map(|it| it.as_str()).unwrap_or_default()
}

fn editions(shelf: &Shelf, faults: &mut Vec<Fault>) {
    for (framework, file) in shelf.frameworks().iter().zip(shelf.paths().0) {
        let before = framework.edition.supersedes.as_deref().filter(|it| shelf.by_urn(it).is_none());
        if let Some(before) = before {
            let says = format!("`supersedes` names `{before}`, and no framework has that urn");
            Found { file, urn: &framework.urn, faults }.note("dangling", "", says);
        }
    }
}

/// Two crosswalks, read in one direction, that relate the same two nodes in different ways.
fn contradictions(shelf: &Shelf, faults: &mut Vec<Fault>) {
    let mut seen: HashMap<[&str; 4], (Relation, usize)> = HashMap::new();
    for (at, (crosswalk, file)) in shelf.crosswalks().iter().zip(shelf.paths().1).enumerate() {
        for map in &crosswalk.map {
            let (from, to) =
                ((crosswalk.source.as_str(), map.from.as_str()), (crosswalk.target.as_str(), map.to.as_str()));
            let (key, relation) = match from <= to {
                true => ([from.0, from.1, to.0, to.1], map.relation),
                false => ([to.0, to.1, from.0, from.1], map.relation.turned()),
            };
            match seen.get(&key) {
                Some((other, before)) if *before != at && *other != relation => {
                    let name = &shelf.crosswalks()[*before].urn;
                    let says = format!("`{name}` relates these two in another way; keep one of the two relations");
                    Found { file, urn: &crosswalk.urn, faults }.note("contradiction", told(map), says);
                }
                Some(_) => {}
                None => _ = seen.insert(key, (relation, at)),
            }
        }
    }
}
