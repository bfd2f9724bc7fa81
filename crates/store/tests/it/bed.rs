//! What every test lies on: an empty store on either database, a clock that the test moves, and short ways to write.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use record::{Document, Id};
use serde_json::{Value, json};
use store::{Derived, Made, Makers, Place, RecordRow, Store, StoreError, Write};

/// Makes two tests of a function `fn name(bed: Bed)`, one for each database.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite { $(#[test] fn $name() { super::$name(crate::bed::Bed::sqlite()) })+ }
        mod on_postgres { $(#[test] fn $name() { super::$name(crate::bed::Bed::postgres()) })+ }
    };
}

/// A store with what belongs to it.
pub struct Bed {
    pub store: Store,
    pub place: Place,
    now: Arc<AtomicI64>,
    pub folder: tempfile::TempDir,
}

impl Bed {
    pub fn sqlite() -> Bed {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().join("aims.db"));
        Bed::new(place, folder)
    }

    pub fn postgres() -> Bed {
        let place = store::testing::postgres().unwrap();
        Bed::new(place, tempfile::tempdir().unwrap())
    }

    fn new(place: Place, folder: tempfile::TempDir) -> Bed {
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let store = Store::open(&place, clock(&now)).unwrap();
        Bed { store, place, now, folder }
    }

    /// Another handle to the same database, as another program would have it.
    pub fn again(&self) -> Result<Store, StoreError> {
        Store::open(&self.place, clock(&self.now))
    }

    /// Moves the clock.
    pub fn pass(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now.load(Ordering::Relaxed)).unwrap()
    }

    /// Stores one version of a record in a change of its own.
    pub fn put(&self, record: &RecordRow) -> RecordRow {
        let record = record.clone();
        self.store.write(move |tx| put(tx, record)).unwrap()
    }

    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Write) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.store.write(work).unwrap()
    }

    pub fn read<T>(&self, work: impl FnOnce(&store::Read) -> Result<T, StoreError>) -> T {
        self.store.read(work).unwrap()
    }
}

fn clock(now: &Arc<AtomicI64>) -> store::Clock {
    let now = now.clone();
    Arc::new(move || Timestamp::from_millisecond(now.load(Ordering::Relaxed)).unwrap())
}

/// Appends an entry and stores the record as the next version.
pub fn put(tx: &mut Write, mut record: RecordRow) -> Result<RecordRow, StoreError> {
    let leaf = format!("{{\"ent\":\"{}\",\"seq\":{},\"ver\":{}}}", record.id, tx.next_place(), record.version);
    record.place = tx.append("record.put", Some(&record.id.to_string()), leaf.as_bytes())?;
    record.changed = tx.time();
    if record.version == 1 {
        record.created = tx.time();
    }
    let before = if record.version == 1 { None } else { tx.record(&record.id)? };
    tx.put(&record, before.as_ref(), &made(), &derive(&record))?;
    Ok(record)
}

/// What tests derive: links from the field `links`, the rest plainly.
pub fn derive(record: &RecordRow) -> Derived {
    let mut derived = Derived::plain(record);
    let links = record.document.get("links").and_then(Value::as_array).cloned().unwrap_or_default();
    derived.links = links.iter().map(|it| ("links".to_owned(), it.as_str().unwrap().parse().unwrap())).collect();
    derived
}

pub fn made() -> Made {
    Made {
        actor: "p:1".to_owned(),
        via: "api".to_owned(),
        act: "edit".to_owned(),
        why: None,
        opening: json!({"seed": "00"}),
        commitment: [7; 32],
        configuration: "sha256:0".to_owned(),
    }
}

pub fn id(text: &str) -> Id {
    text.parse().unwrap()
}

pub fn document(value: Value) -> Document {
    value.as_object().unwrap().clone()
}

/// The first version of a record; its kind follows from the prefix.
pub fn record(number: &str, title: &str, fields: Value) -> RecordRow {
    let id = id(number);
    RecordRow {
        kind: if id.prefix == "RSK" { "risk" } else { "thing" }.to_owned(),
        id,
        version: 1,
        state: "open".to_owned(),
        title: title.to_owned(),
        unit: None,
        owner: None,
        access: "internal".to_owned(),
        retired: false,
        place: 0,
        created: Timestamp::UNIX_EPOCH,
        changed: Timestamp::UNIX_EPOCH,
        document: document(fields),
        makers: Makers { creator: "p:1".to_owned(), editor: "p:1".to_owned(), mover: "p:1".to_owned() },
        commitment: made().commitment,
    }
}

/// The next version of a record, with other fields.
pub fn next(record: &RecordRow, fields: Value) -> RecordRow {
    RecordRow { version: record.version + 1, document: document(fields), ..record.clone() }
}

pub fn ids(rows: &[RecordRow]) -> Vec<String> {
    rows.iter().map(|it| it.id.to_string()).collect()
}
