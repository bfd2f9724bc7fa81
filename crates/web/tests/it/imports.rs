//! Importing through the interface and through the pages, and exporting.

use crate::house::House;
use crate::routes::mapping;

const CSV: &str = "Title,Nature,Assessed on\nWrong refusals,legal,2026-01-31\nSlow answers,technical,2026-02-01\nOdd one,purple,2026-02-02\n";

#[test]
fn a_file_goes_in_stays_the_same_and_comes_out() {
    let house = House::new();
    let send = |dry: &str| {
        house
            .ask("POST", "/api/v1/imports")
            .parts(&[("kind", "risk"), ("dry_run", dry)], &[("file", "risks.csv", CSV.as_bytes())])
            .send()
    };
    let before = house.entries();
    let seen = send("true");
    assert_eq!(seen.status, 200, "{}", seen.text());
    assert_eq!(seen.json()["rows"], 3);
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0);
    assert_eq!(house.entries(), before, "a preview leaves nothing");
    let done = send("false");
    assert_eq!(done.status, 201, "{}", done.text());
    let report = done.json();
    assert_eq!(report["created"].as_u64().unwrap() + report["rejected"].as_u64().unwrap(), 3);
    assert!(report["created"].as_u64().unwrap() >= 2);
    let again = send("false").json();
    assert_eq!(again["created"], 0);
    assert_eq!(again["unchanged"], report["created"]);
    let export = house.ask("GET", "/api/v1/exports/risk.csv?filter=wrong").send();
    assert!(export.text().contains("Wrong refusals") && !export.text().contains("Slow answers"), "{}", export.text());
    assert!(export.header("content-disposition").contains("risk.csv"));
    assert_eq!(&house.ask("GET", "/api/v1/exports/risk.xlsx").send().bytes[..2], b"PK");
    let undone = house.ask("POST", "/api/v1/imports/1/undo").send();
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert_eq!(undone.json()["retired"], report["created"]);
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0);
}

#[test]
fn files_that_cannot_be_read_are_refused_in_words() {
    let house = House::new();
    let send = |texts: &[(&str, &str)], bytes: &[u8]| {
        house.ask("POST", "/api/v1/imports").parts(texts, &[("file", "a.csv", bytes)]).send()
    };
    send(&[], b"a").refused(400, "`kind`");
    send(&[("kind", "riks")], b"a").refused(404, "risk");
    send(&[("kind", "risk"), ("colour", "red")], b"a").refused(400, "`colour`");
    send(&[("kind", "risk"), ("dry_run", "perhaps")], b"a").refused(400, "true or false");
    send(&[("kind", "risk"), ("mapping", "kind = [")], b"Title\nx\n").refused(400, "mapping");
    send(&[("kind", "risk")], b"Title\n\"never closed\n").refused(400, "line");
    house.ask("POST", "/api/v1/imports").parts(&[("kind", "risk")], &[]).send().refused(400, "`file`");
    let reader = house
        .reader_asks("POST", "/api/v1/imports")
        .parts(&[("kind", "risk")], &[("file", "a.csv", CSV.as_bytes())])
        .send();
    reader.refused(403, "");
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0);
}

#[test]
fn the_pages_show_what_would_happen_first() {
    let house = House::new();
    let preview =
        house.ask("POST", "/import").parts(&[("kind", "risk")], &[("file", "risks.csv", CSV.as_bytes())]).send();
    assert_eq!(preview.status, 200, "{}", preview.text());
    assert!(preview.text().contains("Nothing has been imported yet."));
    let (upload, mapping) = (preview.hidden("upload"), mapping(&preview));
    assert!(mapping.contains("kind = \"risk\""), "{mapping}");
    let texts = [("kind", "risk"), ("upload", upload.as_str()), ("mapping", mapping.as_str())];
    let again = house.ask("POST", "/import").parts(&texts, &[]).send();
    assert_eq!(again.hidden("upload"), upload, "a second look needs no second upload");
    let other = house.reader_asks("POST", "/import/run").parts(&texts, &[]).send();
    assert_eq!(other.status, 400, "nobody imports what another uploaded");
    let done = house.ask("POST", "/import/run").parts(&texts, &[]).send();
    assert_eq!(done.header("location"), format!("/import/running/{upload}"), "{}", done.text());
    let done = house.ask("GET", done.header("location")).send();
    assert!(done.text().contains("action=\"/import/1/undo\""), "{}", done.text());
    assert_eq!(house.reader_asks("GET", &format!("/import/running/{upload}")).send().status, 404);
    assert!(house.ask("GET", "/risk").send().text().contains("Wrong refusals"));
    let undone = house.ask("POST", "/import/1/undo").form(&[]).send();
    assert!(undone.text().contains("records taken out of use"), "{}", undone.text());
    let none = house.ask("POST", "/import").parts(&[("kind", "risk")], &[]).send();
    assert_eq!(none.status, 400);
    assert!(none.text().contains("Choose a file"));
}
