//! Appetites, the curve, and figures where there is little to say.

use simulate::loss::{Appetite, Question, Stance, quantify};

use serde_json::Value;
use simulate::loss::comparison::{Cost, compare};
use simulate::loss::contribution::together;
use simulate::loss::definitions::{DEFINITIONS, definition};
use simulate::loss::sensitivity::{drivers, tornado};
use simulate::loss::updating::{Prior, rate};

use super::{draws, portfolio, question};

/// A year costs 100 or nothing, with this probability.
fn coin(probability: f64) -> String {
    format!(
        "[[risk]]\nid = 'R'\nfrequency = {{ law = 'bernoulli', probability = {probability:?} }}\nseverity = {{ law = 'point', amount = 100.0 }}\n"
    )
}

fn stance(chance: f64, appetite: f64, years: u32, seed: u64) -> Stance {
    let appetites = vec![Appetite { loss: 50.0, probability: appetite }];
    let asked = Question { appetites, ..question() };
    quantify(&portfolio(&coin(chance)), &asked, draws(years, seed)).unwrap().appetites[0].stance.clone()
}

#[test]
fn an_appetite_is_kept_passed_or_open() {
    assert_eq!(stance(0.02, 0.05, 5_000, 1), Stance::Within);
    assert_eq!(stance(0.09, 0.05, 5_000, 1), Stance::Beyond);
    assert!(matches!(stance(0.05, 0.05, 5_000, 1), Stance::CannotTell { .. }));
}

#[test]
fn as_many_years_as_are_asked_for_mostly_do_tell() {
    let (mut open, mut told) = (0, 0);
    for seed in 0..60 {
        let Stance::CannotTell { years: Some(years) } = stance(0.055, 0.05, 2_000, seed) else { continue };
        if years <= 200_000 {
            open += 1;
            // The truth is as far off as the sample said, or farther, in about half of the cases; with eight times as many in nearly all.
            told += u32::from(!matches!(
                stance(0.055, 0.05, (years as u32 * 8).max(30_000), seed),
                Stance::CannotTell { .. }
            ));
        }
    }
    assert!(open > 20 && f64::from(told) / f64::from(open) > 0.8, "{told} of {open}");
}

#[test]
fn an_amount_that_is_reached_is_not_exceeded() {
    let asked = Question { amounts: vec![100.0, 99.9], ..question() };
    let found = quantify(&portfolio(&coin(0.3)), &asked, draws(2_000, 1)).unwrap();
    let at = |loss: f64| found.curve.iter().find(|it| it.loss == loss).unwrap().exceeding;
    assert_eq!(at(100.0).fraction.unwrap().numerator, 0);
    assert_eq!(at(99.9).fraction, found.total.any.get().unwrap().fraction);
}

#[test]
fn the_curve_stands_at_round_amounts_and_never_rises() {
    let text = "[[risk]]\nid = 'R'\nfrequency = { law = 'poisson', mean = 1.0 }\nseverity = { law = 'lognormal', median = 1000.0, p90 = 9000.0 }\n";
    let found = quantify(&portfolio(text), &question(), draws(20_000, 1)).unwrap();
    assert!(found.curve.len() > 15);
    assert!(found.curve.windows(2).all(|it| it[0].loss < it[1].loss && it[0].exceeding.value >= it[1].exceeding.value));
    assert!(found.curve.iter().any(|it| it.loss == 10_000.0));
}

#[test]
fn what_never_happens_costs_nothing() {
    let found = quantify(&portfolio(&coin(0.0)), &question(), draws(1_000, 1)).unwrap();
    assert_eq!(found.total.expected.value(), Some(0.0));
    assert_eq!(found.total.quantiles[3].loss.value(), Some(0.0));
    let any = found.total.any.get().unwrap().interval.unwrap();
    assert!(
        any.low == 0.0 && any.high > 0.003 && any.high < 0.004,
        "a thousand years without do not prove that there is none: {any:?}"
    );
    assert_eq!(found.curve.len(), 1);
}

#[test]
fn a_tail_of_too_few_years_says_how_many_are_needed() {
    let asked = Question { shortfalls: vec![0.99, 0.999], ..question() };
    let found = quantify(&portfolio(&coin(0.5)), &asked, draws(5_000, 1)).unwrap();
    assert!(found.total.shortfalls[0].loss.get().is_ok());
    let why = found.total.shortfalls[1].loss.get().unwrap_err().to_string();
    assert!(why.contains("only 5 years lie beyond; draw at least 30000"), "{why}");
}

#[test]
fn the_ends_of_an_extreme_quantile_may_be_open() {
    let asked = Question { quantiles: vec![0.9995], ..question() };
    let found = quantify(&portfolio(&coin(0.5)), &asked, draws(1_000, 1)).unwrap();
    let at = found.total.quantiles[0].loss.get().unwrap().interval.unwrap();
    assert!(at.high.is_infinite() && serde_json::to_string(&at).unwrap().contains("null"));
}

/// Fields that hold a number, an estimate or the reason why there is none, with what stands for itself left out.
fn numbers(of: &Value, name: &str, found: &mut std::collections::BTreeSet<String>) {
    match of {
        Value::Object(fields)
            if fields.contains_key("n") || fields.contains_key("why") || fields.contains_key("deviation") =>
        {
            found.insert(name.to_owned());
        }
        Value::Object(fields) => fields.iter().for_each(|(name, it)| numbers(it, name, found)),
        Value::Array(all) => all.iter().for_each(|it| numbers(it, name, found)),
        Value::Number(_) => drop(found.insert(name.to_owned())),
        _ => {}
    }
}

#[test]
fn every_number_that_is_told_has_a_definition() {
    let text = format!("{}uncertain = {{ severity = [0.5, 2.0] }}\nsystem = 'S'\n", coin(0.3));
    let portfolio = portfolio(&text);
    let asked = Question { appetites: vec![Appetite { loss: 50.0, probability: 0.1 }], ..question() };
    let draws = draws(20_000, 1);
    let prior = Prior::Equivalent { events: 1.0, exposure: 1.0 };
    let cost = Cost { likely: 1.0, least: None, most: None };
    let told = serde_json::json!([
        quantify(&portfolio, &asked, draws).unwrap(),
        together(&portfolio, draws, 0.9).unwrap(),
        tornado(&portfolio, draws, 0.9).unwrap(),
        drivers(&portfolio, draws).unwrap(),
        compare(&portfolio, &portfolio, cost, draws, 0.9).unwrap(),
        rate(&prior, 1, 1.0, 1.0, 0.9).unwrap(),
    ]);
    let mut found = std::collections::BTreeSet::new();
    numbers(&told, "", &mut found);
    // What was asked, and ends and parts of numbers that are defined.
    let given = ["years", "seed", "level", "probability", "loss", "factor", "mean", "low", "high", "exposure", "value"];
    let undefined: Vec<_> =
        found.iter().filter(|it| !given.contains(&it.as_str()) && definition(it).is_none()).collect();
    assert!(undefined.is_empty() && found.len() > 15, "{undefined:?}");
    assert!(DEFINITIONS.windows(2).all(|it| it[0].name < it[1].name), "in the order of names, each once");
}
