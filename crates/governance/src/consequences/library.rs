//! What belongs to breaches beside the table of consequences (`data/library/consequences.toml`).

use std::collections::BTreeMap;

use record::Catalog;
use serde::Deserialize;

use super::BREACH;
use crate::libraries::{Libraries, Part, choices, lengths};

/// Windows, limits, weights, measures and what is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consequences {
    /// Types of breaches.
    #[serde(rename = "type")]
    pub types: Vec<Type>,
    /// What speaks for a milder or a stricter measure.
    pub factor: Vec<Factor>,
    /// Measures, from the mildest to the strictest.
    pub measure: Vec<Measure>,
    /// How grave what is detected is taken to be, by its type.
    pub detected: BTreeMap<String, String>,
    /// How units are compared.
    pub comparison: Comparison,
}

/// A type of breach.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// Its name.
    pub name: String,
    /// How far back repeats are counted.
    pub window: String,
    /// How long after it came to light a measure can be set.
    pub limitation: String,
}

/// A factor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Its name.
    pub name: String,
    /// Below zero for a milder measure, above it for a stricter one.
    pub weight: i64,
}

/// A measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Whether releases wait while it holds.
    #[serde(default)]
    pub freezes: bool,
    /// Whether grants of access of those concerned open nothing while it holds.
    #[serde(default)]
    pub suspends: bool,
}

/// How units are compared.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Cases from which on a unit is compared.
    pub least: u64,
    /// The level of all statements together.
    pub level: f64,
}

impl Consequences {
    /// A type by its name.
    pub fn of_type(&self, name: &str) -> Option<&Type> {
        self.types.iter().find(|it| it.name == name)
    }

    /// How strict a measure is; the mildest is 0.
    pub fn rank(&self, measure: &str) -> Option<usize> {
        self.measure.iter().position(|it| it.name == measure)
    }

    /// What factors weigh together.
    pub fn weight<'a>(&self, factors: impl Iterator<Item = &'a str>) -> i64 {
        factors.filter_map(|name| self.factor.iter().find(|it| it.name == name)).map(|it| it.weight).sum()
    }
}

impl Part for Consequences {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let unknown = |field: &str, names: Vec<&String>, what: &str| {
            let known = choices(catalog, BREACH, field);
            names
                .into_iter()
                .filter(|it| !known.contains(it))
                .map(|it| format!("`{it}` is no {what}"))
                .collect::<Vec<_>>()
        };
        let mut faults = unknown("form", self.types.iter().map(|it| &it.name).collect(), "type of breach");
        faults.extend(unknown("form", self.detected.keys().collect(), "type of breach"));
        faults.extend(unknown("severity", self.detected.values().collect(), "severity of a breach"));
        faults.extend(unknown("factors", self.factor.iter().map(|it| &it.name).collect(), "factor of a breach"));
        faults.extend(unknown("measure", self.measure.iter().map(|it| &it.name).collect(), "measure"));
        faults.extend(lengths(self.types.iter().flat_map(|it| [&it.window, &it.limitation])));
        let level = self.comparison.level;
        faults.extend((!(0.5..1.0).contains(&level)).then(|| format!("`{level}` is no level; write one such as 0.95")));
        faults
    }
}
