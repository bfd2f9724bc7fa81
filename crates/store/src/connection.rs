//! One connection to either database: statements in, rows out. Knows no table.

use crate::dialect::{self, Dialect};
use crate::postgres::Postgres;
use crate::value::{Param, Row, Value};
use crate::{Place, StoreError};

/// Statements that a connection keeps prepared.
const STATEMENTS: usize = 256;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Write,
    Read,
}

/// A connection to one of the two databases.
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Postgres>),
}

impl Conn {
    /// Opens a connection and makes it safe; does not look at tables.
    pub(crate) fn open(place: &Place, purpose: Use) -> Result<Conn, StoreError> {
        match place {
            Place::Sqlite(path) => Ok(Conn::Sqlite(dialect::open_sqlite(path, purpose, STATEMENTS)?)),
            Place::Postgres(address) => Ok(Conn::Postgres(Box::new(dialect::open_postgres(address, place)?))),
        }
    }

    /// Which database it is.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Conn::Sqlite(_) => Dialect::Sqlite,
            Conn::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs one statement and returns how many rows it touched.
    pub(crate) fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        match self {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                bind(&mut statement, params)?;
                Ok(statement.raw_execute()? as u64)
            }
            Conn::Postgres(pg) => pg.execute(sql, params),
        }
    }

    /// Runs one statement whose outcome nobody needs before [`Conn::settle`]; `rows` says how many it must touch, and
    /// what it means when it does not.
    pub(crate) fn send(
        &self,
        sql: &str,
        params: &[Param<'_>],
        rows: Option<(u64, StoreError)>,
    ) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => match (self.execute(sql, params)?, rows) {
                (touched, Some((due, error))) if touched != due => Err(error),
                _ => Ok(()),
            },
            Conn::Postgres(pg) => pg.send(sql, params, rows),
        }
    }

    /// Waits for what was sent, and tells the first thing that went wrong.
    pub(crate) fn settle(&self) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(pg) => pg.settle(),
        }
    }

    /// Sees to it that what was sent leaves this program, without waiting for what comes of it.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(pg) => pg.flush(),
        }
    }

    /// Asks ahead what will be asked with the same words, where an answer has to travel.
    pub(crate) fn ask_ahead(&self, sql: &str, params: &[Param<'_>]) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(pg) => pg.ask_ahead(sql, params),
        }
    }

    /// Runs one statement and reads every row.
    pub(crate) fn query<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        crate::counting::one();
        match self {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                let columns = statement.column_count();
                bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    let values =
                        (0..columns).map(|it| row.get_ref(it).map(Value::of)).collect::<Result<Vec<_>, _>>()?;
                    found.push(map(&mut Row::new(values))?);
                }
                Ok(found)
            }
            Conn::Postgres(pg) => {
                let read = |row: &tokio_postgres::Row| {
                    let values = (0..row.len()).map(|it| row.try_get::<_, Value>(it)).collect::<Result<Vec<_>, _>>()?;
                    map(&mut Row::new(values))
                };
                pg.query(sql, params)?.iter().map(read).collect()
            }
        }
    }

    /// Runs one statement and reads its first row, if there is one.
    pub(crate) fn first<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query(sql, params, map)?.into_iter().next())
    }

    /// Runs statements without parameters or rows.
    pub(crate) fn batch(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => Ok(conn.execute_batch(sql)?),
            Conn::Postgres(pg) => pg.batch(sql),
        }
    }

    /// Runs one of the few statements that steer a transaction, where only a broken one can fail, as its next statement
    /// will tell.
    pub(crate) fn tell(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => self.execute(sql, &[]).map(|_| ()),
            Conn::Postgres(pg) => pg.tell(sql),
        }
    }

    /// Runs one of the few statements that steer a transaction, and waits for it and for what was sent before.
    pub(crate) fn steer(&self, sql: &str) -> Result<(), StoreError> {
        self.send(sql, &[], None)?;
        self.settle()
    }

    /// Whether the other end has gone away; a file never does.
    pub(crate) fn is_closed(&self) -> bool {
        match self {
            Conn::Sqlite(_) => false,
            Conn::Postgres(pg) => pg.is_closed(),
        }
    }

    /// Whether the database has ended the transaction by itself, as SQLite does when a disk is full.
    pub(crate) fn has_left_transaction(&self) -> bool {
        match self {
            Conn::Sqlite(conn) => conn.is_autocommit(),
            Conn::Postgres(_) => self.is_closed(),
        }
    }
}

/// Binds `$1`, `$2`, … by name; nearly always the names stand in their order already.
fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Param<'_>]) -> Result<(), StoreError> {
    for (index, param) in params.iter().enumerate() {
        let name = format!("${}", index + 1);
        let at = match statement.parameter_name(index + 1) {
            Some(here) if here == name => index + 1,
            _ => match statement.parameter_index(&name)? {
                Some(elsewhere) => elsewhere,
                None => continue,
            },
        };
        statement.raw_bind_parameter(at, param)?;
    }
    Ok(())
}
