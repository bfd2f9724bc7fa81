//! Hazards of an AI system for programs: how each stands, and exclusions for a reason.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::surroundings::SYSTEM;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::duties;

/// `GET /api/v1/hazards/{id}`: of an AI system, with `on`.
pub(crate) async fn all(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    reply::ok(&call.aims().hazards(&call.actor, &id, duties::day(&call)?).await?)
}

/// Which hazard is excluded, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `hazard` and `reason`")]
struct Wanted {
    hazard: String,
    reason: String,
}

/// `POST /api/v1/hazards/{id}/exclude`: excludes a hazard of an AI system, bound to what is known of it now.
pub(crate) async fn exclude(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    call.key()?;
    let wanted: Wanted = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let made = call.aims().exclude_hazard(&call.actor, &id, &wanted.hazard, &wanted.reason).await?;
    reply::versioned(StatusCode::OK, made.version, &made)
}
