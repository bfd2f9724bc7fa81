//! Drawn years against what is exact, over many seeds.

use simulate::loss::theory::panjer;
use simulate::loss::{Frequency, quantify};

use super::{close, covers, draws, number, portfolio, question, read, rows, seeds};

fn exponential(mean: f64, scale: f64) -> String {
    format!(
        "[[risk]]\nid = 'R'\nfrequency = {{ law = 'poisson', mean = {mean:?} }}\n\
         severity = {{ law = 'generalised_pareto', threshold = 0.0, scale = {scale:?}, shape = 0.0 }}\n"
    )
}

#[test]
fn a_year_on_a_lattice_is_that_of_convolutions() {
    for row in rows("lattice") {
        let law: Frequency = read(&row["law"]);
        let masses: Vec<f64> = read(&row["masses"]);
        let year: Vec<f64> = read(&row["year"]);
        let padded: Vec<f64> = masses.iter().copied().chain(std::iter::repeat(0.0)).take(year.len()).collect();
        let found = panjer(&law.checked("frequency").unwrap(), &padded).unwrap();
        for (k, (found, expected)) in found.iter().zip(&year).enumerate() {
            assert!((found - expected).abs() < 1e-12, "{law:?} at {k}: {found}, {expected}");
        }
    }
    let seen = Frequency::Empirical { years: vec![1, 2] }.checked("frequency").unwrap();
    assert!(panjer(&seen, &[0.5, 0.5]).unwrap_err().to_string().contains("Panjer"));
    let busy = Frequency::Poisson { mean: 5000.0 }.checked("frequency").unwrap();
    assert!(panjer(&busy, &[0.0, 1.0]).unwrap_err().to_string().contains("too rare"));
}

#[test]
fn bounds_of_a_year_hold_the_truth_and_close_in_on_it() {
    for row in rows("exponential_years") {
        let (mean, scale) = (number(&row["mean"]), number(&row["scale"]));
        let portfolio = portfolio(&exponential(mean, scale));
        for pair in row["above"].as_array().unwrap() {
            let (amount, truth) = (number(&pair[0]), number(&pair[1]));
            let width = |steps: usize| {
                let (low, high) = portfolio.risks()[0].exceeding(amount, steps).unwrap();
                assert!(low <= truth + 1e-12 && truth <= high + 1e-12, "{low} {truth} {high}");
                high - low
            };
            let (coarse, fine) = (width(50), width(1000));
            assert!(fine < 0.1 * coarse && fine < 0.02, "{coarse} {fine}");
        }
    }
}

#[test]
fn bounds_know_caps_deductibles_and_layers() {
    let text = "[[risk]]\nid = 'R'\nfrequency = { law = 'binomial', occasions = 8, probability = 0.2 }\n\
         severity = { law = 'triangular', least = 0.0, likely = 20.0, most = 100.0 }\n\
         terms = { cap = 80.0, deductible = 5.0, layers = [{ retention = 10.0, limit = 30.0, share = 0.7 }] }\n";
    let portfolio = portfolio(text);
    let question = simulate::loss::Question { amounts: vec![10.0, 40.0, 90.0], ..question() };
    let found = quantify(&portfolio, &question, draws(100_000, 3)).unwrap();
    for amount in [10.0, 40.0, 90.0] {
        let (low, high) = portfolio.risks()[0].exceeding(amount, 2000).unwrap();
        let point = found.curve.iter().find(|it| it.loss == amount).unwrap().exceeding;
        let interval = point.interval.unwrap();
        assert!(high - low < 0.01 && interval.low < high && low < interval.high, "{amount}: {low} {high} {interval:?}");
    }
}

#[test]
fn poisson_times_lognormal_is_within_two_percent_at_a_hundred_thousand_draws() {
    let text = "[[risk]]\nid = 'R'\nfrequency = { law = 'poisson', mean = 3.0 }\nseverity = { law = 'lognormal', median = 100.0, p90 = 300.0 }\n";
    let portfolio = portfolio(text);
    let sigma = 3_f64.ln() / 1.281_551_565_544_600_4;
    let (mean, square) = (3.0 * 100.0 * (0.5 * sigma * sigma).exp(), 3.0 * 1e4 * (2.0 * sigma * sigma).exp());
    for seed in 0..5 {
        let found = quantify(&portfolio, &question(), draws(100_000, seed)).unwrap();
        close(found.closed.mean.value().unwrap(), mean, 1e-9, "closed mean by hand");
        close(found.closed.deviation.value().unwrap(), square.sqrt(), 1e-9, "closed deviation by hand");
        close(found.total.expected.value().unwrap(), mean, 0.02, "drawn mean");
    }
}

#[test]
fn intervals_of_every_figure_cover_as_often_as_they_say() {
    let runs = 300;
    for row in rows("exponential_years") {
        let (mean, scale) = (number(&row["mean"]), number(&row["scale"]));
        let portfolio = portfolio(&exponential(mean, scale));
        let tail: Vec<[f64; 3]> = read(&row["tail"]);
        let above: Vec<[f64; 2]> = read(&row["above"]);
        let question = simulate::loss::Question { amounts: above.iter().map(|it| it[0]).collect(), ..question() };
        let mut covered = [0; 4];
        seeds(runs, |seed| {
            let found = quantify(&portfolio, &question, draws(2_000, seed)).unwrap();
            let holds =
                |it: &measure::Measured, truth: f64| usize::from(it.get().unwrap().interval.unwrap().contains(truth));
            covered[0] += holds(&found.total.expected, mean * scale);
            let at = |all: &[simulate::loss::figures::At], p: f64| {
                all.iter().find(|it| it.probability == p).unwrap().loss.clone()
            };
            covered[1] += holds(&at(&found.total.quantiles, 0.95), tail[1][1]);
            covered[2] += holds(&at(&found.total.shortfalls, 0.95), tail[1][2]);
            let point = found.curve.iter().find(|it| it.loss == above[1][0]).unwrap();
            covered[3] += usize::from(point.exceeding.interval.unwrap().contains(above[1][1]));
            true
        });
        for (covered, what) in covered.iter().zip(["mean", "quantile", "shortfall", "exceeding"]) {
            covers(*covered, runs as usize, &format!("{what} of {mean} events of {scale}"));
        }
    }
}

#[test]
fn every_law_is_drawn_as_its_closed_form_says() {
    let runs = 200;
    for (frequency, severity) in [
        (
            "law = 'negative_binomial', mean = 2.0, variance = 7.0",
            "law = 'pert', least = 1.0, likely = 4.0, most = 20.0",
        ),
        ("law = 'beta_binomial', occasions = 12, wrong = 1.0, right = 9.0", "law = 'uniform', least = 0.0, most = 9.0"),
        ("law = 'empirical', years = [0, 0, 1, 5]", "law = 'empirical', amounts = [1.0, 2.0, 40.0]"),
        ("law = 'bernoulli', probability = 0.3", "law = 'pareto', least = 5.0, index = 1.2, cap = 200.0"),
    ] {
        let terms = "{ deductible = 1.0, layers = [{ retention = 3.0, limit = 10.0, share = 0.5 }] }";
        let portfolio = portfolio(&format!(
            "[[risk]]\nid = 'R'\nfrequency = {{ {frequency} }}\nseverity = {{ {severity} }}\nterms = {terms}\n"
        ));
        let exact = portfolio.closed(&portfolio.risks()[0]).mean.value().unwrap();
        let events = portfolio.closed_total().events.value().unwrap();
        let mut of_events = 0;
        let covered = seeds(runs, |seed| {
            let found = quantify(&portfolio, &question(), draws(2_000, seed)).unwrap();
            let interval = |it: &measure::Measured| it.get().unwrap().interval.unwrap();
            of_events += usize::from(interval(&found.risks[0].events).contains(events));
            interval(&found.total.expected).contains(exact)
        });
        covers(covered, runs as usize, &format!("mean of {frequency}"));
        covers(of_events, runs as usize, &format!("events of {frequency}"));
    }
}

#[test]
fn a_tail_without_variance_has_no_interval_but_a_reason() {
    let text = "[[risk]]\nid = 'R'\nfrequency = { law = 'poisson', mean = 1.0 }\nseverity = { law = 'pareto', least = 5.0, index = 1.5 }\n";
    let found = quantify(&portfolio(text), &question(), draws(2_000, 1)).unwrap();
    assert!(found.total.expected.get().unwrap_err().to_string().contains("has no variance"));
    assert_eq!(found.closed.mean.value(), Some(15.0));
    assert!(found.closed.deviation.value().is_none());
    assert!(found.total.quantiles[3].loss.get().unwrap().interval.is_some(), "order statistics hold for any law");
    let capped = text.replace("index = 1.5", "index = 1.5, cap = 1000.0");
    assert!(quantify(&portfolio(&capped), &question(), draws(2_000, 1)).unwrap().total.expected.get().is_ok());
}
