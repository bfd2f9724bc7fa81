//! The screens by their addresses: Today and what can be done there, the inventory, the page of a system, its charts.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

/// A record made by the operator, so that the lead may decide on it; its number.
fn made(house: &House, kind: &str, state: Option<&str>, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

fn state(house: &House, kind: &str, id: &str) -> String {
    house.ask("GET", &format!("/api/v1/records/{kind}/{id}")).send().json()["state"].as_str().unwrap().to_owned()
}

/// An AI system with a risk, an acceptance that ended yesterday, stale evidence and an open incident. The clock is in March 2026.
fn troubled(house: &House) -> String {
    let lead = house.lead.id.to_string();
    let system = made(
        house,
        "ai_system",
        Some("operation"),
        json!({ "title": "Scores <b>bold</b>", "owner": lead, "purpose": "p" }),
    );
    let risk = made(
        house,
        "risk",
        None,
        json!({ "title": "Wrong score", "systems": [system], "event": "e", "likelihood": 3, "consequence": 4 }),
    );
    made(
        house,
        "risk_acceptance",
        Some("granted"),
        json!({ "title": "Kept", "risk": risk, "owner": lead, "expires": "2026-03-01" }),
    );
    made(
        house,
        "evidence",
        None,
        json!({ "title": "Old test", "shows": "s", "about": [system], "owner": lead, "valid_until": "2026-02-01" }),
    );
    made(house, "incident", None, json!({ "title": "It broke", "systems": [system], "facts": "f" }));
    system
}

#[test]
fn a_decision_is_taken_with_one_click_by_somebody_who_may() {
    let house = House::new();
    let party = made(
        &house,
        "external_party",
        None,
        json!({ "title": "Vendor", "parts_played": ["supplier"], "owner": house.reader.id }),
    );
    let page = house.ask("GET", "/").send();
    assert_eq!(page.status, 200);
    assert!(page.text().contains(&format!("/today/{party}/moves/approve")), "{}", page.text());
    assert!(!house.reader_asks("GET", "/").send().text().contains("/moves/approve"));
    let done = house.ask("POST", &format!("/today/{party}/moves/approve")).form(&[("base", "1")]).send();
    assert_eq!((done.status, done.header("location")), (303, "/?done=decided"));
    assert_eq!(state(&house, "external_party", &party), "approved");
    let again = house.ask("POST", &format!("/today/{party}/moves/approve")).form(&[("base", "1")]).send();
    assert_eq!(again.status, 409);
    assert!(again.text().contains("role=\"alert\""));
}

#[test]
fn what_one_made_oneself_is_not_offered_for_decision() {
    let house = House::new();
    house.make("external_party", json!({ "title": "My own vendor", "parts_played": ["supplier"] }));
    assert!(!house.ask("GET", "/").send().text().contains("My own vendor"));
}

#[test]
fn what_ran_out_yesterday_became_untrue_overnight() {
    let house = House::new();
    troubled(&house);
    let text = house.ask("GET", "/").send().text();
    let overnight = text.split("id=\"overnight\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(overnight.contains("Kept") && overnight.contains("2026-03-01"), "{overnight}");
    assert!(text.contains("Old test") && text.contains("It broke"));
    assert!(!house.reader_asks("GET", "/").send().text().contains("Old test"), "what is not mine is not on my desk");
}

#[test]
fn something_is_put_off_with_a_reason_and_shown_again() {
    let house = House::new();
    let lead = house.lead.id.to_string();
    let action = made(
        &house,
        "action",
        None,
        json!({ "title": "Call them", "form": "task", "owner": lead, "due": "2026-03-05" }),
    );
    assert!(house.ask("GET", &format!("/?later={action}")).send().text().contains("Why it can wait"));
    let put_off = |fields: &[(&str, &str)]| house.ask("POST", &format!("/today/{action}/later")).form(fields).send();
    assert_eq!(put_off(&[("until", "2026-03-09"), ("why", " ")]).status, 422);
    assert_eq!(put_off(&[("until", "2020-01-01"), ("why", "w")]).status, 422);
    assert_eq!(put_off(&[("until", "someday"), ("why", "w")]).status, 422);
    let entries = house.entries();
    assert_eq!(put_off(&[("until", "2026-03-09"), ("why", "they are away")]).status, 303);
    assert_eq!(house.entries(), entries, "what one puts off is nobody else's business");
    let text = house.ask("GET", "/").send().text();
    assert!(!text.contains("Call them") && text.contains("they are away"));
    assert_eq!(house.ask("POST", &format!("/today/{action}/now")).form(&[]).send().status, 303);
    assert!(house.ask("GET", "/").send().text().contains("Call them"));
}

#[test]
fn something_is_passed_on_to_somebody_else() {
    let house = House::new();
    let lead = house.lead.id.to_string();
    let action = made(
        &house,
        "action",
        None,
        json!({ "title": "Call them", "form": "task", "owner": lead, "due": "2026-03-05" }),
    );
    assert!(house.ask("GET", &format!("/?delegate={action}")).send().text().contains("Rita Reader"));
    let to = house.reader.id.to_string();
    let path = format!("/today/{action}/delegate");
    assert_eq!(house.ask("POST", &path).form(&[("base", "1")]).send().status, 422);
    assert_eq!(house.ask("POST", &path).form(&[("base", "1"), ("owner", &to)]).send().status, 303);
    assert!(!house.ask("GET", "/").send().text().contains("Call them"));
    assert!(house.reader_asks("GET", "/").send().text().contains("Call them"));
}

#[test]
fn the_inventory_says_how_a_system_is_doing_and_why() {
    let house = House::new();
    let system = troubled(&house);
    made(&house, "ai_system", None, json!({ "title": "Found somewhere" }));
    let text = house.ask("GET", "/inventory").send().text();
    for said in [
        "1 of 2",
        "Wrong score",
        "Acceptances: 1 acceptance of a risk has run out.",
        "Incidents: 1 incident is open.",
        "Who answers: Nobody answers for it.",
    ] {
        assert!(said == "Wrong score" || text.contains(said), "{said} is not on {text}");
    }
    assert!(text.contains("Scores &lt;b&gt;bold&lt;/b&gt;") && !text.contains("<b>bold</b>"));
    assert!(text.contains("not classified"), "a tier is shown only when one was confirmed");
    let mine = house.ask("GET", "/inventory?filter=owner:me&show=cards").send().text();
    assert!(mine.contains(&system) && !mine.contains("Found somewhere"));
    assert!(house.ask("GET", "/inventory?filter=owner:me&page=9").send().text().contains("No AI system matches"));
    assert_eq!(house.ask("GET", "/inventory?filter=nonsense:1").send().status, 400);
}

#[test]
fn two_systems_stand_side_by_side() {
    let house = House::new();
    let first = troubled(&house);
    let second = made(&house, "ai_system", None, json!({ "title": "Other", "purpose": "p" }));
    let chosen = house.ask("POST", "/inventory/compare").form(&[("ids", &first), ("ids", &second)]).send();
    let address = format!("/inventory/compare?ids={first},{second}");
    assert_eq!((chosen.status, chosen.header("location")), (303, address.as_str()));
    let text = house.ask("GET", &address).send().text();
    assert!(text.contains("Other") && text.contains("differs") && text.contains("Incidents"));
    assert_eq!(house.ask("POST", "/inventory/compare").form(&[("ids", &first)]).send().status, 422);
    assert_eq!(house.ask("GET", "/inventory/compare?ids=SYS-0001").send().status, 400);
    assert_eq!(house.ask("GET", "/inventory/compare?ids=SYS-0001,SYS-0099").send().status, 404);
}

#[test]
fn every_tab_of_a_system_answers_and_so_does_its_dossier() {
    let house = House::new();
    let system = troubled(&house);
    let tabs = [
        "",
        "risks",
        "parts",
        "data",
        "models",
        "changes",
        "decisions",
        "evidence",
        "documents",
        "incidents",
        "work",
        "history",
    ];
    for tab in tabs {
        let query = if tab.is_empty() { String::new() } else { format!("?tab={tab}") };
        let page = house.ask("GET", &format!("/ai_system/{system}{query}")).send();
        assert_eq!(page.status, 200, "{tab}");
        assert!(page.text().contains("aria-current=\"page\"") && !page.text().contains("<b>bold</b>"), "{tab}");
    }
    assert_eq!(house.ask("GET", &format!("/ai_system/{system}?tab=other")).send().status, 400);
    let dossier = house.ask("GET", &format!("/system/{system}/dossier")).send().text();
    for title in ["Wrong score", "Kept", "Old test", "It broke"] {
        assert!(dossier.contains(title), "{title}");
    }
    let record = house.ask("GET", &format!("/ai_system/{system}?view=record")).send();
    assert_eq!(record.status, 200);
    let past = house.ask("GET", &format!("/ai_system/{system}?as_of=2026-03-02")).send();
    assert_eq!(past.status, 200);
    assert!(past.text().contains("Scores"));
    assert_eq!(house.ask("GET", "/ai_system/SYS-0099").send().status, 404);
}

#[test]
fn gates_say_what_is_missing() {
    let house = House::new();
    let system = made(&house, "ai_system", Some("deployment"), json!({ "title": "Nearly there" }));
    let text = house.ask("GET", &format!("/ai_system/{system}")).send().text();
    assert!(text.contains("lacks Accountable person, First put into service on"), "{text}");
    assert!(text.contains("class=\"missing\""));
}

#[test]
fn a_record_that_somebody_may_not_see_is_on_no_screen() {
    let house = House::new();
    let system = troubled(&house);
    made(
        &house,
        "incident",
        None,
        json!({ "title": "Secret incident", "systems": [system], "facts": "f", "access": "restricted" }),
    );
    let seen = house.ask("GET", &format!("/ai_system/{system}?tab=incidents")).send().text();
    assert!(seen.contains("Secret incident"));
    for path in
        ["/inventory".to_owned(), format!("/ai_system/{system}?tab=incidents"), format!("/system/{system}/dossier")]
    {
        let page = house.reader_asks("GET", &path).send();
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains("Secret incident") && !page.text().contains("2 incidents are open"), "{path}");
    }
}

#[test]
fn charts_come_as_pictures_and_as_data() {
    let house = House::new();
    let system = troubled(&house);
    let csv = house.ask("GET", &format!("/system/{system}/charts/risks.csv")).send();
    assert!(csv.text().contains("Possible,Major,high,1"), "{}", csv.text());
    let svg = house.ask("GET", &format!("/system/{system}/charts/risks.svg")).send();
    assert!(svg.header("content-type").starts_with("image/svg+xml"));
    assert!(svg.text().starts_with("<svg") && svg.text().contains("<title") && svg.text().contains("<style>"));
    assert!(house.ask("GET", "/inventory/charts/stages.csv").send().text().contains("Operation,1"));
    let page = house.ask("GET", &format!("/ai_system/{system}?tab=risks")).send().text();
    assert!(page.contains("role=\"group\"") && !page.contains(" style=") && !page.contains("<style"));
    for path in ["/system/SYS-0001/charts/other.svg", "/system/SYS-0001/charts/risks.png", "/inventory/charts/stages"] {
        assert_eq!(house.ask("GET", path).send().status, 404, "{path}");
    }
}
