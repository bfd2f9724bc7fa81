//! Work that is due.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{DueRow, NewDue};

use crate::bed::{Bed, id};

both!(is_queued_once, is_leased_to_one, is_tried_again_later_and_given_up, is_moved_and_cancelled);

fn work(bed: &Bed, key: &str, seconds: i64) -> NewDue {
    NewDue {
        what: "notify".to_owned(),
        key: key.to_owned(),
        record: Some(id("RSK-0001")),
        payload: json!({"to": "someone"}),
        at: bed.now() + SignedDuration::from_secs(seconds),
    }
}

fn add(bed: &Bed, key: &str, seconds: i64) -> bool {
    let due = work(bed, key, seconds);
    bed.write(move |tx| tx.add_due(&due))
}

fn lease(bed: &Bed, now: Timestamp) -> Vec<DueRow> {
    bed.write(move |tx| tx.lease_due(now, SignedDuration::from_secs(60), 10))
}

fn is_queued_once(bed: Bed) {
    assert!(add(&bed, "b", 10) && add(&bed, "a", 5) && !add(&bed, "b", 1));
    let keys: Vec<_> = bed.read(|it| it.due(None, 10)).into_iter().map(|it| it.key).collect();
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(bed.read(|it| it.due(Some("other"), 10)), []);
    assert_eq!(bed.read(|it| it.due_of(&id("RSK-0001"))).len(), 2);
    assert_eq!(bed.read(|it| it.due_next()), Some(bed.now() + SignedDuration::from_secs(5)));
    let held = bed.read(|it| it.due_by_key("b")).unwrap();
    assert_eq!((held.payload, held.record), (json!({"to": "someone"}), Some(id("RSK-0001"))));
}

fn is_leased_to_one(bed: Bed) {
    add(&bed, "a", 0);
    add(&bed, "later", 10);
    let now = bed.now();
    let first = lease(&bed, now);
    assert_eq!(first.len(), 1);
    assert_eq!(lease(&bed, now), []);
    let after = now + SignedDuration::from_secs(61);
    let second = lease(&bed, after).into_iter().find(|it| it.key == "a").unwrap();
    assert_eq!(second.attempts, 2);
    let (late, good) = (first[0].clone(), second.clone());
    assert!(!bed.write(move |tx| tx.finish_due(&late, after)));
    assert!(bed.write(move |tx| tx.finish_due(&good, after)));
    assert!(!bed.write(move |tx| tx.finish_due(&second, after)));
    assert!(!add(&bed, "a", 0));
    assert_eq!(bed.read(|it| it.due_by_key("a")).unwrap().done, Some(after));
    assert_eq!(bed.write(move |tx| tx.sweep_due(after)), 0);
    assert_eq!(bed.write(move |tx| tx.sweep_due(after + SignedDuration::from_secs(1))), 1);
    assert!(add(&bed, "a", 0));
}

fn is_tried_again_later_and_given_up(bed: Bed) {
    add(&bed, "a", 0);
    let mut now = bed.now();
    let mut pauses = Vec::new();
    while let Some(row) = bed.read(|it| it.due(None, 1)).first().cloned() {
        pauses.push(row.at.duration_since(now).as_secs());
        now = row.at;
        let leased = lease(&bed, now).remove(0);
        assert!(bed.write(move |tx| tx.fail_due(&leased, "no answer", now)));
    }
    assert_eq!(pauses, [0, 30, 60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600]);
    let dead = bed.read(|it| it.due_dead(10));
    assert_eq!((dead.len(), dead[0].error.as_deref(), dead[0].attempts), (1, Some("no answer"), 12));
}

fn is_moved_and_cancelled(bed: Bed) {
    add(&bed, "a", 0);
    add(&bed, "b", 0);
    let then = bed.now() + SignedDuration::from_hours(1);
    assert!(bed.write(move |tx| tx.move_due("a", then)));
    assert!(bed.write(|tx| tx.cancel_due("b")));
    assert!(!bed.write(|tx| tx.cancel_due("b")));
    assert_eq!(bed.read(|it| it.due_next()), Some(then));
}
