//! Documents under control for programs: what is wrong with them, and who has acknowledged what.

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/documents`
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().documents(&call.actor).await?)
}
