//! Fair samples are seldom blamed, planted lacks are found, thin groups are not judged; and the rule without correction fails this.
//!
//! A smaller version of what `scripts/statistics` measures; every number follows from a seed.

use measure::represent::groups::{Counted, Standing, groups};
use measure::represent::proxy::proxies;
use measure::{Chance, Coded};

const SHARES: [f64; 10] = [0.1; 10];
const DRAWS: u64 = 200;

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
    let all: Vec<_> = (0..DRAWS).map(|it| groups(&sample(it, 500, 0.1), 30, 0.95)).collect();
    let share = |it: usize| it as f64 / DRAWS as f64;
    let blamed = all.iter().filter(|it| it.iter().any(|it| it.standing != Standing::Fair)).count();
    let alone = all.iter().filter(|it| it.iter().any(|it| it.chance.unwrap().p <= 0.05)).count();
    // Two standard errors above one in twenty.
    assert!(share(blamed) <= 0.05 + 2.0 * (0.05_f64 * 0.95 / DRAWS as f64).sqrt(), "{blamed}");
    assert!(share(alone) > 0.2, "without correction the promise would be kept by chance: {alone}");
}

#[test]
fn a_planted_lack_is_found_and_an_absence_is_no_excuse() {
    let found = (0..50).filter(|it| groups(&sample(*it, 1000, 0.04), 30, 0.95)[0].standing == Standing::Under).count();
    assert!(found >= 49, "{found}");
    let gone = Counted { name: "gone".into(), rows: 0, among: 400, expected: 0.25 };
    assert_eq!(groups(&[gone], 30, 0.95)[0].standing, Standing::Under);
}

#[test]
fn thin_groups_are_never_judged_and_few_rows_never_show_that_all_is_well() {
    for seed in 0..50 {
        assert!(groups(&sample(seed, 299, 0.0), 30, 0.95).iter().all(|it| it.standing == Standing::NotAssessable));
    }
    let few = Counted { name: "few".into(), rows: 28, among: 310, expected: 0.1 };
    assert_eq!(groups(&[few], 30, 0.95)[0].standing, Standing::NotAssessable);
}

#[test]
fn a_proxy_is_ranked_before_a_key_and_tells_what_a_closed_form_says() {
    let coded = |name: &'static str, words: u32, codes: Vec<u32>| Coded {
        name,
        codes: codes.into(),
        words: (0..words).map(|it| it.to_string()).collect::<Vec<_>>().into(),
    };
    let group: Vec<u32> = (0..400).map(|it| it % 2).collect();
    let area: Vec<u32> = (0..400).map(|it| if it % 20 < 2 { 1 - it % 2 } else { it % 2 }).collect();
    let others = [coded("key", 400, (0..400).collect()), coded("same", 2, group.clone()), coded("area", 2, area)];
    let found = proxies(&coded("group", 2, group), &others);
    assert_eq!(found.iter().map(|it| it.column.as_str()).collect::<Vec<_>>(), ["same", "area", "key"]);
    // One of ten rows is wrong either way: 1 - H(0.1) / ln 2, less 1 / 800 nats.
    let entropy = -(0.1_f64 * 0.1_f64.ln() + 0.9 * 0.9_f64.ln());
    let expected = (2.0_f64.ln() - entropy - 1.0 / 800.0) / 2.0_f64.ln();
    assert!((found[1].strength.value().unwrap() - expected).abs() < 1e-12);
}
