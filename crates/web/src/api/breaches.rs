//! Breaches for programs: the docket, looking for breaches, and whether units are treated alike.

use axum::body::Body;
use serde_json::json;

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/breaches`
pub(crate) async fn docket(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&call.aims().docket(&call.actor).await?)
}

/// `GET /api/v1/breaches/consistency`
pub(crate) async fn consistency(call: Call) -> Reply {
    call.query.only(&[])?;
    let (compared, names) = call.aims().consistency(&call.actor).await?;
    reply::ok(&json!({ "compared": reply::value(&compared)?, "names": names }))
}

/// `POST /api/v1/breaches/detect`: enters what the program sees, as alleged.
pub(crate) async fn detect(call: Call, _body: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    reply::ok(&call.aims().detect_breaches(&call.actor).await?)
}
