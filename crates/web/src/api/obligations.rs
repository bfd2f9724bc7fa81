//! Duties for programs: of one AI system and of all, records of what applies, and when something is due.

use axum::extract::Path;
use governance::obligations::whole::DeadlineAsked;

use crate::call::{self, Call};
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::obligations::asked;

/// `GET /api/v1/obligations?on=2026-12-02&known=2026-07-01&jurisdiction=EU`
pub(crate) async fn all(call: Call) -> Reply {
    let asked = asked(&call)?;
    reply::ok(&call.aims().all_obligations(&call.actor, asked).await?)
}

/// `GET /api/v1/systems/{id}/obligations?on=2027-12-02`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    let (asked, id) = (asked(&call)?, call::number(&id)?);
    reply::ok(&call.aims().obligations(&call.actor, &id, asked).await?)
}

/// `POST /api/v1/systems/{id}/obligations`
pub(crate) async fn adopt(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = call::number(&id)?;
    reply::ok(&call.aims().adopt_obligations(&call.actor, &id).await?)
}

/// `GET /api/v1/deadlines?event=2027-12-20T10:00:00Z&clock=ai_act_serious&calendar=office`
pub(crate) async fn deadlines(call: Call) -> Reply {
    call.query.only(&["event", "clock", "calendar"])?;
    let text = |name: &str| call.query.get(name).unwrap_or_default();
    let asked = DeadlineAsked::read(text("event"), text("clock"), text("calendar"));
    let asked = asked.map_err(|(field, says)| Failure::problem(field, says))?;
    reply::ok(&call.aims().deadlines(&asked)?)
}
