//! Challenges by their addresses: what is told with what stands behind it, files brought in by page and interface, actions, files, names that are markup, and
//! bad input.

use serde_json::{Value, json};

use crate::house::House;

/// A system with a risk that is held to be rare, and an exercise on it that runs.
pub fn running(house: &House) -> (String, String) {
    let system = house.make("ai_system", json!({ "title": "Sorter <i>", "owner": house.reader.id }));
    let risk = json!({
        "title": "Misled <u>", "systems": [system], "direction": "threat", "likelihood": 1, "consequence": 5, "owner": house.lead.id,
        "assessed_on": "2026-02-01",
    });
    let risk = house.make("risk", risk);
    let firm = house.make("external_party", json!({ "title": "Firm" }));
    let challenger = house.make("person", json!({ "title": "Guest", "engagement": "external", "works_for": firm }));
    let exercise = json!({
        "title": "Spring <em>", "form": "red_team", "systems": [system], "scope": "The copy.", "rules": "No data of customers.",
        "hypotheses": [{ "risk": risk }], "from": "2026-03-01", "until": "2026-12-31", "challengers": [challenger], "owner": house.lead.id,
    });
    let exercise = house.make("exercise", exercise);
    let path = format!("/api/v1/records/exercise/{exercise}/moves/start");
    let started = house.ask("POST", &path).version(1).json(&json!({})).send();
    assert_eq!(started.status, 200, "{}", started.text());
    (exercise, risk)
}

/// Twenty attacks, of which the first so many succeed; monitors saw thirteen.
pub fn attacks(came: usize) -> String {
    let row = |at: usize| {
        format!(
            "A{at},{},{},Say <b>{at}</b>\n",
            if at < came { "yes" } else { "no" },
            if at < 13 { "yes" } else { "no" }
        )
    };
    let rows: String = (0..20).map(row).collect();
    format!("attack,outcome,seen,prompt\n{rows}")
}

fn told(house: &House, query: &str) -> Value {
    house.ask("GET", &format!("/api/v1/challenges{query}")).send().json()
}

#[test]
fn each_number_stands_with_what_is_behind_it() {
    for house in [House::new(), House::on_postgres()] {
        assert_eq!(house.ask("GET", "/challenges").send().status, 200);
        let (exercise, risk) = running(&house);
        let to = format!("/api/v1/challenges/{exercise}/runs?name=attacks.csv");
        let tried = house.ask("POST", &format!("{to}&dry_run=true")).body("text/csv", attacks(6)).send();
        assert_eq!((tried.status, tried.json()["id"].clone()), (200, Value::Null), "{}", tried.text());
        let made = house.ask("POST", &to).body("text/csv", attacks(6)).send();
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!((&made.json()["success"]["k"], &made.json()["detection"]["k"]), (&json!(6), &json!(13)));
        assert_eq!(
            house.ask("POST", &to).body("text/csv", attacks(6)).send().status,
            200,
            "the same bytes come in once"
        );
        let answer = told(&house, &format!("?exercise={exercise}"));
        let beside = &answer["besides"][0];
        assert_eq!((&beside["verdict"], &beside["least"][1]), (&json!("understated"), &json!("Unlikely")), "{beside}");
        assert_eq!(told(&house, &format!("?risk={risk}"))["exercises"][0]["id"], json!(exercise));
        for path in [
            "/challenges".to_owned(),
            format!("/challenges?exercise={exercise}"),
            format!("/exercise/{exercise}"),
            format!("/risk/{risk}"),
        ] {
            let page = house.ask("GET", &path).send();
            let text = page.text();
            assert_eq!(page.status, 200, "{path}: {text}");
            for wanted in ["Spring &lt;em&gt;", "6 of 20, 30.0 %", "40.8 % to 84.6 %"] {
                assert!(text.contains(wanted), "{path}: {wanted}: {text}");
            }
        }
        let page = house.ask("GET", &format!("/challenges?exercise={exercise}")).send().text();
        for wanted in [
            "Misled &lt;u&gt;",
            "Say &lt;b&gt;0&lt;/b&gt;",
            "challenges-proposals",
            "challenges-missed",
            "Make actions of 7 attacks",
        ] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        for ending in ["json", "xlsx", "html", "pdf", "csv"] {
            let before = house.entries();
            let file = house.ask("GET", &format!("/challenges/files/challenges.{ending}")).send();
            assert_eq!(file.status, 200, "{ending}");
            assert_eq!(house.entries(), before + 1, "that it left is entered: {ending}");
        }
    }
}

#[test]
fn a_page_takes_files_makes_actions_and_lets_whoever_answers_take_a_likelihood_over() {
    let house = House::new();
    let (exercise, risk) = running(&house);
    let file = attacks(6);
    let sent = house
        .ask("POST", &format!("/challenges/{exercise}/runs"))
        .parts(&[("tool", ""), ("success", "")], &[("run", "attacks.csv", file.as_bytes())])
        .send();
    assert_eq!(sent.status, 303, "{}", sent.text());
    let acted = house.ask("POST", &format!("/challenges/{exercise}/actions")).form(&[]).send();
    assert_eq!(acted.status, 303, "{}", acted.text());
    let missed = told(&house, &format!("?exercise={exercise}"))["missed"].clone();
    assert_eq!(missed.as_array().unwrap().iter().filter(|it| it["action"].is_string()).count(), 7);
    let taken = house
        .ask("POST", &format!("/challenges/{exercise}/take"))
        .form(&[("risk", risk.as_str()), ("base", "1")])
        .send();
    assert_eq!(taken.status, 303, "{}", taken.text());
    assert_eq!(told(&house, "")["proposals"], json!([]));
    let replay = attacks(0);
    let again = house
        .ask("POST", &format!("/challenges/{exercise}/runs"))
        .parts(&[], &[("run", "replay.csv", replay.as_bytes())])
        .send();
    assert_eq!(again.status, 303, "{}", again.text());
    let run = told(&house, &format!("?exercise={exercise}"))["exercises"][0]["runs"][1].clone();
    assert_eq!(run["moved"]["fixed"].as_array().unwrap().len(), 6, "{run}");
    // Six of six discordant pairs on one side: twice a half to the sixth.
    assert!((run["replay"]["p"].as_f64().unwrap() - 0.03125).abs() < 1e-12, "{run}");
}

#[test]
fn bad_input_is_refused_with_a_sentence() {
    let house = House::new();
    let (exercise, risk) = running(&house);
    for (path, status) in [
        ("/challenges?system=seven", 400),
        ("/challenges?day=1", 400),
        ("/challenges?on=soon", 400),
        ("/challenges?on=2099-01-01", 422),
        ("/challenges?exercise=EXR-99", 404),
        ("/challenges/files/challenges.doc", 404),
    ] {
        let page = house.ask("GET", path).send();
        assert_eq!(page.status, status, "{path}: {}", page.text());
    }
    assert_eq!(house.ask("GET", &format!("/challenges?exercise={risk}")).send().status, 404);
    let to = |rest: &str| format!("/api/v1/challenges/{exercise}/runs{rest}");
    house.ask("POST", &to("")).body("text/csv", attacks(6)).send().refused(400, "name the file");
    house.ask("POST", &to("?name=a.csv&tool=nmap")).body("text/csv", attacks(6)).send().refused(422, "is no tool");
    house.ask("POST", &to("?name=a.csv&tool=garak")).body("text/csv", attacks(6)).send().refused(422, "not of garak");
    house
        .ask("POST", &to("?name=a.csv&success=x"))
        .body("text/csv", attacks(6))
        .send()
        .refused(422, "leave `success` out");
    // What a file counts otherwise than it holds is refused whole.
    let garak = |passed: u64| {
        let attempt = |at: usize| {
            let scores: Vec<f64> = vec![if at < 3 { 0.0 } else { 1.0 }];
            json!({ "entry_type": "attempt", "uuid": at.to_string(), "status": 2, "probe_classname": "p.Q", "prompt": format!("say {at}"),
                "detector_results": { "a.B": scores } })
        };
        let count =
            json!({ "entry_type": "eval", "probe": "p.Q", "detector": "a.B", "passed": passed, "total_evaluated": 5 });
        let lines: Vec<String> = (0..5).map(attempt).chain([count]).map(|it| it.to_string()).collect();
        format!("{{\"entry_type\": \"start_run setup\", \"run.eval_threshold\": 0.5}}\n{}\n", lines.join("\n"))
    };
    let sent =
        |name: &str, body: String| house.ask("POST", &to(&format!("?name={name}"))).body("text/plain", body).send();
    sent("run.report.jsonl", garak(4)).refused(422, "counts 4 outputs that passed");
    let whole = sent("run.report.jsonl", garak(3));
    assert!(whole.status < 300, "{}", whole.text());
    let promptfoo = |successes: u64| {
        let row = |at: usize| json!({ "success": at < 3, "failureReason": u64::from(at >= 3), "vars": { "prompt": format!("say {at}") } });
        let rows: Vec<Value> = (0..5).map(row).collect();
        json!({ "results": { "version": 3, "results": rows, "stats": { "successes": successes, "failures": 5 - successes, "errors": 0 } } }).to_string()
    };
    sent("results.json", promptfoo(5)).refused(422, "counts 5 successes, and the rows hold 3");
    let whole = sent("results.json", promptfoo(3));
    assert!(whole.status < 300, "{}", whole.text());
    house.ask("POST", &to("?name=a.csv")).body("text/csv", " ").send().refused(422, "is empty");
    house.ask("POST", &to("?name=a.json")).body("text/csv", "{\"results\": {").send().refused(422, "breaks off");
    house
        .ask("POST", &to("?name=a.csv"))
        .body("text/csv", attacks(6).replace("yes", "perhaps"))
        .send()
        .refused(422, "`perhaps` is no");
    let wrong =
        house.ask("POST", &format!("/api/v1/challenges/{risk}/runs?name=a.csv")).body("text/csv", attacks(6)).send();
    assert_eq!(wrong.status, 404, "{}", wrong.text());
    let nothing = house
        .ask("POST", &format!("/api/v1/challenges/{exercise}/take"))
        .version(1)
        .json(&json!({ "risk": risk }))
        .send();
    nothing.refused(422, "contradicts");
    let none = house.ask("POST", &format!("/challenges/{exercise}/runs")).parts(&[("tool", "")], &[]).send();
    assert!(none.status >= 400, "{}", none.text());
    assert_eq!(told(&house, "")["exercises"][0]["runs"], json!([]), "nothing of them was taken");
}
