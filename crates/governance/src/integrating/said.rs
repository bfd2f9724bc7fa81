//! What an entry says, attribute by attribute: in the words of the other register, and in our own. Pure.
//!
//! A record keeps three of these texts for each register beside its number there: what the register says, and what both said when they
//! agreed last. Words such as titles are not compared: they differ without meaning anything.

use std::collections::BTreeMap;
use std::fmt;

use super::{CONTROL, RISK};

/// How an attribute is compared and taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A level of the axis of likelihood.
    Likelihood,
    /// A level of the axis of impact.
    Impact,
    /// The level of risk, which follows from the two; it is looked at and never taken.
    Level,
    /// One of the categories of the register.
    Category,
    /// A person, by e-mail address.
    Person,
    /// A word for a state; it is looked at and never taken, since a state is an act of people.
    State,
    /// A choice of the field.
    Choice,
    /// Text as it stands.
    Text,
    /// A number.
    Number,
}

impl Reading {
    /// Whether an import may write it.
    pub fn taken(self) -> bool {
        !matches!(self, Reading::Level | Reading::State)
    }
}

/// An attribute that is compared.
#[derive(Debug)]
pub struct Attribute {
    /// By which a register names its header.
    pub name: &'static str,
    /// The field of the record.
    pub field: &'static str,
    /// How it is read.
    pub reading: Reading,
}

/// A kind of record that registers hold.
#[derive(Debug)]
pub struct Sort {
    /// The kind.
    pub kind: &'static str,
    /// What is compared.
    pub attributes: &'static [Attribute],
    /// The field that words of a new entry go to.
    pub words: &'static str,
}

const fn attribute(name: &'static str, field: &'static str, reading: Reading) -> Attribute {
    Attribute { name, field, reading }
}

/// The kinds that registers hold, and what is compared of each.
pub const SORTS: &[Sort] = &[
    Sort {
        kind: RISK,
        words: "event",
        attributes: &[
            attribute("likelihood", "likelihood", Reading::Likelihood),
            attribute("impact", "consequence", Reading::Impact),
            attribute("level", "level", Reading::Level),
            attribute("category", "enterprise_category", Reading::Category),
            attribute("owner", "owner", Reading::Person),
            attribute("state", "state", Reading::State),
        ],
    },
    Sort {
        kind: CONTROL,
        words: "statement",
        attributes: &[
            attribute("objective", "objective_key", Reading::Text),
            attribute("population", "population_key", Reading::Text),
            attribute("test", "test_method", Reading::Choice),
            attribute("frequency", "frequency", Reading::Choice),
            attribute("hours", "hours_a_year", Reading::Number),
            attribute("owner", "owner", Reading::Person),
            attribute("state", "state", Reading::State),
        ],
    },
];

/// Headers beside those of attributes: the key there, the number here, title and words.
pub const BESIDE: [&str; 4] = ["key", "number", "title", "words"];

impl Sort {
    /// That of a kind.
    pub fn of(kind: &str) -> Option<&'static Sort> {
        SORTS.iter().find(|it| it.kind == kind)
    }

    /// Whether a header can be named for it.
    pub fn has(&self, name: &str) -> bool {
        BESIDE.contains(&name) || self.attribute(name).is_some()
    }

    /// An attribute by name.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|it| it.name == name)
    }

    /// All names for headers.
    pub fn names(&self) -> String {
        let all: Vec<&str> = BESIDE.into_iter().chain(self.attributes.iter().map(|it| it.name)).collect();
        all.join(", ")
    }
}

/// What an entry says, by attribute; what is blank is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Said(pub BTreeMap<String, String>);

impl Said {
    /// Reads what [`fmt::Display`] wrote; what cannot be read is left out.
    pub fn read(text: &str) -> Said {
        let pair = |it: &str| it.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        Said(text.split("; ").filter_map(pair).collect())
    }

    /// The value of an attribute, empty where it is blank.
    pub fn get(&self, attribute: &str) -> &str {
        self.0.get(attribute).map(String::as_str).unwrap_or_default()
    }

    /// Writes a value, or takes it away where it is blank; marks that part values become commas.
    pub fn set(&mut self, attribute: &str, value: &str) {
        let value = value.trim().replace("; ", ", ");
        match value.is_empty() {
            true => self.0.remove(attribute),
            false => self.0.insert(attribute.to_owned(), value),
        };
    }
}

impl fmt::Display for Said {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        out.write_str(&all.join("; "))
    }
}
