//! The scope: its tables leave no gap, what it takes to approve one, one in force at a time, and coverage that follows from it and from its past.

use governance::conformity::whole::Asked as Coverage;
use governance::deciding::shipped::{shipped, tables};
use governance::scoping::whole::Asked;
use governance::{Actor, Error};
use record::Id;
use serde_json::json;

use crate::house::{House, on_both, operator, put};

#[test]
fn the_shipped_tables_are_proved_clean() {
    let own: Vec<&rules::Table> = tables().iter().filter(|it| it.0 == "scope").map(|it| &it.1.table).collect();
    let findings = rules::verify(&own, &shipped().vocabulary);
    assert!(own.len() == 3 && findings.clean(), "{:#?} {:#?}", findings.faults, findings.unsettled);
}

fn refused(outcome: Result<governance::Committed, Error>, says: &str) {
    let Err(Error::Refused(refusals)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(refusals.iter().any(|it| format!("{it:?}").contains(says)), "{says}: {refusals:?}");
}

async fn decide(house: &House, id: &Id, by: &Actor) {
    let fields =
        json!({ "title": "Approve", "subject": id, "outcome": "yes", "form": "approve_plan", "deciders": [by.person] });
    put(house, "decision", "taken", fields).await;
}

async fn systems(house: &House) -> usize {
    house.aims.conformity(&operator(), &Coverage::default()).await.unwrap().systems.len()
}

#[test]
fn a_scope_is_approved_while_nothing_contradicts_it_and_coverage_follows() {
    on_both(async |house: House| {
        let author = house.person("Author", "legal", None).await;
        let chief = house.person("Chief", "executive", None).await;
        let unit = put(&house, "organization_unit", "active", json!({ "title": "House" })).await;
        let other = put(&house, "organization_unit", "active", json!({ "title": "Other" })).await;
        for (title, is_ai, unit) in [("Sums", false, &unit), ("Desk", true, &unit), ("Till", true, &other)] {
            let fields = json!({ "title": title, "is_ai": is_ai, "our_parts": ["deployer"], "unit": unit });
            put(&house, "ai_system", "operation", fields).await;
        }
        let law =
            json!({ "title": "Law", "origin": "external", "topic": "law", "relevant": "yes", "reason": "it binds us" });
        let law = put(&house, "context_issue", "determined", law).await;
        assert_eq!(systems(&house).await, 3, "nothing is left out while no scope is in force");
        let fields = json!({
            "title": "Scope", "units": [unit], "parts": ["customer"], "considered": [law], "owner": author.person, "authors": [author.person]
        });
        let id = house.add_as(&author, "aims_scope", fields).await.unwrap().id;
        house.move_as(&author, &id, "submit", json!({})).await.unwrap();
        refused(house.move_as(&chief, &id, "approve", json!({})).await, "climate change");
        let climate = json!({ "title": "Climate", "origin": "external", "topic": "climate", "relevant": "no", "reason": "no effect" });
        put(&house, "context_issue", "determined", climate).await;
        refused(house.move_as(&chief, &id, "approve", json!({})).await, "no decision is about it");
        decide(&house, &id, &author).await;
        refused(house.move_as(&chief, &id, "approve", json!({})).await, "wrote it and decided about it");
        decide(&house, &id, &chief).await;
        refused(house.move_as(&author, &id, "approve", json!({})).await, "approve_scope");
        house.move_as(&chief, &id, "approve", json!({})).await.unwrap();
        assert_eq!(systems(&house).await, 3, "what is approved does not count yet");
        house.move_as(&author, &id, "put_in_force", json!({})).await.unwrap();
        assert_eq!(systems(&house).await, 1, "what is no AI system, or of another unit, is not asked");
        let told = house.aims.scope(&operator(), &Asked::default()).await.unwrap();
        assert!(told.clashes.iter().all(|it| it.1.sort == "issue_without_risk") && told.clashes.len() == 1);
        refused(house.edit_as(&author, &id, json!({ "edition": "2" })).await, "approved_is_fixed");

        // A unit that becomes part of the one inside takes its AI systems along.
        house.edit_as(&operator(), &other, json!({ "parent": unit })).await.unwrap();
        assert_eq!(systems(&house).await, 2);
        let next = json!({
            "title": "Next", "units": [unit], "parts": ["customer"], "considered": [law], "owner": author.person,
            "exclusions": [{ "what": other, "reason": "it is sold" }]
        });
        let next = house.add_as(&author, "aims_scope", next).await.unwrap().id;
        house.move_as(&author, &next, "submit", json!({})).await.unwrap();
        decide(&house, &next, &chief).await;
        house.move_as(&chief, &next, "approve", json!({})).await.unwrap();
        house.move_as(&author, &next, "put_in_force", json!({})).await.unwrap();
        let former = house.aims.record(&author, &id, &governance::Moment::Now).await.unwrap();
        assert_eq!((former.state.as_str(), systems(&house).await), ("superseded", 1));
    });
}
