//! Giving fields other values, by a merge patch (RFC 7396) of the record's document.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::Moment;
use record::{Change, Document, Id};
use serde::Deserialize;
use serde_json::Value;

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::json::explained;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `document` and, where wanted, `why`")]
struct Wanted {
    document: Document,
    why: Option<String>,
}

/// `PATCH /api/v1/records/{kind}/{id}`
pub(crate) async fn patch(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    let (base, key) = (call.base()?, call.key()?);
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    let set = merged(&call, &id, wanted.document).await?;
    let change = Change::Edit { id: id.clone(), base, set, why: wanted.why };
    match call.aims().commit(&call.actor, change, key.as_deref()).await {
        Ok(made) => reply::versioned(StatusCode::OK, made.version, &made),
        Err(error) => Err(explained(&call, &id, error).await),
    }
}

/// The patch with objects merged into those that stand, so that a member of a value can be changed by itself.
async fn merged(call: &Call, id: &Id, mut patch: Document) -> Result<Document, Failure> {
    if !patch.values().any(Value::is_object) {
        return Ok(patch);
    }
    let current = call.aims().record(&call.actor, id, &Moment::Now).await?;
    for (name, wanted) in patch.iter_mut().filter(|(_, it)| it.is_object()) {
        let mut value = current.document.get(name).cloned().unwrap_or_default();
        merge(&mut value, std::mem::take(wanted));
        *wanted = value;
    }
    Ok(patch)
}

/// RFC 7396.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Document::new());
    }
    let Some(members) = target.as_object_mut() else { return };
    for (name, value) in patch {
        match value {
            Value::Null => {
                members.remove(&name);
            }
            value => merge(members.entry(name).or_insert(Value::Null), value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn merges_as_the_standard_says() {
        let cases = [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!(["a"]), json!({"a": {"b": null}}), json!({"a": {}})),
        ];
        for (mut target, patch, wanted) in cases {
            merge(&mut target, patch);
            assert_eq!(target, wanted);
        }
    }
}
