//! A server of one's own, and the demonstration that its first steps open beside it and remove again.

use serde_json::Value;

use crate::support::Server;

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent()
}

/// Signs in; the cookie.
fn sign_in(url: &str, email: &str, password: &str) -> String {
    let form = [("email", email), ("password", password)];
    let request = agent().post(format!("{url}/sign-in")).header("origin", url);
    let answer = request.send_form(form).unwrap();
    assert_eq!(answer.status(), 303);
    answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

fn post(url: &str, path: &str, cookie: &str) -> (u16, String) {
    let request = agent().post(format!("{url}{path}")).header("origin", url).header("cookie", cookie);
    let mut answer = request.send_form([("x", "")]).unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

/// What stands between two texts.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split_once(before).unwrap().1.split_once(after).unwrap().0
}

#[test]
fn a_demonstration_opens_beside_ones_own_store_and_goes_without_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("own").display().to_string();
    let server = Server::start(&["--data", &data]);
    let first = &server.said["sign_ins"][0];
    let own = sign_in(&server.url, first["email"].as_str().unwrap(), first["password"].as_str().unwrap());
    let (status, page) = post(&server.url, "/start/demonstration", &own);
    assert_eq!(status, 200, "{page}");
    let beside = between(&page, "<code>http", "</code>");
    let beside = format!("http{beside}");
    let row = page.split("<tbody>").nth(1).unwrap();
    let email = between(row, "<code>", "</code>");
    let password = between(row.split_once(email).unwrap().1, "<code>", "</code>");
    let theirs = sign_in(&beside, email, password);
    assert_ne!(theirs.split('=').next(), own.split('=').next(), "one server's cookie must not replace the other's");
    let systems = |url: &str, cookie: &str| {
        let request = agent().get(format!("{url}/api/v1/records/ai_system")).header("cookie", cookie);
        let text = request.call().unwrap().body_mut().read_to_string().unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["total"].as_u64().unwrap()
    };
    assert!(systems(&beside, &theirs) > 3);
    assert_eq!(systems(&server.url, &own), 0, "nothing of it is in one's own store");
    let (_, again) = post(&server.url, "/start/demonstration", &own);
    assert!(again.contains(&beside), "opening it again tells of it again");
    let (removed, _) = post(&server.url, "/start/demonstration/remove", &own);
    assert_eq!(removed, 303);
    assert!(agent().get(&beside).call().is_err(), "its server is gone");
}

/// What an auditor from outside would find first in the demonstration is found by readiness: a control that the statement excludes and of which there is
/// fresh evidence, a document of which readers never confirmed the edition in force, and a statement made for the scope before.
#[test]
fn a_demonstration_opens_none_beside_itself_and_shows_where_its_records_contradict_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo").display().to_string();
    let server = Server::start(&["--demo", "--data", &data]);
    let sign_ins = server.said["sign_ins"].as_array().unwrap();
    let cookie_of = |name: &str| {
        let of = sign_ins.iter().find(|it| it["name"].as_str().unwrap().starts_with(name)).unwrap();
        sign_in(&server.url, of["email"].as_str().unwrap(), of["password"].as_str().unwrap())
    };
    let cookie = cookie_of("Tobias");
    let (status, page) = post(&server.url, "/start/demonstration", &cookie);
    assert!(status == 404 && page.contains("aims serve --demo"), "{status}: {page}");
    let cookie = cookie_of("Hanne");
    let get = |path: &str| {
        let request = agent().get(format!("{}{path}", server.url)).header("cookie", &cookie);
        request.call().unwrap().body_mut().read_to_string().unwrap()
    };
    let told: Value = serde_json::from_str(&get("/api/v1/readiness")).unwrap();
    let said = |sort: &str| -> Vec<&str> {
        let all = told["clashes"].as_array().unwrap().iter().filter(|it| it[1]["sort"] == sort);
        all.map(|it| it[1]["says"].as_str().unwrap()).collect()
    };
    let excluded = said("excluded_in_use");
    assert!(matches!(excluded.as_slice(), [it] if it.contains("A.8.5") && it.contains("EVD-")), "{told}");
    let unread = said("newer_than_its_readers");
    assert!(unread.iter().any(|it| it.contains("have not confirmed this edition")), "{told}");
    assert_eq!(said("statement_of_other_scope").len(), 1, "{told}");
    let page = get("/readiness");
    assert!(page.contains("Excluded, yet in use") && page.contains(excluded[0]), "{page}");
}
