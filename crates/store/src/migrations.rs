//! The tables, made and changed forward only, one migration a layout.
//!
//! `BYTES`, `INTEGER`, `REAL` and `TEXT` become each database's own words. An empty text in `unit` and `owner` stands
//! for none, so that no comparison meets NULL. A released migration is never edited; a later one corrects it.

use crate::connection::Conn;
use crate::dialect::Dialect;
use crate::value::p;
use crate::{Clock, Place, StoreError};

/// One step from a layout to the next.
struct Migration {
    /// Tables and indexes, the same for both.
    tables: &'static str,
    /// What only SQLite needs.
    sqlite: &'static str,
    /// What only PostgreSQL needs.
    postgres: &'static str,
}

/// Every step, from an empty database on.
const MIGRATIONS: &[Migration] = &[Migration {
    tables: include_str!("migrations/1_tables.sql"),
    sqlite: include_str!("migrations/1_sqlite.sql"),
    postgres: include_str!("migrations/1_postgres.sql"),
}];

/// The newest layout that this program knows.
pub(crate) const LAYOUT: i64 = MIGRATIONS.len() as i64;

/// Brings the tables to the newest layout, or says why not.
pub(crate) fn migrate(conn: &Conn, place: &Place, clock: &Clock) -> Result<(), StoreError> {
    if layout(conn, place)? == LAYOUT {
        return Ok(());
    }
    conn.batch(conn.dialect().begin_write())?;
    let done = forward(conn, place, clock);
    match done {
        Ok(()) => conn.batch("COMMIT"),
        Err(error) => {
            conn.batch("ROLLBACK")?;
            Err(error)
        }
    }
}

/// The layout of the tables as they are; 0 of an empty database.
fn layout(conn: &Conn, place: &Place) -> Result<i64, StoreError> {
    let exists = |table: &str| conn.first(conn.dialect().table_exists(), &[p(table)], |row| row.int());
    if exists("head")? != Some(1) {
        let foreign = exists("record")? == Some(1);
        return if foreign { Err(StoreError::NotAStore { place: place.to_string() }) } else { Ok(0) };
    }
    let foreign = |_| StoreError::NotAStore { place: place.to_string() };
    let found = conn.first("SELECT layout FROM head WHERE id = 1", &[], |row| row.int()).map_err(foreign)?.unwrap_or(0);
    if found > LAYOUT { Err(StoreError::Newer { found, known: LAYOUT }) } else { Ok(found) }
}

/// Runs the missing steps within a transaction.
fn forward(conn: &Conn, place: &Place, clock: &Clock) -> Result<(), StoreError> {
    let dialect = conn.dialect();
    conn.query(dialect.lock_migration(), &[], |_| Ok(()))?;
    let found = layout(conn, place)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        conn.batch(&dialect.definition(migration.tables))?;
        conn.batch(if dialect == Dialect::Sqlite { migration.sqlite } else { migration.postgres })?;
    }
    if found == 0 {
        let sql = "INSERT INTO head (id, store, layout, size, time, origin, configuration, checkpoint, signed) \
                   VALUES (1, $1, $2, 0, $3, '', '', NULL, 0)";
        conn.execute(sql, &[p(random_name()?), p(LAYOUT), p(clock())])?;
    }
    conn.execute("UPDATE head SET layout = $1 WHERE id = 1", &[p(LAYOUT)])?;
    Ok(())
}

/// A random name of 128 bits in hexadecimal digits.
fn random_name() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|it| StoreError::Database(format!("no randomness to be had: {it}")))?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}
