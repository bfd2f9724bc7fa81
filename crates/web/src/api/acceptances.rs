//! The register of acceptances, for programs.

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::acceptances::part;

/// `GET /api/v1/acceptances?system=SYS-1&risk=RSK-1&acceptance=RAC-1&on=2026-03-01`
pub(crate) async fn told(call: Call) -> Reply {
    reply::ok(&call.aims().acceptances(&call.actor, part(&call)?).await?)
}
