//! Ladders of escalation on both databases: steps that follow by themselves, people who stand in, nobody who is concerned, what is found
//! before anything happens, and a thousand events against theory.

use governance::escalating::whole::Survey;
use governance::{Listing, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, On, on_both, operator};
use crate::monitoring;

/// A house with holders of every role of the shipped ladders; nobody reports to anybody.
async fn staffed(house: &House) -> Vec<Id> {
    let mut people = Vec::new();
    for (key, stops) in [
        ("system_owner", true),
        ("overseer", true),
        ("risk_officer", false),
        ("governance_lead", false),
        ("legal", false),
        ("internal_auditor", false),
        ("executive", true),
    ] {
        let role = house.add("role", json!({ "title": key, "key": key, "may_stop_a_system": stops })).await.id;
        let person = house.add("person", json!({ "title": key })).await.id;
        assign(house, &person, &role).await;
        people.push(person);
    }
    people
}

async fn assign(house: &House, person: &Id, role: &Id) {
    let document = json!({ "title": "holds", "person": person, "role": role, "from": "2020-01-01" });
    let document = document.as_object().cloned().unwrap();
    let change = record::Change::Create { kind: "role_assignment".into(), state: Some("accepted".into()), document };
    house.aims.commit(&operator(), change, None).await.unwrap();
}

async fn survey(house: &House) -> Survey {
    house.aims.escalations(&operator()).await.unwrap()
}

async fn document(house: &House, id: &Id) -> Value {
    Value::Object(house.aims.record(&operator(), id, &Moment::Now).await.unwrap().document)
}

fn checks(survey: &Survey) -> Vec<&str> {
    survey.faults.iter().map(|it| it.check).collect()
}

#[test]
fn steps_follow_by_themselves_and_end_when_somebody_answers() {
    on_both(async |house| {
        let people = staffed(&house).await;
        let id =
            house.add("escalation", json!({ "title": "Moved", "matter": "drift", "severity": "critical" })).await.id;
        house.aims.run_due().await.unwrap();
        let first = document(&house, &id).await;
        assert_eq!((&first["step"], &first["steps"][0]["person"]), (&json!(1), &json!(people[0])), "{first}");
        assert_eq!(first["step_until"], "2026-03-02T11:00:00Z");
        house.later(1);
        house.aims.run_due().await.unwrap();
        assert_eq!(document(&house, &id).await["step"], 1, "the time is not over");
        // The store is down for four days: the next step is taken once it is back, and has its whole time.
        house.later(24 * 4);
        house.aims.run_due().await.unwrap();
        let second = document(&house, &id).await;
        assert_eq!((&second["step"], &second["steps"][1]["person"]), (&json!(2), &json!(people[1])), "{second}");
        assert_eq!(second["step_until"], "2026-03-06T12:00:00Z");
        house.move_as(&operator(), &id, "acknowledge", json!({})).await.unwrap();
        house.later(48);
        house.aims.run_due().await.unwrap();
        assert_eq!(document(&house, &id).await["step"], 2, "somebody sees to it");
        let history = house.aims.record(&operator(), &id, &Moment::Now).await.unwrap();
        assert!(history.version >= 4, "each step is a version");
    });
}

#[test]
fn behind_the_last_step_everybody_who_may_stop_a_system_is_told() {
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let people = staffed(&house).await;
        let id =
            house.add("escalation", json!({ "title": "Moved", "matter": "drift", "severity": "critical" })).await.id;
        for _ in 0..6 {
            house.aims.run_due().await.unwrap();
            house.later(5);
        }
        let end = document(&house, &id).await;
        let told: Vec<&Value> =
            end["steps"].as_array().unwrap().iter().filter(|it| it["number"] == 4).map(|it| &it["person"]).collect();
        assert_eq!(told, [&json!(people[0]), &json!(people[1]), &json!(people[6])], "{end}");
        assert_eq!(end.get("step_until"), None);
    });
}

#[test]
fn who_is_away_is_stood_in_for_and_who_is_concerned_is_not_asked() {
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let people = staffed(&house).await;
        let away = json!({ "absences": [{ "from": "2026-03-01", "until": "2026-03-20", "deputy": people[3] }] });
        house.edit_as(&operator(), &people[0], away).await.unwrap();
        let id = house.add("escalation", json!({ "title": "Moved", "matter": "drift", "severity": "high" })).await.id;
        house.aims.run_due().await.unwrap();
        let it = document(&house, &id).await;
        assert_eq!(
            (&it["steps"][0]["person"], &it["steps"][0]["instead_of"]),
            (&json!(people[3]), &json!(people[0])),
            "{it}"
        );
        // The auditor reports to the one whom the concern is about, so legal is asked first.
        house.edit_as(&operator(), &people[5], json!({ "manager": people[6] })).await.unwrap();
        let concern =
            json!({ "title": "Pressure", "matter": "ethical_concern", "severity": "high", "concerned": [people[6]] });
        let id = house.add("escalation", concern).await.id;
        house.aims.run_due().await.unwrap();
        let it = document(&house, &id).await;
        assert_eq!((&it["step"], &it["steps"][0]["person"]), (&json!(2), &json!(people[4])), "{it}");
        assert!(it["steps"][0]["note"].as_str().unwrap().contains("concerned"), "{it}");
        // Where everybody reports to the one whom it is about, somebody is told all the same, and never that one: whoever may stop a
        // system, and before them whoever audits, once a role is of the third line.
        for person in &people[..6] {
            house.edit_as(&operator(), person, json!({ "manager": people[6] })).await.unwrap();
        }
        let away = json!({ "absences": [{ "from": "2026-03-01", "until": "2026-03-20" }] });
        house.edit_as(&operator(), &people[6], away).await.unwrap();
        let told = async || {
            let concern = json!({
                "title": "At the top", "matter": "ethical_concern", "severity": "high", "concerned": [people[6]],
            });
            let id = house.add("escalation", concern).await.id;
            house.aims.run_due().await.unwrap();
            let it = document(&house, &id).await;
            it["steps"].as_array().unwrap().iter().map(|it| it["person"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(told().await, [json!(people[0]), json!(people[1])]);
        let auditors = Listing { filter: "key:internal_auditor".to_owned(), ..Listing::of("role") };
        let auditor = house.aims.list(&operator(), &auditors).await.unwrap().rows.remove(0).id;
        house.edit_as(&operator(), &auditor, json!({ "line_of_defence": "third" })).await.unwrap();
        assert_eq!(told().await, [json!(people[5])]);
    });
}

#[test]
fn a_drift_becomes_an_escalation_with_its_recipient_at_once() {
    on_both(async |house| {
        let people = staffed(&house).await;
        monitoring::watched(&house).await;
        let moved = monitoring::send(&house, &monitoring::stream(500, 3, 3.0), "2026-02-28").await.unwrap();
        let it = document(&house, &moved.raised.unwrap()).await;
        assert_eq!((&it["matter"], &it["severity"], &it["step"]), (&json!("drift"), &json!("high"), &json!(1)), "{it}");
        let step = &it["steps"][0];
        assert_eq!((&step["to"], &step["person"]), (&json!("system_owner"), &json!(people[0])));
        assert_eq!(step["sent"], "2026-03-02T09:00:00Z", "in the same transaction");
        // Monday 09:00 and eight hours of work.
        assert_eq!(step["until"], "2026-03-02T17:00:00Z");
    });
}

/// The shipped table with one row changed, in force as a record.
async fn other_table(house: &House, from: &str, to: &str) {
    changed_table(house, from, to).await.unwrap();
}

async fn changed_table(house: &House, from: &str, to: &str) -> Result<governance::Committed, governance::Error> {
    let document = changed(from, to).as_object().cloned().unwrap();
    let change = record::Change::Create { kind: "decision_table".into(), state: Some("in_force".into()), document };
    house.aims.commit(&operator(), change, None).await
}

fn changed(from: &str, to: &str) -> Value {
    let text = include_str!("../../../../data/tables/escalation.toml");
    assert!(text.contains(from), "{from}");
    let mut text = text.replacen(from, to, 1);
    for whom in ["line_manager", "emperor", "body:moon"].iter().filter(|it| to.contains(**it)) {
        text = text.replace("\"executive\", \"nobody\",", &format!("\"executive\", \"{whom}\", \"nobody\","));
    }
    json!({ "title": "Ladders", "purpose": "escalation", "rules": text })
}

#[test]
fn faults_are_found_before_anything_happens() {
    on_both(async |house| {
        let people = staffed(&house).await;
        assert_eq!(checks(&survey(&house).await), Vec::<&str>::new(), "the shipped ladders are sound");
        // Somebody complains about the line manager, and would be heard by that manager.
        house.edit_as(&operator(), &people[4], json!({ "manager": people[3] })).await.unwrap();
        other_table(&house, "then.to = \"internal_auditor\"", "then.to = \"line_manager\"").await;
        let found = survey(&house).await;
        let own = found.faults.iter().find(|it| it.check == "own_line").unwrap();
        assert_eq!(own.people, [people[4].clone(), people[3].clone()], "{own:?}");
        // A role without a holder is a dead end.
        let assignments = house.aims.list(&operator(), &governance::Listing::of("role_assignment")).await.unwrap();
        let risk = &assignments.rows[2].id;
        let change = json!({ "until": "2026-03-01" });
        house.edit_as(&operator(), risk, change).await.unwrap();
        let found = survey(&house).await;
        let dead = found.faults.iter().find(|it| it.check == "no_holder").unwrap();
        assert!(dead.says.contains("`risk_officer`"), "{dead:?}");
        // The chief is away, and nobody stands in.
        house.edit_as(&operator(), &people[6], json!({ "absences": [{ "from": "2026-03-01" }] })).await.unwrap();
        assert!(checks(&survey(&house).await).contains(&"nobody_here"));
    });
}

#[test]
fn ladders_that_end_too_low_come_back_or_reach_only_the_accused_are_told() {
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let people = staffed(&house).await;
        // Everybody who hears a concern reports to the chief.
        for it in [&people[4], &people[5]] {
            house.edit_as(&operator(), it, json!({ "manager": people[6] })).await.unwrap();
        }
        let found = survey(&house).await;
        let accused = found.faults.iter().find(|it| it.check == "accused_end").unwrap();
        assert_eq!(accused.people, [people[6].clone()]);
        let text = include_str!("../../../../data/tables/escalation.toml");
        let low = "then.to = \"system_owner\"";
        assert!(text.matches(low).count() > 1);
        other_table(&house, low, "then.to = \"executive\"").await;
        assert!(checks(&survey(&house).await).contains(&"loop"));
    });
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let people = staffed(&house).await;
        let legal = house.person("Leo", "legal", None).await;
        for role in ["ROL-1", "ROL-2", "ROL-7"] {
            let role: Id = role.parse().unwrap();
            house.edit_as(&operator(), &role, json!({ "may_stop_a_system": false })).await.unwrap();
        }
        assert!(checks(&survey(&house).await).contains(&"below_stop"));
        for (from, to, says) in [
            ("then.calendar = \"around_the_clock\"", "then.calendar = \"moon\"", "there is no calendar `moon`"),
            ("then.within = \"PT4H\"", "then.within = \"PT0H\"", "leaves no time"),
            (
                "then.to = \"system_owner\"",
                "then.to = \"emperor\"",
                "tells `emperor`, and there is no role with this key",
            ),
            (
                "then.to = \"system_owner\"",
                "then.to = \"body:moon\"",
                "tells `body:moon`, and there is no governance body with this key",
            ),
        ] {
            assert!(format!("{:?}", changed_table(&house, from, to).await).contains("table_begins_as_draft"), "{to}");
            let draft = house.add("decision_table", changed(from, to)).await.id;
            house.edit_as(&operator(), &draft, json!({ "owner": people[0] })).await.unwrap();
            house.move_as(&operator(), &draft, "submit", json!({})).await.unwrap();
            let told = format!("{:?}", house.move_as(&legal, &draft, "approve", json!({})).await.unwrap_err());
            assert!(told.contains(says), "{to}: {told}");
        }
        house.add("role", json!({ "title": "Emperor", "key": "emperor" })).await;
        changed_table(&house, "then.to = \"system_owner\"", "then.to = \"emperor\"").await.unwrap();
    });
}

/// What happened in a unit is counted by its own zone and days: of what it leaves open the unit above says it.
#[test]
fn steps_are_counted_by_the_days_and_the_zone_of_the_unit() {
    on_both(async |house| {
        house.person("Ina", "internal_auditor", None).await;
        let above = json!({ "title": "Japan", "time_zone": "Asia/Tokyo" });
        let above = house.add("organization_unit", above).await.id;
        let days = ["tuesday", "wednesday", "thursday", "friday", "saturday"];
        let below =
            json!({ "title": "Osaka", "parent": above, "working_days": days, "holidays": [{ "day": "2026-03-03" }] });
        let below = house.add("organization_unit", below).await.id;
        let there = house.add("ai_system", json!({ "title": "There", "unit": below })).await.id;
        let here = house.add("ai_system", json!({ "title": "Here" })).await.id;
        // A day of work from Monday 09:00 UTC. In Osaka it is evening and nobody works on Mondays, Tuesday is off: Wednesday at 17:00.
        for (system, until) in [(&here, "2026-03-02T17:00:00Z"), (&there, "2026-03-04T08:00:00Z")] {
            let fields = json!({ "title": "Unfair", "matter": "dispute", "severity": "high", "about": system });
            let id = house.add("escalation", fields).await.id;
            house.aims.run_due().await.unwrap();
            assert_eq!(document(&house, &id).await["step_until"], until);
        }
    });
}

#[test]
fn of_a_thousand_events_none_is_lost_none_comes_back_and_the_longest_is_that_of_theory() {
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        staffed(&house).await;
        house.add("ai_system", json!({ "title": "Sorter" })).await;
        let told = house.aims.simulate_escalations(&operator(), 1000, 7).await.unwrap();
        assert_eq!((told.events, told.lost, told.looped, told.beyond), (1000, 0, 0, 0), "{told:?}");
        assert!(told.passed > 0 && told.behind == 1000, "nobody answers: {told:?}");
        let theory = told.theory.clone().unwrap();
        assert_eq!(told.worst, Some(theory.seconds));
        // By hand: five days of the governance lead and ten of the chief, the owner being away: fifteen days of work, 120 hours.
        assert_eq!(theory.work, 120 * 3600, "{}", theory.formula);
        assert_eq!(told, house.aims.simulate_escalations(&operator(), 1000, 7).await.unwrap());
        assert_ne!(told.passed, house.aims.simulate_escalations(&operator(), 1000, 8).await.unwrap().passed);
        assert!(house.aims.simulate_escalations(&operator(), 0, 7).await.is_err());
        // What happens in a unit that works on one day a week takes a week for each day of work, in theory and in what is seen.
        let slow = json!({ "title": "Slow", "working_days": ["wednesday"] });
        let slow = house.add("organization_unit", slow).await.id;
        house.add("ai_system", json!({ "title": "There", "unit": slow })).await;
        let told = house.aims.simulate_escalations(&operator(), 1000, 7).await.unwrap();
        assert_eq!((told.lost, told.looped, told.beyond), (0, 0, 0), "{told:?}");
        let slower = told.theory.unwrap();
        assert_eq!(told.worst, Some(slower.seconds));
        assert_eq!(slower.seconds / (7 * 86_400), slower.work / (8 * 3600), "{}", slower.formula);
        assert!(slower.seconds > theory.seconds);
    });
}

/// The shipped table in which this row goes to a body.
async fn to_body(house: &House, row: &str, key: &str) {
    let text = include_str!("../../../../data/tables/escalation.toml");
    let place = text.find(&format!("id = \"{row}\"")).unwrap();
    let (before, after) = text.split_at(place);
    let to = after.find("then.to = ").unwrap();
    let end = after[to..].find('\n').unwrap() + to;
    let text = format!("{before}{}then.to = \"body:{key}\"{}", &after[..to], &after[end..]);
    let text = text.replace("\"executive\", \"nobody\",", &format!("\"executive\", \"body:{key}\", \"nobody\","));
    let document = json!({ "title": "Ladders", "purpose": "escalation", "rules": text });
    let change = record::Change::Create {
        kind: "decision_table".into(),
        state: Some("in_force".into()),
        document: document.as_object().cloned().unwrap(),
    };
    house.aims.commit(&operator(), change, None).await.unwrap();
}

/// A body of three, of which two must take part and the first is told; its number and who sits there.
async fn council(house: &House, more: Value) -> (Id, Vec<Id>) {
    let role = house.add("role", json!({ "title": "Member", "key": "member" })).await.id;
    let (mut people, mut seats) = (Vec::new(), Vec::new());
    for name in ["chair", "second", "third"] {
        let person = house.add("person", json!({ "title": name })).await.id;
        let fields = json!({ "title": name, "person": person, "role": role, "basis": "seat", "from": "2025-01-01" });
        let holder = crate::house::put(house, "role_assignment", "accepted", fields).await;
        seats.push(json!({ "seat": name, "holder": holder, "receives": name == "chair" }));
        people.push(person);
    }
    let mut body = json!({
        "title": "Council", "key": "council", "seats": seats, "quorum": 2, "majority": "simple", "majority_of": "present",
        "interests": "stand_aside", "chartered_on": "2025-01-01",
    });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    (crate::house::put(house, "governance_body", "chartered", body).await, people)
}

/// Who is told at the first step of something new, and in place of whom.
async fn first_told(house: &House, fields: Value) -> (u64, Vec<(Value, Value)>, Value) {
    let id = house.add("escalation", fields).await.id;
    house.aims.run_due().await.unwrap();
    let it = document(house, &id).await;
    let steps = it["steps"].as_array().unwrap();
    let told = steps.iter().map(|it| (it["person"].clone(), it["instead_of"].clone())).collect();
    (it["step"].as_u64().unwrap(), told, steps[0]["note"].clone())
}

#[test]
fn a_step_to_a_body_reaches_whom_its_charter_names_with_who_stands_in_and_then_the_others() {
    on_both(async |house| {
        let people = staffed(&house).await;
        let (body, seats) = council(&house, json!({})).await;
        to_body(&house, "high_1", "council").await;
        assert_eq!(checks(&survey(&house).await), Vec::<&str>::new());
        let moved = || json!({ "title": "Moved", "matter": "drift", "severity": "high" });
        let none = Value::Null;
        let told = first_told(&house, moved()).await;
        assert_eq!((told.0, told.1), (1, vec![(json!(seats[0]), none.clone())]), "the chair");
        let away =
            |deputy: Value| json!({ "absences": [{ "from": "2026-03-01", "until": "2026-03-20", "deputy": deputy }] });
        house.edit_as(&operator(), &seats[0], away(json!(people[3]))).await.unwrap();
        assert_eq!(first_told(&house, moved()).await.1, [(json!(people[3]), json!(seats[0]))], "who stands in");
        house.edit_as(&operator(), &seats[0], away(none.clone())).await.unwrap();
        let others = [(json!(seats[1]), none.clone()), (json!(seats[2]), none.clone())];
        assert_eq!(first_told(&house, moved()).await.1, others, "everybody else who sits there");
        house.edit_as(&operator(), &seats[1], json!({ "absences": [{ "from": "2026-03-01" }] })).await.unwrap();
        house.edit_as(&operator(), &seats[2], json!({ "absences": [{ "from": "2026-03-01" }] })).await.unwrap();
        assert_eq!(first_told(&house, moved()).await.0, 2, "all are away, and the next step comes at once");
        assert!(checks(&survey(&house).await).contains(&"nobody_here"));
        house.move_as(&operator(), &body, "suspend", json!({})).await.unwrap();
        let (step, _, note) = first_told(&house, moved()).await;
        assert!(step == 2 && note.as_str().unwrap().contains("is suspended"), "{note}");
        let found = survey(&house).await;
        let dead = found.faults.iter().find(|it| it.check == "no_holder").unwrap();
        assert!(dead.says.contains(&format!("{body} is suspended")), "{dead:?}");
        assert_eq!(found.bodies.get("body:council"), Some(&body));
    });
}

#[test]
fn a_body_goes_on_without_the_accused_only_as_far_as_its_charter_lets_it() {
    let on = |more: Value| {
        let house = House::build(On::Sqlite);
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let people = staffed(&house).await;
            // Whoever else hears concerns reports to the chair of the body, so that the body is all that is left.
            let (_, seats) = council(&house, more).await;
            for it in [&people[4], &people[6]] {
                house.edit_as(&operator(), it, json!({ "manager": seats[0] })).await.unwrap();
            }
            to_body(&house, "concern_soon_1", "council").await;
            let concern =
                json!({ "title": "Pressure", "matter": "dispute", "severity": "high", "concerned": [seats[0]] });
            let told = first_told(&house, concern).await;
            let found = survey(&house).await;
            let ends = found.faults.iter().find(|it| it.check == "accused_end" && it.people == [seats[0].clone()]);
            let told = (told.0 == 1 && told.1.len() == 2 && !told.1.iter().any(|it| it.0 == json!(seats[0])), told.0);
            (told, ends.map(|it| it.says.clone()))
        })
    };
    let (told, fault) = on(json!({}));
    assert_eq!((told, fault), ((true, 1), None), "two of three are left, and two must take part");
    let (told, fault) = on(json!({ "quorum": 3 }));
    assert!(!told.0 && fault.unwrap().contains("2 seats of BOD-0001 are left"), "{told:?}");
    let (told, fault) = on(json!({ "interests": "declare" }));
    assert!(!told.0 && fault.unwrap().contains("lets members with an interest take part"), "{told:?}");
}

#[test]
fn terms_that_end_leave_a_body_that_could_not_decide_and_then_a_dead_end() {
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        staffed(&house).await;
        let (body, _) = council(&house, json!({})).await;
        to_body(&house, "high_1", "council").await;
        let seats = document(&house, &body).await["seats"].clone();
        let ended = |count: usize| {
            let mut seats = seats.as_array().unwrap().clone();
            seats.iter_mut().take(count).for_each(|it| it["term_until"] = json!("2026-03-01"));
            json!({ "seats": seats })
        };
        house.edit_as(&operator(), &body, ended(2)).await.unwrap();
        let found = survey(&house).await;
        let thin = found.faults.iter().find(|it| it.check == "cannot_decide").unwrap();
        assert!(thin.says.contains("1 of 3 seats are filled, and 2 must take part"), "{thin:?}");
        house.edit_as(&operator(), &body, ended(3)).await.unwrap();
        assert_eq!(checks(&survey(&house).await), ["no_holder"]);
        // A thousand events with a dead end in the middle: none is lost, none comes back, and theory holds.
        let told = house.aims.simulate_escalations(&operator(), 1000, 7).await.unwrap();
        assert_eq!((told.lost, told.looped, told.beyond), (0, 0, 0), "{told:?}");
        assert_eq!(told.worst, told.theory.map(|it| it.seconds));
    });
}
