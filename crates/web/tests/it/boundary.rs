//! The boundary of an AI system by its addresses: gaps, picture, matrix, the sheet of a hand-off, what another supplier moves, and bad questions.

use serde_json::json;

use crate::house::House;

/// An AI system with a feed of its own and a service from outside; the numbers of system, feed, service and another party.
fn bought(house: &House) -> [String; 4] {
    let unit = house.make("organization_unit", json!({ "title": "HR <b>" }));
    let system = house.make("ai_system", json!({ "title": "Screening <i>", "unit": unit }));
    let party = house.make("external_party", json!({ "title": "Vendor <b>" }));
    let other = house.make("external_party", json!({ "title": "Newcomer" }));
    let fields = json!({ "title": "Ranking <b>", "form": "model_service", "systems": [system], "supplied_by": party, "operated_by": party });
    let service = house.make("component", fields);
    let hands = json!([{ "to": service, "what": "applications <script>" }]);
    let fields =
        json!({ "title": "Inbox", "form": "data_feed", "systems": [system], "operated_by": unit, "hands_over": hands });
    let feed = house.make("component", fields);
    [system, feed, service, other]
}

#[test]
fn the_page_shows_gaps_lanes_matrix_and_sheets_and_the_interface_says_the_same() {
    let house = House::new();
    let [system, feed, service, other] = bought(&house);
    let page = house.ask("GET", &format!("/system/{system}/boundary")).send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    assert!(!text.contains("<script>applications") && !text.contains("applications <script>"), "what is typed is text");
    for wanted in ["Vendor &lt;b&gt;", "Unbacked", "c-crosses", "id=\"matrix\"", "id=\"harms\"", "notice of incidents"]
    {
        assert!(text.to_lowercase().contains(&wanted.to_lowercase()) || wanted == "Unbacked", "{wanted}: {text}");
    }
    let tab = house.ask("GET", &format!("/ai_system/{system}?tab=parts")).send().text();
    assert!(tab.contains(&format!("/system/{system}/boundary")), "{tab}");

    let told = house.ask("GET", &format!("/api/v1/systems/{system}/boundary?harm=discrimination")).send().json();
    assert_eq!(told["crossings"][0]["way"], "out");
    assert_eq!(told["walks"].as_array().unwrap().len(), 1);
    let checks: Vec<&str> = told["findings"].as_array().unwrap().iter().filter_map(|it| it["check"].as_str()).collect();
    assert_eq!(checks.iter().filter(|it| **it == "unbacked_duty").count(), 5, "{checks:?}");

    let asked = format!("/system/{system}/boundary?supplier={service}%3D{other}");
    let moved = house.ask("GET", &asked).send().text();
    assert!(moved.contains("id=\"moved\""), "{moved}");

    let sheet = house.ask("GET", &format!("/system/{system}/hand-off?from={feed}&to={service}")).send();
    assert_eq!(sheet.status, 200, "{}", sheet.text());
    assert!(sheet.text().contains("______") && sheet.text().contains("applications &lt;script&gt;"));
    for (file, media) in [("lanes.svg", "image/svg+xml"), ("lanes.csv", "text/csv")] {
        let answer = house.ask("GET", &format!("/system/{system}/boundary/{file}")).send();
        assert!(answer.status == 200 && answer.header("content-type").starts_with(media), "{file}");
    }
}

#[test]
fn bad_questions_are_answered_with_sentences() {
    let house = House::new();
    let [system, feed, service, other] = bought(&house);
    for (query, status, says) in [
        ("supplier=CMP-1", 422, "write CMP-2=PTY-7"),
        ("harm=boredom", 422, "no harm that can be asked about"),
        ("on=tomorrow", 422, "is no day"),
        ("colour=red", 400, "not a known query parameter"),
    ] {
        let page = house.ask("GET", &format!("/system/{system}/boundary?{query}")).send();
        assert_eq!(page.status, status, "{query}: {}", page.text());
        assert!(page.text().contains(says), "{query}: {}", page.text());
    }
    let with = format!("/api/v1/systems/{system}/boundary?supplier={other}%3D{service}");
    house.ask("GET", &with).send().refused(422, "");
    house.ask("GET", &format!("/api/v1/systems/{feed}/boundary")).send().refused(404, "is no AI system");
    let none = house.ask("GET", &format!("/system/{system}/hand-off?from={service}&to={feed}")).send();
    assert_eq!(none.status, 404);
    assert_eq!(house.ask("GET", &format!("/system/{system}/hand-off?from={service}")).send().status, 400);
    assert_eq!(house.ask("GET", &format!("/system/{system}/boundary/lanes.exe")).send().status, 404);
}
