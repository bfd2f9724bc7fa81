//! What certificates go by: `data/library/certification.toml`.

use jiff::Span;
use record::Catalog;
use serde::{Deserialize, Serialize};

use super::CERTIFICATION;
use super::truth::CHANGES;
use crate::auditing::AUDIT;
use crate::correcting::FINDING;
use crate::libraries::{Libraries, Part, Words, choices, lengths, no_states, unmatched};

/// What certificates go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certifying {
    /// States in which a certificate was issued and is not over.
    pub held: Vec<String>,
    /// The state in which the body suspended it.
    pub suspended: String,
    /// States in which an audit came to a result.
    pub visited: Vec<String>,
    /// Grades of findings that are nonconformities of the body.
    pub nonconformities: Vec<String>,
    /// States of a finding in which the body is satisfied.
    pub settled: Vec<String>,
    /// The part that a party plays which certifies.
    pub body: String,
    /// Stages before a certificate, in their order.
    pub before: Vec<String>,
    /// Cycles by framework.
    pub cycle: Vec<Cycle>,
    /// Differences between what was certified and what is.
    pub change: Vec<Sort>,
    /// Words of files.
    pub words: Words,
}

/// The cycle of certificates by a framework.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// How references to the framework begin; blank for the cycle of all others.
    pub framework: String,
    /// For how long a certificate is valid at most.
    pub longest: String,
    /// For how long one is suspended before it is withdrawn.
    pub suspended_at_most: String,
    /// Before the last day.
    pub recertification: Window,
    /// After the day of issue.
    pub surveillance: Vec<After>,
}

/// How much before a day something may be held, and how much before it it must have been.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Not earlier than so long before it.
    pub early: String,
    /// Not later than so long before it.
    pub late: String,
}

/// A visit so long after the day of issue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// How long after.
    pub after: String,
    /// How much before that day it may be held.
    pub early: String,
    /// How much after it.
    pub late: String,
}

/// A difference between what was certified and what is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What to do about it.
    pub next: String,
    /// How long after it the body is told; nothing where it need not be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// A length of time; loading lets none be anything else.
pub(super) fn span(text: &str) -> Span {
    text.parse().unwrap_or_default()
}

impl Certifying {
    /// The cycle of certificates by a framework.
    pub fn cycle(&self, framework: &str) -> Option<&Cycle> {
        let of = |name: &str| self.cycle.iter().find(|it| it.framework == name);
        of(framework).or_else(|| of(""))
    }

    /// A sort of difference by its name; loading lets none be missing.
    pub fn sort(&self, name: &str) -> Option<&Sort> {
        self.change.iter().find(|it| it.name == name)
    }
}

/// Words without which no file can be written.
const WORDS: &[&str] = &[
    "certificates",
    "certificate",
    "standing",
    "why",
    "body",
    "valid",
    "next_visit",
    "open_findings",
    "changes",
    "change",
    "told",
    "tell_by",
    "next",
];

impl Part for Certifying {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let suspended = [self.suspended.clone()];
        let states = [
            (CERTIFICATION, self.held.iter().chain(&suspended)),
            (AUDIT, self.visited.iter().chain(&[])),
            (FINDING, self.settled.iter().chain(&[])),
        ];
        found.extend(states.into_iter().flat_map(|(kind, wanted)| no_states(catalog, kind, wanted)));
        let types = choices(catalog, AUDIT, "type");
        found.extend(
            self.before.iter().filter(|it| !types.contains(it)).map(|it| format!("no audit has the type `{it}`")),
        );
        let grades = choices(catalog, FINDING, "grade");
        found.extend(
            self.nonconformities
                .iter()
                .filter(|it| !grades.contains(it))
                .map(|it| format!("no finding has the grade `{it}`")),
        );
        if !choices(catalog, "external_party", "parts_played").contains(&self.body) {
            found.push(format!("no party plays the part `{}`; name one in `body`", self.body));
        }
        if !self.cycle.iter().any(|it| it.framework.is_empty()) {
            found.push(
                "there is no cycle for frameworks that have none of their own; add one with `framework = \"\"`"
                    .to_owned(),
            );
        }
        for cycle in &self.cycle {
            if !cycle.framework.is_empty() && all.shelf().framework(&cycle.framework).is_none() {
                found.push(format!("no framework is called `{}`; name one in `cycle`", cycle.framework));
            }
            let window = &cycle.recertification;
            let own = [&cycle.longest, &cycle.suspended_at_most, &window.early, &window.late];
            found.extend(lengths(
                own.into_iter().chain(cycle.surveillance.iter().flat_map(|it| [&it.after, &it.early, &it.late])),
            ));
        }
        found.extend(lengths(self.change.iter().filter_map(|it| it.within.as_ref())));
        let worded = self.change.iter().map(|it| it.name.as_str());
        found.extend(unmatched("difference", CHANGES.iter().copied(), worded));
        found.extend(self.words.missing(WORDS));
        found
    }
}
