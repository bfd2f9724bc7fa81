//! Objectives beside the goals of the enterprise for programs, with indicators and what follows from them.

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/strategy`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().strategy(&call.actor).await?)
}
