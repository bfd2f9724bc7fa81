//! What is due, held and contradictory by retention rules, and the planning of a run. A run is carried out by its transition.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// `GET /api/v1/retention`
pub(crate) async fn retention(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().retention(&call.actor).await?.told())
}

/// `POST /api/v1/retention/{rule}/plan`
pub(crate) async fn plan(call: Call, Path(rule): Path<String>, _body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let rule: Id = rule.parse().map_err(|it: String| Failure::input(it))?;
    let made = call.aims().plan_disposal(&call.actor, &rule).await?;
    reply::versioned(StatusCode::CREATED, made.version, &made)
}
