//! Files, kept by the digest of what they hold.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;

use crate::body::{bytes, media_type};
use crate::call::Call;
use crate::failure::Failure;
use crate::multipart::parts;
use crate::reply::{self, Reply};

/// `POST /api/v1/files`: a form with `file`, or the bytes themselves with `?name=`.
pub(crate) async fn put(call: Call, body: Body) -> Reply {
    call.query.only(&["name"])?;
    call.key()?;
    let limit = call.app.settings.file_limit;
    let (name, bytes) = match media_type(&call.headers).as_str() {
        "multipart/form-data" => {
            let mut posted = parts(&call.headers, body, limit).await?;
            let file = posted.files.iter().position(|it| it.field == "file").map(|at| posted.files.swap_remove(at));
            let file = file.ok_or_else(|| Failure::input("the form has no file in the part `file`"))?;
            (file.name, file.bytes)
        }
        _ => {
            let name = call.query.get("name").ok_or_else(|| Failure::input("name the file: `?name=report.pdf`"))?;
            (name.to_owned(), bytes(&call.headers, body, limit).await?)
        }
    };
    let stored = call.aims().put_file(&call.actor, &name, bytes.to_vec()).await?;
    reply::json(StatusCode::CREATED, &stored)
}

/// `GET /api/v1/files/{digest}`
pub(crate) async fn get(call: Call, Path(digest): Path<String>) -> Reply {
    call.query.only(&[])?;
    let (file, bytes) = call.aims().get_file(&call.actor, &digest).await?;
    Ok(reply::file(&file.name, &file.media, bytes))
}
