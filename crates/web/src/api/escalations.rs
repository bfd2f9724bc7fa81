//! Ladders of escalation for programs: what is wrong with them and what is open, a simulation, and who comes next.

use axum::extract::Path;
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// `GET /api/v1/escalations`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().escalations(&call.actor).await?)
}

/// `GET /api/v1/escalations/simulated?events=1000&seed=7`
pub(crate) async fn simulated(call: Call) -> Reply {
    call.query.only(&["events", "seed"])?;
    let events = call.query.count("events", 1, u64::from(governance::escalating::simulated::MOST))?.unwrap_or(1000);
    let seed = call.query.count("seed", 0, u64::MAX)?.unwrap_or(7);
    reply::ok(&call.aims().simulate_escalations(&call.actor, events as u32, seed).await?)
}

/// `GET /api/v1/escalations/{id}/next`
pub(crate) async fn next(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id: Id = id.parse().map_err(|it: String| Failure::missing(it))?;
    reply::ok(&call.aims().next_of_escalation(&call.actor, &id).await?)
}
