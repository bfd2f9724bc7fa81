//! What challenges go by, as data (`data/library/challenging.toml`).

use std::collections::BTreeMap;

use record::Catalog;
use serde::Deserialize;

use crate::correcting::library::Again;
use crate::libraries::{Libraries, Part, Words, choices, lengths};
use crate::risking::RISK;

/// A column of plain tables, by the part that it plays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The part: one of [`PARTS`].
    pub part: String,
    /// Heads by which it is known, in lower case, words with spaces between them.
    pub headers: Vec<String>,
}

/// Parts that a column of a plain table can play.
pub const PARTS: [&str; 9] = ["attack", "technique", "says", "outcome", "severity", "seen", "seen_by", "risk", "on"];
/// Words of outcomes that a table can mean.
const OUTCOMES: [&str; 3] = ["succeeded", "failed", "undecided"];
/// Words of sights.
const SIGHTS: [&str; 2] = ["yes", "no"];
/// Severities, the gravest first.
pub const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];

/// What challenges go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenging {
    /// Confidence of intervals.
    pub confidence: f64,
    /// Real attempts a year, where a hypothesis does not say.
    pub attempts_a_year: u64,
    /// Levels of risk that make a top risk.
    pub top_levels: Vec<String>,
    /// How far back an attempt may lie to count as a test.
    pub tested_within: String,
    /// Most attacks of a list.
    pub most_listed: usize,
    /// Roles whose holders build an AI system.
    pub builders: Vec<String>,
    /// How long whoever answers has, by severity.
    pub act_within: BTreeMap<String, String>,
    /// What is raised when attempts contradict a likelihood.
    pub again: Again,
    /// Columns of plain tables.
    pub column: Vec<Column>,
    /// Words of outcomes.
    pub outcome: BTreeMap<String, Vec<String>>,
    /// Words of whether a monitor saw it.
    pub seen: BTreeMap<String, Vec<String>>,
    /// Words of severities.
    pub severity: BTreeMap<String, Vec<String>>,
    /// Words of files.
    pub words: Words,
}

/// A word as tables spell it, so that spaces, signs and cases do not matter.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['_', '-', '.'], " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn meant<'a>(words: &'a BTreeMap<String, Vec<String>>, said: &str) -> Option<&'a str> {
    let said = plain(said);
    words.iter().find(|it| *it.0 == said || it.1.contains(&said)).map(|it| it.0.as_str())
}

impl Challenging {
    /// The outcome that a word means.
    pub fn outcome_of(&self, said: &str) -> Option<&str> {
        meant(&self.outcome, said)
    }

    /// Whether a word means that it was seen.
    pub fn seen_of(&self, said: &str) -> Option<bool> {
        meant(&self.seen, said).map(|it| it == SIGHTS[0])
    }

    /// The severity that a word means.
    pub fn severity_of(&self, said: &str) -> Option<&str> {
        meant(&self.severity, said)
    }

    /// The part that a column plays, with the place of its head among those of the part: the first goes before the others.
    pub fn part_of(&self, head: &str) -> Option<(&str, usize)> {
        let head = plain(head);
        let place = |it: &Column| it.headers.iter().position(|it| *it == head);
        self.column.iter().find_map(|it| Some((it.part.as_str(), place(it)?)))
    }

    /// Words that mean one of these, for messages.
    pub(crate) fn known(words: &BTreeMap<String, Vec<String>>) -> String {
        words.keys().cloned().collect::<Vec<_>>().join(", ")
    }
}

impl Part for Challenging {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = self.words.missing(&super::paper::words());
        found.extend(self.again.faults(catalog));
        found.extend(lengths(self.act_within.values().chain([&self.tested_within])));
        if !(0.5..1.0).contains(&self.confidence) {
            found.push("`confidence` lies between 0.5 and 1, such as 0.95".to_owned());
        }
        if self.attempts_a_year == 0 || self.most_listed == 0 {
            found.push("`attempts_a_year` and `most_listed` are at least 1".to_owned());
        }
        let levels = choices(catalog, RISK, "level");
        let strange = self.top_levels.iter().filter(|it| !levels.contains(it));
        found.extend(strange.map(|it| format!("risks have no level `{it}`, which `top_levels` names")));
        let strange = self.column.iter().filter(|it| !PARTS.contains(&it.part.as_str()));
        found.extend(strange.map(|it| format!("no column plays the part `{}`", it.part)));
        let tables: [(&str, Vec<&String>, &[&str]); 4] = [
            ("outcome", self.outcome.keys().collect(), &OUTCOMES),
            ("seen", self.seen.keys().collect(), &SIGHTS),
            ("severity", self.severity.keys().collect(), &SEVERITIES),
            ("act_within", self.act_within.keys().collect(), &SEVERITIES),
        ];
        for (name, said, wanted) in tables {
            let same = said.len() == wanted.len() && said.iter().all(|it| wanted.contains(&it.as_str()));
            if !same {
                found.push(format!("`{name}` says something of each of {}, and of nothing else", wanted.join(", ")));
            }
        }
        found
    }
}
