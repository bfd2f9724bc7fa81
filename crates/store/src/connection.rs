//! One connection to either database: statements in, rows out. Knows no table.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::dialect::{self, Dialect};
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
    Postgres(Box<RefCell<Postgres>>),
}

/// A connection to PostgreSQL with the statements that it has prepared.
pub(crate) struct Postgres {
    client: postgres::Client,
    prepared: HashMap<String, postgres::Statement>,
}

impl Postgres {
    /// Prepares a statement, or finds it prepared.
    fn prepare(&mut self, sql: &str) -> Result<postgres::Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        if self.prepared.len() >= STATEMENTS {
            self.prepared.clear();
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Conn {
    /// Opens a connection and makes it safe; does not look at tables.
    pub(crate) fn open(place: &Place, purpose: Use) -> Result<Conn, StoreError> {
        match place {
            Place::Sqlite(path) => Ok(Conn::Sqlite(dialect::open_sqlite(path, purpose, STATEMENTS)?)),
            Place::Postgres(address) => {
                let client = dialect::open_postgres(address, place)?;
                Ok(Conn::Postgres(Box::new(RefCell::new(Postgres { client, prepared: HashMap::new() }))))
            }
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
            Conn::Postgres(pg) => {
                let mut pg = pg.borrow_mut();
                let statement = pg.prepare(sql)?;
                Ok(pg.client.execute(&statement, &as_dyn(params))?)
            }
        }
    }

    /// Runs one statement and reads every row.
    pub(crate) fn query<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut map: impl FnMut(&mut Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
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
                let rows = {
                    let mut pg = pg.borrow_mut();
                    let statement = pg.prepare(sql)?;
                    pg.client.query(&statement, &as_dyn(params))?
                };
                let read = |row: &postgres::Row| {
                    let values = (0..row.len()).map(|it| row.try_get::<_, Value>(it)).collect::<Result<Vec<_>, _>>()?;
                    map(&mut Row::new(values))
                };
                rows.iter().map(read).collect()
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
            Conn::Postgres(pg) => Ok(pg.borrow_mut().client.batch_execute(sql)?),
        }
    }

    /// Runs one of the few statements that steer a transaction; on SQLite it stays prepared.
    pub(crate) fn steer(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(_) => self.execute(sql, &[]).map(|_| ()),
            Conn::Postgres(_) => self.batch(sql),
        }
    }

    /// Whether the database has ended the transaction by itself, as SQLite does when a disk is full.
    pub(crate) fn has_left_transaction(&self) -> bool {
        match self {
            Conn::Sqlite(conn) => conn.is_autocommit(),
            Conn::Postgres(pg) => pg.borrow().client.is_closed(),
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

fn as_dyn<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn postgres::types::ToSql + Sync)> {
    params.iter().map(|it| it as &(dyn postgres::types::ToSql + Sync)).collect()
}
