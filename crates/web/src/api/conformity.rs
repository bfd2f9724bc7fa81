//! Coverage and statements of applicability for programs.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::conformity::{asked, one, statement};

/// `GET /api/v1/conformity?framework=ISO/IEC 42001&on=2026-03-31`
pub(crate) async fn all(call: Call) -> Reply {
    reply::ok(&call.aims().conformity(&call.actor, &asked(&call, &[])?).await?)
}

/// `GET /api/v1/conformity/requirement?reference=ISO/IEC 42001:6.1.3`
pub(crate) async fn requirement(call: Call) -> Reply {
    reply::ok(&one::asked(&call).await?)
}

/// What is proposed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    framework: String,
}

/// `POST /api/v1/conformity/statements`: proposes the entries of a statement, and says under which number.
pub(crate) async fn propose(call: Call, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let it: Wanted = body::json_or_default(&call.headers, sent, call.app.settings.body_limit).await?;
    reply::json(StatusCode::CREATED, &call.aims().propose_statement(&call.actor, &it.framework).await?)
}

/// `GET /api/v1/conformity/statements/{id}`
pub(crate) async fn told(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&statement::told(&call, &id).await?)
}
