//! Objectives on both databases: what is told to whom.

use governance::{Error, Moment};
use jiff::civil::date;
use record::Change;
use serde_json::json;

use crate::house::{object, on_both, operator};

/// A value counts what its reader may open: nobody learns of a record by writing an indicator that counts it.
#[test]
fn an_indicator_counts_what_its_reader_may_see() {
    on_both(async |house| {
        let ann = house.person("Ann", "engineer", None).await;
        for (title, access) in [("Open", "internal"), ("Shut", "restricted"), ("Shut too", "restricted")] {
            house.add("ai_system", json!({ "title": title, "access": access })).await;
        }
        let counting = json!({
            "title": "Systems called so", "direction": "higher", "counts_kind": "ai_system", "counts_filter": "title:Shut",
        });
        let indicator = house.add("indicator", counting).await.id;
        let seen = house.aims.strategy(&ann, None).await.unwrap();
        let reading = seen.indicators.iter().find(|it| it.id == indicator).unwrap();
        let (value, n) = reading.now.map(|it| (it.value, it.n)).unwrap();
        assert_eq!((value, n, seen.whole), (0.0, Some(1), false), "{reading:?}");
        let whole = house.aims.strategy(&operator(), None).await.unwrap();
        let reading = whole.indicators.iter().find(|it| it.id == indicator).unwrap();
        let rows = reading.rows.clone().unwrap();
        assert_eq!((reading.now.unwrap().n, whole.whole), (Some(3), true));
        assert_eq!((rows.kind.as_str(), rows.counted.as_str(), rows.out_of.as_str()), ("ai_system", "title:Shut", ""));
    });
}

/// What ships to start with is entered once, can be counted, and is gone by only where it says out of how many.
#[test]
fn indicators_to_start_with_are_entered_once_and_a_count_names_its_denominator() {
    on_both(async |house| {
        let first = house.aims.start_indicators(&operator()).await.unwrap();
        assert!(first.made.len() > 12 && first.there == 0, "{first:?}");
        let again = house.aims.start_indicators(&operator()).await.unwrap();
        assert_eq!((again.made.len(), again.there), (0, first.made.len()));
        let eve = house.person("Eve", "reader", None).await;
        assert!(matches!(house.aims.start_indicators(&eve).await, Err(Error::Refused(_))));
        house.add("ai_system", json!({ "title": "Nobody's" })).await;
        house.add("ai_system", json!({ "title": "Eve's", "owner": eve.person })).await;
        let told = house.aims.strategy(&operator(), None).await.unwrap();
        let unowned = told.indicators.iter().find(|it| it.title == "AI systems that nobody owns").unwrap();
        assert_eq!(unowned.now.map(|it| (it.value, it.n)), Some((0.5, Some(2))), "{unowned:?}");
        assert_eq!(unowned.standing, "missed");
        // Without those that count, with a kind that there is not, or by a filter that nobody can read, it stays a draft.
        let whole = json!({ "title": "Own", "formula": "f", "population": "p", "denominator": "d", "direction": "lower", "period": "P1M",
            "owner": eve.person, "counts_kind": "ai_system", "counts_filter": "-has:owner" });
        let cases = [
            (json!({ "counts_filter": null }), "a count without its denominator"),
            (json!({ "counts_kind": "ai_sistem" }), "there is no kind `ai_sistem`"),
            (json!({ "counts_filter": "colour:red" }), "cannot be read"),
            (json!({ "counts_within": "state:nowhere" }), "has no state `nowhere`"),
        ];
        for (wrong, says) in cases {
            let mut fields = whole.clone();
            fields.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
            fields.as_object_mut().unwrap().retain(|_, it| !it.is_null());
            let draft = house.add("indicator", fields).await.id;
            let refused = house.move_as(&operator(), &draft, "activate", json!({})).await.unwrap_err().to_string();
            assert!(refused.contains(says), "{says}: {refused}");
        }
        let sound = house.add("indicator", whole).await.id;
        house.move_as(&operator(), &sound, "activate", json!({})).await.unwrap();
    });
}

/// A value that was measured is told to those who may see the measurement.
#[test]
fn an_indicator_tells_what_was_measured_to_those_who_may_see_it() {
    on_both(async |house| {
        let ann = house.person("Ann", "engineer", None).await;
        let plan = house.add("measurement_plan", json!({ "title": "Drift" })).await.id;
        let recorded = json!({
            "title": "March", "plan": plan, "measured_on": "2026-03-01", "access": "restricted",
            "values": [{ "metric": "drift", "value": 0.2, "n": 400 }],
        });
        let kind = "measurement".to_owned();
        let change = Change::Create { kind, state: Some("recorded".to_owned()), document: object(recorded) };
        let measurement = house.aims.commit(&operator(), change, None).await.unwrap().id;
        assert!(matches!(house.aims.record(&ann, &measurement, &Moment::Now).await, Err(Error::Missing(_))));
        house.add("indicator", json!({ "title": "Drift", "plan": plan, "metric": "drift" })).await;
        let seen = house.aims.strategy(&ann, None).await.unwrap();
        assert_eq!((seen.indicators[0].now, seen.indicators[0].measurement.clone()), (None, None));
        assert!(seen.indicators[0].why.contains("no measurement"), "{:?}", seen.indicators[0]);
        let whole = house.aims.strategy(&operator(), None).await.unwrap();
        assert_eq!(whole.indicators[0].now.map(|it| it.value), Some(0.2));
        assert_eq!(whole.indicators[0].measurement, Some(measurement));
    });
}

/// What was changed later does not stand in the map of the day before, and a day that lies ahead tells nothing.
#[test]
fn a_past_day_is_told_as_it_stood() {
    on_both(async |house| {
        let goal = house.add("objective", json!({ "title": "Trust", "level": "enterprise" })).await;
        house.later(48);
        let serves = json!({ "title": "Fewer complaints", "effects": [{ "objective": goal.id, "sign": "supports" }] });
        house.add("objective", serves).await;
        let told = async |on| house.aims.strategy(&operator(), on).await.map(|it| (it.objectives.len(), it.wrong()));
        assert_eq!(told(None).await.unwrap(), (2, 0));
        assert_eq!(told(Some(date(2026, 3, 4))).await.unwrap(), (2, 0));
        assert_eq!(told(Some(date(2026, 3, 3))).await.unwrap(), (1, 1), "nothing served the goal then");
        let field = |it: Error| match it {
            Error::Problems(all) => all[0].field.clone(),
            other => panic!("{other}"),
        };
        assert_eq!(field(told(Some(date(2026, 3, 5))).await.unwrap_err()), "on");
        assert_eq!(field(told(Some(date(2025, 1, 1))).await.unwrap_err()), "on", "nothing was known then");
    });
}
