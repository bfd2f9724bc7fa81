//! Checked laws of the events in a year: moments, probability of each count, drawing by inversion.
//!
//! Sources: Johnson, Kemp and Kotz, Univariate Discrete Distributions (2005); Panjer, ASTIN Bulletin 12 (1981) for the recursion that
//! binds each probability to the one before.

use super::inverse::Inverse;

/// Different counts that a table holds at most.
const WIDEST: usize = 1 << 20;

/// Probabilities below this share of the largest are left out; chance has 53 bits and would not meet them.
const NEGLIGIBLE: f64 = 1e-22;

/// A law of counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Independent events.
    Poisson {
        /// Mean and variance.
        mean: f64,
    },
    /// A Poisson law whose mean has a gamma law.
    NegativeBinomial {
        /// Mean.
        mean: f64,
        /// Shape of the gamma law; the variance is mean + mean² / size.
        size: f64,
    },
    /// Occasions that go wrong or not.
    Binomial {
        /// Occasions a year.
        occasions: u32,
        /// Probability of each.
        p: f64,
    },
    /// A binomial law whose probability has a beta law.
    BetaBinomial {
        /// Occasions a year.
        occasions: u32,
        /// First parameter of the beta law.
        wrong: f64,
        /// Second parameter of the beta law.
        right: f64,
    },
    /// One of the years that were counted.
    Empirical {
        /// Events of each.
        years: Vec<u32>,
    },
}

impl Law {
    /// Mean of the events a year.
    pub fn mean(&self) -> f64 {
        match self {
            Law::Poisson { mean } | Law::NegativeBinomial { mean, .. } => *mean,
            Law::Binomial { occasions, p } => f64::from(*occasions) * p,
            Law::BetaBinomial { occasions, wrong, right } => f64::from(*occasions) * wrong / (wrong + right),
            Law::Empirical { years } => years.iter().map(|it| f64::from(*it)).sum::<f64>() / years.len() as f64,
        }
    }

    /// Variance of the events a year; that of the counted years themselves for an empirical law.
    pub fn variance(&self) -> f64 {
        match self {
            Law::Poisson { mean } => *mean,
            Law::NegativeBinomial { mean, size } => mean + mean * mean / size,
            Law::Binomial { occasions, p } => f64::from(*occasions) * p * (1.0 - p),
            Law::BetaBinomial { occasions, wrong, right } => {
                let (n, all) = (f64::from(*occasions), wrong + right);
                n * wrong * right * (all + n) / (all * all * (all + 1.0))
            }
            Law::Empirical { years } => {
                let mean = self.mean();
                years.iter().map(|it| (f64::from(*it) - mean).powi(2)).sum::<f64>() / years.len() as f64
            }
        }
    }

    /// The same law with `times` as many events; none where the law has no such parameter, or probabilities would pass 1.
    ///
    /// Negative binomial laws keep their shape, as a factor on every rate does.
    pub fn scaled(&self, times: f64) -> Option<Law> {
        match self {
            _ if times == 1.0 => Some(self.clone()),
            _ if times == 0.0 => Some(Law::Poisson { mean: 0.0 }),
            Law::Poisson { mean } => Some(Law::Poisson { mean: mean * times }),
            Law::NegativeBinomial { mean, size } => Some(Law::NegativeBinomial { mean: mean * times, size: *size }),
            Law::Binomial { occasions, p } => {
                (p * times <= 1.0).then(|| Law::Binomial { occasions: *occasions, p: p * times })
            }
            Law::BetaBinomial { .. } | Law::Empirical { .. } => None,
        }
    }

    /// The numbers a and b of p(k) = (a + b / k) p(k - 1), and p(0), for laws of Panjer's class.
    pub fn panjer(&self) -> Option<(f64, f64, f64)> {
        match *self {
            Law::Poisson { mean } => Some((0.0, mean, (-mean).exp())),
            Law::NegativeBinomial { mean, size } => {
                let q = mean / (mean + size);
                Some((q, (size - 1.0) * q, (size * (-q).ln_1p()).exp()))
            }
            Law::Binomial { occasions, p } if p < 1.0 => {
                let (odds, n) = (p / (1.0 - p), f64::from(occasions));
                Some((-odds, (n + 1.0) * odds, (n * (-p).ln_1p()).exp()))
            }
            _ => None,
        }
    }

    /// The generating function E[z^N] at `z` from 0 to 1.
    pub fn generating(&self, z: f64, masses: &Masses) -> f64 {
        match *self {
            Law::Poisson { mean } => (mean * (z - 1.0)).exp(),
            _ => masses.of.iter().enumerate().map(|(k, it)| it * z.powi((masses.first + k) as i32)).sum(),
        }
    }

    /// p(k) / p(k - 1).
    fn ratio(&self, k: f64) -> f64 {
        match *self {
            Law::Poisson { mean } => mean / k,
            Law::NegativeBinomial { mean, size } => (k - 1.0 + size) / k * (mean / (mean + size)),
            Law::Binomial { occasions, p } => (f64::from(occasions) - k + 1.0) / k * p / (1.0 - p),
            Law::BetaBinomial { occasions, wrong, right } => {
                let left = f64::from(occasions) - k;
                (left + 1.0) * (wrong + k - 1.0) / (k * (right + left))
            }
            Law::Empirical { .. } => 0.0,
        }
    }

    /// The probability of each count that chance can meet; none when there are too many of them.
    pub fn masses(&self) -> Option<Masses> {
        match self {
            Law::Empirical { years } => {
                let most = years.iter().max().copied().unwrap_or(0) as usize;
                let mut of = vec![0.0; most + 1];
                years.iter().for_each(|it| of[*it as usize] += 1.0 / years.len() as f64);
                Some(Masses { first: 0, of })
            }
            _ if self.mean() == 0.0 => Some(Masses { first: 0, of: vec![1.0] }),
            Law::Binomial { occasions, p: 1.0 } => Some(Masses { first: *occasions as usize, of: vec![1.0] }),
            // Beta laws may have two modes, so nothing is left out between them.
            Law::BetaBinomial { occasions, .. } => {
                Masses::around(self.mean() as usize, *occasions as usize, 0.0, |k| self.ratio(k))
            }
            Law::Binomial { occasions, .. } => {
                Masses::around(self.mean() as usize, *occasions as usize, NEGLIGIBLE, |k| self.ratio(k))
            }
            _ => Masses::around(self.mean() as usize, usize::MAX, NEGLIGIBLE, |k| self.ratio(k)),
        }
    }
}

/// Probabilities of neighbouring counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Masses {
    /// The count of the first probability.
    pub first: usize,
    /// The probabilities, which sum to 1.
    pub of: Vec<f64>,
}

impl Masses {
    /// Both ways from `start` by the ratio of neighbours, until what follows does not count; it is summed to 1 at the end, so that
    /// no probability need be known to begin with.
    fn around(start: usize, most: usize, negligible: f64, ratio: impl Fn(f64) -> f64) -> Option<Masses> {
        let (mut below, mut weight, mut largest) = (Vec::new(), 1.0_f64, 1.0_f64);
        for k in (1..=start).rev() {
            weight /= ratio(k as f64);
            largest = largest.max(weight);
            if weight < negligible * largest || below.len() > WIDEST {
                break;
            }
            below.push(weight);
        }
        let first = start - below.len();
        let mut of: Vec<f64> = below.into_iter().rev().collect();
        of.push(1.0);
        weight = 1.0;
        for k in start + 1..=most {
            let step = ratio(k as f64);
            weight *= step;
            if step < 1.0 && weight < negligible * largest {
                break;
            }
            largest = largest.max(weight);
            of.push(weight);
            if of.len() > WIDEST || largest > 1e280 {
                return None;
            }
        }
        let whole: f64 = of.iter().sum();
        of.iter_mut().for_each(|it| *it /= whole);
        Some(Masses { first, of })
    }
}

/// A checked law of the events in a year, ready to be drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    law: Law,
    masses: Masses,
    inverse: Inverse,
}

impl Counts {
    /// The law with its table; none when the table would be too wide.
    pub(crate) fn of(law: Law) -> Option<Counts> {
        let masses = law.masses()?;
        let inverse = Inverse::of(&masses.of);
        Some(Counts { law, masses, inverse })
    }

    /// No event ever.
    pub fn never() -> Counts {
        let masses = Masses { first: 0, of: vec![1.0] };
        Counts { law: Law::Poisson { mean: 0.0 }, inverse: Inverse::of(&masses.of), masses }
    }

    /// The same law with `times` as many events; none where the law cannot be multiplied so.
    pub fn scaled(&self, times: f64) -> Option<Counts> {
        if times == 1.0 { Some(self.clone()) } else { Counts::of(self.law.scaled(times)?) }
    }

    /// The law itself.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Mean of the events a year.
    pub fn mean(&self) -> f64 {
        self.law.mean()
    }

    /// Variance of the events a year.
    pub fn variance(&self) -> f64 {
        self.law.variance()
    }

    /// The probability of each count.
    pub fn masses(&self) -> &Masses {
        &self.masses
    }

    /// Probability of at most `k` events.
    pub fn cumulated(&self, k: usize) -> f64 {
        let till = (k + 1).saturating_sub(self.masses.first).min(self.masses.of.len());
        self.masses.of[..till].iter().sum::<f64>().min(1.0)
    }

    /// The count at `u` in [0, 1): the least that is not exceeded with a probability above `u`.
    #[inline]
    pub fn quantile(&self, u: f64) -> usize {
        self.masses.first + self.inverse.at(u)
    }
}
