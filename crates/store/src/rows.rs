//! The rows of records, their versions, links and places in the ledger, as others see them.

use jiff::Timestamp;
use ledger::Hash;
use record::{Document, Id};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A record as it is now, or as it was in one of its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordRow {
    /// Number, such as `RSK-0042`.
    pub id: Id,
    /// Name of its kind.
    pub kind: String,
    /// Version, counted from 1.
    pub version: i64,
    /// State.
    pub state: String,
    /// What people call it.
    pub title: String,
    /// Number of the organisation unit to which it belongs.
    pub unit: Option<String>,
    /// Number of the person who owns it.
    pub owner: Option<String>,
    /// Who may read it: the word that policies know.
    pub access: String,
    /// Whether it has been retired.
    pub retired: bool,
    /// Place in the ledger of the entry that made this version.
    pub place: u64,
    /// When its first version was stored.
    pub created: Timestamp,
    /// When this version was stored.
    pub changed: Timestamp,
    /// Fields and their values.
    pub document: Document,
    /// Who made it what it is.
    pub makers: Makers,
    /// Commitment to this version, as the ledger's entry holds it.
    pub commitment: Hash,
}

/// Who made a record what it is, each as the caller names people.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Makers {
    /// Who made the first version.
    pub creator: String,
    /// Who made this version.
    pub editor: String,
    /// Who brought it into the state in which it is; for a past version, the one that stands.
    pub mover: String,
}

/// How a version came about, and what proves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// Pseudonym of the account that made it.
    pub actor: String,
    /// Way in: `ui`, `api`, `cli`, `import` or `system`.
    pub via: String,
    /// What was done, such as `edit`.
    pub act: String,
    /// Reason that the person gave.
    pub why: Option<String>,
    /// What recomputes the commitment from the document: the seed, or what erasure has left of it.
    pub opening: Value,
    /// Commitment to the document, as the ledger's entry holds it.
    pub commitment: Hash,
    /// Digest of the configuration under which it was computed.
    pub configuration: String,
}

/// One version of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionRow {
    /// The record as it was; `place` and `changed` are those of the version.
    pub record: RecordRow,
    /// How it came about.
    pub made: Made,
    /// Place of the entry that replaced it; `None` when it is the current one.
    pub until: Option<u64>,
}

/// The head of a record: what a list, a link or a picker shows of it, and what decides who may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// Number, such as `RSK-0042`.
    pub id: Id,
    /// Name of its kind.
    pub kind: String,
    /// State.
    pub state: String,
    /// What people call it.
    pub title: String,
    /// Number of the organisation unit to which it belongs.
    pub unit: Option<String>,
    /// Number of the person who owns it.
    pub owner: Option<String>,
    /// Who may read it: the word that policies know.
    pub access: String,
    /// Whether it has been retired.
    pub retired: bool,
}

/// A link, with the head of the record at its other end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkRow {
    /// Field of the source that holds it.
    pub field: String,
    /// Place of the entry that made it.
    pub from: u64,
    /// Place of the entry that ended it.
    pub until: Option<u64>,
    /// The record at the other end.
    pub end: Heading,
}

/// A value that is searched and sorted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Name of the field.
    pub field: String,
    /// Lower-case text of at most 200 characters.
    pub text: String,
    /// For fields that are ordered by number.
    pub number: Option<f64>,
}

/// What is derived from a record so that it can be found: never true by itself, and always possible to rebuild.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derived {
    /// Field and target of every link.
    pub links: Vec<(String, Id)>,
    /// Searchable and sortable values, those of one field in their order.
    pub terms: Vec<Term>,
    /// Words by which full-text search finds it; number and title are always found.
    pub search: String,
}

/// Derives what makes a record findable.
pub type Derive<'a> = &'a (dyn Fn(&RecordRow) -> Derived + 'a);

/// A record that full-text search has found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Its head.
    pub record: Heading,
    /// Larger is better; comparable within one answer only.
    pub rank: f64,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Place, counted from 0.
    pub place: u64,
    /// When it was made.
    pub time: Timestamp,
    /// What happened, such as `record.create`.
    pub kind: String,
    /// Record or other thing to which it happened.
    pub ent: Option<String>,
    /// The leaf exactly as it was hashed.
    pub bytes: Vec<u8>,
}

/// The one row that stands for the whole store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Random name of the store, made once.
    pub store: String,
    /// Version of the tables.
    pub layout: i64,
    /// Entries in the ledger.
    pub size: u64,
    /// Time of the last entry, or when the store was made.
    pub time: Timestamp,
    /// Origin line of the ledger; empty until it is set.
    pub origin: String,
    /// Digest of the configuration in force; empty until it is set.
    pub configuration: String,
    /// Newest signed checkpoint.
    pub checkpoint: Option<String>,
    /// Size of the ledger that the checkpoint signs.
    pub signed: u64,
}

/// A class of records in the eyes of read policies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Class {
    /// Name of the kind.
    pub kind: String,
    /// Number of the organisation unit.
    pub unit: Option<String>,
    /// The word that policies know.
    pub access: String,
}

impl RecordRow {
    /// The text of a field, where it holds one.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.document.get(field).and_then(Value::as_str)
    }

    /// The record that a field names, where it names one.
    pub fn link(&self, field: &str) -> Option<Id> {
        self.text(field)?.parse().ok()
    }

    /// What a field holds where it holds several: choices, links, or rows of a table.
    pub fn list(&self, field: &str) -> impl Iterator<Item = &Value> {
        self.document.get(field).and_then(Value::as_array).into_iter().flatten()
    }

    /// The class to which it belongs.
    pub fn class(&self) -> Class {
        Class { kind: self.kind.clone(), unit: self.unit.clone(), access: self.access.clone() }
    }

    /// Its head.
    pub fn heading(&self) -> Heading {
        Heading {
            id: self.id.clone(),
            kind: self.kind.clone(),
            state: self.state.clone(),
            title: self.title.clone(),
            unit: self.unit.clone(),
            owner: self.owner.clone(),
            access: self.access.clone(),
            retired: self.retired,
        }
    }
}

impl Heading {
    /// The class to which it belongs.
    pub fn class(&self) -> Class {
        Class { kind: self.kind.clone(), unit: self.unit.clone(), access: self.access.clone() }
    }
}
