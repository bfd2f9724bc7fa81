//! What must always hold, whatever the data.

use measure::fairness::confusion::{Confusion, RATES};
use measure::fairness::gap;
use measure::fairness::parity::PARITIES;
use measure::inference::difference::{Side, difference};
use measure::inference::distribution::{beta_cdf, beta_quantile, normal_cdf, normal_quantile};
use measure::inference::multiple::{Correction, adjust};
use measure::inference::table::Table;
use measure::inference::{curve, ratio, share};
use measure::performance::calibration::{Binning, calibration};
use measure::performance::scoring::corp;
use measure::privacy::classes::Classes;
use measure::privacy::{k_anonymity, t_closeness};
use measure::{Bits, Coded, Column, Method, Values};
use proptest::prelude::*;

fn side() -> impl Strategy<Value = Side> {
    (1_u64..2000).prop_flat_map(|n| (0..=n).prop_map(move |k| Side::new(k, n)))
}

fn confusion() -> impl Strategy<Value = Confusion> {
    prop::array::uniform4(0_u64..300).prop_map(|it| Confusion::from_cells(&it))
}

fn scored() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    prop::collection::vec((0_u8..=20, any::<bool>()), 2..80)
        .prop_map(|it| it.into_iter().map(|(score, label)| (f64::from(score) / 20.0, label)).unzip())
}

fn codes() -> impl Strategy<Value = Vec<[u32; 3]>> {
    prop::collection::vec((0_u32..3, 0_u32..2, 0_u32..4).prop_map(|it| [it.0, it.1, it.2]), 1..60)
}

fn coded(rows: &[[u32; 3]], at: usize) -> Coded<'static> {
    let words = (0..4).map(|it| it.to_string()).collect::<Vec<_>>();
    Coded { name: "it", codes: rows.iter().map(|it| it[at]).collect(), words: words.into() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whole_numbers_make_the_groups_that_numbers_make(rows in prop::collection::vec((-40_i64..40, any::<bool>()), 1..60), far in any::<bool>()) {
        let stretch = if far { 1_000_003 } else { 1 }; // far apart, they are told apart by other means
        let whole: Vec<i64> = rows.iter().map(|it| it.0 * stretch).collect();
        let numbers: Vec<f64> = whole.iter().map(|it| *it as f64).collect();
        let bytes: Vec<u8> =
            rows.chunks(8).map(|it| it.iter().rev().fold(0, |byte, row| byte << 1 | u8::from(row.1))).collect();
        let valid = Bits::new(&bytes, 0, rows.len()).unwrap();
        let coded = |values| Column::new("x", values).with_valid(valid).coded(1000).unwrap();
        let (one, two) = (coded(Values::Integer(&whole)), coded(Values::Number(&numbers)));
        prop_assert_eq!(&one.words, &two.words);
        prop_assert_eq!(&one.codes, &two.codes);
        for (row, (_, known)) in rows.iter().enumerate() {
            let word = one.words.get(one.codes[row] as usize);
            prop_assert_eq!(word.cloned(), known.then(|| whole[row].to_string()));
        }
    }

    #[test]
    fn intervals_of_a_share_hold_it_mirror_and_nest(it in side(), level in 0.5..0.995) {
        for interval in [share::wilson, share::clopper_pearson] {
            let (found, mirrored) = (interval(it.k, it.n, level), interval(it.n - it.k, it.n, level));
            prop_assert!(0.0 <= found.low && found.low <= found.high && found.high <= 1.0);
            prop_assert!(found.contains(it.k as f64 / it.n as f64));
            prop_assert!((found.low - mirrored.complement().low).abs() < 1e-9);
            let wider = interval(it.k, it.n, 0.5 + 0.5 * level);
            prop_assert!(wider.low <= found.low + 1e-12 && found.high <= wider.high + 1e-12);
        }
    }

    #[test]
    fn swapping_two_sides_turns_difference_and_ratio_around(a in side(), b in side()) {
        for method in [Method::Newcombe, Method::MiettinenNurminen] {
            let (one, two) = (difference(a, b, 0.95, method).unwrap(), difference(b, a, 0.95, method).unwrap());
            let (i, j) = (one.interval.unwrap(), two.interval.unwrap());
            prop_assert!((one.value + two.value).abs() < 1e-12 && i.contains(one.value));
            prop_assert!((i.low + j.high).abs() < 1e-7 && (i.high + j.low).abs() < 1e-7, "{i:?} {j:?}");
        }
        if a.k > 0 && b.k > 0 {
            let of = |a, b| ratio::ratio(a, b, 0.95, Method::Koopman).unwrap();
            let (i, j) = (of(a, b).interval.unwrap(), of(b, a).interval.unwrap());
            prop_assert!((i.low * j.high - 1.0).abs() < 1e-6 && i.contains(of(a, b).value), "{i:?} {j:?}");
        }
    }

    #[test]
    fn quantiles_undo_distribution_functions(p in 1e-6..0.999_999, a in 0.5..500.0, b in 0.5..500.0) {
        prop_assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-10);
        let x = beta_quantile(p, a, b);
        prop_assert!((beta_cdf(a, b, x, 1.0 - x).0 - p).abs() < 1e-9, "{x}");
    }

    #[test]
    fn corrections_never_make_a_p_smaller_and_keep_the_order(p in prop::collection::vec(0.0..1.0, 1..30)) {
        let [holm, bh, by] = [Correction::Holm, Correction::BenjaminiHochberg, Correction::BenjaminiYekutieli]
            .map(|it| adjust(&p, it));
        for (at, own) in p.iter().enumerate() {
            prop_assert!(*own <= bh[at] + 1e-15 && bh[at] <= by[at] + 1e-15 && by[at] <= 1.0 && holm[at] <= 1.0);
            prop_assert!(bh[at] <= holm[at] + 1e-15, "Holm controls more");
            for other in 0..p.len() {
                prop_assert!(p[other] <= *own || holm[other] >= holm[at]);
            }
        }
    }

    #[test]
    fn rates_lie_between_those_of_the_parts(a in confusion(), b in confusion()) {
        for rate in RATES {
            let (one, two, both) = (rate.value(&a), rate.value(&b), rate.value(&a.plus(&b)));
            if one.is_finite() && two.is_finite() {
                prop_assert!(one.min(two) - 1e-12 <= both && both <= one.max(two) + 1e-12, "{}", rate.metric.id);
            }
        }
    }

    #[test]
    fn gaps_do_not_depend_on_the_order_of_groups(groups in prop::collection::vec(confusion(), 2..6)) {
        let turned: Vec<Confusion> = groups.iter().rev().copied().collect();
        let last = groups.len() - 1;
        for parity in PARITIES {
            let (one, two) = ((parity.point)(&groups, 0), (parity.point)(&turned, last));
            let sizes = |it: Option<gap::Spread>| it.map(|it| it.value.abs());
            match (sizes(one), sizes(two)) {
                (Some(one), Some(two)) => prop_assert!((one - two).abs() < 1e-12, "{}", parity.metric.id),
                (one, two) => prop_assert_eq!(one, two),
            }
            let twice: Vec<Confusion> = groups.iter().chain(&groups).copied().collect();
            // The same groups once more change no gap; a copy of the reference is a group that it is compared with.
            if parity.referred {
                continue;
            }
            if let (Some(one), Some(two)) = (one, (parity.point)(&twice, 0)) {
                prop_assert!((one.value.abs() - two.value.abs()).abs() < 1e-12, "{}", parity.metric.id);
            }
        }
        for rate in RATES {
            if let Some(spread) = gap::difference(&groups, rate.of) {
                let interval = gap::difference_interval(&groups, rate.of, 0.95).unwrap();
                prop_assert!((0.0..=1.0).contains(&spread.value) && interval.contains(spread.value));
            }
        }
    }

    #[test]
    fn areas_turn_around_with_scores_or_labels((scores, labels) in scored()) {
        let negated: Vec<f64> = scores.iter().map(|it| -it).collect();
        let swapped: Vec<bool> = labels.iter().map(|it| !it).collect();
        if let Ok(found) = curve::area(&scores, &labels, 0.95) {
            prop_assert!((found.value + curve::area(&negated, &labels, 0.95).unwrap().value - 1.0).abs() < 1e-12);
            prop_assert!((found.value + curve::area(&scores, &swapped, 0.95).unwrap().value - 1.0).abs() < 1e-12);
            let interval = found.interval.unwrap();
            prop_assert!(interval.contains(found.value) && interval.low >= 0.0 && interval.high <= 1.0);
        }
    }

    #[test]
    fn calibration_adds_up((scores, labels) in scored()) {
        let draws = measure::inference::resample::Draws { replicates: 50, seed: 0, level: 0.9 };
        let found = calibration(&scores, &labels, Binning::Uniform, 20, draws).unwrap();
        let most = found.maximum;
        prop_assert!(found.expected.value <= most.value + 1e-12 && most.value <= 1.0);
        for it in [most, found.debiased] {
            prop_assert!(it.interval.is_none_or(|interval| interval.contains(it.value)), "{it:?}");
        }
        // Scores are multiples of 1/20, so twenty bins hold one score each but the first, which holds 0 as well.
        let zero = scores.contains(&0.0) && scores.contains(&0.05);
        prop_assert!(zero || found.murphy.within.abs() < 1e-12, "{:?}", found.murphy);
        let parts = corp(&scores, &labels).unwrap();
        prop_assert!(parts.miscalibration >= -1e-12 && parts.discrimination >= -1e-12);
    }

    #[test]
    fn more_identifiers_hide_nobody_better(rows in codes()) {
        let few = Classes::new(&[coded(&rows, 0)]).unwrap();
        let more = Classes::new(&[coded(&rows, 0), coded(&rows, 1)]).unwrap();
        let k = |it: &Classes| k_anonymity::k_anonymity(it).unwrap().value;
        prop_assert!(k(&more) <= k(&few));
        let sensitive = coded(&rows, 2);
        for of in [t_closeness::categorical, t_closeness::ordered] {
            let (few, more) = (of(&few, &sensitive).unwrap().value, of(&more, &sensitive).unwrap().value);
            prop_assert!(few <= more + 1e-12 && (0.0..=1.0).contains(&more));
        }
    }

    #[test]
    fn a_table_turned_on_its_side_gives_the_same_tests(cells in prop::collection::vec(0_u64..40, 6)) {
        let turned: Vec<u64> = (0..3).flat_map(|at| [cells[at], cells[at + 3]]).collect();
        if let (Ok(one), Ok(two)) = (Table::new(&cells, 3), Table::new(&turned, 2)) {
            prop_assert!((one.chi_square().p - two.chi_square().p).abs() < 1e-10);
            prop_assert!((one.g().p - two.g().p).abs() < 1e-10);
            prop_assert!((one.cramer() - two.cramer()).abs() < 1e-10 && one.cramer() <= 1.0 + 1e-12);
        }
    }
}
