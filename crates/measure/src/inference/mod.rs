//! How sure a number is: intervals, tests, power, corrections for many tests, and control over time.
//!
//! - [`share`], [`difference`], [`ratio`]: intervals of one rate, of the difference and of the ratio of two.
//! - [`table`], [`paired`], [`curve`]: tests of contingency tables, of two or more systems on the same rows, of areas.
//! - [`mean`]: means of skewed losses. [`resample`], [`counts`]: bootstrap of values and, in one multinomial draw a replicate, of counts.
//! - [`margin`], [`power`], [`multiple`]: non-inferiority, rows that are needed, families of tests.
//! - [`control`], [`shift`], [`sequential`]: charts, change points and looks at growing data; [`series`]: all of them for one series.
//! - [`agreement`], [`raking`]: agreement of annotators, weights that meet known margins.

use serde::{Deserialize, Deserializer, Serialize};

pub mod agreement;
pub mod control;
pub mod counts;
pub mod curve;
pub mod difference;
pub mod distribution;
pub mod margin;
pub mod mean;
pub mod median;
pub mod multiple;
pub mod paired;
pub mod power;
pub mod raking;
pub mod rate;
pub mod ratio;
pub mod resample;
pub mod sequential;
pub mod series;
pub mod share;
pub mod shift;
pub mod table;
pub mod weighted;

/// A name that stands in the program; under a name of its own, so that what is read back is looked up and not borrowed.
pub type Known = &'static str;

/// Tests that are known by a name of their own; others have that of the metric that they are about.
pub const TESTS: &[&str] = &[
    "binomial",
    "breslow_day",
    "chi_square",
    "cochran_mantel_haenszel",
    "cochran_q",
    "delong",
    "fisher_exact",
    "g",
    "goodness_of_fit",
    "mcnemar_exact",
    "permutation",
    "spiegelhalter",
    "welch",
];

/// The name of a test that is read back from a report.
fn named<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    let name = String::deserialize(from)?;
    let own = TESTS.iter().copied().find(|it| *it == name);
    let found = own.or_else(|| crate::metric::find(&name).map(|it| it.id));
    found.ok_or_else(|| serde::de::Error::custom(format!("there is no test `{name}`")))
}

/// The outcome of a test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// The name of the test, one of [`TESTS`] or the metric that it is about.
    #[serde(deserialize_with = "named")]
    pub test: Known,
    /// The test statistic; none for an exact test that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistic: Option<f64>,
    /// Degrees of freedom, where the reference distribution has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degrees: Option<f64>,
    /// Probability, were there no effect, of a statistic at least as far out.
    pub p: f64,
    /// Rows that it rests on.
    pub n: u64,
}

impl Tested {
    /// A chi-square statistic with its degrees of freedom.
    pub fn chi_square(test: &'static str, statistic: f64, degrees: f64, n: u64) -> Tested {
        let p = distribution::chi_square_sf(statistic, degrees);
        Tested { test, statistic: Some(statistic), degrees: Some(degrees), p, n }
    }

    /// A two-sided z statistic.
    pub fn normal(test: &'static str, z: f64, n: u64) -> Tested {
        let p = (2.0 * distribution::normal_sf(z.abs())).min(1.0);
        Tested { test, statistic: Some(z), degrees: None, p, n }
    }

    /// An exact probability.
    pub fn exact(test: &'static str, p: f64, n: u64) -> Tested {
        Tested { test, statistic: None, degrees: None, p: p.clamp(0.0, 1.0), n }
    }
}
