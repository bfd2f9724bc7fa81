//! Documents under control: what brings a policy in force, whom it asks, who answers, what lapses, and who drops out.

use governance::{Error, Listing, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put};

/// A unit with one below it, and two people in the lower one.
async fn people(house: &House) -> (Id, [Id; 2]) {
    let above = house.add("organization_unit", json!({ "title": "Above" })).await.id;
    let below = house.add("organization_unit", json!({ "title": "Below", "parent": above })).await.id;
    let one = house.add("person", json!({ "title": "One", "unit": below })).await.id;
    let two = house.add("person", json!({ "title": "Two", "unit": below })).await.id;
    (above, [one, two])
}

/// Somebody of top management.
async fn executive(house: &House) -> Id {
    house.person("Top", "executive", None).await.person.unwrap()
}

/// A policy that is approved and goes to a unit.
async fn policy(house: &House, title: &str, unit: &Id, supersedes: Option<&Id>) -> Id {
    let fields = json!({
        "title": title, "form": "policy", "goes_to": [unit], "acknowledge_within": "P14D", "supersedes": supersedes,
    });
    let id = put(house, "document", "approved", fields).await;
    let decision = json!({ "title": title, "subject": id, "outcome": "yes", "deciders": [executive(house).await] });
    put(house, "decision", "taken", decision).await;
    id
}

async fn asked(house: &House, filter: &str) -> Vec<governance::listing::Row> {
    let listing = Listing { filter: filter.to_owned(), ..Listing::of("acknowledgement") };
    house.aims.list(&operator(), &listing).await.unwrap().rows
}

#[test]
fn a_policy_comes_into_force_by_a_decision_of_somebody_else_alone() {
    on_both(async |house: House| {
        let author = house.add("person", json!({ "title": "Author" })).await.id;
        let id =
            put(&house, "document", "approved", json!({ "title": "AI policy", "form": "policy", "authors": [author] }))
                .await;
        let refused = house.move_as(&operator(), &id, "put_in_force", json!({})).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        let open = json!([{ "condition": "after the works council was heard", "met": false }]);
        let (top, lead) = (executive(&house).await, house.person("Lead", "governance_lead", None).await);
        let engineer = house.person("Engineer", "engineer", None).await.person.unwrap();
        // Whoever decides enters it; somebody else does not for them.
        let borrowed = json!({ "title": "Policy", "subject": id, "outcome": "yes", "deciders": [top] });
        let borrowed = house.add_as(&lead, "decision", borrowed).await.unwrap().id;
        let told = house.aims.record(&lead, &borrowed, &governance::Moment::Now).await.unwrap();
        let counts = told.standing.iter().find(|it| it.name == "in_effect").unwrap();
        assert!(counts.value == false && counts.why.contains("in the name of"), "{counts:?}");
        for (deciders, form, outcome, conditions, fits) in [
            (json!([author]), "approve_plan", "yes", Value::Null, false),
            (json!([]), "approve_plan", "yes", Value::Null, false),
            (json!([engineer]), "approve_plan", "yes", Value::Null, false),
            (json!([top]), "approve_plan", "no", Value::Null, false),
            (json!([top]), "stop", "yes", Value::Null, false),
            (json!([top]), "approve_plan", "yes_with_conditions", open, false),
            (json!([top]), "approve", "yes", Value::Null, true),
        ] {
            let mut decision =
                json!({ "title": "Policy", "subject": id, "form": form, "outcome": outcome, "deciders": deciders });
            if !conditions.is_null() {
                decision["conditions"] = conditions;
            }
            put(&house, "decision", "taken", decision).await;
            let moved = house.move_as(&operator(), &id, "put_in_force", json!({})).await;
            assert_eq!(moved.is_ok(), fits, "{deciders} {outcome}: {moved:?}");
        }
    });
}

#[test]
fn those_to_whom_it_goes_are_asked_and_a_new_edition_asks_anew() {
    on_both(async |house: House| {
        let (unit, [one, two]) = people(&house).await;
        let first = policy(&house, "First", &unit, None).await;
        house.move_as(&operator(), &first, "put_in_force", json!({})).await.unwrap();
        let open = asked(&house, "state:asked").await;
        let who: Vec<&Value> = open.iter().map(|it| &it.document["person"]).collect();
        assert_eq!(who, [&json!(one), &json!(two)]);
        assert_eq!(open[0].document["due"], "2026-03-16");
        let second = policy(&house, "Second", &unit, Some(&first)).await;
        house.move_as(&operator(), &second, "put_in_force", json!({})).await.unwrap();
        let state = house.aims.record(&operator(), &first, &Moment::Now).await.unwrap().state;
        assert_eq!(state, "superseded", "one edition of a line is in force");
        assert_eq!((asked(&house, "state:lapsed").await.len(), asked(&house, "state:asked").await.len()), (2, 2));
        // Whoever is asked reads it, whatever roles they hold; nobody else does because of that.
        let person = |id: &Id| governance::Actor {
            account: format!("account-of-{id}"),
            person: Some(id.clone()),
            ..governance::Actor::public(governance::Via::Api)
        };
        let stranger = house.add("person", json!({ "title": "Stranger" })).await.id;
        let reads = async |who: &Id, id: &Id| house.aims.record(&person(who), id, &Moment::Now).await.is_ok();
        assert_eq!([reads(&one, &second).await, reads(&one, &first).await], [true, false]);
        assert!(!reads(&stranger, &second).await);
        let control = house.aims.documents(&operator()).await.unwrap();
        assert!(control.faults.is_empty(), "{:?}", control.faults);
    });
}

#[test]
fn nobody_acknowledges_for_somebody_else_and_leavers_drop_out() {
    on_both(async |house: House| {
        let (unit, _) = people(&house).await;
        let reader = house.person("Reader", "reader", None).await;
        let person = reader.person.clone().unwrap();
        house.edit_as(&operator(), &person, json!({ "unit": unit })).await.unwrap();
        let id = policy(&house, "Policy", &unit, None).await;
        house.move_as(&operator(), &id, "put_in_force", json!({})).await.unwrap();
        let open = asked(&house, "state:asked").await;
        let own = open.iter().find(|it| it.document["person"] == json!(person)).unwrap().id.clone();
        let other = open.iter().find(|it| it.id != own).unwrap().id.clone();
        assert!(house.aims.inbox(&reader).await.unwrap().decisions.iter().any(|it| it.row.id == own && it.ready));
        assert!(matches!(house.move_as(&operator(), &own, "give", json!({})).await, Err(Error::Refused(_))));
        assert!(house.move_as(&reader, &other, "give", json!({})).await.is_err());
        let given = house.move_as(&reader, &own, "give", json!({})).await.unwrap();
        assert_eq!(given.document["given_on"], "2026-03-02", "the day is that of the click");
        let line =
            async || house.aims.documents(&operator()).await.unwrap().documents.into_iter().find(|it| it.id == id);
        let all = line().await.unwrap().all;
        assert_eq!((all.given, all.asked), (1, 3));
        house.later(24 * 15);
        assert_eq!(line().await.unwrap().all.overdue.len(), 2);
        let gone: Id =
            open.iter().find(|it| it.id == other).unwrap().document["person"].as_str().unwrap().parse().unwrap();
        house.move_as(&operator(), &gone, "leave", json!({ "until": "2026-03-01" })).await.unwrap();
        let all = line().await.unwrap().all;
        assert_eq!((all.given, all.asked, all.overdue.len()), (1, 2, 1), "who has left drops out");
        let faults = house.aims.documents(&operator()).await.unwrap().faults;
        assert_eq!(faults.iter().map(|it| it.check).collect::<Vec<_>>(), ["not_acknowledged"]);
    });
}

#[test]
fn what_an_ai_policy_must_say_is_there_as_a_statement_or_missing() {
    on_both(async |house: House| {
        let id = put(&house, "document", "in_force", json!({ "title": "AI policy", "form": "policy" })).await;
        let fields = json!({ "title": "Why", "document": id, "anchor": "S-1", "text": "We say why.", "answers": ["fits_purpose"] });
        put(&house, "policy_statement", "active", fields).await;
        let control = house.aims.documents(&operator()).await.unwrap();
        let said = &control.documents[0].says;
        let there: Vec<(&str, bool)> = said.iter().map(|it| (it.wanted.key.as_str(), !it.by.is_empty())).collect();
        let wanted =
            [("fits_purpose", true), ("frames_objectives", false), ("meets_requirements", false), ("improves", false)];
        assert_eq!(there, wanted);
    });
}

#[test]
fn a_statement_of_a_policy_counts_by_somebody_else_than_who_wrote_it() {
    on_both(async |house: House| {
        let policy = put(&house, "document", "in_force", json!({ "title": "AI policy", "form": "policy" })).await;
        let (writer, other) =
            (house.person("Wim", "governance_lead", None).await, house.person("Lea", "governance_lead", None).await);
        let fields = json!({ "title": "Why", "document": policy, "anchor": "S-9", "text": "We may do as we like." });
        let id = house.add_as(&writer, "policy_statement", fields).await.unwrap().id;
        let told = format!("{:?}", house.move_as(&writer, &id, "activate", json!({})).await.unwrap_err());
        assert!(told.contains("own_record"), "{told}");
        house.edit_as(&other, &id, json!({ "text": "We may do as others like." })).await.unwrap();
        let told = format!("{:?}", house.move_as(&other, &id, "activate", json!({})).await.unwrap_err());
        assert!(told.contains("own_edit"), "{told}");
        let third = house.person("Tea", "legal", None).await;
        house.move_as(&third, &id, "activate", json!({})).await.unwrap();
    });
}

#[test]
fn what_was_replaced_is_not_replaced_again_beside_its_successor() {
    on_both(async |house: House| {
        let (unit, _) = people(&house).await;
        let first = policy(&house, "AI policy", &unit, None).await;
        house.move_as(&operator(), &first, "put_in_force", json!({})).await.unwrap();
        let (one, other) = (
            policy(&house, "AI policy 2", &unit, Some(&first)).await,
            policy(&house, "AI policy 3", &unit, Some(&first)).await,
        );
        house.move_as(&operator(), &one, "put_in_force", json!({})).await.unwrap();
        let beside = house.move_as(&operator(), &other, "put_in_force", json!({})).await;
        let Err(Error::Problems(found)) = beside else { panic!("{beside:?}") };
        assert!(found[0].field == "supersedes" && found[0].message.contains(&one.to_string()), "{found:?}");
        let next = policy(&house, "AI policy 4", &unit, Some(&one)).await;
        house.move_as(&operator(), &next, "put_in_force", json!({})).await.unwrap();
        let in_force = Listing { filter: "state:in_force".to_owned(), ..Listing::of("document") };
        let now = async || house.aims.list(&operator(), &in_force).await.unwrap().rows;
        assert_eq!(now().await.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), std::slice::from_ref(&next));
        // Through an edition that never was in force all the same: neither beside its successor, nor beside what it replaces by others.
        let idea = policy(&house, "AI policy, an idea", &unit, Some(&first)).await;
        let late = policy(&house, "AI policy, of that idea", &unit, Some(&idea)).await;
        let beside = house.move_as(&operator(), &late, "put_in_force", json!({})).await;
        let Err(Error::Problems(found)) = beside else { panic!("{beside:?}") };
        assert!(found[0].message.contains("is in force; replace that one"), "{found:?}");
        let idea = policy(&house, "AI policy, another idea", &unit, Some(&next)).await;
        let last = policy(&house, "AI policy 5", &unit, Some(&idea)).await;
        house.move_as(&operator(), &last, "put_in_force", json!({})).await.unwrap();
        assert_eq!(now().await.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), [last]);
    });
}
