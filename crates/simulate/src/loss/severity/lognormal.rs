//! The lognormal law from what people know of it.
//!
//! Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1 (1994), chapter 14.

use measure::inference::distribution::normal_quantile;
use serde::{Deserialize, Serialize};

use super::Law;
use crate::loss::flaw::{Flaw, above_zero, held};

/// A lognormal law by its mean and standard deviation, or by two of its points.
///
/// A point `p90` is the amount that nine events in ten do not exceed; `median` is the same as a p50.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lognormal {
    /// Mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deviation: Option<f64>,
    /// One event in twenty costs less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p5: Option<f64>,
    /// One event in ten costs less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p10: Option<f64>,
    /// Every other event costs less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<f64>,
    /// One event in ten costs more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90: Option<f64>,
    /// One event in twenty costs more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95: Option<f64>,
    /// One event in a hundred costs more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
}

impl Lognormal {
    /// The law, when exactly two numbers are given that go together.
    pub(crate) fn checked(&self, at: &str) -> Result<Law, Flaw> {
        let points = [
            ("p5", 0.05, self.p5),
            ("p10", 0.1, self.p10),
            ("median", 0.5, self.median),
            ("p90", 0.9, self.p90),
            ("p95", 0.95, self.p95),
            ("p99", 0.99, self.p99),
        ];
        let given: Vec<(&str, f64, f64)> =
            points.into_iter().filter_map(|(name, p, value)| value.map(|value| (name, p, value))).collect();
        match (self.mean, self.deviation, &given[..]) {
            (Some(mean), Some(deviation), []) => {
                above_zero(&format!("{at}.mean"), mean)?;
                above_zero(&format!("{at}.deviation"), deviation)?;
                let square = (deviation / mean).powi(2).ln_1p();
                Ok(Law::Lognormal { mu: mean.ln() - 0.5 * square, sigma: square.sqrt() })
            }
            (None, None, &[(low, below, least), (high, above, most)]) => {
                above_zero(&format!("{at}.{low}"), least)?;
                held(&format!("{at}.{high}"), most, most > least, &format!("above `{low}`, which is {least}"))?;
                let (from, till) = (standard(below), standard(above));
                let sigma = (most / least).ln() / (till - from);
                Ok(Law::Lognormal { mu: least.ln() - sigma * from, sigma })
            }
            _ => Err(Flaw::of(
                at,
                "is lognormal, which needs `mean` and `deviation`, or two of `p5`, `p10`, `median`, `p90`, `p95`, `p99`, and nothing else",
            )),
        }
    }
}

/// The normal quantile, exactly 0 at the median.
fn standard(p: f64) -> f64 {
    if p == 0.5 { 0.0 } else { normal_quantile(p) }
}
