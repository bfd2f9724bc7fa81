//! The value of an indicator: from the newest measurement of its plan, or from counts of records, with interval, trend and freshness. Pure
//! over what was read; what is read stands in `whole`.

use jiff::Span;
use jiff::civil::Date;
use measure::inference::share::wilson;
use record::Id;
use serde::Serialize;
use serde_json::Value;
use store::RecordRow;

use super::attainment::{Aim, Direction};
use crate::derived::date;

/// The level of the intervals of shares.
const LEVEL: f64 = 0.95;

/// What is known of a value at a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// The ends of its interval, where there is one.
    pub interval: Option<(f64, f64)>,
    /// Of how many it is.
    pub n: Option<u64>,
    /// The day of it.
    pub on: Date,
}

/// Which records a value counts, as filters of the list of their kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Their kind.
    pub kind: String,
    /// Those that are counted.
    pub counted: String,
    /// Those of which they are a share.
    pub out_of: String,
}

/// An indicator with its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The indicator.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its unit, such as `%`.
    pub unit: String,
    /// The value now, where there is one.
    pub now: Option<Point>,
    /// Why there is none.
    pub why: String,
    /// The value a period, or a measurement, before.
    pub before: Option<Point>,
    /// Where it came from, in words.
    pub source: String,
    /// The measurement whose value it is, where it is one of a plan.
    pub measurement: Option<Id>,
    /// The records that were counted, where it counts some.
    pub rows: Option<Counted>,
    /// Whether it is not older than the period of the indicator; nothing where no period is stated.
    pub fresh: Option<bool>,
    /// `better`, `worse`, `steady`, `unclear` where intervals overlap, or `none`.
    pub trend: &'static str,
    /// `met`, `missed`, or `not_assessable`, by the target of the indicator itself.
    pub standing: &'static str,
}

/// The share of counts, as a point of a day.
pub fn share(part: u64, whole: u64, on: Date) -> Result<Point, String> {
    if whole == 0 {
        return Err("nothing is there of which a share could be taken".to_owned());
    }
    if part > whole {
        return Err("the part counts records that the whole does not".to_owned());
    }
    let interval = wilson(part, whole, LEVEL);
    let (value, ends) = (part as f64 / whole as f64, (interval.low, interval.high));
    Ok(Point { value, interval: Some(ends), n: Some(whole), on })
}

/// The points of measurements, the newest first: the row of a metric, of a group where one is named.
pub fn points(measurements: &[RecordRow], metric: &str, of: &str, today: Date) -> Vec<(Id, Point)> {
    let mut found: Vec<(Date, Id, Point)> = measurements
        .iter()
        .filter(|it| !it.retired && it.state == "recorded")
        .filter_map(|it| {
            let on = date(&it.document, "measured_on").filter(|it| *it <= today)?;
            let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let fits = |row: &&Value| text(row, "metric") == metric && (of.is_empty() || text(row, "of") == of);
            let row = it.list("values").find(fits)?;
            let number = |name: &str| row.get(name).and_then(Value::as_f64);
            let interval = number("low").zip(number("high"));
            let n = row.get("n").and_then(Value::as_u64);
            Some((on, it.id.clone(), Point { value: number("value")?, interval, n, on }))
        })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse((it.0, it.1.number)));
    found.into_iter().map(|it| (it.1, it.2)).collect()
}

/// Whether a value of a day is not older than a period.
pub fn fresh(on: Date, period: Option<Span>, today: Date) -> Option<bool> {
    let until = on.checked_add(period?).ok()?;
    Some(today <= until)
}

/// How a value moved, where better lies in a direction.
pub fn trend(aim: Option<&Aim>, now: &Point, before: Option<&Point>) -> &'static str {
    let (Some(aim), Some(before)) = (aim, before) else { return "none" };
    if now.value == before.value {
        return "steady";
    }
    if let (Some(one), Some(other)) = (now.interval, before.interval)
        && one.0 <= other.1
        && other.0 <= one.1
    {
        return "unclear";
    }
    let better = match aim.direction {
        Direction::Higher => now.value > before.value,
        Direction::Lower => now.value < before.value,
        Direction::Within => (now.value - aim.target).abs() < (before.value - aim.target).abs(),
    };
    if better { "better" } else { "worse" }
}

/// What is aimed at by an indicator itself, where it names a target.
pub fn aim(row: &RecordRow) -> Option<Aim> {
    let number = |name: &str| row.document.get(name).and_then(Value::as_f64);
    let target = number("target")?;
    Some(Aim {
        direction: direction(row),
        baseline: number("baseline"),
        target,
        tolerance: number("tolerance").unwrap_or(0.0),
    })
}

/// In which direction better lies for an indicator.
pub fn direction(row: &RecordRow) -> Direction {
    match row.text("direction") {
        Some("lower") => Direction::Lower,
        Some("within") => Direction::Within,
        _ => Direction::Higher,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(value: f64, interval: Option<(f64, f64)>) -> Point {
        Point { value, interval, n: None, on: Date::constant(2026, 3, 1) }
    }

    #[test]
    fn a_share_has_the_score_interval_and_no_share_is_told_of_nothing() {
        // Ends of the score interval of 8 in 10 at 95 %: Newcombe 1998, method 3 (0.4902, 0.9433).
        let found = share(8, 10, Date::constant(2026, 3, 1)).unwrap();
        let (low, high) = found.interval.unwrap();
        assert!((low - 0.4902).abs() < 5e-5 && (high - 0.9433).abs() < 5e-5, "{low} {high}");
        assert!(share(0, 0, found.on).is_err() && share(3, 2, found.on).is_err());
    }

    #[test]
    fn a_move_is_told_only_where_intervals_do_not_overlap_and_by_the_direction() {
        let aim = |direction| Aim { direction, baseline: None, target: 0.5, tolerance: 0.0 };
        let (low, high) = (point(0.2, Some((0.1, 0.3))), point(0.6, Some((0.5, 0.7))));
        assert_eq!(trend(Some(&aim(Direction::Higher)), &high, Some(&low)), "better");
        assert_eq!(trend(Some(&aim(Direction::Lower)), &high, Some(&low)), "worse");
        assert_eq!(trend(Some(&aim(Direction::Within)), &high, Some(&low)), "better");
        let near = point(0.29, Some((0.2, 0.55)));
        assert_eq!(trend(Some(&aim(Direction::Higher)), &high, Some(&near)), "unclear");
        assert_eq!(trend(Some(&aim(Direction::Higher)), &high, None), "none");
        assert_eq!(trend(Some(&aim(Direction::Higher)), &high, Some(&high)), "steady");
    }

    #[test]
    fn a_value_is_fresh_until_its_period_has_passed() {
        let day = |it: &str| it.parse::<Date>().unwrap();
        let month = "P1M".parse().ok();
        assert_eq!(fresh(day("2026-01-31"), month, day("2026-02-28")), Some(true));
        assert_eq!(fresh(day("2026-01-31"), month, day("2026-03-01")), Some(false));
        assert_eq!(fresh(day("2026-01-31"), None, day("2030-01-01")), None);
    }
}
