//! Hazards on data: counts by hand, bins that keep equal numbers together, and a test of new outputs that alarms no oftener than it says.

use measure::hazard::feedback::feedback;
use measure::hazard::flips::{flip_rate, size};
use measure::hazard::outputs::outputs;
use measure::hazard::reliance::reliance;
use measure::represent::proxy::coarse;
use measure::{Batch, Chance, Coded, Column, Values};

fn coded(name: &'static str, words: &[&str], codes: Vec<u32>) -> Coded<'static> {
    Coded { name, codes: codes.into(), words: words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().into() }
}

#[test]
fn wrong_advice_that_was_followed_is_counted_by_hand() {
    let words = ["no", "yes"];
    // Right advice in three rows, of which one is overruled; wrong advice in four, of which three are followed; one row without a decision.
    let advice = coded("advice", &words, vec![1, 1, 0, 1, 1, 0, 0, 1]);
    let right = coded("right", &words, vec![1, 1, 0, 0, 0, 1, 1, 0]);
    let done = coded("done", &words, vec![1, 0, 0, 1, 1, 0, 1, 2]);
    let [wrong, good] = reliance(&advice, &right, &done, 0.95);
    let (wrong, good) = (wrong.unwrap(), good.unwrap());
    assert_eq!((wrong.fraction.unwrap().numerator, wrong.n), (3, 4));
    assert_eq!((good.fraction.unwrap().numerator, good.n), (1, 3));
    assert!(wrong.interval.is_some_and(|it| it.low < 0.75 && it.high > 0.75));
    let none = reliance(&right, &right, &done, 0.95);
    assert!(
        none[0].as_ref().is_err_and(|it| it.why.contains("seed some")),
        "advice that is always right shows nothing"
    );
}

#[test]
fn flips_are_compared_by_word_and_the_size_is_in_deviations() {
    let before = coded("class", &["a", "b"], vec![0, 0, 1, 1]);
    let after = coded("class", &["b", "a"], vec![1, 0, 0, 2]);
    let rate = flip_rate(&before, &after, 0.95).unwrap();
    assert_eq!((rate.value, rate.n), (1.0 / 3.0, 3), "a row without a prediction is left out, and codes are no words");
    let (old, new) = ([0.0, 2.0, 4.0, 6.0], [0.5, 2.5, 4.5, 6.5]);
    let moved = size(&[(&old, &new), (&[1.0; 4], &[9.0; 4])], 0.95).unwrap();
    assert!(
        (moved.value - 0.5 / (20.0_f64 / 3.0).sqrt()).abs() < 1e-12,
        "{moved:?}: columns that do not vary are left out"
    );
}

#[test]
fn rows_that_come_back_are_found_by_what_both_hold() {
    let (one, two) = ([1.0, 2.0, 3.0, 4.0], [3.0, 2.0, 9.0]);
    let decided = Batch::new(vec![Column::new("x", Values::Number(&one))]).unwrap();
    let training = Batch::new(vec![Column::new("x", Values::Number(&two))]).unwrap();
    let found = feedback(&decided, &[1, 0, 1, 0], &training, &["x"], 0.95).unwrap();
    assert_eq!(found.share.value(), Some(1.0 / 3.0), "only 3 had been accepted");
    assert_eq!(found.selection.value(), Some(0.0), "one accepted and one refused row came back, each of two");
    assert_eq!(found.first, [0]);
    let alone = feedback(&decided, &[1; 4], &training, &["x"], 0.95).unwrap();
    assert!(alone.selection.get().is_err_and(|it| it.why.contains("no row was refused")));
}

#[test]
fn bins_hold_equally_many_rows_and_equal_numbers_stay_together() {
    let numbers: Vec<f64> = (0..100).map(f64::from).chain([7.0; 100]).collect();
    let column = Column::new("x", Values::Number(&numbers));
    let bins = coarse(&column, 4).unwrap();
    let of = |value: f64| {
        let mine = numbers.iter().zip(bins.codes.iter()).filter(|it| *it.0 == value);
        mine.map(|it| *it.1).collect::<std::collections::BTreeSet<u32>>()
    };
    assert!(of(7.0).len() == 1 && bins.words.len() == 4);
    assert!(bins.codes.iter().all(|it| *it < 4), "every number has a bin");
}

#[test]
fn outputs_like_before_alarm_no_oftener_than_promised_and_a_new_sort_is_found() {
    let mut chance = Chance::new(7, 1);
    let mut cloud = |rows: usize, at: f64| -> Vec<Vec<f64>> {
        (0..2).map(|_| (0..rows).map(|_| at + chance.normal()).collect()).collect()
    };
    let (mut alarms, mut shares) = (0, 0.0);
    for seed in 0..400 {
        let found = outputs(&cloud(200, 0.0), &cloud(50, 0.0), 0.9, seed, 0.95).unwrap();
        alarms += u32::from(found.chance.p <= 0.05);
        shares += found.share.value;
        assert!((found.expected - 0.1).abs() < 0.01);
    }
    // 400 draws of a chance of at most 0.05: 33 is more than three deviations above its mean.
    assert!(alarms <= 33, "{alarms} false alarms in 400");
    assert!((shares / 400.0 - 0.1).abs() < 0.02, "{shares}");
    let mixed: Vec<Vec<f64>> = cloud(40, 0.0).into_iter().zip(cloud(10, 9.0)).map(|it| [it.0, it.1].concat()).collect();
    let found = outputs(&cloud(200, 0.0), &mixed, 0.95, 1, 0.95).unwrap();
    assert!(found.share.value >= 0.2 && found.chance.p < 0.01, "{found:?}");
    assert!(outputs(&[vec![1.0; 9]], &[vec![1.0; 9]], 0.9, 1, 0.95).is_err_and(|it| it.why.contains("no column")));
}
