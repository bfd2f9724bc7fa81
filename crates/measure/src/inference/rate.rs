//! The exact interval of a number of events, and the exact test of two rates.
//!
//! Sources: Garwood, Biometrika 28 (1936); Przyborowski and Wilenski, Biometrika 31 (1940).

use super::Tested;
use super::distribution::{gamma_cdf, gamma_sf};
use super::share::binomial_test;

/// Halvings of a bracket; more than the digits of a number.
const HALVINGS: u32 = 200;

/// The ends between which the mean of a Poisson law lies when `k` events were seen; divide by the exposure for a rate. It covers with at
/// least `level`, whatever the true mean.
pub fn poisson_exact(k: u64, level: f64) -> (f64, f64) {
    let (tail, seen) = (0.5 * (1.0 - level), k as f64);
    let most = seen + 40.0 + 12.0 * seen.sqrt();
    let low = if k == 0 { 0.0 } else { rising(most, |mean| gamma_cdf(seen, mean) >= tail) };
    (low, rising(most, |mean| gamma_sf(seen + 1.0, mean) <= tail))
}

/// Exact two-sided test that `k` events in `exposure` and `other` events in `beside` come from one rate; nothing to test without events.
pub fn same_rate((k, exposure): (u64, f64), (other, beside): (u64, f64)) -> Option<Tested> {
    let all = exposure + beside;
    (k + other > 0 && exposure > 0.0 && beside > 0.0).then(|| binomial_test(k, k + other, exposure / all))
}

/// The least number below `most` for which `holds`, where it holds from some number on.
fn rising(most: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, most);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_those_of_published_tables_and_tails_are_halves() {
        // Garwood 1936, table for 95 %.
        for (k, low, high) in
            [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (50, 37.11, 65.92)]
        {
            let ends = poisson_exact(k, 0.95);
            assert!((ends.0 - low).abs() < 6e-3 && (ends.1 - high).abs() < 6e-3, "{k}: {ends:?}");
        }
        let (low, high) = poisson_exact(1_000_000, 0.95);
        assert!(low > 998_000.0 && high < 1_002_000.0, "{low} {high}");
    }

    #[test]
    fn rates_are_told_apart_only_where_chance_does_not_explain_them() {
        // 2 * P(X <= 2), X ~ Bin(12, 1/2): 158/4096, by hand.
        let tested = same_rate((2, 1.0), (10, 1.0)).unwrap();
        assert!((tested.p - 158.0 / 4096.0).abs() < 1e-12, "{}", tested.p);
        assert!(same_rate((0, 1.0), (0, 1.0)).is_none() && same_rate((1, 0.0), (1, 1.0)).is_none());
    }
}
