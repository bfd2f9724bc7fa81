//! What is asked: an action of somebody on something, with the facts that are known about it.

use record::{Act, DRAFT, Document};

use crate::{Actor, Fact};

/// May `actor` do `action` to `resource`?
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// What they want to do.
    pub action: Action<'a>,
    /// To what.
    pub resource: Resource<'a>,
    /// Names of the fields that the change sets; empty where it sets none.
    pub changed: &'a [&'a str],
    /// Every fact that `Policies::facts` names for the action on the resource's kind; a missing one is a refusal.
    pub facts: &'a [(&'a str, Fact)],
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action<'a> {
    /// Read the records of a class.
    Read,
    /// Make a record.
    Create,
    /// Change fields of a record.
    Edit,
    /// Make the transition of this name.
    Move(&'a str),
    /// Take a record out of use.
    Retire,
    /// Take a retired record back into use.
    Restore,
    /// Remove personal or sealed values from a record's versions.
    Erase,
    /// Open what a record holds beside its fields: the files that it carries.
    Open,
    /// One of `SYSTEM_ACTIONS`, on the whole store.
    System(&'a str),
}

impl<'a> From<&'a Act> for Action<'a> {
    fn from(act: &'a Act) -> Action<'a> {
        match act {
            Act::Create => Action::Create,
            Act::Edit => Action::Edit,
            Act::Move(transition) => Action::Move(transition),
            Act::Retire => Action::Retire,
            Act::Restore => Action::Restore,
        }
    }
}

/// What somebody wants to do it to.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    /// One record, as it is or as it would be.
    Record(RecordView<'a>),
    /// All records that are alike for reading.
    Class(Class<'a>),
    /// The store as a whole.
    Organization,
}

/// One record, as policies see it.
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// Its number; empty while it has none.
    pub id: &'a str,
    /// Its state.
    pub state: &'a str,
    /// Whether it is retired.
    pub retired: bool,
    /// Number of the person who created it; for a new record, of the person who asks.
    pub created_by: &'a str,
    /// Its fields; policies find its owner, unit and access class there.
    pub document: &'a Document,
}

/// Records that are alike for reading: read policies see no more of a record than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class<'a> {
    /// Their kind.
    pub kind: &'a str,
    /// Number of their unit, or empty.
    pub unit: &'a str,
    /// Their access class; blank means `UNMARKED`.
    pub access: &'a str,
    /// Whether the one who asks owns them, created them or has them assigned.
    pub mine: bool,
    /// Whether they are drafts: being written, so that they do not count yet.
    pub draft: bool,
}

/// The access class of a record that carries none.
pub const UNMARKED: &str = "internal";

/// Actions on the store as a whole, with what each means.
pub const SYSTEM_ACTIONS: &[(&str, &str)] = &[
    ("import", "bring records in from a file"),
    ("export", "take records out as a file"),
    ("undo", "undo an import"),
    ("backup", "make a backup"),
    ("restore_backup", "replace the store by a backup"),
    ("configure", "change the configuration"),
    ("administer", "administer accounts, sessions and tokens"),
    ("read_ledger", "read the ledger"),
    ("protect", "watch over those who raised concerns"),
    ("bundle", "export a bundle that proves the ledger"),
];

impl<'a> RecordView<'a> {
    /// The text in one of its fields; empty when the field is blank.
    pub(crate) fn text(&self, field: &str) -> &'a str {
        self.document.get(field).and_then(|value| value.as_str()).unwrap_or_default()
    }

    /// Its access class.
    pub fn access(&self) -> &'a str {
        Some(self.text("access")).filter(|it| !it.is_empty()).unwrap_or(UNMARKED)
    }

    /// The class that it belongs to for reading.
    pub fn class(&self, mine: bool) -> Class<'a> {
        Class { kind: self.kind, unit: self.text("unit"), access: self.access(), mine, draft: self.state == DRAFT }
    }
}

impl<'a> Resource<'a> {
    /// The kind of what is asked about; `None` for the store as a whole.
    pub fn kind(&self) -> Option<&'a str> {
        match self {
            Resource::Record(record) => Some(record.kind),
            Resource::Class(class) => Some(class.kind),
            Resource::Organization => None,
        }
    }
}
