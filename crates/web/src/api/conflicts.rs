//! Conflicts between tables in force for programs: the board, looking for conflicts, and the text of a procedure as a proposed table.

use axum::body::Body;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/conflicts?state=found`: conflicts with their rows, cases and proposals, and what has no record yet.
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&["state"])?;
    reply::ok(&call.aims().conflicts(&call.actor, call.query.get("state")).await?)
}

/// `POST /api/v1/conflicts`: looks for conflicts, and keeps those that are new or back.
pub(crate) async fn look(call: Call, _body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    reply::ok(&call.aims().record_conflicts(&call.actor).await?)
}

/// The text of a procedure.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    text: String,
}

/// `POST /api/v1/conflicts/proposals`: the text of a procedure as a proposed table; nothing is kept.
pub(crate) async fn propose(call: Call, sent: Body) -> Reply {
    call.query.only(&[])?;
    let sent: Text = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let proposed = call.aims().paste_procedure(&call.actor, &sent.name, &sent.text).await?;
    reply::ok(&proposed)
}
