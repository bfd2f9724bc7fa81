//! The ledger's rows: head, entries and tiles.

use ledger::{Hash, TILE_WIDTH, Tree, leaf_hash};

use crate::StoreError;
use crate::read::Read;
use crate::rows::{EntryRow, Head};
use crate::value::{Row, p};
use crate::write::Write;
use crate::writer::load_tree;

const ENTRY: &str = "place, time, kind, ent, bytes";

impl Read {
    /// The row that stands for the whole store.
    pub fn head(&self) -> Result<Head, StoreError> {
        let sql = "SELECT store, layout, size, time, origin, configuration, checkpoint, signed FROM head WHERE id = 1";
        let head = self.conn.first(sql, &[], |row| {
            Ok(Head {
                store: row.text()?,
                layout: row.int()?,
                size: row.size()?,
                time: row.time()?,
                origin: row.text()?,
                configuration: row.text()?,
                checkpoint: row.opt_text()?,
                signed: row.size()?,
            })
        })?;
        head.ok_or_else(|| StoreError::damaged("its head row is missing"))
    }

    /// The ledger's tree as the tables hold it; its root is what a checkpoint signs.
    pub fn tree(&self) -> Result<Tree, StoreError> {
        load_tree(self, self.head()?.size)
    }

    /// Hashes of a tile, at most 256; `None` when the ledger has not come so far.
    ///
    /// The last tile of leaves is computed from the entries, because keeping it would write it anew with every one of them.
    pub fn tile(&self, level: u8, index: u64) -> Result<Option<Vec<Hash>>, StoreError> {
        let sql = "SELECT hashes FROM tile WHERE level = $1 AND position = $2";
        let Some(bytes) = self.conn.first(sql, &[p(i64::from(level)), p(index)], |row| row.bytes())? else {
            return if level == 0 { self.last_leaves(index) } else { Ok(None) };
        };
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() {
            return Err(StoreError::damaged(format!("tile {index} of level {level} is cut off")));
        }
        Ok(Some(hashes.to_vec()))
    }

    /// Hashes of the leaves of a tile that is not full yet.
    fn last_leaves(&self, index: u64) -> Result<Option<Vec<Hash>>, StoreError> {
        let Some(from) = index.checked_mul(TILE_WIDTH as u64) else { return Ok(None) };
        let sql = "SELECT bytes FROM entry WHERE place >= $1 ORDER BY place LIMIT $2";
        let leaves = self.conn.query(sql, &[p(from), p(TILE_WIDTH as u64)], |row| row.bytes())?;
        let hashes: Vec<Hash> = leaves.iter().map(|it| leaf_hash(it)).collect();
        Ok(Some(hashes).filter(|it| !it.is_empty()))
    }

    /// The entry at a place.
    pub fn entry(&self, place: u64) -> Result<Option<EntryRow>, StoreError> {
        self.conn.first(&format!("SELECT {ENTRY} FROM entry WHERE place = $1"), &[p(place)], entry_row)
    }

    /// Up to `limit` entries from a place on, in their order.
    pub fn entries(&self, from: u64, limit: u32) -> Result<Vec<EntryRow>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM entry WHERE place >= $1 ORDER BY place LIMIT $2");
        self.conn.query(&sql, &[p(from), p(i64::from(limit))], entry_row)
    }

    /// Up to `limit` entries before a place, the last one first.
    pub fn entries_before(&self, place: u64, limit: u32) -> Result<Vec<EntryRow>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM entry WHERE place < $1 ORDER BY place DESC LIMIT $2");
        self.conn.query(&sql, &[p(place), p(i64::from(limit))], entry_row)
    }

    /// The newest `limit` entries of these kinds about any of these, up to a place, the last one first.
    pub fn entries_about(
        &self,
        kinds: &[&str],
        about: &[String],
        place: u64,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let list = |all: &[&str]| serde_json::Value::from_iter(all.iter().copied()).to_string();
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        let (ents, dialect) = (list(&about), self.conn.dialect());
        let sql = format!(
            "SELECT {ENTRY} FROM entry WHERE ent IN ({}) AND kind IN ({}) AND place <= $3 ORDER BY place DESC LIMIT $4",
            dialect.texts("$1"),
            dialect.texts("$2"),
        );
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        self.conn.query(&sql, &[p(ents), p(list(kinds)), p(place), p(i64::from(limit))], entry_row)
    }

    /// Every entry that concerns a record or another named thing, in their order.
    pub fn entries_of(&self, ent: &str) -> Result<Vec<EntryRow>, StoreError> {
        self.conn.query(&format!("SELECT {ENTRY} FROM entry WHERE ent = $1 ORDER BY place"), &[p(ent)], entry_row)
    }
}

impl Write {
    /// Sets the origin line of the ledger.
    pub fn set_origin(&mut self, origin: &str) -> Result<(), StoreError> {
        self.run("UPDATE head SET origin = $1 WHERE id = 1", &[p(origin)]).map(|_| ())
    }

    /// Sets the digest of the configuration in force.
    pub fn set_configuration(&mut self, digest: &str) -> Result<(), StoreError> {
        self.run("UPDATE head SET configuration = $1 WHERE id = 1", &[p(digest)])?;
        self.configuration = digest.to_owned();
        Ok(())
    }

    /// Stores a signed checkpoint of size `signed`, if the stored one still has size `expected`; tells whether it did.
    pub fn set_checkpoint(&mut self, checkpoint: &str, signed: u64, expected: u64) -> Result<bool, StoreError> {
        let sql = "UPDATE head SET checkpoint = $1, signed = $2 WHERE id = 1 AND signed = $3";
        Ok(self.run(sql, &[p(checkpoint), p(signed), p(expected)])? == 1)
    }
}

fn entry_row(row: &mut Row) -> Result<EntryRow, StoreError> {
    Ok(EntryRow { place: row.size()?, time: row.time()?, kind: row.text()?, ent: row.opt_text()?, bytes: row.bytes()? })
}
