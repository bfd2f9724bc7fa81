//! What is wrong with a row of a statement of applicability as it is entered: it has controls alone, and guidance or clauses are none. Serves ISO/IEC 42001
//! 6.1.3.

use std::collections::BTreeSet;

use conformity::reference::read;
use library::Shelf;
use record::{Id, Problem};
use serde_json::Value;
use store::RecordRow;

use super::statement::is_control;
use super::{CONTROL, STATEMENT};
use crate::Configuration;

/// Tables of a statement whose rows name controls.
const TABLES: [&str; 2] = ["entries", "exceptions"];

/// Rows that a change brings in and that name no control.
pub(crate) fn problems(configuration: &Configuration, before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    if after.kind != STATEMENT {
        return Vec::new();
    }
    let libraries = &configuration.libraries;
    let default = after.text("framework").unwrap_or(&libraries.conformity.rules.default);
    let of_kind = |id: &Id| configuration.catalog.kind_of_prefix(&id.prefix).is_some_and(|it| it.kind == CONTROL);
    let own = |text: &str| text.parse::<Id>().is_ok_and(|it| of_kind(&it));
    let mut found = Vec::new();
    for table in TABLES {
        let known = before.map(|it| controls(it, table)).unwrap_or_default();
        let new = controls(after, table).into_iter().filter(|it| !known.contains(it) && !own(it));
        found.extend(new.filter_map(|it| Some(Problem::of(table, no_control(libraries.shelf(), default, it)?))));
    }
    found
}

/// What the rows of a table name.
fn controls<'a>(row: &'a RecordRow, table: &str) -> BTreeSet<&'a str> {
    row.list(table).filter_map(|it| it.get("control").and_then(Value::as_str)).collect()
}

/// Why what a row names is no control; nothing where it is one.
fn no_control(shelf: &Shelf, default: &str, text: &str) -> Option<String> {
    let Ok(reference) = read(shelf, text, default) else {
        return Some(format!("names `{text}`, which is neither a control of a library nor the number of one of your own"));
    };
    let found = shelf.find(&reference)?;
    if let Some(guided) = &found.node.guides {
        let control = format!("{}:{guided}", found.framework.prefix);
        return Some(format!("names `{reference}`, which is guidance and no control; enter `{control}`"));
    }
    (!is_control(found.framework, found.node)).then(|| format!("names `{reference}`, which is no control; a statement has controls alone"))
}
