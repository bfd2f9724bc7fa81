//! A field of a kind: what it holds, whether it must be filled, and how it is explained.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::field_file::FieldFile;

/// One field of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "FieldFile", into = "FieldFile")]
pub struct Field {
    /// Name in documents, in the API and in imports.
    pub name: String,
    /// Name that people read.
    pub label: String,
    /// Heading under which the form shows this field and those after it.
    pub section: Option<String>,
    /// One or two sentences for the person who fills it in.
    pub help: String,
    /// Other names under which spreadsheets carry it, lower case.
    pub aliases: Vec<String>,
    /// A change that leaves it blank is refused.
    pub required: bool,
    /// A record without it is shown as incomplete, and is still accepted.
    pub expected: bool,
    /// Required when another field holds one of these values.
    pub required_when: BTreeMap<String, Vec<String>>,
    /// No two records of the kind may hold the same value.
    pub unique: bool,
    /// Holds personal data, which may have to be erased.
    pub personal: bool,
    /// Name in `COMPUTED` of the function that fills it from the record itself; read-only.
    pub computed: Option<String>,
    /// Name in `COMPUTED` of the function that fills it where people leave it blank.
    pub filled: Option<String>,
    /// Name in `DERIVED` of the function that answers it from other records and the clock; never stored in a version.
    pub derived: Option<String>,
    /// Name of the list that the target of this link shows on its page.
    pub inverse: Option<String>,
    /// A text that the field may hold, for fields whose text must be of some form; samples carry it.
    pub example: Option<String>,
    /// Holds the reference of a requirement, such as `ISO/IEC 42001:A.6.2.4`; in a table, of the framework in its column `framework`.
    pub references: bool,
    /// Keeps the record from the people whom this link names, and from those from whom the records are kept that it names: they do not read
    /// it, whatever their roles.
    pub withholds: bool,
    /// States in which whoever this link names reads the record as their own, whatever their roles; nobody does where there are none.
    pub shows: Vec<String>,
    /// Whoever reads the record since it names them reads what this link names, too.
    pub opens: bool,
    /// The day of the same record before which this day cannot lie.
    pub not_before: Option<String>,
    /// A day of what has happened, which cannot lie ahead.
    pub past: bool,
    /// What it can hold.
    pub ty: FieldType,
}

impl Field {
    /// Whether people fill it in, rather than the program.
    pub fn is_input(&self) -> bool {
        self.computed.is_none() && self.derived.is_none()
    }
}

/// What a field can hold, with the JSON that a document carries for it.
///
/// Adding a variant makes the compiler list every place that must learn about it.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// One line: a string of at most 500 characters.
    Text,
    /// Paragraphs: a string of at most 100,000 characters.
    Prose,
    /// A JSON number, finite.
    Number {
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
        /// What is counted or measured, such as `hours`.
        unit: Option<String>,
    },
    /// A JSON integer, 0 or more.
    Count {
        /// Greatest value.
        max: Option<u64>,
    },
    /// A JSON number from 0 to 100.
    Percent,
    /// `{"amount": "12.50", "currency": "EUR"}`: a decimal in a string and an ISO 4217 code.
    Money,
    /// `"2026-01-31"`.
    Date,
    /// `{"from": "2026-01-01", "until": "2026-12-31"}`; `until` may be absent.
    Period,
    /// `true` or `false`.
    Flag,
    /// One of the choices, a string.
    Choice {
        /// What may be chosen.
        choices: Vec<String>,
    },
    /// Several of the choices, an array of strings in the order of the kind's file, without repeats.
    Choices {
        /// What may be chosen.
        choices: Vec<String>,
    },
    /// A level of a scale, an integer from 1.
    Scale {
        /// Name of the scale.
        scale: String,
    },
    /// The number of a record, a string such as `"RSK-0042"`.
    Link {
        /// Kinds to which it may point.
        to: Target,
    },
    /// Numbers of records, an array of strings without repeats.
    Links {
        /// Kinds to which it may point.
        to: Target,
    },
    /// `{"digest": "sha256:…", "name": "report.pdf", "size": 18231, "media": "application/pdf"}`.
    File,
    /// Rows: an array of objects whose keys are the columns' names.
    Table {
        /// Columns, none of which is a table.
        columns: Vec<Field>,
    },
    /// An ISO 8601 duration, such as `"P30D"` or `"PT4H"`.
    Duration,
    /// An absolute `http` or `https` address.
    Url,
}

impl FieldType {
    /// The word for it in kind files, schemas and reference pages.
    pub fn name(&self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::Prose => "prose",
            FieldType::Number { .. } => "number",
            FieldType::Count { .. } => "count",
            FieldType::Percent => "percent",
            FieldType::Money => "money",
            FieldType::Date => "date",
            FieldType::Period => "period",
            FieldType::Flag => "flag",
            FieldType::Choice { .. } => "choice",
            FieldType::Choices { .. } => "choices",
            FieldType::Scale { .. } => "scale",
            FieldType::Link { .. } => "link",
            FieldType::Links { .. } => "links",
            FieldType::File => "file",
            FieldType::Table { .. } => "table",
            FieldType::Duration => "duration",
            FieldType::Url => "url",
        }
    }
}

/// The kinds to which a link may point.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Any kind.
    Any,
    /// One of these kinds.
    Kinds(Vec<String>),
}

impl Target {
    /// Whether a link may point to a record of `kind`.
    pub fn allows(&self, kind: &str) -> bool {
        match self {
            Target::Any => true,
            Target::Kinds(kinds) => kinds.iter().any(|it| it == kind),
        }
    }
}

/// `first_put_into_service` as people read it: `First put into service`.
pub(crate) fn in_words(name: &str) -> String {
    let spaced = name.trim_start_matches("x_").replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
