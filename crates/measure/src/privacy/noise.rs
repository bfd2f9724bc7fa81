//! Noise on counts: the discrete Laplace law, drawn exactly from random bits with whole numbers alone.
//!
//! Floating-point noise leaks: which numbers it can reach tells the count behind it (Mironov 2012). Here every probability is
//! that of the law, since epsilon is a fraction and nothing is rounded. Source: Canonne, Kamath and Steinke, The discrete Gaussian
//! for differential privacy (2020), algorithms 1 and 2. Where the bits come from is left to the caller: whoever knows them, or
//! a seed of them, can take the noise off again.

use crate::estimate::Undefined;

/// An epsilon as a fraction of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epsilon {
    numerator: u64,
    denominator: u64,
}

/// The largest numerator and denominator, so that products stay whole numbers of 64 bits.
const LARGEST: u64 = 1_000_000_000;
/// The most that one person may change a count.
const MOST: u64 = 1_000_000;

impl Epsilon {
    /// The epsilon that a decimal such as `0.25` says exactly.
    pub fn parse(text: &str) -> Result<Epsilon, Undefined> {
        let strange = || Undefined::because(format!("`{text}` is no epsilon; give a decimal above 0 such as 0.5"));
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |it: &str| it.chars().all(|it| it.is_ascii_digit());
        if part.len() > 9 || !digits(whole) || !digits(part) || whole.is_empty() && part.is_empty() {
            return Err(strange());
        }
        let denominator = 10_u64.pow(part.len() as u32);
        let numerator: u64 = format!("{whole}{part}").parse().map_err(|_| strange())?;
        match numerator {
            1..=LARGEST => Ok(Epsilon { numerator, denominator }),
            _ => Err(strange()),
        }
    }

    /// As a number.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// A law of noise: the chance of k is in proportion to exp(-epsilon |k| / sensitivity).
#[derive(Debug, Clone, Copy)]
pub struct Noise {
    /// The scale is `t / s`.
    t: u64,
    s: u64,
}

impl Noise {
    /// Noise for counts that one person changes by at most `sensitivity`.
    pub fn new(epsilon: Epsilon, sensitivity: u64) -> Result<Noise, Undefined> {
        match sensitivity {
            1..=MOST => Ok(Noise { t: sensitivity * epsilon.denominator, s: epsilon.numerator }),
            _ => Err(Undefined::because("a person changes a count by a whole number from 1 to 1,000,000")),
        }
    }

    /// One draw.
    pub fn draw(self, bits: &mut impl FnMut() -> u64) -> i64 {
        loop {
            let below = uniform(self.t, bits);
            if !exponential(below, self.t, bits) {
                continue;
            }
            let mut rounds = 0_u64;
            while exponential(1, 1, bits) {
                rounds += 1;
            }
            let size = ((u128::from(below) + u128::from(self.t) * u128::from(rounds)) / u128::from(self.s)) as i64;
            match uniform(2, bits) {
                0 => return size,
                // Nothing has no second sign; it would be drawn too often.
                _ if size == 0 => {}
                _ => return -size,
            }
        }
    }
}

/// True with probability exp(-n/d), for n at most d.
fn exponential(n: u64, d: u64, bits: &mut impl FnMut() -> u64) -> bool {
    let mut k = 1_u64;
    while uniform(d.saturating_mul(k), bits) < n {
        k += 1;
    }
    k % 2 == 1
}

/// A whole number below `limit`, each as likely.
fn uniform(limit: u64, bits: &mut impl FnMut() -> u64) -> u64 {
    // The highest numbers that would make the first ones more likely are drawn again.
    let fair = u64::MAX - (u64::MAX % limit + 1) % limit;
    loop {
        let drawn = bits();
        if drawn <= fair {
            return drawn % limit;
        }
    }
}
