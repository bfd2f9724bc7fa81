//! Everything at once: all records and files as JSON Lines, and a backup of the store.

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
    Ok(reply::streamed("aims-backup.zip", "application/zip", call.aims().backup_file(&call.actor).await?))
}
