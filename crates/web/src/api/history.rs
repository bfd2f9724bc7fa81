//! What became of a record, and what can become of it.

use axum::extract::Path;
use serde_json::json;

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/records/{kind}/{id}/history`
pub(crate) async fn history(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    let versions = call.aims().history(&call.actor, &id).await?;
    reply::ok(&json!({ "versions": reply::value(&versions)? }))
}

/// `GET /api/v1/records/{kind}/{id}/offers`
pub(crate) async fn offers(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    let offers = call.aims().offers(&call.actor, &id).await?;
    reply::ok(&json!({ "offers": reply::value(&offers)? }))
}
