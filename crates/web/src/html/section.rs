//! A section of a page that is one table, and the cells of which such tables are made.

use std::collections::BTreeMap;

use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::table::{Column, Line, Table};
use super::tone::Tone;
use super::{Html, badge, parts};
use crate::call::Call;

/// A section with a table under its title and what it shows, or nothing where it has no line; `names` are messages of columns, each with its class.
pub(crate) fn section(
    call: &Call,
    id: &str,
    [title, help]: [&'static str; 2],
    names: &[(&'static str, &'static str)],
    lines: &[Line],
) -> Html {
    let (title, help) = (call.say(title), call.say(help));
    let column = |(name, class): &(&'static str, &'static str)| Column { class, ..Column::of(call.say(name)) };
    let columns: Vec<Column> = names.iter().map(column).collect();
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby=(id) {
                h2 id=(id) { (title) " (" (lines.len()) ")" }
                p .help { (help) }
                (Table { caption: title, columns: &columns, lines }.draw())
            }
        }
    }
    .memoize()
}

/// A line that leads nowhere as a whole.
pub(crate) fn line(cells: Vec<Html>) -> Line {
    Line { cells, href: None }
}

/// A cell of plain text.
pub(crate) fn text(it: impl Into<String>) -> Html {
    let it = it.into();
    maud! { (it) }.memoize()
}

/// A cell with a day, blank where there is none.
pub(crate) fn day(it: Option<jiff::civil::Date>) -> Html {
    text(it.map(|it| it.to_string()).unwrap_or_default())
}

/// A word with the sentence behind it, which opens where somebody asks for it.
pub(crate) fn behind(tone: Tone, word: &str, why: &str) -> Html {
    let why = parts::sentence(why);
    maud! { details { summary { (badge::badge(tone, word)) } (why) } }.memoize()
}

/// A record by its name, leading to its page; by its number alone where `names` has none.
pub(crate) fn named(call: &Call, names: &BTreeMap<String, String>, it: &Id) -> Html {
    let kind = call.configuration.catalog.kind_of_prefix(&it.prefix).map(|it| it.kind.clone());
    let name = names.get(&it.to_string()).cloned();
    maud! {
        @match (&kind, &name) {
            (Some(kind), Some(name)) => { a href={ "/" (kind) "/" (it.to_string()) } { (name) } " " span .number { (it.to_string()) } },
            _ => (it.to_string()),
        }
    }
    .memoize()
}

/// Records by their names, with commas between them.
pub(crate) fn all_named(call: &Call, names: &BTreeMap<String, String>, ids: &[Id]) -> Html {
    maud! { @for (at, it) in ids.iter().enumerate() { @if at > 0 { ", " } (named(call, names, it)) } }.memoize()
}
