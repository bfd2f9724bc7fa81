//! Profiles: what they find in columns that need a look, and that every number has a definition.

use measure::drift::{Options, columns};
use measure::profile::{ColumnProfile, Limits, profile};
use measure::summary::ColumnSummary;
use measure::{Chance, Column, Values, metric};

use crate::drift::coded;
use crate::support::close;

const LIMITS: Limits = Limits { missing: 0.05, zeros: 0.5, skewness: 20.0, distinct_words: 50.0, commonest: 0.9 };

fn of(summary: &ColumnSummary) -> ColumnProfile {
    profile(summary, &LIMITS, 0.95, summary.differs_everywhere())
}

fn of_numbers(values: &[f64]) -> ColumnProfile {
    of(&ColumnSummary::of(&Column::new("x", Values::Number(values))))
}

fn of_words(words: &[&str]) -> ColumnProfile {
    let (codes, words) = coded(words);
    of(&ColumnSummary::of(&Column::new("w", Values::Coded { codes: &codes, words: &words })))
}

#[test]
fn columns_that_need_a_look_say_why() {
    assert_eq!(of_numbers(&[3.0; 50]).findings, ["holds one and the same value"]);
    assert_eq!(of_numbers(&[f64::NAN; 9]).findings, ["holds no value at all"]);
    assert_eq!(of_numbers(&[]).findings, ["holds no value at all"]);
    assert_eq!(
        of_numbers(&[1.0, 2.0, f64::NAN, f64::INFINITY]).findings,
        ["25.0 % of its values are missing", "holds 1 infinite values"]
    );
    let mut zeros = vec![0.0; 60];
    zeros.extend([1.0, 2.0, 3.0]);
    assert_eq!(of_numbers(&zeros).findings, ["95.2 % of its values are zero", "holds `0` in 95.2 % of its rows"]);
    let names: Vec<String> = (0..60).map(|it| format!("n{it}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(of_words(&names).findings, ["has another value in every row, as an identifier has"]);
    assert_eq!(of_words(&[names.clone(), names].concat()).findings, ["holds 60 distinct words"]);
    assert!(of_words(&["a", "b", "a", "b"]).findings.is_empty());
}

#[test]
fn entropy_is_in_bits() {
    let measured = of_words(&["a", "b", "c", "d"]).measures;
    close(measured.iter().find(|it| it.metric == "entropy").unwrap().value.value().unwrap(), 2.0, 1e-12, "entropy");
}

#[test]
fn a_frequent_number_among_many_is_seen_in_a_sketch() {
    let mut chance = Chance::new(1, 0);
    let values: Vec<f64> = (0..200_000).map(|row| if row % 4 == 0 { -1.0 } else { chance.normal() }).collect();
    let found = of_numbers(&values);
    assert_eq!(found.common[0].0, "-1");
    assert!(found.common[0].1.abs_diff(50_000) <= found.common_error, "{:?} ± {}", found.common, found.common_error);
}

#[test]
fn every_number_is_defined_in_the_one_list() {
    let (codes, words) = coded(&["a", "b", "b"]);
    let (text, numbers) = (Column::new("w", Values::Coded { codes: &codes, words: &words }), [1.0, 2.0, 4.0]);
    let number = Column::new("x", Values::Number(&numbers));
    let profiles = [of_numbers(&numbers), of_words(&["a", "b"])];
    let drifts = [columns(&number, &number, &Options::default()), columns(&text, &text, &Options::default())];
    let named = profiles
        .iter()
        .flat_map(|it| &it.measures)
        .chain(drifts.iter().flat_map(|it| it.measures.iter().chain([&it.effect, &it.missing])));
    for it in named {
        assert!(metric::find(it.metric).is_some(), "{}", it.metric);
    }
    let ids: Vec<&str> = metric::metrics().map(|it| it.id).collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "each id stands once");
}
