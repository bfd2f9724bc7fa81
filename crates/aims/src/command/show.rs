//! `aims show`: one record with its links, what is derived, and what may happen next.

use std::collections::BTreeMap;

use clap::Args;
use governance::{Offer, Record};
use record::{Field, FieldType, Kind};
use serde_json::{Value, json};

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::output::Output;
use crate::table::{Table, harmless, one_line};

/// Title of each linked record: number to kind, title and state.
pub type Titles = BTreeMap<String, (String, String, String)>;

/// Arguments of `aims show`.
#[derive(Debug, Args)]
pub struct Show {
    /// Number of the record, such as `RSK-0042`
    id: String,
    /// Show the original cells of an imported record too
    #[arg(long)]
    origin: bool,
}

impl Show {
    /// Prints the record.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let moment = context.moment()?;
        let actor = context.actor();
        let record = aims.record(&actor, &id, &moment).await?;
        let offers = match context.global.as_of {
            None => aims.offers(&actor, &id).await?,
            Some(_) => Vec::new(),
        };
        if context.output.json(&as_json(&record, &offers)) {
            return Ok(());
        }
        let configuration = aims.configuration();
        let kind = context::kind(&configuration, &record.kind)?;
        print(&context.output, kind, &record, &offers);
        if self.origin {
            print_origin(&context.output, &record);
        }
        Ok(())
    }
}

/// The record as JSON, as every command prints one.
pub fn as_json(record: &Record, offers: &[Offer]) -> Value {
    let inverse = |it: &governance::reading::Inverse| json!({"kind": it.kind, "field": it.field, "label": it.label, "total": it.total, "ids": it.ids});
    let origin = record.origin.as_ref().map(|it| json!({"batch": it.batch, "line": it.line, "cells": it.cells}));
    json!({
        "id": record.id, "kind": record.kind, "version": record.version, "state": record.state, "retired": record.retired,
        "created": record.created, "changed": record.changed, "place": record.place, "document": record.document,
        "inverse": record.inverse.iter().map(inverse).collect::<Vec<_>>(), "standing": record.standing,
        "incomplete": record.incomplete, "origin": origin,
        "moves": offers.iter().map(offer_json).collect::<Vec<_>>(),
    })
}

fn offer_json(offer: &Offer) -> Value {
    let refusals: Vec<_> = offer.refusals.iter().map(|it| &it.message).collect();
    json!({"move": offer.name, "to": offer.to, "help": offer.help, "missing": offer.needs_missing, "refusals": refusals})
}

fn print(output: &Output, kind: &Kind, record: &Record, offers: &[Offer]) {
    let retired = if record.retired { ", retired" } else { "" };
    output.line(format!("{} · {} · {}{retired} · version {}", record.id, kind.label, record.state, record.version));
    let mut section = None;
    for field in &kind.fields {
        if field.section.is_some() && field.section != section {
            section.clone_from(&field.section);
        }
        let Some(value) = record.document.get(&field.name) else { continue };
        if let Some(heading) = section.take() {
            output.line(format!("\n{heading}"));
        }
        output.line(format!("  {}: {}", field.label, indented(&shown(field, value, &record.titles))));
    }
    for standing in &record.standing {
        output.line(format!("  {}: {} ({})", standing.name, plain(&standing.value), one_line(&standing.why)));
    }
    print_links(output, record);
    print_offers(output, record, offers);
}

fn print_links(output: &Output, record: &Record) {
    for list in record.inverse.iter().filter(|it| !it.ids.is_empty()) {
        output.line(format!("\n{}", list.label));
        for id in &list.ids {
            let (_, title, state) = record.titles.get(&id.to_string()).cloned().unwrap_or_default();
            output.line(format!("  {id}  {}  {state}", one_line(&title)));
        }
    }
}

fn print_offers(output: &Output, record: &Record, offers: &[Offer]) {
    if !record.incomplete.is_empty() {
        let names: Vec<_> = record.incomplete.iter().map(|it| it.field.as_str()).collect();
        output.line(format!("\nIncomplete: {}", names.join(", ")));
    }
    if offers.is_empty() {
        return;
    }
    output.line("\nPossible moves");
    let mut table = Table::new(["move", "leads to", "needs first", "refused because"]);
    for offer in offers {
        let refusals: Vec<_> = offer.refusals.iter().map(|it| it.message.as_str()).collect();
        table.row([&offer.name, &offer.to, &offer.needs_missing.join(", "), &refusals.join("; ")]);
    }
    output.table(&table);
}

fn print_origin(output: &Output, record: &Record) {
    let Some(origin) = &record.origin else { return output.line("\nNot imported") };
    output.line(format!("\nImported in batch {}, from line {}", origin.batch, origin.line));
    for (header, cell) in &origin.cells {
        output.line(format!("  {}: {}", one_line(header), indented(&harmless(cell))));
    }
}

/// A value as people read it, with the titles of linked records.
pub fn shown(field: &Field, value: &Value, titles: &Titles) -> String {
    let titled = |number: &str| match titles.get(number) {
        Some((_, title, _)) if !title.is_empty() => format!("{number} {title}"),
        _ => number.to_owned(),
    };
    match (&field.ty, value) {
        (FieldType::Link { .. }, Value::String(number)) => titled(number),
        (FieldType::Links { .. }, Value::Array(numbers)) => {
            numbers.iter().filter_map(Value::as_str).map(titled).collect::<Vec<_>>().join(", ")
        }
        (FieldType::File, Value::Object(file)) => {
            file.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        (FieldType::Table { columns }, Value::Array(rows)) => {
            rows.iter().map(|row| format!("\n- {}", shown_row(columns, row, titles))).collect()
        }
        _ => harmless(&record::show(field, value)),
    }
}

/// One row of a table field as a line.
fn shown_row(columns: &[Field], row: &Value, titles: &Titles) -> String {
    let filled = columns.iter().filter_map(|it| Some((it, row.get(&it.name)?)));
    let cells: Vec<_> = filled.map(|(it, value)| (&it.label, one_line(&shown(it, value, titles)))).collect();
    match cells.as_slice() {
        [(_, only)] => only.clone(),
        several => several.iter().map(|(label, text)| format!("{label}: {text}")).collect::<Vec<_>>().join("; "),
    }
}

/// A JSON value without quotes.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => one_line(text),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n    ")
}
