//! What follows for data, on both databases: tiers, quality, licences and chains move with the records and with the clock, and
//! the cache agrees with what is derived anew.

use governance::Moment;
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

/// A derived field of a record, now or as of an entry of the ledger.
async fn standing(house: &House, id: &Id, name: &str, moment: &Moment) -> (String, String) {
    let record = house.aims.record(&operator(), id, moment).await.unwrap();
    let found = record.standing.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no `{name}` of {id}"));
    (found.value.as_str().map_or_else(|| found.value.to_string(), str::to_owned), found.why.clone())
}

async fn now(house: &House, id: &Id, name: &str) -> String {
    standing(house, id, name, &Moment::Now).await.0
}

/// Whether the cache is what is derived anew.
async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.ok(), "{report:?}");
}

fn measured(of: &Id, digest: &str, most: f64, verdict: &str) -> Value {
    let row = |metric: &str, bound: &str, limit: f64| json!({ "metric": metric, "value": 0.03, "n": 100, bound: limit, "verdict": if metric == "duplicate_share" { verdict } else { "pass" } });
    let values = [
        row("value_completeness", "at_least", 0.99),
        row("duplicate_share", "at_most", most),
        row("conflicting_label_share", "at_most", 0.0),
        row("leakage_share", "at_most", 0.0),
    ];
    json!({ "title": "quality", "of": of, "family": "quality", "verdict": verdict, "measured_on": "2026-03-02",
            "values": values, "data_digest": digest, "plan_digest": "sha256:1", "engine": "aims", "seed": "1" })
}

async fn recorded(house: &House, fields: Value) -> Id {
    let id = house.add("measurement", fields).await.id;
    house.move_as(&operator(), &id, "record", json!({})).await.unwrap();
    id
}

#[test]
fn quality_follows_measurements_the_tier_and_the_clock() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Sorter", "exploitation": "own_work" })).await.id;
        let dataset =
            house.add("dataset", json!({ "title": "Mail", "licence": "CC-BY-4.0", "systems": [system] })).await.id;
        let version = json!({ "title": "Mail 1", "dataset": dataset, "file_digest": "sha256:aa", "split": "test" });
        let version = house.add("dataset_version", version).await.id;
        assert_eq!(now(&house, &version, "quality_standing").await, "never_measured");
        assert_eq!(now(&house, &dataset, "tier").await, "high", "nobody has classified the system");
        recorded(&house, measured(&version, "sha256:bb", 0.01, "pass")).await;
        assert_eq!(now(&house, &version, "quality_standing").await, "nothing_counts", "other bytes");
        recorded(&house, measured(&version, "sha256:aa", 0.1, "pass")).await;
        assert_eq!(now(&house, &version, "quality_standing").await, "nothing_counts", "a weaker plan");
        let before = house.add("ai_system", json!({ "title": "another" })).await.place;
        let bad = recorded(&house, measured(&version, "sha256:aa", 0.01, "fail")).await;
        let (word, why) = standing(&house, &version, "quality_standing", &Moment::Now).await;
        assert!(word == "fail" && why.contains("duplicate_share"), "{word}: {why}");
        let then = standing(&house, &version, "quality_standing", &Moment::Place(before)).await;
        assert_eq!(then.0, "nothing_counts", "as it was before it was measured");
        agrees(&house).await;

        let leave = json!({ "title": "leave", "subject": version, "form": "except", "outcome": "yes", "reasons": "needed",
                            "decided_on": "2026-03-02", "valid_until": "2026-03-09" });
        house.add("decision", leave).await;
        assert_eq!(now(&house, &version, "quality_standing").await, "excepted");
        house.later(24 * 8);
        assert_eq!(now(&house, &version, "quality_standing").await, "fail", "the exception has ended by itself");
        agrees(&house).await;
        let why = record::Change::Move {
            id: bad,
            base: None,
            transition: "invalidate".into(),
            set: Default::default(),
            why: Some("wrong".into()),
        };
        house.aims.commit(&operator(), why, None).await.unwrap();
        recorded(&house, measured(&version, "sha256:aa", 0.01, "pass")).await;
        assert_eq!(now(&house, &version, "quality_standing").await, "pass");
        house.later(24 * 365);
        assert_eq!(now(&house, &version, "quality_standing").await, "stale", "what was measured has grown old");
        agrees(&house).await;
    });
}

#[test]
fn an_expression_of_licences_is_as_good_as_the_better_choice_and_as_bad_as_what_is_joined() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Sorter", "exploitation": "commercial" })).await.id;
        let data = house.add("dataset", json!({ "title": "Raw", "systems": [system] })).await.id;
        for (licence, word, says) in [
            ("CC-BY-NC-4.0", "blocked", "CC-BY-NC-4.0"),
            ("CC-BY-NC-4.0 OR CC-BY-4.0", "allowed", "taken as CC-BY-4.0"),
            ("CC-BY-4.0 AND CC-BY-NC-4.0", "blocked", "taken as CC-BY-4.0 and CC-BY-NC-4.0"),
            ("(CC-BY-NC-4.0 OR CC0-1.0) AND CC-BY-4.0", "allowed", "taken as CC0-1.0 and CC-BY-4.0"),
            ("CC-BY-4.0 OR Zlib", "allowed", "taken as CC-BY-4.0"),
            ("CC-BY-4.0 AND Zlib", "undecided", "taken as CC-BY-4.0 and Zlib"),
            ("GPL-2.0-only WITH Classpath-exception-2.0", "undecided", "is no licence that is known here"),
            ("CC-BY-4.0 OR", "undecided", "is no licence that is known here"),
            ("CC-BY-4.0 or whatever", "undecided", "is no licence that is known here"),
        ] {
            house.edit_as(&operator(), &data, json!({ "licence": licence })).await.unwrap();
            let (found, why) = standing(&house, &data, "licence_standing", &Moment::Now).await;
            assert!(found == word && why.contains(says), "{licence}: {found}, {why}");
        }
        agrees(&house).await;
    });
}

#[test]
fn a_tier_moves_what_is_asked_of_data_far_away() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Sorter", "exploitation": "commercial" })).await.id;
        let raw = house.add("dataset", json!({ "title": "Raw", "licence": "CC-BY-NC-4.0" })).await.id;
        let first = house
            .add("dataset_version", json!({ "title": "Raw 1", "dataset": raw, "file_digest": "sha256:aa" }))
            .await
            .id;
        let made = house.add("dataset", json!({ "title": "Made", "licence": "CC-BY-4.0" })).await.id;
        let step = json!({ "step": "cut", "digest_in": "sha256:aa", "digest_out": "sha256:bb" });
        let second = json!({ "title": "Made 1", "dataset": made, "file_digest": "sha256:bb", "derived_from": [first], "steps": [step] });
        let second = house.add("dataset_version", second).await.id;
        assert_eq!(
            (now(&house, &raw, "tier").await.as_str(), now(&house, &raw, "licence_standing").await.as_str()),
            ("low", "allowed")
        );
        let model = house.add("model", json!({ "title": "Scorer", "systems": [system] })).await.id;
        let data = json!([{ "dataset_version": second, "used_for": "train" }]);
        let version = house.add("model_version", json!({ "title": "Scorer 1", "model": model, "data": data })).await.id;
        assert_eq!(now(&house, &raw, "tier").await, "high");
        assert_eq!(now(&house, &raw, "licence_standing").await, "blocked", "through what was made from it");
        assert_eq!(now(&house, &made, "licence_standing").await, "allowed");
        let class = json!({ "title": "class", "subject": system, "scheme": "own_tier", "outcome": "tier 3", "reasons": "small" });
        let state = Some("confirmed".to_owned());
        let class = record::Change::Create { kind: "classification".into(), state, document: object(class) };
        house.aims.commit(&operator(), class, None).await.unwrap();
        assert_eq!(now(&house, &raw, "tier").await, "low");
        agrees(&house).await;

        assert_eq!(now(&house, &second, "chain").await, "intact");
        assert_eq!(now(&house, &version, "data_standing").await, "newest");
        house.edit_as(&operator(), &first, json!({ "file_digest": "sha256:ab" })).await.unwrap();
        let (word, why) = standing(&house, &second, "chain", &Moment::Now).await;
        assert!(word == "broken" && why.contains("step 1 `cut`"), "{word}: {why}");
        house.add("dataset_version", json!({ "title": "Made 2", "dataset": made, "file_digest": "sha256:cc" })).await;
        assert_eq!(now(&house, &version, "data_standing").await, "older");
        assert_eq!(now(&house, &model, "data_standing").await, "older");
        house.edit_as(&operator(), &system, json!({ "exploitation": "research" })).await.unwrap();
        assert_eq!(now(&house, &raw, "licence_standing").await, "allowed");
        agrees(&house).await;
    });
}
