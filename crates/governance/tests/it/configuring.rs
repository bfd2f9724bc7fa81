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
