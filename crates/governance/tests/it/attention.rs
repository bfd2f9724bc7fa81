//! What wants attention: the file against the kinds, the ladder of reminders, digests, and the health of systems.

use governance::digest::{Often, Wish, letter};
use governance::health::{LOOKS, Light};
use governance::inbox::Snooze;
use governance::{Actor, Listing};
use serde_json::json;

use crate::house::{House, On, operator};

#[test]
fn every_date_and_every_decision_is_one_that_its_kind_has() {
    let configuration = governance::Configuration::load(None).unwrap();
    let attention = &configuration.libraries.attention;
    assert!(attention.dates.len() > 15 && attention.decisions.len() > 15);
    for it in &attention.dates {
        let kind = configuration.kind(&it.kind).unwrap();
        let field = kind.field(&it.field).unwrap_or_else(|| panic!("{} has no field {}", it.kind, it.field));
        assert_eq!(field.ty.name(), "date", "{}.{}", it.kind, it.field);
        for state in &it.states {
            assert!(kind.states().contains(&state.as_str()), "{} is never {state}", it.kind);
        }
    }
    for it in &attention.decisions {
        let transition = configuration.kind(&it.kind).unwrap().transition(&it.transition).unwrap();
        assert!(transition.from.contains(&it.state), "{} cannot {} from {}", it.kind, it.transition, it.state);
    }
}

#[test]
fn reminders_climb_down_a_ladder_and_go_on_once_the_day_has_passed() {
    let libraries = governance::libraries::Libraries::shipped();
    let ladder = &libraries.attention.ladder;
    let days: Vec<i64> = (-21..=40).filter(|it| ladder.reminds(*it)).collect();
    assert_eq!(days, [-21, -14, -7, 0, 1, 7, 14, 30]);
}

/// A house with a person who owns actions that are due in so many days, and that person as an actor.
async fn with_actions(house: &House, days: &[i64]) -> Actor {
    let ann = house.add("person", json!({ "title": "Ann" })).await.id;
    for left in days {
        let due = house.aims.today().checked_add(jiff::Span::new().days(*left)).unwrap();
        house
            .add(
                "action",
                json!({ "title": format!("In {left}"), "form": "task", "owner": ann, "due": due.to_string() }),
            )
            .await;
    }
    Actor { account: "ann".to_owned(), person: Some(ann), ..operator() }
}

#[tokio::test]
async fn a_digest_tells_what_the_ladder_says_today_the_overdue_first() {
    let house = House::build(On::Sqlite);
    let ann = with_actions(&house, &[30, 29, 7, 1, 0, -1, -7]).await;
    let daily = house.aims.reminders(&ann, Often::Daily).await.unwrap();
    let left: Vec<i64> = daily.iter().map(|it| it.left).collect();
    assert_eq!(left, [-7, 0, 1, 7, 30]);
    let weekly = house.aims.reminders(&ann, Often::Weekly).await.unwrap();
    assert_eq!(weekly.iter().map(|it| it.left).collect::<Vec<_>>(), [-7, -1, 0, 1, 7, 30]);
    assert!(house.aims.reminders(&ann, Often::Never).await.unwrap().is_empty());
    let (subject, text) = letter(&daily);
    assert_eq!(subject, "aims: 1 overdue, 4 coming up");
    assert!(text.starts_with("ACT-0007 In -7\n    overdue since") && text.contains("(tomorrow)"), "{text}");
}

#[tokio::test]
async fn how_somebody_wants_to_be_reminded_is_theirs_alone() {
    let house = House::build(On::Sqlite);
    let (ann, ben) =
        (Actor { account: "ann".to_owned(), ..operator() }, Actor { account: "ben".to_owned(), ..operator() });
    let wish = Wish { digest: Often::Weekly, at_once: false };
    house.aims.set_wish(&ann, wish).await.unwrap();
    assert_eq!(house.aims.wish(&ann).await.unwrap(), wish);
    assert_eq!(house.aims.wish(&ben).await.unwrap(), Wish::default());
}

#[tokio::test]
async fn what_is_put_off_comes_back_by_itself() {
    let house = House::build(On::Sqlite);
    let ann = with_actions(&house, &[3]).await;
    let id = "ACT-0001".parse().unwrap();
    let until = house.aims.today().checked_add(jiff::Span::new().days(2)).unwrap();
    let shown = async || house.aims.inbox(&ann).await.unwrap().dues.len();
    assert_eq!(shown().await, 1);
    house.aims.snooze(&ann, &id, Some(Snooze { until, why: "away".to_owned() })).await.unwrap();
    assert_eq!(shown().await, 0);
    house.later(72);
    assert_eq!(shown().await, 1);
}

#[tokio::test]
async fn the_health_of_a_system_changes_with_the_clock_alone() {
    let house = House::build(On::Sqlite);
    let ann = house.add("person", json!({ "title": "Ann" })).await.id;
    let system = house.add("ai_system", json!({ "title": "Scores", "owner": ann })).await.id;
    let until = house.aims.today().checked_add(jiff::Span::new().days(1)).unwrap().to_string();
    house.add("evidence", json!({ "title": "Test", "shows": "s", "about": [system], "valid_until": until })).await;
    let light = async |look: &str| {
        let found = house.aims.inventory(&operator(), &Listing::of("ai_system")).await.unwrap();
        found.around[0].signs.iter().find(|it| it.look == look).map(|it| it.light)
    };
    assert_eq!(light("evidence").await, Some(Light::Good));
    assert_eq!(light("answering").await, Some(Light::Watch), "it has no unit");
    house.later(72);
    house.aims.run_due().await.unwrap();
    assert_eq!(light("evidence").await, Some(Light::Bad));
    assert!(LOOKS.iter().all(|it| !it.summary.is_empty()));
}

#[tokio::test]
async fn the_inventory_counts_only_what_it_can() {
    let house = House::build(On::Sqlite);
    let ann = house.add("person", json!({ "title": "Ann" })).await.id;
    house.add("ai_system", json!({ "title": "Owned", "owner": ann })).await;
    house.add("ai_system", json!({ "title": "Found" })).await;
    let coverage = house.aims.inventory(&operator(), &Listing::of("ai_system")).await.unwrap().coverage;
    assert_eq!((coverage.known, coverage.registered, coverage.owned, coverage.housed), (2, 0, 1, 0));
}
