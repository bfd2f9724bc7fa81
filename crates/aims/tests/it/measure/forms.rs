//! The forms of a report: after the schema, the same bytes at any number of threads, and safe in the hands of others.

use serde_json::Value;

use super::{golden, measure, report};
use crate::support::Program;

/// One run of each family.
const RUNS: &[&str] = &[
    "profile people_faulty.csv",
    "quality deliveries_faulty.csv --label paid --reference deliveries_clean.csv --plan quality-high",
    "drift drift_faulty.csv --reference drift_reference.csv --group word",
    "fairness people_faulty.csv --label label --prediction prediction --score score --group group --group sex --plan fairness-high",
    "performance people_faulty.csv --label label --prediction prediction --score score",
    "privacy persons_faulty.csv --quasi zip --quasi age --sensitive illness --plan privacy-release",
    "compare systems.csv --label label --prediction old --prediction worse --plan compare-not-worse",
    "represent sample_faulty.csv --group region --reference population.csv --plan represent-limits",
    "agreement labels.csv --rater ann --rater bea --rater cay",
    "hazard people_faulty.csv --label label --group group",
];

#[test]
fn every_family_answers_after_the_published_schema() {
    let schema: Value = serde_json::from_str(&measure("schema").out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let families: Vec<&str> = RUNS.iter().map(|it| it.split(' ').next().unwrap()).collect();
    assert_eq!(families, assess::FAMILIES.iter().map(|it| it.name).collect::<Vec<_>>());
    for typed in RUNS {
        let found = measure(&format!("{typed} --format json")).json();
        let errors: Vec<String> =
            validator.iter_errors(&found).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(errors.is_empty(), "{typed}: {}", errors.join("\n"));
        let mut other = found.clone();
        other["rows"] = Value::from("many");
        assert!(!validator.is_valid(&other), "the schema refuses what is no report");
    }
}

#[test]
fn a_report_that_is_read_back_says_the_same() {
    for typed in RUNS {
        let json = measure(&format!("{typed} --format json")).out;
        let read = assess::report::Report::read(json.as_bytes()).unwrap_or_else(|it| panic!("{typed}: {it}"));
        assert!(assess::form::html::write(&read) == measure(&format!("{typed} --format html")).out, "{typed}");
    }
    for (wrong, said) in [("{", "no report in JSON"), ("{}", "names no form"), ("{\"form\": 9}", "has form 9")] {
        let error = assess::report::Report::read(wrong.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn the_same_bytes_come_out_at_any_number_of_threads() {
    for typed in RUNS {
        let one = measure(&format!("{typed} --format json --threads 1"));
        for threads in [2, 4] {
            let more = measure(&format!("{typed} --format json --threads {threads}"));
            assert!(one.out == more.out, "{typed} at {threads} threads");
        }
        let seeded = measure(&format!("{typed} --format json --seed 7"));
        assert!(one.out != seeded.out, "{typed}: another seed is another report");
    }
}

#[test]
fn a_report_does_not_depend_on_where_files_lie() {
    let program = Program::empty();
    let copy = program.file("people_faulty.csv", std::fs::read(golden("people_faulty.csv")).unwrap());
    let there = program.run(&["measure", "profile", &copy, "--format", "json"]).out;
    assert_eq!(there, measure("profile people_faulty.csv --format json").out);
}

#[test]
fn text_says_the_verdict_first_and_has_no_colour_in_a_file() {
    for typed in RUNS {
        let text = measure(typed).out;
        let second = text.lines().nth(1).unwrap();
        assert!(["pass", "fail", "measured"].iter().any(|it| second.starts_with(it)), "{typed}: {second}");
        assert!(!text.contains('\u{1b}') && text.contains("repeat     aims measure"), "{typed}");
    }
    assert!(measure(RUNS[2]).out.contains('█'), "distributions have a shape");
}

#[test]
fn html_is_one_file_with_a_table_for_each_picture() {
    for typed in RUNS {
        let page = measure(&format!("{typed} --format html")).out;
        for strange in ["http://", "https://", "<script", "<link"] {
            let without = page.replace("http://www.w3.org/2000/svg", "");
            assert!(!without.contains(strange), "{typed} needs `{strange}`");
        }
        let (pictures, tables) = (page.matches("<figure").count(), page.matches("The same as a table").count());
        assert_eq!(pictures, tables, "{typed}");
    }
    let page = measure(&format!("{} --format html", RUNS[3])).out;
    assert!(page.contains("<svg") && page.contains("demographic_parity_difference"));
}

#[test]
fn junit_has_one_test_case_a_rule() {
    for typed in RUNS {
        let xml = measure(&format!("{typed} --format junit")).out;
        let suites = quick_junit::Report::deserialize_from_str(&xml).unwrap();
        let rulings = measure(&format!("{typed} --format json")).json()["rulings"].as_array().unwrap().len();
        assert_eq!(suites.test_suites[0].test_cases.len(), rulings.max(1), "{typed}");
    }
    let xml = measure(&format!("{} --format junit", RUNS[3])).out;
    assert!(xml.contains("<failure") && xml.contains("between `A` and `B`"), "{xml}");
}

#[test]
fn words_of_the_data_mean_nothing_in_any_form() {
    let program = Program::empty();
    let csv = "group,prediction\n<b>x</b>|y,1\n<b>x</b>|y,0\n\u{1b}[31mred,1\n\u{1b}[31mred,1\n";
    let path = program.file("hostile.csv", csv);
    let run = |form: &str| {
        let typed = ["measure", "fairness", &path, "--prediction", "prediction", "--group", "group", "--format", form];
        program.run(&typed).out
    };
    assert!(!run("html").contains("<b>x"), "html");
    assert!(!run("markdown").contains("<b>x"), "markdown");
    assert!(!run("text").contains('\u{1b}'), "text");
    quick_junit::Report::deserialize_from_str(&run("junit")).unwrap();
}

#[test]
fn the_guide_shows_what_the_program_says() {
    let guide = std::fs::read_to_string(crate::support::root().join("docs/guide/measure.md")).unwrap();
    let mut shown = 0;
    for block in guide.split("```").filter(|it| it.trim_start().starts_with("$ aims measure ")) {
        let mut lines = block.trim().lines();
        let typed = lines.next().unwrap().trim_start_matches("$ aims measure ");
        let out = measure(typed).out;
        let mut rest = out.lines();
        for line in lines {
            assert!(rest.any(|it| it == line), "`{typed}` does not say: {line}\n{out}");
        }
        shown += 1;
    }
    assert!(shown > assess::FAMILIES.len(), "every family has an example");
    assess::FAMILIES.iter().for_each(|it| assert!(guide.contains(&format!("**{}**", it.name)), "{}", it.name));
}

#[test]
fn only_reports_have_these_forms() {
    let run = Program::empty().run(&["kinds", "--format", "html"]);
    assert!(run.code == 2 && run.err.contains("only `measure`"), "{}", run.err);
}

#[test]
fn metrics_are_told_in_words() {
    let all = measure("metrics --format json").json()["metrics"].as_array().unwrap().len();
    assert_eq!(all, ::measure::metric::metrics().count());
    let one = measure("metrics disparate_impact");
    assert!(one.out.contains("formula") && one.out.contains("source"), "{}", one.out);
    let run = measure("metrics disparate_impct");
    assert!(run.code == 3 && run.err.contains("did you mean `disparate_impact`"), "{}", run.err);
    assert!(
        report("profile people_faulty.csv", 0)["lines"].as_array().unwrap().iter().all(|it| it["metric"].is_string())
    );
}
