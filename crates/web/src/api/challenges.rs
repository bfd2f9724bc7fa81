//! Challenges, for programs: what is told, files of tools, actions, and likelihoods that are taken over.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::challenging::EXERCISE;
use governance::challenging::reading::{Given, Tool};
use record::Id;
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};
use crate::screens::challenges::part;

/// `GET /api/v1/challenges?system=SYS-1&risk=RSK-1&exercise=EXR-1&on=2026-03-01`
pub(crate) async fn told(call: Call) -> Reply {
    reply::ok(&call.aims().challenges(&call.actor, part(&call)?).await?)
}

/// `POST /api/v1/challenges/{id}/runs?name=…&tool=…&success=…&dry_run=true`: a file of a tool, into an exercise.
pub(crate) async fn run(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&["name", "tool", "success", "dry_run"])?;
    call.key()?;
    let id = call.id(call.kind(EXERCISE)?, &id)?;
    let name = call.query.get("name").ok_or_else(|| Failure::input("name the file: `?name=run.report.jsonl`"))?;
    let (name, dry) = (name.to_owned(), call.query.flag("dry_run")?);
    let tool = call.query.get("tool").map(Tool::of).transpose()?;
    let success = call.query.get("success").map(str::to_owned);
    let bytes = body::bytes(&call.headers, sent, call.app.settings.file_limit).await?.to_vec();
    let given = Given { name, bytes, tool, success };
    let taken = call.aims().import_run(&call.actor, &id, given, dry).await?;
    reply::json(if taken.made { StatusCode::CREATED } else { StatusCode::OK }, &taken)
}

/// `POST /api/v1/challenges/{id}/actions`: an action of every attack that no monitor saw.
pub(crate) async fn act(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let id = call.id(call.kind(EXERCISE)?, &id)?;
    reply::ok(&call.aims().act_on_missed(&call.actor, &id).await?)
}

/// To which risk is taken over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `risk`")]
struct Wanted {
    risk: Id,
}

/// `POST /api/v1/challenges/{id}/take`: a likelihood that an exercise shows is taken over by whoever answers for the risk; `If-Match` names the version of
/// the risk.
pub(crate) async fn take(call: Call, Path(id): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.id(call.kind(EXERCISE)?, &id)?;
    let (base, key) = (call.base()?, call.key()?);
    let wanted: Wanted = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let made = call.aims().take_likelihood(&call.actor, (&wanted.risk, base), key.as_deref()).await?;
    reply::versioned(StatusCode::OK, made.version, &made)
}
