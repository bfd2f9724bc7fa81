//! What moves risks, by its addresses: an incident on a shared model as the page, the interface and files tell it, a likelihood that is taken over, levels that
//! do not move silently, names that are markup, and bad input.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

fn put(house: &House, kind: &str, state: &str, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

/// The criteria in force, made where there are none.
fn criteria(house: &House) -> String {
    let all = house.ask("GET", "/api/v1/records/risk_criteria?filter=state:in_force").send().json();
    match all["rows"][0]["id"].as_str() {
        Some(it) => it.to_owned(),
        None => put(house, "risk_criteria", "in_force", crate::risks::criteria("medium")),
    }
}

/// A risk of the lead that was held to be seldom, with incidents since that teach otherwise.
pub fn taught(house: &House) -> String {
    let by = criteria(house);
    let system = house.make("ai_system", json!({ "title": "Sorter <i>" }));
    let risk = json!({
        "title": "Turned away <u>", "systems": [system], "direction": "threat", "owner": house.lead.id, "criteria": by, "likelihood": 1,
        "by_type": [{ "type": "individuals", "current": 2 }], "assessed_on": "2026-02-01",
    });
    let risk = house.make("risk", risk);
    let model = house.make("model", json!({ "title": "Scorer <em>", "systems": [system] }));
    for day in ["2026-02-10", "2026-02-20"] {
        let fields =
            json!({ "title": "Wrong <b>", "arose_in": [model], "risks": [risk], "systems": [], "detected_on": day });
        put(house, "incident", "confirmed", fields);
    }
    risk
}

fn told(house: &House, query: &str) -> Value {
    house.ask("GET", &format!("/api/v1/risks/moved{query}")).send().json()
}

#[test]
fn each_risk_stands_with_the_way_on_which_an_event_reaches_it() {
    for house in [House::new(), House::on_postgres()] {
        assert_eq!(house.ask("GET", "/risks/moved").send().status, 200);
        let risk = taught(&house);
        let answer = told(&house, &format!("?risk={risk}&since=2026-02-01"));
        let waiting = &answer["queue"][0];
        assert_eq!((&waiting["risk"], &waiting["due"]["reason"]), (&json!(risk), &json!("incident")), "{answer}");
        assert_eq!(waiting["events"].as_array().unwrap().len(), 2);
        assert_eq!(answer["proposals"][0]["to"][1], json!("often"), "{answer}");
        let page = house.ask("GET", "/risks/moved").send().text();
        assert!(page.contains("Events reach 1 risk since its assessment") && !page.contains("moving.figure"), "{page}");
        for path in ["/risks/moved".to_owned(), "/risks/moved?owner=me".to_owned(), format!("/risk/{risk}")] {
            let page = house.ask("GET", &path).send();
            let text = page.text();
            assert_eq!(page.status, 200, "{path}: {text}");
            for wanted in ["Turned away &lt;u&gt;", "Wrong &lt;b&gt;", "2 incidents in 1.0 months"] {
                assert!(text.contains(wanted), "{path}: {wanted}: {text}");
            }
        }
        let today = house.ask("GET", "/").send().text();
        assert!(today.contains("Must be assessed again by"), "{today}");
        for ending in ["json", "xlsx", "html", "pdf", "csv", "ics"] {
            let before = house.entries();
            let file = house.ask("GET", &format!("/risks/moved/files/moved.{ending}")).send();
            assert_eq!(file.status, 200, "{ending}");
            assert_eq!(house.entries(), before + 1, "that it left is entered: {ending}");
        }
    }
}

#[test]
fn whoever_answers_takes_a_likelihood_over_and_no_level_moves_silently() {
    let house = House::new();
    let risk = taught(&house);
    let silent = json!({ "document": { "likelihood": 2 } });
    let patch = |body: &Value| {
        house.ask("PATCH", &format!("/api/v1/records/risk/{risk}")).header("if-match", "*").json(body).send()
    };
    patch(&silent).refused(403, "do not move silently");
    let form = house.ask("POST", &format!("/risk/{risk}")).form(&[("base", "1"), ("likelihood", "2")]).send();
    assert!(form.status >= 400, "{}", form.text());
    let taken = house.ask("POST", &format!("/risks/{risk}/take")).form(&[("base", "1")]).send();
    assert_eq!(taken.status, 303, "{}", taken.text());
    let answer = told(&house, &format!("?risk={risk}"));
    assert_eq!((&answer["proposals"], &answer["figures"]["now"]), (&json!([]), &json!(0)), "{answer}");
    assert_eq!(answer["feed"][0]["cause"], json!("INC-0002"), "{answer}");
    let again = house.ask("POST", &format!("/api/v1/risks/{risk}/take")).header("if-match", "*").send();
    again.refused(422, "shows another level");
    let said = json!({ "document": { "likelihood": 1 }, "why": "counted wrongly" });
    assert_eq!(patch(&said).status, 200);
    let page = house.ask("GET", "/risks/moved").send().text();
    assert!(page.contains("Counted wrongly") || page.contains("counted wrongly"), "{page}");
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    let house = House::new();
    for (path, status) in [
        ("/risks/moved?system=seven", 400),
        ("/risks/moved?day=1", 400),
        ("/risks/moved?since=soon", 400),
        ("/risks/moved?since=2099-01-01", 422),
        ("/risks/moved?on=2099-01-01", 422),
        ("/risks/moved?risk=RSK-99", 404),
        ("/risks/moved/files/moved.doc", 404),
        ("/api/v1/risks/moved?owner=nobody", 400),
    ] {
        let page = house.ask("GET", path).send();
        assert_eq!(page.status, status, "{path}: {}", page.text());
    }
}
