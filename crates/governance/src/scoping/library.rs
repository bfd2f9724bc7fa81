//! What scopes go by: `data/library/scope.toml`.

use std::collections::BTreeMap;

use record::Catalog;
use serde::Deserialize;

use super::check::CHECKS;
use super::facts::FACTS;
use super::{ISSUE, REQUIREMENT, USE};
use crate::conformity::OBLIGATION;
use crate::contradictions::{self, Sort};
use crate::libraries::{Libraries, Part, Words, choices, no_states};
use crate::responsibility::UNIT;
use crate::surroundings::SYSTEM;

/// What scopes go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoping {
    /// The topic of the issue that is always answered.
    pub climate: String,
    /// States that count.
    pub states: States,
    /// Sources of obligations and natures of requirements behind which a law stands.
    pub law: Vec<String>,
    /// What our part in an AI system means where no use of it says more.
    pub part: Vec<Played>,
    /// For each fact, what to do where it is not known.
    pub ask: BTreeMap<String, String>,
    /// Contradictions, each with what it is and what to do.
    pub check: Vec<Sort>,
    /// Words of the statement and of files.
    pub words: Words,
}

/// States that count.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// Uses that are over or never came.
    pub ended_uses: Vec<String>,
    /// Units that are no longer there.
    pub closed_units: Vec<String>,
    /// Issues that were looked at.
    pub determined: Vec<String>,
    /// Requirements that were taken on.
    pub adopted: Vec<String>,
    /// Obligations that apply.
    pub applicable: Vec<String>,
}

/// What our part in an AI system means.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Played {
    /// The part, as AI systems name it.
    pub of: String,
    /// The part, as scopes name it.
    pub is: String,
    /// Whether whoever plays it decides about the system and operates it.
    #[serde(default)]
    pub holds: bool,
}

impl Scoping {
    /// What to do where a fact is not known.
    pub fn ask<'a>(&'a self, fact: &'a str) -> &'a str {
        self.ask.get(fact).map_or(fact, String::as_str)
    }

    /// Whether a law stands behind what is called so.
    pub fn is_law(&self, word: Option<&str>) -> bool {
        word.is_some_and(|it| self.law.iter().any(|law| law == it))
    }
}

/// Words without which no statement and no file can be written.
const WORDS: &[&str] = &[
    "title",
    "reads",
    "statement",
    "covers",
    "units",
    "sites",
    "activities",
    "parts",
    "uses",
    "systems",
    "exclusions",
    "interfaces",
    "considered",
    "contradictions",
    "contradiction",
    "says",
    "records",
    "next",
    "grid",
    "function",
    "use",
    "system",
    "unit",
    "verdict",
    "why",
    "in",
    "interface",
    "out",
    "open",
    "partly",
    "no_function",
    "none",
    "inventory",
    "in_figures",
    "known",
    "registered",
    "owned",
    "housed",
    "state",
    "version",
    "as_of",
    "digest",
    "all_in",
    "left_out",
    "with",
    "about",
    "owner",
    "nobody",
    "hidden",
];

impl Part for Scoping {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let states = [
            (USE, &self.states.ended_uses),
            (UNIT, &self.states.closed_units),
            (ISSUE, &self.states.determined),
            (REQUIREMENT, &self.states.adopted),
            (OBLIGATION, &self.states.applicable),
        ];
        found.extend(states.into_iter().flat_map(|(kind, wanted)| no_states(catalog, kind, wanted)));
        if !choices(catalog, ISSUE, "topic").contains(&self.climate) {
            found.push(format!("no issue has the topic `{}`; name one in `climate`", self.climate));
        }
        let known = [choices(catalog, OBLIGATION, "source"), choices(catalog, REQUIREMENT, "nature")].concat();
        found.extend(
            self.law.iter().filter(|it| !known.contains(it)).map(|it| format!("`{it}` is no source and no nature")),
        );
        let (ours, parts) = (choices(catalog, SYSTEM, "our_parts"), choices(catalog, USE, "part"));
        let strange = self.part.iter().filter(|it| !ours.contains(&it.of) || !parts.contains(&it.is));
        found
            .extend(strange.map(|it| format!("no AI system has the part `{}`, or no use the part `{}`", it.of, it.is)));
        let unasked = FACTS.iter().filter(|it| !self.ask.contains_key(**it));
        found.extend(unasked.map(|it| format!("nothing says what to do where `{it}` is not known; add it to `ask`")));
        found.extend(contradictions::faults(&self.check, CHECKS));
        found.extend(self.words.missing(WORDS));
        found
    }
}
