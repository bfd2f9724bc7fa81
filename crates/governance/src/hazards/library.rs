//! Hazards as data (`data/library/hazards.toml`): what each is, where catalogues speak of it, and which measurements show it.

use measure::metric;
use record::Catalog;
use serde::Deserialize;

use super::HAZARD;
use crate::libraries::{Libraries, Part, choices};
use crate::measuring::KIND as MEASUREMENT;
use crate::surroundings::SYSTEM;

/// All hazards, and the words by which facts about systems are read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazards {
    /// Techniques by which a system learns from data.
    pub learns: Vec<String>,
    /// Techniques that speak a language.
    pub language: Vec<String>,
    /// Origins by which a system comes from others.
    pub supplied: Vec<String>,
    /// Each hazard, in the order in which it is told.
    pub hazard: Vec<Hazard>,
}

/// A hazard.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// Its name, as tables and records say it.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What it is, in a sentence.
    pub says: String,
    /// Entries of catalogues that it goes with.
    pub references: Vec<String>,
    /// Measurements that show it; without any, nobody measures it here.
    #[serde(default)]
    pub shown_by: Vec<ShownBy>,
}

/// A measurement that shows a hazard.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownBy {
    /// The family of the measurement.
    pub family: String,
    /// The metric; without it the verdict of the whole counts.
    #[serde(default)]
    pub metric: Option<String>,
}

impl Hazards {
    /// The hazard of that name.
    pub fn named(&self, name: &str) -> Option<&Hazard> {
        self.hazard.iter().find(|it| it.name == name)
    }
}

impl Part for Hazards {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = Vec::new();
        let mut known = |field: &str, kind: &str, words: Vec<&String>| {
            let choices = choices(catalog, kind, field);
            let strange = words.into_iter().filter(|it| !choices.contains(it));
            faults.extend(strange.map(|it| format!("`{it}` is no choice of `{field}`")));
        };
        known("techniques", SYSTEM, self.learns.iter().chain(&self.language).collect());
        known("hazard", HAZARD, self.hazard.iter().map(|it| &it.name).collect());
        known("origin", SYSTEM, self.supplied.iter().collect());
        known("family", MEASUREMENT, self.hazard.iter().flat_map(|it| &it.shown_by).map(|it| &it.family).collect());
        for (at, it) in self.hazard.iter().enumerate() {
            if self.hazard[..at].iter().any(|before| before.name == it.name) {
                faults.push(format!("the hazard `{}` stands there twice", it.name));
            }
            let unread = it.references.iter().filter(|reference| all.shelf().find(reference).is_none());
            faults.extend(unread.map(|reference| format!("no catalogue has `{reference}`")));
            let metrics = it.shown_by.iter().filter_map(|it| it.metric.as_ref());
            let strange = metrics.filter(|it| metric::find(it).is_none());
            faults.extend(strange.map(|it| format!("there is no metric `{it}`")));
        }
        faults
    }
}
