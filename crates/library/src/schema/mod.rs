//! The JSON Schemas of both formats, draft 2020-12, written from one declaration of their keys.

mod keys;

use serde_json::{Map, Value, json};

pub use keys::{CROSSWALK, FRAMEWORK};

/// What a key holds.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text.
    Text,
    /// A text that says something.
    Words,
    /// The name of the format.
    Format,
    /// Texts.
    Texts,
    /// True or false.
    Flag,
    /// A day.
    Day,
    /// A length of time, such as `P1Y`.
    Length,
    /// A number from 1 to 10.
    Ten,
    /// One of these words.
    One(&'static [&'static str]),
    /// Keys of its own.
    Table(&'static [Key]),
    /// Several of them.
    Tables(&'static [Key]),
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What it says.
    pub says: &'static str,
}

/// The schema of frameworks.
pub fn framework() -> Value {
    whole("urn:aims:library:framework:1", "A framework of requirements", FRAMEWORK)
}

/// The schema of crosswalks.
pub fn crosswalk() -> Value {
    whole("urn:aims:library:crosswalk:1", "Relations between two frameworks", CROSSWALK)
}

fn whole(id: &str, title: &str, keys: &[Key]) -> Value {
    let mut schema = table(keys);
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!(id));
    schema.insert("title".to_owned(), json!(title));
    Value::Object(schema)
}

fn table(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys.iter().map(|it| (it.name.to_owned(), described(it))).collect();
    let required: Vec<&str> = keys.iter().filter(|it| it.required).map(|it| it.name).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("required".to_owned(), json!(required));
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

fn described(key: &Key) -> Value {
    let mut schema = shaped(key.shape);
    schema.insert("description".to_owned(), json!(key.says));
    Value::Object(schema)
}

fn shaped(shape: Shape) -> Map<String, Value> {
    let one = |value: Value| value.as_object().cloned().unwrap_or_default();
    match shape {
        Shape::Text => one(json!({ "type": "string" })),
        Shape::Words => one(json!({ "type": "string", "pattern": "\\S" })),
        Shape::Format => one(json!({ "const": crate::SCHEMA })),
        Shape::Texts => one(json!({ "type": "array", "items": { "type": "string" } })),
        Shape::Flag => one(json!({ "type": "boolean" })),
        Shape::Day => one(json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })),
        Shape::Length => one(json!({ "type": "string", "pattern": "^P" })),
        Shape::Ten => one(json!({ "type": "integer", "minimum": 1, "maximum": 10 })),
        Shape::One(words) => one(json!({ "enum": words })),
        Shape::Table(keys) => table(keys),
        Shape::Tables(keys) => one(json!({ "type": "array", "items": table(keys) })),
    }
}
