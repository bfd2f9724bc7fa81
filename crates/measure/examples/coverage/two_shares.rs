//! Coverage of differences and ratios, exact over all pairs of counts.

use measure::Interval;
use measure::inference::difference::{Side, miettinen_nurminen, newcombe};
use measure::inference::distribution::binomial_mass;
use measure::inference::ratio::koopman;

use super::mean_and_least;

/// Sizes of both sides.
const PAIRS: &[(u64, u64)] = &[(10, 10), (10, 50), (30, 30), (50, 50)];

/// Truths of each side.
fn truths() -> Vec<f64> {
    let ends = [0.01, 0.02, 0.98, 0.99];
    ends.into_iter().chain((1..20).map(|it| f64::from(it) / 20.0)).collect()
}

/// The mean and least coverage of `truth` over all pairs of truths.
fn coverage(m: u64, n: u64, interval: fn(Side, Side, f64) -> Interval, truth: fn(f64, f64) -> f64) -> (f64, f64) {
    let at = |cell: u64| interval(Side::new(cell / (n + 1), m), Side::new(cell % (n + 1), n), 0.95);
    let all: Vec<Interval> = (0..(m + 1) * (n + 1)).map(at).collect();
    let mut found = Vec::new();
    for p in truths() {
        let of_p: Vec<f64> = (0..=m).map(|k| binomial_mass(k, m, p)).collect();
        for q in truths() {
            let of_q: Vec<f64> = (0..=n).map(|k| binomial_mass(k, n, q)).collect();
            let hits = all.iter().enumerate().filter(|it| it.1.contains(truth(p, q)));
            let weight = |at: usize| of_p[at / (n as usize + 1)] * of_q[at % (n as usize + 1)];
            found.push(hits.map(|it| weight(it.0)).sum());
        }
    }
    mean_and_least(&found)
}

pub fn print() {
    println!("\n## Difference and ratio of two shares (exact, over 23 by 23 pairs of truths from 0.01 to 0.99)\n");
    println!("| n, m | Newcombe, mean | least | Miettinen-Nurminen, mean | least | Koopman (ratio), mean | least |");
    println!("|--:|--:|--:|--:|--:|--:|--:|");
    for &(m, n) in PAIRS {
        let of = [
            coverage(m, n, newcombe, |p, q| p - q),
            coverage(m, n, miettinen_nurminen, |p, q| p - q),
            coverage(m, n, koopman, |p, q| p / q),
        ];
        let cells: Vec<String> = of.iter().map(|it| format!("{:.2} % | {:.2} %", 100.0 * it.0, 100.0 * it.1)).collect();
        println!("| {m}, {n} | {} |", cells.join(" | "));
    }
}
