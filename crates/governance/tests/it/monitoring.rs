//! Monitors on both databases: what follows from batches and the clock, now and for a past moment, and that nothing is kept of a
//! batch that is refused.

use governance::monitoring::taking::Sent;
use governance::{Error, Moment};
use serde_json::json;

use crate::house::{House, On, on_both, operator};

/// Numbers of a stream, all of them moved by `shift`.
pub fn stream(rows: u64, seed: u64, shift: f64) -> String {
    let value = |row: u64| ((row * 7919 + seed * 104_729) % 10_007) as f64 / 1000.0 + shift;
    (0..rows).fold("amount\n".to_owned(), |text, row| format!("{text}{:.4}\n", value(row)))
}

/// Sends a batch of this day.
pub async fn send(house: &House, csv: &str, day: &str) -> Result<governance::monitoring::taking::Taken, Error> {
    let path = house.home.path().join("batch.csv");
    std::fs::write(&path, csv).unwrap();
    let sent = Sent { files: vec![path], day: Some(day.parse().unwrap()), most: None, threads: Some(1) };
    house.aims.take_batch(&operator(), &"MON-1".parse().unwrap(), sent).await
}

/// How the monitor stands at a moment.
async fn standing(house: &House, moment: &Moment) -> String {
    let record = house.aims.record(&operator(), &"MON-1".parse().unwrap(), moment).await.unwrap();
    record.standing.iter().find(|it| it.name == "standing").unwrap().value.as_str().unwrap().to_owned()
}

/// A monitor of a stream that tells one person.
pub async fn watched(house: &House) {
    let file = house.aims.put_file(&operator(), "baseline.csv", stream(2000, 1, 0.0).into()).await.unwrap();
    let fields = json!({ "title": "Stream", "schedule": "P1M", "silence_limit": "P40D", "watch_from": "2026-02-01", "baseline_file": file });
    house.add("monitor", fields).await;
    let active = record::Change::Move {
        id: "MON-1".parse().unwrap(),
        base: None,
        transition: "activate".to_owned(),
        set: serde_json::from_value(json!({ "watches": "SYS-1", "tells": ["PER-1"], "owner": "PER-1" })).unwrap(),
        why: None,
    };
    house.add("person", json!({ "title": "Ada" })).await;
    house.add("ai_system", json!({ "title": "Sorter" })).await;
    house.aims.commit(&operator(), active, None).await.unwrap();
}

#[test]
fn batches_and_the_clock_decide_how_a_monitor_stands() {
    on_both(async |house| {
        watched(&house).await;
        assert_eq!(standing(&house, &Moment::Now).await, "waiting");
        let quiet = send(&house, &stream(500, 2, 0.0), "2026-02-28").await.unwrap();
        assert_eq!((quiet.standing.as_str(), &quiet.raised), ("in_order", &None), "{}", quiet.why);
        let then = house.aims.head().await.unwrap().size - 1;
        house.later(24 * 20);
        let moved = send(&house, &stream(500, 3, 3.0), "2026-03-20").await.unwrap();
        assert_eq!(moved.standing, "drifting", "{}", moved.why);
        let alert = house.aims.record(&operator(), &moved.raised.unwrap(), &Moment::Now).await.unwrap();
        assert_eq!(alert.document["about"], "SYS-0001");
        let past: Moment = format!("#{then}").parse().unwrap();
        assert_eq!(standing(&house, &past).await, "in_order", "the past keeps its answer");
        house.later(24 * 40);
        house.aims.run_due().await.unwrap();
        assert_eq!(standing(&house, &Moment::Now).await, "drifting", "the last day of the limit is not over");
        house.later(24);
        house.aims.run_due().await.unwrap();
        house.aims.run_due().await.unwrap();
        assert_eq!(standing(&house, &Moment::Now).await, "silent");
        let monitor = house.aims.monitor(&operator(), &"MON-1".parse().unwrap()).await.unwrap();
        assert_eq!(monitor.alerts.len(), 2, "drift was told once and silence once: {:?}", monitor.alerts);
        assert!(house.aims.doctor(false).await.unwrap().ok(), "what is derived agrees with its recomputation");
    });
}

#[test]
fn a_measurement_that_is_invalidated_counts_no_more() {
    let house = House::build(On::Sqlite);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        watched(&house).await;
        let moved = send(&house, &stream(500, 3, 3.0), "2026-03-01").await.unwrap();
        assert_eq!(standing(&house, &Moment::Now).await, "drifting");
        let id = moved.id.clone();
        let why = Some("the file was of another system".to_owned());
        let change =
            record::Change::Move { id, base: None, transition: "invalidate".to_owned(), set: Default::default(), why };
        house.aims.commit(&operator(), change, None).await.unwrap();
        assert_eq!(standing(&house, &Moment::Now).await, "waiting");
        let again = send(&house, &stream(500, 3, 3.0), "2026-03-01").await.unwrap();
        assert!(again.made, "the same bytes may come again");
    });
}
