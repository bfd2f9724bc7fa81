//! What is measured and what is typed, at the write path, on both databases: a typed measurement counts once somebody independent confirms it, nothing is
//! taken away without something that takes its place, and a hazard that was measured stays until it was looked at again.

use governance::{Actor, Error};
use record::{Document, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator, put, refused};

/// Fields of a measurement that looked for proxies, as somebody would type them.
fn typed(of: &Id, verdict: &str, rows: &[(&str, f64)]) -> Value {
    let values: Vec<Value> = rows
        .iter()
        .map(|(column, it)| {
            let verdict = if *it > 0.3 && verdict != "pass" { "fail" } else { "pass" };
            json!({
                "metric": "proxy_strength", "of": column, "value": it, "low": it - 0.01, "high": it + 0.01, "n": 1000,
                "at_most": 0.3, "verdict": verdict
            })
        })
        .collect();
    json!({
        "title": "Proxies", "of": of, "family": "hazard", "verdict": verdict, "measured_on": "2026-03-02", "values": values,
        "data_digest": "sha256:00", "plan_digest": "sha256:11", "engine": "aims 0.1.0", "seed": "1"
    })
}

async fn measured(house: &House, of: &Id, rows: &[(&str, f64)]) -> Id {
    let verdict = if rows.iter().any(|it| it.1 > 0.3) { "fail" } else { "pass" };
    let fields: Document = object(typed(of, verdict, rows));
    house.aims.keep_measurement(&operator(), of, None, fields, b"{}".to_vec(), None).await.unwrap().id
}

async fn standing(house: &House, of: &Id) -> String {
    let told = house.aims.hazards(&operator(), of, None).await.unwrap().hazards;
    let one = told.iter().find(|it| it.hazard == "proxy");
    one.map_or("untouched", |it| it.standing.name()).to_owned()
}

async fn system(house: &House, owner: &Actor) -> Id {
    let fields = json!({ "title": "Scorer", "owner": owner.person, "techniques": ["deep_learning"] });
    house.add("ai_system", fields).await.id
}

#[test]
fn a_typed_measurement_counts_once_somebody_independent_confirms_it_and_what_the_program_measured_counts_at_once() {
    on_both(async |house: House| {
        let engineer = house.person("Eve", "engineer", None).await;
        let owner = house.person("Oda", "system_owner", None).await;
        let officer = house.person("Rex", "risk_officer", None).await;
        let lead = house.person("Lea", "governance_lead", None).await;
        let id = system(&house, &owner).await;
        measured(&house, &id, &[("zip", 0.8)]).await;
        assert_eq!(standing(&house, &id).await, "measured");
        // Nobody types what was recorded.
        for who in [&engineer, &owner, &officer, &lead] {
            let create = record::Change::Create {
                kind: "measurement".to_owned(),
                state: Some("recorded".to_owned()),
                document: object(typed(&id, "pass", &[("zip", 0.1)])),
            };
            refused(house.aims.commit(who, create, None).await, "create it in its first state");
        }
        // What is entered says nothing until somebody confirms it who neither wrote it nor answers for what was measured.
        let entered = house.add_as(&engineer, "measurement", typed(&id, "pass", &[("zip", 0.1)])).await.unwrap().id;
        assert_eq!(standing(&house, &id).await, "measured");
        for who in [&engineer, &owner, &lead] {
            refused(house.move_as(who, &entered, "record", json!({})).await, "somebody independent");
        }
        refused(house.move_as(&officer, &entered, "record", json!({ "verdict": "fail" })).await, "as it stands");
        house.move_as(&officer, &entered, "record", json!({})).await.unwrap();
        assert_eq!(standing(&house, &id).await, "not_found");
        let own = house.add_as(&officer, "measurement", typed(&id, "pass", &[("zip", 0.1)])).await.unwrap().id;
        refused(house.move_as(&officer, &own, "record", json!({})).await, "somebody independent");
    });
}

#[test]
fn a_treatment_is_not_closed_by_a_measurement_that_its_owner_typed() {
    on_both(async |house: House| {
        let owner = house.person("Oda", "system_owner", None).await;
        let officer = house.person("Rex", "risk_officer", None).await;
        let id = system(&house, &owner).await;
        let risk = json!({ "title": "Turned away", "systems": [id], "owner": owner.person, "direction": "threat" });
        let risk = house.add("risk", risk).await.id;
        let effect = json!([{
            "says": "no proxies", "kind": "measurement", "filter": "verdict:pass", "holds": "all", "of": format!("of:{id} family:hazard"),
        }]);
        let fields = json!({
            "title": "Leave out zip", "treats": [risk], "owner": owner.person, "option": "change_likelihood", "effect": effect,
            "due": "2026-03-01",
        });
        let treatment = put(&house, "treatment", "implemented", fields).await;
        let typed_by = house.add_as(&owner, "measurement", typed(&id, "pass", &[("zip", 0.1)])).await.unwrap().id;
        let close = async || house.move_as(&owner, &treatment, "close", json!({ "result": "Looked at." })).await;
        refused(close().await, "there is no record at which it could have shown");
        house.move_as(&officer, &typed_by, "record", json!({})).await.unwrap();
        close().await.unwrap();
    });
}

#[test]
fn a_failing_measurement_goes_only_where_a_newer_one_names_it_and_by_who_may_invalidate_it() {
    on_both(async |house: House| {
        let engineer = house.person("Eve", "engineer", None).await;
        let officer = house.person("Rex", "risk_officer", None).await;
        let owner = house.person("Oda", "system_owner", None).await;
        let id = system(&house, &owner).await;
        let other = system(&house, &owner).await;
        let bad = measured(&house, &id, &[("zip", 0.8)]).await;
        refused(house.move_as(&engineer, &bad, "restate", json!({})).await, "ask a validator");
        refused(house.move_as(&officer, &bad, "restate", json!({})).await, "no measurement that was recorded names it");
        // One of something else, and one that nobody confirmed, take no place.
        let elsewhere = measured(&house, &other, &[("zip", 0.1)]).await;
        house.edit_as(&operator(), &elsewhere, json!({ "restates": bad })).await.unwrap();
        refused(house.move_as(&officer, &bad, "restate", json!({})).await, "measured something else");
        let mut entered = typed(&id, "pass", &[("zip", 0.1)]);
        entered["restates"] = json!(bad);
        house.add_as(&engineer, "measurement", entered).await.unwrap();
        refused(house.move_as(&officer, &bad, "restate", json!({})).await, "measured something else");
        let good = measured(&house, &id, &[("age", 0.1)]).await;
        assert_eq!(standing(&house, &id).await, "measured", "it did not look at the column");
        house.edit_as(&operator(), &good, json!({ "restates": bad })).await.unwrap();
        refused(house.move_as(&engineer, &bad, "restate", json!({})).await, "ask a validator");
        house.move_as(&officer, &bad, "restate", json!({})).await.unwrap();
        assert_eq!(standing(&house, &id).await, "not_found");
    });
}

#[test]
fn other_columns_settle_nothing_and_a_plan_in_force_counts_before_the_one_that_was_measured_by() {
    on_both(async |house: House| {
        let owner = house.person("Oda", "system_owner", None).await;
        let id = system(&house, &owner).await;
        measured(&house, &id, &[("zip", 0.8), ("age", 0.1)]).await;
        measured(&house, &id, &[("age", 0.1)]).await;
        assert_eq!(standing(&house, &id).await, "measured");
        // Looked at again, by a plan that accepts nearly everything.
        let mut loose = typed(&id, "pass", &[("zip", 0.8)]);
        loose["values"][0]["at_most"] = json!(0.99);
        house.aims.keep_measurement(&operator(), &id, None, object(loose), b"{}".to_vec(), None).await.unwrap();
        assert_eq!(standing(&house, &id).await, "not_found", "no plan is in force, and it was looked at again");
        let plan = json!({
            "title": "Hazards", "about": [id], "metrics": [{ "metric": "proxy_strength", "at_most": 0.3, "reason": "ours" }],
        });
        let plan = put(&house, "measurement_plan", "in_force", plan).await;
        assert_eq!(standing(&house, &id).await, "measured");
        let spread = house.aims.hazards(&operator(), &id, None).await.unwrap();
        let shown = &spread.hazards.iter().find(|it| it.hazard == "proxy").unwrap().shown;
        assert_eq!((shown.len(), shown[0].at_most, shown[0].of.as_str()), (1, Some(0.3), "zip"));
        house.move_as(&operator(), &plan, "withdraw", json!({})).await.unwrap();
        assert_eq!(standing(&house, &id).await, "not_found");
        measured(&house, &id, &[("zip", 0.1)]).await;
        assert_eq!(standing(&house, &id).await, "not_found");
        assert!(matches!(house.aims.hazards(&operator(), &Id::new("SYS", 99), None).await, Err(Error::Missing(_))));
    });
}
