//! Small tables: blobs, standings, the outcomes of repeatable requests, and what belongs to one person only.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use record::Id;
use serde_json::Value;

use crate::StoreError;
use crate::other_rows::{BlobRow, IdempotencyRow, PersonalRow, StandingRow};
use crate::read::{Read, places};
use crate::value::{Param, Row, p};
use crate::write::Write;

/// How long the outcome of a request is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

const STANDING: &str = "record, name, value, why, until";
const BLOB: &str = "digest, size, media, stored";

/// What came of a request with a key.
pub(crate) const IDEMPOTENCY: &str =
    "SELECT key, request, outcome, expires FROM idempotency WHERE key = $1 AND expires > $2";

/// The derived values of so many records, of all names or of so many.
pub(crate) fn standings_of(records: usize, names: usize) -> String {
    let named = match names {
        0 => String::new(),
        _ => format!(" AND name IN ({})", places(records + 1, names)),
    };
    format!("SELECT {STANDING} FROM standing WHERE record IN ({}){named} ORDER BY record, name", places(1, records))
}

impl Read {
    /// What is known of a blob.
    pub fn blob(&self, digest: &str) -> Result<Option<BlobRow>, StoreError> {
        self.conn.first(&format!("SELECT {BLOB} FROM blob WHERE digest = $1"), &[p(digest)], blob_row)
    }

    /// Those of these digests under which a blob is kept.
    pub fn blobs_of(&self, digests: &[String]) -> Result<HashSet<String>, StoreError> {
        let mut found = HashSet::new();
        for part in digests.chunks(500) {
            let params: Vec<Param<'_>> = part.iter().map(p).collect();
            let sql = format!("SELECT digest FROM blob WHERE digest IN ({})", places(1, part.len()));
            found.extend(self.conn.query(&sql, &params, |row| row.text())?);
        }
        Ok(found)
    }

    /// Up to `limit` blobs in the order of their digests, those after a digest.
    pub fn blobs(&self, after: &str, limit: u32) -> Result<Vec<BlobRow>, StoreError> {
        let sql = format!("SELECT {BLOB} FROM blob WHERE digest > $1 ORDER BY digest LIMIT $2");
        self.conn.query(&sql, &[p(after), p(i64::from(limit))], blob_row)
    }

    /// Standings of records; no names means all of them.
    pub fn standings(&self, records: &[Id], names: &[&str]) -> Result<Vec<StandingRow>, StoreError> {
        let mut found = Vec::new();
        for part in records.chunks(500) {
            let params: Vec<Param<'_>> = part.iter().map(p).chain(names.iter().map(|it| p(*it))).collect();
            found.extend(self.conn.query(&standings_of(part.len(), names.len()), &params, standing_row)?);
        }
        Ok(found)
    }

    /// Up to `limit` standings that the clock may have changed, the earliest first.
    pub fn standings_expired(&self, now: Timestamp, limit: u32) -> Result<Vec<StandingRow>, StoreError> {
        let sql = format!("SELECT {STANDING} FROM standing WHERE until <= $1 ORDER BY until, record, name LIMIT $2");
        self.conn.query(&sql, &[p(now), p(i64::from(limit))], standing_row)
    }

    /// What came of a request with this key, unless it has expired.
    pub fn idempotency(&self, key: &str, now: Timestamp) -> Result<Option<IdempotencyRow>, StoreError> {
        self.conn.first(IDEMPOTENCY, &[p(key), p(now)], |row| {
            Ok(IdempotencyRow { key: row.text()?, request: row.text()?, outcome: row.json()?, expires: row.time()? })
        })
    }

    /// A thing of one person.
    pub fn personal(&self, account: &str, key: &str) -> Result<Option<PersonalRow>, StoreError> {
        let sql = "SELECT account, key, value, changed FROM personal WHERE account = $1 AND key = $2";
        self.conn.first(sql, &[p(account), p(key)], personal_row)
    }

    /// The things of one person whose names begin so, by name.
    pub fn personals(&self, account: &str, prefix: &str) -> Result<Vec<PersonalRow>, StoreError> {
        let sql = "SELECT account, key, value, changed FROM personal WHERE account = $1 AND key LIKE $2 ESCAPE '\\' \
                   ORDER BY key";
        let pattern = format!("{}%", prefix.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let found = self.conn.query(sql, &[p(account), p(pattern)], personal_row)?;
        // SQLite takes upper and lower case for the same here.
        Ok(found.into_iter().filter(|it| it.key.starts_with(prefix)).collect())
    }
}

impl Write {
    /// Notes a blob; one that is known already stays as it is. Tells whether it is new.
    pub fn put_blob(&mut self, blob: &BlobRow) -> Result<bool, StoreError> {
        let sql =
            "INSERT INTO blob (digest, size, media, stored) VALUES ($1, $2, $3, $4) ON CONFLICT (digest) DO NOTHING";
        Ok(self.run(sql, &[p(&blob.digest), p(blob.size), p(&blob.media), p(blob.stored)])? == 1)
    }

    /// Forgets a blob; tells whether it was known.
    pub fn delete_blob(&mut self, digest: &str) -> Result<bool, StoreError> {
        Ok(self.run("DELETE FROM blob WHERE digest = $1", &[p(digest)])? == 1)
    }

    /// Stores a derived value.
    pub fn put_standing(&mut self, standing: &StandingRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO standing (record, name, value, why, until) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (record, name) DO UPDATE SET value = excluded.value, why = excluded.why, \
                   until = excluded.until";
        let params = [p(&standing.record), p(&standing.name), p(&standing.value), p(&standing.why), p(standing.until)];
        self.send(sql, &params)
    }

    /// Forgets the derived values of a record.
    pub fn delete_standings(&mut self, record: &Id) -> Result<(), StoreError> {
        self.send("DELETE FROM standing WHERE record = $1", &[p(record)])
    }

    /// Keeps what came of a request for 24 hours; a key that is kept already and has not expired is refused.
    pub fn put_idempotency(&mut self, key: &str, request: &str, outcome: &Value) -> Result<(), StoreError> {
        let sql = "INSERT INTO idempotency (key, request, outcome, expires) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (key) DO UPDATE SET request = excluded.request, outcome = excluded.outcome, \
                   expires = excluded.expires WHERE idempotency.expires <= $5";
        let expires = self.now.saturating_add(KEPT).unwrap_or(self.now);
        let taken = StoreError::Duplicate("idempotency key".to_owned());
        self.send_one(sql, &[p(key), p(request), p(outcome), p(expires), p(self.now)], taken)
    }

    /// Forgets outcomes that have expired and returns how many.
    pub fn sweep_idempotency(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.run("DELETE FROM idempotency WHERE expires <= $1", &[p(now)])
    }

    /// Stores a thing of one person.
    pub fn put_personal(&mut self, account: &str, key: &str, value: &Value) -> Result<(), StoreError> {
        let sql = "INSERT INTO personal (account, key, value, changed) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account, key) DO UPDATE SET value = excluded.value, changed = excluded.changed";
        self.run(sql, &[p(account), p(key), p(value), p(self.now)]).map(|_| ())
    }

    /// Forgets a thing of one person; tells whether there was one.
    pub fn delete_personal(&mut self, account: &str, key: &str) -> Result<bool, StoreError> {
        Ok(self.run("DELETE FROM personal WHERE account = $1 AND key = $2", &[p(account), p(key)])? == 1)
    }
}

fn blob_row(row: &mut Row) -> Result<BlobRow, StoreError> {
    Ok(BlobRow { digest: row.text()?, size: row.size()?, media: row.text()?, stored: row.time()? })
}

fn standing_row(row: &mut Row) -> Result<StandingRow, StoreError> {
    Ok(StandingRow {
        record: row.id()?,
        name: row.text()?,
        value: row.json()?,
        why: row.json()?,
        until: row.opt_time()?,
    })
}

fn personal_row(row: &mut Row) -> Result<PersonalRow, StoreError> {
    Ok(PersonalRow { account: row.text()?, key: row.text()?, value: row.json()?, changed: row.time()? })
}
