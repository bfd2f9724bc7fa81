//! A scope in words: sentences made from records and from words that are data, with the digest of what they say. Pure.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;

use super::boundary::Scope;
use super::gathered::Around;
use super::library::Scoping;
use super::verdict::{All, IN, INTERFACE, OUT};
use crate::evidence::digest_of;

/// A paragraph of the statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// What it is about.
    pub title: String,
    /// Its sentences; none where there is nothing to say.
    pub lines: Vec<String>,
}

/// A scope in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// SHA-256 of the paragraphs.
    pub digest: String,
}

/// The form of units that are places.
const SITE: &str = "site";

/// A scope in words; `titles` are those of records that may be named.
pub(crate) fn statement(around: &Around, scope: &Scope, all: &All, titles: &BTreeMap<String, String>) -> Statement {
    let library = &around.libraries.scoping;
    let name = |id: &Id| named(library, titles, id);
    let is_site = |it: &&Id| around.units.get(it).is_some_and(|it| it.text("form") == Some(SITE));
    let (sites, units): (Vec<&Id>, Vec<&Id>) = scope.units.iter().partition(is_site);
    let verdicts = |verdict: &str| -> Vec<String> {
        let own = all.uses.iter().filter(|it| it.verdict == verdict && titles.contains_key(&it.id.to_string()));
        own.map(|it| name(&it.id)).collect()
    };
    let exclusion = |it: &super::boundary::Exclusion| {
        let what = it.what.as_ref().map_or_else(|| it.activity.clone(), &name);
        format!("{what}: {}", it.reason)
    };
    let interface = |it: &super::boundary::Interface| {
        let side = |of: &Option<Id>| of.as_ref().map(&name).unwrap_or_default();
        let owner = it.owner.as_ref().map_or_else(|| library.say("nobody").to_owned(), &name);
        let (with, about) = (side(&it.with), side(&it.about));
        let sides: Vec<String> = [("with", with), ("about", about), ("owner", owner)]
            .into_iter()
            .filter(|it| !it.1.is_empty())
            .map(|(word, it)| format!("{} {it}", library.say(word)))
            .collect();
        format!("{} ({})", it.what, sides.join(", "))
    };
    let out = |it: &&super::verdict::Judged| it.verdict == OUT && titles.contains_key(&it.id.to_string());
    let left_out = all.uses.iter().filter(out).map(|it| format!("{}: {}", name(&it.id), it.why()));
    let parts = scope.parts.iter().map(|it| it.replace('_', " "));
    let paragraphs = vec![
        paragraph(library, "units", units.into_iter().map(name)),
        paragraph(library, "sites", sites.into_iter().map(name)),
        paragraph(library, "activities", scope.activities.iter().cloned()),
        paragraph(library, "parts", parts),
        paragraph(library, "uses", verdicts(IN).into_iter()),
        paragraph(library, "exclusions", scope.exclusions.iter().map(exclusion)),
        paragraph(library, "left_out", left_out),
        paragraph(library, "interfaces", scope.interfaces.iter().map(interface).chain(verdicts(INTERFACE))),
        paragraph(library, "considered", scope.considered.iter().map(name)),
    ];
    let digest = digest_of(&serde_json::to_vec(&paragraphs).unwrap_or_default());
    Statement { paragraphs, digest }
}

fn paragraph(library: &Scoping, word: &str, lines: impl Iterator<Item = String>) -> Paragraph {
    Paragraph { title: library.say(word).to_owned(), lines: lines.collect() }
}

/// A record by its number and title; one that may not be seen by a word for it.
pub(crate) fn named(library: &Scoping, titles: &BTreeMap<String, String>, id: &Id) -> String {
    match titles.get(&id.to_string()) {
        Some(title) => format!("{id} {title}"),
        None => library.say("hidden").to_owned(),
    }
}
