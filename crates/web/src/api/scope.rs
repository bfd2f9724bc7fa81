//! What belongs to the AI management system, for programs.

use governance::Error;

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::scope;

/// `GET /api/v1/scope?scope=SCP-1&on=2026-10-01`
pub(crate) async fn one(call: Call) -> Reply {
    reply::ok(&scope::told(&call, &[]).await?)
}

/// `GET /api/v1/scope/effect?unit=ORG-2&to=out`: what follows where a unit moves.
pub(crate) async fn effect(call: Call) -> Reply {
    call.query.only(&["scope", "on", "unit", "to"])?;
    let told = scope::effect(&call).await?;
    let missing = || Error::problem("unit", "a unit moves; name one, such as `ORG-2`");
    reply::ok(&told.ok_or_else(missing)?)
}
