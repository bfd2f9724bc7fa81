//! Sets read by one statement each, however many records there are: what links to a record, and versions of many records.
//!
//! Pages are built on these, so that the number of their statements does not grow with the rows.

use jiff::Timestamp;
use record::Id;

use crate::StoreError;
use crate::query::Visible;
use crate::read::{Read, VERSION, heading, heading_of, version_row};
use crate::rows::{Heading, LinkRow, VersionRow};
use crate::statement::Statement;
use crate::value::p;

/// Records of one kind that link to a record by one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Backlinks {
    /// Field by which they link.
    pub field: String,
    /// Their kind.
    pub kind: String,
    /// How many there are that may be seen.
    pub total: u64,
    /// The first of them, by number.
    pub first: Vec<Heading>,
}

impl Backlinks {
    /// Links gathered by field and kind, all of them.
    pub fn gathered(links: Vec<LinkRow>) -> Vec<Backlinks> {
        let mut all: Vec<Backlinks> = Vec::new();
        for LinkRow { field, end, .. } in links {
            match all.last_mut().filter(|it| it.field == field && it.kind == end.kind) {
                Some(list) => {
                    list.total += 1;
                    list.first.push(end);
                }
                None => all.push(Backlinks { field, kind: end.kind.clone(), total: 1, first: vec![end] }),
            }
        }
        all
    }
}

impl Read {
    /// What links to a record now: of each field and kind the first `each` records that are visible or among `besides`.
    pub fn backlinks(
        &self,
        id: &Id,
        visible: &Visible,
        besides: &[Id],
        each: u32,
    ) -> Result<Vec<Backlinks>, StoreError> {
        let mut statement = Statement::new(self.conn.dialect());
        let target = statement.bind(id);
        let mut seen = statement.visible(visible, &self.present(visible)?);
        for id in besides {
            seen.push_str(&format!(" OR r.id = {}", statement.bind(id)));
        }
        let each = statement.bind(i64::from(each));
        let sql = format!(
            "SELECT r.field, r.total, {} FROM ( \
               SELECT l.field, {}, r.number, count(*) OVER (PARTITION BY l.field, r.kind) AS total, \
                      row_number() OVER (PARTITION BY l.field, r.kind ORDER BY r.number) AS nth \
               FROM link l JOIN record r ON r.id = l.source \
               WHERE l.target = {target} AND l.until_place IS NULL AND ({seen}) \
             ) r WHERE r.nth <= {each} ORDER BY r.field, r.kind, r.nth",
            heading_of("r", "r.id"),
            heading_of("r", "r.id"),
        );
        let mut all: Vec<Backlinks> = Vec::new();
        let rows = self.conn.query(&sql, &statement.params, |row| Ok((row.text()?, row.size()?, heading(row)?)))?;
        for (field, total, end) in rows {
            match all.last_mut().filter(|it| it.field == field && it.kind == end.kind) {
                Some(list) => list.first.push(end),
                None => all.push(Backlinks { field, kind: end.kind.clone(), total, first: vec![end] }),
            }
        }
        Ok(all)
    }

    /// Of each of these kinds the first `each` visible records that are not retired, by title.
    pub fn first_by_title(&self, kinds: &[&str], visible: &Visible, each: u32) -> Result<Vec<Heading>, StoreError> {
        let mut statement = Statement::new(self.conn.dialect());
        let names: Vec<String> = kinds.iter().map(|it| statement.bind(*it)).collect();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let seen = statement.visible(visible, &self.present(visible)?);
        let each = statement.bind(i64::from(each));
        // A part for each kind ends where its index has given enough.
        let part = |kind: &String| {
            format!(
                "SELECT * FROM (SELECT {}, r.title_key FROM record r WHERE r.kind = {kind} AND r.retired = 0 AND {seen} \
                 ORDER BY r.title_key, r.number LIMIT {each}) AS k",
                heading_of("r", "r.id")
            )
        };
        let parts: Vec<String> = names.iter().map(part).collect();
        let sql = format!("{} ORDER BY kind, title_key, id", parts.join(" UNION ALL "));
        self.conn.query(&sql, &statement.params, heading)
    }

    /// These versions of these records, in no particular order; those that do not exist are left out.
    pub fn versions(&self, wanted: &[(Id, i64)]) -> Result<Vec<VersionRow>, StoreError> {
        let pairs = wanted.iter().map(|(id, version)| serde_json::json!([id.to_string(), version]));
        let pairs = serde_json::Value::from_iter(pairs).to_string();
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record \
             WHERE (v.record, v.version) IN ({})",
            self.conn.dialect().pairs("$1")
        );
        self.conn.query(&sql, &[p(pairs)], version_row)
    }

    /// When each of these records entered the state in which it is, or was after the entry at `place`: with the state.
    pub fn states_since(&self, ids: &[Id], place: Option<u64>) -> Result<Vec<(Id, String, Timestamp)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = serde_json::Value::from_iter(ids.iter().map(ToString::to_string)).to_string();
        // The newest version, and the first of those after which the state was no other.
        let sql = format!(
            "SELECT n.record, n.state, min(v.time) FROM version n \
             JOIN version v ON v.record = n.record AND v.state = n.state AND v.version <= n.version \
             WHERE n.record IN ({}) AND n.from_place <= $2 AND (n.until_place IS NULL OR n.until_place > $2) \
               AND NOT EXISTS (SELECT 1 FROM version o WHERE o.record = n.record AND o.state <> n.state \
                               AND o.version > v.version AND o.version < n.version) \
             GROUP BY n.record, n.state",
            self.conn.dialect().texts("$1")
        );
        let place = place.unwrap_or(i64::MAX as u64);
        self.conn.query(&sql, &[p(ids), p(place)], |row| Ok((row.id()?, row.text()?, row.time()?)))
    }

    /// When these records first came into a state, at most after the entry at `place`; those that never did are left out.
    pub fn first_in(&self, ids: &[Id], state: &str, place: Option<u64>) -> Result<Vec<(Id, Timestamp)>, StoreError> {
        let ids = serde_json::Value::from_iter(ids.iter().map(ToString::to_string)).to_string();
        let sql = format!(
            "SELECT v.record, MIN(v.time) FROM version v \
             WHERE v.record IN ({}) AND v.state = $2 AND v.from_place <= $3 GROUP BY v.record",
            self.conn.dialect().texts("$1")
        );
        let until = place.map_or(i64::MAX, |it| i64::try_from(it).unwrap_or(i64::MAX));
        self.conn.query(&sql, &[p(ids), p(state), p(until)], |row| Ok((row.id()?, row.time()?)))
    }

    /// Every version of these records up to the entry at `place`, by record and in order.
    pub fn histories(&self, ids: &[Id], place: Option<u64>) -> Result<Vec<VersionRow>, StoreError> {
        let ids = serde_json::Value::from_iter(ids.iter().map(ToString::to_string)).to_string();
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record \
             WHERE v.record IN ({}) AND v.from_place <= $2 ORDER BY v.record, v.version",
            self.conn.dialect().texts("$1")
        );
        let until = place.map_or(i64::MAX, |it| i64::try_from(it).unwrap_or(i64::MAX));
        self.conn.query(&sql, &[p(ids), p(until)], version_row)
    }

    /// The versions of these records that were valid after the entry at `place`, in no particular order.
    pub fn all_at(&self, ids: &[Id], place: u64) -> Result<Vec<VersionRow>, StoreError> {
        let ids = serde_json::Value::from_iter(ids.iter().map(ToString::to_string)).to_string();
        let sql = format!(
            "SELECT {VERSION} FROM version v JOIN record r ON r.id = v.record \
             WHERE v.record IN ({}) AND v.from_place <= $2 AND (v.until_place IS NULL OR v.until_place > $2)",
            self.conn.dialect().texts("$1")
        );
        self.conn.query(&sql, &[p(ids), p(place)], version_row)
    }
}
