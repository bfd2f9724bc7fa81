//! Signing in, tokens, accounts.

use serde_json::json;

use crate::house::{House, PASSWORD};

#[test]
fn a_session_begins_and_ends() {
    let house = House::new();
    let wrong = json!({ "email": house.lead.email, "password": "wrong password!" });
    let refused = house.anonymous("POST", "/api/v1/session").json(&wrong).send();
    refused.refused(401, "wrong");
    let unknown = json!({ "email": "nobody@test.example", "password": "wrong password!" });
    let same = house.anonymous("POST", "/api/v1/session").json(&unknown).send();
    assert_eq!(same.json()["detail"], refused.json()["detail"], "nobody learns which addresses exist");

    let right = json!({ "email": house.lead.email, "password": PASSWORD });
    let begun = house.anonymous("POST", "/api/v1/session").json(&right).send();
    assert_eq!(begun.status, 201, "{}", begun.text());
    let cookie = begun.header("set-cookie").to_owned();
    assert!(cookie.starts_with("aims=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let pair = cookie.split(';').next().unwrap().to_owned();
    let me = house.anonymous("GET", "/api/v1/me").header("cookie", &pair).send();
    assert_eq!(me.json()["name"], "Lena Lead");
    assert!(me.json()["roles"].to_string().contains("governance_lead"), "{}", me.text());
    assert_eq!(house.anonymous("DELETE", "/api/v1/session").header("cookie", &pair).send().status, 204);
    house.anonymous("GET", "/api/v1/me").header("cookie", &pair).send().refused(401, "sign in");
}

#[test]
fn many_wrong_passwords_are_slowed_down() {
    let house = House::new();
    let wrong = json!({ "email": house.reader.email, "password": "wrong password!" });
    let statuses: Vec<u16> =
        (0..12).map(|_| house.anonymous("POST", "/api/v1/session").json(&wrong).send().status).collect();
    assert_eq!(statuses[0], 401);
    assert_eq!(statuses[11], 429);
}

#[test]
fn over_https_the_cookie_is_bound_to_the_host() {
    let settings = web::Settings { https: true, ..web::Settings::default() };
    let house = House::with(|home| store::Place::Sqlite(home.join("aims.db")), settings);
    let right = json!({ "email": house.lead.email, "password": PASSWORD });
    let begun = house.anonymous("POST", "/api/v1/session").json(&right).send();
    assert!(begun.header("set-cookie").starts_with("__Host-aims="));
    assert!(begun.header("set-cookie").contains("; Path=/; HttpOnly; SameSite=Lax; Secure"));
    assert!(begun.header("strict-transport-security").starts_with("max-age="));
    house.ask("GET", "/api/v1/me").send().refused(401, "sign in");
}

#[test]
fn tokens_do_what_their_scopes_say() {
    let house = House::new();
    let made = house.ask("POST", "/api/v1/tokens").json(&json!({ "label": "CI", "scopes": ["read"] })).send();
    assert_eq!(made.status, 201, "{}", made.text());
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(house.program_asks(&token, "GET", "/api/v1/records/risk").send().status, 200);
    let body = json!({ "document": { "title": "x" } });
    house.program_asks(&token, "POST", "/api/v1/records/risk").key("k").json(&body).send().refused(403, "token");
    let cookie = format!("aims={}", house.lead.secret);
    let both = house.program_asks("aims_pat_wrong", "GET", "/api/v1/me").header("cookie", &cookie).send();
    both.refused(401, "sign in");
    house
        .anonymous("GET", "/api/v1/me")
        .header("authorization", "Basic eDp5")
        .header("cookie", &cookie)
        .send()
        .refused(401, "");

    let tokens = house.ask("GET", "/api/v1/tokens").send();
    assert!(!tokens.text().contains(&token), "a token is shown once");
    let id = tokens.json()["tokens"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.ask("DELETE", &format!("/api/v1/tokens/{id}")).send().status, 204);
    house.program_asks(&token, "GET", "/api/v1/me").send().refused(401, "");
    house.ask("POST", "/api/v1/tokens").json(&json!({ "label": "x", "scopes": ["fly"] })).send().refused(422, "scopes");
}

#[test]
fn accounts_are_for_administrators() {
    let house = House::new();
    let new = json!({ "name": "Nora New", "email": "nora@test.example", "password": PASSWORD });
    house.reader_asks("POST", "/api/v1/accounts").json(&new).send().refused(403, "");
    house.reader_asks("GET", "/api/v1/accounts").send().refused(403, "");
    let made = house.ask("POST", "/api/v1/accounts").json(&new).send();
    assert_eq!(made.status, 201, "{}", made.text());
    assert!(!made.text().contains("password"));
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let sign_in = |password: &str| {
        let body = json!({ "email": "nora@test.example", "password": password });
        house.anonymous("POST", "/api/v1/session").json(&body).send()
    };
    let cookie = sign_in(PASSWORD).header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(house.anonymous("GET", "/api/v1/me").header("cookie", &cookie).send().status, 200);
    assert_eq!(house.ask("POST", &format!("/api/v1/accounts/{id}/disable")).send().status, 204);
    house.anonymous("GET", "/api/v1/me").header("cookie", &cookie).send().refused(401, "");
    sign_in(PASSWORD).refused(401, "");
    assert_eq!(house.ask("POST", &format!("/api/v1/accounts/{id}/enable")).send().status, 204);
    let password = json!({ "password": "another long password" });
    assert_eq!(house.ask("POST", &format!("/api/v1/accounts/{id}/password")).json(&password).send().status, 204);
    assert_eq!(sign_in("another long password").status, 201);
    let short = json!({ "password": "short" });
    house.ask("POST", &format!("/api/v1/accounts/{id}/password")).json(&short).send().refused(422, "12");
}

#[test]
fn what_may_not_be_seen_is_missing_and_what_may_not_be_done_is_refused() {
    let house = House::new();
    let open = house.make("risk", json!({ "title": "Open", "access": "internal" }));
    let closed = house.make("risk", json!({ "title": "Closed matter", "access": "restricted" }));
    assert_eq!(house.reader_asks("GET", &format!("/api/v1/records/risk/{open}")).send().status, 200);
    house.reader_asks("GET", &format!("/api/v1/records/risk/{closed}")).send().refused(404, &closed);
    assert_eq!(house.reader_asks("GET", "/api/v1/records/risk").send().json()["total"], 1);
    assert_eq!(house.reader_asks("GET", "/api/v1/search?q=closed").send().json()["hits"], json!([]));
    assert_eq!(house.reader_asks("GET", &format!("/risk/{closed}")).send().status, 404);
    let patch = json!({ "document": { "title": "Mine now" } });
    let refused = house.reader_asks("PATCH", &format!("/api/v1/records/risk/{open}")).version(1).json(&patch).send();
    let problem = refused.refused(403, "");
    assert!(problem["refusals"][0]["policy"].is_string());
    house
        .reader_asks("PATCH", &format!("/api/v1/records/risk/{closed}"))
        .version(1)
        .json(&patch)
        .send()
        .refused(404, &closed);
}
