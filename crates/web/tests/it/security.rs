//! Headers, requests from other sites, hostile text.

use serde_json::json;

use crate::house::House;

#[test]
fn every_answer_carries_the_headers() {
    let house = House::new();
    let answers = [
        house.anonymous("GET", "/sign-in").send(),
        house.anonymous("GET", "/api/v1/health").send(),
        house.ask("GET", "/").send(),
        house.ask("GET", "/api/v1/nothing").send(),
        house.ask("GET", "/risk/RSK-9999").send(),
    ];
    let mut numbers = Vec::new();
    for answer in &answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
        numbers.push(answer.header("x-request-id").to_owned());
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), answers.len(), "each request has a number of its own");
    let style = house.anonymous("GET", "/static/aims.css").send();
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").starts_with("public"));
    let tag = style.header("etag").to_owned();
    assert_eq!(house.anonymous("GET", "/static/aims.css").header("if-none-match", &tag).send().status, 304);
    assert_eq!(house.anonymous("GET", "/static/../Cargo.toml").send().status, 404);
}

#[test]
fn pages_carry_no_inline_script_or_style() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "x", "likelihood": 2 }));
    for path in [
        "/",
        "/risk",
        "/risk/new",
        &format!("/risk/{id}"),
        &format!("/risk/{id}/edit"),
        "/import",
        "/kinds/risk",
        "/sign-in",
    ] {
        let page = house.ask("GET", path).send().text();
        let bare = page.replace("<script type=\"module\" src=\"/static/", "");
        for wrong in ["<script", "style=", "<style", "onclick", "onload", "javascript:"] {
            assert!(!bare.contains(wrong), "{path} holds {wrong}");
        }
    }
}

#[test]
fn other_sites_change_nothing() {
    let house = House::new();
    let before = house.entries();
    let forged =
        house.ask("POST", "/risk/new").header("sec-fetch-site", "cross-site").form(&[("f.title", "forged")]).send();
    assert_eq!(forged.status, 403);
    assert!(forged.text().contains("Another site asked for this change"));
    let body = json!({ "document": { "title": "forged" } });
    let api = |ask: crate::house::Ask<'_>| ask.json(&body).send();
    api(house.ask("POST", "/api/v1/records/risk").header("origin", "https://evil.example"))
        .refused(403, "another site");
    api(house.ask("POST", "/api/v1/records/risk").header("sec-fetch-site", "same-site")).refused(403, "another site");
    let login = house
        .anonymous("POST", "/sign-in")
        .header("origin", "https://evil.example")
        .form(&[("email", "a"), ("password", "b")]);
    assert_eq!(login.send().status, 403);
    assert_eq!(house.entries(), before);
    let own = api(house.ask("POST", "/api/v1/records/risk").header("sec-fetch-site", "same-origin"));
    assert_eq!(own.status, 201);
}

#[test]
fn hostile_text_is_shown_as_text() {
    let house = House::new();
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let id = house.make("risk", json!({ "title": hostile, "event": hostile, "tags": [{ "tag": hostile }] }));
    let paths = ["/risk".to_owned(), format!("/risk/{id}"), format!("/risk/{id}/edit"), "/search?q=script".to_owned()];
    for path in paths {
        let page = house.ask("GET", &path).send();
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("&lt;script&gt;"), "{path} shows it");
        assert!(!page.text().contains("<script>") && !page.text().contains("<img src=x"), "{path}");
    }
    let query = "/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    assert!(!house.ask("GET", query).send().text().contains("<script>"));
    let missing = house.ask("GET", "/%3Cscript%3Ealert(1)%3C%2Fscript%3E").send();
    assert_eq!(missing.status, 404);
    assert!(!missing.text().contains("<script>"));
    let filter = house.ask("GET", "/risk?filter=%22%3E%3Cscript%3E").send();
    assert!(!filter.text().contains("<script>"));
    let next = house.anonymous("GET", "/sign-in?next=%22%3E%3Cscript%3E").send();
    assert!(!next.text().contains("<script>"));
}

#[test]
fn a_link_never_runs_anything() {
    let house = House::new();
    let refused = house
        .ask("POST", "/api/v1/records/external_party")
        .json(&json!({ "document": { "title": "x", "website": "javascript:alert(1)" } }))
        .send();
    assert_eq!(refused.status, 422, "{}", refused.text());
}

#[test]
fn answers_are_compressed_for_those_who_ask() {
    let house = House::new();
    let plain = house.ask("GET", "/api/v1/openapi.json").header("accept-encoding", "identity").send();
    assert_eq!(plain.header("content-encoding"), "");
    let compressed = house.ask("GET", "/api/v1/openapi.json").header("accept-encoding", "gzip").send();
    // The client here unpacks what it does not know as bytes: the magic number of gzip is enough.
    let packed = compressed.header("content-encoding") == "gzip" || compressed.json() == plain.json();
    assert!(packed, "{}", compressed.header("content-encoding"));
}

#[test]
fn who_never_ends_their_headers_is_hung_up_on() {
    use std::io::{Read, Write};
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let app = axum::Router::new();
    let limit = std::time::Duration::from_millis(50);
    runtime.spawn(web::serve_within(listener, app, limit, std::future::pending()));
    let mut slow = std::net::TcpStream::connect(address).unwrap();
    slow.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: here\r\nX-Slow: ").unwrap();
    let mut answer = Vec::new();
    // Without a limit this read would wait until it fails.
    slow.read_to_end(&mut answer).unwrap();
    assert!(!answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
}
