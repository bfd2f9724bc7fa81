//! Records about the conduct of people are kept from whom they name, whatever roles those hold, and from nobody else.

use governance::{Actor, Error, Listing, Moment};
use record::Id;
use serde_json::json;

use crate::house::{House, on_both, operator, refused};

/// In which ways somebody comes upon a record: by its number, in a list of now and of then, by its words, from what it is about, counted.
async fn ways(house: &House, actor: &Actor, id: &Id, about: &Id) -> [bool; 6] {
    let aims = &house.aims;
    let kind = aims.record(&operator(), id, &Moment::Now).await.unwrap().kind;
    let actor = &aims.with_roles_now(actor).await.unwrap();
    let read = match aims.record(actor, id, &Moment::Now).await {
        Ok(_) => true,
        Err(Error::Missing(_)) => false,
        Err(other) => panic!("{other}"),
    };
    let place = aims.head().await.unwrap().size - 1;
    let then = Listing { moment: Moment::Place(place), ..Listing::of(&kind) };
    let mut listed = [false; 2];
    for (it, listing) in listed.iter_mut().zip([Listing::of(&kind), then]) {
        *it = aims.list(actor, &listing).await.unwrap().rows.iter().any(|it| it.id == *id);
    }
    let found = aims.search(actor, "pressure", &[], 10).await.unwrap().iter().any(|it| it.record.id == *id);
    let inverse = aims.record(actor, about, &Moment::Now).await.unwrap().inverse;
    let linked = inverse.iter().any(|it| it.ids.contains(id));
    let counted = aims.counts(actor).await.unwrap().iter().any(|it| it.0 == kind);
    [read, listed[0], listed[1], found, linked, counted]
}

#[test]
fn who_an_escalation_is_about_does_not_come_upon_it_and_everybody_else_does() {
    on_both(async |house| {
        let [ida, ben] =
            [house.person("Ida", "governance_lead", None).await, house.person("Ben", "governance_lead", None).await];
        let system = house.add("ai_system", json!({ "title": "Scores" })).await.id;
        let told = json!({
            "title": "Pressure on reviewers", "matter": "ethical_concern", "severity": "high", "about": system, "concerned": [ida.person],
        });
        let id = house.add("escalation", told).await.id;
        assert_eq!(ways(&house, &ida, &id, &system).await, [false; 6]);
        assert_eq!(ways(&house, &ben, &id, &system).await, [true; 6]);
        let moved = house.edit_as(&ida, &id, json!({ "severity": "low" })).await;
        assert!(matches!(moved, Err(Error::Missing(_))), "{moved:?}");
        refused(house.edit_as(&ben, &id, json!({ "concerned": [] })).await, "stays as it was raised");
        house.edit_as(&operator(), &id, json!({ "concerned": [] })).await.unwrap();
        assert_eq!(ways(&house, &ida, &id, &system).await, [true; 6]);
    });
}

#[test]
fn an_auditor_does_not_read_the_concern_that_is_about_them() {
    on_both(async |house| {
        let [ida, ben] =
            [house.person("Ida", "internal_auditor", None).await, house.person("Ben", "internal_auditor", None).await];
        let told = json!({ "title": "Papers that went away", "words": "Somebody took them.", "reporter": "named", "concerned": [ida.person] });
        let id = house.add("concern", told).await.id;
        let read = async |actor: &Actor| house.aims.record(actor, &id, &Moment::Now).await.is_ok();
        assert_eq!([read(&ida).await, read(&ben).await], [false, true]);
    });
}

#[test]
fn a_concern_that_is_entered_as_a_record_escalates_and_whom_it_is_about_does_not_come_upon_either() {
    on_both(async |house| {
        let [ida, ben] =
            [house.person("Ida", "governance_lead", None).await, house.person("Ben", "governance_lead", None).await];
        let told = json!({ "title": "Pressure", "words": "Somebody presses us.", "reporter": "named", "concerned": [ida.person] });
        house.add_as(&ben, "concern", told).await.unwrap();
        let listed = async |actor: &Actor| {
            let actor = house.aims.with_roles_now(actor).await.unwrap();
            house.aims.list(&actor, &Listing::of("escalation")).await.unwrap().rows.len()
        };
        assert_eq!([listed(&ida).await, listed(&ben).await], [0, 1]);
        let raised = house.aims.list(&operator(), &Listing::of("escalation")).await.unwrap().rows.remove(0);
        assert_eq!(raised.document["trigger"], "CRN-0001");
        assert!(house.aims.record(&ida, &raised.id, &Moment::Now).await.is_err());
    });
}
