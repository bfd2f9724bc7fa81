//! Work that is due: queued once, leased for a while, tried again with growing pauses, given up at last.

use jiff::{SignedDuration, Timestamp};

use crate::StoreError;
use crate::other_rows::{DueRow, NewDue};
use crate::read::{Read, places};
use crate::value::{Param, Row, p};
use crate::write::Write;

const DUE: &str = "id, what, key, record, payload, at, leased, attempts, done, dead, error";

/// Attempts after which work is given up.
const ATTEMPTS: i64 = 12;
/// First pause after a failure; it doubles each time.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// Longest pause.
const LONGEST: SignedDuration = SignedDuration::from_hours(6);

impl Read {
    /// Up to `limit` pieces of work that are neither done nor given up, the earliest first.
    pub fn due(&self, what: Option<&str>, limit: u32) -> Result<Vec<DueRow>, StoreError> {
        let mut params = vec![p(i64::from(limit))];
        let mut only = "";
        if let Some(what) = what {
            params.push(p(what));
            only = " AND what = $2";
        }
        let sql = format!("SELECT {DUE} FROM due WHERE done IS NULL AND dead = 0{only} ORDER BY at, id LIMIT $1");
        self.conn.query(&sql, &params, due_row)
    }

    /// Work that has been given up, the latest first.
    pub fn due_dead(&self, limit: u32) -> Result<Vec<DueRow>, StoreError> {
        let sql = format!("SELECT {DUE} FROM due WHERE dead = 1 ORDER BY at DESC, id DESC LIMIT $1");
        self.conn.query(&sql, &[p(i64::from(limit))], due_row)
    }

    /// All work that concerns a record, done or not.
    pub fn due_of(&self, record: &record::Id) -> Result<Vec<DueRow>, StoreError> {
        self.conn.query(&format!("SELECT {DUE} FROM due WHERE record = $1 ORDER BY at, id"), &[p(record)], due_row)
    }

    /// The work that a key names.
    pub fn due_by_key(&self, key: &str) -> Result<Option<DueRow>, StoreError> {
        self.conn.first(&format!("SELECT {DUE} FROM due WHERE key = $1"), &[p(key)], due_row)
    }

    /// When the next piece of work is due that nobody is at.
    pub fn due_next(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT at FROM due WHERE done IS NULL AND dead = 0 ORDER BY at LIMIT 1";
        self.conn.first(sql, &[], |row| row.time())
    }
}

impl Write {
    /// Queues work unless its key has been queued before; tells whether it did.
    pub fn add_due(&mut self, due: &NewDue) -> Result<bool, StoreError> {
        let sql = "INSERT INTO due (id, what, key, record, payload, at, attempts, dead) \
                   SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, 0, 0 FROM due WHERE 1 = 1 \
                   ON CONFLICT (key) DO NOTHING";
        let record = due.record.as_ref().map(ToString::to_string).unwrap_or_default();
        Ok(self.run(sql, &[p(&due.what), p(&due.key), p(record), p(&due.payload), p(due.at)])? == 1)
    }

    /// Moves work that is not done to another moment; tells whether there was any.
    pub fn move_due(&mut self, key: &str, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE due SET at = $1, attempts = 0, dead = 0, leased = NULL WHERE key = $2 AND done IS NULL";
        Ok(self.run(sql, &[p(at), p(key)])? == 1)
    }

    /// Takes work off the queue that is not done; tells whether there was any.
    pub fn cancel_due(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(self.run("DELETE FROM due WHERE key = $1 AND done IS NULL", &[p(key)])? == 1)
    }

    /// Takes up to `limit` pieces of work that are due, for as long as `length`; nobody else gets them meanwhile.
    pub fn lease_due(&mut self, now: Timestamp, length: SignedDuration, limit: u32) -> Result<Vec<DueRow>, StoreError> {
        let sql = "SELECT id FROM due WHERE done IS NULL AND dead = 0 AND at <= $1 \
                   AND (leased IS NULL OR leased <= $1) ORDER BY at, id LIMIT $2";
        let found = self.read.conn.query(sql, &[p(now), p(i64::from(limit))], |row| row.int());
        let ids = self.checked(found)?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let until = now.saturating_add(length).unwrap_or(now);
        let these = places(2, ids.len());
        let params: Vec<Param<'_>> = [p(until)].into_iter().chain(ids.iter().map(|it| p(*it))).collect();
        self.run(&format!("UPDATE due SET leased = $1, attempts = attempts + 1 WHERE id IN ({these})"), &params)?;
        let sql = format!("SELECT {DUE} FROM due WHERE id IN ({}) ORDER BY at, id", places(1, ids.len()));
        self.checked(self.read.conn.query(&sql, &params[1..], due_row))
    }

    /// Marks leased work as done; false when the lease ran out and somebody else has taken it since.
    pub fn finish_due(&mut self, due: &DueRow, now: Timestamp) -> Result<bool, StoreError> {
        let sql =
            "UPDATE due SET done = $1, leased = NULL, error = NULL WHERE id = $2 AND attempts = $3 AND done IS NULL";
        Ok(self.run(sql, &[p(now), p(due.id), p(due.attempts)])? == 1)
    }

    /// Puts leased work back with a pause that grows, or gives it up; false when somebody else has taken it since.
    pub fn fail_due(&mut self, due: &DueRow, error: &str, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE due SET at = $1, leased = NULL, dead = $2, error = $3 \
                   WHERE id = $4 AND attempts = $5 AND done IS NULL";
        let again = now.saturating_add(pause(due.attempts)).unwrap_or(now);
        let dead = due.attempts >= ATTEMPTS;
        Ok(self.run(sql, &[p(again), p(dead), p(error), p(due.id), p(due.attempts)])? == 1)
    }

    /// Forgets work that was done before a moment; returns how much. Its keys can be queued again.
    pub fn sweep_due(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.run("DELETE FROM due WHERE done IS NOT NULL AND done < $1", &[p(before)])
    }
}

/// The pause after a number of attempts.
fn pause(attempts: i64) -> SignedDuration {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    PAUSE.checked_mul(1 << doublings).map_or(LONGEST, |it| it.min(LONGEST))
}

fn due_row(row: &mut Row) -> Result<DueRow, StoreError> {
    Ok(DueRow {
        id: row.int()?,
        what: row.text()?,
        key: row.text()?,
        record: row.opt_id()?,
        payload: row.json()?,
        at: row.time()?,
        leased: row.opt_time()?,
        attempts: row.int()?,
        done: row.opt_time()?,
        dead: row.flag()?,
        error: row.opt_text()?,
    })
}
