//! The drift of one column: what changed, by how much, how sure that is, and what is missing.
//!
//! Columns are compared value by value, or by their summaries when the data are gone. Whether a change counts is decided in
//! [`super::dataset`], for all columns together.

use serde::Serialize;

use super::bins::Binned;
use super::walk::walk;
use super::{anderson_darling, categories, cliff, cramer_von_mises, kolmogorov, shares, stability, wasserstein, words};
use crate::column::Column;
use crate::estimate::{Estimate, Measured, Method, Undefined, Verdict};
use crate::inference::Tested;
use crate::inference::difference::{Side, difference};
use crate::inference::resample::sized;
use crate::inference::table::Table;
use crate::metric::{Family, Metric};
use crate::spelling::spelled;
use crate::summary::{ColumnSummary, Ranked, Sort};

/// The change of missing values in words.
pub const MISSING: Metric = Metric {
    id: "missing_rate_difference",
    title: "Change of the share of missing values",
    family: Family::Drift,
    definition: "The share of current rows without a value, or with NaN or an infinite one, less that share in the reference.",
    formula: "missing_current / n_current - missing_reference / n_reference",
    reading: "0 as many are missing as before; 1 all are missing now",
    source: "Newcombe, Statistics in Medicine 17 (1998) for the interval",
};

/// How columns are compared; none of these is a limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Level of intervals.
    pub level: f64,
    /// Bins beside atoms, for shares of numbers.
    pub bins: usize,
    /// Replicates of permutation tests.
    pub replicates: usize,
    /// Seed of replicates.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { level: 0.95, bins: 10, replicates: 999, seed: 1 }
    }
}

/// Distinct numbers up to which they are compared as categories, since tests of order lose power on ties.
const FEW: usize = 20;

/// Rows for each of them on average; with fewer there are hardly ties, and without its order nothing is left of a number.
const TIED_ROWS: u64 = 5;

/// The share of all rows that may hold one number for the law of Anderson and Darling to hold; beyond it too many tests reject.
const TIED: f64 = 0.02;

/// A number under the name of its metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// The id of the metric.
    pub metric: &'static str,
    /// The number or the reason why there is none.
    pub value: Measured,
}

/// How a column changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnDrift {
    /// The column.
    pub column: String,
    /// What its values are.
    pub sort: Sort,
    /// Rows of the reference.
    pub reference_rows: u64,
    /// Rows of the current data.
    pub current_rows: u64,
    /// Whether every value was compared, not a sketch.
    pub exact: bool,
    /// The size of the change by which it is judged.
    pub effect: Named,
    /// The test by which it is judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<Tested>,
    /// Its p-value, adjusted for all tests of the data set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_p: Option<f64>,
    /// Whether it drifted.
    pub verdict: Verdict,
    /// The change of missing values.
    pub missing: Named,
    /// The test of missing values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_test: Option<Tested>,
    /// Its adjusted p-value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_adjusted_p: Option<f64>,
    /// Whether missing values drifted.
    pub missing_verdict: Verdict,
    /// Further measures.
    pub measures: Vec<Named>,
    /// Further tests.
    pub tests: Vec<Tested>,
    /// The population stability index that chance alone gives on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_chance: Option<f64>,
    /// Where the largest gap lies: a number or a bin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest: Option<String>,
    /// Words that the reference never had, with their rows, the commonest first.
    pub unseen: Vec<(String, u64)>,
    /// How many words the reference has, where all of them are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_words: Option<usize>,
    /// How many words the reference and the current data have, by sketches where they are very many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinct_words: Option<[f64; 2]>,
    /// The factor of units under which nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// Counts in bins, for charts.
    pub labels: Vec<String>,
    /// Rows of the reference in these bins.
    pub reference_counts: Vec<u64>,
    /// Current rows in these bins.
    pub current_counts: Vec<u64>,
}

/// Compares two columns value by value.
pub fn columns(reference: &Column<'_>, current: &Column<'_>, options: &Options) -> ColumnDrift {
    let ((one, ranked_one), (two, ranked_two)) = (ColumnSummary::exact(reference), ColumnSummary::exact(current));
    compare(&one, &two, [&ranked_one, &ranked_two], 0.0, true, options)
}

/// Compares two columns by their summaries.
pub fn summaries(reference: &ColumnSummary, current: &ColumnSummary, options: &Options) -> ColumnDrift {
    let exact = reference.quantiles().is_exact() && current.quantiles().is_exact();
    let error = reference.quantiles().rank_error().hypot(current.quantiles().rank_error());
    compare(reference, current, [&reference.ranked(), &current.ranked()], error, exact, options)
}

/// Compares a column with the summary of its reference.
pub fn with_reference(reference: &ColumnSummary, current: &Column<'_>, options: &Options) -> ColumnDrift {
    let (now, ranked) = ColumnSummary::exact(current);
    let (exact, error) = (reference.quantiles().is_exact(), reference.quantiles().rank_error());
    compare(reference, &now, [&reference.ranked(), &ranked], error, exact, options)
}

fn compare(
    reference: &ColumnSummary,
    current: &ColumnSummary,
    ranked: [&Ranked; 2],
    rank_error: f64,
    exact: bool,
    options: &Options,
) -> ColumnDrift {
    let mut drift = empty(reference, current, exact);
    missing(&mut drift, reference, current, options);
    if let Some(why) = unlike(reference, current) {
        let metric = if reference.is_numeric() { kolmogorov::METRIC.id } else { words::CRAMER_V.id };
        drift.effect = Named { metric, value: Err(Undefined::because(why)).into() };
        return drift;
    }
    let binned = match reference.is_numeric() {
        true => Binned::numbers(reference, current, ranked, options.bins),
        false => match categories::words(reference, current) {
            Ok(binned) => binned,
            Err(undefined) => {
                drift.effect = Named { metric: words::CRAMER_V.id, value: Err(undefined).into() };
                return drift;
            }
        },
    };
    match reference.is_numeric() {
        true => numbers(&mut drift, reference, ranked, rank_error, options),
        false => shares_of_words(&mut drift, &binned.with_values(), options),
    }
    if !reference.is_numeric() {
        drift.unseen = unseen(reference, current);
        drift.known_words = reference.known_words().map(|it| it.len());
        drift.distinct_words = Some([reference, current].map(|it| it.distinct().count));
        if drift.known_words.is_none() || current.known_words().is_none() {
            drift.largest = categories::most_changed(reference, current);
        }
    }
    by_bins(&mut drift, binned, options);
    drift
}

/// Why the values of two columns cannot be compared at all, where they cannot.
fn unlike(reference: &ColumnSummary, current: &ColumnSummary) -> Option<&'static str> {
    match (reference.sort, current.sort) {
        (Some(_), None) => Some("the current data have no value in the column"),
        (None, Some(_)) => Some("the reference has no value in the column"),
        _ if reference.is_numeric() != current.is_numeric() => {
            Some("the column holds numbers on one side and words on the other")
        }
        _ => None,
    }
}

fn empty(reference: &ColumnSummary, current: &ColumnSummary, exact: bool) -> ColumnDrift {
    let none = || Named { metric: "", value: Err(Undefined::because("not measured")).into() };
    let undecided = || Verdict::NotAssessable { why: "no limit was applied".into() };
    ColumnDrift {
        column: current.name.clone(),
        sort: reference.sort.or(current.sort).unwrap_or(Sort::Words),
        reference_rows: reference.rows,
        current_rows: current.rows,
        exact,
        effect: none(),
        test: None,
        adjusted_p: None,
        verdict: undecided(),
        missing: none(),
        missing_test: None,
        missing_adjusted_p: None,
        missing_verdict: undecided(),
        measures: Vec::new(),
        tests: Vec::new(),
        by_chance: None,
        largest: None,
        unseen: Vec::new(),
        known_words: None,
        distinct_words: None,
        unit: None,
        labels: Vec::new(),
        reference_counts: Vec::new(),
        current_counts: Vec::new(),
    }
}

fn missing(drift: &mut ColumnDrift, reference: &ColumnSummary, current: &ColumnSummary, options: &Options) {
    let side = |it: &ColumnSummary| Side::new(it.nulls + it.nan + it.above + it.below, it.rows);
    let (before, now) = (side(reference), side(current));
    let value = difference(now, before, options.level, Method::Newcombe);
    drift.missing = Named { metric: MISSING.id, value: value.into() };
    let table = Table::new(&[before.k, before.n - before.k, now.k, now.n - now.k], 2);
    drift.missing_test = table.ok().map(|it| it.independence(options.replicates, options.seed));
}

/// Numbers are judged by the largest gap between both distributions; few distinct ones by their shares.
fn numbers(
    drift: &mut ColumnDrift,
    reference: &ColumnSummary,
    ranked: [&Ranked; 2],
    rank_error: f64,
    options: &Options,
) {
    let [one, two] = ranked;
    let both = match kolmogorov::sizes(one, two) {
        Ok(both) => both,
        Err(undefined) => return drift.effect = Named { metric: kolmogorov::METRIC.id, value: Err(undefined).into() },
    };
    let (mut gap, mut ranks) = (kolmogorov::Gap::new(both), cramer_von_mises::Ranks::new(both));
    let (mut moved, mut placed) = (wasserstein::Moved::new(both), cliff::Placed::new(both));
    let mut weighted = anderson_darling::Weighted::new(vec![both.0, both.1]);
    let mut commonest = 0;
    walk(one, two, |step| {
        gap.take(&step);
        ranks.take(&step);
        moved.take(&step);
        placed.take(&step);
        let (r, c) = (step.reference, step.current);
        weighted.take(&[r.0 as f64, c.0 as f64], &[r.1 as f64, c.1 as f64]);
        commonest = commonest.max(r.1 + c.1);
    });
    let found = gap.found(options.level, rank_error);
    drift.largest = found.as_ref().ok().map(|it| spelled(it.location, reference.sort));
    let distance = found.as_ref().map(|it| it.distance).map_err(Undefined::clone);
    drift.unit = distance.as_ref().ok().and_then(|it| super::cause::unit(one, two, it.value));
    drift.effect = Named { metric: kolmogorov::METRIC.id, value: distance.into() };
    let n = both.0 + both.1;
    match few_values(one, two, reference.sort).map(|it| words::equal_shares(&it, options)) {
        Some(shares) => drift.test = shares.ok().map(|it| it.0),
        None => {
            drift.test = found.ok().map(|it| it.test);
            drift.tests.push(ranks.found());
            drift.tests.extend(weighted.found().ok().filter(|_| commonest as f64 <= TIED * n as f64));
        }
    }
    let drawn = moved.redrawn(options.seed);
    let over_deviation = |it: f64| wasserstein::over_deviation(it, &reference.moments, n);
    let over_range = |it: f64| wasserstein::over_range(it, one, n);
    for (metric, value) in [
        (wasserstein::METRIC.id, wasserstein::with_interval(over_deviation, moved.distance(), &drawn, options.level)),
        (wasserstein::ROBUST.id, wasserstein::with_interval(over_range, moved.distance(), &drawn, options.level)),
        (cliff::METRIC.id, placed.found(options.level)),
    ] {
        drift.measures.push(Named { metric, value: value.into() });
    }
}

/// The counts of distinct numbers, while they are few.
fn few_values(one: &Ranked, two: &Ranked, sort: Option<Sort>) -> Option<Binned> {
    let mut binned = Binned::default();
    if one.distinct() > FEW || two.distinct() > FEW {
        return None;
    }
    walk(one, two, |step| {
        binned.labels.push(spelled(step.value, sort));
        binned.reference.push(step.reference.1);
        binned.current.push(step.current.1);
    });
    let rows: u64 = binned.reference.iter().chain(&binned.current).sum();
    let tied = rows >= TIED_ROWS * binned.labels.len() as u64;
    (binned.labels.len() <= FEW && tied).then_some(binned)
}

fn shares_of_words(drift: &mut ColumnDrift, binned: &Binned, options: &Options) {
    drift.effect = Named { metric: words::CRAMER_V.id, value: words::cramer_v(binned, options).into() };
    if let Ok((test, g)) = words::equal_shares(binned, options) {
        drift.test = Some(test);
        drift.tests.push(g);
    }
}

fn by_bins(drift: &mut ColumnDrift, binned: Binned, options: &Options) {
    let stability = stability::population_stability_index(&binned);
    drift.by_chance = stability.as_ref().ok().map(|it| it.by_chance);
    drift.tests.extend(stability.as_ref().ok().map(|it| it.test));
    let largest = shares::l_infinity(&binned);
    if let (Ok((_, label)), false) = (&largest, drift.largest.is_some()) {
        drift.largest = Some(label.clone());
    }
    let found = distances(&binned);
    let mut drawn = [const { Vec::new() }; 4];
    if found.iter().all(|it| it.1.is_ok()) {
        let values = |it: &Binned| distances(it).map(|it| it.1.map_or(f64::NAN, |it| it.value));
        drawn = words::redrawn(&binned, options.seed, values);
    }
    for ((metric, value), drawn) in found.into_iter().zip(drawn) {
        drift.measures.push(Named { metric, value: value.map(|it| sized(it, drawn, options.level)).into() });
    }
    (drift.labels, drift.reference_counts, drift.current_counts) = (binned.labels, binned.reference, binned.current);
}

/// The distances between the shares of bins.
fn distances(binned: &Binned) -> [(&'static str, Result<Estimate, Undefined>); 4] {
    [
        (stability::METRIC.id, stability::population_stability_index(binned).map(|it| it.index)),
        (shares::JENSEN_SHANNON.id, shares::jensen_shannon(binned)),
        (shares::HELLINGER.id, shares::hellinger(binned)),
        (shares::L_INFINITY.id, shares::l_infinity(binned).map(|it| it.0)),
    ]
}

/// Words of the current data that the reference never had; a reference whose words are sketched cannot tell.
fn unseen(reference: &ColumnSummary, current: &ColumnSummary) -> Vec<(String, u64)> {
    let Some(known) = reference.known_words() else { return Vec::new() };
    current.word_counts().0.into_iter().filter(|(word, _)| !known.contains(word.as_str())).collect()
}
