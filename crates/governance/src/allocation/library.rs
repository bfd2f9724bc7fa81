//! What a component that comes from outside must be backed by, and which harms can be asked about (`data/library/allocation.toml`).

use record::Catalog;
use serde::{Deserialize, Serialize};

use super::{COMPONENT, OBLIGATION};
use crate::libraries::{Libraries, Part, choices};
use crate::responsibility::catalogue::UNKNOWN;

/// What is asked about components and harms.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allocation {
    /// What a component that comes from outside must be backed by.
    pub ask: Vec<Ask>,
    /// Harms that can be asked about.
    pub harm: Vec<Harm>,
}

/// A duty that a party outside must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Topics of obligations of which one will do.
    pub topics: Vec<String>,
    /// Tiers of AI systems that ask for it.
    pub tiers: Vec<String>,
    /// The place of the standard that it serves.
    pub clause: String,
}

/// A harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harm {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Types of components that can cause it, the likeliest first.
    pub components: Vec<String>,
    /// Topics of clauses that answer it, the closest first.
    pub topics: Vec<String>,
    /// Key of the role that answers for it in the organisation.
    pub role: String,
}

impl Allocation {
    /// A harm by its name.
    pub fn harm(&self, name: &str) -> Option<&Harm> {
        self.harm.iter().find(|it| it.name == name)
    }
}

impl Part for Allocation {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let (topics, forms) = (choices(catalog, OBLIGATION, "topic"), choices(catalog, COMPONENT, "form"));
        let known = |it: &String| it == UNKNOWN || all.duties.tiers.contains_key(it);
        let asked = self.ask.iter().flat_map(|it| &it.topics).chain(self.harm.iter().flat_map(|it| &it.topics));
        let topic = asked.filter(|it| !topics.contains(it)).map(|it| format!("`{it}` is no topic of an obligation"));
        let tiers = self.ask.iter().flat_map(|it| &it.tiers).filter(|it| !known(it));
        let types = self.harm.iter().flat_map(|it| &it.components).filter(|it| !forms.contains(it));
        topic
            .chain(tiers.map(|it| format!("`{it}` is no tier of an AI system")))
            .chain(types.map(|it| format!("`{it}` is no type of component")))
            .collect()
    }
}
