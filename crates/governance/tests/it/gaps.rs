//! Gap assessments: what evidence shows, who may say what beside it, and that what was concluded stays as it was.

use governance::gaps::saying::Said;
use governance::gaps::whole::Told;
use governance::{Actor, Error, Moment};
use record::{Change, Id};
use serde_json::json;

use crate::house::{House, on_both, operator, put};

/// A requirement of a library that looks at no records and expects no form of proof, so that pieces of evidence alone decide.
const PLAIN: &str = "ISO/IEC 27001:6.1.3";

async fn proof(house: &House, day: &str) -> Id {
    let meets = json!([{ "framework": "ISO/IEC 27001", "reference": "6.1.3" }]);
    let fields =
        json!({ "title": "Proof", "shows": "it was done", "form": "record", "collected_on": day, "meets": meets });
    put(house, "evidence", "accepted", fields).await
}

async fn assessment(house: &House, baseline: &str, by: &[&Actor]) -> Id {
    let by: Vec<&Id> = by.iter().filter_map(|it| it.person.as_ref()).collect();
    let fields = json!({ "title": "Quarter", "framework": "iso/iec 27001", "baseline": baseline, "scale": "nplf", "assessors": by,
        "conclusion": "Close what is open." });
    put(house, "assessment", "in_progress", fields).await
}

async fn told(house: &House, id: &Id) -> Told {
    house.aims.gaps(&operator(), id, &Moment::Now).await.unwrap()
}

/// What evidence shows, what is claimed and what is rated of a requirement.
fn steps(told: &Told) -> (String, String, String) {
    let it = told.cells.iter().find(|it| it.cell.reference == PLAIN).unwrap();
    let step = |at| told.step(at).to_owned();
    (step(it.cell.evidenced), step(it.claimed), step(it.rated))
}

fn three(evidenced: &str, claimed: &str, rated: &str) -> (String, String, String) {
    (evidenced.to_owned(), claimed.to_owned(), rated.to_owned())
}

fn said(level: &str, reason: &str) -> Vec<Said> {
    let (requirement, level, reason) = ("6.1.3".to_owned(), level.to_owned(), reason.to_owned());
    vec![Said { requirement, level, reason, ..Said::default() }]
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>, says: &str) {
    let Err(Error::Refused(refusals)) = outcome else { panic!("not refused: {says}: {outcome:?}") };
    assert!(refusals.iter().any(|it| format!("{it:?}").contains(says)), "{says}: {refusals:?}");
}

fn wrong<T: std::fmt::Debug>(outcome: Result<T, Error>, says: &str) {
    let Err(Error::Problems(problems)) = outcome else { panic!("no problem: {says}: {outcome:?}") };
    assert!(problems[0].message.contains(says), "{says}: {problems:?}");
}

#[test]
fn a_rating_falls_with_its_evidence_and_what_is_claimed_above_lifts_nothing() {
    on_both(async |house: House| {
        let (ana, bea) = (house.person("Ana", "reader", None).await, house.person("Bea", "reader", None).await);
        let id = assessment(&house, "2026-12-31", &[&ana, &bea]).await;
        let only = proof(&house, "2026-02-20").await;
        assert_eq!(steps(&told(&house, &id).await), three("L", "", ""));
        house.aims.rate(&ana, &id, None, said("", "")).await.unwrap();
        assert_eq!(steps(&told(&house, &id).await), three("L", "L", "L"));
        house.aims.rate(&bea, &id, None, said("F", "seen on site")).await.unwrap();
        let now = told(&house, &id).await;
        let cell = now.cells.iter().find(|it| it.cell.reference == PLAIN).unwrap();
        assert!(cell.above && cell.differ, "{cell:?}");
        assert_eq!(steps(&now), three("L", "L", "L"));
        assert!(now.agreement[0].kappa.is_none() && now.agreement[0].why.as_ref().unwrap().contains("share 1 ratings"));
        house.move_as(&operator(), &only, "reject", json!({})).await.unwrap();
        assert_eq!(steps(&told(&house, &id).await), three("N", "L", "N"));
        let seen = vec![Said { seen: "L".into(), ..said("", "").remove(0) }];
        wrong(house.aims.rate(&ana, &id, None, seen).await, "evidence showed `L` and shows `N` now");
        wrong(house.aims.rate(&ana, &id, None, said("P", "")).await, "needs a reason");
        wrong(house.aims.rate(&ana, &id, None, said("Z", "so")).await, "`Z` is no step; there are N, P, L, F");
        let other = vec![Said { subject: "ORG-0001".into(), ..said("P", "so").remove(0) }];
        wrong(house.aims.rate(&ana, &id, None, other).await, "has no such requirement and column");
        wrong(house.aims.rate(&operator(), &id, None, said("P", "so")).await, "say with `by` who rates");
    });
}

#[test]
fn only_assessors_rate_each_in_a_sheet_of_their_own_and_what_was_concluded_is_fixed() {
    on_both(async |house: House| {
        let (ana, bea) = (house.person("Ana", "reader", None).await, house.person("Bea", "reader", None).await);
        let lead = house.person("Lead", "governance_lead", None).await;
        let id = assessment(&house, "2026-12-31", &[&ana, &bea]).await;
        refused(house.aims.rate(&lead, &id, None, said("P", "so")).await, "is no assessor of");
        refused(house.aims.rate(&lead, &id, ana.person.as_ref(), said("P", "so")).await, "filled in by its assessor");
        let sheet = house.aims.rate(&ana, &id, None, said("P", "we do it")).await.unwrap().id;
        let rows = json!([{ "requirement": "ISO/IEC 27001:6.1.3", "said": "challenged", "level": "F" }]);
        refused(house.edit_as(&ana, &sheet, json!({ "rows": rows })).await, "challenged without a reason");
        let second = json!({ "title": "Again", "assessment": id, "owner": ana.person });
        refused(house.add_as(&ana, "rating", second).await, "is their sheet already");
        refused(house.move_as(&lead, &id, "conclude", json!({})).await, "is not handed in yet");
        house.move_as(&ana, &sheet, "hand_in", json!({})).await.unwrap();
        refused(house.edit_as(&ana, &sheet, json!({ "title": "Mine" })).await, "was handed in");
        let other = house.aims.rate(&bea, &id, None, said("", "")).await.unwrap().id;
        house.move_as(&bea, &other, "hand_in", json!({})).await.unwrap();
        refused(house.move_as(&lead, &id, "conclude", json!({})).await, "assessors differ about `ISO/IEC 27001:6.1.3`");
        let settled = json!([{ "requirement": PLAIN, "level": "N", "reason": "nothing was shown" }]);
        house.edit_as(&lead, &id, json!({ "settled": settled })).await.unwrap();
        assert_eq!(steps(&told(&house, &id).await), three("N", "N", "N"));
        house.move_as(&lead, &id, "conclude", json!({})).await.unwrap();
        refused(
            house.edit_as(&lead, &id, json!({ "conclusion": "Another." })).await,
            "what was concluded is not edited",
        );
        refused(
            house.move_as(&ana, &sheet, "take_back", json!({})).await,
            "sheets are filled in while it is in progress",
        );
    });
}

#[test]
fn last_quarters_gap_is_told_again_to_the_byte_whatever_happened_since() {
    on_both(async |house: House| {
        let ana = house.person("Ana", "risk_officer", None).await;
        let first = proof(&house, "2026-02-20").await;
        let id = assessment(&house, "2026-03-05", &[&ana]).await;
        house.later(24 * 5);
        // It came after the baseline, so that it shows nothing of that day.
        let second = proof(&house, "2026-03-04").await;
        assert_eq!(steps(&told(&house, &id).await).0, "L");
        let sheet = house.aims.rate(&ana, &id, None, said("", "")).await.unwrap().id;
        house.move_as(&ana, &sheet, "hand_in", json!({})).await.unwrap();
        house.move_as(&ana, &id, "conclude", json!({})).await.unwrap();
        let files = async || {
            let mut all = Vec::new();
            for ending in ["json", "html", "xlsx"] {
                all.push(house.aims.gaps_file(&operator(), &id, &Moment::Now, ending).await.unwrap());
            }
            all
        };
        let before = files().await;
        house.later(24 * 100);
        for it in [&first, &second] {
            let gone = Change::Retire { id: (*it).clone(), base: None, why: "no more".into() };
            house.aims.commit(&operator(), gone, None).await.unwrap();
        }
        let person = ana.person.clone().unwrap();
        house.edit_as(&operator(), &person, json!({ "title": "Ana Other" })).await.unwrap();
        let folder = house.home.path().join("config/library");
        std::fs::create_dir_all(&folder).unwrap();
        let own = "[weight]\nshall = 3.0\nshould = 1.0\nmay = 0.0\ncan = 0.0\nnote = 0.0\n[agreement]\nleast = 2\nlevel = 0.9\n";
        std::fs::write(folder.join("gaps.toml"), own).unwrap();
        house.aims.apply_configuration(&operator()).await.unwrap();
        assert_eq!(files().await, before);
        let next = assessment(&house, "2026-12-31", &[&ana]).await;
        house.edit_as(&operator(), &next, json!({ "earlier": id })).await.unwrap();
        let trend = told(&house, &next).await.trend.unwrap();
        let fell: Vec<&str> = trend.fallen.iter().map(|it| it.reference.as_str()).collect();
        assert_eq!((fell, trend.risen.len()), (vec![PLAIN], 0), "{trend:?}");
        assert!(trend.moved.unwrap() > 0.0);
    });
}

#[test]
fn each_gap_is_one_action_and_its_hours_are_the_effort() {
    on_both(async |house: House| {
        let ana = house.person("Ana", "risk_officer", None).await;
        let id = assessment(&house, "2026-12-31", &[&ana]).await;
        let now = told(&house, &id).await;
        assert!(now.effort.hours.is_none() && now.effort.why.as_ref().unwrap().contains("nothing says how many hours"));
        let opened = house.aims.open_gaps(&ana, &id, Some(2), None).await.unwrap();
        assert_eq!((opened.opened.len(), opened.there.len()), (2, 0));
        let again = house.aims.open_gaps(&ana, &id, Some(2), None).await.unwrap();
        assert_eq!((again.opened.len(), again.there), (0, opened.opened.clone()));
        let reference = &now.order[0].item.reference;
        assert_eq!(house.aims.open_gap(&ana, reference, None).await.unwrap(), opened.opened[0], "from elsewhere too");
        house.edit_as(&ana, &opened.opened[0], json!({ "effort": 6.5 })).await.unwrap();
        let effort = told(&house, &id).await.effort;
        assert_eq!((effort.hours, effort.known), (Some(6.5), 1));
        let row = json!([{ "requirement": now.order[2].item.reference, "hours": 10.0 }]);
        house.edit_as(&ana, &id, json!({ "effort": row })).await.unwrap();
        assert_eq!(told(&house, &id).await.effort.hours, Some(16.5), "nothing is achieved of it yet");
        let unknown = house.aims.open_gaps(&ana, &id, None, Some("99.9")).await;
        assert!(matches!(unknown, Err(Error::Missing(_))), "{unknown:?}");
    });
}

#[test]
fn the_longest_unbroken_proof_reaches_the_highest_level_and_nothing_less_does() {
    let libraries = governance::libraries::Libraries::shipped();
    let scale = libraries.gaps.scale("levels").unwrap();
    let shown = |status, days| scale.shown(status, days).map(|it| scale.level[it].name.as_str());
    use conformity::Status::{DesignedNotOperating, NotApplicable, NotAssessable, NotStarted, Operating, Stale};
    assert_eq!((shown(Operating, 364), shown(Operating, 365)), (Some("4"), Some("5")));
    assert_eq!((shown(NotStarted, 900), shown(Stale, 900)), (Some("0"), Some("2")));
    assert_eq!(shown(DesignedNotOperating, 900), Some("3"));
    assert_eq!((shown(NotApplicable, 0), shown(NotAssessable, 0)), (None, None));
}
