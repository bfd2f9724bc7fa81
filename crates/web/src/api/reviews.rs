//! Review by lanes for programs: how each lane works, where a request stands, and what other rules would have done.

use axum::extract::Path;

use crate::call::{Call, number};
use crate::reply::{self, Reply};

/// `GET /api/v1/reviews`: the lanes with their figures, and what waits.
pub(crate) async fn board(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().review_board(&call.actor).await?)
}

/// `GET /api/v1/reviews/{id}`: where one request stands.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().review_lane(&call.actor, &number(&id)?).await?)
}

/// `GET /api/v1/reviews/replay/{table}`: what a decision table would have done with the same requests.
pub(crate) async fn replay(call: Call, Path(table): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().review_replay(&call.actor, &number(&table)?).await?)
}
