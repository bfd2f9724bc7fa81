//! Privacy that is spent and treatments that are weighed: the front against brute force, losses against their closed form, and on
//! both databases what is accepted, what is refused, and what follows from what is measured later.

use governance::data::budget::{Loss, Stated, basic, zcdp};
use governance::data::front::{Place, Reading, front};
use governance::{Actor, Error, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator};

fn exact(values: &[f64]) -> Vec<Reading> {
    values.iter().map(|&value| Reading { value, interval: None }).collect()
}

#[test]
fn the_front_is_that_of_brute_force() {
    // Numbers from a congruence, few enough to tie often.
    let mut state = 1_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 6
    };
    for _ in 0..400 {
        let (points, sides) = (1 + draw() as usize * 2, 1 + draw() as usize % 3);
        let choices: Vec<Vec<f64>> = (0..points).map(|_| (0..sides).map(|_| draw() as f64).collect()).collect();
        let found = front(&choices.iter().map(|it| exact(it)).collect::<Vec<_>>());
        for (own, place) in choices.iter().zip(&found) {
            // A choice stands on the front exactly when every other one loses to it somewhere or is the same.
            let holds = choices.iter().all(|other| other == own || own.iter().zip(other).any(|(a, b)| a < b));
            assert_eq!(matches!(place, Place::Front { .. }), holds, "{own:?} among {choices:?}");
            let same = choices.iter().filter(|it| *it == own).count() - 1;
            if let Place::Front { ties, .. } = place {
                assert_eq!(ties.len(), same);
            }
        }
    }
}

#[test]
fn what_intervals_allow_for_is_said() {
    let read = |value: f64, half: f64| Reading { value, interval: Some((value - half, value + half)) };
    let risk = |value: f64| Reading { value, interval: None };
    // The first reads better than the second in utility alone, by less than the intervals; surely better than the third.
    let found = front(&[
        vec![risk(0.2), read(0.01, 0.02)],
        vec![risk(0.2), read(0.02, 0.02)],
        vec![risk(0.2), read(0.2, 0.02)],
    ]);
    assert_eq!(found[1], Place::NotDistinguishable { by: vec![0] });
    assert_eq!(found[2], Place::Beaten { by: vec![0, 1] });
    // More risk is bought with a gain that may be chance.
    let found = front(&[vec![risk(0.1), read(0.012, 0.01)], vec![risk(0.2), read(0.010, 0.01)]]);
    assert_eq!(found[1], Place::Front { ties: vec![], perhaps: vec![0] });
    assert_eq!(found[0], Place::Front { ties: vec![], perhaps: vec![] });
}

#[test]
fn losses_add_up_as_their_theorems_say() {
    let pure = |epsilon: f64| Stated { loss: Loss { epsilon, delta: 0.0 }, rho: None };
    let sum = basic(&[pure(0.5), Stated { loss: Loss { epsilon: 0.25, delta: 1e-6 }, rho: None }]);
    assert_eq!(sum, Loss { epsilon: 0.75, delta: 1e-6 });
    // A hundred releases of 0.1: rho is 100 * 0.1^2 / 2 = 0.5, and with delta 1e-6 epsilon is 0.5 + 2 sqrt(0.5 ln 1e6).
    let many = vec![pure(0.1); 100];
    let expected = 0.5 + 2.0 * (0.5 * 1e6_f64.ln()).sqrt();
    assert!((zcdp(&many, 1e-6).unwrap() - expected).abs() < 1e-12);
    assert!(expected < basic(&many).epsilon, "tighter than the sum of 10");
    let known = Stated { rho: Some(0.5), ..pure(9.0) };
    assert!((zcdp(&[known], 1e-6).unwrap() - expected).abs() < 1e-12, "a rho counts before its epsilon");
    assert_eq!(zcdp(&many, 0.0), None, "adding rhos needs a delta");
}

async fn standing(house: &House, id: &Id, name: &str) -> (String, String) {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    let found = record.standing.iter().find(|it| it.name == name);
    found.map_or_else(Default::default, |it| (it.value.as_str().unwrap_or_default().to_owned(), it.why.clone()))
}

/// Whether the cache is what is derived anew.
async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    // The people of this house have no accounts, which the look at rows would find.
    let stale = report.checks.iter().find(|it| it.name == "derived values").unwrap();
    assert!(stale.ok, "{stale:?}");
}

/// A version whose quality an exception lets pass, so that only privacy is in question.
async fn version(house: &House, dataset: &Id, title: &str, fields: Value) -> Id {
    let mut all = json!({ "title": title, "dataset": dataset, "file_digest": format!("sha256:{title}") });
    fields.as_object().unwrap().iter().for_each(|(name, value)| all[name] = value.clone());
    let id = house.add("dataset_version", all).await.id;
    let leave = json!({ "title": "leave", "subject": id, "form": "except", "outcome": "yes", "reasons": "not the question",
                        "decided_on": "2026-03-02", "valid_until": "2027-03-02" });
    house.add("decision", leave).await;
    id
}

async fn accept(house: &House, who: &Actor, id: &Id) -> Result<(), String> {
    match house.move_as(who, id, "accept", json!({})).await {
        Ok(_) => Ok(()),
        Err(Error::Refused(refusals)) => {
            Err(refusals.iter().map(|it| format!("{}: {}", it.policy, it.message)).collect::<Vec<_>>().join("; "))
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_budget_is_spent_by_what_is_accepted_and_never_overspent() {
    on_both(async |house| {
        let steward = house.person("Wren", "data_steward", None).await;
        let budget = json!({ "title": "Visits", "privacy_budget": 1.0 });
        let dataset = house.add("dataset", budget).await.id;
        let original = version(&house, &dataset, "whole", json!({})).await;
        let noisy = json!({ "treats": original, "epsilon": 0.6, "privacy_techniques": ["noise"], "chosen_because": "the only one" });
        let (one, two) =
            (version(&house, &dataset, "one", noisy.clone()).await, version(&house, &dataset, "two", noisy).await);
        assert_eq!(
            standing(&house, &dataset, "privacy_standing").await.0,
            "unspent",
            "nothing is spent by being entered"
        );
        accept(&house, &steward, &one).await.unwrap();
        let (word, why) = standing(&house, &dataset, "privacy_standing").await;
        assert!(word == "within" && why.contains("0.6 of 1 of epsilon"), "{word}: {why}");
        // Each fits alone; the second does not any more.
        let refused = accept(&house, &steward, &two).await.unwrap_err();
        assert!(refused.contains("within_privacy_budget") && refused.contains("1.2 of 1"), "{refused}");
        // What is spent stays spent, and is not written smaller.
        let smaller = house.edit_as(&operator(), &one, json!({ "epsilon": 0.1 })).await.unwrap_err();
        assert!(smaller.to_string().contains("stays spent"), "{smaller}");
        let why = Some("no longer needed".to_owned());
        let (id, transition) = (one.clone(), "withdraw".to_owned());
        let away = record::Change::Move { id, base: None, transition, set: Default::default(), why };
        house.aims.commit(&operator(), away, None).await.unwrap();
        assert_eq!(standing(&house, &dataset, "privacy_standing").await.0, "within", "withdrawing gives nothing back");
        assert!(accept(&house, &steward, &two).await.is_err());
        house.edit_as(&operator(), &two, json!({ "epsilon": 0.4 })).await.unwrap();
        accept(&house, &steward, &two).await.unwrap();
        assert_eq!(standing(&house, &dataset, "privacy_standing").await.0, "spent", "0.6 and 0.4 are 1");
        let silent = json!({ "treats": original, "privacy_techniques": ["noise"], "chosen_because": "x" });
        let silent = version(&house, &dataset, "silent", silent).await;
        let refused = accept(&house, &steward, &silent).await.unwrap_err();
        assert!(refused.contains("does not say its epsilon"), "{refused}");
        // What is made from a released version costs nothing more; what goes back to the persons does.
        let other = house.add("dataset", json!({ "title": "Counts" })).await.id;
        let counts = version(&house, &other, "counts", json!({ "derived_from": [two] })).await;
        accept(&house, &steward, &counts).await.unwrap();
        let again = json!({ "derived_from": [original], "epsilon": 0.01 });
        let again = version(&house, &other, "again", again).await;
        let refused = accept(&house, &steward, &again).await.unwrap_err();
        assert!(refused.contains(&dataset.to_string()), "{refused}");
        agrees(&house).await;
    });
}

#[test]
fn a_rule_a_period_and_the_moment_of_acceptance_count() {
    on_both(async |house| {
        let steward = house.person("Wren", "data_steward", None).await;
        let budget = json!({ "title": "Visits", "privacy_budget": 1.5, "privacy_budget_delta": 1e-6, "privacy_composition": "zcdp",
                             "privacy_budget_period": { "from": "2026-03-01", "until": "2026-03-20" } });
        let dataset = house.add("dataset", budget).await.id;
        let with = |epsilon: f64| json!({ "epsilon": epsilon });
        for at in 0..7 {
            let id = version(&house, &dataset, &format!("v{at}"), with(0.1)).await;
            accept(&house, &steward, &id).await.unwrap();
        }
        // Eight of them have a rho of 0.04, and 0.04 + 2 sqrt(0.04 ln 1e6) = 1.5268.
        let eighth = version(&house, &dataset, "v8", with(0.1)).await;
        let refused = accept(&house, &steward, &eighth).await.unwrap_err();
        assert!(refused.contains("1.526769 of 1.5 of epsilon are spent by adding rhos"), "{refused}");
        let (word, why) = standing(&house, &dataset, "privacy_standing").await;
        assert!(word == "within" && why.contains("1.425745"), "{word}: {why}");
        house.later(24 * 30);
        assert_eq!(standing(&house, &dataset, "privacy_standing").await.0, "ended", "the period has ended by itself");
        let refused = accept(&house, &steward, &eighth).await.unwrap_err();
        assert!(refused.contains("ended on 2026-03-20"), "{refused}");
        let born = json!({ "title": "old", "dataset": dataset, "file_digest": "sha256:old", "epsilon": 9.0 });
        let state = Some("accepted".to_owned());
        house.edit_as(&operator(), &dataset, json!({ "privacy_budget_period": null })).await.unwrap();
        let document = born.as_object().cloned().unwrap();
        let born = record::Change::Create { kind: "dataset_version".into(), state, document };
        let refused = house.aims.commit(&operator(), born, None).await.unwrap_err();
        assert!(refused.to_string().contains("more privacy than there is"), "{refused}");
        agrees(&house).await;
    });
}

fn measured(of: &Id, digest: &str, risk: f64, loss: Option<(f64, f64)>) -> Value {
    let loss = match loss {
        Some((loss, half)) => {
            json!({ "metric": "auc_loss", "value": loss, "low": loss - half, "high": loss + half, "n": 500, "verdict": "not_judged" })
        }
        None => json!({ "metric": "auc_loss", "note": "too few rows", "verdict": "not_judged" }),
    };
    let risk = json!({ "metric": "prosecutor_risk", "value": risk, "n": 500, "verdict": "not_judged" });
    json!({ "title": "privacy", "of": of, "family": "privacy", "verdict": "not_judged", "measured_on": "2026-03-02",
            "values": [risk, loss], "data_digest": digest, "plan_digest": "sha256:1", "engine": "aims", "seed": "1" })
}

async fn recorded(house: &House, fields: Value) {
    let id = house.add("measurement", fields).await.id;
    house.move_as(&operator(), &id, "record", json!({})).await.unwrap();
}

#[test]
fn treatments_are_weighed_and_a_newer_measurement_moves_the_front() {
    on_both(async |house| {
        let steward = house.person("Wren", "data_steward", None).await;
        let dataset = house.add("dataset", json!({ "title": "Visits" })).await.id;
        let original = version(&house, &dataset, "whole", json!({})).await;
        let treated = async |title: &str| version(&house, &dataset, title, json!({ "treats": original })).await;
        let (bands, masked, coarse) = (treated("bands").await, treated("masked").await, treated("coarse").await);
        let (word, why) = standing(&house, &bands, "trade_off").await;
        assert!(word == "outside" && why.contains("was not measured"), "{word}: {why}");
        assert!(accept(&house, &steward, &bands).await.unwrap_err().contains("treatment_is_weighed"));
        recorded(&house, measured(&bands, "sha256:bands", 0.1, Some((0.02, 0.005)))).await;
        recorded(&house, measured(&masked, "sha256:masked", 0.2, Some((0.05, 0.005)))).await;
        recorded(&house, measured(&coarse, "sha256:other", 0.05, Some((0.10, 0.005)))).await;
        assert_eq!(standing(&house, &bands, "trade_off").await.0, "on_front");
        let (word, why) = standing(&house, &masked, "trade_off").await;
        assert!(word == "beaten" && why.contains(&bands.to_string()), "{word}: {why}");
        let (word, why) = standing(&house, &coarse, "trade_off").await;
        assert!(word == "outside" && why.contains("measured"), "other bytes: {word}: {why}");
        let refused = accept(&house, &steward, &masked).await.unwrap_err();
        assert!(refused.contains("treatment_is_weighed") && refused.contains(&bands.to_string()), "{refused}");
        accept(&house, &steward, &bands).await.unwrap();
        house
            .edit_as(&operator(), &masked, json!({ "chosen_because": "bands cannot be read by the hospital" }))
            .await
            .unwrap();
        accept(&house, &steward, &masked).await.unwrap();
        // A newer measurement of another treatment pushes the chosen one off the front.
        recorded(&house, measured(&coarse, "sha256:coarse", 0.05, Some((0.001, 0.0005)))).await;
        let (word, why) = standing(&house, &bands, "trade_off").await;
        assert!(word == "beaten" && why.contains(&coarse.to_string()), "{word}: {why}");
        recorded(&house, measured(&coarse, "sha256:coarse", 0.05, None)).await;
        let (word, why) = standing(&house, &coarse, "trade_off").await;
        assert!(word == "outside" && why.contains("too few rows"), "{word}: {why}");
        assert_eq!(standing(&house, &bands, "trade_off").await.0, "on_front");
        house.edit_as(&operator(), &dataset, json!({ "trade_off_by": ["prosecutor_risk"] })).await.unwrap();
        assert_eq!(standing(&house, &coarse, "trade_off").await.0, "on_front", "its risk alone is weighed now");
        agrees(&house).await;
    });
}
