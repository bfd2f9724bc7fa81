//! What an AI system does to people and society, for programs.

use axum::extract::Path;

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::impacts::told;

/// `GET /api/v1/systems/{id}/impacts?lanes=technical,societal&on=2026-03-01`
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    reply::ok(&told(&call, &id).await?)
}
