//! Coverage of intervals of sizes that noise only adds to: a distance, a divergence, the largest of gaps, what a proxy tells.

use measure::drift::{self, Options};
use measure::fairness::cells::{Group, Grouping};
use measure::fairness::confusion::Confusion;
use measure::fairness::label_bias::{LabelBias, label_bias};
use measure::inference::resample::Draws;
use measure::performance::calibration::{Binning, Calibration, calibration};
use measure::represent::proxy::proxies;
use measure::{Chance, Coded, Column, Estimate, Interval, Values};

use super::simulated::{draws, line, share};

/// Prints one line a size and setting, for a truth of none and for one that is there.
pub fn print() {
    for (n, shift) in [(100, 0.0), (100, 0.3), (1000, 0.0), (1000, 0.3)] {
        let found = share(21, shift, |chance| wasserstein(chance, n, shift));
        line("Wasserstein distance (64 cells resampled)", &format!("two normal samples of {n}, {shift} apart"), found);
    }
    for (n, p, q) in [(50, 0.3, 0.3), (50, 0.3, 0.5), (400, 0.3, 0.5), (50, 0.02, 0.02)] {
        let setting = format!("two groups of {n}, labels {p} and {q}");
        let kl =
            share(22, divergence(p, q), |chance| interval(labels(chance, n, p, q).label_kl_divergence.get().ok()?));
        line("Divergence of labels (Kullback-Leibler)", &setting, kl);
        let middle = 0.5 * (p + q);
        let truth = 0.5 * divergence(p, middle) + 0.5 * divergence(q, middle);
        let js = share(23, truth, |chance| interval(labels(chance, n, p, q).label_js_divergence.get().ok()?));
        line("Divergence of labels (Jensen-Shannon)", &setting, js);
    }
    for (n, agree) in [(100, 0.5), (100, 0.9), (1000, 0.9)] {
        let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
        let truth = 1.0 - entropy(agree) / 2.0_f64.ln();
        let found = share(24, truth, |chance| proxy(chance, n, agree));
        line("Strength of a proxy", &format!("{n} rows, two words that agree in {agree}"), found);
    }
    for (n, off) in [(200, 0.0), (200, 0.05), (2000, 0.05)] {
        let setting = format!("n {n}, every bin {off} off");
        let most = share(25, off, |chance| interval(&calibrated(chance, n, off)?.maximum));
        line("Maximum calibration error (drawn bins)", &setting, most);
        let debiased = share(26, off, |chance| interval(&calibrated(chance, n, off)?.debiased));
        line("Calibration error without bias (drawn bins)", &setting, debiased);
    }
}

fn interval(it: &Estimate) -> Option<Interval> {
    it.interval
}

fn wasserstein(chance: &mut Chance, n: usize, shift: f64) -> Option<Interval> {
    let mut sample = |shift: f64| -> Vec<f64> { (0..n).map(|_| chance.normal() + shift).collect() };
    let (reference, current) = (sample(0.0), sample(shift));
    let options = Options { seed: chance.bits(), ..Options::default() };
    let [reference, current] = [&reference, &current].map(|it| Column::new("x", Values::Number(it)));
    let found = drift::columns(&reference, &current, &options);
    let named = found.measures.into_iter().find(|it| it.metric == "wasserstein")?;
    named.value.get().ok()?.interval
}

fn divergence(p: f64, q: f64) -> f64 {
    p * (p / q).ln() + (1.0 - p) * ((1.0 - p) / (1.0 - q)).ln()
}

/// Labels of a reference that has them in a share of `p`, and of a group that has them in a share of `q`.
fn labels(chance: &mut Chance, n: u64, p: f64, q: f64) -> LabelBias {
    let mut group = |name: &str, p: f64| {
        let k = chance.binomial(n, p);
        Group { name: name.to_owned(), words: vec![name.to_owned()], counts: Confusion::from_cells(&[n - k, 0, k, 0]) }
    };
    let groups = vec![group("a", p), group("b", q)];
    let grouping = Grouping { by: vec!["g".to_owned()], groups, labelled: true, unknown: 0 };
    label_bias(&grouping, 0, draws(chance)).swap_remove(0)
}

fn proxy(chance: &mut Chance, n: usize, agree: f64) -> Option<Interval> {
    let group: Vec<u32> = (0..n).map(|_| chance.below(2) as u32).collect();
    let other: Vec<u32> = group.iter().map(|it| if chance.unit() < agree { *it } else { 1 - it }).collect();
    let coded =
        |name, codes: Vec<u32>| Coded { name, codes: codes.into(), words: vec!["0".to_owned(), "1".to_owned()].into() };
    let draws = Draws { replicates: 199, ..draws(chance) };
    proxies(&coded("group", group), &[coded("other", other)], draws).swap_remove(0).strength.get().ok()?.interval
}

fn calibrated(chance: &mut Chance, n: usize, off: f64) -> Option<Calibration> {
    let scores: Vec<f64> = (0..n).map(|_| (1.0 + 2.0 * chance.below(5) as f64) / 10.0).collect();
    let labels: Vec<bool> = scores.iter().map(|p| chance.unit() < p + off).collect();
    calibration(&scores, &labels, Binning::Uniform, 10, draws(chance)).ok()
}
