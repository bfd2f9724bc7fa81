//! Governance bodies and decision rights for programs: how bodies, their decisions and meetings stand, and who may decide what.

use crate::screens::bodies::supposed::again;
use axum::extract::Path;
use governance::bodies::rights::supposed::Supposed;
use governance::bodies::{BODY, MEETING};
use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::bodies::{kind, number, rights::class};

/// `GET /api/v1/bodies`: every body with its faults, its decisions with their validity, and mandates that overlap.
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().check_bodies(&call.actor).await?)
}

/// `GET /api/v1/bodies/{id}`: of a body, or of a meeting item by item.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = number(&call, &id)?;
    match kind(&call, &id) {
        Some(BODY) => {
            let (body, overlaps) = call.aims().body(&call.actor, &id).await?;
            reply::ok(&json!({ "body": reply::value(&body)?, "overlaps": overlaps }))
        }
        Some(MEETING) => reply::ok(&call.aims().sitting(&call.actor, &id).await?),
        _ => Err(Failure::missing(call.tell("bodies.no_body", &[("id", &id)]))),
    }
}

/// `GET /api/v1/may/{action}/{id}`: whether the one who asks may decide something about a record, with every reason.
pub(crate) async fn may(call: Call, Path((action, id)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = number(&call, &id)?;
    reply::ok(&call.aims().may_decide(&call.actor, &action, &id).await?)
}

/// `GET /api/v1/decision-rights/who?what=approve&tier=T1&class=minor&unit=ORG-2`: who would decide, without a record.
pub(crate) async fn who(call: Call) -> Reply {
    call.query.only(&["what", "tier", "class", "unit", "renewals", "beyond"])?;
    let text = |name: &str, otherwise: &str| call.query.get(name).unwrap_or(otherwise).to_owned();
    let unit = call.query.get("unit").filter(|it| !it.is_empty()).map(|it| number(&call, it)).transpose()?;
    let (action, tier, change_class) = (text("what", "approve"), text("tier", "organisation"), text("class", "none"));
    let supposed = Supposed { action, tier, change_class, unit, again: again(&call)? };
    reply::ok(&call.aims().who_decides_if(&call.actor, &supposed).await?)
}

/// `GET /api/v1/decision-rights/delegations`
pub(crate) async fn delegations(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&json!({ "delegations": reply::value(&call.aims().delegations(&call.actor).await?)? }))
}

/// `GET /api/v1/decision-rights/simulated/{table}`: cases and decisions that would go to somebody else, conflicts that would come or go.
pub(crate) async fn simulated(call: Call, Path(table): Path<String>) -> Reply {
    call.query.only(&[])?;
    let table = number(&call, &table)?;
    reply::ok(&call.aims().simulate_rights(&call.actor, &table).await?)
}

/// `GET /api/v1/decision-rights?class=none`: the matrix of rights.
pub(crate) async fn rights(call: Call) -> Reply {
    call.query.only(&["class"])?;
    let (cells, table) = call.aims().decision_rights(&class(&call)?).await?;
    reply::ok(&json!({ "table": table, "rights": reply::value(&cells)? }))
}
