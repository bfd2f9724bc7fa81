//! What is refused when exercises are entered: risks that stand twice, and chances that are none.

use std::collections::BTreeSet;

use record::Problem;
use store::RecordRow;

use super::EXERCISE;
use super::exercise::Exercise;

/// What a change of this record brings in that cannot be.
pub(crate) fn problems(before: Option<&RecordRow>, after: &RecordRow) -> Vec<Problem> {
    if after.kind != EXERCISE {
        return Vec::new();
    }
    let moved = |field: &str| before.is_none_or(|it| it.document.get(field) != after.document.get(field));
    let (it, mut found) = (Exercise::of(after), Vec::new());
    let mut seen = BTreeSet::new();
    let twice = it.hypotheses.iter().filter(|it| !seen.insert(&it.risk));
    let twice: Vec<Problem> = twice
        .map(|it| Problem::of("hypotheses", format!("{} stands there twice; put its techniques into one row", it.risk)))
        .collect();
    found.extend(twice.into_iter().filter(|_| moved("hypotheses")));
    let rows = after.list("scenarios").enumerate().filter(|_| moved("scenarios"));
    found.extend(rows.filter_map(|(place, it)| {
        let (least, most) = (it["chance_least"].as_f64(), it["chance_most"].as_f64());
        let says = match (least, most) {
            (Some(least), Some(most)) if most < least => "its most chance lies below its least",
            (Some(_), None) | (None, Some(_)) => "a chance has a least and a most; fill in both",
            _ => return None,
        };
        Some(Problem::of("scenarios", format!("row {}: {says}", place + 1)))
    }));
    found
}
