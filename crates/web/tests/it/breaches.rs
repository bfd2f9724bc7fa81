//! Breaches by their addresses: the docket, a measure that is refused in the words of the policy on pages and by the interface, a case without names,
//! and the picture of how units are treated.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

/// A record made by the operator in a state; its number.
fn made(house: &House, kind: &str, state: Option<&str>, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

/// A breach of the reader in a state.
fn breach(house: &House, state: &str, more: Value) -> String {
    let mut fields = json!({ "title": "Rita <b>", "form": "late_notice", "severity": "high", "who": [house.reader.id], "committed_on": "2026-02-01",
                             "detected_on": "2026-02-02", "unit": made(house, "organization_unit", None, json!({ "title": "North <i>" })) });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    made(house, "breach", Some(state), fields)
}

#[test]
fn the_docket_says_what_is_proposed_and_what_is_missing_and_refusals_are_those_of_the_policy() {
    let house = House::new();
    let id = breach(&house, "confirmed", json!({}));
    let page = house.ask("GET", "/breaches").send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    assert!(text.contains("Rita &lt;b&gt;") && !text.contains("Rita <b>"), "{text}");
    for wanted in ["Access suspension", "person_high", "hear them", "collect it", "2026-08-02"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let told = house.ask("GET", "/api/v1/breaches").send().json();
    assert_eq!(told["lines"][0]["proposal"]["measure"], "access_suspension");
    assert_eq!(told["lines"][0]["lacks"].as_array().unwrap().len(), 2);
    let decision = made(
        &house,
        "decision",
        Some("taken"),
        json!({ "title": "So", "subject": id, "form": "sanction", "outcome": "yes" }),
    );
    let set = json!({ "document": { "measure": "coaching", "measure_decision": decision } });
    let path = format!("/api/v1/records/breach/{id}/moves/set_measure");
    house.ask("POST", &path).header("if-match", "*").json(&set).send().refused(403, "they were not heard");
    let form = [("f.measure", "coaching"), ("f.measure_decision", decision.as_str())];
    let sent = house.ask("POST", &format!("/breach/{id}/moves/set_measure")).form(&form).send();
    assert_eq!(sent.status, 403, "{}", sent.text());
    assert!(sent.text().contains("hear them, or write down that they declined"), "{}", sent.text());
}

#[test]
fn a_case_is_shown_without_names_and_kept_as_one_more_row() {
    let house = House::new();
    assert!(house.ask("GET", "/breaches/again").send().text().contains("No case is left"));
    let id = breach(&house, "closed", json!({ "measure": "coaching", "factors": ["concealed"] }));
    let page = house.ask("GET", "/breaches/again").send();
    let text = page.text();
    assert!(text.contains("Late notice") && text.contains("Concealed"), "{text}");
    for name in ["Rita", "North", house.reader.id.to_string().as_str()] {
        let case = text.split("id=\"case\"").nth(1).unwrap();
        assert!(!case.contains(name), "`{name}` is told");
    }
    let wrong = house.ask("POST", "/breaches/again").form(&[("breach", id.as_str()), ("measure", "prison")]).send();
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    let kept =
        house.ask("POST", "/breaches/again").form(&[("breach", id.as_str()), ("measure", "access_suspension")]).send();
    assert_eq!(kept.status, 303, "{}", kept.text());
    let told = house.ask("GET", "/api/v1/breaches/consistency").send().json();
    let unit = &told["compared"]["units"][0];
    assert_eq!((&unit["blind"]["milder"], &unit["blind"]["verdict"]), (&json!(1), &json!("not_assessable")));
    for (file, media) in [("alike.svg", "image/svg+xml"), ("alike.csv", "text/csv")] {
        let answer = house.ask("GET", &format!("/breaches/charts/{file}")).send();
        assert!(answer.status == 200 && answer.header("content-type").starts_with(media), "{file}");
    }
    assert_eq!(house.ask("GET", "/breaches/charts/other.svg").send().status, 404);
    assert_eq!(house.ask("GET", "/breaches?colour=red").send().status, 400);
}

#[test]
fn who_may_not_see_or_enter_breaches_is_told_so() {
    let house = House::new();
    breach(&house, "alleged", json!({ "access": "restricted" }));
    assert!(house.reader_asks("GET", "/breaches").send().text().contains("No breach is known to you"));
    let system = made(&house, "ai_system", None, json!({ "title": "Screening" }));
    made(&house, "release", Some("in_service"), json!({ "title": "1.0", "system": system }));
    let looked = house.reader_asks("POST", "/breaches/detect").form(&[]).send();
    assert_eq!(looked.status, 403, "{}", looked.text());
    let looked = house.ask("POST", "/api/v1/breaches/detect").send().json();
    assert_eq!(looked["made"].as_array().unwrap().len(), 1);
}
