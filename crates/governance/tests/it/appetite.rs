//! Risks beside the line of acceptance, on both databases: above it, within it or not to be told, by which criteria, type and level; renewed when
//! criteria change and when their day comes; figures of the pack with what moved them; and scores that assessors agreed on, taken over by one act.

use governance::packing::cause::Cause;
use governance::packing::period::Asked;
use governance::{Actor, Moment};
use record::{Change, Document, Id};
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put};

/// Criteria with two levels of each scale for individuals and groups; what is tolerable for individuals is given.
fn criteria(version: &str, tolerable: &str) -> Value {
    json!({
        "title": "Criteria", "scale_version": version, "likelihood": [{ "level": "seldom" }, { "level": "often" }],
        "consequences": [
            { "type": "individuals", "level": "mild" }, { "type": "individuals", "level": "grave" },
            { "type": "groups", "level": "mild" }, { "type": "groups", "level": "grave" },
        ],
        "matrix": [{ "likelihood": "seldom", "levels": "low, medium" }, { "likelihood": "often", "levels": "medium, high" }],
        "line": [
            { "type": "individuals", "acceptable": "low", "tolerable": tolerable },
            { "type": "groups", "acceptable": "low", "tolerable": "medium" },
        ],
        "intervals": [{ "every": "P1Y" }], "triggers": ["incident"],
    })
}

/// A risk with its likelihood and a place of consequence for each type.
async fn risk(house: &House, by: &Id, likelihood: u8, types: Value) -> Id {
    let of = |(of, place): (&String, &Value)| json!({ "type": of, "current": place });
    let by_type: Vec<Value> = types.as_object().unwrap().iter().map(of).collect();
    let fields = json!({
        "title": "It", "direction": "threat", "likelihood": likelihood, "consequence": 1, "by_type": by_type, "criteria": by,
    });
    put(house, "risk", "evaluated", fields).await
}

async fn standing(house: &House, id: &Id, name: &str) -> (Value, String) {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    let found = record.standing.into_iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no `{name}` of {id}"));
    (found.value, found.why)
}

async fn agrees(house: &House) {
    let report = house.aims.doctor(false).await.unwrap();
    assert!(report.checks.iter().all(|it| it.ok || it.name == "rows"), "{report:?}");
}

#[test]
fn where_a_risk_lies_follows_from_the_criteria_in_force_for_each_type_and_says_by_which() {
    on_both(async |house| {
        let bare =
            put(&house, "risk", "evaluated", json!({ "title": "Bare", "likelihood": 1, "consequence": 1 })).await;
        assert_eq!(
            standing(&house, &bare, "appetite").await,
            (json!("cannot_be_told"), "no risk criteria are in force".into())
        );
        let first = put(&house, "risk_criteria", "in_force", criteria("1", "medium")).await;
        assert!(standing(&house, &bare, "appetite").await.1.contains("who or what bears the consequences"));
        let grave = risk(&house, &first, 2, json!({ "individuals": 2, "groups": 1 })).await;
        let (side, why) = standing(&house, &grave, "appetite").await;
        assert_eq!(side, "above");
        assert!(why.contains(&format!("{first} (1)")) && why.contains("for individuals gives high"), "{why}");
        assert!(!why.contains("groups"), "only what decides is said: {why}");
        assert_eq!(standing(&house, &grave, "above_line").await.0, json!(["individuals"]));
        assert_eq!(standing(&house, &grave, "held_line").await.0, json!(["groups", "individuals"]));
        let mild = risk(&house, &first, 1, json!({ "individuals": 2 })).await;
        assert_eq!(standing(&house, &mild, "appetite").await.0, "within");
        // One type that cannot be told leaves it open, unless another is above the line already.
        house.edit_as(&operator(), &mild, json!({ "consequence_types": ["individuals", "groups"] })).await.unwrap();
        let (side, why) = standing(&house, &mild, "appetite").await;
        assert!(side == "cannot_be_told" && why.contains("consequence for groups is not scored"), "{side} {why}");
        house.edit_as(&operator(), &grave, json!({ "consequence_types": ["society"] })).await.unwrap();
        assert_eq!(standing(&house, &grave, "appetite").await.0, "above");
        // An opportunity bears no harm, and what is over lies nowhere.
        house.edit_as(&operator(), &bare, json!({ "direction": "opportunity" })).await.unwrap();
        let record = house.aims.record(&operator(), &bare, &Moment::Now).await.unwrap();
        assert!(record.standing.iter().all(|it| it.name != "appetite"));
        agrees(&house).await;
    });
}

#[test]
fn other_criteria_and_their_first_day_move_risks_to_the_other_side() {
    on_both(async |house| {
        let first = put(&house, "risk_criteria", "in_force", criteria("1", "medium")).await;
        let risk = risk(&house, &first, 2, json!({ "individuals": 2 })).await;
        assert_eq!(standing(&house, &risk, "appetite").await.0, "above");
        let mut milder = criteria("1", "high");
        milder["from"] = json!("2026-03-10");
        put(&house, "risk_criteria", "draft", criteria("1", "high")).await;
        assert_eq!(standing(&house, &risk, "appetite").await.0, "above", "a draft moves nothing");
        house.move_as(&operator(), &first, "supersede", json!({})).await.unwrap();
        assert_eq!(standing(&house, &risk, "appetite").await.0, "cannot_be_told");
        let second = put(&house, "risk_criteria", "in_force", milder).await;
        assert_eq!(standing(&house, &risk, "appetite").await.0, "cannot_be_told", "its day has not come");
        agrees(&house).await;
        house.later(24 * 9);
        house.aims.refresh_expired().await.unwrap();
        let (side, why) = standing(&house, &risk, "appetite").await;
        assert!(side == "within" && why.contains(&second.to_string()), "{side} {why}");
        agrees(&house).await;
    });
}

#[test]
fn the_pack_tells_exposure_against_appetite_with_denominators_rows_and_what_moved_them() {
    on_both(async |house| {
        let first = put(&house, "risk_criteria", "in_force", criteria("1", "high")).await;
        let one = risk(&house, &first, 2, json!({ "individuals": 2, "groups": 1 })).await;
        let two = risk(&house, &first, 2, json!({ "groups": 2 })).await;
        risk(&house, &first, 1, json!({ "groups": 1 })).await;
        put(&house, "risk", "evaluated", json!({ "title": "Bare", "likelihood": 1, "consequence": 1 })).await;
        put(&house, "risk", "closed", json!({ "title": "Over", "likelihood": 5, "consequence": 5 })).await;
        house.later(24 * 10);
        // What individuals bear is tolerated less: the same scores lie on the other side.
        house.move_as(&operator(), &first, "supersede", json!({})).await.unwrap();
        put(&house, "risk_criteria", "in_force", criteria("1", "medium")).await;
        house.later(24);
        let asked = Asked::read("", "2026-03-08", "2026-03-12", "2026-03-12").unwrap();
        let pack = house.aims.pack(&operator(), &asked).await.unwrap();
        let figure = |key: &str| pack.figures.iter().find(|it| it.key == key).unwrap_or_else(|| panic!("no {key}"));
        let told = |key: &str| {
            let it = figure(key);
            let (now, before) = (it.value.unwrap(), it.before.unwrap());
            ((now.count, now.n), (before.count, before.n))
        };
        assert_eq!(told("beyond_appetite"), ((2, 3), (1, 3)));
        assert_eq!(told("appetite_not_told"), ((1, 4), (1, 4)));
        assert_eq!(told("above_line.individuals"), ((1, 1), (0, 1)));
        assert_eq!(told("above_line.groups"), ((1, 3), (1, 3)));
        let beyond = figure("beyond_appetite");
        assert_eq!(beyond.rows.iter().map(|it| &it.id).collect::<Vec<_>>(), [&one, &two]);
        assert!(beyond.rows[0].why.contains("for individuals gives high"), "{:?}", beyond.rows);
        assert_eq!(beyond.filter, format!("number:{one},{two}"), "it leads to its rows");
        let [moved] = beyond.moves.as_slice() else { panic!("{:?}", beyond.moves) };
        assert_eq!((&moved.id, moved.entered, moved.cause), (&one, true, Cause::Follows));
        assert!(moved.says.contains("RCR-0002"), "{moved:?}");
        let listed = governance::Listing { filter: "appetite:above".into(), ..governance::Listing::of("risk") };
        assert_eq!(house.aims.list(&operator(), &listed).await.unwrap().total, 2, "the list finds them too");
        let listed = governance::Listing { filter: "above_line:groups".into(), ..governance::Listing::of("risk") };
        assert_eq!(house.aims.list(&operator(), &listed).await.unwrap().total, 1);
        let html = house.aims.pack_file(&operator(), &asked, governance::packing::issue::Form::Html).await.unwrap();
        let html = String::from_utf8(html).unwrap();
        assert!(html.contains("what it follows from was changed") && html.contains("for individuals gives high"));
    });
}

/// An assessment by two people with their sheets handed in; what each scores is likelihood and consequence for individuals.
async fn assessed(house: &House, by: &Id, risk: &Id, (one, other): (&Actor, &Actor), scores: [[u8; 2]; 2]) -> Id {
    let people = [one.person.clone().unwrap(), other.person.clone().unwrap()];
    let run = json!({
        "title": "Run", "criteria": by, "assessors": people, "risks": [risk], "stages": ["inception"],
        "conclusion": "so it is", "assessed_on": "2026-03-01",
    });
    let run = put(house, "risk_assessment", "in_progress", run).await;
    for (who, [likelihood, individuals]) in people.iter().zip(scores) {
        let scores = json!([{ "risk": risk, "level": likelihood }, { "risk": risk, "type": "individuals", "level": individuals }]);
        let sheet = json!({ "title": "Sheet", "assessment": run, "owner": who, "scores": scores });
        put(house, "score_sheet", "handed_in", sheet).await;
    }
    run
}

async fn conclude(house: &House, run: &Id) {
    let (id, transition) = (run.clone(), "conclude".to_owned());
    let change = Change::Move { id, base: None, transition, set: Document::new(), why: None };
    house.aims.commit(&operator(), change, None).await.unwrap();
}

#[test]
fn what_assessors_agreed_on_is_proposed_once_concluded_and_taken_over_by_the_owner_alone() {
    on_both(async |house| {
        let by = put(&house, "risk_criteria", "in_force", criteria("1", "medium")).await;
        let (ann, bo) =
            (house.person("Ann", "risk_officer", None).await, house.person("Bo", "system_owner", None).await);
        let risk = risk(&house, &by, 1, json!({ "individuals": 1, "groups": 2 })).await;
        house.edit_as(&operator(), &risk, json!({ "owner": bo.person })).await.unwrap();
        let run = assessed(&house, &by, &risk, (&ann, &bo), [[2, 2], [2, 1]]).await;
        let proposed = async || house.aims.risk_agreement(&operator(), &run).await.unwrap().proposed;
        assert!(proposed().await.is_empty(), "nothing before it is concluded");
        let early = house.aims.take_scores(&bo, &run, (&risk, None), None).await.unwrap_err().to_string();
        assert!(early.contains("taken over once it is concluded"), "{early}");
        let settled = json!([{ "risk": risk, "type": "individuals", "level": 2, "agreed": [ann.person, bo.person], "why": "the log shows it" }]);
        house.edit_as(&operator(), &run, json!({ "reconciled": settled })).await.unwrap();
        conclude(&house, &run).await;
        let all = proposed().await;
        let takes: Vec<_> = all[0].takes.iter().map(|it| (it.of.as_deref(), it.from, it.to)).collect();
        assert_eq!(takes, [(None, Some(1), 2), (Some("individuals"), Some(1), 2)]);
        assert!(all[0].takes[1].because.contains("the log shows it") && all[0].lacks.is_empty(), "{all:?}");
        let foreign = house.aims.take_scores(&ann, &run, (&risk, None), None).await.unwrap_err().to_string();
        assert!(foreign.contains("takes its scores over; ask them"), "{foreign}");
        house.aims.take_scores(&bo, &run, (&risk, Some(all[0].version)), None).await.unwrap();
        let record = house.aims.record(&operator(), &risk, &Moment::Now).await.unwrap();
        let by_type: Vec<(&Value, &Value)> =
            record.document["by_type"].as_array().unwrap().iter().map(|it| (&it["type"], &it["current"])).collect();
        assert_eq!(by_type, [(&json!("individuals"), &json!(2)), (&json!("groups"), &json!(2))], "others stay");
        assert_eq!(record.document["likelihood"], 2);
        assert!(proposed().await.is_empty(), "it holds all of it");
        let twice = house.aims.take_scores(&bo, &run, (&risk, None), None).await.unwrap_err().to_string();
        assert!(twice.contains("agreed on nothing that"), "{twice}");
    });
}

#[test]
fn scores_are_kept_back_where_scales_differ_or_the_risk_was_assessed_again() {
    on_both(async |house| {
        let old = put(&house, "risk_criteria", "superseded", criteria("1", "medium")).await;
        let now = put(&house, "risk_criteria", "in_force", criteria("2", "medium")).await;
        let ann = house.person("Ann", "risk_officer", None).await;
        let other = house.person("Una", "risk_officer", None).await;
        let risk = risk(&house, &old, 1, json!({ "individuals": 1 })).await;
        house.edit_as(&operator(), &risk, json!({ "owner": ann.person, "inherent_likelihood": 2 })).await.unwrap();
        let run = assessed(&house, &now, &risk, (&ann, &other), [[2, 2], [2, 2]]).await;
        conclude(&house, &run).await;
        let kept = house.aims.take_scores(&ann, &run, (&risk, None), None).await.unwrap_err().to_string();
        assert!(kept.contains("made on the scales 1, and would be read on 2"), "{kept}");
        house
            .edit_as(&operator(), &risk, json!({ "inherent_likelihood": null, "assessed_on": "2026-03-02" }))
            .await
            .unwrap();
        let later = house.aims.take_scores(&ann, &run, (&risk, None), None).await.unwrap_err().to_string();
        assert!(later.contains("assessed again on 2026-03-02"), "{later}");
        house.edit_as(&operator(), &risk, json!({ "assessed_on": "2026-02-01" })).await.unwrap();
        house.aims.take_scores(&ann, &run, (&risk, None), None).await.unwrap();
        let record = house.aims.record(&operator(), &risk, &Moment::Now).await.unwrap();
        assert_eq!(record.document["criteria"], json!(now));
        assert_eq!(standing(&house, &risk, "appetite").await.0, "above");
    });
}
