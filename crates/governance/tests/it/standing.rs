//! Which decision holds: the newest of a body, of a person the one with the right to it, and nothing of a role once that has ended.

use governance::Actor;
use record::Id;
use serde_json::{Value, json};

use crate::bodies::{add_in, agrees, known, lead, said, standing, submitted, world};
use crate::house::{on_both, operator};
use crate::rights::tiered;

#[test]
fn what_a_body_decided_last_holds_and_nobody_takes_it_back_alone() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let (release, validator) = submitted(&house, &world).await;
        let there = ["chair", "risk", "legal"];
        let decide = async |outcome: &str, vote: &str| {
            let people: Vec<Value> = there.iter().map(|it| json!({ "person": world.people[*it] })).collect();
            let votes: Vec<Value> =
                there.iter().map(|it| json!({ "item": release, "person": world.people[*it], "vote": vote })).collect();
            let meeting = json!({
                "title": "meeting", "body": world.body, "held_on": "2026-03-02", "present": people,
                "agenda": [{ "item": release, "asked": "approve" }], "votes": votes,
            });
            let meeting = add_in(&house, "meeting", "minuted", meeting).await;
            let fields = json!({
                "title": outcome, "subject": release, "form": "approve", "outcome": outcome, "reasons": "seen",
                "body": world.body, "meeting": meeting, "decided_on": "2026-03-02",
            });
            lead(&house, fields).await.id
        };
        let yes = decide("yes", "for").await;
        assert!(standing(&house, &yes, "in_effect").await.0 == true);
        let chief = house.person("Gus", "governance_lead", None).await;
        let alone = said(house.move_as(&chief, &yes, "revoke", json!({})).await);
        assert!(alone.contains("it decides anew in another meeting"), "{alone}");
        let off = decide("put_off", "abstained").await;
        assert!(standing(&house, &yes, "in_effect").await.0 == true, "{off} leaves what was decided before");
        let no = decide("no", "against").await;
        assert!(standing(&house, &no, "valid").await.0 == true, "{:?}", standing(&house, &no, "valid").await);
        let (holds, why) = standing(&house, &yes, "in_effect").await;
        assert!(holds == false && why.contains(&format!("{no} decided about it anew: no")), "{why}");
        let refused = said(house.move_as(&validator, &release, "approve", json!({})).await);
        assert!(refused.contains(&no.to_string()) && refused.contains("does not count"), "{refused}");
        agrees(&house).await;
        let again = decide("yes", "for").await;
        assert!(standing(&house, &again, "in_effect").await.0 == true);
        house.move_as(&validator, &release, "approve", json!({})).await.unwrap();
        agrees(&house).await;
    });
}

#[test]
fn nothing_goes_into_service_of_an_ai_system_that_is_not_used() {
    on_both(async |house| {
        let owner = house.person("Olga", "system_owner", None).await;
        let serve = async |state: &str| {
            let system = add_in(&house, "ai_system", state, json!({ "title": state, "owner": owner.person })).await;
            let release = json!({ "title": "r", "system": system, "bundle": [{ "part": "all" }] });
            let release = add_in(&house, "release", "approved", release).await;
            house.move_as(&owner, &release, "put_in_service", json!({ "in_service_on": "2026-03-02" })).await
        };
        for state in ["suspended", "retired"] {
            let refused = said(serve(state).await);
            assert!(refused.contains(&format!("is {state}")) && refused.contains("resume it first"), "{refused}");
        }
        serve("operation").await.unwrap();
    });
}

#[test]
fn a_decision_of_one_person_is_in_effect_by_the_right_to_it_alone() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T1", None).await;
        let release = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
        let release = add_in(&house, "release", "in_review", release).await;
        let (lead, risk) =
            (house.person("Gus", "governance_lead", None).await, house.person("Rita", "risk_officer", None).await);
        let decide = async |who: &Actor| {
            let fields = json!({
                "title": "Go", "subject": release, "form": "approve", "outcome": "yes", "reasons": "tested",
                "deciders": [who.person], "decided_on": "2026-03-02", "digest": "sha256:typed",
            });
            house.add_as(who, "decision", fields).await.unwrap().id
        };
        let stands = async |id: &Id| {
            let record = house.aims.record(&operator(), id, &governance::Moment::Now).await.unwrap();
            let found = record.standing.iter().find(|it| it.name == "in_effect").unwrap();
            (record.document["digest"].clone(), found.value == true, found.why.clone())
        };
        let (own, other) = (decide(&lead).await, decide(&risk).await);
        let (digest, yes, why) = stands(&own).await;
        assert!(yes && digest.as_str().unwrap().len() == "sha256:".len() + 64, "{digest}: {why}");
        let (_, yes, why) = stands(&other).await;
        assert!(!yes && why.contains("may not decide it") && why.contains("governance_lead"), "{why}");
        // It follows from what they held on that day, also where that is entered later; and from the tier of then.
        let role = house.aims.list(&operator(), &governance::Listing::of("role")).await.unwrap();
        let role = role.rows.iter().find(|it| it.title == "governance_lead").unwrap().id.clone();
        let held = json!({ "title": "both", "person": risk.person, "role": role, "from": "2026-01-01" });
        let held = add_in(&house, "role_assignment", "accepted", held).await;
        assert!(stands(&other).await.1, "{}", stands(&other).await.2);
        house.later(48);
        house.move_as(&operator(), &held, "end", json!({})).await.unwrap();
        assert!(stands(&other).await.1, "what was decided in a role stands when it ends: {}", stands(&other).await.2);
        assert!(house.aims.doctor(false).await.unwrap().checks.iter().filter(|it| it.name != "rows").all(|it| it.ok));
    });
}

#[test]
fn what_ended_by_its_step_gives_nothing_any_more_on_the_same_day() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T1", None).await;
        let release = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
        let release = add_in(&house, "release", "in_review", release).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let (early, late) =
            (house.person("Rita", "risk_officer", None).await, house.person("Lou", "risk_officer", None).await);
        add_in(&house, "impact_assessment", "in_force", json!({ "title": "i", "systems": [system] })).await;
        add_in(&house, "risk", "evaluated", json!({ "title": "r", "systems": [system] })).await;
        let sign = async |who: &Actor| {
            let fields = json!({
                "title": "signed", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen",
                "deciders": [who.person], "decided_on": "2026-03-02",
            });
            add_in(&house, "decision", "taken", fields).await
        };
        let all = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap();
        let held = |who: &Actor| all.rows.iter().find(|it| it.title.starts_with(&who.name)).unwrap().id.clone();
        let missing = async || house.aims.may_decide(&lead, "approve", &release).await.unwrap().missing;
        house.later(1);
        house.move_as(&operator(), &held(&late), "end", json!({})).await.unwrap();
        house.later(1);
        sign(&late).await;
        assert_eq!(missing().await.len(), 1, "whoever was let go in the morning signs nothing at noon");
        sign(&early).await;
        house.later(1);
        house.move_as(&operator(), &held(&early), "end", json!({})).await.unwrap();
        assert_eq!(missing().await, Vec::<String>::new(), "whoever signed before has signed");
        let ended = house.aims.record(&operator(), &held(&early), &governance::Moment::Now).await.unwrap();
        assert_eq!(ended.document["until"], "2026-03-02");
        // Nobody undoes what was decided in a role by ending it for the past.
        let another = house.person("Vic", "validator", None).await;
        let all = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap();
        let held = all.rows.iter().find(|it| it.title.starts_with(&another.name)).unwrap().id.clone();
        let chief = crate::house::somebody("chief", &["administrator"]);
        let past = house.move_as(&chief, &held, "end", json!({ "until": "2026-01-31" })).await;
        assert!(format!("{past:?}").contains("has passed"), "{past:?}");
        house.move_as(&chief, &held, "end", json!({})).await.unwrap();
    });
}
