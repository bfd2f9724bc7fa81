//! The JSON Schema of a kind's documents, for whoever reads or writes them with other tools.
//!
//! It accepts what `check` accepts in a whole document, apart from three questions that a schema cannot ask: whether a period
//! ends after it begins, whether a link's target exists, and how large the document is as a whole.

use serde_json::{Map, Value, json};

use crate::valid::{ADDRESS, GREATEST, MANY, PROSE, TEXT};
use crate::{Catalog, Field, FieldType, Kind, Target, form};

/// The JSON Schema (2020-12) of a kind's documents; fields that the program fills are marked `readOnly`.
pub fn json_schema(catalog: &Catalog, kind: &Kind) -> Value {
    let properties: Map<_, _> = kind.fields.iter().map(|it| (it.name.clone(), property(catalog, it))).collect();
    let required: Vec<_> =
        kind.fields.iter().filter(|it| it.required).map(|it| Value::from(it.name.as_str())).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.label,
        "description": kind.summary,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    let conditions: Vec<Value> = kind.fields.iter().flat_map(|it| conditions(kind, it)).collect();
    if !conditions.is_empty() {
        add(&mut schema, "allOf", conditions.into());
    }
    schema
}

/// The schema of one field, with the words that people read.
fn property(catalog: &Catalog, field: &Field) -> Value {
    let mut schema = shape(catalog, &field.ty);
    add(&mut schema, "title", field.label.as_str().into());
    if !field.help.is_empty() {
        add(&mut schema, "description", field.help.as_str().into());
    }
    if !field.is_input() {
        add(&mut schema, "readOnly", true.into());
    }
    schema
}

fn add(schema: &mut Value, key: &str, value: Value) {
    if let Some(map) = schema.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn shape(catalog: &Catalog, ty: &FieldType) -> Value {
    match ty {
        FieldType::Text => json!({ "type": "string", "maxLength": TEXT, "pattern": LINE }),
        FieldType::Prose => json!({ "type": "string", "maxLength": PROSE, "pattern": PARAGRAPHS }),
        FieldType::Number { min, max, .. } => {
            let mut schema = json!({ "type": "number" });
            min.iter().for_each(|it| add(&mut schema, "minimum", (*it).into()));
            max.iter().for_each(|it| add(&mut schema, "maximum", (*it).into()));
            schema
        }
        FieldType::Count { max } => json!({ "type": "integer", "minimum": 0, "maximum": max.unwrap_or(GREATEST) }),
        FieldType::Percent => json!({ "type": "number", "minimum": 0, "maximum": 100 }),
        FieldType::Money => closed(
            json!({ "amount": string(form::DECIMAL), "currency": string(form::CURRENCY) }),
            &["amount", "currency"],
        ),
        FieldType::Date => date(),
        FieldType::Period => closed(json!({ "from": date(), "until": date() }), &["from"]),
        FieldType::Flag => json!({ "type": "boolean" }),
        FieldType::Choice { choices } => json!({ "type": "string", "enum": choices }),
        FieldType::Choices { choices } => several(json!({ "type": "string", "enum": choices })),
        FieldType::Scale { scale } => {
            let levels = catalog.scale(scale).map(|it| it.levels.len()).unwrap_or_default();
            json!({ "type": "integer", "minimum": 1, "maximum": levels })
        }
        FieldType::Link { to } => string(&number_pattern(catalog, to)),
        FieldType::Links { to } => several(string(&number_pattern(catalog, to))),
        FieldType::File => closed(
            json!({
                "digest": string(form::DIGEST),
                "name": { "type": "string", "pattern": form::FILE_NAME, "allOf": [{ "pattern": "\\S" }] },
                "size": { "type": "integer", "minimum": 0, "maximum": GREATEST },
                "media": string(form::MEDIA),
            }),
            &["digest", "name", "size", "media"],
        ),
        FieldType::Table { columns } => table(catalog, columns),
        FieldType::Duration => string(form::DURATION),
        FieldType::Url => json!({ "type": "string", "maxLength": ADDRESS, "pattern": form::URL }),
    }
}

/// One line with something to read in it.
const LINE: &str = "^(?=[\\s\\S]*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]*$";
/// Lines with something to read in them; of the control characters only line feed and tab.
const PARAGRAPHS: &str = "^(?=[\\s\\S]*\\S)[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$";

fn string(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": form::DATE })
}

fn several(items: Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": 1, "maxItems": MANY, "uniqueItems": true })
}

fn closed(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn table(catalog: &Catalog, columns: &[Field]) -> Value {
    let properties: Map<_, _> = columns.iter().map(|it| (it.name.clone(), property(catalog, it))).collect();
    let required: Vec<&str> = columns.iter().filter(|it| it.required).map(|it| it.name.as_str()).collect();
    let mut row = closed(properties.into(), &required);
    add(&mut row, "minProperties", 1.into());
    json!({ "type": "array", "items": row, "minItems": 1, "maxItems": MANY })
}

/// The numbers of records to which a link may point.
fn number_pattern(catalog: &Catalog, to: &Target) -> String {
    let mut prefixes: Vec<&str> =
        catalog.kinds().filter(|it| to.allows(&it.kind)).map(|it| it.prefix.as_str()).collect();
    prefixes.sort_unstable();
    format!("^({})-(?!0000$)([0-9]{{4}}|[1-9][0-9]{{4,14}})$", prefixes.join("|"))
}

/// `required_when` as conditions, one for each other field that can demand this one.
fn conditions(kind: &Kind, field: &Field) -> Vec<Value> {
    let condition = |(name, words): (&String, &Vec<String>)| {
        let holds = match kind.field(name).map(|it| &it.ty) {
            Some(FieldType::Flag) => json!({ "enum": words.iter().map(|it| it == "true").collect::<Vec<_>>() }),
            Some(FieldType::Choices { .. } | FieldType::Links { .. }) => json!({ "contains": { "enum": words } }),
            Some(FieldType::Scale { .. } | FieldType::Count { .. }) => {
                json!({ "enum": words.iter().filter_map(|it| it.parse::<u64>().ok()).collect::<Vec<_>>() })
            }
            _ => json!({ "enum": words }),
        };
        json!({
            "if": { "properties": { (name): holds }, "required": [name] },
            "then": { "required": [field.name] },
        })
    };
    field.required_when.iter().map(condition).collect()
}
