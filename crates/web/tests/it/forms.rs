//! Forms: sent twice, kept as drafts, searched in, changed by two people at once, sent after a session ended.

use serde_json::json;

use crate::house::{House, PASSWORD};
use crate::pages::inputs;

fn title(house: &House, id: &str) -> String {
    let record = house.ask("GET", &format!("/api/v1/records/risk/{id}")).send().json();
    record["document"]["title"].as_str().unwrap().to_owned()
}

#[test]
fn every_form_that_is_sent_twice_does_its_work_once() {
    let house = House::new();
    let form = house.ask("GET", "/risk/new").send();
    let (once, other) = (form.hidden("once"), house.ask("GET", "/risk/new").send().hidden("once"));
    assert_ne!(once, other, "each form has a key of its own");
    let send = |once: &str| house.ask("POST", "/risk/new").form(&[("once", once), ("f.title", "Once")]).send();
    let made: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..4).map(|_| scope.spawn(|| send(&once).header("location").to_owned())).collect();
        tries.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(made.iter().all(|it| *it == "/risk/RSK-0001?done=made"), "{made:?}");
    assert_eq!(send(&other).header("location"), "/risk/RSK-0002?done=made", "another form makes another record");
    let comment = [("once", once.as_str()), ("body", "Twice?")];
    for _ in 0..2 {
        house.ask("POST", "/risk/RSK-0001/comments").form(&[("once", &other[..]), comment[1]]).send();
    }
    // The key was used for a record; a comment under it is another change and is refused rather than doubled.
    assert_eq!(house.ask("GET", "/api/v1/records/comment").send().json()["total"], 0);
    let fresh = house.ask("GET", "/risk/RSK-0001").send().hidden("once");
    for _ in 0..2 {
        let sent = house.ask("POST", "/risk/RSK-0001/comments").form(&[("once", &fresh[..]), comment[1]]).send();
        assert_eq!(sent.status, 303, "{}", sent.text());
    }
    assert_eq!(house.ask("GET", "/api/v1/records/comment").send().json()["total"], 1);
    for _ in 0..2 {
        let sent = house.ask("POST", "/risk/RSK-0001/files").parts(&[], &[("file", "a.txt", b"seen")]).send();
        assert_eq!(sent.status, 303, "{}", sent.text());
    }
    let record = house.ask("GET", "/api/v1/records/risk/RSK-0001").send().json();
    assert_eq!(record["document"]["files"].as_array().unwrap().len(), 1);
}

#[test]
fn a_draft_is_kept_for_its_author_until_it_is_sent() {
    let house = House::new();
    let typed = [("f.title", "Half a <thought>"), ("f.event", "one\r\ntwo"), ("f.tags.1.tag", "x")];
    let before = house.entries();
    let kept = house.ask("POST", "/risk/new/draft").form(&typed).send();
    assert_eq!(kept.header("location"), "/risk/new?draft=kept", "{}", kept.text());
    assert_eq!(house.entries(), before, "a draft is not in the ledger");
    let script = house.ask("POST", "/risk/new/draft").header("accept", "application/json").form(&typed).send();
    assert_eq!(script.status, 204);
    let plain = house.ask("GET", "/risk/new").send().text();
    assert!(plain.contains("You left a draft") && !plain.contains("Half a"), "it is offered, not imposed");
    let again = house.ask("GET", "/risk/new?draft=yes").send().text();
    assert!(again.contains("value=\"Half a &lt;thought&gt;\"") && again.contains("one\ntwo"), "{again}");
    assert!(!house.reader_asks("GET", "/risk/new").send().text().contains("You left a draft"), "nobody else sees it");
    let pairs = inputs(&again);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(house.ask("POST", "/risk/new").form(&pairs).send().status, 303);
    assert!(!house.ask("GET", "/risk/new").send().text().contains("You left a draft"), "what was sent is no draft");
    house.ask("POST", "/risk/new/draft").form(&typed).send();
    house.ask("POST", "/risk/new/draft").form(&[("discard", "yes")]).send();
    assert!(!house.ask("GET", "/risk/new").send().text().contains("You left a draft"));
    let large = "x".repeat(600 << 10);
    assert_eq!(house.ask("POST", "/risk/new/draft").form(&[("f.event", large.as_str())]).send().status, 413);
}

#[test]
fn a_draft_of_an_older_version_meets_the_newer_one() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Begun" }));
    house.ask("POST", &format!("/risk/{id}/draft")).form(&[("base", "1"), ("f.title", "Mine")]).send();
    let other = json!({ "document": { "title": "Theirs" } });
    house.ask("PATCH", &format!("/api/v1/records/risk/{id}")).version(1).json(&other).send();
    let form = house.ask("GET", &format!("/risk/{id}/edit?draft=yes")).send();
    assert_eq!((form.hidden("base").as_str(), form.text().contains("value=\"Mine\"")), ("1", true));
    let sent = house.ask("POST", &format!("/risk/{id}/edit")).form(&[("base", "1"), ("f.title", "Mine")]).send();
    assert_eq!(sent.status, 409, "both are shown rather than one of them lost");
}

#[test]
fn of_a_conflict_each_field_can_go_either_way() {
    let house = House::new();
    for (take, wanted) in [("mine", "Mine"), ("theirs", "Theirs")] {
        let id = house.make("risk", json!({ "title": "Begun" }));
        let other = json!({ "document": { "title": "Theirs" } });
        house.ask("PATCH", &format!("/api/v1/records/risk/{id}")).version(1).json(&other).send();
        let edit = format!("/risk/{id}/edit");
        let page = house.ask("POST", &edit).form(&[("base", "1"), ("f.title", "Mine")]).send();
        for shown in ["Both began with", "Begun", "Stored now", "Theirs", "value=\"Mine\"", "name=\"take.title\""] {
            assert!(page.text().contains(shown), "{shown}: {}", page.text());
        }
        let form = [("base", "2"), ("f.title", "Mine"), ("take.title", take)];
        let saved = house.ask("POST", &edit).form(&form).send();
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(title(&house, &id), wanted);
    }
}

#[test]
fn a_link_is_found_by_words_without_scripts() {
    let house = House::new();
    house.make("person", json!({ "title": "Ada Lovelace" }));
    house.make("person", json!({ "title": "Grace Hopper" }));
    let typed = [("f.title", "Kept"), ("f.owner", "lovel"), ("find", "f.owner")];
    let page = house.ask("POST", "/risk/new").form(&typed).send().text();
    let choice = "name=\"choose\" value=\"f.owner=PER-0003 Ada Lovelace\"";
    assert!(page.contains(choice) && page.contains("value=\"Kept\"") && !page.contains("f.owner=PER-0004"), "{page}");
    let typed = [("f.title", "Kept"), ("f.owner", "lovel"), ("choose", "f.owner=PER-0003 Ada Lovelace")];
    let page = house.ask("POST", "/risk/new").form(&typed).send().text();
    assert!(page.contains("name=\"f.owner\" type=\"text\" value=\"PER-0003 Ada Lovelace\""), "{page}");
    let none = house.ask("POST", "/risk/new").form(&[("f.owner", "zzz"), ("find", "f.owner")]).send().text();
    assert!(none.contains("Nothing was found"));
    let offered = house.ask("GET", "/pick?kinds=person&q=hop").send().json();
    assert_eq!(offered, json!(["PER-0004 Grace Hopper"]));
    house.make("risk", json!({ "title": "Hopper's secret", "access": "restricted" }));
    assert_eq!(house.reader_asks("GET", "/pick?kinds=risk&q=hopper").send().json(), json!([]), "only what may be read");
    let first = house.ask("GET", "/risk/new").send().text();
    let button = first.split("class=\"record\"").nth(1).unwrap().split("<button").nth(1).unwrap().to_owned();
    assert!(button.contains(">Save<"), "the button that Enter presses saves: {button}");
}

#[test]
fn problems_stand_at_their_fields_and_lead_there_from_the_top() {
    let house = House::new();
    let typed = [("f.title", ""), ("f.assessed_on", "soon"), ("f.owner", "Nobody")];
    let page = house.ask("POST", "/risk/new").form(&typed).send().text();
    for field in ["assessed_on", "owner"] {
        assert!(page.contains(&format!("<a href=\"#f-{field}\">")), "a way to {field}: {page}");
        let input = page.split(&format!(" id=\"f-{field}\"")).nth(1).unwrap().split('>').next().unwrap();
        assert!(input.contains("aria-invalid=\"true\"") && input.contains(&format!("f-{field}-help")), "{input}");
    }
}

#[test]
fn a_form_sent_after_the_session_ended_comes_back_with_its_text() {
    let house = House::new();
    let text = "Long <b>text</b> \"quoted\" & \u{202e}turned\r\nsecond line";
    let typed = [("f.title", "Nearly lost"), ("f.event", text)];
    let before = house.entries();
    let answer = house.anonymous("POST", "/risk/new").header("cookie", "aims=ended").form(&typed).send();
    assert_eq!((answer.status, house.entries()), (401, before));
    assert!(answer.text().contains("Your session had ended") && !answer.text().contains("<b>"), "{}", answer.text());
    let kept = answer.hidden("kept");
    let wrong = [("next", "/risk/new"), ("kept", kept.as_str()), ("email", "lead@test.example"), ("password", "wrong")];
    let again = house.anonymous("POST", "/sign-in").form(&wrong).send();
    assert_eq!((again.status, again.hidden("kept")), (401, kept.clone()), "a wrong password loses nothing");
    let right =
        [("next", "/risk/new"), ("kept", kept.as_str()), ("email", "lead@test.example"), ("password", PASSWORD)];
    let inside = house.anonymous("POST", "/sign-in").form(&right).send();
    assert_eq!(inside.header("location"), "/risk/new?draft=back", "{}", inside.text());
    let form = house.ask("GET", "/risk/new?draft=back").send().text();
    assert!(form.contains("has not been saved yet") && form.contains("value=\"Nearly lost\""));
    assert!(form.contains("Long &lt;b&gt;text&lt;/b&gt;") && !form.contains("Long <b>"), "{form}");
    assert_eq!(house.ask("GET", "/api/v1/records/risk").send().json()["total"], 0, "nothing is done by itself");
}

#[test]
fn another_form_sent_after_the_session_ended_is_shown_and_sent_by_hand() {
    let house = House::new();
    let id = house.make("risk", json!({ "title": "Discussed" }));
    let path = format!("/risk/{id}/comments");
    let once = house.ask("GET", &format!("/risk/{id}")).send().hidden("once");
    let typed = [("once", once.as_str()), ("body", "I <i>think</i> so"), ("password", "secret-word")];
    let answer = house.anonymous("POST", &path).form(&typed).send();
    let kept = answer.hidden("kept");
    let sign_in = [("next", path.as_str()), ("kept", &kept), ("email", "lead@test.example"), ("password", PASSWORD)];
    let page = house.anonymous("POST", "/sign-in").form(&sign_in).send();
    assert_eq!((page.status, page.header("location")), (200, ""));
    let text = page.text();
    assert!(text.contains(&format!("action=\"{path}\"")) && text.contains("I &lt;i&gt;think&lt;/i&gt; so"), "{text}");
    assert!(!text.contains("secret-word") && !text.contains(&once));
    assert_eq!(house.ask("GET", "/api/v1/records/comment").send().json()["total"], 0);
    let away = [("next", "//evil.example/x"), ("kept", &kept[..]), sign_in[2], sign_in[3]];
    let away = house.anonymous("POST", "/sign-in").form(&away).send();
    assert!(away.text().contains("action=\"/\"") && !away.text().contains("evil"), "{}", away.text());
}
