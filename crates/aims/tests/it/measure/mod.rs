//! `aims measure` as people run it, on files whose answers are known from elsewhere (`golden/keys.py`).

mod bad_input;
mod families;
mod forms;
mod honest;
mod kept;
mod meant;
mod plans;
mod reached;
mod some_rows;
mod told_apart;
mod told_enough;

use serde_json::Value;

use crate::support::{Program, Run, root};

/// A file beside the answer keys.
fn golden(name: &str) -> String {
    root().join("crates/aims/tests/it/measure/golden").join(name).display().to_string()
}

/// What is true of a file, by packages that share no code with the program.
fn key(file: &str) -> Value {
    let text = std::fs::read_to_string(golden("keys.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()[file].clone()
}

/// Runs `aims measure …`, the words that name a golden file as paths to it.
fn measure(typed: &str) -> Run {
    measure_in(&Program::empty(), typed)
}

fn measure_in(program: &Program, typed: &str) -> Run {
    let is_golden = |it: &str| !it.contains('/') && (it.ends_with(".csv") || it.ends_with(".parquet"));
    let word = |it: &str| if is_golden(it) { golden(it) } else { it.to_owned() };
    let words: Vec<String> = ["measure".to_owned()].into_iter().chain(typed.split_whitespace().map(word)).collect();
    program.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The report of a run, which must have ended with `code`.
#[track_caller]
fn report(typed: &str, code: i32) -> Value {
    let run = measure(&format!("{typed} --format json"));
    assert_eq!(run.code, code, "{typed}: {}{}", run.out, run.err);
    run.json()
}

/// The line of a metric.
#[track_caller]
fn line<'a>(report: &'a Value, metric: &str, of: &str) -> &'a Value {
    let lines = report["lines"].as_array().unwrap();
    let found = lines.iter().find(|it| it["metric"] == metric && it["of"].as_str().unwrap_or_default() == of);
    found.unwrap_or_else(|| panic!("no line `{metric}` of `{of}`"))
}

/// Whether the value of a line is the one of the key, to nine digits.
#[track_caller]
fn is(report: &Value, metric: &str, of: &str, key: &Value) {
    let (found, wanted) = (line(report, metric, of)["value"].as_f64().unwrap(), key.as_f64().unwrap());
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{metric} of {of}: {found}, the key says {wanted}");
}

/// The words of all notes.
fn notes(report: &Value) -> String {
    report["notes"].as_array().unwrap().iter().map(|it| format!("{} {}\n", it["of"], it["sentence"])).collect()
}
