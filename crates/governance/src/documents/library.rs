//! What an AI policy must say, as data: `data/library/ai_policy.toml`. Pure over statements.

use record::Catalog;
use serde::{Deserialize, Serialize};

use super::STATEMENT;
use crate::libraries::{Libraries, Part, choices};

/// What policies must say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// The clause that asks for it.
    pub clause: String,
    /// What must be said, in order.
    pub says: Vec<Says>,
}

/// Something that an AI policy must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The word by which statements name it.
    pub key: String,
    /// What it is, in own words.
    pub title: String,
}

impl Part for Policies {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let known = choices(catalog, STATEMENT, "answers");
        let unknown = self.says.iter().filter(|it| !known.contains(&it.key));
        unknown.map(|it| format!("no statement can say `{}`; it is no choice of the field `answers`", it.key)).collect()
    }
}
