//! Erasing values from every version of a record.

use axum::body::Body;
use axum::extract::Path;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `fields` and `why`")]
struct Wanted {
    fields: Vec<String>,
    why: String,
}

/// `POST /api/v1/records/{kind}/{id}/erase`
pub(crate) async fn erase(call: Call, Path((kind, id)): Path<(String, String)>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    call.key()?;
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    let erased = call.aims().erase(&call.actor, &id, &wanted.fields, &wanted.why).await?;
    reply::ok(&erased)
}
