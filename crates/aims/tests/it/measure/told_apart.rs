//! Numbers under names of their own, with the rows that they rest on and intervals that hold them; identifiers and deliveries that differ.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{line, measure_in, notes, report};
use crate::support::Program;

/// A number in `0..below` that looks like chance and is the same each time.
fn mixed(at: u64, salt: u64, below: u64) -> u64 {
    let mut it = (at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt.wrapping_mul(0xD1B5_4A32_D192_ED03);
    it = (it ^ (it >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (it ^ (it >> 32)) % below
}

/// People with two attributes of the same words; who is disabled is selected less within every stratum.
fn people() -> String {
    let yes = |it: bool| if it { "yes" } else { "no" };
    let row = |at: u64| {
        let (disabled, veteran, stratum) = (mixed(at, 1, 4) == 0, mixed(at, 2, 3) == 0, mixed(at, 3, 3));
        let chance = 30 + 10 * stratum + if disabled { 0 } else { 25 };
        let (label, selected) = (mixed(at, 4, 100) < 50, mixed(at, 5, 100) < chance);
        let score = mixed(at, 6, 1000);
        format!("{},{},{stratum},{},{},{score}\n", yes(disabled), yes(veteran), u8::from(label), u8::from(selected))
    };
    "disabled,veteran,stratum,y,h,score\n".to_owned() + &(0..3000).map(row).collect::<String>()
}

fn measured(text: &str, typed: &str, code: i32) -> Value {
    let program = Program::empty();
    let path = program.file("data.csv", text);
    let run = measure_in(&program, &typed.replace("FILE", &path));
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    run.json()
}

#[test]
fn attributes_with_the_same_words_are_told_apart() {
    let program = Program::empty();
    let path = program.file("people.csv", people());
    let limit = |of: &str| format!("[[limit]]\nmetric = \"common_odds_ratio\"\nof = \"{of}\"\nat_least = 0.7\n");
    let plan = format!("name = \"p\"\nfamily = \"fairness\"\n{}{}", limit("disabled = yes"), limit("veteran = yes"));
    let plan = program.file("plan.toml", plan);
    let typed = format!(
        "fairness {path} --label y --prediction h --group disabled --group veteran --strata stratum --plan {plan} --format json"
    );
    let run = measure_in(&program, &typed);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let found = run.json();
    let lines = found["lines"].as_array().unwrap();
    let names: BTreeSet<(String, String)> =
        lines.iter().map(|it| (it["metric"].to_string(), it["of"].to_string())).collect();
    assert_eq!(names.len(), lines.len(), "no two numbers have one name");
    let ruling = |of: &str| found["rulings"].as_array().unwrap().iter().find(|it| it["of"] == of).unwrap().clone();
    let (low, fair) = (ruling("disabled = yes"), ruling("veteran = yes"));
    assert_eq!((&low["verdict"], &fair["verdict"]), (&"fail".into(), &"pass".into()), "{low} {fair}");
    assert_ne!(low["found"]["value"], fair["found"]["value"]);
    let odds = line(&found, "common_odds_ratio", "disabled = yes");
    assert_eq!(odds["between"], serde_json::json!(["yes", "no"]));
    let disparity = line(&found, "conditional_demographic_disparity", "disabled = yes");
    assert!(disparity["interval"]["low"].as_f64().unwrap() > 0.0, "over-represented among the rejected: {disparity}");
    let none = line(&found, "conditional_demographic_disparity", "veteran = yes");
    assert!(none["interval"]["low"].as_f64().unwrap() < 0.0, "nothing between veterans and others: {none}");
}

#[test]
fn a_gap_stands_with_the_rows_that_it_rests_on_and_within_its_interval() {
    let typed = "fairness FILE --label y --prediction h --score score --group disabled --group veteran --format json";
    let found = measured(&people(), typed, 0);
    let text = people();
    let with = |value: &str, at: usize| text.lines().skip(1).filter(|it| it.split(',').nth(at) == Some(value)).count();
    let (positive, selected) = (with("1", 3), with("1", 4));
    let n = |metric: &str| line(&found, metric, "disabled")["n"].as_u64().unwrap() as usize;
    assert_eq!(n("equal_opportunity_difference"), positive);
    assert_eq!(n("predictive_parity_difference"), selected);
    assert_eq!(n("demographic_parity_difference"), 3000);
    for it in found["lines"].as_array().unwrap() {
        let (value, low, high) = (&it["value"], &it["interval"]["low"], &it["interval"]["high"]);
        if let (Some(value), Some(low), Some(high)) = (value.as_f64(), low.as_f64(), high.as_f64()) {
            assert!((low..=high).contains(&value), "{it}");
        }
    }
    // Scores say nothing of either group, so their curves are alike: an interval must not exclude that.
    let abroca = found["lines"].as_array().unwrap().iter().find(|it| it["metric"] == "abroca").unwrap();
    assert_eq!(abroca["interval"]["low"], 0.0, "{abroca}");
}

#[test]
fn rows_without_a_group_and_groups_beyond_number_are_said() {
    let some = |at: u64| if mixed(at, 7, 10) == 0 { "" } else { ["a", "b"][mixed(at, 8, 2) as usize] };
    let row = |at: u64| format!("{},{},{}\n", some(at), mixed(at, 9, 2), mixed(at, 10, 2));
    let text = "g,y,h\n".to_owned() + &(0..500).map(row).collect::<String>();
    let lacking = (0..500).filter(|it| some(*it).is_empty()).count();
    let found = measured(&text, "fairness FILE --label y --prediction h --group g --format json", 0);
    assert!(notes(&found).contains(&format!("{lacking} rows have no value by `g`")), "{}", notes(&found));
    let known = report("fairness people_clean.csv --label label --prediction prediction --group group", 0);
    assert!(!notes(&known).contains("have no value by"), "{}", notes(&known));
    let many = |at: u64| format!("g{},{},{}\n", at % 300, mixed(at, 9, 2), mixed(at, 10, 2));
    let text = "g,y,h\n".to_owned() + &(0..12_000).map(many).collect::<String>();
    let found = measured(&text, "fairness FILE --label y --prediction h --group g --format json", 0);
    assert!(notes(&found).contains("300 groups are too many to be compared"), "{}", notes(&found));
}

#[test]
fn rules_from_two_deliveries_hold_for_the_next_and_not_for_another() {
    let program = Program::empty();
    // Identifiers run on, amounts are skewed, and every delivery has its own chance.
    let delivery = |number: u64, factor: f64| {
        let row = |at: u64| {
            let own = number * 2000 + at;
            let amount: f64 = (0..6).map(|it| mixed(own, 20 + it, 1000) as f64 / 400.0 - 1.25).sum::<f64>();
            format!("{own},{:.2}\n", factor * (amount / 2.0).exp())
        };
        "id,amount\n".to_owned() + &(0..2000 + 7 * number).map(row).collect::<String>()
    };
    let file = |number: u64, factor: f64| program.file(&format!("{number}.csv"), delivery(number, factor));
    let (one, two, next, other) = (file(0, 1.0), file(1, 1.0), file(2, 1.0), file(3, 3.0));
    let plan = program.path("rules.toml").display().to_string();
    let run = program.run(&["measure", "plan", "quality", &one, &two, "--out", &plan]);
    assert_eq!(run.code, 0, "{}", run.err);
    let held = |data: &str| program.run(&["measure", "quality", data, "--plan", &plan]);
    assert_eq!(held(&next).code, 0, "{}", held(&next).out);
    let broken = held(&other);
    let line = broken.out.lines().find(|it| it.starts_with("fail") && it.contains(" mean "));
    assert!(broken.code == 1 && line.is_some_and(|it| it.contains(" amount ")), "{}", broken.out);
    let text = held(&next).out;
    assert!(!text.contains("not measured"), "a rule that passes says what was seen: {text}");
}

#[test]
fn a_fair_sample_is_not_failed_for_its_noise_and_shares_must_be_whole() {
    let program = Program::empty();
    let shares = |each: &str| {
        let rows: String = (0..10).map(|it| format!("c,k{it},{each}\n")).collect();
        program.file("population.csv", format!("column,category,share\n{rows}"))
    };
    let population = shares("0.1");
    let verdicts = |skew: bool| -> Vec<Value> {
        let one = |salt: u64| {
            let word = |at: u64| if skew && mixed(at, 90, 2) == 0 { 0 } else { mixed(at, 100 + salt, 10) };
            let rows: String = (0..150).map(|at| format!("k{}\n", word(at))).collect();
            let data = program.file("data.csv", format!("c\n{rows}"));
            let typed =
                format!("represent {data} --group c --reference {population} --plan represent-limits --format json");
            let found = measure_in(&program, &typed).json();
            let rulings = found["rulings"].as_array().unwrap();
            rulings.iter().find(|it| it["rule"] == "representation_distance").unwrap()["verdict"].clone()
        };
        (0..20).map(one).collect()
    };
    let failed = |skew| verdicts(skew).iter().filter(|it| **it == "fail").count();
    assert_eq!((failed(false), failed(true)), (0, 20));
    let wrong = shares("0.11");
    let run = measure_in(
        &program,
        &format!("represent {} --group c --reference {wrong}", program.file("d.csv", "c\nk1\nk2\n")),
    );
    assert!(run.code == 3 && run.err.contains("add up to 1.1"), "{} {}", run.code, run.err);
    let people = shares("1200");
    let run = measure_in(
        &program,
        &format!("represent {} --group c --reference {people}", program.file("d.csv", "c\nk1\nk2\n")),
    );
    assert_eq!(run.code, 0, "numbers of people are shares too: {}", run.err);
}

#[test]
fn rows_are_told_apart_by_what_counts() {
    let program = Program::empty();
    let rows = |from: u64, ids: u64| -> String {
        (from..from + 150)
            .map(|at| format!("{},{},{}\n", ids + at, mixed(at, 40, 1_000_000), mixed(at, 41, 2)))
            .collect()
    };
    let train = program.file("train.csv", format!("id,x,y\n{}", rows(0, 0)));
    let leaked = program.file("leaked.csv", format!("id,x,y\n{}", rows(0, 5000)));
    let fresh = program.file("fresh.csv", format!("id,x,y\n{}", rows(500, 9000)));
    let wider = program.file("wider.csv", format!("id,x,y,z\n{}", rows(0, 5000).replace('\n', ",1\n")));
    let plan = "name = \"rows\"\nfamily = \"quality\"\n[quality]\nleave_out = [\"id\"]\n";
    let plan = program.file("rows.toml", plan);
    let measured = |data: &str, more: &str| {
        let run = measure_in(&program, &format!("quality {data} --reference {train} --label y {more} --format json"));
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        run.json()
    };
    let share = |found: &Value| line(found, "leakage_share", "")["value"].clone();
    let plain = measured(&leaked, "");
    assert_eq!(share(&plain), 0.0);
    assert!(notes(&plain).contains("leave_out = ["), "{}", notes(&plain));
    assert_eq!(share(&measured(&leaked, &format!("--plan {plan}"))), 1.0);
    assert_eq!(share(&measured(&fresh, &format!("--plan {plan}"))), 0.0);
    let other = measured(&wider, &format!("--plan {plan}"));
    assert_eq!(share(&other), 1.0, "rows are found again by the columns of both");
    assert!(notes(&other).contains("\"z\" \"stands only in the data"), "{}", notes(&other));
}

#[test]
fn many_ratings_are_compared_in_a_moment_and_numbers_as_names() {
    let row =
        |at: u64| format!("{},{}\n", mixed(at, 50, 150), mixed(at, if at.is_multiple_of(3) { 51 } else { 50 }, 150));
    let text = "a,b\n".to_owned() + &(0..600).map(row).collect::<String>();
    let found = measured(&text, "agreement FILE --rater a --rater b --format json", 0);
    let alpha = line(&found, "krippendorff_alpha", "")["value"].as_f64().unwrap();
    assert!((0.6..0.73).contains(&alpha), "two of three ratings are the same: {alpha}");
    assert!(notes(&found).contains("compared as names"), "{}", notes(&found));
}
