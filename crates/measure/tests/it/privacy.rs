//! Privacy against pycanon, scipy, scikit-learn and brute force.

use std::sync::LazyLock;

use measure::inference::resample::Draws;
use measure::privacy::classes::Classes;
use measure::privacy::membership::membership;
use measure::privacy::synthetic::{Records, closeness};
use measure::privacy::{disclosure, k_anonymity, l_diversity, risk, t_closeness, utility};
use measure::{Coded, Column, Estimate, Undefined, Values};
use serde_json::Value;

use crate::support::{close, counts, golden, number, numbers};

const DRAWS: Draws = Draws { replicates: 200, seed: 1, level: 0.95 };

static GOLDEN: LazyLock<Value> = LazyLock::new(|| golden("privacy"));

/// Codes and sorted words of a column of the made data.
fn words(of: &Value) -> (Vec<u32>, Vec<String>) {
    let all: Vec<String> =
        of.as_array().unwrap().iter().map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect();
    let mut words = all.clone();
    words.sort();
    words.dedup();
    (all.iter().map(|it| words.iter().position(|word| word == it).unwrap() as u32).collect(), words)
}

fn coded<'a>(it: &'a (Vec<u32>, Vec<String>)) -> Coded<'a> {
    Column::new("it", Values::Coded { codes: &it.0, words: &it.1 }).coded(99).unwrap()
}

#[track_caller]
fn same(found: Result<Estimate, Undefined>, expected: &Value) {
    close(found.unwrap().value, number(expected), 1e-9, "privacy");
}

#[test]
fn models_of_anonymity_are_those_of_pycanon_or_of_their_definition() {
    let golden = &GOLDEN["models"];
    let [age, zone, disease, income] = ["age", "zone", "disease", "income"].map(|it| words(&GOLDEN[it]));
    let classes = Classes::new(&[coded(&age), coded(&zone)]).unwrap();
    let (disease, income) = (coded(&disease), coded(&income));
    same(k_anonymity::k_anonymity(&classes), &golden["k_anonymity"]);
    same(k_anonymity::alpha(&classes, &disease), &golden["alpha"]);
    same(l_diversity::distinct(&classes, &disease), &golden["distinct"]);
    same(l_diversity::entropy(&classes, &disease), &golden["entropy"]);
    assert_eq!(l_diversity::entropy(&classes, &disease).unwrap().value.floor(), number(&golden["entropy_floor"]));
    same(l_diversity::recursive(&classes, &disease, 2), &golden["recursive"]);
    assert!(l_diversity::recursive(&classes, &disease, 9).is_err());
    same(t_closeness::categorical(&classes, &disease), &golden["t"]);
    same(t_closeness::ordered(&classes, &income), &golden["t_ordered"]);
    same(disclosure::delta(&classes, &disease), &golden["delta"]);
    same(disclosure::basic_beta(&classes, &disease), &golden["basic_beta"]);
    same(disclosure::enhanced_beta(&classes, &disease), &golden["enhanced_beta"]);
    let k = number(&golden["k_anonymity"]) as u64;
    assert_eq!(k_anonymity::rows_below(&classes, k).unwrap().value, 0.0);
    close(k_anonymity::rows_below(&classes, k + 1).unwrap().value, k as f64 / 240.0, 1e-12, "the smallest class alone");
}

#[test]
fn risks_and_losses_are_those_of_brute_force() {
    let golden = &GOLDEN["risk"];
    let (age, zone) = (words(&GOLDEN["age"]), words(&GOLDEN["zone"]));
    let rows: Vec<usize> = counts(&golden["rows"]).into_iter().map(|it| it as usize).collect();
    let part = |it: &(Vec<u32>, Vec<String>)| (rows.iter().map(|&row| it.0[row]).collect(), it.1.clone());
    let (own_age, own_zone) = (part(&age), part(&zone));
    let population = Classes::new(&[coded(&age), coded(&zone)]).unwrap();
    let file = Classes::new(&[coded(&own_age), coded(&own_zone)]).unwrap();
    same(risk::prosecutor(&file), &golden["prosecutor"]);
    same(risk::average_prosecutor(&file), &golden["average"]);
    same(risk::at_risk(&file, 0.07), &golden["at_risk"]);
    same(risk::journalist(&file, &population), &golden["journalist"]);
    same(risk::marketer(&file, &population), &golden["marketer"]);
    assert!(risk::journalist(&population, &file).is_err(), "a part of the rows is no population of all");
    same(utility::discernibility(&file), &golden["discernibility"]);
    let treated = words(&GOLDEN["loss"]["treated"]);
    same(utility::entropy_loss(&coded(&age), &coded(&treated), DRAWS), &GOLDEN["loss"]["entropy"]);
    assert_eq!(utility::entropy_loss(&coded(&age), &coded(&age), DRAWS).unwrap().value, 0.0);
    let (codes, words) = (vec![0, 1, 2, 2], vec!["a".to_owned(), "b".to_owned()]);
    let bits = [0b0011];
    let column = Column::new("it", Values::Coded { codes: &codes, words: &words });
    let masked = column.with_valid(measure::Bits::new(&bits, 0, 4).unwrap()).coded(9).unwrap();
    let full = (vec![0, 1, 0, 1], words.clone());
    assert_eq!(utility::suppressed(&[coded(&full)], &[masked]).unwrap().value, 0.5);
}

#[test]
fn attacks_are_those_of_brute_force() {
    let golden = &GOLDEN["membership"];
    let found = membership(&numbers(&golden["members"]), &numbers(&golden["others"]), 0.05, 0.95).unwrap();
    close(found.advantage.value().unwrap(), number(&golden["advantage"]), 1e-12, "advantage");
    close(found.area.value().unwrap(), number(&golden["area"]), 1e-12, "area");
    close(found.true_positive_rate.value().unwrap(), number(&golden["told"]), 1e-12, "at few false alarms");
    assert!(membership(&[], &[1.0], 0.05, 0.95).is_err());
}

#[test]
fn closest_records_are_those_of_brute_force() {
    let golden = &GOLDEN["synthetic"];
    let table = |name: &str| {
        let numbers: Vec<Vec<f64>> = golden[name].as_array().unwrap().iter().map(numbers).collect();
        let codes: Vec<u32> = counts(&golden[format!("{name}c")]).into_iter().map(|it| it as u32).collect();
        (numbers, codes)
    };
    let (s, t, h) = (table("s"), table("t"), table("h"));
    fn records(it: &(Vec<Vec<f64>>, Vec<u32>)) -> Records<'_> {
        Records { numbers: it.0.iter().map(Vec::as_slice).collect(), codes: vec![&it.1] }
    }
    let found = closeness(&records(&s), &records(&t), &records(&h), 0.05, 0.95).unwrap();
    close(found.closer_to_training.value().unwrap(), number(&golden["share"]), 1e-12, "share");
    close(found.chance.p, number(&golden["p"]), 1e-9, "chance");
    close(found.copies.value().unwrap(), number(&golden["copies"]), 1e-12, "copies");
    for (found, near) in [&found.near_copies, &found.near_held_out].into_iter().zip(numbers(&golden["near"])) {
        close(found.value().unwrap(), near, 1e-12, "near copies");
    }
    for (found, name) in [(found.synthetic, "synthetic"), (found.held_out, "held_out")] {
        for (found, expected) in found.iter().zip(numbers(&golden[name])) {
            assert!((found - expected).abs() < 1e-12, "{name}: {found} is not {expected}");
        }
    }
}

#[test]
fn words_drawn_anew_lose_all_however_few_rows_each_has() {
    let words: Vec<String> = (0..400).map(|it| format!("w{it}")).collect();
    let rows = |seed: u64| -> Vec<u32> {
        let mut chance = measure::Chance::new(seed, 0);
        (0..3_000).map(|_| (chance.unit() * 400.0) as u32).collect()
    };
    let (before, anew) = (rows(1), rows(2));
    let half: Vec<u32> =
        before.iter().zip(&anew).enumerate().map(|(at, it)| if at % 2 == 0 { *it.0 } else { *it.1 }).collect();
    let coarse: Vec<u32> = before.iter().map(|it| it / 20).collect();
    let column = |codes: &[u32]| Coded { name: "it", codes: codes.to_vec().into(), words: words.clone().into() };
    let loss = |codes: &[u32]| utility::entropy_loss(&column(&before), &column(codes), DRAWS).unwrap();
    let all = loss(&anew);
    assert!(all.value > 0.97, "{all:?}");
    // What one half keeps lies well between what is gone and what is whole.
    assert!((0.3..0.8).contains(&loss(&half).value), "{:?}", loss(&half));
    // Every word of twenty becomes one word: ln 20 of ln 400 is lost, less what uneven draws take.
    let lost = loss(&coarse);
    assert!((lost.value - 0.5).abs() < 0.01 && lost.interval.is_none(), "{lost:?}");
}
