//! The scope by its addresses, on both databases: verdicts with their reasons, what follows where a unit moves as a question and as a change,
//! a scope that is refused while it contradicts itself, and bad input.

use serde_json::{Value, json};

use crate::house::House;

/// A house with a unit above two others, a use in each, and a scope in force by the hand of the program.
struct Case {
    house: House,
    shop: String,
    scope: String,
}

fn put(house: &House, kind: &str, state: &str, document: Value) -> String {
    let document = serde_json::from_value(document).unwrap();
    let change = record::Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    let operator = governance::Actor::operator(governance::Via::System);
    house.wait(house.aims.commit(&operator, change, None)).unwrap().id.to_string()
}

fn case(house: House) -> Case {
    let top = house.make("organization_unit", json!({ "title": "House <i>" }));
    let shop = house.make("organization_unit", json!({ "title": "Shop", "parent": top }));
    let lab = house.make("organization_unit", json!({ "title": "Lab", "parent": top }));
    for (unit, function) in [(&shop, "Selling"), (&lab, "Testing")] {
        let system = house.make("ai_system", json!({ "title": function, "unit": unit, "is_ai": true }));
        let fields = json!({
            "title": format!("{function} with it"), "unit": unit, "system": system, "function": function, "part": "customer",
            "decided_by": "us", "operated_by": "us", "dependency": "none"
        });
        house.make("use_case", fields);
    }
    let fields = json!({
        "title": "Scope", "units": [top], "parts": ["customer"], "activities": [{ "activity": "Selling" }], "exclusions": [
            { "what": lab, "reason": "nothing leaves it" }
        ]
    });
    let scope = put(&house, "aims_scope", "in_force", fields);
    Case { house, shop, scope }
}

fn verdicts(house: &House) -> Vec<(String, String)> {
    let told = house.ask("GET", "/api/v1/scope").send().json();
    let all = told["all"]["uses"].as_array().unwrap().clone();
    let pair = |it: &Value| (it["title"].as_str().unwrap().to_owned(), it["verdict"].as_str().unwrap().to_owned());
    all.iter().map(pair).collect()
}

#[test]
fn without_a_scope_everything_is_inside() {
    let house = House::new();
    house.make("ai_system", json!({ "title": "Desk" }));
    let page = house.ask("GET", "/scope").send().text();
    assert!(page.contains("No scope is in force"), "{page}");
    let told = house.ask("GET", "/api/v1/scope").send().json();
    assert!(told["scope"].is_null() && told["inventory"]["known"] == 1, "{told}");
    let none = house.ask("GET", "/scope?unit=ORG-1&to=out").send();
    assert!(none.status == 422 && none.text().contains("no scope is in force"), "{}", none.text());
}

#[test]
fn verdicts_files_and_moves_are_told_on_sqlite() {
    walk(case(House::new()));
}

#[test]
fn verdicts_files_and_moves_are_told_on_postgres() {
    walk(case(House::on_postgres()));
}

fn walk(case: Case) {
    let Case { house, shop, scope } = case;
    let said = |it: &str, verdict: &str| (format!("{it} with it"), verdict.to_owned());
    assert_eq!(verdicts(&house), [said("Selling", "in"), said("Testing", "out")]);
    let page = house.ask("GET", "/scope").send().text();
    for wanted in ["id=\"grid\"", "id=\"statement\"", "nothing leaves it", "House &lt;i&gt;", "row `left_out`"] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    for ending in ["json", "xlsx", "pdf", "html"] {
        let file = house.ask("GET", &format!("/scope/files/scope.{ending}")).send();
        assert_eq!(file.status, 200, "{ending}: {}", file.text());
    }
    let of_use = house.ask("GET", "/use_case/USE-0002").send().text();
    assert!(of_use.contains("id=\"in-scope\"") && of_use.contains("nothing leaves it"), "{of_use}");
    let coverage = || house.ask("GET", "/api/v1/conformity").send().json();
    assert_eq!((coverage()["systems"].as_array().unwrap().len(), &coverage()["left_out"]), (1, &json!(1)));
    let effect = house.ask("GET", &format!("/api/v1/scope/effect?unit={shop}&to=out")).send().json();
    assert_eq!(effect["uses"][0]["after"], "out", "{effect}");
    assert_eq!((&effect["inventory"][0]["known"], &effect["inventory"][1]["known"]), (&json!(1), &json!(0)));
    let page = house.ask("GET", &format!("/scope?unit={shop}&to=out")).send().text();
    assert!(page.contains("id=\"effect\"") && page.contains("Controls without evidence"), "{page}");
    certificates(&house, (&shop, &scope));
    // Nothing of it was stored; the next scope moves it at once.
    assert_eq!(verdicts(&house)[0].1, "in");
    let next = json!({ "title": "Next", "units": ["ORG-0001"], "parts": ["customer"], "exclusions": [{ "what": shop, "reason": "sold" }] });
    put(&house, "aims_scope", "in_force", next);
    assert_eq!(verdicts(&house), [said("Selling", "out"), said("Testing", "in")]);
    let before = house.ask("GET", &format!("/api/v1/scope?scope={scope}")).send().json();
    assert_eq!(before["all"]["uses"][0]["verdict"], "in", "{before}");
    let names: Vec<Value> = coverage()["systems"].as_array().unwrap().iter().map(|it| it[1].clone()).collect();
    assert_eq!(names, ["Testing"]);
}

/// A certificate of the scope in force: what its body would have to be told where a unit moves, on pages and for programs, and no word of it as markup.
fn certificates(house: &House, (shop, scope): (&str, &str)) {
    let none = house.ask("GET", "/readiness").send().text();
    assert!(none.contains("No certificate is entered"), "{none}");
    let body = house.make("external_party", json!({ "title": "Body <b>", "parts_played": ["certification_body"] }));
    let fields = json!({
        "title": "Certificate <i>", "framework": "ISO/IEC 42001", "body": body, "scope": scope, "certificate_number": "C-1",
        "issued": "2026-03-02", "expires": "2029-03-01"
    });
    let id = put(house, "certification", "certified", fields);
    let effect = house.ask("GET", &format!("/api/v1/scope/effect?unit={shop}&to=out")).send().json();
    let changes = effect["certificates"][0]["changes"].as_array().unwrap();
    let sorts: Vec<&str> = changes.iter().map(|it| it["sort"].as_str().unwrap()).collect();
    assert_eq!((&effect["certificates"][0]["id"], sorts), (&json!(id), vec!["unit_left", "system_left"]), "{effect}");
    let page = house.ask("GET", &format!("/scope?unit={shop}&to=out")).send().text();
    assert!(
        page.contains("Certificates whose body would have to be told") && page.contains("Certificate &lt;i&gt;"),
        "{page}"
    );
    let told = house.ask("GET", "/api/v1/readiness/certificates").send().json();
    let told = &told["certificates"][0];
    assert_eq!((&told["standing"], &told["still_true"], &told["untold"]), (&json!("current"), &json!(true), &json!(0)));
    let page = house.ask("GET", "/readiness").send().text();
    assert!(
        page.contains("id=\"certificates\"") && page.contains("Certificate &lt;i&gt;") && page.contains("still so"),
        "{page}"
    );
    let page = house.ask("GET", &format!("/certification/{id}")).send().text();
    assert!(page.contains("id=\"cycle\"") && page.contains("id=\"truth\"") && page.contains("2027-03-02"), "{page}");
    assert_eq!(house.ask("GET", "/api/v1/readiness/certificates?on=soon").send().status, 400);
    let file = house.ask("GET", "/readiness/files/readiness.html").send().text();
    assert!(file.contains("Certificate &lt;i&gt;"), "{file}");
    let wrong = json!({ "document": { "expires": "2030-03-01" } });
    let refused = house.ask("PATCH", &format!("/api/v1/records/certification/{id}")).version(1).json(&wrong).send();
    assert!(refused.status == 403 && refused.text().contains("more than P3Y"), "{}", refused.text());
}

#[test]
fn a_scope_that_contradicts_itself_goes_no_further() {
    let Case { house, shop, .. } = case(House::new());
    let fields = json!({
        "title": "Wrong", "units": [shop], "parts": ["customer"], "owner": house.make("person", json!({ "title": "Ada" })),
        "considered": [house.make("context_issue", json!({ "title": "Law" }))], "exclusions": [{ "what": shop, "reason": "sold" }]
    });
    let wrong = house.make("aims_scope", fields);
    let submitted = house
        .ask("POST", &format!("/api/v1/records/aims_scope/{wrong}/moves/submit"))
        .version(1)
        .json(&json!({}))
        .send();
    assert!(submitted.status == 422 && submitted.text().contains("which the scope names"), "{}", submitted.text());
    let blank = json!({ "document": { "title": "No reason", "exclusions": [{ "what": shop }] } });
    let refused = house.ask("POST", "/api/v1/records/aims_scope").json(&blank).send();
    assert!(refused.status == 422 && refused.text().contains("reason"), "{}", refused.text());
    let circle = json!({ "document": { "parent": shop } });
    let refused = house.ask("PATCH", "/api/v1/records/organization_unit/ORG-0001").version(1).json(&circle).send();
    assert!(refused.status == 422 && refused.text().contains("leads back to this unit"), "{}", refused.text());
    let party = house.make("interested_party", json!({ "title": "Applicants" }));
    let no = json!({ "title": "Say why", "party": party, "nature": "law", "taken_on": "no", "reason": "it is not" });
    let asked = house.make("interested_party_requirement", no);
    let path = format!("/api/v1/records/interested_party_requirement/{asked}/moves/adopt");
    let adopted = house.ask("POST", &path).version(1).json(&json!({})).send();
    assert!(adopted.status == 422 && adopted.text().contains("says no"), "{}", adopted.text());
}

#[test]
fn bad_input_is_told() {
    let Case { house, .. } = case(House::new());
    for (path, status, says) in [
        ("/scope?unit=ORG-99&to=out", 422, "is no organisation unit"),
        ("/scope?unit=house&to=out", 422, "is not a record"),
        ("/scope?unit=ORG-1&to=away", 422, "is no way to move"),
        ("/scope?on=2999-01-01", 422, "lies ahead"),
        ("/api/v1/scope?scope=SYS-1", 404, "is no scope"),
        ("/api/v1/scope?colour=red", 400, "colour"),
        ("/api/v1/scope/effect", 422, "a unit moves"),
        ("/scope/files/scope.odt", 404, "is no form"),
    ] {
        let answer = house.ask("GET", path).send();
        assert!(answer.status == status && answer.text().contains(says), "{path}: {} {}", answer.status, answer.text());
    }
}

#[test]
fn a_use_is_defined_on_the_page_of_its_classification() {
    let Case { house, .. } = case(House::new());
    let answers = "a.gives=something_new&a.rests_on=learned&a.infers=true&a.adapts=false&a.acts_alone=true";
    let page = house.ask("GET", &format!("/tiering/USE-0001?scheme=ai_definition&{answers}")).send();
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("works out how to make its outputs"), "{}", page.text());
}
