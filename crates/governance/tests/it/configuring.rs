//! Putting a configuration into force, interrupted and taken up again.

use governance::Listing;
use serde_json::json;

use crate::house::{House, create, on_both, operator};

/// Risks whose level moves with a stricter matrix; more than are written in one transaction.
const MOVED: u64 = 1000;

async fn high(house: &House) -> u64 {
    let listing = Listing { filter: "level:high".to_owned(), ..Listing::of("risk") };
    house.aims.list(&operator(), &listing).await.unwrap().total
}

#[test]
fn a_configuration_that_was_half_applied_is_finished_by_applying_it_again() {
    on_both(async |house| {
        let risk = |it| create("risk", json!({ "title": format!("Risk {it}"), "likelihood": 3, "consequence": 3 }));
        house.aims.commit_all(&operator(), (0..MOVED).map(risk).collect(), None).await.unwrap();
        assert_eq!(high(&house).await, 0);
        let scales = house.home.path().join("config/scales");
        std::fs::create_dir_all(&scales).unwrap();
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/scales/risk.toml");
        let shipped = std::fs::read_to_string(shipped).unwrap();
        let (row, stricter) =
            (r#"["low", "medium", "medium", "high", "critical"]"#, r#"["low", "medium", "high", "high", "critical"]"#);
        assert!(shipped.contains(row));
        let text = shipped.replace("version = 1", "version = 2").replace(row, stricter);
        std::fs::write(scales.join("risk.toml"), text).unwrap();

        let begun = async {
            while high(&house).await == 0 {
                tokio::task::yield_now().await;
            }
        };
        let operator = operator();
        // Whoever applies it goes away once a first part is written; what goes on by itself is that part alone.
        tokio::select! {
            applied = house.aims.apply_configuration(&operator) => panic!("it was applied whole: {applied:?}"),
            () = begun => {}
        }
        // The part that was on its way is written before this is.
        house.add("risk", json!({ "title": "afterwards" })).await;
        let half = high(&house).await;
        assert!((1..MOVED).contains(&half), "it was interrupted in the middle: {half}");
        let left = house.aims.preview_configuration(&operator).await.unwrap();
        assert_eq!(
            (left.moved.len() as u64 + half, left.from == left.to),
            (MOVED, true),
            "a preview says what is left"
        );
        house.aims.apply_configuration(&operator).await.unwrap();
        assert_eq!(high(&house).await, MOVED);
        let report = house.aims.doctor(false).await.unwrap();
        assert!(report.ok(), "{report:?}");
        house.aims.checkpoint().await.unwrap();
        assert!(house.aims.verify_live(None, None).await.unwrap().ok());
    });
}

/// The configuration of a store as another version of the program left it: with a kind that there is no more, without one that is new.
fn by_another_version(house: &House) -> String {
    let home = house.home.path();
    let digest = house.aims.configuration().digest.clone();
    let at = |digest: &str| {
        let digits = digest.trim_start_matches("sha256:").to_owned();
        home.join("blobs").join(&digits[..2]).join(digits)
    };
    let mut blob: serde_json::Value = serde_json::from_slice(&std::fs::read(at(&digest)).unwrap()).unwrap();
    let shipped = blob["shipped"].as_array_mut().unwrap();
    let new = |path: &str| path.starts_with("policies/") || path == "kinds/access_grant.toml";
    let before = shipped.len();
    shipped.retain(|it| !new(it[0].as_str().unwrap()));
    assert!(shipped.len() < before);
    let bytes = serde_json::to_vec(&blob).unwrap();
    let digest = format!("sha256:{}", ledger::to_hex(&<sha2::Sha256 as sha2::Digest>::digest(&bytes)));
    std::fs::create_dir_all(at(&digest).parent().unwrap()).unwrap();
    std::fs::write(at(&digest), bytes).unwrap();
    digest
}

#[test]
fn a_store_that_another_version_left_opens_with_what_this_one_ships() {
    on_both(async |house| {
        let risk = house.add("risk", json!({ "title": "before" })).await.id;
        let old = by_another_version(&house);
        let House { aims, place, home, .. } = house;
        let now = aims.configuration().digest.clone();
        drop(aims);
        let (at, sql) = (place.clone(), format!("UPDATE head SET configuration = '{old}'"));
        tokio::task::spawn_blocking(move || store::testing::tamper(&at, &sql)).await.unwrap().unwrap();
        let options = governance::Options { place, ..governance::Options::embedded(home.path()) };
        let opened = tokio::task::spawn_blocking(move || governance::Aims::open(options)).await.unwrap().unwrap();
        assert_eq!(opened.configuration().digest, now);
        let record = opened.record(&operator(), &risk, &governance::Moment::Now).await.unwrap();
        assert_eq!(record.document["title"], "before");
        let report = opened.doctor(false).await.unwrap();
        assert!(report.ok(), "{report:?}");
    });
}

/// The same store, closed, changed by a statement as another program would have left it, and opened again.
async fn reopened(house: House, sql: String) -> (governance::Aims, House) {
    let House { aims, place, home, clock } = house;
    drop(aims);
    let at = place.clone();
    tokio::task::spawn_blocking(move || store::testing::tamper(&at, &sql)).await.unwrap().unwrap();
    let ticking = clock.clone();
    let options = governance::Options {
        place: place.clone(),
        clock: std::sync::Arc::new(move || {
            jiff::Timestamp::from_millisecond(ticking.load(std::sync::atomic::Ordering::SeqCst)).unwrap()
        }),
        ..governance::Options::embedded(home.path())
    };
    let aims = tokio::task::spawn_blocking(move || governance::Aims::open(options)).await.unwrap().unwrap();
    (aims.clone(), House { aims, place, home, clock })
}

/// More than are renewed in one transaction.
const OLD: usize = 450;

#[test]
fn an_old_store_has_the_derived_fields_that_are_new() {
    on_both(async |house| {
        let action = |it| create("action", json!({ "title": format!("Action {it}"), "due": "2026-01-31" }));
        house.aims.commit_all(&operator(), (0..OLD).map(action).collect(), None).await.unwrap();
        let overdue = Listing { filter: "overdue:yes".to_owned(), ..Listing::of("action") };
        assert_eq!(house.aims.list(&operator(), &overdue).await.unwrap().total, OLD as u64);
        let old = by_another_version(&house);
        // As a program left it that knew no such field: nothing kept, nothing to be found by.
        let sql = format!(
            "DELETE FROM standing WHERE name = 'overdue'; DELETE FROM term WHERE field = 'overdue'; \
             UPDATE head SET configuration = '{old}'"
        );
        let (opened, house) = reopened(house, sql).await;
        assert_eq!(opened.list(&operator(), &overdue).await.unwrap().total, OLD as u64, "not blank, and found by");
        let report = opened.doctor(false).await.unwrap();
        assert!(report.ok(), "{report:?}");
        let again = opened.apply_configuration(&operator()).await.unwrap();
        assert_eq!(again.renewed, 0, "nothing is left to renew");
        drop(opened);

        // The same configuration, with values gone: opening leaves them, applying brings them back.
        let sql = "DELETE FROM standing WHERE name = 'overdue' AND record <= 'ACT-0010'".to_owned();
        let (opened, _house) = reopened(house, sql).await;
        assert!(!opened.doctor(false).await.unwrap().ok());
        let seen = opened.preview_configuration(&operator()).await.unwrap();
        let applied = opened.apply_configuration(&operator()).await.unwrap();
        assert_eq!((seen.renewed, applied.renewed), (10, 10));
        assert!(opened.doctor(false).await.unwrap().ok());
    });
}
