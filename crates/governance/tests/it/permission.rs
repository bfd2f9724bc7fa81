//! Who may do what, as records say it at the moment.

use governance::{Actor, Error, Listing, Moment};
use serde_json::json;

use crate::house::{on_both, operator, somebody};

#[test]
fn a_role_over_a_unit_covers_it_and_what_lies_below() {
    on_both(async |house| {
        let bank = house.add("organization_unit", json!({ "title": "Bank" })).await.id;
        let retail = house.add("organization_unit", json!({ "title": "Retail", "parent": bank })).await.id;
        let other = house.add("organization_unit", json!({ "title": "Other" })).await.id;
        let ann = house.person("Ann", "system_owner", Some(&bank)).await;
        let inside = house.add("ai_system", json!({ "title": "Inside", "unit": retail })).await.id;
        let outside = house.add("ai_system", json!({ "title": "Outside", "unit": other })).await.id;
        house.edit_as(&ann, &inside, json!({ "purpose": "Ann's" })).await.unwrap();
        let refused = house.edit_as(&ann, &outside, json!({ "purpose": "Ann's" })).await;
        assert!(matches!(refused, Err(Error::Refused(_) | Error::Missing(_))), "{refused:?}");
        // Nor can a record be moved to where one has power: both ends are asked.
        let moved = house.edit_as(&ann, &inside, json!({ "unit": other })).await;
        assert!(matches!(moved, Err(Error::Refused(_))), "{moved:?}");
    });
}

#[test]
fn a_role_ends_at_its_minute() {
    on_both(async |house| {
        let ann = house.person("Ann", "governance_lead", None).await;
        house.add_as(&ann, "ai_system", json!({ "title": "First" })).await.unwrap();
        let assignment = house.aims.list(&operator(), &Listing::of("role_assignment")).await.unwrap().rows.remove(0);
        house.edit_as(&operator(), &assignment.id, json!({ "until": "2026-03-02" })).await.unwrap();
        house.later(14);
        house.add_as(&ann, "ai_system", json!({ "title": "Still" })).await.unwrap();
        house.later(2);
        let refused = house.add_as(&ann, "ai_system", json!({ "title": "Too late" })).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    });
}

#[test]
fn what_may_not_be_read_does_not_exist() {
    on_both(async |house| {
        let open = house.add("ai_system", json!({ "title": "Open", "access": "internal" })).await.id;
        let shut = house.add("ai_system", json!({ "title": "Shut secretum", "access": "restricted" })).await.id;
        let reader = somebody("reader", &["reader"]);
        assert!(house.aims.record(&reader, &open, &Moment::Now).await.is_ok());
        assert!(matches!(house.aims.record(&reader, &shut, &Moment::Now).await, Err(Error::Missing(_))));
        let page = house.aims.list(&reader, &Listing::of("ai_system")).await.unwrap();
        assert_eq!((page.total, page.rows.len()), (1, 1));
        assert!(house.aims.search(&reader, "secretum", &[], 10).await.unwrap().is_empty());
        assert_eq!(
            house.aims.facet(&reader, &Listing::of("ai_system"), "state").await.unwrap(),
            [("discovered".to_owned(), 1)]
        );
        assert!(matches!(house.edit_as(&reader, &shut, json!({ "title": "x" })).await, Err(Error::Missing(_))));
    });
}

/// An external auditor meets what counts, in lists, in search and at any past moment, and never what is still being written.
#[test]
fn an_external_auditor_reads_no_draft() {
    on_both(async |house| {
        let auditor = somebody("visitor", &["external_auditor"]);
        let lead = house.person("Lena", "governance_lead", None).await;
        let head = house.person("Ida", "executive", None).await;
        let policy =
            json!({ "title": "AI policy", "form": "policy", "owner": lead.identity(), "body": "We use AI with care." });
        let id = house.add_as(&lead, "document", policy).await.unwrap().id;
        let seen = async |who: &Actor, moment: Moment| {
            let listing = Listing { moment, ..Listing::of("document") };
            let listed = house.aims.list(who, &listing).await.unwrap().total;
            (listed, house.aims.record(who, &id, &moment).await.is_ok())
        };
        assert_eq!((seen(&auditor, Moment::Now).await, seen(&lead, Moment::Now).await), ((0, false), (1, true)));
        assert!(house.aims.search(&auditor, "policy", &[], 10).await.unwrap().is_empty());
        let draft = Moment::Place(house.aims.head().await.unwrap().size - 1);
        house.move_as(&lead, &id, "submit", json!({})).await.unwrap();
        house.move_as(&head, &id, "approve", json!({})).await.unwrap();
        assert_eq!(seen(&auditor, Moment::Now).await, (1, true));
        assert_eq!(house.aims.search(&auditor, "policy", &[], 10).await.unwrap().len(), 1);
        assert_eq!(
            (seen(&auditor, draft).await, seen(&lead, draft).await),
            ((0, false), (1, true)),
            "it was a draft then"
        );
    });
}

#[test]
fn a_refusal_is_in_the_ledger_and_in_words() {
    on_both(async |house| {
        let auditor = somebody("visitor", &["external_auditor"]);
        let before = house.aims.head().await.unwrap().size;
        let Err(Error::Refused(refusals)) = house.add_as(&auditor, "ai_system", json!({ "title": "x" })).await else {
            panic!("not refused")
        };
        assert!(refusals.iter().all(|it| !it.message.is_empty()));
        let entries = house.aims.entries(&operator(), before, 10).await.unwrap();
        assert_eq!(entries.iter().map(|it| it.kind.as_str()).collect::<Vec<_>>(), ["denied"]);
    });
}

#[test]
fn nobody_approves_what_they_edited_last() {
    on_both(async |house| {
        let lead = house.person("Lena", "governance_lead", None).await;
        let head = house.person("Ida", "executive", None).await;
        let document = house.add_as(&lead, "document", json!({ "title": "AI policy", "form": "policy", "owner": lead.identity(), "body": "We use AI with care." })).await.unwrap();
        house.move_as(&lead, &document.id, "submit", json!({})).await.unwrap();
        let own = house.move_as(&lead, &document.id, "approve", json!({})).await;
        assert!(matches!(own, Err(Error::Refused(_))), "{own:?}");
        let other = house.move_as(&head, &document.id, "approve", json!({})).await;
        assert!(other.is_ok(), "{other:?}");
    });
}
