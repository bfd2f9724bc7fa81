//! Decision tables for programs: a spreadsheet taken back; as files they leave as from their page.

use axum::body::Body;
use axum::extract::Path;
use governance::deciding::KIND;

use crate::call::Call;
use crate::failure::Failure;
use crate::multipart::parts;
use crate::reply::{self, Reply};

/// `POST /api/v1/tables/{id}/sheet`: a form with `file`, a spreadsheet that becomes the table of the record.
pub(crate) async fn take(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(KIND)?, &id)?;
    let key = call.key()?;
    let posted = parts(&call.headers, body, call.app.settings.file_limit).await?;
    let file = posted.file("file").ok_or_else(|| Failure::problem("file", call.say("tables.no_file")))?;
    let taken = (file.name.as_str(), file.bytes.as_ref());
    reply::ok(&call.aims().take_table(&call.actor, &id, call.base()?, taken, key.as_deref()).await?)
}
