//! Gap assessments for programs.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::gaps::ASSESSMENT;
use governance::gaps::saying::Said;
use record::Id;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::gaps;

/// `GET /api/v1/gaps/{id}`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(&gaps::told(&call, &id).await?.1)
}

/// What an assessor says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ratings {
    #[serde(default)]
    by: Option<Id>,
    ratings: Vec<Said>,
}

/// `POST /api/v1/gaps/{id}/ratings`: enters ratings of an assessor, all of them or none.
pub(crate) async fn rate(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let id = number(&call, &id)?;
    let it: Ratings = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    reply::ok(&call.aims().rate(&call.actor, &id, it.by.as_ref(), it.ratings).await?)
}

/// Which gaps are to be actions.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    first: Option<usize>,
    requirement: Option<String>,
}

/// `POST /api/v1/gaps/{id}/actions`: opens an action for each gap, and says which were open already.
pub(crate) async fn act(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let id = number(&call, &id)?;
    let it: Wanted = body::json_or_default(&call.headers, sent, call.app.settings.body_limit).await?;
    let opened = call.aims().open_gaps(&call.actor, &id, it.first, it.requirement.as_deref()).await?;
    reply::json(StatusCode::CREATED, &opened)
}

fn number(call: &Call, id: &str) -> Result<Id, Failure> {
    call.id(call.kind(ASSESSMENT)?, id)
}
