//! The head row, entries, and checkpoints that are compared and set.

use store::StoreError;

use crate::bed::Bed;

both!(entries_are_kept_as_they_were, checkpoints_are_compared_and_set, refuses_a_leaf_that_is_too_long);

fn entries_are_kept_as_they_were(bed: Bed) {
    for n in 0..5_u8 {
        bed.pass(10);
        let place = bed.write(move |tx| {
            assert_eq!(tx.next_place(), u64::from(n));
            tx.append("event", (n % 2 == 0).then_some("RSK-0001"), &[n, 0, 255])
        });
        assert_eq!(place, u64::from(n));
    }
    let all = bed.read(|it| it.entries(0, 100));
    assert_eq!(all.iter().map(|it| it.bytes.clone()).collect::<Vec<_>>()[3], [3, 0, 255]);
    assert_eq!(all[4].time, bed.now());
    assert_eq!(bed.read(|it| it.entry(2)), Some(all[2].clone()));
    assert_eq!(bed.read(|it| it.entry(5)), None);
    assert_eq!(bed.read(|it| it.entries(3, 1)), all[3..4]);
    let before: Vec<_> = bed.read(|it| it.entries_before(3, 2)).into_iter().map(|it| it.place).collect();
    assert_eq!(before, [2, 1]);
    let of: Vec<_> = bed.read(|it| it.entries_of("RSK-0001")).into_iter().map(|it| it.place).collect();
    assert_eq!(of, [0, 2, 4]);
}

fn checkpoints_are_compared_and_set(bed: Bed) {
    bed.write(|tx| {
        tx.append("event", None, b"{}")?;
        tx.set_origin("aims.example/ledger/acme/1")?;
        tx.set_configuration("sha256:1")
    });
    assert!(bed.write(|tx| tx.set_checkpoint("first", 1, 0)));
    assert!(!bed.write(|tx| tx.set_checkpoint("late", 1, 0)));
    let head = bed.read(|it| it.head());
    assert_eq!((head.checkpoint.as_deref(), head.signed, head.size), (Some("first"), 1, 1));
    assert_eq!((head.origin.as_str(), head.configuration.as_str()), ("aims.example/ledger/acme/1", "sha256:1"));
}

fn refuses_a_leaf_that_is_too_long(bed: Bed) {
    let refused = bed.store.write(|tx| tx.append("event", None, &vec![b' '; 65_536]));
    assert!(matches!(refused, Err(StoreError::Invalid(_))));
    assert_eq!(bed.write(|tx| tx.append("event", None, &vec![b' '; 65_535])), 0);
}
