//! Imports and other work upon many records: the batch, and the original cells of every imported row.

use std::collections::HashMap;

use jiff::Timestamp;
use record::Id;
use serde_json::Value;

use crate::StoreError;
use crate::other_rows::{BatchRow, OriginRow};
use crate::read::{Read, places};
use crate::value::{Param, Row, p};
use crate::write::Write;

const BATCH: &str = "id, what, file, mapping, counts, actor, begun, ended, undone";
const ORIGIN: &str = "o.record, o.batch, o.line, o.key, o.version, o.cells";

impl Read {
    /// A batch.
    pub fn batch(&self, id: i64) -> Result<Option<BatchRow>, StoreError> {
        self.conn.first(&format!("SELECT {BATCH} FROM batch WHERE id = $1"), &[p(id)], batch_row)
    }

    /// Up to `limit` batches, the latest first.
    pub fn batches(&self, limit: u32) -> Result<Vec<BatchRow>, StoreError> {
        let sql = format!("SELECT {BATCH} FROM batch ORDER BY id DESC LIMIT $1");
        self.conn.query(&sql, &[p(i64::from(limit))], batch_row)
    }

    /// Where a record came from, the latest import first.
    pub fn origins_of(&self, record: &Id) -> Result<Vec<OriginRow>, StoreError> {
        let sql = format!("SELECT {ORIGIN} FROM origin o WHERE o.record = $1 ORDER BY o.batch DESC, o.line");
        self.conn.query(&sql, &[p(record)], origin_row)
    }

    /// Up to `limit` rows that a batch brought, those after a line.
    pub fn origins_in(&self, batch: i64, after: u64, limit: u32) -> Result<Vec<OriginRow>, StoreError> {
        let sql = format!("SELECT {ORIGIN} FROM origin o WHERE o.batch = $1 AND o.line > $2 ORDER BY o.line LIMIT $3");
        self.conn.query(&sql, &[p(batch), p(after), p(i64::from(limit))], origin_row)
    }

    /// The latest origin of each key among records of a kind; keys without one are left out, undone batches do not count.
    pub fn origins_by_key(&self, kind: &str, keys: &[&str]) -> Result<HashMap<String, OriginRow>, StoreError> {
        let mut found = HashMap::new();
        for part in keys.chunks(500) {
            let sql = format!(
                "SELECT {ORIGIN} FROM origin o JOIN record r ON r.id = o.record JOIN batch b ON b.id = o.batch \
                 WHERE r.kind = $1 AND b.undone IS NULL AND o.key IN ({}) ORDER BY o.batch",
                places(2, part.len())
            );
            let params: Vec<Param<'_>> = [p(kind)].into_iter().chain(part.iter().map(|it| p(*it))).collect();
            for row in self.conn.query(&sql, &params, origin_row)? {
                found.insert(row.key.clone(), row);
            }
        }
        Ok(found)
    }
}

impl Write {
    /// Begins a batch and returns its number.
    pub fn begin_batch(
        &mut self,
        what: &str,
        file: Option<&str>,
        mapping: &Value,
        actor: &str,
    ) -> Result<i64, StoreError> {
        let last = self.read.conn.first("SELECT coalesce(max(id), 0) FROM batch", &[], |row| row.int());
        let id = self.checked(last)?.unwrap_or(0) + 1;
        let sql =
            "INSERT INTO batch (id, what, file, mapping, counts, actor, begun) VALUES ($1, $2, $3, $4, '{}', $5, $6)";
        self.run(sql, &[p(id), p(what), p(file), p(mapping), p(actor), p(self.now)])?;
        Ok(id)
    }

    /// Stores what has come of a batch so far.
    pub fn count_batch(&mut self, id: i64, counts: &Value) -> Result<(), StoreError> {
        self.run("UPDATE batch SET counts = $1 WHERE id = $2", &[p(counts), p(id)]).map(|_| ())
    }

    /// Ends a batch with what came of it.
    pub fn end_batch(&mut self, id: i64, counts: &Value) -> Result<(), StoreError> {
        self.run("UPDATE batch SET counts = $1, ended = $2 WHERE id = $3", &[p(counts), p(self.now), p(id)]).map(|_| ())
    }

    /// Forgets a batch that brought no row; tells whether it did.
    pub fn drop_empty_batch(&mut self, id: i64) -> Result<bool, StoreError> {
        let sql = "DELETE FROM batch WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM origin WHERE batch = $1)";
        Ok(self.run(sql, &[p(id)])? == 1)
    }

    /// Marks a batch as undone; tells whether it was not so before.
    pub fn undo_batch(&mut self, id: i64, at: Timestamp) -> Result<bool, StoreError> {
        Ok(self.run("UPDATE batch SET undone = $1 WHERE id = $2 AND undone IS NULL", &[p(at), p(id)])? == 1)
    }

    /// Forgets the original cells from which a record came; part of an erasure.
    pub fn forget_origins(&mut self, record: &Id) -> Result<u64, StoreError> {
        self.run("UPDATE origin SET cells = '[]' WHERE record = $1", &[p(record)])
    }

    /// Stores the original cells of an imported row; storing them again replaces them.
    pub fn put_origin(&mut self, origin: &OriginRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO origin (record, batch, line, key, version, cells) VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (record, batch, line) DO UPDATE SET key = excluded.key, version = excluded.version, \
                   cells = excluded.cells";
        let params =
            [p(&origin.record), p(origin.batch), p(origin.line), p(&origin.key), p(origin.version), p(&origin.cells)];
        self.run(sql, &params).map(|_| ())
    }
}

fn batch_row(row: &mut Row) -> Result<BatchRow, StoreError> {
    Ok(BatchRow {
        id: row.int()?,
        what: row.text()?,
        file: row.opt_text()?,
        mapping: row.json()?,
        counts: row.json()?,
        actor: row.text()?,
        begun: row.time()?,
        ended: row.opt_time()?,
        undone: row.opt_time()?,
    })
}

fn origin_row(row: &mut Row) -> Result<OriginRow, StoreError> {
    Ok(OriginRow {
        record: row.id()?,
        batch: row.int()?,
        line: row.size()?,
        key: row.text()?,
        version: row.int()?,
        cells: row.json()?,
    })
}
