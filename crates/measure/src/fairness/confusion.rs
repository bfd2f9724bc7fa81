//! The four counts of a group and every rate that they give.
//!
//! Definitions: Fawcett, Pattern Recognition Letters 27 (2006); ISO/IEC TS 4213. Each rate is a line of [`RATES`].

use serde::Serialize;

use crate::estimate::{Estimate, Method, Undefined};
use crate::inference::difference::Side;
use crate::inference::share::share;
use crate::metric::{Family, Metric};

/// How many rows of a group have which label and which prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Confusion {
    /// Label negative, prediction negative.
    pub true_negative: u64,
    /// Label negative, prediction positive.
    pub false_positive: u64,
    /// Label positive, prediction negative.
    pub false_negative: u64,
    /// Label positive, prediction positive.
    pub true_positive: u64,
}

impl Confusion {
    /// From counts in the order of label and then prediction: (0,0), (0,1), (1,0), (1,1).
    pub fn from_cells(cells: &[u64]) -> Confusion {
        let at = |index: usize| cells.get(index).copied().unwrap_or(0);
        Confusion { true_negative: at(0), false_positive: at(1), false_negative: at(2), true_positive: at(3) }
    }

    /// The four counts in that order.
    pub fn cells(&self) -> [u64; 4] {
        [self.true_negative, self.false_positive, self.false_negative, self.true_positive]
    }

    /// All rows.
    pub fn n(&self) -> u64 {
        self.cells().iter().sum()
    }

    /// Rows with a positive label.
    pub fn positives(&self) -> u64 {
        self.true_positive + self.false_negative
    }

    /// Rows with a negative label.
    pub fn negatives(&self) -> u64 {
        self.true_negative + self.false_positive
    }

    /// Rows with a positive prediction.
    pub fn selected(&self) -> u64 {
        self.true_positive + self.false_positive
    }

    /// Both groups together.
    pub fn plus(&self, other: &Confusion) -> Confusion {
        let (a, b) = (self.cells(), other.cells());
        Confusion::from_cells(&[a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]])
    }
}

/// A rate: its words, and its numerator and denominator.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// The rate in words.
    pub metric: Metric,
    /// Whether it needs labels.
    pub labelled: bool,
    /// The rate of which it is what is left to 1, where both ask one and the same question.
    pub rest_of: Option<&'static str>,
    /// Numerator and denominator.
    pub of: fn(&Confusion) -> Side,
}

impl Rate {
    /// The rate of a group with its interval.
    pub fn estimate(&self, group: &Confusion, level: f64, method: Method) -> Result<Estimate, Undefined> {
        let Side { k, n } = (self.of)(group);
        share(k, n, level, method)
    }

    /// The rate as a bare number; NaN when nothing is in the denominator.
    pub fn value(&self, group: &Confusion) -> f64 {
        (self.of)(group).share()
    }
}

/// The rate of that id.
pub fn rate(id: &str) -> Option<&'static Rate> {
    RATES.iter().find(|it| it.metric.id == id)
}

const fn rate_of(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
    of: fn(&Confusion) -> Side,
) -> Rate {
    let source = "Fawcett (2006); ISO/IEC TS 4213";
    let metric = Metric { id, title, family: Family::Fairness, definition, formula, reading, source };
    Rate { metric, labelled: true, rest_of: None, of }
}

/// The share of positive predictions, the one rate that needs no label.
pub const SELECTION_RATE: Rate = Rate {
    labelled: false,
    ..rate_of(
        "selection_rate",
        "Selection rate",
        "The share of a group that gets the positive prediction.",
        "(TP + FP) / n",
        "0: nobody is selected; 1: everybody is",
        |it| Side::new(it.selected(), it.n()),
    )
};

/// The share of true positives among positive labels.
pub const TRUE_POSITIVE_RATE: Rate = rate_of(
    "true_positive_rate",
    "True positive rate",
    "The share of the positives of a group that is found; also recall or sensitivity.",
    "TP / (TP + FN)",
    "1: every positive is found; 0: none",
    |it| Side::new(it.true_positive, it.positives()),
);

/// The share of false positives among negative labels.
pub const FALSE_POSITIVE_RATE: Rate = rate_of(
    "false_positive_rate",
    "False positive rate",
    "The share of the negatives of a group that is wrongly taken for positive.",
    "FP / (FP + TN)",
    "0: no false alarm; 1: every negative raises one",
    |it| Side::new(it.false_positive, it.negatives()),
);

/// The share of positive predictions that are right.
pub const POSITIVE_PREDICTIVE_VALUE: Rate = rate_of(
    "positive_predictive_value",
    "Positive predictive value",
    "The share of the positive predictions of a group that is right; also precision.",
    "TP / (TP + FP)",
    "1: every positive prediction is right; 0: none",
    |it| Side::new(it.true_positive, it.selected()),
);

/// Every rate of a group.
pub const RATES: &[Rate] = &[
    SELECTION_RATE,
    rate_of(
        "base_rate",
        "Base rate",
        "The share of a group whose label is positive.",
        "(TP + FN) / n",
        "0: no positive label; 1: only positive labels",
        |it| Side::new(it.positives(), it.n()),
    ),
    TRUE_POSITIVE_RATE,
    FALSE_POSITIVE_RATE,
    Rate {
        rest_of: Some("true_positive_rate"),
        ..rate_of(
            "false_negative_rate",
            "False negative rate",
            "The share of the positives of a group that is missed.",
            "FN / (TP + FN)",
            "0: no positive is missed; 1: every one is",
            |it| Side::new(it.false_negative, it.positives()),
        )
    },
    Rate {
        rest_of: Some("false_positive_rate"),
        ..rate_of(
            "true_negative_rate",
            "True negative rate",
            "The share of the negatives of a group that is told to be negative; also specificity.",
            "TN / (FP + TN)",
            "1: every negative is told; 0: none",
            |it| Side::new(it.true_negative, it.negatives()),
        )
    },
    POSITIVE_PREDICTIVE_VALUE,
    rate_of(
        "negative_predictive_value",
        "Negative predictive value",
        "The share of the negative predictions of a group that is right.",
        "TN / (TN + FN)",
        "1: every negative prediction is right; 0: none",
        |it| Side::new(it.true_negative, it.true_negative + it.false_negative),
    ),
    Rate {
        rest_of: Some("positive_predictive_value"),
        ..rate_of(
            "false_discovery_rate",
            "False discovery rate",
            "The share of the positive predictions of a group that is wrong.",
            "FP / (TP + FP)",
            "0: no positive prediction is wrong; 1: all are",
            |it| Side::new(it.false_positive, it.selected()),
        )
    },
    Rate {
        rest_of: Some("negative_predictive_value"),
        ..rate_of(
            "false_omission_rate",
            "False omission rate",
            "The share of the negative predictions of a group that is wrong.",
            "FN / (TN + FN)",
            "0: no negative prediction is wrong; 1: all are",
            |it| Side::new(it.false_negative, it.true_negative + it.false_negative),
        )
    },
    rate_of(
        "accuracy",
        "Accuracy",
        "The share of the predictions of a group that is right.",
        "(TP + TN) / n",
        "1: every prediction is right; 0: none",
        |it| Side::new(it.true_positive + it.true_negative, it.n()),
    ),
];

const fn in_words() -> [Metric; RATES.len()] {
    let mut all = [RATES[0].metric; RATES.len()];
    let mut at = 1;
    while at < all.len() {
        all[at] = RATES[at].metric;
        at += 1;
    }
    all
}

/// Entries of this file.
pub const METRICS: &[Metric] = &in_words();
