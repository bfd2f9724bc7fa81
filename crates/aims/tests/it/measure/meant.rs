//! What is asked is measured as it is meant: values of a plan by the sort of their column, numbers in bands, counts that are estimates
//! with their interval.

use serde_json::Value;

use super::honest::{refused, report, rows, run};
use super::{line, notes};
use crate::support::Program;

/// A plan of quality with these rules alone.
pub fn rules(program: &Program, rules: &[&str]) -> String {
    let all: String = rules.iter().map(|it| format!("[[rule]]\n{it}\n")).collect();
    let head = "name = \"p\"\nfamily = \"quality\"\n[quality]\nrules_alone = true\n";
    program.file("plan.toml", format!("{head}{all}"))
}

/// The verdict of each rule, in order.
pub fn verdicts(report: &Value) -> Vec<&str> {
    report["rulings"].as_array().unwrap().iter().map(|it| it["verdict"].as_str().unwrap()).collect()
}

#[test]
fn sets_of_days_and_moments_are_read_and_told_as_such() {
    let program = Program::empty();
    rows(&program, "data.csv", "day,at", 90, |at| format!("195{}-01-01,2026-01-0{}T12:00:00Z", at % 3, 1 + at % 2));
    let days = "values = [\"1950-01-01\", \"1951-01-01\", \"1952-01-01\"]";
    let moments = "values = [\"2026-01-01T12:00:00Z\", \"2026-01-02T13:00:00+01:00\"]";
    let all = |column: &str, values: &str| {
        ["exactly_values", "all_values", "only_values", "commonest", "in_set"]
            .map(|it| format!("check = \"{it}\"\ncolumn = \"{column}\"\n{values}"))
    };
    let clean: Vec<String> = [all("day", days), all("at", moments)].concat();
    let plan = rules(&program, &clean.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(verdicts(&report(&program, &format!("quality DATA --plan {plan}"), 0)), ["pass"; 10]);

    let others = [all("day", "values = [\"1949-12-31\"]"), all("at", "values = [\"2026-01-03T00:00:00Z\"]")].concat();
    let plan = rules(&program, &others.iter().map(String::as_str).collect::<Vec<_>>());
    let found = report(&program, &format!("quality DATA --plan {plan}"), 1);
    assert_eq!(verdicts(&found), ["fail"; 10]);
    let samples = |at: usize| found["rulings"][at]["examples"].to_string();
    assert_eq!(samples(0), r#"["1950-01-01","1951-01-01","1952-01-01","1949-12-31"]"#);
    assert_eq!(samples(6), r#"["2026-01-03T00:00:00Z"]"#);
    let said = found["rulings"][3]["found"].to_string();
    assert!(said.contains("the commonest value is `1950-01-01`"), "{said}");

    let plan = rules(&program, &["check = \"only_values\"\ncolumn = \"day\"\nvalues = [\"yes\"]"]);
    let found = report(&program, &format!("quality DATA --plan {plan}"), 2);
    assert!(found["rulings"][0]["why"].as_str().unwrap().contains("`yes` is no value of column `day`"));
}

#[test]
fn the_least_and_the_latest_of_days_are_days() {
    let program = Program::empty();
    rows(&program, "data.csv", "day", 60, |at| format!("2026-02-{:02}", 1 + at % 28));
    let latest = |high: &str| format!("check = \"maximum\"\ncolumn = \"day\"\nhigh = \"{high}\"");
    for (high, code) in [("2026-02-28", 0), ("2026-02-27", 1)] {
        let plan = rules(&program, &[&latest(high)]);
        let found = report(&program, &format!("quality DATA --plan {plan}"), code);
        assert_eq!(found["rulings"][0]["found"]["why"], "2026-02-28");
    }
}

/// Sex, a zone that tells it in part, an income that differs a little, and noise with another value in nearly every row.
fn applicants(program: &Program) {
    let noise = |at: usize, by: usize| (at * by % 999_983) as f64 / 999_983.0;
    let row = |at: usize| {
        let female = noise(at, 7_919) < 0.5;
        let zone = if noise(at, 104_729) < 0.75 { usize::from(female) } else { usize::from(!female) };
        let income = 1000.0 * noise(at, 15_485_863) + if female { 0.0 } else { 50.0 };
        format!("{},z{zone},{income},{}", if female { "f" } else { "m" }, noise(at, 32_452_843))
    };
    rows(program, "people.csv", "sex,zone,income,noise", 1500, row);
    program.file("population.csv", "column,category,share\nsex,f,0.5\nsex,m,0.5\n");
}

#[test]
fn noise_is_no_proxy_and_a_proxy_has_one_strength_wherever_it_is_measured() {
    let program = Program::empty();
    applicants(&program);
    let quasi = "--quasi zone --quasi income --quasi noise";
    let typed = format!("represent PEOPLE --reference POPULATION --group sex {quasi}");
    let represented = report(&program, &typed, 0);
    let hazards = run(&program, "hazard PEOPLE --group sex --format json").json();
    let strength = |of: &str| {
        let of = format!("sex by {of}");
        assert_eq!(line(&represented, "proxy_strength", &of), line(&hazards, "proxy_strength", &of));
        line(&represented, "proxy_strength", &of)["value"].as_f64().unwrap()
    };
    let [zone, income, noise] = ["zone", "income", "noise"].map(strength);
    assert!(zone > income && income > noise, "{zone} {income} {noise}");
    assert!(zone > 0.1 && noise < 0.02, "{zone} {noise}");
    let tables = represented["tables"].as_array().unwrap();
    let ranked = tables.iter().find(|it| it["title"] == "Columns that give groups away").unwrap();
    assert_eq!(ranked["rows"][0][1], "zone");
}

/// More distinct words than are counted one by one: `id` never repeats one, `key` repeats one of a hundred.
fn many(program: &Program) {
    let row = |at: usize| format!("K{at:06},K{:06},{}", at - at % 100 / 99, at * 3);
    rows(program, "data.csv", "id,key,number", 30_000, row);
}

#[test]
fn rules_on_distinct_values_are_counted_however_many_there_are() {
    let program = Program::empty();
    many(&program);
    let distinct = |column: &str, n: f64| format!("check = \"distinct\"\ncolumn = \"{column}\"\nlow = {n}\nhigh = {n}");
    let share = |column: &str, low: f64| format!("check = \"distinct_share\"\ncolumn = \"{column}\"\nlow = {low}");
    let asked = [distinct("id", 30_000.0), distinct("key", 29_700.0), distinct("number", 30_000.0), share("id", 1.0)];
    let plan = rules(&program, &asked.each_ref().map(String::as_str));
    report(&program, &format!("quality DATA --plan {plan}"), 0);
    let asked = [distinct("key", 30_000.0), share("key", 1.0), distinct("number", 29_999.0)];
    let plan = rules(&program, &asked.each_ref().map(String::as_str));
    let found = report(&program, &format!("quality DATA --plan {plan}"), 1);
    assert_eq!(verdicts(&found), ["fail"; 3]);
    assert_eq!(found["rulings"][1]["found"]["value"], 0.99);
}

#[test]
fn distinct_values_that_are_estimated_say_how_far_they_may_be_off() {
    let program = Program::empty();
    many(&program);
    let limit = |low: f64| {
        let text =
            "name = \"p\"\nfamily = \"profile\"\n[[limit]]\nmetric = \"distinct_share\"\nof = \"key\"\nat_least = ";
        program.file("limit.toml", format!("{text}{low}\n"))
    };
    let found = report(&program, &format!("profile DATA --plan {}", limit(0.99)), 2);
    let share = line(&found, "distinct_share", "key");
    let end = |it: &str| share["interval"][it].as_f64().unwrap();
    assert!(end("low") <= 0.99 && 0.99 <= end("high") && end("high") <= 1.0, "{share}");
    assert_eq!(share["interval"]["method"], "sketch");
    report(&program, &format!("profile DATA --plan {}", limit(0.9)), 0);
    for column in ["id", "key", "number"] {
        assert!(line(&found, "distinct_share", column)["value"].as_f64().unwrap() <= 1.0);
    }
}

#[test]
fn what_repeats_no_value_is_told_by_the_rows_themselves() {
    let program = Program::empty();
    many(&program);
    let differs = "has another value in every row";
    let said = notes(&report(&program, "quality DATA", 0));
    assert!(said.contains(&format!("`id`, `number` {differs}")), "{said}");
    assert!(!said.contains("`key`"), "{said}");
    rows(&program, "alone.csv", "key,number", 30_000, |at| format!("K{:06},{}", at - at % 100 / 99, at % 29_800));
    let said = notes(&report(&program, "quality ALONE", 0));
    assert!(!said.contains(differs), "{said}");

    let found = notes(&report(&program, "profile DATA", 0));
    let of: Vec<&str> = found.lines().filter(|it| it.contains(differs)).collect();
    assert!(of.len() == 2 && of[0].starts_with("\"id\"") && of[1].starts_with("\"number\""), "{of:?}");

    let drafted = run(&program, "plan quality DATA").out;
    let plan: toml::Table = drafted.parse().unwrap();
    let rules = plan["rule"].as_array().unwrap();
    let unique = rules.iter().filter(|it| it["check"].as_str() == Some("unique"));
    let unique: Vec<&str> = unique.map(|it| it["column"].as_str().unwrap()).collect();
    assert_eq!(unique, ["id", "number"]);
    let plan = program.file("drafted.toml", drafted);
    report(&program, &format!("quality DATA --plan {plan}"), 0);
}

#[test]
fn predictions_that_stand_in_no_row_end_like_labels_that_do() {
    let program = Program::empty();
    rows(&program, "data.csv", "y,p,s,none,g", 80, |at| {
        format!("{},{},0.{},,{}", at % 2, at / 2 % 2, at % 9, at / 4 % 2)
    });
    for (typed, of) in [
        ("performance DATA --label y --prediction none", "none"),
        ("performance DATA --label y --score none", "none"),
        ("fairness DATA --label y --prediction none --group g", "none"),
        ("fairness DATA --prediction none --group g", "none"),
        ("fairness DATA --label y --prediction none --group g --task numbers", "none"),
        ("compare DATA --label y --prediction p --prediction none", "none"),
        ("compare DATA --label y --score s --score none", "none"),
        ("performance DATA --label none --prediction p", "none"),
    ] {
        let found = report(&program, typed, 2);
        let ruling = found["rulings"].as_array().unwrap().iter().find(|it| it["of"] == of).unwrap();
        assert!(
            ruling["verdict"] == "not_assessable" && ruling["why"].as_str().unwrap().contains("no row"),
            "{ruling}"
        );
    }
    for typed in [
        "performance DATA --label y --prediction p --score s",
        "fairness DATA --prediction p --group g",
        "compare DATA --label y --prediction p --prediction p",
    ] {
        report(&program, typed, 0);
    }
    rows(&program, "apart.csv", "y,p", 80, |at| if at < 40 { format!("{},", at % 2) } else { format!(",{}", at % 2) });
    let found = report(&program, "performance APART --label y --prediction p", 2);
    assert!(found["overall"]["why"].as_str().unwrap().contains("beside its `y`"), "{}", found["overall"]);
}

#[test]
fn what_is_of_two_classes_is_refused_where_there_are_more() {
    let program = Program::empty();
    rows(&program, "data.csv", "y,p,s,t,u", 90, |at| {
        format!("{},{},0.{},{}.5,{}.5", ["a", "b", "c"][at % 3], ["a", "b", "c"][at / 3 % 3], at % 9, at, at + at % 5)
    });
    refused(&program, "performance DATA --label y --prediction p --score s", "`--score s` is of two classes");
    refused(&program, "performance DATA --label y --prediction p --positive a", "`--positive a` is of two classes");
    refused(&program, "performance DATA --label t --prediction u --score s", "measured as numbers");
    let found = report(&program, "performance DATA --label y --prediction p", 0);
    // Each class is true in 30 of 90 rows, and predicted in as many.
    assert!(line(&found, "class_prediction_divergence", "")["value"].as_f64().unwrap().abs() < 1e-12);
    rows(&program, "lean.csv", "y,p", 90, |at| format!("{},{}", ["a", "b", "c"][at % 3], ["a", "a", "b", "c"][at % 4]));
    let lean = report(&program, "performance LEAN --label y --prediction p", 0);
    let part = |rows: f64| (1.0 / 3.0) * ((1.0 / 3.0) / (rows / 90.0)).ln();
    let value = line(&lean, "class_prediction_divergence", "")["value"].as_f64().unwrap();
    assert!((value - part(46.0) - 2.0 * part(22.0)).abs() < 1e-12, "{value}");
}

#[test]
fn rows_are_current_by_a_column_an_age_and_the_day_that_is_asked_for() {
    let program = Program::empty();
    // Of each five days two lie within thirty days of 31 March, and a third within thirty-one.
    let day = |at: usize| ["2026-03-31", "2026-03-01", "2026-02-28", "2025-03-31", "2026-01-01"][at % 5];
    rows(&program, "data.csv", "day,at", 100, |at| format!("{0},{0}T00:00:00Z", day(at)));
    let plan = |column: &str, days: &str, least: f64| {
        let head = "name = \"p\"\nfamily = \"quality\"\n[[limit]]\nmetric = \"currentness\"\nat_least = ";
        let current = format!("[quality]\ncurrent = [{{ column = \"{column}\", days = {days} }}]\n");
        program.file("plan.toml", format!("{head}{least}\n{current}"))
    };
    let typed = |plan: String| format!("quality DATA --as-of 2026-03-31 --plan {plan}");
    let found = report(&program, &typed(plan("day", "30", 0.4)), 0);
    let share = line(&found, "currentness", "day");
    assert!(share["value"] == 0.4 && share["fraction"]["numerator"] == 40, "{share}");
    report(&program, &typed(plan("day", "30", 0.41)), 1);
    report(&program, &typed(plan("day", "31", 0.6)), 0);
    report(&program, &typed(plan("at", "32", 0.6)), 0);
    let open = report(&program, &format!("quality DATA --plan {}", plan("day", "30", 0.4)), 2);
    assert!(line(&open, "currentness", "day")["why"].as_str().unwrap().contains("--as-of"));
    refused(&program, &typed(plan("nope", "30", 0.4)), "there is no column `nope`");
    refused(&program, &typed(plan("day", "-1", 0.4)), "a number from 0");
}

#[test]
fn a_flag_in_numbers_is_as_sure_as_the_same_flag_in_words() {
    let program = Program::empty();
    let row = |at: usize, ones: usize| if at * 7919 % 1000 < ones { "1,yes".to_owned() } else { "0,no".to_owned() };
    rows(&program, "before.csv", "num,word", 2000, |at| row(at % 1000, 300));
    rows(&program, "now.csv", "num,word", 2000, |at| row(at % 1000, 313));
    let found = report(&program, "drift NOW --reference BEFORE", 0);
    let size = line(&found, "kolmogorov_smirnov", "num");
    let (low, high) = (size["interval"]["low"].as_f64().unwrap(), size["interval"]["high"].as_f64().unwrap());
    assert_eq!((size["interval"]["method"].as_str(), low), (Some("newcombe"), 0.0));
    // 1.96 standard errors of a difference of 0.013 between shares of about 0.3.
    let error = ((0.3 * 0.7 + 0.313 * 0.687) / 2000.0_f64).sqrt();
    assert!((high - 0.013 - 1.96 * error).abs() < 1e-3, "{size}");
    rows(&program, "other.csv", "num,word", 2000, |at| row(at % 1000, 600));
    report(&program, "drift OTHER --reference BEFORE", 1);
}

#[test]
fn weighted_shares_keep_a_limit_by_their_interval() {
    let program = Program::empty();
    rows(&program, "data.csv", "g,w", 600, |at| format!("{},{}", ["a", "b"][usize::from(at % 100 < 48)], 1 + at % 2));
    program.file("population.csv", "column,category,share\ng,a,0.5\ng,b,0.5\n");
    let plan = |most: f64| {
        let head = "name = \"p\"\nfamily = \"represent\"\n[[limit]]\nmetric = \"representation_distance\"";
        program.file("plan.toml", format!("{head}\nof = \"g by `w`\"\nat_most = {most}\n"))
    };
    let typed = |most: f64| format!("represent DATA --group g --reference POPULATION --weight w --plan {}", plan(most));
    let found = report(&program, &typed(0.015), 2);
    let it = line(&found, "representation_distance", "g by `w`");
    assert!((it["value"].as_f64().unwrap() - 0.02).abs() < 1e-12 && it["interval"]["low"] == 0.0, "{it}");
    report(&program, &typed(0.1), 0);
}
