//! Hours and costs of a year.

use simulate::capacity::{Staff, Work, cost_a_system, loads, pool};
use simulate::queue::expected;

fn staff(role: &str, people: u32) -> Staff {
    Staff { role: role.into(), people, hours: 1_600.0, rate: 90.0 }
}

fn work(class: &str, role: &str, systems: f64, hours: f64, times: f64) -> Work {
    let (activity, class, role) = ("review".into(), class.into(), role.into());
    Work { activity, class, role, systems, hours, times, spread: 1.0, priority: 0 }
}

#[test]
fn five_more_systems_are_two_fifths_of_a_person() {
    let load = |systems| loads(&[staff("risk", 3)], &[work("T2", "risk", systems, 64.0, 2.0)]).remove(0);
    let (before, after) = (load(10.0), load(15.0));
    assert_eq!(after.need - before.need, 640.0);
    assert!((after.missing.unwrap() - before.missing.unwrap() - 0.40).abs() < 1e-12);
    assert_eq!(after.cost.unwrap() - before.cost.unwrap(), 57_600.0);
}

#[test]
fn another_tier_waits_for_the_same_people_only() {
    let wait = |t4_role: &str, t4_times| {
        let all = [work("T1", "senior", 20.0, 80.0, 2.0), work("T4", t4_role, 100.0, 4.0, t4_times)];
        let pool = pool("senior", &[staff("senior", 3), staff("junior", 1)], &all).unwrap();
        expected(&pool).unwrap()[0].wait
    };
    assert_eq!(wait("junior", 2.0), wait("junior", 1.0));
    assert!(wait("senior", 2.0) > 1.05 * wait("senior", 1.0));
}

#[test]
fn work_without_people_is_named_and_its_cost_is_not_known() {
    let loads = loads(&[], &[work("T1", "legal", 1.0, 8.0, 1.0)]);
    assert_eq!((loads[0].need, loads[0].utilisation, loads[0].missing, loads[0].cost), (8.0, None, None, None));
    assert!(pool("legal", &[], &[]).is_none());
}

#[test]
fn a_system_costs_what_its_class_asks_for() {
    let all =
        [work("T1", "senior", 2.0, 10.0, 4.0), work("T1", "legal", 2.0, 5.0, 1.0), work("T4", "senior", 0.0, 1.0, 1.0)];
    let costs = cost_a_system(&[staff("senior", 1), staff("legal", 1)], &all);
    assert_eq!(costs["T1"], Some(45.0 * 90.0));
    assert_eq!(costs["T4"], None);
    assert_eq!(cost_a_system(&[staff("senior", 1)], &all)["T1"], None);
}
