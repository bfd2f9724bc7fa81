//! Treatment plans, for programs.

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::treatments::part;

/// `GET /api/v1/treatments?system=SYS-1&risk=RSK-1&treatment=TRT-1&on=2026-03-01`
pub(crate) async fn told(call: Call) -> Reply {
    reply::ok(&call.aims().treatments(&call.actor, part(&call)?).await?)
}
