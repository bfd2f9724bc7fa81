//! Quality against great_expectations (`golden/quality.py`), closed forms, and faulty data beside clean data.

use std::collections::BTreeSet;

use measure::quality::{
    CHECKS, Outcome, RuleFile, RulesFile, Table, Tally, check, groups, labels, leakage, rules, suspects,
};
use measure::quality::{characteristics, duplicates, suggest};
use measure::summary::{ColumnSummary, Summary};
use measure::{Batch, Bits, Chance, Column, Values, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::drift::coded;
use crate::support::{close, golden, number};

/// A column of a table in JSON, null where there is no value.
struct Held {
    name: String,
    numbers: Vec<f64>,
    codes: Vec<u32>,
    words: Vec<String>,
    valid: Vec<u8>,
}

fn held(name: &str, cells: &[Value]) -> Held {
    let words: Vec<&str> = cells.iter().map(|it| it.as_str().unwrap_or("")).collect();
    let is_text = cells.iter().any(Value::is_string);
    let (codes, words) = if is_text { coded(&words) } else { (Vec::new(), Vec::new()) };
    let mut valid = vec![0; cells.len().div_ceil(8)];
    cells.iter().enumerate().filter(|it| !it.1.is_null()).for_each(|(at, _)| valid[at >> 3] |= 1 << (at & 7));
    let numbers = cells.iter().map(|it| it.as_f64().unwrap_or(0.0)).collect();
    Held { name: name.to_owned(), numbers, codes, words, valid }
}

impl Held {
    fn lend(&self) -> Column<'_> {
        let values = match self.words.is_empty() {
            true => Values::Number(&self.numbers),
            false => Values::Coded { codes: &self.codes, words: &self.words },
        };
        Column::new(&self.name, values).with_valid(Bits::new(&self.valid, 0, self.numbers.len()).unwrap())
    }
}

fn table(value: &Value, names: &[&str]) -> Vec<Held> {
    names.iter().map(|it| held(it, value[it].as_array().unwrap())).collect()
}

fn rule(value: Value) -> RuleFile {
    serde_json::from_value(value).unwrap()
}

fn one(file: Value, batch: &Batch<'_>) -> Outcome {
    check(&rules(vec![rule(file)]).unwrap(), batch, None).remove(0)
}

const NAMES: [&str; 8] = ["id", "age", "income", "grade", "email", "low", "high", "total"];

#[test]
fn rules_count_what_great_expectations_counts() {
    let golden = golden("quality");
    let held = table(&golden["table"], &NAMES);
    let batch = Batch::new(held.iter().map(Held::lend).collect()).unwrap();
    let cases = golden["rules"].as_array().unwrap();
    assert!(cases.len() >= 36);
    for case in cases {
        let outcome = one(case["rule"].clone(), &batch);
        let what = format!("{}: {outcome:?}", case["rule"]);
        assert_eq!(outcome.verdict == Verdict::Pass, case["success"].as_bool().unwrap(), "{what}");
        if case["asked"].is_u64() {
            assert_eq!(
                (outcome.asked, outcome.broken),
                (case["asked"].as_u64().unwrap(), case["broken"].as_u64().unwrap()),
                "{what}"
            );
        } else if !case["value"].is_null() {
            // the other tool divides distinct values by all rows
            let value = number(&case["value"]);
            assert!((outcome.value.value().unwrap() - value).abs() <= 1e-10 * value.abs(), "{what}");
        }
    }
}

#[test]
fn every_check_can_be_asked_and_names_what_it_lacks() {
    let (x, y) = ([1.0, 2.0], [1.0, 3.0]);
    let batch = Batch::new(vec![Column::new("x", Values::Number(&x)), Column::new("y", Values::Number(&y))]).unwrap();
    assert!(CHECKS.len() >= 40);
    for (name, needed, allowed, complies) in CHECKS {
        let mut file = serde_json::Map::from_iter([("check".to_owned(), json!(name))]);
        let keys = needed.iter().chain(allowed.iter().filter(|it| **it == "low"));
        for key in keys {
            let value = match *key {
                "column" => json!("x"),
                "other" => json!("y"),
                "columns" => json!(["x", "y"]),
                "values" => json!(["1"]),
                "pairs" => json!([["1", "1"]]),
                "pattern" => json!("a"),
                "format" => json!("%Y"),
                "sort" => json!("number"),
                _ => json!(0.5),
            };
            file.insert((*key).to_owned(), value);
        }
        assert!(!complies.is_empty());
        check(&rules(vec![rule(Value::Object(file.clone()))]).unwrap(), &batch, Some(0));
        for key in *needed {
            let mut short = file.clone();
            short.remove(*key);
            let error = rules(vec![rule(Value::Object(short))]).unwrap_err();
            assert!(error.to_string().contains(&format!("`{key}`")), "{name}: {error}");
        }
    }
}

#[test]
fn rules_are_written_in_toml_and_come_back_the_same() {
    let text = "[[rule]]\ncheck = \"range\"\ncolumn = \"age\"\nlow = 18\nhigh = 120\nmostly = 0.99\n\n[[rule]]\ncheck = \"rows\"\nlow = 1\n";
    let read: RulesFile = toml::from_str(text).unwrap();
    assert_eq!(rules(read.rule.clone()).unwrap()[0].name(), "range of age");
    assert_eq!(toml::from_str::<RulesFile>(&toml::to_string(&read).unwrap()).unwrap(), read);
}

#[test]
fn mistakes_in_rules_are_refused_by_a_sentence() {
    let sentence =
        |file: Value| rules(vec![rule(json!({"check": "rows", "low": 1})), rule(file)]).unwrap_err().to_string();
    assert!(
        sentence(json!({"check": "rang", "column": "x"}))
            .starts_with("rule 2: there is no check `rang`; the checks are `not_null`")
    );
    assert_eq!(
        sentence(json!({"check": "range", "column": "x"})),
        "rule 2: `range` needs `low` or `high`; add one of them"
    );
    assert_eq!(
        sentence(json!({"check": "not_null", "column": "x", "low": 3})),
        "rule 2: `not_null` takes no `low`; leave it out"
    );
    assert_eq!(
        sentence(json!({"check": "matches", "column": "x", "pattern": "("})),
        "rule 2: `pattern` is not a regular expression; mend it"
    );
    assert_eq!(
        sentence(json!({"check": "not_null", "column": "x", "mostly": 90})),
        "rule 2: `mostly` is a share; give a number from 0 to 1"
    );
    assert!(serde_json::from_value::<RuleFile>(json!({"check": "range", "lowest": 3})).is_err());
}

#[test]
fn rules_that_do_not_fit_cannot_be_assessed() {
    let x = [1.0, 2.0];
    let batch = Batch::new(vec![Column::new("x", Values::Number(&x))]).unwrap();
    for file in [
        json!({"check": "not_null", "column": "y"}),
        json!({"check": "matches", "column": "x", "pattern": "a"}),
        json!({"check": "freshness", "column": "x", "high": 3}),
    ] {
        assert!(matches!(one(file, &batch).verdict, Verdict::NotAssessable { .. }));
    }
    let empty = Batch::new(vec![Column::new("x", Values::Number(&[]))]).unwrap();
    assert!(matches!(
        one(json!({"check": "range", "column": "x", "low": 0}), &empty).verdict,
        Verdict::NotAssessable { .. }
    ));
}

#[test]
fn freshness_is_asked_for_a_moment_that_the_caller_names() {
    let days = [20_480, 20_484];
    let batch = Batch::new(vec![Column::new("d", Values::Date(&days))]).unwrap();
    let fresh = rules(vec![
        rule(json!({"check": "freshness", "column": "d", "high": 3})),
        rule(json!({"check": "range", "column": "d", "low": "2026-01-28"})),
    ])
    .unwrap();
    let at = |day: i64| check(&fresh, &batch, Some(day * 86_400_000_000)).remove(0).verdict;
    assert_eq!((at(20_487), at(20_488)), (Verdict::Pass, Verdict::Fail));
    assert_eq!(check(&fresh, &batch, None)[1].broken, 1, "a day is a bound");
}

#[test]
fn repeated_and_nearly_repeated_rows_are_found() {
    let words = [
        "John Smith, 12 High Street",
        "Jon Smith, 12 High Street",
        "Maria Gonzalez, 4 Low Road",
        "John Smith, 12 High Street",
        "Wei Chen, 9 Park Lane",
    ];
    let (codes, dictionary) = coded(&words);
    let batch = Batch::new(vec![Column::new("w", Values::Coded { codes: &codes, words: &dictionary })]).unwrap();
    let mut counted = duplicates::Duplicates::default();
    counted.add(&batch);
    close(counted.share().value().unwrap(), 0.2, 1e-12, "duplicates");
    let near = duplicates::near(&batch, 0.7);
    assert_eq!(near.iter().map(|it| (it.row, it.like)).collect::<Vec<_>>(), [(1, 0), (3, 1)]);
    let expected = 21.0 / 26.0; // 24 and 23 neighbours of three; three of the first hold the `h`, two of the second its gap
    close(near[0].similarity, expected, 1e-12, "similarity");
}

#[test]
fn conflicting_labels_and_leaked_rows_are_counted() {
    let (x, y) = ([1.0, 1.0, 2.0, 3.0, 3.0], [0.0, 1.0, 1.0, 0.0, 0.0]);
    let batch = Batch::new(vec![Column::new("x", Values::Number(&x)), Column::new("y", Values::Number(&y))]).unwrap();
    let (share, rows) = labels::conflicts(&batch, "y").unwrap();
    assert_eq!((share.value(), rows), (Some(0.4), vec![0, 1]));
    let whole = [3, 9, 1];
    let test = Batch::new(vec![Column::new("x", Values::Integer(&whole))]).unwrap();
    let mut known = leakage::Known::default();
    known.add(&batch, &["x"]).unwrap();
    let (share, rows) = known.share(&test, &["x"]).unwrap();
    close(share.value().unwrap(), 2.0 / 3.0, 1e-12, "leakage");
    assert_eq!(rows, [0, 2]);
}

#[test]
fn suspects_are_found_in_faulty_columns_and_not_in_clean_ones() {
    let mut chance = Chance::new(4, 0);
    let clean: Vec<f64> = (0..2000).map(|_| 170.0 + 10.0 * chance.normal()).collect();
    let faulty: Vec<f64> =
        clean.iter().enumerate().map(|(row, it)| if row % 20 == 0 { it / 100.0 } else { *it }).collect();
    let of = |values: &[f64]| suspects::suspects(&ColumnSummary::of(&Column::new("cm", Values::Number(values))));
    assert!(of(&clean).is_empty());
    let found = of(&faulty);
    assert_eq!((found[0].finding, found[0].rows), ("unit_jump", 100));
    assert!(found[0].sentence.contains("metres for centimetres"), "{}", found[0].sentence);
    let skewed: Vec<f64> = (0..2000).map(|_| (2.0 * chance.normal()).exp()).collect();
    assert!(of(&skewed).is_empty(), "a long tail is no other unit");
    let words = |all: &[&str]| {
        let (codes, words) = coded(all);
        suspects::suspects(&ColumnSummary::of(&Column::new("w", Values::Coded { codes: &codes, words: &words })))
    };
    assert!(words(&["red", "blue", "red"]).is_empty());
    let found = words(&["red", "Red", "7", "blue"]);
    assert_eq!(found.iter().map(|it| it.finding).collect::<Vec<_>>(), ["mixed_types", "spellings"]);
}

#[test]
fn characteristics_follow_their_definitions() {
    let x = [1.0, f64::NAN, 3.0, 3.0];
    let (codes, words) = coded(&["a", "a", "a", "b"]);
    let columns =
        [Column::new("x", Values::Number(&x)), Column::new("l", Values::Coded { codes: &codes, words: &words })];
    let summaries: Vec<ColumnSummary> = columns.iter().map(ColumnSummary::of).collect();
    let batch = Batch::new(columns.to_vec()).unwrap();
    let expected = [
        (characteristics::value_completeness(&summaries), 7.0 / 8.0),
        (characteristics::feature_completeness(&summaries), 0.5),
        (characteristics::record_completeness(characteristics::complete_rows(&batch)), 0.75),
        (characteristics::effective_features(&summaries), 1.0),
        (characteristics::label_completeness(&summaries[1]), 1.0),
        (characteristics::label_richness(&summaries[1], 0.95), 2.0),
        // entropy of 3/4 and 1/4 in bits
        (characteristics::label_balance(&summaries[1]), 2.0 - 0.75 * 3.0_f64.log2()),
        (characteristics::currentness(characteristics::current_rows(&columns[0], 3.0)), 2.0 / 3.0),
    ];
    for (found, known) in expected {
        close(found.value().unwrap(), known, 1e-12, "characteristic");
    }
}

#[test]
fn a_tenth_in_pounds_is_a_unit_jump_and_scales_tails_and_two_groups_are_none() {
    let of = |values: &[f64]| suspects::suspects(&ColumnSummary::of(&Column::new("x", Values::Number(values))));
    let mut chance = Chance::new(5, 0);
    let mut drawn =
        |n: usize, value: &dyn Fn(f64) -> f64| -> Vec<f64> { (0..n).map(|_| value(chance.normal())).collect() };
    let kilograms = drawn(3000, &|it| 75.0 + 10.0 * it);
    for share in [100, 300] {
        let mixed: Vec<f64> =
            kilograms.iter().enumerate().map(|(row, it)| if row < share { it * 2.2046 } else { *it }).collect();
        let found = of(&mixed);
        assert!(found.len() == 1 && found[0].sentence.contains("pounds for kilograms"), "{share}: {found:?}");
        assert!(found[0].rows.abs_diff(share as u64) <= share as u64 / 5, "{share}: {found:?}");
    }
    let two = [drawn(1500, &|it| 10.0 + it), drawn(1500, &|it| 16.0 + it)].concat();
    let ratings: Vec<f64> = (0..3000).map(|row| [1.0, 2.0, 3.0, 5.0][row % 4]).collect();
    let powers: Vec<f64> = (0..3000).map(|row| [10.0, 100.0, 1000.0][row % 3]).collect();
    let tail = drawn(3000, &|it| (1.5 * it).exp());
    let long = drawn(3000, &|it| 1.0 / (1.0 + it.abs()).powi(3) + 1e-6);
    for (name, values) in [("two", &two), ("ratings", &ratings), ("powers", &powers), ("tail", &tail), ("long", &long)]
    {
        assert_eq!(of(values), Vec::new(), "{name}");
    }
}

#[test]
fn suggested_rules_hold_for_the_data_they_came_from_and_not_for_faulty_data() {
    let golden = golden("quality");
    let held = table(&golden["table"], &NAMES);
    let batch = Batch::new(held.iter().map(Held::lend).collect()).unwrap();
    let columns = batch.columns().iter().map(ColumnSummary::of).collect();
    let suggested = rules(suggest::suggest(&[Summary::new(Vec::new(), columns)], &BTreeSet::new())).unwrap();
    assert!(suggested.len() > 20);
    let broken: Vec<Outcome> =
        check(&suggested, &batch, None).into_iter().filter(|it| it.verdict != Verdict::Pass).collect();
    assert!(broken.is_empty(), "{broken:?}");
    let faulty: Vec<f64> = held[1].numbers.iter().map(|it| it * 100.0).collect();
    let mut worse = batch.columns().to_vec();
    worse[1] = Column::new("age", Values::Number(&faulty));
    let outcomes = check(&suggested, &Batch::new(worse).unwrap(), None);
    let failed: Vec<&str> =
        outcomes.iter().filter(|it| it.verdict == Verdict::Fail).map(|it| it.rule.as_str()).collect();
    assert_eq!(failed, ["range of age"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn rules_count_the_same_wherever_the_rows_are_cut(values in prop::collection::vec(-9i32..9, 2..80), cut in 1usize..79) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let cut = cut.min(values.len() - 1);
        let files = [
            json!({"check": "range", "column": "x", "low": -3, "high": 5}),
            json!({"check": "unique", "column": "x"}),
            json!({"check": "increasing", "column": "x"}),
            json!({"check": "decreasing", "column": "x", "strict": true}),
            json!({"check": "distinct", "column": "x", "low": 3}),
            json!({"check": "unique_together", "columns": ["x"]}),
        ];
        let rules = rules(files.into_iter().map(rule).collect()).unwrap();
        let table = Table { columns: vec!["x".to_owned()], rows: values.len() as u64, ..Table::default() };
        for rule in &rules {
            let count = |parts: &[&[f64]]| {
                let mut whole = Tally::new(rule);
                for part in parts {
                    let mut tally = Tally::new(rule);
                    tally.add(rule, &Batch::new(vec![Column::new("x", Values::Number(part))]).unwrap());
                    whole.merge(rule, tally);
                }
                whole.outcome(rule, &table)
            };
            let (once, parts) = (count(&[&values]), count(&[&values[..cut], &values[cut..]]));
            prop_assert_eq!((once.asked, once.broken, once.value), (parts.asked, parts.broken, parts.value));
        }
        prop_assert_eq!(groups(&rules).len(), 1);
    }
}
