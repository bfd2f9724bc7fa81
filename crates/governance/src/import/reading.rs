//! What one cell says for one field.

use std::collections::HashMap;

use record::{Catalog, Field, FieldType};
use serde_json::Value;

use super::mapping::{Column, How, parts};
use super::normalise::{Choices, split};
use super::words::{plain, tidy};

/// Characters of a text field, and of prose.
pub(crate) const TEXT: usize = 500;
const PROSE: usize = 100_000;

/// Why a cell cannot be read, and what to do about it.
pub(crate) struct Unread {
    pub reason: String,
    pub next: String,
}

impl Unread {
    fn new(reason: impl Into<String>, next: impl Into<String>) -> Unread {
        Unread { reason: reason.into(), next: next.into() }
    }
}

/// Reads the cells of one column for one field, or for the state when there is no field.
pub(crate) struct CellReader<'a> {
    catalog: &'a Catalog,
    field: Option<&'a Field>,
    how: &'a How,
    values: HashMap<String, &'a str>,
    names: HashMap<String, &'a str>,
    flags: Choices,
}

impl<'a> CellReader<'a> {
    /// `states` are those of the lifecycle.
    pub fn new(
        catalog: &'a Catalog,
        field: Option<&'a Field>,
        states: &[&'a str],
        column: &'a Column,
    ) -> CellReader<'a> {
        let names: Vec<&str> = match field.map(|it| &it.ty) {
            Some(FieldType::Choice { choices } | FieldType::Choices { choices }) => {
                choices.iter().map(String::as_str).collect()
            }
            Some(_) => Vec::new(),
            None => states.to_vec(),
        };
        CellReader {
            catalog,
            field,
            how: &column.how,
            values: column.values.iter().map(|(spelled, meant)| (tidy(spelled), meant.as_str())).collect(),
            names: names.into_iter().map(|it| (plain(it), it)).collect(),
            flags: Choices::new("", "", &["true", "false"]),
        }
    }

    /// What `values` says that the cell means, `""` for nothing.
    pub fn meant(&self, cell: &str) -> Option<&'a str> {
        self.values.get(&tidy(cell)).copied()
    }

    /// The value of a cell that is not blank; nothing when `values` says that it means nothing.
    pub fn read(&self, cell: &str) -> Result<Option<Value>, Unread> {
        match (self.meant(cell), self.how, self.field) {
            (Some(""), _, _) => Ok(None),
            (Some(meant), How::Choice {}, Some(field)) if field.ty == FieldType::Flag => flag(meant).map(Some),
            (Some(meant), How::Choice {} | How::State {}, _) => Ok(Some(Value::from(meant))),
            (Some(meant), How::Choices { .. }, _) => Ok(Some(parts(meant).collect::<Vec<_>>().into())),
            (Some(meant), _, Some(field)) => self.parsed(field, meant),
            (None, How::Choices { separators }, _) => self.several(cell, separators).map(Some),
            (None, How::Choice {}, Some(field)) if field.ty == FieldType::Flag => match self.flags.exactly(cell) {
                Some(name) => flag(name).map(Some),
                None => Err(Unread::new(
                    "this is neither yes nor no",
                    "add it to `values` of the column, or correct the cell",
                )),
            },
            (None, How::Choice {} | How::State {}, _) => self.named(cell).map(|it| Some(Value::from(it))),
            (None, How::Date { formats }, _) => match formats.iter().find_map(|it| it.read(cell)) {
                Some(date) => Ok(Some(Value::from(date))),
                None => {
                    let shown: Vec<String> = formats.iter().map(|it| format!("`{it}`")).collect();
                    let reason = match shown.is_empty() {
                        true => "the mapping names no format for its dates".to_owned(),
                        false => format!("this is no whole date in the format {}", shown.join(" or ")),
                    };
                    Err(Unread::new(reason, "correct the cell, or add its format or value to the mapping"))
                }
            },
            (None, How::Number { decimal }, Some(field)) => self.parsed(field, &number(cell, *decimal)),
            (None, How::Text {}, Some(field)) => text(field, cell).map(Some),
            (None, _, Some(field)) => self.parsed(field, cell),
            (_, _, None) => Ok(None),
        }
    }

    fn parsed(&self, field: &Field, text: &str) -> Result<Option<Value>, Unread> {
        match record::parse_text(self.catalog, field, text) {
            Ok(value) => Ok(Some(value).filter(|it| !record::is_blank(it))),
            Err(reason) => Err(Unread::new(reason, "correct the cell, or say in `values` of the column what it means")),
        }
    }

    fn named(&self, cell: &str) -> Result<&'a str, Unread> {
        let what = match self.field {
            Some(field) => format!("no choice of `{}` fits this with confidence", field.name),
            None => "no state fits this with confidence".to_owned(),
        };
        let next = "say in `values` of the column what it means, or correct the cell";
        self.names.get(&plain(cell)).copied().ok_or_else(|| Unread::new(what, next))
    }

    fn several(&self, cell: &str, separators: &[String]) -> Result<Value, Unread> {
        let mut found: Vec<&str> = Vec::new();
        for part in split(cell, separators) {
            match self.meant(&part) {
                Some(meant) => found.extend(parts(meant)),
                None => found.push(self.named(&part)?),
            }
        }
        // In the order of the kind's file, each once, as documents have them.
        let choices = match self.field.map(|it| &it.ty) {
            Some(FieldType::Choices { choices }) => choices.as_slice(),
            _ => &[],
        };
        found.sort_by_key(|it| choices.iter().position(|choice| choice == it));
        found.dedup();
        Ok(found.into())
    }
}

fn flag(meant: &str) -> Result<Value, Unread> {
    match meant {
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        _ => {
            Err(Unread::new("the mapping gives neither true nor false for this", "write `true` or `false` in `values`"))
        }
    }
}

/// A number without marks between thousands and with a point before its fraction.
pub(crate) fn number(cell: &str, decimal: char) -> String {
    let thousands = if decimal == ',' { '.' } else { ',' };
    let marks = |it: &char| *it != thousands && !it.is_whitespace() && !matches!(it, '\'' | '’' | '%');
    cell.chars().filter(marks).map(|it| if it == decimal { '.' } else { it }).collect()
}

/// Words as they stand, without white space at the ends; a line break in a text of one line becomes a space.
fn text(field: &Field, cell: &str) -> Result<Value, Unread> {
    let one_line = field.ty != FieldType::Prose;
    let text = match one_line && cell.contains(['\n', '\r', '\t']) {
        true => tidy(cell),
        false => cell.trim().to_owned(),
    };
    let text = if one_line { text } else { text.replace("\r\n", "\n").replace('\r', "\n") };
    let (count, most) = (text.chars().count(), if one_line { TEXT } else { PROSE });
    if count > most {
        let reason = format!("the text has {count} characters and `{}` holds {most}", field.name);
        return Err(Unread::new(reason, "shorten it, or map the column to a field of type prose"));
    }
    if let Some(found) = text.chars().find(|it| it.is_control() && !matches!(it, '\n' | '\t')) {
        let reason = format!("the control character U+{:04X} stands in it", u32::from(found));
        return Err(Unread::new(reason, "remove the character"));
    }
    Ok(Value::from(text))
}
