//! The boundary of an AI system for programs.

use axum::extract::Path;

use crate::call::{self, Call};
use crate::reply::{self, Reply};
use crate::screens::boundary::asked;

/// `GET /api/v1/systems/{id}/boundary?on=2026-03-01&harm=discrimination&supplier=CMP-2=PTY-7`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    let (asked, id) = (asked(&call)?, call::number(&id)?);
    reply::ok(&call.aims().boundary(&call.actor, &id, asked).await?)
}
