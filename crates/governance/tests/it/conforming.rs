//! Coverage of requirements and statements of applicability: references, what counts and for whom it is named, what is kept, and what it takes
//! to approve a statement.

use conformity::Status;
use governance::conformity::whole::Asked;
use governance::{Actor, Error, Moment};
use record::{Change, Id};
use serde_json::json;

use crate::house::{House, On, on_both, operator, put};

/// A requirement of a library that looks at no records and expects no form of proof, so that pieces of evidence alone decide.
const PLAIN: &str = "ISO/IEC 27001:6.1.3";

async fn proof(house: &House, day: &str, reference: &str) -> Id {
    let (framework, reference) = reference.split_once(':').unwrap();
    let meets = json!([{ "framework": framework, "reference": reference }]);
    let fields =
        json!({ "title": "Proof", "shows": "it was done", "form": "record", "collected_on": day, "meets": meets });
    put(house, "evidence", "accepted", fields).await
}

async fn status(house: &House, reference: &str) -> Status {
    house.aims.requirement(&operator(), reference, None, None).await.unwrap().status
}

#[test]
fn references_are_read_as_people_write_them_and_unknown_ones_are_refused_with_the_nearest() {
    on_both(async |house: House| {
        let meets = json!([{ "framework": "iso/iec 42001", "reference": "a.6.2.4" }, { "framework": "House", "reference": "7" }]);
        let fields = json!({ "title": "Control", "reference": "Annex A.6.2.6", "meets": meets });
        let made = house.add("control", fields).await;
        assert_eq!(made.document["reference"], "ISO/IEC 42001:A.6.2.6");
        let kept = json!([{ "framework": "ISO/IEC 42001", "reference": "A.6.2.4" }, { "framework": "House", "reference": "7" }]);
        assert_eq!(made.document["meets"], kept, "what a framework without a library asks is not known to be wrong");
        let document = json!({ "title": "Policy", "clauses": [{ "clause": "5.2" }] });
        assert_eq!(house.add("document", document).await.document["clauses"][0]["clause"], "ISO/IEC 42001:5.2");
        for (kind, fields) in [
            ("control", json!({ "title": "Control", "reference": "A.6.2.44" })),
            (
                "evidence",
                json!({ "title": "Proof", "meets": [{ "framework": "ISO/IEC 42001", "reference": "A.6.2.44" }] }),
            ),
        ] {
            let Err(Error::Problems(problems)) = house.add_as(&operator(), kind, fields).await else {
                panic!("{kind}")
            };
            assert!(
                problems[0].message.ends_with("the nearest one is `ISO/IEC 42001:A.6.2.4`"),
                "{}",
                problems[0].message
            );
        }
    });
}

/// How a requirement stands for an AI system.
async fn of_system(house: &House, reference: &str, system: &Id) -> Status {
    house.aims.requirement(&operator(), reference, Some(system), None).await.unwrap().status
}

#[test]
fn proof_about_a_model_says_something_of_its_ai_systems_and_of_no_other() {
    on_both(async |house: House| {
        let system = async |title: &str| {
            let fields = json!({ "title": title, "our_parts": ["deployer"] });
            put(&house, "ai_system", "operation", fields).await
        };
        let (one, other) = (system("One").await, system("Other").await);
        let model = house.add("model", json!({ "title": "Model", "systems": [one] })).await.id;
        let version = house.add("model_version", json!({ "title": "1", "model": model })).await.id;
        let about = |about: &Id| {
            json!({
                "title": "Tested", "collected_on": "2026-02-20", "about": [about],
                "meets": [{ "framework": "ISO/IEC 42001", "reference": "A.6.2.4" }],
            })
        };
        assert_eq!(of_system(&house, "A.6.2.4", &one).await, Status::NotStarted);
        put(&house, "evidence", "accepted", about(&version)).await;
        let both = (of_system(&house, "A.6.2.4", &one).await, of_system(&house, "A.6.2.4", &other).await);
        assert_eq!(both, (Status::DesignedNotOperating, Status::NotStarted));
        house.edit_as(&operator(), &model, json!({ "systems": [other] })).await.unwrap();
        let both = (of_system(&house, "A.6.2.4", &one).await, of_system(&house, "A.6.2.4", &other).await);
        assert_eq!(
            both,
            (Status::NotStarted, Status::DesignedNotOperating),
            "the model has moved, and its proof with it"
        );
    });
}

#[test]
fn nothing_shows_more_than_had_happened_when_it_was_collected() {
    on_both(async |house: House| {
        let during = |from: &str, until: &str| {
            json!({
                "title": "Log", "collected_on": "2026-02-20", "period": { "from": from, "until": until },
                "meets": [{ "framework": "ISO/IEC 27001", "reference": PLAIN.rsplit_once(':').unwrap().1 }],
            })
        };
        put(&house, "evidence", "accepted", during("2026-02-15", "2030-12-31")).await;
        let told = house.aims.requirement(&operator(), PLAIN, None, None).await.unwrap();
        assert_eq!(told.status, Status::DesignedNotOperating, "{told:?}");
        let fresh = told.falls_on.unwrap();
        assert!(fresh < "2027-03-01".parse().unwrap(), "fresh for a year from the day of collection, until {fresh}");
        put(&house, "evidence", "accepted", during("2026-05-01", "2030-12-31")).await;
        let told = house.aims.requirement(&operator(), PLAIN, None, None).await.unwrap();
        assert_eq!(told.weighed.iter().filter(|it| it.counts).count(), 1, "{:?}", told.weighed);
    });
}

#[test]
fn what_is_kept_follows_every_change_and_another_day_is_read_from_versions() {
    on_both(async |house: House| {
        assert_eq!(status(&house, PLAIN).await, Status::NotStarted);
        let first = proof(&house, "2026-01-10", PLAIN).await;
        assert_eq!(status(&house, PLAIN).await, Status::DesignedNotOperating);
        house.later(24 * 7);
        let second = proof(&house, "2026-03-05", PLAIN).await;
        assert_eq!(status(&house, PLAIN).await, Status::Operating);
        let then = Some("2026-03-02".parse().unwrap());
        let told = house.aims.requirement(&operator(), PLAIN, None, then).await.unwrap();
        assert_eq!((told.status, told.weighed.len()), (Status::DesignedNotOperating, 1));
        let asked =
            Asked { since: then, framework: "ISO/IEC 27001".to_owned(), part: "clause".to_owned(), ..Asked::default() };
        let matrix = house.aims.conformity(&operator(), &asked).await.unwrap();
        let row = matrix.rows.iter().find(|it| it.reference == PLAIN).unwrap();
        assert_eq!((row.status, row.was), (Status::Operating, Some(Status::DesignedNotOperating)));
        assert_eq!((matrix.rows.len(), matrix.counts["operating"], matrix.counts["not_started"]), (30, 1, 29));
        house.move_as(&operator(), &second, "reject", json!({})).await.unwrap();
        assert_eq!(status(&house, PLAIN).await, Status::DesignedNotOperating);
        house
            .aims
            .commit(&operator(), Change::Retire { id: first, base: None, why: "no more".into() }, None)
            .await
            .unwrap();
        assert_eq!(status(&house, PLAIN).await, Status::NotStarted);
    });
}

#[test]
fn what_somebody_may_not_see_counts_without_being_named_and_a_gap_is_one_action() {
    on_both(async |house: House| {
        let id = proof(&house, "2026-02-20", PLAIN).await;
        house.edit_as(&operator(), &id, json!({ "access": "restricted", "title": "Secret proof" })).await.unwrap();
        let reader = house.person("Reader", "reader", None).await;
        let told = house.aims.requirement(&reader, PLAIN, None, None).await.unwrap();
        assert_eq!((told.status, told.weighed.len()), (Status::DesignedNotOperating, 1));
        assert_eq!(
            (&told.weighed[0].record, told.weighed[0].counts, told.weighed[0].title.as_str()),
            (&None, true, "")
        );
        let said = serde_json::to_string(&told).unwrap();
        assert!(!said.contains("Secret") && !said.contains(&id.to_string()), "{said}");
        let open = house.aims.open_gap(&operator(), "6.1.3", None).await.unwrap();
        assert_eq!(house.aims.open_gap(&operator(), "ISO/IEC 42001:6.1.3", None).await.unwrap(), open);
        house.move_as(&operator(), &open, "cancel", json!({})).await.unwrap();
        assert_ne!(
            house.aims.open_gap(&operator(), "6.1.3", None).await.unwrap(),
            open,
            "what is cancelled closes nothing"
        );
    });
}

/// A draft in which everything is decided.
async fn sound(house: &House, author: &Actor) -> Id {
    let risk = put(house, "risk", "in_treatment", json!({ "title": "Risk" })).await;
    let control = put(house, "control", "designed", json!({ "title": "Control", "reference": "A.6.2.4" })).await;
    put(house, "treatment", "approved", json!({ "title": "Treat", "treats": [risk], "controls": [control] })).await;
    let made = house.aims.propose_statement(author, "").await.unwrap();
    decided(house, author, &made.id).await
}

/// Decides every open entry: not necessary, with a reason.
async fn decided(house: &House, author: &Actor, id: &Id) -> Id {
    let record = house.aims.record(author, id, &Moment::Now).await.unwrap();
    let mut entries = record.document["entries"].clone();
    for it in entries.as_array_mut().unwrap() {
        if it.get("necessary").is_none() {
            (it["necessary"], it["why"]) = (json!("no"), json!("we do nothing of the kind"));
        }
    }
    house.edit_as(author, id, json!({ "entries": entries })).await.unwrap();
    id.clone()
}

async fn decide(house: &House, id: &Id, by: &Actor) {
    let fields =
        json!({ "title": "Approve", "subject": id, "outcome": "yes", "form": "approve_plan", "deciders": [by.person] });
    put(house, "decision", "taken", fields).await;
}

fn refused(outcome: Result<governance::Committed, Error>, says: &str) {
    let Err(Error::Refused(refusals)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(refusals.iter().any(|it| format!("{it:?}").contains(says)), "{says}: {refusals:?}");
}

#[test]
fn a_statement_takes_controls_alone_and_says_which_one_guidance_is_about() {
    on_both(async |house: House| {
        let system = house.add("ai_system", json!({ "title": "Scorer" })).await.id;
        let entered = async |table: &str, control: &str| {
            let mut row = json!({ "control": control, "necessary": "yes" });
            if table == "exceptions" {
                row["system"] = json!(system);
            }
            let fields = json!({ "title": "Statement", "framework": "ISO/IEC 42001", table: [row] });
            house.add_as(&operator(), "statement_of_applicability", fields).await.map_err(|it| it.to_string())
        };
        let own = house.add("control", json!({ "title": "Our own", "statement": "Twice a year." })).await.id;
        for control in ["ISO/IEC 42001:A.6.2.4", "A.6.2.4", &own.to_string()] {
            assert!(entered("entries", control).await.is_ok(), "{control}");
        }
        for (control, says) in [
            ("ISO/IEC 42001:B.6.2.4", "is guidance and no control; enter `ISO/IEC 42001:A.6.2.4`"),
            ("ISO/IEC 42001:9.2", "is no control"),
            ("ISO/IEC 42001:A.6.2", "is no control"),
            ("ISO/IEC 42001:A.6.2.44", "neither a control of a library"),
            ("RSK-1", "neither a control of a library"),
        ] {
            assert!(entered("entries", control).await.unwrap_err().contains(says), "{control}");
        }
        let exception = entered("exceptions", "ISO/IEC 42001:B.6.2.4").await;
        assert!(exception.unwrap_err().contains("is guidance"));
    });
}

#[test]
fn a_statement_is_approved_when_nothing_contradicts_it_by_a_decision_about_exactly_what_it_says() {
    on_both(async |house: House| {
        let author = house.person("Author", "risk_officer", None).await;
        let chief = house.person("Chief", "executive", None).await;
        let open = house.aims.propose_statement(&author, "").await.unwrap();
        let entries = open.document["entries"].as_array().unwrap().len();
        assert_eq!(entries, 38, "each reference control once");
        let told = house.aims.statement(&author, &open.id).await.unwrap();
        assert!(told.faults.iter().all(|it| it.check == "undecided") && told.faults.len() == 38, "nothing is made up");
        house.move_as(&author, &open.id, "submit", json!({})).await.unwrap();
        decide(&house, &open.id, &chief).await;
        refused(house.move_as(&chief, &open.id, "approve", json!({})).await, "nobody has decided");
        house.move_as(&author, &open.id, "withdraw", json!({})).await.unwrap();

        let id = sound(&house, &author).await;
        let told = house.aims.statement(&author, &id).await.unwrap();
        assert_eq!((told.faults.len(), told.moved.len()), (0, 0), "{:?}", told.faults);
        house.move_as(&author, &id, "submit", json!({})).await.unwrap();
        refused(house.move_as(&chief, &id, "approve", json!({})).await, "no decision is about it");
        decide(&house, &id, &author).await;
        refused(house.move_as(&chief, &id, "approve", json!({})).await, "wrote it and decided about it");
        decide(&house, &id, &chief).await;
        house.edit_as(&author, &id, json!({ "edition": "2" })).await.unwrap();
        refused(house.move_as(&chief, &id, "approve", json!({})).await, "says something else since");
        decide(&house, &id, &chief).await;
        house.move_as(&chief, &id, "approve", json!({})).await.unwrap();
        refused(house.edit_as(&author, &id, json!({ "edition": "3" })).await, "approved_is_fixed");
        house.move_as(&author, &id, "put_in_force", json!({})).await.unwrap();
        let out = house.aims.requirement(&author, "A.10.4", None, None).await.unwrap();
        assert_eq!((out.status, out.why.contains("we do nothing of the kind")), (Status::NotApplicable, true));
        let found = |criterion: &str| json!({ "title": "F", "condition": "seen", "criterion": criterion });
        let Err(Error::Refused(refusals)) = house.add_as(&operator(), "finding", found("ISO/IEC 42001:A.10.4")).await
        else {
            panic!("a control that is left out was breached")
        };
        assert!(refusals[0].message.contains("not necessary") && refusals[0].message.contains("6.1.3"), "{refusals:?}");
        house.add_as(&operator(), "finding", found("ISO/IEC 42001:A.6.2.4")).await.unwrap();
    });
}

#[test]
fn the_next_statement_keeps_what_was_decided_supersedes_the_one_before_and_what_moves_makes_it_stale() {
    on_both(async |house: House| {
        let author = house.person("Author", "risk_officer", None).await;
        let chief = house.person("Chief", "executive", None).await;
        let force = async |id: &Id| {
            house.move_as(&author, id, "submit", json!({})).await.unwrap();
            decide(&house, id, &chief).await;
            house.move_as(&chief, id, "approve", json!({})).await.unwrap();
            house.move_as(&author, id, "put_in_force", json!({})).await.unwrap();
        };
        let first = sound(&house, &author).await;
        force(&first).await;
        let again = house.aims.record(&author, &"CTL-1".parse().unwrap(), &Moment::Now).await.unwrap();
        house.edit_as(&operator(), &again.id, json!({ "statement": "Somebody else does it." })).await.unwrap();
        let told = house.aims.statement(&author, &first).await.unwrap();
        assert_eq!(told.moved, ["CTL-0001"]);
        let day = json!({ "review_by": "2027-03-02" });
        house.move_as(&author, &first, "confirm", day).await.unwrap();
        assert!(house.aims.statement(&author, &first).await.unwrap().moved.is_empty(), "somebody looked at it");
        put(&house, "control", "designed", json!({ "title": "Of our own" })).await;
        let second = house.aims.propose_statement(&author, "ISO/IEC 42001").await.unwrap().id;
        assert_eq!(house.aims.propose_statement(&author, "").await.unwrap().id, second, "the draft that there is");
        let told = house.aims.statement(&author, &second).await.unwrap();
        let moved: Vec<&str> = told.differences.iter().map(|it| it.control.as_str()).collect();
        assert_eq!(moved, ["CTL-0002"]);
        assert_eq!(told.faults.iter().map(|it| it.check).collect::<Vec<_>>(), ["undecided"]);
        let id = decided(&house, &author, &second).await;
        force(&id).await;
        let state = house.aims.record(&author, &first, &Moment::Now).await.unwrap().state;
        assert_eq!(state, "superseded");
        for ending in ["xlsx", "html", "json"] {
            let file = house.aims.statement_file(&author, &id, ending).await.unwrap();
            assert!(file.len() > 1000, "{ending}");
        }
    });
}

#[test]
fn a_run_of_a_policy_that_held_is_a_record_of_what_it_serves_and_one_that_did_not_speaks_against_it() {
    on_both(async |house: House| {
        let policy = json!({ "title": "Policy", "form": "policy", "clauses": [{ "clause": PLAIN }] });
        let policy = put(&house, "document", "in_force", policy).await;
        let fields = json!({ "title": "Grave incidents have ended", "document": policy, "anchor": "S-1", "text": "They end.",
            "records": "incident", "population": "severity:major", "holds": "has:ended_on" });
        let statement = put(&house, "policy_statement", "active", fields).await;
        put(&house, "incident", "reported", json!({ "title": "One", "severity": "major", "ended_on": "2026-02-01" }))
            .await;
        let run = async || house.aims.keep_records_run(&operator(), &statement).await.unwrap();
        assert_eq!(status(&house, PLAIN).await, Status::Designed, "the policy alone says how");
        run().await;
        assert_eq!(status(&house, PLAIN).await, Status::DesignedNotOperating, "one run is one record");
        house.later(24 * 30);
        run().await;
        assert_eq!(status(&house, PLAIN).await, Status::Operating);
        let other = put(&house, "incident", "reported", json!({ "title": "Two", "severity": "major" })).await;
        assert_eq!(status(&house, PLAIN).await, Status::Operating, "nobody has looked yet");
        run().await;
        assert_eq!(status(&house, PLAIN).await, Status::Failing);
        house.edit_as(&operator(), &other, json!({ "ended_on": "2026-04-02" })).await.unwrap();
        run().await;
        assert_eq!(status(&house, PLAIN).await, Status::Operating, "what was mended is past");
        // Made whole for another day it is the same.
        let then = Some("2026-03-10".parse().unwrap());
        let told = house.aims.requirement(&operator(), PLAIN, None, then).await.unwrap();
        assert_eq!(told.status, Status::DesignedNotOperating);
    });
}

/// A statement for ISO/IEC 27001 that exists as a sheet comes in but for rows that cannot be taken, passes nothing on that nobody confirmed, and leaves the
/// rest of ISO/IEC 42001 open; written out as data and brought in elsewhere it says the same.
#[test]
fn a_statement_from_elsewhere_comes_in_and_leaves_open_what_nothing_speaks_of() {
    on_both(async |house: House| {
        let (ours, theirs) = ("ISO/IEC 42001", "ISO/IEC 27001");
        let libraries = house.aims.configuration().libraries.clone();
        let framework = libraries.shelf().framework(theirs).unwrap();
        let controls = framework.assessable().filter(|it| it.level == "control").map(|it| it.id.clone());
        let controls: Vec<String> = controls.collect();
        assert_eq!(controls.len(), 93);
        let sheet = |decided: &dyn Fn(&str) -> &'static str, more: &str| {
            let rows = controls.iter().map(|it| format!("{it} Some title,{},\"so, and so\"\n", decided(it)));
            format!("Control ID,Applicable,Justification for inclusion\n{}{more}", rows.collect::<String>())
                .into_bytes()
        };
        let bring = async |house: &House, framework: &str, bytes: Vec<u8>| {
            house.aims.bring_statement(&operator(), framework, "theirs.csv", bytes).await
        };
        let decided = |it: &str| match it {
            "A.7.4" => "perhaps",
            "A.8.30" => "No",
            _ => "Yes",
        };
        let faulty =
            bring(&house, theirs, sheet(&decided, "5.1,yes,again\nA.5.99,yes,new\n7.2,yes,a clause\n")).await.unwrap();
        let refused: Vec<(&str, &str)> =
            faulty.refused.iter().map(|it| (it.value.as_str(), it.reason.split([';', ' ']).next().unwrap())).collect();
        // Where other rows name the annex, 5.1 and 7.2 are clauses, which no statement has rows of.
        let expected = [("perhaps", "is"), ("5.1", "is"), ("A.5.99", "is"), ("7.2", "is")];
        assert_eq!(refused, expected, "{:?}", faulty.refused);
        assert_eq!((faulty.taken, faulty.untold.as_slice()), (92, ["ISO/IEC 27001:A.7.4".to_owned()].as_slice()));
        let clean = bring(&house, theirs, sheet(&|it| if it == "A.8.30" { "no" } else { "yes" }, "")).await.unwrap();
        assert_eq!((&clean.id, clean.taken, clean.refused.len(), clean.untold.len()), (&faulty.id, 93, 0, 0));
        let again = bring(&house, theirs, sheet(&|it| if it == "A.8.30" { "no" } else { "yes" }, "")).await.unwrap();
        assert!(clean.changed && !again.changed);
        let open = clean.elsewhere.unwrap();
        let binding = libraries.shelf().framework(ours).unwrap().assessable();
        let binding =
            binding.filter(|it| libraries.shelf().find(&format!("{ours}:{}", it.id)).unwrap().binding()).count();
        assert_eq!((open.framework.as_str(), open.confirmed.len()), (ours, 0), "nobody confirmed any relation");
        assert!(!open.in_common.is_empty() && !open.open.is_empty(), "{open:?}");
        assert_eq!(open.to_confirm.len() + open.in_common.len() + open.open.len(), binding);
        // Not what its own framework says of itself.
        let own = bring(&house, "", b"Control,Applicable\nA.2.2,yes\n".to_vec()).await.unwrap();
        assert_eq!((own.framework.as_str(), own.elsewhere), (ours, None));
        for (bytes, says) in [("Title,Applicable\nx,yes\n", "no column"), ("{\"a\": 1}", "no `entries`")] {
            let refused = format!("{:?}", bring(&house, theirs, bytes.into()).await.unwrap_err());
            assert!(refused.contains(says), "{refused}");
        }
        let written = house.aims.statement_file(&operator(), &clean.id, "json").await.unwrap();
        let other = House::build(On::Sqlite);
        let there = bring(&other, "", written).await.unwrap();
        assert_eq!((there.framework.as_str(), there.refused.len()), (theirs, 0));
        let (here, there) =
            (house.aims.statement(&operator(), &clean.id).await, other.aims.statement(&operator(), &there.id).await);
        assert_eq!(here.unwrap().statement, there.unwrap().statement);
    });
}
