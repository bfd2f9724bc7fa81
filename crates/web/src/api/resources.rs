//! Resource plans for programs: how one stands, and what a scenario would make of it.

use axum::extract::Path;
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::resources::scenario;

/// `GET /api/v1/resources/{id}?plus=T2=5&cadence=T4=0.5&people=reviewer=3&delay=90`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    let scenario = scenario(&call)?;
    let id: Id = id.parse().map_err(|it: String| Failure::missing(it))?;
    reply::ok(&call.aims().resources(&call.actor, &id, scenario).await?)
}
