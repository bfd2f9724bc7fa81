//! A scope in words: sentences made from records and from words that are data, with the digest of what they say. Pure.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;

use super::boundary::Scope;
use super::gathered::Around;
use super::verdict::{All, IN, INTERFACE, OUT};
use crate::evidence::digest_of;
use crate::libraries::Words;

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
    let words = &around.libraries.scoping.words;
    let name = |id: &Id| named(words, titles, id);
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
        let owner = it.owner.as_ref().map_or_else(|| words.say("nobody").to_owned(), &name);
        let (with, about) = (side(&it.with), side(&it.about));
        let sides: Vec<String> = [("with", with), ("about", about), ("owner", owner)]
            .into_iter()
            .filter(|it| !it.1.is_empty())
            .map(|(word, it)| format!("{} {it}", words.say(word)))
            .collect();
        format!("{} ({})", it.what, sides.join(", "))
    };
    let out = |it: &&super::verdict::Judged| it.verdict == OUT && titles.contains_key(&it.id.to_string());
    let left_out = all.uses.iter().filter(out).map(|it| format!("{}: {}", name(&it.id), it.why()));
    let parts = scope.parts.iter().map(|it| it.replace('_', " "));
    let paragraphs = vec![
        paragraph(words, "units", units.into_iter().map(name)),
        paragraph(words, "sites", sites.into_iter().map(name)),
        paragraph(words, "activities", scope.activities.iter().cloned()),
        paragraph(words, "parts", parts),
        paragraph(words, "uses", verdicts(IN).into_iter()),
        paragraph(words, "exclusions", scope.exclusions.iter().map(exclusion)),
        paragraph(words, "left_out", left_out),
        paragraph(words, "interfaces", scope.interfaces.iter().map(interface).chain(verdicts(INTERFACE))),
        paragraph(words, "considered", scope.considered.iter().map(name)),
    ];
    let digest = digest_of(&serde_json::to_vec(&paragraphs).unwrap_or_default());
    Statement { paragraphs, digest }
}

fn paragraph(words: &Words, word: &str, lines: impl Iterator<Item = String>) -> Paragraph {
    Paragraph { title: words.say(word).to_owned(), lines: lines.collect() }
}

/// A record by its number and title; one that may not be seen by a word for it.
pub(crate) fn named(words: &Words, titles: &BTreeMap<String, String>, id: &Id) -> String {
    match titles.get(&id.to_string()) {
        Some(title) => format!("{id} {title}"),
        None => words.say("hidden").to_owned(),
    }
}
