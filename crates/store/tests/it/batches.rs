//! Imports and the cells they came from.

use serde_json::json;
use store::OriginRow;

use crate::bed::{Bed, id, record};

both!(an_import_is_followed, keys_lead_to_records);

fn an_import_is_followed(bed: Bed) {
    let batch = bed.write(|tx| tx.begin_batch("import", Some("sha256:f"), &json!({"a": 1}), "p:1"));
    assert_eq!((batch, bed.write(|tx| tx.begin_batch("bulk", None, &json!({}), "p:1"))), (1, 2));
    assert_eq!(bed.read(|it| it.batch(1)).unwrap().ended, None);
    bed.write(move |tx| tx.count_batch(batch, &json!({"created": 1})));
    bed.pass(5);
    bed.write(move |tx| tx.end_batch(batch, &json!({"created": 2})));
    let now = bed.now();
    assert!(bed.write(move |tx| tx.undo_batch(batch, now)));
    assert!(!bed.write(move |tx| tx.undo_batch(batch, now)));
    let row = bed.read(|it| it.batch(1)).unwrap();
    assert_eq!((row.counts, row.ended, row.undone), (json!({"created": 2}), Some(now), Some(now)));
    assert_eq!(bed.read(|it| it.batches(10)).iter().map(|it| it.id).collect::<Vec<_>>(), [2, 1]);
}

fn keys_lead_to_records(bed: Bed) {
    bed.put(&record("RSK-0001", "One", json!({})));
    bed.put(&record("THG-0001", "Other", json!({})));
    let origin = |record: &str, batch, line, key: &str| OriginRow {
        record: id(record),
        batch,
        line,
        key: key.to_owned(),
        version: 1,
        cells: json!(["a", "", "c\n"]),
    };
    let rows = [origin("RSK-0001", 1, 2, "k1"), origin("RSK-0001", 2, 9, "k1"), origin("THG-0001", 2, 3, "k1")];
    let put = rows.clone();
    bed.write(move |tx| {
        tx.begin_batch("import", None, &json!({}), "p:1")?;
        tx.begin_batch("import", None, &json!({}), "p:1")?;
        put.iter().try_for_each(|it| tx.put_origin(it))
    });
    let found = bed.read(|it| it.origins_by_key("risk", &["k1", "k2"]));
    assert_eq!(found.into_values().collect::<Vec<_>>(), [rows[1].clone()]);
    assert_eq!(bed.read(|it| it.origins_of(&id("RSK-0001"))), [rows[1].clone(), rows[0].clone()]);
    assert_eq!(bed.read(|it| it.origins_in(2, 0, 10)), [rows[2].clone(), rows[1].clone()]);
    assert_eq!(bed.read(|it| it.origins_in(2, 3, 10)), [rows[1].clone()]);
    let now = bed.now();
    bed.write(move |tx| tx.undo_batch(2, now));
    assert_eq!(bed.read(|it| it.origins_by_key("risk", &["k1"]))["k1"], rows[0]);
    let mut blank = rows[0].clone();
    blank.cells = json!(null);
    bed.write(move |tx| tx.put_origin(&blank));
    assert_eq!(bed.read(|it| it.origins_of(&id("RSK-0001")))[1].cells, json!(null));
}
