//! The life of a record through the interface, on both databases.

use serde_json::json;

use crate::house::House;

#[test]
fn a_record_lives_on_sqlite() {
    life(&House::new());
}

#[test]
fn a_record_lives_on_postgres() {
    life(&House::on_postgres());
}

fn life(house: &House) {
    let made = house
        .ask("POST", "/api/v1/records/risk")
        .json(&json!({ "document": { "title": "Wrong refusals", "owner": house.lead.id, "likelihood": 4, "consequence": 3 } }))
        .send();
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("location"), "/api/v1/records/risk/RSK-0001");
    assert_eq!(made.header("etag"), "\"1\"");
    assert_eq!(made.json()["state"], "identified");

    let path = "/api/v1/records/risk/RSK-0001";
    let read = house.ask("GET", path).send();
    assert_eq!(read.header("etag"), "\"1\"");
    let owner = house.lead.id.to_string();
    assert_eq!(read.json()["titles"][&owner]["title"], "Lena Lead");
    assert_eq!(read.json()["titles"][&owner]["kind"], "person");

    let patched = house
        .ask("PATCH", path)
        .version(1)
        .json(&json!({ "document": { "title": "Wrong refusals of benefits", "likelihood": null }, "why": "clearer" }))
        .send();
    assert_eq!(patched.status, 200, "{}", patched.text());
    assert_eq!(patched.header("etag"), "\"2\"");
    assert!(patched.json()["document"].get("likelihood").is_none());

    let missing = house.ask("POST", &format!("{path}/moves/analyse")).version(2).send();
    missing.refused(422, "likelihood");
    let moved = house
        .ask("POST", &format!("{path}/moves/analyse"))
        .version(2)
        .json(&json!({ "document": { "likelihood": 2 }, "why": "assessed" }))
        .send();
    assert_eq!(moved.status, 200, "{}", moved.text());
    assert_eq!(moved.json()["state"], "analysed");

    let offers = house.ask("GET", &format!("{path}/offers")).send().json();
    let evaluate = offers["offers"].as_array().unwrap().iter().find(|it| it["name"] == "evaluate").unwrap().clone();
    assert_eq!(evaluate["needs_missing"], json!(["response"]));

    house
        .ask("POST", &format!("{path}/retire"))
        .version(3)
        .json(&json!({ "why": "twice" }))
        .send()
        .refused(403, "in use");
    let close = json!({ "why": "entered twice" });
    let closed = house.ask("POST", &format!("{path}/moves/close")).version(3).json(&close).send();
    assert_eq!(closed.json()["state"], "closed");
    let retired =
        house.ask("POST", &format!("{path}/retire")).version(4).json(&json!({ "why": "entered twice" })).send();
    assert_eq!(retired.json()["retired"], true);
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0);
    assert_eq!(house.ask("GET", "/api/v1/records/risk?retired=true").send().json()["total"], 1);
    let restored =
        house.ask("POST", &format!("{path}/restore")).version(5).json(&json!({ "why": "it was not" })).send();
    assert_eq!(restored.json()["retired"], false);

    let history = house.ask("GET", &format!("{path}/history")).send().json();
    let versions = history["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 6);
    assert_eq!(versions[0]["version"], 6);
    assert_eq!(versions[4]["why"], "clearer");
    assert_eq!(versions[4]["actor"], "Lena Lead");
    assert_eq!(versions[4]["via"], "api");
    let then = versions[5]["place"].as_u64().unwrap();
    let past = house.ask("GET", &format!("{path}?as_of=%23{then}")).send().json();
    assert_eq!(past["document"]["title"], "Wrong refusals");
    assert_eq!(past["document"]["likelihood"], 4);
}

#[test]
fn a_stale_change_is_told_with_both_versions() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "First", "event": "old" }));
    let path = format!("/api/v1/records/risk/{id}");
    let patch =
        |title: &str| house.ask("PATCH", &path).version(1).json(&json!({ "document": { "title": title } })).send();
    assert_eq!(patch("Second").status, 200);
    let problem = patch("Third").refused(409, "is at version 2, you changed version 1");
    assert_eq!(problem["type"], "urn:aims:problem:stale");
    assert_eq!(problem["current"]["document"]["title"], "Second");
    assert_eq!(problem["current"]["version"], 2);
    assert_eq!(problem["base"]["document"]["title"], "First");
    assert_eq!(house.ask("GET", &path).send().json()["document"]["title"], "Second");
}

#[test]
fn a_change_names_the_version_it_was_made_from() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "One" }));
    let path = format!("/api/v1/records/risk/{id}");
    let body = json!({ "document": { "title": "Two" } });
    house.ask("PATCH", &path).json(&body).send().refused(428, "If-Match");
    house.ask("POST", &format!("{path}/moves/close")).json(&json!({})).send().refused(428, "If-Match");
    house.ask("POST", &format!("{path}/retire")).json(&json!({ "why": "x" })).send().refused(428, "If-Match");
    house.ask("PATCH", &path).header("if-match", "W/\"1\"").json(&body).send().refused(400, "not an `ETag`");
    house.ask("PATCH", &path).header("if-match", "1").json(&body).send().refused(400, "not an `ETag`");
    assert_eq!(house.ask("PATCH", &path).header("if-match", "*").json(&body).send().status, 200);
}

#[test]
fn a_repeated_key_does_its_work_once() {
    let house = House::new();
    let make = |key: &str, title: &str| {
        house.ask("POST", "/api/v1/records/risk").key(key).json(&json!({ "document": { "title": title } })).send()
    };
    let first = make("k-1", "Once");
    let before = house.entries();
    let again = make("k-1", "Once");
    assert_eq!(again.status, 201, "{}", again.text());
    assert_eq!(again.json()["id"], first.json()["id"]);
    assert_eq!(house.entries(), before);
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 1);
    assert_ne!(make("k-2", "Once").json()["id"], first.json()["id"]);
    let other = make("k-1", "Another");
    assert!((400..500).contains(&other.status), "another request under a used key: {}", other.text());

    let path = format!("/api/v1/records/risk/{}", first.json()["id"].as_str().unwrap());
    let patch =
        || house.ask("PATCH", &path).key("k-3").version(1).json(&json!({ "document": { "title": "Changed" } })).send();
    assert_eq!(patch().header("etag"), "\"2\"");
    let repeated = patch();
    assert_eq!(repeated.status, 200, "a repetition is no stale change: {}", repeated.text());
    assert_eq!(repeated.header("etag"), "\"2\"");
}

#[test]
fn programs_must_send_a_key() {
    let house = House::new();
    let token = house.token(&["read", "change"]);
    let body = json!({ "document": { "title": "From a program" } });
    let ask = || house.program_asks(&token, "POST", "/api/v1/records/risk").json(&body);
    ask().send().refused(400, "Idempotency-Key");
    ask().key("spaces are not allowed").send().refused(400, "Idempotency-Key");
    assert_eq!(ask().key("p-1").send().status, 201);
}

#[test]
fn a_patch_merges_into_objects() {
    let house = House::new();
    let id = house.make("treatment", json!({ "title": "Second look", "cost": { "amount": "10", "currency": "EUR" } }));
    let path = format!("/api/v1/records/treatment/{id}");
    let patch = json!({ "document": { "cost": { "amount": "12.50" } } });
    let answer = house.ask("PATCH", &path).version(1).body("application/merge-patch+json", patch.to_string()).send();
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["document"]["cost"], json!({ "amount": "12.50", "currency": "EUR" }));
}

#[test]
fn lists_are_filtered_sorted_paged_and_sparse() {
    let house = House::new();
    for (title, nature) in [("Alpha", "legal"), ("Beta", "technical"), ("Gamma", "legal"), ("Delta", "legal")] {
        house.make("risk", json!({ "title": title, "nature": nature, "event": "long text" }));
    }
    let page = house
        .ask("GET", "/api/v1/records/risk?filter=nature:legal&sort=-title&limit=2&fields=title&facets=nature")
        .send();
    let json = page.json();
    assert_eq!(json["total"], 3);
    let titles: Vec<_> = json["rows"].as_array().unwrap().iter().map(|it| it["document"].clone()).collect();
    assert_eq!(titles, [json!({ "title": "Gamma" }), json!({ "title": "Delta" })]);
    assert_eq!(json["facets"]["nature"], json!([{ "value": "legal", "count": 3 }]));
    let next = page.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    let last = house.ask("GET", &next).send();
    assert_eq!(last.json()["rows"][0]["document"]["title"], "Alpha");
    assert_eq!(last.json()["next"], json!(null));
    assert_eq!(house.ask("GET", "/api/v1/search?q=gamma").send().json()["hits"].as_array().unwrap().len(), 1);
}

#[test]
fn links_come_and_go_one_by_one() {
    let house = House::new();
    let risk = house.make("risk", json!({ "title": "one" }));
    let links = format!("/api/v1/records/risk/{risk}/links");
    let add = |field: &str, to: &str| house.ask("POST", &links).json(&json!({ "field": field, "to": to })).send();
    let owner = house.lead.id.to_string();
    let made = add("owner", &owner);
    assert_eq!((made.status, &made.json()["document"]["owner"]), (200, &json!(owner)), "{}", made.text());
    assert_eq!(add("owner", &owner).json()["changed"], false);
    add("title", &owner).refused(422, "holds no link");
    add("owner", "nobody").refused(422, "number");
    add("owner", "PER-9999").refused(422, "PER-9999");
    let gone = house.ask("DELETE", &format!("{links}/owner/{owner}")).send();
    assert_eq!((gone.status, gone.json()["document"].get("owner")), (200, None));
}

#[test]
fn a_file_is_looked_at_before_it_is_imported() {
    let house = House::new();
    let csv = "Risk title,Nature,Shoe size\nLeak,legal,43\n";
    let before = house.entries();
    let seen = house
        .ask("POST", "/api/v1/imports/proposals")
        .parts(&[("kind", "risk")], &[("file", "risks.csv", csv.as_bytes())])
        .send();
    assert_eq!(seen.status, 200, "{}", seen.text());
    let seen = seen.json();
    let mapping = seen["mapping"].as_str().unwrap();
    assert!(mapping.contains("field = \"title\""), "{mapping}");
    assert!(!seen["notes"].as_array().unwrap().is_empty());
    assert_eq!(house.entries(), before);
    let imported = house
        .ask("POST", "/api/v1/imports")
        .parts(&[("kind", "risk"), ("mapping", mapping)], &[("file", "risks.csv", csv.as_bytes())])
        .send();
    assert_eq!(imported.json()["created"], 1, "{}", imported.text());
}

#[test]
fn everything_comes_out_and_a_backup_holds_the_store_without_its_key() {
    let house = House::new();
    house.make("risk", json!({ "title": "kept" }));
    let whole = house.ask("GET", "/api/v1/export").send();
    assert!(whole.text().lines().any(|it| it.contains("\"title\":\"kept\"")), "{}", whole.text());
    let backup = house.ask("GET", "/api/v1/backup").send();
    assert_eq!((backup.status, &backup.bytes[..2]), (200, b"PK".as_slice()));
    let names = String::from_utf8_lossy(&backup.bytes);
    assert!(names.contains("aims.db") && !names.contains("ledger.key"));
    house.reader_asks("GET", "/api/v1/backup").send().refused(403, "");
    house.reader_asks("GET", "/api/v1/export").send().refused(403, "");
}
