//! Calendars for other programs, read back by somebody else's parser; and how people are reminded.

use icalendar::parser::{read_calendar, unfold};
use serde_json::json;

use crate::house::House;

/// Makes a calendar through the page and returns its path.
fn calendar(house: &House, fields: &[(&str, &str)]) -> String {
    let page = house.ask("POST", "/reminders/calendars").form(fields).send();
    assert_eq!(page.status, 200);
    let text = page.text();
    let from = text.find("/calendar/").expect("an address");
    let end = text[from..].find(".ics").unwrap();
    text[from..from + end + 4].to_owned()
}

#[test]
fn a_calendar_of_my_dates_reads_in_another_program() {
    let house = House::new();
    let long = "Renew; the contract, with a name so long that its line must be folded: \u{e9}\u{e9}\u{e9} \\ end";
    house.make("action", json!({ "title": long, "form": "task", "owner": house.lead.id, "due": "2026-04-01" }));
    house.make("action", json!({ "title": "Of somebody else", "form": "task", "due": "2026-04-02" }));
    let path = calendar(&house, &[]);
    let answer = house.anonymous("GET", &path).send();
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let text = answer.text();
    assert!(
        text.ends_with("END:VCALENDAR\r\n") && text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    let unfolded = unfold(&text);
    let read = read_calendar(&unfolded).unwrap();
    let events: Vec<_> = read.components.iter().filter(|it| it.name == "VEVENT").collect();
    assert_eq!(events.len(), 1, "{text}");
    let value = |name: &str| events[0].find_prop(name).unwrap_or_else(|| panic!("no {name} in {text}")).val.to_string();
    assert_eq!(value("DTSTART"), "20260401");
    assert_eq!(value("DTEND"), "20260402");
    assert_eq!(value("UID"), "ACT-0001-due@aims");
    assert!(
        value("SUMMARY").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\").starts_with(long),
        "{}",
        value("SUMMARY")
    );
    assert!(value("URL").ends_with("/action/ACT-0001"));
}

#[test]
fn a_calendar_of_a_system_holds_what_links_to_it() {
    let house = House::new();
    let system = house.make("ai_system", json!({ "title": "Scores" }));
    house.make("risk", json!({ "title": "Of it", "systems": [system], "event": "e", "next_assessment": "2026-05-01" }));
    house.make("risk", json!({ "title": "Of another", "event": "e", "next_assessment": "2026-05-01" }));
    let text = house.anonymous("GET", &calendar(&house, &[("about", &system)])).send().text();
    assert!(text.contains("Of it") && !text.contains("Of another") && text.contains("Scores"), "{text}");
}

#[test]
fn the_address_of_a_calendar_is_a_secret_that_can_be_taken_back_and_opens_nothing_else() {
    let house = House::new();
    let path = calendar(&house, &[]);
    let secret = path.trim_start_matches("/calendar/").trim_end_matches(".ics").to_owned();
    assert!(secret.len() >= 43);
    assert!(!house.ask("GET", "/reminders").send().text().contains(&secret), "it is shown once");
    let listed = house.program_asks(&secret, "GET", "/api/v1/records/action").send();
    assert!(listed.status == 403 || listed.json()["total"] == 0, "{}", listed.text());
    assert_eq!(
        house
            .program_asks(&secret, "POST", "/api/v1/records/action")
            .header("idempotency-key", "k")
            .json(&json!({ "document": { "title": "t" } }))
            .send()
            .status,
        403
    );
    for wrong in ["/calendar/x.ics", "/calendar/", "/calendar/..%2f.ics", &path.replace(".ics", "")] {
        assert_eq!(house.anonymous("GET", wrong).send().status, 404, "{wrong}");
    }
    let page = house.ask("GET", "/reminders").send().text();
    let from = page.find("/reminders/calendars/").unwrap();
    let end = page[from..].find('"').unwrap();
    assert_eq!(house.ask("POST", &page[from..from + end]).form(&[]).send().status, 303);
    assert_eq!(house.anonymous("GET", &path).send().status, 404);
}

#[test]
fn a_token_for_programs_is_no_calendar() {
    let house = House::new();
    let token = house.token(&["read"]);
    assert_eq!(house.anonymous("GET", &format!("/calendar/{token}.ics")).send().status, 404);
}

#[test]
fn how_one_is_reminded_is_kept_for_oneself() {
    let house = House::new();
    assert!(house.ask("GET", "/reminders").send().text().contains("value=\"daily\" checked"));
    assert_eq!(house.ask("POST", "/reminders").form(&[("digest", "weekly")]).send().status, 303);
    assert!(house.ask("GET", "/reminders").send().text().contains("value=\"weekly\" checked"));
    assert!(house.reader_asks("GET", "/reminders").send().text().contains("value=\"daily\" checked"));
    assert_eq!(house.ask("POST", "/reminders").form(&[("digest", "hourly")]).send().status, 400);
}
