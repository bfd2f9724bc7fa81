//! A crosswalk: how nodes of two frameworks stand to each other.

use serde::{Deserialize, Serialize};

use crate::framework::{Provenance, Rights};

/// Relations between two frameworks.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Crosswalk {
    /// The format, [`crate::SCHEMA`].
    pub schema: String,
    /// A name that stays the same.
    pub urn: String,
    /// Its short title.
    pub title: String,
    /// The urn of the framework from which relations are read.
    pub source: String,
    /// The urn of the framework to which they are read.
    pub target: String,
    /// Version of this file.
    pub version: String,
    /// What may be done with the text.
    pub rights: Rights,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Its relations.
    pub map: Vec<Map>,
}

impl Crosswalk {
    /// A name for addresses and commands, such as `iso-iec-42001--iso-iec-27001`: the part of its urn after what it is.
    pub fn name(&self) -> String {
        let part = self.urn.split(':').nth(3).unwrap_or(&self.urn);
        part.split("--").map(crate::oscal::token).collect::<Vec<_>>().join("--")
    }
}

/// How the first stands to the second, in the words of OSCAL and NIST IR 8477.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same in other words.
    EquivalentTo,
    /// The same.
    EqualTo,
    /// The first is a part of the second.
    SubsetOf,
    /// The second is a part of the first.
    SupersetOf,
    /// They have something in common.
    IntersectsWith,
    /// They have nothing in common.
    NoRelationship,
}

/// A relation.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// Identifier in the source.
    pub from: String,
    /// Identifier in the target.
    pub to: String,
    /// How `from` stands to `to`.
    pub relation: Relation,
    /// How much they have in common, from 1 to 10.
    pub strength: u8,
    /// Why, in a sentence.
    pub rationale: String,
    /// Who confirmed it; nobody, where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
}

impl std::fmt::Display for Relation {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.name())
    }
}

impl Relation {
    /// Its name in files, such as `superset-of`.
    pub fn name(self) -> &'static str {
        match self {
            Relation::EquivalentTo => "equivalent-to",
            Relation::EqualTo => "equal-to",
            Relation::SubsetOf => "subset-of",
            Relation::SupersetOf => "superset-of",
            Relation::IntersectsWith => "intersects-with",
            Relation::NoRelationship => "no-relationship",
        }
    }

    /// Whether what shows the first shows the second too: the second is equal to the first or contained in it.
    pub fn passes_on(self) -> bool {
        matches!(self, Relation::EquivalentTo | Relation::EqualTo | Relation::SupersetOf)
    }

    /// How the second stands to the first.
    pub fn turned(self) -> Relation {
        match self {
            Relation::SubsetOf => Relation::SupersetOf,
            Relation::SupersetOf => Relation::SubsetOf,
            same => same,
        }
    }
}
