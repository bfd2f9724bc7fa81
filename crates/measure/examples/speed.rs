//! How long assessments of a million rows take on this machine.

use std::time::Instant;

use measure::fairness::assess::{Plan, assess};
use measure::fairness::cells::{Rows, groupings};
use measure::fairness::compare::{Setting, compare};
use measure::inference::resample::Draws;
use measure::roles::binary_of;
use measure::{Batch, Chance, Column, Method, Values};

const ROWS: usize = 1_000_000;

/// Runs `work` three times and prints the shortest.
fn time<T>(what: &str, mut work: impl FnMut() -> T) -> T {
    let mut once = || {
        let start = Instant::now();
        let found = work();
        (start.elapsed(), found)
    };
    let (first, found) = once();
    let best = (0..2).map(|_| once().0).fold(first, |a, b| a.min(b));
    println!("| {what} | {:.1} ms |", best.as_secs_f64() * 1000.0);
    found
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut chance = Chance::new(1, 0);
    let words: Vec<Vec<String>> =
        [5, 3, 2, 4].iter().map(|k| (0..*k).map(|it| format!("word {it}")).collect()).collect();
    let codes: Vec<Vec<u32>> =
        words.iter().map(|it| (0..ROWS).map(|_| chance.below(it.len() as u64) as u32).collect()).collect();
    let label: Vec<i64> =
        (0..ROWS).map(|row| i64::from(chance.unit() < 0.3 + 0.02 * f64::from(codes[0][row]))).collect();
    let score: Vec<f64> = label.iter().map(|it| 0.2 + 0.3 * *it as f64 + 0.45 * chance.unit()).collect();
    let prediction: Vec<i64> = score.iter().map(|it| i64::from(*it > 0.5)).collect();
    let coded = |at: usize| Values::Coded { codes: &codes[at], words: &words[at] };
    let batch = Batch::new(vec![
        Column::new("a", coded(0)),
        Column::new("b", coded(1)),
        Column::new("c", coded(2)),
        Column::new("d", coded(3)),
        Column::new("label", Values::Integer(&label)),
        Column::new("prediction", Values::Integer(&prediction)),
        Column::new("score", Values::Number(&score)),
    ])?;
    println!("| {ROWS} rows | shortest of three |\n|---|--:|");
    let predictions = time("prediction column to classes", || binary_of(&batch, "prediction", None))?.classes;
    let labels = binary_of(&batch, "label", None)?.classes;
    let attributes =
        ["a", "b", "c", "d"].iter().map(|it| batch.column(it)?.coded(99)).collect::<Result<Vec<_>, _>>()?;
    let two = Rows { attributes: &attributes[..2], predictions: &predictions, labels: Some(&labels) };
    let four = Rows { attributes: &attributes, ..two };
    let crossed = time("counting 15 groups (5 x 3) and both margins", || groupings(two, 2))?;
    time("counting 4 attributes crossed to depth 3 (14 combinations)", || groupings(four, 3))?;
    let setting = Setting {
        minimum: 30,
        draws: Draws { replicates: 10_000, seed: 1, level: 0.95 },
        method: Method::Wilson,
        difference: Method::Newcombe,
        references: Vec::new(),
        four_fifths: None,
    };
    time("comparing 15 groups, every interval, 10,000 resamples", || compare(&crossed[2], &setting));
    let plan = Plan {
        label: Some("label"),
        prediction: "prediction",
        score: None,
        positive: None,
        groups: &["a", "b"],
        strata: None,
        adjust: &[],
        weight: None,
        depth: 2,
        bins: 10,
        aside: None,
        tolerance: None,
        setting,
    };
    time("whole assessment of two attributes, without scores", || assess(&batch, &plan))?;
    let scored = Plan { score: Some("score"), ..plan.clone() };
    time("the same with scores", || assess(&batch, &scored))?;
    Ok(())
}
