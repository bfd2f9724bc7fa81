//! Breaches, on both databases: what the program detects, what keeps a measure from being set, a freeze that stops releases until it ends, an appeal,
//! and cases that are decided again. What is kept of breaches is what is computed anew after every change.

use governance::consequences::detected::DETECTED;
use governance::{Actor, Error, Moment, Via};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

async fn add(house: &House, kind: &str, state: Option<&str>, fields: Value) -> Id {
    let (kind, state) = (kind.to_owned(), state.map(str::to_owned));
    house.aims.commit(&operator(), Change::Create { kind, state, document: object(fields) }, None).await.unwrap().id
}

async fn standing(house: &House, id: &Id, name: &str) -> (Value, String) {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    let found = record.standing.into_iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no `{name}` of {id}"));
    (found.value, found.why)
}

/// What is kept is what is computed anew; who made versions is left aside, since the people of these tests have no accounts.
async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.checks.iter().all(|it| it.ok || it.name == "rows"), "{report:?}");
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, Error>, policy: &str) {
    match answer {
        Err(Error::Refused(all)) => assert!(all.iter().any(|it| it.policy == policy), "{all:?} is not `{policy}`"),
        other => panic!("`{policy}` does not refuse: {other:?}"),
    }
}

/// A unit with an AI system, evidence, a rule, and who works on breaches.
struct World {
    unit: Id,
    system: Id,
    proof: Id,
    rule: Id,
    legal: Actor,
    boss: Actor,
}

async fn world(house: &House) -> World {
    let unit = add(house, "organization_unit", Some("active"), json!({ "title": "North" })).await;
    let system = add(house, "ai_system", Some("operation"), json!({ "title": "Screening", "unit": unit })).await;
    let proof = add(house, "evidence", Some("accepted"), json!({ "title": "Log" })).await;
    let rule = add(house, "document", Some("in_force"), json!({ "title": "Rules" })).await;
    let (legal, boss) = (house.person("Lee", "legal", None).await, house.person("Bo", "executive", None).await);
    World { unit, system, proof, rule, legal, boss }
}

/// A confirmed breach of these, who were heard.
async fn confirmed(house: &House, world: &World, who: &Id, more: Value) -> Id {
    let mut fields = object(json!({
        "title": "It", "form": "ungated_release", "severity": "high", "who": [who], "facts": [world.proof], "rule": world.rule,
        "committed_on": "2026-02-20", "detected_on": "2026-02-21", "hearing": "held", "heard_on": "2026-02-27", "statement": "it was late",
    }));
    fields.extend(object(more));
    add(house, "breach", Some("confirmed"), Value::Object(fields)).await
}

async fn decided(house: &House, breach: &Id, by: &Actor) -> Id {
    let version = house.aims.record(&operator(), breach, &Moment::Now).await.unwrap().version;
    let fields = json!({
        "title": "So be it", "subject": breach, "subject_version": version, "form": "sanction", "outcome": "yes", "reasons": "heard",
        "deciders": [by.person], "decided_on": "2026-03-01",
    });
    add(house, "decision", Some("taken"), fields).await
}

#[test]
fn a_freeze_stops_releases_until_it_ends_and_an_appeal_stops_the_freeze() {
    on_both(async |house| {
        let world = world(&house).await;
        let breach = confirmed(&house, &world, &world.unit, json!({})).await;
        assert_eq!(standing(&house, &breach, "proposed_measure").await.0, "deployment_freeze");
        let decision = decided(&house, &breach, &world.boss).await;
        let set = json!({ "measure": "deployment_freeze", "measure_decision": decision });
        house.move_as(&world.legal, &breach, "set_measure", set).await.unwrap();
        assert_eq!(standing(&house, &breach, "executable").await.0, true);
        agrees(&house).await;

        let release = add(&house, "release", Some("approved"), json!({ "title": "2.0", "system": world.system })).await;
        let lead = house.person("Ann", "governance_lead", None).await;
        let serve = async |actor: &Actor| {
            house.move_as(actor, &release, "put_in_service", json!({ "in_service_on": "2026-03-02" })).await
        };
        refused(serve(&lead).await, "release_not_frozen");
        house
            .edit_as(&world.legal, &breach, json!({ "appeal_on": "2026-03-02", "appeal_ground": "not us" }))
            .await
            .unwrap();
        let (yes, why) = standing(&house, &breach, "executable").await;
        assert!(yes == false && why.contains("appeal"), "{why}");
        assert_eq!(standing(&house, &breach, "appeal_pending").await.0, true);
        let taken_back = house.edit_as(&world.boss, &breach, json!({ "appeal_on": null, "appeal_ground": null })).await;
        assert!(matches!(taken_back, Err(governance::Error::Problems(_))), "{taken_back:?}");
        refused(
            house.edit_as(&world.legal, &breach, json!({ "appeal_outcome": "rejected" })).await,
            "appeal_decided_by_another",
        );
        let other = house.person("Ode", "executive", None).await;
        house.edit_as(&other, &breach, json!({ "appeal_outcome": "rejected" })).await.unwrap();
        refused(serve(&lead).await, "release_not_frozen");
        refused(house.edit_as(&world.legal, &breach, json!({ "severity": "low" })).await, "measure_is_settled");
        let revoke = house.move_as(&operator(), &decision, "revoke", json!({})).await;
        revoke.unwrap();
        assert_eq!(standing(&house, &breach, "executable").await.0, false);
        agrees(&house).await;
        serve(&lead).await.unwrap();
    });
}

#[test]
fn nobody_is_judge_in_their_own_case_and_evidence_hearing_and_time_are_asked_for() {
    on_both(async |house| {
        let world = world(&house).await;
        let own = world.legal.person.clone().unwrap();
        let breach = confirmed(&house, &world, &own, json!({})).await;
        let decision = decided(&house, &breach, &world.boss).await;
        let set = || json!({ "measure": "coaching", "measure_decision": decision });
        refused(house.move_as(&world.legal, &breach, "set_measure", set()).await, "not_in_own_case");
        let unit = house.add("organization_unit", json!({ "title": "Legal", "head": own })).await.id;
        let of_unit = confirmed(&house, &world, &unit, json!({})).await;
        let by = decided(&house, &of_unit, &world.boss).await;
        let of_it = json!({ "measure": "coaching", "measure_decision": by });
        refused(house.move_as(&world.legal, &of_unit, "set_measure", of_it.clone()).await, "not_in_own_case");
        house.move_as(&world.boss, &of_unit, "set_measure", of_it).await.unwrap();
        assert_eq!(standing(&house, &of_unit, "executable").await.0, true);
        house.edit_as(&operator(), &unit, json!({ "head": world.boss.person })).await.unwrap();
        assert_eq!(standing(&house, &of_unit, "executable").await.0, false);
        refused(
            house.edit_as(&world.legal, &breach, json!({ "appeal_on": "2026-03-02" })).await,
            "appeal_of_the_concerned",
        );
        house.edit_as(&world.boss, &breach, json!({ "statement": null })).await.unwrap();
        refused(house.move_as(&world.boss, &breach, "set_measure", set()).await, "heard_first");
        house.edit_as(&world.boss, &breach, json!({ "statement": "another" })).await.unwrap();
        refused(house.move_as(&world.boss, &breach, "set_measure", set()).await, "decided_by_the_entitled");
        let unseen = add(&house, "evidence", Some("collected"), json!({ "title": "Rumour" })).await;
        for facts in [json!([unseen]), Value::Null] {
            house.edit_as(&world.boss, &breach, json!({ "facts": facts })).await.unwrap();
            refused(house.move_as(&world.boss, &breach, "set_measure", set()).await, "shown_by_evidence");
        }
        let (until, _) = standing(&house, &breach, "limitation").await;
        assert_eq!(until, "2027-02-21");
        house.later(24 * 365);
        refused(house.move_as(&world.boss, &breach, "set_measure", set()).await, "within_limitation");
        agrees(&house).await;
    });
}

#[test]
fn a_suspension_ends_grants_of_access_for_as_long_as_it_holds() {
    on_both(async |house| {
        let world = world(&house).await;
        let who = house.person("Sam", "engineer", None).await.person.unwrap();
        let data =
            add(&house, "dataset", None, json!({ "title": "Loans", "purposes": [{ "purpose": "training" }] })).await;
        let grant = json!({ "title": "Sam", "who": who, "dataset": data, "purpose": "training", "from": "2026-01-01", "expires": "2026-12-31" });
        let grant = add(&house, "access_grant", Some("granted"), grant).await;
        assert_eq!(standing(&house, &grant, "in_force").await.0, true);
        let breach = confirmed(&house, &world, &who, json!({})).await;
        let decision = decided(&house, &breach, &world.boss).await;
        let set =
            json!({ "measure": "access_suspension", "measure_decision": decision, "measure_until": "2026-03-10" });
        house.move_as(&world.legal, &breach, "set_measure", set).await.unwrap();
        let (yes, why) = standing(&house, &grant, "in_force").await;
        assert!(yes == false && why == format!("{breach} suspends it"), "{why}");
        agrees(&house).await;
        house.move_as(&operator(), &decision, "revoke", json!({})).await.unwrap();
        assert_eq!(standing(&house, &grant, "in_force").await.0, true);
        house.move_as(&operator(), &decision, "restore_decision", json!({})).await.unwrap();
        assert_eq!(standing(&house, &grant, "in_force").await.0, false);
        agrees(&house).await;
        house.later(24 * 9);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!(standing(&house, &grant, "in_force").await.0, true);
        agrees(&house).await;
    });
}

#[test]
fn nobody_answers_for_a_report() {
    on_both(async |house| {
        let world = world(&house).await;
        let reporter = house.person("Rae", "engineer", None).await.person.unwrap();
        let report = json!({ "title": "Look", "severity": "high", "reason": "seen", "raised_by_person": reporter });
        let report = add(&house, "escalation", None, report).await;
        let fields = json!({ "title": "Spoke up", "form": "other", "who": [reporter], "detected_from": [report] });
        refused(house.add_as(&world.legal, "breach", fields).await, "not_for_a_report");
        let other = confirmed(&house, &world, &world.unit, json!({})).await;
        let changed =
            house.edit_as(&world.legal, &other, json!({ "who": [reporter], "detected_from": [report] })).await;
        refused(changed, "not_for_a_report");
    });
}

#[test]
fn what_the_program_sees_is_alleged_once_and_what_people_type_is_not_taken_for_it() {
    on_both(async |house| {
        let world = world(&house).await;
        let owner = house.person("Oli", "system_owner", None).await.person.unwrap();
        let release = json!({ "title": "1.0", "system": world.system, "owner": owner });
        let release = add(&house, "release", Some("in_service"), release).await;
        let risk = json!({ "title": "Risk", "systems": [world.system], "owner": owner });
        let risk = add(&house, "risk", Some("identified"), risk).await;
        let acceptance = json!({ "title": "Kept", "risk": risk, "from": "2025-01-01", "expires": "2026-03-01" });
        // What was granted elsewhere comes in as the program brings it in, and by nobody else.
        let (kind, state) = ("risk_acceptance".to_owned(), Some("granted".to_owned()));
        let granted = Change::Create { kind, state, document: object(acceptance) };
        house.aims.commit(&Actor::operator(Via::System), granted, None).await.unwrap();
        let condition = format!("no_grant: 1 access of DST-1 by {owner}, 3 rows, from a until b.");
        add(
            &house,
            "finding",
            Some("issued"),
            json!({ "title": "Seen", "condition": condition, "rule": "no_grant", "about": [owner] }),
        )
        .await;
        let made = house.aims.detect_breaches(&world.legal).await.unwrap().made;
        let mut forms = Vec::new();
        for id in &made {
            let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
            assert_eq!((record.state.as_str(), &record.document["who"]), ("alleged", &json!([owner])));
            assert_eq!(record.document["access"], "restricted");
            forms.push(record.document["form"].as_str().unwrap().to_owned());
        }
        forms.sort();
        assert_eq!(forms, ["access_outside_grant", "expired_acceptance", "ungated_release"]);
        let again = house.aims.detect_breaches(&world.legal).await.unwrap();
        assert_eq!((again.made.len(), again.known), (0, 3));
        house.aims.run_due().await.unwrap();
        let all = house.aims.docket(&operator()).await.unwrap();
        assert_eq!(all.lines.len(), 3, "due work enters nothing twice");
        let typed = json!({ "title": "Mine", "fingerprint": format!("ungated_release/{release}") });
        refused(house.add_as(&world.legal, "breach", typed).await, "detected_by_the_program");
        agrees(&house).await;
    });
}

/// A decision of a body that does not count and was acted upon is alleged; where another one that counts stands behind it, or nobody acted, not.
#[test]
fn acting_upon_a_decision_that_does_not_count_is_seen() {
    on_both(async |house| {
        let world = world(&house).await;
        let lead = house.person("Lena", "governance_lead", None).await;
        let owner = house.person("Oli", "system_owner", None).await.person.unwrap();
        let role = add(&house, "role", None, json!({ "title": "Member", "key": "member" })).await;
        let holder = json!({ "title": "seat", "person": owner, "role": role, "basis": "seat", "from": "2024-01-01" });
        let holder = add(&house, "role_assignment", Some("accepted"), holder).await;
        let body = json!({
            "title": "Board", "key": "board", "quorum": 1, "majority": "simple", "majority_of": "present", "interests": "stand_aside",
            "chartered_on": "2024-01-01", "seats": [{ "seat": "chair", "independent": false, "required": true, "holder": holder }],
        });
        let body = add(&house, "governance_body", Some("chartered"), body).await;
        let mut releases = Vec::new();
        for (title, state) in
            [("acted upon", "approved"), ("decided again", "approved"), ("not acted upon", "in_review")]
        {
            let release = json!({ "title": title, "system": world.system, "owner": owner });
            let release = add(&house, "release", Some(state), release).await;
            let meeting = json!({
                "title": "nobody came", "body": body, "held_on": "2026-02-20", "agenda": [{ "item": release, "asked": "approve" }],
            });
            let meeting = add(&house, "meeting", Some("minuted"), meeting).await;
            let decision = json!({
                "title": title, "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen", "body": body,
                "meeting": meeting, "decided_on": "2026-02-20",
            });
            let decision = house.add_as(&lead, "decision", decision).await.unwrap().id;
            assert_eq!(standing(&house, &decision, "valid").await.0, false);
            releases.push(release);
        }
        let again = json!({
            "title": "By somebody", "subject": releases[1], "form": "approve", "outcome": "yes", "reasons": "seen",
            "deciders": [world.boss.person], "decided_on": "2026-02-21",
        });
        add(&house, "decision", Some("taken"), again).await;
        let made = house.aims.detect_breaches(&world.legal).await.unwrap().made;
        let mut about = Vec::new();
        for id in &made {
            let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
            about.push((record.document["form"].clone(), record.document["detected_from"][1].clone()));
        }
        assert_eq!(about, [(json!("invalid_decision"), json!(releases[0]))]);
    });
}

/// An escalation that went through its ladder without an answer is alleged against those who had time and let it pass.
#[test]
fn an_escalation_that_nobody_answers_is_seen_once_its_ladder_is_over() {
    on_both(async |house| {
        let world = world(&house).await;
        let (ann, ben) = (house.person("Ann", "system_owner", None).await, house.person("Ben", "legal", None).await);
        let (ann, ben) = (ann.person.unwrap(), ben.person.unwrap());
        let step = |person: &Id, until: Option<&str>| {
            let mut row = json!({ "person": person, "sent": "2026-02-10T09:00:00Z" });
            until.into_iter().for_each(|it| row["until"] = json!(it));
            row
        };
        let raised = |title: &str, more: Value| {
            let steps = json!([step(&ann, Some("2026-02-11T09:00:00Z")), step(&ben, None)]);
            let mut fields = object(json!({ "title": title, "steps": steps, "about": world.system }));
            fields.extend(object(more));
            Value::Object(fields)
        };
        let over = add(&house, "escalation", Some("raised"), raised("Over", json!({}))).await;
        let running = raised("Running", json!({ "step_until": "2026-03-09T09:00:00Z" }));
        add(&house, "escalation", Some("raised"), running).await;
        add(&house, "escalation", Some("acknowledged"), raised("Answered", json!({}))).await;
        let made = house.aims.detect_breaches(&world.legal).await.unwrap().made;
        assert_eq!(made.len(), 1);
        let record = house.aims.record(&operator(), &made[0], &Moment::Now).await.unwrap();
        assert_eq!(record.document["form"], "ignored_escalation");
        assert_eq!(record.document["detected_from"], json!([over]));
        assert_eq!(record.document["who"], json!([ann]), "who was told behind the last step had no time");
        assert_eq!(record.document["system"], json!(world.system));
    });
}

#[test]
fn cases_are_decided_again_by_others_and_once_each() {
    on_both(async |house| {
        let world = world(&house).await;
        let who = house.person("Sam", "reader", None).await.person.unwrap();
        let breach = confirmed(&house, &world, &who, json!({ "severity": "low", "unit": world.unit })).await;
        let decision = decided(&house, &breach, &world.boss).await;
        assert!(house.aims.unnamed(&world.legal).await.unwrap().is_none(), "nothing was set");
        let set = json!({ "measure": "coaching", "measure_decision": decision });
        house.move_as(&world.legal, &breach, "set_measure", set).await.unwrap();
        assert!(house.aims.unnamed(&world.boss).await.unwrap().is_none(), "who decided it does not decide it again");
        let case = house.aims.unnamed(&world.legal).await.unwrap().unwrap();
        assert_eq!((case.whom, case.severity.as_str(), case.facts), (vec!["person".to_owned()], "low", 1));
        let wrong = house.aims.decide_again(&world.legal, &breach, "prison").await;
        assert!(matches!(wrong, Err(Error::Problems(_))));
        house.aims.decide_again(&world.legal, &breach, "notice").await.unwrap();
        assert!(house.aims.decide_again(&world.legal, &breach, "notice").await.is_err());
        let (compared, _) = house.aims.consistency(&operator()).await.unwrap();
        let unit = &compared.units[0];
        assert_eq!((unit.blind.n, unit.blind.milder), (1, 1));
        assert_eq!(unit.blind.verdict, governance::consequences::compare::Verdict::NotAssessable);
        agrees(&house).await;
    });
}

#[test]
fn repeats_of_others_follow_when_one_is_confirmed_or_dismissed() {
    on_both(async |house| {
        let world = world(&house).await;
        let who = house.person("Sam", "reader", None).await.person.unwrap();
        let fields = |day: &str| json!({ "severity": "low", "form": "late_notice", "committed_on": day });
        let first = confirmed(&house, &world, &who, fields("2025-06-01")).await;
        let second = confirmed(&house, &world, &who, fields("2025-09-01")).await;
        let third = confirmed(&house, &world, &who, fields("2026-02-20")).await;
        assert_eq!(standing(&house, &third, "repeat").await.0, 2);
        assert_eq!(standing(&house, &third, "proposed_measure").await.0, "disciplinary_referral");
        house.move_as(&world.legal, &first, "dismiss", json!({})).await.unwrap();
        assert_eq!(standing(&house, &third, "repeat").await.0, 1);
        house.edit_as(&world.legal, &second, json!({ "committed_on": "2025-01-01" })).await.unwrap();
        assert_eq!(standing(&house, &third, "proposed_measure").await.0, "coaching");
        agrees(&house).await;
    });
}

#[test]
fn everything_that_is_looked_for_is_a_type_of_breach_with_a_gravity() {
    let libraries = governance::Configuration::load(None).unwrap().libraries;
    for it in DETECTED {
        assert!(
            libraries.consequences.of_type(it.name).is_some() && libraries.consequences.detected.contains_key(it.name)
        );
        assert!(it.summary.len() > 20);
    }
}

#[test]
fn who_headed_a_unit_on_the_day_of_the_decision_is_judge_in_their_own_case_whoever_heads_it_later() {
    on_both(async |house| {
        let world = world(&house).await;
        let other = house.person("Una", "executive", None).await.person;
        let boss = world.boss.person.clone();
        let units = async |head: &Option<Id>| {
            let unit = house.add("organization_unit", json!({ "title": "Unit", "head": head })).await.id;
            let breach = confirmed(&house, &world, &unit, json!({})).await;
            (unit, breach)
        };
        let on = async |breach: &Id, day: &str| {
            let version = house.aims.record(&operator(), breach, &Moment::Now).await.unwrap().version;
            let fields = json!({
                "title": "So be it", "subject": breach, "subject_version": version, "form": "sanction", "outcome": "yes",
                "reasons": "heard", "deciders": [boss], "decided_on": day,
            });
            let decision = add(&house, "decision", Some("taken"), fields).await;
            let set = json!({ "measure": "deployment_freeze", "measure_decision": decision });
            house.move_as(&world.legal, breach, "set_measure", set).await
        };
        let (after, before, left) = (units(&other).await, units(&other).await, units(&boss).await);
        house.later(24 * 3);
        on(&after.1, "2026-03-04").await.unwrap();
        house.later(24 * 2);
        // The head changes after the decision: it stands as it did.
        for (unit, head) in [(&after.0, &boss), (&before.0, &boss), (&left.0, &other)] {
            house.edit_as(&operator(), unit, json!({ "head": head })).await.unwrap();
        }
        assert_eq!(standing(&house, &after.1, "executable").await.0, true);
        agrees(&house).await;
        house.later(24 * 2);
        // The head changed before the decision: nobody decides about whom they head by then, or headed on that day.
        refused(on(&before.1, "2026-03-08").await, "decided_by_the_entitled");
        refused(on(&left.1, "2026-03-05").await, "decided_by_the_entitled");
        on(&left.1, "2026-03-09").await.unwrap();
        assert_eq!(standing(&house, &left.1, "executable").await.0, true);
        // Whoever heads it today works no longer on it.
        refused(house.move_as(&world.boss, &after.1, "reconsider_measure", json!({})).await, "not_in_own_case");
        agrees(&house).await;
    });
}

#[test]
fn where_nobody_heads_a_unit_everybody_in_it_is_concerned_and_nothing_is_found_before_it_happened() {
    on_both(async |house| {
        let world = world(&house).await;
        let inside = house.person("Ina", "legal", None).await;
        let who = inside.person.clone().unwrap();
        house.edit_as(&operator(), &who, json!({ "unit": world.unit })).await.unwrap();
        let breach = confirmed(&house, &world, &world.unit, json!({})).await;
        refused(house.move_as(&inside, &breach, "dismiss", json!({})).await, "not_in_own_case");
        house.edit_as(&operator(), &who, json!({ "unit": null })).await.unwrap();
        house.later(24);
        let free = house.move_as(&inside, &breach, "dismiss", json!({})).await;
        assert!(!format!("{free:?}").contains("not_in_own_case"), "{free:?}");
        let legal = house.person("Lou", "legal", None).await;
        let breach = |committed: &str, detected: &str| {
            json!({ "title": "It", "form": "ungated_release", "severity": "high", "who": [world.unit], "facts": [world.proof],
                    "rule": world.rule, "committed_on": committed, "detected_on": detected })
        };
        for (committed, detected, says) in [
            ("2027-05-01", "2027-05-02", "a breach is entered once it has been found"),
            ("2026-02-20", "2026-02-19", "2026-02-19 lies before `committed_on`, 2026-02-20"),
        ] {
            let told = format!("{:?}", house.add_as(&legal, "breach", breach(committed, detected)).await.unwrap_err());
            assert!(told.contains(says), "{told}");
        }
        house.add_as(&legal, "breach", breach("2026-02-19", "2026-02-19")).await.unwrap();
    });
}

#[test]
fn an_appeal_is_of_those_whom_the_measure_hits_and_is_not_decided_by_who_decided_it() {
    on_both(async |house| {
        let world = world(&house).await;
        let (rosa, petra) =
            (house.person("Rosa", "legal", None).await, house.person("Petra", "risk_officer", None).await);
        let head = json!({ "head": rosa.person });
        house.edit_as(&operator(), &world.unit, head).await.unwrap();
        let breach = confirmed(&house, &world, &world.unit, json!({})).await;
        let appeal = json!({ "appeal_on": "2026-03-02", "appeal_by": rosa.person, "appeal_ground": "it was approved" });
        refused(house.edit_as(&rosa, &breach, appeal.clone()).await, "appeal_of_the_concerned");
        let decision = decided(&house, &breach, &world.boss).await;
        let set = json!({ "measure": "deployment_freeze", "measure_decision": decision });
        house.move_as(&world.legal, &breach, "set_measure", set).await.unwrap();
        let foreign = json!({ "appeal_on": "2026-03-02", "appeal_by": rosa.person, "appeal_ground": "no ground" });
        refused(house.edit_as(&petra, &breach, foreign).await, "appeal_of_the_concerned");
        house.edit_as(&rosa, &breach, appeal).await.unwrap();
        refused(
            house.edit_as(&world.boss, &breach, json!({ "appeal_outcome": "rejected" })).await,
            "appeal_decided_by_another",
        );
        house.edit_as(&petra, &breach, json!({ "appeal_outcome": "rejected" })).await.unwrap();
        assert_eq!(standing(&house, &breach, "executable").await.0, true);
    });
}

#[test]
fn whoever_is_held_to_have_done_it_reads_the_case_once_it_is_confirmed_and_appeals() {
    on_both(async |house| {
        let world = world(&house).await;
        let nobody = |person: Id| Actor {
            account: format!("account-of-{person}"),
            person: Some(person),
            ..Actor::public(governance::Via::Api)
        };
        let [pia, max] = [
            nobody(add(&house, "person", None, json!({ "title": "Pia" })).await),
            nobody(add(&house, "person", None, json!({ "title": "Max" })).await),
        ];
        let who = pia.person.clone().unwrap();
        let alleged = json!({ "title": "Said", "form": "rule_disregarded", "who": [who], "detected_on": "2026-02-21" });
        let alleged = add(&house, "breach", None, alleged).await;
        let reads = async |actor: &Actor, id: &Id| {
            let listed = house.aims.list(actor, &governance::Listing::of("breach")).await.unwrap();
            let one = house.aims.record(actor, id, &Moment::Now).await.is_ok();
            assert_eq!(one, listed.rows.iter().any(|it| it.id == *id));
            one
        };
        let breach = confirmed(&house, &world, &who, json!({ "access": "restricted" })).await;
        assert_eq!([reads(&pia, &alleged).await, reads(&pia, &breach).await], [false, true]);
        assert_eq!([reads(&max, &alleged).await, reads(&max, &breach).await], [false, false]);
        let decision = decided(&house, &breach, &world.boss).await;
        let proposed = standing(&house, &breach, "proposed_measure").await.0;
        let set = json!({ "measure": proposed, "measure_decision": decision });
        house.move_as(&world.legal, &breach, "set_measure", set).await.unwrap();
        let appeal = json!({ "appeal_on": "2026-03-02", "appeal_ground": "it was not me" });
        assert!(house.edit_as(&max, &breach, appeal.clone()).await.is_err());
        house.edit_as(&pia, &breach, appeal).await.unwrap();
        assert!(house.edit_as(&pia, &breach, json!({ "severity": "low" })).await.is_err());
        // The measure stands though those whom it hits would take the decision back.
        let ann = house.person("Ann", "governance_lead", None).await;
        let against = confirmed(&house, &world, ann.person.as_ref().unwrap(), json!({})).await;
        let decision = decided(&house, &against, &world.boss).await;
        refused(house.move_as(&ann, &decision, "revoke", json!({})).await, "taken_back_by_the_entitled");
        house.move_as(&world.boss, &decision, "revoke", json!({})).await.unwrap();
    });
}

#[test]
fn nobody_learns_by_a_link_that_a_record_is_there() {
    on_both(async |house| {
        let legal = house.person("Lee", "legal", None).await;
        let concern =
            json!({ "title": "Told", "words": "It is so.", "reporter": "named", "reporter_person": legal.person });
        let concern = add(&house, "concern", None, concern).await;
        let tell = async |from: &str| {
            let fields = json!({ "title": "It", "detected_from": [from], "who": [legal.person] });
            format!("{:?}", house.add_as(&legal, "breach", fields).await.unwrap_err())
        };
        let (hidden, missing) = (tell(&concern.to_string()).await, tell("CRN-9999").await);
        assert!(hidden.contains("which does not exist"), "{hidden}");
        assert_eq!(hidden.replace(&concern.to_string(), "it"), missing.replace("CRN-9999", "it"));
    });
}
