//! How long what is kept, on both databases: on the due day exactly what is due goes, holds and contradictions stop it, and what is
//! gone can be proved while the ledger still holds.

use governance::account::NewAccount;
use governance::data::retention::decide::Decided;
use governance::data::retention::run::ITEMS;
use governance::{Actor, Moment};
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

/// A person with a role and an account, as who works with the program has.
async fn clerk(house: &House, name: &str, role: &str) -> Actor {
    let actor = house.person(name, role, None).await;
    let (name, email, person) = (name.to_owned(), format!("{name}@example.org"), actor.person.clone());
    let account = NewAccount { name, email, password: None, person, service: false };
    let account = house.aims.add_account(&operator(), account).await.unwrap().id;
    Actor { account, ..actor }
}

/// A rule in force.
async fn rule(house: &House, fields: Value) -> Id {
    let mut document = object(json!({ "title": "rule", "form": "schedule", "basis": "legal", "why": "because" }));
    document.extend(object(fields));
    let state = Some("in_force".to_owned());
    let change = Change::Create { kind: "retention_rule".into(), state, document };
    house.aims.commit(&operator(), change, None).await.unwrap().id
}

/// Evidence with a file of its own.
async fn evidence(house: &House, title: &str, day: &str, bytes: &str) -> (Id, String) {
    let file = house.aims.put_file(&operator(), "note.txt", bytes.as_bytes().to_vec()).await.unwrap();
    let fields = json!({ "title": title, "collected_on": day, "file": file, "form": "record" });
    (house.add("evidence", fields).await.id, file.digest)
}

async fn standing(house: &House, id: &Id, name: &str) -> (String, String) {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    let found = record.standing.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no `{name}` of {id}"));
    (found.value.as_str().map_or_else(|| found.value.to_string(), str::to_owned), found.why.clone())
}

/// What is due, by number.
async fn due(house: &House) -> Vec<String> {
    let survey = house.aims.retention(&operator()).await.unwrap();
    survey.items.iter().filter(|it| it.kept.word == "due").map(|it| it.record.id.to_string()).collect()
}

/// Whether the bytes of a digest lie anywhere in the folder of the store.
fn kept_somewhere(house: &House, digest: &str) -> bool {
    let digits = digest.trim_start_matches("sha256:");
    house.home.path().join("blobs").join(&digits[..2]).join(digits).exists()
}

async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.ok(), "{report:?}");
    house.aims.checkpoint().await.unwrap();
    let report = house.aims.verify_live(None, None).await.unwrap();
    assert!(report.ok(), "{report}");
}

#[test]
fn on_the_due_day_exactly_what_is_due_goes() {
    on_both(async |house| {
        let (steward, lead) =
            (clerk(&house, "Ines", "data_steward").await, clerk(&house, "Lou", "governance_lead").await);
        let year = rule(&house, json!({ "of": ["evidence"], "counted_from": "made", "least": "P1Y" })).await;
        let (old, old_digest) = evidence(&house, "old", "2025-03-02", "one").await;
        let (held, held_digest) = evidence(&house, "held", "2025-03-02", "two").await;
        let (young, _) = evidence(&house, "young", "2025-03-03", "three").await;
        let (shared, shared_digest) = evidence(&house, "shared", "2025-03-02", "four").await;
        let (sharing, _) = evidence(&house, "sharing", "2025-06-01", "four").await;
        let hold = rule(&house, json!({ "form": "hold", "title": "Case 12", "holds": [held] })).await;
        assert_eq!(due(&house).await, [old.to_string(), shared.to_string()], "not what is young, and not what is held");

        let run = house.aims.plan_disposal(&steward, &year).await.unwrap().id;
        let by = json!({ "done_by": steward.person });
        let early = house.move_as(&steward, &run, "perform", by.clone()).await.unwrap_err().to_string();
        assert!(early.contains("planned"), "{early}");
        let own = house.move_as(&steward, &run, "approve", json!({})).await.unwrap_err().to_string();
        assert!(own.contains("cannot approve"), "{own}");
        house.move_as(&lead, &run, "approve", json!({})).await.unwrap();
        let lie = json!([{ "item": held.to_string(), "outcome": "destroyed", "reason": "because" }]);
        let foreseen = Change::Move {
            id: run.clone(),
            base: None,
            transition: "perform".into(),
            set: object(json!({ "done_by": steward.person, "manifest": lie })),
            why: None,
        };
        let foreseen = house.aims.preview(&steward, foreseen).await.unwrap();
        assert_eq!(foreseen.document["manifest"][0]["item"], old.to_string(), "the program writes the manifest");
        assert!(kept_somewhere(&house, &old_digest), "a preview destroys nothing");

        house.move_as(&steward, &run, "perform", json!({ "done_by": steward.person })).await.unwrap();
        let record = house.aims.record(&operator(), &run, &Moment::Now).await.unwrap();
        let manifest = record.document["manifest"].as_array().unwrap();
        let outcome = |id: &Id| manifest.iter().find(|it| it["item"] == id.to_string()).map(|it| it["outcome"].clone());
        assert_eq!(outcome(&old), Some(json!("destroyed")));
        assert_eq!(outcome(&shared), Some(json!("kept")), "another record carries the same bytes");
        assert_eq!((outcome(&held), outcome(&young), outcome(&sharing)), (None, None, None));
        assert_eq!(standing(&house, &run, "proof").await.0, "gone");
        assert_eq!(standing(&house, &run, "destroyed").await.0, "1");
        let here = [&old_digest, &held_digest, &shared_digest].map(|it| kept_somewhere(&house, it));
        assert_eq!(here, [false, true, true]);
        assert!(house.aims.get_file(&operator(), &old_digest).await.is_err());
        let gone = house.aims.record(&operator(), &old, &Moment::Now).await.unwrap();
        assert!(!gone.document.contains_key("file") && gone.document["title"] == "old", "the record itself stays");
        agrees(&house).await;

        house.aims.put_file(&operator(), "again.txt", b"other bytes".to_vec()).await.unwrap();
        assert_eq!(standing(&house, &run, "proof").await.0, "gone", "other bytes say nothing");
        house.aims.put_file(&operator(), "again.txt", b"one".to_vec()).await.unwrap();
        let (word, why) = standing(&house, &run, "proof").await;
        assert_eq!(word, "still_there", "the bytes have come back: {why}");
        let report = house.aims.doctor(false).await.unwrap();
        assert!(report.ok(), "the cache knows it too: {report:?}");
        let alone = house.move_as(&steward, &run, "certify", json!({ "witness": steward.person })).await.unwrap_err();
        assert!(alone.to_string().contains("cannot witness"), "{alone}");
        house.move_as(&steward, &run, "certify", json!({ "witness": lead.person })).await.unwrap();

        house.later(24);
        assert_eq!(due(&house).await, [shared.to_string(), young.to_string()], "one day later the next one");
        let lift = house.move_as(&operator(), &hold, "withdraw", json!({})).await;
        lift.unwrap();
        assert!(due(&house).await.contains(&held.to_string()), "the hold is lifted");
        agrees(&house).await;
    });
}

#[test]
fn rules_that_contradict_each_other_stop_disposal_before_it_begins() {
    on_both(async |house| {
        let long =
            rule(&house, json!({ "of": ["evidence", "dataset_version"], "counted_from": "made", "least": "P5Y" }))
                .await;
        assert_eq!(standing(&house, &long, "conflicts").await.0, "none");
        let (old, _) = evidence(&house, "old", "2020-01-01", "one").await;
        let short = rule(&house, json!({ "of": ["evidence"], "counted_from": "made", "most": "P2Y" })).await;
        for id in [&long, &short] {
            let (word, why) = standing(&house, id, "conflicts").await;
            assert_eq!(word, "conflict");
            assert!(
                why.contains(&format!("{long} keeps it until 2029-01-01, and {short} asks that it goes by 2026-01-01")),
                "{why}"
            );
        }
        let survey = house.aims.retention(&operator()).await.unwrap();
        assert_eq!((survey.conflicts.len(), survey.items[0].kept.word), (1, "conflict"));
        let refused = house.aims.plan_disposal(&operator(), &short).await.unwrap_err().to_string();
        assert!(refused.contains("while rules contradict each other"), "{refused}");
        house.move_as(&operator(), &short, "withdraw", json!({})).await.unwrap();
        assert_eq!(standing(&house, &long, "conflicts").await.0, "none");
        assert_eq!(due(&house).await, [old.to_string()]);
        let nothing = rule(&house, json!({ "of": ["document"], "least": "P1Y" })).await;
        let nothing = house.aims.plan_disposal(&operator(), &nothing).await.unwrap_err().to_string();
        assert!(nothing.contains("nothing is due"), "{nothing}");
        assert!(house.aims.plan_disposal(&operator(), &old).await.is_err());
        agrees(&house).await;
    });
}

#[test]
fn a_model_says_that_its_data_were_destroyed_until_somebody_decides() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Sorter", "countries": [{ "country": "DE" }] })).await.id;
        let fields = json!({ "title": "Mail", "licence": "CC0-1.0", "content": ["personal"], "systems": [system] });
        let dataset = house.add("dataset", fields).await.id;
        let file = house.aims.put_file(&operator(), "mail.csv", b"a,b\n1,2\n".to_vec()).await.unwrap();
        let version = json!({ "title": "Mail 1", "dataset": dataset, "file": file, "file_digest": file.digest, "produced_on": "2025-01-31" });
        let version = house.add("dataset_version", version).await.id;
        let model = house.add("model", json!({ "title": "Scorer", "systems": [system] })).await.id;
        let data = json!([{ "dataset_version": version, "used_for": "train" }]);
        let scorer = house.add("model_version", json!({ "title": "Scorer 1", "model": model, "data": data })).await.id;
        assert_eq!(standing(&house, &version, "retention").await.0, "no_rule");
        let fields = json!({ "content": ["personal"], "jurisdictions": "FR, DE", "counted_from": "made", "least": "P1Y", "most": "P14M" });
        let rule = rule(&house, fields).await;
        assert_eq!(standing(&house, &version, "retention").await.0, "may_go", "the rule moved what it covers");
        let by_hand = house.move_as(&operator(), &version, "withdraw", json!({})).await;
        by_hand.unwrap();
        house.later(24 * 29);
        let (word, why) = standing(&house, &version, "retention").await;
        assert_eq!(word, "due", "2026-03-31 has come: {why}");

        let run = house.aims.plan_disposal(&operator(), &rule).await.unwrap().id;
        let lead = clerk(&house, "Lou", "governance_lead").await;
        house.move_as(&lead, &run, "approve", json!({})).await.unwrap();
        let steward = clerk(&house, "Ines", "data_steward").await;
        house.move_as(&steward, &run, "perform", json!({ "done_by": steward.person })).await.unwrap();
        let gone = house.aims.record(&operator(), &version, &Moment::Now).await.unwrap();
        assert_eq!((gone.state.as_str(), gone.document.contains_key("file")), ("disposed", false));
        assert_eq!(gone.document["file_digest"], json!(file.digest), "what it was stays known");
        let (word, why) = standing(&house, &scorer, "data_standing").await;
        assert_eq!(word, "destroyed");
        assert!(why.contains(&format!("destroyed on 2026-03-31 by {run}")), "{why}");
        assert_eq!(standing(&house, &model, "data_standing").await.0, "destroyed");
        let open = house.aims.undecided_models(&operator(), &run).await.unwrap();
        assert_eq!(open.iter().map(|it| &it.id).collect::<Vec<_>>(), [&scorer]);
        let decide = async |models: &[&Id], form: &str, reasons: &str| {
            let models = models.iter().map(|it| (*it).clone()).collect();
            let decided = Decided { models, form: form.to_owned(), reasons: reasons.to_owned() };
            house.aims.decide_models(&operator(), &run, decided, None).await
        };
        for (models, form, reasons, said) in [
            (&[][..], "approve", "still valid", "at least one model"),
            (&[&scorer][..], "approve", " ", "why these models stay"),
            (&[&scorer][..], "close", "still valid", "not by `close`"),
            (&[&scorer, &model][..], "approve", "still valid", "nothing is to be decided about"),
        ] {
            let error = decide(models, form, reasons).await.unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        assert_eq!(standing(&house, &scorer, "data_standing").await.0, "destroyed", "nothing was decided in part");
        assert_eq!(decide(&[&scorer], "approve", "still valid").await.unwrap().len(), 1);
        assert!(house.aims.undecided_models(&operator(), &run).await.unwrap().is_empty());
        assert_eq!(standing(&house, &scorer, "data_standing").await.0, "newest");
        agrees(&house).await;
    });
}

#[test]
fn holds_stop_erasure_and_what_is_kept_is_not_disposed_of_by_hand() {
    on_both(async |house| {
        let dataset = house.add("dataset", json!({ "title": "Mail" })).await.id;
        let version = json!({ "title": "Mail 1", "dataset": dataset, "produced_on": "2026-01-31" });
        let version = house.add("dataset_version", version).await.id;
        rule(&house, json!({ "of": ["dataset_version"], "least": "P1Y" })).await;
        house.move_as(&operator(), &version, "withdraw", json!({})).await.unwrap();
        let early = house.move_as(&operator(), &version, "dispose", json!({})).await.unwrap_err().to_string();
        assert!(early.contains("keeps it until 2027-01-31"), "{early}");
        let person = house.add("person", json!({ "title": "Ada", "email": "ada@example.org" })).await.id;
        let hold = rule(&house, json!({ "form": "hold", "title": "Case 12", "holds": [person, dataset] })).await;
        let fields = ["email".to_owned()];
        let held = house.aims.erase(&operator(), &person, &fields, "asked").await.unwrap_err().to_string();
        assert!(held.contains("Case 12"), "{held}");
        assert_eq!(standing(&house, &version, "retention").await.0, "held", "with the dataset its versions");
        house.move_as(&operator(), &hold, "withdraw", json!({})).await.unwrap();
        house.aims.erase(&operator(), &person, &fields, "asked").await.unwrap();
        house.later(24 * 365);
        house.move_as(&operator(), &version, "dispose", json!({})).await.unwrap();
        assert_eq!(standing(&house, &version, "retention").await.0, "gone");
        agrees(&house).await;
    });
}

#[test]
fn personal_values_go_where_the_schedule_says_so() {
    on_both(async |house| {
        let left = json!({ "title": "Ada", "email": "ada@example.org", "from": "2020-01-01", "until": "2024-01-31" });
        let left = house.add("person", left).await.id;
        house.move_as(&operator(), &left, "leave", json!({})).await.unwrap();
        let fields = json!({ "of": ["person"], "counted_from": "made", "least": "P2Y", "method": "delete_and_erase" });
        let rule = rule(&house, fields).await;
        assert!(ITEMS > 1 && due(&house).await == [left.to_string()]);
        let run = house.aims.plan_disposal(&operator(), &rule).await.unwrap().id;
        let lead = clerk(&house, "Lou", "governance_lead").await;
        house.move_as(&lead, &run, "approve", json!({})).await.unwrap();
        let steward = clerk(&house, "Ines", "data_steward").await;
        house.move_as(&steward, &run, "perform", json!({ "done_by": steward.person })).await.unwrap();
        let gone = house.aims.record(&operator(), &left, &Moment::Now).await.unwrap();
        assert!(!gone.document.contains_key("email") && !gone.document.contains_key("title"), "{:?}", gone.document);
        assert_eq!(standing(&house, &run, "proof").await.0, "gone");
        assert!(due(&house).await.is_empty());
        agrees(&house).await;
    });
}

#[test]
fn days_of_disposal_stand_in_the_calendars_of_those_who_see_to_them() {
    on_both(async |house| {
        let owner = clerk(&house, "Ines", "data_steward").await;
        let other = clerk(&house, "Lou", "governance_lead").await;
        let system = house.add("ai_system", json!({ "title": "Sorter" })).await.id;
        let dataset = json!({ "title": "Mail", "content": ["personal"], "systems": [system] });
        let dataset = house.add("dataset", dataset).await.id;
        let version = |title: &str, day: &str| json!({ "title": title, "dataset": dataset, "produced_on": day, "owner": owner.person });
        let soon = house.add("dataset_version", version("Soon", "2025-03-20")).await.id;
        let late = house.add("dataset_version", version("Late", "2025-02-20")).await.id;
        let held = house.add("dataset_version", version("Held", "2025-03-21")).await.id;
        let next = house.add("dataset_version", version("Next year", "2026-02-01")).await.id;
        rule(&house, json!({ "of": ["dataset_version"], "counted_from": "made", "most": "P1Y" })).await;
        rule(&house, json!({ "form": "hold", "title": "Case 12", "holds": [held] })).await;
        let days = async |actor: &Actor, about: Option<Id>| {
            let secret = house.aims.add_feed(actor, about).await.unwrap();
            let text = house.aims.calendar(&secret, "https://aims.example", "r").await.unwrap().unwrap().text();
            let text = text.replace("\r\n ", "");
            let told = [&soon, &late, &held, &next].map(|it| text.contains(&format!("UID:{it}-retention@aims")));
            (told, text)
        };
        let (told, text) = days(&owner, None).await;
        assert_eq!(told, [true, true, false, true], "what must go, or should have gone, and not what is held: {text}");
        assert!(
            text.contains("SUMMARY:Soon: to be disposed of by") && text.contains("DTSTART;VALUE=DATE:20260320"),
            "{text}"
        );
        assert!(text.contains("SUMMARY:Late: should have been disposed of by"), "{text}");
        assert_eq!(days(&other, None).await.0, [false; 4], "nobody else's");
        assert_eq!(days(&other, Some(system)).await.0, [true, true, false, true], "of what belongs to the AI system");
    });
}
