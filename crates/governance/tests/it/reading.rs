//! Reading now and at any past moment.

use governance::{Listing, Moment};
use serde_json::json;

use crate::house::{on_both, operator};

#[test]
fn a_past_moment_is_read_as_it_was() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Old name" })).await;
        house.later(48);
        house.edit_as(&operator(), &system.id, json!({ "title": "New name" })).await.unwrap();
        house.add("ai_system", json!({ "title": "Later" })).await;
        let then: Moment = "2026-03-03".parse().unwrap();
        let read = house.aims.record(&operator(), &system.id, &then).await.unwrap();
        assert_eq!(read.document["title"], "Old name");
        let page = house.aims.list(&operator(), &Listing { moment: then, ..Listing::of("ai_system") }).await.unwrap();
        assert_eq!(page.rows.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["Old name"]);
        let now = house
            .aims
            .list(&operator(), &Listing { sort: vec!["-title".to_owned()], ..Listing::of("ai_system") })
            .await
            .unwrap();
        assert_eq!(now.rows.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["New name", "Later"]);
    });
}

#[test]
fn a_past_moment_calls_what_it_names_as_it_was_called_then() {
    on_both(async |house| {
        let unit = house.add("organization_unit", json!({ "title": "Benefits" })).await.id;
        let system = house.add("ai_system", json!({ "title": "Scores", "unit": unit })).await.id;
        house.later(48);
        house.edit_as(&operator(), &unit, json!({ "title": "Benefits and housing" })).await.unwrap();
        house.edit_as(&operator(), &system, json!({ "title": "Scores of today" })).await.unwrap();
        for (moment, title, linked) in
            [("2026-03-03", "Benefits", "Scores"), ("now", "Benefits and housing", "Scores of today")]
        {
            let moment: Moment = moment.parse().unwrap();
            let read = house.aims.record(&operator(), &system, &moment).await.unwrap();
            assert_eq!(read.titles[&unit.to_string()].1, title);
            let listing = Listing { moment, ..Listing::of("ai_system") };
            let page = house.aims.list(&operator(), &listing).await.unwrap();
            assert_eq!(page.titles[&unit.to_string()].1, title);
            let read = house.aims.record(&operator(), &unit, &moment).await.unwrap();
            assert_eq!(read.titles[&system.to_string()].1, linked);
        }
    });
}

#[test]
fn a_filter_in_words_selects_and_says_what_it_does_not_know() {
    on_both(async |house| {
        for (title, likelihood) in [("Rare", 1), ("Likely", 4), ("Sure", 5)] {
            house
                .add("risk", json!({ "title": title, "event": "e", "likelihood": likelihood, "consequence": 3 }))
                .await;
        }
        let titles = async |filter: &str| {
            let listing = Listing { filter: filter.to_owned(), ..Listing::of("risk") };
            let page = house.aims.list(&operator(), &listing).await?;
            Ok::<_, governance::Error>(page.rows.into_iter().map(|it| it.title).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(titles("likelihood>=4").await.unwrap(), "Likely Sure");
        assert_eq!(titles("likelihood:1,5").await.unwrap(), "Rare Sure");
        assert_eq!(titles("-has:owner state:identified sure").await.unwrap(), "Sure");
        assert_eq!(titles("-likelihood:4").await.unwrap(), "Rare Sure");
        assert_eq!(titles("id:rsk-2").await.unwrap(), "Likely");
        assert!(titles("likelyhood:4").await.unwrap_err().to_string().contains("did you mean `likelihood`"));
        assert!(titles("title:\"open").await.is_err());
    });
}

#[test]
fn what_the_clock_decides_changes_by_itself() {
    on_both(async |house| {
        let action = house.add("action", json!({ "title": "Fix it", "form": "task", "due": "2026-03-03" })).await;
        let overdue = async |moment: &Moment| {
            let record = house.aims.record(&operator(), &action.id, moment).await.unwrap();
            record.standing.iter().find(|it| it.name == "overdue").unwrap().value.clone()
        };
        assert_eq!(overdue(&Moment::Now).await, false);
        house.later(72);
        assert_eq!(overdue(&Moment::Now).await, true);
        house.aims.run_due().await.unwrap();
        let late = house
            .aims
            .list(&operator(), &Listing { filter: "overdue:yes".to_owned(), ..Listing::of("action") })
            .await
            .unwrap();
        assert_eq!(late.total, 1);
        assert!(house.aims.doctor(false).await.unwrap().ok());
    });
}
