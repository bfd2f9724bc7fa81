//! Policy and practice: what records show, exceptions that end, people who are asked, findings made once, and logs against a replayer that
//! knows nothing but lists of allowed paths.

use std::collections::BTreeSet;

use governance::practising::log::events::{Log, Row};
use governance::practising::log::model::Model;
use governance::practising::log::told::{Limits, told};
use governance::practising::logged::held_against;
use governance::practising::whole::{Line, Verdict};
use governance::{Actor, Error, Moment};
use proptest::prelude::*;
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, on_both, operator, put};

async fn statement(house: &House, more: Value) -> Id {
    let document = put(house, "document", "in_force", json!({ "title": "Policy", "form": "policy" })).await;
    let mut fields =
        json!({ "title": "Severe ones are seen", "document": document, "anchor": "S-1", "text": "They are." });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    put(house, "policy_statement", "active", fields).await
}

async fn incident(house: &House, title: &str, state: &str, owner: Option<&Id>) -> Id {
    let fields = json!({ "title": title, "facts": "Seen.", "severity": "severe", "owner": owner });
    let mut fields = fields.as_object().unwrap().clone();
    fields.retain(|_, it| !it.is_null());
    put(house, "incident", state, fields.into()).await
}

async fn line(house: &House, id: &Id) -> Line {
    house.aims.practice_of(&operator(), id, &Moment::Now).await.unwrap().line
}

fn wrong<T: std::fmt::Debug>(outcome: Result<T, Error>, says: &[&str]) {
    let Err(Error::Problems(problems)) = outcome else { panic!("no problem: {says:?}: {outcome:?}") };
    for says in says {
        assert!(problems.iter().any(|it| it.message.contains(says)), "{says}: {problems:?}");
    }
}

#[test]
fn every_mistake_of_a_test_is_named_when_it_is_written() {
    on_both(async |house: House| {
        let document = put(&house, "document", "in_force", json!({ "title": "Policy", "form": "policy" })).await;
        let fields = |more: Value| {
            let mut all = json!({ "title": "S", "document": document });
            more.as_object().unwrap().iter().for_each(|(name, it)| all[name] = it.clone());
            all
        };
        let add = async |more: Value| house.add_as(&operator(), "policy_statement", fields(more)).await;
        wrong(add(json!({ "records": "incidnet" })).await, &["no kind `incidnet`; did you mean `incident`?"]);
        wrong(add(json!({ "holds": "state:closed" })).await, &["whose kind is not named"]);
        wrong(
            add(json!({ "records": "incident", "holds": "has:cause" })).await,
            &["`cause` holds paragraphs or a file"],
        );
        let both = json!({ "records": "incident", "population": "severty:severe", "holds": "loud", "compares": [
            { "left": "detected_on", "is": "within", "right": "happened_on" },
            { "left": "@gone", "is": "before", "right": "@created" },
            { "left": "severity", "is": "before", "right": "detected_by" },
            { "left": "people_affected", "is": "equal", "right": "@created" },
        ] });
        wrong(
            add(both).await,
            &[
                "no field `severty`",
                "`loud` is no condition",
                "row 1: `within` lacks a time",
                "row 2: `gone` is no state of incident",
                "row 3: `severity` is text",
                "row 4: `people_affected` and `@created` are values of different sorts",
            ],
        );
        let model = json!({ "model": "start = [\"a\"]\nend = [\"z\"]\nactivity = [{ name = \"a\", then = [\"b\"] }]\nrule = [{ sort = \"at_most\", activity = \"a\" }]" });
        wrong(add(model).await, &["`end` names `z`", "`then` of `a` names `b`", "rule 1 lacks `times`"]);
    });
}

#[test]
fn a_rate_follows_records_exceptions_end_by_themselves_and_a_past_day_is_told_as_it_was() {
    on_both(async |house: House| {
        let bad = incident(&house, "Bad", "reported", None).await;
        incident(&house, "Good", "resolved", None).await;
        let none = statement(&house, json!({})).await;
        assert_eq!(line(&house, &none).await.verdict, Verdict::Unverifiable);
        let test = json!({ "records": "incident", "population": "severity:severe", "holds": "-state:reported" });
        let id = statement(&house, test).await;
        let told = line(&house, &id).await;
        let share = told.share().unwrap();
        // Clopper and Pearson for 1 of 2: the ends are 1 - sqrt(0.975) and sqrt(0.975).
        let end = 0.975f64.sqrt();
        assert_eq!((told.verdict, share.k, share.n), (Verdict::Broken, 1, 2));
        assert!((share.low - (1.0 - end)).abs() < 1e-9 && (share.high - end).abs() < 1e-9, "{share:?}");
        let tested = told.tested.unwrap();
        assert_eq!((tested.violations[0].id.clone(), tested.broken), (bad.clone(), 1));
        assert!(tested.violations[0].why[0].contains("`state` is reported; asked is `-state:reported`"));
        let until = house.aims.today().checked_add(jiff::Span::new().days(10)).unwrap();
        let exceptions = json!([{ "about": bad, "reason": "With the court.", "until": until }]);
        house.edit_as(&operator(), &id, json!({ "exceptions": exceptions })).await.unwrap();
        let told = line(&house, &id).await;
        assert_eq!((told.verdict, told.share().unwrap().n, told.excepted.len()), (Verdict::Kept, 1, 1));
        house.later(24 * 12);
        let told = line(&house, &id).await;
        assert_eq!((told.verdict, told.excepted.len(), told.ended), (Verdict::Broken, 0, 1), "it has ended");
        let yesterday = house.aims.today().yesterday().unwrap();
        house.edit_as(&operator(), &bad, json!({ "severity": "minor" })).await.unwrap();
        assert_eq!(line(&house, &id).await.verdict, Verdict::Kept);
        let then = yesterday.to_string().parse().unwrap();
        let told = house.aims.practice_of(&operator(), &id, &then).await.unwrap();
        assert_eq!(told.line.verdict, Verdict::Broken, "as of a past day");
    });
}

#[test]
fn what_must_follow_in_time_waits_while_it_may_and_a_schedule_is_run_once() {
    on_both(async |house: House| {
        let compares = json!([{ "left": "@confirmed", "is": "within", "right": "@created", "within": "PT4H" }]);
        let id = statement(&house, json!({ "records": "incident", "compares": compares, "every": "P1M" })).await;
        let quick = incident(&house, "Quick", "reported", None).await;
        incident(&house, "Slow", "reported", None).await;
        assert_eq!(line(&house, &id).await.tested.unwrap().waiting, 2);
        assert_eq!(line(&house, &id).await.verdict, Verdict::NotAssessable);
        house.later(1);
        let system = put(&house, "ai_system", "operation", json!({ "title": "System" })).await;
        let owner = house.person("Ana", "reader", None).await.person;
        let confirm = json!({ "systems": [system], "owner": owner });
        house.move_as(&operator(), &quick, "confirm", confirm).await.unwrap();
        house.later(4);
        let told = line(&house, &id).await;
        assert_eq!((told.share().unwrap().k, told.share().unwrap().n), (1, 2));
        assert!(told.tested.unwrap().violations[0].why[0].contains("`@confirmed` is not there"));
        house.aims.run_due().await.unwrap();
        house.aims.run_due().await.unwrap();
        let listing = governance::Listing { filter: format!("of:{id}"), ..governance::Listing::of("measurement") };
        let runs = house.aims.list(&operator(), &listing).await.unwrap();
        assert_eq!(runs.rows.len(), 1, "run once in its time");
        assert_eq!(runs.rows[0].document["verdict"], json!("fail"));
        assert_eq!(line(&house, &id).await.last_run, Some(house.aims.today()));
    });
}

#[test]
fn people_attest_what_a_seed_draws_and_records_speak_against_them() {
    on_both(async |house: House| {
        let ana = house.person("Ana", "reader", None).await;
        let bad = incident(&house, "Bad", "reported", ana.person.as_ref()).await;
        let test = json!({ "records": "incident", "holds": "-state:reported", "sample": 5 });
        let id = statement(&house, test).await;
        let asked = house.aims.ask_attestations(&operator(), &id).await.unwrap();
        assert_eq!((asked.made.len(), asked.population), (1, 1));
        let again = house.aims.ask_attestations(&operator(), &id).await.unwrap();
        assert_eq!(
            (again.made.len(), again.already.clone(), again.seed),
            (0, vec![bad.clone()], asked.seed),
            "asked once"
        );
        house.move_as(&ana, &asked.made[0], "give", json!({})).await.unwrap();
        let told = line(&house, &id).await.attested.unwrap();
        assert_eq!((told.share.unwrap().k, told.contradicted.len()), (1, 1));
        assert!(told.contradicted[0].why.contains("breaks it, as records show"));
    });
}

#[test]
fn a_finding_is_raised_once_and_nobody_excepts_themselves() {
    on_both(async |house: House| {
        let lead = house.person("Lead", "governance_lead", None).await;
        let bad = incident(&house, "Bad", "reported", lead.person.as_ref()).await;
        let good = incident(&house, "Good", "resolved", None).await;
        let id = statement(&house, json!({ "records": "incident", "holds": "-state:reported" })).await;
        let raise = async |of: &Id| house.aims.raise_violation(&operator(), &id, of).await;
        let (first, second) = (raise(&bad).await.unwrap().id, raise(&bad).await.unwrap().id);
        assert_eq!(first, second);
        assert!(matches!(raise(&good).await, Err(Error::Missing(_))));
        let until = house.aims.today().to_string();
        let exceptions = |about: &Id| json!({ "exceptions": [{ "about": about, "reason": "So.", "until": until }] });
        let own: &Actor = &lead;
        let Err(Error::Refused(refusals)) = house.edit_as(own, &id, exceptions(&bad)).await else {
            panic!("not refused")
        };
        assert!(format!("{refusals:?}").contains("whoever an exception covers"), "{refusals:?}");
        house.edit_as(own, &id, exceptions(&good)).await.unwrap();
    });
}

#[test]
fn statements_that_cannot_both_be_kept_are_told_with_a_witness() {
    on_both(async |house: House| {
        let of =
            |population: &str, holds: &str| json!({ "records": "incident", "population": population, "holds": holds });
        let one = statement(&house, of("severity:severe", "-state:reported")).await;
        let other = statement(&house, of("people_affected>=10", "state:reported")).await;
        statement(&house, of("severity:minor people_affected>5", "state:reported,resolved")).await;
        let told = house.aims.practice(&operator(), &Moment::Now).await.unwrap().clashes;
        assert!(told.untold.is_empty(), "{told:?}");
        let pairs: Vec<(&Id, &Id)> = told.found.iter().map(|it| (&it.one, &it.other)).collect();
        assert_eq!(pairs, [(&one, &other)], "{told:?}");
        assert_eq!(told.found[0].witness["severity"], "severe");
    });
}

const LIMITS: Limits = Limits { level: 0.95, frequent: 0.02, variants: 50, deviating: 10_000, rows: 1_000_000 };

const MODEL: &str = r#"
start = ["a"]
end = ["d"]
activity = [{ name = "a", then = ["b"] }, { name = "b", then = ["c", "d"] }, { name = "c", then = ["b"] }, { name = "d" }]
rule = [
  { sort = "followed_within", first = "b", second = "d", within = "PT1H" },
  { sort = "other_person", first = "a", second = "d" },
  { sort = "precedes", first = "b", second = "d" },
  { sort = "at_most", activity = "b", times = 2 },
]
"#;

fn row(line: u64, case: &str, activity: &str, time: Option<i64>, who: &str) -> Row {
    Row { line, case: case.to_owned(), activity: activity.to_owned(), time, who: who.to_owned() }
}

#[test]
fn what_tells_no_order_is_told_and_judged_by_nobody() {
    let model = Model::read(MODEL).unwrap();
    let minute = 60_000_000;
    let rows = [
        row(2, "late row", "b", Some(minute), "y"),
        row(3, "late row", "a", Some(0), "x"),
        row(4, "late row", "d", Some(2 * minute), "y"),
        row(5, "late row", "d", Some(2 * minute), "y"),
        row(6, "no time", "a", None, "x"),
        row(7, "no time", "b", Some(0), "x"),
        row(8, "same time", "a", Some(0), "x"),
        row(9, "same time", "b", Some(0), "x"),
        row(10, "", "b", Some(0), "x"),
        row(11, "open", "a", Some(0), "x"),
    ];
    let told = told(&model, &Log::gather(rows.into_iter()), &LIMITS);
    assert_eq!((told.cases, told.unclear_cases, told.open, told.events), (4, 2, 1, 7));
    assert_eq!((told.odd.doubled, told.odd.unordered, told.odd.nameless, told.odd.timeless), (1, 1, vec![10], vec![6]));
    assert_eq!(told.conforming.map(|it| (it.k, it.n)), Some((1, 1)));
}

#[test]
fn a_log_is_read_from_a_file_and_what_lacks_is_said() {
    let shipped = governance::libraries::Libraries::shipped();
    let log = b"Case ID,Activity,Timestamp,Resource\n1,a,2026-01-01T00:00:00Z,x\n1,b,2026-01-01 00:10:00,y\n1,d,2026-01-01T00:20:00Z,y\n2,a,2026-01-01,x\n";
    let told = held_against(&shipped.practice, MODEL, ("log.csv", log), None).unwrap();
    assert_eq!((told.conforming.map(|it| (it.k, it.n)), told.odd.timeless), (Some((1, 1)), vec![5]));
    let Err(Error::Problems(problems)) = held_against(&shipped.practice, MODEL, ("log.csv", b"case,time\n1,2\n"), None)
    else {
        panic!("a log without activities is read")
    };
    assert!(problems[0].message.contains("no column that tells the activity"), "{problems:?}");
}

/// Every path of at most so many steps that the model allows, listed.
fn listed() -> BTreeSet<Vec<usize>> {
    let next = [vec![1], vec![2, 3], vec![1], vec![]];
    let (mut paths, mut open) = (BTreeSet::new(), vec![vec![0usize]]);
    while let Some(path) = open.pop() {
        if path.last() == Some(&3) {
            paths.insert(path.clone());
        }
        if path.len() < 7 {
            open.extend(next[path[path.len() - 1]].iter().map(|it| [path.clone(), vec![*it]].concat()));
        }
    }
    paths
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_case_conforms_exactly_where_a_list_of_all_allowed_paths_says_so(
        steps in prop::collection::vec((0usize..4, 1i64..50, 0usize..2), 1..7)
    ) {
        let names = ["a", "b", "c", "d"];
        let (mut at, mut rows, mut times) = (0, Vec::new(), Vec::new());
        for (line, (step, minutes, who)) in steps.iter().enumerate() {
            at += minutes * 60_000_000;
            times.push(at);
            rows.push(row(line as u64, "case", names[*step], Some(at), ["x", "y"][*who]));
        }
        // Another case that ends far later, so that whatever is late is late.
        rows.push(row(99, "later", "d", Some(i64::from(u32::MAX) * 60_000_000), "z"));
        let told = told(&Model::read(MODEL).unwrap(), &Log::gather(rows.into_iter()), &LIMITS);
        let path: Vec<usize> = steps.iter().map(|it| it.0).collect();
        let ended = path.last() == Some(&3);
        let pairs = || (0..steps.len()).flat_map(|one| (one + 1..steps.len()).map(move |other| (one, other)));
        let in_time = (0..steps.len()).filter(|it| path[*it] == 1).all(|at| {
            pairs().any(|(one, other)| one == at && path[other] == 3 && times[other] - times[one] <= 3_600_000_000)
        });
        let apart = (0..steps.len()).all(|one| (0..steps.len()).all(|other| {
            !(path[one] == 0 && path[other] == 3 && steps[one].2 == steps[other].2)
        }));
        let twice = path.iter().filter(|it| **it == 1).count() <= 2;
        let conforms = listed().contains(&path) && in_time && apart && twice;
        let deviates = told.deviations.iter().any(|it| it.case == "case");
        if ended {
            prop_assert_eq!(!deviates, conforms, "{:?} {:?}", steps, told.deviations);
        } else {
            prop_assert_eq!(told.open, 1);
        }
    }
}
