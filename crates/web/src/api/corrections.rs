//! Findings and corrective action for programs: the board, and what is known of one of its records.

use axum::extract::Path;
use governance::correcting::{ACTION, FINDING};
use serde_json::json;

use crate::call::{Call, number};
use crate::reply::{self, Reply};

/// `GET /api/v1/corrections`
pub(crate) async fn board(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().corrections(&call.actor).await?)
}

/// `GET /api/v1/corrections/{id}`: what a nonconformity lacks, what a finding repeats, or how the effect of a corrective action stands.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = number(&id)?;
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.as_str()).unwrap_or_default();
    reply::ok(&match kind {
        FINDING => {
            let (finding, names) = call.aims().finding_told(&call.actor, &id).await?;
            json!({ "told": reply::value(&finding)?, "names": names })
        }
        ACTION => json!({ "told": reply::value(&call.aims().effect_of(&call.actor, &id).await?)?, "names": {} }),
        _ => {
            let (case, names) = call.aims().correction(&call.actor, &id).await?;
            json!({ "told": reply::value(&case)?, "names": names })
        }
    })
}
