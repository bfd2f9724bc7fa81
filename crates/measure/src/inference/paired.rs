//! Two or more systems judged on the same rows: McNemar, Cochran's Q, the paired difference.
//!
//! Sources: McNemar, Psychometrika 12 (1947); Cochran, Biometrika 37 (1950); Tango, Statistics in Medicine 17 (1998).

use super::Tested;
use super::difference::boundary;
use super::distribution::{binomial_cdf, two_sided};
use crate::estimate::{Estimate, Interval, Method, Undefined};

/// Exact McNemar test: `only_a` rows are right in A alone, `only_b` in B alone; rows that agree say nothing.
pub fn mcnemar(only_a: u64, only_b: u64) -> Tested {
    let n = only_a + only_b;
    Tested::exact("mcnemar_exact", 2.0 * binomial_cdf(only_a.min(only_b), n, 0.5).0, n)
}

/// Cochran's Q: whether `systems`, each with one outcome a row, succeed equally often.
pub fn cochran_q(systems: &[&[bool]]) -> Result<Tested, Undefined> {
    let (k, rows) = (systems.len() as f64, systems.first().map_or(0, |it| it.len()));
    if systems.len() < 2 || rows == 0 || systems.iter().any(|it| it.len() != rows) {
        return Err(Undefined::because("two or more systems on the same rows are needed"));
    }
    let columns = systems.iter().map(|it| it.iter().filter(|hit| **hit).count() as f64);
    let (mut sum, mut squares) = (0.0, 0.0);
    columns.for_each(|it| (sum, squares) = (sum + it, squares + it * it));
    let of_row = |row: usize| systems.iter().filter(|it| it[row]).count() as f64;
    let spread: f64 = (0..rows).map(|row| of_row(row) * (k - of_row(row))).sum();
    if spread == 0.0 {
        return Err(Undefined::because("all systems agree on every row"));
    }
    let q = (k - 1.0) * (k * squares - sum * sum) / spread;
    Ok(Tested::chi_square("cochran_q", q, k - 1.0, rows as u64))
}

/// The share right in A less the share right in B on the same `n` rows, with Tango's score interval.
pub fn paired_difference(only_a: u64, only_b: u64, n: u64, level: f64) -> Result<Estimate, Undefined> {
    if n == 0 || only_a + only_b > n {
        return Err(Undefined::because("no row was judged by both systems"));
    }
    let (a, b, all) = (only_a as f64, only_b as f64, n as f64);
    let (seen, z) = ((a - b) / all, two_sided(level));
    let low = boundary(seen, -1.0, |delta| tango(a, b, all, delta) < z);
    let high = boundary(seen, 1.0, |delta| tango(a, b, all, delta) > -z);
    let interval = Interval { low, high, level, method: Method::Tango };
    Ok(Estimate { value: seen, n, fraction: None, interval: Some(interval) })
}

/// The score statistic of a true paired difference of `delta`.
fn tango(a: f64, b: f64, n: f64, delta: f64) -> f64 {
    let half = (2.0 * n - a + b) * delta - a - b;
    let root = (half * half + 8.0 * n * b * delta * (1.0 - delta)).max(0.0).sqrt();
    let only_b = (root - half) / (4.0 * n);
    let variance = n * (2.0 * only_b + delta * (1.0 - delta));
    let distance = a - b - n * delta;
    if distance == 0.0 { 0.0 } else { distance / variance.max(0.0).sqrt() }
}
