//! Prints how fast the store is on both databases, beside the rate at which this disk makes things durable.
//!
//! `cargo run --release -p store --features testing --example writes [RECORDS]`

use std::error::Error;
use std::fs::File;
use std::io::{Seek, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use record::{Document, Id};
use serde_json::{Value, json};
use store::{
    Condition, Derived, Direction, Key, Made, Makers, Op, Place, Query, RecordRow, Store, StoreError, Visible, Write,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How long each rate is measured.
const SPAN: Duration = Duration::from_secs(4);

fn main() -> Outcome<()> {
    let records: i64 = std::env::args().nth(1).map_or(Ok(10_000), |it| it.parse())?;
    let folder = std::env::temp_dir().join(format!("aims-bench-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    println!("fsync rate: {:.0}/s", fsyncs(&folder)?);
    let places = [("SQLite", Place::Sqlite(folder.join("bench.db"))), ("PostgreSQL", store::testing::postgres()?)];
    for (name, place) in places {
        println!("\n{name}, {records} records");
        measure(&place, records)?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Durable writes of one page a second.
fn fsyncs(folder: &Path) -> Outcome<f64> {
    let mut file = File::create(folder.join("fsync"))?;
    let (started, mut count) = (Instant::now(), 0);
    while started.elapsed() < Duration::from_secs(2) {
        file.rewind()?;
        file.write_all(&[count as u8; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

fn measure(place: &Place, records: i64) -> Outcome<()> {
    let store = open(place)?;
    let started = Instant::now();
    for first in (1..=records).step_by(500) {
        store.write(move |tx| {
            (first..(first + 500).min(records + 1)).try_for_each(|number| put(tx, number, None).map(|_| ()))
        })?;
    }
    let each = started.elapsed().as_secs_f64() / records as f64;
    println!("  put and append, new records, 500 a commit: {:.0} µs each", each * 1e6);
    let count = records.min(2_000);
    let busy = writer_busy(&store)?;
    store.write(move |tx| {
        (1..=count).try_for_each(|number| {
            let held = tx.record(&Id::new("RSK", number))?;
            put(tx, number, held)
        })
    })?;
    let each = (writer_busy(&store)? - busy) / count as f64;
    println!("  read, put and append, two fields changed, within one commit: {each:.0} µs of the writer's CPU each");
    for threads in [1, 64] {
        let busy = writer_busy(&store)?;
        let (rate, slow, count) = changes(&store, threads, records)?;
        let each = (writer_busy(&store)? - busy) / count;
        println!(
            "  durable changes with {threads} threads: {rate:.0}/s, 99th percentile {slow:.1} ms, {each:.0} µs of the \
             writer's CPU each"
        );
    }
    lists(&store)?;
    drop(store);
    for turn in ["first", "second"] {
        let started = Instant::now();
        let store = open(place)?;
        println!("  open, {turn} time: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
        drop(store);
    }
    Ok(())
}

/// CPU that the writer's thread has had so far, in microseconds; Linux only.
fn writer_busy(store: &Store) -> Result<f64, StoreError> {
    store.write(|_| {
        let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds = said.split(' ').next().and_then(|it| it.parse::<f64>().ok());
        Ok(nanoseconds.unwrap_or(f64::NAN) / 1e3)
    })
}

fn open(place: &Place) -> Result<Store, StoreError> {
    Store::open(place, Arc::new(Timestamp::now))
}

/// Changes from several threads at once: how many a second, the milliseconds that one in a hundred exceeds, how many.
fn changes(store: &Store, threads: i64, records: i64) -> Outcome<(f64, f64, f64)> {
    let started = Instant::now();
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let work = |thread: i64| {
            let mut times = Vec::new();
            let mut turn = 0;
            while started.elapsed() < SPAN {
                let (number, begun) = ((turn * threads + thread) % records + 1, Instant::now());
                store.write(move |tx| {
                    let held = tx.record(&Id::new("RSK", number))?;
                    put(tx, number, held)
                })?;
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                turn += 1;
            }
            Ok::<_, StoreError>(times)
        };
        let running: Vec<_> = (0..threads).map(|it| scope.spawn(move || work(it))).collect();
        running.into_iter().filter_map(|it| it.join().ok()).flatten().flatten().collect()
    });
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let slow = times.get(times.len() * 99 / 100).copied().unwrap_or(f64::NAN);
    Ok((rate, slow, times.len() as f64))
}

fn lists(store: &Store) -> Outcome<()> {
    let mut query = Query::of("risk", Visible::All);
    query.conditions = vec![
        Condition::State(vec!["open".to_owned()]),
        Condition::Field { field: "level".to_owned(), op: Op::Ne, values: vec!["low".into()] },
    ];
    let text = |it: &str| Query { text: Some(it.to_owned()), ..query.clone() };
    let by = |key: Key| Query { sort: vec![(key, Direction::Descending)], ..query.clone() };
    let size = store.read(|it| it.head())?.size;
    let queries = [
        ("by number", query.clone()),
        ("by title", by(Key::Title)),
        ("by a field", by(Key::Field("score".to_owned()))),
        ("by time of change", by(Key::Changed)),
        ("with a word", text("word7")),
        ("as of half way, by a field", Query { as_of: Some(size / 2), ..by(Key::Field("score".to_owned())) }),
    ];
    for (name, query) in queries {
        let counted = timed(|| store.read(|it| it.count(&query)))?;
        let listed = timed(|| store.read(|it| it.list(&query)))?;
        println!("  first page {name}: {:.1} ms, of {} records counted in {:.1} ms", listed.1, counted.0, counted.1);
    }
    let faceted = timed(|| store.read(|it| it.facet(&query, &Key::Field("level".to_owned()), 10)))?;
    let found = timed(|| store.read(|it| it.search("word7 bias", &[], &Visible::All, 20)))?;
    let classes = timed(|| store.read(|it| it.classes()))?;
    println!("  facet: {:.1} ms; search: {:.1} ms; classes: {:.1} ms", faceted.1, found.1, classes.1);
    Ok(())
}

/// The best of three runs, in milliseconds.
fn timed<T>(mut work: impl FnMut() -> Result<T, StoreError>) -> Result<(T, f64), StoreError> {
    let mut best = f64::INFINITY;
    let mut result = work()?;
    for _ in 0..3 {
        let started = Instant::now();
        result = work()?;
        best = best.min(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok((result, best))
}

/// Stores the next version of a record with twelve fields.
fn put(tx: &mut Write, number: i64, held: Option<RecordRow>) -> Result<(), StoreError> {
    let version = held.as_ref().map_or(1, |it| it.version + 1);
    let document = held.as_ref().map_or_else(|| fields(number), |it| changed(it.document.clone(), version));
    let leaf = json!({"v": 1, "seq": tx.next_place(), "kind": "record.edit", "ent": format!("RSK-{number:04}"),
        "actor": "p:6f0e6f0e6f0e6f0e6f0e6f0e6f0e6f0e", "prev": "0".repeat(64), "new": "1".repeat(64), "sw": "bench"});
    let place = tx.append("record.edit", Some(&format!("RSK-{number:04}")), leaf.to_string().as_bytes())?;
    let row = RecordRow {
        id: Id::new("RSK", number),
        kind: "risk".to_owned(),
        version,
        state: if number % 3 == 0 { "closed" } else { "open" }.to_owned(),
        title: format!("Bias of model {}", (number * 7_919) % 10_007),
        unit: Some(format!("UNT-{:04}", number % 20 + 1)),
        owner: Some(format!("PER-{:04}", number % 50 + 1)),
        access: "internal".to_owned(),
        retired: false,
        place,
        created: tx.time(),
        changed: tx.time(),
        document,
        makers: Makers::default(),
        commitment: [1; 32],
    };
    let mut derived = Derived::plain(&row);
    derived.links = vec![("system".to_owned(), Id::new("SYS", number % 100 + 1))];
    let made = Made {
        actor: "p:6f0e".to_owned(),
        via: "api".to_owned(),
        act: "edit".to_owned(),
        why: None,
        opening: json!({"seed": "0".repeat(64)}),
        commitment: [1; 32],
        configuration: "sha256:0".to_owned(),
    };
    tx.put(&row, held.as_ref(), &made, &derived)
}

fn fields(number: i64) -> Document {
    let level = ["low", "medium", "high", "critical"][(number % 4) as usize];
    let prose: String = (0..60).map(|it| format!("word{} ", (number * 31 + it * it) % 400)).collect();
    let value = json!({
        "title": format!("Bias {number}"), "level": level, "score": (number * 37) % 1_000, "system": "SYS-0001",
        "owner": "PER-0001", "description": prose, "likelihood": number % 5 + 1, "impact": number % 4 + 1,
        "review": format!("2027-{:02}-{:02}", number % 12 + 1, number % 28 + 1), "treatment": "reduce",
        "tags": ["fairness", "people"], "external": number % 2 == 0
    });
    match value {
        Value::Object(fields) => fields,
        _ => Document::new(),
    }
}

fn changed(mut document: Document, version: i64) -> Document {
    document.insert("score".to_owned(), Value::from(version * 13 % 1_000));
    document
        .insert("description".to_owned(), Value::from(format!("changed in version {version}, again about bias word7")));
    document
}
