//! Taking a record out of use, and back. Nothing is deleted.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use record::{Change, Id};
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::json::explained;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `why`")]
struct Wanted {
    why: String,
}

/// `POST /api/v1/records/{kind}/{id}/retire`
pub(crate) async fn retire(call: Call, path: Path<(String, String)>, body: Body) -> Reply {
    change(call, path, body, |id, base, why| Change::Retire { id, base, why }).await
}

/// `POST /api/v1/records/{kind}/{id}/restore`
pub(crate) async fn restore(call: Call, path: Path<(String, String)>, body: Body) -> Reply {
    change(call, path, body, |id, base, why| Change::Restore { id, base, why }).await
}

async fn change(
    call: Call,
    Path((kind, id)): Path<(String, String)>,
    body: Body,
    make: fn(Id, Option<i64>, String) -> Change,
) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    let (base, key) = (call.base()?, call.key()?);
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    match call.aims().commit(&call.actor, make(id.clone(), base, wanted.why), key.as_deref()).await {
        Ok(made) => reply::versioned(StatusCode::OK, made.version, &made),
        Err(error) => Err(explained(&call, &id, error).await),
    }
}
