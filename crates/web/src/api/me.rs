//! Who is asking.

use serde_json::json;

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/me`
pub(crate) async fn me(call: Call) -> Reply {
    call.query.only(&[])?;
    let actor = &call.aims().with_roles_now(&call.actor).await?;
    reply::ok(&json!({
        "account": actor.account,
        "name": actor.name,
        "person": actor.person,
        "roles": reply::value(&actor.roles)?,
        "service": actor.service,
        "scopes": actor.scopes,
    }))
}
