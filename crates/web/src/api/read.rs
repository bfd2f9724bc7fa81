//! Reading a record, now or at a past moment.

use axum::extract::Path;
use axum::http::StatusCode;

use crate::api::list::moment;
use crate::call::Call;
use crate::json;
use crate::reply::{self, Reply};

/// `GET /api/v1/records/{kind}/{id}`
pub(crate) async fn read(call: Call, Path((kind, id)): Path<(String, String)>) -> Reply {
    call.query.only(&["as_of"])?;
    let id = call.id(call.kind(&kind)?, &id)?;
    let record = call.aims().record(&call.actor, &id, &moment(&call)?).await?;
    reply::versioned(StatusCode::OK, record.version, &json::record(&record)?)
}
