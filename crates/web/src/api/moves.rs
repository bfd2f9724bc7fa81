//! Moving a record from one state to another.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use record::{Change, Document};
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::json::explained;
use crate::reply::{self, Reply};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, expecting = "an object with, where wanted, `document` and `why`")]
struct Wanted {
    document: Document,
    why: Option<String>,
}

/// `POST /api/v1/records/{kind}/{id}/moves/{transition}`
pub(crate) async fn transition(
    call: Call,
    Path((kind, id, transition)): Path<(String, String, String)>,
    body: Body,
) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&kind)?;
    let id = call.id(kind, &id)?;
    call.transition(kind, &transition)?;
    let (base, key) = (call.base()?, call.key()?);
    let wanted: Wanted = body::json_or_default(&call.headers, body, call.app.settings.body_limit).await?;
    let change = Change::Move { id: id.clone(), base, transition, set: wanted.document, why: wanted.why };
    match call.aims().commit(&call.actor, change, key.as_deref()).await {
        Ok(made) => reply::versioned(StatusCode::OK, made.version, &made),
        Err(error) => Err(explained(&call, &id, error).await),
    }
}
