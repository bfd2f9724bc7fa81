//! Risks in numbers: laws, years, tails, common causes, updating, treatments.

mod adding;
mod always;
mod asking;
mod drawing;
mod indicators;
mod laws;
mod moving;
mod refusing;
mod treating;
mod updating;

use serde::de::DeserializeOwned;
use serde_json::Value;
use simulate::loss::{Draws, Model, Portfolio, Question};

/// The golden values of a table, made by `scripts/loss.py`.
fn golden(table: &str) -> Value {
    let path = format!("{}/tests/golden/loss.json", env!("CARGO_MANIFEST_DIR"));
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all[table].clone()
}

fn rows(table: &str) -> Vec<Value> {
    let rows = golden(table).as_array().unwrap().clone();
    assert!(rows.len() > 1);
    rows
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is a number"))
}

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let near = (found - expected).abs() <= tolerance * found.abs().max(expected.abs()).max(1e-9);
    assert!(near, "{what}: found {found}, expected {expected}");
}

fn model(text: &str) -> Model {
    toml::from_str(text).unwrap_or_else(|why| panic!("{why}"))
}

fn portfolio(text: &str) -> Portfolio {
    model(text).checked().unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

fn draws(years: u32, seed: u64) -> Draws {
    Draws { years, seed, level: 0.95 }
}

fn question() -> Question {
    Question { quantiles: vec![0.5, 0.9, 0.95, 0.99], shortfalls: vec![0.9, 0.95], appetites: vec![], amounts: vec![] }
}

/// Asserts that intervals of 95 % cover in as many of `runs` as they should, up to what chance allows in one case of a thousand.
#[track_caller]
fn covers(covered: usize, runs: usize, what: &str) {
    let allowed = 3.1 * (0.95 * 0.05 / runs as f64).sqrt();
    let share = covered as f64 / runs as f64;
    assert!(share >= 0.95 - allowed, "{what}: {covered} of {runs}");
}

/// How many of `runs` seeds `holds` for.
fn seeds(runs: u64, mut holds: impl FnMut(u64) -> bool) -> usize {
    (0..runs).filter(|seed| holds(*seed)).count()
}
