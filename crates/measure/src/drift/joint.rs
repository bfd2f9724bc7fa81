//! Joint drift: can a small classifier tell current rows from those of the reference, from all columns together?
//!
//! A logistic regression learns on one half of the rows and is judged on the other, so an area above one half is evidence
//! of drift, also of drift that no single column shows: it looks at columns, their squares and products of two of them. What three columns
//! show only together it does not see. How the rows are halved is chance, and nobody shall look for the seed that pleases: they are halved
//! several times, and the middle of all answers counts, at half the error each, which holds however the halves depend on one another.

use rayon::prelude::*;
use serde::Serialize;

use crate::chance::Chance;
use crate::column::{Batch, ColumnError};
use crate::estimate::{Estimate, Interval, Measured, Undefined};
use crate::inference::Tested;
use crate::inference::curve::{area, variance};
use crate::inference::distribution::normal_sf;
use crate::logistic::Logistic;
use crate::logistic::features::Features;
use crate::metric::{Family, Metric};

/// The metric in words.
pub const METRIC: Metric = Metric {
    id: "joint_drift",
    title: "Classifier two-sample test",
    family: Family::Drift,
    definition: "How often a classifier that learned on other rows gives a current row a higher score than a reference row.",
    formula: "median over several halvings of the rows of the area under the ROC curve of a logistic regression on columns, their squares and products of two, reference against current, on the half that it did not see",
    reading: "0.5 no drift that it can see, 1 complete separation",
    source: "Lopez-Paz and Oquab, Revisiting classifier two-sample tests, ICLR (2017); DeLong (1988) for the interval of a halving; Chernozhukov and others (2018), Generic machine learning inference, for medians over halvings",
};

/// Rows of each side that are used.
const ROWS: usize = 5_000;

/// How often the rows are halved; odd, so that one of the answers is the middle.
const HALVINGS: u64 = 7;

/// The outcome of the test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JointDrift {
    /// The area with its interval.
    pub area: Measured,
    /// The test that it is one half.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<Tested>,
    /// The features that tell most, with their weights in standard deviations, the heaviest first.
    pub telling: Vec<(String, f64)>,
}

/// Tests all columns of the reference together; the current data must have them as well.
pub fn joint_drift(
    reference: &Batch<'_>,
    current: &Batch<'_>,
    level: f64,
    seed: u64,
) -> Result<JointDrift, ColumnError> {
    let mut features = Features::of(reference, current)?;
    features.add_products((reference.rows().min(ROWS) + current.rows().min(ROWS)) / 2);
    if reference.rows().min(current.rows()) < 20 || features.names().is_empty() {
        let area = Err(Undefined::because("a classifier needs 20 rows on each side and a column that varies"));
        return Ok(JointDrift { area: area.into(), test: None, telling: Vec::new() });
    }
    let inner = 1.0 - 0.5 * (1.0 - level);
    let halved = |stream| {
        let mut chance = Chance::new(seed, stream);
        let (one, two) = (picked(reference.rows(), &mut chance), picked(current.rows(), &mut chance));
        halving(&features, &one, &two, inner)
    };
    Ok(middle((0..HALVINGS).into_par_iter().map(halved).collect(), level))
}

/// What one halving says.
struct Halving {
    area: Result<Estimate, Undefined>,
    z: f64,
    telling: Vec<(String, f64)>,
}

/// Learns on every second row of both sides and judges on the others.
fn halving(features: &Features, one: &[usize], two: &[usize], level: f64) -> Halving {
    let half = |rows: &[usize], second: bool| -> Vec<usize> {
        rows.iter().skip(usize::from(second)).step_by(2).copied().collect()
    };
    let (learn_rows, learn_labels) = features.rows(&half(one, false), &half(two, false));
    let classifier = Logistic::fit(&learn_rows, &learn_labels, features.names().len());
    let (rows, labels) = features.rows(&half(one, true), &half(two, true));
    let scores: Vec<f64> = rows.iter().map(|it| classifier.score(it)).collect();
    let area = area(&scores, &labels, level);
    let spread = variance(&scores, &labels).map_or(f64::NAN, |it| it.max(f64::MIN_POSITIVE).sqrt());
    let z = area.as_ref().map_or(f64::NAN, |it| (it.value - 0.5) / spread);
    let mut telling: Vec<(String, f64)> = features.names().iter().cloned().zip(classifier.weights).collect();
    telling.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    telling.truncate(10);
    Halving { area, z, telling }
}

/// The middle of all halvings: of their areas, of both ends of their intervals, and twice the p-value of the middle.
fn middle(mut found: Vec<Halving>, level: f64) -> JointDrift {
    let value = |it: &Halving| it.area.as_ref().map_or(f64::NAN, |it| it.value);
    found.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let at = found.len() / 2;
    let median = |of: &dyn Fn(&Interval) -> f64| {
        let mut all: Vec<f64> =
            found.iter().filter_map(|it| it.area.as_ref().ok()?.interval.as_ref().map(of)).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    let ends = median(&|it| it.low).zip(median(&|it| it.high));
    let mut z: Vec<f64> = found.iter().map(|it| it.z).collect();
    z.sort_by(f64::total_cmp);
    let z = z[at];
    let chosen = found.swap_remove(at);
    let area = chosen.area.map(|it| match (ends, it.interval) {
        (Some((low, high)), Some(own)) => it.with(Interval { low, high, level, ..own }),
        _ => it,
    });
    let tested = |it: &Estimate| Tested {
        test: METRIC.id,
        statistic: Some(z),
        degrees: None,
        p: (2.0 * normal_sf(z)).min(1.0),
        n: it.n,
    };
    let test = area.as_ref().ok().filter(|_| z.is_finite()).map(tested);
    JointDrift { area: area.into(), test, telling: chosen.telling }
}

/// Rows in a random order, not more than are used.
fn picked(rows: usize, chance: &mut Chance) -> Vec<usize> {
    let mut all: Vec<usize> = (0..rows).collect();
    chance.shuffle(&mut all);
    all.truncate(ROWS);
    all
}
