//! Drift of columns with very many words: what did not change is not found more often than is stated, what changed is, and both also by summaries
//! of which the words were not counted one by one.

use measure::drift::{Margins, Options, columns, judge, summaries};
use measure::inference::multiple::Correction;
use measure::summary::ColumnSummary;
use measure::{Chance, Column, Values, Verdict};

/// Rows of words `from..` with shares that fall as one over the rank to the power of `fall`.
struct Law {
    from: u32,
    words: u32,
    fall: f64,
}

impl Law {
    fn rows(&self, n: usize, seed: u64) -> Vec<u32> {
        let mut sum = 0.0;
        let up_to: Vec<f64> = (1..=self.words)
            .map(|rank| {
                sum += f64::from(rank).powf(-self.fall);
                sum
            })
            .collect();
        let mut chance = Chance::new(seed, 7);
        (0..n).map(|_| self.from + up_to.partition_point(|it| *it < chance.unit() * sum) as u32).collect()
    }
}

fn names(many: u32) -> Vec<String> {
    (0..=many).map(|it| format!("K{it:06}")).collect()
}

fn margins() -> Margins {
    let (correction, columns) = (Correction::BenjaminiHochberg, Default::default());
    Margins { alpha: 0.05, correction, numbers: 0.1, words: 0.1, missing: 0.05, columns }
}

#[test]
fn words_of_one_law_are_not_told_apart_more_often_than_stated() {
    let words = names(20_000);
    for (many, n, fall, draws) in [
        (200, 300, 1.0, 200),
        (1_000, 1_000, 1.0, 60),
        (3_000, 2_000, 0.0, 60),
        (20_000, 8_000, 1.0, 40),
        (500, 500, 0.0, 60),
    ] {
        let law = Law { from: 0, words: many, fall };
        let mut rejected = 0;
        for seed in 0..draws {
            let (one, two) = (law.rows(n, 2 * seed), law.rows(n, 2 * seed + 1));
            let column = |codes| Column::new("w", Values::Coded { codes, words: &words });
            let options = Options { replicates: 199, ..Options::default() };
            let found = columns(&column(&one), &column(&two), &options);
            rejected += u64::from(found.test.as_ref().unwrap().p <= 0.05);
        }
        // Beyond this a rate of 5 % is refused at one in a thousand.
        let mean = draws as f64 * 0.05;
        let most = mean + 3.3 * (mean * 0.95).sqrt() + 1.0;
        assert!((rejected as f64) <= most, "{many} words, {n} rows: {rejected} of {draws} rejected");
    }
}

#[test]
fn words_that_were_all_replaced_are_found_whatever_their_number() {
    for (many, n) in [(50, 500), (800, 4_000), (3_000, 4_000), (16_000, 60_000), (40_000, 120_000)] {
        let words = names(2 * many);
        let one = Law { from: 0, words: many, fall: 0.0 }.rows(n, 1);
        let other = Law { from: many, words: many, fall: 0.0 }.rows(n, 2);
        let same = Law { from: 0, words: many, fall: 0.0 }.rows(n, 3);
        let column = |codes| Column::new("w", Values::Coded { codes, words: &words });
        let sketch = |codes| ColumnSummary::of(&column(codes));
        let options = Options::default();
        let verdict = |found| judge(vec![found], margins()).columns.swap_remove(0).verdict;
        assert_eq!(verdict(columns(&column(&one), &column(&other), &options)), Verdict::Fail, "{many}");
        assert_eq!(verdict(summaries(&sketch(&one), &sketch(&other), &options)), Verdict::Fail, "{many} by summary");
        // Where each word stands in few rows, alike is hard to show; what is alike is never found to differ.
        assert_ne!(verdict(columns(&column(&one), &column(&same), &options)), Verdict::Fail, "{many}");
        assert_ne!(verdict(summaries(&sketch(&one), &sketch(&same), &options)), Verdict::Fail, "{many} by summary");
    }
}

#[test]
fn half_of_a_column_that_becomes_one_word_is_named_among_very_many() {
    let words = names(80_000);
    let before = Law { from: 0, words: 40_000, fall: 0.0 }.rows(100_000, 1);
    let now: Vec<u32> = before.iter().enumerate().map(|(at, it)| if at % 2 == 0 { 70_000 } else { *it }).collect();
    let column = |codes| Column::new("w", Values::Coded { codes, words: &words });
    let of = |codes| ColumnSummary::of(&column(codes));
    for found in [
        columns(&column(&before), &column(&now), &Options::default()),
        summaries(&of(&before), &of(&now), &Options::default()),
    ] {
        let found = judge(vec![found], margins()).columns.swap_remove(0);
        assert_eq!((found.verdict, found.largest.as_deref()), (Verdict::Fail, Some("K070000")));
    }
}

#[test]
fn parts_are_the_same_however_rows_were_cut_and_a_file_of_before_is_not_guessed_at() {
    let words = names(40_000);
    let rows = Law { from: 0, words: 40_000, fall: 0.5 }.rows(60_000, 4);
    let column = |codes| Column::new("w", Values::Coded { codes, words: &words });
    let whole = ColumnSummary::of(&column(&rows));
    let mut cut = ColumnSummary::new("w");
    rows.chunks(7_001).for_each(|it| cut.merge(ColumnSummary::of(&column(it))));
    assert_eq!(whole.word_parts(), cut.word_parts());
    assert_eq!(whole.word_parts().unwrap().iter().sum::<u64>(), 60_000);
    let mut stored = serde_json::to_value(&whole).unwrap();
    let again: ColumnSummary = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(again.word_parts(), whole.word_parts());
    stored["words"].as_object_mut().unwrap().remove("parts");
    let old: ColumnSummary = serde_json::from_value(stored.clone()).unwrap();
    let found = summaries(&old, &whole, &Options::default());
    assert!(format!("{:?}", found.effect.value).contains("write it again"), "{:?}", found.effect);
    stored["words"]["parts"] = serde_json::json!([1, 2]);
    assert!(serde_json::from_value::<ColumnSummary>(stored).unwrap_err().to_string().contains("2 parts of words"));
}
