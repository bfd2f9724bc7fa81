//! What must hold of coverage.

use conformity::ground::{Control, Ground, Rules, Stage, System};
use conformity::{Change, Form, Judgement, Matrix, Plan, Proof, Status, Verdict};
use jiff::ToSpan;
use library::Links;
use proptest::prelude::*;

use crate::shelf::{MAPS, TODAY, change, ground, plan, record, shelf};

fn of(proofs: &[(&str, conformity::Proof)]) -> Ground {
    let proofs = proofs.iter().map(|it| (it.0.to_owned(), it.1.clone())).collect();
    Ground { today: TODAY, proofs, ..Ground::default() }
}

fn status(ground: &Ground, reference: &str) -> Status {
    let plan = plan(MAPS);
    let place = plan.place(reference).unwrap();
    Matrix::of(plan, ground.clone()).status(place, None)
}

/// The rank of a status for comparison: what cannot be told or is not asked is below all.
fn rank(status: Status) -> i32 {
    if status.counts() { status as i32 } else { -1 }
}

#[test]
fn one_record_makes_it_designed_not_operating_and_a_span_makes_it_operating() {
    assert_eq!(status(&of(&[]), "ONE:2"), Status::NotStarted);
    assert_eq!(status(&of(&[("EVD-1", record("ONE:2", 5, 5))]), "ONE:2"), Status::DesignedNotOperating);
    let near = of(&[("EVD-1", record("ONE:2", 20, 20)), ("EVD-2", record("ONE:2", 5, 5))]);
    assert_eq!(status(&near, "ONE:2"), Status::DesignedNotOperating, "fifteen days are no span");
    let span = of(&[("EVD-1", record("ONE:2", 60, 60)), ("EVD-2", record("ONE:2", 5, 5))]);
    assert_eq!(status(&span, "ONE:2"), Status::Operating);
    assert_eq!(status(&of(&[("EVD-1", record("ONE:2", 60, 5))]), "ONE:2"), Status::Operating, "one log over a span");
}

#[test]
fn old_proof_is_stale_by_the_shortest_of_the_days_that_bear_on_it() {
    // ONE:2 wants records of the last six months; where nothing is said, a year.
    assert_eq!(status(&of(&[("EVD-1", record("ONE:2", 200, 200))]), "ONE:2"), Status::Stale);
    assert_eq!(status(&of(&[("EVD-1", record("ONE:1", 200, 200))]), "ONE:1"), Status::DesignedNotOperating);
    assert_eq!(status(&of(&[("EVD-1", record("ONE:1", 366, 366))]), "ONE:1"), Status::Stale);
    let plan = plan(MAPS);
    let place = plan.place("ONE:1").unwrap();
    let told = Matrix::of(plan, of(&[("EVD-1", record("ONE:1", 200, 200))])).explain(place, None);
    assert_eq!(
        told.falls_on,
        Some(TODAY.checked_sub(200.days()).unwrap().checked_add(1.year()).unwrap().tomorrow().unwrap())
    );
}

#[test]
fn proof_older_than_its_control_or_than_a_change_of_the_system_proves_nothing() {
    let mut it = record("ONE:1", 100, 100);
    it.meets.clear();
    it.controls.insert("CTL-1".to_owned());
    let mut there = of(&[("EVD-1", it)]);
    let control = |since: i64| Control {
        meets: ["ONE:1".to_owned()].into(),
        systems: Default::default(),
        beyond: false,
        stage: Stage::Operating,
        state: "operating".to_owned(),
        since: Some(TODAY.checked_sub(since.days()).unwrap()),
        owner: None,
    };
    there.controls.insert("CTL-1".to_owned(), control(200));
    assert_eq!(status(&there, "ONE:1"), Status::DesignedNotOperating);
    there.controls.insert("CTL-1".to_owned(), control(50));
    assert_eq!(status(&there, "ONE:1"), Status::Stale);
    let mut there = of(&[("EVD-1", record("ONE:1", 60, 60)), ("EVD-2", record("ONE:1", 5, 5))]);
    for (name, since) in [("SYS-1", None), ("SYS-2", Some(30)), ("SYS-3", Some(2))] {
        let since = since.map(|it: i64| TODAY.checked_sub(it.days()).unwrap());
        there.systems.insert(name.to_owned(), System { since, ..System::default() });
    }
    let matrix = Matrix::of(plan(MAPS), there);
    let place = matrix.plan.place("ONE:1").unwrap();
    let told: Vec<Status> = (0..3).map(|it| matrix.status(place, Some(it))).collect();
    assert_eq!(told, [Status::Operating, Status::DesignedNotOperating, Status::Stale]);
}

#[test]
fn proof_passes_on_downwards_along_reviewed_maps_and_nothing_else_complies() {
    let proof = |reference: &str| of(&[("EVD-1", record(reference, 60, 60)), ("EVD-2", record(reference, 5, 5))]);
    for (given, shown, status_of) in [
        ("ONE:1", "TWO:1", Status::Operating),
        ("TWO:1", "ONE:1", Status::Operating),
        ("ONE:2", "TWO:2", Status::Operating),
        ("TWO:2", "ONE:2", Status::NotStarted),
        ("ONE:3", "TWO:3", Status::NotStarted),
        ("ONE:4", "TWO:4", Status::NotAssessable),
        ("ONE:5", "TWO:2", Status::NotStarted),
    ] {
        assert_eq!(status(&proof(given), shown), status_of, "{given} for {shown}");
    }
    let plan = plan(MAPS);
    let (place, matrix) = (plan.place("TWO:2").unwrap(), Matrix::of(plan.clone(), proof("ONE:5")));
    let told = matrix.explain(place, None);
    assert_eq!(told.reusable[0].reference, "ONE:5");
    assert_eq!(told.reusable[0].records, ["EVD-1", "EVD-2"]);
}

#[test]
fn a_requirement_of_documents_is_met_by_a_document_and_of_a_record_is_not() {
    let mut document = record("ONE:3", 90, 90);
    assert_eq!(status(&of(&[("EVD-1", record("ONE:3", 90, 2))]), "ONE:3"), Status::DesignedNotOperating);
    document.form = Form::Document;
    assert_eq!(status(&of(&[("DOC-1", document.clone())]), "ONE:3"), Status::Operating, "in force for ninety days");
    document.meets = ["ONE:2".to_owned()].into();
    assert_eq!(status(&of(&[("DOC-1", document)]), "ONE:2"), Status::Designed);
}

#[test]
fn a_measurement_that_says_no_makes_it_failing_and_nothing_that_it_contains() {
    let mut denies = record("ONE:2", 5, 5);
    (denies.denies, denies.refused) = (true, Some("the measurement behind it says no".to_owned()));
    let there = of(&[("EVD-1", record("ONE:2", 60, 5)), ("EVD-2", denies)]);
    assert_eq!((status(&there, "ONE:2"), status(&there, "TWO:2")), (Status::Failing, Status::Operating));
}

#[test]
fn what_does_not_apply_or_cannot_be_told_says_why() {
    let mut there = of(&[]);
    for (name, parts) in [("SYS-1", vec!["provider"]), ("SYS-2", vec!["deployer"]), ("SYS-3", vec![])] {
        let parts = parts.into_iter().map(str::to_owned).collect();
        there.systems.insert(name.to_owned(), System { parts, ..System::default() });
    }
    let matrix = Matrix::of(plan(MAPS), there);
    let place = matrix.plan.place("ONE:5").unwrap();
    let told: Vec<Status> = (0..3).map(|it| matrix.status(place, Some(it))).collect();
    assert_eq!(told, [Status::NotStarted, Status::NotApplicable, Status::NotAssessable]);
    assert!(matrix.explain(place, Some(1)).why.contains("we are deployer"));
    assert!(matrix.explain(place, Some(2)).why.contains("our part is not stated"));
}

#[test]
fn where_nothing_tells_of_one_system_that_is_asked_nothing_tells_of_all() {
    let mut there = of(&[("EVD-1", Proof { systems: ["SYS-2".to_owned()].into(), ..record("ONE:4", 500, 500) })]);
    for name in ["SYS-1", "SYS-2"] {
        there.systems.insert(name.to_owned(), System::default());
    }
    let told = |there: &Ground| {
        let matrix = Matrix::of(plan(MAPS), there.clone());
        let explained = matrix.explain(matrix.plan.place("ONE:4").unwrap(), None);
        (explained.status, explained.why)
    };
    assert_eq!(told(&there).0, Status::NotStarted, "of the first there is nothing");
    let unknown = Judgement {
        reference: "ONE:4".to_owned(),
        system: Some("SYS-1".to_owned()),
        verdict: Verdict::Unknown,
        says: "it cannot be read".to_owned(),
        records: Vec::new(),
    };
    there.judgements.insert("ONE:4".to_owned(), vec![unknown]);
    assert_eq!(
        told(&there),
        (Status::NotAssessable, "nothing tells of one of the AI systems of which it is asked".to_owned())
    );
}

proptest! {
    #[test]
    fn taking_away_proof_never_raises_a_status(changes in prop::collection::vec(change(), 0..40)) {
        let there = ground(&changes);
        let (plan, whole) = (plan(MAPS), Matrix::of(plan(MAPS), there.clone()));
        for name in there.proofs.keys() {
            let mut less = there.clone();
            less.proofs.remove(name);
            let less = Matrix::of(plan.clone(), less);
            for node in 0..plan.lines.len() {
                for system in (0..whole.systems.len()).map(Some).chain([None]) {
                    let (before, after) = (whole.status(node, system), less.status(node, system));
                    prop_assert!(rank(after) <= rank(before), "{name} at {}: {before:?} to {after:?}", plan.lines[node].reference);
                }
            }
        }
    }

    #[test]
    fn a_map_that_intersects_changes_no_status(changes in prop::collection::vec(change(), 0..30), from in 1..6usize, to in 1..5usize) {
        let there = ground(&changes);
        let (from, to) = (from.to_string(), to.to_string());
        let more: Vec<_> = MAPS.iter().copied().chain([(from.as_str(), to.as_str(), "intersects-with", true)]).collect();
        let (before, after) = (Matrix::of(plan(MAPS), there.clone()), Matrix::of(plan(&more), there));
        prop_assert_eq!(before.columns, after.columns);
    }

    #[test]
    fn what_is_renewed_is_what_is_made_whole(changes in prop::collection::vec(change(), 0..40), step in 1..5usize) {
        let mut renewed = Matrix::of(plan(MAPS), ground(&[]));
        for (done, some) in changes.chunks(step).enumerate() {
            renewed.change(some.to_vec());
            let whole = Matrix::of(plan(MAPS), ground(&changes[..(step * (done + 1)).min(changes.len())]));
            prop_assert_eq!(&renewed.columns, &whole.columns);
            prop_assert_eq!(&renewed.systems, &whole.systems);
        }
    }

    #[test]
    fn relations_that_come_and_go_are_what_is_made_whole(changes in prop::collection::vec(change(), 0..40), maps in 0..6usize) {
        let there = ground(&changes);
        let mut matrix = Matrix::of(plan(MAPS), there.clone());
        let before = matrix.clone();
        let some: Vec<_> = MAPS.iter().copied().map(|it| (it.0, it.1, it.2, true)).take(maps).collect();
        let moved = matrix.pass_on(plan(&some));
        let whole = Matrix::of(plan(&some), there);
        prop_assert_eq!(&matrix.columns, &whole.columns);
        for (place, was) in moved {
            prop_assert_eq!(&was, &before.columns[place]);
        }
        matrix.pass_on(plan(MAPS));
        prop_assert_eq!(&matrix.columns, &before.columns);
    }

    #[test]
    fn the_order_in_which_things_came_does_not_matter(changes in prop::collection::vec(change(), 0..40)) {
        let there = ground(&changes);
        let whole = Matrix::of(plan(MAPS), there.clone());
        let mut turned: Vec<Change> = Vec::new();
        turned.extend(there.proofs.clone().into_iter().rev().map(|it| Change::Proof(it.0, Some(it.1))));
        turned.extend(there.excluded.clone().into_iter().rev().map(|it| Change::Excluded(it.0, it.1)));
        turned.extend(there.controls.clone().into_iter().rev().map(|it| Change::Control(it.0, Some(it.1))));
        turned.extend(there.judgements.clone().into_iter().rev().map(|it| Change::Judgements(it.0, it.1)));
        turned.extend(there.systems.clone().into_iter().rev().map(|it| Change::System(it.0, Some(it.1))));
        let mut other = Matrix::of(plan(MAPS), ground(&[]));
        other.change(turned);
        prop_assert_eq!(whole.columns, other.columns);
    }

    #[test]
    fn what_is_explained_is_what_is_shown(changes in prop::collection::vec(change(), 0..30)) {
        let matrix = Matrix::of(plan(MAPS), ground(&changes));
        for node in 0..matrix.plan.lines.len() {
            for system in (0..matrix.systems.len()).map(Some).chain([None]) {
                let told = matrix.explain(node, system);
                prop_assert_eq!(told.status, matrix.status(node, system));
                prop_assert!(!told.why.is_empty());
                if told.status == Status::Operating {
                    prop_assert!(told.operating_since.is_some() || told.why.starts_with("the lowest"), "{told:?}");
                    prop_assert!(told.lacks.is_empty() || told.why.starts_with("the lowest"), "{told:?}");
                }
            }
        }
    }
}

#[test]
fn a_chain_of_maps_passes_on_and_never_turns_round() {
    let shelf = shelf(&[("1", "1", "superset-of", true), ("2", "1", "subset-of", true)]);
    let plan = Plan::of(&shelf, &Links::of(&shelf, &[]), &Rules::default(), TODAY);
    let to = |reference: &str| {
        let place = plan.place(reference).unwrap();
        plan.to[place].iter().map(|it| plan.lines[*it].reference.clone()).collect::<Vec<_>>()
    };
    assert_eq!(to("ONE:1"), ["ONE:1", "ONE:2", "TWO:1"]);
    assert_eq!((to("TWO:1"), to("ONE:2")), (vec!["ONE:2".to_owned(), "TWO:1".to_owned()], vec!["ONE:2".to_owned()]));
}
