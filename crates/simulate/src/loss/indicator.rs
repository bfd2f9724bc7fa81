//! An indicator that is measured, bound to how often a risk happens by a curve that people declare.
//!
//! The interval of the indicator is carried through the curve: frequencies between the least and the largest that the curve takes
//! over it hold with at least the same level, since the truth lies there whenever the indicator's does. Without data there is no
//! frequency but the reason; outside of its declared range a curve is held at its end, and that is said.
//!
//! ```
//! use simulate::loss::indicator::Curve;
//! let curve: Curve = toml::from_str(r#"
//!     form = "linear"
//!     points = [{ at = 0.6, frequency = 4.0 }, { at = 0.8, frequency = 2.0 }, { at = 1.0, frequency = 0.0 }]
//! "#).unwrap();
//! assert_eq!(curve.at(0.9), 1.0);
//! ```

use measure::inference::distribution::two_sided;
use measure::{Estimate, Measured, Undefined};
use serde::{Deserialize, Serialize};

use super::flaw::{Flaw, above_zero, held, not_below_zero};
use super::frequency::Frequency;

/// A value of the indicator and the events a year that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knot {
    /// Value of the indicator.
    pub at: f64,
    /// Events a year.
    pub frequency: f64,
}

/// How often a risk happens by the value of an indicator, over a declared range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case", deny_unknown_fields)]
pub enum Curve {
    /// Straight between points; the range is from the first to the last.
    Linear {
        /// At least two, rising in `at`.
        points: Vec<Knot>,
    },
    /// From one level to another around a middle.
    Logistic {
        /// Where the range begins.
        from: f64,
        /// Where it ends.
        till: f64,
        /// Events a year far below the middle.
        below: f64,
        /// Events a year far above the middle.
        above: f64,
        /// Where it is half way.
        middle: f64,
        /// How far from the middle it comes to 73 % of the way: the scale of the logistic function.
        width: f64,
    },
    /// A level from each step on.
    Step {
        /// Where the range begins.
        from: f64,
        /// Where it ends.
        till: f64,
        /// Events a year below the first step.
        base: f64,
        /// Steps, rising in `at`.
        steps: Vec<Knot>,
    },
}

/// A frequency that follows from an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// The indicator that it follows from.
    pub indicator: Estimate,
    /// Events a year at the value of the indicator.
    pub frequency: f64,
    /// The least over its interval.
    pub low: f64,
    /// The largest over its interval.
    pub high: f64,
    /// Level of the interval; none where the indicator has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// What lies outside of the declared range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<Outside>,
}

/// What of an indicator lies outside of the range of its curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "outside", rename_all = "snake_case")]
pub enum Outside {
    /// The value itself, so the curve was held at its end.
    Value {
        /// The end of the range.
        end: f64,
        /// How far beyond it the value lies.
        by: f64,
    },
    /// A part of the interval, so the true frequency may lie beyond what is told.
    Interval {
        /// The end of the range.
        end: f64,
        /// How far beyond it the interval reaches.
        by: f64,
    },
}

impl Curve {
    /// Nothing, when the curve is sound; `at` is the name of the field that holds it.
    pub fn checked(&self, at: &str) -> Result<(), Flaw> {
        let field = |name: &str| format!("{at}.{name}");
        match self {
            Curve::Linear { points } => {
                held(&field("points"), points.len() as f64, points.len() >= 2, "at least two points")?;
                rising(&field("points"), points)
            }
            Curve::Logistic { from, till, below, above, width, .. } => {
                held(&field("till"), *till, till > from, &format!("above `from`, which is {from}"))?;
                not_below_zero(&field("below"), *below)?;
                not_below_zero(&field("above"), *above)?;
                above_zero(&field("width"), *width).map(drop)
            }
            Curve::Step { from, till, base, steps } => {
                held(&field("till"), *till, till > from, &format!("above `from`, which is {from}"))?;
                not_below_zero(&field("base"), *base)?;
                rising(&field("steps"), steps)?;
                let within = |it: &&Knot| !(*from..=*till).contains(&it.at);
                steps.iter().find(within).map_or(Ok(()), |it| {
                    held(&field("steps"), it.at, false, &format!("within the range, from {from} to {till}")).map(drop)
                })
            }
        }
    }

    /// The declared range.
    pub fn range(&self) -> (f64, f64) {
        match self {
            Curve::Linear { points } => (points.first().map_or(0.0, |it| it.at), points.last().map_or(0.0, |it| it.at)),
            Curve::Logistic { from, till, .. } | Curve::Step { from, till, .. } => (*from, *till),
        }
    }

    /// Events a year at a value, which is held within the declared range.
    pub fn at(&self, value: f64) -> f64 {
        let (from, till) = self.range();
        let value = value.max(from).min(till);
        match self {
            Curve::Linear { points } => {
                let after = points.partition_point(|it| it.at <= value).clamp(1, points.len() - 1);
                let (a, b) = (points[after - 1], points[after]);
                let part = (value - a.at) / (b.at - a.at);
                if part >= 1.0 { b.frequency } else { a.frequency + part * (b.frequency - a.frequency) }
            }
            Curve::Logistic { below, above, middle, width, .. } => {
                below + (above - below) / (1.0 + (-(value - middle) / width).exp())
            }
            Curve::Step { base, steps, .. } => {
                let passed = steps.partition_point(|it| it.at <= value);
                passed.checked_sub(1).map_or(*base, |it| steps[it].frequency)
            }
        }
    }

    /// The least and the largest frequency from one value to another: at the ends, or at a knot between.
    fn over(&self, low: f64, high: f64) -> (f64, f64) {
        let knots = match self {
            Curve::Linear { points } => &points[..],
            Curve::Step { steps, .. } => &steps[..],
            Curve::Logistic { .. } => &[],
        };
        let between = knots.iter().filter(|it| low < it.at && it.at < high).map(|it| it.frequency);
        between
            .chain([self.at(low), self.at(high)])
            .fold((f64::INFINITY, 0.0), |(least, most), it| (it.min(least), it.max(most)))
    }

    /// The frequency that follows from an indicator, of a curve that was checked.
    ///
    /// Undefined where the indicator is, with its reason.
    pub fn bind(&self, indicator: &Measured) -> Result<Bound, Undefined> {
        let estimate = match indicator.get() {
            Ok(estimate) => *estimate,
            Err(why) => return Err(Undefined::because(format!("the indicator was not measured: {why}"))),
        };
        let (low, high) = estimate.interval.map_or((estimate.value, estimate.value), |it| (it.low, it.high));
        let (least, most) = self.over(low, high);
        Ok(Bound {
            indicator: estimate,
            frequency: self.at(estimate.value),
            low: least,
            high: most,
            level: estimate.interval.map(|it| it.level),
            outside: self.outside(estimate.value, low, high),
        })
    }

    fn outside(&self, value: f64, low: f64, high: f64) -> Option<Outside> {
        let (from, till) = self.range();
        match () {
            _ if value < from => Some(Outside::Value { end: from, by: from - value }),
            _ if value > till => Some(Outside::Value { end: till, by: value - till }),
            _ if low < from => Some(Outside::Interval { end: from, by: from - low }),
            _ if high > till => Some(Outside::Interval { end: till, by: high - till }),
            _ => None,
        }
    }
}

fn rising(field: &str, knots: &[Knot]) -> Result<(), Flaw> {
    knots.iter().try_for_each(|it| not_below_zero(&format!("{field}.frequency"), it.frequency).map(drop))?;
    knots.iter().try_for_each(|it| held(&format!("{field}.at"), it.at, true, "a number").map(drop))?;
    knots.windows(2).try_for_each(|it| {
        held(
            &format!("{field}.at"),
            it[1].at,
            it[1].at > it[0].at,
            &format!("above the one before, which is {}", it[0].at),
        )
        .map(drop)
    })
}

impl Bound {
    /// Laws of the events at the lower end, at the value and at the upper end, each as if it were sure.
    pub fn laws(&self) -> [Frequency; 3] {
        [self.low, self.frequency, self.high].map(|mean| Frequency::Poisson { mean })
    }

    /// One law with what is not known of its mean drawn from the interval: a Poisson law whose mean has a gamma law with the standard
    /// deviation that the interval of a normal law would have.
    ///
    /// Undefined when the curve gives no event at the value itself, but some within its interval.
    pub fn mixed(&self) -> Result<Frequency, Undefined> {
        let deviation = self.level.map_or(0.0, |level| 0.5 * (self.high - self.low) / two_sided(level));
        let mean = self.frequency;
        match (mean > 0.0, deviation > 0.0) {
            (true, true) => Ok(Frequency::NegativeBinomial { mean, variance: mean + deviation * deviation }),
            (false, true) => Err(Undefined::because(
                "the curve gives no event at the value of the indicator but some within its interval; use the laws at its ends",
            )),
            _ => Ok(Frequency::Poisson { mean }),
        }
    }

    /// Factors on the frequency that one case in ten lies below, and one above, when the interval is that of a normal law; none without
    /// events or without an interval.
    pub fn factors(&self) -> Option<[f64; 2]> {
        let shrunk = two_sided(0.8) / two_sided(self.level?);
        let factor = |end: f64| 1.0 + (end / self.frequency - 1.0) * shrunk;
        let factors = [factor(self.low), factor(self.high)];
        (self.frequency > 0.0 && factors[0] > 0.0).then_some(factors)
    }
}
