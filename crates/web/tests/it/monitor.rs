//! The page of a monitor by its address, batches by form and by programs, who may send them, and what reaches people.

use governance::monitoring::taking::Sent;
use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::{Answer, House};

/// Numbers of a stream that repeats after `steps` of them; `shift` moves all of them.
fn stream(rows: u64, seed: u64, shift: f64) -> String {
    let mut text = "amount,word\n".to_owned();
    for row in 0..rows {
        let at = (row * 7919 + seed * 104_729) % 10_007;
        text.push_str(&format!("{:.4},{}\n", at as f64 / 1000.0 + shift, ["red", "green", "blue"][(at % 3) as usize]));
    }
    text
}

/// A record made by the operator; its number.
fn made(house: &House, kind: &str, state: Option<&str>, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

/// An active monitor on an AI system that uses a dataset, which tells the lead; the numbers of all three.
pub fn watched(house: &House) -> (String, String, String) {
    let operator = Actor::operator(Via::System);
    let system = made(house, "ai_system", None, json!({ "title": "Sorter", "owner": house.lead.id }));
    let dataset = made(house, "dataset", None, json!({ "title": "Mail", "systems": [system] }));
    let file = house.wait(house.aims.put_file(&operator, "baseline.csv", stream(2000, 1, 0.0).into())).unwrap();
    let monitor = json!({ "title": "Mail <b>", "watches": dataset, "schedule": "P1M", "watch_from": "2026-01-01", "owner": house.lead.id,
                          "tells": [house.lead.id], "baseline_file": file });
    (made(house, "monitor", Some("active"), monitor), system, dataset)
}

fn by_form(house: &House, monitor: &str, csv: &str, at: &str) -> Answer {
    house
        .ask("POST", &format!("/monitors/{monitor}/batches"))
        .parts(&[("at", at)], &[("data", "batch.csv", csv.as_bytes())])
        .send()
}

#[test]
fn a_batch_is_the_same_by_form_by_program_and_from_within() {
    let csv = stream(500, 2, 3.0);
    let mut digests = Vec::new();
    for way in ["form", "program", "within"] {
        let house = House::new();
        let (monitor, _, _) = watched(&house);
        match way {
            "form" => {
                let answer = by_form(&house, &monitor, &csv, "2026-03-01");
                assert_eq!(
                    (answer.status, answer.header("location")),
                    (303, format!("/monitor/{monitor}?done=batch").as_str()),
                    "{}",
                    answer.text()
                );
            }
            "program" => {
                let token = house.token(&["read", "change"]);
                let ask = || {
                    let path = format!("/api/v1/monitors/{monitor}/batches");
                    let asked = house.program_asks(&token, "POST", &path).header("idempotency-key", "one");
                    asked.parts(&[("at", "2026-03-01")], &[("data", "batch.csv", csv.as_bytes())]).send()
                };
                let answer = ask();
                assert_eq!((answer.status, &answer.json()["standing"]), (201, &json!("drifting")), "{}", answer.text());
                let again = ask();
                assert_eq!(
                    (again.status, &again.json()["made"]),
                    (200, &json!(false)),
                    "the same bytes are entered once"
                );
            }
            _ => {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("batch.csv");
                std::fs::write(&path, &csv).unwrap();
                let sent =
                    Sent { files: vec![path], day: Some("2026-03-01".parse().unwrap()), most: None, threads: None };
                house.wait(house.aims.take_batch(&house.lead.actor, &monitor.parse().unwrap(), sent)).unwrap();
            }
        }
        let entered = house.ask("GET", "/api/v1/records/measurement/MSR-0001").send().json();
        digests.push((way, entered["document"]["report"]["digest"].clone(), entered["document"]["verdict"].clone()));
        let raised = house.ask("GET", "/api/v1/records/escalation/ESC-0001").send();
        assert_eq!(raised.status, 200, "{way}: {}", raised.text());
    }
    assert!(digests.iter().all(|it| (&it.1, &it.2) == (&digests[0].1, &json!("fail"))), "{digests:?}");
}

#[test]
fn the_page_says_how_it_stands_and_why() {
    let house = House::new();
    let (monitor, system, dataset) = watched(&house);
    let page = |house: &House| house.ask("GET", &format!("/monitor/{monitor}")).send().text();
    let first = page(&house);
    assert!(
        first.contains("Mail &lt;b&gt;") && first.contains("No batch has come yet") && first.contains("type=\"file\""),
        "{first}"
    );
    assert_eq!(by_form(&house, &monitor, &stream(500, 2, 0.0), "2026-02-01").status, 303);
    assert_eq!(by_form(&house, &monitor, &stream(500, 3, 3.0), "2026-03-01").status, 303);
    let said = page(&house);
    for wanted in [
        "MSR-0002 of 2026-03-01: `amount` changed by",
        "level of 0.004167",
        "Times its margin",
        "ESC-0001",
        "/measurement/MSR-0001",
        "Larger than before",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    for chart in ["drift.svg", "drift.csv", "columns.svg", "columns.csv"] {
        let answer = house.ask("GET", &format!("/monitors/{monitor}/charts/{chart}")).send();
        assert_eq!(answer.status, 200, "{chart}: {}", answer.text());
    }
    assert_eq!(house.ask("GET", &format!("/monitors/{monitor}/charts/else.csv")).send().status, 404);
    for (path, of) in [(format!("/dataset/{dataset}"), "dataset"), (format!("/ai_system/{system}"), "AI system")] {
        let text = house.ask("GET", &path).send().text();
        assert!(
            text.contains(&format!("/monitor/{monitor}")) && text.contains("changed by"),
            "the page of the {of} shows its drift: {text}"
        );
    }
    assert_eq!(house.ask("GET", &format!("/monitor/{monitor}?view=record")).send().status, 200);
}

#[test]
fn what_cannot_be_measured_is_said_above_the_form_and_enters_nothing() {
    let house = House::new();
    let (monitor, _, _) = watched(&house);
    let before = house.entries();
    for (csv, at, said) in [
        ("a,b\n1,2\n", "2026-03-01", "no column in common"),
        ("", "2026-03-01", "batch.csv"),
        ("amount,word\n", "2026-03-01", "batch.csv"),
        ("amount,word\n1,red\n", "2026-03-09", "lies ahead"),
        ("amount,word\n1,red\n", "yesterday", "takes a day such as"),
    ] {
        let answer = by_form(&house, &monitor, csv, at);
        let text = answer.text();
        assert!((400..500).contains(&answer.status) && text.contains(said), "{csv:?} {at}: {} {text}", answer.status);
        assert!(!text.contains("/tmp"), "no folder of the server is told: {text}");
    }
    let other = house
        .ask("POST", &format!("/monitors/{monitor}/batches"))
        .parts(&[("day", "x")], &[("data", "b.csv", b"a\n1\n")])
        .send();
    assert!(
        other.status == 400 && other.text().contains("is not a part of this form"),
        "{} {}",
        other.status,
        other.text()
    );
    assert_eq!(
        house.ask("POST", "/monitors/MON-0099/batches").parts(&[], &[("data", "b.csv", b"a\n1\n")]).send().status,
        404
    );
    assert_eq!(house.entries(), before);
}

#[test]
fn a_sender_sends_batches_and_nothing_else() {
    let house = House::new();
    let (monitor, _, dataset) = watched(&house);
    let path = format!("/api/v1/monitors/{monitor}/batches");
    let csv = stream(500, 2, 0.0);
    let files: [(&str, &str, &[u8]); 1] = [("data", "batch.csv", csv.as_bytes())];
    let refused = house.reader_asks("POST", &path).parts(&[("at", "2026-02-01")], &files).send();
    assert_eq!(refused.status, 403, "a reader sends nothing: {}", refused.text());
    let role = made(&house, "role", None, json!({ "title": "Sender", "key": "batch_sender" }));
    made(
        &house,
        "role_assignment",
        Some("accepted"),
        json!({ "title": "sends", "person": house.reader.id, "role": role, "from": "2026-01-01" }),
    );
    let sent = house.reader_asks("POST", &path).parts(&[("at", "2026-02-01")], &files).send();
    assert_eq!(sent.status, 201, "{}", sent.text());
    let plain = json!({ "document": { "title": "of no monitor", "of": dataset } });
    let other = house.reader_asks("POST", "/api/v1/records/measurement").json(&plain).send();
    assert_eq!(other.status, 403, "a measurement that is no batch: {}", other.text());
    let edit = house.reader_asks("PATCH", &format!("/api/v1/records/monitor/{monitor}")).header("if-match", "*");
    assert_eq!(edit.json(&json!({ "document": { "silence_limit": "P9Y" } })).send().status, 403);
}

#[test]
fn silence_comes_by_the_clock_and_reaches_people_once() {
    let house = House::new();
    let (monitor, _, _) = watched(&house);
    let quiet = json!({ "title": "Quiet", "schedule": "P7D", "watch_from": "2026-01-01", "owner": house.lead.id, "tells": [house.lead.id],
                        "baseline_file": house.ask("GET", &format!("/api/v1/records/monitor/{monitor}")).send().json()["document"]["baseline_file"] });
    let quiet = made(&house, "monitor", Some("active"), quiet);
    house.wait(house.aims.run_due()).unwrap();
    house.wait(house.aims.run_due()).unwrap();
    let raised = house.ask("GET", "/api/v1/records/escalation").send().json();
    let of: Vec<&str> =
        raised["rows"].as_array().unwrap().iter().map(|it| it["document"]["trigger"].as_str().unwrap()).collect();
    assert_eq!(of.iter().filter(|it| **it == quiet).count(), 1, "one for its episode: {raised}");
    let today = house.ask("GET", "/").send().text();
    assert!(today.contains("Quiet: silent") && today.contains("Silent since"), "{today}");
    let id = raised["rows"].as_array().unwrap().iter().find(|it| it["document"]["trigger"] == quiet.as_str()).unwrap()
        ["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let act = |name: &str, body: Value| {
        let asked = house.ask("POST", &format!("/api/v1/records/escalation/{id}/moves/{name}")).header("if-match", "*");
        asked.json(&body).send()
    };
    let bare = act("suppress", json!({}));
    assert_eq!(bare.status, 422, "suppressing asks why and until when: {}", bare.text());
    assert_eq!(act("acknowledge", json!({})).status, 200);
    let set = json!({ "why": "the source is being moved", "document": { "suppressed_until": "2026-06-01" } });
    let done = act("suppress", set);
    assert_eq!(done.status, 200, "{}", done.text());
    house.wait(house.aims.run_due()).unwrap();
    let after = house.ask("GET", "/api/v1/records/escalation").send().json();
    assert_eq!(after["rows"].as_array().unwrap().len(), raised["rows"].as_array().unwrap().len());
}
