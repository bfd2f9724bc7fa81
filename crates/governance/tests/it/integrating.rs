//! AI risks and controls beside a register of the enterprise, on both databases: a file comes in, goes out and comes back, nothing crosses the
//! appetite silently, and what cannot be meant is refused.

use std::collections::{BTreeMap, HashSet};

use governance::Error;
use governance::Moment;
use governance::integrating::bringing_in::{Asked, Goes};
use governance::integrating::duplicates::{Control, duplicates};
use governance::integrating::reconcile::Missing;
use governance::integrating::scale::{Cell, Scales, round_trip, translate};
use governance::integrating::whole::Wanted;
use record::Id;
use serde_json::json;

use crate::house::{House, On, on_both, operator};

const HEAD: &str = "Risk ID,AIMS number,Risk,Likelihood,Impact,Rating,Category,Owner,Status\n";

fn risks() -> Asked {
    Asked { register: "enterprise".to_owned(), kind: "risk".to_owned() }
}

async fn bring(house: &House, rows: &str) -> governance::importing::ImportReport {
    let bytes = format!("{HEAD}{rows}").into_bytes();
    house.aims.import_register(&operator(), &risks(), "risks.csv", bytes, false).await.unwrap()
}

async fn field(house: &House, id: &Id, name: &str) -> serde_json::Value {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    record.document.get(name).cloned().unwrap_or_default()
}

/// Our scales, and those of every shipped register.
fn scales() -> (Scales, Vec<Scales>) {
    let configuration = House::build(On::Sqlite).aims.configuration();
    let enterprise = &configuration.libraries.enterprise;
    (enterprise.own(&configuration.catalog), enterprise.register.iter().map(|it| it.scales()).collect())
}

#[test]
fn no_cell_of_any_shipped_register_crosses_the_appetite_silently_and_none_becomes_milder() {
    let (own, all) = scales();
    assert_eq!(all.len(), 3);
    let mut told = 0;
    for there in &all {
        assert_eq!(there.faults(), Vec::<String>::new());
        for (one, other) in [(&own, there), (there, &own)] {
            for cell in one.every() {
                let Ok(back) = round_trip(one, other, cell) else {
                    told += 1;
                    continue;
                };
                assert_eq!(one.above(cell), one.above(back), "{cell:?} comes back as {back:?}");
                assert!(back.likelihood >= cell.likelihood && back.impact >= cell.impact, "{cell:?} {back:?}");
            }
        }
    }
    assert!(told > 0, "the shipped scales have cells that cross");
    // What crosses says both levels and both sides.
    let crossed = translate(&own, &all[0], Cell { likelihood: 3, impact: 2 }).unwrap_err();
    assert_eq!(crossed.says, "`high` is above the appetite, and becomes `tolerable`, which is within it");
}

#[test]
fn what_only_one_side_changed_follows_it_and_what_both_changed_waits() {
    on_both(async |house| {
        let first = bring(&house, "R-1,,Wrong refusals,possible,moderate,tolerable,technology,,open\n").await;
        assert_eq!((first.created, first.rejected), (1, 0), "{:?}", first.errors);
        let id: Id = "RSK-1".parse().unwrap();
        assert_eq!(
            (field(&house, &id, "likelihood").await, field(&house, &id, "consequence").await),
            (json!(3), json!(3))
        );
        let batch = first.batch.unwrap();
        // Only theirs.
        assert_eq!(bring(&house, "R-1,,Wrong refusals,remote,moderate,acceptable,technology,,open\n").await.updated, 1);
        assert_eq!(field(&house, &id, "likelihood").await, json!(1));
        // Only ours.
        house.edit_as(&operator(), &id, json!({ "consequence": 2 })).await.unwrap();
        bring(&house, "R-1,,Wrong refusals,remote,moderate,acceptable,technology,,open\n").await;
        assert_eq!(field(&house, &id, "consequence").await, json!(2));
        // Both.
        let both = bring(&house, "R-1,,Wrong refusals,remote,high,tolerable,technology,,open\n").await;
        assert_eq!(field(&house, &id, "consequence").await, json!(2));
        assert!(both.notices.iter().any(|it| it.reason.contains("both sides changed")), "{:?}", both.notices);
        let told = house.aims.enterprise(&operator(), &Wanted::default()).await.unwrap();
        assert_eq!(told.items["risk"][0].differences[0].verdict.name(), "both_changed");
        assert_eq!(told.log.len(), 3, "an import that changed nothing leaves no batch");
        house.aims.settle_entry(&operator(), &risks(), &id, Goes::Theirs).await.unwrap();
        assert_eq!(field(&house, &id, "consequence").await, json!(4));
        let told = house.aims.enterprise(&operator(), &Wanted::default()).await.unwrap();
        assert_eq!(told.items["risk"], Vec::new());
        // What was edited since stays when the first import is taken back.
        assert_eq!(house.aims.undo(&operator(), batch).await.unwrap().skipped.len(), 1);
    });
}

#[test]
fn ours_goes_with_the_next_export_and_a_change_that_crosses_is_told_and_not_taken() {
    on_both(async |house| {
        bring(&house, "R-1,,Late answers,remote,high,tolerable,operational,,open\n").await;
        let id: Id = "RSK-1".parse().unwrap();
        house.edit_as(&operator(), &id, json!({ "likelihood": 1 })).await.unwrap();
        let crossing = "R-1,,Late answers,possible,high,tolerable,operational,,open\n";
        let report = bring(&house, crossing).await;
        assert_eq!(field(&house, &id, "likelihood").await, json!(1));
        let says = "`tolerable` in the register is within the appetite, and `high` here is above the appetite";
        assert!(report.notices.iter().any(|it| it.reason == says), "{:?}", report.notices);
        house.aims.settle_entry(&operator(), &risks(), &id, Goes::Ours).await.unwrap();
        let out = house.aims.outgoing(&operator(), &risks()).await.unwrap();
        assert_eq!((out[0].says.get("likelihood"), out[0].says.get("level")), ("remote", "tolerable"));
    });
}

#[test]
fn words_that_came_with_a_row_go_out_with_it() {
    on_both(async |house| {
        let rows = "Risk ID,Risk,Description\nR-1,One,\"It may fail, and often\"\nR-2,Two,\n";
        let report = house.aims.import_register(&operator(), &risks(), "r.csv", rows.into(), false).await.unwrap();
        assert_eq!(report.created, 2, "{:?}", report.errors);
        let out = house.aims.export_register(&operator(), &risks(), true).await.unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.lines().next().unwrap().contains("Description"), "{out}");
        assert!(out.contains("\"It may fail, and often\""), "{out}");
        let again = house.aims.import_register(&operator(), &risks(), "r.csv", out.into_bytes(), false).await.unwrap();
        assert_eq!((again.created, again.rejected), (0, 0), "{again:?}");
    });
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_line() {
    on_both(async |house| {
        let rows = "R-1,,One,often,moderate,tolerable,technology,,open\nR-2,,Two,possible,moderate,tolerable,weather,,open\n\
                    ,,Three,possible,moderate,tolerable,technology,,open\nR-4,,Four,possible,moderate,tolerable,technology,,open\n\
                    R-4,,Again,possible,moderate,tolerable,technology,,open\nR-6,7,Six,,,,,,open\nR-7,RSK-99,Seven,,,,,,open\n";
        let report = bring(&house, rows).await;
        assert_eq!((report.created, report.rejected), (1, 6), "{:?}", report.errors);
        let reasons: Vec<(u64, &str)> = report.errors.iter().map(|it| (it.line, it.reason.as_str())).collect();
        assert!(reasons.contains(&(2, "`often` is not known")) && reasons.contains(&(3, "`weather` is not known")));
        assert!(reasons.contains(&(4, "it has no key")) && reasons.contains(&(6, "`R-4` stands in line 5 already")));
        assert!(reasons.contains(&(8, "there is no RSK-0099 here")), "{reasons:?}");
        let stands = bring(&house, "R-8,RSK-1,Eight,,,,,,open\n").await;
        assert!(
            stands.errors[0].reason.contains("RSK-0001 stands in the register as `R-4` already"),
            "{:?}",
            stands.errors
        );
        let other = Asked { register: "nowhere".to_owned(), ..risks() };
        let refused = house.aims.import_register(&operator(), &other, "a.csv", HEAD.into(), true).await.unwrap_err();
        assert!(refused.to_string().contains("`nowhere` is no register"), "{refused}");
        let refused = house.aims.import_register(&operator(), &risks(), "a.csv", "a,b\n1,2\n".into(), true).await;
        assert!(refused.unwrap_err().to_string().contains("has no column `Risk ID`"));
        // Two records with the same key are told.
        let entry = json!([{ "register": "enterprise", "key": "R-4" }]);
        house.add_as(&operator(), "risk", json!({ "title": "Other", "external_ids": entry })).await.unwrap();
        let told = house.aims.enterprise(&operator(), &Wanted::default()).await.unwrap();
        assert_eq!(told.twice.len(), 1);
    });
}

#[test]
fn a_mapping_relates_two_different_things_of_one_kind_and_is_reviewed_by_somebody_else() {
    on_both(async |house| {
        for it in ["a", "b"] {
            house.add("control", json!({ "title": it })).await;
        }
        house.add("risk", json!({ "title": "r" })).await;
        let author = house.person("Ada", "risk_officer", None).await;
        let reviewer = house.person("Rob", "risk_officer", None).await;
        let mapped =
            |to: &str| json!({ "title": "m", "from": "CTL-0001", "relation": "equal", "to": to, "rationale": "alike" });
        let said = |outcome: Result<governance::Committed, Error>| match outcome.unwrap_err() {
            Error::Refused(all) => all[0].message.clone(),
            other => other.to_string(),
        };
        let same = said(house.add_as(&author, "mapping", mapped("CTL-0001")).await);
        assert!(same.contains("CTL-0001 stands on both sides"), "{same}");
        let unlike = said(house.add_as(&author, "mapping", mapped("RSK-0001")).await);
        assert!(unlike.contains("CTL-0001 and RSK-0001 are of different kinds"), "{unlike}");
        let id = house.add_as(&author, "mapping", mapped("CTL-0002")).await.unwrap().id;
        let review = json!({ "reviewed_by": reviewer.person });
        let own = said(house.move_as(&author, &id, "review", review.clone()).await);
        assert!(own.contains("who created this record"), "{own}");
        house.move_as(&reviewer, &id, "review", review).await.unwrap();
    });
}

/// Numbers that follow from each other, so that a run can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// A register that loads what it is given, as another program would.
#[derive(Default)]
struct Register(BTreeMap<String, Vec<String>>);

impl Register {
    fn load(&mut self, csv: &[u8]) {
        let table = sheet::read(csv, "out.csv", &sheet::Limits::default()).unwrap();
        for row in table.rows {
            let mut cells: Vec<String> = row.cells[..9.min(row.cells.len())].to_vec();
            if cells[0].is_empty() {
                cells[0] = format!("N-{}", cells[1]);
            }
            self.0.insert(cells[0].clone(), cells);
        }
    }

    fn csv(&self) -> String {
        self.0.values().map(|it| it.join(",") + "\n").collect()
    }
}

#[test]
fn after_both_ways_both_sides_are_equal_and_the_second_run_changes_nothing() {
    on_both(async |house| {
        let mut there = Register::default();
        for n in 1..=6 {
            let cells = [
                &format!("R-{n}"),
                "",
                &format!("Risk {n}"),
                "possible",
                "moderate",
                "tolerable",
                "technology",
                "",
                "open",
            ];
            there.0.insert(format!("R-{n}"), cells.iter().map(|it| (*it).to_owned()).collect());
        }
        let own =
            json!({ "title": "Only here", "likelihood": 2, "consequence": 2, "enterprise_category": "strategic" });
        house.add_as(&operator(), "risk", own).await.unwrap();
        bring(&house, &there.csv()).await;
        let mut chance = Chance(7);
        for round in 0..5 {
            // Each side changes other risks, so that nothing has to be decided.
            for n in 1..=6 {
                let (category, id) =
                    (["financial", "reputation", "compliance"][chance.below(3)], format!("RSK-{}", n + 1));
                if (n + round) % 2 == 0 {
                    there.0.get_mut(&format!("R-{n}")).unwrap()[6] = category.to_owned();
                } else {
                    let fields = json!({ "likelihood": 1 + chance.below(2), "consequence": 1 + chance.below(3), "enterprise_category": category });
                    house.edit_as(&operator(), &id.parse().unwrap(), fields).await.unwrap();
                }
            }
            bring(&house, &there.csv()).await;
            there.load(&house.aims.export_register(&operator(), &risks(), true).await.unwrap());
            bring(&house, &there.csv()).await;
            let bytes = format!("{HEAD}{}", there.csv()).into_bytes();
            let items = house.aims.reconcile_register(&operator(), &risks(), "r.csv", bytes).await.unwrap();
            assert_eq!(items, Vec::new(), "round {round}");
            let again = bring(&house, &there.csv()).await;
            assert_eq!((again.created, again.updated, again.rejected), (0, 0, 0), "round {round}: {:?}", again.changes);
        }
        assert_eq!(there.0.len(), 7);
    });
}

#[test]
fn what_is_missing_is_told_on_its_side() {
    on_both(async |house| {
        house.add_as(&operator(), "risk", json!({ "title": "Only here" })).await.unwrap();
        let bytes = format!("{HEAD}R-9,,Only there,possible,moderate,tolerable,technology,,open\n").into_bytes();
        let items = house.aims.reconcile_register(&operator(), &risks(), "r.csv", bytes).await.unwrap();
        let missing: Vec<Option<Missing>> = items.iter().map(|it| it.missing).collect();
        assert_eq!(missing, [Some(Missing::There), Some(Missing::Here)]);
    });
}

fn control(number: i64, keys: [&str; 3], scope: &[&str]) -> Control {
    Control {
        id: Some(Id::new("CTL", number)),
        title: format!("Control {number}"),
        keys: keys.map(str::to_owned),
        scope: scope.iter().map(|it| (*it).to_owned()).collect(),
        ..Control::default()
    }
}

#[test]
fn words_never_decide_and_scopes_without_anything_in_common_are_no_duplicates() {
    let keys = ["access", "accounts", "inspection"];
    let alike = control(1, keys, &["SYS-0001"]);
    let pairs = |other: Control| duplicates(&[alike.clone(), other], &HashSet::new()).pairs.len();
    assert_eq!(pairs(control(2, keys, &["SYS-0001", "SYS-0002"])), 1);
    assert_eq!(pairs(control(2, keys, &[])), 1);
    assert_eq!(pairs(control(2, keys, &["SYS-0002"])), 0);
    assert_eq!(pairs(control(2, [" ACCESS", "accounts", "inspection"], &[])), 1);
    for other in
        [["other", "accounts", "inspection"], ["access", "other", "inspection"], ["access", "accounts", "inquiry"]]
    {
        assert_eq!(pairs(control(2, other, &[])), 0);
    }
    let found = duplicates(&[alike.clone(), control(2, ["access", "", "inspection"], &[])], &HashSet::new());
    assert_eq!((found.pairs.len(), found.not_comparable), (0, 1));
    let mapped = HashSet::from([(Id::new("CTL", 2), Id::new("CTL", 1))]);
    assert_eq!(duplicates(&[alike.clone(), control(2, keys, &[])], &mapped).pairs, Vec::new());
}

#[test]
fn ten_thousand_alike_are_each_held_against_one() {
    let all: Vec<Control> = (1..=10_000).map(|it| control(it, ["a", "b", "c"], &[])).collect();
    assert_eq!(duplicates(&all, &HashSet::new()).pairs.len(), 9_999);
}
