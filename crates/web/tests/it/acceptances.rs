//! Acceptances of risks by their addresses: how each stands, who may grant it, files and the calendar, names that are markup, and bad input.

use serde_json::{Value, json};

use crate::house::House;
use crate::routes::put;

fn told(house: &House, query: &str) -> Value {
    house.ask("GET", &format!("/api/v1/acceptances{query}")).send().json()
}

/// A system with a risk that somebody asks to keep, with a condition and a day of review.
fn world(house: &House) -> (String, String, String) {
    let level = |of: &str| json!({ "type": "individuals", "level": of });
    let criteria = json!({
        "title": "Criteria", "scale_version": "1", "likelihood": [{ "level": "seldom" }, { "level": "often" }],
        "consequences": [level("mild"), level("grave")], "intervals": [{ "every": "P1Y" }],
        "matrix": [{ "likelihood": "seldom", "levels": "low, medium" }, { "likelihood": "often", "levels": "medium, high" }],
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": "medium" }],
    });
    let by = put(house, "risk_criteria", Some("in_force"), criteria);
    let system = house.make("ai_system", json!({ "title": "Sorter <i>" }));
    let risk = json!({
        "title": "Turned away <u>", "systems": [system], "direction": "threat", "likelihood": 2, "criteria": by,
        "by_type": [{ "type": "individuals", "current": 2 }], "assessed_on": "2026-03-01",
    });
    let risk = house.make("risk", risk);
    let acceptance = json!({
        "title": "Kept for now <em>", "risk": risk, "level": "high", "why": "Few people.", "from": "2026-03-01", "expires": "2026-05-31",
        "owner": house.lead.id, "reviews": [{ "due": "2026-04-15" }],
        "conditions": [{ "condition": "no grave incident <q>", "kind": "incident", "filter": "severity:severe", "holds": "none", "of": "-state:no_incident" }],
    });
    let acceptance = house.make("risk_acceptance", acceptance);
    (system, risk, acceptance)
}

#[test]
fn the_register_shows_each_number_with_what_stands_behind_it() {
    for house in [House::new(), House::on_postgres()] {
        let empty = house.ask("GET", "/acceptances").send();
        assert_eq!((empty.status, told(&house, "")["register"].as_array().unwrap().len()), (200, 0));
        let (system, risk, acceptance) = world(&house);
        let answer = told(&house, &format!("?system={system}"));
        let line = &answer["register"][0];
        assert_eq!((&line["id"], &line["standing"]["stands"]), (&json!(acceptance), &json!("never_granted")));
        assert_eq!((&line["asked"]["rung"], &line["asked"]["deciders"]), (&json!("third"), &json!(["executive"])));
        assert!(line["asked"]["why"].as_str().unwrap().contains("gives high"), "{line}");
        assert_eq!(told(&house, &format!("?risk={risk}"))["register"], answer["register"]);
        for path in [
            "/acceptances".to_owned(),
            format!("/acceptances?risk={risk}"),
            format!("/risk/{risk}"),
            format!("/risk_acceptance/{acceptance}"),
        ] {
            let page = house.ask("GET", &path).send();
            let text = page.text();
            assert_eq!(page.status, 200, "{path}: {text}");
            for wanted in ["Kept for now &lt;em&gt;", "Turned away &lt;u&gt;", "nobody has granted it"] {
                assert!(text.contains(wanted), "{path}: {wanted}");
            }
        }
        let page = house.ask("GET", &format!("/acceptances?system={system}")).send().text();
        for wanted in ["row `above`", "above the line, and what cannot", "acceptances-exceptions", "2026-04-15"] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        for ending in ["json", "xlsx", "html", "pdf", "csv", "ics"] {
            let before = house.entries();
            let file = house.ask("GET", &format!("/acceptances/files/acceptances.{ending}")).send();
            assert_eq!(file.status, 200, "{ending}");
            assert_eq!(house.entries(), before + 1, "that it left is entered: {ending}");
        }
    }
}

#[test]
fn whoever_asks_for_a_risk_to_be_kept_does_not_keep_it_and_bad_input_is_refused_with_a_sentence() {
    let house = House::new();
    let (system, risk, acceptance) = world(&house);
    let path = format!("/api/v1/records/risk_acceptance/{acceptance}");
    let grant = house.ask("POST", &format!("{path}/moves/grant")).version(1).json(&json!({})).send();
    grant.refused(403, "row `above`");
    for (path, status) in [
        ("/acceptances?system=seven", 400),
        ("/acceptances?day=1", 400),
        ("/acceptances?on=soon", 400),
        ("/acceptances?on=2099-01-01", 422),
        ("/acceptances?risk=RSK-99", 404),
        ("/acceptances/files/acceptances.doc", 404),
    ] {
        let page = house.ask("GET", path).send();
        assert_eq!(page.status, status, "{path}: {}", page.text());
    }
    assert_eq!(house.ask("GET", &format!("/acceptances?risk={system}")).send().status, 404);
    assert_eq!(house.ask("GET", &format!("/api/v1/acceptances?acceptance={risk}")).send().status, 404);
    for (field, value, says) in [
        ("ends_at", json!("noon"), "17:30"),
        ("expires", json!("2026-02-01"), "lies before `from`"),
        (
            "conditions",
            json!([{ "condition": "so", "kind": "incident", "filter": "colour:red", "holds": "none" }]),
            "colour",
        ),
    ] {
        let set = json!({ "document": { field: value } });
        house.ask("PATCH", &path).version(1).json(&set).send().refused(422, says);
    }
}
