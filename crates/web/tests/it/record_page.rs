//! The page of a record: links both ways, the past, comments, files, history and its proof.

use serde_json::json;

use crate::house::House;

#[test]
fn what_links_here_is_counted_shortened_and_led_to() {
    let house = House::new();
    let system = house.make("ai_system", json!({ "title": "Scoring" }));
    for number in 0..60 {
        house.make("risk", json!({ "title": format!("Risk {number}"), "systems": [system] }));
    }
    let page = house.ask("GET", &format!("/ai_system/{system}?view=record")).send().text();
    assert!(page.contains("<span class=\"count\">60</span>"), "{page}");
    assert!(page.contains(&format!("href=\"/risk?filter=systems:{system}\">All 60<")), "{page}");
    assert_eq!(page.matches("href=\"/risk/RSK-").count(), 8, "a list is short");
    assert!(page.contains(&format!("href=\"/risk/new?f.systems={system}\"")));
    let all = house.ask("GET", &format!("/risk?filter=systems:{system}")).send();
    assert_eq!((all.status, all.text().contains("60 records")), (200, true));
}

#[test]
fn a_past_moment_stays_on_every_link() {
    let house = House::new();
    let owner = house.lead.id.to_string();
    let system = house.make("ai_system", json!({ "title": "Scoring" }));
    let risk = house.make("risk", json!({ "title": "Then", "systems": [system], "owner": owner }));
    let page = format!("/risk/{risk}");
    let change = json!({ "document": { "title": "Now" } });
    house.ask("PATCH", &format!("/api/v1/records{page}")).version(1).json(&change).send();
    let led = house.ask("GET", &format!("{page}?version=1")).send();
    let past = led.header("location").to_owned();
    assert!(past.starts_with(&format!("{page}?as_of=%23")), "{past}");
    let shown = house.ask("GET", &past).send().text();
    assert!(shown.contains("Then") && !shown.contains("<h1><span class=\"number\">RSK-0001</span> Now"), "{shown}");
    let moment = past.split('?').nth(1).unwrap();
    for linked in [format!("/ai_system/{system}"), format!("/person/{owner}"), "/risk".to_owned()] {
        assert!(shown.contains(&format!("href=\"{linked}?{moment}\"")), "{linked} keeps the moment: {shown}");
    }
    for act in ["/edit\"", "/moves/", "/retire\"", "name=\"body\"", "type=\"file\""] {
        assert!(
            !shown.contains(&format!("{page}{act}")) && !shown.contains("name=\"body\""),
            "nothing can be done: {act}"
        );
    }
    assert_eq!(house.ask("GET", &format!("{page}?version=2")).send().header("location"), page, "the newest is now");
    assert_eq!(house.ask("GET", &format!("{page}?version=9")).send().status, 404);
    assert!(house.ask("GET", &format!("{page}?as_of=")).send().text().contains("Now"), "no day is now");
    let linked = house.ask("GET", &format!("/ai_system/{system}?{moment}")).send();
    assert!(linked.text().contains(&format!("href=\"{page}?{moment}\"")), "and the other way: {}", linked.text());
}

#[test]
fn history_shows_who_when_what_why_and_proves_it() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Before", "event": "The model <refuses> wrongly." }));
    let edit =
        [("base", "1"), ("f.title", "After"), ("f.event", "The model <accepts> wrongly."), ("why", "it was wrong")];
    assert_eq!(house.ask("POST", &format!("/risk/{id}/edit")).form(&edit).send().status, 303);
    for path in [format!("/risk/{id}"), format!("/risk/{id}/history")] {
        let page = house.ask("GET", &path).send().text();
        for shown in
            ["Lena Lead", "it was wrong", "Before", "After", "<del>&lt;refuses&gt;</del>", "<ins>&lt;accepts&gt;</ins>"]
        {
            assert!(page.contains(shown), "{path} shows {shown}: {page}");
        }
    }
    let page = house.ask("GET", &format!("/risk/{id}/history")).send().text();
    let place = page.split("href=\"/ledger/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let entry = house.ask("GET", &format!("/ledger/{place}")).send();
    assert!(entry.text().contains(&format!("href=\"/risk/{id}\"")) && entry.text().contains("Merkle"));
    let proof = house.ask("GET", &format!("/ledger/{place}/proof")).send().text();
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1\n") && proof.contains(&format!("index {place}\n")), "{proof}");
    let bytes = house.ask("GET", &format!("/ledger/{place}/bytes")).send().json();
    assert_eq!((&bytes["ent"], &bytes["ver"]), (&json!(id), &json!(2)));
    assert_eq!(house.ask("GET", "/ledger/999999").send().status, 404);
    assert_eq!(house.ask("GET", "/ledger/x").send().status, 404);
    let hidden = house.make("risk", json!({ "title": "Hidden", "access": "restricted" }));
    let page = house.ask("GET", &format!("/risk/{hidden}/history")).send().text();
    let place = page.split("href=\"/ledger/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(house.reader_asks("GET", &format!("/ledger/{place}")).send().status, 404);
}

#[test]
fn comments_mention_answer_and_are_settled() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Discussed" }));
    let page = format!("/risk/{id}");
    let say = |pairs: &[(&str, &str)]| house.ask("POST", &format!("{page}/comments")).form(pairs).send();
    let said = say(&[("body", "What do you think, @Rita Reader? cc @lena, a@b.example")]);
    assert_eq!(said.status, 303, "{}", said.text());
    let first = house.ask("GET", "/api/v1/records/comment/CMT-0001").send().json();
    assert_eq!(first["document"]["mentions"], json!([house.reader.id, house.lead.id]));
    let mine = house.reader_asks("GET", "/api/v1/records/comment?filter=mentions:me").send().json();
    assert_eq!(mine["total"], 1, "who is mentioned finds it");
    say(&[("body", "I answer"), ("answers", "CMT-0001")]);
    let shown = house.ask("GET", &page).send().text();
    assert!(
        shown.contains(&format!("<a class=\"mention\" href=\"/person/{}\">@Rita Reader</a>?", house.reader.id)),
        "{shown}"
    );
    assert!(shown.contains("class=\"answer\"") && shown.contains("comments/CMT-0001/resolve"));
    assert!(!shown.contains("comments/CMT-0002/resolve"), "a thread is settled as a whole");
    let settled = house.ask("POST", &format!("{page}/comments/CMT-0001/resolve")).form(&[]).send();
    assert_eq!(settled.header("location"), format!("{page}?done=settled"), "{}", settled.text());
    let shown = house.ask("GET", &page).send().text();
    assert!(shown.contains("Settled: CMT-0001") && shown.contains("comments/CMT-0001/reopen"));
    let refused = say(&[("body", "Kept <i>text</i>"), ("answers", "CMT-9999")]);
    assert_eq!((refused.status, refused.text().contains("Kept &lt;i&gt;text&lt;/i&gt;</textarea>")), (422, true));
    let other = house.make("risk", json!({ "title": "Other" }));
    let wrong = house.ask("POST", &format!("/risk/{other}/comments/CMT-0001/reopen")).form(&[]).send();
    assert_eq!(wrong.status, 404, "a comment is settled on the page of its record");
}

#[test]
fn who_owns_a_record_settles_what_is_said_about_it() {
    let house = House::new();
    for (owner, answer) in [(&house.reader.id, 303), (&house.lead.id, 403)] {
        let id = house.make("risk", json!({ "title": "Owned", "owner": owner }));
        let page = format!("/risk/{id}");
        house.ask("POST", &format!("{page}/comments")).form(&[("body", "Is this right?")]).send();
        let filter = format!("/api/v1/records/comment?filter=about:{id}");
        let comment = house.ask("GET", &filter).send().json()["rows"][0]["id"].as_str().unwrap().to_owned();
        let settle = format!("{page}/comments/{comment}/resolve");
        assert_eq!(house.reader_asks("GET", &page).send().text().contains(&settle), answer == 303, "{owner}");
        assert_eq!(house.reader_asks("POST", &settle).form(&[]).send().status, answer, "{owner}");
    }
}

#[test]
fn files_are_added_named_and_fetched() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Shown" }));
    let add = |name: &str, bytes: &[u8]| {
        house.ask("POST", &format!("/risk/{id}/files")).parts(&[("note", "the note")], &[("file", name, bytes)]).send()
    };
    assert_eq!(
        add("<b>report.html", b"<script>alert(1)</script>").header("location"),
        format!("/risk/{id}?done=filed")
    );
    let page = house.ask("GET", &format!("/risk/{id}")).send().text();
    assert!(page.contains("&lt;b&gt;report.html") && page.contains("the note"), "{page}");
    let address = page.split("href=\"/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(page.contains(&format!("<code class=\"digest\">{address}</code>")));
    let file = house.ask("GET", &format!("/files/{address}")).send();
    assert_eq!(file.bytes, b"<script>alert(1)</script>");
    assert!(file.header("content-disposition").starts_with("attachment;"));
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    let none = house.ask("POST", &format!("/risk/{id}/files")).parts(&[], &[]).send();
    assert_eq!((none.status, none.text().contains("no file was chosen")), (422, true));
}

#[test]
fn a_value_says_what_it_follows_from() {
    let house = House::new();
    let fields = json!({ "title": "Scored", "likelihood": 4, "consequence": 4, "nature": "legal" });
    let risk = house.make("risk", fields);
    let page = house.ask("GET", &format!("/risk/{risk}")).send().text();
    assert!(page.contains("Why: Cell of the matrix `risk`"), "a computed value: {page}");
    let action =
        house.make("action", json!({ "title": "Late", "form": "task", "due": "2026-01-01", "owner": house.lead.id }));
    let page = house.ask("GET", &format!("/action/{action}")).send().text();
    assert!(page.contains("Where it stands") && page.contains("Why: "), "a derived value: {page}");
}
