//! The risk process at the write path, on both databases: criteria that take the place of others, gates that stay shut without any, assessors who agree for
//! themselves, what was concluded and assessed, and the end of risks.

use governance::{Actor, Error};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator, put, refused};

fn criteria(from: &str) -> Value {
    json!({
        "title": "Ours", "scale_version": "1", "from": from, "likelihood": [{ "level": "seldom" }, { "level": "often" }],
        "consequences": [{ "type": "individuals", "level": "mild" }, { "type": "individuals", "level": "grave" }],
        "matrix": [{ "likelihood": "seldom", "levels": "low, medium" }, { "likelihood": "often", "levels": "medium, critical" }],
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": "medium" }],
        "intervals": [{ "every": "P1Y" }], "triggers": ["incident"],
    })
}

async fn state(house: &House, id: &Id) -> String {
    house.aims.record(&operator(), id, &governance::Moment::Now).await.unwrap().state
}

/// Criteria that were approved, with the decision about them.
async fn approved(house: &House, from: &str) -> Id {
    let by = house.person("Boss", "executive", None).await;
    let id = put(house, "risk_criteria", "in_review", criteria(from)).await;
    let decision = json!({ "title": "Criteria", "subject": id, "outcome": "yes", "deciders": [by.person] });
    put(house, "decision", "taken", decision).await;
    house.move_as(&by, &id, "approve", json!({})).await.unwrap();
    id
}

#[test]
fn an_edition_takes_the_place_of_the_other_in_one_step_and_without_any_the_gates_stay_shut() {
    on_both(async |house: House| {
        let officer = house.person("Rex", "risk_officer", None).await;
        let owner = house.person("Oda", "system_owner", None).await;
        let system =
            put(&house, "ai_system", "verification", json!({ "title": "Scorer", "owner": owner.person })).await;
        let deploy = async || house.move_as(&owner, &system, "deploy", json!({})).await;
        let first = put(&house, "risk_criteria", "in_force", criteria("2026-01-01")).await;
        refused(deploy().await, "no risk assessment that was concluded looked at this stage");
        refused(house.move_as(&officer, &first, "supersede", json!({})).await, "by those that take their place");
        let second = approved(&house, "2026-03-01").await;
        house.move_as(&officer, &second, "put_in_force", json!({})).await.unwrap();
        assert_eq!(
            (state(&house, &first).await, state(&house, &second).await),
            ("superseded".into(), "in_force".into())
        );
        // Those that begin later leave these in force until then.
        let third = approved(&house, "2026-03-10").await;
        house.move_as(&officer, &third, "put_in_force", json!({})).await.unwrap();
        assert_eq!(state(&house, &second).await, "in_force");
        refused(house.move_as(&officer, &second, "supersede", json!({})).await, "by those that take their place");
        refused(deploy().await, "no risk assessment that was concluded looked at this stage");
        house.later(24 * 9);
        house.move_as(&officer, &second, "supersede", json!({})).await.unwrap();
        // None are in force any more, however that came to be, and whatever is retired.
        house.move_as(&officer, &third, "withdraw", json!({})).await.unwrap();
        refused(deploy().await, "risk criteria were in force and none are now");
        for id in [&first, &second, &third] {
            let change = Change::Retire { id: id.clone(), base: None, why: "over".to_owned() };
            house.aims.commit(&operator(), change, None).await.unwrap();
        }
        refused(deploy().await, "risk criteria were in force and none are now");
    });
}

#[test]
fn where_criteria_never_were_in_force_nothing_is_held_back() {
    on_both(async |house: House| {
        let owner = house.person("Oda", "system_owner", None).await;
        let system =
            put(&house, "ai_system", "verification", json!({ "title": "Scorer", "owner": owner.person })).await;
        let drafted = put(&house, "risk_criteria", "draft", criteria("2026-01-01")).await;
        house.move_as(&operator(), &drafted, "withdraw", json!({})).await.unwrap();
        put(&house, "risk_criteria", "in_force", criteria("2026-06-01")).await;
        let outcome = house.move_as(&owner, &system, "deploy", json!({})).await;
        let Err(Error::Refused(all)) = &outcome else { return };
        assert!(all.iter().all(|it| it.policy != "stages_are_assessed"), "{all:?}");
    });
}

/// An assessment by two who differ about one risk; the officer leads it.
async fn differing(house: &House) -> (Id, Id, [Actor; 3]) {
    let by = put(house, "risk_criteria", "in_force", criteria("2026-01-01")).await;
    let officer = house.person("Lea", "risk_officer", None).await;
    let rex = house.person("Rex", "engineer", None).await;
    let roy = house.person("Roy", "engineer", None).await;
    let risk = house.add("risk", json!({ "title": "Turned away", "direction": "threat" })).await.id;
    let run = json!({ "title": "Run", "criteria": by, "assessors": [rex.person, roy.person], "risks": [risk], "stages": ["inception"],
        "conclusion": "It is grave.", "assessed_on": "2026-03-01", "owner": officer.person });
    let run = put(house, "risk_assessment", "in_progress", run).await;
    for (who, level) in [(&rex, 1), (&roy, 2)] {
        let sheet = json!({ "title": "Sheet", "assessment": run, "owner": who.person,
            "scores": [{ "risk": risk, "level": level }, { "risk": risk, "type": "individuals", "level": 2 }] });
        put(house, "score_sheet", "handed_in", sheet).await;
    }
    (run, risk, [officer, rex, roy])
}

#[test]
fn each_assessor_agrees_for_themself_who_scored_stays_and_what_was_concluded_is_kept() {
    on_both(async |house: House| {
        let (run, risk, [officer, rex, roy]) = differing(&house).await;
        let rows = |level: u64, who: &[&Actor]| {
            let agreed: Vec<_> = who.iter().map(|it| it.person.clone()).collect();
            json!({ "reconciled": [{ "risk": risk, "level": level, "agreed": agreed, "why": "the incident of spring" }] })
        };
        let conclude = async || house.move_as(&officer, &run, "conclude", json!({})).await;
        for who in [&officer, &rex] {
            refused(house.edit_as(who, &run, rows(2, &[&rex, &roy])).await, "by the hand of somebody else");
        }
        refused(house.edit_as(&officer, &run, json!({ "assessors": [rex.person] })).await, "stays an assessor");
        refused(
            house.move_as(&officer, &run, "conclude", json!({ "assessors": [rex.person] })).await,
            "stays an assessor",
        );
        refused(conclude().await, "have not agreed on a level");
        house.edit_as(&rex, &run, rows(2, &[&rex])).await.unwrap();
        refused(conclude().await, "has not agreed on a level");
        // Another level is another agreement.
        refused(house.edit_as(&roy, &run, rows(1, &[&rex, &roy])).await, "by the hand of somebody else");
        refused(house.edit_as(&roy, &run, json!({ "conclusion": "Mild." })).await, "");
        house.edit_as(&roy, &run, rows(2, &[&rex, &roy])).await.unwrap();
        conclude().await.unwrap();
        for set in [
            json!({ "conclusion": "Mild." }),
            json!({ "stages": ["deployment"] }),
            json!({ "risks": [] }),
            json!({ "title": "Other" }),
        ] {
            refused(house.edit_as(&officer, &run, set).await, "was concluded");
        }
        house.edit_as(&officer, &run, json!({ "told": [{ "who": "Board", "on": "2026-03-02" }] })).await.unwrap();
        house.move_as(&officer, &run, "reopen", json!({})).await.unwrap();
        house.edit_as(&officer, &run, json!({ "conclusion": "Graver." })).await.unwrap();
    });
}

#[test]
fn an_assessor_whom_the_list_lost_counts_still() {
    on_both(async |house: House| {
        let (run, _, [officer, rex, _]) = differing(&house).await;
        // The console keeps the store, and nothing is concluded by that.
        house.edit_as(&operator(), &run, json!({ "assessors": [rex.person] })).await.unwrap();
        refused(house.move_as(&officer, &run, "conclude", json!({})).await, "have not agreed on a level");
    });
}

#[test]
fn a_risk_above_the_line_is_closed_by_another_and_one_that_was_assessed_stays_in_sight() {
    on_both(async |house: House| {
        let by = put(&house, "risk_criteria", "in_force", criteria("2026-01-01")).await;
        let owner = house.person("Oda", "system_owner", None).await;
        let officer = house.person("Rex", "risk_officer", None).await;
        let fields = |title: &str, consequence: u64| {
            json!({ "title": title, "owner": owner.person, "direction": "threat", "criteria": by, "likelihood": 2,
                "by_type": [{ "type": "individuals", "current": consequence }], "assessed_on": "2026-03-01", "stage": "inception",
                "counted_from": "2026-01-01" })
        };
        let grave = put(&house, "risk", "evaluated", fields("Grave", 2)).await;
        let mild = put(&house, "risk", "evaluated", fields("Mild", 1)).await;
        refused(house.move_as(&owner, &grave, "close", json!({})).await, "does not close it alone");
        house.move_as(&owner, &mild, "close", json!({})).await.unwrap();
        house.move_as(&officer, &grave, "close", json!({})).await.unwrap();
        house.move_as(&owner, &grave, "reopen", json!({})).await.unwrap();
        let retire = async |who: &Actor, id: &Id| {
            house.aims.commit(who, Change::Retire { id: id.clone(), base: None, why: "over".to_owned() }, None).await
        };
        for who in [&owner, &officer] {
            refused(retire(who, &grave).await, "it was assessed on 2026-03-01");
        }
        // Kept, though nobody wrote when it was assessed.
        let kept = house.add("risk", json!({ "title": "Kept", "direction": "threat" })).await.id;
        put(&house, "risk_acceptance", "requested", json!({ "title": "Keep", "risk": kept })).await;
        let bare = house.add("risk", json!({ "title": "Bare", "direction": "threat" })).await.id;
        retire(&officer, &bare).await.unwrap();
        // Where it stands and its numbers move as its levels do: with a reason.
        for set in [json!({ "stage": "deployment" }), json!({ "counted_from": "2026-02-01" }), json!({ "stage": null })]
        {
            refused(house.edit_as(&owner, &grave, set).await, "do not move silently");
        }
        let set = object(json!({ "stage": "deployment" }));
        let change = Change::Edit { id: grave, base: None, set, why: Some("it is in use".to_owned()) };
        house.aims.commit(&owner, change, None).await.unwrap();
    });
}

/// Whether something is refused as it is entered, at a field and with a sentence that says so.
fn entered(outcome: Result<governance::Committed, Error>, field: &str, says: &str) {
    let Err(Error::Problems(all)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(all.iter().any(|it| it.field == field && it.message.contains(says)), "{says}: {all:?}");
}

#[test]
fn criteria_that_contradict_themselves_causes_in_a_circle_and_treatments_beyond_a_scale_are_refused_with_their_place() {
    on_both(async |house: House| {
        let with = |field: &str, value: Value| {
            let mut fields = criteria("2026-01-01");
            fields[field] = value;
            fields
        };
        let often = |all: [Value; 3]| {
            let rows = all.into_iter().enumerate().map(|(at, it)| json!({ "level": format!("L{at}"), "up_to": it }));
            with("likelihood", rows.collect())
        };
        let kept = |rows: &[(&str, f64, f64)]| {
            let row = |it: &(&str, f64, f64)| json!({ "type": "individuals", "unit": it.0, "loss": it.1, "probability": it.2 });
            with("appetites", rows.iter().map(row).collect())
        };
        let wrong = [
            (often([json!(0.5), json!(0.2), json!(null)]), "likelihood", "`up_to` 0.2 in level 2"),
            (often([json!(-0.5), json!(0.2), json!(null)]), "likelihood", "`up_to` -0.5 in level 1"),
            (with("intervals", json!([{ "every": "P1Y" }, { "every": "P0D" }])), "intervals", "row 2"),
            (kept(&[("EUR", 1e5, 0.1), ("USD", 1e6, 0.01)]), "appetites", "in USD in row 2"),
            (kept(&[("EUR", 1e5, 0.01), ("EUR", 1e6, 0.1)]), "appetites", "cannot be allowed more often"),
        ];
        for (fields, field, says) in wrong {
            entered(house.add_as(&operator(), "risk_criteria", fields).await, field, says);
        }
        for fields in [often([json!(0.5), json!(2.0), json!(null)]), kept(&[("EUR", 1e5, 0.1), ("EUR", 1e6, 0.01)])] {
            house.add("risk_criteria", fields).await;
        }
        let one = house.add("risk", json!({ "title": "One", "direction": "threat" })).await.id;
        let two = house.add("risk", json!({ "title": "Two", "direction": "threat", "causes": [one] })).await.id;
        entered(house.edit_as(&operator(), &one, json!({ "causes": [two] })).await, "causes", "lead back to itself");
        entered(house.edit_as(&operator(), &one, json!({ "causes": [one] })).await, "causes", "lead back to itself");
        let treat = |to: u64, cost: &str| {
            json!({ "title": "Look twice", "treats": [one], "cost": { "amount": cost, "currency": "EUR" },
                "changes": [{ "risk": one, "part": "likelihood", "to": to }] })
        };
        entered(house.add_as(&operator(), "treatment", treat(9, "1")).await, "changes", "its scale has 5");
        entered(house.add_as(&operator(), "treatment", treat(0, "1")).await, "changes", "its scale has 5");
        entered(house.add_as(&operator(), "treatment", treat(1, "-1")).await, "cost", "0 or more");
        house.add("treatment", treat(1, "1")).await;
    });
}

#[test]
fn an_appetite_is_not_said_to_hold_while_a_threat_of_its_type_has_no_loss() {
    on_both(async |house: House| {
        let mut fields = criteria("2026-01-01");
        fields["appetites"] = json!([{ "type": "individuals", "unit": "people", "loss": 1000.0, "probability": 0.5 }]);
        let by = put(&house, "risk_criteria", "in_force", fields).await;
        let risk = |title: &str, of: &str| json!({ "title": title, "direction": "threat", "criteria": by, "consequence_types": [of] });
        let mut told = risk("Told", "individuals");
        let more = json!({ "loss_type": "individuals", "frequency_law": "poisson", "frequency_parameters": [{ "parameter": "mean", "value": 0.1 }],
            "severity_law": "point", "severity_parameters": [{ "parameter": "amount", "value": 1 }] });
        object(more).into_iter().for_each(|(name, it)| told[name.as_str()] = it);
        house.add("risk", told).await;
        house.add("risk", risk("Of others", "society")).await;
        let held = async || {
            let told = house.aims.quantified(&operator(), Default::default()).await.unwrap();
            let held = told.types[0].numbers.as_ref().unwrap().appetites[0].clone();
            (held.verdict, held.why.unwrap_or_default())
        };
        assert_eq!(held().await, ("holds", String::new()));
        let bare = house.add("risk", risk("Bare", "individuals")).await.id;
        let (verdict, why) = held().await;
        assert!(verdict == "cannot_tell" && why.contains(&bare.to_string()), "{verdict}: {why}");
    });
}
