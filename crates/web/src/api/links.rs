//! Adding a link to a link field, and taking it away, without touching what else the field holds.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use record::Id;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::json::explained;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `field` and `to`")]
struct Wanted {
    field: String,
    to: String,
}

/// `POST /api/v1/records/{kind}/{id}/links`
pub(crate) async fn add(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    linked(&call, &id, &wanted, false).await
}

/// `DELETE /api/v1/records/{kind}/{id}/links/{field}/{to}`
pub(crate) async fn remove(call: Call, Path((kind, id, field, to)): Path<(String, String, String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    linked(&call, &id, &Wanted { field, to }, true).await
}

async fn linked(call: &Call, id: &Id, wanted: &Wanted, remove: bool) -> Reply {
    let key = call.key()?;
    let to: Id = wanted.to.parse().map_err(|it: String| Failure::problem(&wanted.field, it))?;
    match call.aims().link(&call.actor, id, &wanted.field, &to, remove, key.as_deref()).await {
        Ok(made) => reply::versioned(StatusCode::OK, made.version, &made),
        Err(error) => Err(explained(call, id, error).await),
    }
}
