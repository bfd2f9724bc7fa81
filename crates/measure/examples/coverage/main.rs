//! How often intervals hold the truth and how often tests cry wolf, written as a page of documentation.
//!
//! Where outcomes can be listed, coverage is exact: a sum over all of them, weighed by their probability. Elsewhere it is
//! simulated from a fixed seed, and the number of replicates stands in the table.

mod agreement;
mod false_alarms;
mod representation;
mod simulated;
mod sizes;
mod streams;
mod two_shares;

use measure::Interval;
use measure::inference::distribution::binomial_mass;
use measure::inference::share::{clopper_pearson, wilson};

const HEAD: &str = "# How far the statistics can be trusted

Made by `scripts/statistics`; do not edit. Nominal level is 95 % for intervals and 5 % for tests.

An *exact* interval must cover at least 95 % for every truth; a *score* interval about 95 % on average over truths, and the
least of them is printed. A test must reject at most about 5 % of the time when nothing is wrong; an exact test never more.";

/// Rows of one side.
pub const SIZES: &[u64] = &[10, 20, 50, 200];

/// Truths from near 0 to near 1.
pub fn truths() -> impl Iterator<Item = f64> + Clone {
    (1..200).map(|it| f64::from(it) / 200.0)
}

/// The mean and the least of coverages.
pub fn mean_and_least(all: &[f64]) -> (f64, f64) {
    (all.iter().sum::<f64>() / all.len() as f64, all.iter().copied().fold(1.0, f64::min))
}

fn one_share() {
    println!("\n## One share (exact, over truths 0.005, 0.01, … 0.995)\n");
    println!(
        "| n | Wilson, mean | Wilson, least | Clopper-Pearson, mean | Clopper-Pearson, least |\n|--:|--:|--:|--:|--:|"
    );
    for &n in SIZES {
        let of = |interval: fn(u64, u64, f64) -> Interval| {
            let all: Vec<Interval> = (0..=n).map(|k| interval(k, n, 0.95)).collect();
            let hit = |k: u64, p: f64| if all[k as usize].contains(p) { binomial_mass(k, n, p) } else { 0.0 };
            mean_and_least(&truths().map(|p| (0..=n).map(|k| hit(k, p)).sum()).collect::<Vec<f64>>())
        };
        let (a, b) = (of(wilson), of(clopper_pearson));
        println!("| {n} | {:.2} % | {:.2} % | {:.2} % | {:.2} % |", 100.0 * a.0, 100.0 * a.1, 100.0 * b.0, 100.0 * b.1);
    }
}

fn main() {
    println!("{HEAD}");
    one_share();
    two_shares::print();
    simulated::print();
    sizes::print();
    agreement::print();
    false_alarms::print();
    streams::print();
    representation::print();
}
