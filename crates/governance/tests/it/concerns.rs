//! Concerns on both databases: who reads them, who may investigate them, a ladder that goes past whom they are about, names in confidence, and
//! what happens to reporters.

use governance::concerns::channel::Told;
use governance::{Actor, Error, Listing, Moment};
use record::Id;
use serde_json::json;

use crate::house::{House, on_both, operator, somebody};

fn told(reporter: &str, name: &str, concerned: &str) -> Told {
    let text = str::to_owned;
    Told {
        reporter: text(reporter),
        name: text(name),
        topic: text("Scores"),
        words: text("Changed by hand."),
        concerned: text(concerned),
    }
}

fn concern() -> Id {
    "CRN-1".parse().unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Refused(all)) => all.iter().map(|it| it.message.clone()).collect::<Vec<_>>().join("; "),
        other => format!("{:?}", other.unwrap_err()),
    }
}

async fn text(house: &House, id: &Id, field: &str) -> String {
    let record = house.aims.record(&operator(), id, &Moment::Now).await.unwrap();
    record.document.get(field).map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).unwrap_or_default()
}

#[test]
fn a_complaint_about_a_manager_goes_past_the_manager_and_whoever_reports_there() {
    on_both(async |house| {
        let boss = house.person("Boss", "governance_lead", None).await;
        let below = house.person("Below", "internal_auditor", None).await;
        let apart = house.person("Apart", "internal_auditor", None).await;
        let (boss_id, below_id, apart_id) =
            (boss.person.unwrap(), below.person.clone().unwrap(), apart.person.clone().unwrap());
        house.edit_as(&operator(), &below_id, json!({ "manager": boss_id })).await.unwrap();
        house.aims.raise_concern(told("anonymous", "", "Boss")).await.unwrap();
        assert_eq!(text(&house, &concern(), "concerned").await, json!([boss_id]).to_string());
        // The ladder was told whom it is about, and its first step reached nobody of them.
        let rows = house.aims.list(&operator(), &Listing::of("escalation")).await.unwrap().rows;
        let steps = rows[0].document["steps"].to_string();
        assert!(!steps.contains(&boss_id.to_string()) && !steps.contains(&below_id.to_string()), "{steps}");
        assert!(steps.contains(&apart_id.to_string()), "{steps}");
        let told = serde_json::to_string(&rows[0].document).unwrap();
        assert!(!told.contains("Changed by hand") && !told.contains(&boss_id.to_string()), "{told}");
        for (owner, says) in
            [(&boss_id, "is whom the concern is about"), (&below_id, "reports to somebody whom the concern is about")]
        {
            let said = refused(house.move_as(&apart, &concern(), "investigate", json!({ "owner": owner })).await);
            assert!(said.contains(says), "{said}");
        }
        let said = refused(house.edit_as(&below, &concern(), json!({ "protection": "none" })).await);
        assert!(said.contains("about you, or about somebody above you"), "{said}");
        house.move_as(&apart, &concern(), "investigate", json!({ "owner": apart_id })).await.unwrap();
    });
}

/// The only auditor is whom it is about: the ladder goes on to others, who may not read concerns; one of them is given it.
#[test]
fn a_concern_about_the_only_auditor_is_given_to_somebody_else() {
    on_both(async |house| {
        let auditor = house.person("Audrey", "internal_auditor", None).await;
        let legal = house.person("Leo", "legal", None).await;
        house.person("Lina", "executive", None).await;
        house.aims.raise_concern(told("anonymous", "", "Audrey")).await.unwrap();
        let legal_id = legal.person.clone().unwrap();
        assert_eq!(text(&house, &concern(), "owner").await, legal_id.to_string());
        assert!(house.aims.record(&auditor, &concern(), &Moment::Now).await.is_err());
        house.aims.record(&legal, &concern(), &Moment::Now).await.unwrap();
        house.move_as(&legal, &concern(), "investigate", json!({})).await.unwrap();
        house.move_as(&legal, &concern(), "answer", json!({ "outcome": "Looked into." })).await.unwrap();
        // Its clean twin: a concern about somebody else stays with the auditor, who says who investigates it.
        house.aims.raise_concern(told("anonymous", "", "Lina")).await.unwrap();
        let second: Id = "CRN-2".parse().unwrap();
        assert_eq!(text(&house, &second, "owner").await, "");
        house.aims.record(&auditor, &second, &Moment::Now).await.unwrap();
        assert!(house.aims.record(&legal, &second, &Moment::Now).await.is_err());
        // The auditor is silent, so the ladder goes on; whom it tells then is given what they could not read.
        house.later(24 * 10);
        house.aims.run_due().await.unwrap();
        assert_eq!(text(&house, &second, "owner").await, legal_id.to_string());
    });
}

#[test]
fn the_code_opens_the_dialogue_and_no_administrator_reads_it() {
    on_both(async |house| {
        let code = house.aims.raise_concern(told("anonymous", "Someone Who Slipped", "")).await.unwrap();
        assert_eq!(code.replace('-', "").len(), 26);
        for account in ["administrator", "governance_lead", "legal", "executive"] {
            let found = house.aims.record(&somebody("ada", &[account]), &concern(), &Moment::Now).await;
            assert!(matches!(found, Err(Error::Missing(_))), "{account}");
        }
        let auditor = somebody("ina", &["internal_auditor"]);
        let record = house.aims.record(&auditor, &concern(), &Moment::Now).await.unwrap();
        assert!(
            !record.document.values().any(|it| it.to_string().contains("Slipped") || it.to_string().contains(&code))
        );
        house.aims.answer_concern(&auditor, &concern(), "Which scores?", None).await.unwrap();
        let seen = house.aims.follow_concern(&code.to_lowercase()).await.unwrap();
        assert_eq!((seen.messages[0].by.as_str(), seen.messages[0].words.as_str()), ("handler", "Which scores?"));
        assert_eq!(seen.day, "2026-03-02");
        let seen = house.aims.add_to_concern(&code, "Those of March.").await.unwrap();
        assert_eq!(seen.messages.len(), 2);
        assert!(house.aims.follow_concern("wrong").await.is_err());
        // What a reporter said is not edited.
        let said = refused(house.edit_as(&auditor, &concern(), json!({ "words": "Nothing." })).await);
        assert!(said.contains("stays as it came"), "{said}");
        // Whoever is signed in is known, so nobody raises one by nobody there.
        let anonymous = json!({ "title": "x", "reporter": "anonymous", "words": "y" });
        let said = refused(house.add_as(&house.person("Eva", "engineer", None).await, "concern", anonymous).await);
        assert!(said.contains("/concerns"), "{said}");
        // History names the channel and nobody else.
        let past = house.aims.history(&operator(), &concern()).await.unwrap();
        assert!(format!("{past:?}").contains("concern_channel"));
    });
}

#[test]
fn a_name_in_confidence_is_for_the_investigator_and_each_look_is_entered() {
    on_both(async |house| {
        let reporter = house.person("Rita Reporter", "engineer", None).await;
        let apart: Actor = house.person("Apart", "internal_auditor", None).await;
        house.aims.raise_concern(told("confidential", "Rita Reporter", "")).await.unwrap();
        let record = house.aims.record(&operator(), &concern(), &Moment::Now).await.unwrap();
        assert!(!record.document.values().any(|it| it.to_string().contains("Rita")), "{:?}", record.document);
        assert!(
            house.aims.reporter_of_concern(&apart, &concern()).await.is_err(),
            "not before it is hers to investigate"
        );
        house.move_as(&apart, &concern(), "investigate", json!({ "owner": apart.person })).await.unwrap();
        let before = house.aims.head().await.unwrap().size;
        assert_eq!(house.aims.reporter_of_concern(&apart, &concern()).await.unwrap(), "Rita Reporter");
        assert_eq!(house.aims.head().await.unwrap().size, before + 1);
        // What happens to her within the time is told to who protects reporters, and to nobody else.
        assert_eq!(house.aims.watch_reporters(&apart).await.unwrap(), Vec::new());
        house.later(24);
        let assignment: Id = "ASG-1".parse().unwrap();
        house.move_as(&operator(), &assignment, "end", json!({})).await.unwrap();
        house.edit_as(&operator(), &reporter.person.clone().unwrap(), json!({ "job": "Archive" })).await.unwrap();
        house
            .add("breach", json!({ "title": "Late", "form": "other", "severity": "low", "who": [reporter.person] }))
            .await;
        let seen = house.aims.watch_reporters(&apart).await.unwrap();
        let says: Vec<&str> = seen.iter().map(|it| it.says.as_str()).collect();
        assert!(
            says.iter().any(|it| it.contains("became ended"))
                && says.iter().any(|it| it.contains("was entered against them"))
                && says.iter().any(|it| it.contains("`Archive`")),
            "{says:?}"
        );
        assert!(house.aims.watch_reporters(&somebody("ada", &["administrator"])).await.is_err());
        // After the time nothing is told.
        house.later(24 * 400);
        house.edit_as(&operator(), &seen[0].person, json!({ "job": "Cellar" })).await.unwrap();
        assert_eq!(house.aims.watch_reporters(&apart).await.unwrap().len(), seen.len());
    });
}
