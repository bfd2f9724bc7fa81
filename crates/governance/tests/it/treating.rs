//! Treatment plans at the write path, on both databases: people who approve and carry out, what is shown and is no more, what an approval covers, what
//! a past day says, what somebody may not see, and what the next pack and the management review are told.

use governance::packing::period::Asked;
use governance::treating::success::Verdict;
use governance::treating::whole::{Board, Part, Told};
use governance::{Actor, Error};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put, refused};

fn criteria() -> Value {
    json!({
        "title": "Criteria", "scale_version": "1", "likelihood": [{ "level": "seldom" }, { "level": "often" }],
        "consequences": [{ "type": "individuals", "level": "mild" }, { "type": "individuals", "level": "grave" }],
        "matrix": [{ "likelihood": "seldom", "levels": "low, medium" }, { "likelihood": "often", "levels": "medium, high" }],
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": "medium" }], "intervals": [{ "every": "P1Y" }],
    })
}

/// A system with a risk that is scored, a control, and a treatment of one author.
struct World {
    system: Id,
    risk: Id,
    control: Id,
    task: Id,
    treatment: Id,
    author: Actor,
    chief: Actor,
}

async fn world(house: &House) -> World {
    let author = house.person("Author", "risk_officer", None).await;
    let chief = house.person("Chief", "executive", None).await;
    let by = put(house, "risk_criteria", "in_force", criteria()).await;
    let system = house.add("ai_system", json!({ "title": "Letters" })).await.id;
    let risk = json!({
        "title": "Delay", "direction": "threat", "systems": [system], "likelihood": 2, "criteria": by, "assessed_on": "2026-03-01",
        "by_type": [{ "type": "individuals", "current": 2 }],
    });
    let risk = put(house, "risk", "in_treatment", risk).await;
    let control = put(house, "control", "operating", json!({ "title": "Second look" })).await;
    let task = house.add("action", json!({ "title": "Train", "owner": author.person, "due": "2026-03-05" })).await.id;
    let fields = json!({
        "title": "Look twice", "treats": [risk], "option": "change_likelihood", "controls": [control], "tasks": [task], "owner": author.person,
        "due": "2026-03-10", "changes": [{ "risk": risk, "part": "likelihood", "to": 1, "control": control }],
        "effect": [{
            "says": "no grave incident", "kind": "incident", "filter": "severity:severe", "holds": "none", "of": format!("systems:{system}"),
            "fresh_for": "P30D", "dated": "detected_on",
        }],
    });
    let treatment = house.add_as(&author, "treatment", fields).await.unwrap().id;
    World { system, risk, control, task, treatment, author, chief }
}

async fn told(house: &House, part: Part) -> Told {
    house.aims.treatments(&operator(), part).await.unwrap()
}

async fn board(house: &House, id: &Id) -> Board {
    let mut all = told(house, Part { treatment: Some(id.clone()), ..Part::default() }).await;
    all.plans.pop().unwrap()
}

async fn incident(house: &House, system: &Id, severity: &str, on: &str) -> Id {
    let fields = json!({ "title": "It happened", "systems": [system], "severity": severity, "detected_on": on });
    house.add("incident", fields).await.id
}

#[test]
fn a_treatment_is_closed_by_what_is_shown_and_open_again_when_it_is_not_so_any_more() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let id = &it.treatment;
        refused(house.move_as(&it.author, id, "approve", json!({})).await, "who created this record");
        house.move_as(&it.chief, id, "approve", json!({})).await.unwrap();
        for step in ["implement", "finish"] {
            house.move_as(&it.author, id, step, json!({})).await.unwrap();
        }
        house.move_as(&it.author, &it.task, "finish", json!({ "result": "Done." })).await.unwrap();
        let close = async || house.move_as(&it.author, id, "close", json!({ "result": "Looked at." })).await;
        refused(close().await, "success is judged on 2026-03-10");
        house.later(8 * 24);
        // Its day has come and its tasks are done: nothing has been looked at that could speak.
        assert_eq!(board(&house, id).await.success.verdict, Verdict::NotAssessable);
        refused(close().await, "there is no record from 2026-02-08 on");
        let grave = incident(&house, &it.system, "severe", "2026-03-09").await;
        assert_eq!(board(&house, id).await.success.verdict, Verdict::NotShown);
        refused(close().await, "no grave incident");
        house.edit_as(&operator(), &grave, json!({ "severity": "minor" })).await.unwrap();
        let now = board(&house, id).await;
        assert_eq!((now.success.verdict, now.progress.done), (Verdict::Shown, 1), "{}", now.success.why);
        close().await.unwrap();
        let closed = house.aims.record(&operator(), id, &governance::Moment::Now).await.unwrap();
        assert_eq!(closed.document["shown_on"], json!("2026-03-10"));
        assert_eq!(closed.document["shown"][0]["out_of"], json!(1));
        assert_eq!(board(&house, id).await.success.verdict, Verdict::Closed);
        house.later(48);
        let again = incident(&house, &it.system, "severe", "2026-03-12").await;
        let open = board(&house, id).await.success;
        assert_eq!((open.verdict, open.since.unwrap().to_string()), (Verdict::Reopened, "2026-03-12".to_owned()));
        assert_eq!(open.looked[0].against, std::slice::from_ref(&again));
        // Who answers for it is told of it, once.
        for _ in 0..2 {
            house.aims.run_due().await.unwrap();
            let raised = house.aims.list(&operator(), &governance::Listing::of("escalation")).await.unwrap();
            let own = raised.rows.iter().filter(|it| it.title.contains("does not show its success any more"));
            assert_eq!(own.count(), 1, "{:?}", raised.rows);
        }
        let gaps = told(&house, Part { risk: Some(it.risk.clone()), ..Part::default() }).await.gaps;
        assert!(gaps.iter().any(|it| it.sort == "reopened"), "{gaps:?}");
        // The day before it was closed and so; what was shown long ago is shown by nothing now.
        let before = Part { treatment: Some(id.clone()), on: Some("2026-03-11".parse().unwrap()), ..Part::default() };
        assert_eq!(told(&house, before).await.plans[0].success.verdict, Verdict::Closed);
        house.edit_as(&operator(), &again, json!({ "severity": "minor" })).await.unwrap();
        assert_eq!(board(&house, id).await.success.verdict, Verdict::Closed);
        house.later(60 * 24);
        assert_eq!(board(&house, id).await.success.verdict, Verdict::Stale);
        // Begun anew, nothing of what was approved and shown is left.
        house.move_as(&it.author, id, "reopen", json!({})).await.unwrap();
        let anew = house.aims.record(&operator(), id, &governance::Moment::Now).await.unwrap().document;
        assert!(
            ["agreed_on", "agreed", "shown_on", "shown", "in_place_on"].iter().all(|it| !anew.contains_key(*it)),
            "{anew:?}"
        );
    });
}

#[test]
fn an_approval_covers_what_was_approved_and_what_it_leaves() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let id = &it.treatment;
        let forged = json!({ "agreed_digest": "sha256:00", "agreed_on": "2026-03-01" });
        refused(house.edit_as(&it.author, id, forged.clone()).await, "written by the program");
        house.move_as(&it.chief, id, "approve", json!({})).await.unwrap();
        refused(house.move_as(&it.author, id, "implement", forged).await, "written by the program");
        let stands = async || board(&house, id).await.agreement.stands;
        assert_eq!(stands().await, Some(true));
        let left = async || {
            let told = told(&house, Part { system: Some(it.system.clone()), ..Part::default() }).await;
            told.risks[0].moved[0].after.level.clone().unwrap()
        };
        assert_eq!(left().await, "medium");
        let expects = async |level: &str| {
            house.edit_as(&it.author, id, json!({ "expected_residual": level })).await.unwrap();
            let gaps = told(&house, Part { treatment: Some(id.clone()), ..Part::default() }).await.gaps;
            let stands = stands().await;
            house.edit_as(&it.author, id, json!({ "expected_residual": Value::Null })).await.unwrap();
            (gaps.iter().any(|it| it.sort == "left_otherwise"), stands)
        };
        assert_eq!((expects("low").await, expects("medium").await), ((true, Some(false)), (false, Some(false))));
        // How it is carried out may change; what it says may not.
        house.edit_as(&it.author, id, json!({ "tasks": [] })).await.unwrap();
        assert_eq!(stands().await, Some(true));
        house.edit_as(&it.author, id, json!({ "controls": [] })).await.unwrap();
        assert_eq!(
            (stands().await, left().await.as_str()),
            (Some(false), "high"),
            "without its control a row does not count"
        );
        refused(
            house.move_as(&it.author, id, "implement", json!({})).await,
            "says something else than what was approved",
        );
        house.edit_as(&it.author, id, json!({ "controls": [it.control] })).await.unwrap();
        house.move_as(&it.author, id, "implement", json!({})).await.unwrap();
        // A control that ends leaves more than was approved.
        house.move_as(&operator(), &it.control, "end", json!({})).await.unwrap();
        assert_eq!((stands().await, left().await.as_str()), (Some(false), "high"));
        refused(house.move_as(&it.author, id, "finish", json!({})).await, "medium was approved");
        house.move_as(&it.author, id, "rework", json!({})).await.unwrap();
        assert_eq!(board(&house, id).await.agreement.on, None);
        // Nobody brings an approval in with a new record.
        let born = json!({ "title": "Born", "treats": [it.risk] });
        let change = record::Change::Create {
            kind: "treatment".into(),
            state: Some("approved".into()),
            document: serde_json::from_value(born).unwrap(),
        };
        refused(house.aims.commit(&it.author, change, None).await, "starts before anybody judged it");
    });
}

#[test]
fn what_cannot_be_is_refused_and_what_cannot_be_told_says_why() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let (id, author) = (&it.treatment, &it.author);
        let problem = |answer: Result<governance::Committed, Error>, says: &str| match answer {
            Err(Error::Problems(all)) => assert!(all.iter().any(|it| it.message.contains(says)), "{says}: {all:?}"),
            other => panic!("{says}: {other:?}"),
        };
        let row = |kind: &str, filter: &str, holds: &str| json!({ "effect": [{ "says": "so", "kind": kind, "filter": filter, "holds": holds }] });
        problem(house.edit_as(author, id, row("nonsense", "", "none")).await, "there is no kind `nonsense`");
        problem(house.edit_as(author, id, row("incident", "colour:red", "none")).await, "no field `colour`");
        problem(house.edit_as(author, id, row("incident", "", "all")).await, "without a `filter`");
        for (filter, says) in [
            ("severity:sever", "cannot be `sever`"),
            ("-state:gone", "`state` cannot be `gone`"),
            ("detected_on>=someday", "is a day, and `someday` is none"),
            ("systems:letters", "names a record, and `letters` is no number"),
            ("people_affected>many", "is a number, and `many` is none"),
        ] {
            problem(house.edit_as(author, id, row("incident", filter, "none")).await, says);
        }
        let second = house.add("action", json!({ "title": "Second", "after": [it.task] })).await.id;
        problem(house.edit_as(&operator(), &it.task, json!({ "after": [second] })).await, "would wait for itself");
        problem(house.edit_as(&operator(), &second, json!({ "after": [second] })).await, "would wait for itself");
        for to in [0, 3] {
            let beyond = json!({ "changes": [{ "risk": it.risk, "part": "likelihood", "to": to }] });
            problem(house.edit_as(author, id, beyond).await, "its scale has 2");
        }
        for (set, says) in [
            (json!({ "effect": [] }), "fill in `effect`"),
            (
                json!({ "changes": [{ "risk": it.risk, "part": "likelihood", "to": 1, "control": it.control }], "controls": [] }),
                "none of its controls",
            ),
            (
                json!({ "cost": { "amount": "1", "currency": "EUR" }, "cost_a_year": { "amount": "1", "currency": "USD" } }),
                "EUR and USD",
            ),
        ] {
            let kept = house.aims.record(&operator(), id, &governance::Moment::Now).await.unwrap().document;
            house.edit_as(author, id, set.clone()).await.unwrap();
            refused(house.move_as(&it.chief, id, "approve", json!({})).await, says);
            let back: Value = set
                .as_object()
                .unwrap()
                .keys()
                .map(|of| (of.clone(), kept.get(of).cloned().unwrap_or_default()))
                .collect();
            house.edit_as(author, id, back).await.unwrap();
        }
        // A risk without criteria, an owner without hours and a cost that nobody said are told as such.
        let bare = put(
            &house,
            "risk",
            "identified",
            json!({ "title": "Bare", "likelihood": 1, "consequence_types": ["individuals"] }),
        )
        .await;
        let plan = house.add_as(author, "treatment", json!({ "title": "Bare", "treats": [bare] })).await.unwrap().id;
        let now = told(&house, Part::default()).await;
        let own: Vec<&str> = now.gaps.iter().filter(|it| it.records.contains(&plan)).map(|it| it.sort).collect();
        assert_eq!(
            own,
            ["cannot_be_judged", "cost_not_told", "no_criteria", "no_effect_on_risk", "no_owner", "no_task"]
        );
        let hours: Vec<&str> =
            now.gaps.iter().filter(|it| it.sort == "hours_not_told").map(|it| it.says.as_str()).collect();
        assert!(hours[0].contains("no resource plan in force plans hours"), "{hours:?}");
        for part in [
            Part { system: Some(it.risk.clone()), ..Part::default() },
            Part { risk: Some(id.clone()), ..Part::default() },
        ] {
            assert!(house.aims.treatments(&operator(), part).await.unwrap_err().to_string().contains("is no"));
        }
        let ahead = Part { on: Some("2030-01-01".parse().unwrap()), ..Part::default() };
        assert!(house.aims.treatments(&operator(), ahead).await.unwrap_err().to_string().contains("lies ahead"));
    });
}

#[test]
fn what_somebody_may_not_see_counts_and_is_not_named() {
    on_both(async |house: House| {
        let reader = house.person("Reader", "reader", None).await;
        let it = world(&house).await;
        house
            .edit_as(&operator(), &it.treatment, json!({ "access": "restricted", "title": "Secret plan" }))
            .await
            .unwrap();
        let seen = house.aims.treatments(&reader, Part::default()).await.unwrap();
        let said = serde_json::to_string(&seen).unwrap();
        assert!(seen.hidden == 1 && seen.plans.is_empty() && !said.contains("Secret plan"), "{said}");
        assert_eq!(told(&house, Part::default()).await.hidden, 0);
        let one = Part { treatment: Some(it.treatment.clone()), ..Part::default() };
        assert!(house.aims.treatments(&reader, one).await.is_err());
    });
}

#[test]
fn what_is_late_or_nobodys_stands_in_the_next_pack_and_is_proposed_for_the_review() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let nobodys = house.add("treatment", json!({ "title": "Nobody's", "treats": [it.risk] })).await.id;
        let task = house.add("action", json!({ "title": "Nobody's task" })).await.id;
        let counted = async |until: &str| {
            let asked = Asked::read("executive", "2026-03-01", until, until).unwrap();
            let pack = house.aims.pack(&operator(), &asked).await.unwrap();
            let wanted = ["late_treatments", "treatments_without_owner", "actions_without_owner"];
            let rows = |key: &&str| {
                pack.figures.iter().find(|it| it.key == *key).unwrap().rows.iter().map(|it| it.id.clone()).collect()
            };
            wanted.iter().map(rows).collect::<Vec<Vec<Id>>>()
        };
        assert_eq!(counted("2026-03-02").await, [vec![], vec![nobodys.clone()], vec![task.clone()]]);
        house.later(9 * 24);
        assert_eq!(counted("2026-03-11").await, [vec![it.treatment.clone()], vec![nobodys.clone()], vec![task]]);
        let review = house
            .add("management_review", json!({ "title": "Review", "from": "2026-03-01", "until": "2026-03-11" }))
            .await
            .id;
        let proposed =
            serde_json::to_string(&house.aims.management_review(&operator(), &review).await.unwrap()).unwrap();
        assert!(proposed.contains(&it.treatment.to_string()) && proposed.contains(&nobodys.to_string()), "{proposed}");
    });
}
