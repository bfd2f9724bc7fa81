//! Policy and practice by address: the matrix, one statement, a log that is sent, a finding made once, files.

use serde_json::{Value, json};

use crate::house::House;
use crate::routes::put;

/// A log of three cases, of which one leaves a step out.
pub(crate) const LOG: &[u8] = b"case,activity,time\n1,open,2026-01-01T00:00:00Z\n1,check,2026-01-01T01:00:00Z\n1,close,2026-01-01T02:00:00Z\n\
2,open,2026-01-02T00:00:00Z\n2,check,2026-01-02T01:00:00Z\n2,close,2026-01-02T02:00:00Z\n3,open,2026-01-03T00:00:00Z\n3,close,2026-01-03T01:00:00Z\n";

/// A statement in force that records and logs can break.
pub(crate) fn statement(house: &House) -> String {
    let document = put(house, "document", Some("in_force"), json!({ "title": "Policy <b>", "form": "policy" }));
    let model = "start = [\"open\"]\nend = [\"close\"]\nactivity = [{ name = \"open\", then = [\"check\"] }, { name = \"check\", then = [\"close\"] }, { name = \"close\" }]";
    let fields = json!({ "title": "Severe <i> ones", "document": document, "anchor": "S-1", "text": "They are seen.", "records": "incident",
        "population": "severity:severe", "holds": "-state:reported", "model": model, "sample": 3 });
    put(house, "policy_statement", Some("active"), fields)
}

/// An incident that breaks it.
pub(crate) fn incident(house: &House) -> String {
    let person = house.lead.id.to_string();
    house.make("incident", json!({ "title": "Bad <u> one", "facts": "Seen.", "severity": "severe", "owner": person }))
}

#[test]
fn statements_stand_beside_practice_and_a_log_is_held_against_paths() {
    for house in [House::new(), House::on_postgres()] {
        assert!(house.ask("GET", "/practice").send().text().contains("No statement is known to you"));
        let (id, bad) = (statement(&house), incident(&house));
        let page = house.ask("GET", "/practice").send().text();
        for wanted in ["Severe &lt;i&gt; ones", "0.0 % (0.0–97.5 %; 0 of 1)", &format!("/practice/{id}")] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        let sent = house.ask("POST", &format!("/practice/{id}/run")).parts(&[], &[("log", "log.csv", LOG)]).send();
        assert_eq!(sent.status, 303, "{}", sent.text());
        let one = house.ask("GET", &format!("/practice/{id}")).send().text();
        for wanted in ["Bad &lt;u&gt; one", "asked is `-state:reported`", "2 of 3", "Skipped step", "not documented"] {
            assert!(one.contains(wanted), "{wanted}: {one}");
        }
        let told = house.ask("GET", &format!("/api/v1/practice/{id}")).send().json();
        assert_eq!(told["log"]["deviations"][0]["what"], json!("check"));
        let raise = || {
            house.ask("POST", &format!("/api/v1/practice/{id}/findings")).json(&json!({ "record": bad })).send().json()
        };
        let (first, again): (Value, Value) = (raise(), raise());
        assert_eq!(first["id"], again["id"]);
        for ending in ["json", "html", "xlsx", "pdf"] {
            let file = house.ask("GET", &format!("/practice/files/practice.{ending}")).send();
            assert_eq!((file.status, file.text().len() > 1000), (200, true), "{ending}");
        }
        house.ask("GET", "/api/v1/practice?on=never").send().refused(400, "`never` is no moment");
    }
}
