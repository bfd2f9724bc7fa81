//! Golden values: JSON beside the script that made it.

use serde_json::Value;

/// The golden values of `name`.
pub fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The rows of a table of numbers; infinities are the strings that Python writes for them.
pub fn rows(value: &Value) -> Vec<Vec<f64>> {
    let rows = value.as_array().expect("a list of rows");
    assert!(!rows.is_empty());
    rows.iter().map(numbers).collect()
}

/// A list of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

/// A list of counts.
pub fn counts(value: &Value) -> Vec<u64> {
    value.as_array().expect("a list").iter().map(|it| it.as_u64().expect("a count")).collect()
}

/// A number.
pub fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        Some("-inf") => f64::NEG_INFINITY,
        _ => value.as_f64().unwrap_or_else(|| panic!("{value} is a number")),
    }
}

/// Asserts that two numbers agree within `tolerance`, relative to the larger one or to 1e-300.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let scale = found.abs().max(expected.abs()).max(1e-300);
    let same = found == expected || (found - expected).abs() <= tolerance * scale;
    assert!(same, "{what}: found {found:e}, expected {expected:e}, off by {:e}", (found - expected).abs() / scale);
}
