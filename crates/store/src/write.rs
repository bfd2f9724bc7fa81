//! Writing: what one change may do within the writer's transaction. Beginning, committing and answering is the writer's.

use std::collections::HashMap;
use std::ops::Deref;

use jiff::Timestamp;
use ledger::{Tree, leaf_hash};
use record::Id;

use crate::read::Read;
use crate::rows::{Derived, Made, RecordRow, Term};
use crate::value::{Param, p};
use crate::words::{searched, term_text, weighted};
use crate::{Clock, StoreError};

/// Longest leaf that the layout of the ledger's entries can carry.
const LEAF: usize = 65_535;
/// Rows that one statement inserts.
const AT_ONCE: usize = 50;

/// Links of a record that stand.
pub(crate) const HELD_LINKS: &str = "SELECT field, target FROM link WHERE source = $1 AND until_place IS NULL";
/// Terms of a record.
pub(crate) const HELD_TERMS: &str = "SELECT field, text, number FROM term WHERE record = $1 ORDER BY field, ord";

/// The right to change the store, for the time of one change; reads see what it has written itself.
pub struct Write {
    pub(crate) read: Read,
    pub(crate) clock: Clock,
    pub(crate) tree: Tree,
    /// Time of the last entry.
    pub(crate) last: Timestamp,
    /// Time of the running change.
    pub(crate) now: Timestamp,
    /// Digest of the configuration in force.
    pub(crate) configuration: String,
    /// The first error of a statement since the last savepoint: a change that goes on in spite of it is not stored.
    pub(crate) failed: std::cell::RefCell<Option<StoreError>>,
    /// Numbers given out by the running change.
    pub(crate) numbers: HashMap<String, i64>,
}

impl Deref for Write {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.read
    }
}

/// What a savepoint restores beside the tables.
pub(crate) struct Mark {
    tree: Tree,
    last: Timestamp,
    numbers: HashMap<String, i64>,
    configuration: String,
    failed: Option<StoreError>,
}

impl Write {
    /// The time of this change; never before that of the last entry.
    pub fn time(&self) -> Timestamp {
        self.now
    }

    /// Digest of the configuration that the head names; empty while it names none.
    pub fn configuration(&self) -> &str {
        &self.configuration
    }

    /// The place that the next entry will get.
    pub fn next_place(&self) -> u64 {
        self.tree.size()
    }

    /// The ledger's tree with everything that this change has appended so far.
    pub fn tree_now(&self) -> &Tree {
        &self.tree
    }

    /// The next free number of a kind; numbers are never used twice.
    pub fn next_number(&mut self, kind: &str) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(max(number), 0) FROM record WHERE kind = $1";
        let stored = self.checked(self.read.conn.first(sql, &[p(kind)], |row| row.int()))?.unwrap_or(0);
        let given = self.numbers.get(kind).copied().unwrap_or(0);
        let next = stored.max(given) + 1;
        self.numbers.insert(kind.to_owned(), next);
        Ok(next)
    }

    /// Appends a leaf to the ledger and returns its place, which [`Write::next_place`] had told.
    pub fn append(&mut self, kind: &str, ent: Option<&str>, bytes: &[u8]) -> Result<u64, StoreError> {
        if bytes.len() > LEAF {
            return Err(StoreError::Invalid(format!(
                "an entry of {} bytes is longer than {LEAF}; shorten it",
                bytes.len()
            )));
        }
        let place = self.tree.size();
        let sql = "INSERT INTO entry (place, time, kind, ent, bytes) VALUES ($1, $2, $3, $4, $5)";
        self.send(sql, &[p(place), p(self.now), p(kind), p(ent), p(bytes)])?;
        self.tree.append(&leaf_hash(bytes));
        self.last = self.now;
        Ok(place)
    }

    /// Stores a version of a record with what is derived from it, and ends the version before, if there is one.
    ///
    /// `record.version` must be one more than the stored one; `record.place` is the place of its entry.
    pub fn put(
        &mut self,
        record: &RecordRow,
        before: Option<&RecordRow>,
        made: &Made,
        derived: &Derived,
    ) -> Result<(), StoreError> {
        let id = record.id.to_string();
        // Questions come before changes, so that those asked ahead still hold.
        let links = self.held_links(record, &id)?;
        let terms = self.held_terms(record, &id)?;
        match before {
            None => self.insert_record(record, &id)?,
            Some(before) => self.update_record(record, before, &id)?,
        }
        self.insert_version(record, made, &id)?;
        self.put_links(record, &id, &derived.links, &links)?;
        self.put_terms(record, &id, &derived.terms, &terms)?;
        self.put_search(record, &id, derived)
    }

    fn insert_record(&mut self, record: &RecordRow, id: &str) -> Result<(), StoreError> {
        self.put_class(record)?;
        let sql = "INSERT INTO record (id, kind, number, version, state, title, title_key, unit, owner, access, retired, \
                   place, created, changed, document, creator, editor, mover, commitment) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
        let document = document_text(record)?;
        let (unit, owner) = (or_empty(&record.unit), or_empty(&record.owner));
        let params = [
            p(id),
            p(&record.kind),
            p(record.id.number),
            p(record.version),
            p(&record.state),
            p(&record.title),
            p(term_text(&record.title)),
            p(unit),
            p(owner),
            p(&record.access),
            p(record.retired),
            p(record.place),
            p(record.created),
            p(record.changed),
            p(document),
            p(&record.makers.creator),
            p(&record.makers.editor),
            p(&record.makers.mover),
            p(record.commitment.as_slice()),
        ];
        self.send(sql, &params)
    }

    fn update_record(&mut self, record: &RecordRow, before: &RecordRow, id: &str) -> Result<(), StoreError> {
        self.send_one(
            "UPDATE version SET until_place = $1 WHERE record = $2 AND version = $3 AND until_place IS NULL",
            &[p(record.place), p(id), p(record.version - 1)],
            stale(id, record.version - 1),
        )?;
        let mut columns = vec![
            ("version", p(record.version)),
            ("place", p(record.place)),
            ("changed", p(record.changed)),
            ("document", p(document_text(record)?)),
            ("editor", p(&record.makers.editor)),
            ("mover", p(&record.makers.mover)),
            ("commitment", p(record.commitment.as_slice())),
        ];
        columns.extend(changed_heading(before, record));
        let sets: Vec<String> = (2..).zip(&columns).map(|(at, (column, _))| format!("{column} = ${at}")).collect();
        let sql = format!("UPDATE record SET {} WHERE id = $1", sets.join(", "));
        let params: Vec<Param<'_>> = [p(id)].into_iter().chain(columns.into_iter().map(|it| it.1)).collect();
        self.send(&sql, &params)?;
        if before.class() == record.class() { Ok(()) } else { self.put_class(record) }
    }

    /// Gives a record another unit and access class without another version: for records whose readers are those of another.
    pub fn set_readers(&mut self, id: &Id, unit: Option<&str>, access: &str) -> Result<(), StoreError> {
        let unit = unit.unwrap_or_default();
        self.send("UPDATE record SET unit = $1, access = $2 WHERE id = $3", &[p(unit), p(access), p(id)])?;
        let sql = "INSERT INTO class (kind, unit, access) SELECT kind, unit, access FROM record WHERE id = $1 \
                   ON CONFLICT (kind, unit, access) DO NOTHING";
        self.send(sql, &[p(id)])
    }

    fn put_class(&mut self, record: &RecordRow) -> Result<(), StoreError> {
        let sql =
            "INSERT INTO class (kind, unit, access) VALUES ($1, $2, $3) ON CONFLICT (kind, unit, access) DO NOTHING";
        self.send(sql, &[p(&record.kind), p(or_empty(&record.unit)), p(&record.access)])
    }

    fn insert_version(&mut self, record: &RecordRow, made: &Made, id: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO version (record, version, from_place, time, state, title, unit, owner, access, retired, \
                   actor, via, act, why, opening, commitment, configuration, document) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
        let (unit, owner) = (or_empty(&record.unit), or_empty(&record.owner));
        let params = [
            p(id),
            p(record.version),
            p(record.place),
            p(record.changed),
            p(&record.state),
            p(&record.title),
            p(unit),
            p(owner),
            p(&record.access),
            p(record.retired),
            p(&made.actor),
            p(&made.via),
            p(&made.act),
            p(made.why.as_deref()),
            p(&made.opening),
            p(made.commitment.as_slice()),
            p(&made.configuration),
            p(document_text(record)?),
        ];
        self.send(sql, &params)
    }

    /// Fields and targets of the links that stand; none before the first version.
    fn held_links(&self, record: &RecordRow, id: &str) -> Result<Vec<(String, String)>, StoreError> {
        if record.version == 1 {
            return Ok(Vec::new());
        }
        self.checked(self.read.conn.query(HELD_LINKS, &[p(id)], |row| Ok((row.text()?, row.text()?))))
    }

    /// Ends the links that are gone and begins the new ones; what stays keeps its place.
    fn put_links(
        &mut self,
        record: &RecordRow,
        id: &str,
        links: &[(String, Id)],
        held: &[(String, String)],
    ) -> Result<(), StoreError> {
        let mut wanted: Vec<(String, String)> =
            links.iter().map(|(field, to)| (field.clone(), to.to_string())).collect();
        wanted.sort();
        wanted.dedup();
        for (field, target) in held.iter().filter(|it| !wanted.contains(it)) {
            let sql = "UPDATE link SET until_place = $1 \
                       WHERE source = $2 AND field = $3 AND target = $4 AND until_place IS NULL";
            self.send(sql, &[p(record.place), p(id), p(field), p(target)])?;
        }
        wanted.retain(|it| !held.contains(it));
        for part in wanted.chunks(AT_ONCE) {
            let sql = insert_many("link (source, field, target, from_place)", 4, part.len());
            let params: Vec<Param<'_>> =
                part.iter().flat_map(|(field, target)| [p(id), p(field), p(target), p(record.place)]).collect();
            self.send(&sql, &params)?;
        }
        Ok(())
    }

    /// Writes the terms of those fields whose terms differ from the stored ones.
    pub(crate) fn put_terms(
        &mut self,
        record: &RecordRow,
        id: &str,
        terms: &[Term],
        held: &Terms,
    ) -> Result<bool, StoreError> {
        let wanted = by_field(terms);
        let mut fields: Vec<&String> = held.keys().filter(|it| wanted.get(*it) != held.get(*it)).collect();
        for part in fields.chunks(AT_ONCE) {
            let sql =
                format!("DELETE FROM term WHERE record = $1 AND field IN ({})", crate::read::places(2, part.len()));
            let params: Vec<Param<'_>> = [p(id)].into_iter().chain(part.iter().map(|it| p(*it))).collect();
            self.send(&sql, &params)?;
        }
        fields.extend(wanted.keys().filter(|it| !held.contains_key(*it)));
        let mut rows = Vec::new();
        for field in &fields {
            for (ord, (text, number)) in wanted.get(*field).into_iter().flatten().enumerate() {
                rows.push([p(id), p(*field), p(ord as i64), p(&record.kind), p(text), p(*number)]);
            }
        }
        for part in rows.chunks(AT_ONCE) {
            let sql = insert_many("term (record, field, ord, kind, text, number)", 6, part.len());
            self.send(&sql, &part.concat())?;
        }
        Ok(!fields.is_empty())
    }

    /// Terms as they are stored; none before the first version.
    pub(crate) fn held_terms(&self, record: &RecordRow, id: &str) -> Result<Terms, StoreError> {
        if record.version == 1 {
            return Ok(Terms::new());
        }
        let read = self.read.conn.query(HELD_TERMS, &[p(id)], |row| Ok((row.text()?, row.text()?, row.opt_real()?)));
        let mut held = Terms::new();
        for (field, text, number) in self.checked(read)? {
            held.entry(field).or_default().push((text, number));
        }
        Ok(held)
    }

    /// Writes what search knows of the record, when it differs from what is stored.
    pub(crate) fn put_search(&mut self, record: &RecordRow, id: &str, derived: &Derived) -> Result<(), StoreError> {
        let (title, body) = searched(record, derived);
        let mut params = vec![p(id), p(&record.kind), p(title.join(" ")), p(body.join(" "))];
        if self.read.conn.dialect() == crate::dialect::Dialect::Postgres {
            params.push(p(weighted(&title, &body)));
        }
        self.send(self.read.conn.dialect().put_search(), &params)
    }

    /// Runs work that can fail by itself: upon an error all it did is undone, and the change may go on.
    pub fn savepoint<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Write) -> Result<T, E>) -> Result<T, E> {
        let mark = self.set_mark()?;
        match work(self).and_then(|done| self.release().map(|()| done).map_err(E::from)) {
            Ok(done) => Ok(done),
            Err(error) => {
                self.back_to(mark)?;
                Err(error)
            }
        }
    }

    pub(crate) fn set_mark(&mut self) -> Result<Mark, StoreError> {
        // What was sent before belongs to what surrounds this savepoint.
        self.checked(self.read.conn.settle())?;
        self.checked(self.read.conn.tell("SAVEPOINT step"))?;
        Ok(Mark {
            tree: self.tree.clone(),
            last: self.last,
            numbers: self.numbers.clone(),
            configuration: self.configuration.clone(),
            failed: self.failed.borrow().clone(),
        })
    }

    /// Keeps what was done since the mark, unless a statement failed on the way.
    pub(crate) fn release(&mut self) -> Result<(), StoreError> {
        if let Some(error) = self.failed.borrow().clone() {
            return Err(error);
        }
        self.checked(self.read.conn.settle())?;
        self.checked(self.read.conn.tell("RELEASE SAVEPOINT step"))
    }

    /// Undoes what was done since the mark.
    pub(crate) fn back_to(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.tree = mark.tree;
        self.last = mark.last;
        self.numbers = mark.numbers;
        self.configuration = mark.configuration;
        if self.read.conn.has_left_transaction() {
            return Err(self.failed.borrow().clone().unwrap_or(StoreError::Lost));
        }
        // What is undone needs no judgement any more.
        let _ = self.read.conn.settle();
        self.read.conn.steer("ROLLBACK TO SAVEPOINT step")?;
        self.read.conn.steer("RELEASE SAVEPOINT step")?;
        *self.failed.borrow_mut() = mark.failed;
        Ok(())
    }

    /// Runs a statement that changes rows, and tells how many; refuses when the database has ended the transaction by
    /// itself.
    pub(crate) fn run(&self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.still_in_transaction()?;
        self.checked(self.read.conn.execute(sql, params))
    }

    /// Runs a statement whose outcome nobody needs before the end of the change, which it spoils when it fails.
    pub(crate) fn send(&self, sql: &str, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.still_in_transaction()?;
        self.checked(self.read.conn.send(sql, params, None))
    }

    /// The same for a statement that must touch exactly one row; `otherwise` is what it means when it does not.
    pub(crate) fn send_one(&self, sql: &str, params: &[Param<'_>], otherwise: StoreError) -> Result<(), StoreError> {
        self.still_in_transaction()?;
        self.checked(self.read.conn.send(sql, params, Some((1, otherwise))))
    }

    fn still_in_transaction(&self) -> Result<(), StoreError> {
        match self.read.conn.has_left_transaction() {
            true => Err(self.failed.borrow().clone().unwrap_or(StoreError::Lost)),
            false => Ok(()),
        }
    }

    /// Remembers the first error, so that nobody can store half a change by overlooking it.
    pub(crate) fn checked<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result {
            self.failed.borrow_mut().get_or_insert(error.clone());
        }
        result
    }
}

/// Texts and numbers of a record's terms, by field.
pub(crate) type Terms = HashMap<String, Vec<(String, Option<f64>)>>;

/// Terms by field, as they would be stored.
pub(crate) fn by_field(terms: &[Term]) -> Terms {
    let mut fields = Terms::new();
    for term in terms {
        let number = term.number.filter(|it| it.is_finite());
        let text = term_text(&term.text).replace('\0', "\u{fffd}");
        fields.entry(term.field.clone()).or_default().push((text, number));
    }
    fields
}

/// `INSERT INTO table VALUES (…), (…)` for several rows.
fn insert_many(table: &str, columns: usize, rows: usize) -> String {
    let values: Vec<String> =
        (0..rows).map(|row| format!("({})", crate::read::places(row * columns + 1, columns))).collect();
    format!("INSERT INTO {table} VALUES {}", values.join(", "))
}

/// Columns of the head that get another value; the others are left out because every index with one of them would be written.
fn changed_heading<'a>(before: &RecordRow, after: &'a RecordRow) -> Vec<(&'static str, Param<'a>)> {
    let mut changed = Vec::new();
    if before.title != after.title {
        changed.push(("title", p(&after.title)));
        changed.push(("title_key", p(term_text(&after.title))));
    }
    if before.state != after.state {
        changed.push(("state", p(&after.state)));
    }
    if before.unit != after.unit {
        changed.push(("unit", p(or_empty(&after.unit))));
    }
    if before.owner != after.owner {
        changed.push(("owner", p(or_empty(&after.owner))));
    }
    if before.access != after.access {
        changed.push(("access", p(&after.access)));
    }
    if before.retired != after.retired {
        changed.push(("retired", p(after.retired)));
    }
    changed
}

fn stale(id: &str, expected: i64) -> StoreError {
    StoreError::Stale { id: id.to_owned(), expected }
}

pub(crate) fn or_empty(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("")
}

pub(crate) fn document_text(record: &RecordRow) -> Result<String, StoreError> {
    serde_json::to_string(&record.document).map_err(|it| StoreError::Invalid(format!("the document is not JSON: {it}")))
}
