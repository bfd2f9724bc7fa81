//! Challenges at the write path, on both databases: who may challenge by the organisation of the first day, files into runs, what they say of likelihoods, what
//! was agreed before, challengers from outside, what a past day says, what somebody may not see, and a hundred thousand attempts.

use std::time::Instant;

use governance::challenging::likelihood::Verdict;
use governance::challenging::reading::Given;
use governance::challenging::taken::TakenIn;
use governance::challenging::whole::{Part, Told};
use governance::{Actor, Error, Listing};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator, put, refused};

/// A system of a unit, its owner, who builds it, people apart from both, and a risk that is held to be rare.
struct World {
    system: Id,
    unit: Id,
    risk: Id,
    owner: Actor,
    officer: Actor,
    challenger: Id,
    top: Id,
}

async fn world(house: &House) -> World {
    let whole = house.add("organization_unit", json!({ "title": "Whole" })).await.id;
    let unit = house.add("organization_unit", json!({ "title": "Builders", "parent": whole })).await.id;
    let top = house.add("person", json!({ "title": "Top", "engagement": "employee" })).await.id;
    let owner = house.person("Owner", "system_owner", None).await;
    let officer = house.person("Officer", "risk_officer", None).await;
    let person = owner.person.clone().unwrap();
    house.edit_as(&operator(), &person, json!({ "manager": top })).await.unwrap();
    let under = |title: &str| json!({ "title": title, "engagement": "employee", "manager": top });
    let challenger = house.add("person", under("Challenger")).await.id;
    let system = json!({ "title": "Letters", "owner": person, "unit": unit });
    let system = put(house, "ai_system", "operation", system).await;
    let risk = json!({
        "title": "Misled", "direction": "threat", "systems": [system], "likelihood": 1, "consequence": 5, "owner": person,
        "assessed_on": "2026-02-01",
    });
    let risk = house.add("risk", risk).await.id;
    World { system, unit, risk, owner, officer, challenger, top }
}

fn exercise(it: &World, other: Value) -> Value {
    let mut fields = json!({
        "title": "Spring", "form": "red_team", "systems": [it.system], "scope": "The copy.", "rules": "No data of customers.",
        "hypotheses": [{ "risk": it.risk }], "from": "2026-03-02", "until": "2026-03-20", "challengers": [it.challenger],
        "owner": it.officer.person,
    });
    object(other).into_iter().for_each(|(name, value)| fields[name.as_str()] = value);
    fields
}

async fn started(house: &House, it: &World, other: Value) -> Id {
    let id = house.add_as(&it.officer, "exercise", exercise(it, other)).await.unwrap().id;
    house.move_as(&it.officer, &id, "start", json!({})).await.unwrap();
    id
}

/// A table of attacks, of which the first so many succeed.
fn table(n: usize, came: usize) -> Given {
    let row = |at: usize| {
        format!("A{at},{},{}\n", if at < came { "yes" } else { "no" }, if at.is_multiple_of(2) { "yes" } else { "no" })
    };
    let rows: String = (0..n).map(row).collect();
    Given {
        name: "attacks.csv".to_owned(),
        bytes: format!("attack,outcome,seen\n{rows}").into_bytes(),
        ..Given::default()
    }
}

async fn brought(house: &House, who: &Actor, exercise: &Id, given: Given) -> Result<TakenIn, Error> {
    house.aims.import_run(who, exercise, given, false).await
}

async fn told(house: &House, part: Part) -> Told {
    house.aims.challenges(&operator(), part).await.unwrap()
}

fn said<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Problems(all)) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("\n"),
        other => format!("{other:?}"),
    }
}

#[test]
fn whoever_is_in_the_line_of_who_builds_does_not_challenge_and_the_first_day_decides() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let owner = it.owner.person.clone().unwrap();
        let below = json!({ "title": "Below", "engagement": "employee", "manager": owner });
        let below = house.add("person", below).await.id;
        let id =
            house.add_as(&it.officer, "exercise", exercise(&it, json!({ "challengers": [below] }))).await.unwrap().id;
        refused(house.move_as(&it.officer, &id, "start", json!({})).await, "reports to");
        // Who answers for it and stands at the top is still who builds it; so is whoever builds for the whole organisation, and belongs to a unit below.
        house.edit_as(&operator(), &owner, json!({ "manager": null })).await.unwrap();
        refused(house.move_as(&it.officer, &id, "start", json!({})).await, "reports to");
        house.edit_as(&operator(), &owner, json!({ "manager": it.top })).await.unwrap();
        let engineer = house.person("Everywhere", "engineer", None).await.person.unwrap();
        house.edit_as(&operator(), &engineer, json!({ "manager": it.top })).await.unwrap();
        house.edit_as(&it.officer, &id, json!({ "challengers": [engineer] })).await.unwrap();
        refused(house.move_as(&it.officer, &id, "start", json!({})).await, "as engineer of the whole organisation");
        let team = house.add("organization_unit", json!({ "title": "Team", "parent": it.unit })).await.id;
        let member = json!({ "title": "Member", "engagement": "employee", "manager": it.top, "unit": team });
        let member = house.add("person", member).await.id;
        house.edit_as(&it.officer, &id, json!({ "challengers": [member] })).await.unwrap();
        refused(house.move_as(&it.officer, &id, "start", json!({})).await, "belongs to");
        house.edit_as(&it.officer, &id, json!({ "challengers": [owner] })).await.unwrap();
        refused(house.move_as(&it.officer, &id, "start", json!({})).await, "answers for");
        house.edit_as(&it.officer, &id, json!({ "challengers": [it.challenger] })).await.unwrap();
        house.move_as(&it.officer, &id, "start", json!({})).await.unwrap();
        // Whoever moves into that line afterwards was independent on the first day.
        house.later(72);
        house.edit_as(&operator(), &it.challenger, json!({ "manager": owner })).await.unwrap();
        let part = Part { exercise: Some(id.clone()), ..Part::default() };
        assert_eq!(told(&house, part).await.exercises[0].dependences, []);
        house.move_as(&it.officer, &id, "report", json!({ "conclusion": "Held." })).await.unwrap();
        // And is not for one that begins now.
        let next = exercise(&it, json!({ "from": "2026-03-06", "until": "2026-03-20" }));
        let next = house.add_as(&it.officer, "exercise", next).await.unwrap().id;
        refused(house.move_as(&it.officer, &next, "start", json!({})).await, "reports to");
        assert_ne!(it.top, owner);
    });
}

#[test]
fn what_was_agreed_stays_runs_are_read_and_not_typed_and_the_last_one_is_withdrawn_first() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let bare =
            house.add_as(&it.officer, "exercise", json!({ "title": "Bare", "form": "red_team" })).await.unwrap().id;
        let none = house.move_as(&it.officer, &bare, "start", json!({})).await;
        assert!(matches!(&none, Err(Error::Problems(all)) if all.iter().any(|it| it.field == "rules")), "{none:?}");
        assert!(said(brought(&house, &it.officer, &bare, table(2, 1)).await).contains("start it first"));
        let id = started(&house, &it, json!({})).await;
        refused(house.edit_as(&it.officer, &id, json!({ "rules": "Anything goes." })).await, "stays as it is");
        let typed = json!({ "title": "Typed", "exercise": id, "tool": "table", "digest": "sha256:00" });
        refused(house.add_as(&it.officer, "exercise_run", typed).await, "not typed");
        let one = brought(&house, &it.officer, &id, table(20, 6)).await.unwrap();
        assert_eq!((one.made, one.attacks, one.success.k, one.detection.k), (true, 20, 6, 10));
        let again = brought(&house, &it.officer, &id, table(20, 6)).await.unwrap();
        assert_eq!((again.made, &again.id), (false, &one.id), "the same bytes come in once");
        let run = one.id.unwrap();
        refused(house.edit_as(&it.officer, &run, json!({ "succeeded": 0 })).await, "is not edited");
        let two = brought(&house, &it.officer, &id, table(20, 0)).await.unwrap().id.unwrap();
        refused(
            house.move_as(&it.officer, &run, "withdraw", json!({ "why": "wrong" })).await,
            "withdraw the later one first",
        );
        let change = record::Change::Move {
            id: two,
            base: None,
            transition: "withdraw".to_owned(),
            set: Default::default(),
            why: Some("wrong file".to_owned()),
        };
        house.aims.commit(&it.officer, change, None).await.unwrap();
        let line = told(&house, Part { exercise: Some(id), ..Part::default() }).await.exercises.remove(0);
        assert_eq!((line.runs.len(), line.all.now.k), (1, 6), "what was withdrawn does not count");
    });
}

#[test]
fn a_contradicted_likelihood_calls_for_an_assessment_tells_who_answers_and_is_taken_over_by_them_alone() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let id = started(&house, &it, json!({})).await;
        brought(&house, &it.officer, &id, table(20, 0)).await.unwrap();
        let part = || Part { risk: Some(it.risk.clone()), ..Part::default() };
        assert_eq!(
            told(&house, part()).await.besides[0].verdict,
            Verdict::Fits,
            "none of twenty does not contradict rare"
        );
        let before = house.aims.today();
        brought(&house, &it.officer, &id, table(20, 6)).await.unwrap();
        let now = told(&house, part()).await;
        assert_eq!((now.besides[0].verdict, now.proposals[0].to.0), (Verdict::Understated, 2));
        assert_eq!(now.queue.len(), 6);
        let raised = async || {
            house.aims.run_due().await.unwrap();
            let all = house.aims.list(&operator(), &Listing::of("escalation")).await.unwrap().rows;
            all.iter().filter(|it| it.title.contains("contradicts the likelihood")).count()
        };
        assert_eq!((raised().await, raised().await), (1, 1));
        let other = house.aims.take_likelihood(&it.officer, (&it.risk, None), None).await;
        assert!(said(other).contains("answers for"));
        house.aims.take_likelihood(&it.owner, (&it.risk, None), None).await.unwrap();
        assert_eq!(told(&house, part()).await.proposals, []);
        let nothing = house.aims.take_likelihood(&it.owner, (&it.risk, None), None).await;
        assert!(said(nothing).contains("contradicts"));
        // A past day is told as it was.
        house.later(48);
        brought(&house, &it.officer, &id, table(20, 1)).await.unwrap();
        let then = told(&house, Part { on: Some(before), ..part() }).await;
        assert_eq!((then.exercises[0].runs.len(), then.exercises[0].all.now.k), (2, 6));
    });
}

/// Criteria with the five levels that the shipped table knows.
fn criteria() -> Value {
    let levels = ["rare", "unlikely", "possible", "likely", "almost certain"];
    json!({
        "title": "Criteria", "scale_version": "1", "likelihood": levels.map(|it| json!({ "level": it })),
        "consequences": [{ "type": "individuals", "level": "mild" }, { "type": "individuals", "level": "grave" }],
        "matrix": levels.map(|it| json!({ "likelihood": it, "levels": "low, medium" })),
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": "medium" }], "intervals": [{ "every": "P5Y" }],
    })
}

#[test]
fn a_contradicted_likelihood_calls_for_another_assessment_and_none_of_twenty_does_not() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let by = put(&house, "risk_criteria", "in_force", criteria()).await;
        let scored = json!({ "criteria": by, "consequence": null, "by_type": [{ "type": "individuals", "current": 2 }], "rationale": "By the criteria." });
        house.edit_as(&operator(), &it.risk, scored).await.unwrap();
        let due = async || {
            let part = governance::risking::whole::Part { risk: Some(it.risk.clone()), ..Default::default() };
            let told = house.aims.risk_method(&operator(), part).await.unwrap();
            told.risks[0].due.clone().map(|it| (it.reason.name().to_owned(), it.because))
        };
        let id = started(&house, &it, json!({})).await;
        brought(&house, &it.officer, &id, table(20, 0)).await.unwrap();
        assert_eq!(due().await.map(|it| it.0).as_deref(), Some("interval"));
        let run = brought(&house, &it.officer, &id, table(20, 6)).await.unwrap().id;
        assert_eq!(due().await, Some(("challenge".to_owned(), run.clone())));
        house
            .edit_as(&operator(), &it.risk, json!({ "assessed_on": "2026-03-02", "assessed_because": run }))
            .await
            .unwrap();
        assert_eq!(due().await.map(|it| it.0).as_deref(), Some("interval"), "it was assessed again, knowing of it");
    });
}

#[test]
fn what_no_monitor_saw_becomes_an_action_once_and_leaves_the_list_when_it_is_replayed_and_seen() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let id = started(&house, &it, json!({})).await;
        brought(&house, &it.officer, &id, table(20, 6)).await.unwrap();
        let made = house.aims.act_on_missed(&it.officer, &id).await.unwrap();
        assert_eq!((made.made.len(), made.known.len(), made.left), (10, 0, 0));
        let again = house.aims.act_on_missed(&it.officer, &id).await.unwrap();
        assert_eq!((again.made.len(), again.known.len()), (0, 10));
        let sight =
            Given { name: "seen.csv".to_owned(), bytes: b"attack,seen\nA1,yes\nA3,yes\n".to_vec(), ..Given::default() };
        let taken = brought(&house, &it.officer, &id, sight).await.unwrap();
        assert_eq!((taken.attacks, taken.detection.k, taken.success.n), (2, 2, 0));
        let now = told(&house, Part { exercise: Some(id.clone()), ..Part::default() }).await;
        assert_eq!((now.missed.len(), now.exercises[0].all.detection.k, now.exercises[0].all.now.k), (8, 12, 6));
        let strange =
            Given { name: "seen.csv".to_owned(), bytes: b"attack,seen\nZ9,yes\n".to_vec(), ..Given::default() };
        assert!(said(brought(&house, &it.officer, &id, strange).await).contains("never brought into"));
    });
}

#[test]
fn a_challenger_from_outside_sees_exercises_alone_and_brings_runs_into_their_own() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let person = house.add("person", json!({ "title": "Guest" })).await.id;
        let role = house.add("role", json!({ "title": "Challenger", "key": "challenger" })).await.id;
        let mut given = json!({ "title": "Guest", "person": person, "role": role, "from": "2026-01-01" });
        let assigned = |given: &Value| {
            let (kind, state) = ("role_assignment".to_owned(), Some("accepted".to_owned()));
            record::Change::Create { kind, state, document: object(given.clone()) }
        };
        refused(house.aims.commit(&operator(), assigned(&given), None).await, "ends on a day");
        given["until"] = json!("2026-04-01");
        house.aims.commit(&operator(), assigned(&given), None).await.unwrap();
        let guest = Actor { person: Some(person.clone()), ..crate::house::somebody("guest", &[]) };
        let firm = put(&house, "external_party", "approved", json!({ "title": "Firm" })).await;
        house.edit_as(&operator(), &person, json!({ "engagement": "external", "works_for": firm })).await.unwrap();
        let own = started(&house, &it, json!({ "challengers": [person], "invited": [firm] })).await;
        let other = started(&house, &it, json!({})).await;
        brought(&house, &guest, &own, table(20, 6)).await.unwrap();
        let denied = brought(&house, &guest, &other, table(20, 6)).await;
        assert!(matches!(denied, Err(Error::Refused(_))), "{denied:?}");
        let seen = house.aims.challenges(&guest, Part::default()).await.unwrap();
        assert_eq!(seen.exercises.len(), 2);
        let line = seen.exercises.iter().find(|of| of.id == own).unwrap();
        assert_eq!((line.systems.len(), line.hypotheses.len(), line.all.now.k), (0, 0, 6), "no other record is named");
        assert!(seen.besides.is_empty() && seen.coverage.never.is_empty());
        assert!(house.aims.list(&guest, &Listing::of("risk")).await.unwrap().rows.is_empty());
    });
}

#[test]
fn a_hundred_thousand_attempts_come_in_as_one_run() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let id = started(&house, &it, json!({})).await;
        let begun = Instant::now();
        let taken = brought(&house, &it.officer, &id, table(100_000, 1_000)).await.unwrap();
        assert_eq!((taken.attacks, taken.success.k), (100_000, 1_000));
        let now = told(&house, Part { exercise: Some(id.clone()), ..Part::default() }).await;
        assert_eq!((now.queue.len(), now.missed.len()), (1_000, 50_000));
        let made = house.aims.act_on_missed(&it.officer, &id).await.unwrap();
        assert_eq!((made.made.len(), made.left), (200, 49_800), "as many as one request takes");
        assert!(begun.elapsed().as_secs() < 120, "{:?}", begun.elapsed());
    });
}
