//! What a list asks for: conditions, order, page, and what the person may see.

use jiff::Timestamp;
use record::{DRAFT, Id};

use crate::Class;

/// A list of records.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Only this kind.
    pub kind: Option<String>,
    /// All of them must hold.
    pub conditions: Vec<Condition>,
    /// Every word must begin a word of the record.
    pub text: Option<String>,
    /// What the person may see.
    pub visible: Visible,
    /// From the most important key to the least; the number decides at last.
    pub sort: Vec<(Key, Direction)>,
    /// At most this many rows.
    pub limit: u32,
    /// Rows to pass over first.
    pub offset: u64,
    /// Whether retired records are listed too.
    pub retired: bool,
    /// Records as they were after the entry at this place.
    pub as_of: Option<u64>,
}

impl Query {
    /// The first hundred records of a kind that are visible, by number.
    pub fn of(kind: &str, visible: Visible) -> Query {
        Query { kind: Some(kind.to_owned()), ..Query::all(visible) }
    }

    /// The first hundred visible records of any kind, by number.
    pub fn all(visible: Visible) -> Query {
        Query {
            kind: None,
            conditions: Vec::new(),
            text: None,
            visible,
            sort: Vec::new(),
            limit: 100,
            offset: 0,
            retired: false,
            as_of: None,
        }
    }
}

/// One condition upon a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A searchable field.
    Field {
        /// Its name.
        field: String,
        /// How its values are compared.
        op: Op,
        /// With what; `Has` and `Missing` take none.
        values: Vec<Scalar>,
    },
    /// The kind is one of these.
    Kind(Vec<String>),
    /// The state is one of these.
    State(Vec<String>),
    /// The count in the record's number lies in this range, both ends included.
    Number(i64, i64),
    /// The person who owns it; `None` asks for records without an owner.
    Owner(Option<String>),
    /// The organisation unit is one of these; `None` asks for records without a unit.
    Unit(Vec<Option<String>>),
    /// The access is one of these.
    Access(Vec<String>),
    /// Stored at or after the first moment and before the second.
    Changed(Option<Timestamp>, Option<Timestamp>),
    /// Entered before this moment.
    Created(Option<Timestamp>),
    /// It links to this record, in this field or in any.
    LinkedTo {
        /// Field of the listed record.
        field: Option<String>,
        /// Record at the other end.
        target: Id,
    },
    /// This record links to it, in this field or in any.
    LinkedFrom {
        /// Field of the other record.
        field: Option<String>,
        /// Record at the other end.
        source: Id,
    },
    /// It is one of these.
    Ids(Vec<Id>),
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// A field holds this text, upper and lower case alike.
    pub fn is(field: &str, text: &str) -> Condition {
        Condition::Field { field: field.to_owned(), op: Op::Eq, values: vec![Scalar::Text(text.to_owned())] }
    }
}

/// How a field's values are compared; a field with several values satisfies a condition when one of them does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Equal to one of the values.
    Eq,
    /// Equal to none of the values; a field without a value satisfies it.
    Ne,
    /// The same as `Eq`.
    In,
    /// Less than the first value.
    Lt,
    /// At most the first value.
    Le,
    /// More than the first value.
    Gt,
    /// At least the first value.
    Ge,
    /// Holds one of the values as part of its text, upper and lower case alike.
    Contains,
    /// Has a value.
    Has,
    /// Has no value.
    Missing,
}

/// A value with which a field is compared: text with the text of a term, a number with its number.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Compared without regard to case.
    Text(String),
    /// Compared as a number.
    Number(f64),
}

/// By what rows are ordered or counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// Kind, and the count in the record's number.
    Number,
    /// Title, without regard to case.
    Title,
    /// State.
    State,
    /// When it was last changed.
    Changed,
    /// When it was created.
    Created,
    /// Kind.
    Kind,
    /// Number of the organisation unit.
    Unit,
    /// Number of the person who owns it.
    Owner,
    /// First value of a searchable field: by number, then by text; rows without a value come last either way.
    Field(String),
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The smallest.
    Ascending,
    /// The largest.
    Descending,
}

/// What a person may see.
#[derive(Debug, Clone, PartialEq)]
pub enum Visible {
    /// Everything.
    All,
    /// Nothing.
    Nothing,
    /// Records of some classes.
    Classes {
        /// Classes that are allowed outright.
        allowed: Vec<Class>,
        /// Classes that are allowed but for drafts.
        published: Vec<Class>,
        /// Classes that are allowed when the record's owner is `person`.
        mine: Vec<Class>,
        /// Records that count as those of `person`, whoever owns them.
        also: Vec<Id>,
        /// Number of the person who asks.
        person: Option<String>,
        /// Records that are kept from that person, whatever their class.
        except: Vec<Id>,
    },
}

impl Visible {
    /// Whether a record of this number, class, state and owner is visible.
    pub fn allows(&self, id: &Id, class: &Class, state: &str, owner: Option<&str>) -> bool {
        match self {
            Visible::All => true,
            Visible::Nothing => false,
            Visible::Classes { except, .. } if except.contains(id) => false,
            Visible::Classes { allowed, published, mine, also, person, .. } => {
                let asks = person.as_deref().filter(|it| !it.is_empty());
                let own = asks.is_some() && (owner == asks || also.contains(id));
                allowed.contains(class)
                    || (state != DRAFT && published.contains(class))
                    || (own && mine.contains(class))
            }
        }
    }
}

/// Records of a list that are in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The state.
    pub state: String,
    /// Records that are in it.
    pub count: u64,
    /// Of these, records without an owner.
    pub unowned: u64,
    /// Of these, records without a unit.
    pub unhoused: u64,
}

/// A value of a facet and how many listed records have it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Facet {
    /// The value as terms hold it.
    pub value: String,
    /// Records that have it.
    pub count: u64,
}
