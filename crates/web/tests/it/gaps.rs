//! Gap assessments by their addresses: an assessor rates on the form and through the interface, bad input is told beside what was typed, gaps
//! become actions, and the report leaves as a file.

use serde_json::json;

use crate::house::House;

/// An assessment under way in which the lead rates.
fn assessment(house: &House) -> String {
    let fields = json!({ "title": "Quarter <i>", "framework": "ISO/IEC 42001", "baseline": "2099-12-31", "scale": "nplf",
        "assessors": [house.lead.id] });
    let id = house.make("assessment", fields);
    let began =
        house.ask("POST", &format!("/api/v1/records/assessment/{id}/moves/begin")).version(1).json(&json!({})).send();
    assert_eq!(began.status, 200, "{}", began.text());
    id
}

#[test]
fn an_assessor_rates_on_the_form_and_what_is_refused_is_shown_with_what_was_typed() {
    let house = House::new();
    let none = house.ask("GET", "/gaps").send().text();
    assert!(none.contains("No assessment yet"), "{none}");
    let id = assessment(&house);
    let list = house.ask("GET", "/gaps").send().text();
    assert!(list.contains(&format!("/gaps/{id}")) && list.contains("Quarter &lt;i&gt;"), "{list}");
    let page = house.ask("GET", &format!("/gaps/{id}")).send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in
        ["id=\"figures\"", "id=\"heat\"", "id=\"gaps\"", "id=\"distribution\"", "not assessable", "Open as actions"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let rate = format!("/gaps/{id}/rate");
    let form = house.ask("GET", &format!("{rate}?group=5")).send().text();
    assert!(
        form.contains("confirm N") && form.contains("ISO/IEC 42001:5.2") && !form.contains("ISO/IEC 42001:6.2\""),
        "{form}"
    );
    let wrong = [("reference.0", "ISO/IEC 42001:5.2"), ("level.0", "L"), ("seen.0", "N")];
    let refused = house.ask("POST", &rate).form(&wrong).send();
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("needs a reason"), "{}", refused.text());
    let moved = [("reference.0", "ISO/IEC 42001:5.2"), ("level.0", "confirm"), ("seen.0", "F")];
    assert!(house.ask("POST", &rate).form(&moved).send().text().contains("evidence showed `F` and shows `N` now"));
    let right = [
        ("reference.0", "ISO/IEC 42001:5.2"),
        ("level.0", "L"),
        ("seen.0", "N"),
        ("reason.0", "it hangs in the hall"),
        ("reference.1", "ISO/IEC 42001:7.1"),
        ("level.1", ""),
        ("seen.1", "N"),
        ("rest", "confirm"),
    ];
    let saved = house.ask("POST", &rate).form(&right).send();
    assert_eq!(saved.status, 303, "{}", saved.text());
    let told = house.ask("GET", &format!("/api/v1/gaps/{id}")).send().json();
    let cell = |id: &str| told["cells"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap().clone();
    assert_eq!((cell("5.2")["above"].clone(), cell("5.2")["rated"].clone()), (json!(true), json!(0)));
    assert_eq!(
        (cell("7.1")["above"].clone(), cell("7.1")["claims"][0]["confirmed"].clone()),
        (json!(false), json!(true))
    );
    let page = house.ask("GET", &format!("/gaps/{id}")).send().text();
    assert!(page.contains("id=\"above\"") && page.contains("it hangs in the hall"), "{page}");
}

#[test]
fn the_interface_rates_opens_gaps_once_and_the_report_leaves_as_a_file() {
    let house = House::new();
    let id = assessment(&house);
    let path = format!("/api/v1/gaps/{id}");
    let rated = json!({ "ratings": [{ "requirement": "10.1", "level": "P", "reason": "planned" }] });
    let entered = house.ask("POST", &format!("{path}/ratings")).json(&rated).send();
    assert_eq!(entered.status, 200, "{}", entered.text());
    let unknown = json!({ "ratings": [{ "requirement": "99.3", "level": "P", "reason": "planned" }] });
    house.ask("POST", &format!("{path}/ratings")).json(&unknown).send().refused(422, "no such requirement and column");
    let other = house.reader_asks("POST", &format!("{path}/ratings")).json(&rated).send();
    assert!([403, 404].contains(&other.status), "{}", other.text());
    let wanted = json!({ "requirement": "10.1" });
    let opened = house.ask("POST", &format!("{path}/actions")).json(&wanted).send().json();
    assert_eq!(opened["opened"].as_array().unwrap().len(), 1, "{opened}");
    let again = house.ask("POST", &format!("{path}/actions")).json(&wanted).send().json();
    assert_eq!((again["opened"].as_array().unwrap().len(), &again["there"]), (0, &opened["opened"]));
    let page = house.ask("GET", &format!("/gaps/{id}")).send().text();
    assert!(page.contains(opened["opened"][0].as_str().unwrap()), "{page}");
    for ending in ["json", "html", "xlsx", "pdf"] {
        let file = house.ask("GET", &format!("/gaps/files/{id}.{ending}")).send();
        assert_eq!((file.status, file.text().len() > 1000), (200, true), "{ending}");
    }
    assert_eq!(house.ask("GET", &format!("/gaps/files/{id}.odt")).send().status, 404);
    let bad = house.ask("POST", &format!("/gaps/{id}/actions")).form(&[("first", "many")]).send();
    assert_eq!(bad.status, 422, "{}", bad.text());
}

#[test]
fn a_framework_that_nobody_knows_is_told_beside_the_record() {
    let house = House::new();
    let fields = json!({ "title": "Odd", "framework": "ISO/IEC 1", "baseline": "2099-12-31", "scale": "nplf" });
    let id = house.make("assessment", fields);
    let record = house.ask("GET", &format!("/assessment/{id}")).send();
    assert_eq!(record.status, 200);
    assert!(record.text().contains("`ISO/IEC 1` is no framework"), "{}", record.text());
    assert_eq!(house.ask("GET", &format!("/gaps/{id}")).send().status, 422);
}
