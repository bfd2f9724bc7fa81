//! Rules from history: what was true of good data, written down so that it can be held against the next delivery.
//!
//! A suggestion leaves the room that chance needs: the next delivery may leave the range of the ones before in a few values, and its
//! mean and its number of rows may lie off as far as those of so many rows do. One delivery shows nothing of how deliveries vary: of
//! it neither is suggested. It is a draft: people decide which of them become rules.

use std::collections::BTreeSet;

use super::rule::{Bound, RuleFile};
use crate::summary::{ColumnSummary, Sort, Summary};

/// Distinct words up to which a set is suggested.
const SET: f64 = 50.0;

/// Rows from which a set or a unique column is more than chance.
const ROWS: u64 = 100;

/// Values outside the range of earlier deliveries for which a next one has room. After one of as many rows two are expected there, more than
/// ten come in less than one case of a hundred, and the interval around ten of them ends below twenty; after several fewer are expected.
const OUTSIDE: f64 = 20.0;

/// Rules that every one of these summaries of good data complies with; the latest stands last. Columns of which a sketch cannot tell
/// whether they repeat a value are taken to repeat none, but those in `repeating`, whose rows somebody looked at.
pub fn suggest(history: &[Summary], repeating: &BTreeSet<String>) -> Vec<RuleFile> {
    let Some(latest) = history.last() else { return Vec::new() };
    let names: Vec<String> = latest.columns.iter().map(|it| it.name.clone()).collect();
    let mut rules = vec![RuleFile { check: "exists".to_owned(), columns: names, ..RuleFile::default() }];
    if history.len() > 1 {
        let room = |it: &Summary| ends(it.rows as f64, (it.rows as f64).sqrt());
        let seen = bounds(history.iter().flat_map(room).map(|it| it.max(0.0).round()));
        rules.push(RuleFile { check: "rows".to_owned(), ..seen });
    }
    for column in &latest.columns {
        let past: Option<Vec<&ColumnSummary>> = history.iter().map(|it| it.column(&column.name)).collect();
        rules.extend(past.into_iter().flat_map(|it| of_column(&it, repeating.contains(&column.name))));
    }
    rules
}

fn of_column(past: &[&ColumnSummary], repeats: bool) -> Vec<RuleFile> {
    let Some(latest) = past.last() else { return Vec::new() };
    let rule =
        |check: &str| RuleFile { check: check.to_owned(), column: Some(latest.name.clone()), ..RuleFile::default() };
    let mut rules = Vec::new();
    if let Some(sort) = latest.sort {
        rules.push(RuleFile { sort: Some(noun(sort).to_owned()), ..rule("sort") });
    }
    let missing = past.iter().map(|it| (it.nulls + it.nan) as f64 / it.rows.max(1) as f64).fold(0.0, f64::max);
    rules.push(match missing {
        0.0 => rule("not_null"),
        share => RuleFile { mostly: Some(((1.0 - share) * 1000.0).floor() / 1000.0), ..rule("not_null") },
    });
    let many = past.iter().all(|it| it.values() >= ROWS);
    let differs = past.iter().all(|it| it.differs_everywhere() != Some(false));
    let identifies = many && differs && !repeats && latest.may_name();
    if identifies {
        rules.push(rule("unique"));
    } else if many
        && !latest.is_numeric()
        && past.iter().all(|it| it.known_words().is_some() && it.distinct().count <= SET)
    {
        let words = past.iter().flat_map(|it| it.word_counts().0).map(|it| it.0);
        let values: BTreeSet<String> = words.collect();
        rules.push(RuleFile { values: values.into_iter().collect(), ..rule("in_set") });
    }
    if matches!(latest.sort, Some(Sort::Number | Sort::Integer)) && past.iter().all(|it| it.moments.n > 0) {
        let found = past.iter().flat_map(|it| [it.ranked().quantile(0.0), it.ranked().quantile(1.0)]).flatten();
        let least = past.iter().map(|it| it.values()).min().unwrap_or_default() as f64;
        let mostly = ((1.0 - OUTSIDE / least) * 10_000.0).floor() / 10_000.0;
        // Identifiers run on from one delivery to the next.
        if !identifies && mostly > 0.5 {
            rules.push(RuleFile { mostly: Some(mostly), ..merged(rule("range"), bounds(found)) });
        }
        if !identifies && past.len() > 1 {
            let room = |it: &&ColumnSummary| {
                let error = it.moments.deviation().unwrap_or(0.0) / (it.moments.n as f64).sqrt();
                ends(it.moments.mean, error)
            };
            rules.push(merged(rule("mean"), bounds(past.iter().flat_map(room))));
        }
    }
    if let (Some(Sort::Words), Some((short, long))) = (latest.sort, lengths(past)) {
        let bounds = RuleFile {
            low: Some(Bound::Number(short as f64)),
            high: Some(Bound::Number(long as f64)),
            ..RuleFile::default()
        };
        rules.push(merged(rule("length"), bounds));
    }
    rules
}

fn lengths(past: &[&ColumnSummary]) -> Option<(u64, u64)> {
    past.iter().filter_map(|it| it.lengths).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn merged(rule: RuleFile, bounds: RuleFile) -> RuleFile {
    RuleFile { low: bounds.low, high: bounds.high, ..rule }
}

/// Between which values the next lies: both have this error, so that their difference is beyond four of it in one case of two hundred.
fn ends(value: f64, error: f64) -> [f64; 2] {
    [value - 4.0 * error, value + 4.0 * error]
}

/// The least and the greatest of what was seen.
fn bounds(seen: impl Iterator<Item = f64>) -> RuleFile {
    let (low, high) = seen.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| (low.min(it), high.max(it)));
    RuleFile { low: Some(Bound::Number(low)), high: Some(Bound::Number(high)), ..RuleFile::default() }
}

fn noun(sort: Sort) -> &'static str {
    match sort {
        Sort::Number => "number",
        Sort::Integer => "integer",
        Sort::Flag => "flag",
        Sort::Words => "words",
        Sort::Date => "date",
        Sort::Moment => "moment",
    }
}
