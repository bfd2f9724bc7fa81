//! What must not be taken for an answer: files that are written over, populations that cannot be met, rows that are all alike, names that
//! stand for nothing; and what holds once other columns are held equal.

use serde_json::Value;

use super::{golden, line, notes};
use crate::support::{Program, Run};

/// Runs with the files of a program of its own; `NAME` in capitals stands for the path of the file `name.csv`.
pub(super) fn run(program: &Program, typed: &str) -> Run {
    let path = |it: &str| match it.chars().all(|it| it.is_ascii_uppercase()) {
        true => program.path(&format!("{}.csv", it.to_lowercase())).display().to_string(),
        false => it.to_owned(),
    };
    let words: Vec<String> = ["measure".to_owned()].into_iter().chain(typed.split_whitespace().map(path)).collect();
    program.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[track_caller]
pub(super) fn report(program: &Program, typed: &str, code: i32) -> Value {
    let run = run(program, &format!("{typed} --format json"));
    assert_eq!(run.code, code, "{typed}: {}{}", run.out, run.err);
    run.json()
}

#[track_caller]
pub(super) fn refused(program: &Program, typed: &str, words: &str) {
    let run = run(program, typed);
    assert!(run.code == 3 && run.err.contains(words), "{typed}: {} {}{}", run.code, run.out, run.err);
}

/// Rows of a file with this head, each line made from its number.
pub(super) fn rows(program: &Program, name: &str, head: &str, n: usize, row: impl Fn(usize) -> String) -> String {
    let lines: Vec<String> = (0..n).map(row).collect();
    program.file(name, format!("{head}\n{}\n", lines.join("\n")))
}

#[test]
fn what_is_read_is_never_written_over() {
    let program = Program::empty();
    let path = rows(&program, "data.csv", "y,p,g", 80, |at| format!("{},{},{}", at % 2, at / 2 % 2, at / 4 % 2));
    let before = std::fs::read(&path).unwrap();
    program.file("population.csv", "column,category,share\ng,0,0.5\ng,1,0.5\n");
    for typed in [
        "fairness DATA --label y --prediction p --group g --format html --out DATA",
        "represent DATA --group g --reference POPULATION --weights DATA",
        "represent DATA --group g --reference POPULATION --out POPULATION",
        "summarise DATA --out DATA",
        "plan quality DATA --out DATA",
    ] {
        refused(&program, typed, "would be written over");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn weights_are_made_only_where_they_meet_the_population() {
    let program = Program::empty();
    rows(&program, "data.csv", "sex", 500, |at| if at % 10 < 3 { "f".into() } else { "m".into() });
    for (shares, words) in [
        ("sex,f,0.5\nsex,m,0.45\nsex,d,0.05\n", "no row of `sex` is `d`"),
        ("sex,F,0.5\nsex,M,0.5\n", "no row of `sex` is `F`"),
        ("sex,f,0\nsex,m,1\n", "rows of `sex` are `f`, of which the population has none"),
        ("sex,f,0.5\nsex,f,0.5\n", "row 2 of the population names `f` of `sex` once more"),
    ] {
        program.file("population.csv", format!("column,category,share\n{shares}"));
        refused(&program, "represent DATA --group sex --reference POPULATION --weights WEIGHTS", words);
        assert!(!program.path("weights.csv").exists(), "{shares}");
    }
    program.file("population.csv", "column,category,share\nsex,f,0.5\nsex,m,0.5\n");
    let met = run(&program, "represent DATA --group sex --reference POPULATION --weights WEIGHTS");
    assert_eq!(met.code, 0, "{}", met.err);
}

#[test]
fn rows_that_are_all_alike_tell_nothing_of_the_spread() {
    let program = Program::empty();
    let limit = |family: &str, metric: &str, at_most: f64| {
        let text =
            format!("name = \"p\"\nfamily = \"{family}\"\n[[limit]]\nmetric = \"{metric}\"\nat_most = {at_most}\n");
        program.file("plan.toml", text)
    };
    let plan = limit("performance", "brier_score", 0.02);
    rows(&program, "two.csv", "y,s", 2, |at| format!("{at},0.{}", 1 + 8 * at));
    let two = report(&program, &format!("performance TWO --label y --score s --plan {plan}"), 2);
    // With chance 0.95, at most 1 - 0.05^(1/2) of all rows have another error, and it is at most 1.
    let high = 0.01 + (1.0 - 0.05_f64.sqrt()) * 0.99;
    let interval = &line(&two, "brier_score", "")["interval"];
    assert!((interval["high"].as_f64().unwrap() - high).abs() < 1e-12, "{interval}");
    rows(&program, "many.csv", "y,s", 2000, |at| format!("{},0.{}", at % 2, 1 + 8 * (at % 2)));
    report(&program, &format!("performance MANY --label y --score s --plan {plan}"), 0);

    let plan = limit("performance", "mean_absolute_error", 1.1);
    rows(&program, "off.csv", "y,p", 3, |at| format!("{at}.5,{}.5", at + 1));
    let off = report(&program, &format!("performance OFF --label y --prediction p --task numbers --plan {plan}"), 2);
    let why = line(&off, "mean_absolute_error", "")["why"].as_str().unwrap();
    assert!(why.contains("the same value, 1"), "{why}");
    rows(&program, "skewed.csv", "y,p", 3, |at| format!("{at}.5,{}.5", at + [1, 1, 9][at]));
    let skewed = report(&program, "performance SKEWED --label y --prediction p --task numbers", 0);
    let low = &line(&skewed, "mean_absolute_error", "")["interval"]["low"];
    assert!(low.as_f64().unwrap() >= 0.0, "no mean of absolute errors lies below 0: {low}");
}

#[test]
fn a_column_that_names_everybody_is_not_passed_over() {
    let program = Program::empty();
    let row = |at: usize| format!("{at},{},{}", at % 3, at % 2);
    rows(&program, "people.csv", "id,age,illness", 600, row);
    let typed = "privacy PEOPLE --quasi age --sensitive illness --plan";
    let open = report(&program, &format!("{typed} privacy-release"), 2);
    assert!(notes(&open).contains("no part of `--quasi`"), "{}", notes(&open));
    let text = "name = \"p\"\nfamily = \"privacy\"\n[privacy]\nleave_out = [\"id\"]\n[[limit]]\nmetric = \"k_anonymity\"\nat_least = 5\n";
    let plan = program.file("plan.toml", text);
    report(&program, &format!("{typed} {plan}"), 0);
    let named = format!("privacy PEOPLE --quasi age --quasi id --sensitive illness --plan {plan}");
    assert_eq!(line(&report(&program, &named, 1), "k_anonymity", "")["value"], 1.0);
}

#[test]
fn names_that_stand_for_nothing_are_told() {
    let program = Program::empty();
    rows(&program, "data.csv", "y,p,g", 4000, |at| format!("{},{},{}", at % 2, at / 2 % 2, at / 4 % 2));
    refused(&program, "drift DATA --reference DATA --label nope", "there is no column `nope`");
    refused(&program, "fairness DATA --prediction p --group g --group g", "`--group g` is named twice");
    refused(&program, "agreement DATA --rater y --rater y", "`--rater y` is named twice");
    let margins = "alpha = 0.05\ncorrection = \"holm\"\nnumbers = 0.1\nwords = 0.1\nmissing = 0.05\n";
    let text = |column: &str| {
        format!("name = \"p\"\nfamily = \"drift\"\n[drift.margins]\n{margins}[drift.margins.columns]\n{column} = 0.2\n")
    };
    let plan = program.file("plan.toml", text("nope"));
    let found = report(&program, &format!("drift DATA --reference DATA --plan {plan}"), 2);
    assert!(found["rulings"].to_string().contains("the plan has a margin for it"), "{}", found["rulings"]);
    let plan = program.file("plan.toml", text("p"));
    report(&program, &format!("drift DATA --reference DATA --plan {plan}"), 0);
}

#[test]
fn a_first_line_of_data_and_rows_that_count_twice_are_told() {
    let program = Program::empty();
    rows(&program, "bare.csv", "0.5,A", 4, |at| format!("0.{at},B"));
    assert!(notes(&report(&program, "profile BARE", 0)).contains("names a column `0.5`"));
    rows(&program, "data.csv", "x", 40, |at| at.to_string());
    let summary = program.path("s.json").display().to_string();
    assert_eq!(run(&program, &format!("summarise DATA --out {summary}")).code, 0);
    let again = run(&program, &format!("summarise {summary} {summary} --out {}", program.path("t.json").display()));
    assert!(again.code == 0 && again.err.contains("2 times"), "{}", again.err);
}

#[test]
fn a_sum_is_told_as_it_is_and_another_unit_is_seen_however_often() {
    let program = Program::empty();
    // 1 to 597 together make 178,503.
    rows(&program, "sums.csv", "amount", 597, |at| (at + 1).to_string());
    let text = "name = \"p\"\nfamily = \"quality\"\n[quality]\nrules_alone = true\n[[rule]]\ncheck = \"sum\"\ncolumn = \"amount\"\nlow = 178503\nhigh = 178503\n";
    let plan = program.file("plan.toml", text);
    report(&program, &format!("quality SUMS --plan {plan}"), 0);
    for tenths in [1, 3, 5, 6, 9] {
        // Weights from 50 to 99 kilograms, of which some are in grams.
        let weight = |at: usize| 50.0 + (at * 7 % 50) as f64 + at as f64 / 1000.0;
        let row = |at: usize| if at * 3 % 10 < tenths { 1000.0 * weight(at) } else { weight(at) }.to_string();
        rows(&program, "weights.csv", "weight", 400, row);
        let said = notes(&report(&program, "quality WEIGHTS", 0));
        assert!(said.contains("a factor of about 1000"), "{tenths}: {said}");
    }
    rows(&program, "weights.csv", "weight", 400, |at| (50 + at * 7 % 50).to_string());
    assert!(!notes(&report(&program, "quality WEIGHTS", 0)).contains("a factor of about"));
}

/// Two strata with the same odds ratio of 2, and a group that stands mostly where few are selected.
#[test]
fn odds_are_compared_while_other_columns_are_held_equal() {
    let program = Program::empty();
    // (stratum, group, selected, rows): within each stratum the odds of `b` over `a` are one half.
    let cells = [("low", "a", 1, 60), ("low", "a", 0, 60), ("low", "b", 1, 100), ("low", "b", 0, 200)];
    let more = [("high", "a", 1, 240), ("high", "a", 0, 60), ("high", "b", 1, 40), ("high", "b", 0, 20)];
    let mut text = "area,g,h\n".to_owned();
    for (area, group, selected, n) in cells.iter().chain(&more) {
        text.extend(std::iter::repeat_n(format!("{area},{group},{selected}\n"), *n));
    }
    program.file("data.csv", text);
    let found = report(&program, "fairness DATA --prediction h --group g --adjust area", 0);
    let adjusted = line(&found, "adjusted_odds_ratio", "g = b");
    assert!((adjusted["value"].as_f64().unwrap() - 0.5).abs() < 1e-9, "{adjusted}");
    // The information of each stratum adds up: one over the sum of one over its cells.
    let part = |cells: [f64; 4]| 1.0 / cells.iter().map(|it| 1.0 / it).sum::<f64>();
    let error = (1.0 / (part([60.0, 60.0, 100.0, 200.0]) + part([240.0, 60.0, 40.0, 20.0]))).sqrt();
    let low = 0.5 * (-1.959_963_984_540_054 * error).exp();
    assert!((adjusted["interval"]["low"].as_f64().unwrap() - low).abs() < 1e-8, "{adjusted} {low}");
    assert_eq!(adjusted["between"], serde_json::json!(["b", "a"]));
    let same = report(&program, "fairness DATA --prediction h --group g --adjust g", 0);
    assert!(line(&same, "adjusted_odds_ratio", "g = b")["why"].as_str().unwrap().contains("tell the same"));
}

#[test]
fn the_parts_of_the_brier_score_and_its_test_stand_as_numbers() {
    let program = Program::empty();
    let typed = format!("performance {} --label label --score score", golden("people_faulty.csv"));
    let found = report(&program, &typed, 0);
    let brier = line(&found, "brier_score", "")["value"].as_f64().unwrap();
    let tables = found["tables"].as_array().unwrap();
    let parts = tables.iter().find(|it| it["title"].as_str().unwrap().starts_with("Parts of the Brier score")).unwrap();
    for row in parts["rows"].as_array().unwrap() {
        let part: Vec<f64> = row.as_array().unwrap()[1..].iter().map(|it| it.as_f64().unwrap()).collect();
        assert!((part[0] - part[1] + part[2] + part[3] - brier).abs() < 1e-9, "{row} {brier}");
    }
    let test = found["tests"].as_array().unwrap().iter().find(|it| it["test"] == "spiegelhalter").unwrap();
    let z = line(&found, "spiegelhalter_z", "")["value"].as_f64().unwrap();
    assert!((z.abs() > 1.96) == (test["p"].as_f64().unwrap() < 0.05), "{test} {z}");
}

#[test]
fn scores_of_persons_whom_nobody_chose_yet_have_a_hiring_table() {
    let program = Program::empty();
    // Of 200 scores from 1 to 200, `a` has three of four above the median of 100.5, `b` one of four.
    let group = |at: usize| if (at >= 100) != at.is_multiple_of(4) { "a" } else { "b" };
    rows(&program, "scores.csv", "score,g", 200, |at| format!("{},{}", at + 1, group(at)));
    let found = report(&program, "fairness SCORES --score score --group g --plan fairness-four-fifths", 2);
    let value = |metric: &str, of: &str| line(&found, metric, of)["value"].as_f64().unwrap();
    assert!((value("scoring_rate", "g = a") - 0.75).abs() < 1e-12);
    assert!((value("impact_ratio", "g = b") - 1.0 / 3.0).abs() < 1e-12);
    refused(&program, "fairness SCORES --score score --group g", "--prediction COLUMN");
}

#[test]
fn the_order_of_rows_changes_no_number_of_fairness() {
    let program = Program::empty();
    let row = |at: usize| format!("{},{},{}", at * 7 % 11 % 2, at * 5 % 13 % 2, ["north", "9", "east", "10"][at % 4]);
    rows(&program, "rising.csv", "y,p,g", 400, row);
    rows(&program, "falling.csv", "y,p,g", 400, |at| row(399 - at));
    let [rising, falling] = ["RISING", "FALLING"].map(|name| {
        let typed = format!("fairness {name} --label y --prediction p --group g");
        report(&program, &typed, 0)["lines"].clone()
    });
    assert_eq!(rising, falling);
    let groups = rising.as_array().unwrap().iter().filter(|it| it["metric"] == "selection_rate");
    let groups: Vec<&str> = groups.filter_map(|it| it["of"].as_str()).collect();
    assert_eq!(groups, ["g = 9", "g = 10", "g = east", "g = north"], "numbers by size before words by spelling");
}

#[test]
fn how_rows_are_halved_decides_nothing_about_joint_drift() {
    let program = Program::empty();
    // Columns that lean together a little more than before: enough for one halving to see it, and for the next not to.
    let row = |at: usize, lean: f64| {
        let (a, b) = ((at * 7919 % 1009) as f64 / 1009.0, (at * 104_729 % 1013) as f64 / 1013.0);
        format!("{a},{}", lean * a + (1.0 - lean) * b)
    };
    rows(&program, "before.csv", "a,b", 500, |at| row(at, 0.0));
    rows(&program, "now.csv", "a,b", 500, |at| row(at + 500, 0.12));
    let areas: Vec<f64> = (1..=12)
        .map(|seed| {
            let found = run(&program, &format!("drift NOW --reference BEFORE --seed {seed} --format json")).json();
            line(&found, "joint_drift", "")["value"].as_f64().unwrap()
        })
        .collect();
    let (least, most) = areas.iter().fold((1.0_f64, 0.0_f64), |(a, b), it| (a.min(*it), b.max(*it)));
    assert!(most - least < 0.045, "{areas:?}");
}

#[test]
fn raters_who_never_disagree_are_not_sure_to_agree() {
    let program = Program::empty();
    rows(&program, "rated.csv", "a,b", 12, |at| format!("{0},{0}", at % 2));
    let found = report(&program, "agreement RATED --rater a --rater b", 0);
    for (metric, of) in [("cohen_kappa", "a and b"), ("krippendorff_alpha", "")] {
        let it = line(&found, metric, of);
        assert_eq!(it["value"], 1.0);
        let low = it["interval"]["low"].as_f64().unwrap_or_else(|| panic!("{metric}: {it}"));
        // Wilson: of 12 units, up to 24.2 % may be disagreed about; half of them would be by chance.
        assert!((low - (1.0 - 2.0 * 0.242_491)).abs() < 1e-4, "{metric}: {low}");
    }
    rows(&program, "ranked.csv", "y,s", 40, |at| format!("{},{}", u8::from(at < 4), 0.9 - at as f64 / 100.0));
    let found = report(&program, "performance RANKED --label y --score s", 0);
    let it = line(&found, "average_precision", "");
    assert_eq!(it["value"], 1.0);
    assert!(it["interval"]["low"].as_f64().unwrap() < 0.6, "four positives say little: {it}");
}
