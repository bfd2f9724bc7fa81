//! Predicted numbers by group: are they as high, as right and as precise for every group?
//!
//! Sources: Zou and Donner, Statistics in Medicine 27 (2008) for an interval of a difference from the intervals of both sides;
//! Welch, Biometrika 38 (1951) for the test.

use serde::Serialize;

use super::gap::each;
use crate::column::Coded;
use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::Tested;
use crate::inference::distribution::fisher_sf;
use crate::inference::mean::mean;
use crate::metric::{Family, Metric};
use crate::report::Line;

const fn entry(id: &'static str, title: &'static str, definition: &'static str, formula: &'static str) -> Metric {
    let reading = "0: all groups alike; in the unit of the label, without an upper bound";
    let source = "ISO/IEC TR 24027; Zou and Donner (2008) for the interval";
    Metric { id, title, family: Family::Fairness, definition, formula, reading, source }
}

/// Entries of this file.
pub const METRICS: &[Metric] = &[
    entry(
        "mean_prediction_difference",
        "Difference of mean predictions",
        "How much higher predictions are on average in the highest group than in the lowest.",
        "max_g mean h - min_g mean h",
    ),
    entry(
        "mean_error_difference",
        "Difference of mean errors",
        "How much more predictions are too high in one group than in another.",
        "max_g mean (h - y) - min_g mean (h - y)",
    ),
    entry(
        "absolute_error_difference",
        "Difference of mean absolute errors",
        "How much further off predictions are in the worst served group than in the best.",
        "max_g mean |h - y| - min_g mean |h - y|",
    ),
];

/// A group's means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumericGroup {
    /// The group.
    pub group: String,
    /// Rows with all values.
    pub n: u64,
    /// Mean prediction, mean error and mean absolute error, in the order of [`METRICS`].
    pub means: [Measured; 3],
}

/// A difference between groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumericGap {
    /// The metric's id.
    pub metric: &'static str,
    /// The largest difference.
    pub value: Measured,
    /// The groups with the highest and the lowest mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
    /// Whether all groups may have the same mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alike: Option<Tested>,
}

/// Predicted numbers by one attribute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumericComparison {
    /// The attribute.
    pub by: String,
    /// Groups with enough rows.
    pub groups: Vec<NumericGroup>,
    /// Groups with too few rows to be compared.
    pub small: Vec<String>,
    /// One a line of [`METRICS`].
    pub gaps: Vec<NumericGap>,
}

/// What each metric averages.
const LOSSES: [fn(f64, f64) -> f64; 3] = [|_, h| h, |y, h| h - y, |y, h| (h - y).abs()];

/// Compares predictions of the groups of `attribute`; rows with a missing value are left out.
pub fn compare_numbers(
    attribute: &Coded<'_>,
    labels: &[f64],
    predictions: &[f64],
    minimum: u64,
    level: f64,
) -> NumericComparison {
    let rows = || attribute.codes.iter().zip(labels.iter().zip(predictions));
    let of = |word: usize| -> Vec<(f64, f64)> {
        let mine = rows().filter(|(code, (y, h))| **code as usize == word && y.is_finite() && h.is_finite());
        mine.map(|(_, (y, h))| (*y, *h)).collect()
    };
    let all: Vec<(String, Vec<(f64, f64)>)> =
        attribute.words.iter().enumerate().map(|(word, name)| (name.clone(), of(word))).collect();
    let (kept, small): (Vec<_>, Vec<_>) =
        all.into_iter().filter(|it| !it.1.is_empty()).partition(|it| it.1.len() as u64 >= minimum.max(2));
    let means = |rows: &[(f64, f64)]| LOSSES.map(|loss| mean(rows.iter().map(|(y, h)| loss(*y, *h)), level).into());
    let group = |it: &(String, Vec<(f64, f64)>)| NumericGroup {
        group: it.0.clone(),
        n: it.1.len() as u64,
        means: means(&it.1),
    };
    NumericComparison {
        by: attribute.name.to_owned(),
        groups: kept.iter().map(group).collect(),
        small: small.into_iter().map(|it| it.0).collect(),
        gaps: METRICS.iter().zip(LOSSES).map(|(it, loss)| gap(it.id, &kept, loss, level)).collect(),
    }
}

fn gap(
    metric: &'static str,
    groups: &[(String, Vec<(f64, f64)>)],
    loss: fn(f64, f64) -> f64,
    level: f64,
) -> NumericGap {
    let pairs = groups.len() * groups.len().saturating_sub(1) / 2;
    let losses: Vec<Vec<f64>> = groups.iter().map(|it| it.1.iter().map(|(y, h)| loss(*y, *h)).collect()).collect();
    let found: Result<Vec<Estimate>, Undefined> =
        losses.iter().map(|it| mean(it.iter().copied(), each(level, pairs))).collect();
    let means = found.as_deref().unwrap_or_default();
    let by_value = |a: &usize, b: &usize| means[*a].value.total_cmp(&means[*b].value);
    let ends = (0..means.len()).max_by(by_value).zip((0..means.len()).min_by(by_value)).filter(|_| means.len() > 1);
    let few = || Undefined::because("fewer than two groups have enough rows");
    let value = found.as_ref().map_err(Clone::clone).and_then(|_| ends.ok_or_else(few)).and_then(|(high, low)| {
        let n = means.iter().map(|it| it.n).sum();
        let estimate = Estimate::plain(means[high].value - means[low].value, n)?;
        Ok(estimate.with(widest(means, level).unwrap_or(Interval::too_few(level))))
    });
    let name = |at: usize| groups[at].0.clone();
    NumericGap {
        metric,
        value: value.into(),
        between: ends.filter(|(a, b)| means[*a].value != means[*b].value).map(|(high, low)| [name(high), name(low)]),
        alike: welch(&losses),
    }
}

/// The interval of the largest difference, from the intervals of all pairs.
fn widest(means: &[Estimate], level: f64) -> Option<Interval> {
    let both_ways = (0..means.len()).flat_map(|a| (0..means.len()).filter(move |b| *b != a).map(move |b| (a, b)));
    let of = |(a, b): (usize, usize)| {
        let (one, two) = (means[a], means[b]);
        let (i, j) = (one.interval?, two.interval?);
        let gap = one.value - two.value;
        let low = gap - (one.value - i.low).hypot(j.high - two.value);
        Some((low, gap + (i.high - one.value).hypot(two.value - j.low)))
    };
    let (low, high) = both_ways.filter_map(of).reduce(|a, b| (a.0.max(b.0), a.1.max(b.1)))?;
    Some(Interval { low: low.max(0.0), high, level, method: Method::Hall })
}

/// Welch's test that means are equal, whatever the spread in each group.
fn welch(groups: &[Vec<f64>]) -> Option<Tested> {
    let k = groups.len() as f64;
    let moments = |it: &Vec<f64>| {
        let n = it.len() as f64;
        let mean = it.iter().sum::<f64>() / n;
        (n, mean, n / (it.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)))
    };
    let all: Vec<(f64, f64, f64)> = groups.iter().map(moments).collect();
    let weight: f64 = all.iter().map(|it| it.2).sum();
    let centre = all.iter().map(|it| it.2 * it.1).sum::<f64>() / weight;
    let between = all.iter().map(|it| it.2 * (it.1 - centre).powi(2)).sum::<f64>() / (k - 1.0);
    let lean: f64 = all.iter().map(|it| (1.0 - it.2 / weight).powi(2) / (it.0 - 1.0)).sum();
    let f = between / (1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * lean);
    let below = (k * k - 1.0) / (3.0 * lean);
    let n = groups.iter().map(|it| it.len() as u64).sum();
    let p = fisher_sf(f, k - 1.0, below);
    (groups.len() > 1 && p.is_finite()).then_some(Tested {
        test: "welch",
        statistic: Some(f),
        degrees: Some(k - 1.0),
        p,
        n,
    })
}

impl NumericComparison {
    /// Its numbers as lines.
    pub fn lines(&self) -> Vec<Line> {
        let gap = |it: &NumericGap| Line {
            between: it.between.clone(),
            ..Line::new(it.metric, self.by.clone(), it.value.clone())
        };
        self.gaps.iter().map(gap).collect()
    }
}
