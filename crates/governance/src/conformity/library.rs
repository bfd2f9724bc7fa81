//! From when proof counts, and in which states records do: `data/library/conformity.toml`.

use conformity::Rules;
use record::Catalog;
use serde::Deserialize;

use super::{CONTROL, DOCUMENT, EVIDENCE, OBJECTIVE, OBLIGATION, RISK, TREATMENT};
use crate::libraries::{Libraries, Part, Words, lengths, no_states};

/// From when proof counts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conformity {
    /// How many records over how long.
    pub rules: Rules,
    /// States of controls.
    pub control: Controls,
    /// States of proof.
    pub evidence: Proofs,
    /// States of what statements go by.
    pub statement: Statements,
    /// Words of statements as files.
    pub words: Words,
}

/// States of controls.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controls {
    /// In which they are described.
    pub designed: Vec<String>,
    /// In which they are carried out.
    pub operating: Vec<String>,
}

/// States of proof.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofs {
    /// In which evidence counts.
    pub accepted: Vec<String>,
    /// In which documents count.
    pub in_force: Vec<String>,
}

/// States of what statements go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statements {
    /// In which treatments are approved.
    pub approved: Vec<String>,
    /// In which obligations apply.
    pub applicable: Vec<String>,
    /// In which risks are closed.
    pub closed_risks: Vec<String>,
    /// In which objectives are closed.
    pub closed_objectives: Vec<String>,
    /// In which controls have ended.
    pub ended_controls: Vec<String>,
}

impl Conformity {}

/// Words without which no statement can be written.
const WORDS: &[&str] = &[
    "title",
    "entries",
    "exceptions",
    "differences",
    "faults",
    "control",
    "title_of",
    "necessary",
    "because",
    "why",
    "realised_by",
    "status",
    "system",
    "moved",
    "part",
    "before",
    "after",
    "yes",
    "no",
    "open",
    "none",
    "hidden",
    "place",
    "digest",
    "version",
    "figures",
    "scope",
    "reads",
];

impl Part for Conformity {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let states = [
            (CONTROL, &self.control.designed),
            (CONTROL, &self.control.operating),
            (EVIDENCE, &self.evidence.accepted),
            (DOCUMENT, &self.evidence.in_force),
            (TREATMENT, &self.statement.approved),
            (OBLIGATION, &self.statement.applicable),
            (RISK, &self.statement.closed_risks),
            (OBJECTIVE, &self.statement.closed_objectives),
            (CONTROL, &self.statement.ended_controls),
        ];
        let mut found = Vec::new();
        found.extend(states.into_iter().flat_map(|(kind, wanted)| no_states(catalog, kind, wanted)));
        found.extend(lengths([&self.rules.fresh]));
        if self.rules.records == 0 || self.rules.days < 1 {
            found.push("`records` and `days` are at least 1; write them so".to_owned());
        }
        if all.shelf().framework(&self.rules.default).is_none() {
            found.push(format!("no framework is called `{}`; name one in `default`", self.rules.default));
        }
        found.extend(self.words.missing(WORDS));
        found
    }
}
