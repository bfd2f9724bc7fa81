//! Everything in which SQLite and PostgreSQL differ: how they are opened, and how they search.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use crate::connection::Use;
use crate::error::plain;
use crate::postgres::Postgres;
use crate::tls;
use crate::value::p;
use crate::{Place, StoreError};

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// How long an open waits for whoever else is changing the store.
const PATIENCE: Duration = Duration::from_secs(10);
/// Marks a file of SQLite as ours: `AIMS`.
const APPLICATION: i64 = 0x4149_4d53;

impl Dialect {
    /// Begins a transaction that will write.
    pub(crate) fn begin_write(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        }
    }

    /// Begins a transaction that reads one snapshot.
    pub(crate) fn begin_read(self) -> &'static str {
        match self {
            Dialect::Sqlite => "BEGIN DEFERRED",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Reads size and time of the ledger and the configuration in force, and keeps other writers out; SQLite has done so already.
    pub(crate) fn lock_head(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT size, time, configuration FROM head WHERE id = 1",
            Dialect::Postgres => "SELECT size, time, configuration FROM head WHERE id = 1 FOR UPDATE",
        }
    }

    /// Whether a table of this name exists.
    pub(crate) fn table_exists(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
            Dialect::Postgres => {
                "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = $1::text"
            }
        }
    }

    /// Keeps two programs from migrating at the same time.
    pub(crate) fn lock_migration(self) -> &'static str {
        match self {
            Dialect::Sqlite => "SELECT 1",
            Dialect::Postgres => "SELECT pg_advisory_xact_lock(1095322963)",
        }
    }

    /// Words of a table's definition for this database.
    pub(crate) fn definition(self, text: &str) -> String {
        match self {
            Dialect::Sqlite => text
                .replace("BYTES", "BLOB")
                .replace("\n);", "\n) STRICT;")
                .replace("\n) CLUSTERED;", "\n) STRICT, WITHOUT ROWID;"),
            Dialect::Postgres => text
                .replace(" CLUSTERED;", ";")
                .replace("BYTES", "BYTEA")
                .replace("INTEGER", "BIGINT")
                .replace("REAL", "DOUBLE PRECISION")
                .replace("TEXT", "TEXT COLLATE \"C\""),
        }
    }

    /// Stores what search knows of a record: record, kind, title, body and, on PostgreSQL, its weighted words.
    pub(crate) fn put_search(self) -> &'static str {
        match self {
            Dialect::Sqlite => {
                "INSERT INTO search (record, kind, title, body) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (record) DO UPDATE SET title = excluded.title, body = excluded.body \
                 WHERE search.title <> excluded.title OR search.body <> excluded.body"
            }
            Dialect::Postgres => {
                "INSERT INTO search (record, kind, title, body, words) VALUES ($1, $2, $3, $4, $5::text::tsvector) \
                 ON CONFLICT (record) DO UPDATE SET title = excluded.title, body = excluded.body, words = excluded.words \
                 WHERE search.title <> excluded.title OR search.body <> excluded.body"
            }
        }
    }

    /// Rids the full-text index of words that it has only marked as gone; `None` where there are none.
    pub(crate) fn merge_search(self) -> Option<&'static str> {
        match self {
            Dialect::Sqlite => Some("INSERT INTO search_index (search_index) VALUES ('optimize')"),
            Dialect::Postgres => None,
        }
    }

    /// The numbers of records that hold every word of the parameter `place`.
    pub(crate) fn matching(self, place: &str) -> String {
        match self {
            Dialect::Sqlite => format!(
                "SELECT s.record FROM search s WHERE s.id IN (SELECT rowid FROM search_index WHERE search_index MATCH {place})"
            ),
            Dialect::Postgres => format!("SELECT s.record FROM search s WHERE s.words @@ {place}::text::tsquery"),
        }
    }

    /// Tables and rank of a ranked search; `$1` is what is sought.
    pub(crate) fn ranked(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Dialect::Sqlite => (
                "search_index JOIN search s ON s.id = search_index.rowid",
                "search_index MATCH $1",
                "-bm25(search_index, 10.0, 1.0)",
            ),
            Dialect::Postgres => {
                ("search s", "s.words @@ $1::text::tsquery", "ts_rank(s.words, $1::text::tsquery)::float8")
            }
        }
    }

    /// The texts of a JSON list in the parameter `place`.
    pub(crate) fn texts(self, place: &str) -> String {
        match self {
            Dialect::Sqlite => format!("SELECT value FROM json_each({place})"),
            Dialect::Postgres => format!("SELECT json_array_elements_text({place}::text::json)"),
        }
    }

    /// Text and number of each pair in a JSON list in the parameter `place`.
    pub(crate) fn pairs(self, place: &str) -> String {
        match self {
            Dialect::Sqlite => format!("SELECT value ->> 0, value ->> 1 FROM json_each({place})"),
            Dialect::Postgres => {
                format!("SELECT value ->> 0, (value ->> 1)::bigint FROM json_array_elements({place}::text::json)")
            }
        }
    }

    /// Words, each the beginning of one that must be found, in the language of the search.
    pub(crate) fn sought(self, words: &[String]) -> String {
        self.sought_any(&words.iter().map(|it| vec![it.clone()]).collect::<Vec<_>>())
    }

    /// The same with several words for each, any of which will do.
    pub(crate) fn sought_any(self, words: &[Vec<String>]) -> String {
        let one = |word: &String| match self {
            Dialect::Sqlite => format!("\"{word}\"*"),
            Dialect::Postgres => format!("'{word}':*"),
        };
        let (and, or) = if self == Dialect::Sqlite { (" AND ", " OR ") } else { (" & ", " | ") };
        let any = |any: &Vec<String>| format!("({})", any.iter().map(one).collect::<Vec<_>>().join(or));
        words.iter().map(any).collect::<Vec<_>>().join(and)
    }
}

/// Opens a file of SQLite.
pub(crate) fn open_sqlite(path: &Path, purpose: Use, statements: usize) -> Result<rusqlite::Connection, StoreError> {
    let refused = |why: String| StoreError::Open { place: path.display().to_string(), why };
    if path.is_dir() {
        return Err(refused("it is a folder; name a file in it".to_owned()));
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(refused("its folder does not exist; create the folder first".to_owned()));
    }
    let flags = match purpose {
        Use::Write => {
            make_private(path).map_err(|it| match it.kind() {
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
                _ => refused(it.to_string()),
            })?;
            OpenFlags::SQLITE_OPEN_READ_WRITE
        }
        Use::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let conn = rusqlite::Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|it| refused(plain(&it.to_string())))?;
    conn.set_prepared_statement_cache_capacity(statements);
    settle_sqlite(&conn, purpose).map_err(|it| name_place(it, path))?;
    Ok(conn)
}

/// Puts the path into the error that a foreign file causes.
fn name_place(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::NotAStore { .. } => StoreError::NotAStore { place: path.display().to_string() },
        other => other,
    }
}

/// Creates a missing file so that only its owner can read it: it holds password hashes.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

/// Creates a file of SQLite that receives a copy.
pub(crate) fn create_sqlite(path: &Path) -> Result<rusqlite::Connection, StoreError> {
    make_private(path)
        .map_err(|it| StoreError::Open { place: path.display().to_string(), why: plain(&it.to_string()) })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(rusqlite::Connection::open_with_flags(path, flags)?)
}

/// Asks for a journal that is written ahead, and tells which one there is now; asks again while somebody else is
/// changing it, for SQLite does not wait there by itself.
fn write_ahead(conn: &rusqlite::Connection) -> Result<String, StoreError> {
    let until = Instant::now() + PATIENCE;
    loop {
        match conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)) {
            Err(it) if it.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            other => return Ok(other?),
        }
    }
}

fn settle_sqlite(conn: &rusqlite::Connection, purpose: Use) -> Result<(), StoreError> {
    conn.busy_timeout(PATIENCE)?;
    // Without this, SQLite plans some prepared statements anew whenever their parameters change.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if purpose == Use::Write {
        // One statement sees one moment: another program may be making this store.
        let seen = "SELECT application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_application_id";
        let (found, tables): (i64, i64) = conn.query_row(seen, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if found != APPLICATION && (found != 0 || tables != 0) {
            return Err(StoreError::NotAStore { place: String::new() });
        }
        if write_ahead(conn)? != "wal" {
            return Err(StoreError::ReadOnly);
        }
        if found == 0 {
            conn.pragma_update(None, "application_id", APPLICATION)?;
        }
    }
    let cache = if purpose == Use::Write { "-8000" } else { "-4000" };
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = {cache};"
    ))?;
    if purpose == Use::Write {
        // Pages that change often go from the log into the file once for many changes.
        conn.query_row("PRAGMA wal_autocheckpoint = 4000", [], |_| Ok(()))?;
        conn.query_row("PRAGMA journal_size_limit = 67108864", [], |_| Ok(()))?;
    }
    Ok(())
}

/// Opens a database of PostgreSQL and refuses one that would lose acknowledged changes.
pub(crate) fn open_postgres(address: &str, place: &Place) -> Result<Postgres, StoreError> {
    let refused = |why: String| StoreError::Open { place: place.to_string(), why };
    let (address, authority) = tls::without_authority(address);
    let mut config: tokio_postgres::Config =
        address.parse().map_err(|it: tokio_postgres::Error| refused(plain(&it.to_string())))?;
    config.application_name("aims").keepalives(true);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    let tls = tls::connector(authority.as_deref()).map_err(refused)?;
    let conn = Postgres::connect(&config, tls).map_err(|why| refused(tls::explained(plain(&why))))?;
    let setting = |name: &str| -> Result<String, StoreError> {
        let rows = conn.query("SELECT current_setting($1)", &[p(name)])?;
        Ok(rows.first().map(|it| it.try_get(0)).transpose()?.unwrap_or_default())
    };
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        if setting(name)? == "off" {
            return Err(StoreError::Unsafe(name.to_owned()));
        }
    }
    let encoding = setting("server_encoding")?;
    if encoding != "UTF8" {
        return Err(refused(format!("its encoding is `{encoding}`; create the database with encoding UTF8")));
    }
    conn.batch(
        "SET lock_timeout = '10s'; SET client_min_messages = warning; SET idle_in_transaction_session_timeout = '120s'",
    )?;
    Ok(conn)
}
