//! Copies of the whole store, traces that erasure may leave in the database's files, and the database's own checks.

use std::path::Path;

use crate::connection::{Conn, Use};
use crate::store::Store;
use crate::{Place, StoreError};

impl Store {
    /// Copies a SQLite store to a file that must not exist yet, while others go on reading and writing.
    pub fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        let refused = |why: String| StoreError::Open { place: path.display().to_string(), why };
        let Place::Sqlite(_) = self.place() else {
            let what = "a PostgreSQL store is copied with `pg_dump`, and restored with `pg_restore`";
            return Err(StoreError::Unsupported(what.to_owned()));
        };
        if path.exists() {
            return Err(refused("it exists already; name a new file".to_owned()));
        }
        let source = Conn::open(self.place(), Use::Read)?;
        let mut target = crate::dialect::create_sqlite(path)?;
        if let Conn::Sqlite(source) = &source {
            let backup = rusqlite::backup::Backup::new(source, &mut target)?;
            match backup.step(-1)? {
                rusqlite::backup::StepResult::Done => {}
                _ => return Err(StoreError::Locked),
            }
        }
        target.close().map_err(|(_, error)| StoreError::from(error))?;
        let file = std::fs::File::open(path).map_err(|it| refused(it.to_string()))?;
        file.sync_all().map_err(|it| refused(it.to_string()))
    }

    /// Removes what erased values may have left in the database's files: SQLite's write-ahead log is emptied, PostgreSQL
    /// vacuums. PostgreSQL's own write-ahead log, replicas and earlier backups are beyond its reach.
    pub fn scrub(&self) -> Result<(), StoreError> {
        let conn = Conn::open(self.place(), Use::Write)?;
        match &conn {
            Conn::Sqlite(_) => {
                let busy = conn.first("PRAGMA wal_checkpoint(TRUNCATE)", &[], |row| row.int())?;
                if busy == Some(0) { Ok(()) } else { Err(StoreError::Locked) }
            }
            Conn::Postgres(_) => conn.batch("VACUUM record, version, term, link, search, origin, standing"),
        }
    }

    /// What the database finds wrong with its own files, a line each; nothing when all is well. Reads everything.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        let conn = Conn::open(self.place(), Use::Read)?;
        match &conn {
            Conn::Sqlite(_) => {
                let mut found = conn.query("PRAGMA integrity_check(100)", &[], |row| row.text())?;
                found.retain(|it| it != "ok");
                let foreign = conn.query("PRAGMA foreign_key_check", &[], |row| row.text())?;
                found.extend(foreign.iter().map(|it| format!("a row of `{it}` refers to a row that does not exist")));
                Ok(found)
            }
            Conn::Postgres(_) => Ok(Vec::new()),
        }
    }
}
