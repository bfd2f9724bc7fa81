//! Schemas of the description: those of every kind, and a short fixed list.

use record::{Catalog, Kind, json_schema};
use serde_json::{Map, Value, json};

/// Every schema by name.
pub(crate) fn schemas(catalog: &Catalog) -> Map<String, Value> {
    let mut schemas = fixed();
    for kind in catalog.kinds() {
        of_kind(catalog, kind, &mut schemas);
    }
    schemas
}

/// The document of a kind, and what is sent and answered around it.
fn of_kind(catalog: &Catalog, kind: &Kind, schemas: &mut Map<String, Value>) {
    let mut document = json_schema(catalog, kind);
    if let Some(members) = document.as_object_mut() {
        members.remove("$schema");
        members.remove("$id");
    }
    let name = |part: &str| format!("{}_{part}", kind.kind);
    let state = json!({ "type": "string", "enum": kind.states() });
    let whole = json!({ "$ref": format!("#/components/schemas/{}", kind.kind) });
    let id = json!({ "type": "string", "pattern": format!("^{}-[0-9]{{4,15}}$", kind.prefix) });
    schemas.insert(name("patch"), patch(&document));
    schemas.insert(kind.kind.clone(), document);
    schemas.insert(
        name("new"),
        json!({ "type": "object", "additionalProperties": false, "required": ["document"], "properties": { "document": whole, "state": state } }),
    );
    let set = json!({ "$ref": format!("#/components/schemas/{}/properties/document", name("patch")) });
    schemas.insert(
        name("move"),
        json!({ "type": "object", "additionalProperties": false, "properties": { "document": set, "why": { "type": "string" } } }),
    );
    let standing_document = json!({ "type": "object" });
    let common = json!({
        "id": id, "kind": { "const": kind.kind }, "version": { "type": "integer", "minimum": 1 }, "state": state,
        "retired": { "type": "boolean" }, "document": standing_document,
    });
    let with = |required: &[&str], more: Value| {
        let mut properties = common.clone();
        if let (Some(all), Value::Object(more)) = (properties.as_object_mut(), more) {
            all.extend(more);
        }
        json!({ "type": "object", "required": required, "properties": properties })
    };
    let required = ["id", "kind", "version", "state", "retired", "document"];
    let moment = || json!({ "type": "string", "format": "date-time" });
    schemas.insert(name("record"), with(&required, json!({
        "created": moment(), "changed": moment(), "place": { "type": "integer" }, "titles": { "type": "object" },
        "inverse": { "type": "array" }, "standing": { "type": "array" }, "incomplete": { "type": "array" },
    })));
    schemas.insert(
        name("committed"),
        with(
            &required,
            json!({
                "place": { "type": "integer" }, "changed": { "type": "boolean" }, "differences": { "type": "array" },
            }),
        ),
    );
    let row = with(
        &["id", "kind", "version", "state", "document"],
        json!({ "title": { "type": "string" }, "changed": moment(), "standing": { "type": "array" } }),
    );
    schemas.insert(
        name("page"),
        json!({ "type": "object", "required": ["rows", "total"], "properties": {
            "rows": { "type": "array", "items": row }, "total": { "type": "integer" }, "next": { "type": ["string", "null"] },
            "titles": { "type": "object" }, "facets": { "type": "object" },
        } }),
    );
}

/// A patch of a document: any of its fields that people fill in, or null to clear one.
fn patch(document: &Value) -> Value {
    let fields = document.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let input = fields.into_iter().filter(|(_, it)| it.get("readOnly") != Some(&Value::Bool(true)));
    let or_null = |(name, schema): (String, Value)| (name, json!({ "anyOf": [schema, { "type": "null" }] }));
    let properties: Map<String, Value> = input.map(or_null).collect();
    json!({
        "type": "object", "additionalProperties": false, "required": ["document"],
        "properties": {
            "document": { "type": "object", "additionalProperties": false, "properties": properties },
            "why": { "type": "string" },
        },
    })
}

fn closed(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn fixed() -> Map<String, Value> {
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let pairs = [
        (
            "Problem",
            json!({
                "type": "object", "required": ["type", "title", "status", "detail", "request"],
                "properties": {
                    "type": text(), "title": text(), "status": { "type": "integer" }, "detail": text(), "request": text(),
                    "problems": { "type": "array", "items": { "type": "object", "properties": { "pointer": text(), "field": text(), "detail": text() } } },
                    "refusals": { "type": "array", "items": { "type": "object", "properties": { "policy": text(), "detail": text(), "clause": { "type": ["string", "null"] } } } },
                    "current": { "type": "object", "description": "The record as it stands, when it was changed meanwhile." },
                    "base": { "type": "object", "description": "The record as it was in the version that the change was made from." },
                },
            }),
        ),
        ("Reason", closed(&["why"], json!({ "why": text() }))),
        ("Erase", closed(&["fields", "why"], json!({ "fields": texts(), "why": text() }))),
        ("Link", closed(&["field", "to"], json!({ "field": text(), "to": text() }))),
        ("SignIn", closed(&["email", "password"], json!({ "email": text(), "password": text() }))),
        (
            "Bulk",
            closed(
                &["changes"],
                json!({ "changes": { "type": "array", "minItems": 1, "maxItems": 1000, "items": { "type": "object" } } }),
            ),
        ),
        (
            "NewToken",
            closed(
                &["label", "scopes"],
                json!({ "label": text(), "scopes": texts(), "days": { "type": "integer", "minimum": 1, "maximum": 366 } }),
            ),
        ),
        (
            "NewAccount",
            closed(
                &["name", "email"],
                json!({
                    "name": text(), "email": text(), "password": { "type": ["string", "null"] }, "person": { "type": ["string", "null"] }, "service": { "type": "boolean" },
                }),
            ),
        ),
        ("Password", closed(&["password"], json!({ "password": text() }))),
        (
            "File",
            json!({ "type": "object", "required": ["digest", "name", "size", "media"], "properties": {
            "digest": text(), "name": text(), "size": { "type": "integer" }, "media": text(),
        } }),
        ),
    ];
    pairs.into_iter().chain(super::asked::forms()).map(|(name, schema)| (name.to_owned(), schema)).collect()
}
