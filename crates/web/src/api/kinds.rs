//! The kinds of records: which there are, and what each holds.

use axum::extract::Path;
use record::{Kind, json_schema};
use serde_json::{Value, json};

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/kinds`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    let kinds: Vec<Value> = call.configuration.catalog.kinds().map(summary).collect();
    reply::ok(&json!({ "kinds": kinds, "configuration": call.configuration.digest }))
}

/// `GET /api/v1/kinds/{kind}`
pub(crate) async fn one(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let mut value = summary(kind);
    if let Some(members) = value.as_object_mut() {
        members.insert("schema".to_owned(), json_schema(&call.configuration.catalog, kind));
        members.insert("lifecycle".to_owned(), lifecycle(kind));
    }
    reply::ok(&value)
}

fn summary(kind: &Kind) -> Value {
    json!({
        "kind": kind.kind,
        "label": kind.label,
        "plural": kind.plural,
        "prefix": kind.prefix,
        "version": kind.version,
        "area": kind.area,
        "summary": kind.summary,
        "clauses": kind.clauses,
        "columns": kind.columns,
        "records": format!("/api/v1/records/{}", kind.kind),
    })
}

fn lifecycle(kind: &Kind) -> Value {
    let transition = |it: &record::Transition| {
        json!({
            "name": it.name, "label": it.label(), "from": it.from, "to": it.to, "needs": it.needs,
            "reason": it.reason, "help": it.help,
        })
    };
    json!({
        "initial": kind.lifecycle.initial,
        "final": kind.lifecycle.finals,
        "states": kind.states(),
        "transitions": kind.lifecycle.transitions.iter().map(transition).collect::<Vec<_>>(),
    })
}
