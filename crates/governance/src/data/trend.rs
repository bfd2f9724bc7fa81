//! The quality of a dataset over time: each number that was measured of its versions, day by day, with the limit that it was held to and
//! with limits that follow from its own past.
//!
//! Limits of the past are those of a control chart of individual values (Shewhart; Montgomery), and only where there are enough values to
//! say how much the number moves by itself. Nothing is judged by them. Serves ISO/IEC 42001 A.7.4 and 9.1.3.

use std::collections::BTreeMap;

use jiff::civil::Date;
use measure::inference::control::Chart;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use crate::derived::date;

/// Values that a chart needs before its own past says how far it moves: fewer give limits that are mostly chance.
const ENOUGH: usize = 8;

/// A number of quality over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The metric, or the name of the rule.
    pub metric: String,
    /// What it is of; blank for the whole.
    pub of: String,
    /// Its values in the order of their days.
    pub points: Vec<Point>,
    /// The least and the most that the newest plan allowed.
    pub allowed: (Option<f64>, Option<f64>),
    /// Where the next value is expected, and the centre of its past; none with too few values, or where it never moved.
    pub usual: Option<(f64, f64, f64)>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The day on which it was measured.
    pub day: Date,
    /// The measurement.
    pub by: Id,
    /// The version that was measured.
    pub version: String,
    /// The value.
    pub value: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// Rows that it rests on.
    pub n: Option<u64>,
    /// What its limit said.
    pub verdict: String,
}

impl Trend {
    /// The newest value.
    pub fn newest(&self) -> Option<&Point> {
        self.points.last()
    }

    /// Whether any value broke its limit.
    pub fn broken(&self) -> bool {
        self.points.iter().any(|it| it.verdict == "fail")
    }

    /// Whether the newest value lies outside of what its past lets expect.
    pub fn unusual(&self) -> bool {
        let newest = self.newest().map(|it| it.value);
        newest.zip(self.usual).is_some_and(|(value, (low, _, high))| value < low || value > high)
    }
}

/// Every number that was measured at least twice, those that broke a limit first, then those that moved, then by name.
pub fn trends<'a>(measured: impl Iterator<Item = &'a RecordRow>) -> Vec<Trend> {
    let mut counting: Vec<(Date, &RecordRow)> = measured
        .filter(|it| it.state == "recorded" && it.text("family") == Some("quality"))
        .filter_map(|it| Some((date(&it.document, "measured_on")?, it)))
        .collect();
    counting.sort_by_key(|it| (it.0, it.1.id.number));
    let mut all: BTreeMap<(String, String), Trend> = BTreeMap::new();
    for (day, row) in counting {
        for value in row.list("values") {
            add(&mut all, day, row, value);
        }
    }
    let mut found: Vec<Trend> = all.into_values().filter(|it| it.points.len() > 1).map(with_usual).collect();
    let still = |it: &Trend| it.points.windows(2).all(|it| it[0].value == it[1].value);
    found.sort_by_key(|it| (!it.broken(), still(it)));
    found
}

fn add(all: &mut BTreeMap<(String, String), Trend>, day: Date, row: &RecordRow, value: &Value) {
    let text = |column: &str| value[column].as_str().unwrap_or_default().to_owned();
    let Some(number) = value["value"].as_f64() else { return };
    let (metric, of) = (text("metric"), text("of"));
    let trend = all.entry((metric.clone(), of.clone())).or_insert_with(|| Trend {
        metric,
        of,
        points: Vec::new(),
        allowed: (None, None),
        usual: None,
    });
    trend.allowed = (value["at_least"].as_f64(), value["at_most"].as_f64());
    if trend.points.last().is_some_and(|it| it.by == row.id) {
        return; // a number that was held to two limits is one value
    }
    trend.points.push(Point {
        day,
        by: row.id.clone(),
        version: row.text("of").unwrap_or_default().to_owned(),
        value: number,
        interval: value["low"].as_f64().zip(value["high"].as_f64()),
        n: value["n"].as_u64(),
        verdict: text("verdict"),
    });
}

/// With the limits that follow from all values but the newest, which is held against them.
fn with_usual(trend: Trend) -> Trend {
    let past: Vec<f64> = trend.points[..trend.points.len() - 1].iter().map(|it| it.value).collect();
    let chart = Chart::individuals(&past).ok().filter(|it| past.len() >= ENOUGH && it.sigma > 0.0);
    let usual = chart.map(|it| (it.centre - 3.0 * it.sigma, it.centre, it.centre + 3.0 * it.sigma));
    Trend { usual, ..trend }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn measured(number: i64, day: &str, value: f64, verdict: &str) -> RecordRow {
        let document = json!({ "family": "quality", "of": "DSV-0001", "measured_on": day, "values": [
            { "metric": "value_completeness", "value": value, "at_least": 0.95, "verdict": verdict, "n": 100 },
            { "metric": "duplicate_share", "verdict": "not_assessable", "note": "no rows" },
        ]});
        let id: Id = format!("MSR-{number}").parse().unwrap();
        RecordRow {
            kind: "measurement".into(),
            version: 1,
            state: "recorded".into(),
            title: String::new(),
            unit: None,
            owner: None,
            access: String::new(),
            retired: false,
            place: 0,
            created: jiff::Timestamp::UNIX_EPOCH,
            changed: jiff::Timestamp::UNIX_EPOCH,
            commitment: Default::default(),
            makers: Default::default(),
            document: document.as_object().unwrap().clone(),
            id,
        }
    }

    /// Ten days with values that move by 0.01, and then this one.
    fn days(last: f64) -> Vec<RecordRow> {
        let day = |at: usize| format!("2026-01-{:02}", at + 1);
        let usual = (0..10).map(|at| measured(at as i64 + 1, &day(at), if at % 2 == 0 { 0.97 } else { 0.98 }, "pass"));
        usual.chain([measured(11, &day(10), last, "pass")]).collect()
    }

    #[test]
    fn the_newest_value_is_held_against_the_limits_of_its_past() {
        let (still, far) = (trends(days(0.975).iter()), trends(days(0.9).iter()));
        assert_eq!(still.len(), 1, "a number that was never there has no trend");
        // The mean moving range is 0.01, so a sigma is 0.01 over 2 / sqrt(pi).
        let sigma = 0.01 * std::f64::consts::PI.sqrt() / 2.0;
        let (low, centre, high) = still[0].usual.unwrap();
        assert!((centre - 0.975).abs() < 1e-12 && (high - low - 6.0 * sigma).abs() < 1e-12, "{low} {centre} {high}");
        assert_eq!((still[0].unusual(), far[0].unusual()), (false, true));
        assert_eq!(far[0].usual, still[0].usual, "what is held against limits does not move them");
    }

    #[test]
    fn too_few_values_or_none_that_moves_give_no_limits() {
        let few: Vec<RecordRow> = days(0.9).into_iter().take(8).collect();
        assert_eq!(trends(few.iter())[0].usual, None);
        let same: Vec<RecordRow> = (1..12).map(|at| measured(at, &format!("2026-01-{at:02}"), 1.0, "pass")).collect();
        assert_eq!(trends(same.iter())[0].usual, None);
        assert!(trends(same[..1].iter()).is_empty(), "one value is no trend");
    }

    #[test]
    fn days_are_in_order_and_what_does_not_count_is_left_out() {
        let mut rows = vec![measured(1, "2026-03-01", 0.9, "fail"), measured(2, "2026-01-01", 0.99, "pass")];
        rows.push(RecordRow { state: "invalidated".into(), ..measured(3, "2026-02-01", 0.1, "fail") });
        let found = trends(rows.iter());
        let values: Vec<f64> = found[0].points.iter().map(|it| it.value).collect();
        assert_eq!(values, [0.99, 0.9]);
        assert!(found[0].broken());
        assert_eq!(found[0].allowed, (Some(0.95), None));
    }
}
