//! Faults of a framework: its head, where nodes stand, how they speak, what they ask for.

use std::collections::HashSet;

use jiff::Span;

use super::{Found, blank, twice};
use crate::SCHEMA;
use crate::framework::{Framework, Modality, Node};

/// The level of nodes that only hold others together.
pub(crate) const GROUP: &str = "group";

/// The head: format, names that must be there.
pub(super) fn head(of: &Framework, found: &mut Found) {
    if of.schema != SCHEMA {
        found.note("schema", "", format!("`schema` is `{}`, and this program reads `{SCHEMA}`", of.schema));
    }
    for (key, text) in [("urn", &of.urn), ("prefix", &of.prefix), ("title", &of.title)] {
        if blank(text) {
            found.note("words", "", format!("`{key}` is blank; write one"));
        }
    }
    if of.edition.supersedes.as_ref() == Some(&of.urn) {
        found.note("itself", "", "the edition supersedes itself; name the urn of the one before");
    }
    for name in twice(of.part.iter().map(|it| it.name.as_str())) {
        found.note("twice", "", format!("part `{name}` stands twice; leave one out"));
    }
    for id in twice(of.node.iter().map(|it| it.id.as_str())) {
        found.note("twice", id, "this identifier stands twice; each node has one of its own");
    }
}

/// Every name that points at something points at something that is there.
pub(super) fn places(of: &Framework, found: &mut Found) {
    let ids: HashSet<&str> = of.node.iter().map(|it| it.id.as_str()).collect();
    for part in &of.part {
        if let Some(to) = part.instead.as_deref().filter(|it| !ids.contains(it)) {
            let says = format!("part `{}` names `{to}` as `instead`, which is no node of this framework", part.name);
            found.note("dangling", "", says);
        }
    }
    for node in &of.node {
        let pointed = [("parent", &node.parent), ("guides", &node.guides)];
        let pointed = pointed.into_iter().filter_map(|(key, to)| Some((key, to.as_deref()?)));
        for (key, to) in pointed.chain(node.needs.iter().map(|it| ("needs", it.as_str()))) {
            if !ids.contains(to) {
                found.note("dangling", &node.id, format!("`{key}` names `{to}`, which is no node of this framework"));
            }
        }
        if of.part_of(node).is_none() {
            let names: Vec<String> = of.part.iter().map(|it| format!("`{}`", it.name)).collect();
            found.note("part", &node.id, format!("there is no part `{}`; there are {}", node.part, names.join(", ")));
        }
    }
}

/// How a node speaks fits what it is.
pub(super) fn speech(of: &Framework, found: &mut Found) {
    for node in &of.node {
        if node.level == GROUP && node.modality.is_some() {
            let says = "a group holds others together and says nothing itself; leave `modality` out or give it a level";
            found.note("modality", &node.id, says);
        }
        if node.assessable && (node.modality.is_none() || blank(&node.intent)) {
            let says = "who is held against it must know what it wants and how strongly; write `intent` and `modality`";
            found.note("modality", &node.id, says);
        }
        if node.assessable && node.modality == Some(Modality::Note) {
            found.note("modality", &node.id, "a note asks for nothing, so that nobody can be held against it");
        }
        let binding = of.part_of(node).is_none_or(|it| it.binding);
        if node.assessable && !binding {
            let says = format!("`{}` is guidance or information, so that nobody can be held against it", node.part);
            found.note("guidance", &node.id, says);
        }
        if node.guides.as_ref() == Some(&node.id) {
            found.note("itself", &node.id, "it guides itself; name the node that it is guidance for");
        }
        if blank(&node.id) || blank(&node.title) {
            found.note("words", &node.id, "`id` and `title` are never blank");
        }
    }
}

/// What it asks for: proofs, questions and checks.
pub(super) fn proofs(of: &Framework, found: &mut Found) {
    for node in &of.node {
        for id in twice(node.evidence.iter().map(|it| it.id.as_str())) {
            found.note("evidence", &node.id, format!("evidence `{id}` stands twice; name each by itself"));
        }
        for it in &node.evidence {
            lasts(node, it.freshness.as_deref(), found);
            if blank(&it.id) || blank(&it.what) {
                found.note("words", &node.id, "evidence has an `id` and says `what` it is");
            }
        }
        if node.question.iter().any(|it| blank(&it.ask)) || node.check.iter().any(|it| blank(&it.says)) {
            found.note("words", &node.id, "a question asks and a check says something");
        }
    }
}

fn lasts(node: &Node, freshness: Option<&str>, found: &mut Found) {
    let Some(text) = freshness else { return };
    if !text.parse::<Span>().is_ok_and(|it| it.is_positive()) {
        found.note("evidence", &node.id, format!("`{text}` is no length of time; write one as `P1Y`"));
    }
}
