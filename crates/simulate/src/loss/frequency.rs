//! How often something happens in a year, as people write it.
//!
//! ```
//! use simulate::loss::Frequency;
//! let law: Frequency = toml::from_str("law = 'negative_binomial'\nmean = 2.0\nvariance = 6.0").unwrap();
//! assert_eq!(law.checked("frequency").unwrap().variance(), 6.0);
//! ```

use serde::{Deserialize, Serialize};

use super::counts::{Counts, Law};
use super::flaw::{Flaw, above_zero, held, not_below_zero, probability};

/// The most events a year; what happens more often is better told as one amount a year, and would take hours to draw.
pub const MOST_EVENTS: f64 = 10_000.0;

/// Events a year, as people write it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "law", rename_all = "snake_case", deny_unknown_fields)]
pub enum Frequency {
    /// Independent events at a steady rate.
    Poisson {
        /// Events a year on average.
        mean: f64,
    },
    /// Events that come in bursts, or at a rate that is not known exactly: a Poisson law whose mean has a gamma law.
    NegativeBinomial {
        /// Events a year on average.
        mean: f64,
        /// Variance of the events a year, above the mean.
        variance: f64,
    },
    /// Once a year or not at all.
    Bernoulli {
        /// Probability of the year with the event.
        probability: f64,
    },
    /// Each of a number of occasions a year goes wrong or not.
    Binomial {
        /// Occasions a year.
        occasions: u32,
        /// Probability that one goes wrong.
        probability: f64,
    },
    /// The same when the probability is not known exactly and has a beta law.
    BetaBinomial {
        /// Occasions a year.
        occasions: u32,
        /// First parameter of the beta law: those that went wrong, as it were.
        wrong: f64,
        /// Second parameter of the beta law: those that went right, as it were.
        right: f64,
    },
    /// A year like one of those that were counted, each as likely.
    Empirical {
        /// Events in each year that was counted.
        years: Vec<u32>,
    },
}

impl Frequency {
    /// The law with sound parameters; `at` is the name of the field that holds it.
    ///
    /// A flaw names the parameter and what is possible in it.
    pub fn checked(&self, at: &str) -> Result<Counts, Flaw> {
        let field = |name: &str| format!("{at}.{name}");
        let law = match *self {
            Frequency::Poisson { mean } => Law::Poisson { mean: not_below_zero(&field("mean"), mean)? },
            Frequency::NegativeBinomial { mean, variance } => {
                above_zero(&field("mean"), mean)?;
                held(
                    &field("variance"),
                    variance,
                    variance > mean,
                    "above the mean; at the mean the law is `poisson`",
                )?;
                Law::NegativeBinomial { mean, size: mean * mean / (variance - mean) }
            }
            Frequency::Bernoulli { probability: p } => {
                Law::Binomial { occasions: 1, p: probability(&field("probability"), p)? }
            }
            Frequency::Binomial { occasions, probability: p } => {
                Law::Binomial { occasions, p: probability(&field("probability"), p)? }
            }
            Frequency::BetaBinomial { occasions, wrong, right } => {
                held(&field("occasions"), f64::from(occasions), occasions <= 100_000, "at most 100000")?;
                Law::BetaBinomial {
                    occasions,
                    wrong: above_zero(&field("wrong"), wrong)?,
                    right: above_zero(&field("right"), right)?,
                }
            }
            Frequency::Empirical { ref years } => {
                if years.is_empty() {
                    return Err(Flaw::of(
                        field("years"),
                        "is empty; give the number of events of each year that was counted",
                    ));
                }
                Law::Empirical { years: years.clone() }
            }
        };
        let (mean, most) = (law.mean(), "a law with at most 10000 events a year; tell more as one amount a year");
        held(at, mean, mean <= MOST_EVENTS, most)?;
        Counts::of(law)
            .ok_or_else(|| Flaw::of(at, "spreads over more than a million different counts; a narrower law is needed"))
    }
}
