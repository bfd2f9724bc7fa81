//! A framework: a standard, a law or a set of rules as a tree of nodes.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A standard, a law or a set of rules.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// The format, [`crate::SCHEMA`].
    pub schema: String,
    /// A name that stays the same through editions, such as `urn:aims:framework:iso-iec-42001:2023`.
    pub urn: String,
    /// How references to it begin, such as `ISO/IEC 42001`.
    pub prefix: String,
    /// Its short title.
    pub title: String,
    /// Who publishes the source.
    pub publisher: String,
    /// Which edition of the source it is.
    pub edition: Edition,
    /// Version of this file.
    pub version: String,
    /// What may be done with the text.
    pub rights: Rights,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where it holds: `INT`, `EU` or codes of ISO 3166.
    pub jurisdictions: Vec<String>,
    /// Its parts, in order.
    pub part: Vec<Part>,
    /// Its nodes, parents before children.
    pub node: Vec<Node>,
}

/// An edition of the source.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// As its publisher names it.
    pub name: String,
    /// When it was published: a year, a month or a day.
    pub published: String,
    /// Whether it stands.
    pub status: String,
    /// The urn of the edition that it took the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
}

/// What may be done with the text.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// Whose words these are: `own-words`, `public-domain` or `licensed`.
    pub text: String,
    /// Licence of the words in this file.
    pub licence: String,
    /// Licence of the source.
    pub source_licence: String,
    /// What a reader should know.
    pub notice: String,
    /// Whether this file may be given on.
    pub redistributable: bool,
}

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What was looked at.
    pub sources: Vec<Seen>,
    /// Who looked it through; nobody, where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// A source and when it was looked at.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What it is, or its address.
    pub what: String,
    /// The day.
    #[serde(deserialize_with = "crate::day::one")]
    pub on: Date,
}

/// A looking through by somebody other than the author.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who.
    pub by: String,
    /// When.
    #[serde(deserialize_with = "crate::day::one")]
    pub on: Date,
}

/// A part of a framework, such as its clauses or an annex.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// A short name, such as `clause` or `annex_b`.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Whether the source calls it normative.
    pub normative: bool,
    /// Whether it may stand in a statement of applicability and anchor a finding; guidance and information may not.
    pub binding: bool,
    /// What is cited in place of its nodes where they cannot anchor a finding, by identifier in the same framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// How strongly the source speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// A requirement.
    Shall,
    /// A recommendation.
    Should,
    /// A permission.
    May,
    /// A possibility.
    Can,
    /// Information.
    Note,
}

/// A clause, control, article, subcategory or guidance.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The identifier of the source, such as `6.1.3`, `A.6.2.4`, `Art. 26(5)` or `GOVERN 1.2`.
    pub id: String,
    /// The node above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The name of its part.
    pub part: String,
    /// What it is: `group`, `clause`, `objective`, `control`, `article`, `annex`, `point`, `function`, `category`, `subcategory`,
    /// `guidance`, `source`, `risk`.
    pub level: String,
    /// Short title.
    pub title: String,
    /// What it wants, in words of our own; blank for groups alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intent: String,
    /// How strongly the source speaks; absent for groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<Modality>,
    /// Whether an organisation can be held against it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub assessable: bool,
    /// What it is guidance for, by identifier in the same framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guides: Option<String>,
    /// To whom and what it applies; to everybody where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies: Option<Applies>,
    /// Nodes that must be met before this one can be, by identifier in the same framework.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The place in the structure that management system standards share, such as `6.1.3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<String>,
    /// From when until when it holds; always, where none stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub period: Vec<Period>,
    /// What must be there as proof.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Expected>,
    /// What an auditor asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub question: Vec<Question>,
    /// What the product can see by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check: Vec<Check>,
    /// Words under which it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

fn is_false(it: &bool) -> bool {
    !*it
}

/// To whom and what a node applies. Every list that is not blank must be met by one of its words.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Applies {
    /// Parts that the organisation plays for a system: `provider`, `developer`, `deployer`, …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Classes of a system under this framework, such as `high_risk`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// Whether it asks once of the organisation or for each AI system: `organisation` or `system`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
}

/// Whether a rule stands at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Proposed, and nobody is bound.
    Proposed,
    /// Adopted, and not yet published.
    Adopted,
    /// Published: it holds between its days.
    InForce,
    /// Taken away.
    Repealed,
}

/// When something holds, as it was known at a time.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::maybe")]
    pub from: Option<Date>,
    /// First day on which it holds no more.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::maybe")]
    pub until: Option<Date>,
    /// First day on which this was known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::maybe")]
    pub known_from: Option<Date>,
    /// First day on which something else was known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::day::maybe")]
    pub known_until: Option<Date>,
    /// Whether it stood then.
    pub standing: Standing,
    /// Where that is written.
    pub source: String,
    /// Which of several readings of the source it is, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// Whom it concerns, where it does not concern all: systems already in service, public authorities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<String>,
}

/// The form of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Documented information that says how it is to be.
    Document,
    /// Documented information that says what happened.
    Record,
    /// Whatever shows it.
    Demonstrable,
}

/// A proof that a node asks for.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// A short name, unique within the node.
    pub id: String,
    /// What it is, in words of our own.
    pub what: String,
    /// Its form.
    pub form: Form,
    /// Whether the source itself asks for documented information here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub mandatory: bool,
    /// Kinds of records that hold it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// Fields that it must have there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// How long it counts as fresh, such as `P1Y`; as long as nothing changes, where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness: Option<String>,
    /// What makes it stale at once, in a few words each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<String>,
}

/// How an auditor finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// By asking people.
    Interview,
    /// By watching.
    Observe,
    /// By looking at documents and records.
    Examine,
    /// By doing it again.
    Reperform,
    /// By a machine.
    Automated,
}

/// A question of a checklist.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, which an answer can fail.
    pub ask: String,
    /// How it is found out.
    pub method: Method,
}

/// How many of the records that are looked at must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// At least one is there.
    Some,
    /// Every one of `of` passes `filter`; where there is none there is nothing to see.
    All,
    /// None is there.
    None,
}

/// Something that the product can see by itself.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What is so when it passes, in a sentence.
    pub says: String,
    /// The kind of record that is looked at.
    pub kind: String,
    /// Which of them pass, in the language of lists, such as `form:policy state:in_force`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// Which of them must pass, where `holds` is `all`; every one, where it is blank.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// How many must pass.
    pub holds: Holds,
}

/// What a check says of the records that it looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something that must be there is, and nothing is otherwise.
    Shown,
    /// Nothing that must not be there is.
    Absent,
    /// Nothing that must be there is.
    Missing,
    /// Something is otherwise than it must be.
    Wrong,
    /// There is nothing to look at.
    Nothing,
}

impl Check {
    /// The filter of those that pass among those that it is about.
    pub fn passing(&self) -> String {
        format!("{} {}", self.of, self.filter).trim().to_owned()
    }

    /// What follows where it is about so many records, of which so many pass.
    pub fn outcome(&self, of: u64, passing: u64) -> Outcome {
        match self.holds {
            Holds::Some if passing > 0 => Outcome::Shown,
            Holds::Some => Outcome::Missing,
            Holds::None if passing > 0 => Outcome::Wrong,
            Holds::None => Outcome::Absent,
            Holds::All if of == 0 => Outcome::Nothing,
            Holds::All if of == passing => Outcome::Shown,
            Holds::All => Outcome::Wrong,
        }
    }
}

impl Outcome {
    /// Whether it passes; nothing where there was nothing to look at.
    pub fn passes(self) -> Option<bool> {
        match self {
            Outcome::Shown | Outcome::Absent => Some(true),
            Outcome::Missing | Outcome::Wrong => Some(false),
            Outcome::Nothing => None,
        }
    }
}

impl Modality {
    /// Its name in files, such as `shall`.
    pub fn name(self) -> &'static str {
        match self {
            Modality::Shall => "shall",
            Modality::Should => "should",
            Modality::May => "may",
            Modality::Can => "can",
            Modality::Note => "note",
        }
    }
}

impl Period {
    /// Whether it was known on a day.
    pub fn was_known(&self, known: Date) -> bool {
        self.known_from.is_none_or(|it| it <= known) && self.known_until.is_none_or(|it| known < it)
    }

    /// Whether it binds anybody.
    pub fn binds(&self) -> bool {
        self.standing == Standing::InForce
    }
}

impl Framework {
    /// Its name in addresses and files, such as `iso-iec-42001`.
    pub fn name(&self) -> String {
        crate::oscal::token(&self.prefix)
    }

    /// The node with this identifier.
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.node.iter().find(|it| it.id == id)
    }

    /// The part of a node.
    pub fn part_of(&self, node: &Node) -> Option<&Part> {
        self.part.iter().find(|it| it.name == node.part)
    }

    /// The whole reference of one of its nodes, such as `ISO/IEC 42001:6.1.3`.
    pub fn reference(&self, node: &Node) -> String {
        format!("{}:{}", self.prefix, node.id)
    }

    /// The periods of each node, in the order of nodes: its own, or those of the nearest node above that has some.
    pub fn periods(&self) -> Vec<&[Period]> {
        let mut known: HashMap<&str, &[Period]> = HashMap::new();
        let mut all = Vec::with_capacity(self.node.len());
        for node in &self.node {
            let above = node.parent.as_deref().and_then(|it| known.get(it)).copied().unwrap_or_default();
            let own = if node.period.is_empty() { above } else { &node.period };
            known.insert(&node.id, own);
            all.push(own);
        }
        all
    }

    /// The periods of one node, its own or those above it.
    pub fn periods_of(&self, node: &Node) -> &[Period] {
        let place = self.node.iter().position(|it| it.id == node.id);
        place.and_then(|it| self.periods().get(it).copied()).unwrap_or_default()
    }

    /// The nodes below a node, one level down, in order.
    pub fn children<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Node> {
        self.node.iter().filter(move |it| it.parent.as_deref() == Some(id))
    }

    /// What an organisation can be held against, in order.
    pub fn assessable(&self) -> impl Iterator<Item = &Node> {
        self.node.iter().filter(|it| it.assessable)
    }
}
