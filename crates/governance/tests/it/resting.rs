//! What decisions of bodies rest on, on both databases: every body with the mandate, what an AI system is for, the parts of a release, minutes
//! and conditions as they were, and charters and minutes that somebody else than who wrote them puts in force.

use governance::Moment;
use record::Id;
use serde_json::{Value, json};

use crate::bodies::{OWN, World, add_in, agrees, known, lead, said, standing, submitted, world};
use crate::house::{House, object, on_both, operator};

#[test]
fn where_two_bodies_have_the_mandate_neither_goes_past_the_other() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let table =
            json!({ "title": "mandate of the board", "purpose": "mandate", "rules": OWN, "valid_from": "2025-01-01" });
        let table = add_in(&house, "decision_table", "in_force", table).await;
        let record = house.aims.record(&operator(), &world.body, &Moment::Now).await.unwrap();
        let board = json!({
            "title": "Board", "key": "board", "seats": record.document["seats"], "quorum": 2, "majority": "simple",
            "majority_of": "present", "interests": "declare", "chartered_on": "2025-01-01", "mandate": [table],
        });
        let board = add_in(&house, "governance_body", "chartered", board).await;
        let (release, validator) = submitted(&house, &world).await;
        let names = ["chair", "risk", "legal"];
        let decides = async |body: &Id, outcome: &str| {
            let vote = if outcome == "yes" { "for" } else { "against" };
            let people: Vec<Value> = names.iter().map(|it| json!({ "person": world.people[*it] })).collect();
            let votes: Vec<Value> =
                names.iter().map(|it| json!({ "item": release, "person": world.people[*it], "vote": vote })).collect();
            let meeting = json!({
                "title": "meeting", "body": body, "held_on": "2026-03-02", "present": people,
                "agenda": [{ "item": release, "asked": "approve" }], "votes": votes,
            });
            let meeting = add_in(&house, "meeting", "minuted", meeting).await;
            let fields = json!({
                "title": outcome, "subject": release, "form": "approve", "outcome": outcome, "reasons": "seen",
                "body": body, "meeting": meeting, "decided_on": "2026-03-02",
            });
            lead(&house, fields).await.id
        };
        let refusal = async || said(house.move_as(&validator, &release, "approve", json!({})).await);
        assert!(refusal().await.contains("has not yet"));
        decides(&world.body, "yes").await;
        let told = refusal().await;
        assert!(told.contains(&format!("Board ({board}) decides about this (approve) and has not yet")), "{told}");
        let no = decides(&board, "no").await;
        let told = refusal().await;
        assert!(told.contains(&format!("Board ({board}) decides")) && told.contains(&no.to_string()), "{told}");
        decides(&board, "yes").await;
        house.move_as(&validator, &release, "approve", json!({})).await.unwrap();
    });
}

/// A meeting of the body about a release, with a quorum that is for it, and what it decided.
async fn approved(house: &House, world: &World, release: &Id) -> (Id, Id) {
    approved_in(house, world, release, "minuted").await
}

/// The same of a meeting in a state.
async fn approved_in(house: &House, world: &World, release: &Id, state: &str) -> (Id, Id) {
    let names = ["chair", "risk", "legal"];
    let people: Vec<Value> = names.iter().map(|it| json!({ "person": world.people[*it] })).collect();
    let vote = |it: &&str| json!({ "item": release, "person": world.people[*it], "vote": "for" });
    let meeting = json!({
        "title": "meeting", "body": world.body, "held_on": "2026-03-02", "present": people,
        "agenda": [{ "item": release, "asked": "approve" }], "votes": names.iter().map(vote).collect::<Vec<_>>(),
    });
    let meeting = add_in(house, "meeting", state, meeting).await;
    let fields = json!({
        "title": "yes", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen", "body": world.body,
        "meeting": meeting, "decided_on": "2026-03-02",
    });
    (meeting, lead(house, fields).await.id)
}

#[test]
fn what_an_ai_system_is_for_holds_what_was_decided_about_its_releases() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let (release, validator) = submitted(&house, &world).await;
        let model = house.add("model", json!({ "title": "scorer" })).await.id;
        let part = house.add("model_version", json!({ "title": "scorer 2", "model": model })).await.id;
        let bundle = json!({ "bundle": [{ "part": "model", "model_version": part }] });
        house.edit_as(&operator(), &release, bundle).await.unwrap();
        let (_, decision) = approved(&house, &world, &release).await;
        let record = house.aims.record(&operator(), &release, &Moment::Now).await.unwrap();
        let system: Id = record.document["system"].as_str().unwrap().parse().unwrap();
        house.edit_as(&operator(), &system, json!({ "domain_detail": "a detail" })).await.unwrap();
        assert_eq!(standing(&house, &decision, "in_effect").await.0, json!(true));
        house.later(1);
        house.edit_as(&operator(), &system, json!({ "purpose": "it decides alone" })).await.unwrap();
        let (counts, why) = standing(&house, &decision, "in_effect").await;
        assert!(counts == json!(false) && why.contains("is for something else since: `purpose` was changed"), "{why}");
        let refused = said(house.move_as(&validator, &release, "approve", json!({})).await);
        assert!(refused.contains(&format!("{decision} does not count: {system} is for something else")), "{refused}");
        agrees(&house).await;
        house.edit_as(&operator(), &system, json!({ "purpose": null })).await.unwrap();
        assert_eq!(standing(&house, &decision, "in_effect").await.0, json!(true), "as it was again");
        // Nor is another model what was decided about, whatever the release says.
        house.edit_as(&operator(), &part, json!({ "title": "another model" })).await.unwrap();
        let (counts, why) = standing(&house, &decision, "in_effect").await;
        assert!(counts == json!(false) && why.contains(&format!("{part} is part of it and was changed")), "{why}");
        agrees(&house).await;
        house.edit_as(&operator(), &part, json!({ "title": "scorer 2" })).await.unwrap();
        agrees(&house).await;
        house.move_as(&validator, &release, "approve", json!({})).await.unwrap();
    });
}

#[test]
fn minutes_stay_once_something_was_decided_and_they_and_charters_count_by_somebody_else() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let (release, _) = submitted(&house, &world).await;
        let risk = house.person("Rita", "risk_officer", None).await;
        let (meeting, decision) = approved_in(&house, &world, &release, "held").await;
        let (counts, why) = standing(&house, &decision, "valid").await;
        assert!(counts == json!(false) && why.contains("are not agreed yet"), "{why}");
        for (field, value) in [
            ("votes", json!([])),
            ("present", json!([{ "person": world.people["chair"] }])),
            ("held_on", json!("2026-03-01")),
        ] {
            let told = said(house.edit_as(&risk, &meeting, json!({ field: value })).await);
            assert!(told.contains(&format!("is what {decision} rests on")) && told.contains(field), "{told}");
        }
        house.edit_as(&risk, &meeting, json!({ "minutes": "They looked at it." })).await.unwrap();
        let told = said(house.move_as(&risk, &meeting, "minute", json!({})).await);
        assert!(told.contains("who wrote something of this record cannot approve it"), "{told}");
        let legal = house.person("Lou", "legal", None).await;
        house.move_as(&legal, &meeting, "minute", json!({})).await.unwrap();
        assert_eq!(standing(&house, &decision, "valid").await.0, json!(true), "somebody else agreed the minutes");
        house.move_as(&operator(), &decision, "revoke", json!({})).await.unwrap();

        // Conditions stay as they were decided; whether they are met is told.
        let row =
            |what: &str, met: bool| json!({ "conditions": [{ "condition": what, "due": "2026-06-01", "met": met }] });
        let mut fields = row("test ages", false);
        fields.as_object_mut().unwrap().extend(object(json!({
            "title": "if", "subject": release, "form": "approve", "outcome": "yes_with_conditions", "reasons": "seen",
            "body": world.body, "meeting": meeting, "decided_on": "2026-03-02",
        })));
        let keeper = house.person("Kim", "governance_lead", None).await;
        let bound = house.add_as(&keeper, "decision", fields).await.unwrap().id;
        let told = said(house.edit_as(&keeper, &bound, row("none", true)).await);
        assert!(told.contains("are what was decided"), "{told}");
        house.edit_as(&keeper, &bound, row("test ages", true)).await.unwrap();

        let (gus, chief) =
            (house.person("Gus", "governance_lead", None).await, house.person("Chief", "executive", None).await);
        let record = house.aims.record(&operator(), &world.body, &Moment::Now).await.unwrap();
        let seats = &record.document["seats"];
        let small = json!({
            "title": "Small", "key": "small", "seats": seats, "quorum": 1, "majority": "simple", "majority_of": "present",
            "interests": "declare", "chartered_on": "2026-03-02",
        });
        let small = house.add_as(&gus, "governance_body", small).await.unwrap().id;
        let told = said(house.move_as(&gus, &small, "charter", json!({})).await);
        assert!(told.contains("who created this record cannot approve it"), "{told}");
        house.move_as(&chief, &small, "charter", json!({})).await.unwrap();
    });
}
