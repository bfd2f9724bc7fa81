//! Blobs, standings, outcomes of requests, and what is personal.

use jiff::SignedDuration;
use serde_json::json;
use store::{BlobRow, StandingRow, StoreError};

use crate::bed::{Bed, id};

both!(blobs_are_known_once, standings_expire, outcomes_are_kept_for_a_day, personal_things_have_one_owner);

fn blobs_are_known_once(bed: Bed) {
    let blob = BlobRow { digest: "sha256:1".to_owned(), size: 9, media: "text/plain".to_owned(), stored: bed.now() };
    let (first, mut again) = (blob.clone(), blob.clone());
    again.media = "application/x-other".to_owned();
    assert!(bed.write(move |tx| tx.put_blob(&first)));
    assert!(!bed.write(move |tx| tx.put_blob(&again)));
    assert_eq!(bed.read(|it| it.blob("sha256:1")), Some(blob.clone()));
    assert_eq!(bed.read(|it| it.blobs("", 10)), [blob]);
    assert_eq!(bed.read(|it| it.blobs("sha256:1", 10)), []);
    assert!(bed.write(|tx| tx.delete_blob("sha256:1")));
    assert!(!bed.write(|tx| tx.delete_blob("sha256:1")));
}

fn standings_expire(bed: Bed) {
    let now = bed.now();
    let standing = |record: &str, name: &str, minutes: Option<i64>| StandingRow {
        record: id(record),
        name: name.to_owned(),
        value: json!("evidenced"),
        why: json!({"by": ["EVD-0001"]}),
        until: minutes.map(|it| now + SignedDuration::from_mins(it)),
    };
    let rows = [
        standing("RSK-0001", "status", Some(2)),
        standing("RSK-0001", "tier", None),
        standing("RSK-0002", "status", Some(1)),
    ];
    let put = rows.clone();
    bed.write(move |tx| put.iter().try_for_each(|it| tx.put_standing(it)));
    let both = [id("RSK-0001"), id("RSK-0002"), id("RSK-0003")];
    assert_eq!(bed.read(|it| it.standings(&both, &[])), rows);
    assert_eq!(bed.read(|it| it.standings(&both, &["status"])), [rows[0].clone(), rows[2].clone()]);
    assert_eq!(bed.read(|it| it.standings_expired(now, 10)), []);
    let expired = bed.read(|it| it.standings_expired(now + SignedDuration::from_mins(2), 10));
    assert_eq!(expired, [rows[2].clone(), rows[0].clone()]);
    let mut renewed = rows[0].clone();
    renewed.until = None;
    bed.write(move |tx| tx.put_standing(&renewed));
    assert_eq!(bed.read(|it| it.standings_expired(now + SignedDuration::from_mins(2), 10)), [rows[2].clone()]);
    bed.write(|tx| tx.delete_standings(&id("RSK-0001")));
    assert_eq!(bed.read(|it| it.standings(&[id("RSK-0001")], &[])), []);
}

fn outcomes_are_kept_for_a_day(bed: Bed) {
    let keep = |request: &'static str| {
        bed.store.write(move |tx| tx.put_idempotency("key", request, &json!({"record": "RSK-0001", "version": 1})))
    };
    keep("r1").unwrap();
    assert!(matches!(keep("r2"), Err(StoreError::Duplicate(_))));
    let held = bed.read(|it| it.idempotency("key", bed.now())).unwrap();
    assert_eq!((held.request.as_str(), held.outcome), ("r1", json!({"record": "RSK-0001", "version": 1})));
    bed.pass(24 * 3_600_000);
    assert_eq!(bed.read(|it| it.idempotency("key", bed.now())), None);
    keep("r2").unwrap();
    let now = bed.now();
    assert_eq!(bed.write(move |tx| tx.sweep_idempotency(now)), 0);
    assert_eq!(bed.write(move |tx| tx.sweep_idempotency(now + SignedDuration::from_hours(24))), 1);
}

fn personal_things_have_one_owner(bed: Bed) {
    bed.write(|tx| {
        tx.put_personal("a1", "draft/x_1", &json!(1))?;
        tx.put_personal("a1", "draft/xy1", &json!(2))?;
        tx.put_personal("a1", "DRAFT/x_2", &json!(3))?;
        tx.put_personal("a2", "draft/x_1", &json!(4))?;
        tx.put_personal("a1", "draft/x_1", &json!(5))
    });
    assert_eq!(bed.read(|it| it.personal("a1", "draft/x_1")).unwrap().value, json!(5));
    let keys: Vec<_> = bed.read(|it| it.personals("a1", "draft/x_")).into_iter().map(|it| it.key).collect();
    assert_eq!(keys, ["draft/x_1"]);
    assert!(bed.write(|tx| tx.delete_personal("a1", "draft/x_1")));
    assert_eq!(bed.read(|it| it.personals("a2", "")).len(), 1);
    assert_eq!(bed.read(|it| it.personal("a1", "draft/x_1")), None);
}
