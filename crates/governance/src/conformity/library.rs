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
    /// Kinds by which records hang on AI systems.
    pub between: Between,
    /// States of controls.
    pub control: Controls,
    /// States of proof.
    pub evidence: Proofs,
    /// States of what statements go by.
    pub statement: Statements,
    /// Words of statements as files.
    pub words: Words,
    /// Headings and words by which statements from elsewhere are understood.
    pub brought: Brought,
}

/// Headings and words by which statements from elsewhere are understood, in lower case.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// Headings of the control.
    pub control: Vec<String>,
    /// Headings of whether it is necessary.
    pub necessary: Vec<String>,
    /// Headings of why.
    pub why: Vec<String>,
    /// Headings of what it is for.
    pub because: Vec<String>,
    /// Headings of what carries it out.
    pub realised_by: Vec<String>,
    /// Words for yes.
    pub yes: Vec<String>,
    /// Words for no.
    pub no: Vec<String>,
    /// Words for what nobody has decided; a blank cell is one where it stands here.
    pub open: Vec<String>,
}

/// Kinds by which records hang on AI systems.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// Each of them.
    pub kinds: Vec<String>,
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
        let unknown = self.between.kinds.iter().filter(|it| catalog.kind(it).is_none());
        found.extend(unknown.map(|it| format!("there is no kind `{it}`; `between` names kinds of records")));
        if self.rules.records == 0 || self.rules.days < 1 {
            found.push("`records` and `days` are at least 1; write them so".to_owned());
        }
        if all.shelf().framework(&self.rules.default).is_none() {
            found.push(format!("no framework is called `{}`; name one in `default`", self.rules.default));
        }
        found.extend(self.words.missing(WORDS));
        let asked = [("control", &self.brought.control), ("necessary", &self.brought.necessary)];
        let blank = asked.into_iter().filter(|it| it.1.is_empty());
        found.extend(blank.map(|it| format!("`brought.{}` names no heading; write at least one", it.0)));
        let (yes, no) = (&self.brought.yes, &self.brought.no);
        let both = yes.iter().filter(|it| no.contains(it) || self.brought.open.contains(it));
        found.extend(both.map(|it| format!("`{it}` is a word for two things in `brought`; keep it in one list")));
        found
    }
}
