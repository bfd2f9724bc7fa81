//! Duties by their addresses: the matrix, one system with reasons, what moves, records of what applies, deadlines, and bad questions.

use serde_json::json;

use crate::house::House;

/// A tool that talks to people in Italy.
fn chatbot(house: &House) -> String {
    house.make(
        "ai_system",
        json!({
            "title": "Talker <i>", "our_parts": ["provider"], "countries": [{ "country": "Italy" }], "is_ai": true, "law_exclusion": "none",
            "prohibited_practice": "none", "talks_to_people": true, "generative": true, "in_service_on": "2026-01-05", "redesigned_on": "2026-01-05",
        }),
    )
}

#[test]
fn the_pages_tell_verdicts_with_reasons_and_the_interface_says_the_same() {
    let house = House::new();
    let system = chatbot(&house);
    let page = house.ask("GET", "/obligations?on=2026-12-15&known=2026-12-15&than_known=2026-07-01").send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in ["Talker &lt;i&gt;", "id=\"matrix\"", "id=\"moved\"", "id=\"missing\"", "id=\"gaps\""] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let path = format!("/system/{system}/obligations?on=2026-12-15&known=2026-12-15");
    let page = house.ask("GET", &path).send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in
        ["EU AI Act:Art. 50(2)", "Regulation (EU) 2026/1744", "Ask", "Make records", "nobody has looked it through"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let told = house.ask("GET", &format!("/api/v1{}", path.replace("/system/", "/systems/"))).send().json();
    let duties = told["duties"].as_array().unwrap();
    let of = |provision: &str| duties.iter().find(|it| it["provision"] == provision).unwrap();
    assert_eq!(of("EU AI Act:Art. 50(2)")["verdict"], "applies");
    assert_eq!(of("EU AI Act:Art. 50(2)")["from"], "2026-12-02", "it was in service before");
    assert_eq!(of("EU AI Act:Art. 10(5)")["verdict"], "repealed");
    assert_eq!(of("Colorado SB 24-205:6-1-1702")["verdict"], "never", "it is not used there");
    assert_eq!(of("EU AI Act:Art. 9")["verdict"], "cannot_decide");
    let tab = house.ask("GET", &format!("/ai_system/{system}?tab=parts")).send().text();
    assert!(tab.contains(&format!("/system/{system}/obligations")), "{tab}");
    let never = house.ask("GET", &format!("/system/{system}/obligations?jurisdiction=US&verdict=never")).send().text();
    assert!(never.contains("NYC LL 144") && never.contains("not used in"), "{never}");
}

#[test]
fn what_applies_becomes_records_once_and_deadlines_are_told() {
    let house = House::new();
    let system = chatbot(&house);
    let path = format!("/api/v1/systems/{system}/obligations");
    let made = house.ask("POST", &path).send().json();
    assert_eq!(made["made"].as_array().unwrap().len(), 1, "{made}");
    assert_eq!(house.ask("POST", &path).send().json()["made"].as_array().unwrap().len(), 0);
    let due = house.ask("GET", "/api/v1/deadlines?event=2027-12-24T10:00:00Z&clock=ai_act_widespread").send().json();
    assert_eq!(due[0]["deadline"]["last_day"], "2027-12-28", "Christmas is no working day, and two are needed: {due}");
}

#[test]
fn bad_questions_are_answered_with_sentences() {
    let house = House::new();
    let system = chatbot(&house);
    for (query, status, says) in [
        ("on=tomorrow", 422, "is no day"),
        ("verdict=perhaps", 422, "is no verdict"),
        ("jurisdiction=Atlantis", 422, "is no place that is known"),
        ("colour=red", 400, "not a known query parameter"),
    ] {
        for path in ["/obligations".to_owned(), format!("/system/{system}/obligations")] {
            let page = house.ask("GET", &format!("{path}?{query}")).send();
            assert_eq!(page.status, status, "{path}?{query}: {}", page.text());
            assert!(page.text().contains(says), "{path}?{query}: {}", page.text());
        }
    }
    let other = house.make("risk", json!({ "title": "one" }));
    house.ask("GET", &format!("/api/v1/systems/{other}/obligations")).send().refused(404, "is no AI system");
    house.ask("GET", "/api/v1/deadlines?event=noon").send().refused(422, "is no moment");
    house
        .ask("GET", "/api/v1/deadlines?event=2027-12-24T10:00:00Z&clock=none")
        .send()
        .refused(422, "there is no clock");
    house.ask("GET", "/api/v1/deadlines?event=2027-12-24T10:00:00Z&calendar=moon").send().refused(422, "no calendar");
}
