//! Treatment plans by their addresses: verdicts, what is left, files and pictures, names that are markup, and bad input.

use serde_json::{Value, json};

use crate::house::House;
use crate::routes::put;

fn told(house: &House, query: &str) -> Value {
    house.ask("GET", &format!("/api/v1/treatments{query}")).send().json()
}

/// A system, a risk that is scored, and a treatment of it with two tasks; its success is judged by incidents.
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
    let control = put(house, "control", Some("operating"), json!({ "title": "Look <b>" }));
    let first =
        house.make("action", json!({ "title": "First <s>", "owner": house.lead.id, "due": "2026-03-09", "effort": 4 }));
    let second = house.make("action", json!({ "title": "Second", "due": "2026-03-08", "after": [first] }));
    let treatment = json!({
        "title": "Look twice <em>", "treats": [risk], "option": "change_likelihood", "controls": [control], "tasks": [first, second],
        "owner": house.lead.id, "due": "2026-03-10", "cost": { "amount": "300", "currency": "EUR" },
        "changes": [{ "risk": risk, "part": "likelihood", "to": 1, "control": control }],
        "effect": [{ "says": "no grave incident <q>", "kind": "incident", "filter": "severity:severe", "holds": "none", "of": "-state:no_incident" }],
    });
    let treatment = house.make("treatment", treatment);
    (system, risk, treatment)
}

#[test]
fn the_board_shows_each_number_with_what_stands_behind_it() {
    for house in [House::new(), House::on_postgres()] {
        let empty = house.ask("GET", "/treatments").send();
        assert_eq!((empty.status, told(&house, "")["plans"].as_array().unwrap().len()), (200, 0));
        let (system, risk, treatment) = world(&house);
        let answer = told(&house, &format!("?system={system}"));
        let plan = &answer["plans"][0];
        assert_eq!((&plan["id"], &plan["success"]["verdict"]), (&json!(treatment), &json!("running")));
        assert_eq!((&plan["cost"]["yearly"], &plan["cost"]["currency"]), (&json!(100.0), &json!("EUR")));
        assert_eq!((&plan["worth"][0]["by"], &plan["worth"][0]["cost"]), (&json!("levels"), &json!(100.0)));
        let moved = &answer["risks"][0]["moved"][0];
        assert_eq!(
            (&moved["before"]["level"], &moved["after"]["level"], &moved["levels"]),
            (&json!("high"), &json!("medium"), &json!(1))
        );
        let sorts: Vec<&str> =
            answer["gaps"].as_array().unwrap().iter().map(|it| it["sort"].as_str().unwrap()).collect();
        assert!(
            ["out_of_order", "task_without_owner", "hours_not_told", "cannot_be_judged"]
                .iter()
                .all(|it| sorts.contains(it)),
            "{sorts:?}"
        );
        assert_eq!(told(&house, &format!("?risk={risk}"))["plans"], answer["plans"]);
        for path in [
            "/treatments".to_owned(),
            format!("/treatments?risk={risk}"),
            format!("/risk/{risk}"),
            format!("/treatment/{treatment}"),
        ] {
            let page = house.ask("GET", &path).send();
            let text = page.text();
            assert_eq!(page.status, 200, "{path}: {text}");
            for wanted in ["Look twice &lt;em&gt;", "Turned away &lt;u&gt;", "gives medium"] {
                assert!(text.contains(wanted), "{path}: {wanted}");
            }
        }
        let page = house.ask("GET", &format!("/treatments?system={system}")).send().text();
        for wanted in [
            "no grave incident &lt;q&gt;",
            "/incident?filter=severity%3Asevere",
            "(300 of TRT-0001) / 3 years",
            "First &lt;s&gt;",
            "burnt-TRT-0001",
        ] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        let csv = house.ask("GET", &format!("/treatments/charts/{treatment}.csv")).send();
        assert!(csv.status == 200 && csv.text().contains("Open"), "{}", csv.text());
        for ending in ["json", "xlsx", "html", "pdf"] {
            let before = house.entries();
            assert_eq!(
                house.ask("GET", &format!("/treatments/files/treatments.{ending}")).send().status,
                200,
                "{ending}"
            );
            assert_eq!(house.entries(), before + 1, "that it left is entered: {ending}");
        }
    }
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    let house = House::new();
    let (system, risk, treatment) = world(&house);
    for (path, status) in [
        ("/treatments?system=seven", 400),
        ("/treatments?day=1", 400),
        ("/treatments?on=soon", 400),
        ("/treatments?on=2099-01-01", 422),
        ("/treatments?risk=RSK-99", 404),
        ("/treatments/charts/TRT-99.svg", 404),
        ("/treatments/charts/other", 404),
        ("/treatments/files/treatments.doc", 404),
    ] {
        let page = house.ask("GET", path).send();
        assert_eq!(page.status, status, "{path}: {}", page.text());
    }
    assert_eq!(house.ask("GET", &format!("/treatments?risk={system}")).send().status, 404);
    assert_eq!(house.ask("GET", &format!("/api/v1/treatments?treatment={risk}")).send().status, 404);
    let set = json!({ "document": { "effect": [{ "says": "so", "kind": "incident", "filter": "colour:red", "holds": "none" }] } });
    let path = format!("/api/v1/records/treatment/{treatment}");
    house.ask("PATCH", &path).version(1).json(&set).send().refused(422, "colour");
}
