//! Whole assessments: what comes out is named in the list of metrics, the same on any number of threads, and judged.

use measure::fairness::assess::{Plan, assess};
use measure::fairness::compare::Setting;
use measure::inference::resample::Draws;
use measure::metric::find;
use measure::report::{Line, Rule, judge, overall};
use measure::{Batch, Bits, Chance, Column, Limit, Method, Values, Verdict, performance, privacy};

/// A made file: two attributes, a stratum, label, prediction, score; the second attribute has missing values.
pub struct Made {
    pub words: Vec<Vec<String>>,
    pub codes: Vec<Vec<u32>>,
    pub label: Vec<i64>,
    pub prediction: Vec<i64>,
    pub score: Vec<f64>,
    pub known: Vec<u8>,
}

impl Made {
    pub fn new(rows: usize, seed: u64) -> Made {
        let mut chance = Chance::new(seed, 0);
        let words = vec![vec!["a", "b", "c"], vec!["f", "m"], vec!["s", "t"]];
        let codes: Vec<Vec<u32>> =
            words.iter().map(|it| (0..rows).map(|_| chance.below(it.len() as u64) as u32).collect()).collect();
        let label: Vec<i64> =
            (0..rows).map(|row| i64::from(chance.unit() < 0.3 + 0.1 * codes[0][row] as f64)).collect();
        let score: Vec<f64> = label.iter().map(|it| 0.2 + 0.3 * *it as f64 + 0.45 * chance.unit()).collect();
        let prediction = score.iter().map(|it| i64::from(*it > 0.5)).collect();
        let known = (0..rows.div_ceil(8)).map(|_| 0b1111_1011).collect();
        let words = words.into_iter().map(|it| it.into_iter().map(str::to_owned).collect()).collect();
        Made { words, codes, label, prediction, score, known }
    }

    pub fn batch(&self) -> Batch<'_> {
        let rows = self.label.len();
        let coded = |at: usize| Values::Coded { codes: &self.codes[at], words: &self.words[at] };
        Batch::new(vec![
            Column::new("race", coded(0)),
            Column::new("sex", coded(1)).with_valid(Bits::new(&self.known, 0, rows).unwrap()),
            Column::new("stratum", coded(2)),
            Column::new("label", Values::Integer(&self.label)),
            Column::new("prediction", Values::Integer(&self.prediction)),
            Column::new("score", Values::Number(&self.score)),
        ])
        .unwrap()
    }
}

pub fn plan() -> Plan<'static> {
    Plan {
        label: Some("label"),
        prediction: "prediction",
        score: Some("score"),
        positive: None,
        groups: &["race", "sex"],
        strata: Some("stratum"),
        adjust: &[],
        weight: None,
        depth: 2,
        bins: 10,
        aside: Some(0.02),
        tolerance: Some(0.02),
        setting: Setting {
            minimum: 30,
            draws: Draws { replicates: 300, seed: 11, level: 0.95 },
            method: Method::Wilson,
            difference: Method::Newcombe,
            references: vec!["a".into(), "m".into()],
            four_fifths: Some(0.8),
        },
    }
}

fn lines(made: &Made) -> Vec<Line> {
    let batch = made.batch();
    let draws = plan().setting.draws;
    let (score, prediction) = (Some("score"), Some("prediction"));
    let of = |task, label| performance::assess::Plan {
        task,
        label,
        prediction,
        score,
        positive: None,
        weight: None,
        bins: 10,
        draws,
    };
    let performance = |task, label| performance::assess::assess(&batch, &of(task, label)).unwrap().lines;
    let private = privacy::assess::Plan {
        identifiers: &["race", "sex"],
        sensitive: &["stratum", "label"],
        k: 5,
        l: 2,
        accepted: 0.2,
    };
    let numbers = performance::assess::Plan { prediction: score, ..of(performance::assess::Task::Numbers, "label") };
    [
        assess(&batch, &plan()).unwrap().lines(),
        performance(performance::assess::Task::Binary, "label"),
        performance(performance::assess::Task::Classes, "label"),
        performance::assess::assess(&batch, &numbers).unwrap().lines,
        privacy::assess::assess(&batch, &private).unwrap().lines,
    ]
    .concat()
}

#[test]
fn every_number_is_named_in_the_list_of_metrics() {
    let all = lines(&Made::new(2000, 1));
    assert!(all.len() > 200, "{}", all.len());
    for line in &all {
        assert!(find(&line.metric).is_some(), "`{}` is in no list", line.metric);
    }
    let json = serde_json::to_string(&all).unwrap();
    assert!(!json.contains("NaN"), "a value that cannot be computed says why");
}

#[test]
fn missing_groups_are_counted_and_left_out() {
    let found = assess(&Made::new(2000, 1).batch(), &plan()).unwrap();
    let unknown: Vec<u64> = found.comparisons.iter().map(|it| it.grouping.unknown).collect();
    assert_eq!(unknown, [0, 250, 250]);
    assert_eq!(found.comparisons[2].grouping.by, ["race", "sex"]);
    assert_eq!(found.comparisons[2].reference.as_deref(), Some("a, m"));
    assert_eq!(found.comparisons[2].grouping.groups.len(), 6);
}

#[test]
fn scores_give_tables_and_thresholds_too() {
    let found = assess(&Made::new(2000, 1).batch(), &plan()).unwrap();
    assert_eq!((found.hiring.len(), found.scoring.len()), (3, 3));
    let rates: Vec<(&str, &str)> = found.thresholds.iter().map(|it| (it.by.as_str(), it.rate)).collect();
    let both = ["selection_rate", "true_positive_rate"];
    assert_eq!(rates, [("race", both[0]), ("race", both[1]), ("sex", both[0]), ("sex", both[1])]);
    for it in &found.thresholds {
        let (before, after) = (it.found.before, it.found.after);
        assert!(after.difference <= 0.02 + 1e-12, "{it:?}");
        // A single threshold that is within the tolerance is one of the choices.
        assert!(before.difference > 0.02 || after.accuracy >= before.accuracy, "{it:?}");
    }
    let none = assess(&Made::new(2000, 1).batch(), &Plan { score: None, aside: None, ..plan() }).unwrap();
    assert!(none.scoring.is_empty() && none.thresholds.is_empty() && none.scores.is_empty() && none.hiring.is_empty());
}

#[test]
fn the_same_bytes_come_out_on_any_number_of_threads() {
    let made = Made::new(70_000, 2); // more rows than one piece of counting
    let mut plan = plan();
    plan.setting.draws.replicates = 30;
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&assess(&made.batch(), &plan).unwrap()).unwrap())
    };
    let one = on(1);
    assert!(one == on(2) && one == on(5));
}

#[test]
fn the_order_of_rows_does_not_matter_and_their_values_do() {
    let made = Made::new(3000, 3);
    let mut order: Vec<usize> = (0..3000).collect();
    Chance::new(1, 1).shuffle(&mut order);
    let pick = |it: &Vec<u32>| order.iter().map(|&row| it[row]).collect();
    let known: Vec<bool> = order.iter().map(|&row| made.known[row / 8] >> (row % 8) & 1 == 1).collect();
    let bytes = known.chunks(8).map(|it| it.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect();
    let shuffled = Made {
        words: made.words.clone(),
        codes: made.codes.iter().map(pick).collect(),
        label: order.iter().map(|&row| made.label[row]).collect(),
        prediction: order.iter().map(|&row| made.prediction[row]).collect(),
        score: order.iter().map(|&row| made.score[row]).collect(),
        known: bytes,
    };
    let (one, two) = (assess(&made.batch(), &plan()).unwrap(), assess(&shuffled.batch(), &plan()).unwrap());
    assert_eq!(one.comparisons, two.comparisons);
    assert_eq!((one.conditional, one.label_bias), (two.conditional, two.label_bias));
    let other = assess(&Made::new(3000, 4).batch(), &plan()).unwrap();
    assert_ne!(one.comparisons, other.comparisons);
}

#[test]
fn lines_are_held_against_the_limits_of_a_plan() {
    let all = lines(&Made::new(2000, 1));
    let rule = |metric: &str, of: Option<&str>, limit| Rule { metric: metric.into(), of: of.map(str::to_owned), limit };
    let rules = [
        rule("accuracy", Some(""), Limit::AtLeast(0.5)),
        rule("demographic_parity_difference", Some("race"), Limit::AtMost(0.001)),
        rule("k_anonymity", None, Limit::AtLeast(1e9)),
        rule("no_such_metric", None, Limit::AtMost(1.0)),
    ];
    let judged = judge(&all, &rules);
    let verdict = |metric: &str| judged.iter().find(|it| it.metric == metric).unwrap().verdict.clone();
    assert_eq!(verdict("accuracy"), Verdict::Pass);
    assert_eq!(verdict("k_anonymity"), Verdict::Fail);
    assert!(matches!(verdict("no_such_metric"), Verdict::NotAssessable { .. }));
    assert_eq!(overall(&judged), Verdict::Fail);
    assert!(matches!(overall(&[]), Verdict::NotAssessable { .. }));
}

#[test]
fn wrong_columns_are_told_in_sentences() {
    let made = Made::new(100, 1);
    let fail = |plan: Plan<'_>| assess(&made.batch(), &plan).unwrap_err().to_string();
    assert_eq!(
        fail(Plan { prediction: "race", ..plan() }),
        "column `race` holds the classes `a`, `b`, `c` where two are needed; name another column or map them to two"
    );
    assert_eq!(
        fail(Plan { prediction: "sex", ..plan() }),
        "say which class of column `sex` is the positive one; it holds `f`, `m`"
    );
    assert!(fail(Plan { label: Some("lable"), ..plan() }).starts_with("there is no column `lable`; the columns are"));
    assert!(fail(Plan { prediction: "score", ..plan() }).contains("where two are needed"));
}

#[test]
fn thin_files_give_reasons_and_no_panic() {
    for rows in [0, 1, 2, 9] {
        let made = Made::new(rows, 5);
        let found = assess(&made.batch(), &plan()).unwrap();
        assert_eq!(found.rows as usize, rows);
        assert!(serde_json::to_string(&found.lines()).is_ok());
        lines(&made);
    }
    let mut one_class = Made::new(200, 6);
    one_class.label.fill(0);
    one_class.codes[0].fill(1);
    let found = assess(&one_class.batch(), &plan()).unwrap();
    let parity = found.comparisons[0].parities[0].value.get().unwrap_err().clone();
    assert_eq!(parity.why, "fewer than two groups have enough rows and the rate");
}
