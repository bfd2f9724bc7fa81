//! What tiering goes by, as data: `data/library/facts_of_systems.toml` and `data/library/tiering.toml`, read once.
//!
//! A file that cannot be read knows no fact and allows no override; a test reads both.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

const FACTS: &str = include_str!("../../../../data/library/facts_of_systems.toml");
const TIERING: &str = include_str!("../../../../data/library/tiering.toml");

/// A field of an AI system that answers a fact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The input of tables that it answers.
    pub input: String,
    /// The field of the record.
    pub field: String,
    /// How the field is read.
    pub reading: Reading,
    /// The column, for readings of tables.
    #[serde(default)]
    pub column: String,
    /// What each choice means.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

/// How a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// As it is.
    Value,
    /// By the words for its choices.
    Mapped,
    /// The sum of a column.
    Sum,
    /// Whether any row has the flag.
    Any,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsFile {
    fact: Vec<Source>,
}

/// What overrides need, and what each tier asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tiering {
    /// What a milder outcome than that of the tables needs.
    #[serde(rename = "override")]
    pub overriding: Overriding,
    /// What each tier asks for.
    pub depth: Vec<Depth>,
}

/// What a milder outcome than that of the tables needs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overriding {
    /// Roles one of which a decider holds.
    pub roles: Vec<String>,
    /// Days from the decision to the last day, at most.
    pub days: i64,
}

/// What a tier asks for.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Depth {
    /// The tier.
    pub tier: String,
    /// What must be shown.
    pub evidence: String,
    /// How often it is looked at again.
    pub cadence: String,
    /// Who approves.
    pub approvers: String,
    /// What is explained, and to whom.
    pub explanation: String,
    /// What is logged, and for how long.
    pub logging: String,
}

/// Which field answers which fact.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> =
        LazyLock::new(|| toml::from_str::<FactsFile>(FACTS).unwrap_or_default().fact);
    &SOURCES
}

/// What overrides need, and what each tier asks for.
pub fn tiering() -> &'static Tiering {
    static LIBRARY: LazyLock<Tiering> = LazyLock::new(|| toml::from_str(TIERING).unwrap_or_default());
    &LIBRARY
}

/// What a tier asks for.
pub fn depth(tier: &str) -> Option<&'static Depth> {
    tiering().depth.iter().find(|it| it.tier.eq_ignore_ascii_case(tier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deciding::in_force::Tables;
    use crate::deciding::shipped::{scheme, shipped};

    #[test]
    fn both_files_are_read_and_speak_of_what_there_is() {
        let facts: FactsFile = toml::from_str(FACTS).unwrap();
        let tiering: Tiering = toml::from_str(TIERING).unwrap();
        let kind = std::fs::read_to_string("../../data/kinds/ai_system.toml").unwrap();
        for fact in &facts.fact {
            assert!(shipped().vocabulary.input(&fact.input).is_some(), "{} is a shared word", fact.input);
            assert!(kind.contains(&format!("name = \"{}\"", fact.field)), "{} is a field", fact.field);
        }
        let tiers = Tables::choose(&[], scheme("own_tier").unwrap());
        let depths: Vec<&str> = tiering.depth.iter().map(|it| it.tier.as_str()).collect();
        assert_eq!(depths, tiers.outcomes(), "each tier asks for something");
        assert!(tiering.overriding.days > 0 && !tiering.overriding.roles.is_empty());
    }
}
