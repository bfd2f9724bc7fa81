//! The write path: all or nothing, once, and in order.

use governance::{Error, Moment};
use record::Change;
use serde_json::json;

use crate::house::{create, object, on_both, operator};

#[test]
fn a_record_is_made_changed_and_read_back() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Credit score" })).await;
        assert_eq!(
            (system.id.to_string().as_str(), system.version, system.state.as_str()),
            ("SYS-0001", 1, "discovered")
        );
        let edited =
            house.edit_as(&operator(), &system.id, json!({ "purpose": "Scores applications." })).await.unwrap();
        assert_eq!((edited.version, edited.changed, edited.differences.len()), (2, true, 1));
        let again = house.edit_as(&operator(), &system.id, json!({ "purpose": "Scores applications." })).await.unwrap();
        assert_eq!((again.version, again.changed), (2, false));
        let read = house.aims.record(&operator(), &system.id, &Moment::Now).await.unwrap();
        assert_eq!(read.document, edited.document);
        let history = house.aims.history(&operator(), &system.id).await.unwrap();
        assert_eq!(history.iter().map(|it| it.act.as_str()).collect::<Vec<_>>(), ["edit", "create"]);
    });
}

#[test]
fn what_does_not_fit_is_refused_and_leaves_nothing() {
    on_both(async |house| {
        let risk = house.add("risk", json!({ "title": "Drift", "event": "Inputs drift" })).await;
        let before = house.aims.head().await.unwrap().size;
        for (fields, words) in [
            (json!({ "titel": "x" }), "did you mean `title`"),
            (json!({ "likelihood": 9 }), "likelihood"),
            (json!({ "systems": ["SYS-0099"] }), "does not exist"),
            (json!({ "level": "low" }), "level"),
        ] {
            let error = house.edit_as(&operator(), &risk.id, fields.clone()).await.unwrap_err();
            assert!(matches!(error, Error::Problems(_)), "{fields}: {error:?}");
            assert!(error.to_string().contains(words), "{fields}: {error}");
        }
        let stale =
            Change::Edit { id: risk.id.clone(), base: Some(7), set: object(json!({ "title": "y" })), why: None };
        assert!(matches!(house.aims.commit(&operator(), stale, None).await, Err(Error::Stale { base: 7, now: 1, .. })));
        assert_eq!(house.aims.head().await.unwrap().size, before);
    });
}

#[test]
fn a_repeated_key_changes_nothing_and_another_change_under_it_is_refused() {
    on_both(async |house| {
        let change = create("ai_system", json!({ "title": "Chatbot" }));
        let first = house.aims.commit(&operator(), change.clone(), Some("k-1")).await.unwrap();
        let size = house.aims.head().await.unwrap().size;
        let second = house.aims.commit(&operator(), change, Some("k-1")).await.unwrap();
        assert_eq!((first.id, first.version), (second.id, second.version));
        assert_eq!(house.aims.head().await.unwrap().size, size);
        let other = house.aims.commit(&operator(), create("ai_system", json!({ "title": "Other" })), Some("k-1")).await;
        assert!(matches!(other, Err(Error::Problems(_))));
    });
}

#[test]
fn many_changes_are_made_all_or_none() {
    on_both(async |house| {
        let good = |index: usize| create("ai_system", json!({ "title": format!("System {index}") }));
        let mut changes: Vec<Change> = (0..20).map(good).collect();
        changes.push(create("ai_system", json!({ "title": "" })));
        assert!(house.aims.commit_all(&operator(), changes.clone(), None).await.is_err());
        assert_eq!(house.aims.counts(&operator()).await.unwrap(), []);
        changes.pop();
        assert_eq!(house.aims.commit_all(&operator(), changes, None).await.unwrap().len(), 20);
        let report = house.aims.doctor(false).await.unwrap();
        assert!(report.ok(), "{report:?}");
    });
}

#[test]
fn a_preview_stores_nothing() {
    on_both(async |house| {
        let seen = house.aims.preview(&operator(), create("ai_system", json!({ "title": "Maybe" }))).await.unwrap();
        assert_eq!(seen.version, 1);
        assert!(house.aims.record(&operator(), &seen.id, &Moment::Now).await.is_err());
    });
}

#[test]
fn a_computed_field_follows_its_inputs() {
    on_both(async |house| {
        let fields = json!({ "title": "Bias", "event": "Unfair refusals", "likelihood": 5, "consequence": 5 });
        let risk = house.add("risk", fields).await;
        let high = risk.document.get("level").cloned();
        let low = house.edit_as(&operator(), &risk.id, json!({ "likelihood": 1, "consequence": 1 })).await.unwrap();
        assert!(high.is_some());
        assert_ne!(high.as_ref(), low.document.get("level"));
        let none = house.edit_as(&operator(), &risk.id, json!({ "likelihood": null })).await.unwrap();
        assert_eq!(none.document.get("level"), None);
    });
}
