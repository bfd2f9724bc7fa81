//! Acceptances at the write path, on both databases: the minute at which one ends and what follows from it without anybody, conditions, who may grant what,
//! parts of one risk, renewals in a row, reviews, what a past day says, and what somebody may not see.

use std::sync::atomic::Ordering;

use governance::accepting::whole::{Line, Part, Told};
use governance::{Actor, Error, Listing, Via};
use jiff::Timestamp;
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator, put, refused};

/// Criteria where medium is tolerable and high lies above the line.
fn criteria() -> Value {
    json!({
        "title": "Criteria", "scale_version": "1", "likelihood": [{ "level": "seldom" }, { "level": "often" }],
        "consequences": [{ "type": "individuals", "level": "mild" }, { "type": "individuals", "level": "grave" }],
        "matrix": [{ "likelihood": "seldom", "levels": "low, medium" }, { "likelihood": "often", "levels": "medium, high" }],
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": "medium" }], "intervals": [{ "every": "P1Y" }],
    })
}

/// A system in a unit where it is five hours earlier, with a medium risk, and people.
struct World {
    criteria: Id,
    unit: Id,
    system: Id,
    risk: Id,
    author: Actor,
    officer: Actor,
    chief: Actor,
}

async fn scored(house: &House, title: &str, system: &Id, by: &Id, consequence: u8) -> Id {
    let risk = json!({
        "title": title, "direction": "threat", "systems": [system], "likelihood": 2, "criteria": by, "assessed_on": "2026-03-01",
        "source": format!("Source of {title}"), "by_type": [{ "type": "individuals", "current": consequence }],
    });
    put(house, "risk", "in_treatment", risk).await
}

async fn world(house: &House) -> World {
    let author = house.person("Author", "system_owner", None).await;
    let officer = house.person("Officer", "risk_officer", None).await;
    let chief = house.person("Chief", "executive", None).await;
    let by = put(house, "risk_criteria", "in_force", criteria()).await;
    let top = house.add("organization_unit", json!({ "title": "Whole", "time_zone": "America/New_York" })).await.id;
    let unit = house.add("organization_unit", json!({ "title": "Part", "parent": top })).await.id;
    let system = json!({ "title": "Letters", "owner": author.person, "unit": unit });
    let system = put(house, "ai_system", "verification", system).await;
    let risk = scored(house, "Delay", &system, &by, 1).await;
    World { criteria: by, unit, system, risk, author, officer, chief }
}

/// A request that nothing speaks against, with other fields.
async fn request(house: &House, it: &World, risk: &Id, other: Value) -> Id {
    let mut fields = json!({
        "title": "Kept", "risk": risk, "level": "medium", "why": "It is watched.", "from": "2026-03-02", "expires": "2026-03-10",
        "owner": it.author.person, "unit": it.unit,
    });
    object(other).into_iter().for_each(|(name, value)| fields[name.as_str()] = value);
    house.add_as(&it.author, "risk_acceptance", fields).await.unwrap().id
}

async fn told(house: &House, part: Part) -> Told {
    house.aims.acceptances(&operator(), part).await.unwrap()
}

async fn line(house: &House, id: &Id) -> Line {
    told(house, Part { acceptance: Some(id.clone()), ..Part::default() }).await.register.pop().unwrap()
}

async fn standing(house: &House, id: &Id) -> &'static str {
    line(house, id).await.standing.stands.name()
}

fn turn(house: &House, to: &str) {
    house.clock.store(to.parse::<Timestamp>().unwrap().as_millisecond(), Ordering::SeqCst);
}

async fn told_of(house: &House, says: &str) -> usize {
    house.aims.run_due().await.unwrap();
    let raised = house.aims.list(&operator(), &Listing::of("escalation")).await.unwrap();
    raised.rows.iter().filter(|it| it.title.contains(says)).count()
}

const GATE: &str = "were accepted and are not any more";

async fn held_back(house: &House, it: &World) -> Option<String> {
    match house.move_as(&it.author, &it.system, "deploy", json!({})).await {
        Err(Error::Refused(all)) => all.into_iter().map(|it| it.message).find(|it| it.contains(GATE)),
        _ => None,
    }
}

/// What was granted elsewhere and before, as the program sets it up.
async fn earlier(house: &House, fields: Value) -> Id {
    let system = Actor::operator(Via::System);
    let (kind, state) = ("risk_acceptance".to_owned(), Some("granted".to_owned()));
    house.aims.commit(&system, Change::Create { kind, state, document: object(fields) }, None).await.unwrap().id
}

#[test]
fn at_its_minute_the_risk_is_unaccepted_the_gate_is_shut_and_somebody_is_told_without_anybody() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let id = request(&house, &it, &it.risk, json!({ "ends_at": "17:30" })).await;
        assert_eq!(standing(&house, &id).await, "never_granted");
        house.move_as(&it.officer, &id, "grant", json!({})).await.unwrap();
        let granted = house.aims.record(&operator(), &id, &governance::Moment::Now).await.unwrap().document;
        assert_eq!((&granted["zone"], &granted["rung"]), (&json!("America/New_York"), &json!("first")), "{granted:?}");
        assert!(granted["authority"].as_str().unwrap().contains("row `light`"), "{granted:?}");
        // Clocks went on there two days before: half past five is half past nine in the evening of the meridian.
        turn(&house, "2026-03-10T21:29:59Z");
        assert_eq!((standing(&house, &id).await, held_back(&house, &it).await), ("in_effect", None));
        assert_eq!(told_of(&house, "is unaccepted").await, 0);
        turn(&house, "2026-03-10T21:30:00Z");
        let now = line(&house, &id).await;
        assert_eq!(now.standing.stands.name(), "expired");
        assert!(now.standing.why.contains("2026-03-10 17:30 EDT"), "{}", now.standing.why);
        let shut = held_back(&house, &it).await.unwrap();
        assert!(shut.contains(&format!("{} ({id} is expired", it.risk)), "{shut}");
        for _ in 0..2 {
            assert_eq!(told_of(&house, "is unaccepted").await, 1);
        }
        let expired = Listing { filter: "expired:yes".into(), ..Listing::of("risk_acceptance") };
        assert_eq!(house.aims.list(&operator(), &expired).await.unwrap().rows.len(), 1);
        let release = put(&house, "release", "approved", json!({ "title": "Next", "system": it.system })).await;
        let from = json!({ "in_service_on": "2026-03-10" });
        refused(house.move_as(&operator(), &release, "put_in_service", from).await, GATE);
        // The day before it counted, and the register says so of that day.
        turn(&house, "2026-03-12T09:00:00Z");
        let before = Part { on: Some("2026-03-09".parse().unwrap()), ..Part::default() };
        let then = told(&house, before).await;
        assert_eq!(then.register[0].standing.stands.name(), "in_effect");
        assert!(then.unaccepted.is_empty() && told(&house, Part::default()).await.unaccepted.len() == 1);
        // Kept again by somebody entitled, the gate is open, and nobody wrote that it is.
        let next = request(&house, &it, &it.risk, json!({ "from": "2026-03-12", "expires": "2026-04-30" })).await;
        house.move_as(&it.officer, &next, "grant", json!({})).await.unwrap();
        assert_eq!((held_back(&house, &it).await, line(&house, &next).await.asked.unwrap().renewals), (None, vec![id]));
        let report = house.aims.doctor(false).await.unwrap();
        assert!(report.checks.iter().any(|it| it.name == "derived values" && it.ok), "{report:?}");
    });
}

async fn drift(house: &House, system: &Id, verdict: &str, on: &str) -> Id {
    let fields = json!({ "title": "Drift", "of": system, "family": "drift", "verdict": verdict, "measured_on": on });
    put(house, "measurement", "recorded", fields).await
}

#[test]
fn a_condition_suspends_it_on_the_day_on_which_it_is_not_so_and_what_is_old_says_nothing() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let row = json!([{
            "condition": "drift is held", "kind": "measurement", "filter": "verdict:pass", "holds": "all", "of": format!("of:{} family:drift", it.system),
            "fresh_for": "P7D", "dated": "measured_on",
        }]);
        let more = json!({ "expires": "2026-05-31", "conditions": row });
        let id = request(&house, &it, &it.risk, more.clone()).await;
        let grant = async |id: &Id| house.move_as(&it.officer, id, "grant", json!({})).await;
        refused(grant(&id).await, "whether a condition is so cannot be told");
        let first = drift(&house, &it.system, "fail", "2026-03-01").await;
        refused(grant(&id).await, "a condition is not so today: `drift is held` (0 of 1");
        house.move_as(&operator(), &first, "invalidate", json!({})).await.unwrap();
        drift(&house, &it.system, "pass", "2026-03-01").await;
        grant(&id).await.unwrap();
        assert_eq!(standing(&house, &id).await, "in_effect");
        house.later(48);
        let bad = drift(&house, &it.system, "fail", "2026-03-04").await;
        let now = line(&house, &id).await.standing;
        assert_eq!((now.stands.name(), now.since.unwrap().to_string()), ("suspended", "2026-03-04".to_owned()));
        assert_eq!(now.looked[0].against, std::slice::from_ref(&bad));
        assert!(held_back(&house, &it).await.unwrap().contains("drift is held"));
        for _ in 0..2 {
            assert_eq!(told_of(&house, "is suspended, and").await, 1);
        }
        house.move_as(&operator(), &bad, "invalidate", json!({})).await.unwrap();
        assert_eq!((standing(&house, &id).await, held_back(&house, &it).await), ("in_effect", None));
        // A week later nothing fresh says anything.
        house.later(8 * 24);
        assert_eq!(standing(&house, &id).await, "not_assessable");
        assert_eq!(told_of(&house, "is not assessable").await, 1);
        // Words alone are told by nobody.
        let words = request(
            &house,
            &it,
            &it.risk,
            json!({ "expires": "2026-05-31", "conditions": [{ "condition": "all is well" }] }),
        )
        .await;
        refused(grant(&words).await, "nobody can tell from records whether its condition `all is well` is so");
    });
}

#[test]
fn nobody_keeps_a_risk_beyond_their_authority_whichever_way_they_come() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let grave = scored(&house, "Refusal", &it.system, &it.criteria, 2).await;
        let id = request(&house, &it, &grave, json!({})).await;
        // The level that is stated is not milder than the one that is there.
        refused(
            house.move_as(&it.chief, &id, "grant", json!({})).await,
            "names the level medium, and the risk is high now",
        );
        house.edit_as(&it.author, &id, json!({ "level": "high" })).await.unwrap();
        refused(house.move_as(&it.officer, &id, "grant", json!({})).await, "row `above`");
        let may = house.aims.may_decide(&it.officer, "accept_risk", &id).await.unwrap();
        assert!(!may.may && may.who.iter().all(|of| Some(&of.person) == it.chief.person.as_ref()), "{may:?}");
        let console = Actor { person: it.officer.person.clone(), ..operator() };
        refused(house.move_as(&console, &id, "grant", json!({})).await, "row `above`");
        refused(house.move_as(&operator(), &id, "grant", json!({})).await, "the console does not change that");
        let whole =
            json!({ "title": "Kept", "risk": grave, "level": "high", "from": "2026-03-02", "expires": "2026-03-10" });
        for who in [operator(), it.officer.clone(), it.chief.clone()] {
            let (kind, state) = ("risk_acceptance".to_owned(), Some("granted".to_owned()));
            let born = Change::Create { kind, state, document: object(whole.clone()) };
            assert!(matches!(house.aims.commit(&who, born, None).await, Err(Error::Refused(_))));
        }
        // Whoever may keep it no longer than a decision counts.
        house
            .edit_as(
                &it.author,
                &id,
                json!({ "expires": "2027-06-30", "reviews": [{ "due": "2026-08-31" }, { "due": "2027-01-31" }] }),
            )
            .await
            .unwrap();
        refused(house.move_as(&it.chief, &id, "grant", json!({})).await, "an end by 2027-03-02");
        house.edit_as(&it.author, &id, json!({ "expires": "2026-12-31", "reviews": null })).await.unwrap();
        refused(house.move_as(&it.chief, &id, "grant", json!({})).await, "without a review for longer than P6M");
        house.edit_as(&it.author, &id, json!({ "reviews": [{ "due": "2026-08-31" }] })).await.unwrap();
        house.move_as(&it.chief, &id, "grant", json!({})).await.unwrap();
        let now = line(&house, &id).await;
        assert!(now.exception() && now.rung.as_deref() == Some("third"), "{now:?}");
        // Stopped by hand, it is taken up again by nobody who could not have granted it.
        house.move_as(&it.officer, &id, "suspend", json!({})).await.unwrap();
        assert_eq!(standing(&house, &id).await, "suspended");
        refused(house.move_as(&it.officer, &id, "resume", json!({})).await, "row `above`");
        house.move_as(&it.chief, &id, "resume", json!({})).await.unwrap();
        refused(house.edit_as(&it.author, &id, json!({ "expires": "2027-02-01" })).await, "is not edited");
        refused(house.edit_as(&operator(), &id, json!({ "zone": "UTC" })).await, "written by the program");
        let held = json!({ "reviews": [{ "due": "2026-08-31", "held": "2026-03-02", "result": "As it was." }] });
        house.edit_as(&it.officer, &id, held).await.unwrap();
    });
}

#[test]
fn parts_of_one_risk_count_together_and_the_third_renewal_in_a_row_asks_the_next_authority() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let mut parts = Vec::new();
        for title in ["One", "Two", "Three", "Four"] {
            let risk = scored(&house, title, &it.system, &it.criteria, 1).await;
            house.edit_as(&operator(), &risk, json!({ "source": "The vendor's model, drifting" })).await.unwrap();
            parts.push(request(&house, &it, &risk, json!({})).await);
        }
        let alone = request(&house, &it, &it.risk, json!({})).await;
        for id in &parts {
            refused(house.move_as(&it.officer, id, "grant", json!({})).await, "row `grave`");
        }
        let asked = line(&house, &parts[0]).await.asked.unwrap();
        let together = asked.together.unwrap();
        assert_eq!((together.level.as_str(), together.points, together.risks.len()), ("high", 12, 4), "{together:?}");
        assert!(together.says.contains("the same source with the same AI system"), "{}", together.says);
        house.move_as(&it.officer, &alone, "grant", json!({})).await.unwrap();
        house.move_as(&it.chief, &parts[0], "grant", json!({})).await.unwrap();
        // Kept before without a break, though none of them says that it renews another.
        let kept = scored(&house, "Old", &it.system, &it.criteria, 1).await;
        let mut before = Vec::new();
        for (from, expires) in
            [("2025-03-01", "2025-06-30"), ("2025-07-01", "2025-10-31"), ("2025-11-15", "2026-02-28")]
        {
            let fields = json!({ "title": "Old", "risk": kept, "level": "medium", "from": from, "expires": expires, "granted_on": from });
            before.push(earlier(&house, fields).await);
        }
        let id = request(&house, &it, &kept, json!({ "from": "2026-03-02" })).await;
        before.reverse();
        assert_eq!(line(&house, &id).await.asked.unwrap().renewals, before);
        refused(house.move_as(&it.officer, &id, "grant", json!({})).await, "row `light-again`");
        house.move_as(&it.chief, &id, "grant", json!({})).await.unwrap();
    });
}

#[test]
fn a_review_that_is_not_held_is_told_and_what_somebody_may_not_see_is_left_out() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let reader = house.person("Reader", "reader", None).await;
        let id =
            request(&house, &it, &it.risk, json!({ "expires": "2026-06-30", "reviews": [{ "due": "2026-03-05" }] }))
                .await;
        house.move_as(&it.officer, &id, "grant", json!({})).await.unwrap();
        assert_eq!(told_of(&house, "was not held").await, 0);
        house.later(4 * 24);
        for _ in 0..2 {
            assert_eq!(told_of(&house, "due on 2026-03-05 was not held").await, 1);
        }
        let gaps = told(&house, Part { risk: Some(it.risk.clone()), ..Part::default() }).await.gaps;
        assert!(gaps.iter().any(|it| it.sort == "review_overdue"), "{gaps:?}");
        let seen = house.aims.acceptances(&reader, Part::default()).await.unwrap();
        assert_eq!((seen.register.len(), seen.hidden), (1, 0));
        house.edit_as(&operator(), &id, json!({ "access": "restricted" })).await.unwrap();
        let seen = house.aims.acceptances(&reader, Part::default()).await.unwrap();
        let said = serde_json::to_string(&seen).unwrap();
        assert!(seen.register.is_empty() && seen.hidden > 0 && !said.contains(&id.to_string()), "{said}");
        assert!(house.aims.acceptances(&reader, Part { acceptance: Some(id), ..Part::default() }).await.is_err());
    });
}
