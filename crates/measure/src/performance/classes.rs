//! Several classes: overall, averaged and by class, all from one table of labels by predictions.

use serde::Serialize;

use crate::estimate::{Estimate, Interval, Measured, Method, Undefined};
use crate::inference::agreement::{Weights, cohen_kappa};
use crate::inference::counts::intervals;
use crate::inference::resample::Draws;
use crate::inference::share::share;
use crate::metric::{Family, Metric};

/// A measure of the whole table; NaN where it is not defined.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// The measure in words.
    pub metric: Metric,
    /// Its value.
    pub of: fn(&Table<'_>) -> f64,
}

/// Counts of `k` labels (rows) by `k` predictions (columns).
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// Row after row.
    pub cells: &'a [u64],
    /// Number of classes.
    pub k: usize,
}

impl Table<'_> {
    fn hits(&self, class: usize) -> f64 {
        self.cells[class * self.k + class] as f64
    }

    fn labels(&self, class: usize) -> f64 {
        self.cells[class * self.k..(class + 1) * self.k].iter().sum::<u64>() as f64
    }

    fn predictions(&self, class: usize) -> f64 {
        (0..self.k).map(|label| self.cells[label * self.k + class]).sum::<u64>() as f64
    }

    fn n(&self) -> f64 {
        self.cells.iter().sum::<u64>() as f64
    }

    fn right(&self) -> f64 {
        (0..self.k).map(|it| self.hits(it)).sum()
    }

    /// Classes that have labels or predictions: the others are not there.
    fn present(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.k).filter(|&it| self.labels(it) + self.predictions(it) > 0.0)
    }

    fn f1(&self, class: usize) -> f64 {
        2.0 * self.hits(class) / (self.labels(class) + self.predictions(class))
    }

    /// The mean over classes of `of`, where nothing over nothing counts as 0, as scikit-learn has it.
    fn macro_mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for class in self.present() {
            let value = of(class);
            sum += if value.is_nan() { 0.0 } else { value };
            count += 1.0;
        }
        sum / count
    }

    /// The same, each class by its number of labels.
    fn weighted_mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        let part = |class: usize| match of(class) {
            value if value.is_nan() => 0.0,
            value => self.labels(class) * value,
        };
        self.present().map(part).sum::<f64>() / self.n()
    }
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

const GOOD: &str = "1: always right; 0: never";

/// Every measure of several classes.
pub const MEASURES: &[Measure] = &[
    Measure {
        metric: entry(
            "macro_precision",
            "Macro precision",
            "The mean precision over classes.",
            "1/k sum_c PPV_c",
            GOOD,
        ),
        of: |it| it.macro_mean(|class| it.hits(class) / it.predictions(class)),
    },
    Measure {
        metric: entry("macro_recall", "Macro recall", "The mean recall over classes.", "1/k sum_c TPR_c", GOOD),
        of: |it| it.macro_mean(|class| it.hits(class) / it.labels(class)),
    },
    Measure {
        metric: entry("macro_f1", "Macro F1", "The mean F1 over classes.", "1/k sum_c F1_c", GOOD),
        of: |it| it.macro_mean(|class| it.f1(class)),
    },
    Measure {
        metric: entry(
            "weighted_precision",
            "Weighted precision",
            "The mean precision over classes, each by its number of labels; that of a class which is never predicted counts as 0.",
            "sum_c n_c / n PPV_c",
            GOOD,
        ),
        of: |it| it.weighted_mean(|class| it.hits(class) / it.predictions(class)),
    },
    Measure {
        metric: entry(
            "weighted_recall",
            "Weighted recall",
            "The mean recall over classes, each by its number of labels; it is the share of right predictions.",
            "sum_c n_c / n TPR_c",
            GOOD,
        ),
        of: |it| it.weighted_mean(|class| it.hits(class) / it.labels(class)),
    },
    Measure {
        metric: entry(
            "weighted_f1",
            "Weighted F1",
            "The mean F1 over classes, each by its number of labels.",
            "sum_c n_c / n F1_c",
            GOOD,
        ),
        of: |it| it.weighted_mean(|class| it.f1(class)),
    },
    Measure {
        metric: entry(
            "class_matthews_correlation",
            "Matthews correlation of several classes",
            "The correlation of labels and predictions over all classes.",
            "(c s - sum_k p_k t_k) / sqrt((s^2 - sum p_k^2)(s^2 - sum t_k^2))",
            "1: always right; 0: no relation",
        ),
        of: matthews,
    },
    Measure {
        metric: entry(
            "class_prediction_divergence",
            "Divergence of predicted from true classes, of several",
            "How far the shares of predicted classes are from those of true ones, in nats.",
            "sum_c P_y(c) ln(P_y(c) / P_h(c))",
            "0: each class predicted as often as it is true; no upper bound",
        ),
        of: divergence,
    },
];

fn divergence(it: &Table<'_>) -> f64 {
    let part = |class: usize| match it.labels(class) {
        0.0 => 0.0,
        labels => labels / it.n() * (labels / it.predictions(class)).ln(),
    };
    let value: f64 = it.present().map(part).sum();
    if value.is_finite() { value } else { f64::NAN }
}

fn matthews(it: &Table<'_>) -> f64 {
    let (mut both, mut labels, mut predictions) = (0.0, 0.0, 0.0);
    for class in 0..it.k {
        let (t, p) = (it.labels(class), it.predictions(class));
        (both, labels, predictions) = (both + t * p, labels + t * t, predictions + p * p);
    }
    let square = it.n() * it.n();
    (it.right() * it.n() - both) / ((square - predictions) * (square - labels)).sqrt()
}

/// One class against the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByClass {
    /// The class.
    pub class: String,
    /// Rows with its label.
    pub labels: u64,
    /// Precision.
    pub precision: Measured,
    /// Recall.
    pub recall: Measured,
    /// F1.
    pub f1: Measured,
    /// The share of the other labels that is taken for this class.
    pub false_positive_rate: Measured,
}

/// What several classes give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classes {
    /// Share of right predictions; equal to micro-averaged precision, recall and F1.
    pub accuracy: Measured,
    /// Cohen's kappa of labels and predictions.
    pub kappa: Measured,
    /// The classes, in the order of the rows and columns of `table`.
    pub names: Vec<String>,
    /// Rows of each label (row after row) by prediction.
    pub table: Vec<u64>,
    /// Each of [`MEASURES`] by its id.
    pub overall: Vec<(&'static str, Measured)>,
    /// One a class.
    pub by_class: Vec<ByClass>,
}

/// All measures of a table of labels by predictions.
pub fn classes(cells: &[u64], names: &[String], draws: Draws) -> Result<Classes, Undefined> {
    let table = Table { cells, k: names.len() };
    let n = cells.iter().sum::<u64>();
    if n == 0 || cells.len() != names.len() * names.len() {
        return Err(Undefined::because("no row has both a label and a prediction"));
    }
    let k = names.len();
    let found = intervals(cells, draws, MEASURES.len() + k, |cells, values| {
        let table = Table { cells, k };
        let overall = MEASURES.iter().map(|it| (it.of)(&table));
        values.iter_mut().zip(overall.chain((0..k).map(|class| table.f1(class)))).for_each(|(to, from)| *to = from);
    });
    let mut found = found.into_iter();
    let mut with = |value: f64, n: u64| -> Measured {
        let interval = found.next().flatten();
        let value = Estimate::plain(value, n).map_err(|_| Undefined::because("a class is missing"));
        value.map(|it| it.with(interval.unwrap_or(Interval::too_few(draws.level)))).into()
    };
    let overall = MEASURES.iter().map(|it| (it.metric.id, with((it.of)(&table), n))).collect();
    let by_class = (0..k).map(|at| by_class(&table, at, &names[at], draws.level, &mut with)).collect();
    Ok(Classes {
        accuracy: share(table.right() as u64, n, draws.level, Method::Wilson).into(),
        kappa: cohen_kappa(cells, k, Weights::Nominal, draws.level).into(),
        names: names.to_vec(),
        table: cells.to_vec(),
        overall,
        by_class,
    })
}

fn by_class(
    table: &Table<'_>,
    at: usize,
    name: &str,
    level: f64,
    with: &mut impl FnMut(f64, u64) -> Measured,
) -> ByClass {
    let (hits, labels, predictions) = (table.hits(at) as u64, table.labels(at) as u64, table.predictions(at) as u64);
    let others = table.n() as u64 - labels;
    ByClass {
        class: name.to_owned(),
        labels,
        precision: share(hits, predictions, level, Method::Wilson).into(),
        recall: share(hits, labels, level, Method::Wilson).into(),
        f1: with(table.f1(at), labels),
        false_positive_rate: share(predictions - hits, others, level, Method::Wilson).into(),
    }
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
