//! How often something happens, learned from what did happen: what people thought before, incidents, and what follows.
//!
//! Events in a time of exposure make a gamma law of the rate (conjugate to the Poisson law); occasions that went wrong make a beta law of the
//! probability (conjugate to the binomial). What comes next has a negative binomial or a beta-binomial law, which are frequencies of
//! [`super::Frequency`]. Sources: Gelman and others, Bayesian Data Analysis (2013), chapter 2; Box, JRSS A 143 (1980) for the prior
//! predictive check.

mod laws;

use serde::{Deserialize, Serialize};

use super::counts::{Counts, Law};
use super::flaw::{Flaw, above_zero, between, held};
use super::frequency::Frequency;
use laws::{Beta, Gamma};

/// What people thought before anything was counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stated", rename_all = "snake_case", deny_unknown_fields)]
pub enum Prior {
    /// A mean, and an interval in which they are so sure that the truth lies.
    Interval {
        /// Mean: events in a unit of exposure, or the probability of an occasion.
        mean: f64,
        /// Lower end, above 0.
        low: f64,
        /// Upper end.
        high: f64,
        /// Probability that the truth lies between.
        level: f64,
    },
    /// As if so many events had been seen already.
    Equivalent {
        /// Events, as it were.
        events: f64,
        /// Exposure in which they were seen, as it were: years, or occasions.
        exposure: f64,
    },
}

/// A mean with the interval in which the truth lies with a probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Credible {
    /// Mean.
    pub mean: f64,
    /// Half of what `level` leaves lies below.
    pub low: f64,
    /// Half of what `level` leaves lies above.
    pub high: f64,
    /// Probability between.
    pub level: f64,
    /// The law is as sure as this many events would make it.
    pub equivalent_events: f64,
    /// The exposure in which they would have been seen.
    pub equivalent_exposure: f64,
}

/// What incidents taught.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learned {
    /// What was thought before.
    pub prior: Credible,
    /// What follows from both.
    pub posterior: Credible,
    /// Probability, under what was thought before, of a count at least as far out as that which was seen, on both sides; small when prior
    /// and incidents do not go together.
    pub conflict: f64,
    /// The law of events to come.
    pub predictive: Frequency,
    /// Probability that at least one will come.
    pub any: f64,
}

/// The rate of events after `events` in `exposure`, and the law of those in `ahead` of exposure to come, both in the unit of the prior.
///
/// A flaw names the number and what is possible in it.
pub fn rate(prior: &Prior, events: u32, exposure: f64, ahead: f64, level: f64) -> Result<Learned, Flaw> {
    between("level", level)?;
    above_zero("exposure", exposure)?;
    above_zero("ahead", ahead)?;
    let before = Gamma::stated(prior)?;
    let after = Gamma { shape: before.shape + f64::from(events), exposure: before.exposure + exposure };
    let mean = after.mean() * ahead;
    let predictive = Frequency::NegativeBinomial { mean, variance: mean + mean * mean / after.shape };
    Ok(Learned {
        prior: before.credible(level),
        posterior: after.credible(level),
        conflict: before.conflict(events, exposure),
        any: 1.0 - (after.shape * (after.exposure / (after.exposure + ahead)).ln()).exp(),
        predictive,
    })
}

/// The probability that an occasion goes wrong after `wrong` of `occasions`, and the law of those among `ahead` occasions to come.
///
/// A flaw names the number and what is possible in it.
pub fn share(prior: &Prior, wrong: u32, occasions: u32, ahead: u32, level: f64) -> Result<Learned, Flaw> {
    between("level", level)?;
    held("wrong", f64::from(wrong), wrong <= occasions, &format!("at most `occasions`, which is {occasions}"))?;
    let before = Beta::stated(prior)?;
    let (hit, miss) = (f64::from(wrong), f64::from(occasions - wrong));
    let after = Beta { wrong: before.wrong + hit, right: before.right + miss };
    let law = |of: &Beta, occasions| {
        let law = Frequency::BetaBinomial { occasions, wrong: of.wrong, right: of.right };
        law.checked("occasions").map(|counts| (law, counts))
    };
    let (_, seen) = law(&before, occasions)?;
    let (predictive, to_come) = law(&after, ahead)?;
    Ok(Learned {
        prior: before.credible(level),
        posterior: after.credible(level),
        conflict: both_sides(&seen, wrong as usize),
        any: 1.0 - to_come.cumulated(0),
        predictive,
    })
}

/// Twice the smaller of the probabilities of at most and of at least `k`, and at most 1.
fn both_sides(counts: &Counts, k: usize) -> f64 {
    let below = k.checked_sub(1).map_or(0.0, |it| counts.cumulated(it));
    (2.0 * counts.cumulated(k).min(1.0 - below)).clamp(0.0, 1.0)
}

impl Gamma {
    /// The two-sided prior predictive probability of `events` in `exposure`.
    fn conflict(&self, events: u32, exposure: f64) -> f64 {
        let mean = self.mean() * exposure;
        match Counts::of(Law::NegativeBinomial { mean, size: self.shape }) {
            Some(counts) => both_sides(&counts, events as usize),
            None => self.conflict_of_many(f64::from(events), exposure),
        }
    }
}
