//! Coverage of intervals whose outcomes cannot be listed, by simulation.

use measure::fairness::confusion::{Confusion, SELECTION_RATE, TRUE_POSITIVE_RATE};
use measure::fairness::gap::{difference_interval, ratio_interval};
use measure::fairness::parity::{average_odds, equalized_odds};
use measure::inference::counts;
use measure::inference::curve::area;
use measure::inference::distribution::normal_cdf;
use measure::inference::mean;
use measure::inference::paired::paired_difference;
use measure::inference::resample::{self, Draws};
use measure::inference::sequential;
use measure::performance::binary::measures;
use measure::performance::calibration::{Binning, calibration};
use measure::performance::numeric::numeric;
use measure::performance::scoring::brier;
use measure::{Chance, Interval};

/// Replicates of each line.
const REPLICATES: u64 = 4000;

/// The share of replicates whose interval holds `truth`, in percent.
pub fn share(seed: u64, truth: f64, interval: impl Fn(&mut Chance) -> Option<Interval>) -> (f64, u64) {
    let found = (0..REPLICATES).filter_map(|it| interval(&mut Chance::new(seed, it)));
    let (hits, all) = found.fold((0, 0), |sum, it| (sum.0 + u64::from(it.contains(truth)), sum.1 + 1));
    (100.0 * hits as f64 / all as f64, all)
}

/// A thousand resamples from a seed of their own, so that replicates do not share the noise of one seed.
pub fn draws(chance: &mut Chance) -> Draws {
    Draws { replicates: 1000, seed: chance.bits(), level: 0.95 }
}

/// A line of the table.
pub fn line(name: &str, setting: &str, found: (f64, u64)) {
    println!("| {name} | {setting} | {:.1} % | {} |", found.0, found.1);
}

fn curves() {
    for (rows, gap) in [(20, 0.5), (50, 1.0), (200, 1.0), (200, 2.5)] {
        let truth = normal_cdf(gap / std::f64::consts::SQRT_2);
        let found = share(1, truth, |chance| {
            let labels: Vec<bool> = (0..rows).map(|it| it % 2 == 0).collect();
            let scores: Vec<f64> = labels.iter().map(|it| chance.normal() + if *it { gap } else { 0.0 }).collect();
            area(&scores, &labels, 0.95).ok()?.interval
        });
        line("Area under the ROC curve (DeLong on the logit)", &format!("n {rows}, area {truth:.3}"), found);
    }
}

/// Counts of a group with given true and false positive rates, half of the labels positive on average.
fn group(chance: &mut Chance, n: u64, found: f64, wrong: f64) -> Confusion {
    let positives = chance.binomial(n, 0.5);
    let (hits, alarms) = (chance.binomial(positives, found), chance.binomial(n - positives, wrong));
    Confusion::from_cells(&[n - positives - alarms, alarms, positives - hits, hits])
}

fn gaps() {
    for (groups, n, spread) in [(2, 50, 0.0), (2, 200, 0.2), (5, 50, 0.0), (5, 200, 0.2), (15, 200, 0.0)] {
        let rate = |at: u64| 0.4 + if at == 0 { spread } else { 0.0 };
        let draw = |chance: &mut Chance| -> Vec<Confusion> {
            (0..groups).map(|at| group(chance, n, rate(at), rate(at))).collect()
        };
        let setting = format!("{groups} groups of {n}, true gap {spread}");
        let by = |of| share(2, spread, move |chance| difference_interval(&draw(chance), of, 0.95));
        line("Largest difference of selection rates", &setting, by(SELECTION_RATE.of));
        line("Largest difference of true positive rates", &setting, by(TRUE_POSITIVE_RATE.of));
        let truth = 0.4 / rate(0);
        let ratio = share(3, truth, |chance| ratio_interval(&draw(chance), SELECTION_RATE.of, 0.95));
        line("Least ratio of selection rates", &setting, ratio);
        let odds = share(4, spread, |chance| (equalized_odds::DIFFERENCE.interval)(&draw(chance), 0, 0.95.into()));
        line("Equalized odds difference", &setting, odds);
        let sized = share(5, spread, |chance| {
            let groups = draw(chance);
            let cells: Vec<u64> = groups.iter().flat_map(Confusion::cells).collect();
            let draws = draws(chance);
            let value =
                |groups: &[Confusion]| (average_odds::ABSOLUTE.point)(groups, 1).map_or(f64::NAN, |it| it.value);
            let drawn = counts::resample(&cells, draws, 1, |cells, values| {
                values[0] = value(&cells.chunks_exact(4).map(Confusion::from_cells).collect::<Vec<_>>());
            });
            resample::of_size(drawn.into_iter().next()?, value(&groups), draws.level).ok()
        });
        line("Average absolute odds difference (resampled)", &setting, sized);
    }
}

fn means() {
    for n in [10, 50, 200] {
        let skewed = |chance: &mut Chance| -> Vec<f64> { (0..n).map(|_| -(1.0 - chance.unit()).ln()).collect() };
        let found = share(6, 1.0, |chance| resample::mean(&skewed(chance), draws(chance)).ok()?.interval);
        line("Mean of an exponential (BCa, 1,000 resamples)", &format!("n {n}"), found);
        let found = share(6, 1.0, |chance| mean::mean(skewed(chance).into_iter(), 0.95).ok()?.interval);
        line("Mean of an exponential (Hall)", &format!("n {n}"), found);
        let numbers = |at: usize, truth: f64| {
            share(7, truth, move |chance| {
                let labels: Vec<f64> = (0..n).map(|_| chance.normal()).collect();
                let predictions: Vec<f64> = labels.iter().map(|it| it + chance.normal()).collect();
                numeric(&labels, &predictions, 0.95).swap_remove(at).1.ok()?.interval
            })
        };
        line(
            "Mean absolute error (Hall)",
            &format!("n {n}, normal errors"),
            numbers(1, (2.0 / std::f64::consts::PI).sqrt()),
        );
        line(
            "Median absolute error (order statistics)",
            &format!("n {n}, normal errors"),
            numbers(4, 0.674_489_750_196_081_7),
        );
        line("R squared (delta method on the logarithm)", &format!("n {n}, errors as wide as labels"), numbers(7, 0.0));
        let probabilities = share(8, 1.0 / 6.0, |chance| {
            let scores: Vec<f64> = (0..n).map(|_| chance.unit()).collect();
            let labels: Vec<bool> = scores.iter().map(|it| chance.unit() < *it).collect();
            brier(&scores, &labels, 0.95).ok()?.interval
        });
        line("Brier score (Hall)", &format!("n {n}, calibrated uniform probabilities"), probabilities);
    }
}

fn others() {
    for (n, only_a, only_b) in [(30, 0.1, 0.1), (100, 0.15, 0.05), (500, 0.02, 0.01)] {
        let found = share(9, only_a - only_b, |chance| {
            let mut cells = [0; 3];
            chance.multinomial(n, &[only_a, only_b, 1.0 - only_a - only_b], &mut cells);
            paired_difference(cells[0], cells[1], n, 0.95).ok()?.interval
        });
        line("Paired difference (Tango)", &format!("n {n}, truths {only_a} and {only_b}"), found);
    }
    let counts = |chance: &mut Chance, n: u64| group(chance, n, 0.8, 0.3);
    for n in [50, 300] {
        // With half of the labels positive: precision 0.8/1.1, recall 0.8, so F1 is 1.6/2.1.
        let found =
            share(11, 1.6 / 2.1, |chance| measures(&counts(chance, n), draws(chance)).swap_remove(0).1.ok()?.interval);
        line("F1 (1,000 resamples of counts)", &format!("n {n}"), found);
    }
    for n in [200, 2000] {
        for off in [0.0, 0.05] {
            let found = share(14, off, |chance| {
                let scores: Vec<f64> = (0..n).map(|_| (1.0 + 2.0 * chance.below(5) as f64) / 10.0).collect();
                let labels: Vec<bool> = scores.iter().map(|p| chance.unit() < p + off).collect();
                calibration(&scores, &labels, Binning::Uniform, 10, draws(chance)).ok()?.expected.interval
            });
            line("Expected calibration error (drawn bins)", &format!("n {n}, true error {off}"), found);
        }
    }
    let every_look = share(12, 0.2, |chance| {
        // One interval that stands for all looks: empty when any of them misses the truth.
        let mut k = 0;
        for n in 1..=500 {
            k += u64::from(chance.unit() < 0.2);
            let interval = sequential::share(k, n, 0.95).ok()?.interval?;
            if !interval.contains(0.2) {
                return Some(interval);
            }
        }
        Some(Interval { low: 0.0, high: 1.0, level: 0.95, method: measure::Method::AlwaysValid })
    });
    line("Share, at every one of 500 looks (always valid)", "truth 0.2", every_look);
}

pub fn print() {
    println!("\n## Other intervals (simulated)\n");
    println!(
        "Intervals of a largest difference and of a least ratio allow for every pair of groups, so they cover more than"
    );
    println!("95 % where many groups are alike.\n");
    println!("| interval | setting | coverage | replicates |\n|---|---|--:|--:|");
    curves();
    gaps();
    means();
    others();
}
