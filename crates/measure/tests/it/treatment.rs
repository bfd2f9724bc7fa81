//! Treatments and what they cost: utility and federation against scikit-learn, generalisation against brute force, noise against
//! the bound that it promises.

use std::collections::HashMap;
use std::sync::LazyLock;

use measure::inference::resample::Draws;
use measure::inference::share::clopper_pearson;
use measure::privacy::federated::{Setup, federated};
use measure::privacy::full_domain::{Hierarchy, full_domain};
use measure::privacy::generalise::generalise;
use measure::privacy::noise::{Epsilon, Noise};
use measure::privacy::task::{Task, worth};
use measure::{Batch, Chance, Coded, Column, Values};
use serde_json::Value;

use crate::support::{close, golden, number, numbers};

static GOLDEN: LazyLock<Value> = LazyLock::new(|| golden("task"));

/// Codes and words of a column, in the order in which words first stand.
struct Words(Vec<u32>, Vec<String>);

impl Words {
    fn of(value: &Value) -> Words {
        let all: Vec<&str> = value.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        let mut words: Vec<String> = all.iter().map(|it| (*it).to_owned()).collect();
        words.sort();
        words.dedup();
        Words(all.iter().map(|it| words.binary_search(&(*it).to_owned()).unwrap() as u32).collect(), words)
    }

    fn column<'a>(&'a self, name: &'a str) -> Column<'a> {
        Column::new(name, Values::Coded { codes: &self.0, words: &self.1 })
    }
}

/// A table of the script.
struct Table {
    age: Vec<i64>,
    income: Vec<f64>,
    label: Vec<i64>,
    zone: Words,
    party: Words,
}

impl Table {
    fn of(name: &str) -> Table {
        let of = &GOLDEN[name];
        let whole = |name: &str| of[name].as_array().unwrap().iter().map(|it| it.as_i64().unwrap()).collect();
        let (zone, party) = (Words::of(&of["zone"]), Words::of(&of["party"]));
        Table { age: whole("age"), income: numbers(&of["income"]), label: whole("label"), zone, party }
    }

    fn batch(&self) -> Batch<'_> {
        let (age, income) =
            (Column::new("age", Values::Integer(&self.age)), Column::new("income", Values::Number(&self.income)));
        let label = Column::new("label", Values::Integer(&self.label));
        Batch::new(vec![age, income, self.zone.column("zone"), self.party.column("party"), label]).unwrap()
    }
}

const DRAWS: Draws = Draws { replicates: 400, seed: 1, level: 0.95 };

#[test]
fn the_utility_of_treated_data_is_that_of_scikit_learn() {
    let (train, held_out) = (Table::of("train"), Table::of("held_out"));
    let (band, mask) = (Words::of(&GOLDEN["band"]), Words::of(&GOLDEN["mask"]));
    let income = Column::new("income", Values::Number(&train.income));
    let label = Column::new("label", Values::Integer(&train.label));
    let treated = Batch::new(vec![band.column("age"), income, mask.column("zone"), label]).unwrap();
    let (original, asked) = (train.batch(), held_out.batch());
    let task = Task {
        treated: &treated,
        original: &original,
        held_out: &asked,
        label: "label",
        positive: None,
        groups: &["party"],
        minimum: 10,
        few: 0.01,
    };
    let found = worth(&task, DRAWS).unwrap();
    let golden = &GOLDEN["areas"];
    let area = |name: &str| number(&golden[name]);
    close(found.original.value().unwrap(), area("original"), 1e-9, "model of the original data");
    close(found.treated.value().unwrap(), area("treated"), 1e-9, "model of the treated data");
    let loss = found.loss.get().unwrap();
    close(loss.value, area("original") - area("treated"), 1e-7, "loss");
    assert!(loss.interval.unwrap().contains(loss.value) && found.uncovered == 0);
    close(found.leaks[0].value().unwrap(), area("original_leak"), 1e-9, "leak of the original model");
    close(found.leaks[1].value().unwrap(), area("treated_leak"), 1e-9, "leak of the treated model");
    let gap = found.groups[0].1.get().unwrap();
    close(gap.value, area("treated_gap") - area("original_gap"), 1e-9, "side effect");
    assert!(gap.interval.is_some());
    let distances: HashMap<String, f64> = found.distances.into_iter().collect();
    assert_eq!((distances["income"], distances["zone"]), (0.0, 0.0), "a mask moves no share");
    close(distances["age"], number(&GOLDEN["banded"]), 1e-12, "a band lies at its middle");
    let same = worth(&Task { treated: &original, ..task }, DRAWS).unwrap();
    assert_eq!(same.loss.value(), Some(0.0), "untreated data lose nothing");
    assert_eq!(same.groups[0].1.value(), Some(0.0));
    let few = Table { label: vec![0; 400], ..Table::of("train") };
    let none = worth(&Task { treated: &few.batch(), ..task }, DRAWS).unwrap();
    assert!(none.loss.get().unwrap_err().why.contains("10 rows of each class"), "one class teaches nothing");
}

#[test]
fn distances_of_distributions_are_those_of_brute_force() {
    let (train, held_out) = (Table::of("train"), Table::of("held_out"));
    let noisy = Words::of(&GOLDEN["noisy"]);
    let shifted = numbers(&GOLDEN["shifted"]);
    let treated = [
        Column::new("income", Values::Number(&shifted)),
        noisy.column("zone"),
        Column::new("label", Values::Integer(&train.label)),
    ];
    let treated = Batch::new(treated.to_vec()).unwrap();
    let (original, held_out) = (train.batch(), held_out.batch());
    let task = Task {
        treated: &treated,
        original: &original,
        held_out: &held_out,
        label: "label",
        positive: None,
        groups: &[],
        minimum: 1,
        few: 0.01,
    };
    let found: HashMap<String, f64> = worth(&task, DRAWS).unwrap().distances.into_iter().collect();
    close(found["zone"], number(&GOLDEN["spread"]), 1e-12, "total variation");
    close(found["income"], number(&GOLDEN["gap"]), 1e-12, "largest gap");
}

#[test]
fn averaged_models_are_those_of_numpy() {
    let (train, held_out) = (Table::of("train"), Table::of("held_out"));
    let (rows, asked) = (train.batch(), held_out.batch());
    let setup = Setup { rows: &rows, held_out: &asked, party: "party", label: "label", positive: None, few: 0.01 };
    let found = federated(&setup, 0.95).unwrap().unwrap();
    let golden = &GOLDEN["federated"];
    let area = |name: &str| found.models.iter().find(|it| it.name == name).unwrap().area.value().unwrap();
    close(area("averaged"), number(&golden["average"]), 1e-9, "average");
    close(area("central"), number(&golden["central"]), 1e-9, "central");
    for party in ["east", "north", "west"] {
        close(area(party), number(&golden[party]), 1e-9, party);
    }
    let loss = number(&golden["central"]) - number(&golden["average"]);
    assert!((found.loss.value().unwrap() - loss).abs() < 1e-9);
    assert_eq!((found.gains.len(), found.left_out.len()), (3, 0));
    let alone =
        Setup { party: "zone", rows: &Batch::new(vec![rows.columns()[0], rows.columns()[4]]).unwrap(), ..setup };
    assert!(federated(&alone, 0.95).is_err(), "a column that is not there names no party");
}

#[test]
fn everybody_is_one_of_k_and_every_value_lies_in_its_range() {
    let mut chance = Chance::new(3, 0);
    let words: [Vec<String>; 3] = [40, 7, 12].map(|n| (0..n).map(|it| it.to_string()).collect());
    for k in [1, 2, 5, 20] {
        let codes: Vec<Vec<u32>> =
            words.iter().map(|it| (0..300).map(|_| chance.below(it.len() as u64 + 1) as u32).collect()).collect();
        let columns: Vec<Coded<'_>> = codes
            .iter()
            .zip(&words)
            .map(|(codes, words)| Coded { name: "", codes: codes.into(), words: words.into() })
            .collect();
        let found = generalise(&columns, k).unwrap();
        // Rows that look alike once each value is replaced by its range, counted anew.
        let mut alike: HashMap<Vec<(u32, u32)>, usize> = HashMap::new();
        for row in 0..300 {
            let ranges = &found.ranges[found.of_row[row] as usize];
            assert!(ranges.iter().zip(&codes).all(|(range, codes)| (range.0..=range.1).contains(&codes[row])));
            *alike.entry(ranges.clone()).or_default() += 1;
        }
        assert!(alike.values().all(|it| *it >= k), "k = {k}");
        assert!(k < 20 || alike.len() > 5, "no coarser than it must be");
    }
    let one = Coded { name: "", codes: vec![0, 1].into(), words: vec!["a".to_owned(), "b".to_owned()].into() };
    assert!(generalise(&[one], 3).is_err(), "two rows hide nobody among three");
}

/// Draws of the law, by value.
fn drawn(epsilon: &str, sensitivity: u64, draws: u32, seed: u64) -> HashMap<i64, u64> {
    let noise = Noise::new(Epsilon::parse(epsilon).unwrap(), sensitivity).unwrap();
    let mut chance = Chance::new(seed, 0);
    let mut counts = HashMap::new();
    (0..draws).for_each(|_| *counts.entry(noise.draw(&mut || chance.bits())).or_default() += 1);
    counts
}

#[test]
fn noise_keeps_the_ratio_that_it_promises() {
    const DRAWS: u32 = 100_000;
    for (epsilon, sensitivity) in [("0.5", 1), ("1", 1), ("1.25", 3)] {
        let bound: f64 = epsilon.parse::<f64>().unwrap();
        // Two counts that one person tells apart: the second is higher by the sensitivity.
        let (one, two) = (drawn(epsilon, sensitivity, DRAWS, 1), drawn(epsilon, sensitivity, DRAWS, 2));
        let shift = sensitivity as i64;
        let level = 1.0 - 0.05 / 80.0;
        for value in -20_i64..=20 {
            let own = one.get(&value).copied().unwrap_or(0);
            let other = two.get(&(value - shift)).copied().unwrap_or(0);
            let (own, other) = (clopper_pearson(own, DRAWS.into(), level), clopper_pearson(other, DRAWS.into(), level));
            assert!(own.low <= bound.exp() * other.high, "{value} is told apart at epsilon {epsilon}");
            assert!(other.low <= bound.exp() * own.high, "{value} is told apart at epsilon {epsilon}");
        }
        // The law itself: P(0) = tanh(epsilon / 2 / sensitivity), and the ratio of neighbours is exp(-epsilon / sensitivity).
        let scale = bound / sensitivity as f64;
        for value in -4_i64..=4 {
            let chance = (scale / 2.0).tanh() * (-scale * value.abs() as f64).exp();
            let found = clopper_pearson(one[&value], DRAWS.into(), 1.0 - 0.01 / 27.0);
            assert!(found.contains(chance), "{value} at epsilon {epsilon}: {chance} is not in {found:?}");
        }
    }
}

#[test]
fn too_little_noise_is_found_out() {
    // Noise of epsilon 1 does not keep the ratio of epsilon 0.5: the same look at the same number of draws must see it.
    let (one, two) = (drawn("1", 1, 100_000, 1), drawn("1", 1, 100_000, 2));
    let level = 1.0 - 0.05 / 80.0;
    let broken = (-20_i64..=20).any(|value| {
        let of =
            |it: &HashMap<i64, u64>, value: i64| clopper_pearson(it.get(&value).copied().unwrap_or(0), 100_000, level);
        of(&one, value).low > 0.5_f64.exp() * of(&two, value - 1).high
    });
    assert!(broken);
    for wrong in ["0", "-1", "x", "", "1e-3", "0.0000000001", "9999999999"] {
        assert!(Epsilon::parse(wrong).is_err(), "`{wrong}` is no epsilon");
    }
    assert!(Noise::new(Epsilon::parse("1").unwrap(), 0).is_err());
}

/// Three columns with random words, and two levels above them that join words by their numbers.
struct Searched {
    codes: Vec<Vec<u32>>,
    words: Vec<String>,
    above: Vec<Vec<Vec<u32>>>,
}

const BASE: usize = 6;

impl Searched {
    fn draw(chance: &mut Chance, rows: usize) -> Searched {
        let mut below = |most: usize| (chance.bits() % most as u64) as u32;
        let codes = (0..3).map(|_| (0..rows).map(|_| below(BASE)).collect()).collect();
        // Each level joins groups of the one before; the last joins everything.
        let above = (0..3)
            .map(|_| {
                let first: Vec<u32> = (0..=BASE).map(|_| below(4)).collect();
                let joined: Vec<u32> = (0..4).map(|_| below(2)).collect();
                let second = first.iter().map(|it| joined[*it as usize]).collect();
                vec![first, second, vec![0; BASE + 1]]
            })
            .collect();
        Searched { codes, words: (0..BASE).map(|it| it.to_string()).collect(), above }
    }

    fn columns(&self) -> Vec<(Coded<'_>, Hierarchy)> {
        let column = |at: usize| Coded { name: "", codes: (&self.codes[at]).into(), words: (&self.words).into() };
        (0..3).map(|at| (column(at), Hierarchy::new(&column(at), &self.above[at]).unwrap())).collect()
    }

    fn group(&self, at: usize, level: usize, code: u32) -> u32 {
        if level == 0 { code } else { self.above[at][level - 1][code as usize] }
    }

    /// The smallest class and the loss of a combination, by the definitions and nothing else.
    fn by_hand(&self, levels: &[usize]) -> (usize, f64) {
        let rows = self.codes[0].len();
        let key = |row: usize| (0..3).map(|at| self.group(at, levels[at], self.codes[at][row])).collect::<Vec<u32>>();
        let least = (0..rows).map(|row| (0..rows).filter(|it| key(*it) == key(row)).count()).min().unwrap();
        let mut lost = 0.0;
        for (at, &level) in levels.iter().enumerate() {
            let known: Vec<u32> = (0..BASE as u32).filter(|it| self.codes[at].contains(it)).collect();
            for &code in &self.codes[at] {
                let own = self.group(at, level, code);
                let with = known.iter().filter(|it| self.group(at, level, **it) == own).count() - 1;
                lost += with as f64 / (known.len() - 1).max(1) as f64;
            }
        }
        (least, lost / (3 * rows) as f64)
    }
}

#[test]
fn the_levels_that_are_chosen_lose_the_least_of_all_that_reach_k() {
    let mut chance = Chance::new(77, 0);
    for round in 0..60 {
        let table = Searched::draw(&mut chance, 30);
        let k = 2 + round % 6;
        let all = (0..64).map(|it| [it / 16, it / 4 % 4, it % 4]);
        let reached = all.map(|it| table.by_hand(&it)).filter(|it| it.0 >= k).map(|it| it.1);
        let least = reached.fold(f64::INFINITY, f64::min);
        let found = full_domain(&table.columns(), k as u64, 1_000_000).unwrap();
        assert!(found.best && found.combinations == 64);
        let (smallest, loss) = table.by_hand(&found.levels);
        assert!(smallest >= k, "{found:?}");
        close(found.loss, loss, 1e-12, "loss of what was chosen");
        close(found.loss, least, 1e-12, "the least of all");
        let hasty = full_domain(&table.columns(), k as u64, 60).unwrap();
        let (smallest, loss) = table.by_hand(&hasty.levels);
        assert!(smallest >= k && loss >= least - 1e-12, "{hasty:?}");
        assert!(!hasty.best || (loss - least).abs() < 1e-12, "what is called the best is the best");
    }
    let table = Searched::draw(&mut chance, 30);
    assert!(!full_domain(&table.columns(), 25, 60).unwrap().best, "little work leaves it open");
    assert!(full_domain(&table.columns(), 31, 1_000_000).is_err(), "30 rows are no class of 31");
    let column = Coded { name: "", codes: (&table.codes[0]).into(), words: (&table.words).into() };
    let parted = [vec![0, 0, 0, 1, 1, 1, 2], vec![0, 1, 0, 1, 1, 1, 2]];
    assert!(Hierarchy::new(&column, &parted).is_err(), "a level parts what the one before joins");
}
