//! Records and their versions.

use serde_json::json;
use store::{StoreError, VersionRow};

use crate::bed::{Bed, id, made, next, put, record};

both!(
    reads_back_what_was_put,
    keeps_every_version,
    refuses_a_stale_version,
    gives_numbers_once,
    keeps_odd_text,
    leaves_out_what_does_not_exist,
    rolls_back_a_nested_savepoint,
    does_not_store_half_a_change,
    fixes_versions_and_entries,
);

fn reads_back_what_was_put(bed: Bed) {
    let mut row = record("RSK-0001", "Bias", json!({"title": "Bias", "likelihood": 3, "nested": [{"a": null}]}));
    row.unit = Some("UNT-0001".to_owned());
    row.owner = Some("PER-0002".to_owned());
    let stored = bed.put(&row);
    assert_eq!(bed.read(|it| it.record(&row.id)), Some(stored.clone()));
    let version = VersionRow { record: stored, made: made(), until: None };
    assert_eq!(bed.read(|it| it.version(&row.id, 1)), Some(version.clone()));
    assert_eq!(bed.read(|it| it.history(&row.id)), vec![version]);
    assert_eq!(bed.read(|it| it.version(&row.id, 2)), None);
    assert_eq!(bed.read(|it| it.headings(std::slice::from_ref(&row.id))), vec![row.heading()]);
}

fn keeps_every_version(bed: Bed) {
    let first = bed.put(&record("RSK-0001", "Bias", json!({"n": 1})));
    bed.pass(1_000);
    let other = bed.put(&record("RSK-0002", "Drift", json!({})));
    bed.pass(1_000);
    let mut second = next(&first, json!({"n": 2}));
    second.title = "Bias again".to_owned();
    let second = bed.put(&second);
    let history = bed.read(|it| it.history(&first.id));
    assert_eq!(history.iter().map(|it| (it.record.version, it.until)).collect::<Vec<_>>(), [(1, Some(2)), (2, None)]);
    assert_eq!(history[0].record, first);
    assert_eq!(history[1].record, second);
    assert_eq!(second.created, first.created);
    let at = |place| bed.read(|it| it.at(&first.id, place)).map(|it| it.record);
    assert_eq!(at(0), Some(first.clone()));
    assert_eq!(at(1), Some(first.clone()));
    assert_eq!(at(2), Some(second.clone()));
    assert_eq!(at(99), Some(second.clone()));
    assert_eq!(bed.read(|it| it.at(&other.id, 0)), None);
    assert_eq!(bed.read(|it| it.place_at(first.changed)), Some(0));
    assert_eq!(bed.read(|it| it.place_at(other.changed)), Some(1));
    let before = first.changed.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap();
    assert_eq!(bed.read(|it| it.place_at(before)), None);
    assert_eq!(bed.read(|it| it.place_at(bed.now())), Some(2));
    let found = bed.read(|it| it.versions_from(1, 10));
    assert_eq!(found.iter().map(|it| it.record.place).collect::<Vec<_>>(), [1, 2]);
}

fn refuses_a_stale_version(bed: Bed) {
    let first = bed.put(&record("RSK-0001", "Bias", json!({"n": 1})));
    bed.put(&next(&first, json!({"n": 2})));
    let stale = next(&first, json!({"n": 3}));
    let refused = bed.store.write(move |tx| put(tx, stale));
    assert_eq!(refused, Err(StoreError::Stale { id: "RSK-0001".to_owned(), expected: 1 }));
    let again = record("RSK-0001", "Bias", json!({}));
    assert!(matches!(bed.store.write(move |tx| put(tx, again)), Err(StoreError::Duplicate(_))));
    assert_eq!(bed.read(|it| it.head()).size, 2);
    assert_eq!(bed.read(|it| it.record(&first.id)).unwrap().document["n"], 2);
}

fn gives_numbers_once(bed: Bed) {
    bed.put(&record("RSK-0007", "Bias", json!({})));
    let given = bed.write(|tx| {
        let lost: Result<i64, StoreError> = tx.savepoint(|tx| {
            tx.next_number("risk")?;
            Err(StoreError::Busy)
        });
        assert_eq!(lost, Err(StoreError::Busy));
        Ok([tx.next_number("risk")?, tx.next_number("risk")?, tx.next_number("thing")?])
    });
    assert_eq!(given, [8, 9, 1]);
}

fn keeps_odd_text(bed: Bed) {
    let fields = json!({"nul": "a\u{0}b", "emoji": "👩‍💻", "quote": "it's \"so\" \\ %_", "long": "ä".repeat(5_000)});
    let mut row = record("RSK-0001", "Zero\u{0} ' % title", fields.clone());
    row = bed.put(&row);
    let stored = bed.read(|it| it.record(&row.id)).unwrap();
    assert_eq!(serde_json::Value::Object(stored.document), fields);
    assert_eq!(stored.title, "Zero\u{fffd} ' % title");
}

fn leaves_out_what_does_not_exist(bed: Bed) {
    bed.put(&record("RSK-0001", "One", json!({})));
    bed.put(&record("RSK-0002", "Two", json!({})));
    let asked = [id("RSK-0002"), id("RSK-0009"), id("RSK-0001")];
    assert_eq!(crate::bed::ids(&bed.read(|it| it.records(&asked))), ["RSK-0002", "RSK-0001"]);
    assert_eq!(bed.read(|it| it.record(&id("RSK-0009"))), None);
    assert_eq!(bed.read(|it| it.kinds()), [("risk".to_owned(), 2)]);
    assert_eq!(crate::bed::ids(&bed.read(|it| it.records_of("risk", 1, 10))), ["RSK-0002"]);
}

fn rolls_back_a_nested_savepoint(bed: Bed) {
    bed.write(|tx| {
        put(tx, record("RSK-0001", "Kept", json!({})))?;
        let outer: Result<(), StoreError> = tx.savepoint(|tx| {
            put(tx, record("RSK-0002", "Kept too", json!({})))?;
            let inner: Result<(), StoreError> = tx.savepoint(|tx| {
                put(tx, record("RSK-0003", "Lost", json!({})))?;
                put(tx, record("RSK-0003", "Twice", json!({}))).map(|_| ())
            });
            assert!(matches!(inner, Err(StoreError::Duplicate(_))));
            assert_eq!(tx.next_place(), 2);
            assert_eq!(tx.record(&id("RSK-0003"))?, None);
            Ok(())
        });
        assert_eq!(outer, Ok(()));
        put(tx, record("RSK-0004", "Last", json!({}))).map(|_| ())
    });
    let entries = bed.read(|it| it.entries(0, 10));
    let ents: Vec<_> = entries.iter().map(|it| it.ent.clone().unwrap()).collect();
    assert_eq!(ents, ["RSK-0001", "RSK-0002", "RSK-0004"]);
    assert_eq!(bed.read(|it| it.tree()).size(), 3);
}

fn does_not_store_half_a_change(bed: Bed) {
    let overlooked = bed.store.write(|tx| {
        put(tx, record("RSK-0001", "One", json!({})))?;
        let _ = tx.append("too long", None, &vec![0; 70_000]);
        let _ = put(tx, record("RSK-0001", "Again", json!({})));
        Ok::<_, StoreError>(())
    });
    assert_eq!(overlooked, Err(StoreError::Duplicate("record".to_owned())));
    let forgotten = bed.store.write(|tx| {
        put(tx, record("RSK-0001", "One", json!({})))?;
        let _ = put(tx, record("RSK-0001", "Again", json!({})));
        let _: Result<(), StoreError> = tx.savepoint(|_| Err(StoreError::Busy));
        Ok::<_, StoreError>(())
    });
    assert!(forgotten.is_err());
    assert_eq!(bed.read(|it| it.record(&id("RSK-0001"))), None);
    assert_eq!(bed.read(|it| it.head()).size, 0);
    bed.put(&record("RSK-0001", "One", json!({})));
}

/// The triggers are a guard rail against slips in this crate; a second connection reaches the tables directly.
fn fixes_versions_and_entries(bed: Bed) {
    bed.put(&record("RSK-0001", "One", json!({})));
    let forbidden = [
        "UPDATE entry SET kind = 'x'",
        "DELETE FROM entry",
        "UPDATE version SET from_place = 5",
        "UPDATE version SET commitment = document",
        "DELETE FROM version",
        "DELETE FROM record",
    ];
    match &bed.place {
        store::Place::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).unwrap();
            for sql in forbidden {
                assert!(conn.execute(sql, []).is_err(), "{sql}");
            }
        }
        store::Place::Postgres(address) => {
            let mut client = postgres::Client::connect(address, postgres::NoTls).unwrap();
            for sql in forbidden.into_iter().chain(["TRUNCATE entry", "TRUNCATE version"]) {
                assert!(client.execute(sql, &[]).is_err(), "{sql}");
            }
        }
    }
    assert_eq!(bed.read(|it| it.history(&id("RSK-0001"))).len(), 1);
}
