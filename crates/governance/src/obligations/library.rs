//! What duties go by beside the laws themselves (`data/library/obligations.toml`).

use record::Catalog;
use serde::{Deserialize, Serialize};

use super::OBLIGATION;
use crate::deciding::shipped::{scheme, shipped, tables};
use crate::libraries::{Libraries, Part, choices, lengths};

/// The folder of the tables that make classes.
pub const TABLES: &str = "duties";
/// The purpose of such tables as records.
pub const PURPOSE: &str = "applicability";

/// What duties go by.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligations {
    /// Places.
    pub place: Vec<Place>,
    /// Classes that nodes name.
    pub class: Vec<Class>,
    /// Roles that a law gives.
    #[serde(default)]
    pub role: Vec<Given>,
    /// What holds for systems that were in service before.
    #[serde(default)]
    pub transition: Vec<Transition>,
    /// What a scheme of classification makes of a fact until a provision holds.
    #[serde(default)]
    pub in_time: Vec<InTime>,
    /// Whom to ask.
    #[serde(default)]
    pub ask: Vec<Ask>,
    /// Duties that pull in two directions.
    #[serde(default)]
    pub clash: Vec<Clash>,
    /// Duties that ask for the same in different measure.
    #[serde(default)]
    pub strictest: Vec<Strictest>,
    /// Clocks.
    #[serde(default)]
    pub clock: Vec<Clock>,
}

/// A place.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub label: String,
    /// Names that people write.
    pub names: Vec<String>,
    /// The wider place in which it lies.
    #[serde(default)]
    pub within: Option<String>,
}

/// A class of AI systems.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name, as nodes say it.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The output of a decision table that says whether a system is in it.
    #[serde(default)]
    pub table: Option<String>,
    /// The fact that says so, where no table does.
    #[serde(default)]
    pub fact: Option<String>,
    /// The values that put a system into it.
    #[serde(default)]
    pub values: Vec<String>,
    /// The class in which it must be as well.
    #[serde(default)]
    pub within: Option<String>,
    /// The provision before whose day no system is in it.
    #[serde(default)]
    pub gate: Option<String>,
}

/// A role that a law gives to somebody who did not take it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Prefix of the framework.
    pub framework: String,
    /// The role.
    pub gives: String,
    /// Classes for whose duties it is given.
    pub classes: Vec<String>,
    /// The fact.
    pub fact: String,
    /// The values that give it.
    pub values: Vec<String>,
    /// Where that stands.
    pub provision: String,
}

/// What holds for systems that were in service before a duty.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Prefix of the framework.
    pub framework: String,
    /// Classes whose duties it concerns.
    pub classes: Vec<String>,
    /// Where that stands; its period for public authorities says from when they are caught in any case.
    pub provision: String,
    /// The fact that says whether a public authority uses it.
    pub public: String,
}

/// What a scheme of classification makes of a fact until a provision holds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InTime {
    /// The scheme.
    pub scheme: String,
    /// The fact.
    pub fact: String,
    /// Values that mean something only from then.
    pub values: Vec<String>,
    /// The provision.
    pub provision: String,
    /// What counts until then.
    pub otherwise: String,
}

/// Whom to ask for facts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Key of the role.
    pub role: String,
    /// Its name for people.
    pub label: String,
    /// The facts.
    pub facts: Vec<String>,
}

/// One side of a clash.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Side {
    /// Tags of nodes.
    pub tags: Vec<String>,
    /// Topics of duties that were agreed.
    pub topics: Vec<String>,
}

/// Duties that pull in two directions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clash {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// One side.
    pub one: Side,
    /// The other.
    pub other: Side,
    /// What people should know.
    pub says: String,
}

/// Which of several measures keeps them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    /// The longest.
    Longest,
    /// The shortest.
    Shortest,
}

/// Duties that ask for the same in different measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strictest {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Which measure keeps all.
    pub take: Take,
    /// Topics of agreed duties whose clocks count too.
    #[serde(default)]
    pub topics: Vec<String>,
    /// The measures of provisions.
    pub value: Vec<Measure>,
}

/// What a provision asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The provision.
    pub provision: String,
    /// A length of time.
    pub is: String,
}

/// How much time a duty gives once something has happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The provision.
    pub provision: String,
    /// What sets it going.
    pub event: String,
    /// The time, such as `P15D`.
    pub offset: String,
    /// How it is counted.
    pub counted: super::clock::Counted,
    /// Where that stands.
    pub source: String,
}

/// Who is asked where nobody is named for a fact.
pub const OWNER: &str = "who answers for the system";

impl Obligations {
    /// Whom to ask for a fact, in words.
    pub fn whom(&self, fact: &str) -> &str {
        let named = |it: &&Ask| it.facts.iter().any(|it| it == fact);
        self.ask.iter().find(named).map_or(OWNER, |it| it.label.as_str())
    }

    /// A class by its name.
    pub fn class(&self, name: &str) -> Option<&Class> {
        self.class.iter().find(|it| it.name == name)
    }
}

impl Part for Obligations {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let known = |name: &String| shipped().vocabulary.input(name).is_some();
        let yields = |name: &String| tables().iter().any(|it| it.0 == TABLES && it.1.table.output(name).is_some());
        let facts = self.class.iter().filter_map(|it| it.fact.as_ref());
        let facts = facts.chain(self.role.iter().map(|it| &it.fact)).chain(self.in_time.iter().map(|it| &it.fact));
        let facts = facts.chain(self.transition.iter().map(|it| &it.public));
        let mut faults: Vec<String> =
            facts.filter(|it| !known(it)).map(|it| format!("`{it}` is no input that tables share")).collect();
        let tables = self.class.iter().filter_map(|it| it.table.as_ref()).filter(|it| !yields(it));
        faults.extend(tables.map(|it| format!("no table of `data/tables/{TABLES}/` yields `{it}`")));
        let classes = self.class.iter().filter_map(|it| it.within.as_ref());
        let classes = classes.chain(self.transition.iter().flat_map(|it| &it.classes));
        let strange = classes.filter(|it| self.class(it).is_none());
        faults.extend(strange.map(|it| format!("`{it}` is no class; add it to `class`")));
        let schemes = self.in_time.iter().filter(|it| scheme(&it.scheme).is_none());
        faults.extend(schemes.map(|it| format!("`{}` is no scheme of classification", it.scheme)));
        let topics = choices(catalog, OBLIGATION, "topic");
        let asked = self.clash.iter().flat_map(|it| it.one.topics.iter().chain(&it.other.topics));
        let asked = asked.chain(self.strictest.iter().flat_map(|it| &it.topics));
        faults.extend(asked.filter(|it| !topics.contains(it)).map(|it| format!("`{it}` is no topic of an obligation")));
        let spans = self.strictest.iter().flat_map(|it| &it.value).map(|it| &it.is);
        faults.extend(lengths(spans.chain(self.clock.iter().map(|it| &it.offset))));
        faults.extend(self.unfound(all));
        faults
    }
}

impl Obligations {
    /// Provisions that the shelf does not have, and classes of its nodes that nobody knows.
    fn unfound(&self, all: &Libraries) -> Vec<String> {
        let shelf = all.shelf();
        let named = self.class.iter().filter_map(|it| it.gate.as_ref());
        let named = named.chain(self.role.iter().map(|it| &it.provision));
        let named = named.chain(self.transition.iter().map(|it| &it.provision));
        let named = named.chain(self.in_time.iter().map(|it| &it.provision));
        let named = named.chain(self.strictest.iter().flat_map(|it| &it.value).map(|it| &it.provision));
        let named = named.chain(self.clock.iter().map(|it| &it.provision));
        let missing = named.filter(|it| shelf.find(it).is_none()).map(|it| format!("no framework has `{it}`"));
        missing.collect()
    }
}
