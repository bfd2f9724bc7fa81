//! The risk process for programs: how risks stand and what the process lacks, what other criteria would move, how far assessors agree, and what
//! of it is taken over.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::risking::{ASSESSMENT, RISK};
use record::Id;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::risks::{NARROWS, assessed, cockpit, losses as screen, moving, part, replayed};

/// `GET /api/v1/risks`: with `on` and `system`.
pub(crate) async fn method(call: Call) -> Reply {
    call.query.only(NARROWS)?;
    reply::ok(&call.aims().risk_method(&call.actor, part(&call)?).await?)
}

/// `GET /api/v1/risks/losses`: what risks cost, with `on`, `risk`, `years` and `seed`.
pub(crate) async fn losses(call: Call) -> Reply {
    let asked = screen::asked(&call)?;
    reply::ok(&call.aims().quantified(&call.actor, asked).await?)
}

/// `GET /api/v1/risks/cockpit`: with `on`, `since`, `system`, `unit`, `owner`, `type`, `direction`, `basis` and `cell`.
pub(crate) async fn cockpit(call: Call) -> Reply {
    let asked = cockpit::asked(&call)?;
    reply::ok(&call.aims().cockpit(&call.actor, asked).await?)
}

/// `GET /api/v1/risks/moved`: with `on`, `since`, `system`, `risk` and `owner`.
pub(crate) async fn moved(call: Call) -> Reply {
    let part = moving::part(&call)?;
    reply::ok(&call.aims().moving(&call.actor, part).await?)
}

/// `POST /api/v1/risks/{id}/take`: a likelihood that incidents or an indicator show is taken over by whoever answers for the risk; `If-Match` names the version
/// of the risk.
pub(crate) async fn take_shown(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(RISK)?, &id)?;
    let (base, key) = (call.base()?, call.key()?);
    let made = call.aims().take_shown(&call.actor, (&id, base), key.as_deref()).await?;
    reply::versioned(StatusCode::OK, made.risk.version, &made)
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

/// To which risk is taken over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `risk`")]
struct Wanted {
    risk: Id,
}

/// `POST /api/v1/risk-assessments/{id}/take`: what assessors agreed on is taken over to a risk by whoever answers for it; `If-Match` names the
/// version of the risk.
pub(crate) async fn take(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(ASSESSMENT)?, &id)?;
    let (base, key) = (call.base()?, call.key()?);
    let wanted: Wanted = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let made = call.aims().take_scores(&call.actor, &id, (&wanted.risk, base), key.as_deref()).await?;
    reply::versioned(StatusCode::OK, made.version, &made)
}
