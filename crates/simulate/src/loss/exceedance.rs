//! How likely a year is worse than an amount: the loss exceedance curve, and an appetite held against it.
//!
//! Each point is a share of drawn years with its exact interval (Clopper and Pearson, Biometrika 26, 1934), so each holds for itself, not
//! all of them together. The amounts are round numbers, which no draw can move to where it suits.

use measure::inference::distribution::two_sided;
use measure::inference::share::clopper_pearson;
use measure::{Estimate, Fraction};
use serde::{Deserialize, Serialize};

use super::figures::Sample;
use super::flaw::{Flaw, between, not_below_zero};

/// Round numbers within one power of ten.
const ROUND: [f64; 6] = [1.0, 1.5, 2.0, 3.0, 5.0, 7.0];

/// Points of a curve at most; beyond, only the powers of ten are told.
const MOST_POINTS: usize = 120;

/// A point of the curve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// An amount.
    pub loss: f64,
    /// Probability of a year that costs more.
    pub exceeding: Estimate,
}

/// How much may be lost in how many years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appetite {
    /// The amount.
    pub loss: f64,
    /// The probability with which a year may cost more.
    pub probability: f64,
}

/// An appetite and what the draws say to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// What was asked.
    pub appetite: Appetite,
    /// Probability of a year that costs more.
    pub exceeding: Estimate,
    /// What follows.
    pub stance: Stance,
}

/// Where a probability lies that is known up to an interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "stance", rename_all = "snake_case")]
pub enum Stance {
    /// The whole interval keeps the appetite.
    Within,
    /// The whole interval passes the appetite.
    Beyond,
    /// The interval lies on both sides.
    CannotTell {
        /// Years that would tell, if the share stays what it is; none where it lies at the limit itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        years: Option<u64>,
    },
}

impl Appetite {
    /// Nothing, when amount and probability are possible.
    pub fn checked(&self, at: &str) -> Result<(), Flaw> {
        not_below_zero(&format!("{at}.loss"), self.loss)?;
        between(&format!("{at}.probability"), self.probability).map(drop)
    }

    /// What drawn years say to it.
    pub(crate) fn judge(self, sample: &Sample, level: f64) -> Judged {
        let exceeding = exceeding(sample, self.loss, level);
        Judged { appetite: self, exceeding, stance: stance(&exceeding, self.probability, level) }
    }
}

fn stance(exceeding: &Estimate, limit: f64, level: f64) -> Stance {
    let (low, high) = exceeding.interval.map_or((0.0, 1.0), |it| (it.low, it.high));
    match (high <= limit, low > limit) {
        (true, _) => Stance::Within,
        (_, true) => Stance::Beyond,
        _ => Stance::CannotTell { years: years_needed(exceeding.value, limit, level) },
    }
}

/// Years after which an interval around `share` no longer holds `limit`, by the normal law with its correction for counts (Fleiss,
/// Statistical Methods for Rates and Proportions, 1981).
fn years_needed(share: f64, limit: f64, level: f64) -> Option<u64> {
    let gap = (share - limit).abs();
    let variance = (share * (1.0 - share)).max(limit * (1.0 - limit));
    let years = (two_sided(level) / gap).powi(2) * variance + 1.0 / gap;
    (years < 1e15).then_some(years.ceil() as u64)
}

fn exceeding(sample: &Sample, loss: f64, level: f64) -> Estimate {
    let (above, n) = (sample.above(loss) as u64, sample.n() as u64);
    Estimate {
        value: above as f64 / n as f64,
        n,
        fraction: Some(Fraction { numerator: above, denominator: n }),
        interval: Some(clopper_pearson(above, n, level)),
    }
}

/// The curve at 0, at round amounts from the least to the largest loss, and at `also`.
pub(crate) fn curve(sample: &Sample, also: &[f64], level: f64) -> Vec<Point> {
    let mut amounts: Vec<f64> = also.iter().copied().chain([0.0]).chain(round(sample)).collect();
    amounts.sort_unstable_by(f64::total_cmp);
    amounts.dedup();
    amounts.into_iter().map(|loss| Point { loss, exceeding: exceeding(sample, loss, level) }).collect()
}

fn round(sample: &Sample) -> Vec<f64> {
    let Some((least, most)) = sample.ends() else { return Vec::new() };
    let powers = least.log10().floor() as i32..=most.log10().floor() as i32;
    let within = |factors: &[f64]| -> Vec<f64> {
        let all = powers.clone().flat_map(|power| factors.iter().map(move |it| it * 10_f64.powi(power)));
        all.filter(|it| *it >= least && *it < most).collect()
    };
    let fine = within(&ROUND);
    if fine.len() <= MOST_POINTS { fine } else { within(&[1.0]) }
}
