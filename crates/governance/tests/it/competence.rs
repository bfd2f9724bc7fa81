//! Competence at the write path: nobody is accepted into a role without proof that counts, an assignment turns by itself on the day after the proof
//! ends, and a quiz is taken in one's own name.

use governance::competence::items::Flag;
use governance::competence::standing::Status;
use governance::competence::whole::Part;
use governance::{Actor, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put, refused};

async fn competence(house: &House, means: Value) -> Id {
    let levels = json!([{ "level": "aware", "means": "Knows." }, { "level": "able", "means": "Does." }]);
    let fields = json!({ "title": "Overseeing", "means": means, "levels": levels, "validity": "P90D" });
    put(house, "competence", "current", fields).await
}

/// An AI system of a tier.
async fn system(house: &House, name: &str, tier: &str) -> Id {
    let system = put(house, "ai_system", "operation", json!({ "title": name })).await;
    let fields = json!({
        "title": "Tier", "subject": system, "scheme": "own_tier", "outcome": tier, "reasons": "as found", "classified_on": "2026-01-10"
    });
    put(house, "classification", "confirmed", fields).await;
    system
}

async fn proof(house: &House, person: &Id, competence: &Id, more: Value) -> Id {
    let paper = json!({ "title": "Paper", "shows": "it was seen", "form": "record" });
    let paper = put(house, "evidence", "accepted", paper).await;
    let mut fields = json!({
        "title": "Seen", "person": person, "competence": competence, "level": "able", "by": "observation", "evidence": [paper],
        "obtained": "2026-02-01"
    });
    more.as_object().unwrap().iter().for_each(|(name, it)| fields[name] = it.clone());
    house.add("competence_record", fields).await.id
}

async fn qualified(house: &House, id: &Id) -> Option<Value> {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    record.standing.into_iter().find(|it| it.name == "qualified").map(|it| it.value)
}

#[test]
fn nobody_oversees_a_system_of_the_first_tier_without_proof_and_it_turns_on_the_day_after_the_proof_ends() {
    on_both(async |house: House| {
        let lead = house.person("Lead", "governance_lead", None).await;
        let of = competence(&house, json!(["observation", "training"])).await;
        let (grave, mild) = (system(&house, "Credit", "tier 1").await, system(&house, "Chat", "tier 3").await);
        let asks = json!([{ "competence": of, "level": "able", "tiers": ["T1"] }]);
        let role =
            put(&house, "role", "active", json!({ "title": "Overseer", "key": "own_overseer", "competences": asks }))
                .await;
        let person = house.add("person", json!({ "title": "Eve" })).await.id;
        let over = |system: &Id| json!({ "title": "Eve oversees", "person": person, "role": role, "covers": system, "from": "2026-01-01" });
        let given = house.add("role_assignment", over(&grave)).await.id;
        let accept = async || house.move_as(&lead, &given, "accept", json!({})).await;
        refused(accept().await, "Overseeing");
        refused(accept().await, "missing");
        // For a system of another tier nothing is asked.
        let other = house.add("role_assignment", over(&mild)).await.id;
        house.move_as(&lead, &other, "accept", json!({})).await.unwrap();
        assert_eq!(qualified(&house, &other).await, None);
        // A claim does not count, nor does training of which nobody judged the effect.
        let claim = proof(&house, &person, &of, json!({ "by": "training" })).await;
        refused(accept().await, "claimed only");
        house.move_as(&lead, &claim, "evidence", json!({})).await.unwrap();
        refused(accept().await, "not judged");
        let judged =
            json!({ "effect": "effective", "effect_judged_on": "2026-03-01", "effect_how": "Watched a case." });
        house.edit_as(&lead, &claim, judged).await.unwrap();
        accept().await.unwrap();
        assert_eq!(qualified(&house, &given).await, Some(json!(true)));
        // What was accepted is fixed, and an assignment cannot be moved to somebody who lacks it.
        refused(house.edit_as(&lead, &claim, json!({ "level": "able_to_teach" })).await, "not changed any more");
        let stranger = house.add("person", json!({ "title": "Max" })).await.id;
        refused(house.edit_as(&lead, &given, json!({ "person": stranger })).await, "keeps its person");
        // 90 days from 1 February are 2 May; the day after it turns by itself, and the day is named.
        house.later(24 * 61);
        house.aims.run_due().await.unwrap();
        assert_eq!(qualified(&house, &given).await, Some(json!(true)), "2 May");
        house.later(24);
        house.aims.run_due().await.unwrap();
        assert_eq!(qualified(&house, &given).await, Some(json!(false)), "3 May");
        let told = house.aims.competence(&operator(), Part::default()).await.unwrap();
        assert_eq!(told.people[0].cells[0].standing.status, Status::Expired);
        let doctor = house.aims.doctor(false).await.unwrap();
        // People of tests have no account, by which rows name their maker.
        assert!(doctor.checks.iter().filter(|it| it.name != "rows").all(|it| it.ok), "{doctor:?}");
        // It can be ended though the proof is gone.
        house.move_as(&lead, &given, "end", json!({})).await.unwrap();
    });
}

#[test]
fn what_a_role_asks_for_moves_its_holders_at_once_and_so_does_evidence_that_is_rejected() {
    on_both(async |house: House| {
        let lead = house.person("Lead", "governance_lead", None).await;
        let of = competence(&house, json!(["observation"])).await;
        let role = put(&house, "role", "active", json!({ "title": "Tester", "key": "own_tester" })).await;
        let person = house.person("Own", "own_tester", None).await;
        let id = person.person.clone().unwrap();
        let listing =
            governance::Listing { filter: format!("role:{role}"), ..governance::Listing::of("role_assignment") };
        let given = house.aims.list(&operator(), &listing).await.unwrap().rows[0].id.clone();
        assert_eq!(qualified(&house, &given).await, None);
        let ask = async |level: &str| {
            let asks = json!([{ "competence": of, "level": level }]);
            house.edit_as(&operator(), &role, json!({ "competences": asks })).await.unwrap();
            qualified(&house, &given).await
        };
        assert_eq!(ask("able").await, Some(json!(false)));
        let shown = proof(&house, &id, &of, json!({})).await;
        let own = Actor { roles: lead.roles.clone(), ..person.clone() };
        let _ = house.move_as(&own, &shown, "evidence", json!({})).await.unwrap_err();
        house.move_as(&lead, &shown, "evidence", json!({})).await.unwrap();
        assert_eq!(ask("able").await, Some(json!(true)));
        assert_eq!(ask("able_to_teach").await, Some(json!(false)), "too low");
        assert_eq!(ask("aware").await, Some(json!(true)));
        let record = house.aims.record(&operator(), &shown, &Moment::Now).await.unwrap();
        let paper: Id = record.document["evidence"][0].as_str().unwrap().parse().unwrap();
        house.move_as(&operator(), &paper, "reject", json!({})).await.unwrap();
        assert_eq!(qualified(&house, &given).await, Some(json!(false)), "its evidence was rejected");
    });
}

#[test]
fn a_quiz_is_taken_in_ones_own_name_without_its_answers_and_the_item_that_everyone_passes_is_flagged() {
    on_both(async |house: House| {
        let of = competence(&house, json!(["examination"])).await;
        let lead = house.person("Lead", "governance_lead", None).await;
        let asked = |name: &str| json!({ "question": name, "a": "Yes", "b": "No", "right": "a" });
        let fields = json!({
            "title": "Short", "competence": of, "level": "able", "pass_mark": 60, "access": "restricted", "owner": lead.person,
            "questions": [asked("Easy?"), asked("Hard?"), asked("Wrong?")]
        });
        let quiz = put(&house, "quiz", "in_use", fields).await;
        let mut last = None;
        for number in 0..30 {
            let taker = house.person(&format!("Taker {number}"), "reader", None).await;
            let paper = house.aims.quiz_paper(&taker, &quiz).await.unwrap();
            assert!(!serde_json::to_string(&paper).unwrap().contains("right"));
            assert!(
                house.aims.record(&taker, &quiz, &Moment::Now).await.is_err(),
                "the right answers stay with those who keep it"
            );
            let say = |right: bool| Some(if right { "a" } else { "b" }.to_owned());
            let knows = number % 2 == 0;
            let taken = house.aims.take_quiz(&taker, &quiz, &[say(true), say(knows), say(!knows)]).await.unwrap();
            assert_eq!((taken.right, taken.proof.is_some()), (2, true));
            last = Some((taker, taken));
        }
        let told = house.aims.quiz_analysis(&lead, &quiz).await.unwrap();
        let flags: Vec<Option<Flag>> = told.items.iter().map(|it| it.1.flag).collect();
        assert_eq!((flags[0], told.items[0].1.right), (Some(Flag::EveryonePasses), 30));
        assert_ne!(flags[1], Some(Flag::EveryonePasses));
        refused(house.edit_as(&lead, &quiz, json!({ "questions": [asked("Other?")] })).await, "somebody has taken");
        let (taker, taken) = last.unwrap();
        let forged = json!({
            "title": "Mine", "quiz": quiz, "person": taker.person, "taken_on": "2026-03-02", "answers": [{ "question": 1, "answer": "a" }],
            "score": 100, "passed": true
        });
        assert!(house.add_as(&taker, "quiz_attempt", forged).await.is_err(), "there is no second way in");
        // An attempt that is annulled proves nothing any more.
        house.move_as(&lead, &taken.attempt, "annul", json!({})).await.unwrap();
        let proof = house.aims.record(&operator(), &taken.proof.unwrap(), &Moment::Now).await.unwrap();
        assert_eq!(proof.standing.iter().find(|it| it.name == "counts").unwrap().value, json!(false));
    });
}

#[test]
fn who_audits_must_be_competent_for_it() {
    on_both(async |house: House| {
        let of = competence(&house, json!(["observation"])).await;
        let auditor = house.person("Auditor", "internal_auditor", None).await;
        let id = auditor.person.clone().unwrap();
        let listing =
            governance::Listing { filter: "key:internal_auditor".to_owned(), ..governance::Listing::of("role") };
        let role = house.aims.list(&operator(), &listing).await.unwrap().rows[0].id.clone();
        let audit = json!({
            "title": "Audit", "type": "internal", "scope": "All.", "objectives": "See.", "criteria": [{ "criterion": "ISO/IEC 42001:7.2" }], "team": [{ "person": id, "part": "lead" }]
        });
        let audit = house.add("audit", audit).await.id;
        let told = house.aims.audit(&operator(), &audit).await.unwrap();
        assert_eq!((told.lacks.len(), told.not_assessable.len()), (0, 1), "nothing is asked of auditors");
        house
            .edit_as(&operator(), &role, json!({ "competences": [{ "competence": of, "level": "able" }] }))
            .await
            .unwrap();
        let told = house.aims.audit(&operator(), &audit).await.unwrap();
        assert_eq!((told.lacks.len(), told.not_assessable.len()), (1, 0), "{:?}", told.lacks);
        let lead = house.person("Lead", "governance_lead", None).await;
        let shown = proof(&house, &id, &of, json!({})).await;
        house.move_as(&lead, &shown, "evidence", json!({})).await.unwrap();
        assert_eq!(house.aims.audit(&operator(), &audit).await.unwrap().lacks.len(), 0);
    });
}

#[test]
fn a_file_of_a_learning_system_finds_people_by_number_or_address_and_refuses_a_name_that_two_bear() {
    on_both(async |house: House| {
        let of = competence(&house, json!(["training"])).await;
        let person =
            async |name: &str, mail: &str| house.add("person", json!({ "title": name, "email": mail })).await.id;
        let (one, two) = (person("Ann Lee", "ann@bank.example").await, person("Ann Lee", "lee@bank.example").await);
        let third = person("Bo Ray", "bo@bank.example").await;
        let import = async |first: &str, rows: &[String]| {
            let text = format!("Course,{first},Competence,Level,Obtained by,Completion date\n{}\n", rows.join("\n"));
            let options = governance::importing::ImportOptions::default();
            let bytes = text.into_bytes();
            house.aims.import(&operator(), "competence_record", "lms.csv", bytes, options).await.unwrap()
        };
        let row = |course: &str, who: &str| format!("{course},{who},{of},able,training,2026-02-10");
        let by_name = import("Learner", &[row("Oversight", "Ann Lee"), row("Oversight", "Bo Ray")]).await;
        assert_eq!((by_name.created, by_name.rejected), (1, 1), "{by_name:?}");
        assert!(by_name.errors[0].reason.contains("2 records are called so"), "{:?}", by_name.errors);
        let by_mail =
            import("Learner email", &[row("Refresher", "lee@bank.example"), row("Refresher", "bo@bank.example")]).await;
        assert_eq!((by_mail.created, by_mail.rejected), (2, 0), "{by_mail:?}");
        let by_number = import("Person", &[row("Third", &one.to_string())]).await;
        assert_eq!((by_number.created, by_number.rejected), (1, 0), "{by_number:?}");
        let listing = governance::Listing { limit: 50, ..governance::Listing::of("competence_record") };
        let rows = house.aims.list(&operator(), &listing).await.unwrap().rows;
        let whose = |course: &str| {
            let own = rows.iter().filter(|it| it.title == course);
            own.map(|it| it.document["person"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(whose("Oversight"), [third.to_string()]);
        assert_eq!(whose("Refresher"), [two.to_string(), third.to_string()]);
        assert_eq!(whose("Third"), [one.to_string()]);
        // A completion is a claim, whatever the file says; it counts once somebody has accepted evidence for it.
        assert!(rows.iter().all(|it| it.state == "claimed"));
        let told = house.aims.record(&operator(), &rows[0].id, &Moment::Now).await.unwrap();
        let counts = told.standing.iter().find(|it| it.name == "counts").unwrap();
        assert!(counts.value == json!(false) && counts.why.contains("only claimed"), "{counts:?}");
    });
}
