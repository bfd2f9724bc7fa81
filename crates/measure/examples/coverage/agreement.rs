//! Coverage of what tells how well raters agree, how well scores order rows, and how far probabilities must be stretched.

use measure::Chance;
use measure::inference::agreement::{Scale, Weights, cohen_kappa, krippendorff_alpha};
use measure::performance::ranking::average_precision;
use measure::performance::recalibration::slope_and_intercept;

use super::simulated::{draws, line, share};

/// Prints one line a measure and setting.
pub fn print() {
    kappas();
    alphas();
    precisions();
    slopes();
}

/// Shares of a square table of three classes in which both raters agree in `agree` and are elsewhere apart by chance.
fn table(agree: f64) -> [f64; 9] {
    let classes = [0.5, 0.3, 0.2];
    std::array::from_fn(|at| {
        let (i, j) = (at / 3, at % 3);
        let same = if i == j { agree * classes[i] } else { 0.0 };
        same + (1.0 - agree) * classes[i] * classes[j]
    })
}

fn kappas() {
    for (n, agree) in [(20, 0.0), (20, 0.6), (20, 0.95), (50, 0.6), (50, 0.95), (200, 0.8), (200, 0.98)] {
        let shares = table(agree);
        for (name, weights) in [("Cohen's kappa", Weights::Nominal), ("Cohen's kappa, quadratic", Weights::Quadratic)] {
            // In a table of this make every weighting gives the share of the agreement that is not by chance.
            let found = share(41, agree, |chance| {
                let mut cells = [0; 9];
                chance.multinomial(n, &shares, &mut cells);
                cohen_kappa(&cells, 3, weights, 0.95).ok()?.interval
            });
            line(name, &format!("{n} units, 3 classes, kappa {agree}"), found);
        }
    }
}

fn alphas() {
    for (units, raters, sure) in [(20, 2, 0.8), (50, 2, 0.97), (50, 3, 0.8), (200, 3, 0.9)] {
        // A rater who is sure names the truth, else any of three words: two of them agree beyond chance when both are sure.
        let truth: f64 = sure * sure;
        let found = share(42, truth, |chance| {
            let rate = |chance: &mut Chance, real: u32| match chance.unit() < sure {
                true => real,
                false => chance.below(3) as u32,
            };
            let unit = |chance: &mut Chance| {
                let real = chance.below(3) as u32;
                (0..raters).map(|_| rate(chance, real)).collect()
            };
            let rated: Vec<Vec<u32>> = (0..units).map(|_| unit(chance)).collect();
            krippendorff_alpha(&rated, &[0.0, 1.0, 2.0], Scale::Nominal, draws(chance)).ok()?.interval
        });
        line("Krippendorff's alpha", &format!("{units} units, {raters} raters, alpha {truth:.2}"), found);
    }
}

/// Rows of which a part of `positive` is positive and scores `gap` higher on average.
fn scored(chance: &mut Chance, rows: usize, positive: f64, gap: f64) -> (Vec<f64>, Vec<bool>) {
    let labels: Vec<bool> = (0..rows).map(|_| chance.unit() < positive).collect();
    (labels.iter().map(|it| chance.normal() + if *it { gap } else { 0.0 }).collect(), labels)
}

fn precisions() {
    for (rows, positive, gap) in [(100, 0.1, 1.0), (100, 0.5, 1.0), (1000, 0.1, 1.0), (1000, 0.1, 2.5)] {
        let (scores, labels) = scored(&mut Chance::new(43, u64::MAX), 2_000_000, positive, gap);
        let truth = average_precision(&scores, &labels, 0.95).map_or(f64::NAN, |it| it.value);
        let found = share(43, truth, |chance| {
            let (scores, labels) = scored(chance, rows, positive, gap);
            average_precision(&scores, &labels, 0.95).ok()?.interval
        });
        line("Average precision", &format!("n {rows}, {positive} positive, truth {truth:.3}"), found);
    }
}

fn slopes() {
    for (rows, slope) in [(100, 1.0), (100, 0.5), (1000, 1.0), (1000, 0.5)] {
        let found = share(44, slope, |chance| {
            let logits: Vec<f64> = (0..rows).map(|_| 1.5 * chance.normal()).collect();
            let labels: Vec<bool> = logits.iter().map(|it| chance.unit() < expit(slope * it)).collect();
            let scores: Vec<f64> = logits.iter().map(|it| expit(*it)).collect();
            slope_and_intercept(&scores, &labels, 0.95).ok()?.0.interval
        });
        line("Calibration slope", &format!("n {rows}, slope {slope}"), found);
    }
}

fn expit(it: f64) -> f64 {
    1.0 / (1.0 + (-it).exp())
}
