//! Governance bodies on both databases: twenty meetings of which six do not count, every other ground, what is refused at once, and gates
//! that an invalid decision does not open. The key of the meetings comes from `scripts/bodies.py`, which shares no code with the program.

use std::collections::{BTreeMap, BTreeSet};

use governance::bodies::ground::GROUNDS;
use governance::{Actor, Error, Moment};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator, somebody};

/// The body, the meetings and their key.
pub fn known() -> Value {
    serde_json::from_str(include_str!("files/bodies.json")).unwrap()
}

/// The words of a refusal or of a problem.
pub fn said<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(all)) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        other => format!("{:?}", other.unwrap_err()),
    }
}

pub async fn standing(house: &House, id: &Id, name: &str) -> (Value, String) {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    let found = record.standing.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no `{name}` of {id}"));
    (found.value.clone(), found.why.clone())
}

/// A decision that the governance lead enters; at the console nothing is kept with it.
pub async fn lead(house: &House, fields: Value) -> governance::aims::Committed {
    house.add_as(&somebody("lead", &["governance_lead"]), "decision", fields).await.unwrap()
}

/// Whether the cache is what is derived anew.
pub async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.checks.iter().filter(|it| it.name != "rows").all(|it| it.ok), "{report:?}");
}

pub async fn add_in(house: &House, kind: &str, state: &str, fields: Value) -> Id {
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document: object(fields) };
    house.aims.commit(&operator(), change, None).await.unwrap().id
}

/// A body with people, and an AI system of each tier.
pub struct World {
    pub body: Id,
    pub people: BTreeMap<String, Id>,
    pub systems: BTreeMap<String, Id>,
}

pub async fn world(house: &House, known: &Value) -> World {
    let role = house.add("role", json!({ "title": "Member", "key": "member" })).await.id;
    let (mut people, mut seats) = (BTreeMap::new(), Vec::new());
    for (name, until) in known["people"].as_object().unwrap() {
        let mut fields = json!({ "title": name });
        if let Some(until) = until.as_str() {
            fields["until"] = json!(until);
        }
        people.insert(name.clone(), house.add("person", fields).await.id);
    }
    for seat in known["seats"].as_array().unwrap() {
        let person = &people[seat[1].as_str().unwrap()];
        let fields = json!({ "title": "seat", "person": person, "role": role, "basis": "seat", "from": "2024-01-01" });
        let holder = add_in(house, "role_assignment", "accepted", fields).await;
        let mut row = json!({ "seat": seat[0], "independent": seat[2], "required": seat[3], "holder": holder });
        for (place, field) in [(4, "term_from"), (5, "term_until")] {
            if seat[place].is_string() {
                row[field] = seat[place].clone();
            }
        }
        seats.push(row);
    }
    let charter = &known["charter"];
    let body = json!({
        "title": "AI review board", "key": "review_board", "seats": seats, "quorum": charter["quorum"],
        "majority": charter["majority"], "majority_of": charter["majority_of"], "interests": "stand_aside",
        "independent_least": charter["independent_least"], "chartered_on": charter["from"], "cadence": "P1M",
    });
    let body = add_in(house, "governance_body", "chartered", body).await;
    let mut systems = BTreeMap::new();
    for tier in ["T1", "T2", "T3", "T4"] {
        let system = house.add("ai_system", json!({ "title": tier })).await.id;
        let class = json!({
            "title": tier, "subject": system, "scheme": "own_tier", "outcome": tier, "reasons": "by hand",
            "classified_on": "2025-01-01",
        });
        add_in(house, "classification", "confirmed", class).await;
        systems.insert(tier.to_owned(), system);
    }
    World { body, people, systems }
}

/// A release, the meeting about it, and the decision that was taken there.
async fn decide(house: &House, world: &World, it: &Value) -> (Id, Id) {
    let who = |it: &Value| json!(world.people[it.as_str().unwrap()]);
    let system = &world.systems[it["tier"].as_str().unwrap()];
    let release = json!({ "title": "release", "system": system, "owner": who(&it["owner"]) });
    let release = house.add("release", release).await.id;
    let other = house.add("release", json!({ "title": "other", "system": system })).await.id;
    let item = if it["on_agenda"] == true { &release } else { &other };
    let rows = |field: &str| it[field].as_array().unwrap().clone();
    let present: Vec<Value> = rows("present").iter().map(|it| json!({ "person": who(it) })).collect();
    let interest = |it: &Value| json!({ "person": who(&it["person"]), "interest": it["interest"], "stood_aside": it["stood_aside"] });
    let vote = |it: &Value| json!({ "person": who(&it["person"]), "vote": it["vote"] });
    let mut meeting = json!({
        "title": "meeting", "body": world.body, "held_on": it["day"], "agenda": [{ "item": item, "asked": "approve" }],
        "present": present,
    });
    if !rows("interests").is_empty() {
        meeting["interests"] = rows("interests").iter().map(interest).collect();
    }
    let meeting = add_in(house, "meeting", it["state"].as_str().unwrap(), meeting).await;
    let decision = json!({
        "title": "may be used", "subject": release, "form": "approve", "outcome": it["outcome"], "reasons": "seen",
        "body": world.body, "meeting": meeting, "decided_on": it["decided_on"],
        "votes": rows("votes").iter().map(vote).collect::<Vec<_>>(),
    });
    let decision = lead(house, decision).await.id;
    if it["changed"] == true {
        house.edit_as(&operator(), &release, json!({ "news": "another model after all" })).await.unwrap();
    }
    (release, decision)
}

#[test]
fn of_twenty_meetings_exactly_six_do_not_count_and_each_says_why() {
    on_both(async |house| {
        let known = known();
        let world = world(&house, &known).await;
        let mut expected = BTreeMap::new();
        for it in known["meetings"].as_array().unwrap() {
            let (_, decision) = decide(&house, &world, it).await;
            let grounds: Vec<String> = serde_json::from_value(it["grounds"].clone()).unwrap();
            let (valid, why) = standing(&house, &decision, "valid").await;
            assert_eq!(valid, json!(grounds.is_empty()), "{decision}: {why}, {it}");
            expected.insert(decision, grounds);
        }
        let checked = house.aims.check_bodies(&operator()).await.unwrap();
        assert!(checked.overlaps.is_empty() && checked.unsettled.is_empty());
        let found = grounds_of(&checked.bodies[0]);
        assert_eq!(found.values().filter(|it| !it.is_empty()).count(), 6);
        assert_eq!(found, expected);
        let (attendance, why) = standing(&house, &world.body, "attendance").await;
        assert!(attendance.as_f64().is_some_and(|it| it > 40.0 && it < 90.0), "{why}");
        agrees(&house).await;
    });
}

#[test]
fn charters_and_minutes_leave_as_files_that_say_what_does_not_count() {
    on_both(async |house| {
        let known = known();
        let world = world(&house, &known).await;
        let file = async |id: &Id, ending: &str| house.aims.body_file(&operator(), id, ending).await;
        let text = async |id: &Id, ending: &str| String::from_utf8(file(id, ending).await.unwrap()).unwrap();
        let charter = text(&world.body, "html").await;
        for it in [
            "Charter: AI review board",
            "BOD-0001 v1",
            "Quorum",
            "must take part",
            "Mandate",
            "approve",
            "T1",
            "Signed for the body",
        ] {
            assert!(charter.contains(it), "{it}: {charter}");
        }
        assert!(file(&world.body, "pdf").await.unwrap().starts_with(b"%PDF-"));
        assert!(file(&world.body, "xlsx").await.unwrap().starts_with(b"PK"));
        let (mut sound, mut unsound) = (0, 0);
        for it in known["meetings"].as_array().unwrap() {
            let (release, decision) = decide(&house, &world, it).await;
            let record = house.aims.record(&operator(), &decision, &Moment::Now).await.unwrap();
            let meeting: Id = record.document["meeting"].as_str().unwrap().parse().unwrap();
            let minutes = text(&meeting, "html").await;
            assert!(minutes.contains("Minutes: meeting") && minutes.contains(&decision.to_string()), "{minutes}");
            // What is told of a decision is told of it in its minutes, with every reason, and of a sound one nothing.
            let told: Value = serde_json::from_str(&text(&meeting, "json").await).unwrap();
            let reasons = told["decisions"][0]["reasons"].as_array().unwrap();
            assert_eq!(reasons.is_empty(), it["grounds"].as_array().unwrap().is_empty(), "{told}");
            let plain = minutes.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
            let said = |it: &Value| plain.contains(it["says"].as_str().unwrap());
            assert!(reasons.iter().all(said), "{reasons:?}: {minutes}");
            if reasons.is_empty() {
                sound += 1
            } else {
                unsound += 1
            }
            let unfit = file(&release, "pdf").await.unwrap_err().to_string();
            assert!(unfit.contains("neither a governance body nor a meeting"), "{unfit}");
        }
        assert_eq!((sound, unsound), (14, 6));
        let form = file(&world.body, "doc").await.unwrap_err().to_string();
        assert!(form.contains("the forms are xlsx, pdf, html, json"), "{form}");
        let eve = house.person("Eve", "reader", None).await;
        house.edit_as(&operator(), &world.body, json!({ "access": "restricted" })).await.unwrap();
        assert!(matches!(house.aims.body_file(&eve, &world.body, "pdf").await, Err(Error::Missing(_))));
    });
}

fn grounds_of(body: &governance::bodies::whole::Standing) -> BTreeMap<Id, Vec<String>> {
    let names = |it: &governance::bodies::whole::Judged| {
        let names: BTreeSet<String> = it.reasons.iter().map(|it| it.ground.to_owned()).collect();
        names.into_iter().collect()
    };
    body.decisions.iter().map(|it| (it.id.clone(), names(it))).collect()
}

#[test]
fn every_other_ground_is_found_where_it_is_planted() {
    on_both(async |house| {
        let known = known();
        let world = world(&house, &known).await;
        let mut expected = BTreeMap::new();
        for it in known["further"].as_array().unwrap() {
            let (_, decision) = decide(&house, &world, it).await;
            expected.insert(decision, serde_json::from_value::<Vec<String>>(it["grounds"].clone()).unwrap());
        }
        let checked = house.aims.check_bodies(&operator()).await.unwrap();
        assert_eq!(grounds_of(&checked.bodies[0]), expected);
        let planted = |it: &Value| serde_json::from_value::<Vec<String>>(it["grounds"].clone()).unwrap();
        let all = known["further"].as_array().unwrap().iter().chain(known["meetings"].as_array().unwrap());
        let shown: BTreeSet<String> = all.flat_map(planted).collect();
        // A meeting before the charter is refused when it is entered.
        let every: BTreeSet<String> =
            GROUNDS.iter().map(|it| it.name.to_owned()).filter(|it| it != "no_charter").collect();
        assert_eq!(shown, every, "each ground is planted once at least");
        agrees(&house).await;
    });
}

fn with(mut fields: Value, more: Value) -> Value {
    fields.as_object_mut().unwrap().extend(object(more));
    fields
}

#[test]
fn what_cannot_be_is_refused_with_the_place_and_the_reason() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let seats = json!([{ "seat": "chair" }, { "seat": "legal" }]);
        let body = json!({
            "title": "Board", "key": "board", "seats": seats, "majority": "simple", "majority_of": "present",
            "interests": "declare", "chartered_on": "2025-01-01", "quorum": 2,
        });
        let cases = [
            (json!({ "quorum": 3 }), "asks for 3 seats, and there are 2"),
            (json!({ "quorum": 0 }), "at least one seat must take part"),
            (json!({ "cadence": "P0D" }), "is no time after which a body meets again"),
            (json!({ "cadence": "P9999Y" }), "is no time after which a body meets again"),
            (json!({ "seats": [] }), "a body without seats decides nothing"),
            (json!({ "quorum": null }), "say how many seats must take part"),
            (json!({ "quorum_share": 130 }), "at most 100"),
            (json!({ "independent_least": 1 }), "asks for 1 independent seats, and there are 0"),
            (
                json!({ "seats": [{ "seat": "chair", "term_from": "2025-02-01", "term_until": "2025-01-01" }], "quorum": 1 }),
                "row 1: the term ends before it begins",
            ),
            (
                json!({ "seats": [{ "seat": "chair" }, { "seat": "chair" }], "quorum": 1 }),
                "row 2: `chair` is held twice at once",
            ),
        ];
        for (wrong, says) in cases {
            let made = async |state: &str| {
                let change = Change::Create {
                    kind: "governance_body".to_owned(),
                    state: Some(state.to_owned()),
                    document: object(with(body.clone(), wrong.clone())),
                };
                said(house.aims.commit(&operator(), change, None).await)
            };
            let refused = made("chartered").await;
            assert!(refused.contains(says), "{says}: {refused}");
            // What cannot be is refused at once, and not only when the charter is put in force; what is not said yet is not.
            if !wrong.get("seats").is_some_and(|it| it == &json!([])) && wrong != json!({ "quorum": null }) {
                let refused = made("proposed").await;
                assert!(refused.contains(says), "{says}: {refused}");
            }
        }
        let unfinished = json!({ "title": "Council", "key": "council", "quorum": 3 });
        house.add("governance_body", unfinished).await;
        let (here, gone) = (&world.people["chair"], &world.people["stranger"]);
        let system = &world.systems["T2"];
        let meeting = json!({
            "title": "meeting", "body": world.body, "held_on": "2025-05-05", "agenda": [{ "item": system, "asked": "approve" }],
            "present": [{ "person": here }],
        });
        let cases = [
            (json!({ "held_on": "2024-12-31" }), "before the charter of BOD-0001"),
            (json!({ "held_on": "2026-12-31" }), "lies after 2026-03-02"),
            (json!({ "interests": [{ "person": gone, "interest": "a share" }] }), "row 1: PER-"),
            (
                json!({ "votes": [{ "item": world.systems["T3"], "person": here, "vote": "for" }] }),
                "is not on the agenda",
            ),
            (
                json!({ "agenda": [{ "item": system, "asked": "approve" }, { "item": system, "asked": "stop" }] }),
                "stands there already",
            ),
        ];
        for (wrong, says) in cases {
            let change = Change::Create {
                kind: "meeting".to_owned(),
                state: Some("held".to_owned()),
                document: object(with(meeting.clone(), wrong)),
            };
            let refused = said(house.aims.commit(&operator(), change, None).await);
            assert!(refused.contains(says), "{says}: {refused}");
        }
        let ahead = with(
            meeting.clone(),
            json!({ "held_on": "2026-12-31", "votes": [{ "item": system, "person": here, "vote": "for" }] }),
        );
        let refused = said(house.add_as(&operator(), "meeting", ahead).await);
        assert!(refused.contains("when it has met, from 2026-12-31 on"), "{refused}");
        let kept = add_in(&house, "meeting", "minuted", meeting).await;
        let lead = house.person("Gus", "governance_lead", None).await;
        let refused = said(house.edit_as(&lead, &kept, json!({ "present": [{ "person": gone }] })).await);
        assert!(refused.contains("the minutes of this meeting are agreed"), "{refused}");
    });
}

#[test]
fn who_decides_names_the_body_that_has_the_mandate() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let asked = async |tier: &str| {
            let supposed = governance::bodies::rights::supposed::Supposed {
                action: "approve".to_owned(),
                tier: tier.to_owned(),
                change_class: "none".to_owned(),
                ..Default::default()
            };
            house.aims.who_decides_if(&operator(), &supposed).await.unwrap().bodies
        };
        assert_eq!(asked("T2").await.keys().collect::<Vec<_>>(), [&world.body.to_string()]);
        assert!(asked("T4").await.is_empty(), "light systems are left to their owners");
    });
}

#[test]
fn a_meeting_decides_about_the_same_once() {
    on_both(async |house| {
        let known = known();
        let world = world(&house, &known).await;
        let sound = known["meetings"].as_array().unwrap().iter().find(|it| it["grounds"] == json!([])).unwrap();
        let (_, decision) = decide(&house, &world, sound).await;
        let first = house.aims.record(&operator(), &decision, &Moment::Now).await.unwrap().document;
        let chair = house.person("Cher", "executive", None).await;
        let mut again = json!({ "title": "once more", "outcome": "no", "reasons": "thought again" });
        for field in ["subject", "form", "body", "meeting", "decided_on"] {
            again[field] = first[field].clone();
        }
        let outcome = house.add_as(&chair, "decision", again).await;
        assert!(said(outcome).contains("decided about it already"), "{decision}");
    });
}

/// A release of a T2 system that waits for its approval, and somebody who may approve it.
pub async fn submitted(house: &House, world: &World) -> (Id, Actor) {
    let system = &world.systems["T2"];
    let impact = json!({ "title": "impact", "systems": [system] });
    add_in(house, "impact_assessment", "in_force", impact).await;
    let release = json!({
        "title": "release", "system": system, "owner": world.people["owner"], "tests": "done", "bundle": [{ "part": "all" }],
    });
    let release = add_in(house, "release", "in_review", release).await;
    (release, house.person("Val", "validator", None).await)
}

#[test]
fn an_invalid_decision_opens_no_gate_and_a_valid_one_does() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let (release, validator) = submitted(&house, &world).await;
        let refused = said(house.move_as(&validator, &release, "approve", json!({})).await);
        assert!(
            refused.contains("AI review board (BOD-0001) decides about this") && refused.contains("has not yet"),
            "{refused}"
        );

        let people =
            |names: &[&str]| -> Vec<Value> { names.iter().map(|it| json!({ "person": world.people[*it] })).collect() };
        let votes = |names: &[&str]| -> Vec<Value> {
            names.iter().map(|it| json!({ "item": release, "person": world.people[*it], "vote": "for" })).collect()
        };
        let meet = async |names: &[&str]| {
            let fields = json!({
                "title": "meeting", "body": world.body, "held_on": "2026-03-02", "present": people(names),
                "agenda": [{ "item": release, "asked": "approve" }], "votes": votes(names),
            });
            add_in(&house, "meeting", "minuted", fields).await
        };
        let decide = async |meeting: &Id| {
            let fields = json!({
                "title": "yes", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen",
                "body": world.body, "meeting": meeting, "decided_on": "2026-03-02",
            });
            lead(&house, fields).await.id
        };
        let few = meet(&["chair", "risk"]).await;
        let invalid = decide(&few).await;
        let (valid, why) = standing(&house, &invalid, "valid").await;
        assert!(valid == json!(false) && why.contains("2 of 6 seats took part, and 3 must"), "{why}");
        let refused = said(house.move_as(&validator, &release, "approve", json!({})).await);
        assert!(refused.contains(&format!("{invalid} does not count: 2 of 6 seats took part")), "{refused}");

        // What was kept with the decision cannot be written by hand, and the votes stand in the meeting.
        let lead = house.person("Gus", "governance_lead", None).await;
        let refused = said(house.edit_as(&lead, &invalid, json!({ "tier": "T4" })).await);
        assert!(refused.contains("what a body decided is not written otherwise"), "{refused}");

        let enough = meet(&["chair", "risk", "legal"]).await;
        let good = decide(&enough).await;
        assert_eq!(
            standing(&house, &good, "valid").await.0,
            json!(true),
            "{:?}",
            standing(&house, &good, "valid").await
        );
        house.edit_as(&operator(), &release, json!({ "news": "something else" })).await.unwrap();
        assert!(standing(&house, &good, "valid").await.1.contains("was changed since"));
        let refused = said(house.move_as(&validator, &release, "approve", json!({})).await);
        assert!(refused.contains("was changed since"), "{refused}");
        let again = decide(&meet(&["chair", "risk", "legal"]).await).await;
        assert_eq!(
            standing(&house, &again, "valid").await.0,
            json!(true),
            "decided about as it is, in another meeting"
        );
        house.move_as(&validator, &release, "approve", json!({})).await.unwrap();
        agrees(&house).await;
    });
}

#[test]
fn an_exception_that_a_body_granted_counts_while_the_decision_is_valid() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let dataset = house.add("dataset", json!({ "title": "loans", "systems": [world.systems["T2"]] })).await.id;
        let version = json!({ "title": "loans of March", "dataset": dataset });
        let version = house.add("dataset_version", version).await.id;
        let present =
            |names: &[&str]| -> Vec<Value> { names.iter().map(|it| json!({ "person": world.people[*it] })).collect() };
        let votes: Vec<Value> = ["chair", "risk", "legal"]
            .iter()
            .map(|it| json!({ "item": version, "person": world.people[*it], "vote": "for" }))
            .collect();
        let meeting = json!({
            "title": "meeting", "body": world.body, "held_on": "2026-03-02", "votes": votes,
            "agenda": [{ "item": version, "asked": "except" }], "present": present(&["chair", "risk", "legal"]),
        });
        let meeting = add_in(&house, "meeting", "minuted", meeting).await;
        let leave = json!({
            "title": "leave", "subject": version, "form": "except", "outcome": "yes", "reasons": "needed",
            "body": world.body, "meeting": meeting, "decided_on": "2026-03-02", "valid_until": "2026-04-09",
        });
        lead(&house, leave).await;
        assert_eq!(standing(&house, &version, "quality_standing").await.0, json!("excepted"));
        house.edit_as(&operator(), &world.people["risk"], json!({ "until": "2026-03-01" })).await.unwrap();
        let (word, why) = standing(&house, &version, "quality_standing").await;
        assert_eq!(word, json!("never_measured"), "{why}");
        agrees(&house).await;
    });
}

pub const OWN: &str = r#"
table = "mandate_of_board"
policy = "unique"
partial = true
[[input]]
name = "action"
[[input]]
name = "tier"
[[input]]
name = "change_class"
[[output]]
name = "body"
type = "text"
[[row]]
id = "approve"
when.action = "approve"
when.tier = '"T1", "T2"'
then.body = "board"
"#;

#[test]
fn mandates_of_two_bodies_that_overlap_are_told_with_a_case() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        let table =
            json!({ "title": "mandate of the board", "purpose": "mandate", "rules": OWN, "valid_from": "2025-01-01" });
        let table = add_in(&house, "decision_table", "in_force", table).await;
        let record = house.aims.record(&operator(), &world.body, &Moment::Now).await.unwrap();
        let board = json!({
            "title": "Board", "key": "board", "seats": record.document["seats"], "quorum": 3, "majority": "unanimous",
            "majority_of": "seats", "interests": "declare", "chartered_on": "2025-01-01", "mandate": [table],
        });
        let board = add_in(&house, "governance_body", "chartered", board).await;
        let checked = house.aims.check_bodies(&operator()).await.unwrap();
        let witness = checked.overlaps.first().unwrap_or_else(|| panic!("no overlap: {checked:?}"));
        assert!(witness.case.contains("approve") && witness.tables.len() == 2, "{witness:?}");
        house.move_as(&operator(), &board, "suspend", json!({})).await.unwrap();
        assert!(house.aims.check_bodies(&operator()).await.unwrap().overlaps.is_empty());
        // A mandate that ends covers what it covered then, and nothing after.
        house.later(24 * 30);
        house.move_as(&operator(), &board, "resume", json!({})).await.unwrap();
        house.move_as(&operator(), &table, "withdraw", json!({})).await.unwrap();
        house.later(24);
        let checked = house.aims.check_bodies(&operator()).await.unwrap();
        let own = checked.bodies.iter().find(|it| it.id == board).unwrap();
        assert!(own.mandate.is_empty() && checked.overlaps.is_empty(), "{own:?}");
        agrees(&house).await;
    });
}

#[test]
fn what_waits_for_a_body_is_proposed_and_the_next_meeting_follows_its_cadence() {
    on_both(async |house| {
        let world = world(&house, &known()).await;
        assert_eq!(standing(&house, &world.body, "next_meeting").await.0, json!("2025-02-01"));
        let (release, _) = submitted(&house, &world).await;
        let meeting = json!({ "title": "next", "body": world.body, "held_on": "2026-03-20" });
        let meeting = house.add("meeting", meeting).await.id;
        assert_eq!(standing(&house, &world.body, "next_meeting").await.0, json!("2026-03-20"));
        let stands = house.aims.sitting(&operator(), &meeting).await.unwrap();
        assert!(stands.waiting.iter().any(|it| it.id == release && it.asked == "approve"), "{:?}", stands.waiting);
        house
            .edit_as(&operator(), &meeting, json!({ "agenda": [{ "item": release, "asked": "approve" }] }))
            .await
            .unwrap();
        let stands = house.aims.sitting(&operator(), &meeting).await.unwrap();
        assert!(stands.waiting.iter().all(|it| it.id != release));
        assert_eq!((stands.items[0].there, stands.items[0].needed), (0, 3));
        let (today, why) = standing(&house, &world.body, "valid_today").await;
        assert_eq!(today, json!(true), "{why}");
        house.edit_as(&operator(), &world.people["chair"], json!({ "until": "2026-03-10" })).await.unwrap();
        house.later(24 * 9);
        house.aims.run_due().await.unwrap();
        let (today, why) = standing(&house, &world.body, "valid_today").await;
        assert!(today == json!(false) && why.contains("`chair` is not filled, and must be"), "{why}");
        agrees(&house).await;
    });
}

#[test]
fn a_charter_in_force_is_amended_from_the_top_and_says_nothing_of_meetings_before() {
    on_both(async |house| {
        let known = known();
        let world = world(&house, &known).await;
        let meetings = known["meetings"].as_array().unwrap();
        let short = meetings.iter().find(|it| it["grounds"].as_array().is_some_and(|it| *it == ["no_quorum"])).unwrap();
        let (_, decision) = decide(&house, &world, short).await;
        assert_eq!(standing(&house, &decision, "valid").await.0, json!(false));
        let lead = somebody("lead", &["governance_lead"]);
        let chief = somebody("chief", &["executive"]);
        let small = json!({ "quorum": 1 });
        assert!(said(house.edit_as(&lead, &world.body, small.clone()).await).contains("a charter in force"));
        assert!(said(house.edit_as(&chief, &world.body, small.clone()).await).contains("a charter in force"));
        let why = |id: &Id| Change::Move {
            id: id.clone(),
            transition: "amend".to_owned(),
            base: None,
            set: Default::default(),
            why: Some("fewer people".to_owned()),
        };
        assert!(said(house.aims.commit(&lead, why(&world.body), None).await).contains("by an executive"));
        house.later(24);
        house.aims.commit(&chief, why(&world.body), None).await.unwrap();
        house.edit_as(&chief, &world.body, small).await.unwrap();
        assert!(said(house.move_as(&chief, &world.body, "charter", json!({})).await).contains("cannot approve it"));
        house.move_as(&somebody("other", &["executive"]), &world.body, "charter", json!({})).await.unwrap();
        let (valid, why) = standing(&house, &decision, "valid").await;
        assert_eq!(valid, json!(false), "{why}");
        agrees(&house).await;
    });
}
