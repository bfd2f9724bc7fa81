//! Plans: what is shipped is sound, what is wrong is told with its line, and what data suggest can be used.

use super::{golden, measure, report};
use crate::support::{Program, root};

/// A plan of a family with these further lines, and its path.
pub fn file(family: &str, more: &str) -> (Program, String) {
    let program = Program::empty();
    let path = program.file("plan.toml", format!("name = \"ours\"\nfamily = \"{family}\"\n{more}"));
    (program, path)
}

#[test]
fn every_shipped_plan_is_sound_and_its_family_has_one() {
    let names = assess::plan::names();
    for family in assess::FAMILIES {
        assert!(names.contains(&family.name.to_owned()), "`{}` has settings", family.name);
    }
    for name in &names {
        let text = std::fs::read_to_string(root().join(format!("data/plans/{name}.toml"))).unwrap();
        let plan = assess::plan::Plan::read(name, &text).unwrap();
        assert_eq!(&plan.name, name);
        assert!(plan.summary.is_some_and(|it| it.ends_with('.')), "{name} says what it is for");
    }
}

#[test]
fn a_mistake_is_told_with_its_line() {
    let cases = [
        (
            "quality",
            "[[limit]]\nmetric = \"duplicate_shar\"\nat_most = 0\n",
            "plan.toml:4",
            "did you mean `duplicate_share`",
        ),
        ("quality", "[[limit]]\nmetric = \"duplicate_share\"\nmost = 0\n", "plan.toml:5", "no key `most`"),
        ("quality", "[[limit]]\nmetric = \"duplicate_share\"\n", "plan.toml:4", "neither `at_most` nor `at_least`"),
        (
            "quality",
            "[[rule]]\ncheck = \"rows\"\nlow = 1\n\n[[rule]]\ncheck = \"rangee\"\n",
            "plan.toml:7",
            "no check `rangee`",
        ),
        ("quality", "[quality]\nnear = \"0.9\"\n", "plan.toml:4", "expected a number"),
        ("quality", "[quality]\nnear_rows = 0\nrules_alone = true\n", "rules alone", "add a `[[rule]]`"),
        ("quality", "level = 95\n", "plan.toml:3", "`level` is 95; give a number from above 0.5 to below 1"),
        ("quality", "[quality]\nnear = 0\n", "plan.toml:4", "`near` is 0; give a number from above 0 to 1"),
        ("quality", "resamples = 0\n", "plan.toml:3", "`resamples` is 0"),
        ("drift", "[drift]\nbins = 1\n", "plan.toml:4", "`bins` is 1"),
        ("drift", "[drift.watch]\nrule = \"cusum\"\nalpha = 2.0\nover = \"P1Y\"\n", "plan.toml:5", "`alpha` is 2.0"),
        ("represent", "[represent]\nalike = nan\n", "plan.toml:4", "`alike` is nan"),
        (
            "fairness",
            "[[limit]]\nmetric = \"disparate_impact\"\nat_least = 0.9\nat_most = 0.1\n",
            "plan.toml:4",
            "nothing is at least 0.9 and at most 0.1",
        ),
        ("quality", "[[limit]]\nmetric = \"duplicate_share\"\nat_most = nan\n", "plan.toml:4", "is no number"),
        ("qality", "", "plan.toml:2", "the families are"),
        ("drift", "", "plan.toml:2", "the plan is for `drift`"),
    ];
    for (family, more, place, words) in cases {
        let (_kept, path) = file(family, more);
        let run = measure(&format!("quality deliveries_clean.csv --plan {path}"));
        assert_eq!(run.code, 3, "{more}: {}", run.err);
        assert!(run.err.contains(place) && run.err.contains(words), "{more}: {}", run.err);
    }
    let run = measure("quality deliveries_clean.csv --plan nowhere.toml");
    assert!(run.code == 3 && run.err.contains("`quality-high`"), "{}", run.err);
}

#[test]
fn a_limit_that_meets_nothing_cannot_be_told() {
    let (_kept, path) = file("quality", "[[limit]]\nmetric = \"leakage_share\"\nof = \"nothing\"\nat_most = 0.5\n");
    let found = report(&format!("quality deliveries_clean.csv --plan {path}"), 2);
    assert_eq!(found["overall"]["verdict"], "not_assessable");
}

#[test]
fn columns_may_stand_in_the_plan() {
    let (_kept, path) = file("fairness", "[columns]\nprediction = [\"prediction\"]\ngroup = [\"group\"]\n");
    let found = report(&format!("fairness people_clean.csv --plan {path} --group sex"), 0);
    assert_eq!(found["columns"]["group"], serde_json::json!(["sex"]), "what is typed counts before the plan");
    assert_eq!(found["columns"]["prediction"], serde_json::json!(["prediction"]));
}

#[test]
fn a_proposed_plan_holds_for_the_data_it_came_from_and_not_for_faulty_ones() {
    let program = Program::empty();
    let path = program.path("proposed.toml").display().to_string();
    let run = program.run(&["measure", "plan", "quality", &golden("deliveries_clean.csv"), "--out", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    report(&format!("quality deliveries_clean.csv --plan {path}"), 0);
    report(&format!("quality deliveries_faulty.csv --plan {path}"), 1);
    for family in assess::FAMILIES {
        let run = program.run(&["measure", "plan", family.name, &golden("drift_reference.csv"), "--out", &path]);
        assert_eq!(run.code, 0, "{}: {}", family.name, run.err);
        let text = std::fs::read_to_string(&path).unwrap();
        assess::plan::Plan::read("proposed.toml", &text).unwrap();
    }
}

#[test]
fn a_section_takes_what_it_leaves_out_from_the_shipped_plan() {
    let program = Program::empty();
    let plan = |name: &str, text: &str| program.file(name, text);
    let rules = plan(
        "rules.toml",
        "name = \"u\"\nfamily = \"quality\"\n[quality]\nrules_alone = true\n[[rule]]\ncheck = \"not_null\"\ncolumn = \"paid\"\n",
    );
    let found = report(&format!("quality deliveries_clean.csv --plan {rules}"), 0);
    assert_eq!(found["plan"]["settings"]["quality"]["near_rows"], 200_000);
    assert!(found["plan"]["settings"]["quality"].get("near").is_none(), "what is switched on by being named stays off");
    let shown = plan("shown.toml", "name = \"e\"\nfamily = \"drift\"\n[drift]\nevidently = true\n");
    let found = report(&format!("drift drift_clean.csv --reference drift_reference.csv --plan {shown}"), 0);
    assert_eq!(found["plan"]["settings"]["drift"]["bins"], 10);
    let tables = found["tables"].as_array().unwrap();
    assert!(tables.iter().any(|it| it["title"].as_str().unwrap().starts_with("What Evidently")), "{tables:?}");
}

#[test]
fn margins_come_from_deliveries_and_the_plan_says_what_was_seen() {
    let program = Program::empty();
    let rows = |shift: f64| -> String {
        let row = |at: u32| format!("{},{}\n", f64::from(at * 37 % 101), f64::from(at * 53 % 103) + shift);
        "steady,moving\n".to_owned() + &(0..400).map(row).collect::<String>()
    };
    let files: Vec<String> =
        [0.0, 40.0].iter().enumerate().map(|(at, it)| program.file(&format!("{at}.csv"), rows(*it))).collect();
    let plan = |files: &[&str]| {
        let run = program.run(&[&["measure", "plan", "drift"], files].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        toml::from_str::<toml::Value>(&run.out).unwrap()
    };
    let both = plan(&[&files[0], &files[1]]);
    let learned = &both["drift"]["margins"]["columns"];
    assert!(learned["moving"].as_float().unwrap() > 0.3 && learned.get("steady").is_none(), "{both}");
    assert!(both["summary"].as_str().unwrap().contains("1 column moved by more than 0.1"), "{both}");
    let one = plan(&[&files[0]]);
    assert!(one["summary"].as_str().unwrap().contains("no column moved by more than 0.1; of the others"), "{one}");
    // The same from summaries; one alone cannot tell what is usual.
    let summaries: Vec<String> = files
        .iter()
        .map(|it| {
            let out = it.replace(".csv", ".json");
            assert_eq!(program.run(&["measure", "summarise", it, "--out", &out]).code, 0);
            out
        })
        .collect();
    let again = plan(&[&summaries[0], &summaries[1]]);
    assert_eq!(again["drift"]["margins"]["columns"], *learned);
    let alone = program.run(&["measure", "plan", "drift", &summaries[0]]);
    assert!(alone.code == 3 && alone.err.contains("two parts or more"), "{} {}", alone.code, alone.err);
}
