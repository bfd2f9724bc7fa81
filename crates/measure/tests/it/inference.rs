//! Intervals and tests against scipy, statsmodels and brute force.

use measure::inference::difference::{Side, difference};
use measure::inference::multiple::{Correction, adjust};
use measure::inference::resample::{Draws, mean, percentile, replicates};
use measure::inference::table::Table;
use measure::inference::{curve, paired, ratio, share};
use measure::{Estimate, Interval, Method};

use crate::support::{close, counts, golden, number, numbers, rows};

#[track_caller]
fn ends(found: Interval, low: f64, high: f64, tolerance: f64) {
    close(found.low, low, tolerance, "low end");
    close(found.high, high, tolerance, "high end");
}

fn interval(estimate: Estimate) -> Interval {
    estimate.interval.unwrap()
}

#[test]
fn intervals_of_one_share_agree_with_statsmodels() {
    for row in rows(&golden("inference")["share"]) {
        let (k, n, level) = (row[0] as u64, row[1] as u64, row[2]);
        ends(share::wilson(k, n, level), row[3].max(0.0), row[4], 1e-11);
        ends(share::clopper_pearson(k, n, level), row[5], row[6], 1e-10);
    }
    for row in rows(&golden("inference")["binomial_test"]) {
        close(share::binomial_test(row[0] as u64, row[1] as u64, row[2]).p, row[3], 1e-9, &format!("{row:?}"));
    }
}

fn sides(row: &[f64]) -> (Side, Side) {
    (Side::new(row[0] as u64, row[1] as u64), Side::new(row[2] as u64, row[3] as u64))
}

#[test]
fn intervals_of_two_shares_agree_with_statsmodels_and_brute_force() {
    for row in rows(&golden("inference")["difference"]) {
        let (a, b) = sides(&row);
        let newcombe = difference(a, b, 0.95, Method::Newcombe).unwrap();
        close(newcombe.value, row[4], 1e-12, "difference");
        ends(interval(newcombe), row[5], row[6], 1e-11);
        ends(interval(difference(a, b, 0.95, Method::MiettinenNurminen).unwrap()), row[7], row[8], 1e-9);
    }
    for row in rows(&golden("inference")["ratio"]) {
        let (a, b) = sides(&row);
        let koopman = ratio::ratio(a, b, 0.95, Method::Koopman).unwrap();
        close(koopman.value, row[4], 1e-12, "ratio");
        ends(interval(koopman), row[5], row[6], 1e-9);
        ends(interval(ratio::ratio(a, b, 0.95, Method::LogRatio).unwrap()), row[7], row[8], 1e-11);
    }
}

#[test]
fn sides_at_their_bounds_have_intervals() {
    for (a, b) in [((0, 10), (0, 10)), ((10, 10), (10, 10)), ((0, 5), (7, 7)), ((7, 7), (0, 5)), ((1, 1), (0, 1))] {
        let (a, b) = (Side::new(a.0, a.1), Side::new(b.0, b.1));
        for method in [Method::Newcombe, Method::MiettinenNurminen] {
            let found = difference(a, b, 0.95, method).unwrap();
            let interval = interval(found);
            let bounded = interval.low >= -1.0 && interval.high <= 1.0;
            assert!(interval.contains(found.value) && bounded, "{a:?} {b:?} {found:?}");
        }
        if let Ok(found) = ratio::ratio(a, b, 0.95, Method::Koopman) {
            assert!(interval(found).contains(found.value) && interval(found).low >= 0.0, "{a:?} {b:?} {found:?}");
        }
    }
}

#[test]
fn paired_tests_agree_with_statsmodels_and_brute_force() {
    let golden = golden("inference");
    for row in rows(&golden["mcnemar"]) {
        close(paired::mcnemar(row[0] as u64, row[1] as u64).p, row[2], 1e-9, &format!("mcnemar {row:?}"));
    }
    for row in rows(&golden["tango"]) {
        let found = paired::paired_difference(row[0] as u64, row[1] as u64, row[2] as u64, 0.95).unwrap();
        close(found.value, row[3], 1e-12, "paired difference");
        ends(interval(found), row[4], row[5], 1e-9);
    }
    let systems: Vec<Vec<bool>> = golden["cochran"]["systems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| counts(it).into_iter().map(|it| it == 1).collect())
        .collect();
    let slices: Vec<&[bool]> = systems.iter().map(Vec::as_slice).collect();
    let found = paired::cochran_q(&slices).unwrap();
    close(found.statistic.unwrap(), number(&golden["cochran"]["q"]), 1e-11, "Q");
    close(found.p, number(&golden["cochran"]["p"]), 1e-10, "p of Q");
}

#[test]
fn tests_of_tables_agree_with_scipy() {
    for it in golden("inference")["tables"].as_array().unwrap() {
        let table = Table::new(&counts(&it["cells"]), it["width"].as_u64().unwrap() as usize).unwrap();
        let (chi, g) = (numbers(&it["chi"]), numbers(&it["g"]));
        let found = table.chi_square();
        close(found.statistic.unwrap(), chi[0], 1e-9, "chi-square");
        assert_eq!(found.degrees, Some(chi[1]));
        close(found.p, chi[2], 1e-9, "p of chi-square");
        close(table.g().statistic.unwrap(), g[0], 1e-9, "G");
        close(table.g().p, g[1], 1e-9, "p of G");
        close(table.cramer(), number(&it["cramer"]), 1e-9, "Cramer's V");
        close(table.least_expected(), number(&it["least"]), 1e-12, "least expected");
        if let Some(fisher) = it["fisher"].as_f64() {
            close(table.fisher().unwrap().p, fisher, 1e-8, "Fisher");
        }
    }
}

#[test]
fn a_permutation_test_comes_near_the_list_of_all_tables() {
    for it in golden("inference")["permutation"].as_array().unwrap() {
        let table = Table::new(&counts(&it["cells"]), it["width"].as_u64().unwrap() as usize).unwrap();
        let (exact, found) = (number(&it["p"]), table.permutation(20_000, 3));
        let error = (exact * (1.0 - exact) / 20_000.0).sqrt();
        assert!((found.p - exact).abs() < 4.0 * error + 1e-4, "{} is not {exact}", found.p);
        assert_eq!(found.p, table.permutation(20_000, 3).p, "the same seed gives the same p");
    }
}

#[test]
fn a_permutation_test_is_never_sure() {
    // The most extreme of all tables: no draw of 99 reaches it, and p is one in a hundred, not 0.
    let table = Table::new(&[40, 0, 0, 40], 2).unwrap();
    assert_eq!(table.permutation(99, 1).p, 0.01);
}

#[test]
fn families_are_corrected_as_statsmodels_does() {
    let golden = &golden("inference")["adjust"];
    let named = [
        ("holm", Correction::Holm),
        ("benjamini_hochberg", Correction::BenjaminiHochberg),
        ("benjamini_yekutieli", Correction::BenjaminiYekutieli),
    ];
    for (name, correction) in named {
        for (found, expected) in adjust(&numbers(&golden["p"]), correction).iter().zip(numbers(&golden[name])) {
            close(*found, expected, 1e-12, name);
        }
    }
}

#[test]
fn areas_agree_with_all_pairs() {
    let golden = &golden("inference")["delong"];
    let labels: Vec<bool> = counts(&golden["labels"]).iter().map(|&it| it == 1).collect();
    let (a, b) = (numbers(&golden["a"]), numbers(&golden["b"]));
    let (areas, variances) = (numbers(&golden["areas"]), numbers(&golden["variances"]));
    for (at, scores) in [&a, &b].into_iter().enumerate() {
        close(curve::area(scores, &labels, 0.95).unwrap().value, areas[at], 1e-12, "area");
        close(curve::variance(scores, &labels).unwrap(), variances[at], 1e-10, "variance");
    }
    let (estimate, tested) = curve::compare(&a, &b, &labels, 0.95).unwrap();
    close(tested.statistic.unwrap(), number(&golden["z"]), 1e-9, "z");
    close(tested.p, number(&golden["p"]), 1e-9, "p");
    ends(interval(estimate), number(&golden["low"]), number(&golden["high"]), 1e-9);
    let apart = curve::area(&[0.1, 0.2, 0.8, 0.9], &[false, false, true, true], 0.95).unwrap();
    assert!(apart.value == 1.0 && interval(apart).low < 0.9, "a perfect order of four rows proves little");
}

#[test]
fn a_bootstrap_comes_near_that_of_scipy() {
    let golden = &golden("inference")["bootstrap"];
    let x = numbers(&golden["x"]);
    let draws = Draws { replicates: 20_000, seed: 5, level: 0.95 };
    let bca = numbers(&golden["bca"]);
    ends(interval(mean(&x, draws).unwrap()), bca[0], bca[1], 0.01);
    let drawn = replicates(x.len(), draws, |rows| rows.iter().map(|&it| x[it as usize]).sum::<f64>() / x.len() as f64);
    let expected = numbers(&golden["percentile"]);
    ends(percentile(drawn, 0.95).unwrap(), expected[0], expected[1], 0.01);
}

/// Shares of draws against the law itself, by binomial coefficients.
#[test]
fn few_marked_ones_are_drawn_after_the_hypergeometric_law() {
    let choose = |n: u64, k: u64| (0..k).fold(1.0, |it, at| it * (n - at) as f64 / (at + 1) as f64);
    let (all, marked, drawn, draws) = (20, 5, 8, 40_000);
    let mut chance = measure::Chance::new(1, 0);
    let mut seen = [0_u64; 6];
    (0..draws).for_each(|_| seen[chance.hypergeometric(all, marked, drawn) as usize] += 1);
    for (k, count) in (0..).zip(seen) {
        let p = choose(marked, k) * choose(all - marked, drawn - k) / choose(all, drawn);
        let (share, error) = (count as f64 / draws as f64, (p * (1.0 - p) / draws as f64).sqrt());
        assert!((share - p).abs() < 4.5 * error, "{k}: {share} beside {p}");
    }
    assert_eq!((chance.hypergeometric(5, 5, 3), chance.hypergeometric(9, 4, 0)), (3, 0), "certain outcomes");
}
