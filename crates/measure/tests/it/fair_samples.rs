//! Fair samples are seldom blamed, planted lacks are found, thin groups are not judged; and the rule without correction fails this.
//!
//! A smaller version of what `scripts/statistics` measures; every number follows from a seed.

use measure::inference::resample::Draws;
use measure::represent::groups::{Counted, Standing, groups};
use measure::represent::proxy::proxies;
use measure::{Chance, Coded};

const SHARES: [f64; 10] = [0.1; 10];
const DRAWS: u64 = 200;

/// Resamples of the strength of a proxy.
const DRAWN: Draws = Draws { replicates: 199, level: 0.95, seed: 7 };

/// A sample of ten groups; the first is drawn with `first` in place of its share.
fn sample(seed: u64, rows: u64, first: f64) -> Vec<Counted> {
    let mut chance = Chance::new(9, seed);
    let mut counts = [0; 10];
    for _ in 0..rows {
        let it = chance.unit();
        counts[if it < first { 0 } else { 1 + ((it - first) / (1.0 - first) * 9.0) as usize }] += 1;
    }
    let one = |(at, rows_of): (usize, u64)| Counted {
        name: format!("group = {at}"),
        rows: rows_of,
        among: rows,
        expected: SHARES[at],
    };
    counts.into_iter().enumerate().map(one).collect()
}

#[test]
fn a_fair_sample_is_blamed_in_at_most_one_of_twenty_and_a_rule_without_correction_in_more() {
    let all: Vec<_> = (0..DRAWS).map(|it| groups(&sample(it, 500, 0.1), 30, 0.95, 0.8)).collect();
    let share = |it: usize| it as f64 / DRAWS as f64;
    let blame = [Standing::Under, Standing::Over];
    let blamed = all.iter().filter(|it| it.iter().any(|it| blame.contains(&it.standing))).count();
    let alone = all.iter().filter(|it| it.iter().any(|it| it.chance.unwrap().p <= 0.05)).count();
    // Two standard errors above one in twenty.
    assert!(share(blamed) <= 0.05 + 2.0 * (0.05_f64 * 0.95 / DRAWS as f64).sqrt(), "{blamed}");
    assert!(share(alone) > 0.2, "without correction the promise would be kept by chance: {alone}");
}

#[test]
fn a_planted_lack_is_found_and_an_absence_is_no_excuse() {
    let found =
        (0..50).filter(|it| groups(&sample(*it, 1000, 0.04), 30, 0.95, 0.8)[0].standing == Standing::Under).count();
    assert!(found >= 49, "{found}");
    let gone = Counted { name: "gone".into(), rows: 0, among: 400, expected: 0.25 };
    assert_eq!(groups(&[gone], 30, 0.95, 0.8)[0].standing, Standing::Under);
}

#[test]
fn thin_groups_are_never_judged_and_a_wide_interval_never_shows_that_all_is_well() {
    for seed in 0..50 {
        assert!(groups(&sample(seed, 299, 0.0), 30, 0.95, 0.8).iter().all(|it| it.standing == Standing::NotAssessable));
    }
    // At a tenth, Wilson's interval reaches about 1.96 * sqrt(0.09 / n) to either side: within a fifth of it from about 800 rows on.
    let tenth = |among: u64| Counted { name: "tenth".into(), rows: among / 10, among, expected: 0.1 };
    let standing = |among: u64| groups(&[tenth(among)], 30, 0.95, 0.8)[0].standing;
    assert_eq!(
        [310, 600, 1100, 5000].map(standing),
        [Standing::Unclear, Standing::Unclear, Standing::Fair, Standing::Fair]
    );
}

fn coded(name: &'static str, codes: &[u32]) -> Coded<'static> {
    let words = codes.iter().max().unwrap() + 1;
    let words: Vec<String> = (0..words).map(|it| it.to_string()).collect();
    Coded { name, codes: codes.to_vec().into(), words: words.into() }
}

#[test]
fn a_proxy_is_ranked_before_a_key_and_tells_what_a_closed_form_says() {
    let group: Vec<u32> = (0..400).map(|it| it % 2).collect();
    let area: Vec<u32> = (0..400).map(|it| if it % 20 < 2 { 1 - it % 2 } else { it % 2 }).collect();
    let key: Vec<u32> = (0..400).collect();
    let others = [coded("key", &key), coded("same", &group), coded("area", &area)];
    let found = proxies(&coded("group", &group), &others, DRAWN);
    assert_eq!(found.iter().map(|it| it.column.as_str()).collect::<Vec<_>>(), ["same", "area", "key"]);
    let strength = |at: usize| found[at].strength.value().unwrap();
    assert!((strength(0) - 1.0).abs() < 1e-12 && strength(2) == 0.0, "a key tells nothing that chance does not tell");
    // One of ten rows is wrong either way: ln 2 - H(0.1), and by chance about 1 / 800 nats.
    let (entropy, chance) = (-(0.1_f64 * 0.1_f64.ln() + 0.9 * 0.9_f64.ln()), 1.0 / 800.0);
    let expected = (2.0_f64.ln() - entropy - chance) / (2.0_f64.ln() - chance);
    assert!((strength(1) - expected).abs() < 1e-4, "{} {expected}", strength(1));
}

/// Mutual information of two columns in nats.
fn information(one: &[u32], two: &[u32]) -> f64 {
    let n = one.len() as f64;
    let count = |fits: &dyn Fn(u32, u32) -> bool| one.iter().zip(two).filter(|it| fits(*it.0, *it.1)).count() as f64;
    let mut told = 0.0;
    for a in 0..=*one.iter().max().unwrap() {
        for x in 0..=*two.iter().max().unwrap() {
            let both = count(&|c, d| c == a && d == x);
            if both > 0.0 {
                told += both / n * (both * n / (count(&|c, _| c == a) * count(&|_, d| d == x))).ln();
            }
        }
    }
    told
}

/// Every order of the rows of a column.
fn orders(left: &[u32], before: &[u32], all: &mut Vec<Vec<u32>>) {
    if left.is_empty() {
        all.push(before.to_vec());
    }
    for at in 0..left.len() {
        let mut rest = left.to_vec();
        let next = rest.remove(at);
        orders(&rest, &[before, &[next]].concat(), all);
    }
}

#[test]
fn what_chance_tells_is_the_mean_over_all_orders_of_the_rows() {
    for (group, column) in [
        (vec![0, 0, 0, 1, 1, 1, 1], vec![0, 0, 1, 1, 2, 2, 2]),
        (vec![0, 1, 2, 0, 1, 2, 0], vec![0, 1, 1, 0, 1, 2, 0]),
        (vec![0, 0, 0, 0, 0, 0, 1], vec![0, 1, 2, 2, 2, 2, 3]),
    ] {
        let mut all = Vec::new();
        orders(&column, &[], &mut all);
        let chance = all.iter().map(|it| information(&group, it)).sum::<f64>() / all.len() as f64;
        let entropy = information(&group, &group);
        let expected = ((information(&group, &column) - chance) / (entropy - chance)).max(0.0);
        let found = proxies(&coded("group", &group), &[coded("column", &column)], DRAWN);
        let found = found[0].strength.value().unwrap();
        assert!((found - expected).abs() < 1e-9, "{group:?} {column:?}: {found} is not {expected}");
    }
}
