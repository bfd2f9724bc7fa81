//! The risk cockpit by its addresses: the same numbers on the page, through the interface and in files, each number leading to its rows; names that are markup; what is
//! offered to whom; bad input in one sentence.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

fn put(house: &House, kind: &str, state: &str, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

/// Two risks of an AI system in one cell above the line, one that is not scored, and an acceptance that ended.
fn world(house: &House) -> (String, Vec<String>) {
    let by = put(house, "risk_criteria", "in_force", crate::risks::criteria("medium"));
    let unit = house.make("organization_unit", json!({ "title": "Unit" }));
    let system = house.make("ai_system", json!({ "title": "Sorter <i>", "unit": unit, "owner": house.lead.id }));
    let risk = |title: &str, scored: bool| {
        let mut fields = json!({ "title": title, "systems": [system], "owner": house.lead.id, "criteria": by, "assessed_on": "2026-02-01" });
        if scored {
            fields["likelihood"] = json!(2);
            fields["by_type"] = json!([{ "type": "individuals", "current": 2 }]);
        }
        put(house, "risk", "identified", fields)
    };
    let risks = vec![risk("Turned away <u>", true), risk("Misled", true), risk("Unscored <b>", false)];
    let kept = json!({ "title": "Kept <s>", "risk": risks[0], "level": "high", "why": "So.", "from": "2026-01-05", "expires": "2026-02-01",
        "owner": house.lead.id });
    put(house, "risk_acceptance", "granted", kept);
    let asked = json!({ "title": "Again", "risk": risks[1], "level": "high", "why": "So.", "from": "2026-03-02", "expires": "2026-06-01" });
    put(house, "risk_acceptance", "requested", asked);
    let wrong = json!({ "title": "Wrong <em>", "risks": [risks[0]], "systems": [], "detected_on": "2026-02-20" });
    put(house, "incident", "confirmed", wrong);
    (system, risks)
}

#[test]
fn page_interface_and_files_say_the_same_and_each_number_leads_to_its_rows() {
    for house in [House::new(), House::on_postgres()] {
        assert_eq!(house.ask("GET", "/risks/cockpit").send().status, 200, "also where there is nothing");
        let (system, risks) = world(&house);
        let told = house.ask("GET", "/api/v1/risks/cockpit").send().json();
        let cell =
            told["map"]["cells"].as_array().unwrap().iter().find(|it| it["likelihood"] == 2 && it["consequence"] == 2);
        let cell = cell.unwrap();
        assert_eq!(
            (&cell["risks"], &cell["side"], &cell["level"]),
            (&json!(risks[..2]), &json!("above"), &json!("high"))
        );
        assert_eq!(told["map"]["not_placed"][0]["risk"], json!(risks[2]));
        assert_eq!(told["n"], 3);
        let page = house.ask("GET", "/risks/cockpit").send().text();
        for wanted in [
            "Unscored &lt;b&gt;",
            "Wrong &lt;em&gt;",
            "Kept &lt;s&gt;",
            "Line of appetite",
            "2 of 3 risks lie in cells",
            "Ended, and nothing else keeps the risk: 1.",
            "Wait for somebody who may grant them: 1.",
            "/risks/moved?risk=",
            "cell=2.2#cockpit-rows",
            "risk_assessment/new?f.risks=",
            "risk_acceptance/new?f.risk=",
            "yours",
        ] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        assert!(!page.contains("#moves\">"), "whoever may not grant it is not offered to: {page}");
        let drilled = house.ask("GET", &format!("/risks/cockpit?system={system}&cell=2.2")).send().text();
        assert!(drilled.contains("Turned away &lt;u&gt;") && drilled.contains("Risks at often × grave"), "{drilled}");
        let rows = house.ask("GET", "/api/v1/risks/cockpit?cell=2.2").send().json();
        assert_eq!(rows["rows"].as_array().unwrap().len(), 2);
        let csv = house.ask("GET", "/risks/cockpit/files/cockpit.csv?cell=2.2").send().text();
        assert_eq!(csv.lines().count(), 3, "{csv}");
        let svg = house.ask("GET", "/risks/cockpit/charts/map.svg").send().text();
        assert!(svg.starts_with("<svg") && svg.contains("c-beyond") && svg.contains("High"), "{svg}");
        let data = house.ask("GET", "/risks/cockpit/charts/map.csv").send().text();
        assert!(data.contains("often,grave,High,2,yes"), "{data}");
        let hazards = house.ask("GET", &format!("/hazards/{system}?standing=untouched")).send().text();
        assert!(hazards.contains("Only hazards that are untouched are shown"), "{hazards}");
        for ending in ["json", "xlsx", "html", "pdf", "csv"] {
            let before = house.entries();
            assert_eq!(
                house.ask("GET", &format!("/risks/cockpit/files/cockpit.{ending}")).send().status,
                200,
                "{ending}"
            );
            assert_eq!(house.entries(), before + 1, "that it left is entered: {ending}");
        }
        let none = house.ask("GET", "/api/v1/risks/cockpit?type=individuals&direction=opportunity").send().json();
        assert_eq!((&none["n"], &none["ending"]["acceptances"]), (&json!(0), &json!([])));
    }
}

#[test]
fn the_ladder_of_keeping_a_risk_is_told_without_a_record() {
    let house = House::new();
    let path = "decision-rights/who?what=accept_risk&tier=T1";
    let told = house.ask("GET", &format!("/api/v1/{path}")).send().json();
    let high = |told: &Value| -> Value {
        let steps = told["ladder"].as_array().unwrap().clone();
        steps.into_iter().find(|it| it["level"] == "high" && it["sides"][0] == "acceptable").unwrap()["rung"].clone()
    };
    assert_eq!(high(&told), "second", "{told}");
    assert_eq!(high(&house.ask("GET", &format!("/api/v1/{path}&renewals=3")).send().json()), "third");
    let page = house.ask("GET", "/rights?what=accept_risk&tier=T1&class=none&beyond=yes").send().text();
    assert!(page.contains("Which level of risk is kept by whom") && page.contains("row `grave-much`"), "{page}");
    let other = house.ask("GET", "/rights?what=approve&tier=T1&class=none").send().text();
    assert!(!other.contains("Which level of risk is kept by whom"));
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    let house = House::new();
    world(&house);
    for (path, status) in [
        ("/risks/cockpit?system=seven", 400),
        ("/risks/cockpit?day=1", 400),
        ("/risks/cockpit?since=2099-01-01", 422),
        ("/risks/cockpit?on=2099-01-01", 422),
        ("/risks/cockpit?type=planets", 422),
        ("/risks/cockpit?basis=guessed", 422),
        ("/risks/cockpit?direction=up", 422),
        ("/risks/cockpit?cell=two", 422),
        ("/risks/cockpit?cell=9.9", 422),
        ("/risks/cockpit?owner=PER-99", 404),
        ("/risks/cockpit?unit=RSK-1", 400),
        ("/risks/cockpit/files/cockpit.doc", 404),
        ("/risks/cockpit/charts/moon.svg", 404),
        ("/hazards/SYS-1?standing=lost", 400),
        ("/api/v1/risks/cockpit?cell=0.0", 422),
    ] {
        let page = house.ask("GET", path).send();
        assert_eq!(page.status, status, "{path}: {}", page.text());
    }
}
