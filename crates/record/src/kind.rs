//! A kind says what records of one sort hold and which states they pass through.

use serde::{Deserialize, Serialize};

use crate::Field;

/// The state of what is being written and does not count yet, in every kind that has such a state.
pub const DRAFT: &str = "draft";

/// Fields that decide, with the owner, who may read a record.
pub const READERS: [&str; 2] = ["unit", "access"];

/// What records of one sort hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Name in the API, the command line and links.
    pub kind: String,
    /// Name that people read.
    pub label: String,
    /// The same for several.
    pub plural: String,
    /// Prefix of its records' numbers.
    pub prefix: String,
    /// Version of the kind, counted up when its meaning changes.
    pub version: u32,
    /// One sentence.
    pub summary: String,
    /// Heading under which menus show it.
    pub area: String,
    /// Clauses and controls that it serves, such as `ISO/IEC 42001:6.1.2`.
    pub clauses: Vec<String>,
    /// Fields that a list shows; `state` is one of them.
    pub columns: Vec<String>,
    /// Link field whose record decides who may read this one; a kind that follows has no [`READERS`] of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// Link field whose record lends its unit to a record that names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_from: Option<String>,
    /// Own fields, then those that every kind has.
    #[serde(rename = "field", default)]
    pub fields: Vec<Field>,
    /// States and the moves between them.
    pub lifecycle: Lifecycle,
}

/// States of a record and the moves between them. A state is a human act; what the clock decides is derived.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    /// State of a new record.
    pub initial: String,
    /// States in which nothing more is expected.
    #[serde(rename = "final", default)]
    pub finals: Vec<String>,
    /// States beside the first in which a record may be entered, since it was so before anybody wrote it down; in every other it comes by its moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_on: Vec<String>,
    /// States in which a record counts where lists of records show something; every state where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<String>,
    /// Moves.
    #[serde(rename = "transition", default)]
    pub transitions: Vec<Transition>,
}

/// A move from one state to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// A verb; the Cedar action is `<kind>.<name>`.
    pub name: String,
    /// Name that people read; made from `name` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// States in which it is possible.
    pub from: Vec<String>,
    /// State to which it leads.
    pub to: String,
    /// Fields that must be filled first.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether the person must say why.
    #[serde(default)]
    pub reason: bool,
    /// What it means, for the person who makes it.
    #[serde(default)]
    pub help: String,
}

impl Kind {
    /// Whether a field that every kind has belongs to this one too, unless it declares it itself.
    pub fn takes(&self, common: &Field) -> bool {
        self.field(&common.name).is_none() && !(self.follows.is_some() && READERS.contains(&common.name.as_str()))
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Every state, in the order in which the file first names them.
    pub fn states(&self) -> Vec<&str> {
        let mut states = vec![self.lifecycle.initial.as_str()];
        let named = self.lifecycle.transitions.iter().flat_map(|it| it.from.iter().chain([&it.to]));
        for state in named.chain(&self.lifecycle.finals) {
            if !states.contains(&state.as_str()) {
                states.push(state);
            }
        }
        states
    }

    /// The transition of this name.
    pub fn transition(&self, name: &str) -> Option<&Transition> {
        self.lifecycle.transitions.iter().find(|it| it.name == name)
    }

    /// The transitions that are possible in `state`.
    pub fn transitions_from<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a Transition> {
        self.lifecycle.transitions.iter().filter(move |it| it.from.iter().any(|from| from == state))
    }
}

impl Transition {
    /// Name that people read.
    pub fn label(&self) -> String {
        self.label.clone().unwrap_or_else(|| crate::field::in_words(&self.name))
    }
}
