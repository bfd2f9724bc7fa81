//! Tiers of AI systems for programs: all of them, one with what would move it, one worked out anew, and whom a table would move.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::tiering::OWN_TIER;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

use crate::body;
use crate::call::{Call, number};
use crate::reply::{self, Reply};

/// `GET /api/v1/tiers`: every AI system by tier, overrides, and systems alike that are not treated alike.
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().tiers(&call.actor).await?)
}

/// `GET /api/v1/tiers/{id}?scheme=own_tier`: one system by the tables in force, from what its record knows.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["scheme"])?;
    let scheme = call.query.get("scheme").unwrap_or(OWN_TIER);
    reply::ok(&call.aims().work_out(&call.actor, &number(&id)?, scheme, &[]).await?)
}

/// Answers of people.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    scheme: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

/// `POST /api/v1/tiers/{id}`: works a classification out with answers of people, and enters it.
pub(crate) async fn keep(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    let key = call.key()?;
    let sent: Answers = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let scheme = sent.scheme.as_deref().unwrap_or(OWN_TIER);
    let told: Vec<(String, String)> = sent.answers.into_iter().collect();
    let made = call.aims().keep_worked_out(&call.actor, (&number(&id)?, scheme), &told, key.as_deref()).await?;
    reply::versioned(StatusCode::CREATED, made.version, &made)
}

/// `GET /api/v1/tiers/replay/{table}`: the systems that a table would move, were it in force.
pub(crate) async fn replay(call: Call, Path(table): Path<String>) -> Reply {
    call.query.only(&[])?;
    let table = number(&table)?;
    let moved = call.aims().replay(&call.actor, &table).await?;
    reply::ok(&json!({ "table": table, "moved": moved }))
}
