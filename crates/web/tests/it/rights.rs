//! Whoever has no decision right is refused alike by the page of a record, by the start page and through the interface; whoever has it is not.

use governance::{Actor, Via};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, Person, person};

fn entered(house: &House, kind: &str, state: &str, document: Value) -> Id {
    let document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id
}

/// A release of an AI system of the highest tier that may be used, which decision rights leave to few.
fn release_under_review(house: &House) -> Id {
    let system = house.make("ai_system", json!({ "title": "scorer" }));
    let class = json!({
        "title": "T1", "subject": system, "scheme": "own_tier", "outcome": "T1", "reasons": "by hand", "classified_on": "2025-01-01",
    });
    entered(house, "classification", "confirmed", class);
    entered(house, "impact_assessment", "in_force", json!({ "title": "impact", "systems": [system] }));
    entered(house, "risk", "evaluated", json!({ "title": "risk", "systems": [system] }));
    let release = json!({ "title": "first", "system": system, "tests": "done", "bundle": [{ "part": "all" }] });
    entered(house, "release", "in_review", release)
}

fn cookie(person: &Person) -> String {
    format!("aims={}", person.secret)
}

#[test]
fn a_decision_without_the_right_is_refused_on_every_way() {
    let house = House::new();
    let operator = Actor::operator(Via::System);
    let release = release_under_review(&house);
    let validator = house.wait(person(&house.aims, &operator, "Val", "validator@test.example", &["validator"]));
    let officer = house.wait(person(&house.aims, &operator, "Rita", "officer@test.example", &["risk_officer"]));
    let signed = json!({
        "title": "signed", "subject": release, "form": "approve", "outcome": "yes", "reasons": "seen", "deciders": [officer.id],
        "decided_on": "2026-03-01",
    });
    let made = house.anonymous("POST", "/api/v1/records/decision").header("cookie", &cookie(&officer));
    let made = made.json(&json!({ "document": signed })).send();
    assert_eq!(made.status, 201, "{}", made.text());
    for path in ["/release/{}/moves/approve", "/today/{}/moves/approve"] {
        let path = path.replace("{}", &release.to_string());
        let answer =
            house.anonymous("POST", &path).header("cookie", &cookie(&validator)).form(&[("version", "1")]).send();
        assert_eq!(answer.status, 403, "{path}: {}", answer.text());
        assert!(answer.text().contains("governance_lead may"), "{path}: {}", answer.text());
    }
    let path = format!("/api/v1/records/release/{release}/moves/approve");
    let answer = house.anonymous("POST", &path).header("cookie", &cookie(&validator)).header("if-match", "*");
    answer.json(&json!({})).send().refused(403, "governance_lead may");
    let answer = house.ask("POST", &path).header("if-match", "*").json(&json!({})).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
}
