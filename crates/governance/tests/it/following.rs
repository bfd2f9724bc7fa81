//! Comments are read by whoever reads their record, now and after it was tightened or moved, and tell whom they mention.

use governance::{Error, Listing, Moment};
use record::Id;
use serde_json::{Value, json};

use crate::house::{House, On, on_both, operator};

async fn comments(house: &House, actor: &governance::Actor) -> Vec<String> {
    let page = house.aims.list(actor, &Listing::of("comment")).await.unwrap();
    page.rows.into_iter().map(|it| it.id.to_string()).collect()
}

async fn comment(house: &House, about: &Id) -> Id {
    house.add("comment", json!({ "about": about, "body": "Between us." })).await.id
}

#[test]
fn a_comment_follows_its_record_when_that_is_tightened() {
    on_both(async |house| {
        let reader = house.person("Rita", "reader", None).await;
        let risk = house.add("risk", json!({ "title": "Leak", "event": "e" })).await.id;
        let first = comment(&house, &risk).await;
        let answer = comment(&house, &first).await;
        assert_eq!(comments(&house, &reader).await.len(), 2);
        let before = house.aims.head().await.unwrap().size;
        house.edit_as(&operator(), &risk, json!({ "access": "restricted" })).await.unwrap();
        assert_eq!(house.aims.head().await.unwrap().size, before + 1, "comments get no version of their own");
        assert!(comments(&house, &reader).await.is_empty());
        for id in [&first, &answer] {
            let gone = house.aims.record(&reader, id, &Moment::Now).await;
            assert!(matches!(gone, Err(Error::Missing(_))), "{gone:?}");
        }
        let past = Listing { moment: Moment::Place(before - 1), ..Listing::of("comment") };
        assert_eq!(house.aims.list(&reader, &past).await.unwrap().rows.len(), 0, "the past is no way around");
        assert_eq!(house.aims.search(&reader, "between", &[], 10).await.unwrap().len(), 0);
        // What is said from now on, and what is edited from now on, is no looser.
        let later = comment(&house, &risk).await;
        house.edit_as(&operator(), &first, json!({ "body": "Between you and me." })).await.unwrap();
        assert!(comments(&house, &reader).await.is_empty());
        house.edit_as(&operator(), &risk, json!({ "access": "internal" })).await.unwrap();
        assert_eq!(comments(&house, &reader).await.len(), 3, "{later} and the others");
        let report = house.aims.doctor(false).await.unwrap();
        assert!(report.ok(), "{report:?}");
        assert!(house.aims.verify_live(None, None).await.unwrap().ok());
    });
}

#[test]
fn a_comment_follows_its_record_into_another_unit() {
    on_both(async |house| {
        let north = house.add("organization_unit", json!({ "title": "North" })).await.id;
        let south = house.add("organization_unit", json!({ "title": "South" })).await.id;
        let reader = house.person("Nora", "reader", Some(&north)).await;
        let risk = house.add("risk", json!({ "title": "Leak", "event": "e", "unit": south })).await.id;
        comment(&house, &risk).await;
        assert_eq!(comments(&house, &reader).await.len(), 0);
        house.edit_as(&operator(), &risk, json!({ "unit": north })).await.unwrap();
        assert_eq!(comments(&house, &reader).await.len(), 1);
    });
}

#[test]
fn nobody_comments_on_what_they_cannot_read_or_loosens_a_comment() {
    on_both(async |house| {
        let reader = house.person("Rita", "reader", None).await;
        let risk = house.add("risk", json!({ "title": "Leak", "event": "e", "access": "restricted" })).await.id;
        let said = json!({ "about": risk, "body": "What is this?" });
        let refused = house.add_as(&reader, "comment", said).await.unwrap_err();
        assert!(refused.to_string().contains("does not exist"), "{refused}");
        let loose = json!({ "about": risk, "body": "Public!", "access": "public" });
        let refused = house.add_as(&operator(), "comment", loose).await.unwrap_err();
        assert!(matches!(refused, Error::Problems(_)), "{refused}");
    });
}

#[test]
fn a_mention_reaches_who_may_read_the_comment_once() {
    let (server, received) = crate::telling::mail_server();
    let house = House::build_with(On::Sqlite, |options| {
        options.mail = Some(governance::notify::Mail { server, from: "aims <aims@test.example>".to_owned() });
    });
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let rita = house.person("Rita", "reader", None).await;
        let lea = house.person("Lea", "legal", None).await;
        for (name, actor) in [("rita", &rita), ("lea", &lea)] {
            let account = governance::account::NewAccount {
                name: name.to_owned(),
                email: format!("{name}@test.example"),
                password: None,
                person: actor.person.clone(),
                service: false,
            };
            house.aims.add_account(&operator(), account).await.unwrap();
        }
        let title = "Leak <b>\"of\" =1+1";
        let risk = house.add("risk", json!({ "title": title, "event": "e", "access": "restricted" })).await.id;
        let mentions: Vec<Value> = [&rita, &lea].iter().map(|it| json!(it.person)).collect();
        let body = "Look.\n.\nSubject: forged <script>alert(1)</script>";
        house.add("comment", json!({ "about": risk, "body": body, "mentions": mentions })).await;
        assert_eq!(house.aims.run_due().await.unwrap(), 2, "one is sent, one is left unsaid");
        let mail = received.recv().unwrap();
        assert!(mail.contains("To: lea@test.example"), "{mail}");
        let head = mail.split("\n\n").next().unwrap();
        assert_eq!(head.lines().filter(|it| it.to_lowercase().starts_with("subject:")).count(), 1, "{mail}");
        assert!(head.contains("text/plain") || !head.to_lowercase().contains("text/html"), "{mail}");
        house.later(1);
        assert_eq!(house.aims.run_due().await.unwrap(), 0);
        assert!(received.try_recv().is_err(), "nobody is told twice");
    });
}

#[test]
fn a_release_belongs_where_its_system_belongs_unless_it_says_otherwise() {
    on_both(async |house| {
        let north = house.add("organization_unit", json!({ "title": "North" })).await.id;
        let south = house.add("organization_unit", json!({ "title": "South" })).await.id;
        let reader = house.person("Nora", "reader", Some(&north)).await;
        let system = house.add("ai_system", json!({ "title": "Scores", "unit": south })).await.id;
        let release = house.add("release", json!({ "title": "Scores 1", "system": system })).await.id;
        let own = house.add("release", json!({ "title": "Scores 2", "system": system, "unit": south })).await.id;
        let seen = async || {
            let page = house.aims.list(&reader, &Listing::of("release")).await.unwrap();
            page.rows.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert!(seen().await.is_empty());
        house.edit_as(&operator(), &system, json!({ "unit": north })).await.unwrap();
        assert_eq!(seen().await, std::slice::from_ref(&release));
        house.aims.record(&reader, &release, &Moment::Now).await.unwrap();
        assert!(house.aims.record(&reader, &own, &Moment::Now).await.is_err());
        house.edit_as(&operator(), &own, json!({ "unit": null })).await.unwrap();
        assert_eq!(seen().await, [release.clone(), own]);
        house.edit_as(&operator(), &release, json!({ "unit": south })).await.unwrap();
        assert!(house.aims.record(&reader, &release, &Moment::Now).await.is_err());
        let report = house.aims.doctor(false).await.unwrap();
        assert!(report.ok(), "{report:?}");
    });
}
