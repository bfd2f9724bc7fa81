//! Tokens with which programs call the interface.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `label`, `scopes` and, where wanted, `days`")]
struct Wanted {
    label: String,
    scopes: Vec<String>,
    #[serde(default = "ninety")]
    days: u32,
}

fn ninety() -> u32 {
    90
}

/// `GET /api/v1/tokens`
pub(crate) async fn list(call: Call) -> Reply {
    call.query.only(&[])?;
    let tokens = call.aims().tokens(&call.actor).await?;
    reply::ok(&json!({ "tokens": reply::value(&tokens)? }))
}

/// `POST /api/v1/tokens`; the secret is shown this once.
pub(crate) async fn add(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    if wanted.scopes.is_empty() {
        return Err(Failure::problem("scopes", "are empty; name what the token may do, such as [\"read\"]"));
    }
    let token = call.aims().add_token(&call.actor, &wanted.label, wanted.scopes, wanted.days).await?;
    reply::json(StatusCode::CREATED, &json!({ "token": token }))
}

/// `DELETE /api/v1/tokens/{id}`
pub(crate) async fn revoke(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    call.aims().revoke_token(&call.actor, &id).await?;
    Ok(reply::done())
}
