//! Audits by their addresses: the page of all, the checklist of one, a team that is refused in the words of the policy, a sample that is drawn and
//! opened again, and a sheet that comes back with a row that cannot be taken.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

/// A record made by the operator; its number.
fn made(house: &House, kind: &str, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: None, document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

fn audit(house: &House, programme: &str) -> String {
    let team = json!([{ "person": house.reader.id, "part": "lead" }]);
    let fields = json!({
        "title": "Verification <i>", "type": "internal", "objectives": "To know.", "scope": "All.", "as_of": "2099-01-01", "from": "2026-03-02",
        "until": "2026-03-04", "seed": "word", "criteria": [{ "criterion": "A.6.2.4" }, { "criterion": "B.6.2.4" }], "team": team, "programme": programme,
    });
    made(house, "audit", fields)
}

fn walk(house: House) {
    let system = made(&house, "ai_system", json!({ "title": "Scorer <b>", "owner": house.reader.id }));
    let cycle = json!({ "title": "Cycle", "from": "2026-01-01", "until": "2028-12-31" });
    let id = audit(&house, &made(&house, "audit_programme", cycle));
    let all = house.ask("GET", "/audits").send();
    let text = all.text();
    assert_eq!(all.status, 200, "{text}");
    for wanted in ["Verification &lt;i&gt;", "Cycle", "1 of ", "no audit of the cycle looks at it", "<svg"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let page = house.ask("GET", &format!("/audit/{id}")).send().text();
    for wanted in ["Enter ", "is guidance", "answers for", "Not assessable", "not entered"] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(page.contains(&format!("{system} Scorer &lt;b&gt;")) && !page.contains("Scorer <b>"), "{page}");
    let refused = house.ask("POST", &format!("/audit/{id}/moves/prepare")).form(&[]).send();
    assert_eq!(refused.status, 403, "{}", refused.text());
    assert!(refused.text().contains("Nobody audits what they answer for"), "{}", refused.text());
    let entered = house.ask("POST", &format!("/audits/{id}/lines")).form(&[]).send();
    assert_eq!(entered.status, 303, "{}", entered.text());
    let told = house.ask("GET", &format!("/api/v1/audits/{id}")).send().json();
    let line = told["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(told["missing"], json!([]));
    let bad =
        house.ask("POST", &format!("/audits/{line}/sample")).form(&[("kind", "ai_system"), ("confidence", "much")]);
    let bad = bad.send();
    assert!(bad.status == 422 && bad.text().contains("is no share"), "{}", bad.text());
    let drawn = house.ask("POST", &format!("/audits/{line}/sample")).form(&[("kind", "ai_system")]).send();
    assert_eq!(drawn.status, 303, "{}", drawn.text());
    let frozen = house.ask("POST", &format!("/audits/{line}/freeze")).form(&[]).send();
    assert_eq!(frozen.status, 303, "{}", frozen.text());
    let shown = house.ask("GET", &format!("/audit_item/{line}")).send().text();
    assert!(shown.contains("1 of 1 records of `ai_system") && shown.contains("Open frozen evidence"), "{shown}");
    let opened = house.ask("GET", &format!("/audits/frozen/{line}")).send().text();
    assert!(opened.contains("Frozen on") && opened.contains(&system) && opened.contains(">yes<"), "{opened}");
    let sheet = format!("Item,Answer,Result\n{line},It is so.,conforms\nAUI-9999,Of nowhere.,conforms\n");
    let file = [("file", "list.csv", sheet.as_bytes())];
    let taken = house.ask("POST", &format!("/audits/{id}/answers")).parts(&[], &file).send().text();
    assert!(taken.contains("1 answers were taken") && taken.contains("`AUI-9999` is no line of this audit"), "{taken}");
    let list = house.ask("GET", &format!("/audits/lists/{id}.html")).send();
    assert!(list.status == 200 && !list.text().contains("It is so."), "a list to fill in holds no answers");
    let unknown = house.ask("GET", &format!("/audits/lists/{id}.doc")).send();
    assert!(unknown.status == 404 && unknown.text().contains("is no form of this"), "{}", unknown.text());
    let none = house.ask("GET", "/api/v1/audits/RSK-9999").send();
    none.refused(404, "RSK-9999");
}

#[test]
fn an_audit_is_walked_through_by_its_addresses() {
    walk(House::new());
    walk(House::on_postgres());
}
