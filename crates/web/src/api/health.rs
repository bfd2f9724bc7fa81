//! Whether the server can answer at all; says nothing else to anybody.

use axum::extract::State;
use serde_json::json;

use crate::App;
use crate::failure::Failure;
use crate::reply::{self, Reply};

/// `GET /api/v1/health`
pub(crate) async fn health(State(app): State<App>) -> Reply {
    match app.aims.head().await {
        Ok(_) => reply::ok(&json!({ "status": "ok" })),
        Err(_) => {
            let detail = "the store does not answer; see the server's log";
            Err(Failure::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "failed", detail))
        }
    }
}
