//! Policy and practice for programs.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use record::Id;
use serde::Deserialize;
use serde_json::json;

use crate::body;
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::multipart::parts;
use crate::reply::{self, Reply};
use crate::screens::practice::moment;

/// `GET /api/v1/practice?on=2026-03-01`
pub(crate) async fn matrix(call: Call) -> Reply {
    call.query.only(&["on"])?;
    reply::ok(&call.aims().practice(&call.actor, &moment(&call)?).await?)
}

/// `GET /api/v1/practice/{id}?on=2026-03-01`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    reply::ok(&call.aims().practice_of(&call.actor, &number(&id)?, &moment(&call)?).await?)
}

/// `POST /api/v1/practice/{id}/runs`: keeps what records show as a measurement.
pub(crate) async fn run(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let (told, kept) = call.aims().keep_records_run(&call.actor, &number(&id)?).await?;
    reply::json(StatusCode::CREATED, &json!({ "run": kept.id, "told": reply::value(&told)? }))
}

/// `POST /api/v1/practice/{id}/logs`: holds a log, sent as the file `log` of a form, against the allowed paths, and keeps what it shows.
pub(crate) async fn log(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let posted = parts(&call.headers, sent, call.app.settings.file_limit).await?;
    let lacks = || Failure::problem("log", call.say("practice.no_log"));
    let log = posted.file("log").ok_or_else(lacks)?;
    let (told, kept) = call.aims().keep_log_run(&call.actor, &number(&id)?, &log.name, log.bytes.to_vec()).await?;
    reply::json(StatusCode::CREATED, &json!({ "run": kept.id, "told": reply::value(&told)? }))
}

/// `POST /api/v1/practice/{id}/attestations`: asks people about a sample of records.
pub(crate) async fn ask(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    reply::json(StatusCode::CREATED, &call.aims().ask_attestations(&call.actor, &number(&id)?).await?)
}

/// What is raised.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raised {
    record: Id,
}

/// `POST /api/v1/practice/{id}/findings`: a finding that a record breaks it, made once.
pub(crate) async fn raise(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let it: Raised = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    reply::json(StatusCode::CREATED, &call.aims().raise_violation(&call.actor, &number(&id)?, &it.record).await?)
}
