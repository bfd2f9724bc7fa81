//! Objectives beside the goals of the enterprise for programs, with indicators and what follows from them.

use axum::http::StatusCode;

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::duties;

/// `GET /api/v1/strategy`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&["on"])?;
    let on = duties::day(&call)?;
    reply::ok(&call.aims().strategy(&call.actor, on).await?)
}

/// `POST /api/v1/strategy/indicators`: enters the indicators to start with as drafts, each once.
pub(crate) async fn start(call: Call) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    reply::json(StatusCode::CREATED, &call.aims().start_indicators(&call.actor).await?)
}
