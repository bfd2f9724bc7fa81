//! What a reorganisation must not loosen: who has left, units that close or are called otherwise, systems that move, decisions that name
//! what is not there, words in the place of facts.

use governance::account::NewAccount;
use governance::{Error, Listing, Moment};
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put, refused, somebody};

/// The problem that an entry was refused with.
#[track_caller]
fn problem(outcome: Result<governance::Committed, Error>, field: &str, says: &str) {
    let Err(Error::Problems(found)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(found.iter().any(|it| it.field == field && it.message.contains(says)), "{says}: {found:?}");
}

async fn document(house: &House, id: &record::Id) -> Value {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    json!(record.document)
}

#[test]
fn who_has_left_holds_no_role_and_does_not_come_in_and_who_stays_does() {
    on_both(async |house| {
        for (name, goes) in [("Rosa", true), ("Mia", false)] {
            let owner = house.person(name, "governance_lead", None).await;
            let person = owner.person.clone().unwrap();
            let email = format!("{}@test.example", name.to_lowercase());
            let account = NewAccount {
                name: name.to_owned(),
                email: email.clone(),
                password: Some("a long password".to_owned()),
                person: Some(person.clone()),
                service: false,
            };
            house.aims.add_account(&operator(), account).await.unwrap();
            let came = house.aims.sign_in(&email, "a long password", "test").await.unwrap();
            let objective = json!({ "title": format!("Objective of {name}"), "owner": person });
            house.add_as(&owner, "objective", objective.clone()).await.unwrap();
            // The second of March is the last day.
            if goes {
                house.move_as(&operator(), &person, "leave", json!({ "until": "2026-03-02" })).await.unwrap();
            }
            house.later(24);
            house.aims.run_due().await.unwrap();
            let roles = house.aims.with_roles_now(&owner).await.unwrap().roles;
            let again = house.aims.sign_in(&email, "a long password", "test").await;
            let there = house.aims.session(&came.secret, "r").await.unwrap();
            let entered = house.add_as(&owner, "objective", objective).await;
            assert_eq!(roles.is_empty(), goes, "{name}");
            assert_eq!(
                (again.is_err(), there.is_none(), entered.is_err()),
                (goes, true, goes),
                "{name}: sessions end in 30 minutes"
            );
            let assigned =
                Listing { filter: format!("person:{person} in_force:yes"), ..Listing::of("role_assignment") };
            let held = house.aims.list(&operator(), &assigned).await.unwrap().rows.len();
            assert_eq!(held, usize::from(!goes), "{name}");
        }
    });
}

#[test]
fn what_was_passed_on_ends_with_whoever_passed_it_on() {
    on_both(async |house| {
        let rosa = house.person("Rosa", "governance_lead", None).await;
        let given = house.aims.list(&operator(), &Listing::of("role_assignment")).await.unwrap().rows.remove(0);
        let document = document(&house, &given.id).await;
        let wren = house.add("person", json!({ "title": "Wren" })).await.id;
        let fields = json!({
            "title": "Wren for Rosa", "person": wren, "role": document["role"], "basis": "deputising", "on_behalf_of": given.id,
            "from": "2026-01-02",
        });
        put(&house, "role_assignment", "accepted", fields).await;
        let deputy = governance::Actor { person: Some(wren), account: "wren".to_owned(), ..rosa.clone() };
        assert_eq!(house.aims.with_roles_now(&deputy).await.unwrap().roles.len(), 1);
        house
            .move_as(&operator(), rosa.person.as_ref().unwrap(), "leave", json!({ "until": "2026-03-01" }))
            .await
            .unwrap();
        assert!(house.aims.with_roles_now(&deputy).await.unwrap().roles.is_empty());
        let tree = house.aims.delegations(&operator()).await.unwrap();
        assert!(tree[0].passed[0].why.as_deref().unwrap().contains("does not work here"), "{tree:?}");
    });
}

#[test]
fn a_unit_closes_once_nothing_stands_under_it_and_nothing_new_is_put_there() {
    on_both(async |house| {
        let [old, new] = [
            put(&house, "organization_unit", "active", json!({ "title": "Old" })).await,
            put(&house, "organization_unit", "active", json!({ "title": "New" })).await,
        ];
        let system = house.add("ai_system", json!({ "title": "Scores", "unit": old })).await.id;
        let person = house.add("person", json!({ "title": "Ada", "unit": old })).await.id;
        problem(house.move_as(&operator(), &old, "close", json!({})).await, "state", &system.to_string());
        house.edit_as(&operator(), &system, json!({ "unit": new })).await.unwrap();
        problem(house.move_as(&operator(), &old, "close", json!({})).await, "state", &person.to_string());
        house.edit_as(&operator(), &person, json!({ "unit": new })).await.unwrap();
        house.move_as(&operator(), &old, "close", json!({})).await.unwrap();
        let lead = house.person("Maren", "governance_lead", None).await;
        let late = house.add_as(&lead, "ai_system", json!({ "title": "Late", "unit": old })).await;
        problem(late, "unit", "is closed");
        house.add_as(&lead, "ai_system", json!({ "title": "Late", "unit": new })).await.unwrap();
    });
}

/// A table that decides by a unit.
fn by_unit(units: &[&str]) -> String {
    let tree: String = units.iter().map(|it| format!("[[unit]]\nname = \"{it}\"\n")).collect();
    let rows: String = units
        .iter()
        .map(|it| format!("[[row]]\nid = \"{}\"\nwhen.unit = '\"{it}\"'\nthen.signs = \"legal\"\n", it.to_lowercase()))
        .collect();
    format!(
        "table = \"house\"\npolicy = \"first\"\n{tree}[[input]]\nname = \"unit\"\ntype = \"unit\"\n[[output]]\nname = \"signs\"\ntype = \"text\"\n{rows}\
         [[row]]\nid = \"rest\"\nthen.signs = \"nobody\"\n"
    )
}

#[test]
fn a_unit_keeps_its_name_while_tables_decide_by_it_and_know_no_other() {
    on_both(async |house| {
        let unit = put(&house, "organization_unit", "active", json!({ "title": "Benefits" })).await;
        let table = json!({ "title": "Who signs", "purpose": "house_procedure", "rules": by_unit(&["Benefits"]) });
        let first = put(&house, "decision_table", "in_force", table).await;
        let name = json!({ "title": "Benefits and Housing" });
        problem(house.edit_as(&operator(), &unit, name.clone()).await, "title", &first.to_string());
        house.edit_as(&operator(), &unit, json!({ "activities": "benefits" })).await.unwrap();
        let both = by_unit(&["Benefits", "Benefits and Housing"]);
        let second = json!({ "title": "Who signs", "purpose": "house_procedure", "rules": both });
        house.move_as(&operator(), &first, "supersede", json!({})).await.unwrap();
        put(&house, "decision_table", "in_force", second).await;
        house.edit_as(&operator(), &unit, name).await.unwrap();
    });
}

#[test]
fn an_owner_does_not_move_a_system_away_from_those_who_decide_about_it() {
    on_both(async |house| {
        let [old, new] = [
            put(&house, "organization_unit", "active", json!({ "title": "Old" })).await,
            put(&house, "organization_unit", "active", json!({ "title": "New" })).await,
        ];
        let owner = house.person("Rosa", "system_owner", None).await;
        let system = json!({ "title": "Scores", "unit": old, "owner": owner.person });
        let system = house.add("ai_system", system).await.id;
        refused(house.edit_as(&owner, &system, json!({ "unit": new })).await, "its owner alone does not move it");
        house.edit_as(&owner, &system, json!({ "purpose": "scores" })).await.unwrap();
        let lead = house.person("Maren", "governance_lead", None).await;
        house.edit_as(&lead, &system, json!({ "unit": new })).await.unwrap();
    });
}

#[test]
fn a_decision_names_a_version_that_is_there_and_a_day_that_has_come() {
    on_both(async |house| {
        let lead = house.person("Maren", "governance_lead", None).await;
        let paper =
            house.add("document", json!({ "title": "Policy", "form": "policy", "body": "We are good." })).await.id;
        let decision = |more: Value| {
            let mut fields = json!({
                "title": "It holds", "subject": paper, "form": "approve_plan", "outcome": "yes", "deciders": [lead.person],
                "decided_on": "2026-03-02",
            });
            fields.as_object_mut().unwrap().extend(crate::house::object(more));
            fields
        };
        let odd = house.add_as(&lead, "decision", decision(json!({ "subject_version": 99 }))).await;
        problem(odd, "subject_version", "has no version 99; its newest is 1");
        let early = house.add_as(&lead, "decision", decision(json!({ "decided_on": "2026-03-03" }))).await;
        problem(early, "decided_on", "is no decision yet");
        let made = house.add_as(&lead, "decision", decision(json!({ "subject_version": 1 }))).await.unwrap().id;
        let in_effect = async || {
            let record = house.aims.record(&operator(), &made, &Moment::Now).await.unwrap();
            let standing = record.standing.iter().find(|it| it.name.ends_with("in_effect")).unwrap();
            standing.value.clone()
        };
        assert_eq!(in_effect().await, json!(true));
        house.edit_as(&operator(), &paper, json!({ "body": "We do as we like." })).await.unwrap();
        assert_eq!(in_effect().await, json!(false));
    });
}

#[test]
fn a_tier_is_worked_out_and_not_stated_where_facts_are_missing() {
    on_both(async |house| {
        let (author, checker) =
            (house.person("Maren", "governance_lead", None).await, house.person("Petra", "risk_officer", None).await);
        let system = house.add("ai_system", json!({ "title": "Scores" })).await.id;
        let stated = json!({
            "title": "light", "subject": system, "scheme": "own_tier", "outcome": "T4", "reasons": "because", "classified_on": "2026-03-01",
        });
        let made = house.add_as(&author, "classification", stated).await.unwrap().id;
        refused(house.move_as(&checker, &made, "confirm", json!({})).await, "let it be worked out");
        // A scheme that no table decides is still stated.
        let other = json!({
            "title": "sort", "subject": system, "scheme": "other", "outcome": "pilot", "reasons": "because", "classified_on": "2026-03-01",
        });
        let other = house.add_as(&author, "classification", other).await.unwrap().id;
        house.move_as(&checker, &other, "confirm", json!({})).await.unwrap();
    });
}

#[test]
fn a_stopped_system_goes_on_by_whoever_has_the_right_with_every_signature() {
    on_both(async |house| {
        let (lead, risk) =
            (house.person("Maren", "governance_lead", None).await, house.person("Petra", "risk_officer", None).await);
        let system = put(&house, "ai_system", "suspended", json!({ "title": "Scores" })).await;
        let tier =
            json!({ "title": "T2", "subject": system, "scheme": "own_tier", "outcome": "T2", "reasons": "by hand" });
        put(&house, "classification", "confirmed", tier).await;
        let may = house.aims.may_decide(&lead, "resume", &system).await.unwrap();
        assert!(!may.may && may.reasons.iter().any(|it| it.contains("risk_officer")), "{may:?}");
        let tried = house.move_as(&lead, &system, "resume", json!({})).await;
        refused(tried, "a decision of type `resume`");
        let signed = json!({
            "title": "It may go on", "subject": system, "form": "resume", "outcome": "yes", "deciders": [risk.person],
            "decided_on": "2026-03-02", "reasons": "mended",
        });
        house.add_as(&risk, "decision", signed).await.unwrap();
        let may = house.aims.may_decide(&lead, "resume", &system).await.unwrap();
        assert!(may.reasons.iter().all(|it| !it.contains("risk_officer")), "{may:?}");
    });
}

#[test]
fn an_override_of_what_nobody_worked_out_asks_for_a_decision_like_any_other() {
    on_both(async |house| {
        let author = house.person("Ada", "governance_lead", None).await;
        let checker = house.person("Ben", "risk_officer", None).await;
        let system = house.add("ai_system", json!({ "title": "Scores" })).await.id;
        let word = |to: &str| {
            json!({
                "title": "By word", "subject": system, "scheme": "own_tier", "outcome": to, "override_outcome": to,
                "override_reason": "we know better", "classified_on": "2026-03-01", "reasons": "because",
            })
        };
        for mild in ["T4", "T1"] {
            let stated = house.add_as(&author, "classification", word(mild)).await.unwrap().id;
            refused(house.move_as(&checker, &stated, "confirm", json!({})).await, "no last day");
        }
        // The strictest of all loosens nothing, whatever the tables would say.
        let strict = house.add_as(&author, "classification", word("T0")).await.unwrap().id;
        house.move_as(&checker, &strict, "confirm", json!({})).await.unwrap();
        let read = house.aims.record(&operator(), &system, &Moment::Now).await.unwrap();
        let tier = read.standing.iter().find(|it| it.name == "tier").unwrap();
        assert_eq!(tier.value, "T0", "{tier:?}");
    });
}

#[test]
fn what_was_passed_on_goes_no_further_than_what_it_comes_from_and_ends_by_itself() {
    on_both(async |house| {
        let north = put(&house, "organization_unit", "active", json!({ "title": "North" })).await;
        let south = put(&house, "organization_unit", "active", json!({ "title": "South" })).await;
        let below = put(&house, "organization_unit", "active", json!({ "title": "Below", "parent": north })).await;
        house.person("Rosa", "executive", Some(&north)).await;
        let source = house.aims.list(&operator(), &Listing::of("role_assignment")).await.unwrap().rows.remove(0).id;
        let role = document(&house, &source).await["role"].clone();
        // What each is given, and what each holds by it.
        let cases = [
            ("everywhere", None, "2026-02-20", Some(&north)),
            ("below", Some(&below), "2026-02-20", Some(&below)),
            ("elsewhere", Some(&south), "2026-02-20", None),
            ("long ago", Some(&north), "2025-02-20", None),
        ];
        for (name, covers, from, held) in cases {
            let person = house.add("person", json!({ "title": name })).await.id;
            let fields = json!({
                "title": name, "person": person, "role": role, "basis": "delegation", "on_behalf_of": source, "from": from,
                "covers": covers, "until": "2030-12-31",
            });
            put(&house, "role_assignment", "accepted", fields).await;
            let actor = governance::Actor { person: Some(person), account: name.to_owned(), ..somebody(name, &[]) };
            let roles = house.aims.with_roles_now(&actor).await.unwrap().roles;
            let over: Vec<Option<String>> = roles.into_iter().map(|it| it.covers).collect();
            assert_eq!(over, held.iter().map(|it| Some(it.to_string())).collect::<Vec<_>>(), "{name}");
        }
        // The clock ends what was passed on, without anybody.
        house.later(24 * 400);
        let page = house.aims.delegations(&operator()).await.unwrap();
        let told: Vec<&str> = page[0].passed.iter().filter_map(|it| it.why.as_deref()).collect();
        assert_eq!(told.len(), 4, "{page:?}");
        assert!(told.iter().all(|it| it.contains("365 days at most")), "{told:?}");
    });
}

#[test]
fn a_request_is_made_on_the_day_on_which_it_is_entered() {
    on_both(async |house| {
        let lead = house.person("Maren", "governance_lead", None).await;
        let system = house.add("ai_system", json!({ "title": "Scores" })).await.id;
        let asked = |on: &str| json!({ "title": "New", "subject": system, "form": "new_system", "submitted_on": on });
        for day in ["2025-08-01", "2027-08-01"] {
            problem(house.add_as(&lead, "review_request", asked(day)).await, "submitted_on", "leave it blank");
        }
        house.add_as(&lead, "review_request", asked("2026-03-02")).await.unwrap();
    });
}
