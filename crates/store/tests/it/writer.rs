//! The writer: groups, failures, several writers of one database, snapshots.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ledger::{Tree, leaf_hash};
use serde_json::json;
use store::{Place, Query, Store, StoreError, Visible};

use crate::bed::{Bed, id, next, put, record};

both!(
    many_threads_lose_nothing,
    a_panic_stores_nothing_and_the_writer_lives,
    an_error_undoes_one_change_only,
    two_programs_share_one_ledger,
    a_read_sees_one_moment,
    time_never_runs_backwards,
    async_code_reads_and_writes,
    a_dropped_store_has_stored_everything,
    more_readers_than_connections,
);

fn add(store: &Store) -> Result<String, StoreError> {
    store.write(|tx| {
        let number = tx.next_number("risk")?;
        put(tx, record(&format!("RSK-{number}"), "Made in a crowd", json!({"n": number}))).map(|it| it.id.to_string())
    })
}

/// The root over the entries as they stand in the table, by a tree that knows nothing of tiles.
fn expected_tree(store: &Store) -> Tree {
    let mut tree = Tree::empty();
    for entry in store.read(|it| it.entries(0, 100_000)).unwrap() {
        assert_eq!(entry.place, tree.size());
        tree.append(&leaf_hash(&entry.bytes));
    }
    tree
}

fn many_threads_lose_nothing(bed: Bed) {
    let made = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..16).map(|_| scope.spawn(|| (0..40).map(|_| add(&bed.store).unwrap()).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect::<BTreeSet<_>>()
    });
    assert_eq!(made.len(), 640);
    assert_eq!(bed.read(|it| it.count(&Query::all(Visible::All))), 640);
    let tree = expected_tree(&bed.store);
    assert_eq!(tree.size(), 640);
    assert_eq!(bed.read(|it| it.tree()).root(), tree.root());
    assert_eq!(bed.read(|it| it.tile(0, 0)).unwrap().len(), 256);
    assert_eq!(bed.read(|it| it.tile(0, 2)).unwrap().len(), 128);
    assert_eq!(bed.read(|it| it.tile(1, 0)).unwrap().len(), 2);
    assert_eq!(bed.read(|it| it.tile(1, 1)), None);
}

fn a_panic_stores_nothing_and_the_writer_lives(bed: Bed) {
    add(&bed.store).unwrap();
    let broken: Result<(), StoreError> = bed.store.write(|tx| {
        put(tx, record("RSK-0050", "Lost", json!({})))?;
        panic!("a test wants it so")
    });
    assert_eq!(broken, Err(StoreError::Panicked));
    assert_eq!(bed.read(|it| it.record(&id("RSK-0050"))), None);
    assert_eq!(add(&bed.store).unwrap(), "RSK-0002");
    assert_eq!(bed.read(|it| it.tree()).root(), expected_tree(&bed.store).root());
}

/// While one change keeps the writer busy others queue up behind it, so that they share a commit.
fn an_error_undoes_one_change_only(bed: Bed) {
    let go = Arc::new(AtomicBool::new(false));
    let outcomes = std::thread::scope(|scope| {
        let gate = go.clone();
        scope.spawn(|| {
            bed.store.write(move |_| {
                while !gate.load(Ordering::Acquire) {
                    std::thread::yield_now();
                }
                Ok::<_, StoreError>(())
            })
        });
        let threads: Vec<_> = (0..30)
            .map(|n| {
                let store = bed.store.clone();
                scope.spawn(move || {
                    store.write(move |tx| {
                        let number = tx.next_number("risk")?;
                        put(tx, record(&format!("RSK-{number}"), "x", json!({"n": n})))?;
                        if n % 3 == 0 { Err(StoreError::Invalid("no".to_owned())) } else { Ok(()) }
                    })
                })
            })
            .collect();
        go.store(true, Ordering::Release);
        threads.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 20);
    assert_eq!(bed.read(|it| it.count(&Query::all(Visible::All))), 20);
    assert_eq!(bed.read(|it| it.tree()).root(), expected_tree(&bed.store).root());
    assert_eq!(expected_tree(&bed.store).size(), 20);
}

fn two_programs_share_one_ledger(bed: Bed) {
    let other = bed.again().unwrap();
    for number in 1..=6 {
        let store = if number % 2 == 0 { &other } else { &bed.store };
        assert_eq!(add(store).unwrap(), format!("RSK-000{number}"));
    }
    let made = std::thread::scope(|scope| {
        let threads: Vec<_> = [&bed.store, &other, &bed.store, &other]
            .into_iter()
            .map(|store| scope.spawn(|| (0..25).map(|_| add(store).unwrap()).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect::<BTreeSet<_>>()
    });
    assert_eq!(made.len(), 100);
    let tree = expected_tree(&bed.store);
    assert_eq!(tree.size(), 106);
    assert_eq!(bed.read(|it| it.tree()).root(), tree.root());
    assert_eq!(other.read(|it| it.tree()).unwrap().root(), tree.root());
}

fn a_read_sees_one_moment(bed: Bed) {
    let first = bed.put(&record("RSK-0001", "One", json!({"n": 1})));
    bed.read(|it| {
        assert_eq!(it.record(&first.id)?.unwrap().version, 1);
        bed.put(&next(&first, json!({"n": 2})));
        assert_eq!(it.record(&first.id)?.unwrap().version, 1);
        assert_eq!(it.head()?.size, 1);
        Ok(())
    });
    assert_eq!(bed.read(|it| it.record(&first.id)).unwrap().version, 2);
}

fn time_never_runs_backwards(bed: Bed) {
    let first = bed.put(&record("RSK-0001", "One", json!({})));
    bed.pass(-3_600_000);
    let second = bed.put(&record("RSK-0002", "Two", json!({})));
    assert_eq!(second.changed, first.changed);
    drop(bed.again().unwrap());
    let third = bed.again().unwrap().write(|tx| put(tx, record("RSK-0003", "Three", json!({})))).unwrap();
    assert_eq!(third.changed, first.changed);
    assert_eq!(bed.read(|it| it.head()).time, first.changed);
}

fn async_code_reads_and_writes(bed: Bed) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let store = bed.store.clone();
    runtime.block_on(async move {
        assert_eq!(bed.again().unwrap().place(), &bed.place);
        let made = store.write_async(|tx| put(tx, record("RSK-0001", "One", json!({})))).await.unwrap();
        let found = store.read_async(move |it| it.record(&made.id)).await;
        assert_eq!(found.unwrap().unwrap().title, "One");
        let broken: Result<(), StoreError> = store.read_async(|_| panic!("a test wants it so")).await;
        assert_eq!(broken, Err(StoreError::Panicked));
        drop(store);
        drop(bed);
    });
}

fn a_dropped_store_has_stored_everything(bed: Bed) {
    let second = bed.again().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let store = second.clone();
            scope.spawn(move || add(&store).unwrap());
        }
    });
    drop(second);
    assert_eq!(bed.read(|it| it.head()).size, 8);
}

fn more_readers_than_connections(bed: Bed) {
    bed.put(&record("RSK-0001", "One", json!({})));
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(bed.read(|it| it.record(&id("RSK-0001"))).unwrap().title, "One");
                    let failed: Result<(), StoreError> = bed.store.read(|_| Err(StoreError::Busy));
                    assert_eq!(failed, Err(StoreError::Busy));
                }
            });
        }
    });
}

/// What a restart of PostgreSQL does to connections that lie idle.
#[test]
fn broken_connections_are_replaced() {
    let bed = Bed::postgres();
    let Place::Postgres(address) = &bed.place else { panic!() };
    add(&bed.store).unwrap();
    bed.read(|it| it.head());
    let mut client = postgres::Client::connect(address, postgres::NoTls).unwrap();
    for round in 2..5 {
        let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let end = |client: &mut postgres::Client| client.query(sql, &[]).unwrap().len();
        assert_eq!(end(&mut client), 2);
        assert_eq!(glance(&bed.store), Ok(round - 1));
        assert_eq!(end(&mut client), 1);
        assert_eq!(add(&bed.store).unwrap(), format!("RSK-000{round}"));
        assert_eq!(bed.read(|it| it.head()).size, round);
    }
    assert_eq!(bed.read(|it| it.tree()).root(), expected_tree(&bed.store).root());
}

/// Size of the ledger, looked up outside of any transaction as the beginning of every request is.
fn glance(store: &Store) -> Result<u64, StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(store.look_up(|it| it.head())).map(|it| it.size)
}

/// A connection that breaks in the middle of a change: nothing of it is stored, and the next change works.
#[test]
fn a_connection_that_breaks_within_a_change_stores_nothing() {
    let bed = Bed::postgres();
    let Place::Postgres(address) = bed.place.clone() else { panic!() };
    let broken = bed.store.write(move |tx| {
        put(tx, record("RSK-0001", "Lost", json!({})))?;
        let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
        let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                   WHERE datname = current_database() AND state = 'idle in transaction'";
        assert_eq!(client.query(sql, &[]).unwrap().len(), 1);
        put(tx, record("RSK-0002", "Lost too", json!({})))
    });
    assert!(matches!(broken, Err(StoreError::Lost)), "{broken:?}");
    assert_eq!(add(&bed.store).unwrap(), "RSK-0001");
    assert_eq!(expected_tree(&bed.store).size(), 1);
}
