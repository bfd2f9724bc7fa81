//! How often tests reject when nothing is wrong.

use measure::drift::bins::Binned;
use measure::drift::{Options, anderson_darling, columns, cramer_von_mises, joint, kolmogorov, stability};
use measure::fairness::conditional::{Stratum, breslow_day, mantel_haenszel};
use measure::inference::Tested;
use measure::inference::control::Cusum;
use measure::inference::curve::compare;
use measure::inference::paired::{cochran_q, mcnemar};
use measure::inference::sequential::{Monitor, Promise};
use measure::inference::share::binomial_test;
use measure::inference::table::Table;
use measure::performance::calibration::spiegelhalter;
use measure::{Batch, Chance, Column, Values};

/// Replicates of each line.
const REPLICATES: u64 = 10_000;

/// Replicates of a line whose tests take long.
const FEWER: u64 = 2_000;

/// The share of replicates with p at most 0.05, in percent; replicates without a test do not count.
fn rejected(seed: u64, test: impl Fn(&mut Chance) -> Option<Tested>) -> f64 {
    rejected_of(REPLICATES, seed, test)
}

fn rejected_of(replicates: u64, seed: u64, test: impl Fn(&mut Chance) -> Option<Tested>) -> f64 {
    let found = (0..replicates).filter_map(|it| test(&mut Chance::new(seed, it)));
    let (hits, all) = found.fold((0.0, 0.0), |sum, it| (sum.0 + f64::from(u8::from(it.p <= 0.05)), sum.1 + 1.0));
    100.0 * hits / all
}

fn line(name: &str, setting: &str, percent: f64) {
    println!("| {name} | {setting} | {percent:.1} % |");
}

/// Two samples of one law over `shares`.
fn two_samples(chance: &mut Chance, sizes: [u64; 2], shares: &[f64]) -> Option<Table> {
    let mut cells = vec![0; 2 * shares.len()];
    let (one, two) = cells.split_at_mut(shares.len());
    chance.multinomial(sizes[0], shares, one);
    chance.multinomial(sizes[1], shares, two);
    Table::new(&cells, shares.len()).ok()
}

fn tables() {
    for k in [2, 3, 5, 10, 20] {
        for sizes in [[800, 800], [1000, 3000]] {
            let shares = vec![1.0 / k as f64; k];
            let setting = format!("{k} categories, {} against {} rows", sizes[0], sizes[1]);
            line("Chi-square", &setting, rejected(21, |it| Some(two_samples(it, sizes, &shares)?.chi_square())));
            line("G", &setting, rejected(22, |it| Some(two_samples(it, sizes, &shares)?.g())));
        }
    }
    let thin = [0.9, 0.06, 0.03, 0.01];
    let of = |it: &mut Chance| Some(two_samples(it, [40, 60], &thin)?.independence(999, 1));
    line("The test that fits (permutation, 999 draws)", "4 thin categories, 40 against 60 rows", rejected(23, of));
    let of = |it: &mut Chance| Some(two_samples(it, [40, 60], &thin)?.chi_square());
    line("Chi-square where it does not fit", "4 thin categories, 40 against 60 rows", rejected(23, of));
    let of = |it: &mut Chance| two_samples(it, [20, 30], &[0.8, 0.2])?.fisher().ok();
    line("Fisher", "20 against 30 rows, share 0.2", rejected(24, of));
}

fn pairs_and_strata() {
    line(
        "McNemar, exact",
        "200 rows, 10 % apart either way",
        rejected(25, |it| {
            let mut cells = [0; 3];
            it.multinomial(200, &[0.1, 0.1, 0.8], &mut cells);
            Some(mcnemar(cells[0], cells[1]))
        }),
    );
    line(
        "Cochran's Q",
        "4 systems on 100 rows",
        rejected(26, |it| {
            let systems: Vec<Vec<bool>> = (0..4).map(|_| (0..100).map(|_| it.unit() < 0.6).collect()).collect();
            cochran_q(&systems.iter().map(Vec::as_slice).collect::<Vec<_>>()).ok()
        }),
    );
    line("Binomial", "50 rows, share 0.3", rejected(27, |it| Some(binomial_test(it.binomial(50, 0.3), 50, 0.3))));
    let strata = |it: &mut Chance, odds: f64| -> Vec<Stratum> {
        let stratum = |(n, m, p): (u64, u64, f64)| {
            let lifted = odds * p / (1.0 - p + odds * p);
            let (a, c) = (it.binomial(n, lifted), it.binomial(m, p));
            Stratum { a, b: n - a, c, d: m - c }
        };
        [(50, 80, 0.2), (30, 30, 0.5), (60, 40, 0.7)].into_iter().map(stratum).collect()
    };
    line("Cochran-Mantel-Haenszel", "3 strata, 290 rows", rejected(28, |it| mantel_haenszel(&strata(it, 1.0)).ok()));
    line(
        "Breslow-Day with Tarone's correction",
        "3 strata, 290 rows, odds ratio 2 in each",
        rejected(29, |it| breslow_day(&strata(it, 2.0)).ok()),
    );
}

fn scores() {
    line(
        "DeLong, two scores on the same rows",
        "200 rows",
        rejected(30, |it| {
            let labels: Vec<bool> = (0..200).map(|at| at % 3 == 0).collect();
            let common: Vec<f64> = labels.iter().map(|y| f64::from(u8::from(*y)) + it.normal()).collect();
            let mut noisy = || -> Vec<f64> { common.iter().map(|x| x + it.normal()).collect() };
            let (a, b) = (noisy(), noisy());
            Some(compare(&a, &b, &labels, 0.95).ok()?.1)
        }),
    );
    line(
        "Spiegelhalter",
        "200 calibrated probabilities",
        rejected(31, |it| {
            let scores: Vec<f64> = (0..200).map(|_| it.unit()).collect();
            let labels: Vec<bool> = scores.iter().map(|p| it.unit() < *p).collect();
            spiegelhalter(&scores, &labels).ok()
        }),
    );
}

/// One value of a law.
type Draw = fn(&mut Chance) -> f64;

/// One test of two samples of one law, as a comparison of columns gives it.
fn order(chance: &mut Chance, sizes: [usize; 2], value: Draw, test: &str) -> Option<Tested> {
    let [one, two] = sizes.map(|n| (0..n).map(|_| value(chance)).collect::<Vec<f64>>());
    let column = |values| Column::new("x", Values::Number(values));
    let (one, two) = (column(one.as_slice()), column(two.as_slice()));
    let found = columns(&one, &two, &Options { replicates: 99, ..Options::default() });
    found.test.into_iter().chain(found.tests).find(|it| it.test == test)
}

fn orders() {
    let rounded = |chance: &mut Chance| (chance.normal() * 10.0).round() / 10.0;
    let zeros = |chance: &mut Chance| if chance.unit() < 0.4 { 0.0 } else { chance.normal().abs() };
    let sorts: [(&str, Draw); 3] =
        [("normal", Chance::normal), ("normal, one decimal", rounded), ("40 % zeros", zeros)];
    for (name, value) in sorts {
        for sizes in [[600, 600], [3000, 700]] {
            for (title, test) in [
                ("Kolmogorov-Smirnov", kolmogorov::METRIC.id),
                ("Cramer-von Mises", cramer_von_mises::METRIC.id),
                ("Anderson-Darling", anderson_darling::METRIC.id),
            ] {
                let setting = format!("{name}, {} against {} rows", sizes[0], sizes[1]);
                if order(&mut Chance::new(34, 0), sizes, value, test).is_some() {
                    line(title, &setting, rejected_of(FEWER, 34, |it| order(it, sizes, value, test)));
                }
            }
        }
    }
}

fn batch(of: &[Vec<f64>]) -> Option<Batch<'_>> {
    let columns = ["a", "b", "c"].iter().zip(of).map(|(name, it)| Column::new(name, Values::Number(it)));
    Batch::new(columns.collect()).ok()
}

/// What is laid over bins, and what looks at all columns together.
fn whole() {
    for (k, sizes) in [(5, [500, 500]), (10, [500, 500]), (10, [5000, 500]), (20, [500, 500])] {
        let setting = format!("{k} bins, {} against {} rows", sizes[0], sizes[1]);
        let of = |it: &mut Chance| {
            let mut binned = Binned { labels: vec![String::new(); k], reference: vec![0; k], current: vec![0; k] };
            let shares = vec![1.0; k];
            it.multinomial(sizes[0], &shares, &mut binned.reference);
            it.multinomial(sizes[1], &shares, &mut binned.current);
            Some(stability::population_stability_index(&binned).ok()?.test)
        };
        line("Population stability index", &setting, rejected(35, of));
    }
    for rows in [60, 400] {
        let of = |it: &mut Chance| {
            let mut side = || -> Vec<Vec<f64>> { (0..3).map(|_| (0..rows).map(|_| it.normal()).collect()).collect() };
            let (one, two) = (side(), side());
            joint::joint_drift(&batch(&one)?, &batch(&two)?, 0.95, it.bits()).ok()?.test
        };
        line(
            "Classifier of two samples, median of its halvings",
            &format!("3 columns, {rows} rows a side"),
            rejected_of(FEWER, 36, of),
        );
    }
}

/// Rows of a column of words whose shares fall as one over the rank to the power of `fall`.
fn named(chance: &mut Chance, up_to: &[f64], rows: usize) -> Vec<u32> {
    let whole = up_to.last().copied().unwrap_or_default();
    (0..rows).map(|_| up_to.partition_point(|it| *it < chance.unit() * whole) as u32).collect()
}

/// Columns of very many words, of which most are rare, as the comparison of columns tests them.
fn many_words() {
    for (many, rows, fall) in
        [(200, 300, 1.0), (500, 500, 0.0), (1_000, 1_000, 1.0), (3_000, 2_000, 0.0), (20_000, 8_000, 1.0)]
    {
        let words: Vec<String> = (0..=many).map(|it| format!("w{it}")).collect();
        let shares = (1..=many).scan(0.0, |sum, rank| {
            *sum += f64::from(rank).powf(-fall);
            Some(*sum)
        });
        let up_to: Vec<f64> = shares.collect();
        let of = |it: &mut Chance| {
            let (one, two) = (named(it, &up_to, rows), named(it, &up_to, rows));
            let column = |codes| Column::new("w", Values::Coded { codes, words: &words });
            columns(&column(&one), &column(&two), &Options { replicates: 199, ..Options::default() }).test
        };
        let fallen = if fall > 0.0 { "shares as one over the rank" } else { "equal shares" };
        let setting = format!("{many} words, {fallen}, {rows} rows a side");
        line("Columns of many words (permutation, 199 draws)", &setting, rejected_of(FEWER, 37, of));
    }
}

fn over_time() {
    println!("\n## Over time (simulated, nothing wrong)\n");
    println!("| monitor | promise | seen |\n|---|---|--:|");
    let first = |promise, seed, batches: usize| {
        let (mut monitor, mut chance) = (Monitor::new(promise, 0.05), Chance::new(32, seed));
        (1..=batches).find(|_| monitor.take(chance.unit()))
    };
    let ever = (0..REPLICATES).filter(|it| first(Promise::EverAtMost, *it, 1000).is_some()).count();
    let percent = 100.0 * ever as f64 / REPLICATES as f64;
    println!("| Evidence against no change, alpha 0.05 | at most 5 % in 1,000 batches | {percent:.1} % |");
    let runs = (0..REPLICATES).map(|it| first(Promise::RunLength, it, 100_000).unwrap_or(100_000) as f64);
    let mean = runs.sum::<f64>() / REPLICATES as f64;
    println!("| Detector of a change, alpha 0.05 | at least 20 batches between false alarms | {mean:.0} |");
    let cusum = Cusum { slack: 0.5, height: 4.0 };
    let run = |seed: u64| {
        let mut chance = Chance::new(33, seed);
        let z: Vec<f64> = (0..3000).map(|_| chance.normal()).collect();
        cusum.run(&z).iter().position(|it| it.2).map_or(3000, |it| it + 1) as f64
    };
    let mean = (0..REPLICATES).map(run).sum::<f64>() / REPLICATES as f64;
    let promised = cusum.run_length(0.0);
    println!("| CUSUM, slack 0.5, height 4 | {promised:.0} values between false alarms | {mean:.0} |");
    let daily = (0..REPLICATES).filter(|it| (0..30).any(|at| Chance::new(34 + at, *it).unit() <= 0.05)).count();
    let percent = 100.0 * daily as f64 / REPLICATES as f64;
    println!("| For comparison: a 5 % test repeated on 30 days | none | {percent:.0} % raise an alarm |");
}

pub fn print() {
    println!("\n## False alarms of tests ({REPLICATES} replicates each)\n");
    println!("| test | setting | rejected |\n|---|---|--:|");
    tables();
    pairs_and_strata();
    scores();
    orders();
    many_words();
    whole();
    over_time();
}
