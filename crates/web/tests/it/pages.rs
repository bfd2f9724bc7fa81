//! What a person does on the pages, without scripts.

use serde_json::json;

use crate::house::{House, PASSWORD};

#[test]
fn signing_in_leads_back_to_where_one_wanted_to_go() {
    let house = House::new();
    let wanted = house.anonymous("GET", "/risk?filter=state:identified").send();
    assert_eq!(wanted.header("location"), "/sign-in?next=%2Frisk%3Ffilter%3Dstate%3Aidentified");
    let wrong = [("email", house.lead.email.as_str()), ("password", "wrong password!"), ("next", "/risk")];
    let again = house.anonymous("POST", "/sign-in").form(&wrong).send();
    assert_eq!(again.status, 401);
    assert!(again.text().contains("role=\"alert\"") && again.text().contains("value=\"lead@test.example\""));
    let right = [("email", house.lead.email.as_str()), ("password", PASSWORD), ("next", "/risk")];
    let inside = house.anonymous("POST", "/sign-in").form(&right).send();
    assert_eq!((inside.status, inside.header("location")), (303, "/risk"));
    let away = [("email", house.lead.email.as_str()), ("password", PASSWORD), ("next", "//evil.example")];
    assert_eq!(house.anonymous("POST", "/sign-in").form(&away).send().header("location"), "/");
}

#[test]
fn every_kind_has_its_pages() {
    let house = House::new();
    let configuration = house.aims.configuration();
    for kind in configuration.catalog.kinds() {
        for path in [format!("/{}", kind.kind), format!("/{}/new", kind.kind), format!("/kinds/{}", kind.kind)] {
            let page = house.ask("GET", &path).send();
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            assert!(page.text().contains("<h1>"), "{path}");
        }
    }
}

#[test]
fn a_form_makes_a_record_once() {
    let house = House::new();
    let form = house.ask("GET", "/risk/new?f.systems=SYS-0001").send();
    assert!(form.text().contains("value=\"SYS-0001\""), "the address fills fields");
    let once = form.hidden("once");
    let texts = [
        ("once", once.as_str()),
        ("f.title", "Wrong refusals"),
        ("f.owner", "lena lead"),
        ("f.event", "one\r\ntwo"),
        ("f.likelihood", "4"),
        ("f.consequence_types", "society"),
        ("f.consequence_types", "individuals"),
        ("f.tags.0.tag", "benefits"),
        ("f.tags.1.tag", ""),
    ];
    let files: [(&str, &str, &[u8]); 2] = [("f.files.0.file", "note.txt", b"seen"), ("f.files.1.file", "", b"")];
    let made = house.ask("POST", "/risk/new").parts(&texts, &files).send();
    assert_eq!(made.status, 303, "{}", made.text());
    assert_eq!(made.header("location"), "/risk/RSK-0001?done=made");
    let again = house.ask("POST", "/risk/new").parts(&texts, &files).send();
    assert_eq!(again.header("location"), "/risk/RSK-0001?done=made", "sent twice, done once");
    let record = house.ask("GET", "/api/v1/records/risk/RSK-0001").send().json();
    let document = &record["document"];
    assert_eq!(document["owner"], house.lead.id.to_string(), "a title stands for its record");
    assert_eq!(document["event"], "one\ntwo");
    assert_eq!(document["likelihood"], 4);
    assert_eq!(document["consequence_types"], json!(["individuals", "society"]));
    assert_eq!(document["tags"], json!([{ "tag": "benefits" }]));
    assert_eq!(document["files"][0]["file"]["name"], "note.txt");
    let page = house.ask("GET", "/risk/RSK-0001?done=made").send().text();
    for shown in
        ["Made.", "Wrong refusals", "4 · ", "note.txt", "Lena Lead", "History", "What can be done", "New comment"]
    {
        assert!(page.contains(shown), "the page shows {shown}");
    }
}

#[test]
fn a_form_that_cannot_be_read_keeps_what_was_typed() {
    let house = House::new();
    let typed =
        [("f.title", "Kept"), ("f.assessed_on", "31.02.2026"), ("f.owner", "Nobody Known"), ("f.nature", "legal")];
    let answer = house.ask("POST", "/risk/new").form(&typed).send();
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(
        page.contains("value=\"Kept\"")
            && page.contains("value=\"31.02.2026\"")
            && page.contains("value=\"Nobody Known\"")
    );
    assert!(page.contains("class=\"field wrong\"") && page.contains("no person is called `Nobody Known`"));
    assert!(page.contains("<option value=\"legal\" selected>"));
    let blank = house.ask("POST", "/risk/new").form(&[("f.event", "no title")]).send();
    assert_eq!(blank.status, 422);
    let rows =
        house.ask("POST", "/risk/new").form(&[("f.tags.0.tag", "a"), ("f.tags.1.tag", "b"), ("more", "tags")]).send();
    assert_eq!(rows.status, 200);
    assert!(rows.text().contains("name=\"f.tags.3.tag\""), "more rows are offered");
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0);
}

#[test]
fn saving_what_a_form_shows_changes_nothing() {
    let house = House::new();
    let id = house.make(
        "risk",
        json!({ "title": "  Spaces and \"quotes\" & more", "event": "one\n\ntwo\n", "owner": house.lead.id, "likelihood": 3,
            "consequence_types": ["groups"], "tags": [{ "tag": "a" }], "external_ids": [{ "register": "r", "key": "k", "agreed_on": "2026-01-31" }] }),
    );
    let form = house.ask("GET", &format!("/risk/{id}/edit")).send();
    let pairs = inputs(&form.text());
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = house.ask("POST", &format!("/risk/{id}/edit")).form(&pairs).send();
    assert_eq!(saved.header("location"), format!("/risk/{id}?done=same"), "{}", saved.text());
}

/// What a browser would send for a page's form of a record: texts, areas, chosen options, ticked boxes.
pub fn inputs(page: &str) -> Vec<(String, String)> {
    let form = page.split("class=\"record\"").nth(1).unwrap().split("</form>").next().unwrap();
    let plain =
        |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let part = |tag: &str, name: &str| {
        let mark = format!(" {name}=\"");
        Some(plain(tag.split(&mark).nth(1)?.split('"').next()?))
    };
    let mut pairs = Vec::new();
    let mut select = String::new();
    for piece in form.split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap();
        let name = part(tag, "name").unwrap_or_default();
        if tag.starts_with("input") && !tag.contains("type=\"file\"") {
            let box_type = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
            if !box_type || tag.ends_with(" checked") {
                pairs.push((name, part(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("textarea") {
            let text = plain(rest);
            pairs.push((name, text.strip_prefix('\n').unwrap_or(&text).replace('\n', "\r\n")));
        } else if tag.starts_with("select") {
            select = name;
        } else if tag.starts_with("option") && tag.ends_with(" selected") {
            pairs.push((select.clone(), part(tag, "value").unwrap_or_default()));
        }
    }
    pairs
}

#[test]
fn a_conflict_loses_nobodys_text() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Begun", "event": "old event", "rationale": "old reasons" }));
    let other = json!({ "document": { "title": "Changed by another", "rationale": "better reasons" } });
    house.ask("PATCH", &format!("/api/v1/records/risk/{id}")).version(1).json(&other).send();
    let mine = [("base", "1"), ("f.title", "Changed by me"), ("f.event", "new event"), ("f.rationale", "old reasons")];
    let conflict = house.ask("POST", &format!("/risk/{id}/edit")).form(&mine).send();
    assert_eq!(conflict.status, 409);
    let page = conflict.text();
    assert!(page.contains("value=\"Changed by me\"") && page.contains("new event"), "my text is kept");
    assert!(page.contains("Stored now") && page.contains("Changed by another"), "theirs is shown");
    assert!(
        page.contains("better reasons") && !page.contains("old reasons"),
        "what I left alone takes the newer value"
    );
    let pairs = inputs(&page);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert!(pairs.contains(&("base", "2")));
    let saved = house.ask("POST", &format!("/risk/{id}/edit")).form(&pairs).send();
    assert_eq!(saved.status, 303, "{}", saved.text());
    let document = house.ask("GET", &format!("/api/v1/records/risk/{id}")).send().json()["document"].clone();
    assert_eq!(document["title"], "Changed by me");
    assert_eq!(document["event"], "new event");
    assert_eq!(document["rationale"], "better reasons");
}

#[test]
fn a_move_that_may_not_be_made_says_why() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Watched" }));
    let page = house.reader_asks("GET", &format!("/risk/{id}")).send().text();
    assert!(page.contains("(not permitted)") && page.contains("class=\"refusals\""));
    assert!(!page.contains(&format!("/risk/{id}/moves/")));
    let refused =
        house.reader_asks("POST", &format!("/risk/{id}/moves/close")).form(&[("base", "1"), ("why", "x")]).send();
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("role=\"alert\"") && refused.text().contains("Watched"));
    let missing = house.ask("POST", &format!("/risk/{id}/moves/analyse")).form(&[("base", "1")]).send();
    assert_eq!(missing.status, 422, "the page of the record comes back with the problem");
    let stale = house.ask("POST", &format!("/risk/{id}/retire")).form(&[("base", "9"), ("why", "x")]).send();
    assert_eq!(stale.status, 409);
}

#[test]
fn a_comment_stands_under_its_record() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Discussed" }));
    let once = house.ask("GET", &format!("/risk/{id}")).send().hidden("once");
    let comment = [("once", once.as_str()), ("body", "I <b>see</b> it")];
    let added = house.reader_asks("POST", &format!("/risk/{id}/comments")).form(&comment).send();
    assert_eq!(added.header("location"), format!("/risk/{id}?done=commented"), "{}", added.text());
    let page = house.ask("GET", &format!("/risk/{id}")).send().text();
    assert!(page.contains("I &lt;b&gt;see&lt;/b&gt; it") && page.contains("Rita Reader"));
    let blank = house.ask("POST", &format!("/risk/{id}/comments")).form(&[("body", "  ")]).send();
    assert_eq!(blank.status, 422);
}

#[test]
fn selected_rows_change_together() {
    let house = House::new();
    let (a, b) = (house.make("risk", json!({ "title": "A" })), house.make("risk", json!({ "title": "B" })));
    let owner = house.lead.id.to_string();
    let (row_a, row_b) = (format!("{a}@1"), format!("{b}@1"));
    let form = [("ids", row_a.as_str()), ("ids", row_b.as_str()), ("do", "set:owner"), ("f.owner", owner.as_str())];
    let done = house.ask("POST", "/risk/bulk").form(&form).send();
    assert_eq!(done.header("location"), "/risk?done=changed", "{}", done.text());
    assert_eq!(house.ask("GET", "/api/v1/records/risk?filter=owner:me").send().json()["total"], 2);
    assert_eq!(house.ask("POST", "/risk/bulk").form(&[("do", "retire")]).send().status, 400);
    let home = house.ask("GET", "/").send().text();
    assert!(home.contains("Still missing") && home.contains(&a), "what is mine and incomplete stands at the start");
}

#[test]
fn a_list_is_narrowed_sorted_and_turned() {
    let house = House::new();
    for number in 0..60 {
        let nature = if number % 2 == 0 { "legal" } else { "technical" };
        house.make("risk", json!({ "title": format!("Risk {number:02}"), "nature": nature }));
    }
    let page = house.ask("GET", "/risk?sort=-title").send().text();
    assert!(page.contains("1–50 of 60") && page.contains("aria-sort=\"descending\"") && page.contains("Risk 59"));
    assert!(page.contains("/risk/counts?sort=-title&amp;of=nature"), "{page}");
    assert!(house.ask("GET", "/risk?sort=-title&page=2").send().text().contains("Risk 00"));
    let narrowed = house.ask("GET", "/risk?filter=nature:legal").send().text();
    assert!(narrowed.contains("30 records"));
    let wrong = house.ask("GET", "/risk?filter=colour:red").send();
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("did you mean") && wrong.text().contains("value=\"colour:red\""));
}
