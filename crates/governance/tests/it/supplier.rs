//! Data of others, on both databases: deliveries held against promises, topics that a tier asks for, and the end of a licence; the
//! answers that are kept are those that are computed anew after every change.

use governance::import::Mapping;
use governance::importing::ImportOptions;
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};
use governance::Moment;

async fn standing(house: &House, id: &Id, name: &str) -> (String, String) {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    let found = record.standing.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no `{name}` of {id}"));
    (found.value.as_str().map_or_else(|| found.value.to_string(), str::to_owned), found.why.clone())
}

async fn add(house: &House, kind: &str, state: Option<&str>, fields: Value) -> Id {
    let (kind, state) = (kind.to_owned(), state.map(str::to_owned));
    house.aims.commit(&operator(), Change::Create { kind, state, document: object(fields) }, None).await.unwrap().id
}

/// A duty of a contract that applies.
async fn owed(house: &House, contract: &Id, topic: &str, more: Value) -> Id {
    let mut fields = object(
        json!({ "title": topic, "contract": contract, "topic": topic, "direction": "owed_to_us", "source": "contract" }),
    );
    fields.extend(object(more));
    add(house, "obligation", Some("applicable"), Value::Object(fields)).await
}

/// A party, its contract and the data that it supplies.
async fn supplier(house: &House) -> (Id, Id, Id) {
    let party = add(house, "external_party", None, json!({ "title": "Feeds" })).await;
    let person = add(house, "person", None, json!({ "title": "Ada" })).await;
    let fields = json!({ "title": "Deal", "party": party, "form": "data", "from": "2026-01-01", "owner": person });
    let contract = add(house, "contract", None, fields).await;
    let fields = json!({ "title": "Feed", "supplied_by": party, "licence": "CC0-1.0", "content": ["none_of_these"] });
    let dataset = add(house, "dataset", None, fields).await;
    (party, contract, dataset)
}

async fn came(house: &House, dataset: &Id, day: &str, columns: &[&str]) -> Id {
    let schema: Vec<Value> = columns.iter().map(|it| json!({ "column": it, "type": "text" })).collect();
    let fields = json!({ "title": day, "dataset": dataset, "received_on": day, "schema": schema });
    add(house, "dataset_version", None, fields).await
}

async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.ok(), "{report:?}");
}

#[test]
fn what_came_is_held_against_what_was_promised() {
    on_both(async |house| {
        let (party, contract, dataset) = supplier(&house).await;
        let promise =
            json!({ "provision": "§ 4", "promise": [{ "metric": "delivery", "limit": "1", "period": "P1M" }] });
        let every = owed(&house, &contract, "update", promise).await;
        assert_eq!(standing(&house, &every, "kept").await.0, "broken", "nothing came by 2026-02-01");
        let first = came(&house, &dataset, "2026-01-31", &["a", "b"]).await;
        let (word, why) = standing(&house, &every, "kept").await;
        assert_eq!(word, "broken", "by 2026-02-28 the next one was due");
        assert!(why.contains("nothing came") && why.contains("by 2026-02-28") && why.contains("§ 4"), "{why}");
        let second = came(&house, &dataset, "2026-03-02", &["a", "c"]).await;
        let (_, why) = standing(&house, &every, "kept").await;
        assert_eq!(
            why,
            format!(
                "{second} breaks {every} (§ 4): came on 2026-03-02, promised by 2026-02-28, P1M after the one before, 2 days late"
            )
        );
        let same =
            owed(&house, &contract, "quality", json!({ "promise": [{ "metric": "schema", "limit": "same" }] })).await;
        let (_, why) = standing(&house, &same, "kept").await;
        assert!(why.contains(&format!("the columns of {first}")) && why.contains("`b` is gone, `c` is new"), "{why}");
        assert_eq!(standing(&house, &contract, "breaches").await.0, "2");
        // What was made here from a delivery is none.
        let made =
            json!({ "title": "made", "dataset": dataset, "derived_from": [second], "received_on": "2026-03-02" });
        add(&house, "dataset_version", None, made).await;
        assert_eq!(standing(&house, &contract, "breaches").await.0, "2");
        agrees(&house).await;

        let full =
            json!({ "promise": [{ "metric": "complete_share", "limit": "at least 0.98" }], "covers": [dataset] });
        let full = owed(&house, &contract, "quality", full).await;
        assert_eq!(standing(&house, &full, "kept").await.0, "not_assessable");
        for (of, value) in [(&first, 0.99), (&second, 0.95)] {
            let values = json!([{ "metric": "complete_share", "value": value }]);
            let fields = json!({ "title": "measured", "of": of, "family": "quality", "measured_on": "2026-03-02", "values": values });
            add(&house, "measurement", Some("recorded"), fields).await;
        }
        let (word, why) = standing(&house, &full, "kept").await;
        assert!(word == "broken" && why.contains("found 0.95") && why.contains("0.03 beyond it"), "{why}");
        assert_eq!(standing(&house, &contract, "breaches").await.0, "3");
        agrees(&house).await;

        house.later(24 * 31);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!(
            standing(&house, &contract, "breaches").await.0,
            "3",
            "the next one is due by 2026-04-02, which is today"
        );
        house.later(24);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!(standing(&house, &contract, "breaches").await.0, "4");
        agrees(&house).await;
        let other = add(&house, "external_party", None, json!({ "title": "Other" })).await;
        house.edit_as(&operator(), &dataset, json!({ "supplied_by": other })).await.unwrap();
        assert_eq!(standing(&house, &every, "kept").await.0, "not_assessable", "the data come from somebody else");
        house.edit_as(&operator(), &contract, json!({ "party": other })).await.unwrap();
        assert_eq!(standing(&house, &every, "kept").await.0, "broken");
        house.edit_as(&operator(), &contract, json!({ "party": party })).await.unwrap();
        agrees(&house).await;
    });
}

#[test]
fn a_contract_is_not_signed_before_it_speaks_of_what_its_tier_asks() {
    on_both(async |house| {
        let (_, contract, dataset) = supplier(&house).await;
        let money = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
        let fields = json!({ "expected_loss": money("750000.00"), "liability_cap": money("500000") });
        house.edit_as(&operator(), &contract, fields).await.unwrap();
        let open: Value = serde_json::from_str(&standing(&house, &contract, "uncovered_liability").await.0).unwrap();
        assert_eq!(open, money("250000.00"));
        for topic in ["permitted_use", "quality"] {
            owed(&house, &contract, topic, json!({})).await;
        }
        assert_eq!(standing(&house, &contract, "coverage").await.0, "100.0", "no AI system uses the data");
        let system = add(&house, "ai_system", None, json!({ "title": "Sorter" })).await;
        house.edit_as(&operator(), &dataset, json!({ "systems": [system] })).await.unwrap();
        let (share, why) = standing(&house, &contract, "coverage").await;
        assert_eq!(share, "25.0", "nobody has classified the system: {why}");
        let refused = house.move_as(&operator(), &contract, "sign", json!({})).await.unwrap_err().to_string();
        assert!(refused.contains("right to audit (A.10.3)") && refused.contains("exit (A.10.3)"), "{refused}");
        agrees(&house).await;
        for topic in ["notice", "update", "liability", "exit", "records"] {
            owed(&house, &contract, topic, json!({})).await;
        }
        let audit = owed(&house, &contract, "audit_right", json!({})).await;
        house.move_as(&operator(), &contract, "sign", json!({})).await.unwrap();
        house.move_as(&operator(), &contract, "end", json!({})).await.unwrap();
        house.move_as(&operator(), &audit, "end", json!({})).await.unwrap();
        assert_eq!(standing(&house, &contract, "coverage").await.0, "87.5");
        let refused = house.move_as(&operator(), &contract, "renew", json!({})).await.unwrap_err().to_string();
        assert!(refused.contains("right to audit (A.10.3)") && !refused.contains("exit"), "{refused}");
        agrees(&house).await;
        let fields = json!({ "title": "low", "subject": system, "scheme": "own_tier", "scheme_version": "1", "outcome": "tier 3" });
        add(&house, "classification", Some("confirmed"), fields).await;
        assert_eq!(standing(&house, &contract, "coverage").await.0, "100.0", "a low tier asks for less");
        house.move_as(&operator(), &contract, "renew", json!({})).await.unwrap();
        agrees(&house).await;
    });
}

#[test]
fn the_day_after_a_licence_ends_what_depends_on_it_is_not_deployed() {
    on_both(async |house| {
        let (_, _, dataset) = supplier(&house).await;
        house.edit_as(&operator(), &dataset, json!({ "licence_until": "2026-03-03" })).await.unwrap();
        let version = came(&house, &dataset, "2026-01-31", &["a"]).await;
        let model = add(&house, "model", None, json!({ "title": "Scorer", "exploitation": "own_work" })).await;
        let data = json!([{ "dataset_version": version, "used_for": "train" }]);
        let scorer = json!({ "title": "Scorer 1", "model": model, "data": data, "results": "good" });
        let scorer = add(&house, "model_version", None, scorer).await;
        let other = house.person("Val", "validator", None).await;
        let approve = Change::Move {
            id: scorer.clone(),
            base: None,
            transition: "approve".into(),
            set: object(json!({})),
            why: None,
        };
        house.later(24);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!(standing(&house, &dataset, "licence_standing").await.0, "allowed", "its last day");
        house.aims.preview(&other, approve.clone()).await.unwrap();
        house.later(24);
        house.aims.refresh_expired().await.unwrap();
        let (word, why) = standing(&house, &dataset, "licence_standing").await;
        assert!(word == "blocked" && why.contains("the licence ended on 2026-03-03"), "{why}");
        let refused = house.aims.commit(&other, approve, None).await.unwrap_err().to_string();
        assert!(refused.contains("CC0-1.0, which ended on 2026-03-03"), "{refused}");
        agrees(&house).await;
    });
}

const CONTRACTS: &str = "kind = \"contract\"\n[key]\ncolumns = [{ position = 1, header = \"Name\" }]\n\
                         [[column]]\nposition = 1\nheader = \"Name\"\nfield = \"title\"\nhow = { as = \"text\" }\n\
                         [[column]]\nposition = 2\nheader = \"Party\"\nfield = \"party\"\nhow = { as = \"link\", by = \"number\" }\n\
                         [[column]]\nposition = 3\nheader = \"State\"\nfield = \"state\"\nhow = { as = \"state\" }\n";

#[test]
fn a_contract_is_not_entered_as_in_force_before_it_speaks_of_what_its_tier_asks() {
    on_both(async |house| {
        let party = add(&house, "external_party", None, json!({ "title": "Feeds" })).await;
        let enter = |form: &str, state: &str| {
            let document = object(json!({ "title": "Deal", "party": party, "form": form }));
            Change::Create { kind: "contract".into(), state: Some(state.into()), document }
        };
        let refused = house.aims.commit(&operator(), enter("data", "in_force"), None).await.unwrap_err().to_string();
        assert!(refused.contains("permitted use (A.7.3)") && refused.contains("enter it as a draft"), "{refused}");
        house.aims.commit(&operator(), enter("data", "draft"), None).await.unwrap();
        house.aims.commit(&operator(), enter("customer", "in_force"), None).await.unwrap();
        house.aims.commit(&operator(), enter("data", "ended"), None).await.unwrap();

        // What is in force elsewhere comes in as it is, shows what is missing, and goes again.
        let mapping = Some(Mapping::from_toml("mapping.toml", CONTRACTS).unwrap());
        let options = ImportOptions { mapping, ..ImportOptions::default() };
        let file = format!("Name,Party,State\nOld deal,{party},in_force\n").into_bytes();
        let report = house.aims.import(&operator(), "contract", "deals.csv", file, options).await.unwrap();
        assert_eq!((report.created, report.rejected), (1, 0), "{:?}", report.errors);
        let old: Id = "CON-4".parse().unwrap();
        assert_eq!(standing(&house, &old, "coverage").await.0, "0.0");
        let undone = house.aims.undo(&operator(), report.batch.unwrap()).await.unwrap();
        assert_eq!((undone.retired, undone.skipped.len()), (1, 0));
        agrees(&house).await;
    });
}
