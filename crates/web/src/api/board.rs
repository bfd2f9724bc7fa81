//! The pack for those who direct for programs: as data, and issued; and the inputs of a management review.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::packing::period::Asked;
use serde::Deserialize;

use crate::body;
use crate::call::{Call, number};
use crate::reply::{self, Reply};
use crate::screens::board::asked;

/// `GET /api/v1/board?audience=board&from=2026-01-01&until=2026-03-31&as_of=2026-04-10`
pub(crate) async fn pack(call: Call) -> Reply {
    reply::ok(&call.aims().pack(&call.actor, &asked(&call, &[])?).await?)
}

/// What is issued.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    audience: String,
    from: String,
    until: String,
    as_of: String,
}

/// `POST /api/v1/board`: freezes the pack and says under which number.
pub(crate) async fn issue(call: Call, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let it: Wanted = body::json_or_default(&call.headers, sent, call.app.settings.body_limit).await?;
    let asked = Asked::read(&it.audience, &it.from, &it.until, &it.as_of)?;
    reply::json(StatusCode::CREATED, &call.aims().issue_pack(&call.actor, &asked).await?)
}

/// `GET /api/v1/management-reviews/{id}`
pub(crate) async fn review(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().management_review(&call.actor, &number(&id)?).await?)
}
