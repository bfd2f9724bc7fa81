//! Full-text search.

use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// `GET /api/v1/search`
pub(crate) async fn search(call: Call) -> Reply {
    call.query.only(&["q", "kinds", "limit"])?;
    let text = call.query.get("q").ok_or_else(|| Failure::input("say what to search for: `?q=…`"))?;
    let kinds = call.query.list("kinds");
    for kind in &kinds {
        call.kind(kind)?;
    }
    let limit = call.query.count("limit", 1, 1000)?.unwrap_or(50);
    let hits = call.aims().found(&call.actor, text, &kinds, u32::try_from(limit).unwrap_or(50)).await?;
    reply::ok(&json!({ "hits": reply::value(&hits)? }))
}
