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
        let refused = house.aims.issue_pack(&somebody("reader", &["reader"]), &asked).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
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

/// A review board of three seats, of which two must take part; a release of a grave system that waits for it, for each name.
async fn board(house: &House, names: &[&str]) -> (Id, Vec<Id>, Vec<Id>) {
    let role = house.add("role", json!({ "title": "Member", "key": "member" })).await.id;
    let (mut people, mut seats) = (Vec::new(), Vec::new());
    for name in ["Ann", "Bo", "Cy"] {
        let person = house.add("person", json!({ "title": name })).await.id;
        let fields = json!({ "title": "seat", "person": person, "role": role, "basis": "seat", "from": "2025-01-01" });
        let holder = put(house, "role_assignment", "accepted", fields).await;
        seats.push(json!({ "seat": name, "holder": holder }));
        people.push(person);
    }
    let body = json!({
        "title": "Review board", "key": "review_board", "seats": seats, "quorum": 2, "majority": "simple",
        "majority_of": "present", "interests": "stand_aside", "chartered_on": "2025-01-01", "cadence": "P1M",
    });
    let body = put(house, "governance_body", "chartered", body).await;
    let mut releases = Vec::new();
    for name in names {
        let system = house.add("ai_system", json!({ "title": name })).await.id;
        let class = json!({
            "title": name, "subject": system, "scheme": "own_tier", "outcome": "T1", "reasons": "by hand",
            "classified_on": "2025-01-01",
        });
        put(house, "classification", "confirmed", class).await;
        releases.push(put(house, "release", "in_review", json!({ "title": name, "system": system })).await);
    }
    (body, people, releases)
}

/// A meeting about some records with these people, each of whom is for it unless they stand aside.
async fn meets(house: &House, body: &Id, state: &str, on: &str, items: &[&Id], people: &[&Id], aside: &[&Id]) -> Id {
    let agenda: Vec<Value> = items.iter().map(|it| json!({ "item": it, "asked": "approve" })).collect();
    let mut fields = json!({ "title": "meeting", "body": body, "held_on": on, "agenda": agenda });
    if state == "minuted" {
        let votes = items.iter().flat_map(|item| {
            let voting = people.iter().filter(|it| !aside.contains(it));
            voting.map(move |it| json!({ "item": item, "person": it, "vote": "for" }))
        });
        fields["votes"] = votes.collect();
        fields["present"] = people.iter().map(|it| json!({ "person": it })).collect();
        fields["interests"] =
            aside.iter().map(|it| json!({ "person": it, "interest": "built it", "stood_aside": true })).collect();
    }
    put(house, "meeting", state, fields).await
}

async fn decides(house: &House, body: &Id, meeting: &Id, subject: &Id, outcome: &str, on: &str) -> Id {
    let fields = json!({
        "title": "about a release", "subject": subject, "form": "approve", "outcome": outcome, "reasons": "seen",
        "body": body, "meeting": meeting, "decided_on": on,
    });
    house.add_as(&somebody("lead", &["governance_lead"]), "decision", fields).await.unwrap().id
}

#[test]
fn items_of_agendas_and_what_a_body_left_open_are_asks_with_body_day_reason_and_record() {
    on_both(async |house: House| {
        let names = ["planned", "undecided", "put off", "void", "decided", "cancelled", "nowhere", "late"];
        let (body, people, releases) = board(&house, &names).await;
        let [planned, undecided, put_off, void, decided, cancelled, nowhere, late] = &releases[..] else { panic!() };
        let all: Vec<&Id> = people.iter().collect();
        let next = meets(&house, &body, "planned", "2026-03-20", &[planned], &[], &[]).await;
        let met = meets(&house, &body, "minuted", "2026-03-01", &[undecided, put_off, decided], &all, &[]).await;
        let thin = meets(&house, &body, "minuted", "2026-02-20", &[void], &all, &all[1..]).await;
        let off = meets(&house, &body, "cancelled", "2026-02-25", &[cancelled], &[], &[]).await;
        let missed = meets(&house, &body, "planned", "2026-02-27", &[late], &[], &[]).await;
        let later = decides(&house, &body, &met, put_off, "put_off", "2026-03-01").await;
        decides(&house, &body, &met, decided, "yes", "2026-03-01").await;
        let wrong = decides(&house, &body, &thin, void, "yes", "2026-02-20").await;
        house.later(24);
        let pack = house.aims.pack(&operator(), &days("2026-01-01", "2026-03-02", "2026-03-02")).await.unwrap();
        let ask =
            |id: &Id| pack.asks.shown.iter().find(|it| it.id == *id).unwrap_or_else(|| panic!("{id}: {:?}", pack.asks));
        let day = Some("2026-03-20".parse().unwrap());
        for (release, sort, by) in [
            (planned, "agenda", &next),
            (undecided, "undecided", &met),
            (put_off, "put_off", &later),
            (void, "void", &wrong),
            (cancelled, "cancelled", &off),
            (late, "not_held", &missed),
        ] {
            let told = ask(release);
            let sorts: Vec<&str> = told.why.iter().map(|it| it.sort).collect();
            assert_eq!((sorts, &told.why[0].record), (vec![sort, "waits"], &Some(by.clone())), "{release}: {told:?}");
            assert_eq!((&told.of.body, told.of.name.as_str()), (&Some(body.clone()), "Review board"), "{release}");
            assert_eq!((told.asked.as_str(), told.due), ("approve", day), "{release}");
            let stays = format!("it stays in review: `Approve` is refused until {body} has decided");
            assert_eq!(told.otherwise, [stays, "it does not go into service".to_owned()], "{release}");
        }
        assert!(ask(void).why[0].says.contains("1 of 3 seats took part after 2 stood aside"), "{:?}", ask(void).why);
        // What stands on no agenda waits by its rule alone, and the body that decides about it is told all the same.
        let bare = ask(nowhere);
        assert_eq!((bare.why.len(), bare.why[0].sort, &bare.of.body), (1, "waits", &Some(body.clone())));
        // What the body decided is not asked of it again: roles carry it out.
        let done = ask(decided);
        assert_eq!((&done.of.body, done.why.len()), (&None, 1), "{done:?}");
        assert!(done.why[0].says.contains("what is left is to carry it out") && !done.of.name.is_empty(), "{done:?}");
        assert_eq!(pack.asks.shown.len(), names.len());
    });
}

#[test]
fn asks_of_an_issued_pack_stay_and_a_decision_that_counts_ends_them_from_then_on() {
    on_both(async |house: House| {
        let (body, people, releases) = board(&house, &["one"]).await;
        let all: Vec<&Id> = people.iter().collect();
        meets(&house, &body, "minuted", "2026-03-01", &[&releases[0]], &all, &[]).await;
        house.later(24);
        let first = days("2026-01-01", "2026-03-02", "2026-03-02");
        let issued = house.aims.issue_pack(&operator(), &first).await.unwrap();
        house.later(24);
        let meeting = meets(&house, &body, "minuted", "2026-03-04", &[&releases[0]], &all, &[]).await;
        decides(&house, &body, &meeting, &releases[0], "yes", "2026-03-04").await;
        house.later(24);
        let pack = house.aims.pack(&operator(), &days("2026-03-03", "2026-03-04", "2026-03-04")).await.unwrap();
        assert!(pack.asks.shown.iter().all(|it| it.why.iter().all(|it| it.sort == "waits")), "{:?}", pack.asks);
        assert!(
            issued.document["asks"].as_array().unwrap().contains(&json!(releases[0])),
            "{:?}",
            issued.document["asks"]
        );
        let digest = issued.document["files"][1]["file"]["digest"].as_str().unwrap().to_owned();
        let kept = house.aims.get_file(&operator(), &digest).await.unwrap().1;
        let kept: Value = serde_json::from_slice(&kept).unwrap();
        assert_eq!(kept["asks"]["shown"][0]["why"][0]["sort"], "undecided", "{kept}");
        assert_eq!(house.aims.pack(&operator(), &first).await.unwrap().asks.shown[0].why[0].sort, "undecided");
        // A decision that is revoked leaves it to be decided again.
        let id: Id = "DEC-1".parse().unwrap();
        house.move_as(&operator(), &id, "revoke", json!({})).await.unwrap();
        house.later(24);
        let pack = house.aims.pack(&operator(), &days("2026-03-03", "2026-03-05", "2026-03-05")).await.unwrap();
        let sorts: Vec<&str> = pack.asks.shown[0].why.iter().map(|it| it.sort).collect();
        assert_eq!(sorts, ["undecided", "revoked", "waits"]);
    });
}

#[test]
fn whoever_may_not_see_a_meeting_is_not_asked_what_stands_on_its_agenda() {
    on_both(async |house: House| {
        let (body, _, releases) = board(&house, &["one"]).await;
        let fields = json!({
            "title": "meeting", "body": body, "held_on": "2026-03-20", "access": "restricted",
            "agenda": [{ "item": releases[0], "asked": "approve" }],
        });
        put(&house, "meeting", "planned", fields).await;
        house.later(24);
        let asked = days("2026-01-01", "2026-03-02", "2026-03-02");
        let sorts = async |actor: &Actor| {
            let pack = house.aims.pack(actor, &asked).await.unwrap();
            let of = pack.asks.shown.iter().flat_map(|it| it.why.iter().map(|it| it.sort)).collect::<Vec<_>>();
            (of, pack.access)
        };
        assert_eq!(sorts(&somebody("board", &["executive"])).await, (vec!["waits"], "internal".to_owned()));
        let (all, access) = sorts(&somebody("audit", &["internal_auditor"])).await;
        assert_eq!((all, access.as_str()), (vec!["agenda", "waits"], "restricted"));
    });
}
