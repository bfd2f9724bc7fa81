//! How much one event costs, as people write it, and the checked law behind it.
//!
//! Units are those of the caller; the crate knows no currency. People state what they know: the least, the likely and the most, or two
//! points of the law such as the median and what only one event in ten exceeds.
//!
//! ```
//! use simulate::loss::Severity;
//! let law: Severity = toml::from_str("law = 'lognormal'\nmedian = 10000.0\np90 = 100000.0").unwrap();
//! let size = law.checked("severity").unwrap();
//! assert!((size.quantile(0.9) - 100_000.0).abs() < 1e-6);
//! ```

mod law;
mod lognormal;
mod partial;

pub use law::Law;
pub use lognormal::Lognormal;

use measure::Chance;
use serde::{Deserialize, Serialize};

use super::flaw::{Flaw, above_zero, held, not_below_zero};

/// The cost of one event, as people write it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "law", rename_all = "snake_case", deny_unknown_fields)]
pub enum Severity {
    /// Always the same.
    Point {
        /// That amount.
        amount: f64,
    },
    /// Anything between two ends, each as likely.
    Uniform {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
    },
    /// A triangle over the least, the likeliest and the most.
    Triangular {
        /// The least.
        least: f64,
        /// The likeliest.
        likely: f64,
        /// The most.
        most: f64,
    },
    /// A beta law over the least, the likeliest and the most (Malcolm, Roseboom, Clark and Fazar 1959).
    Pert {
        /// The least.
        least: f64,
        /// The likeliest.
        likely: f64,
        /// The most.
        most: f64,
        /// How much the likeliest weighs: 4 as published, more for a narrower law (modified PERT; Vose, Risk Analysis, 2008).
        #[serde(default = "four")]
        weight: f64,
    },
    /// The logarithm is normal: never below 0, with a long tail.
    Lognormal(Lognormal),
    /// A tail that falls by a power: each amount has the same chance to be doubled as any other.
    Pareto {
        /// The least.
        least: f64,
        /// The power by which the tail falls; at 1 or below there is no mean without a cap, at 2 or below no variance.
        index: f64,
        /// The most that an event can cost, where there is one; more counts as this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<f64>,
    },
    /// What exceeds a high threshold, whatever the law below it (Pickands, Annals of Statistics 3, 1975).
    GeneralisedPareto {
        /// Where it begins.
        threshold: f64,
        /// Its scale.
        scale: f64,
        /// Its shape: 0 is exponential, below 0 has an end, 1 or more has no mean without a cap.
        shape: f64,
        /// The most that an event can cost, where there is one; more counts as this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<f64>,
    },
    /// An amount like one of those that were seen, each as likely.
    Empirical {
        /// What each event cost.
        amounts: Vec<f64>,
    },
}

fn four() -> f64 {
    4.0
}

impl Severity {
    /// The law with sound parameters; `at` is the name of the field that holds it.
    ///
    /// A flaw names the parameter and what is possible in it.
    pub fn checked(&self, at: &str) -> Result<Size, Flaw> {
        let field = |name: &str| format!("{at}.{name}");
        let law = match *self {
            Severity::Point { amount } => Law::Point { at: not_below_zero(&field("amount"), amount)? },
            Severity::Uniform { least, most } => {
                range(at, least, most)?;
                Law::Uniform { least, most }
            }
            Severity::Triangular { least, likely, most } => {
                range(at, least, most)?;
                Law::Triangular { least, likely: inside(&field("likely"), likely, least, most)?, most }
            }
            Severity::Pert { least, likely, most, weight } => {
                range(at, least, most)?;
                inside(&field("likely"), likely, least, most)?;
                held(&field("weight"), weight, (0.0..=100.0).contains(&weight), "from 0 to 100; 4 is usual")?;
                Law::pert(least, likely, most, weight)
            }
            Severity::Lognormal(ref stated) => stated.checked(at)?,
            Severity::Pareto { least, index, .. } => {
                Law::Pareto { least: above_zero(&field("least"), least)?, index: above_zero(&field("index"), index)? }
            }
            Severity::GeneralisedPareto { threshold, scale, shape, .. } => Law::GeneralisedPareto {
                threshold: not_below_zero(&field("threshold"), threshold)?,
                scale: above_zero(&field("scale"), scale)?,
                shape: held(&field("shape"), shape, shape.abs() <= 10.0, "from -10 to 10")?,
            },
            Severity::Empirical { ref amounts } => {
                if amounts.is_empty() {
                    return Err(Flaw::of(field("amounts"), "is empty; give what each event cost"));
                }
                amounts.iter().try_for_each(|it| not_below_zero(&field("amounts"), *it).map(drop))?;
                let mut amounts = amounts.clone();
                amounts.sort_unstable_by(f64::total_cmp);
                Law::Empirical { amounts }
            }
        };
        let cap = match *self {
            Severity::Pareto { cap, .. } | Severity::GeneralisedPareto { cap, .. } => cap,
            _ => None,
        };
        let cap = cap.map_or(Ok(f64::INFINITY), |it| above_zero(&field("cap"), it))?;
        Ok(Size { law, times: 1.0, cap })
    }
}

fn range(at: &str, least: f64, most: f64) -> Result<(), Flaw> {
    not_below_zero(&format!("{at}.least"), least)?;
    held(&format!("{at}.most"), most, most > least, &format!("above `least`, which is {least}")).map(drop)
}

fn inside(field: &str, value: f64, least: f64, most: f64) -> Result<f64, Flaw> {
    held(field, value, (least..=most).contains(&value), &format!("from `least` to `most`, {least} to {most}"))
}

/// A checked cost of one event: a law, times a factor, up to a cap.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    law: Law,
    times: f64,
    cap: f64,
}

impl Size {
    /// The same law with `times` as large amounts, up to the same cap.
    pub fn scaled(self, times: f64) -> Size {
        Size { times: self.times * times, ..self }
    }

    /// The same law where more than `cap` counts as `cap`.
    pub fn capped(self, cap: f64) -> Size {
        Size { cap: self.cap.min(cap), ..self }
    }

    /// The most that an event can cost; infinite without a cap.
    pub fn cap(&self) -> f64 {
        self.cap
    }

    /// Mean; infinite for a tail so long that there is none.
    pub fn mean(&self) -> f64 {
        self.capped_moment(1)
    }

    /// Variance; infinite for a tail so long that there is none.
    pub fn variance(&self) -> f64 {
        let (mean, square) = (self.mean(), self.capped_moment(2));
        if square.is_finite() { (square - mean * mean).max(0.0) } else { f64::INFINITY }
    }

    /// The amount that is not exceeded with probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        (self.times * self.law.quantile(p)).min(self.cap)
    }

    /// Probability of at most `amount`.
    pub fn cumulated(&self, amount: f64) -> f64 {
        if amount >= self.cap { 1.0 } else { self.partial(0, amount) }
    }

    /// Draws one amount.
    #[inline]
    pub fn draw(&self, chance: &mut Chance) -> f64 {
        (self.times * self.law.draw(chance)).min(self.cap)
    }

    /// E[X^k; X <= amount] of the law before its cap, for k of 0, 1, 2.
    pub(crate) fn partial(&self, k: i32, amount: f64) -> f64 {
        self.times.powi(k) * self.law.partial(k, amount / self.times)
    }

    fn capped_moment(&self, k: i32) -> f64 {
        match self.cap.is_finite() {
            true => self.partial(k, self.cap) + self.cap.powi(k) * (1.0 - self.partial(0, self.cap)).max(0.0),
            false => self.partial(k, f64::INFINITY),
        }
    }
}
