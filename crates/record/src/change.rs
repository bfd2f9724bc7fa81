//! What somebody wants done to one record, in the form in which it is sent. `apply` does it.

use serde::{Deserialize, Serialize};

use crate::{Document, Id};

/// What somebody wants done to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Make a new record.
    Create {
        /// Kind of the record.
        kind: String,
        /// State in which it begins; the kind's initial state when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// Its fields.
        document: Document,
    },
    /// Give fields other values.
    Edit {
        /// Number of the record.
        id: Id,
        /// Version that the person saw; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<i64>,
        /// New values by field; null clears.
        set: Document,
        /// Reason, in the person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// Make a transition, and give fields other values with it.
    Move {
        /// Number of the record.
        id: Id,
        /// Version that the person saw; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<i64>,
        /// Name of the transition.
        transition: String,
        /// New values by field; null clears.
        #[serde(default)]
        set: Document,
        /// Reason, in the person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// Take the record out of use; nothing is deleted.
    Retire {
        /// Number of the record.
        id: Id,
        /// Version that the person saw; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<i64>,
        /// Reason, in the person's words.
        why: String,
    },
    /// Bring a retired record back into use.
    Restore {
        /// Number of the record.
        id: Id,
        /// Version that the person saw; any when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<i64>,
        /// Reason, in the person's words.
        why: String,
    },
}

/// What a change does, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A new record.
    Create,
    /// Other values.
    Edit,
    /// A transition, by name.
    Move(String),
    /// Out of use.
    Retire,
    /// Back in use.
    Restore,
}

impl Change {
    /// What it does.
    pub fn act(&self) -> Act {
        match self {
            Change::Create { .. } => Act::Create,
            Change::Edit { .. } => Act::Edit,
            Change::Move { transition, .. } => Act::Move(transition.clone()),
            Change::Retire { .. } => Act::Retire,
            Change::Restore { .. } => Act::Restore,
        }
    }

    /// The record that it changes; none when it makes a new one.
    pub fn id(&self) -> Option<&Id> {
        match self {
            Change::Create { .. } => None,
            Change::Edit { id, .. }
            | Change::Move { id, .. }
            | Change::Retire { id, .. }
            | Change::Restore { id, .. } => Some(id),
        }
    }

    /// The kind of the record that it makes; none when it changes one, whose number tells the kind.
    pub fn kind(&self) -> Option<&str> {
        match self {
            Change::Create { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// The version that the person saw.
    pub fn base(&self) -> Option<i64> {
        match self {
            Change::Create { .. } => None,
            Change::Edit { base, .. }
            | Change::Move { base, .. }
            | Change::Retire { base, .. }
            | Change::Restore { base, .. } => *base,
        }
    }

    /// The reason that the person gave, unless it is blank.
    pub fn why(&self) -> Option<&str> {
        let why = match self {
            Change::Create { .. } => None,
            Change::Edit { why, .. } | Change::Move { why, .. } => why.as_deref(),
            Change::Retire { why, .. } | Change::Restore { why, .. } => Some(why.as_str()),
        };
        why.filter(|it| !it.trim().is_empty())
    }
}

/// A record as a change leaves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    /// Its fields.
    pub document: Document,
    /// Its state.
    pub state: String,
    /// Whether it is out of use.
    pub retired: bool,
}
