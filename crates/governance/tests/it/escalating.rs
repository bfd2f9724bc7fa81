//! Ladders of escalation on both databases: steps that follow by themselves, people who stand in, nobody who is concerned, what is found
//! before anything happens, and a thousand events against theory.

use governance::Moment;
use governance::escalating::whole::Survey;
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
    let text = include_str!("../../../../data/tables/escalation.toml");
    assert!(text.contains(from), "{from}");
    let mut text = text.replacen(from, to, 1);
    if to.contains("line_manager") {
        text = text.replace("\"executive\", \"nobody\",", "\"executive\", \"line_manager\", \"nobody\",");
    }
    let document = json!({ "title": "Ladders", "purpose": "escalation", "rules": text });
    let document = document.as_object().cloned().unwrap();
    let change = record::Change::Create { kind: "decision_table".into(), state: Some("in_force".into()), document };
    house.aims.commit(&operator(), change, None).await.unwrap();
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
        staffed(&house).await;
        for role in ["ROL-1", "ROL-2", "ROL-7"] {
            let role: Id = role.parse().unwrap();
            house.edit_as(&operator(), &role, json!({ "may_stop_a_system": false })).await.unwrap();
        }
        assert!(checks(&survey(&house).await).contains(&"below_stop"));
        other_table(&house, "then.calendar = \"around_the_clock\"", "then.calendar = \"moon\"").await;
        assert!(checks(&survey(&house).await).contains(&"no_clock"));
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
    });
}
