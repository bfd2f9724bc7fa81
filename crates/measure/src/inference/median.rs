//! The median of any distribution, with the interval that order statistics give.

use super::distribution::binomial_cdf;
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// The median with the interval that order statistics give: it covers with at least `level` for any distribution.
pub fn median(mut values: Vec<f64>, level: f64) -> Result<Estimate, Undefined> {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len();
    if n == 0 {
        return Err(Undefined::because("there is no row"));
    }
    let value = if n % 2 == 1 { values[n / 2] } else { 0.5 * (values[n / 2 - 1] + values[n / 2]) };
    // The largest k such that fewer than k values below the median are unlikely enough on either side.
    let tail = 0.5 * (1.0 - level);
    let (mut low, mut high) = (0_u64, n as u64 / 2);
    while low < high {
        let middle = (low + high).div_ceil(2);
        match binomial_cdf(middle - 1, n as u64, 0.5).0 <= tail {
            true => low = middle,
            false => high = middle - 1,
        }
    }
    let estimate = Estimate::plain(value, n as u64)?;
    let ends = low.checked_sub(1).map(|it| (values[it as usize], values[n - 1 - it as usize]));
    let exact = |(low, high)| Interval { low, high, level, method: Method::OrderStatistics };
    Ok(estimate.with(ends.map_or(Interval::too_few(level), exact)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ranks of the published tables for 95 %: of 10 values the 2nd and 9th, of 20 the 6th and 15th (Conover 1999, table A3 and 3.2).
    #[test]
    fn ranks_are_those_of_the_tables() {
        for (n, low, high) in [(10, 2.0, 9.0), (20, 6.0, 15.0)] {
            let values: Vec<f64> = (1..=n).map(f64::from).collect();
            let found = median(values, 0.95).unwrap().interval.unwrap();
            assert_eq!((found.low, found.high), (low, high));
        }
        let five = median(vec![1.0; 5], 0.95).unwrap().interval.unwrap();
        assert_eq!(five.method, Method::TooFew, "of five values none is far enough out");
        assert!(median(Vec::new(), 0.95).is_err());
    }
}
