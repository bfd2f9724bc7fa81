//! Derived rows made anew: links, terms, search and classes, of the whole store or of one record; and erasure, which
//! must leave none of them behind.

use std::collections::BTreeSet;

use record::Id;

use crate::StoreError;
use crate::read::{RECORD, record_row};
use crate::rows::{Derive, RecordRow, VersionRow};
use crate::value::{Param, p};
use crate::words::{searched, term_text};
use crate::write::{Write, document_text, or_empty};

/// Records that are read at a time.
const AT_ONCE: u32 = 500;

/// What can be derived again from records and versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivable {
    /// Links with their places.
    Links,
    /// Terms.
    Terms,
    /// What full-text search knows.
    Search,
    /// The classes of records.
    Classes,
}

/// What a rebuild came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Rebuilt {
    /// Records that were looked at.
    pub records: u64,
    /// Records whose derived rows were wrong and are right now.
    pub changed: u64,
}

/// A link with its places, as the table holds it.
type Span = (String, String, u64, Option<u64>);

impl Write {
    /// Derives one table anew for every record, and counts the records for which it had been wrong.
    pub fn rebuild(&mut self, what: Derivable, derive: Derive<'_>) -> Result<Rebuilt, StoreError> {
        let mut rebuilt = Rebuilt::default();
        let mut after = String::new();
        loop {
            let sql = format!("SELECT {RECORD} FROM record r WHERE r.id > $1 ORDER BY r.id LIMIT $2");
            let found = self.read.conn.query(&sql, &[p(&after), p(i64::from(AT_ONCE))], record_row);
            let rows = self.checked(found)?;
            let Some(last) = rows.last() else { break };
            after = last.id.to_string();
            for row in &rows {
                rebuilt.records += 1;
                rebuilt.changed += u64::from(self.rebuild_one(what, row, derive)?);
            }
        }
        self.drop_orphans(what)?;
        Ok(rebuilt)
    }

    /// Derives everything anew for one record; tells whether anything had been wrong.
    pub fn rebuild_record(&mut self, id: &Id, derive: Derive<'_>) -> Result<bool, StoreError> {
        let row = self.read.record(id)?.ok_or_else(|| StoreError::Missing(format!("record `{id}`")))?;
        let mut changed = false;
        for what in [Derivable::Links, Derivable::Terms, Derivable::Search, Derivable::Classes] {
            changed |= self.rebuild_one(what, &row, derive)?;
        }
        Ok(changed)
    }

    fn rebuild_one(&mut self, what: Derivable, row: &RecordRow, derive: Derive<'_>) -> Result<bool, StoreError> {
        let id = row.id.to_string();
        match what {
            Derivable::Links => self.rebuild_links(&row.id, &id, derive),
            Derivable::Terms => self.rebuild_terms(row, &id, derive),
            Derivable::Search => {
                let derived = derive(row);
                let (title, body) = searched(row, &derived);
                let wanted = (title.join(" "), body.join(" "));
                let sql = "SELECT title, body FROM search WHERE record = $1";
                let held = self.checked(self.read.conn.first(sql, &[p(&id)], |it| Ok((it.text()?, it.text()?))))?;
                self.put_search(row, &id, &derived)?;
                Ok(held != Some(wanted))
            }
            Derivable::Classes => {
                let sql = "INSERT INTO class (kind, unit, access) SELECT DISTINCT $1, v.unit, v.access FROM version v \
                           WHERE v.record = $2 ON CONFLICT (kind, unit, access) DO NOTHING";
                Ok(self.run(sql, &[p(&row.kind), p(&id)])? > 0)
            }
        }
    }

    fn rebuild_terms(&mut self, row: &RecordRow, id: &str, derive: Derive<'_>) -> Result<bool, StoreError> {
        let derived = derive(row);
        let sql = "SELECT count(*) FROM term WHERE record = $1 AND kind <> $2";
        let foreign = self.checked(self.read.conn.first(sql, &[p(id), p(&row.kind)], |it| it.int()))?.unwrap_or(0);
        let differing = RecordRow { version: row.version.max(2), ..row.clone() };
        if foreign > 0 {
            self.run("DELETE FROM term WHERE record = $1", &[p(id)])?;
        }
        let held = self.held_terms(&differing, id)?;
        Ok(self.put_terms(&differing, id, &derived.terms, &held)? || foreign > 0)
    }

    /// Follows a record's versions and writes the links that each of them began or ended.
    fn rebuild_links(&mut self, record: &Id, id: &str, derive: Derive<'_>) -> Result<bool, StoreError> {
        let history = self.read.history(record)?;
        let mut wanted: Vec<Span> = Vec::new();
        for version in &history {
            let place = version.record.place;
            let links: BTreeSet<(String, String)> =
                derive(&version.record).links.into_iter().map(|(field, to)| (field, to.to_string())).collect();
            for span in wanted.iter_mut().filter(|it| it.3.is_none()) {
                if !links.contains(&(span.0.clone(), span.1.clone())) {
                    span.3 = Some(place);
                }
            }
            for (field, to) in links {
                if !wanted.iter().any(|it| it.3.is_none() && it.0 == field && it.1 == to) {
                    wanted.push((field, to, place, None));
                }
            }
        }
        wanted.sort();
        let sql = "SELECT field, target, from_place, until_place FROM link WHERE source = $1";
        let read = |row: &mut crate::value::Row| Ok((row.text()?, row.text()?, row.size()?, row.opt_size()?));
        let mut held: Vec<Span> = self.checked(self.read.conn.query(sql, &[p(id)], read))?;
        held.sort();
        if held == wanted {
            return Ok(false);
        }
        self.run("DELETE FROM link WHERE source = $1", &[p(id)])?;
        for (field, to, from, until) in &wanted {
            let sql = "INSERT INTO link (source, field, target, from_place, until_place) VALUES ($1, $2, $3, $4, $5)";
            self.run(sql, &[p(id), p(field), p(to), p(*from), p(*until)])?;
        }
        Ok(true)
    }

    /// Removes derived rows of records that do not exist.
    fn drop_orphans(&mut self, what: Derivable) -> Result<(), StoreError> {
        let sql = match what {
            Derivable::Links => "DELETE FROM link WHERE source NOT IN (SELECT id FROM record)",
            Derivable::Terms => "DELETE FROM term WHERE record NOT IN (SELECT id FROM record)",
            Derivable::Search => "DELETE FROM search WHERE record NOT IN (SELECT id FROM record)",
            Derivable::Classes => "DELETE FROM class WHERE kind NOT IN (SELECT kind FROM record)",
        };
        self.run(sql, &[]).map(|_| ())
    }

    /// Erases: replaces title, owner, reason, document and opening of stored versions, whose commitments stay, and
    /// derives everything anew. The only way to touch a version; the caller enters it in the ledger.
    pub fn replace_openings(&mut self, versions: &[VersionRow], derive: Derive<'_>) -> Result<(), StoreError> {
        let mut touched = BTreeSet::new();
        for version in versions {
            self.replace_opening(version)?;
            touched.insert(version.record.id.clone());
        }
        for id in touched {
            self.rebuild_record(&id, derive)?;
        }
        // The full-text index only marks words as gone; merging it drops them.
        self.read.conn.dialect().merge_search().map_or(Ok(()), |sql| self.run(sql, &[]).map(|_| ()))
    }

    fn replace_opening(&mut self, version: &VersionRow) -> Result<(), StoreError> {
        let record = &version.record;
        let id = record.id.to_string();
        let sql = "UPDATE version SET title = $1, owner = $2, why = $3, opening = $4, document = $5 \
                   WHERE record = $6 AND version = $7 AND commitment = $8";
        let document = document_text(record)?;
        let params: [Param<'_>; 8] = [
            p(&record.title),
            p(or_empty(&record.owner)),
            p(version.made.why.as_deref()),
            p(&version.made.opening),
            p(&document),
            p(&id),
            p(record.version),
            p(version.made.commitment.as_slice()),
        ];
        if self.run(sql, &params)? != 1 {
            let error = StoreError::Missing(format!("version {} of `{id}` with this commitment", record.version));
            return self.checked(Err(error));
        }
        let sql =
            "UPDATE record SET title = $1, title_key = $2, owner = $3, document = $4 WHERE id = $5 AND version = $6";
        let params = [
            p(&record.title),
            p(term_text(&record.title)),
            p(or_empty(&record.owner)),
            p(&document),
            p(&id),
            p(record.version),
        ];
        self.run(sql, &params).map(|_| ())
    }
}
