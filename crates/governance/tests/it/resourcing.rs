//! Resource plans: closed forms of hours, gaps and waits, what shares people and what does not, figures that are missing, and the gate.

use std::collections::BTreeMap;

use governance::Error;
use governance::resourcing::assessed::{Around, Assessed, Load, assess};
use governance::resourcing::plan::Plan;
use governance::resourcing::scenario::{Known, Scenario};
use governance::resourcing::whole::told;
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

/// The day in the clock of the test's house lies in this year.
fn plan(capacity: Value, work: Value) -> Plan {
    let whole = json!({ "from": "2026-01-01", "until": "2026-12-31", "capacity": capacity, "work": work });
    Plan::read(whole.as_object().unwrap()).unwrap()
}

fn people(role: &str, people: u32) -> Value {
    json!({ "role": role, "people": people, "hours": 1600, "rate": { "amount": "90", "currency": "EUR" } })
}

fn work(tier: &str, role: &str, hours: f64, times: f64, priority: u32) -> Value {
    json!({ "activity": "review", "tier": tier, "role": role, "hours": hours, "times": times, "priority": priority })
}

/// An inventory with so many systems of each tier, and three roles.
fn around(counts: &[(&str, usize)]) -> Around {
    let id = |text: String| text.parse::<Id>().unwrap();
    let ids = |tier: &str, count: usize| (1..=count).map(|n| id(format!("SYS-{}{n}", &tier[1..]))).collect();
    let role = |(n, key): (usize, &str)| Known { id: id(format!("ROL-{}", n + 1)), key: key.into(), name: key.into() };
    Around {
        live: counts.iter().map(|it| (it.0.to_owned(), ids(it.0, it.1))).collect::<BTreeMap<_, _>>(),
        undecided: Vec::new(),
        tiers: ["T1", "T2", "T3", "T4"].map(str::to_owned).to_vec(),
        roles: ["reviewer", "clerk"].into_iter().enumerate().map(role).collect(),
    }
}

fn scenario(plus: &str, cadence: &str, people: &str) -> Scenario {
    Scenario::read(plus, cadence, people, "").unwrap()
}

fn of<'a>(it: &'a Assessed, role: &str) -> &'a Load {
    it.roles.iter().find(|it| it.role.key == role).unwrap()
}

#[test]
fn five_more_systems_are_two_fifths_of_a_person() {
    let plan = plan(json!([people("ROL-1", 3)]), json!([work("T2", "ROL-1", 64.0, 2.0, 0)]));
    let around = around(&[("T2", 10)]);
    let before = assess(&plan, &around, &Scenario::default());
    let after = assess(&plan, &around, &scenario("T2=5", "", ""));
    let (before, after) = (of(&before, "reviewer"), of(&after, "reviewer"));
    assert_eq!(after.need - before.need, 640.0);
    assert!((after.missing.unwrap() - before.missing.unwrap() - 0.40).abs() < 1e-12);
    assert_eq!(before.formula, "1280 h needed / 1600 h of one person = 0.8 people; 3 are there");
}

#[test]
fn a_third_reviewer_turns_twenty_six_days_into_less_than_two() {
    // Nine a month arrive and each reviewer does five.
    let plan = plan(json!([people("ROL-1", 2)]), json!([work("T3", "ROL-1", 1600.0 / 60.0, 18.0, 0)]));
    let around = around(&[("T3", 6)]);
    let two = assess(&plan, &around, &Scenario::default());
    let three = assess(&plan, &around, &scenario("", "", "reviewer=3"));
    let hired = assess(&plan, &around, &scenario("", "", "reviewer=+1"));
    assert_eq!(three, hired);
    for (it, days) in [(&two, 25.951), (&three, 1.7996)] {
        let wait = &of(it, "reviewer").waits[0];
        assert!((wait.days - days).abs() < 0.001 && wait.exact, "{wait:?}");
        let (value, low, high) = wait.simulated.unwrap();
        assert!((value / wait.days - 1.0).abs() < 0.05 && low < value && value < high, "{wait:?}");
    }
    let steps = &of(&two, "reviewer").by_people;
    assert!(steps[0].days.is_none() && steps[0].why.as_ref().unwrap().contains("without end"));
    assert!((steps[1].days.unwrap() - 25.951).abs() < 0.001 && (steps[2].days.unwrap() - 1.7996).abs() < 0.001);
}

#[test]
fn another_tier_moves_waits_only_of_people_who_are_shared() {
    let (inventory, half) = (around(&[("T1", 4), ("T4", 40)]), scenario("", "T4=0.5", ""));
    let moved = |t4_role: &str| {
        let work = json!([work("T1", "ROL-1", 40.0, 4.0, 1), work("T4", t4_role, 40.0, 1.0, 2)]);
        let plan = plan(json!([people("ROL-1", 2), people("ROL-2", 2)]), work);
        let told = told(("RSP-1".parse().unwrap(), String::new()), &plan, &inventory, half.clone());
        told.deltas.into_iter().any(|it| it.of == "T1 review" && it.figure == "lead")
    };
    assert!(!moved("ROL-2"), "clerks do the work of the lowest tier");
    assert!(moved("ROL-1"), "reviewers do both");
}

#[test]
fn what_is_missing_is_named_and_no_number_stands_in_its_place() {
    let blank = json!([{ "role": "ROL-1", "people": 2 }]);
    let plan = plan(blank, json!([work("T2", "ROL-1", 64.0, 2.0, 0), work("T2", "ROL-2", 8.0, 1.0, 0)]));
    let told = told(("RSP-1".parse().unwrap(), String::new()), &plan, &around(&[("T2", 10)]), Scenario::default());
    let reviewer = of(&told.now, "reviewer");
    assert!(reviewer.why.as_ref().unwrap().contains("hours a year"), "{reviewer:?}");
    assert_eq!((reviewer.takes, reviewer.utilisation, reviewer.wait, reviewer.cost), (None, None, None, None));
    assert!(of(&told.now, "clerk").why.as_ref().unwrap().contains("nobody has the role"));
    assert_eq!((told.now.cost, told.now.costs[0].each), (None, None));
    assert!(told.now.costs[0].why.as_ref().unwrap().contains("costs"), "{:?}", told.now.costs);
    assert_eq!(told.faults.len(), 2, "{:?}", told.faults);
}

#[test]
fn the_view_reads_every_document_that_the_kind_allows() {
    let catalog = governance::Configuration::load(None).unwrap().catalog;
    let kind = catalog.kind("resource_plan").unwrap();
    for document in record::samples(&catalog, kind) {
        Plan::read(&document).unwrap_or_else(|why| panic!("{why}: {document:?}"));
    }
}

/// Roles, three classified systems, one that is not, and a plan.
async fn organisation(house: &House) -> (Id, Id) {
    let role = house.add("role", json!({ "title": "Reviewer", "key": "reviewer" })).await.id;
    for (n, tier) in [(1, "T1"), (2, "T2"), (3, "T2")] {
        let system = house.add("ai_system", json!({ "title": format!("System {n}") })).await.id;
        let class = json!({ "title": "class", "subject": system, "scheme": "own_tier", "outcome": tier });
        let document = object(class);
        let change =
            Change::Create { kind: "classification".to_owned(), state: Some("confirmed".to_owned()), document };
        house.aims.commit(&operator(), change, None).await.unwrap();
    }
    house.add("ai_system", json!({ "title": "Nobody looked at it" })).await;
    let plan = json!({
        "title": "Year", "from": "2026-01-01", "until": "2026-12-31", "capacity": [people(&role.to_string(), 2)],
        "work": [work("T2", &role.to_string(), 64.0, 2.0, 0)],
    });
    (role, house.add("resource_plan", plan).await.id)
}

#[test]
fn systems_are_counted_in_the_inventory_and_a_faulty_plan_is_not_approved() {
    on_both(async |house| {
        let (role, plan) = organisation(&house).await;
        let told = house.aims.resources(&operator(), &plan, Scenario::default()).await.unwrap();
        assert_eq!((told.now.roles[0].need, told.now.undecided.len(), told.faults.len()), (256.0, 1, 0));
        let asked = |plus: &str, people: &str| Scenario::read(plus, "", people, "").unwrap();
        for (wrong, says) in [(asked("T9=1", ""), "no tier"), (asked("", "moon=1"), "no role of the plan")] {
            let refused = house.aims.resources(&operator(), &plan, wrong).await.unwrap_err();
            assert!(format!("{refused:?}").contains(says), "{refused:?}");
        }
        let system: Id = "SYS-1".parse().unwrap();
        assert!(matches!(
            house.aims.resources(&operator(), &system, Scenario::default()).await,
            Err(Error::Missing(_))
        ));
        let negative = json!({ "capacity": [{ "role": role, "people": 2, "hours": -5 }] });
        assert!(matches!(house.edit_as(&operator(), &plan, negative).await, Err(Error::Problems(_))));
        house.edit_as(&operator(), &plan, json!({ "until": "2025-12-31" })).await.unwrap();
        let told = house.aims.resources(&operator(), &plan, Scenario::default()).await.unwrap();
        assert!(told.faults[0].contains("before it begins"), "{:?}", told.faults);
        let chief = house.person("Chief", "executive", None).await;
        let owner = json!({ "owner": chief.person });
        house.move_as(&operator(), &plan, "submit", owner).await.unwrap();
        let refused = house.move_as(&chief, &plan, "approve", json!({})).await.unwrap_err();
        assert!(format!("{refused:?}").contains("before it begins"), "{refused:?}");
        house.edit_as(&operator(), &plan, json!({ "until": "2026-12-31" })).await.unwrap();
        house.move_as(&chief, &plan, "approve", json!({})).await.unwrap();
    });
}
