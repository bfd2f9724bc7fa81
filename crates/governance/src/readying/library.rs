//! Stages, contradictions and drills: `data/library/readiness.toml`.

use conformity::Status;
use record::{Catalog, FieldType};
use serde::{Deserialize, Serialize};

use super::clash::CHECKS;
use crate::auditing::AUDIT;
use crate::contradictions::{self, Sort};
use crate::libraries::{Libraries, Part, Words};

/// What readiness goes by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readiness {
    /// Stages of an audit, in their order.
    pub stage: Vec<Stage>,
    /// Contradictions, each with what it is and what to do.
    pub clash: Vec<Sort>,
    /// Months before a management review in which an internal audit must have come to a result.
    pub audited_within: i64,
    /// Records of proof that are told of each requirement; a pack has all.
    pub proof: usize,
    /// Types of audits by people from outside.
    pub visits: Vec<String>,
    /// Days that an answer to what they ask for may take.
    pub answer_within: i64,
    /// A drill.
    pub drill: Drill,
    /// Words of files.
    pub words: Words,
}

/// A stage of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The lowest status with which a requirement passes it.
    pub least: Status,
    /// What it looks at.
    pub says: String,
}

/// A drill: questions of an auditor, and how long an answer may take.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drill {
    /// How many questions.
    pub questions: usize,
    /// Seconds for each.
    pub seconds: f64,
}

/// Words without which no file can be written.
const WORDS: &[&str] = &[
    "title",
    "reads",
    "says",
    "looks_at",
    "stages",
    "stage",
    "ready",
    "blockers",
    "contradictions",
    "contradiction",
    "next",
    "records",
    "requests",
    "request",
    "asked_of",
    "asked_on",
    "answered_on",
    "days",
    "room",
    "requirement",
    "status",
    "proof",
    "fresh_until",
    "since",
    "owner",
    "lacks",
    "none",
    "as_of",
    "configuration",
    "place",
    "files",
    "file",
    "digest",
];

impl Part for Readiness {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let types = catalog.kind(AUDIT).and_then(|it| it.field("type")).map(|it| &it.ty);
        let known = |it: &&String| matches!(types, Some(FieldType::Choice { choices }) if choices.contains(it));
        found.extend(
            self.visits.iter().filter(|it| !known(it)).map(|it| format!("`visits`: there is no type of audit `{it}`")),
        );
        if self.stage.is_empty() || self.stage.windows(2).any(|it| it[0].least > it[1].least) {
            found.push("stages ask for more from one to the next; put them in order".to_owned());
        }
        let beside = self.stage.iter().filter(|it| !it.least.counts());
        found.extend(
            beside.map(|it| format!("`{}` is no step that stage `{}` could ask for", it.least.name(), it.name)),
        );
        found.extend(contradictions::faults(&self.clash, CHECKS));
        let blocks = self.clash.iter().filter(|it| it.blocks);
        found.extend(
            blocks.map(|it| format!("nothing is approved here that `{}` could block; take `blocks` out", it.name)),
        );
        if self.drill.questions == 0
            || self.drill.seconds.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater)
            || self.audited_within < 1
            || self.proof == 0
            || self.answer_within < 1
        {
            found.push(
                "a drill has a question and a second at least, `audited_within` a month, `proof` a record, `answer_within` a day"
                    .to_owned(),
            );
        }
        found.extend(self.words.missing(WORDS));
        found
    }
}
