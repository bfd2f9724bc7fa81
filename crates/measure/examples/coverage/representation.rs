//! How often a fair sample is blamed for lacking a group, how often a planted lack is found, and what weights and proxies are worth.

use measure::inference::raking::{Margin, rake};
use measure::inference::resample::Draws;
use measure::represent::groups::{Counted, Group, Standing, groups};
use measure::represent::proxy::proxies;
use measure::{Chance, Coded};

/// Samples of each line.
const DRAWS: u64 = 1000;
/// Resamples of the strength of a proxy, whose rank is all that is asked.
const DRAWN: Draws = Draws { replicates: 19, seed: 1, level: 0.95 };
/// Shares of the attributes.
const SHARES: [&[f64]; 4] = [&[0.5, 0.5], &[0.4, 0.35, 0.25], &[0.1, 0.2, 0.3, 0.4], &[0.7, 0.2, 0.08, 0.02]];
/// Rows that the reference must expect of a group.
const MINIMUM: u64 = 30;

/// A word by its shares.
fn word(chance: &mut Chance, shares: &[f64]) -> u32 {
    let (at, mut left) = (chance.unit(), 0.0);
    let place = shares.iter().position(|it| {
        left += it;
        at < left
    });
    place.unwrap_or(shares.len() - 1) as u32
}

fn sample(chance: &mut Chance, rows: usize, attributes: usize, women: f64) -> Vec<Vec<u32>> {
    let of = |at: usize| if at == 0 { vec![women, 1.0 - women] } else { SHARES[at].to_vec() };
    (0..attributes).map(|at| (0..rows).map(|_| word(chance, &of(at))).collect()).collect()
}

/// Every group and every intersection of two, beside what the reference says.
fn counted(codes: &[Vec<u32>]) -> Vec<Counted> {
    let among = codes[0].len() as u64;
    let mut all = Vec::new();
    let mut add =
        |name: String, rows: usize, expected: f64| all.push(Counted { name, rows: rows as u64, among, expected });
    for (a, one) in codes.iter().enumerate() {
        for (x, share) in SHARES[a].iter().enumerate() {
            add(format!("{a} = {x}"), one.iter().filter(|it| **it == x as u32).count(), *share);
            for (b, two) in codes.iter().enumerate().skip(a + 1) {
                for (y, other) in SHARES[b].iter().enumerate() {
                    let both = one.iter().zip(two).filter(|it| *it.0 == x as u32 && *it.1 == y as u32).count();
                    add(format!("{a} x {b} = {x}, {y}"), both, share * other);
                }
            }
        }
    }
    all
}

fn blamed(it: &Group) -> bool {
    [Standing::Under, Standing::Over].contains(&it.standing)
}

fn false_alarms(rows: usize, attributes: usize) {
    let (mut alarms, mut alone, mut thin, mut cells) = (0, 0, 0, (0, 0));
    for seed in 0..DRAWS {
        let all = groups(&counted(&sample(&mut Chance::new(44, seed), rows, attributes, 0.5)), MINIMUM, 0.95, 0.8);
        alarms += u64::from(all.iter().any(blamed));
        alone += u64::from(all.iter().any(|it| it.chance.is_some_and(|it| it.p <= 0.05)));
        let below = |it: &&Group| it.counted.expected * (rows as f64) < MINIMUM as f64;
        thin += all.iter().filter(below).filter(|it| it.standing != Standing::NotAssessable).count();
        cells = (all.iter().filter(|it| it.chance.is_some()).count(), all.iter().filter(below).count());
    }
    let percent = |it: u64| 100.0 * it as f64 / DRAWS as f64;
    println!(
        "| {rows} | {attributes} | {} | {} | {:.1} % | {:.1} % | {thin} |",
        cells.0,
        cells.1,
        percent(alarms),
        percent(alone)
    );
}

fn power(rows: usize) {
    let found = |seed: &u64| {
        let all = groups(&counted(&sample(&mut Chance::new(45, *seed), rows, 2, 0.3)), MINIMUM, 0.95, 0.8);
        all.iter().any(|it| it.counted.name == "0 = 0" && it.standing == Standing::Under)
    };
    println!("| {rows} | {:.1} % |", 100.0 * (0..DRAWS).filter(found).count() as f64 / DRAWS as f64);
}

fn coded(name: &'static str, words: usize, codes: Vec<u32>) -> Coded<'static> {
    Coded { name, codes: codes.into(), words: (0..words).map(|it| it.to_string()).collect::<Vec<_>>().into() }
}

/// The largest distance of a weighted share from its target, over all samples, counted anew from the weights.
fn raked() -> f64 {
    let mut off: f64 = 0.0;
    for seed in 0..DRAWS / 10 {
        let codes = sample(&mut Chance::new(46, seed), 1000, 3, 0.3);
        let columns: Vec<Coded<'_>> =
            codes.iter().enumerate().map(|(at, it)| coded("it", SHARES[at].len(), it.clone())).collect();
        let margins: Vec<Margin<'_>> =
            columns.iter().zip(SHARES).map(|(column, it)| Margin { column, shares: it.to_vec() }).collect();
        let Ok(it) = rake(&margins, 1e-9) else { return f64::NAN };
        let whole: f64 = it.weights.iter().sum();
        for (at, own) in codes.iter().enumerate() {
            for (x, share) in SHARES[at].iter().enumerate() {
                let held: f64 = own.iter().zip(&it.weights).filter(|it| *it.0 == x as u32).map(|it| it.1).sum();
                off = off.max((held / whole - share).abs());
            }
        }
    }
    off
}

/// Samples in which a postcode that follows the group is ranked before noise and before a key.
fn ranked(rows: usize) -> u64 {
    let first = |seed: &u64| {
        let mut chance = Chance::new(47, *seed);
        let group: Vec<u32> = (0..rows).map(|_| word(&mut chance, &[0.5, 0.5])).collect();
        let postcode = group.iter().map(|it| {
            let any = (chance.unit() * 20.0) as u32;
            if chance.unit() < 0.6 { (any / 2) + it * 10 } else { any }
        });
        let postcode: Vec<u32> = postcode.collect();
        let noise = (0..rows).map(|_| (chance.unit() * 20.0) as u32).collect();
        let others = [
            coded("key", rows, (0..rows as u32).collect()),
            coded("noise", 20, noise),
            coded("postcode", 20, postcode),
        ];
        proxies(&coded("group", 2, group), &others, DRAWN)[0].column == "postcode"
    };
    (0..DRAWS).filter(first).count() as u64
}

pub fn print() {
    println!("\n## Representation ({DRAWS} samples a line, groups and intersections of two attributes)\n");
    println!(
        "Nothing is wrong: rows are drawn at random from the reference. All groups are one family under Holm's correction, which promises"
    );
    println!(
        "at most 5 % of samples with any false alarm; a group of which fewer than {MINIMUM} rows are expected is never judged.\n"
    );
    println!(
        "| rows | attributes | groups judged | groups too thin | samples with a false alarm | the same without correction | thin groups judged |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|");
    for rows in [200, 1000, 5000] {
        [1, 2, 4].iter().for_each(|it| false_alarms(rows, *it));
    }
    println!("\nWomen are 30 % of those drawn and 50 % of the reference; two attributes.\n");
    println!("| rows | found |\n|--:|--:|");
    [60, 100, 200, 1000].iter().for_each(|it| power(*it));
    println!(
        "\nWeights that are raked to three margins miss none by more than {:.0e} in {} samples.",
        raked(),
        DRAWS / 10
    );
    println!(
        "A postcode that follows the group in six of ten rows is ranked before noise and a key in {} of {DRAWS} samples of 200 rows",
        ranked(200)
    );
    println!("and in {} of {DRAWS} of 1,000 rows.", ranked(1000));
}
