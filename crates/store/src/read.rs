//! Reading: everything that a snapshot of the store can tell about records, versions and links.

use std::collections::HashMap;

use record::{Document, Id};

use crate::StoreError;
use crate::connection::Conn;
use crate::rows::{Class, Derived, Heading, LinkRow, Made, Makers, RecordRow, VersionRow};
use crate::value::{Param, Row, p};
use std::sync::{Arc, RwLock};

/// Columns of a record, in the order in which [`record_row`] reads them.
pub(crate) const RECORD: &str = "r.id, r.kind, r.version, r.state, r.title, r.unit, r.owner, r.access, r.retired, \
                                 r.place, r.created, r.changed, r.document, r.creator, r.editor, r.mover, r.commitment";

/// Columns of a version, those of a record first.
pub(crate) const VERSION: &str = "v.record, r.kind, v.version, v.state, v.title, v.unit, v.owner, v.access, v.retired, \
                                  v.from_place, r.created, v.time, v.document, r.creator, v.actor, r.mover, v.commitment, \
                                  v.until_place, v.actor, v.via, v.act, v.why, v.opening, v.commitment, v.configuration";

/// Derives what makes a record findable, for questions about the past.
pub(crate) type DeriveShared = Arc<RwLock<Arc<dyn Fn(&RecordRow) -> Derived + Send + Sync>>>;

/// A consistent view of the store.
pub struct Read {
    pub(crate) conn: Conn,
    pub(crate) derive: DeriveShared,
}

impl Read {
    /// The place of the newest entry about records of these kinds, 0 when there is none; tells whether any changed.
    pub fn kinds_place(&self, kinds: &[&str]) -> Result<u64, StoreError> {
        Ok(self.conn.first(&kinds_place_of(kinds.len()), &named(kinds), |row| row.size())?.unwrap_or(0))
    }

    /// Source and target of every standing link in a field of a kind.
    pub fn links_of_field(&self, kind: &str, field: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT l.source, l.target FROM link l JOIN record r ON r.id = l.source \
                   WHERE r.kind = $1 AND l.field = $2 AND l.until_place IS NULL";
        self.conn.query(sql, &[p(kind), p(field)], |row| Ok((row.text()?, row.text()?)))
    }

    /// A record as it is now.
    pub fn record(&self, id: &Id) -> Result<Option<RecordRow>, StoreError> {
        self.conn.first(&record_by_id(), &[p(id)], record_row)
    }

    /// Records as they are now, in the order asked for; those that do not exist are left out.
    pub fn records(&self, ids: &[Id]) -> Result<Vec<RecordRow>, StoreError> {
        self.in_order(ids, RECORD, record_row, |it| &it.id)
    }

    /// Heads of records, in the order asked for; those that do not exist are left out.
    pub fn headings(&self, ids: &[Id]) -> Result<Vec<Heading>, StoreError> {
        self.in_order(ids, &heading_of("r", "r.id"), heading, |it| &it.id)
    }

    /// What is told of these records by one statement, however many they are.
    fn in_order<T: Clone>(
        &self,
        ids: &[Id],
        columns: &str,
        told: impl FnMut(&mut Row) -> Result<T, StoreError>,
        id: impl Fn(&T) -> &Id,
    ) -> Result<Vec<T>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let all = serde_json::Value::from_iter(ids.iter().map(ToString::to_string)).to_string();
        let sql = format!("SELECT {columns} FROM record r WHERE r.id IN ({})", self.conn.dialect().texts("$1"));
        let rows = self.conn.query(&sql, &[p(all)], told)?;
        let found: HashMap<&Id, &T> = rows.iter().map(|it| (id(it), it)).collect();
        Ok(ids.iter().filter_map(|id| found.get(id).copied().cloned()).collect())
    }

    /// One version of a record.
    pub fn version(&self, id: &Id, version: i64) -> Result<Option<VersionRow>, StoreError> {
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record WHERE v.record = $1 AND v.version = $2"
        );
        self.conn.first(&sql, &[p(id), p(version)], version_row)
    }

    /// The version of a record that was valid after the entry at `place`.
    pub fn at(&self, id: &Id, place: u64) -> Result<Option<VersionRow>, StoreError> {
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record \
             WHERE v.record = $1 AND v.from_place <= $2 AND (v.until_place IS NULL OR v.until_place > $2)"
        );
        self.conn.first(&sql, &[p(id), p(place)], version_row)
    }

    /// Every version of a record, the first one first.
    pub fn history(&self, id: &Id) -> Result<Vec<VersionRow>, StoreError> {
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record WHERE v.record = $1 ORDER BY v.version"
        );
        self.conn.query(&sql, &[p(id)], version_row)
    }

    /// Records of a kind that name a text without signs of its own, such as a digest, now or in an earlier version.
    pub fn ever_naming(&self, kind: &str, text: &str) -> Result<Vec<Id>, StoreError> {
        let sql = "SELECT DISTINCT v.record FROM version v JOIN record r ON r.id = v.record \
                   WHERE r.kind = $1 AND v.document LIKE $2 ORDER BY v.record";
        self.conn.query(sql, &[p(kind), p(format!("%{text}%"))], |row| row.id())
    }

    /// What every version of the records of a kind says or said.
    pub fn documents_ever(&self, kind: &str) -> Result<Vec<Document>, StoreError> {
        let sql = format!("SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record WHERE r.kind = $1");
        self.conn.query(&sql, &[p(kind)], |row| Ok(version_row(row)?.record.document))
    }

    /// Up to `limit` versions in the order of the ledger, from `place` on; for exports and verification.
    pub fn versions_from(&self, place: u64, limit: u32) -> Result<Vec<VersionRow>, StoreError> {
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record \
             WHERE v.from_place >= $1 ORDER BY v.from_place, v.record, v.version LIMIT $2"
        );
        self.conn.query(&sql, &[p(place), p(i64::from(limit))], version_row)
    }

    /// Up to `limit` records of a kind in the order of their numbers, those after the number `after`; retired ones too.
    pub fn records_of(&self, kind: &str, after: i64, limit: u32) -> Result<Vec<RecordRow>, StoreError> {
        let sql =
            format!("SELECT {RECORD} FROM record r WHERE r.kind = $1 AND r.number > $2 ORDER BY r.number LIMIT $3");
        self.conn.query(&sql, &[p(kind), p(after), p(i64::from(limit))], record_row)
    }

    /// Kinds that have records, with how many; retired ones count.
    pub fn kinds(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT kind, count(*) FROM record GROUP BY kind ORDER BY kind";
        self.conn.query(sql, &[], |row| Ok((row.text()?, row.size()?)))
    }

    /// Links that the record holds, now or after the entry at a place, with the heads of their targets.
    pub fn links_from(&self, id: &Id, as_of: Option<u64>) -> Result<Vec<LinkRow>, StoreError> {
        self.links("l.source = $1", "l.target", id, as_of)
    }

    /// Links that point to the record, now or after the entry at a place, with the heads of their sources.
    pub fn links_to(&self, id: &Id, as_of: Option<u64>) -> Result<Vec<LinkRow>, StoreError> {
        self.links(TARGET, SOURCE, id, as_of)
    }

    /// Links that point now to any of these records, with the heads of their sources, which are of these kinds.
    pub fn links_to_any(&self, ids: &[Id], kinds: &[&str]) -> Result<Vec<(Id, LinkRow)>, StoreError> {
        let all = serde_json::Value::from_iter(ids.iter().map(ToString::to_string)).to_string();
        let kinds = serde_json::Value::from_iter(kinds.iter().copied()).to_string();
        let dialect = self.conn.dialect();
        // A cross join keeps SQLite from beginning with every record of these kinds.
        let sql = format!(
            "SELECT l.target, l.field, l.from_place, l.until_place, {} FROM link l CROSS JOIN record r \
             WHERE r.id = l.source AND l.target IN ({}) AND l.until_place IS NULL AND r.kind IN ({}) \
             ORDER BY l.field, r.kind, r.number",
            heading_of("r", "r.id"),
            dialect.texts("$1"),
            dialect.texts("$2"),
        );
        self.conn.query(&sql, &[p(all), p(kinds)], |row| Ok((row.id()?, link_row(row)?)))
    }

    fn links(&self, here: &str, end: &str, id: &Id, as_of: Option<u64>) -> Result<Vec<LinkRow>, StoreError> {
        let Some(place) = as_of else {
            return self.conn.query(&links_now(here, end), &[p(id)], link_row);
        };
        let sql = format!(
            "SELECT l.field, l.from_place, l.until_place, {} FROM link l JOIN record r ON r.id = {end} \
             JOIN version v ON v.record = r.id AND v.from_place <= $2 AND (v.until_place IS NULL OR v.until_place > $2) \
             WHERE {here} AND l.from_place <= $2 AND (l.until_place IS NULL OR l.until_place > $2) \
             ORDER BY l.field, r.kind, r.number",
            heading_of("v", "v.record")
        );
        self.conn.query(&sql, &[p(id), p(place)], link_row)
    }

    /// The classes of records that are or ever were in the store; one that is empty now does no harm.
    pub fn classes(&self) -> Result<Vec<Class>, StoreError> {
        self.conn.query("SELECT kind, unit, access FROM class ORDER BY kind, unit, access", &[], |row| {
            Ok(Class { kind: row.text()?, unit: row.filled()?, access: row.text()? })
        })
    }
}

/// The condition and the other end of links that point to a record.
const TARGET: &str = "l.target = $1";
const SOURCE: &str = "l.source";

/// A record as it is now.
pub(crate) fn record_by_id() -> String {
    format!("SELECT {RECORD} FROM record r WHERE r.id = $1")
}

/// Links that point to a record now.
pub(crate) fn links_to_now() -> String {
    links_now(TARGET, SOURCE)
}

fn links_now(here: &str, end: &str) -> String {
    format!(
        "SELECT l.field, l.from_place, l.until_place, {} FROM link l JOIN record r ON r.id = {end} \
         WHERE {here} AND l.until_place IS NULL ORDER BY l.field, r.kind, r.number",
        heading_of("r", "r.id")
    )
}

/// The place of the newest entry about records of so many kinds.
pub(crate) fn kinds_place_of(count: usize) -> String {
    format!("SELECT coalesce(max(place), 0) FROM record WHERE kind IN ({})", places(1, count))
}

/// Names as parameters.
pub(crate) fn named<'a>(names: &[&'a str]) -> Vec<Param<'a>> {
    names.iter().map(|it| p(*it)).collect()
}

/// `$first, …`: `count` parameters with commas between them.
pub(crate) fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|it| format!("${it}")).collect::<Vec<_>>().join(", ")
}

/// Columns of a head from the table `from`; the kind is always the record's.
pub(crate) fn heading_of(from: &str, id: &str) -> String {
    format!("{id}, r.kind, {from}.state, {from}.title, {from}.unit, {from}.owner, {from}.access, {from}.retired")
}

pub(crate) fn heading(row: &mut Row) -> Result<Heading, StoreError> {
    Ok(Heading {
        id: row.id()?,
        kind: row.text()?,
        state: row.text()?,
        title: row.text()?,
        unit: row.filled()?,
        owner: row.filled()?,
        access: row.text()?,
        retired: row.flag()?,
    })
}

pub(crate) fn record_row(row: &mut Row) -> Result<RecordRow, StoreError> {
    Ok(RecordRow {
        id: row.id()?,
        kind: row.text()?,
        version: row.int()?,
        state: row.text()?,
        title: row.text()?,
        unit: row.filled()?,
        owner: row.filled()?,
        access: row.text()?,
        retired: row.flag()?,
        place: row.size()?,
        created: row.time()?,
        changed: row.time()?,
        document: row.json::<Document>()?,
        makers: Makers { creator: row.text()?, editor: row.text()?, mover: row.text()? },
        commitment: row.hash()?,
    })
}

pub(crate) fn version_row(row: &mut Row) -> Result<VersionRow, StoreError> {
    let record = record_row(row)?;
    let until = row.opt_size()?;
    let made = Made {
        actor: row.text()?,
        via: row.text()?,
        act: row.text()?,
        why: row.opt_text()?,
        opening: row.json()?,
        commitment: row.hash()?,
        configuration: row.text()?,
    };
    Ok(VersionRow { record, made, until })
}

fn link_row(row: &mut Row) -> Result<LinkRow, StoreError> {
    Ok(LinkRow { field: row.text()?, from: row.size()?, until: row.opt_size()?, end: heading(row)? })
}
