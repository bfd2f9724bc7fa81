//! How often a monitor of a stream in which nothing changes raises an alarm within a year, beside rules that promise nothing.

use measure::drift::{ColumnDrift, Margins, Options, columns, judge, stability, watch::Watch};
use measure::inference::multiple::Correction;
use measure::inference::sequential::Promise;
use measure::{Chance, Column, Values};

/// Streams of each line.
const STREAMS: u64 = 200;
/// Windows of a year.
const WINDOWS: u64 = 12;
/// Columns with numbers, and with words.
const COLUMNS: (usize, usize) = (3, 2);
/// The names of all columns, those with numbers first.
const NAMES: [&str; 5] = ["n1", "n2", "n3", "w1", "w2"];
/// The rule of thumb for the population stability index.
const THUMB: f64 = 0.10;

/// Rows of one window: numbers, and the codes of words.
struct Window {
    numbers: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
}

impl Window {
    fn of(chance: &mut Chance, rows: usize, shift: f64) -> Window {
        let numbers = (0..COLUMNS.0).map(|_| (0..rows).map(|_| chance.normal() + shift).collect()).collect();
        let word = |chance: &mut Chance| match chance.unit() {
            it if it < 0.5 => 0,
            it if it < 0.8 => 1,
            _ => 2,
        };
        let codes = (0..COLUMNS.1).map(|_| (0..rows).map(|_| word(chance)).collect()).collect();
        Window { numbers, codes }
    }

    fn against(&self, baseline: &Window) -> Vec<ColumnDrift> {
        let words: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        let options = Options { replicates: 9999, ..Options::default() };
        let numbers = NAMES.iter().zip(baseline.numbers.iter().zip(&self.numbers)).map(|(name, (one, two))| {
            let [one, two] = [one, two].map(|it| Column::new(name, Values::Number(it)));
            columns(&one, &two, &options)
        });
        let coded = NAMES[COLUMNS.0..].iter().zip(baseline.codes.iter().zip(&self.codes)).map(|(name, (one, two))| {
            let [one, two] = [one, two].map(|codes| Column::new(name, Values::Coded { codes, words: &words }));
            columns(&one, &two, &options)
        });
        numbers.chain(coded).collect()
    }
}

fn margins(alpha: f64) -> Margins {
    let correction = Correction::BenjaminiHochberg;
    Margins { alpha, correction, numbers: 0.1, words: 0.1, missing: 0.05, columns: Default::default() }
}

/// What one stream raised within the year.
#[derive(Default, Clone, Copy)]
struct Raised {
    spending: bool,
    evidence: bool,
    every_window: bool,
    /// Windows whose index lies above the rule of thumb, for one column and for any.
    thumb: (u64, u64),
}

fn stream(seed: u64, rows: usize, baseline: usize) -> Raised {
    let mut chance = Chance::new(41, seed);
    let before = Window::of(&mut chance, baseline, 0.0);
    let mut raised = Raised::default();
    let mut watch = Watch::new(NAMES.iter().copied(), Promise::EverAtMost, 0.05);
    for _ in 0..WINDOWS {
        let drifts = Window::of(&mut chance, rows, 0.0).against(&before);
        let index = |it: &ColumnDrift| {
            it.measures.iter().find(|it| it.metric == stability::METRIC.id).and_then(|it| it.value.value())
        };
        let above: Vec<bool> = drifts.iter().take(COLUMNS.0).map(|it| index(it).is_some_and(|it| it > THUMB)).collect();
        raised.thumb.0 += u64::from(above[0]);
        raised.thumb.1 += u64::from(above.iter().any(|it| *it));
        let alarms = watch.take(&drifts);
        let alone = judge(drifts.clone(), margins(0.05)).drifted;
        raised.evidence |= alone.iter().any(|it| alarms.contains(it));
        raised.every_window |= !alone.is_empty();
        raised.spending |= !judge(drifts, margins(0.05 / WINDOWS as f64)).drifted.is_empty();
    }
    raised
}

fn percent(part: u64, all: u64) -> f64 {
    100.0 * part as f64 / all as f64
}

fn false_alarms(rows: usize, baseline: usize) {
    let all: Vec<Raised> = (0..STREAMS).map(|it| stream(it, rows, baseline)).collect();
    let share = |raised: fn(&Raised) -> bool| percent(all.iter().filter(|it| raised(it)).count() as u64, STREAMS);
    let windows = STREAMS * WINDOWS;
    println!(
        "| {rows} against {baseline} | {:.1} % | {:.1} % | {:.1} % | {:.0} % | {:.0} % | {:.3} |",
        share(|it| it.spending),
        share(|it| it.evidence),
        share(|it| it.every_window),
        percent(all.iter().map(|it| it.thumb.0).sum(), windows),
        share(|it| it.thumb.1 > 0),
        9.0 * (1.0 / rows as f64 + 1.0 / baseline as f64),
    );
}

/// How many of the streams are caught in the first window after half a deviation.
fn caught(rows: usize, baseline: usize) {
    let caught = |seed: u64| {
        let mut chance = Chance::new(42, seed);
        let before = Window::of(&mut chance, baseline, 0.0);
        let drifts = Window::of(&mut chance, rows, 0.5).against(&before);
        !judge(drifts, margins(0.05 / WINDOWS as f64)).drifted.is_empty()
    };
    let hits = (0..STREAMS).filter(|it| caught(*it)).count() as u64;
    println!("| {rows} against {baseline} | {:.1} % |", percent(hits, STREAMS));
}

pub fn print() {
    println!("\n## Monitors of streams ({STREAMS} streams of {WINDOWS} monthly windows, five columns)\n");
    println!(
        "Nothing changes. *Spending* is what monitors do unless their plan says otherwise, and promises at most 5 % a year."
    );
    println!("The index is the population stability index of ten bins, alone for one column of numbers.\n");
    println!(
        "| rows | spending | evidence | 5 % a window | windows with an index above {THUMB:.2} | years with one in any of three columns | mean of the index by chance |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    [(100, 100), (100, 5000), (1000, 1000), (1000, 5000)].iter().for_each(|it| false_alarms(it.0, it.1));
    println!("\nThe numbers move by half a standard deviation, a true index of 0.238.\n");
    println!("| rows | caught in the first window |\n|---|--:|");
    [(100, 5000), (1000, 1000), (1000, 5000)].iter().for_each(|it| caught(it.0, it.1));
}
