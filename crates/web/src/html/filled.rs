//! What a form holds: texts by the names of its inputs, whether they come from a document or from a person.
//!
//! An input is named after its field: `f.title`; `f.period.from`; `f.steps.0.what` in a table.

use std::collections::BTreeMap;

use governance::listing::Titles;
use record::{Document, Field, FieldType, Kind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::html::pick::number_in;
use crate::multipart::Posted;

/// What a form holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Filled(BTreeMap<String, Vec<String>>);

impl Filled {
    /// What a form shows for a document.
    pub fn of(kind: &Kind, document: &Document, titles: &Titles) -> Filled {
        let mut filled = Filled::default();
        for field in kind.fields.iter().filter(|it| it.is_input()) {
            if let Some(value) = document.get(&field.name) {
                filled.put(field, &name_of(field), value, titles);
            }
        }
        filled
    }

    /// What a person sent; line ends become single, as they are stored.
    pub fn posted(posted: &Posted) -> Filled {
        let mut filled = Filled::default();
        for (name, text) in posted.texts.iter().filter(|(name, text)| name.starts_with("f.") && !text.is_empty()) {
            filled.add(name, &text.replace("\r\n", "\n"));
        }
        filled
    }

    /// What an address prescribes, such as `?f.system=SYS-0001`.
    pub fn add(&mut self, name: &str, text: &str) {
        self.0.entry(name.to_owned()).or_default().push(text.to_owned());
    }

    /// Puts a file that was just uploaded into its input.
    pub fn upload(&mut self, name: &str, file: &Value) {
        self.0.remove(&format!("{name}.remove"));
        self.0.insert(format!("{name}.kept"), vec![file.to_string()]);
    }

    /// The first text of an input.
    pub fn text(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// Every text of an input.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Puts a record into a link input: instead of the first text that names none, else after the others.
    pub fn choose(&mut self, name: &str, record: &str) {
        let texts = self.0.entry(name.to_owned()).or_default();
        match texts.iter_mut().find(|it| number_in(it).is_none()) {
            Some(text) => *text = record.to_owned(),
            None => texts.push(record.to_owned()),
        }
    }

    /// What link input `name` holds and names no record.
    pub fn sought(&self, name: &str) -> &str {
        self.all(name).iter().find(|it| number_in(it).is_none()).map_or("", |it| it.trim())
    }

    /// How many rows of the table `name` hold something.
    pub fn rows(&self, name: &str) -> usize {
        let below = format!("{name}.");
        let rows = self.0.keys().filter_map(|it| it.strip_prefix(&below)?.split('.').next()?.parse::<usize>().ok());
        rows.max().map_or(0, |it| it.saturating_add(1)).min(1000)
    }

    /// Whether a field is filled alike in both.
    pub fn agrees(&self, other: &Filled, name: &str) -> bool {
        self.part(name).eq(other.part(name))
    }

    /// Takes a field's inputs from another form.
    pub fn take(&mut self, other: &Filled, name: &str) {
        self.0.retain(|it, _| !belongs(it, name));
        self.0.extend(other.part(name).map(|(name, texts)| (name.clone(), texts.clone())));
    }

    fn part<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a String, &'a Vec<String>)> {
        self.0.iter().filter(move |(it, _)| belongs(it, name))
    }

    fn put(&mut self, field: &Field, name: &str, value: &Value, titles: &Titles) {
        match (&field.ty, value) {
            (FieldType::Table { columns }, Value::Array(rows)) => {
                for (index, row) in rows.iter().enumerate() {
                    for column in columns {
                        if let Some(value) = row.get(&column.name) {
                            self.put(column, &format!("{name}.{index}.{}", column.name), value, titles);
                        }
                    }
                }
            }
            (FieldType::Choices { .. }, Value::Array(items)) => {
                items.iter().filter_map(Value::as_str).for_each(|it| self.add(name, it));
            }
            (FieldType::Links { .. }, Value::Array(items)) => {
                items.iter().filter_map(Value::as_str).for_each(|it| self.add(name, &titled(it, titles)));
            }
            (FieldType::Link { .. }, Value::String(id)) => self.add(name, &titled(id, titles)),
            (FieldType::Period, Value::Object(period)) => {
                for end in ["from", "until"] {
                    if let Some(date) = period.get(end).and_then(Value::as_str) {
                        self.add(&format!("{name}.{end}"), date);
                    }
                }
            }
            (FieldType::File, Value::Object(_)) => self.add(&format!("{name}.kept"), &value.to_string()),
            (FieldType::Flag, Value::Bool(flag)) => self.add(name, if *flag { "yes" } else { "no" }),
            _ => self.add(name, &record::show(field, value)),
        }
    }
}

/// The name of a field's input.
pub(crate) fn name_of(field: &Field) -> String {
    format!("f.{}", field.name)
}

/// A record as link inputs show it: number and title.
fn titled(id: &str, titles: &Titles) -> String {
    titles.get(id).map_or_else(|| id.to_owned(), |it| format!("{id} {}", it.1))
}

fn belongs(input: &str, name: &str) -> bool {
    input.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
