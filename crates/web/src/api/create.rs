//! Making a record.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use record::{Change, Document};
use serde::Deserialize;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `document` and, where wanted, `state`")]
struct Wanted {
    document: Document,
    state: Option<String>,
}

/// `POST /api/v1/records/{kind}`
pub(crate) async fn create(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?.kind.clone();
    let key = call.key()?;
    let wanted: Wanted = body::json(&call.headers, body, call.app.settings.body_limit).await?;
    let change = Change::Create { kind: kind.clone(), state: wanted.state, document: wanted.document };
    let made = call.aims().commit(&call.actor, change, key.as_deref()).await?;
    let mut response = reply::versioned(StatusCode::CREATED, made.version, &made)?;
    if let Ok(at) = HeaderValue::from_str(&format!("/api/v1/records/{kind}/{}", made.id)) {
        response.headers_mut().insert(header::LOCATION, at);
    }
    Ok(response)
}
