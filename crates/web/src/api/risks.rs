//! The risk process for programs: how risks stand and what the process lacks, what other criteria would move, how far assessors agree.

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::risks::{NARROWS, assessed, part, replayed};

/// `GET /api/v1/risks`: with `on` and `system`.
pub(crate) async fn method(call: Call) -> Reply {
    call.query.only(NARROWS)?;
    reply::ok(&call.aims().risk_method(&call.actor, part(&call)?).await?)
}

/// `GET /api/v1/risks/replay`: with `to`, and where it is not from the criteria in force, `from`.
pub(crate) async fn replay(call: Call) -> Reply {
    call.query.only(&["on", "from", "to"])?;
    let told = replayed(&call).await?;
    reply::ok(&told.ok_or_else(|| Failure::input(call.say("risks.needs_to")))?)
}

/// `GET /api/v1/risks/agreement`: of the risk assessment that the query names.
pub(crate) async fn agreement(call: Call) -> Reply {
    reply::ok(&call.aims().risk_agreement(&call.actor, &assessed(&call)?).await?)
}
