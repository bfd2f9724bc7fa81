//! Two classes: measures of the four counts, beyond the rates of [`crate::fairness::confusion`].

use crate::estimate::{Estimate, Interval, Undefined};
use crate::fairness::confusion::Confusion;
use crate::inference::counts::intervals;
use crate::inference::resample::Draws;
use crate::metric::{Family, Metric};

/// A measure of the four counts; NaN where it is not defined.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// The measure in words.
    pub metric: Metric,
    /// Its value.
    pub of: fn(&Confusion) -> f64,
}

const fn entry(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
) -> Metric {
    let source = "ISO/IEC TS 4213; scikit-learn";
    Metric { id, title, family: Family::Performance, definition, formula, reading, source }
}

fn rates(it: &Confusion) -> (f64, f64, f64, f64) {
    let share = |k: u64, n: u64| k as f64 / n as f64;
    (
        share(it.true_positive, it.positives()),
        share(it.true_negative, it.negatives()),
        share(it.true_positive, it.selected()),
        share(it.true_negative, it.true_negative + it.false_negative),
    )
}

/// F with `beta` times the weight on recall.
pub fn f_beta(it: &Confusion, beta: f64) -> f64 {
    let weight = beta * beta;
    let hits = (1.0 + weight) * it.true_positive as f64;
    hits / (hits + weight * it.false_negative as f64 + it.false_positive as f64)
}

/// Correlation of labels and predictions.
pub fn matthews(it: &Confusion) -> f64 {
    let [tn, fp, fneg, tp] = it.cells().map(|it| it as f64);
    (tp * tn - fp * fneg) / ((tp + fp) * (tp + fneg) * (tn + fp) * (tn + fneg)).sqrt()
}

/// Every measure of two classes that is no single rate.
pub const MEASURES: &[Measure] = &[
    Measure {
        metric: entry(
            "f1_score",
            "F1 score",
            "The harmonic mean of precision and recall.",
            "2 TP / (2 TP + FP + FN)",
            "1: every positive found and nothing else; 0: no positive found",
        ),
        of: |it| f_beta(it, 1.0),
    },
    Measure {
        metric: entry(
            "f2_score",
            "F2 score",
            "Like F1, with recall counting twice as much as precision.",
            "5 TP / (5 TP + 4 FN + FP)",
            "1: every positive found and nothing else; 0: no positive found",
        ),
        of: |it| f_beta(it, 2.0),
    },
    Measure {
        metric: entry(
            "balanced_accuracy",
            "Balanced accuracy",
            "The mean of true positive and true negative rate, so that a rare class counts as much as a frequent one.",
            "(TPR + TNR) / 2",
            "1: always right; 0.5: no better than a constant answer",
        ),
        of: |it| 0.5 * (rates(it).0 + rates(it).1),
    },
    Measure {
        metric: entry(
            "matthews_correlation",
            "Matthews correlation",
            "The correlation of labels and predictions.",
            "(TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN))",
            "1: always right; 0: no relation; -1: always wrong",
        ),
        of: matthews,
    },
    Measure {
        metric: entry(
            "informedness",
            "Informedness",
            "How much better than chance a positive is told from a negative; also Youden's J.",
            "TPR + TNR - 1",
            "1: always right; 0: no better than chance",
        ),
        of: |it| rates(it).0 + rates(it).1 - 1.0,
    },
    Measure {
        metric: entry(
            "markedness",
            "Markedness",
            "How much more a prediction tells than chance.",
            "PPV + NPV - 1",
            "1: every prediction is right; 0: no better than chance",
        ),
        of: |it| rates(it).2 + rates(it).3 - 1.0,
    },
    Measure {
        metric: entry(
            "prediction_kl_divergence",
            "Divergence of predicted from true classes",
            "How far the share of predicted positives is from that of true positives, in nats.",
            "sum_c P_y(c) ln(P_y(c) / P_h(c))",
            "0: as many positives predicted as there are; no upper bound",
        ),
        of: divergence,
    },
];

fn divergence(it: &Confusion) -> f64 {
    let term = |p: u64, q: u64| if p == 0 { 0.0 } else { p as f64 / it.n() as f64 * (p as f64 / q as f64).ln() };
    let value = term(it.positives(), it.selected()) + term(it.negatives(), it.n() - it.selected());
    if value.is_finite() && it.n() > 0 { value } else { f64::NAN }
}

/// Each of [`MEASURES`] with its interval from resampled counts.
pub fn measures(counts: &Confusion, draws: Draws) -> Vec<(&'static Metric, Result<Estimate, Undefined>)> {
    let found = intervals(&counts.cells(), draws, MEASURES.len(), |cells, values| {
        let counts = Confusion::from_cells(cells);
        values.iter_mut().zip(MEASURES).for_each(|(value, it)| *value = (it.of)(&counts));
    });
    let one = |(measure, interval): (&'static Measure, Option<Interval>)| {
        let value = Estimate::plain((measure.of)(counts), counts.n())
            .map_err(|_| Undefined::because("a class is missing among labels or predictions"));
        (&measure.metric, value.map(|it| it.with(interval.unwrap_or(Interval::too_few(draws.level)))))
    };
    MEASURES.iter().zip(found).map(one).collect()
}

const fn in_words() -> [Metric; MEASURES.len()] {
    let mut all = [MEASURES[0].metric; MEASURES.len()];
    let mut at = 1;
    while at < all.len() {
        all[at] = MEASURES[at].metric;
        at += 1;
    }
    all
}

/// Entries of this file.
pub const METRICS: &[Metric] = &in_words();
