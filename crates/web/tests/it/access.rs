//! Access to data by its addresses: the form on the page of a version, rows to read and print, files, the vault's own door, the matrix,
//! the answer about a person, and reviews.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

/// A log of one access that no grant covers.
pub const LOG: &[u8] = b"time,user,table,rows\n2025-03-03 09:00:00,lead@test.example,Loans <b>,5\n";

/// Another one.
pub const LATER_LOG: &[u8] = b"time,user,table,rows\n2025-03-04 09:00:00,lead@test.example,DST-1,5\n";

const LOANS: &str = "client,income,branch\nC1,31000,North\nC2,42000,<i>South\n";

/// A record made by the operator in a state; its number.
fn made(house: &House, kind: &str, state: Option<&str>, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

/// A dataset whose data are held, with a grant of the lead; the numbers of dataset and version.
pub fn opened_to_the_lead(house: &House) -> (String, String) {
    let fields = json!([{ "field": "client", "class": "identifier" }, { "field": "income", "class": "personal" },
                        { "field": "branch", "class": "ordinary" }]);
    let dataset = json!({ "title": "Loans <b>", "owner": house.reader.id.to_string(), "fields": fields,
                          "purposes": [{ "purpose": "training" }] });
    let dataset = made(house, "dataset", None, dataset);
    let file = house.wait(house.aims.put_file(&Actor::operator(Via::System), "loans.csv", LOANS.into())).unwrap();
    let version = json!({ "title": "Loans 1", "dataset": dataset, "file": file });
    let version = made(house, "dataset_version", None, version);
    let grant = json!({ "title": "lead trains", "who": house.lead.id.to_string(), "dataset": dataset, "purpose": "training",
                        "from": "2020-01-01", "expires": "2099-12-31", "owner": house.reader.id.to_string() });
    made(house, "access_grant", Some("granted"), grant);
    (dataset, version)
}

/// A review of a dataset that somebody else opened, and in which nothing is open; its number.
pub fn reviewed(house: &House, dataset: &str) -> String {
    let document = json!({ "title": "review", "form": "access_review", "subject": dataset, "due": "2099-12-31",
                           "asked": "Needed?", "owner": house.reader.id.to_string() });
    made(house, "review_request", Some("in_review"), document)
}

#[test]
fn data_are_read_printed_and_taken_for_a_purpose_with_columns_withheld() {
    let house = House::new();
    let (dataset, version) = opened_to_the_lead(&house);
    let page = house.ask("GET", &format!("/dataset_version/{version}")).send().text();
    let form = format!("action=\"/data/{version}/open\"");
    assert!(page.contains(&form) && page.contains("<option value=\"training\">"), "the page has the form: {page}");
    let open = |query: &str| house.ask("GET", &format!("/data/{version}/open?{query}")).send();
    let rows = open("purpose=training");
    let text = rows.text();
    assert_eq!(rows.status, 200, "{text}");
    assert!(
        text.to_lowercase().contains("client (identifier), income (personal)") && text.contains("class=\"paper\""),
        "{text}"
    );
    assert!(!text.contains("31000") && !text.contains("C1") && text.contains("&lt;i&gt;South"), "{text}");
    let csv = open("purpose=training&form=csv");
    assert!(csv.header("content-disposition").contains(&format!("{version}.csv")));
    assert!(csv.text().contains("withheld,withheld,North"), "{}", csv.text());
    let book = open("purpose=training&form=xlsx");
    assert_eq!(book.status, 200);
    let json = house.ask("GET", &format!("/api/v1/access/{version}/data?purpose=training&form=json")).send().json();
    assert_eq!(json["rows"][0], json!({ "branch": "North" }));
    assert_eq!(open("purpose=training&form=original").status, 400);
    let pages = open("purpose=training&form=pdf");
    assert!(pages.status == 200 && pages.bytes.starts_with(b"%PDF-"), "{}", pages.status);
    assert_eq!(open("purpose=training&form=doc").status, 400);
    for refused in ["", "purpose=sales"] {
        let answer = open(refused);
        assert_eq!(answer.status, 403, "{refused}: {}", answer.text());
    }
    let stranger = house.reader_asks("GET", &format!("/data/{version}/open?purpose=training")).send();
    assert!(stranger.status == 403 && stranger.text().contains("obody has given you access"), "{}", stranger.text());
    let digest = house.ask("GET", &format!("/api/v1/records/dataset_version/{version}")).send().json();
    let digest = digest["document"]["file"]["digest"].as_str().unwrap().to_owned();
    for door in ["/files/", "/api/v1/files/"] {
        let answer = house.ask("GET", &format!("{door}{digest}")).send();
        assert_eq!(answer.status, 403, "{door}: {}", answer.text());
        assert!(!answer.text().contains("31000"));
    }
    let matrix = house.ask("GET", &format!("/access/{dataset}")).send().text();
    for said in ["Loans &lt;b&gt;", "GRT-0001 (training)", "grant_in_force", "purpose_is_named", "Open a review"] {
        assert!(matrix.contains(said), "{said}: {matrix}");
    }
    let hub = house.ask("GET", &format!("/dataset/{dataset}")).send().text();
    assert!(hub.contains("1 grant in force") && hub.contains(&format!("/access/{dataset}")), "{hub}");
    let of = house.ask("GET", &format!("/access/{}", house.lead.id)).send().text();
    assert!(of.contains("branch"), "{of}");
    for gone in ["/access/DST-9999", "/access/nothing", "/data/DSV-9999/open?purpose=x", "/access/RSK-0001"] {
        assert!([400, 404].contains(&house.ask("GET", gone).send().status), "{gone}");
    }
}

#[test]
fn what_is_held_about_a_person_is_told_as_a_page_and_as_json() {
    let house = House::new();
    let (dataset, version) = opened_to_the_lead(&house);
    let ask = |form: &[(&str, &str)]| house.ask("POST", &format!("/access/{dataset}/subject")).form(form).send();
    let page = ask(&[("column", "client"), ("value", "C1"), ("case", "2026-17")]);
    assert!(page.status == 200 && page.text().contains(&version), "{}", page.text());
    let json = ask(&[("column", "client"), ("value", "C1"), ("case", "2026-17"), ("form", "json")]).json();
    assert_eq!(json["versions"][0]["rows"], 1);
    for bad in [&[("column", "client"), ("value", ""), ("case", "1")][..], &[("column", "client"), ("value", "C1")][..]]
    {
        assert_eq!(ask(bad).status, 400, "{bad:?}");
    }
    let form = [("column", "client"), ("value", "C1"), ("case", "1")];
    assert_eq!(house.reader_asks("POST", &format!("/access/{dataset}/subject")).form(&form).send().status, 403);
}

#[test]
fn a_log_comes_in_by_the_interface_once_and_a_review_has_its_progress() {
    let house = House::new();
    let (dataset, _) = opened_to_the_lead(&house);
    let send = || house.ask("POST", "/api/v1/access/logs?name=week.csv&source=dwh").body("text/csv", LOG).send();
    let first = send();
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(first.json()["alerts"][0]["rule"], "expired_grant", "{}", first.text());
    let again = send();
    assert_eq!((again.status, again.json()["id"].clone()), (200, first.json()["id"].clone()));
    let bad = house.ask("POST", "/api/v1/access/logs?name=week.csv").body("text/csv", b"a,b\n1,2\n").send();
    assert!(bad.status == 422 && bad.text().contains("tells the time"), "{}", bad.text());
    let upload = |texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]| {
        house.ask("POST", &format!("/access/{dataset}/log")).parts(texts, files).send()
    };
    let sent = upload(&[("source", "dwh")], &[("log", "later.csv", LATER_LOG)]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = house.ask("GET", sent.header("location")).send().text();
    assert!(
        page.contains("FND-0002") && page.contains("expired_grant") || page.contains("outside of the time"),
        "{page}"
    );
    assert_eq!(upload(&[], &[]).status, 422, "no log was chosen");
    let strange = [("log", "a.csv", &b"time,user,table\n"[..]), ("mapping", "m.toml", &b"zone = 1"[..])];
    let strange = upload(&[], &strange);
    assert!(strange.status == 422 && strange.text().contains("cannot be read"), "{}", strange.text());
    let opened = house.ask("POST", &format!("/access/{dataset}/review")).form(&[("due", "2099-12-31")]).send();
    assert_eq!(opened.status, 303, "{}", opened.text());
    let page = house.ask("GET", opened.header("location")).send().text();
    assert!(page.contains("0 of 1 grants looked at") && page.contains("Close the review"), "{page}");
    assert_eq!(house.ask("POST", &format!("/access/{dataset}/review")).form(&[("due", "soon")]).send().status, 422);
}
