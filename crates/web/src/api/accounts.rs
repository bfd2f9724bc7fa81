//! Accounts: who can sign in.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::account::NewAccount;
use record::Id;
use serde::Deserialize;
use serde_json::json;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `name`, `email` and, where wanted, `password`, `person` and `service`"
)]
struct Wanted {
    name: String,
    email: String,
    password: Option<String>,
    person: Option<Id>,
    #[serde(default)]
    service: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `password`")]
struct Password {
    password: String,
}

/// `GET /api/v1/accounts`
pub(crate) async fn list(call: Call) -> Reply {
    call.query.only(&[])?;
    let accounts = call.aims().accounts(&call.actor).await?;
    reply::ok(&json!({ "accounts": reply::value(&accounts)? }))
}

/// `POST /api/v1/accounts`
pub(crate) async fn add(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let it: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    let new =
        NewAccount { name: it.name, email: it.email, password: it.password, person: it.person, service: it.service };
    let account = call.aims().add_account(&call.actor, new).await?;
    reply::json(StatusCode::CREATED, &account)
}

/// `POST /api/v1/accounts/{id}/disable`
pub(crate) async fn disable(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    call.aims().disable_account(&call.actor, &id, true).await?;
    Ok(reply::done())
}

/// `POST /api/v1/accounts/{id}/enable`
pub(crate) async fn enable(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    call.aims().disable_account(&call.actor, &id, false).await?;
    Ok(reply::done())
}

/// `POST /api/v1/accounts/{id}/password`
pub(crate) async fn password(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let wanted: Password = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    call.aims().set_password(&call.actor, &id, &wanted.password).await?;
    Ok(reply::done())
}
