//! A whole assessment of predictions: of two classes, of several, or of numbers.

use serde::Serialize;

use super::calibration::{Binning, Calibration, calibration, spiegelhalter};
use super::classes::{Classes, classes};
use super::numeric::Residual;
use super::ranking::{Gain, Point, average_precision, gains, points, roc_auc};
use super::recalibration::slope_and_intercept;
use super::scoring::{Corp, brier, corp, log_loss};
use super::{binary, numeric, weighted};
use crate::column::{Batch, Coded};
use crate::estimate::{Estimate, Method};
use crate::fairness::confusion::{Confusion, RATES};
use crate::fairness::weighted::Cells;
use crate::inference::Tested;
use crate::inference::resample::Draws;
use crate::inference::weighted::Weighted;
use crate::report::Line;
use crate::roles::{RoleError, UNKNOWN, binary_of, weights_of};

/// What is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// One of two classes.
    Binary,
    /// One of several classes.
    Classes,
    /// A number.
    Numbers,
}

/// Which columns play which part.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    /// What is predicted.
    pub task: Task,
    /// The column of labels.
    pub label: &'a str,
    /// The column of predictions, where there is one.
    pub prediction: Option<&'a str>,
    /// The column of probabilities of the positive class, where there is one.
    pub score: Option<&'a str>,
    /// The positive class, where it is not 1 or true.
    pub positive: Option<&'a str>,
    /// The column of weights, where rows do not count alike.
    pub weight: Option<&'a str>,
    /// Bins of calibration.
    pub bins: usize,
    /// Resamples, seed and the level of every interval.
    pub draws: Draws,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assessment {
    /// Rows of the batch.
    pub rows: u64,
    /// Rows that were left out because a value is missing.
    pub left_out: u64,
    /// Every number.
    pub lines: Vec<Line>,
    /// The four counts of two classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Confusion>,
    /// Several classes one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classes: Option<Classes>,
    /// How far predicted numbers are off from the lowest predictions to the highest, in equal parts of the rows.
    pub residuals: Vec<Residual>,
    /// Reliability in bins of equal width and of equal numbers of rows.
    pub calibration: Vec<Calibration>,
    /// What the Brier score is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corp: Option<Corp>,
    /// Spiegelhalter's test that probabilities are calibrated.
    pub calibrated: Option<Tested>,
    /// Gain and lift of the highest scores.
    pub gains: Vec<Gain>,
    /// Points of the ROC curve and of the curve of precision over recall.
    pub points: Vec<Point>,
}

/// Parts of the rows at which gain and lift are told.
const PARTS: &[f64] = &[0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// Parts of the rows, from the lowest predictions to the highest, in which predicted numbers are looked at: tenths.
const RESIDUAL_PARTS: usize = 10;

/// Points of a curve that a chart can show.
const MOST_POINTS: usize = 200;

/// The most classes.
const MOST_CLASSES: usize = 200;

/// Measures everything that the columns of the plan allow.
pub fn assess(batch: &Batch<'_>, plan: &Plan<'_>) -> Result<Assessment, RoleError> {
    let mut found = Assessment {
        rows: batch.rows() as u64,
        left_out: 0,
        lines: Vec::new(),
        counts: None,
        classes: None,
        residuals: Vec::new(),
        calibration: Vec::new(),
        corp: None,
        calibrated: None,
        gains: Vec::new(),
        points: Vec::new(),
    };
    match plan.task {
        Task::Binary => {
            of_predictions(batch, plan, &mut found)?;
            of_scores(batch, plan, &mut found)?;
        }
        Task::Classes => of_classes(batch, plan, &mut found)?,
        Task::Numbers => of_numbers(batch, plan, &mut found)?,
    }
    if let Some(weight) = plan.weight {
        by_weights(batch, plan, &weights_of(batch, weight)?, &mut found)?;
    }
    Ok(found)
}

/// Puts weighted numbers in place of those that count rows alike, and leaves out what would mislead beside them.
fn by_weights(batch: &Batch<'_>, plan: &Plan<'_>, weights: &[f64], found: &mut Assessment) -> Result<(), RoleError> {
    let (level, mut known) = (plan.draws.level, Vec::new());
    match (plan.task, plan.prediction) {
        (Task::Binary, prediction) => {
            let labels = binary_of(batch, plan.label, plan.positive)?.classes;
            if let Some(prediction) = prediction {
                let predictions = binary_of(batch, prediction, plan.positive)?.classes;
                known.extend(weighted::of_cells(&Cells::of(&labels, &predictions, weights), level));
            }
            if let Some(score) = plan.score {
                let scores = batch.column(score)?.numbers()?;
                let rows = scores.iter().zip(&labels).zip(weights).filter(|it| !it.0.0.is_nan() && *it.0.1 != UNKNOWN);
                let (rows, weights): (Vec<(f64, bool)>, Vec<f64>) =
                    rows.map(|((score, label), weight)| ((*score, *label == 1), *weight)).unzip();
                let (scores, labels): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
                known.extend(weighted::of_scores(&scores, &labels, &weights, level));
            }
        }
        (Task::Classes, _) => known.extend(weighted_classes(batch, plan, weights)?),
        (Task::Numbers, _) => {
            let labels = batch.column(plan.label)?.numbers()?;
            let predictions = batch.column(predicted(plan)?)?.numbers()?;
            let rows =
                labels.iter().zip(predictions.iter()).zip(weights).filter(|it| !it.0.0.is_nan() && !it.0.1.is_nan());
            let (rows, weights): (Vec<(f64, f64)>, Vec<f64>) = rows.map(|((y, h), weight)| ((*y, *h), *weight)).unzip();
            let (labels, predictions): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
            known.extend(weighted::of_numbers(&labels, &predictions, &weights, level));
        }
    }
    found.lines = weighted::instead(std::mem::take(&mut found.lines), &known);
    (found.corp, found.calibrated, found.classes, found.residuals) = (None, None, None, Vec::new());
    (found.calibration, found.gains, found.points) = (Vec::new(), Vec::new(), Vec::new());
    Ok(())
}

/// The share that is right, and precision and recall of each class.
fn weighted_classes(batch: &Batch<'_>, plan: &Plan<'_>, weights: &[f64]) -> Result<Vec<Line>, RoleError> {
    let labels = batch.column(plan.label)?.coded(MOST_CLASSES)?;
    let predictions = batch.column(predicted(plan)?)?.coded(MOST_CLASSES)?;
    let word = |column: &Coded<'_>, at: usize| column.words.get(column.codes[at] as usize).cloned();
    let rows = (0..weights.len()).filter_map(|at| Some((word(&labels, at)?, word(&predictions, at)?, weights[at])));
    let rows: Vec<(String, String, f64)> = rows.collect();
    let share = |asked: &dyn Fn(&str, &str) -> bool| {
        let asked = rows.iter().filter(|it| asked(&it.0, &it.1));
        Weighted::of(asked.map(|(label, prediction, weight)| (*weight, label == prediction))).estimate(plan.draws.level)
    };
    let mut names: Vec<&String> = labels.words.iter().chain(predictions.words.iter()).collect();
    names.sort();
    names.dedup();
    let mut lines = vec![Line::new("accuracy", "", share(&|_, _| true))];
    for name in names {
        lines.push(Line::new("positive_predictive_value", name.clone(), share(&|_, prediction| prediction == name)));
        lines.push(Line::new("true_positive_rate", name.clone(), share(&|label, _| label == name)));
    }
    Ok(lines)
}

fn of_predictions(batch: &Batch<'_>, plan: &Plan<'_>, found: &mut Assessment) -> Result<(), RoleError> {
    let Some(prediction) = plan.prediction else { return Ok(()) };
    let labels = binary_of(batch, plan.label, plan.positive)?.classes;
    let predictions = binary_of(batch, prediction, plan.positive)?.classes;
    let mut cells = [0; 4];
    for (label, prediction) in labels.iter().zip(&predictions) {
        match *label == UNKNOWN || *prediction == UNKNOWN {
            true => found.left_out += 1,
            false => cells[usize::from(label * 2 + prediction)] += 1,
        }
    }
    let counts = Confusion::from_cells(&cells);
    let rates = RATES.iter().map(|it| (it.metric.id, it.estimate(&counts, plan.draws.level, Method::Wilson)));
    found.lines.extend(rates.map(|(id, value)| Line::new(id, "", value)));
    let measures = binary::measures(&counts, plan.draws);
    found.lines.extend(measures.into_iter().map(|(metric, value)| Line::new(metric.id, "", value)));
    found.counts = Some(counts);
    Ok(())
}

fn of_scores(batch: &Batch<'_>, plan: &Plan<'_>, found: &mut Assessment) -> Result<(), RoleError> {
    let Some(score) = plan.score else { return Ok(()) };
    let labels = binary_of(batch, plan.label, plan.positive)?.classes;
    let scores = batch.column(score)?.numbers()?;
    let known = scores.iter().zip(&labels).filter(|(score, label)| !score.is_nan() && **label != UNKNOWN);
    let (scores, labels): (Vec<f64>, Vec<bool>) = known.map(|(score, label)| (*score, *label == 1)).unzip();
    found.left_out = found.left_out.max(found.rows - scores.len() as u64);
    let (s, y, level) = (scores.as_slice(), labels.as_slice(), plan.draws.level);
    let fit = slope_and_intercept(s, y, level);
    let calibrated = spiegelhalter(s, y);
    let z = calibrated.clone().and_then(|it| Estimate::plain(it.statistic.unwrap_or(f64::NAN), it.n));
    let uniform = calibration(s, y, Binning::Uniform, plan.bins, plan.draws);
    let lines = [
        Line::new("roc_auc", "", roc_auc(s, y, level)),
        Line::new("average_precision", "", average_precision(s, y, level)),
        Line::new("brier_score", "", brier(s, y, level)),
        Line::new("log_loss", "", log_loss(s, y, level)),
        Line::new("expected_calibration_error", "", uniform.clone().map(|it| it.expected)),
        Line::new("maximum_calibration_error", "", uniform.clone().map(|it| it.maximum)),
        Line::new("debiased_calibration_error", "", uniform.clone().map(|it| it.debiased)),
        Line::new("spiegelhalter_z", "", z),
        Line::new("calibration_slope", "", fit.clone().map(|it| it.0)),
        Line::new("calibration_intercept", "", fit.map(|it| it.1)),
    ];
    found.lines.extend(lines);
    found.calibration.extend(uniform.ok());
    found.calibration.extend(calibration(s, y, Binning::Quantile, plan.bins, plan.draws).ok());
    found.corp = corp(s, y).ok();
    found.calibrated = calibrated.ok();
    found.gains = gains(s, y, PARTS).unwrap_or_default();
    found.points = points(s, y, MOST_POINTS).unwrap_or_default();
    Ok(())
}

fn of_classes(batch: &Batch<'_>, plan: &Plan<'_>, found: &mut Assessment) -> Result<(), RoleError> {
    let labels = batch.column(plan.label)?.coded(MOST_CLASSES)?;
    let predictions = batch.column(predicted(plan)?)?.coded(MOST_CLASSES)?;
    let mut names: Vec<String> = labels.words.iter().chain(predictions.words.iter()).cloned().collect();
    names.sort();
    names.dedup();
    let place = |words: &[String]| -> Vec<usize> {
        words.iter().map(|word| names.binary_search(word).unwrap_or(0)).chain([usize::MAX]).collect()
    };
    let (of_label, of_prediction) = (place(&labels.words), place(&predictions.words));
    let mut cells = vec![0; names.len() * names.len()];
    for (label, prediction) in labels.codes.iter().zip(predictions.codes.iter()) {
        match (of_label[*label as usize], of_prediction[*prediction as usize]) {
            (usize::MAX, _) | (_, usize::MAX) => found.left_out += 1,
            (label, prediction) => cells[label * names.len() + prediction] += 1,
        }
    }
    match classes(&cells, &names, plan.draws) {
        Ok(all) => {
            found.lines.push(Line::new("accuracy", "", all.accuracy.clone()));
            found.lines.push(Line::new("cohen_kappa", "", all.kappa.clone()));
            found.lines.extend(all.overall.iter().map(|(id, value)| Line::new(*id, "", value.clone())));
            for it in &all.by_class {
                found.lines.push(Line::new("positive_predictive_value", it.class.clone(), it.precision.clone()));
                found.lines.push(Line::new("true_positive_rate", it.class.clone(), it.recall.clone()));
                found.lines.push(Line::new("f1_score", it.class.clone(), it.f1.clone()));
                let rate = it.false_positive_rate.clone();
                found.lines.push(Line::new("false_positive_rate", it.class.clone(), rate));
            }
            found.classes = Some(all);
        }
        Err(none) => found.lines.push(Line::new("accuracy", "", Err(none))),
    }
    Ok(())
}

fn of_numbers(batch: &Batch<'_>, plan: &Plan<'_>, found: &mut Assessment) -> Result<(), RoleError> {
    let labels = batch.column(plan.label)?.numbers()?;
    let predictions = batch.column(predicted(plan)?)?.numbers()?;
    let known = labels.iter().zip(predictions.iter()).filter(|(y, h)| !y.is_nan() && !h.is_nan());
    let (labels, predictions): (Vec<f64>, Vec<f64>) = known.unzip();
    found.left_out = found.rows - labels.len() as u64;
    let all = numeric::numeric(&labels, &predictions, plan.draws.level);
    found.lines.extend(all.into_iter().map(|(id, value)| Line::new(id, "", value)));
    found.residuals = numeric::residuals(&labels, &predictions, RESIDUAL_PARTS, plan.draws.level);
    Ok(())
}

/// The column of predictions, which these tasks cannot do without.
fn predicted<'a>(plan: &Plan<'a>) -> Result<&'a str, RoleError> {
    plan.prediction.ok_or(RoleError::NoPrediction)
}
