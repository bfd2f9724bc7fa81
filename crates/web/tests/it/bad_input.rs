//! Every kind of bad input: the right status, a sentence that says what to do, and nothing changed.

use serde_json::{Value, json};

use crate::house::House;

#[test]
fn bodies_that_do_not_fit_are_refused_in_words() {
    let house = House::new();
    let before = house.entries();
    let risk = "/api/v1/records/risk";
    let post = |document: Value| house.ask("POST", risk).json(&json!({ "document": document })).send();

    let problem = post(json!({ "title": "x", "likelyhood": 3 })).refused(422, "likelihood");
    assert_eq!(problem["problems"][0]["pointer"], "/document/likelyhood");
    post(json!({ "title": 3 })).refused(422, "title");
    post(json!({ "title": "x", "likelihood": "often" })).refused(422, "likelihood");
    post(json!({ "title": "x", "nature": "red" })).refused(422, "technical");
    post(json!({ "title": "x", "assessed_on": "2026-02-30" })).refused(422, "assessed_on");
    post(json!({ "title": "x", "level": "low" })).refused(422, "level");
    post(json!({ "event": "no title" })).refused(422, "title");
    post(json!({ "title": "x", "owner": "PER-9999" })).refused(422, "PER-9999");
    post(json!({ "title": "x", "owner": "RSK-0001" })).refused(422, "owner");
    post(json!({ "title": "x".repeat(501) })).refused(422, "500");

    house.ask("POST", risk).body("application/json", "{\"document\": {").send().refused(400, "not complete JSON");
    house.ask("POST", risk).body("application/json", "{\"document\": nope}").send().refused(400, "line 1, column");
    house.ask("POST", risk).body("application/json", "[]").send().refused(400, "an object with `document`");
    house.ask("POST", risk).json(&json!({ "title": "flat" })).send().refused(400, "document");
    house.ask("POST", risk).body("text/plain", "title: x").send().refused(415, "application/json");
    house.ask("POST", risk).body("application/json", "\u{feff}").send().refused(400, "JSON");
    let deep = "[".repeat(5000);
    house.ask("POST", risk).body("application/json", format!("{{\"document\": {deep}")).send().refused(400, "JSON");

    assert_eq!(house.entries(), before, "a refused body leaves nothing behind");
}

#[test]
fn what_is_not_there_is_missing() {
    let house = House::new();
    house.make("risk", json!({ "title": "here" }));
    house.ask("GET", "/api/v1/records/riks").send().refused(404, "did you mean `risk`?");
    house.ask("GET", "/api/v1/kinds/riks").send().refused(404, "did you mean `risk`?");
    house.ask("GET", "/api/v1/records/risk/RSK-9999").send().refused(404, "RSK-9999");
    house.ask("GET", "/api/v1/records/risk/PER-0001").send().refused(404, "begin with RSK");
    house.ask("GET", "/api/v1/records/risk/..%2f..%2fetc").send().refused(404, "not a record's number");
    house.ask("GET", "/api/v1/records/risk/RSK-0001?as_of=2020-01-01").send().refused(404, "moment");
    house.ask("GET", "/api/v1/nothing").send().refused(404, "nothing at this address");
    house.ask("GET", "/api/v1/files/sha256:00").send().refused(404, "");
    house.ask("GET", "/api/v1/exports/risk.pdf").send().refused(404, ".csv");
    house.ask("GET", "/api/v1/ledger/tile/0/999").send().refused(404, "tile");
    house.ask("POST", "/api/v1/imports/77/undo").send().refused(404, "77");
    let moved = house.ask("POST", "/api/v1/records/risk/RSK-0001/moves/fly").version(1).json(&json!({})).send();
    moved.refused(404, "it has analyse");
}

#[test]
fn queries_that_are_not_understood_are_refused() {
    let house = House::new();
    for (query, words) in [
        ("colour=red", "`colour` is not a known query parameter"),
        ("limit=0", "from 1 to 1000"),
        ("limit=1001", "from 1 to 1000"),
        ("limit=many", "a whole number"),
        ("limit=1&limit=2", "given twice"),
        ("cursor=zzz", "not a cursor"),
        ("retired=perhaps", "true or false"),
        ("as_of=yesterday", "no moment"),
        ("filter=likelyhood:3", "did you mean"),
        ("filter=%22open", "not closed"),
        ("sort=colour", "no field"),
        ("fields=colour", "no field"),
        ("facets=colour", "no field"),
    ] {
        house.ask("GET", &format!("/api/v1/records/risk?{query}")).send().refused(400, words);
    }
    house.ask("GET", "/api/v1/search").send().refused(400, "?q=");
    house.ask("GET", "/api/v1/me?x=1").send().refused(400, "takes none");
}

#[test]
fn methods_types_and_sizes_are_bounded() {
    let house = House::new();
    let answer = house.ask("DELETE", "/api/v1/records/risk/RSK-0001").send();
    answer.refused(405, "method");
    assert!(answer.header("allow").contains("PATCH"), "{}", answer.header("allow"));
    house.ask("GET", "/api/v1/kinds").header("accept", "text/html").send().refused(406, "application/json");
    assert_eq!(house.ask("GET", "/api/v1/kinds").header("accept", "text/html, */*;q=0.1").send().status, 200);

    let large = json!({ "document": { "title": "x", "event": "y".repeat(1 << 20) } });
    house.ask("POST", "/api/v1/records/risk").json(&large).send().refused(413, "1 MiB");
    let changes: Vec<Value> =
        (0..1001).map(|it| json!({ "create": { "kind": "risk", "document": { "title": it.to_string() } } })).collect();
    house.ask("POST", "/api/v1/bulk").json(&json!({ "changes": changes })).send().refused(413, "1000");
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0);
}

#[test]
fn files_are_bounded_and_half_written_ones_leave_nothing() {
    let house = House::with(
        |home| store::Place::Sqlite(home.join("aims.db")),
        web::Settings { file_limit: 1 << 20, ..web::Settings::default() },
    );
    let before = house.entries();
    house
        .ask("POST", "/api/v1/files?name=a.txt")
        .body("application/octet-stream", vec![b'a'; (1 << 20) + 1])
        .send()
        .refused(413, "1 MiB");
    house
        .ask("POST", "/api/v1/files")
        .parts(&[], &[("file", "a.txt", &vec![b'a'; (1 << 20) + 1])])
        .send()
        .refused(413, "1 MiB");
    house.ask("POST", "/api/v1/files").parts(&[("other", "x")], &[]).send().refused(400, "`file`");
    house.ask("POST", "/api/v1/files").body("application/octet-stream", "x").send().refused(400, "?name=");
    let half = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf";
    house
        .ask("POST", "/api/v1/files")
        .body("multipart/form-data; boundary=b", half)
        .send()
        .refused(400, "not complete");
    house.ask("POST", "/api/v1/files").body("multipart/form-data", "x").send().refused(400, "boundary");
    house.ask("POST", "/api/v1/files?name=empty.txt").body("application/octet-stream", "").send().refused(400, "empty");
    assert_eq!(house.entries(), before);
}

#[test]
fn files_go_in_and_come_out() {
    let house = House::new();
    let stored =
        house.ask("POST", "/api/v1/files").parts(&[], &[("file", "C:/secret/Prüfung 1.txt", b"what was seen")]).send();
    assert_eq!(stored.status, 201, "{}", stored.text());
    let file = stored.json();
    assert_eq!(file["name"], "Prüfung 1.txt");
    let digest = file["digest"].as_str().unwrap().to_owned();
    house.ask("GET", &format!("/api/v1/files/{digest}")).send().refused(404, "");
    house.make("risk", json!({ "title": "with a file", "files": [{ "file": file }] }));
    let fetched = house.ask("GET", &format!("/api/v1/files/{digest}")).send();
    assert_eq!(fetched.bytes, b"what was seen");
    assert!(fetched.header("content-disposition").starts_with("attachment; filename*=UTF-8''Pr%C3%BCfung%201.txt"));
    assert_eq!(fetched.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(fetched.header("x-content-type-options"), "nosniff");
}
