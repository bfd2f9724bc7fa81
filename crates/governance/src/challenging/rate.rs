//! A share of attacks with what it rests on and its exact interval. Pure.

use measure::inference::share::clopper_pearson;
use serde::Serialize;

/// So many of so many, with the interval in which the share lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// How many have it.
    pub k: u64,
    /// Of how many.
    pub n: u64,
    /// The share; nothing where none was asked.
    pub share: Option<f64>,
    /// The lower end of its interval; 0 where none was asked.
    pub low: f64,
    /// The upper end of its interval; 1 where none was asked.
    pub high: f64,
    /// The confidence of the interval.
    pub level: f64,
}

impl Rate {
    /// `k` of `n`, with the interval of Clopper and Pearson; more than all count as all.
    pub fn of(k: u64, n: u64, level: f64) -> Rate {
        let k = k.min(n);
        if n == 0 {
            return Rate { k, n, share: None, low: 0.0, high: 1.0, level };
        }
        let between = clopper_pearson(k, n, level);
        Rate { k, n, share: Some(k as f64 / n as f64), low: between.low, high: between.high, level }
    }

    /// In words, such as `13 of 20, 65.0 % (95 %: 40.8 % to 84.6 %)`.
    pub fn says(&self) -> String {
        let Some(share) = self.share else { return "0 of 0".to_owned() };
        let of = |it: f64| format!("{:.1} %", 100.0 * it);
        let sure = format!("{:.0} %", 100.0 * self.level);
        format!("{} of {}, {} ({sure}: {} to {})", self.k, self.n, of(share), of(self.low), of(self.high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_what_it_rests_on() {
        let it = Rate::of(13, 20, 0.95);
        // Clopper and Pearson for 13 of 20, found by bisection of the exact binomial sums.
        assert!((it.low - 0.407_811).abs() < 1e-5 && (it.high - 0.846_091).abs() < 1e-5, "{it:?}");
        assert_eq!(it.says(), "13 of 20, 65.0 % (95 %: 40.8 % to 84.6 %)");
        assert_eq!((Rate::of(0, 0, 0.95).share, Rate::of(0, 0, 0.95).high), (None, 1.0));
        assert_eq!(Rate::of(0, 20, 0.95).low, 0.0);
    }
}
