//! One operation of the description: its parameters, its body, its answers.

use std::sync::LazyLock;

use record::Kind;
use serde_json::{Value, json};

use super::asked;
use crate::route::Route;

/// The operation of a route; for routes about records, of one kind.
pub(crate) fn operation(route: &Route, kind: Option<&Kind>) -> Value {
    let verb = verb(route, kind.is_some());
    let of = kind.map_or("", |it| it.kind.as_str());
    let mut operation = json!({
        "operationId": if of.is_empty() { verb.clone() } else { format!("{of}_{verb}") },
        "summary": route.summary,
        "tags": [kind.map_or("aims", |it| it.kind.as_str())],
        "parameters": parameters_of(route, kind),
        "responses": answers(route, kind),
    });
    if let (Some(members), Some(body)) = (operation.as_object_mut(), body(route, kind)) {
        members.insert("requestBody".to_owned(), body);
    }
    if let (Some(members), true) = (operation.as_object_mut(), route.public()) {
        members.insert("security".to_owned(), json!([]));
    }
    operation
}

/// The path of a route under `/api/v1/`.
fn rest(route: &Route) -> &'static str {
    route.path.strip_prefix("/api/v1/").unwrap_or_default()
}

/// A name for an operation, from its method and the fixed parts of its path.
fn verb(route: &Route, of_kind: bool) -> String {
    let parts = route.path.trim_start_matches("/api/v1/").split('/').filter(|it| !it.is_empty());
    let words = parts.map(|it| it.trim_matches(['{', '}', '*']).replace('.', "_"));
    let words: Vec<String> = words.filter(|it| !of_kind || (it != "records" && it != "kind")).collect();
    std::iter::once(route.method.to_ascii_lowercase()).chain(words).collect::<Vec<_>>().join("_")
}

fn parameters_of(route: &Route, kind: Option<&Kind>) -> Vec<Value> {
    let mut list: Vec<Value> = path_parameters(route, kind);
    list.extend(asked::query(route.method, rest(route)).iter().map(|it| query_parameter(it)));
    let any_version = route.path.ends_with("/erase") || route.path.contains("/links");
    let of_record = route.path.contains("/{id}") && kind.is_some() && !any_version;
    let about_version = of_record || asked::VERSIONED.contains(&rest(route));
    if route.method != "GET" && !route.public() {
        list.push(json!({ "$ref": "#/components/parameters/idempotency_key" }));
        if about_version {
            list.push(json!({ "$ref": "#/components/parameters/if_match" }));
        }
    }
    list
}

fn path_parameters(route: &Route, kind: Option<&Kind>) -> Vec<Value> {
    let names = route.path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
    let schema = |name: &str| match (name, kind) {
        ("id", Some(kind)) => json!({ "type": "string", "pattern": format!("^{}-[0-9]{{1,15}}$", kind.prefix) }),
        ("transition", Some(kind)) => {
            json!({ "type": "string", "enum": kind.lifecycle.transitions.iter().map(|it| &it.name).collect::<Vec<_>>() })
        }
        ("batch", _) => json!({ "type": "integer", "minimum": 1 }),
        _ => json!({ "type": "string", "minLength": 1 }),
    };
    let parameter = |name: &str| json!({ "name": name.trim_start_matches('*'), "in": "path", "required": true, "schema": schema(name) });
    names.filter(|it| *it != "kind" || kind.is_none()).map(parameter).collect()
}

/// A query parameter of a route: as all routes share it, or with the name alone where its meaning is that of the route.
fn query_parameter(name: &str) -> Value {
    static SHARED: LazyLock<Value> = LazyLock::new(parameters);
    match SHARED.get(name) {
        Some(_) => json!({ "$ref": format!("#/components/parameters/{name}") }),
        None => json!({ "name": name, "in": "query", "schema": { "type": "string" } }),
    }
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn json_body(schema: Value, required: bool) -> Value {
    json!({ "required": required, "content": { "application/json": { "schema": schema } } })
}

/// The body that a route reads.
fn body(route: &Route, kind: Option<&Kind>) -> Option<Value> {
    let rest = rest(route);
    let of = |part: &str| schema(&format!("{}_{part}", kind.map_or("", |it| it.kind.as_str())));
    match (route.method, rest) {
        ("POST", "records/{kind}") => Some(json_body(of("new"), true)),
        ("PATCH", _) => Some(json!({
            "required": true,
            "content": { "application/json": { "schema": of("patch") }, "application/merge-patch+json": { "schema": of("patch") } },
        })),
        ("POST", path) if path.ends_with("/moves/{transition}") => Some(json_body(of("move"), false)),
        ("POST", path) if path.ends_with("/retire") || path.ends_with("/restore") => {
            Some(json_body(schema("Reason"), true))
        }
        ("POST", path) if path.ends_with("/links") => Some(json_body(schema("Link"), true)),
        ("POST", path) if path.ends_with("/erase") => Some(json_body(schema("Erase"), true)),
        ("POST", "session") => Some(json_body(schema("SignIn"), true)),
        ("POST", "bulk") => Some(json_body(schema("Bulk"), true)),
        ("POST", "tokens") => Some(json_body(schema("NewToken"), true)),
        ("POST", "accounts") => Some(json_body(schema("NewAccount"), true)),
        ("POST", "accounts/{id}/password") => Some(json_body(schema("Password"), true)),
        ("POST", "files") => Some(json!({ "required": true, "content": {
            "multipart/form-data": { "schema": schema("FileForm") },
            "application/octet-stream": { "schema": {} },
        } })),
        ("POST", "access/logs" | "challenges/{id}/runs") => {
            Some(json!({ "required": true, "content": { "application/octet-stream": { "schema": {} } } }))
        }
        ("POST", path) => {
            let form = |name: &str| json!({ "required": true, "content": { "multipart/form-data": { "schema": schema(name) } } });
            let body = || asked::json_body(path).map(|(required, schema)| json_body(schema, required));
            asked::form(path).map(form).or_else(body)
        }
        _ => None,
    }
}

/// The answers that a route gives: one that says what was done, and the problems.
fn answers(route: &Route, kind: Option<&Kind>) -> Value {
    let (status, content) = success(route, kind);
    let mut answer = json!({ "description": "Done." });
    if let (Some(members), Some(content)) = (answer.as_object_mut(), content) {
        members.insert("content".to_owned(), content);
    }
    let mut answers = json!({ status: answer, "default": { "$ref": "#/components/responses/problem" } });
    if let (Some(members), true) = (answers.as_object_mut(), !route.public()) {
        members.insert("401".to_owned(), json!({ "$ref": "#/components/responses/problem" }));
    }
    answers
}

fn success(route: &Route, kind: Option<&Kind>) -> (&'static str, Option<Value>) {
    let as_json = |schema: Value| Some(json!({ "application/json": { "schema": schema } }));
    let of = |part: &str| schema(&format!("{}_{part}", kind.map_or("", |it| it.kind.as_str())));
    let rest = route.path.strip_prefix("/api/v1/").unwrap_or_default();
    match (route.method, rest) {
        ("GET", "records/{kind}") => ("200", as_json(of("page"))),
        ("GET", "records/{kind}/{id}") => ("200", as_json(of("record"))),
        ("POST", "records/{kind}") => ("201", as_json(of("committed"))),
        (_, path) if path.ends_with("/erase") => ("200", as_json(json!({ "type": "object" }))),
        ("PATCH" | "POST", path) if path.starts_with("records/") => ("200", as_json(of("committed"))),
        ("POST", "files") => ("201", as_json(schema("File"))),
        (
            "POST",
            "session"
            | "tokens"
            | "accounts"
            | "imports"
            | "monitors/{id}/batches"
            | "access/logs"
            | "challenges/{id}/runs",
        ) => ("201", as_json(json!({ "type": "object" }))),
        ("POST", path) if path.starts_with("accounts/") => ("204", None),
        ("DELETE", path) if path.starts_with("records/") => ("200", as_json(of("committed"))),
        ("DELETE", _) => ("204", None),
        ("GET", "ledger/checkpoint") => ("200", Some(json!({ "text/plain": { "schema": { "type": "string" } } }))),
        (
            "GET",
            "ledger/tile/{*path}" | "exports/{file}" | "files/{digest}" | "export" | "backup" | "access/{id}/data",
        ) => ("200", Some(json!({ "*/*": { "schema": {} } }))),
        _ => ("200", as_json(json!({ "type": "object" }))),
    }
}

/// Parameters that several operations share.
pub(crate) fn parameters() -> Value {
    let query = |name: &str, schema: Value, help: &str| json!({ "name": name, "in": "query", "schema": schema, "description": help });
    let text = || json!({ "type": "string" });
    json!({
        "filter": query("filter", text(), "Conditions and words, such as `state:open owner:me -has:unit level>=3 chatbot`."),
        "sort": query("sort", text(), "Fields between commas, `-` in front for downwards."),
        "fields": query("fields", text(), "Fields between commas; documents hold only these."),
        "facets": query("facets", text(), "Fields between commas; counts of their values are added."),
        "limit": query("limit", json!({ "type": "integer", "minimum": 1, "maximum": 1000 }), "Rows at most."),
        "cursor": query("cursor", text(), "`next` of the page before."),
        "as_of": query("as_of", text(), "A day, a moment (RFC 3339), or a place in the ledger such as `#1234`."),
        "retired": query("retired", json!({ "type": "boolean" }), "Whether retired records are listed too."),
        "q": { "name": "q", "in": "query", "required": true, "schema": { "type": "string", "minLength": 1 }, "description": "Words." },
        "kinds": query("kinds", text(), "Kinds between commas; all when absent."),
        "from": query("from", json!({ "type": "integer", "minimum": 0 }), "Place of the first entry."),
        "name": query("name", text(), "Name of the file, when the body is the file itself."),
        "purpose": query("purpose", text(), "The purpose, as the dataset names it."),
        "form": query("form", text(), "`csv`, `xlsx`, `json` or `original`."),
        "source": query("source", text(), "The warehouse or system that wrote the log."),
        "idempotency_key": {
            "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
            "description": "New for each change and the same for each repetition of it; required with an API token.",
        },
        "if_match": {
            "name": "If-Match", "in": "header", "required": true, "schema": { "type": "string" },
            "description": "The `ETag` that was read, such as `\"3\"`.",
        },
    })
}

/// Answers that every operation shares.
pub(crate) fn responses() -> Value {
    json!({
        "problem": {
            "description": "Not done, and why.",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        },
    })
}
