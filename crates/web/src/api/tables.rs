//! Decision tables for programs: out as files, and a spreadsheet taken back.

use axum::body::Body;
use axum::extract::Path;
use governance::deciding::KIND;

use crate::call::Call;
use crate::failure::Failure;
use crate::multipart::parts;
use crate::reply::{self, Reply};

/// `GET /api/v1/tables/files/DTB-0001.xlsx`: the table as a file.
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let (id, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let (media, bytes) = call.aims().table_file(&call.actor, &call.id(call.kind(KIND)?, id)?, ending).await?;
    Ok(reply::file(&name, media, bytes))
}

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
