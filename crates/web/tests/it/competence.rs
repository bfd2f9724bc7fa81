//! Competence by its addresses: the matrix, one person with every reason, an assignment that is refused with what is missing, the files, and a quiz
//! whose right answers are never shown.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

/// A record made by the operator in a state; its number.
fn put(house: &House, kind: &str, state: &str, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: Some(state.to_owned()), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

fn walk(house: House) {
    let of = put(
        &house,
        "competence",
        "current",
        json!({ "title": "Overseeing <b>", "means": ["examination", "training"] }),
    );
    let asks = json!([{ "competence": of, "level": "able" }]);
    let role = put(&house, "role", "active", json!({ "title": "Own <i>", "key": "own", "competences": asks }));
    let who = house.reader.id.to_string();
    let given = json!({ "title": "given", "person": who, "role": role, "from": "2026-01-01" });
    let given = put(&house, "role_assignment", "proposed", given);
    let page = house.ask("GET", &format!("/role_assignment/{given}")).send().text();
    assert!(page.contains("Not proven") && page.contains("Overseeing &lt;b&gt;"), "what would be lacking: {page}");
    let accept = format!("/role_assignment/{given}/moves/accept");
    let refused = house.ask("POST", &accept).form(&[]).send();
    assert!(refused.status == 403 && refused.text().contains("lacks what the role asks for"), "{}", refused.text());
    let api = format!("/api/v1/records{accept}");
    let refused = house.ask("POST", &api).header("if-match", "*").json(&json!({})).send();
    assert!(refused.status == 403 && refused.text().contains("Overseeing"), "{}", refused.text());
    let before = house.ask("GET", &format!("/api/v1/competences/before?person={who}&role={role}")).send().json();
    assert_eq!(before["standings"][0]["status"], "missing");
    let half = house.ask("GET", &format!("/api/v1/competences/before?person={who}")).send();
    half.refused(400, "for which role");
    // A quiz is passed in one's own name, and the assignment can be accepted.
    let asked = json!([{ "question": "Who <u> stops it?", "a": "Anybody", "b": "The overseer", "right": "b" }]);
    let quiz =
        json!({ "title": "Short", "competence": of, "level": "able", "access": "restricted", "questions": asked });
    let quiz = put(&house, "quiz", "in_use", quiz);
    let paper = house.reader_asks("GET", &format!("/competences/quiz/{quiz}")).send().text();
    assert!(
        paper.contains("Who &lt;u&gt; stops it?") && paper.contains("The overseer") && !paper.contains("right\""),
        "{paper}"
    );
    assert_eq!(
        house.reader_asks("GET", &format!("/quiz/{quiz}")).send().status,
        404,
        "its key stays with those who keep it"
    );
    let take =
        |answer: &str| house.reader_asks("POST", &format!("/competences/quiz/{quiz}")).form(&[("q1", answer)]).send();
    let failed = take("a").text();
    assert!(failed.contains("0 of 1 answers are right") && failed.contains("Not passed"), "{failed}");
    assert!(take("z").text().contains("is no choice"));
    let passed = take("b").text();
    assert!(passed.contains("1 of 1 answers are right") && passed.contains("CMR-0001"), "{passed}");
    let accepted = house.ask("POST", &accept).form(&[]).send();
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    let all = house.ask("GET", "/competences").send().text();
    for wanted in ["Overseeing &lt;b&gt;", "Own &lt;i&gt;", "Met", "Nobody lacks anything"] {
        assert!(all.contains(wanted), "{wanted}: {all}");
    }
    let one = house.ask("GET", &format!("/competences/{who}")).send().text();
    assert!(one.contains("/competence_record/CMR-0001") && one.contains(&given), "{one}");
    let earlier = house.ask("GET", "/competences?on=2020-01-01").send();
    assert!(earlier.text().contains("ledger begins after"), "{}", earlier.text());
    let file = house.ask("GET", "/competences/files/competence.xlsx").send();
    assert_eq!((file.status, &file.bytes[..2]), (200, &b"PK"[..]));
    let unknown = house.ask("GET", "/competences/files/competence.doc").send();
    assert!(unknown.status == 404 && unknown.text().contains("is no form of"), "{}", unknown.text());
    effect(&house, &of, &who);
    let items = house.ask("GET", &format!("/quiz/{quiz}")).send().text();
    assert!(items.contains("Discrimination") && items.contains("too few people took it"), "{items}");
}

/// The effect of training: too little says so, whoever may not see attempts is told that some are not counted, and awareness has its denominators.
fn effect(house: &House, of: &str, who: &str) {
    let text = json!({ "title": "Policy <i>", "form": "policy", "body": "What we do." });
    let policy = put(house, "document", "in_force", text);
    let given = json!({ "title": "Read", "person": who, "of": policy });
    put(house, "acknowledgement", "given", given);
    let page = house.ask("GET", "/competences/effect").send();
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    for wanted in
        ["Policy &lt;i&gt;", "no document in force says it", "are needed", "no cause by itself", "Overseeing &lt;b&gt;"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let told = house.ask("GET", "/api/v1/competences/effect").send().json();
    let known = &told["known"][0];
    let people = known["people"].as_u64().unwrap();
    assert_eq!((known["confirmed"].as_u64(), known["know"].as_u64()), (Some(1), Some(1)), "{known}");
    assert_eq!(known["not_asked"].as_u64(), Some(people - 1), "{known}");
    assert!(told["known"][1]["know"].is_null(), "nothing says it: {told}");
    let scores: Vec<&Value> =
        told["compared"].as_array().unwrap().iter().filter(|it| it["look"] == "quiz_score").collect();
    assert!(!scores.is_empty() && scores.iter().all(|it| it["told"] == "not_assessable"), "{told}");
    // A quiz about the policy is passed by nobody yet, so that nobody knows it.
    let asked = json!([{ "question": "What?", "a": "This", "b": "That", "right": "a" }]);
    let fields = json!({ "title": "Policy", "competence": of, "level": "able", "access": "restricted", "questions": asked, "about": [policy] });
    let quiz = put(house, "quiz", "in_use", fields);
    let known = |told: Value| (told["known"][0]["know"].as_u64(), told["known"][0]["passed"].as_u64());
    assert_eq!(known(house.ask("GET", "/api/v1/competences/effect").send().json()), (Some(0), Some(0)));
    assert_eq!(house.reader_asks("POST", &format!("/competences/quiz/{quiz}")).form(&[("q1", "a")]).send().status, 200);
    assert_eq!(known(house.ask("GET", "/api/v1/competences/effect").send().json()), (Some(1), Some(1)));
    let one = house.ask("GET", &format!("/competences/effect?competence={of}")).send();
    assert_eq!(one.status, 200, "{}", one.text());
    house.ask("GET", &format!("/api/v1/competences/effect?competence={who}")).send().refused(400, "is no competence");
    house.ask("GET", "/api/v1/competences/effect?on=soon").send().refused(400, "soon");
    let file = house.ask("GET", "/competences/files/effect.xlsx").send();
    assert_eq!((file.status, &file.bytes[..2]), (200, &b"PK"[..]));
    let unknown = house.ask("GET", "/competences/files/effect.doc").send();
    assert!(unknown.status == 404 && unknown.text().contains("is no form of"), "{}", unknown.text());
}

#[test]
fn competence_is_walked_through_by_its_addresses() {
    walk(House::new());
    walk(House::on_postgres());
}
