//! Who answers for what: how responsibility stands, of one person, AI system or assignment, and what falls when somebody goes.

use axum::extract::Path;
use governance::responsibility::{ASSIGNMENT, PERSON};
use governance::surroundings::SYSTEM;
use record::Id;
use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::duties::{asked, day};

/// `GET /api/v1/responsibilities`
pub(crate) async fn survey(call: Call) -> Reply {
    call.query.only(&["on", "unit", "tier"])?;
    let asked = asked(&call)?;
    reply::ok(&call.aims().responsibilities(&call.actor, asked).await?)
}

/// `GET /api/v1/duties/{id}`: of a person, an AI system or an assignment.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    let gone = || Failure::missing(call.tell("duties.no_duties", &[("id", &id)]));
    let id: Id = id.parse().map_err(|it: String| Failure::input(it))?;
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).ok_or_else(gone)?.kind.clone();
    let (aims, on) = (call.aims(), day(&call)?);
    match kind.as_str() {
        PERSON => reply::ok(&aims.duties_of(&call.actor, &id, on).await?),
        SYSTEM => reply::ok(&aims.answers_for(&call.actor, &id, on).await?),
        ASSIGNMENT => {
            let (letter, names) = aims.letter(&call.actor, &id).await?;
            reply::ok(&json!({ "letter": reply::value(&letter)?, "names": names }))
        }
        _ => Err(gone()),
    }
}

/// `GET /api/v1/duties/{id}/leaves`: what falls when this person goes.
pub(crate) async fn leaves(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id: Id = id.parse().map_err(|it: String| Failure::input(it))?;
    reply::ok(&call.aims().if_leaves(&call.actor, &id).await?)
}
