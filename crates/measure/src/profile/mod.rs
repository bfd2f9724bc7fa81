//! The profile of a column: what its values look like, and what somebody should look at.
//!
//! A profile is read from a summary, so it costs nothing beside it and is there when the data are gone. Whether something
//! is a finding is decided by limits that the caller gives.

use serde::{Deserialize, Serialize};

use crate::drift::compare::Named;
use crate::estimate::{Estimate, Interval, Measured, Undefined};
use crate::quality::suspects::{Suspect, suspects};
use crate::spelling::spelled;
use crate::summary::{ColumnSummary, Sort};

mod metrics;

pub use metrics::METRICS;

/// Bins of a histogram.
const BINS: usize = 20;

/// Commonest values that are listed.
const COMMON: usize = 10;

/// Places of the quantiles that are listed.
const PLACES: [f64; 9] = [0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0];

/// What is said of a column in which no value stands twice.
pub const DIFFERS: &str = "has another value in every row, as an identifier has";

/// When something is a finding; comes from a measurement plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Largest share of missing values.
    pub missing: f64,
    /// Largest share of zeros.
    pub zeros: f64,
    /// Largest absolute skewness.
    pub skewness: f64,
    /// Most distinct words.
    pub distinct_words: f64,
    /// Largest share of the commonest value.
    pub commonest: f64,
}

/// What a column looks like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnProfile {
    /// The column.
    pub column: String,
    /// What its values are.
    pub sort: Option<Sort>,
    /// Rows.
    pub rows: u64,
    /// Rows without a value.
    pub nulls: u64,
    /// Values that are not a number.
    pub nan: u64,
    /// Values that are infinite.
    pub infinite: u64,
    /// Distinct values, with the interval of the sketch where they are too many to be counted one by one.
    pub distinct: Estimate,
    /// Numbers under the ids of [`METRICS`].
    pub measures: Vec<Named>,
    /// Places and values of quantiles.
    pub quantiles: Vec<(f64, f64)>,
    /// Standard error of the ranks of quantiles, 0 when exact.
    pub rank_error: f64,
    /// Edges of bins of equal width.
    pub edges: Vec<f64>,
    /// Rows in these bins.
    pub counts: Vec<u64>,
    /// The commonest values with their rows.
    pub common: Vec<(String, u64)>,
    /// By how much these counts may be too high.
    pub common_error: u64,
    /// What needs a look, in words.
    pub findings: Vec<String>,
    /// Values that look wrong.
    pub suspects: Vec<Suspect>,
}

/// The profile of a column, with intervals of `level` where a sketch estimates; `differs` tells whether every row with a value holds
/// another one, none where nobody knows.
pub fn profile(summary: &ColumnSummary, limits: &Limits, level: f64, differs: Option<bool>) -> ColumnProfile {
    let ranked = summary.ranked();
    let (edges, counts) = ranked.histogram(BINS).unwrap_or_default();
    let (common, common_error) = common(summary);
    let quantiles = PLACES.iter().filter_map(|&p| Some((p, ranked.quantile(p)?))).collect();
    let mut profile = ColumnProfile {
        column: summary.name.clone(),
        sort: summary.sort,
        rows: summary.rows,
        nulls: summary.nulls,
        nan: summary.nan,
        infinite: summary.above + summary.below,
        distinct: summary.distinct_within(level),
        measures: measures(summary, &common, level),
        quantiles,
        rank_error: summary.quantiles().rank_error(),
        edges,
        counts,
        common,
        common_error,
        findings: Vec::new(),
        suspects: suspects(summary),
    };
    profile.findings = findings(&profile, summary, limits, differs);
    profile
}

fn measures(summary: &ColumnSummary, common: &[(String, u64)], level: f64) -> Vec<Named> {
    let (rows, moments) = (summary.rows, &summary.moments);
    let held = summary.values() - summary.nan;
    let ratio = |part: f64, of: u64| match of {
        0 => Err(Undefined::because("there are no rows to divide by")),
        of => Estimate::plain(part / of as f64, of),
    };
    let number = |value: Result<f64, Undefined>| value.and_then(|it| Estimate::plain(it, moments.n));
    let some = if moments.n > 0 { Ok(()) } else { Err(Undefined::because("there is no finite number")) };
    let mut all = vec![
        ("missing_share", ratio((rows - held) as f64, rows)),
        ("distinct_share", for_each(summary.distinct_within(level), held)),
        ("commonest_share", ratio(common.first().map_or(0.0, |it| it.1 as f64), held)),
    ];
    if summary.is_numeric() {
        all.extend([
            ("mean", number(some.clone().map(|()| moments.mean))),
            ("standard_deviation", number(moments.deviation())),
            ("skewness", number(moments.skewness())),
            ("excess_kurtosis", number(moments.excess_kurtosis())),
            ("zero_share", ratio(summary.zeros as f64, held)),
            ("negative_share", ratio(summary.negative as f64, held)),
        ]);
    } else {
        all.push(("entropy", entropy(summary)));
        all.push(("empty_share", ratio(summary.empty as f64, held)));
    }
    all.into_iter().map(|(metric, value)| Named { metric, value: value.into() }).collect()
}

/// So many for each of the rows with a value.
fn for_each(number: Estimate, held: u64) -> Result<Estimate, Undefined> {
    if held == 0 {
        return Err(Undefined::because("there are no rows to divide by"));
    }
    let of = |it: f64| it / held as f64;
    let interval = number.interval.map(|it| Interval { low: of(it.low), high: of(it.high), ..it });
    Ok(Estimate { value: of(number.value), n: held, interval, ..number })
}

fn entropy(summary: &ColumnSummary) -> Result<Estimate, Undefined> {
    let held = summary.values();
    if summary.known_words().is_none() || held == 0 {
        return Err(Undefined::because("there are no words, or too many distinct ones to count each"));
    }
    let part = |count: u64| count as f64 / held as f64;
    let (words, _) = summary.word_counts();
    Estimate::plain(words.iter().map(|it| -part(it.1) * part(it.1).log2()).sum::<f64>().max(0.0), held)
}

/// The commonest values; of many distinct numbers those that their order shows.
fn common(summary: &ColumnSummary) -> (Vec<(String, u64)>, u64) {
    let (mut all, error) = match (summary.is_numeric(), summary.number_counts()) {
        (false, _) => summary.word_counts(),
        (true, Some(counts)) => {
            (counts.into_iter().map(|(value, count)| (spelled(value, summary.sort), count)).collect(), 0)
        }
        (true, None) => atoms(summary),
    };
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(COMMON);
    (all, error)
}

fn atoms(summary: &ColumnSummary) -> (Vec<(String, u64)>, u64) {
    let ranked = summary.ranked();
    let error = (3.0 * summary.quantiles().rank_error() * ranked.n() as f64).ceil() as u64;
    let mut before = 0;
    let mut found = Vec::new();
    for (value, up_to) in ranked.steps() {
        // what a sketch shows of rarer values is its own grain
        if up_to - before > (4 * error).max(1) {
            found.push((spelled(value, summary.sort), up_to - before));
        }
        before = up_to;
    }
    (found, error)
}

fn findings(profile: &ColumnProfile, summary: &ColumnSummary, limits: &Limits, differs: Option<bool>) -> Vec<String> {
    let of =
        |metric: &str| profile.measures.iter().find(|it| it.metric == metric).and_then(|it| Measured::value(&it.value));
    let mut found = Vec::new();
    let mut say = |holds: bool, sentence: String| {
        if holds {
            found.push(sentence);
        }
    };
    let (missing, zeros, skewness) = (of("missing_share"), of("zero_share"), of("skewness"));
    let (commonest, held) = (of("commonest_share"), summary.values() - summary.nan);
    say(held == 0, "holds no value at all".to_owned());
    say(profile.distinct.value == 1.0, "holds one and the same value".to_owned());
    let share = missing.unwrap_or(0.0);
    say(held > 0 && share > limits.missing, format!("{:.1} % of its values are missing", 100.0 * share));
    let share = zeros.unwrap_or(0.0);
    say(share > limits.zeros && profile.distinct.value > 1.0, format!("{:.1} % of its values are zero", 100.0 * share));
    let skewness = skewness.unwrap_or(0.0);
    say(skewness.abs() > limits.skewness, format!("is skewed, by {skewness:.1}"));
    say(profile.infinite > 0, format!("holds {} infinite values", profile.infinite));
    let names = held > 1 && summary.may_name();
    let unique = names && differs == Some(true);
    say(unique, DIFFERS.to_owned());
    say(names && differs.is_none(), format!("may be one that {DIFFERS}; only its rows can tell"));
    let many = !summary.is_numeric() && !unique && profile.distinct.value > limits.distinct_words;
    let about = if profile.distinct.interval.is_some() { "about " } else { "" };
    say(many, format!("holds {about}{:.0} distinct words", profile.distinct.value));
    let share = commonest.unwrap_or(0.0);
    say(
        share > limits.commonest && profile.distinct.value > 1.0,
        format!(
            "holds `{}` in {:.1} % of its rows",
            profile.common.first().map_or("", |it| it.0.as_str()),
            100.0 * share
        ),
    );
    found
}
