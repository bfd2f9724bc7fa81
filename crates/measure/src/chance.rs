//! Seeded random numbers with a fixed algorithm (PCG XSL-RR 128/64, O'Neill 2014).
//!
//! Work that is split over threads takes one stream a piece of work, not a thread: then the draws do not depend on how many
//! threads there are. Where the seed comes from is left to the caller, who writes it beside the result.

use rand_distr::{Binomial, Distribution, Exp1, StandardNormal};
use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// A source of random numbers.
#[derive(Debug, Clone)]
pub struct Chance(Pcg64);

impl Chance {
    /// Stream `stream` of `seed`; the same pair always gives the same draws.
    pub fn new(seed: u64, stream: u64) -> Chance {
        // The generator's state is spread over 128 bits, so that neighbouring seeds do not begin alike.
        let spread = u128::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).rotate_left(64);
        Chance(Pcg64::new(spread, u128::from(stream)))
    }

    /// The generator itself, for laws of other modules.
    pub(crate) fn source(&mut self) -> &mut Pcg64 {
        &mut self.0
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number in [0, 1), a multiple of 2^-53.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// A whole number below `limit`, which is above 0, without bias (Lemire 2019).
    #[inline]
    pub fn below(&mut self, limit: u64) -> u64 {
        let mut wide = u128::from(self.bits()) * u128::from(limit);
        if (wide as u64) < limit {
            let floor = limit.wrapping_neg() % limit;
            while (wide as u64) < floor {
                wide = u128::from(self.bits()) * u128::from(limit);
            }
        }
        (wide >> 64) as u64
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A number from the exponential law with mean 1.
    pub fn exponential(&mut self) -> f64 {
        Exp1.sample(&mut self.0)
    }

    /// Successes in `n` trials of probability `p`, which is cut to [0, 1].
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        match Binomial::new(n, p.clamp(0.0, 1.0)) {
            Ok(law) => law.sample(&mut self.0),
            Err(_) => 0,
        }
    }

    /// One multinomial draw of `n` over the weights `shares`, into `counts`; nothing is drawn when all weights are 0.
    pub fn multinomial(&mut self, n: u64, shares: &[f64], counts: &mut [u64]) {
        let mut left = n;
        let mut weight: f64 = shares.iter().sum();
        for (share, count) in shares.iter().zip(counts.iter_mut()) {
            *count = match *share {
                share if share <= 0.0 || left == 0 => 0,
                share if share >= weight => left,
                share => self.binomial(left, share / weight),
            };
            left -= *count;
            weight -= share;
        }
    }

    /// Puts `items` into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for place in (1..items.len()).rev() {
            items.swap(place, self.below(place as u64 + 1) as usize);
        }
    }
}
