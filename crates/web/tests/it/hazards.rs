//! Hazards of an AI system by their addresses: what facts suggest, an exclusion on the form and through the interface, and bad input.

use serde_json::{Value, json};

use crate::house::House;

fn system(house: &House) -> String {
    let fields = json!({ "title": "Scorer <i>", "techniques": ["deep_learning"], "agentic": true, "autonomy": "direct_human_oversight" });
    house.make("ai_system", fields)
}

fn told(house: &House, id: &str, hazard: &str) -> Option<Value> {
    let told = house.ask("GET", &format!("/api/v1/hazards/{id}")).send().json();
    told["hazards"].as_array().unwrap().iter().find(|it| it["hazard"] == hazard).cloned()
}

#[test]
fn facts_suggest_hazards_and_the_page_says_why() {
    let house = House::new();
    let id = system(&house);
    let page = house.ask("GET", &format!("/hazards/{id}")).send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in ["Scorer &lt;i&gt;", "Over-reliance", "People oversee it directly", "MITRE ATLAS:AML.T0020"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(
        told(&house, &id, "supply_chain").is_some_and(|it| it["why"].as_str().unwrap().contains("not known: supplied"))
    );
    let origin = json!({ "document": { "origin": "in_house", "generative": false } });
    let changed = house.ask("PATCH", &format!("/api/v1/records/ai_system/{id}")).version(1).json(&origin).send();
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert!(
        told(&house, &id, "supply_chain").is_none() && told(&house, &id, "made_up").is_none(),
        "what is known rules out"
    );
}

#[test]
fn an_exclusion_asks_for_a_reason_and_ends_when_its_facts_change() {
    let house = House::new();
    let id = system(&house);
    let form = format!("/hazards/{id}");
    let bare = house.ask("POST", &form).form(&[("hazard", "cascade"), ("reason", " ")]).send();
    assert_eq!(bare.status, 422, "{}", bare.text());
    let strange = json!({ "hazard": "no_such", "reason": "why not" });
    let path = format!("/api/v1/hazards/{id}/exclude");
    assert_eq!(house.ask("POST", &path).json(&strange).send().status, 422);
    let saved = house.ask("POST", &form).form(&[("hazard", "cascade"), ("reason", "one step <b>alone")]).send();
    assert_eq!(saved.status, 303, "{}", saved.text());
    let one = told(&house, &id, "cascade").unwrap();
    assert_eq!(one["standing"], "excluded");
    assert!(house.ask("GET", &form).send().text().contains("one step &lt;b&gt;alone"));
    let record = one["record"].as_str().unwrap();
    let edit = format!("/api/v1/records/hazard/{record}");
    let edited = house.ask("PATCH", &edit).version(2).json(&json!({ "document": { "facts": [] } })).send();
    assert_eq!(edited.status, 403, "the facts of an exclusion are nobody's to write: {}", edited.text());
    let changed = house
        .ask("PATCH", &format!("/api/v1/records/ai_system/{id}"))
        .version(1)
        .json(&json!({ "document": { "agentic": false } }))
        .send();
    assert_eq!(changed.status, 200, "{}", changed.text());
    let one = told(&house, &id, "cascade").unwrap();
    assert_eq!(one["standing"], "suspected");
    assert!(one["why"].as_str().unwrap().contains("`agentic` was true and is false"), "{one}");
    let again = json!({ "hazard": "cascade", "reason": "it takes no steps" });
    assert_eq!(house.ask("POST", &path).json(&again).send().status, 200);
    assert_eq!(told(&house, &id, "cascade").unwrap()["standing"], "excluded");
    assert_eq!(house.ask("GET", "/hazards/RSK-0001").send().status, 404);
}
