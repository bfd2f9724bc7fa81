//! What can go wrong in the store, as sentences; translates the words of both databases.

use rusqlite::ffi::ErrorCode;

/// Why the store could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The place cannot be opened at all.
    #[error("cannot open the store `{place}`: {why}")]
    Open {
        /// The place, without secrets.
        place: String,
        /// One clause.
        why: String,
    },
    /// A newer release has written the store.
    #[error("the store has layout {found}, but this program knows layouts up to {known}; install the newer release")]
    Newer {
        /// Layout of the store.
        found: i64,
        /// Newest layout that this program knows.
        known: i64,
    },
    /// The file or database belongs to something else.
    #[error("`{place}` is not a store of this program; name another place, or restore a backup")]
    NotAStore {
        /// The place, without secrets.
        place: String,
    },
    /// Somebody else holds the write lock.
    #[error("another program holds the store; wait until it has finished, then try again")]
    Locked,
    /// The file or its folder cannot be written.
    #[error("the store is read-only; give this account the right to write its file and folder, then try again")]
    ReadOnly,
    /// No space.
    #[error("the disk of the store is full, nothing was changed; free some space and try again")]
    Full,
    /// PostgreSQL would lose acknowledged changes.
    #[error("the PostgreSQL setting `{0}` is off, so acknowledged changes could be lost; turn it on and try again")]
    Unsafe(String),
    /// Somebody has stored another version meanwhile.
    #[error("`{id}` is no longer at version {expected}; read it again and repeat the change")]
    Stale {
        /// Number of the record.
        id: String,
        /// Version upon which the change was built.
        expected: i64,
    },
    /// A value that may exist once exists already.
    #[error("the store already holds this {0}; choose another one")]
    Duplicate(String),
    /// Something that was named does not exist.
    #[error("the store holds no {0}")]
    Missing(String),
    /// An argument that cannot be used.
    #[error("{0}")]
    Invalid(String),
    /// The queue of changes is full.
    #[error("too many changes are waiting; try again in a moment")]
    Busy,
    /// The work of a change panicked; nothing of it was stored.
    #[error("the change stopped with an internal fault and nothing of it was stored; report what was done")]
    Panicked,
    /// The connection broke before the answer to a commit arrived.
    #[error("the connection to the database broke, so the change may or may not be stored; look before repeating it")]
    Lost,
    /// The disk refused to make a change durable; going on could lose acknowledged changes.
    #[error("the disk failed while a change was stored; no more changes are taken until the program is started again")]
    Stopped,
    /// A stored value cannot be read back.
    #[error("the store is damaged: {0}; run `aims doctor`, or restore a backup")]
    Damaged(String),
    /// Not possible on this database.
    #[error("{0}")]
    Unsupported(String),
    /// Anything else that the database says.
    #[error("the database refused: {0}")]
    Database(String),
}

impl StoreError {
    /// A stored value that is not what it should be.
    pub(crate) fn damaged(what: impl Into<String>) -> StoreError {
        StoreError::Damaged(what.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let rusqlite::Error::SqliteFailure(failure, text) = &error else {
            return StoreError::Database(plain(&error.to_string()));
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly,
            ErrorCode::DiskFull => StoreError::Full,
            ErrorCode::NotADatabase => StoreError::NotAStore { place: "the file".to_owned() },
            ErrorCode::DatabaseCorrupt => StoreError::damaged("a page of its file is malformed"),
            ErrorCode::SystemIoFailure => StoreError::Stopped,
            ErrorCode::ConstraintViolation if is_unique(failure.extended_code) => {
                StoreError::Duplicate(table_of(text.as_deref().unwrap_or_default()))
            }
            _ => StoreError::Database(plain(text.as_deref().unwrap_or(&failure.to_string()))),
        }
    }
}

/// Whether SQLite's extended code says that a primary key or unique index was violated.
fn is_unique(extended: i32) -> bool {
    extended == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE || extended == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
}

/// The table in `UNIQUE constraint failed: record.kind, record.number`.
fn table_of(text: &str) -> String {
    let table = text.rsplit(": ").next().and_then(|it| it.split('.').next());
    table.filter(|it| !it.is_empty()).unwrap_or("value").to_owned()
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> StoreError {
        use tokio_postgres::error::SqlState;
        let Some(said) = error.as_db_error() else {
            return if error.is_closed() { StoreError::Lost } else { StoreError::Database(with_cause(&error)) };
        };
        match said.code() {
            code if *code == SqlState::UNIQUE_VIOLATION => {
                StoreError::Duplicate(said.table().unwrap_or("value").to_owned())
            }
            code if *code == SqlState::DISK_FULL => StoreError::Full,
            code if *code == SqlState::LOCK_NOT_AVAILABLE => StoreError::Locked,
            code if *code == SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly,
            code if *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN => StoreError::Lost,
            _ => StoreError::Database(plain(said.message())),
        }
    }
}

/// An error and what lies beneath it, in one line.
fn with_cause(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => plain(&format!("{error}: {cause}")),
        None => plain(&error.to_string()),
    }
}

/// Somebody else's message as one clause of ours.
pub(crate) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
