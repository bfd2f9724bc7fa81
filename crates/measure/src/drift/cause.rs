//! Why a column changed, where the change has a name: another unit, an explosion of categories, values that went missing.
//!
//! A name is a hint to whoever looks for the cause. Whether there is a change at all is decided in [`super::dataset`], and only
//! what drifted, or can no longer be compared, gets one.

use serde::Serialize;

use super::compare::ColumnDrift;
use super::kolmogorov::{Gap, sizes};
use super::walk::walk;
use crate::estimate::Verdict;
use crate::quality::suspects::FACTORS;
use crate::summary::Ranked;

/// A change with a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// One of [`CAUSES`].
    pub name: &'static str,
    /// What happened, in a sentence about the column.
    pub sentence: String,
}

/// Every name.
pub const CAUSES: &[&str] =
    &["unit_change", "category_explosion", "new_categories", "missingness", "values_moved", "shares_moved"];

/// How far medians may lie from a factor, as the logarithm of their ratio, for the factor to be tried.
const NEAR: f64 = 0.25;

/// The part of the change that must vanish with the other unit for the unit to explain it.
const EXPLAINED: f64 = 0.75;

/// New words from which on a doubling of the categories is an explosion, and not a handful of new ones.
const MANY: usize = 10;

/// The factor between two units under which the current values lie as the reference did, in words.
pub(super) fn unit(reference: &Ranked, current: &Ranked, change: f64) -> Option<&'static str> {
    let ratio = current.quantile(0.5)? / reference.quantile(0.5)?;
    if !ratio.is_finite() || ratio <= 0.0 {
        return None;
    }
    let both = FACTORS.iter().flat_map(|it| [(it.0, it.1), (1.0 / it.0, it.1)]);
    let near = both.filter(|it| (ratio / it.0).ln().abs() < NEAR);
    let left = |factor: f64| {
        let scaled = current.over(factor);
        let mut gap = Gap::new(sizes(reference, &scaled).ok()?);
        walk(reference, &scaled, |step| gap.take(&step));
        Some(gap.size())
    };
    let explains = near.filter_map(|(factor, words)| Some((left(factor)?, words)));
    explains.filter(|it| it.0 <= change * (1.0 - EXPLAINED)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|it| it.1)
}

/// The named causes of a column that was judged; none where it stayed as it was.
pub fn causes(it: &ColumnDrift) -> Vec<Cause> {
    let mut causes = Vec::new();
    if it.verdict == Verdict::Fail {
        causes.push(of_values(it));
    }
    if it.missing_verdict == Verdict::Fail {
        let share = it.missing.value.value().unwrap_or_default();
        let way = if share > 0.0 { "more" } else { "fewer" };
        let sentence = format!("{:.1} % of the rows {way} lack a value than before", 100.0 * share.abs());
        causes.push(Cause { name: "missingness", sentence });
    }
    causes
}

fn of_values(it: &ColumnDrift) -> Cause {
    let rows: u64 = it.unseen.iter().map(|it| it.1).sum();
    let share = 100.0 * rows as f64 / it.current_rows.max(1) as f64;
    let (new, known) = (it.unseen.len(), it.known_words.unwrap_or(usize::MAX));
    let (name, sentence) = match it.unit {
        Some(words) => (
            "unit_change",
            format!("the values lie as before when they are taken in another unit: a factor of {words}"),
        ),
        None if new >= MANY && new >= known => (
            "category_explosion",
            format!("{new} values in {share:.1} % of the rows that the baseline never held; it holds {known}"),
        ),
        None if new > 0 => {
            ("new_categories", format!("{new} values in {share:.1} % of the rows that the baseline never held"))
        }
        None if it.distinct_words.is_some_and(|[before, now]| now >= 2.0 * before && now - before >= MANY as f64) => {
            let [before, now] = it.distinct_words.unwrap_or_default();
            (
                "category_explosion",
                format!("about {now:.0} different values, where the baseline holds about {before:.0}"),
            )
        }
        None if it.distinct_words.is_some() => {
            ("shares_moved", format!("the shares of its values changed, most of all that of {}", largest(it)))
        }
        None => ("values_moved", format!("{}, most of all around {}", direction(it), largest(it))),
    };
    Cause { name, sentence }
}

fn largest(it: &ColumnDrift) -> String {
    it.largest.as_ref().map_or("no value".to_owned(), |it| format!("`{it}`"))
}

/// Which way values moved, by how often a current one exceeds one of the reference.
fn direction(it: &ColumnDrift) -> String {
    let delta = it.measures.iter().find(|it| it.metric == super::cliff::METRIC.id).and_then(|it| it.value.value());
    match delta {
        Some(delta) if delta > 0.0 => format!("larger than before in {:.0} % of pairs", 50.0 * (1.0 + delta)),
        Some(delta) if delta < 0.0 => format!("smaller than before in {:.0} % of pairs", 50.0 * (1.0 - delta)),
        _ => "spread in another way than before".to_owned(),
    }
}
