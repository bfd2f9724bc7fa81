//! What must hold of statements of applicability.

use std::collections::BTreeSet;

use conformity::soa::check::{CHECKS, faults};
use conformity::soa::difference::{Move, differences};
use conformity::soa::propose::propose;
use conformity::soa::{Around, Duty, Exception, Own, Statement, Treatment, Wanted};

fn set(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|it| (*it).to_owned()).collect()
}

/// Two reference controls that are needed, one that is not, and a control of one's own.
fn around() -> Around {
    let wanted = ["A.1", "A.2", "A.3"].map(|it| Wanted { reference: it.to_owned(), title: format!("title of {it}") });
    let own = |meets: &[&str], objectives: &[&str]| Own {
        title: "ours".to_owned(),
        meets: set(meets),
        ended: false,
        objectives: set(objectives),
    };
    let controls =
        [("CTL-1", own(&["A.1"], &[])), ("CTL-2", own(&["A.2"], &["OBJ-1"])), ("CTL-3", own(&[], &["OBJ-1"]))];
    Around {
        wanted: wanted.to_vec(),
        others: [("B.1".to_owned(), "guidance".to_owned())].into(),
        controls: controls.into_iter().map(|it| (it.0.to_owned(), it.1)).collect(),
        treatments: [(
            "TRT-1".to_owned(),
            Treatment { approved: true, risks: set(&["RSK-1"]), controls: set(&["CTL-1"]) },
        )]
        .into(),
        duties: [("OBL-1".to_owned(), Duty { controls: set(&["CTL-2"]) })].into(),
        risks: set(&["RSK-1", "RSK-2"]),
        objectives: set(&["OBJ-1"]),
        systems: set(&["SYS-1"]),
        operating: Default::default(),
    }
}

/// The statement in which nothing is wrong.
fn clean() -> Statement {
    let mut statement = propose("F", &around(), None);
    let out = statement.entries.iter_mut().find(|it| it.control == "A.3").unwrap();
    (out.necessary, out.why) = (Some(false), "we use no data of others".to_owned());
    statement.exceptions = vec![Exception {
        control: "A.1".to_owned(),
        system: "SYS-1".to_owned(),
        necessary: Some(false),
        why: "it is off line".to_owned(),
    }];
    statement
}

fn found(statement: &Statement, around: &Around) -> BTreeSet<&'static str> {
    faults(statement, around).into_iter().map(|it| it.check).collect()
}

#[test]
fn what_is_proposed_is_what_the_records_say_and_no_justification_is_made_up() {
    let proposed = propose("F", &around(), None);
    let named: Vec<&str> = proposed.entries.iter().map(|it| it.control.as_str()).collect();
    assert_eq!(named, ["A.1", "A.2", "A.3", "CTL-3"]);
    assert_eq!(proposed.entries[0].because, set(&["RSK-1"]));
    assert_eq!(proposed.entries[1].because, set(&["OBJ-1", "OBL-1"]));
    assert_eq!((proposed.entries[2].necessary, proposed.entries[2].why.as_str()), (None, ""));
    assert_eq!(found(&proposed, &around()), BTreeSet::from(["undecided"]));
    assert_eq!(propose("F", &around(), Some(&clean())), clean(), "what people decided stays");
}

type Plant = fn(&mut Statement, &mut Around);

#[test]
fn every_check_finds_what_was_planted_and_nothing_else_and_is_silent_on_the_clean_twin() {
    assert_eq!(faults(&clean(), &around()), []);
    let planted: &[(&str, Plant)] = &[
        ("missing", |it, _| it.entries.retain(|it| it.control != "A.3")),
        ("twice", |it, _| it.entries.push(it.entries[0].clone())),
        ("no_control", |it, _| it.entries[2].control = "B.1".to_owned()),
        ("undecided", |it, _| it.entries[2].necessary = None),
        ("no_reason_out", |it, _| it.entries[2].why = " ".to_owned()),
        ("no_reason_in", |it, _| it.entries[3].because.clear()),
        ("treatment_left_out", |it, _| (it.entries[0].necessary, it.entries[0].why) = (Some(false), "no".to_owned())),
        ("without_treatment", |it, _| _ = it.entries[1].because.insert("RSK-2".to_owned())),
        ("excluded_operates", |_, it| _ = it.operating.insert("A.3".to_owned(), vec!["EVD-1".to_owned()])),
        ("gone", |_, it| _ = it.duties.remove("OBL-1")),
        ("own_missing", |it, _| it.entries.retain(|it| it.control != "CTL-3")),
        ("exception", |it, _| it.exceptions[0].why.clear()),
    ];
    assert_eq!(planted.iter().map(|it| it.0).collect::<Vec<_>>(), CHECKS.iter().map(|it| it.name).collect::<Vec<_>>());
    for (check, plant) in planted {
        let (mut statement, mut around) = (clean(), around());
        plant(&mut statement, &mut around);
        let found = found(&statement, &around);
        assert!(found.contains(check), "{check}: {found:?}");
        let follows = |it: &str| {
            matches!((*check, it), ("no_control", "missing") | ("treatment_left_out", "exception")) || it == *check
        };
        assert!(found.iter().all(|it| follows(it)), "{check}: {found:?}");
    }
}

#[test]
fn differences_say_what_was_added_dropped_and_changed() {
    let (before, mut after) = (clean(), clean());
    assert_eq!(differences(&before, &after), []);
    after.entries.remove(3);
    after.entries[2].why = "we do not buy data".to_owned();
    after.exceptions.push(Exception { control: "A.2".to_owned(), system: "SYS-1".to_owned(), ..Exception::default() });
    let told = differences(&before, &after);
    let moved: Vec<(&str, Option<&str>, Move)> =
        told.iter().map(|it| (it.control.as_str(), it.system.as_deref(), it.moved)).collect();
    assert_eq!(
        moved,
        [("A.3", None, Move::Changed), ("CTL-3", None, Move::Dropped), ("A.2", Some("SYS-1"), Move::Added)]
    );
    assert_eq!(told[0].parts, [("why", "we use no data of others".to_owned(), "we do not buy data".to_owned())]);
}
