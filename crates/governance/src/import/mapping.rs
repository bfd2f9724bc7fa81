//! A mapping: which column of a table becomes which field, key and value, in a file that people read and change.

use std::collections::BTreeMap;

use record::{Catalog, Fault, Field, FieldType, Kind};
use serde::{Deserialize, Serialize};
use sheet::Table;

use super::dates::DateFormat;
use super::words::{quoted, tidy};

/// Which column becomes which field; in TOML, one file a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Kind of the records.
    pub kind: String,
    /// Keep the original cells of every column, also of those without a field.
    #[serde(default = "yes")]
    pub keep: bool,
    /// Spellings that mean that nothing is given; compared without regard to case and white space.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// How the file is read; what is absent is found by looking at it.
    #[serde(default, skip_serializing_if = "FileShape::is_empty")]
    pub file: FileShape,
    /// Which columns tell a row from all others.
    pub key: KeyColumns,
    /// Values that every record gets, whatever its row says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// Columns that become fields.
    #[serde(default, rename = "column")]
    pub columns: Vec<Column>,
}

fn yes() -> bool {
    true
}

/// How a file is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileShape {
    /// Name of the encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What stands between two cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// A program put a quote before every cell that looks like a formula; it does not belong to the cell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guarded: bool,
}

impl FileShape {
    /// How this table was read.
    pub(crate) fn of(table: &Table) -> FileShape {
        let encoding = (table.format == sheet::Format::Csv).then(|| table.encoding.clone());
        FileShape { encoding, delimiter: table.delimiter, sheet: table.sheet.clone(), guarded: false }
    }

    fn is_empty(&self) -> bool {
        *self == FileShape::default()
    }
}

/// Which columns tell a row from all others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyColumns {
    /// Count rows with equal keys in the order of the file, so that none is merged with another.
    #[serde(default = "yes")]
    pub occurrence: bool,
    /// The columns.
    pub columns: Vec<ColumnRef>,
}

/// A column by place and header, since several may have the same header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRef {
    /// Place, from 1.
    pub position: usize,
    /// Header; white space at its ends and repeated inside does not count.
    pub header: String,
}

/// A column that becomes a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Place, from 1.
    pub position: usize,
    /// Header.
    pub header: String,
    /// Name of the field, or `state`.
    pub field: String,
    /// How its cells are read.
    pub how: How,
    /// What happens to a cell that cannot be read.
    #[serde(default)]
    pub unmapped: Unmapped,
    /// What cells spelled like this mean, `""` for nothing; goes before everything else.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// What happens to a cell that cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unmapped {
    /// Its row is rejected, with the reason.
    #[default]
    Reject,
    /// The field stays blank, with a notice; the original cell is kept.
    Blank,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "lowercase", deny_unknown_fields)]
pub enum How {
    /// Words as they stand.
    Text {},
    /// The spelling that the field has in forms and exports.
    Value {},
    /// A number with this mark before its fraction.
    Number {
        /// `.` or `,`.
        decimal: char,
    },
    /// A date in one of these formats.
    Date {
        /// Tried in this order.
        formats: Vec<DateFormat>,
    },
    /// A choice or a flag, by the column's `values` or by its own name.
    Choice {},
    /// Several choices, each by the column's `values` or by its own name.
    Choices {
        /// What stands between two of them.
        separators: Vec<String>,
    },
    /// A state of the lifecycle, by the column's `values` or by its own name.
    State {},
    /// A record of another kind.
    Link {
        /// By what it is found.
        by: LinkBy,
        /// Make a record when there is none.
        #[serde(default)]
        create: bool,
        /// Columns of the same field: 1 is the topmost, and each hangs under the one before.
        #[serde(default = "one")]
        level: usize,
        /// Field of the other kind by which a level hangs under the one before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<String>,
        /// The column does not name the record of this level, but fills this field of it when it is made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fills: Option<String>,
        /// What stands between two records, where the field holds several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        separator: Option<String>,
    },
}

fn one() -> usize {
    1
}

/// By what a record is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkBy {
    /// Its title.
    Title,
    /// Its number, such as `RSK-0042`.
    Number,
    /// An e-mail address.
    Email,
    /// The key under which an earlier import made it.
    Key,
}

impl Mapping {
    /// Reads a mapping file; `file` is its name for messages.
    pub fn from_toml(file: &str, text: &str) -> Result<Mapping, Fault> {
        toml::from_str(text).map_err(|error| Fault::of_toml(file, text, &error))
    }

    /// Writes the mapping as a file that `from_toml` reads.
    pub fn to_toml(&self) -> Result<String, String> {
        toml::to_string_pretty(self).map_err(|error| format!("the mapping cannot be written as TOML: {error}"))
    }

    /// How the file is to be read.
    pub fn reading(&self, limits: sheet::Limits) -> sheet::Reading {
        let FileShape { encoding, delimiter, sheet, .. } = self.file.clone();
        sheet::Reading { limits, encoding, delimiter, sheet }
    }

    /// Everything in the mapping that does not fit the kind or the table, one sentence each.
    pub fn faults(&self, catalog: &Catalog, table: &Table) -> Vec<String> {
        let Some(kind) = catalog.kind(&self.kind) else {
            return vec![format!("there is no kind `{}`; name one of those that `aims config check` lists", self.kind)];
        };
        let mut faults = Vec::new();
        let keyed = self.key.columns.iter().map(|it| (it.position, it.header.as_str()));
        for (position, header) in self.columns.iter().map(|it| (it.position, it.header.as_str())).chain(keyed) {
            faults.extend(misplaced(table, position, header));
        }
        if self.key.columns.is_empty() {
            faults.push("the key names no column; name at least one under `[key]`".to_owned());
        }
        for (name, value) in &self.set {
            match name == "state" {
                true if kind.states().contains(&value.as_str()) => {}
                true => faults.push(format!("`{value}` is no state; the states are {}", kind.states().join(", "))),
                false => faults.extend(unknown_field(kind, name)),
            }
        }
        faults.extend(self.columns.iter().flat_map(|it| misfit(kind, it)));
        for (index, column) in self.columns.iter().enumerate() {
            let twice = self.columns.iter().take(index).any(|it| it.field == column.field);
            if twice && !matches!(column.how, How::Link { .. }) {
                let Column { position, field, .. } = column;
                faults.push(format!(
                    "column {position} fills `{field}`, which another column fills too; keep one of them"
                ));
            }
        }
        faults.dedup();
        faults
    }
}

/// A header that does not stand at its place.
fn misplaced(table: &Table, position: usize, header: &str) -> Option<String> {
    let found = position.checked_sub(1).and_then(|it| table.headers.get(it));
    match found {
        Some(found) if tidy(&found.text) == tidy(header) => None,
        Some(found) => Some(format!(
            "column {position} is headed {}, and the mapping expects {}; correct the position or propose a new mapping",
            quoted(&found.text),
            quoted(header)
        )),
        None => Some(format!(
            "there is no column {position} for {}: the file has {}; correct the position or propose a new mapping",
            quoted(header),
            table.headers.len()
        )),
    }
}

fn unknown_field(kind: &Kind, name: &str) -> Option<String> {
    match kind.field(name) {
        Some(field) if field.is_input() => None,
        Some(_) => Some(format!("the program fills `{name}` itself; remove it from the mapping")),
        None => Some(format!("`{}` has no field `{name}`; name one of its fields, or `state`", kind.kind)),
    }
}

/// What does not fit between a column and the field that it fills.
fn misfit(kind: &Kind, column: &Column) -> Vec<String> {
    let place = format!("column {}", column.position);
    if column.field == "state" {
        let states = kind.states();
        let wrong = column.values.values().filter(|it| !it.is_empty() && !states.contains(&it.as_str()));
        let mut faults: Vec<String> =
            wrong.map(|it| format!("{place}: `{it}` is no state; the states are {}", states.join(", "))).collect();
        if !matches!(column.how, How::State {}) {
            faults.push(format!("{place}: `state` is read with `as = \"state\"`"));
        }
        return faults;
    }
    let Some(field) = kind.field(&column.field).filter(|it| it.is_input()) else {
        return unknown_field(kind, &column.field).into_iter().collect();
    };
    let mut faults = Vec::new();
    if !fits(&column.how, field) {
        faults.push(format!("{place}: `{}` is a {} and cannot be read like this", field.name, field.ty.name()));
    }
    if let FieldType::Choice { choices } | FieldType::Choices { choices } = &field.ty {
        let wrong = column.values.values().flat_map(|it| parts(it)).filter(|it| !choices.iter().any(|name| name == it));
        faults.extend(
            wrong.map(|it| format!("{place}: `{it}` is no choice of `{}`; use one of its choices", field.name)),
        );
    }
    faults
}

/// The names in a value of `values`; several are joined with commas.
pub(crate) fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// Whether a field can be read in this way.
fn fits(how: &How, field: &Field) -> bool {
    match (how, &field.ty) {
        (How::Text {}, FieldType::Text | FieldType::Prose | FieldType::Url) => true,
        (How::Value {}, ty) => !matches!(ty, FieldType::Link { .. } | FieldType::Links { .. }),
        (How::Number { .. }, FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent) => true,
        (How::Date { .. }, FieldType::Date) => true,
        (How::Choice {}, FieldType::Choice { .. } | FieldType::Flag) => true,
        (How::Choices { .. }, FieldType::Choices { .. }) => true,
        (How::Link { .. }, FieldType::Link { .. } | FieldType::Links { .. }) => true,
        _ => false,
    }
}
