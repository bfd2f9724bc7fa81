//! What acceptances go by, as data (`data/library/accepting.toml`).

use std::collections::BTreeMap;

use jiff::Span;
use record::Catalog;
use serde::{Deserialize, Serialize};

use crate::correcting::library::Again;
use crate::libraries::{Libraries, Part, Words, choices, lengths};
use crate::risking::RISK;

/// By what acceptances are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Who answers for the risks.
    Owner,
    /// The unit.
    Unit,
    /// The AI system.
    System,
}

impl Axis {
    /// Every axis.
    pub const ALL: [Axis; 3] = [Axis::Owner, Axis::Unit, Axis::System];

    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Axis::Owner => "owner",
            Axis::Unit => "unit",
            Axis::System => "system",
        }
    }
}

/// Fields of risks that make them one in parts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// What they have in common, in words.
    pub says: String,
    /// The fields, all of which must agree.
    pub fields: Vec<String>,
}

/// How much may be kept together before the next authority is asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// By what it is added up.
    pub by: Axis,
    /// Points up to which it is enough to ask the authority of the single risk.
    pub points: u64,
}

/// What acceptances go by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepting {
    /// How far back acceptances are looked at together.
    pub within: String,
    /// How long after the end of one another of the same risk is a renewal.
    pub follows_within: String,
    /// The longest time without a day of review.
    pub reviewed_every: String,
    /// What a risk counts at its level.
    pub points: BTreeMap<String, u64>,
    /// When risks are one in parts.
    pub together: Vec<Alike>,
    /// How much may be kept together.
    pub limit: Vec<Limit>,
    /// What is raised when one lapses.
    pub again: Again,
    /// Words of files.
    pub words: Words,
}

/// A length of time of the data, which loading has read.
pub(crate) fn span(text: &str) -> Span {
    text.parse().unwrap_or_default()
}

impl Accepting {
    /// Points of a level; the most there are, where nobody can tell which it is.
    pub fn points_of(&self, level: Option<&str>) -> u64 {
        let known = level.and_then(|it| self.points.get(it)).copied();
        known.unwrap_or_else(|| self.points.values().copied().max().unwrap_or_default())
    }

    /// The gravest level that points come to, of levels from the mildest.
    pub fn level_of<'a>(&self, points: u64, levels: &'a [String]) -> Option<&'a str> {
        let reached = |it: &&String| self.points.get(*it).is_some_and(|it| *it <= points);
        levels.iter().rev().find(reached).map(String::as_str)
    }

    /// The limit of an axis.
    pub fn limit_of(&self, by: Axis) -> Option<u64> {
        self.limit.iter().find(|it| it.by == by).map(|it| it.points)
    }
}

impl Part for Accepting {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = self.words.missing(&super::paper::words());
        found.extend(self.again.faults(catalog));
        found.extend(lengths([&self.within, &self.follows_within, &self.reviewed_every]));
        let levels = choices(catalog, RISK, "level");
        found.extend(
            levels
                .iter()
                .filter(|it| !self.points.contains_key(*it))
                .map(|it| format!("`points` says nothing of the level `{it}`; say what a risk of it counts")),
        );
        let rising = levels.windows(2).all(|it| self.points.get(&it[0]) < self.points.get(&it[1]));
        if !rising {
            found.push("`points` must grow from each level to the next".to_owned());
        }
        for it in self.together.iter().flat_map(|it| &it.fields) {
            if catalog.kind(RISK).is_some_and(|kind| kind.field(it).is_none()) {
                found.push(format!("risks have no field `{it}`, by which they would be one in parts"));
            }
        }
        if self.together.iter().any(|it| it.fields.is_empty()) {
            found.push("a row of `together` names no field, so every risk would be part of every other".to_owned());
        }
        found
    }
}
