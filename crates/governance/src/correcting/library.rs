//! What the order of findings goes by (`data/library/correcting.toml`).

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use record::Catalog;
use serde::Deserialize;

use super::FINDING;
use crate::escalating::KIND as ESCALATION;
use crate::libraries::{Libraries, Part, choices, lengths, no_states};

/// Grades, weights and windows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correcting {
    /// Grades of findings.
    pub grade: Vec<Grade>,
    /// What a tier weighs, and `otherwise` what weighs where none is known.
    pub tier: BTreeMap<String, f64>,
    /// How age counts.
    pub order: Order,
    /// When two are the same.
    pub repeat: Repeat,
    /// States of findings.
    pub states: States,
    /// How effects are told.
    pub effect: Effects,
    /// How far like cases are looked for.
    pub extent: Extents,
    /// What is raised when something that was closed comes back.
    pub again: Again,
}

/// What is raised when a nonconformity comes back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// What sort of thing it is, by which the ladder is chosen.
    pub matter: String,
    /// How urgent it is.
    pub severity: String,
}

impl Again {
    /// What escalations do not know.
    pub(crate) fn faults(&self, catalog: &Catalog) -> Vec<String> {
        let strange = |(field, it): (&str, &String)| {
            let known = choices(catalog, ESCALATION, field).contains(it);
            (!known).then(|| format!("escalations have no {field} `{it}`"))
        };
        [("matter", &self.matter), ("severity", &self.severity)].into_iter().filter_map(strange).collect()
    }
}

/// A grade.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// What it weighs.
    pub weight: f64,
    /// Within which time a finding must be answered.
    pub answer_within: String,
    /// Within which time it must be closed.
    pub close_within: String,
}

/// How age counts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// After which time a finding weighs twice as much.
    pub doubles_after: String,
    /// Upper ends of the classes of age, in days.
    pub buckets: Vec<i64>,
}

/// When two are the same.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// How far back is looked.
    pub within: String,
    /// How many with one cause are a cluster.
    pub cluster: usize,
}

/// States of findings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// Open.
    pub open: Vec<String>,
    /// Waiting for somebody independent.
    pub to_verify: Vec<String>,
}

/// How effects are told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effects {
    /// Confidence of the interval of a share.
    pub level: f64,
}

/// How far like cases are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extents {
    /// Kinds of records by which AI systems are looked at together.
    pub kinds: Vec<String>,
}

impl Correcting {
    /// A grade by name.
    pub fn grade(&self, name: &str) -> Option<&Grade> {
        self.grade.iter().find(|it| it.name == name)
    }

    /// What the highest of these tiers weighs.
    pub fn weight_of<'a>(&self, tiers: impl Iterator<Item = &'a str>) -> f64 {
        let known = tiers.filter_map(|it| self.tier.get(it).copied()).reduce(f64::max);
        known.or_else(|| self.tier.get("otherwise").copied()).unwrap_or(1.0)
    }

    /// After how many days a finding weighs twice as much.
    pub fn doubling(&self) -> f64 {
        days(&self.order.doubles_after).unwrap_or(1).max(1) as f64
    }
}

/// How many days a length of time has, counted from a day without a leap year behind it.
pub(crate) fn days(length: &str) -> Option<i64> {
    let from = Date::constant(2001, 1, 1);
    let end = from.checked_add(length.parse::<Span>().ok()?).ok()?;
    end.since(from).ok().map(|it| i64::from(it.get_days()))
}

impl Part for Correcting {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut found = Vec::new();
        let grades: Vec<&str> = self.grade.iter().map(|it| it.name.as_str()).collect();
        let wanted = choices(catalog, FINDING, "grade");
        found.extend(
            wanted.iter().filter(|it| !grades.contains(&it.as_str())).map(|it| format!("the grade `{it}` is missing")),
        );
        found.extend(
            grades
                .iter()
                .filter(|it| !wanted.iter().any(|of| of == *it))
                .map(|it| format!("findings have no grade `{it}`")),
        );
        found.extend(lengths(self.grade.iter().flat_map(|it| [&it.answer_within, &it.close_within])));
        found.extend(lengths([&self.order.doubles_after, &self.repeat.within]));
        found.extend(self.again.faults(catalog));
        found.extend(no_states(catalog, FINDING, self.states.open.iter().chain(&self.states.to_verify)));
        found.extend(
            self.extent
                .kinds
                .iter()
                .filter(|it| catalog.kind(it).is_none())
                .map(|it| format!("there is no kind `{it}`")),
        );
        let negative = self
            .grade
            .iter()
            .map(|it| it.weight)
            .chain(self.tier.values().copied())
            .any(|it| !(it >= 0.0 && it.is_finite()));
        let rising = self.order.buckets.windows(2).all(|it| it[0] < it[1])
            && self.order.buckets.first().is_some_and(|it| *it > 0);
        for (wrong, says) in [
            (negative, "weights are 0 or more"),
            (!rising, "`buckets` are days that rise, the first above 0"),
            (!self.tier.contains_key("otherwise"), "`tier.otherwise` is missing; it weighs where no tier is known"),
            (self.repeat.cluster < 2, "`cluster` is 2 at least"),
            (!(self.effect.level > 0.5 && self.effect.level < 1.0), "`level` lies between 0.5 and 1, such as 0.95"),
        ] {
            found.extend(wrong.then(|| says.to_owned()));
        }
        found
    }
}
