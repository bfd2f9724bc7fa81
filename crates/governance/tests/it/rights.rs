//! Decision rights on both databases: five hundred random questions against a truth table that was found by brute force
//! (`scripts/decision_rights.py`), refusals in the words of the policy, delegation that ends by itself, and systems that cannot end.

use std::collections::BTreeMap;

use governance::{Actor, Error, Via};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

async fn add_in(house: &House, kind: &str, state: &str, fields: Value) -> Id {
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document: object(fields) };
    house.aims.commit(&operator(), change, None).await.unwrap().id
}

fn said<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(all)) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        other => format!("{:?}", other.unwrap_err()),
    }
}

/// Fields without those that are null.
fn filled(fields: Value) -> Value {
    Value::Object(object(fields).into_iter().filter(|it| !it.1.is_null()).collect())
}

pub async fn tiered(house: &House, title: &str, tier: &str, unit: Option<&Id>) -> Id {
    let system = house.add("ai_system", filled(json!({ "title": title, "unit": unit }))).await.id;
    if tier != "unknown" {
        let class = json!({
            "title": tier, "subject": system, "scheme": "own_tier", "outcome": tier, "reasons": "by hand",
            "classified_on": "2025-01-01",
        });
        add_in(house, "classification", "confirmed", class).await;
    }
    system
}

/// Numbers of people, of what roles cover, of systems and of changes, by name.
type Named = BTreeMap<String, Id>;

async fn build(house: &House, known: &Value) -> (Named, Named) {
    let (mut people, mut places) = (Named::new(), Named::new());
    for name in known["people"].as_array().unwrap() {
        people.insert(name.as_str().unwrap().to_owned(), house.add("person", json!({ "title": name })).await.id);
    }
    let group = house.add("organization_unit", json!({ "title": "Group" })).await.id;
    for unit in ["north", "south"] {
        let id = house.add("organization_unit", json!({ "title": unit, "parent": group })).await.id;
        places.insert(unit.to_owned(), id);
    }
    places.insert("group".to_owned(), group);
    for it in known["systems"].as_array().unwrap() {
        let (name, unit) = (it["name"].as_str().unwrap(), &places[it["unit"].as_str().unwrap()].clone());
        let system = tiered(house, name, it["tier"].as_str().unwrap(), Some(unit)).await;
        for class in ["minor", "significant", "alters_intended_use"] {
            let change = json!({ "title": "change", "about": [system], "class": class });
            places.insert(format!("{name} {class}"), house.add("change", change).await.id);
        }
        places.insert(format!("{name} none"), system.clone());
        places.insert(name.to_owned(), system);
    }
    (people, places)
}

async fn assign(house: &House, known: &Value, people: &Named, places: &Named) {
    let (mut roles, mut made): (Named, Vec<Id>) = (Named::new(), Vec::new());
    for it in known["assignments"].as_array().unwrap() {
        let key = it["role"].as_str().unwrap().to_owned();
        if !roles.contains_key(&key) {
            roles.insert(key.clone(), house.add("role", json!({ "title": key, "key": key })).await.id);
        }
        let limit = |it: &Value| filled(json!({ "matter": "decisions", "action": it["action"], "tier": it["tier"] }));
        let limits: Vec<Value> = it["limits"].as_array().unwrap().iter().map(limit).collect();
        let endless = it["basis"] == "delegation" && it["until"].is_null();
        let until = if endless { json!("2099-12-31") } else { it["until"].clone() };
        let fields = json!({
            "title": "assignment", "person": people[it["person"].as_str().unwrap()], "role": roles[&key],
            "basis": it["basis"], "covers": it["covers"].as_str().map(|it| places[it].clone()), "from": it["from"],
            "until": until, "on_behalf_of": it["behalf"].as_u64().map(|it| made[it as usize].clone()),
            "limits": if limits.is_empty() { Value::Null } else { json!(limits) },
        });
        made.push(add_in(house, "role_assignment", it["state"].as_str().unwrap(), filled(fields)).await);
    }
}

#[test]
fn five_hundred_random_questions_have_the_answers_of_the_truth_table() {
    on_both(async |house| {
        let known: Value = serde_json::from_str(include_str!("files/decision_rights.json")).unwrap();
        let (people, places) = build(&house, &known).await;
        assign(&house, &known, &people, &places).await;
        let mut wrong = Vec::new();
        for it in known["questions"].as_array().unwrap() {
            let about = &places[&format!("{} {}", it["system"].as_str().unwrap(), it["class"].as_str().unwrap())];
            let person = &people[it["person"].as_str().unwrap()];
            let found = house.aims.may_decide(&operator(), it["action"].as_str().unwrap(), about).await.unwrap();
            if found.who.iter().any(|it| it.person == *person) != it["may"] {
                wrong.push(format!("{it}: {:?} {:?}", found.right, found.who));
            }
        }
        assert!(wrong.is_empty(), "{} of 500: {:#?}", wrong.len(), &wrong[..wrong.len().min(5)]);
    });
}

fn as_person(person: &Id) -> Actor {
    Actor { account: format!("account-of-{person}"), person: Some(person.clone()), ..Actor::public(Via::Api) }
}

#[test]
fn whoever_has_no_right_is_refused_and_told_who_may() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T1", None).await;
        let release = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
        let release = add_in(&house, "release", "in_review", release).await;
        let validator = house.person("Val", "validator", None).await;
        let (lead, risk) =
            (house.person("Gus", "governance_lead", None).await, house.person("Rita", "risk_officer", None).await);
        let refused = said(house.move_as(&validator, &release, "approve", json!({})).await);
        let who = lead.person.clone().unwrap().to_string();
        assert!(refused.contains("executive or governance_lead may") && refused.contains(&who), "{refused}");
        let refused = said(house.move_as(&lead, &release, "approve", json!({})).await);
        assert!(refused.contains("impact assessment") && refused.contains("by a `risk_officer`"), "{refused}");
        let may = house.aims.may_decide(&lead, "approve", &release).await.unwrap();
        assert!(!may.may && may.missing.len() == 3, "{may:?}");
        add_in(&house, "impact_assessment", "in_force", json!({ "title": "i", "systems": [system] })).await;
        add_in(&house, "risk", "evaluated", json!({ "title": "r", "systems": [system] })).await;
        let signed = json!({
            "title": "signed", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen",
            "deciders": [risk.person], "decided_on": "2026-03-02",
        });
        let unsigned = async || house.aims.may_decide(&lead, "approve", &release).await.unwrap().missing.join("; ");
        house.add_as(&lead, "decision", signed.clone()).await.unwrap();
        assert!(unsigned().await.contains("by a `risk_officer`"), "nobody signs for another");
        house.add_as(&risk, "decision", signed.clone()).await.unwrap();
        assert!(house.aims.may_decide(&lead, "approve", &release).await.unwrap().may);
        house.edit_as(&operator(), &release, json!({ "tests": "nothing was tested at all" })).await.unwrap();
        assert!(unsigned().await.contains("by a `risk_officer`"), "what was signed is not what it says now");
        house.add_as(&risk, "decision", signed).await.unwrap();
        assert!(!house.aims.may_decide(&validator, "approve", &release).await.unwrap().may);
        house.move_as(&lead, &release, "approve", json!({})).await.unwrap();
        let unknown = said(house.aims.may_decide(&lead, "launch", &release).await);
        assert!(unknown.contains("`launch` is no action"), "{unknown}");
    });
}

#[test]
fn what_is_prohibited_is_put_into_use_by_nobody_and_can_be_stopped_and_ended() {
    on_both(async |house| {
        let banned = tiered(&house, "scores of people", "T0", None).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        for action in ["approve", "extend_use", "resume"] {
            let may = house.aims.may_decide(&lead, action, &banned).await.unwrap();
            let why = may.reasons.join("; ");
            assert!(!may.may && may.who.is_empty() && why.contains("nobody may"), "{action}: {may:?}");
        }
        let mild = tiered(&house, "sorts letters", "T4", None).await;
        let begun = async |system: &Id| match house.move_as(&lead, system, "develop", json!({})).await {
            Ok(_) => String::new(),
            other => said(other),
        };
        assert!(begun(&banned).await.contains("neither built nor put into use"), "{}", begun(&banned).await);
        assert!(!begun(&mild).await.contains("neither built nor put into use"));
        for action in ["stop", "decommission", "modify"] {
            let may = house.aims.may_decide(&lead, action, &banned).await.unwrap();
            assert!(may.who.iter().any(|it| Some(&it.person) == lead.person.as_ref()), "{action}: {may:?}");
        }
    });
}

#[test]
fn delegation_ends_by_itself_and_nobody_passes_a_right_on_to_themselves() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T2", None).await;
        let validator = house.person("Val", "validator", None).await;
        let held = house.add("person", json!({ "title": "Dee" })).await.id;
        let list = governance::Listing { filter: "key:validator".to_owned(), ..governance::Listing::of("role") };
        let role = house.aims.list(&operator(), &list).await.unwrap().rows[0].id.clone();
        let own = governance::Listing::of("role_assignment");
        let source = house.aims.list(&operator(), &own).await.unwrap().rows[0].id.clone();
        let fields = |person: &Id| {
            json!({
                "title": "d", "person": person, "role": role, "basis": "delegation", "on_behalf_of": source,
                "from": "2026-03-02", "until": "2026-12-31",
            })
        };
        for state in [None, Some("accepted".to_owned())] {
            let oneself = Change::Create {
                kind: "role_assignment".to_owned(),
                state,
                document: object(fields(validator.person.as_ref().unwrap())),
            };
            let refused = said(house.aims.commit(&operator(), oneself, None).await);
            assert!(refused.contains("nobody passes a right on to themselves"), "{refused}");
        }
        let mut endless = object(fields(&held));
        endless.remove("until");
        let endless = Change::Create { kind: "role_assignment".to_owned(), state: None, document: endless };
        let refused = said(house.aims.commit(&operator(), endless, None).await);
        assert!(refused.contains("until"), "what is passed on says when it ends: {refused}");
        add_in(&house, "role_assignment", "accepted", fields(&held)).await;
        let able = async |action: &str| {
            let may = house.aims.may_decide(&as_person(&held), action, &system).await.unwrap();
            may.who.iter().any(|it| it.person == held && it.for_whom == validator.person)
        };
        assert!(able("approve").await, "thirty days at T2");
        house.later(24 * 30);
        assert!(able("approve").await, "the last day");
        house.later(24);
        assert!(!able("approve").await, "it has ended by itself");
        let why = house.aims.may_decide(&as_person(&held), "approve", &system).await.unwrap().reasons.join("; ");
        assert!(why.contains("was passed on for 30 days at most, until 2026-04-01"), "{why}");
    });
}

#[test]
fn a_role_that_was_passed_on_is_held_as_long_as_its_source_holds_and_no_longer() {
    on_both(async |house| {
        let lead = house.person("Lena", "governance_lead", None).await;
        let source: Id = "ASG-1".parse().unwrap();
        let role =
            house.aims.record(&operator(), &source, &governance::Moment::Now).await.unwrap().document["role"].clone();
        let held = house.add("person", json!({ "title": "Dee" })).await.id;
        let fields = json!({ "title": "d", "person": held, "role": role, "basis": "delegation", "on_behalf_of": source,
                             "from": "2026-01-01", "until": "2026-03-31" });
        add_in(&house, "role_assignment", "accepted", fields).await;
        let policy = house.add("document", json!({ "title": "AI policy", "form": "policy" })).await.id;
        let may = async |who: &Actor, title: &str| house.edit_as(who, &policy, json!({ "title": title })).await.is_ok();
        assert_eq!((may(&lead, "One").await, may(&as_person(&held), "Two").await), (true, true));
        house.edit_as(&operator(), &source, json!({ "until": "2026-03-01" })).await.unwrap();
        house.later(24);
        assert!(!may(&as_person(&held), "Three").await, "whoever passed it on does not hold it any more");
    });
}

#[test]
fn a_decision_of_one_person_counts_for_what_its_subject_said_then() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "scorer", "purpose": "sort letters" })).await.id;
        let decider = house.add("person", json!({ "title": "Petra" })).await.id;
        let fields = json!({ "title": "Go", "subject": system, "form": "extend_use", "outcome": "yes", "deciders": [decider],
                             "decided_on": "2026-03-01" });
        let decision = add_in(&house, "decision", "taken", fields).await;
        let stands = async || {
            let record = house.aims.record(&operator(), &decision, &governance::Moment::Now).await.unwrap();
            record
                .standing
                .iter()
                .find(|it| it.name == "in_effect")
                .map(|it| (it.value.clone(), it.why.clone()))
                .unwrap()
        };
        assert_eq!(stands().await.0, true);
        house.edit_as(&operator(), &system, json!({ "owner": decider })).await.unwrap();
        house.edit_as(&operator(), &decision, json!({ "reasons": "it is small" })).await.unwrap();
        assert_eq!(stands().await.0, true, "who looks after it is not what was decided");
        house.edit_as(&operator(), &system, json!({ "purpose": "score people" })).await.unwrap();
        let (value, why) = stands().await;
        assert!(value == false && why.contains("was changed since"), "{why}");
        house.edit_as(&operator(), &decision, json!({ "reasons": "it is small indeed" })).await.unwrap();
        assert_eq!(stands().await.0, false, "editing the decision afterwards does not renew it");
        assert!(house.aims.doctor(false).await.unwrap().ok(), "what is kept is what is derived anew");
    });
}

#[test]
fn a_system_does_not_end_while_something_about_it_is_open() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "scorer", "retired_on": "2026-03-01" })).await.id;
        house.move_as(&operator(), &system, "wind_down", json!({})).await.unwrap();
        let open = add_in(&house, "incident", "reported", json!({ "title": "complaint", "systems": [system] })).await;
        let used = add_in(&house, "use_case", "in_use", json!({ "title": "use", "system": system })).await;
        let hold = json!({ "title": "hold", "form": "hold", "holds": [system], "why": "claim", "basis": "legal" });
        let hold = add_in(&house, "retention_rule", "in_force", hold).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let refused = said(house.move_as(&lead, &system, "finish", json!({})).await);
        for it in [&open, &used, &hold] {
            assert!(refused.contains(&it.to_string()), "{it}: {refused}");
        }
        house.move_as(&operator(), &used, "end", json!({})).await.unwrap();
        house.move_as(&operator(), &open, "dismiss", json!({})).await.unwrap();
        house.move_as(&operator(), &hold, "withdraw", json!({})).await.unwrap();
        house.move_as(&lead, &system, "finish", json!({})).await.unwrap();
    });
}

/// The shipped table with other deciders in one row.
fn proposed() -> String {
    let shipped = include_str!("../../../../data/tables/decision_rights.toml");
    let from = shipped.find("then.decider").unwrap();
    let end = from + shipped[from..].find('\n').unwrap();
    format!("{}then.decider = [\"legal\"]{}", &shipped[..from], &shipped[end..])
}

#[test]
fn who_decides_is_told_without_a_record_and_a_change_is_told_before_it_is_made() {
    on_both(async |house| {
        let lead = house.person("Lena", "governance_lead", None).await;
        let supposed = |action: &str, tier: &str| governance::bodies::rights::supposed::Supposed {
            action: action.to_owned(),
            tier: tier.to_owned(),
            change_class: "none".to_owned(),
            ..Default::default()
        };
        let found = house.aims.who_decides_if(&lead, &supposed("approve", "T4")).await.unwrap();
        assert!(!found.right.unwrap().deciders.is_empty());
        assert!(found.ladder.is_empty(), "only keeping a risk has a ladder");
        let kept = house.aims.who_decides_if(&lead, &supposed("accept_risk", "T4")).await.unwrap().ladder;
        let step =
            |level: &str, side: &str| kept.iter().find(|it| it.level == level && it.sides.contains(&side)).unwrap();
        assert_eq!(step("low", "tolerable").ruling.rung, "first");
        assert_eq!(step("high", "tolerable").ruling.rung, "second");
        assert_eq!(
            (step("low", "above").ruling.rung.as_str(), step("critical", "acceptable").ruling.rung.as_str()),
            ("third", "third")
        );
        assert!(kept.iter().all(|it| it.both.iter().all(|role| it.ruling.deciders.contains(role))));
        let again = governance::accepting::ladder::Again { renewals: 3, beyond: true };
        let again = governance::bodies::rights::supposed::Supposed { again, ..supposed("accept_risk", "T4") };
        let again = house.aims.who_decides_if(&lead, &again).await.unwrap().ladder;
        assert!(again.iter().all(|it| it.ruling.rung == "third"), "more of anything never asks for less: {again:#?}");
        let wrong = house.aims.who_decides_if(&lead, &supposed("fly", "T4")).await.unwrap_err().to_string();
        assert!(wrong.contains("`fly` is not known"), "{wrong}");
        let table = json!({ "title": "Proposal", "purpose": "decision_right", "rules": proposed() });
        let table = house.add("decision_table", table).await.id;
        let told = house.aims.simulate_rights(&lead, &table).await.unwrap();
        assert!(!told.moved.is_empty() && told.moved.len() < told.cases, "{} of {}", told.moved.len(), told.cases);
        assert!(told.moved.iter().all(|it| it.after.contains("legal")), "{:?}", told.moved);
        let same = json!({ "title": "Same", "purpose": "decision_right", "rules": include_str!("../../../../data/tables/decision_rights.toml") });
        let same = house.add("decision_table", same).await.id;
        let told = house.aims.simulate_rights(&lead, &same).await.unwrap();
        assert_eq!((told.moved, told.past), (Vec::new(), Vec::new()));
        let other = house.add("ai_system", json!({ "title": "no table" })).await.id;
        assert!(house.aims.simulate_rights(&lead, &other).await.is_err());
    });
}

#[test]
fn what_was_passed_on_is_a_tree_that_says_what_does_not_count() {
    on_both(async |house| {
        let lead = house.person("Lena", "governance_lead", None).await;
        let role = house.aims.record(&operator(), &"ASG-1".parse().unwrap(), &governance::Moment::Now).await.unwrap();
        let role = role.document["role"].clone();
        let mut source = json!("ASG-0001");
        for name in ["Deputy", "Third"] {
            let person = house.add("person", json!({ "title": name })).await.id;
            let fields = json!({ "title": name, "person": person, "role": role, "from": "2026-01-01", "until": "2026-12-31", "basis": "delegation", "on_behalf_of": source });
            source = json!(add_in(&house, "role_assignment", "accepted", fields).await);
        }
        let tree = house.aims.delegations(&lead).await.unwrap();
        assert_eq!((tree.len(), tree[0].why.as_ref()), (1, None));
        let deputy = &tree[0].passed[0];
        assert_eq!((deputy.name.as_str(), deputy.why.as_ref()), ("Deputy", None));
        assert_eq!(deputy.passed[0].why.as_deref(), Some("was passed on twice"));
        // Whoever may not see a person is not told the name.
        house.edit_as(&operator(), &deputy.person, json!({ "access": "restricted" })).await.unwrap();
        let engineer = house.person("Eve", "engineer", None).await;
        let tree = house.aims.delegations(&engineer).await.unwrap();
        assert_eq!(tree[0].passed[0].name, tree[0].passed[0].person.to_string());
    });
}

#[test]
fn a_signature_counts_by_the_role_of_the_day_on_which_it_was_given() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T1", None).await;
        let release = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
        let release = add_in(&house, "release", "in_review", release).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let (risk, late) =
            (house.person("Rita", "risk_officer", None).await, house.person("Lou", "risk_officer", None).await);
        add_in(&house, "impact_assessment", "in_force", json!({ "title": "i", "systems": [system] })).await;
        add_in(&house, "risk", "evaluated", json!({ "title": "r", "systems": [system] })).await;
        let sign = async |who: &Actor, day: &str| {
            let fields = json!({
                "title": "signed", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen",
                "deciders": [who.person], "decided_on": day,
            });
            add_in(&house, "decision", "taken", fields).await
        };
        let end = async |who: &Actor, day: &str| {
            let all = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap();
            let held = all.rows.iter().find(|it| it.title.starts_with(&who.name)).unwrap().id.clone();
            house.edit_as(&operator(), &held, json!({ "until": day })).await.unwrap();
        };
        let may = async || house.aims.may_decide(&lead, "approve", &release).await.unwrap();
        end(&late, "2026-02-28").await;
        sign(&late, "2026-03-01").await;
        assert_eq!(may().await.missing.len(), 1, "whoever held the role no more has not signed");
        sign(&risk, "2026-03-02").await;
        end(&risk, "2026-03-03").await;
        house.later(24 * 5);
        assert!(may().await.may, "whoever signed and left the role has signed: {:?}", may().await);
    });
}

#[test]
fn whoever_made_or_owns_a_release_does_not_sign_beside_for_it() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T1", None).await;
        add_in(&house, "impact_assessment", "in_force", json!({ "title": "i", "systems": [system] })).await;
        add_in(&house, "risk", "evaluated", json!({ "title": "r", "systems": [system] })).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let (owns, other) =
            (house.person("Rita", "risk_officer", None).await, house.person("Lou", "risk_officer", None).await);
        let release = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }], "owner": owns.person });
        let release = add_in(&house, "release", "in_review", release).await;
        let sign = async |who: &Actor| {
            let fields = json!({
                "title": "signed", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen",
                "deciders": [who.person], "decided_on": "2026-03-02",
            });
            house.add_as(who, "decision", fields).await.unwrap();
            house.aims.may_decide(&lead, "approve", &release).await.unwrap()
        };
        let may = sign(&owns).await;
        assert!(may.missing.join("; ").contains("by a `risk_officer`"), "{may:?}");
        assert!(sign(&other).await.may);
    });
}

/// Whoever signs on behalf of somebody signs by what was passed on: at T1 nothing of this right is, so such a signature does not count.
#[test]
fn a_signature_on_behalf_of_somebody_counts_only_where_the_right_is_passed_on() {
    on_both(async |house| {
        let system = tiered(&house, "scorer", "T1", None).await;
        add_in(&house, "impact_assessment", "in_force", json!({ "title": "i", "systems": [system] })).await;
        add_in(&house, "risk", "evaluated", json!({ "title": "r", "systems": [system] })).await;
        let release = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
        let release = add_in(&house, "release", "in_review", release).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let risk = house.person("Rita", "risk_officer", None).await;
        let all = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap();
        let source = all.rows.iter().find(|it| it.title.starts_with("Rita")).unwrap().id.clone();
        let row = house.aims.record(&operator(), &source, &governance::Moment::Now).await.unwrap();
        let deputy = house.add("person", json!({ "title": "Dee" })).await.id;
        let passed = json!({
            "title": "d", "person": deputy, "role": row.document["role"], "basis": "delegation", "on_behalf_of": source,
            "from": "2026-03-01", "until": "2026-12-31",
        });
        add_in(&house, "role_assignment", "accepted", passed).await;
        let sign = async |who: &Id| {
            let fields = json!({
                "title": "signed", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen",
                "deciders": [who], "decided_on": "2026-03-02",
            });
            add_in(&house, "decision", "taken", fields).await;
            house.aims.may_decide(&lead, "approve", &release).await.unwrap().missing.join("; ")
        };
        let missing = sign(&deputy).await;
        assert!(missing.contains("`risk_officer`"), "what is not passed on is not signed for another: {missing}");
        assert_eq!(sign(risk.person.as_ref().unwrap()).await, "");
    });
}

#[test]
fn a_release_is_decided_where_its_ai_system_belongs_whatever_unit_is_written_on_it() {
    on_both(async |house| {
        let (lending, staff) = (
            house.add("organization_unit", json!({ "title": "Lending" })).await.id,
            house.add("organization_unit", json!({ "title": "Staff" })).await.id,
        );
        let system = tiered(&house, "sorts letters", "T3", Some(&lending)).await;
        let release =
            json!({ "title": "r", "system": system, "unit": staff, "tests": "done", "bundle": [{ "part": "all" }] });
        let release = add_in(&house, "release", "in_review", release).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let (sid, lea) = (
            house.person("Sid", "validator", Some(&staff)).await.person.unwrap(),
            house.person("Lea", "validator", Some(&lending)).await.person.unwrap(),
        );
        let may = house.aims.may_decide(&lead, "approve", &release).await.unwrap();
        let able = |who: &Id| may.who.iter().any(|it| it.person == *who);
        assert!(able(&lea) && !able(&sid), "{may:?}");
    });
}

#[test]
fn a_grave_system_goes_into_operation_by_a_release_that_was_approved() {
    on_both(async |house| {
        let lead = house.person("Gus", "governance_lead", None).await;
        let built = async |tier: &str| {
            let system = json!({ "title": tier, "owner": lead.person, "in_service_on": "2026-03-02" });
            let system = add_in(&house, "ai_system", "deployment", system).await;
            let class = json!({
                "title": tier, "subject": system, "scheme": "own_tier", "outcome": tier, "reasons": "by hand",
                "classified_on": "2025-01-01",
            });
            add_in(&house, "classification", "confirmed", class).await;
            system
        };
        let told = async |system: &Id| match house.move_as(&lead, system, "operate", json!({})).await {
            Ok(_) => String::new(),
            refused => said(refused),
        };
        let released = async |system: &Id, state: &str| {
            let fields = json!({ "title": "r", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
            add_in(&house, "release", state, fields).await
        };
        let grave = built("T1").await;
        released(&grave, "in_review").await;
        assert!(
            told(&grave).await.contains("its tier is T1, and no release of it was approved"),
            "{}",
            told(&grave).await
        );
        let release = released(&grave, "approved").await;
        assert!(!told(&grave).await.contains("release"), "{}", told(&grave).await);
        house
            .aims
            .commit(&operator(), Change::Retire { id: release, base: None, why: "withdrawn".into() }, None)
            .await
            .unwrap();
        assert!(
            told(&grave).await.contains("no release of it was approved"),
            "a release that is withdrawn counts no more"
        );
        assert!(!told(&built("T4").await).await.contains("release"), "what is light needs none");
    });
}
