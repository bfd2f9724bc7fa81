//! What is refused of risk criteria and of causes of risks when they are entered: bounds that fall, intervals of no time, appetites that contradict each
//! other, and causes that lead back to where they begin. Serves ISO/IEC 42001 6.1.1 and 6.1.2.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use record::Problem;
use serde_json::Value;
use store::{Read, RecordRow};

use super::quantifying::position::{Appetites, Bands, appetites};
use super::{CRITERIA, RISK};
use crate::Error;
use crate::treating::entered::along;

/// The field with the risks that make another one more likely.
const CAUSES: &str = "causes";
/// A day from which durations are laid; any would do.
const SOME_DAY: Date = jiff::civil::date(2024, 1, 1);

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(read: &Read, before: Option<&RecordRow>, after: &RecordRow) -> Result<Vec<Problem>, Error> {
    let moved = |field: &str| before.is_none_or(|it| it.document.get(field) != after.document.get(field));
    match after.kind.as_str() {
        CRITERIA => {
            let mut found = Vec::new();
            if moved("likelihood") || moved("consequences") {
                found.extend(bounds(&Bands::of(after)));
            }
            if moved("intervals") {
                found.extend(intervals(after));
            }
            if moved("appetites") {
                found.extend(contradicting(&appetites(after)));
            }
            Ok(found)
        }
        RISK if moved(CAUSES) => {
            let circle = along(read, after, CAUSES)?;
            let says =
                |it: String| Problem::of(CAUSES, format!("would lead back to itself: {it}; take one of them out"));
            Ok(circle.map(says).into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// Bounds that are below nothing, or fall although levels rise.
fn bounds(bands: &Bands) -> Vec<Problem> {
    let each = bands.consequences.iter().map(|(of, all)| ("consequences", format!(" of {of}"), all));
    let scales = std::iter::once(("likelihood", String::new(), &bands.likelihood)).chain(each);
    scales.filter_map(|(field, of, all)| Some(Problem::of(field, bound(all, &of)?))).collect()
}

fn bound(all: &[Option<f64>], of: &str) -> Option<String> {
    let known: Vec<(usize, f64)> = all.iter().enumerate().filter_map(|(at, it)| Some((at + 1, (*it)?))).collect();
    if let Some((at, it)) = known.iter().find(|it| it.1 <= 0.0) {
        return Some(format!("have `up_to` {it} in level {at}{of}; it must be above 0"));
    }
    let fall = known.windows(2).find(|it| it[1].1 <= it[0].1)?;
    let ((from, least), (at, it)) = (fall[0], fall[1]);
    Some(format!(
        "have `up_to` {it} in level {at}{of}, and {least} in level {from}; levels rise, so it must be above that"
    ))
}

/// Intervals that take no time.
fn intervals(row: &RecordRow) -> Vec<Problem> {
    let none = |it: &Value| {
        let span: Span = it.get("every")?.as_str()?.parse().ok()?;
        let ends = SOME_DAY.checked_add(span).ok()?;
        (ends <= SOME_DAY).then_some(())
    };
    let rows = row.list("intervals").enumerate().filter(|it| none(it.1).is_some());
    rows.map(|(at, _)| {
        Problem::of("intervals", format!("have no time in `every` of row {}; write one such as P6M", at + 1))
    })
    .collect()
}

/// Rows of one type in several units, or that allow a larger loss more often than a smaller one.
fn contradicting(all: &[Appetites]) -> Vec<Problem> {
    let mut by_type: BTreeMap<&str, Vec<(usize, &Appetites)>> = BTreeMap::new();
    all.iter().enumerate().for_each(|(at, it)| by_type.entry(&it.of).or_default().push((at + 1, it)));
    by_type.iter().filter_map(|(of, rows)| Some(Problem::of("appetites", against(of, rows)?))).collect()
}

fn against(of: &str, rows: &[(usize, &Appetites)]) -> Option<String> {
    let (first, unit) = rows.first().map(|it| (it.0, &it.1.unit))?;
    if let Some((at, it)) = rows.iter().find(|it| it.1.unit != *unit) {
        return Some(format!(
            "count {of} in {unit} in row {first} and in {} in row {at}; losses of one type have one unit",
            it.unit
        ));
    }
    let pairs = rows.iter().flat_map(|one| rows.iter().map(move |other| (one, other)));
    let mut wrong = pairs.filter(|(one, other)| {
        let (one, other) = (&one.1.appetite, &other.1.appetite);
        one.loss < other.loss && one.probability < other.probability
    });
    wrong.next().map(|((one, small), (other, large))| {
        format!(
            "allow {of} a loss above {} in row {other} with {}, and one above {} in row {one} with {}; what costs more cannot be allowed more often",
            large.appetite.loss, large.appetite.probability, small.appetite.loss, small.appetite.probability
        )
    })
}
