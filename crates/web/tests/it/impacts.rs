//! Impacts of an AI system by their addresses: who was looked at, both lanes side by side, one number of both, work that moves with a unit,
//! who must be heard, and bad input.

use serde_json::{Value, json};

use crate::house::House;

fn told(house: &House, id: &str, query: &str) -> Value {
    house.ask("GET", &format!("/api/v1/systems/{id}/impacts{query}")).send().json()
}

fn harm(more: Value) -> Value {
    let mut row = json!({
        "group": "Callers", "level": "individual", "direction": "harm", "effect": "A caller <b> is put off.", "arises_from": "failure",
        "severity": 4, "likelihood": 2, "people": 30, "reversible": "partly", "duration": "a week",
    });
    for (name, value) in more.as_object().unwrap() {
        row[name] = value.clone();
    }
    row
}

fn assessment(house: &House, system: &str, impacts: Value) -> String {
    let fields = json!({
        "title": "Impact <i>", "systems": [system], "purpose": "Answers calls.", "conclusion": "May be used.", "impacts": impacts,
        "affected": [{ "group": "callers" }],
    });
    house.make("impact_assessment", fields)
}

#[test]
fn nobody_is_said_to_be_untouched_before_all_were_looked_at() {
    let house = House::new();
    let id = house.make("ai_system", json!({ "title": "Voice <i>", "purpose": "Answers calls." }));
    assert_eq!(told(&house, &id, "")["societal"]["standing"], "not_assessed");
    house.make("interested_party", json!({ "title": "Deaf people <b>", "group": "communities", "systems": [id] }));
    assessment(&house, &id, json!([harm(json!({}))]));
    let answer = told(&house, &id, "");
    assert_eq!(answer["societal"]["standing"], "not_assessed", "a draft does not stand");
    let names: Vec<&str> =
        answer["societal"]["groups"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Deaf people <b>", "callers"]);
    let page = house.ask("GET", &format!("/system/{id}/impacts")).send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in [
        "Voice &lt;i&gt;",
        "Deaf people &lt;b&gt;",
        "Not looked at",
        "A caller &lt;b&gt; is put off",
        "27(1)(e)",
        "Map of the two lanes",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!text.contains("Deaf people <b>") && !text.contains("caller <b>"));
}

#[test]
fn lanes_stand_side_by_side_and_one_number_is_refused() {
    let house = House::new();
    let id = house.make("ai_system", json!({ "title": "Voice", "purpose": "Answers calls." }));
    house.make("risk", json!({ "title": "The model drifts", "nature": "technical", "systems": [id] }));
    let both = told(&house, &id, "?lanes=technical,societal");
    assert_eq!(both, told(&house, &id, ""));
    assert!(both["technical"].as_array().unwrap().iter().any(|it| it["title"] == "The model drifts"));
    let alone = told(&house, &id, "?lanes=technical");
    assert_eq!(
        (&alone["technical"], &alone["societal"], &alone["map"]),
        (&both["technical"], &Value::Null, &Value::Null)
    );
    for merged in ["technical%2Bsocietal", "total", "score"] {
        for path in
            [format!("/api/v1/systems/{id}/impacts?lanes={merged}"), format!("/system/{id}/impacts?lanes={merged}")]
        {
            let refused = house.ask("GET", &path).send();
            assert_eq!(refused.status, 422, "{path}: {}", refused.text());
            assert!(refused.text().contains("side by side"), "{path}: {}", refused.text());
        }
    }
    for (path, status) in
        [("impacts?lanes=legal", 422), ("impacts?day=1", 400), ("impacts?on=soon", 400), ("impacts/other.svg", 404)]
    {
        assert_eq!(house.ask("GET", &format!("/system/{id}/{path}")).send().status, status, "{path}");
    }
    let csv = house.ask("GET", &format!("/system/{id}/impacts/map.csv")).send();
    assert!(csv.status == 200 && csv.text().contains("The model drifts"), "{}", csv.text());
    assert_eq!(house.ask("GET", "/system/RSK-0001/impacts").send().status, 404);
}

#[test]
fn exposed_work_moves_with_the_headcount_of_its_unit() {
    let house = House::new();
    let id = house.make("ai_system", json!({ "title": "Voice", "purpose": "Answers calls." }));
    let unit = house.make("organization_unit", json!({ "title": "Call centre", "form": "team", "headcount": 40 }));
    let made = assessment(&house, &id, json!([]));
    let row = json!({ "work": "agents", "task": "answer", "share": 0.5, "exposure": 0.2, "exposure_low": 0.1, "exposure_high": 0.4, "unit": unit });
    let set = json!({ "document": { "exposed_work": [row] } });
    assert_eq!(
        house.ask("PATCH", &format!("/api/v1/records/impact_assessment/{made}")).version(1).json(&set).send().status,
        200
    );
    let work = told(&house, &id, "")["societal"]["work"][0].clone();
    assert_eq!(work["full_time"], json!({ "likely": 4.0, "low": 2.0, "high": 8.0 }), "{work}");
    let grown = json!({ "document": { "headcount": 60 } });
    assert_eq!(
        house.ask("PATCH", &format!("/api/v1/records/organization_unit/{unit}")).version(1).json(&grown).send().status,
        200
    );
    let work = told(&house, &id, "")["societal"]["work"][0].clone();
    assert_eq!(work["full_time"], json!({ "likely": 6.0, "low": 3.0, "high": 12.0 }), "{work}");
    assert!(house.ask("GET", &format!("/system/{id}/impacts")).send().text().contains("6 [3, 12]"));
}

#[test]
fn what_nobody_was_heard_about_is_told_and_answers_stand_where_laws_ask_for_them() {
    let house = House::new();
    let id = house.make("ai_system", json!({ "title": "Voice", "purpose": "Answers calls." }));
    let made = assessment(&house, &id, json!([harm(json!({}))]));
    let asked = told(&house, &id, "")["societal"]["hearings"][0].clone();
    assert_eq!((&asked["hear"], &asked["by"]), (&json!("heard"), &json!("grave")));
    assert!(asked["lacks"].as_str().unwrap().contains("nobody of Callers was heard"), "{asked}");
    let said = json!([{ "who": "callers", "when": "2020-01-01", "view": "Too fast.", "answer": "Slower now." }]);
    let set = json!({ "document": { "consulted": said, "oversight": "An agent takes over." } });
    assert_eq!(
        house.ask("PATCH", &format!("/api/v1/records/impact_assessment/{made}")).version(1).json(&set).send().status,
        200
    );
    let answer = told(&house, &id, "");
    assert_eq!(answer["societal"]["hearings"][0]["lacks"], Value::Null);
    let law = answer["laws"].as_array().unwrap().iter().find(|it| it["law"] == "fundamental_rights").unwrap();
    let question = |id: &str| law["questions"].as_array().unwrap().iter().find(|it| it["id"] == id).cloned().unwrap();
    assert_eq!(question("27(1)(e)")["answers"][0]["value"], "An agent takes over.");
    assert_eq!(question("27(1)(d)")["answers"][0]["value"][0]["group"], "Callers");
    for (ending, shows) in [("html", "An agent takes over."), ("json", "27(1)(e)"), ("xlsx", ""), ("pdf", "")] {
        let file = house.ask("GET", &format!("/system/{id}/impacts/files/impacts.{ending}")).send();
        assert!(file.status == 200 && (shows.is_empty() || file.text().contains(shows)), "{ending}");
    }
    let unknown = house.ask("GET", &format!("/system/{id}/impacts/files/impacts.doc")).send();
    assert!(unknown.status == 404 && unknown.text().contains("xlsx"), "{}", unknown.text());
    assert!(question("27(1)(b)")["missing"][0].as_str().unwrap().contains(&made));
}
