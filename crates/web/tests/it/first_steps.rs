//! The first minutes: from an empty store to an inventory with owners and units, by plain forms.

use serde_json::json;

use crate::house::House;

#[test]
fn an_empty_store_leads_to_the_first_steps_and_they_to_an_inventory() {
    let house = House::new();
    for key in ["executive", "risk_officer"] {
        house.make("role", json!({ "title": key, "key": key }));
    }
    assert!(house.ask("GET", "/").send().text().contains("href=\"/start\""));
    let first = house.ask("GET", "/start").send().text();
    assert!(first.contains("Start mine") && first.contains("Explore the demonstration"));
    let form = house.ask("GET", "/start?step=organisation").send().text();
    assert!(form.contains("name=\"executive-name\"") && form.contains("Lena Lead"));
    let answers = [
        ("name", "Castle <Bank>"),
        ("countries", "IE, GB; "),
        ("me-name", "Lena Leader"),
        ("executive-name", "Eve Chief"),
        ("executive-email", "eve@test.example"),
        ("risk_officer-name", ""),
    ];
    let done = house.ask("POST", "/start/organisation").form(&answers).send();
    assert_eq!(
        (done.status, done.header("location")),
        (303, "/start?step=inventory&done=organisation"),
        "{}",
        done.text()
    );
    let unit = house.ask("GET", "/api/v1/records/organization_unit/ORG-0001").send().json();
    assert_eq!(unit["document"]["countries"], json!([{ "country": "IE" }, { "country": "GB" }]));
    let roles = house.ask("GET", "/api/v1/records/role_assignment").send().text();
    assert!(roles.contains("Eve Chief: executive"), "{roles}");
    assert!(house.ask("GET", "/start").send().text().contains("Drop your spreadsheet"));
    house.make("ai_system", json!({ "title": "First one" }));
    let next = house.ask("GET", "/start").send().text();
    assert!(
        next.contains("Say who answers for the 1 system")
            && next.contains("Give the 1 system without a unit its place"),
        "{next}"
    );
    assert!(house.ask("GET", "/").send().text().contains("The inventory is there"));
    house.make("risk", json!({ "title": "First risk", "event": "e" }));
    assert!(!house.ask("GET", "/").send().text().contains("href=\"/start\""));
}

#[test]
fn a_form_without_a_name_says_so_and_keeps_what_was_typed() {
    let house = House::new();
    let page = house.ask("POST", "/start/organisation").form(&[("name", " "), ("countries", "Ireland")]).send();
    assert_eq!(page.status, 422);
    assert!(page.text().contains("value=\"Ireland\"") && page.text().contains("role=\"alert\""));
}

#[test]
fn sending_the_form_twice_founds_one_organisation() {
    let house = House::new();
    let once = "0123456789abcdef0123456789abcdef";
    for _ in 0..2 {
        let sent = house.ask("POST", "/start/organisation").form(&[("once", once), ("name", "One")]).send();
        assert_eq!(sent.status, 303, "{}", sent.text());
    }
    assert_eq!(house.ask("GET", "/api/v1/records/organization_unit").send().json()["total"], 1);
}

#[test]
fn a_demonstration_is_opened_by_who_may_and_where_it_can_be() {
    let house = House::new();
    let refused = house.reader_asks("POST", "/start/demonstration").form(&[]).send();
    assert_eq!(refused.status, 403, "{}", refused.text());
    let none = house.ask("POST", "/start/demonstration").form(&[]).send();
    assert!(none.status == 404 && none.text().contains("aims serve --demo"), "{}", none.text());
    assert!(house.ask("GET", "/start?step=choose").send().text().contains("<code>aims serve --demo</code>"));
}
