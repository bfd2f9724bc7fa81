//! Who takes which part in components, on both databases: a contract that ends opens cells by itself, past days keep their answers, and what is
//! asked wrongly is answered with a sentence. What is kept of components is what is computed anew after every change.

use governance::allocation::check::CHECKS;
use governance::allocation::whole::{Asked, Told};
use governance::{Error, Moment};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

async fn add(house: &House, kind: &str, state: Option<&str>, fields: Value) -> Id {
    let (kind, state) = (kind.to_owned(), state.map(str::to_owned));
    house.aims.commit(&operator(), Change::Create { kind, state, document: object(fields) }, None).await.unwrap().id
}

async fn told(house: &House, system: &Id, asked: Asked) -> Told {
    house.aims.boundary(&operator(), system, asked).await.unwrap()
}

async fn standing(house: &House, id: &Id, name: &str) -> Value {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    record.standing.iter().find(|it| it.name == name).map(|it| it.value.clone()).unwrap_or(Value::Null)
}

async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.ok(), "{report:?}");
}

/// Names of checks with the component and the place of what they found.
fn found(told: &Told) -> Vec<(&'static str, String)> {
    told.findings.iter().map(|it| (it.check, it.place.clone())).collect()
}

/// An AI system of the second tier with one component from outside, and the contract that backs all that is asked until the end of March.
struct Bought {
    system: Id,
    component: Id,
    party: Id,
    contract: Id,
    logs: Id,
}

async fn bought(house: &House) -> Bought {
    let unit = add(house, "organization_unit", Some("active"), json!({ "title": "HR" })).await;
    let system = add(house, "ai_system", Some("operation"), json!({ "title": "Screening", "unit": unit })).await;
    let class = json!({ "title": "class", "subject": system, "scheme": "own_tier", "outcome": "T2" });
    add(house, "classification", Some("confirmed"), class).await;
    let owner = house.person("Ada", "system_owner", None).await;
    assert!(owner.person.is_some());
    let role = add(house, "role", Some("active"), json!({ "title": "Keeper", "key": "keeper" })).await;
    let keeper = add(house, "person", None, json!({ "title": "Kim" })).await;
    let seat = json!({ "title": "Kim keeps", "person": keeper, "role": role, "from": "2026-01-01" });
    add(house, "role_assignment", Some("accepted"), seat).await;
    let party = add(house, "external_party", Some("approved"), json!({ "title": "Vendor" })).await;
    let fields = json!({
        "title": "Ranking", "form": "model_service", "systems": [system], "accountable": role, "operated_by": party,
        "supplied_by": party, "changes_made_by": party, "incidents_by": unit,
    });
    let component = add(house, "component", Some("in_use"), fields).await;
    let fields = json!({ "title": "Deal", "party": party, "form": "other", "systems": [system], "from": "2026-01-01", "until": "2026-03-31" });
    let contract = add(house, "contract", Some("in_force"), fields).await;
    let mut last = component.clone();
    for topic in ["notice", "incident_notice", "assurance", "exit", "liability", "log_access"] {
        let fields = json!({ "title": topic, "topic": topic, "direction": "owed_to_us", "source": "contract", "contract": contract });
        last = add(house, "obligation", Some("applicable"), fields).await;
    }
    Bought { system, component, party, contract, logs: last }
}

#[test]
fn a_contract_that_ends_opens_its_cells_by_itself_and_past_days_keep_their_answers() {
    on_both(async |house| {
        let it = bought(&house).await;
        let now = told(&house, &it.system, Asked::default()).await;
        assert_eq!(found(&now), Vec::new());
        assert_eq!(standing(&house, &it.component, "unbacked_duties").await, json!(0));
        let walk = now.walks.iter().find(|it| it.harm.name == "discrimination").unwrap();
        let (person, clause) = (walk.person.as_ref().unwrap(), walk.clause.as_ref().unwrap());
        assert_eq!((now.names[&person.person.to_string()].as_str(), clause.topic.as_str()), ("Ada", "liability"));
        assert_eq!(now.names[&walk.legs[0].person.as_ref().unwrap().person.to_string()], "Kim");
        assert!(walk.broken.is_empty(), "{walk:?}");
        agrees(&house).await;

        let ahead = told(&house, &it.system, Asked { on: "2026-04-01".parse().ok(), ..Asked::default() }).await;
        assert_eq!(ahead.findings.iter().filter(|it| it.check == "unbacked_duty").count(), 5);
        house.later(24 * 30);
        house.aims.refresh_expired().await.unwrap();
        assert_eq!(standing(&house, &it.component, "unbacked_duties").await, json!(5));
        let now = told(&house, &it.system, Asked::default()).await;
        assert!(
            now.findings.iter().any(|found| found.check == "no_contract" && found.says.contains("ended on 2026-03-31"))
        );
        let past = told(&house, &it.system, Asked { on: "2026-03-02".parse().ok(), ..Asked::default() }).await;
        assert_eq!(found(&past), Vec::new());
        agrees(&house).await;

        house.edit_as(&operator(), &it.contract, json!({ "renews_itself": true })).await.unwrap();
        assert_eq!(standing(&house, &it.component, "unbacked_duties").await, json!(0));
        house.edit_as(&operator(), &it.contract, json!({ "systems": [] })).await.unwrap();
        assert_eq!(standing(&house, &it.component, "unbacked_duties").await, json!(5));
        agrees(&house).await;
    });
}

#[test]
fn a_clause_counts_for_its_party_its_owner_and_those_whom_it_covers_and_for_no_other() {
    on_both(async |house| {
        let it = bought(&house).await;
        let maker = add(&house, "external_party", None, json!({ "title": "Maker" })).await;
        house.edit_as(&operator(), &it.component, json!({ "supplied_by": maker })).await.unwrap();
        assert_eq!(
            standing(&house, &it.component, "unbacked_duties").await,
            json!(5),
            "the contract is with somebody else"
        );
        house.edit_as(&operator(), &it.logs, json!({ "covers": [maker] })).await.unwrap();
        assert_eq!(standing(&house, &it.component, "unbacked_duties").await, json!(4));
        house.edit_as(&operator(), &maker, json!({ "parent": it.party })).await.unwrap();
        assert_eq!(standing(&house, &it.component, "unbacked_duties").await, json!(0));
        agrees(&house).await;

        let other = add(&house, "external_party", None, json!({ "title": "Other" })).await;
        let asked = Asked { suppliers: vec![(it.component.clone(), other)], ..Asked::default() };
        let moved = told(&house, &it.system, asked).await.moved;
        let places: Vec<&str> = moved.iter().filter(|it| it.reopened()).map(|it| it.place.as_str()).collect();
        assert_eq!(places, ["assurance", "change_notice", "exit", "incident_notice", "logs", "supplies"]);
    });
}

#[test]
fn hand_offs_are_counted_where_they_cross_and_circles_are_found() {
    on_both(async |house| {
        let it = bought(&house).await;
        let unit = add(&house, "organization_unit", Some("active"), json!({ "title": "IT" })).await;
        let fields = json!({ "title": "Prompt", "form": "prompt", "systems": [it.system], "operated_by": unit, "depends_on": [it.component] });
        let prompt = add(&house, "component", Some("in_use"), fields).await;
        assert_eq!(standing(&house, &it.component, "boundary_crossings").await, json!(1));
        let now = told(&house, &it.system, Asked::default()).await;
        assert!(found(&now).contains(&("undescribed_hand_off", prompt.to_string())), "{:?}", now.findings);
        let hands = json!([{ "to": it.component, "what": "what counts" }]);
        house.edit_as(&operator(), &prompt, json!({ "hands_over": hands })).await.unwrap();
        let now = told(&house, &it.system, Asked::default()).await;
        assert!(now.findings.iter().all(|it| it.check != "undescribed_hand_off"));
        house.edit_as(&operator(), &it.component, json!({ "depends_on": [prompt] })).await.unwrap();
        let now = told(&house, &it.system, Asked::default()).await;
        assert_eq!(now.findings.iter().filter(|it| it.check == "circle").count(), 1);
        house.edit_as(&operator(), &prompt, json!({ "depends_on": [prompt] })).await.unwrap();
        let now = told(&house, &it.system, Asked::default()).await;
        assert!(now.findings.iter().any(|it| it.check == "circle" && it.component.as_ref() == Some(&prompt)));
        house.edit_as(&operator(), &prompt, json!({ "hands_over": null, "depends_on": null })).await.unwrap();
        agrees(&house).await;
    });
}

#[test]
fn what_is_asked_wrongly_is_answered_with_a_sentence() {
    on_both(async |house| {
        let it = bought(&house).await;
        let bare = add(&house, "ai_system", None, json!({ "title": "Bare" })).await;
        assert_eq!(found(&told(&house, &bare, Asked::default()).await), [("no_components", String::new())]);
        let wrong =
            async |system: &Id, asked: Asked| house.aims.boundary(&operator(), system, asked).await.unwrap_err();
        assert!(matches!(wrong(&it.party, Asked::default()).await, Error::Missing(_)));
        for (asked, says) in [
            (Asked { harm: Some("boredom".to_owned()), ..Asked::default() }, "no harm that can be asked about"),
            (Asked { suppliers: vec![(it.party.clone(), it.party.clone())], ..Asked::default() }, "is no component of"),
            (
                Asked { suppliers: vec![(it.component.clone(), it.system.clone())], ..Asked::default() },
                "is no external party",
            ),
        ] {
            let error = wrong(&it.system, asked).await;
            assert!(format!("{error:?}").contains(says), "{error:?}");
        }
        for (text, field) in [("CMP-1", "supplier"), ("CMP-1=7", "supplier")] {
            assert_eq!(Asked::read("", "", &[text]).unwrap_err().0, field);
        }
        assert_eq!(Asked::read("tomorrow", "", &[]).unwrap_err().0, "on");
        assert_eq!(Asked::read("", "", &["CMP-1=PTY-2, CMP-3=PTY-4"]).unwrap().suppliers.len(), 2);
    });
}

#[test]
fn every_check_has_words_and_a_name_of_its_own() {
    let mut names: Vec<&str> = CHECKS.iter().map(|it| it.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CHECKS.len());
    assert!(CHECKS.iter().all(|it| it.summary.len() > 20 && it.next.len() > 20));
}
