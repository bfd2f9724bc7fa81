//! A figure: how many records of how many, with an interval, or why that cannot be told. Pure over what was counted.

use jiff::civil::Date;
use measure::inference::rate::{poisson_exact, same_rate};
use measure::inference::share::wilson;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::cause::Move;
use super::library::{Better, Form, Wanted};
use crate::derived::day;

/// The level of intervals.
pub const LEVEL: f64 = 0.95;
/// Days of a year, for exposures.
const YEAR: f64 = 365.25;
/// Below this probability a difference of rates is not put down to chance.
const CHANCE: f64 = 0.05;

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted {
    /// Records that count.
    pub part: Vec<Id>,
    /// Records that are the whole; for a rate those that expose.
    pub whole: Vec<Id>,
    /// Days of the period that had passed.
    pub days: i64,
    /// The day of it.
    pub on: Option<Date>,
}

/// A value with its denominator and interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Value {
    /// How many records count.
    pub count: u64,
    /// Of how many; for a rate, how many records expose.
    pub n: u64,
    /// For a rate the years of all of them together.
    pub exposure: Option<f64>,
    /// The share, or the number a year.
    pub value: f64,
    /// The ends of its interval.
    pub interval: (f64, f64),
    /// The day of it.
    pub on: Date,
}

/// A record behind a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its number.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Why it counts, where that follows from other records.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl Row {
    /// A record that counts for what it says itself.
    pub fn of(row: &RecordRow) -> Row {
        Row { id: row.id.clone(), title: row.title.clone(), state: row.state.clone(), why: String::new() }
    }
}

/// A figure as a pack tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The word by which it is known.
    pub key: String,
    /// Its section.
    pub section: String,
    /// Its name.
    pub title: String,
    /// How it is counted, in words.
    pub formula: String,
    /// The kind of the records that it counts.
    pub kind: String,
    /// The filter of their list that finds them.
    pub filter: String,
    /// How it is told.
    pub form: Form,
    /// Its value.
    pub value: Option<Value>,
    /// Why there is none.
    pub why: String,
    /// Its value in the period before.
    pub before: Option<Value>,
    /// Why there is none.
    pub before_why: String,
    /// In which direction better lies.
    pub better: Option<Better>,
    /// `better`, `worse`, `steady`, `unclear` where chance explains it, or `none`.
    pub trend: &'static str,
    /// The newest change of a record that it counts or counts among.
    pub newest: Option<Date>,
    /// The records that it counts.
    pub rows: Vec<Row>,
    /// What moved it since the period before.
    pub moves: Vec<Move>,
}

/// The value of what was counted, or why there is none.
pub fn value(form: Form, counted: &Counted) -> Result<Value, String> {
    let (count, n) = (counted.part.len() as u64, counted.whole.len() as u64);
    let on = counted.on.ok_or("the day of it is not known")?;
    match form {
        Form::Share if n == 0 => Err("there is no record of which a share could be taken".to_owned()),
        Form::Share => {
            let interval = wilson(count, n, LEVEL);
            let (value, ends) = (count as f64 / n as f64, (interval.low, interval.high));
            Ok(Value { count, n, exposure: None, value, interval: ends, on })
        }
        Form::Rate => {
            let years = n as f64 * counted.days as f64 / YEAR;
            if years <= 0.0 {
                return Err("nothing was in operation that could have had one".to_owned());
            }
            let (low, high) = poisson_exact(count, LEVEL);
            let (value, ends) = (count as f64 / years, (low / years, high / years));
            Ok(Value { count, n, exposure: Some(years), value, interval: ends, on })
        }
    }
}

/// How a value moved.
pub fn trend(better: Option<Better>, now: &Value, before: &Value) -> &'static str {
    let Some(better) = better else { return "none" };
    if now.value == before.value {
        return "steady";
    }
    if is_chance(now, before) {
        return "unclear";
    }
    match (now.value < before.value) == (better == Better::Lower) {
        true => "better",
        false => "worse",
    }
}

/// Whether chance explains the difference: by the exact test for rates, by intervals that overlap for shares.
fn is_chance(now: &Value, before: &Value) -> bool {
    match (now.exposure, before.exposure) {
        (Some(one), Some(other)) => same_rate((now.count, one), (before.count, other)).is_none_or(|it| it.p >= CHANCE),
        _ => now.interval.0 <= before.interval.1 && before.interval.0 <= now.interval.1,
    }
}

/// The figure of what is wanted, from both moments.
pub fn told(
    wanted: &Wanted,
    now: &Counted,
    before: Result<&Counted, &String>,
    rows: &[&RecordRow],
    moves: Vec<Move>,
) -> Figure {
    let told = match &wanted.lacks {
        Some(why) => Err(why.clone()),
        None => value(wanted.form, now),
    };
    let earlier = match (&wanted.lacks, before) {
        (Some(why), _) => Err(why.clone()),
        (None, Ok(it)) => value(wanted.form, it),
        (None, Err(why)) => Err(why.clone()),
    };
    // What cannot be told counts nothing, so it has no rows and nothing moves it.
    let (rows, moves) = if wanted.lacks.is_some() { (&[][..], Vec::new()) } else { (rows, moves) };
    let counted = rows.iter().filter(|it| now.part.contains(&it.id));
    Figure {
        key: wanted.key.clone(),
        section: wanted.section.clone(),
        title: wanted.title.clone(),
        formula: wanted.says.clone(),
        kind: wanted.kind.clone(),
        filter: [wanted.within.as_str(), wanted.filter.as_str()].join(" ").trim().to_owned(),
        form: wanted.form,
        trend: told.as_ref().ok().zip(earlier.as_ref().ok()).map_or("none", |(now, it)| trend(wanted.better, now, it)),
        why: told.as_ref().err().cloned().unwrap_or_default(),
        value: told.ok(),
        before_why: earlier.as_ref().err().cloned().unwrap_or_default(),
        before: earlier.ok(),
        better: wanted.better,
        newest: rows.iter().map(|it| day(it.changed)).max(),
        rows: counted.map(|it| Row::of(it)).collect(),
        moves,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(part: usize, whole: usize, days: i64) -> Counted {
        let ids = |n: usize| (0..n).map(|it| Id::new("INC", it as i64 + 1)).collect();
        Counted { part: ids(part), whole: ids(whole), days, on: Some(Date::constant(2026, 3, 31)) }
    }

    #[test]
    fn a_share_has_its_whole_and_a_rate_its_exposure() {
        let share = value(Form::Share, &counted(8, 10, 90)).unwrap();
        // Newcombe 1998, method 3.
        assert!((share.interval.0 - 0.4902).abs() < 5e-5 && (share.interval.1 - 0.9433).abs() < 5e-5);
        assert_eq!((share.count, share.n, share.value), (8, 10, 0.8));
        let rate = value(Form::Rate, &counted(5, 20, 73_050)).unwrap();
        // Twenty systems for two hundred years: 4000 years; Garwood 1936 for five events.
        assert_eq!((rate.exposure, rate.value), (Some(4000.0), 5.0 / 4000.0));
        assert!((rate.interval.0 * 4000.0 - 1.623).abs() < 6e-3 && (rate.interval.1 * 4000.0 - 11.668).abs() < 6e-3);
        assert!(value(Form::Share, &counted(0, 0, 90)).is_err() && value(Form::Rate, &counted(1, 0, 90)).is_err());
    }

    #[test]
    fn a_move_within_chance_is_no_trend() {
        let of = |form, part, whole| value(form, &counted(part, whole, 90)).unwrap();
        assert_eq!(trend(Some(Better::Lower), &of(Form::Share, 3, 40), &of(Form::Share, 1, 41)), "unclear");
        assert_eq!(trend(Some(Better::Lower), &of(Form::Share, 30, 40), &of(Form::Share, 1, 41)), "worse");
        assert_eq!(trend(Some(Better::Higher), &of(Form::Share, 30, 40), &of(Form::Share, 1, 41)), "better");
        assert_eq!(trend(Some(Better::Lower), &of(Form::Rate, 2, 10), &of(Form::Rate, 12, 10)), "better");
        assert_eq!(trend(Some(Better::Lower), &of(Form::Rate, 2, 10), &of(Form::Rate, 5, 10)), "unclear");
        assert_eq!(trend(None, &of(Form::Rate, 2, 10), &of(Form::Rate, 5, 10)), "none");
    }
}
