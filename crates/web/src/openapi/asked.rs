//! What routes ask beside their path: names of query parameters, and bodies. A test asks every route and holds what it knows against these
//! lists, so that neither says more than the other.

use serde_json::{Value, json};

/// Query parameters of routes that read, by their path under `/api/v1/`. What a name means stands with the shared parameters, where it has one
/// meaning everywhere.
const QUERIES: &[(&str, &[&str])] = &[
    ("records/{kind}", &["filter", "sort", "fields", "facets", "limit", "cursor", "as_of", "retired"]),
    ("records/{kind}/{id}", &["as_of"]),
    ("search", &["q", "kinds", "limit"]),
    ("exports/{file}", &["filter", "sort", "as_of", "retired"]),
    ("ledger/entries", &["from", "limit"]),
    ("access/{id}/data", &["purpose", "form"]),
    ("responsibilities", &["on", "unit", "tier"]),
    ("duties/{id}", &["on"]),
    ("systems/{id}/impacts", &["lanes", "on"]),
    ("systems/{id}/boundary", &["on", "harm", "supplier"]),
    ("obligations", &["on", "known", "than", "than_known", "jurisdiction", "verdict", "done"]),
    ("systems/{id}/obligations", &["on", "known", "than", "than_known", "jurisdiction", "verdict", "done"]),
    ("deadlines", &["event", "clock", "calendar"]),
    ("competences", &["on", "person", "role", "unit", "system"]),
    ("competences/effect", &["on", "competence"]),
    ("competences/before", &["on", "person", "role", "covers"]),
    ("risks", &["on", "system"]),
    ("risks/cockpit", &["on", "since", "system", "unit", "owner", "type", "direction", "basis", "cell"]),
    ("risks/losses", &["on", "risk", "seed", "years"]),
    ("risks/moved", &["on", "since", "system", "risk", "owner"]),
    ("risks/replay", &["on", "from", "to"]),
    ("risks/agreement", &["assessment"]),
    ("treatments", &["on", "system", "risk", "treatment"]),
    ("acceptances", &["on", "system", "risk", "acceptance"]),
    ("challenges", &["on", "system", "risk", "exercise"]),
    ("escalations/simulated", &["events", "seed"]),
    ("tiers/{id}", &["scheme"]),
    ("decision-rights", &["class"]),
    ("decision-rights/who", &["what", "tier", "class", "unit", "renewals", "beyond"]),
    ("resources/{id}", &["plus", "cadence", "people", "delay"]),
    ("board", &["audience", "from", "until", "as_of"]),
    ("board/{file}", &["audience", "from", "until", "as_of"]),
    ("conformity", &["framework", "part", "modality", "system", "unit", "status", "on", "since"]),
    ("conformity/requirement", &["reference", "system", "on", "done"]),
    ("readiness", &["framework", "on"]),
    ("readiness/certificates", &["on"]),
    ("readiness/drill", &["framework", "seed"]),
    ("scope", &["scope", "on"]),
    ("scope/effect", &["scope", "on", "unit", "to"]),
    ("hazards/{id}", &["on"]),
    ("strategy", &["on"]),
    ("practice", &["on"]),
    ("practice/{id}", &["on"]),
    ("erm", &["register", "first", "second"]),
    ("erm/exports/{file}", &["register"]),
    ("library/crosswalks/{crosswalk}", &["show", "done"]),
    ("conflicts", &["state"]),
];

/// Routes beside those of records that change what somebody read, and ask which version that was.
pub(super) const VERSIONED: &[&str] =
    &["risk-assessments/{id}/take", "risks/{id}/take", "challenges/{id}/take", "tables/{id}/sheet"];

/// Names of the query parameters of a route, by its method and its path under `/api/v1/`.
pub(super) fn query(method: &str, path: &str) -> &'static [&'static str] {
    match (method, path) {
        ("POST", "files") => &["name"],
        ("POST", "access/logs") => &["name", "source"],
        ("POST", "challenges/{id}/runs") => &["name", "tool", "success", "dry_run"],
        ("GET", path) => QUERIES.iter().find(|it| it.0 == path).map_or(&[], |it| it.1),
        _ => &[],
    }
}

/// An object whose members are these, of which the first so many must be there.
fn open(required: usize, members: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = members.iter().take(required).map(|it| it.0).collect();
    let properties: serde_json::Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": names, "properties": properties })
}

/// The same without any other member.
fn object(required: usize, members: &[(&str, Value)]) -> Value {
    let mut schema = open(required, members);
    schema["additionalProperties"] = json!(false);
    schema
}

/// The JSON body of a route that changes something, by its path under `/api/v1/`: whether it must be sent, and its schema.
pub(super) fn json_body(path: &str) -> Option<(bool, Value)> {
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let share = || json!({ "type": ["number", "null"], "exclusiveMinimum": 0, "exclusiveMaximum": 1 });
    let day = || json!({ "type": "string", "description": "A day, such as `2026-03-01`; blank for what is usual." });
    let number = |of: &str| json!({ "type": "string", "description": format!("Number of {of}.") });
    let pairs = json!({ "type": "array", "items": object(2, &[("from", text()), ("to", text())]) });
    let rated = json!({ "type": "array", "items": object(1, &[
        ("requirement", text()), ("subject", text()), ("level", text()), ("reason", text()), ("seen", text()), ("evidence", texts()),
    ]) });
    let answers = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    Some(match path {
        "risk-assessments/{id}/take" | "challenges/{id}/take" => (true, object(1, &[("risk", number("the risk"))])),
        "tiers/{id}" => (true, object(0, &[("scheme", text()), ("answers", answers)])),
        "board" => (false, object(0, &[("audience", text()), ("from", day()), ("until", day()), ("as_of", day())])),
        "conformity/statements" => (false, object(0, &[("framework", text())])),
        "audits/{id}/sample" => (
            false,
            object(
                0,
                &[
                    ("kind", text()),
                    ("filter", text()),
                    ("confidence", share()),
                    ("tolerable", share()),
                    ("chosen", texts()),
                    ("because", text()),
                ],
            ),
        ),
        "gaps/{id}/ratings" => (true, object(1, &[("ratings", rated), ("by", number("the assessor"))])),
        "gaps/{id}/actions" => (
            false,
            object(0, &[("first", json!({ "type": ["integer", "null"], "minimum": 1 })), ("requirement", text())]),
        ),
        "hazards/{id}/exclude" => (true, object(2, &[("hazard", text()), ("reason", text())])),
        "practice/{id}/findings" => (true, object(1, &[("record", number("the record that breaks it"))])),
        "erm/{id}/settle" => (true, object(2, &[("register", text()), ("goes", text())])),
        "library/crosswalks/{crosswalk}/reviews" => {
            (true, object(3, &[("maps", pairs), ("act", text()), ("why", text()), ("relation", text())]))
        }
        "conflicts/proposals" => (true, object(2, &[("name", text()), ("text", text())])),
        _ => return None,
    })
}

/// The form of a route that takes a file, by its path under `/api/v1/`: the name of its schema.
pub(super) fn form(path: &str) -> Option<&'static str> {
    match path {
        "imports" | "imports/proposals" => Some("ImportForm"),
        "monitors/{id}/batches" => Some("BatchForm"),
        "practice/{id}/logs" => Some("LogForm"),
        "erm/imports" | "erm/reconciliations" => Some("RegisterForm"),
        path if path.ends_with("/sheet") || path.ends_with("/answers") => Some("FileForm"),
        _ => None,
    }
}

/// Forms with files, by the names of their schemas.
pub(super) fn forms() -> Vec<(&'static str, Value)> {
    let text = || json!({ "type": "string" });
    let file = || json!({ "type": "string", "contentMediaType": "application/octet-stream" });
    let flag = || json!({ "type": "boolean" });
    let day = json!({ "type": "string", "format": "date" });
    vec![
        ("FileForm", open(1, &[("file", file())])),
        ("ImportForm", open(2, &[("kind", text()), ("file", file()), ("mapping", text()), ("dry_run", flag())])),
        ("LogForm", open(1, &[("log", file())])),
        ("RegisterForm", open(2, &[("register", text()), ("kind", text()), ("file", file()), ("dry_run", flag())])),
        ("BatchForm", open(1, &[("data", file()), ("at", day)])),
    ]
}
