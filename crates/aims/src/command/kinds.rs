//! `aims kinds`: which kinds there are, and what one of them holds.

use clap::Args;
use governance::Configuration;
use record::{Field, FieldType, Kind, Target};
use serde_json::json;

use crate::context::{self, Context};
use crate::exit::Failure;
use crate::table::Table;

/// Arguments of `aims kinds`.
#[derive(Debug, Args)]
pub struct Kinds {
    /// One kind, with its fields and states
    kind: Option<String>,
    /// Print the JSON Schema of the kind
    #[arg(long, requires = "kind")]
    schema: bool,
}

impl Kinds {
    /// Prints the kinds; needs no data folder, and reads the overlay of one that is there.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let configuration = super::config::load(context)?;
        match &self.kind {
            None => all(context, &configuration),
            Some(name) => {
                let kind = context::kind(&configuration, name)?;
                match self.schema {
                    true => {
                        let schema = record::json_schema(&configuration.catalog, kind);
                        crate::output::print(&serde_json::to_string_pretty(&schema).unwrap_or_default());
                    }
                    false => one(context, kind),
                }
            }
        }
        Ok(())
    }
}

fn all(context: &Context, configuration: &Configuration) {
    let catalog = &configuration.catalog;
    let row = |it: &Kind| json!({"kind": it.kind, "label": it.label, "prefix": it.prefix, "area": it.area, "summary": it.summary});
    if context.output.json(&json!({ "kinds": catalog.kinds().map(row).collect::<Vec<_>>() })) {
        return;
    }
    let mut table = Table::new(["kind", "prefix", "area", "what it is"]);
    for kind in catalog.kinds() {
        table.row([&kind.kind, &kind.prefix, &kind.area, &kind.summary]);
    }
    context.output.table(&table);
}

fn one(context: &Context, kind: &Kind) {
    let fields: Vec<_> = kind.fields.iter().map(field_json).collect();
    let states = kind.states();
    let moves: Vec<_> = kind
        .lifecycle
        .transitions
        .iter()
        .map(|it| json!({"name": it.name, "from": it.from, "to": it.to, "needs": it.needs, "reason": it.reason, "help": it.help}))
        .collect();
    let whole = json!({
        "kind": kind.kind, "label": kind.label, "prefix": kind.prefix, "area": kind.area, "summary": kind.summary,
        "clauses": kind.clauses, "fields": fields, "states": states, "moves": moves,
    });
    if context.output.json(&whole) {
        return;
    }
    context.output.line(format!("{} ({}, {}-0001): {}", kind.label, kind.kind, kind.prefix, kind.summary));
    context.output.line(format!("Serves {}\n", kind.clauses.join(", ")));
    let mut table = Table::new(["field", "type", "must", "what it holds"]);
    for field in &kind.fields {
        table.row([&field.name, &type_words(&field.ty), &must(field).to_owned(), &field.help]);
    }
    context.output.table(&table);
    context.output.line("");
    let mut table = Table::new(["move", "from", "to", "needs", "meaning"]);
    for it in &kind.lifecycle.transitions {
        table.row([&it.name, &it.from.join(", "), &it.to, &it.needs.join(", "), &it.help]);
    }
    context.output.table(&table);
}

fn field_json(field: &Field) -> serde_json::Value {
    json!({
        "name": field.name, "label": field.label, "type": field.ty.name(), "section": field.section, "help": field.help,
        "required": field.required, "expected": field.expected, "computed": field.computed, "derived": field.derived,
    })
}

fn must(field: &Field) -> &'static str {
    match (field.is_input(), field.required, field.expected) {
        (false, ..) => "filled by the program",
        (_, true, _) => "required",
        (_, _, true) => "expected",
        _ => "",
    }
}

fn type_words(ty: &FieldType) -> String {
    match ty {
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            format!("{}: {}", ty.name(), choices.join(" | "))
        }
        FieldType::Link { to } | FieldType::Links { to } => match to {
            Target::Any => format!("{} to any kind", ty.name()),
            Target::Kinds(kinds) => format!("{} to {}", ty.name(), kinds.join(" | ")),
        },
        _ => ty.name().to_owned(),
    }
}
