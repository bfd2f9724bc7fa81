//! Findings and corrective action at the write path: who judges, on what, and what must be there before something is closed.

use governance::Moment;
use governance::correcting::effect::Effect;
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put, refused};

/// A nonconformity of which nothing is missing but what its actions do.
async fn case(house: &House, more: Value) -> Id {
    let person = house.add("person", json!({ "title": "Doer" })).await.id;
    let mut fields = json!({
        "title": "Not done", "requirement": "ISO/IEC 42001:7.2", "nature": "It was not done.", "consequences": "None.",
        "cause": "Nobody was asked.", "cause_class": "process", "extent": "Everywhere.", "nothing_to_change": "It stands.",
        "correction": [{ "what": "Done.", "who": person, "when": "2026-02-01" }], "owner": person
    });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    put(house, "nonconformity", "verifying", fields).await
}

async fn action(house: &House, of: &Id, owner: &Id, done: &str) -> Id {
    let none =
        json!([{ "says": "No severe incident.", "kind": "incident", "filter": "severity:severe", "holds": "none" }]);
    let evidence =
        put(house, "evidence", "accepted", json!({ "title": "Shown", "shows": "it works", "form": "record" })).await;
    let fields = json!({
        "title": "Do it", "nonconformity": of, "what": "It is done.", "owner": owner, "implemented_on": done, "watched_for": "P60D",
        "effect": none, "judgement": "worked", "judgement_reason": "The figures show it.", "evidence": [evidence]
    });
    put(house, "corrective_action", "implemented", fields).await
}

#[test]
fn an_effect_is_judged_from_records_after_its_time_by_somebody_who_did_not_bring_it_about() {
    on_both(async |house: House| {
        let auditor = house.person("Auditor", "internal_auditor", None).await;
        let doer = house.person("Doer", "internal_auditor", None).await;
        let of = case(&house, json!({})).await;
        let early = action(&house, &of, doer.person.as_ref().unwrap(), "2026-02-20").await;
        let verify = json!({ "verifier": auditor.person });
        refused(house.move_as(&auditor, &early, "verify", verify.clone()).await, "it is watched until 2026-04-21");
        let bad =
            put(&house, "incident", "reported", json!({ "title": "Bad", "facts": "Seen.", "severity": "severe" }))
                .await;
        let told = house.aims.effect_of(&operator(), &early).await.unwrap();
        assert_eq!((told.effect, told.looked[0].against.clone()), (Effect::Fails, vec![bad.clone()]), "told at once");
        house.later(24 * 90);
        refused(house.move_as(&auditor, &early, "verify", verify.clone()).await, "not so: `No severe incident.`");
        house.edit_as(&operator(), &bad, json!({ "severity": "minor" })).await.unwrap();
        refused(house.move_as(&doer, &early, "verify", verify.clone()).await, "somebody independent");
        house.move_as(&auditor, &early, "verify", verify).await.unwrap();
    });
}

#[test]
fn a_nonconformity_is_closed_when_nothing_is_missing_and_is_open_again_when_it_comes_back() {
    on_both(async |house: House| {
        let auditor = house.person("Auditor", "internal_auditor", None).await;
        let doer = house.person("Doer", "reader", None).await;
        let of = case(&house, json!({ "nothing_to_change": "" })).await;
        let close = async || house.move_as(&auditor, &of, "close", json!({})).await;
        refused(close().await, "no corrective action removes its cause");
        let own = action(&house, &of, doer.person.as_ref().unwrap(), "2025-10-01").await;
        refused(close().await, "its effect must be judged");
        house.move_as(&auditor, &own, "verify", json!({ "verifier": auditor.person })).await.unwrap();
        refused(close().await, "nothing says what follows for risks");
        house.edit_as(&operator(), &of, json!({ "nothing_to_change": "The process stands." })).await.unwrap();
        close().await.unwrap();
        house.aims.run_due().await.unwrap();
        let state = async || house.aims.record(&operator(), &of, &Moment::Now).await.unwrap().state;
        assert_eq!(state().await, "closed");
        put(&house, "incident", "reported", json!({ "title": "Again", "facts": "Seen.", "severity": "severe" })).await;
        house.aims.run_due().await.unwrap();
        assert_eq!(state().await, "opened", "it happened again");
        house.aims.run_due().await.unwrap();
        let listing = governance::Listing { filter: format!("trigger:{of}"), ..governance::Listing::of("escalation") };
        let raised = house.aims.list(&operator(), &listing).await.unwrap();
        assert_eq!(raised.rows.len(), 1, "told once");
    });
}

#[test]
fn a_finding_rests_on_evidence_that_could_have_failed_and_who_answers_it_does_not_verify_it() {
    on_both(async |house: House| {
        let auditor = house.person("Auditor", "internal_auditor", None).await;
        let both = house.person("Both", "internal_auditor", None).await;
        let meets = |reference: &str| json!([{ "framework": "ISO/IEC 42001", "reference": reference }]);
        let proof =
            |of: &str| json!({ "title": "Proof", "shows": "it was done", "form": "record", "meets": meets(of) });
        let other = put(&house, "evidence", "accepted", proof("7.2")).await;
        let right = put(&house, "evidence", "accepted", proof("9.1")).await;
        let fields = json!({
            "title": "F", "criterion": "ISO/IEC 42001:9.1", "condition": "Seen.", "grade": "minor_nonconformity",
            "evidence": [other], "owner": both.person
        });
        let finding = house.add_as(&auditor, "finding", fields).await.unwrap().id;
        refused(house.move_as(&auditor, &finding, "issue", json!({})).await, "is proof for ISO/IEC 42001:7.2");
        house.edit_as(&auditor, &finding, json!({ "evidence": [other, right] })).await.unwrap();
        house.move_as(&auditor, &finding, "issue", json!({})).await.unwrap();
        house.move_as(&both, &finding, "answer", json!({ "answer": "We shall." })).await.unwrap();
        let told = house.aims.corrections(&operator()).await.unwrap();
        assert_eq!((told.to_verify, told.findings[0].proven.weak.len()), (1, 1));
        let third = house.person("Third", "internal_auditor", None).await;
        refused(house.move_as(&both, &finding, "verify", json!({})).await, "somebody independent");
        house.move_as(&third, &finding, "verify", json!({})).await.unwrap();
    });
}

#[test]
fn what_somebody_may_not_see_is_told_to_be_there_and_not_named() {
    on_both(async |house: House| {
        let reader = house.person("Reader", "reader", None).await;
        let doer = house.person("Doer", "reader", None).await;
        let of = case(&house, json!({})).await;
        let own = action(&house, &of, doer.person.as_ref().unwrap(), "2025-10-01").await;
        house.edit_as(&operator(), &own, json!({ "access": "restricted", "title": "Secret" })).await.unwrap();
        let (told, names) = house.aims.correction(&reader, &of).await.unwrap();
        assert_eq!((told.lacks.len(), told.actions.len()), (1, 0), "{:?}", told.lacks);
        let board = house.aims.corrections(&reader).await.unwrap();
        let said =
            format!("{}{}", serde_json::to_string(&(told, names)).unwrap(), serde_json::to_string(&board).unwrap());
        assert!(said.contains("that you may not see") && !said.contains("Secret"), "{said}");
        assert!(!said.contains(&own.to_string()), "{said}");
        let (told, _) = house.aims.correction(&operator(), &of).await.unwrap();
        assert_eq!((told.actions.len(), told.lacks[0].contains(&own.to_string())), (1, true));
    });
}
