//! Packs for those who direct: what moves with a record and what stays, every figure and its records, the same day and the same bytes, the
//! tightest class, days that cannot be meant; and reviews of top management that lack something.

use governance::packing::cause::Cause;
use governance::packing::figure::Figure;
use governance::packing::issue::Form;
use governance::packing::pack::Pack;
use governance::packing::period::Asked;
use governance::{Actor, Error, Listing, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put, somebody};

/// A pack of these days.
fn days(from: &str, until: &str, as_of: &str) -> Asked {
    Asked::read("", from, until, as_of).unwrap()
}

fn figure<'a>(pack: &'a Pack, key: &str) -> &'a Figure {
    pack.figures.iter().find(|it| it.key == key).unwrap()
}

async fn incident(house: &House, title: &str, severity: &str, on: &str) -> Id {
    put(house, "incident", "confirmed", json!({ "title": title, "severity": severity, "detected_on": on })).await
}

/// A house with some of everything, on 2 March 2026.
async fn house_of_records(house: &House) -> Id {
    for (n, state) in ["operation", "operation", "development", "retired"].iter().enumerate() {
        put(house, "ai_system", state, json!({ "title": format!("System {n}") })).await;
    }
    for (n, (likelihood, consequence)) in [(1, 1), (5, 5), (4, 4)].iter().enumerate() {
        let fields = json!({ "title": format!("Risk {n}"), "likelihood": likelihood, "consequence": consequence });
        put(house, "risk", "evaluated", fields).await;
    }
    incident(house, "First", "moderate", "2026-02-01").await;
    let second = incident(house, "Second", "severe", "2026-02-10").await;
    put(house, "review_request", "in_review", json!({ "title": "Let it go live", "due": "2026-03-20" })).await;
    second
}

#[test]
fn a_change_moves_number_trend_and_line_of_the_next_pack_and_the_issued_one_stays() {
    on_both(async |house: House| {
        house_of_records(&house).await;
        let first = days("2026-01-01", "2026-02-28", "2026-03-02");
        let issued = house.aims.issue_pack(&operator(), &first).await.unwrap();
        let kept = issued.document["files"].clone();
        house.later(24 * 40);
        let grave = incident(&house, "Third", "minor", "2026-04-01").await;
        let asked = days("2026-03-03", "2026-04-11", "2026-04-11");
        let before = house.aims.pack(&operator(), &asked).await.unwrap();
        let told = figure(&before, "grave_incidents");
        assert_eq!((told.value.unwrap().count, told.value.unwrap().n), (0, 1));
        // What those of the period before were stays told as it stood then.
        assert_eq!(told.before.unwrap().count, 1);
        house.edit_as(&operator(), &grave, json!({ "severity": "severe" })).await.unwrap();
        house.later(24);
        let after = house.aims.pack(&operator(), &days("2026-03-03", "2026-04-11", "2026-04-12")).await.unwrap();
        let moved = figure(&after, "grave_incidents");
        assert_eq!((moved.value.unwrap().count, moved.value.unwrap().n), (1, 1));
        let entered: Vec<(&Id, bool, Cause)> = moved.moves.iter().map(|it| (&it.id, it.entered, it.cause)).collect();
        assert!(entered.contains(&(&grave, true, Cause::New)), "{entered:?}");
        assert_ne!(house.aims.paper(&before).unwrap().0, house.aims.paper(&after).unwrap().0);
        // The issued pack is as it was, and its bytes are those of the day when it is told again.
        let record = house.aims.record(&operator(), &issued.id, &Moment::Now).await.unwrap();
        assert_eq!(record.document["files"], kept);
        let again = house.aims.pack(&operator(), &first).await.unwrap().to_json().unwrap();
        let digest = kept[1]["file"]["digest"].as_str().unwrap();
        assert_eq!(house.aims.get_file(&operator(), digest).await.unwrap().1, again);
    });
}

#[test]
fn a_risk_that_was_assessed_anew_is_named_with_the_fields_that_moved_it() {
    on_both(async |house: House| {
        house_of_records(&house).await;
        let risk: Id = "RSK-1".parse().unwrap();
        house.later(24 * 30);
        house.edit_as(&operator(), &risk, json!({ "likelihood": 5, "consequence": 5 })).await.unwrap();
        let closed: Id = "RSK-2".parse().unwrap();
        house.move_as(&operator(), &closed, "close", json!({})).await.unwrap();
        let pack = house.aims.pack(&operator(), &days("2026-03-15", "2026-04-01", "2026-04-01")).await.unwrap();
        let told = figure(&pack, "grave_risks");
        assert_eq!((told.value.unwrap().count, told.value.unwrap().n), (2, 2));
        assert_eq!((told.before.unwrap().count, told.before.unwrap().n), (2, 3));
        let [entered, left] = told.moves.as_slice() else { panic!("{:?}", told.moves) };
        assert_eq!((&entered.id, entered.entered, entered.cause), (&risk, true, Cause::Changed));
        let fields: Vec<&str> = entered.fields.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["consequence", "level", "likelihood"]);
        assert_eq!((&left.id, left.entered), (&closed, false));
        assert_eq!((left.fields[0].field.as_str(), &left.fields[0].after), ("state", &json!("closed")));
    });
}

#[test]
fn every_figure_leads_to_as_many_records_as_it_counts() {
    on_both(async |house: House| {
        house_of_records(&house).await;
        house.later(24);
        let pack = house.aims.pack(&operator(), &days("2026-01-01", "2026-03-02", "2026-03-02")).await.unwrap();
        let mut told = 0;
        for figure in pack.figures.iter().filter(|it| it.value.is_some_and(|it| it.count > 0)) {
            let moment = "2026-03-02".parse().unwrap();
            let listing = Listing { filter: figure.filter.clone(), moment, ..Listing::of(&figure.kind) };
            let listed = house.aims.list(&operator(), &listing).await.unwrap();
            assert_eq!(listed.total, figure.value.unwrap().count, "{}: {}", figure.key, figure.filter);
            let rows: Vec<&Id> = listed.rows.iter().map(|it| &it.id).collect();
            assert_eq!(rows, figure.rows.iter().map(|it| &it.id).collect::<Vec<_>>(), "{}", figure.key);
            told += 1;
        }
        assert!(told >= 5, "{told} figures count something");
        assert!(pack.figures.iter().all(|it| it.value.is_some() || !it.why.is_empty()), "what is not told says why");
    });
}

#[test]
fn the_same_day_gives_the_same_bytes_in_every_form() {
    on_both(async |house: House| {
        house_of_records(&house).await;
        house.later(48);
        for form in [Form::Json, Form::Html, Form::Pdf] {
            let asked = days("2026-01-01", "2026-03-02", "2026-03-02");
            let first = house.aims.pack_file(&operator(), &asked, form).await.unwrap();
            incident(&house, "Later", "severe", "2026-02-20").await;
            house.later(24);
            assert_eq!(house.aims.pack_file(&operator(), &asked, form).await.unwrap(), first, "{form:?}");
        }
    });
}

#[test]
fn a_pack_has_the_rights_of_its_issuer_and_the_tightest_class_of_what_it_holds() {
    on_both(async |house: House| {
        house_of_records(&house).await;
        let fields =
            json!({ "title": "Quiet", "severity": "severe", "detected_on": "2026-02-11", "access": "restricted" });
        put(&house, "incident", "confirmed", fields).await;
        house.later(24);
        let asked = days("2026-01-01", "2026-03-02", "2026-03-02");
        let (board, audit) = (somebody("board", &["executive"]), somebody("audit", &["internal_auditor"]));
        let pack = house.aims.pack(&board, &asked).await.unwrap();
        assert_eq!((figure(&pack, "grave_incidents").value.unwrap().count, pack.access.as_str()), (1, "internal"));
        let whole = house.aims.pack(&audit, &asked).await.unwrap();
        assert_eq!((figure(&whole, "grave_incidents").value.unwrap().count, whole.access.as_str()), (2, "restricted"));
        let issued = house.aims.issue_pack(&audit, &asked).await.unwrap();
        assert_eq!(issued.document["access"], "restricted");
        assert!(house.aims.record(&board, &issued.id, &Moment::Now).await.is_err(), "whoever may not see it does not");
        assert!(house.aims.issue_pack(&somebody("reader", &["reader"]), &asked).await.is_err());
        let edit = house.edit_as(&audit, &issued.id, json!({ "says": "otherwise" })).await;
        assert!(matches!(edit, Err(Error::Refused(_))), "{edit:?}");
    });
}

#[test]
fn days_that_cannot_be_meant_are_refused_and_a_ledger_that_begins_later_says_so() {
    on_both(async |house: House| {
        house_of_records(&house).await;
        for (from, until, as_of) in
            [("2026-03-01", "2026-01-01", ""), ("", "", "2030-01-01"), ("2026-03-01", "", "2026-02-01")]
        {
            let told = house.aims.pack(&operator(), &days(from, until, as_of)).await;
            assert!(matches!(told, Err(Error::Problems(_))), "{from} {until} {as_of}");
        }
        let unknown = Asked { audience: "nobody".into(), ..Asked::default() };
        assert!(matches!(house.aims.pack(&operator(), &unknown).await, Err(Error::Problems(_))));
        let early = house.aims.pack(&operator(), &days("2025-01-01", "2025-03-31", "2025-04-01")).await;
        assert!(matches!(&early, Err(Error::Problems(it)) if it[0].message.contains("begins after")), "{early:?}");
        let pack = house.aims.pack(&operator(), &Asked::default()).await.unwrap();
        assert!(pack.figures.iter().all(|it| it.before.is_none() && !it.before_why.is_empty()));
    });
}

/// A review of top management with every input that it must have, led by an executive.
async fn review(house: &House) -> (Actor, Id) {
    let chair = house.person("Chair", "executive", None).await;
    let role = house.aims.list(&operator(), &Listing { filter: "key:executive".into(), ..Listing::of("role") }).await;
    house.edit_as(&operator(), &role.unwrap().rows[0].id, json!({ "family": "executive" })).await.unwrap();
    let keys = ["earlier_actions", "issues", "party_needs", "nonconformities", "measurements", "audits", "improvement"];
    let inputs: Vec<Value> = keys.iter().map(|it| json!({ "input": it, "summary": "looked at" })).collect();
    let fields = json!({
        "title": "Review of 2025", "from": "2025-01-01", "until": "2025-12-31", "held_on": "2026-03-02",
        "chair": chair.person, "owner": chair.person, "present": [chair.person], "inputs": inputs,
    });
    let id = put(house, "management_review", "prepared", fields).await;
    (chair, id)
}

#[test]
fn a_review_without_an_input_is_not_held_and_says_which() {
    on_both(async |house: House| {
        let (chair, id) = review(&house).await;
        let whole = house.aims.record(&operator(), &id, &Moment::Now).await.unwrap().document["inputs"].clone();
        let mut thin = whole.as_array().unwrap().clone();
        thin[5] = json!({ "input": "audits" });
        house.edit_as(&operator(), &id, json!({ "inputs": thin })).await.unwrap();
        let told = house.aims.management_review(&operator(), &id).await.unwrap();
        assert_eq!(told.missing, ["What audits showed over time"]);
        let Err(Error::Refused(refusals)) = house.move_as(&chair, &id, "hold", json!({})).await else { panic!("held") };
        assert!(refusals.iter().any(|it| it.message.contains("What audits showed over time")), "{refusals:?}");
        house.edit_as(&operator(), &id, json!({ "inputs": whole })).await.unwrap();
        house.move_as(&chair, &id, "hold", json!({})).await.unwrap();
        let record = house.aims.record(&operator(), &id, &Moment::Now).await.unwrap();
        let due = record.standing.iter().find(|it| it.name == "next_by").unwrap();
        assert_eq!(due.value, "2027-03-02");
    });
}

#[test]
fn a_review_is_led_by_top_management_and_its_results_rest_on_decisions() {
    on_both(async |house: House| {
        let (chair, id) = review(&house).await;
        let clerk = house.add("person", json!({ "title": "Clerk" })).await.id;
        house.edit_as(&operator(), &id, json!({ "chair": clerk })).await.unwrap();
        assert!(matches!(house.move_as(&chair, &id, "hold", json!({})).await, Err(Error::Refused(_))));
        house.edit_as(&operator(), &id, json!({ "chair": chair.person })).await.unwrap();
        house.move_as(&chair, &id, "hold", json!({})).await.unwrap();
        let result = |decision: Value| json!({ "results": [{ "result": "Train everybody", "sort": "means", "decision": decision }] });
        let refused = house.move_as(&chair, &id, "approve_results", result(Value::Null)).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        let decision =
            put(&house, "decision", "taken", json!({ "title": "Train everybody", "subject": id, "outcome": "yes" }))
                .await;
        house.move_as(&chair, &id, "approve_results", result(json!(decision))).await.unwrap();
        let issued = house.aims.issue_review(&operator(), &id).await;
        assert!(matches!(issued, Err(Error::Refused(_))), "what is approved takes no other papers");
    });
}
