//! What comes out: an estimate with n and an interval, the reason why there is none, and a verdict against a limit.
//!
//! Which limit applies is left to measurement plans. Serialised keys stand in the order of the fields.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};

/// How an interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Score interval of one share (Wilson 1927).
    Wilson,
    /// Exact interval of one share (Clopper and Pearson 1934).
    ClopperPearson,
    /// Hybrid score interval of a difference of shares (Newcombe 1998).
    Newcombe,
    /// Score interval of a difference of shares (Miettinen and Nurminen 1985).
    MiettinenNurminen,
    /// Score interval of a paired difference of shares (Tango 1998).
    Tango,
    /// Score interval of a ratio of shares (Koopman 1984).
    Koopman,
    /// Log-normal interval of a ratio (Katz 1978).
    LogRatio,
    /// Interval of an area under the curve (DeLong 1988).
    DeLong,
    /// Percentiles of resamples.
    Bootstrap,
    /// Basic (reflected) percentiles of resamples.
    BootstrapBasic,
    /// Bias-corrected and accelerated percentiles of resamples (Efron 1987).
    BootstrapBca,
    /// Score interval of a weighted share, with its effective number of rows (Franco and others 2019).
    EffectiveWilson,
    /// Hybrid score interval of a difference of weighted shares, with their effective numbers of rows.
    EffectiveNewcombe,
    /// Linearised variance of a weighted sample.
    Linearised,
    /// Order statistics of a median, valid for any distribution.
    OrderStatistics,
    /// Bands around whole distribution functions (Dvoretzky, Kiefer and Wolfowitz; Massart 1990).
    Band,
    /// Normal approximation with an estimated standard error.
    Normal,
    /// Student's t after Hall's transformation for skewed values (Hall 1992).
    Hall,
    /// An interval that holds at every look at growing data.
    AlwaysValid,
    /// A bound that holds for every distribution (Dvoretzky, Kiefer and Wolfowitz 1956; Massart 1990).
    DistributionFree,
    /// The standard error of a sketch of distinct values (Flajolet and others, HyperLogLog, 2007).
    Sketch,
    /// There are too few rows to say how far the number may be off: open at both ends.
    TooFew,
}

impl Method {
    /// Whether the ends are read from resamples, which say too little of few rows.
    fn resamples(self) -> bool {
        matches!(self, Method::Bootstrap | Method::BootstrapBasic | Method::BootstrapBca)
    }
}

/// Rows below which an interval from resamples decides nothing. Simulated with columns of three words against a reference of two thousand, it
/// covers the truth in 86 % of cases at 10 rows, and in 91 % and more from 50 rows on, where 95 % are meant.
pub const RESAMPLED_LEAST: u64 = 50;

/// An interval of confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end; minus infinity (`null` in JSON) when open.
    #[serde(deserialize_with = "low")]
    pub low: f64,
    /// Upper end; infinity (`null` in JSON) when open.
    #[serde(deserialize_with = "high")]
    pub high: f64,
    /// Probability of covering, such as 0.95.
    pub level: f64,
    /// How it was made.
    pub method: Method,
}

fn low<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or(f64::NEG_INFINITY))
}

fn high<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or(f64::INFINITY))
}

impl Interval {
    /// Whether `value` lies inside, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// The interval of a number that rests on too few rows for any other: open at both ends, so that it keeps and breaks no limit.
    pub fn too_few(level: f64) -> Interval {
        Interval { low: f64::NEG_INFINITY, high: f64::INFINITY, level, method: Method::TooFew }
    }

    /// The interval seen from `1 - value`.
    pub fn complement(self) -> Interval {
        Interval { low: 1.0 - self.high, high: 1.0 - self.low, ..self }
    }
}

/// What a rate was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fraction {
    /// Rows that have the property.
    pub numerator: u64,
    /// Rows that were asked.
    pub denominator: u64,
}

/// A number, what it rests on, and how far it may be off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number; always finite.
    pub value: f64,
    /// Rows that it rests on.
    pub n: u64,
    /// Numerator and denominator where it is a rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction: Option<Fraction>,
    /// Its interval; none where the number describes the file itself and estimates nothing beyond it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

impl Estimate {
    /// A number about the file itself; [`Undefined`] when it is not finite.
    pub fn plain(value: f64, n: u64) -> Result<Estimate, Undefined> {
        match value.is_finite() {
            true => Ok(Estimate { value, n, fraction: None, interval: None }),
            false => Err(Undefined::because("the value is not finite")),
        }
    }

    /// The same number with an interval.
    pub fn with(self, interval: Interval) -> Estimate {
        Estimate { interval: Some(interval), ..self }
    }
}

/// Why a value cannot be computed: one sentence, lower case, without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{why}")]
pub struct Undefined {
    /// The reason.
    pub why: Cow<'static, str>,
}

impl Undefined {
    /// Undefined, for this reason.
    pub fn because(why: impl Into<Cow<'static, str>>) -> Undefined {
        Undefined { why: why.into() }
    }
}

/// An estimate or the reason why there is none, as it stands in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Measured {
    /// There is a number.
    Estimate(Estimate),
    /// There is none.
    Undefined(Undefined),
}

impl Measured {
    /// The estimate or the reason.
    pub fn get(&self) -> Result<&Estimate, &Undefined> {
        match self {
            Measured::Estimate(estimate) => Ok(estimate),
            Measured::Undefined(undefined) => Err(undefined),
        }
    }

    /// The number, if there is one.
    pub fn value(&self) -> Option<f64> {
        self.get().ok().map(|it| it.value)
    }
}

impl From<Result<Estimate, Undefined>> for Measured {
    fn from(result: Result<Estimate, Undefined>) -> Measured {
        match result {
            Ok(estimate) => Measured::Estimate(estimate),
            Err(undefined) => Measured::Undefined(undefined),
        }
    }
}

/// What a number is held against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The value may not be above.
    AtMost(f64),
    /// The value may not be below.
    AtLeast(f64),
    /// The value may not be outside, ends included.
    Within(f64, f64),
}

/// What the evidence says about a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The whole interval keeps the limit.
    Pass,
    /// The whole interval breaks the limit.
    Fail,
    /// The interval lies on both sides, or comes from resamples of fewer than [`RESAMPLED_LEAST`] rows: more data are needed.
    Inconclusive,
    /// There is no number.
    NotAssessable {
        /// The reason.
        why: Cow<'static, str>,
    },
}

impl Verdict {
    /// How bad it is: a failure counts before what cannot be assessed, that before what is inconclusive.
    pub fn rank(&self) -> u8 {
        match self {
            Verdict::Pass => 0,
            Verdict::Inconclusive => 1,
            Verdict::NotAssessable { .. } => 2,
            Verdict::Fail => 3,
        }
    }
}

impl Limit {
    /// Whether `value` keeps the limit.
    pub fn keeps(&self, value: f64) -> bool {
        match *self {
            Limit::AtMost(most) => value <= most,
            Limit::AtLeast(least) => value >= least,
            Limit::Within(least, most) => least <= value && value <= most,
        }
    }

    /// The verdict by the interval, or by the value alone where the number estimates nothing beyond the file.
    pub fn judge(&self, measured: &Measured) -> Verdict {
        let estimate = match measured.get() {
            Ok(estimate) => estimate,
            Err(undefined) => return Verdict::NotAssessable { why: undefined.why.clone() },
        };
        if estimate.interval.is_some_and(|it| it.method.resamples()) && estimate.n < RESAMPLED_LEAST {
            return Verdict::Inconclusive;
        }
        let (low, high) = estimate.interval.map_or((estimate.value, estimate.value), |it| (it.low, it.high));
        let beyond = match *self {
            Limit::AtMost(most) => low > most,
            Limit::AtLeast(least) => high < least,
            Limit::Within(least, most) => high < least || low > most,
        };
        match (self.keeps(low) && self.keeps(high), beyond) {
            (true, _) => Verdict::Pass,
            (_, true) => Verdict::Fail,
            _ => Verdict::Inconclusive,
        }
    }
}
