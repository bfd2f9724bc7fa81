//! Laws of counts and of costs against their definitions.

use measure::inference::distribution::normal_quantile;
use simulate::loss::{Frequency, Model, Severity, Terms};

use super::{close, number, read, rows};

#[test]
fn counts_have_the_moments_and_probabilities_of_their_definitions() {
    for row in rows("counts") {
        let law: Frequency = read(&row["law"]);
        let counts = law.checked("frequency").unwrap();
        close(counts.mean(), number(&row["mean"]), 1e-9, &format!("mean of {law:?}"));
        close(counts.variance(), number(&row["variance"]), 1e-8, &format!("variance of {law:?}"));
        for pair in row["masses"].as_array().unwrap() {
            let k = pair[0].as_u64().unwrap() as usize;
            let of =
                k.checked_sub(counts.masses().first).and_then(|it| counts.masses().of.get(it)).copied().unwrap_or(0.0);
            let expected = number(&pair[1]);
            assert!((of - expected).abs() <= 1e-9 * expected + 1e-22, "{law:?} at {k}: {of:e}, {expected:e}");
        }
    }
}

#[test]
fn counts_that_were_seen_come_again_as_often() {
    let law = Frequency::Empirical { years: vec![0, 3, 0, 1] };
    let counts = law.checked("frequency").unwrap();
    assert_eq!(counts.masses().of, [0.5, 0.25, 0.0, 0.25]);
    assert_eq!(
        (counts.quantile(0.0), counts.quantile(0.49), counts.quantile(0.5), counts.quantile(0.99)),
        (0, 0, 1, 3)
    );
    close(counts.variance(), 1.5, 1e-12, "variance by hand");
}

#[test]
fn costs_have_the_moments_of_their_densities() {
    for row in rows("sizes") {
        let law: Severity = read(&row["law"]);
        let size = law.checked("severity").unwrap();
        close(size.mean(), number(&row["mean"]), 1e-7, &format!("mean of {law:?}"));
        close(size.variance(), number(&row["variance"]), 1e-6, &format!("variance of {law:?}"));
        for pair in row["cumulated"].as_array().unwrap() {
            let (amount, below) = (number(&pair[0]), number(&pair[1]));
            assert!(
                (size.cumulated(amount) - below).abs() < 1e-8,
                "{law:?} at {amount}: {}, {below}",
                size.cumulated(amount)
            );
            if below > 1e-6 && amount < size.cap() && below < 0.999_999 {
                close(size.quantile(below), amount, 1e-6, &format!("quantile of {law:?}"));
            }
        }
    }
}

#[test]
fn deductibles_caps_and_layers_leave_what_the_densities_say() {
    for row in rows("sizes") {
        for case in row["kept"].as_array().unwrap() {
            let terms: Terms = read(&case["terms"]);
            let text = serde_json::json!({ "risk": [{
                "id": "R", "frequency": { "law": "bernoulli", "probability": 1.0 }, "severity": row["law"], "terms": case["terms"],
            }] });
            let portfolio = read::<Model>(&text).checked().unwrap();
            let closed = portfolio.closed(&portfolio.risks()[0]);
            let (mean, square) = (number(&case["mean"]), number(&case["square"]));
            let what = format!("{} under {terms:?}", row["law"]);
            close(closed.mean.value().unwrap(), mean, 1e-6, &what);
            close(closed.deviation.value().unwrap(), (square - mean * mean).max(0.0).sqrt(), 1e-5, &what);
        }
    }
}

#[test]
fn what_people_state_is_what_the_law_has() {
    let size = |text: &str| toml::from_str::<Severity>(text).unwrap().checked("severity").unwrap();
    let by_points = size("law = 'lognormal'\np5 = 1000.0\np95 = 50000.0");
    close(by_points.quantile(0.05), 1000.0, 1e-9, "p5");
    close(by_points.quantile(0.95), 50_000.0, 1e-9, "p95");
    let by_moments = size("law = 'lognormal'\nmean = 1000.0\ndeviation = 3000.0");
    close(by_moments.mean(), 1000.0, 1e-9, "mean");
    close(by_moments.variance().sqrt(), 3000.0, 1e-9, "deviation");
    let by_middle = size("law = 'lognormal'\nmedian = 200.0\np90 = 900.0");
    close(by_middle.quantile(0.5), 200.0, 1e-12, "median");
    close(by_middle.mean(), 200.0 * (0.5 * (4.5_f64.ln() / normal_quantile(0.9)).powi(2)).exp(), 1e-9, "mean by hand");
    // Malcolm and others 1959: (least + 4 likely + most) / 6.
    close(size("law = 'pert'\nleast = 2.0\nlikely = 5.0\nmost = 14.0").mean(), 6.0, 1e-12, "PERT");
    let seen = size("law = 'empirical'\namounts = [5.0, 1.0, 3.0]");
    assert_eq!((seen.quantile(0.2), seen.quantile(0.5), seen.quantile(1.0)), (1.0, 3.0, 5.0));
}

#[test]
fn tails_without_mean_or_variance_are_infinite_until_they_are_capped() {
    let size = |text: &str| toml::from_str::<Severity>(text).unwrap().checked("severity").unwrap();
    let heavy = size("law = 'pareto'\nleast = 1.0\nindex = 1.5");
    assert!(heavy.mean() == 3.0 && heavy.variance().is_infinite());
    let heavier = size("law = 'generalised_pareto'\nthreshold = 0.0\nscale = 1.0\nshape = 1.2");
    assert!(heavier.mean().is_infinite() && heavier.variance().is_infinite());
    let capped = size("law = 'generalised_pareto'\nthreshold = 0.0\nscale = 1.0\nshape = 1.2\ncap = 50.0");
    assert!(capped.mean() < 50.0 && capped.variance().is_finite());
}

#[test]
fn draws_follow_the_law_of_each_cost() {
    for row in rows("sizes") {
        let law: Severity = read(&row["law"]);
        let size = law.checked("severity").unwrap();
        let mut chance = measure::Chance::new(5, 9);
        let mut drawn: Vec<f64> = (0..20_000).map(|_| size.draw(&mut chance)).collect();
        drawn.sort_unstable_by(f64::total_cmp);
        // Kolmogorov's distance against its limit at 1 in 10,000; the atom at a cap is left out.
        let distance = drawn.iter().enumerate().filter(|it| *it.1 < size.cap());
        let n = drawn.len() as f64;
        let distance = distance.map(|(k, it)| (size.cumulated(*it) - (k as f64 + 0.5) / n).abs()).fold(0.0, f64::max);
        assert!(distance * n.sqrt() < 2.23, "{law:?}: {distance}");
    }
}
