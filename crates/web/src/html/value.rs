//! Values of fields as people read them.

use governance::listing::Titles;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Catalog, Field, FieldType, Id};
use serde_json::Value;

use crate::html::{Html, badge, words};
use crate::language::Language;

/// What values refer to: scales, and the records that they link to.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// Language of the page.
    pub language: Language,
    /// Kinds and scales.
    pub catalog: &'a Catalog,
    /// Kind, title and state of linked records that may be seen.
    pub titles: &'a Titles,
    /// What links to records carry on, such as `?as_of=2026-03-01`; nothing for now.
    pub keep: &'a str,
}

impl Shown<'_> {
    /// A value of a field.
    pub fn value(&self, field: &Field, value: &Value) -> Html {
        match &field.ty {
            FieldType::Prose => prose(text(value)),
            FieldType::Number { unit, .. } => {
                plain(&with_unit(&record::show(field, value), unit.as_deref().unwrap_or_default()))
            }
            FieldType::Percent => plain(&with_unit(&record::show(field, value), "%")),
            FieldType::Flag => {
                plain(self.language.say(if value == &Value::Bool(true) { "value.yes" } else { "value.no" }))
            }
            FieldType::Choice { choices } => {
                badge::level(choices, text(value)).unwrap_or_else(|| plain(&words(text(value))))
            }
            FieldType::Choices { .. } => plain(&joined(value)),
            FieldType::Scale { scale } => plain(&self.level(scale, value)),
            FieldType::Link { .. } => self.link(text(value)),
            FieldType::Links { .. } => self.links(value),
            FieldType::File => file(value),
            FieldType::Table { columns } => self.table(&field.label, columns, value),
            FieldType::Url => address(text(value)),
            FieldType::Text
            | FieldType::Count { .. }
            | FieldType::Money
            | FieldType::Date
            | FieldType::Period
            | FieldType::Duration => plain(&record::show(field, value)),
        }
    }

    /// A value in a cell of a list: one line, not too long.
    pub fn cell(&self, field: &Field, value: &Value) -> Html {
        match &field.ty {
            FieldType::Prose => plain(&shortened(text(value))),
            FieldType::Link { .. } => self.brief(text(value)),
            FieldType::Links { .. } => self.briefs(value),
            FieldType::Table { .. } => plain(&value.as_array().map_or(0, Vec::len).to_string()),
            _ => self.value(field, value),
        }
    }

    /// A record by its number, with its title where it may be seen.
    pub fn link(&self, id: &str) -> Html {
        let title = self.titles.get(id).map(|it| it.1.as_str());
        let kind =
            id.parse::<Id>().ok().and_then(|it| self.catalog.kind_of_prefix(&it.prefix)).map(|it| it.kind.as_str());
        maud! {
            @match (kind, title) {
                (Some(kind), Some(title)) => a href={ "/" (kind) "/" (id) (self.keep) } { span .number { (id) } " " (title) },
                _ => { span .number { (id) } " " small { (self.language.say("value.unseen")) } },
            }
        }
        .memoize()
    }

    /// A record by its title alone, in one line.
    fn brief(&self, id: &str) -> Html {
        let title = self.titles.get(id).map(|it| it.1.as_str()).filter(|it| !it.is_empty());
        let kind = id.parse::<Id>().ok().and_then(|it| self.catalog.kind_of_prefix(&it.prefix));
        maud! {
            @match (kind, title) {
                (Some(kind), Some(title)) => a .brief href={ "/" (kind.kind) "/" (id) } title={ (id) " " (title) } { (title) },
                _ => span .number { (id) },
            }
        }
        .memoize()
    }

    /// The first of several records, and how many more there are.
    fn briefs(&self, value: &Value) -> Html {
        let ids: Vec<&str> = value.as_array().into_iter().flatten().map(text).collect();
        maud! {
            @if let Some(first) = ids.first() { (self.brief(first)) }
            @if ids.len() > 1 { " " span .count { "+" (ids.len() - 1) } }
        }
        .memoize()
    }

    fn links(&self, value: &Value) -> Html {
        let ids: Vec<&str> = value.as_array().into_iter().flatten().map(text).collect();
        maud! { ul .plain { @for id in &ids { li { (self.link(id)) } } } }.memoize()
    }

    fn level(&self, scale: &str, value: &Value) -> String {
        let number = value.as_u64().unwrap_or_default();
        let at = usize::try_from(number).unwrap_or_default().wrapping_sub(1);
        let label = self.catalog.scale(scale).and_then(|it| it.levels.get(at)).map(|it| it.label.as_str());
        label.map_or_else(|| number.to_string(), |it| format!("{number} · {it}"))
    }

    fn table(&self, name: &str, columns: &[Field], value: &Value) -> Html {
        let rows: Vec<&Value> = value.as_array().into_iter().flatten().collect();
        maud! {
            div .scroll role="region" tabindex="0" aria-label=(name) {
                table .stack {
                    thead { tr { @for column in columns { th scope="col" { (column.label) } } } }
                    tbody {
                        @for row in &rows {
                            tr { @for column in columns { td data-label=(column.label) { @if let Some(cell) = row.get(&column.name) { (self.value(column, cell)) } } } }
                        }
                    }
                }
            }
        }
        .memoize()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn plain(text: &str) -> Html {
    maud! { (text) }.memoize()
}

fn prose(text: &str) -> Html {
    maud! { div .prose { (text) } }.memoize()
}

fn with_unit(number: &str, unit: &str) -> String {
    format!("{number} {unit}").trim_end().to_owned()
}

fn joined(value: &Value) -> String {
    value.as_array().into_iter().flatten().map(|it| words(text(it))).collect::<Vec<_>>().join(", ")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(140) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn address(text: &str) -> Html {
    // Only what a browser may open safely becomes a link.
    let safe = text.starts_with("https://") || text.starts_with("http://");
    maud! { @if safe { a href=(text) rel="noreferrer noopener" { (text) } } @else { (text) } }.memoize()
}

/// A file by its name, size and digest.
pub(crate) fn file(value: &Value) -> Html {
    let of = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let (digest, name, size) =
        (of("digest"), of("name"), value.get("size").and_then(Value::as_u64).unwrap_or_default());
    maud! { a href={ "/files/" (digest) } { (name) } " " small { (bytes(size)) } }.memoize()
}

/// A number of bytes as people read it.
pub(crate) fn bytes(size: u64) -> String {
    match size {
        0..1024 => format!("{size} bytes"),
        1024..1_048_576 => format!("{:.1} KiB", size as f64 / 1024.0),
        _ => format!("{:.1} MiB", size as f64 / 1_048_576.0),
    }
}
