//! Relations of crosswalks on both databases: what confirming one would change is what it changes, what merely intersects changes nothing, another
//! relation waits for somebody else, and who may decide.

use conformity::Status;
use governance::crosswalking::deciding::{Act, Asked, Done, Named};
use governance::crosswalking::told::{Row, Show};
use governance::{Actor, Error};
use library::Relation;
use serde_json::json;

use crate::house::{House, on_both, operator, put};

const WALK: &str = "iso-iec-42001--iso-iec-27001";

pub async fn decide(house: &House, who: &Actor, act: Act, maps: &[&str]) -> Result<Done, Error> {
    let maps = maps.iter().map(|it| it.parse::<Named>().unwrap()).collect();
    let asked = Asked { maps, act, why: "both were read side by side".to_owned(), reviewer: None };
    house.aims.review_crosswalk(who, WALK, asked).await
}

fn message(outcome: Result<Done, Error>) -> String {
    match outcome.unwrap_err() {
        Error::Refused(all) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        Error::Problems(all) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

async fn row(house: &House, from: &str) -> Row {
    let told = house.aims.crosswalk(&operator(), WALK, Show::All).await.unwrap();
    told.rows.into_iter().find(|it| it.from.id == from).unwrap()
}

async fn status(house: &House, reference: &str) -> Status {
    house.aims.requirement(&operator(), reference, None, None).await.unwrap().status
}

#[test]
fn proof_passes_along_what_somebody_confirmed_and_as_it_was_foreseen() {
    on_both(async |house: House| {
        let reviewer = house.person("Rea", "risk_officer", None).await;
        for (day, reference) in [("2026-01-05", "7.5.2"), ("2026-02-20", "7.5.2"), ("2026-02-20", "6.1.3")] {
            let fields = json!({ "title": "Proof", "shows": "it was done", "form": "record", "collected_on": day,
                "meets": [{ "framework": "ISO/IEC 27001", "reference": reference }] });
            put(&house, "evidence", "accepted", fields).await;
        }
        let target = "ISO/IEC 42001:7.5.2";
        let before = status(&house, target).await;
        let told = row(&house, "7.5.2").await;
        assert!(told.open && told.passes && told.relation == Relation::EquivalentTo);
        let foreseen = told.would.iter().find(|it| it.reference == target).unwrap();
        assert_eq!(foreseen.before, before);
        let (all, open) = {
            let told = house.aims.crosswalk(&operator(), WALK, Show::Open).await.unwrap();
            assert!(told.would.contains(foreseen) && told.rows.len() == told.open);
            (told.relations, told.open)
        };
        assert_eq!((all, open), (92, 92));

        // What merely intersects is confirmed like everything else, and changes nothing.
        let intersects = row(&house, "6.1.3").await;
        assert!(intersects.relation == Relation::IntersectsWith && intersects.would.is_empty() && !intersects.passes);
        let other = status(&house, "ISO/IEC 42001:6.1.3").await;
        let done = decide(&house, &reviewer, Act::Confirm, &["6.1.3=6.1.3", "7.5.2|7.5.2"]).await.unwrap();
        assert_eq!((done.mappings.len(), done.unchanged), (2, 0));
        assert_eq!(status(&house, "ISO/IEC 42001:6.1.3").await, other);
        assert_eq!(status(&house, target).await, foreseen.after);
        assert_ne!(foreseen.after, before);
        let told = row(&house, "7.5.2").await;
        let decided = told.decided.unwrap();
        assert!(!told.open && decided.counts && decided.by.as_ref() == reviewer.person.as_ref());
        assert_eq!(decided.on.map(|it| it.to_string()).as_deref(), Some("2026-03-02"));
        assert_eq!(decide(&house, &reviewer, Act::Confirm, &["7.5.2=7.5.2"]).await.unwrap().unchanged, 1);
        let links = house.aims.links_of_library(&operator()).await.unwrap();
        let step = links.from("ISO/IEC 27001:7.5.2").iter().find(|it| it.to == target).unwrap();
        assert_eq!(step.reviewer.as_deref(), Some("Rea"));

        // Rejected, it passes nothing on; the evidence is where it was.
        decide(&house, &reviewer, Act::Reject, &["7.5.2=7.5.2"]).await.unwrap();
        assert_eq!(status(&house, target).await, before);
        assert_eq!(row(&house, "7.5.2").await.decided.unwrap().state, "rejected");
        decide(&house, &reviewer, Act::Confirm, &["7.5.2=7.5.2"]).await.unwrap();
        assert_eq!(status(&house, target).await, foreseen.after);
    });
}

#[test]
fn another_relation_waits_for_somebody_else_and_few_decide() {
    on_both(async |house: House| {
        let one = house.person("One", "risk_officer", None).await;
        let other = house.person("Other", "risk_officer", None).await;
        let administrator = house.person("Adam", "administrator", None).await;
        let engineer = house.person("Eng", "engineer", None).await;
        let refused = message(decide(&house, &administrator, Act::Confirm, &["7.5.2=7.5.2"]).await);
        assert!(refused.contains("decided by a risk officer or the governance lead"), "{refused}");
        decide(&house, &engineer, Act::Confirm, &["7.5.2=7.5.2"]).await.unwrap_err();
        let nobody = message(decide(&house, &operator(), Act::Confirm, &["7.5.2=7.5.2"]).await);
        assert!(nobody.contains("a review needs a person"), "{nobody}");
        let unknown = message(decide(&house, &one, Act::Confirm, &["7.5.2=9.9"]).await);
        assert!(unknown.contains("relates `7.5.2` and `9.9` in no way"), "{unknown}");
        let blank = Asked {
            maps: vec!["7.5.2=7.5.2".parse().unwrap()],
            act: Act::Confirm,
            why: " ".to_owned(),
            reviewer: None,
        };
        assert!(message(house.aims.review_crosswalk(&one, WALK, blank).await).contains("say why"));

        let change = Act::Change(Relation::SubsetOf);
        decide(&house, &one, change, &["7.5.2=7.5.2"]).await.unwrap();
        let waits = row(&house, "7.5.2").await;
        assert!(waits.open && waits.proposed.as_ref().is_some_and(|it| it.relation == "subset" && !it.counts));
        let own = message(decide(&house, &one, change, &["7.5.2=7.5.2"]).await);
        assert!(own.contains("who created this record"), "{own}");
        decide(&house, &other, change, &["7.5.2=7.5.2"]).await.unwrap();
        let told = row(&house, "7.5.2").await;
        assert!(!told.open && told.decided.as_ref().is_some_and(|it| it.relation == "subset" && it.counts));
        let links = house.aims.links_of_library(&operator()).await.unwrap();
        let shows = |from: &str| links.from(from).iter().any(|it| it.shows());
        assert!(shows("ISO/IEC 27001:7.5.2") && !shows("ISO/IEC 42001:7.5.2"), "from the wider to its part alone");
        // Nobody enters a review without the page, and what was reviewed is not edited in place.
        let entered = json!({ "title": "m", "from_requirement": "ISO/IEC 42001:6.3", "to_requirement": "ISO/IEC 27001:6.3",
            "relation": "equal", "rationale": "alike" });
        let change = record::Change::Create {
            kind: "mapping".to_owned(),
            state: Some("reviewed".to_owned()),
            document: crate::house::object(entered.clone()),
        };
        let refused = house.aims.commit(&one, change, None).await.unwrap_err();
        assert!(
            matches!(refused, Error::Refused(ref all) if all[0].message.contains("starts before anybody judged it")),
            "{refused:?}"
        );
        let id = house.add_as(&one, "mapping", entered).await.unwrap().id;
        house.move_as(&other, &id, "review", json!({ "reviewed_by": other.person })).await.unwrap();
        let links = house.aims.links_of_library(&operator()).await.unwrap();
        assert!(
            links.from("ISO/IEC 42001:6.3").iter().any(|it| it.shows()),
            "a mapping that somebody entered counts as well"
        );
    });
}
