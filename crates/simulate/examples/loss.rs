//! How long risk quantification takes on this machine: a million years of fifty risks, with all figures.
//!
//! `cargo run --package simulate --release --example loss`
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::time::Instant;

use simulate::loss::comparison::{Cost, compare};
use simulate::loss::contribution::together;
use simulate::loss::sensitivity::{drivers, tornado};
use simulate::loss::{
    Cause, Draws, Frequency, Layer, Model, Question, Risk, Severity, Strike, Terms, Uncertain, quantify,
};

const YEARS: u32 = 1_000_000;
const RISKS: u32 = 50;

fn main() {
    let question =
        Question { quantiles: vec![0.5, 0.9, 0.95, 0.99], shortfalls: vec![0.95], appetites: vec![], amounts: vec![] };
    let draws = Draws { years: YEARS, seed: 1, level: 0.95 };
    println!("| {YEARS} years of {RISKS} risks | shortest of three | least time of all cores |\n|---|--:|--:|");
    for (what, model) in [
        ("every figure, Poisson and lognormal", model(0)),
        ("every law of costs, Poisson and negative binomial", model(1)),
        ("the same with insurance and four common causes", model(2)),
    ] {
        let portfolio = model.checked().unwrap();
        let events = portfolio.closed_total().events.value().unwrap();
        time(&format!("{what}, {events:.1} events a year"), || quantify(&portfolio, &question, draws).unwrap());
    }
    let (before, after) = (model(2).checked().unwrap(), treated().checked().unwrap());
    time("contributions to the tail of fifty risks and ten AI systems", || together(&before, draws, 0.95).unwrap());
    time("before and after a treatment of all of them", || {
        let cost = Cost { likely: 1e5, least: None, most: None };
        compare(&before, &after, cost, draws, 0.95).unwrap()
    });
    time("tornado of ten uncertain parameters, both ends", || tornado(&before, draws, 0.95).unwrap());
    time("drivers, 100,000 of them", || drivers(&before, draws).unwrap());
}

/// Runs `work` three times and prints the shortest, with the least time of all cores, which others do not move as much.
fn time<T>(what: &str, work: impl Fn() -> T) {
    let once = || {
        let (start, before) = (Instant::now(), cpu());
        work();
        (start.elapsed().as_secs_f64(), cpu() - before)
    };
    let all = [once(), once(), once()];
    let least = |of: fn(&(f64, f64)) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    println!("| {what} | {:.2} s | {:.2} s |", least(|it| it.0), least(|it| it.1));
}

/// Seconds that all threads of this program were on a core.
fn cpu() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let told = tasks.filter_map(|it| std::fs::read_to_string(it.path().join("schedstat")).ok());
    told.filter_map(|it| it.split(' ').next()?.parse::<f64>().ok()).sum::<f64>() / 1e9
}

/// The rich model with controls on every risk.
fn treated() -> Model {
    let mut model = model(2);
    model.risks.iter_mut().for_each(|it| it.treated.severity = 0.8);
    model
}

/// Fifty risks, plainer or richer.
fn model(rich: u32) -> Model {
    let causes = (0..4).map(|n| Cause { id: format!("cause {n}"), frequency: Some(poisson(0.3)), causes: Vec::new() });
    let risks = (0..RISKS).map(|n| Risk {
        id: format!("RSK-{n:04}"),
        system: Some(format!("SYS-{}", n % 10)),
        frequency: Some(frequency(if rich == 0 { 0 } else { n }, 0.1 + 0.02 * f64::from(n))),
        causes: if rich == 2 {
            vec![Strike { cause: format!("cause {}", n % 4), probability: 0.4 }]
        } else {
            Vec::new()
        },
        severity: severity(if rich == 0 { 0 } else { n }),
        terms: if rich == 2 { insured() } else { Terms::default() },
        treated: Default::default(),
        uncertain: Uncertain { frequency: None, severity: n.is_multiple_of(5).then_some([0.7, 1.4]) },
    });
    Model { risks: risks.collect(), causes: if rich == 2 { causes.collect() } else { Vec::new() } }
}

fn poisson(mean: f64) -> Frequency {
    Frequency::Poisson { mean }
}

fn frequency(n: u32, mean: f64) -> Frequency {
    if n.is_multiple_of(2) { poisson(mean) } else { Frequency::NegativeBinomial { mean, variance: 2.0 * mean } }
}

fn severity(n: u32) -> Severity {
    match n % 5 {
        0 => toml::from_str("law = 'lognormal'\nmedian = 20000.0\np90 = 150000.0").unwrap(),
        1 => Severity::Pert { least: 1e3, likely: 2e4, most: 3e5, weight: 4.0 },
        2 => Severity::Pareto { least: 1e4, index: 1.6, cap: Some(5e6) },
        3 => Severity::Triangular { least: 0.0, likely: 1e4, most: 1e5 },
        _ => Severity::GeneralisedPareto { threshold: 1e4, scale: 3e4, shape: 0.3, cap: Some(5e6) },
    }
}

fn insured() -> Terms {
    let layer = Layer { retention: 5e4, limit: Some(5e5), aggregate_limit: Some(1e6), share: 0.9 };
    Terms { cap: None, deductible: 1e3, layers: vec![layer] }
}
