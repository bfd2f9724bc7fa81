//! What tiering goes by, as data: `data/library/facts_of_systems.toml` and `data/library/tiering.toml`.

use std::collections::BTreeMap;

use record::Catalog;
use serde::{Deserialize, Serialize};

use crate::deciding::in_force::Tables;
use crate::deciding::shipped::{scheme, shipped};
use crate::libraries::{Libraries, Part};
use crate::surroundings::SYSTEM;
use crate::tiering::OWN_TIER;

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

/// Which field of an AI system answers which fact.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Each field.
    pub fact: Vec<Source>,
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

impl Tiering {
    /// What a tier asks for.
    pub fn depth(&self, tier: &str) -> Option<&Depth> {
        self.depth.iter().find(|it| it.tier.eq_ignore_ascii_case(tier))
    }
}

impl Part for Facts {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let unknown = self.fact.iter().filter(|it| shipped().vocabulary.input(&it.input).is_none());
        let mut faults: Vec<String> =
            unknown.map(|it| format!("`{}` is no input that tables share", it.input)).collect();
        let without =
            self.fact.iter().filter(|it| catalog.kind(SYSTEM).is_none_or(|kind| kind.field(&it.field).is_none()));
        faults.extend(without.map(|it| format!("an AI system has no field `{}`", it.field)));
        faults
    }
}

impl Part for Tiering {
    fn faults(&self, _: &Libraries, _: &Catalog) -> Vec<String> {
        let tables = scheme(OWN_TIER).map(|it| Tables::choose(&[], it));
        let tiers = tables.iter().flat_map(Tables::outcomes);
        let without = tiers.filter(|it| self.depth(it).is_none());
        let mut faults: Vec<String> =
            without.map(|it| format!("tier `{it}` asks for nothing; add its `depth`")).collect();
        if self.overriding.days < 1 || self.overriding.roles.is_empty() {
            faults.push("`override` needs roles and a number of days".to_owned());
        }
        faults
    }
}
