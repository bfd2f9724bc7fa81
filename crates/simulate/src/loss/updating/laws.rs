//! Gamma and beta laws of a rate and of a probability: from what people state, with their intervals.

use measure::inference::distribution::{beta_cdf, beta_quantile, gamma_cdf, gamma_sf};

use super::{Credible, Prior};
use crate::loss::flaw::{Flaw, above_zero, between, held};

/// Halvings of a bracket; more than the digits of a number.
const HALVINGS: u32 = 200;

/// How sure a stated interval may be taken to be: as by so few events, and as by so many.
const SURENESS: (f64, f64) = (1e-2, 1e8);

/// A gamma law of a rate: as after `shape` events in `exposure`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gamma {
    pub(super) shape: f64,
    pub(super) exposure: f64,
}

/// A beta law of a probability: as after so many occasions that went wrong and right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Beta {
    pub(super) wrong: f64,
    pub(super) right: f64,
}

impl Gamma {
    /// The law that people stated: with their mean, and with their probability between their ends.
    pub(super) fn stated(prior: &Prior) -> Result<Gamma, Flaw> {
        let of = |mean: f64, sureness: f64| Gamma { shape: sureness, exposure: sureness / mean };
        match *prior {
            Prior::Equivalent { events, exposure } => {
                above_zero("prior.events", events)?;
                Ok(Gamma { shape: events, exposure: above_zero("prior.exposure", exposure)? })
            }
            Prior::Interval { mean, low, high, level } => {
                sound(mean, low, high, level)?;
                let inside = |it: f64| of(mean, it).cumulated(high) - of(mean, it).cumulated(low);
                surest(inside, level).map(|it| of(mean, it))
            }
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.shape / self.exposure
    }

    fn cumulated(&self, rate: f64) -> f64 {
        gamma_cdf(self.shape, rate * self.exposure)
    }

    /// The rate below which `p` of the law lies, with the digits of the smaller tail.
    fn quantile(&self, p: f64) -> f64 {
        let far = |x: f64| if p < 0.5 { gamma_cdf(self.shape, x) >= p } else { gamma_sf(self.shape, x) <= 1.0 - p };
        let most = (self.shape + 60.0 + 15.0 * self.shape.sqrt()).ln();
        crossing(-745.0, most, |it| far(it.exp())).exp() / self.exposure
    }

    pub(super) fn credible(&self, level: f64) -> Credible {
        let tail = 0.5 * (1.0 - level);
        let (low, high) = (self.quantile(tail), self.quantile(1.0 - tail));
        Credible {
            mean: self.mean(),
            low,
            high,
            level,
            equivalent_events: self.shape,
            equivalent_exposure: self.exposure,
        }
    }

    /// The prior predictive probability by the incomplete beta function, for counts too many for a table.
    pub(super) fn conflict_of_many(&self, events: f64, exposure: f64) -> f64 {
        let whole = self.exposure + exposure;
        let (x, y) = (self.exposure / whole, exposure / whole);
        let at_most = beta_cdf(self.shape, events + 1.0, x, y).0;
        let at_least = if events == 0.0 { 1.0 } else { beta_cdf(self.shape, events, x, y).1 };
        (2.0 * at_most.min(at_least)).min(1.0)
    }
}

impl Beta {
    /// The law that people stated: with their mean, and with their probability between their ends.
    pub(super) fn stated(prior: &Prior) -> Result<Beta, Flaw> {
        let of = |mean: f64, sureness: f64| Beta { wrong: mean * sureness, right: (1.0 - mean) * sureness };
        match *prior {
            Prior::Equivalent { events, exposure } => {
                above_zero("prior.events", events)?;
                held(
                    "prior.exposure",
                    exposure,
                    exposure > events,
                    &format!("above `prior.events`, which is {events}"),
                )?;
                Ok(Beta { wrong: events, right: exposure - events })
            }
            Prior::Interval { mean, low, high, level } => {
                sound(mean, low, high, level)?;
                held("prior.high", high, high < 1.0, "a probability below 1")?;
                let below = |it: &Beta, x: f64| beta_cdf(it.wrong, it.right, x, 1.0 - x).0;
                let inside = |it: f64| below(&of(mean, it), high) - below(&of(mean, it), low);
                surest(inside, level).map(|it| of(mean, it))
            }
        }
    }

    pub(super) fn credible(&self, level: f64) -> Credible {
        let tail = 0.5 * (1.0 - level);
        let (a, b) = (self.wrong, self.right);
        let (low, high) = (beta_quantile(tail, a, b), beta_quantile(1.0 - tail, a, b));
        Credible { mean: a / (a + b), low, high, level, equivalent_events: a, equivalent_exposure: a + b }
    }
}

fn sound(mean: f64, low: f64, high: f64, level: f64) -> Result<(), Flaw> {
    above_zero("prior.low", low)?;
    held("prior.mean", mean, mean > low, &format!("above `prior.low`, which is {low}"))?;
    held("prior.high", high, high > mean, &format!("above `prior.mean`, which is {mean}"))?;
    between("prior.level", level).map(drop)
}

/// How sure the law must be for `inside` to be `level`: the surer, the more of it lies inside.
fn surest(inside: impl Fn(f64) -> f64, level: f64) -> Result<f64, Flaw> {
    let (least, most) = SURENESS;
    let enough = |it: f64| inside(it.exp()) >= level;
    match (inside(least) < level, inside(most) >= level) {
        (true, true) => Ok(crossing(least.ln(), most.ln(), enough).exp()),
        (false, _) => {
            Err(Flaw::of("prior", "has an interval so wide that any law fits; state a narrower one or a higher level"))
        }
        (_, false) => {
            Err(Flaw::of("prior", "has an interval so narrow that no law fits; state a wider one or a lower level"))
        }
    }
}

/// The least number between the ends for which `holds`, where it holds from some number on.
fn crossing(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}
