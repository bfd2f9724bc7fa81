//! Readiness by its addresses: the page, its files and its data, a contradiction that appears and goes, a drill that can be repeated, bad input.

use serde_json::json;

use crate::house::House;

#[test]
fn readiness_is_shown_with_what_blocks_it_and_leaves_as_a_file() {
    let house = House::new();
    let page = house.ask("GET", "/readiness").send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in
        ["id=\"stages\"", "id=\"contradictions\"", "id=\"blockers\"", "id=\"room\"", "Stage 2", "name=\"seed\""]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let told = house.ask("GET", "/api/v1/readiness").send().json();
    let stage = &told["stages"][1];
    assert_eq!(stage["stage"]["name"], "stage_2", "{stage}");
    let (ready, asked) = (stage["ready"].as_u64().unwrap(), stage["asked"].as_u64().unwrap());
    assert!(ready < asked && !stage["blockers"].as_array().unwrap().is_empty(), "{stage}");
    for ending in ["json", "xlsx", "pdf", "html"] {
        let file = house.ask("GET", &format!("/readiness/files/readiness.{ending}")).send();
        assert_eq!(file.status, 200, "{ending}: {}", file.text());
    }
    assert_eq!(house.ask("GET", "/readiness/files/readiness.odt").send().status, 404);
    let pack = house.ask("GET", "/readiness/files/evidence.zip").send();
    assert_eq!((pack.status, &pack.bytes[..2]), (200, b"PK".as_slice()));
    assert!(String::from_utf8_lossy(&pack.bytes).contains("room/manifest.json"));
    assert_eq!(house.reader_asks("GET", "/readiness/files/evidence.zip").send().status, 403);
}

#[test]
fn a_contradiction_is_told_with_its_records_and_goes_when_they_agree() {
    let house = House::new();
    let shut = house.make("organization_unit", json!({ "title": "Shut <i>", "form": "branch" }));
    let closed = house.ask("POST", &format!("/api/v1/records/organization_unit/{shut}/moves/close")).version(1);
    let system = house.make("ai_system", json!({ "title": "Desk", "used_by": [shut] }));
    let sorts = || {
        let told = house.ask("GET", "/api/v1/readiness").send().json();
        let all = told["clashes"].as_array().unwrap().clone();
        all.iter().map(|it| it[1]["sort"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(!sorts().contains(&"unit_closed".to_owned()));
    let moved = closed.json(&json!({ "why": "it was sold" })).send();
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert!(sorts().contains(&"unit_closed".to_owned()));
    let page = house.ask("GET", "/readiness").send().text();
    assert!(page.contains(&format!("/ai_system/{system}")) && page.contains("Shut &lt;i&gt;"), "{page}");
    let other = house.make("organization_unit", json!({ "title": "Open", "form": "branch" }));
    let edit = house.ask("PATCH", &format!("/api/v1/records/ai_system/{system}")).version(1);
    assert_eq!(edit.json(&json!({ "document": { "used_by": [other] } })).send().status, 200);
    assert!(!sorts().contains(&"unit_closed".to_owned()));
    // What was retired is gone as well.
    let gone = house.make("organization_unit", json!({ "title": "Gone", "form": "branch" }));
    house.make("ai_system", json!({ "title": "Till", "used_by": [gone] }));
    let retire = house.ask("POST", &format!("/api/v1/records/organization_unit/{gone}/retire")).version(1);
    assert_eq!(retire.json(&json!({ "why": "entered twice" })).send().status, 200);
    assert!(sorts().contains(&"unit_closed".to_owned()));
}

#[test]
fn a_drill_asks_the_same_questions_of_everybody_with_its_seed() {
    let house = House::new();
    let asked = |seed: &str| {
        let answers = house.ask("GET", &format!("/api/v1/readiness/drill?seed={seed}")).send().json();
        let all = answers.as_array().unwrap().clone();
        all.iter().map(|it| it["question"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (one, again, other) = (asked("2026"), asked("2026"), asked("2027"));
    assert_eq!((one.len(), &one), (25, &again));
    assert_ne!(one, other);
    let page = house.ask("GET", "/readiness?seed=2026").send().text();
    assert!(page.contains("of 25 answered"), "{page}");
}

#[test]
fn bad_input_is_told() {
    let house = House::new();
    let unknown = house.ask("GET", "/readiness?framework=Nothing").send();
    assert_eq!(unknown.status, 422, "{}", unknown.text());
    assert!(unknown.text().contains("is no framework"), "{}", unknown.text());
    let ahead = house.ask("GET", "/readiness?on=2999-01-01").send();
    assert!(ahead.status == 422 && ahead.text().contains("lies ahead"), "{}", ahead.text());
    assert_eq!(house.ask("GET", "/api/v1/readiness?on=soon").send().status, 400);
    let blank = house.ask("GET", "/api/v1/readiness/drill").send();
    assert!(blank.status == 422 && blank.text().contains("seed"), "{}", blank.text());
}
