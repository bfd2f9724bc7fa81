//! Erasure and rebuilding: nothing of an erased value stays, and derived rows can always be made again.

use serde_json::json;
use store::{Derivable, Place, StoreError, VersionRow, Visible};

use crate::bed::{Bed, derive, id, ids, next, record};

both!(
    erases_a_value_everywhere,
    refuses_to_change_a_commitment,
    rebuilds_what_was_spoilt,
    finds_nothing_wrong_in_a_good_store
);

const CANARY: &str = "canaryvalue4711";

fn erased(mut version: VersionRow) -> VersionRow {
    version.record.document.remove("name");
    version.record.title = "(erased)".to_owned();
    version.made.opening = json!({"salts": {"other": "00"}});
    version.made.why = None;
    version
}

fn erases_a_value_everywhere(bed: Bed) {
    let fields = json!({"name": format!("{CANARY} Smith"), "other": "stays"});
    let mut row = record("PER-0001", &format!("{CANARY} Smith"), fields.clone());
    row.kind = "person".to_owned();
    let row = bed.put(&row);
    bed.put(&next(&row, fields));
    let history = bed.read(|it| it.history(&row.id));
    bed.write(move |tx| {
        let versions: Vec<_> = history.into_iter().map(erased).collect();
        tx.replace_openings(&versions, &derive)
    });
    let history = bed.read(|it| it.history(&row.id));
    assert_eq!(history.len(), 2);
    for version in &history {
        assert_eq!(version.record.document, crate::bed::document(json!({"other": "stays"})));
        assert_eq!(version.made.commitment, [7; 32]);
        assert_eq!(version.made.opening, json!({"salts": {"other": "00"}}));
    }
    assert_eq!(bed.read(|it| it.record(&row.id)).unwrap().title, "(erased)");
    assert_eq!(bed.read(|it| it.search(CANARY, &[], &Visible::All, 9)), []);
    assert_eq!(bed.read(|it| it.search("stays", &[], &Visible::All, 9)).len(), 1);
    bed.store.scrub().unwrap();
    if let Place::Sqlite(path) = &bed.place {
        for name in ["", "-wal"] {
            let bytes = std::fs::read(format!("{}{name}", path.display())).unwrap_or_default();
            let found = bytes.windows(CANARY.len()).filter(|it| *it == CANARY.as_bytes()).count();
            assert_eq!(found, 0, "the file `aims.db{name}` still holds the erased value");
        }
    }
}

fn refuses_to_change_a_commitment(bed: Bed) {
    let row = bed.put(&record("RSK-0001", "One", json!({})));
    let mut version = bed.read(|it| it.version(&row.id, 1)).unwrap();
    version.made.commitment = [8; 32];
    let refused = bed.store.write(move |tx| tx.replace_openings(&[version], &derive));
    assert!(matches!(refused, Err(StoreError::Missing(_))), "{refused:?}");
}

fn spoil(place: &Place, sql: &str) {
    match place {
        Place::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        Place::Postgres(address) => {
            postgres::Client::connect(address, postgres::NoTls).unwrap().batch_execute(sql).unwrap()
        }
    }
}

fn rebuilds_what_was_spoilt(bed: Bed) {
    bed.put(&record("THG-0001", "Thing", json!({})));
    let row = bed.put(&record("RSK-0001", "Bias", json!({"links": ["THG-0001"], "level": "high"})));
    bed.put(&next(&row, json!({"level": "low"})));
    let links = bed.read(|it| it.links_from(&row.id, Some(1)));
    spoil(
        &bed.place,
        "DELETE FROM link; DELETE FROM term; DELETE FROM class; UPDATE search SET body = 'wrong', title = 'wrong';
         INSERT INTO term (record, field, ord, kind, text) VALUES ('RSK-9999', 'level', 0, 'risk', 'ghost')",
    );
    for (what, changed) in
        [(Derivable::Links, 1), (Derivable::Terms, 1), (Derivable::Search, 2), (Derivable::Classes, 2)]
    {
        let rebuilt = bed.write(move |tx| tx.rebuild(what, &derive));
        assert_eq!((rebuilt.records, rebuilt.changed), (2, changed), "{what:?}");
        assert_eq!(bed.write(move |tx| tx.rebuild(what, &derive)).changed, 0, "{what:?}");
    }
    assert_eq!(bed.read(|it| it.links_from(&row.id, Some(1))), links);
    assert_eq!(bed.read(|it| it.links_from(&row.id, None)), []);
    let mut query = store::Query::of("risk", Visible::All);
    query.sort = vec![(store::Key::Field("level".to_owned()), store::Direction::Ascending)];
    assert_eq!(ids(&bed.read(|it| it.list(&query))), ["RSK-0001"]);
    assert_eq!(bed.read(|it| it.search("bias", &[], &Visible::All, 9)).len(), 1);
    assert_eq!(bed.read(|it| it.search("wrong", &[], &Visible::All, 9)), []);
    assert_eq!(bed.read(|it| it.classes()).len(), 2);
    let ghosts = bed.read(|it| it.facet(&store::Query::all(Visible::All), &store::Key::Field("level".to_owned()), 9));
    assert_eq!(ghosts.len(), 1);
}

fn finds_nothing_wrong_in_a_good_store(bed: Bed) {
    let row = bed.put(&record("RSK-0001", "One", json!({"links": ["RSK-0002"], "tags": ["a", "b"], "n": 1.5})));
    bed.put(&record("RSK-0002", "Two", json!({"links": ["RSK-0001", "RSK-0001"]})));
    let row = bed.put(&next(&row, json!({"tags": ["b"], "n": 2})));
    bed.put(&next(&row, json!({"links": ["RSK-0002"]})));
    for what in [Derivable::Links, Derivable::Terms, Derivable::Search, Derivable::Classes] {
        assert_eq!(bed.write(move |tx| tx.rebuild(what, &derive)).changed, 0, "{what:?}");
    }
    assert_eq!(bed.store.integrity().unwrap(), Vec::<String>::new());
    assert_eq!(
        bed.store.write(|tx| tx.rebuild_record(&id("RSK-0009"), &derive)),
        Err(StoreError::Missing("record `RSK-0009`".to_owned()))
    );
}

#[test]
fn a_backup_is_a_store() {
    let bed = Bed::sqlite();
    bed.put(&record("RSK-0001", "One", json!({})));
    let copy = bed.folder.path().join("copy.db");
    bed.store.backup_to(&copy).unwrap();
    bed.put(&record("RSK-0002", "Two", json!({})));
    assert!(bed.store.backup_to(&copy).unwrap_err().to_string().contains("it exists already"));
    let opened = store::Store::open(&Place::Sqlite(copy), std::sync::Arc::new(jiff::Timestamp::default)).unwrap();
    assert_eq!(opened.read(|it| it.head()).unwrap().size, 1);
    assert_eq!(opened.read(|it| it.record(&id("RSK-0001"))).unwrap().unwrap().title, "One");
    assert_eq!(opened.integrity().unwrap(), Vec::<String>::new());
    let elsewhere = Bed::postgres().store.backup_to(&bed.folder.path().join("pg.db"));
    assert!(matches!(elsewhere, Err(StoreError::Unsupported(_))));
}
