//! What scores are worth in each group: as an order and as probabilities.

use serde::Serialize;

use super::compare::Setting;
use super::curves::abroca;
use crate::column::Coded;
use crate::estimate::{Estimate, Measured, Undefined};
use crate::performance::calibration::{Binning, calibration};
use crate::performance::ranking::roc_auc;
use crate::performance::recalibration::slope_and_intercept;
use crate::performance::scoring::brier;
use crate::report::Line;
use crate::roles::UNKNOWN;

/// Scores of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreRow {
    /// The attribute.
    pub by: String,
    /// The group.
    pub group: String,
    /// Rows with a score and a label.
    pub n: u64,
    /// Area under the ROC curve.
    pub roc_auc: Measured,
    /// Area between its ROC curve and that of the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abroca: Option<Measured>,
    /// Brier score.
    pub brier_score: Measured,
    /// Expected calibration error over bins of equal numbers of rows.
    pub expected_calibration_error: Measured,
    /// Calibration in the large: above 0 the group's probabilities are too low.
    pub calibration_intercept: Measured,
    /// Calibration slope.
    pub calibration_slope: Measured,
}

/// The most resamples of a curve: each costs hundreds of draws, and a thousand fix the ends of an interval well enough.
const MOST_REPLICATES: usize = 1000;

/// Scores and labels of a group.
pub(super) type Labelled = (Vec<f64>, Vec<bool>);

/// Scores and labels of the rows of `word`.
pub(super) fn rows_of(attribute: &Coded<'_>, word: usize, scores: &[f64], labels: &[u8]) -> Labelled {
    let rows = attribute.codes.iter().zip(scores).zip(labels);
    let mine = rows.filter(|((code, score), label)| **code as usize == word && !score.is_nan() && **label != UNKNOWN);
    mine.map(|((_, score), label)| (*score, *label == 1)).unzip()
}

/// One row a word of `attribute` that has at least the minimum of rows.
pub fn by_group(
    attribute: &Coded<'_>,
    scores: &[f64],
    labels: &[u8],
    reference: usize,
    bins: usize,
    setting: &Setting,
) -> Vec<ScoreRow> {
    let base = rows_of(attribute, reference, scores, labels);
    let of = |word: usize| {
        let own = rows_of(attribute, word, scores, labels);
        let enough = own.0.len() as u64 >= setting.minimum.max(1);
        let compared = (word != reference && !base.0.is_empty()).then_some(&base);
        enough.then(|| row(attribute, word, &own, compared, bins, setting))
    };
    (0..attribute.words.len()).filter_map(of).collect()
}

fn row(
    attribute: &Coded<'_>,
    word: usize,
    own: &Labelled,
    base: Option<&Labelled>,
    bins: usize,
    setting: &Setting,
) -> ScoreRow {
    let (scores, labels) = (own.0.as_slice(), own.1.as_slice());
    let level = setting.draws.level;
    let between = |base: &Labelled| {
        let mut draws = setting.draws;
        draws.replicates = draws.replicates.min(MOST_REPLICATES);
        abroca((scores, labels), (&base.0, &base.1), draws)
    };
    let fit = slope_and_intercept(scores, labels, level);
    let part = |of: fn(&(Estimate, Estimate)) -> Estimate| -> Result<Estimate, Undefined> {
        fit.as_ref().map(of).map_err(Clone::clone)
    };
    ScoreRow {
        by: attribute.name.to_owned(),
        group: attribute.words[word].clone(),
        n: scores.len() as u64,
        roc_auc: roc_auc(scores, labels, level).into(),
        abroca: base.map(|it| between(it).into()),
        brier_score: brier(scores, labels, level).into(),
        expected_calibration_error: calibration(scores, labels, Binning::Uniform, bins, setting.draws)
            .map(|it| it.expected)
            .into(),
        calibration_intercept: part(|it| it.1).into(),
        calibration_slope: part(|it| it.0).into(),
    }
}

impl ScoreRow {
    /// Its numbers as lines.
    pub fn lines(&self) -> Vec<Line> {
        let of = format!("{} = {}", self.by, self.group);
        let named = [
            ("roc_auc", Some(&self.roc_auc)),
            ("abroca", self.abroca.as_ref()),
            ("brier_score", Some(&self.brier_score)),
            ("expected_calibration_error", Some(&self.expected_calibration_error)),
            ("calibration_intercept", Some(&self.calibration_intercept)),
            ("calibration_slope", Some(&self.calibration_slope)),
        ];
        named.into_iter().filter_map(|(id, value)| Some(Line::new(id, of.clone(), value?.clone()))).collect()
    }
}
