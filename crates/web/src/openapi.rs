//! The OpenAPI 3.1 description: every route of the interface, with the routes for records once for each kind.
//!
//! Made from the catalog and from `ROUTES`, so it cannot say anything else than what is there.

mod asked;
mod operation;
mod schemas;

use record::{Catalog, Kind};
use serde_json::{Map, Value, json};

use crate::route::Route;
use crate::routes::ROUTES;

const PREFIX: &str = "/api/v1";
const RECORDS: &str = "/api/v1/records/{kind}";

/// The OpenAPI 3.1 description of the interface for these kinds.
pub fn document(catalog: &Catalog) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|it| it.path.starts_with(PREFIX)) {
        match route.path.strip_prefix(RECORDS) {
            Some(rest) => {
                for kind in catalog.kinds() {
                    let path = format!("{PREFIX}/records/{}{rest}", kind.kind);
                    add(&mut paths, path, route, Some(kind));
                }
            }
            None => add(&mut paths, route.path.replace("{*path}", "{path}"), route, None),
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "aims",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "An AI management system.",
            "description": DESCRIPTION,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }, { "session": [] }],
        "tags": tags(catalog),
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "An API token." },
                "session": { "type": "apiKey", "in": "cookie", "name": "aims", "description": "A session that was begun by signing in." },
            },
            "schemas": schemas::schemas(catalog),
            "parameters": operation::parameters(),
            "responses": operation::responses(),
        },
    })
}

const DESCRIPTION: &str = "Records of every kind are listed, made, read, changed and moved alike. A change names the version that it \
    was made from in `If-Match` and carries an `Idempotency-Key`; what goes wrong is said as a problem document (RFC 9457).";

fn tags(catalog: &Catalog) -> Vec<Value> {
    let kinds = catalog.kinds().map(|it| json!({ "name": it.kind, "description": it.summary }));
    std::iter::once(json!({ "name": "aims", "description": "What is not about records of one kind." }))
        .chain(kinds)
        .collect()
}

fn add(paths: &mut Map<String, Value>, path: String, route: &Route, kind: Option<&Kind>) {
    let item = paths.entry(path).or_insert_with(|| json!({}));
    if let Some(item) = item.as_object_mut() {
        item.insert(route.method.to_ascii_lowercase(), operation::operation(route, kind));
    }
}
