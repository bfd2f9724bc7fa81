//! The description of the REST interface.

use crate::call::Call;
use crate::openapi::document;
use crate::reply::{self, Reply};

/// `GET /api/v1/openapi.json`
pub(crate) async fn openapi(call: Call) -> Reply {
    call.query.only(&[])?;
    reply::ok(&document(&call.configuration.catalog))
}
