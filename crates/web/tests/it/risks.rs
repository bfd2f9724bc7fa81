//! The risk process by its addresses: a system that is held back by page and interface with the list of what is missing, levels by type on the page of a risk,
//! what a draft would move, files, and bad input in one sentence.

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

/// Criteria with two levels of each scale.
pub fn criteria(line: &str) -> Value {
    json!({
        "title": "Criteria <b>", "scale_version": "1", "likelihood": [{ "level": "seldom", "up_to": 0.2 }, { "level": "often" }],
        "consequences": [{ "type": "individuals", "level": "mild" }, { "type": "individuals", "level": "grave" }],
        "matrix": [{ "likelihood": "seldom", "levels": "low, medium" }, { "likelihood": "often", "levels": "medium, high" }],
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": line }],
        "intervals": [{ "every": "P1Y" }], "triggers": ["incident"]
    })
}

/// An assessment that was concluded, and a risk of the lead on which its assessor agreed otherwise than it says.
pub fn concluded(house: &House) -> (String, String) {
    let by = put(house, "risk_criteria", "in_force", criteria("medium"));
    let lead = house.lead.id.to_string();
    let risk = json!({
        "title": "Turned away", "owner": lead, "criteria": by, "likelihood": 1, "by_type": [{ "type": "individuals", "current": 1 }],
    });
    let risk = put(house, "risk", "identified", risk);
    let run = json!({ "title": "Run", "criteria": by, "assessors": [lead], "risks": [risk], "stages": ["inception"],
        "conclusion": "graver than it was", "assessed_on": "2026-03-01" });
    let run = put(house, "risk_assessment", "in_progress", run);
    let scores = json!([{ "risk": risk, "level": 2 }, { "risk": risk, "type": "individuals", "level": 2 }]);
    put(
        house,
        "score_sheet",
        "handed_in",
        json!({ "title": "Sheet", "assessment": run, "owner": lead, "scores": scores }),
    );
    let transition = "conclude".to_owned();
    let id = run.parse().unwrap();
    let conclude = Change::Move { id, base: None, transition, set: Document::new(), why: None };
    house.wait(house.aims.commit(&Actor::operator(Via::System), conclude, None)).unwrap();
    (run, risk)
}

#[test]
fn what_assessors_agreed_on_is_taken_over_by_whoever_answers_for_the_risk_and_by_nobody_else() {
    for house in [House::new(), House::on_postgres()] {
        let (run, risk) = concluded(&house);
        let (page, take) = (format!("/risk_assessment/{run}"), format!("/risk-assessments/{run}/take"));
        let told = house.ask("GET", &page).send().text();
        assert!(told.contains("likelihood: 1 becomes 2") && told.contains("Take over"), "{told}");
        let before = house.ask("GET", &format!("/api/v1/records/risk/{risk}")).send().json();
        assert_eq!(before["document"]["likelihood"], 1, "nothing is taken over by itself");
        let other = house.reader_asks("GET", &page).send().text();
        assert!(other.contains("taken over by whoever answers for it") && !other.contains(&take), "{other}");
        let refused = house.reader_asks("POST", &take).form(&[("risk", &risk)]).send();
        assert!(
            refused.status == 422 && refused.text().contains("takes its scores over; ask them"),
            "{}",
            refused.text()
        );
        let api = format!("/api/v1/risk-assessments/{run}/take");
        let sent = json!({ "risk": risk });
        house.reader_asks("POST", &api).header("if-match", "*").json(&sent).send().refused(422, "ask them");
        house.ask("POST", &api).json(&sent).send().refused(428, "If-Match");
        house.ask("POST", &api).header("if-match", "\"7\"").json(&sent).send().refused(409, "");
        let strange = json!({ "risk": "seven" });
        house.ask("POST", &api).header("if-match", "*").json(&strange).send().refused(400, "seven");
        let form = [("risk", risk.as_str()), ("base", "1")];
        assert_eq!(house.ask("POST", &take).form(&form).send().status, 303);
        let after = house.ask("GET", &format!("/api/v1/records/risk/{risk}")).send().json();
        assert_eq!(
            (&after["document"]["likelihood"], &after["document"]["by_type"][0]["current"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(after["document"]["assessed_on"], "2026-03-01");
        let again = house.ask("POST", &take).form(&form).send();
        assert!(again.status == 422 && again.text().contains("agreed on nothing that"), "{}", again.text());
        house.ask("POST", &api).header("if-match", "*").json(&sent).send().refused(422, "agreed on nothing that");
        let unknown = house.ask("POST", &take).form(&[("risk", "RSK-9")]).send();
        assert_eq!(unknown.status, 404);
        // Above the line as it is now: by which criteria, type and level stands with it.
        let standing = house.ask("GET", &format!("/api/v1/records/risk/{risk}")).send().text();
        assert!(standing.contains("\"above\"") && standing.contains("for individuals gives high"), "{standing}");
    }
}

fn walk(house: House) {
    let empty = house.ask("GET", "/risks").send().text();
    assert!(empty.contains("No risk criteria are in force"), "{empty}");
    let system = json!({ "title": "Sorter <i>", "owner": house.lead.id });
    let system = put(&house, "ai_system", "verification", system);
    let offered = house.ask("GET", &format!("/ai_system/{system}")).send().text();
    assert!(!offered.contains("are not assessed"), "nothing is asked while no criteria are in force: {offered}");
    let now = put(&house, "risk_criteria", "in_force", criteria("medium"));
    let draft = put(&house, "risk_criteria", "draft", criteria("high"));
    let risk = json!({
        "title": "Turned away <u>", "systems": [system], "stage": "inception", "source": "old data", "event": "it says no", "criteria": now,
        "likelihood": 2, "by_type": [{ "type": "individuals", "current": 2 }], "assessed_on": "2026-03-01"
    });
    let risk = house.make("risk", risk);
    // Page and interface refuse alike, with the list.
    let page = house.ask("GET", &format!("/ai_system/{system}")).send().text();
    assert!(page.contains("no risk assessment that was concluded looked at this stage"), "{page}");
    let deploy = format!("/ai_system/{system}/moves/deploy");
    let refused = house.ask("POST", &deploy).form(&[]).send();
    assert_eq!(refused.status, 403);
    let told = refused.text();
    assert!(told.contains(&format!("{risk}: it does not say consequences, affected people")), "{told}");
    let refused =
        house.ask("POST", &format!("/api/v1/records{deploy}")).header("if-match", "*").json(&json!({})).send();
    assert!(refused.status == 403 && refused.text().contains("above the line for individuals"), "{}", refused.text());
    // A level by type, with the cell and the line.
    let page = house.ask("GET", &format!("/risk/{risk}")).send().text();
    assert!(page.contains("Likelihood 2 often") || page.contains("likelihood 2 often"), "{page}");
    assert!(page.contains("acceptable to low, tolerable to medium"), "{page}");
    let all = house.ask("GET", &format!("/risks?system={system}&to={draft}")).send().text();
    for wanted in ["Sorter &lt;i&gt;", "Turned away &lt;u&gt;", "Crosses the line", "milder", "Stages and AI systems"] {
        assert!(all.contains(wanted), "{wanted}: {all}");
    }
    let replay = house.ask("GET", &format!("/api/v1/risks/replay?to={draft}")).send().json();
    assert_eq!((&replay["moved"][0]["crosses"], &replay["moved"][0]["direction"]), (&json!(true), &json!("milder")));
    let told = house.ask("GET", "/api/v1/risks").send().json();
    assert_eq!(told["risks"][0]["judged"][1]["verdict"], "above");
    assert_eq!(told["counts"]["individuals"]["above"], 1);
    // Bad input.
    house.ask("GET", "/api/v1/risks/replay").send().refused(400, "name the other criteria");
    house.ask("GET", &format!("/api/v1/risks/replay?to={risk}")).send().refused(400, "is no risk criteria");
    house.ask("GET", "/api/v1/risks/agreement").send().refused(400, "name the risk assessment");
    let bare = json!({ "document": { "title": "Bare", "by_type": [{ "type": "individuals", "current": 1 }] } });
    house.ask("POST", "/api/v1/records/risk").json(&bare).send().refused(403, "does not say by which they were made");
    let earlier = house.ask("GET", "/risks?on=2020-01-01").send();
    assert!(earlier.text().contains("ledger begins after"), "{}", earlier.text());
    for ending in ["xlsx", "pdf", "html", "json"] {
        assert_eq!(house.ask("GET", &format!("/risks/files/risks.{ending}")).send().status, 200, "{ending}");
    }
    let unknown = house.ask("GET", "/risks/files/risks.doc").send();
    assert!(unknown.status == 404 && unknown.text().contains("is no form of"), "{}", unknown.text());
    blind(&house, &now, &risk);
}

/// Nobody reads the sheet of somebody else, and nothing of it is told before each has handed in.
fn blind(house: &House, criteria: &str, risk: &str) {
    let (one, other) = (house.lead.id.to_string(), house.reader.id.to_string());
    let run = json!({ "title": "Two", "criteria": criteria, "assessors": [one, other], "risks": [risk], "stages": ["inception"] });
    let run = put(house, "risk_assessment", "in_progress", run);
    let sheet = |who: &str, level: u8| json!({ "document": { "title": "Sheet", "assessment": run, "owner": who, "scores": [{ "risk": risk, "level": level }] } });
    let own = house.reader_asks("POST", "/api/v1/records/score_sheet").json(&sheet(&other, 1)).send();
    assert_eq!(own.status, 201, "{}", own.text());
    let own = own.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(house.ask("GET", &format!("/score_sheet/{own}")).send().status, 404, "the lead does not see it");
    assert_eq!(house.reader_asks("GET", &format!("/score_sheet/{own}")).send().status, 200);
    let foreign = house.ask("POST", "/api/v1/records/score_sheet").json(&sheet(&other, 1)).send();
    foreign.refused(403, "filled in by its assessor");
    let beyond = house.ask("POST", "/api/v1/records/score_sheet").json(&sheet(&one, 3)).send();
    beyond.refused(403, "has 2; choose one of them");
    let lead = house.ask("POST", "/api/v1/records/score_sheet").json(&sheet(&one, 2)).send();
    let lead = lead.json()["id"].as_str().unwrap().to_owned();
    let hand_in = format!("/api/v1/records/score_sheet/{own}/moves/hand_in");
    let handed = house.reader_asks("POST", &hand_in).header("if-match", "*").json(&json!({})).send();
    assert_eq!(handed.status, 200, "{}", handed.text());
    let page = house.ask("GET", &format!("/risk_assessment/{run}")).send().text();
    assert!(page.contains("Nothing is told before each assessor"), "{page}");
    let api = format!("/api/v1/risks/agreement?assessment={run}");
    let told = house.ask("GET", &api).send().json();
    assert_eq!((&told["waiting"], told["differences"].as_array().unwrap().len()), (&json!([one]), 0));
    let hand_in = format!("/api/v1/records/score_sheet/{lead}/moves/hand_in");
    assert_eq!(house.ask("POST", &hand_in).header("if-match", "*").json(&json!({})).send().status, 200);
    let told = house.ask("GET", &api).send().json();
    assert_eq!(told["differences"][0]["said"], json!({ one: 2, other: 1 }));
    assert!(told["pairs"][0]["why"].as_str().unwrap().starts_with("not assessable"), "{told}");
    let page = house.ask("GET", &format!("/risk_assessment/{run}")).send().text();
    assert!(page.contains("Not settled"), "{page}");
}

#[test]
fn the_risk_process_is_walked_through_by_its_addresses() {
    walk(House::new());
    walk(House::on_postgres());
}

/// Criteria with bands and an appetite, a risk in numbers, one whose indicator has no data, and one without any.
fn numbered(house: &House) -> (String, String) {
    let mut by = criteria("medium");
    by["likelihood"][0]["up_to"] = json!(1.0);
    by["consequences"][0]["up_to"] = json!(1_000.0);
    by["appetites"] = json!([{ "type": "individuals", "unit": "people", "loss": 10.0, "probability": 0.05 }]);
    put(house, "risk_criteria", "in_force", by);
    let amount = json!([{ "parameter": "amount", "value": 40.0 }]);
    let risk = put(
        house,
        "risk",
        "identified",
        json!({
            "title": "Turned <away>", "loss_type": "individuals", "frequency_law": "poisson",
            "frequency_parameters": [{ "parameter": "mean", "value": 3.0 }], "severity_law": "point", "severity_parameters": amount,
            "uncertain": [{ "part": "frequency", "low": 0.5, "high": 2.0 }],
        }),
    );
    let indicator = put(house, "indicator", "draft", json!({ "title": "Ratio" }));
    let bound = put(
        house,
        "risk",
        "identified",
        json!({
            "title": "Drifts", "loss_type": "individuals", "indicator": indicator, "curve": "step", "curve_parameters":
            [{ "parameter": "from", "value": 0.0 }, { "parameter": "till", "value": 1.0 }, { "parameter": "base", "value": 1.0 }],
            "curve_points": [{ "at": 0.5, "frequency": 0.2 }], "severity_law": "point", "severity_parameters": amount,
        }),
    );
    put(house, "risk", "identified", json!({ "title": "Unwritten" }));
    (risk, bound)
}

#[test]
fn what_risks_cost_stands_on_a_page_with_its_charts_and_on_the_page_of_each_risk() {
    let house = House::new();
    let empty = house.ask("GET", "/risks/losses").send().text();
    assert!(empty.contains("No risk criteria are in force"), "{empty}");
    let (risk, bound) = numbered(&house);
    let page = house.ask("GET", "/risks/losses?years=20000&seed=3").send().text();
    for part in [
        "Loss borne by Individuals, in people",
        "20000 years drawn with the seed 3",
        "Turned &lt;away&gt;",
        "broken",
        "Loss exceedance curve",
        "What moves the answer",
        "Matrix by the numbers",
        "often, mild",
        "has no value",
        "Without a loss in numbers (1)",
        "Rockafellar and Uryasev 2002",
        "charts/curve-individuals.svg?years=20000&amp;seed=3",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let told = house.ask("GET", "/api/v1/risks/losses?years=20000&seed=3").send().json();
    let numbers = &told["types"][0]["numbers"];
    assert_eq!(numbers["appetites"][0]["verdict"], "broken", "{told}");
    assert_eq!(numbers["risks"][0]["events"], 3.0);
    assert_eq!(numbers["risks"][0]["position"]["likelihood"], 2);
    assert_eq!(told["not_assessable"][0]["risk"], bound.as_str());
    for name in ["curve", "swings", "matrix"] {
        for ending in ["svg", "csv"] {
            let file =
                house.ask("GET", &format!("/risks/losses/charts/{name}-individuals.{ending}?risk={risk}")).send();
            assert_eq!(file.status, 200, "{name}.{ending}");
        }
    }
    assert_eq!(house.ask("GET", "/risks/losses/charts/curve-society.svg").send().status, 404);
    let own = house.ask("GET", &format!("/risk/{risk}")).send().text();
    assert!(
        own.contains("This risk by itself") && own.contains(&format!("curve-individuals.svg?risk={risk}")),
        "{own}"
    );
    let silent = house.ask("GET", &format!("/risk/{bound}")).send().text();
    assert!(silent.contains("Not assessable") && !silent.contains("Loss exceedance curve"), "{silent}");
    house.ask("GET", "/api/v1/risks/losses?years=many").send().refused(400, "whole number");
    house.ask("GET", "/api/v1/risks/losses?years=9000000").send().refused(422, "in one request");
    house.ask("GET", "/api/v1/risks/losses?years=10").send().refused(422, "from 1000 to 1000000");
    let single = house.ask("GET", &format!("/risks/losses?risk={risk}")).send().text();
    assert!(
        single.contains("a single risk is not held against it") && !single.contains("state no appetite"),
        "{single}"
    );
    let strange = house.ask("GET", "/risks/losses?years=many").send().text();
    assert!(strange.contains("it takes a whole number"), "{strange}");
    house.ask("GET", "/api/v1/risks/losses?risk=IND-0001").send().refused(400, "is no risk");
}
