//! Where a store lives, and who tells it the time.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

/// Tells the time; the program passes the real one, tests pass their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where a store lives.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of SQLite; its folder must exist.
    Sqlite(PathBuf),
    /// A database of PostgreSQL: `postgres://…` or `host=… dbname=…`.
    Postgres(String),
}

impl Place {
    /// Reads an address as people write it: a `postgres` address, or else the path of a file.
    pub fn parse(text: &str) -> Place {
        let address = text.starts_with("postgres://") || text.starts_with("postgresql://") || text.contains("dbname=");
        if address { Place::Postgres(text.to_owned()) } else { Place::Sqlite(PathBuf::from(text)) }
    }
}

impl fmt::Display for Place {
    /// Shows the place without the password that an address may hold.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Sqlite(path) => write!(out, "{}", path.display()),
            Place::Postgres(address) => write!(out, "PostgreSQL {}", database_of(address)),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The database's name in an address.
fn database_of(address: &str) -> String {
    let (address, _) = crate::tls::without_authority(address);
    let name = address.parse::<tokio_postgres::Config>().ok().and_then(|it| it.get_dbname().map(str::to_owned));
    name.unwrap_or_else(|| "(default database)".to_owned())
}
