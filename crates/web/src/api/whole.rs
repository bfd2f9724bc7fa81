//! Everything at once: all records and files as JSON Lines, and a backup of the store.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio_util::io::ReaderStream;

use crate::call::Call;
use crate::reply::{self, Reply};

/// `GET /api/v1/export`: every record and file that may be exported, for another store to take in.
pub(crate) async fn export(call: Call) -> Reply {
    call.query.only(&[])?;
    let bytes = call.aims().export_whole(&call.actor).await?;
    Ok(reply::file("aims.jsonl", "application/jsonl", bytes))
}

/// `GET /api/v1/backup`: store, configuration and files in one archive, without the signing key.
pub(crate) async fn backup(call: Call) -> Reply {
    call.query.only(&[])?;
    let file = tokio::fs::File::from_std(call.aims().backup_file(&call.actor).await?);
    let mut response: Response = Body::from_stream(ReaderStream::new(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"aims-backup.zip\""));
    Ok(response)
}
