//! Impacts at the write path and for those who ask: who must be heard before an approval, what somebody may not see, and a day of the past.

use governance::impacting::lanes::Lanes;
use governance::impacting::whole::Told;
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put, refused};

async fn told(house: &House, system: &Id, on: Option<&str>) -> Told {
    let on = on.map(|it| it.parse().unwrap());
    house.aims.impacts(&operator(), system, Lanes::default(), on).await.unwrap()
}

fn sorts(told: &Told) -> Vec<&'static str> {
    told.gaps.iter().map(|it| it.sort).collect()
}

fn assessment(system: &Id, more: Value) -> Value {
    let mut fields = json!({
        "title": "Impact", "systems": [system], "purpose": "Sorts letters.", "conclusion": "May be used.", "assessed_on": "2026-02-20",
        "impacts": [{
            "group": "applicants", "level": "individual", "direction": "harm", "effect": "An applicant waits.", "arises_from": "failure",
            "severity": 4, "likelihood": 2, "people": 10, "reversible": "partly", "duration": "weeks",
        }],
    });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    fields
}

#[test]
fn an_approval_waits_for_those_who_must_be_heard_and_a_published_summary_can_be_noted_in_force() {
    on_both(async |house: House| {
        let author = house.person("Author", "risk_officer", None).await;
        let officer = house.person("Officer", "risk_officer", None).await;
        let lead = house.person("Lead", "governance_lead", None).await;
        let system = house.add("ai_system", json!({ "title": "Letters" })).await.id;
        let fields = assessment(&system, json!({ "owner": author.person, "public_summary": "A person decides." }));
        let made = house.add_as(&author, "impact_assessment", fields).await.unwrap().id;
        house.move_as(&author, &made, "submit", json!({})).await.unwrap();
        refused(house.move_as(&officer, &made, "approve", json!({})).await, "nobody of applicants was heard");
        let said = |more: Value| {
            let mut row =
                json!({ "who": "Applicants", "when": "2026-02-01", "view": "Too slow.", "answer": "Two days now." });
            more.as_object().unwrap().iter().for_each(|(name, it)| row[name] = it.clone());
            json!({ "consulted": [row] })
        };
        for wrong in [json!({ "speaks_as": "expert" }), json!({ "when": "2026-09-01" }), json!({ "answer": " " })] {
            house.edit_as(&author, &made, said(wrong.clone())).await.unwrap();
            refused(house.move_as(&officer, &made, "approve", json!({})).await, "must be heard");
        }
        house.edit_as(&author, &made, said(json!({}))).await.unwrap();
        house.move_as(&officer, &made, "approve", json!({})).await.unwrap();
        house.move_as(&lead, &made, "put_in_force", json!({})).await.unwrap();
        assert!(sorts(&told(&house, &system, None).await).contains(&"not_published"));
        refused(house.edit_as(&lead, &made, json!({ "conclusion": "Otherwise." })).await, "not edited in place");
        let bare = house.edit_as(&lead, &made, json!({ "published_on": "2026-03-01" })).await;
        assert!(matches!(&bare, Err(governance::Error::Problems(all)) if all[0].field == "published_on"), "{bare:?}");
        let published = json!({ "published_on": "2026-03-01", "published_at": "https://example.org/letters" });
        house.edit_as(&lead, &made, published).await.unwrap();
        let now = told(&house, &system, None).await;
        assert!(!sorts(&now).contains(&"not_published") && !sorts(&now).contains(&"not_heard"), "{:?}", now.gaps);
    });
}

#[test]
fn what_somebody_may_not_see_counts_and_is_not_named() {
    on_both(async |house: House| {
        let reader = house.person("Reader", "reader", None).await;
        let system = house
            .add(
                "ai_system",
                json!({ "title": "Letters", "people_affected": [{ "group": "applicants" }, { "group": "callers" }] }),
            )
            .await
            .id;
        let more =
            json!({ "access": "restricted", "title": "Secret impact", "affected": [{ "group": "secret people" }] });
        let hidden = put(&house, "impact_assessment", "in_force", assessment(&system, more)).await;
        let mut more = assessment(&system, json!({ "access": "restricted", "title": "Secret draft" }));
        more["impacts"][0]["group"] = json!("callers");
        let draft = house.add("impact_assessment", more).await.id;
        let all = told(&house, &system, None).await;
        assert_eq!(all.hidden, 0);
        let seen = house.aims.impacts(&reader, &system, Lanes::default(), None).await.unwrap();
        let said = serde_json::to_string(&seen).unwrap();
        assert!(seen.hidden > 0 && said.contains("that you may not see"), "{said}");
        for secret in ["ecret", "An applicant waits", &hidden.to_string(), &draft.to_string()] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        let groups =
            |told: &Told| told.societal.as_ref().unwrap().groups.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        assert_eq!((groups(&all).len(), groups(&seen)), (3, vec!["applicants".to_owned(), "callers".to_owned()]));
        assert_eq!(all.societal.unwrap().standing, seen.societal.unwrap().standing, "it counts");
    });
}

#[test]
fn a_past_day_keeps_its_people_and_its_groups() {
    on_both(async |house: House| {
        let system = house.add("ai_system", json!({ "title": "Letters" })).await.id;
        let unit =
            house.add("organization_unit", json!({ "title": "Clerks", "form": "team", "headcount": 40 })).await.id;
        let row = json!({ "work": "clerks", "task": "sort", "share": 0.5, "exposure": 0.2, "exposure_low": 0.1, "exposure_high": 0.4, "unit": unit });
        put(&house, "impact_assessment", "in_force", assessment(&system, json!({ "exposed_work": [row] }))).await;
        let party = json!({ "title": "Callers", "group": "customers", "systems": [system] });
        let party = house.add("interested_party", party).await.id;
        house.later(48);
        house.edit_as(&operator(), &unit, json!({ "headcount": 60 })).await.unwrap();
        house.edit_as(&operator(), &party, json!({ "systems": [] })).await.unwrap();
        let at = async |on: Option<&str>| {
            let societal = told(&house, &system, on).await.societal.unwrap();
            let names: Vec<String> = societal.groups.iter().map(|it| it.name.clone()).collect();
            (societal.work[0].full_time.unwrap().likely, names)
        };
        assert_eq!(at(None).await, (6.0, vec![]));
        assert_eq!(at(Some("2026-03-02")).await, (4.0, vec!["Callers".to_owned()]));
    });
}
