//! How many distinct values a column holds, with the interval of the sketch that estimates it beyond what is counted one by one.

use super::{ColumnSummary, Distinct, Sort};
use crate::estimate::{Estimate, Interval, Method};
use crate::inference::distribution::two_sided;

/// The level at which a sketch may rule out that every row holds another value: hundreds of columns are asked at once.
const SURE: f64 = 0.9999;

impl Distinct {
    /// The number with the interval of its sketch, for `n` values, of which there are never fewer than distinct ones; without an interval
    /// where it was counted.
    ///
    /// The relative error of the sketch is one of the true number: of a true d the estimate has the standard error `error` * d, so those
    /// d are kept from which it lies no further off than the level allows.
    pub fn within(self, n: u64, level: f64) -> Estimate {
        let most = n as f64;
        let estimate = Estimate { value: self.count.min(most), n, fraction: None, interval: None };
        if self.error == 0.0 {
            return estimate;
        }
        let off = self.error * two_sided(level);
        // More than there can be is an estimate of all of them, and no surer than one of fewer.
        let low = estimate.value / (1.0 + off);
        let high = if off < 1.0 { (estimate.value / (1.0 - off)).min(most) } else { most };
        estimate.with(Interval { low, high, level, method: Method::Sketch })
    }
}

impl ColumnSummary {
    /// The number of distinct values among those that are counted: words and flags, or finite numbers.
    pub fn distinct_within(&self, level: f64) -> Estimate {
        self.distinct().within(self.counted_values(), level)
    }

    /// Whether every row with a value holds another one; none where the sketch cannot tell.
    pub fn differs_everywhere(&self) -> Option<bool> {
        let (n, found) = (self.counted_values(), self.distinct_within(SURE));
        let whole = n == self.values() - self.nan;
        match found.interval {
            _ if !whole => Some(false),
            None => Some(found.value == n as f64),
            Some(it) if it.high < n as f64 => Some(false),
            Some(_) => None,
        }
    }

    /// Whether its values may name somebody: words, whole numbers, days and moments may, numbers with a fraction are measured.
    pub fn may_name(&self) -> bool {
        self.sort.is_some_and(|it| it != Sort::Number)
    }

    fn counted_values(&self) -> u64 {
        if self.is_numeric() { self.moments.n } else { self.values() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_every_number_from_which_the_estimate_may_come() {
        let sketch = Distinct { count: 20_000.0, error: 1.04 / 64.0 };
        let found = sketch.within(1_000_000, 0.95);
        let ends = found.interval.unwrap();
        // 1.96 standard errors of the end itself lie between the end and the estimate.
        for (end, sign) in [(ends.low, 1.0), (ends.high, -1.0)] {
            assert!((end + sign * 1.959_963_984_540_054 * end * sketch.error - 20_000.0).abs() < 1e-6, "{ends:?}");
        }
        let capped = sketch.within(20_100, 0.95);
        assert_eq!((capped.value, capped.interval.unwrap().high), (20_000.0, 20_100.0));
        let above = sketch.within(19_900, 0.95);
        let ends = above.interval.unwrap();
        assert_eq!((above.value, ends.high), (19_900.0, 19_900.0));
        assert!(ends.low < 19_400.0, "an estimate of more than there are is not sure: {ends:?}");
        assert!(Distinct { count: 7.0, error: 0.0 }.within(9, 0.95).interval.is_none());
    }
}
