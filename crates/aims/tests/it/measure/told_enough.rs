//! Answers that said too little or too much: gaps of nothing, unknown categories, single rows, labels that are missing, limits of others,
//! remedies that are none, columns of one name.

use serde_json::{Value, json};

use super::{golden, line, measure, measure_in, notes, report};
use crate::support::Program;

/// A file of these rows below a header, and its path.
fn file(header: &str, rows: &str) -> (Program, String) {
    let program = Program::empty();
    let path = program.file("data.txt", format!("{header}\n{rows}"));
    (program, path)
}

#[test]
fn a_gap_of_nothing_names_nobody() {
    let (program, path) = file("g,y,h", &"a,1,1\na,0,0\nb,1,1\nb,0,0\n".repeat(40));
    let found =
        measure_in(&program, &format!("fairness {path} --label y --prediction h --group g --format json")).json();
    for metric in ["demographic_parity_difference", "statistical_parity_difference", "average_odds_difference"] {
        let line = line(&found, metric, "g");
        assert!(line["value"] == 0.0 && line.get("between").is_none(), "{line}");
        let (low, high) = (&line["interval"]["low"], &line["interval"]["high"]);
        assert!(low.as_f64().unwrap() < high.as_f64().unwrap(), "eighty rows a group are no certainty: {line}");
    }
    let faulty = report("fairness people_faulty.csv --label label --prediction prediction --group group", 0);
    assert_eq!(line(&faulty, "demographic_parity_difference", "group")["between"], json!(["A", "B"]));
}

#[test]
fn persons_of_unknown_category_are_counted_and_rates_have_the_interval_of_the_plan() {
    let (program, path) = file("g,h", &"a,1\na,0\nb,1\nb,0\n,1\n".repeat(40));
    let typed = format!("fairness {path} --prediction h --group g --plan fairness-four-fifths --format json");
    let found = measure_in(&program, &typed).json();
    assert!(notes(&found).contains("40 persons have no category by `g`"), "{}", notes(&found));
    let tables = found["tables"].as_array().unwrap();
    let hiring = tables.iter().find(|it| it["title"] == "Selection by category: g").unwrap();
    let rows = hiring["rows"].as_array().unwrap();
    assert_eq!((&rows[2][0], &rows[2][1]), (&json!("(category unknown)"), &json!(40)));
    assert_eq!(rows[0][3]["interval"]["method"], "clopper_pearson", "as the plan says");
    let known =
        report("fairness people_faulty.csv --prediction prediction --group group --plan fairness-four-fifths", 1);
    assert!(!notes(&known).contains("no category"), "nobody is unknown here");
}

#[test]
fn one_row_is_no_certainty() {
    let (program, path) = file("y,h", "1,1\n");
    let found = measure_in(&program, &format!("performance {path} --label y --prediction h --format json")).json();
    let interval = &line(&found, "f1_score", "")["interval"];
    assert!(interval["low"].as_f64().unwrap() < 0.5 && interval["high"] == 1.0, "{interval}");
    let (program, path) = file("y,h", &"1,1\n0,0\n".repeat(500));
    let many = measure_in(&program, &format!("performance {path} --label y --prediction h --format json")).json();
    let low = line(&many, "f1_score", "")["interval"]["low"].as_f64().unwrap();
    assert!((0.98..1.0).contains(&low), "a thousand right rows are nearly one: {low}");
}

#[test]
fn a_positive_class_that_is_not_there_is_said_so() {
    let run = measure("fairness people_faulty.csv --label label --prediction prediction --group group --positive nope");
    assert_eq!(run.code, 3);
    assert!(run.err.contains("holds no `nope`; it holds `0`, `1`"), "{}", run.err);
    let unsaid = measure("performance people_faulty.csv --label group --prediction group");
    assert!(unsaid.err.contains("say which class of column `group` is the positive one"), "{}", unsaid.err);
}

#[test]
fn labels_that_are_all_missing_cannot_be_assessed() {
    let (program, path) = file("g,y,h", &"a,,1\nb,,0\n".repeat(60));
    let (whole, whole_path) = file("g,y,h", &"a,1,1\nb,0,0\n".repeat(60));
    for typed in ["performance {} --label y --prediction h", "fairness {} --label y --prediction h --group g"] {
        let run = measure_in(&program, &format!("{} --format json", typed.replace("{}", &path)));
        assert_eq!(run.code, 2, "{typed}: {}{}", run.out, run.err);
        let overall = &run.json()["overall"];
        assert_eq!(
            (&overall["verdict"], &overall["why"]),
            (&json!("not_assessable"), &json!("no row of `y` holds a label"))
        );
        assert_eq!(measure_in(&whole, &typed.replace("{}", &whole_path)).code, 0, "{typed}");
    }
}

#[test]
fn a_limit_of_another_family_is_refused_with_the_plan_it_belongs_to() {
    let limit = |family: &str, metric: &str| {
        super::plans::file(family, &format!("[[limit]]\nmetric = \"{metric}\"\nat_most = 0.5\n"))
    };
    let strange = limit("quality", "demographic_parity_difference");
    let run = measure(&format!("quality deliveries_clean.csv --plan {}", strange.1));
    let said = "`quality` does not measure `demographic_parity_difference`";
    assert!(run.code == 3 && run.err.contains("plan.toml:4") && run.err.contains(said), "{}", run.err);
    assert!(run.err.contains("a plan for `fairness`"), "{}", run.err);
    let strange = limit("performance", "demographic_parity_difference");
    let typed = "performance people_faulty.csv --label label --prediction prediction";
    assert_eq!(measure(&format!("{typed} --plan {}", strange.1)).code, 3);
    for metric in ["false_positive_rate", "cohen_kappa", "brier_score"] {
        let own = limit("performance", metric);
        assert_ne!(measure(&format!("{typed} --score score --plan {}", own.1)).code, 3, "{metric}");
    }
}

#[test]
fn near_copies_are_not_told_of_nothing_but_copies() {
    let files = "--training persons_faulty.csv --held-out persons_faulty.csv";
    let copies = report(&format!("privacy persons_faulty.csv {files}"), 0);
    assert!(line(&copies, "near_copy_share", "")["why"].as_str().unwrap().starts_with("every row is a copy"));
    let others = report("privacy persons_clean.csv --training persons_faulty.csv --held-out persons_clean.csv", 0);
    assert!(line(&others, "near_copy_share", "")["value"].is_number());
}

#[test]
fn a_remedy_starts_from_the_system_as_measured_and_is_none_where_it_does_not_help() {
    let more = "[fairness]\ndepth = 1\ninterval = \"wilson\"\nbins = 10\ntolerance = 0.02\n";
    let plan = super::plans::file("fairness", more);
    let typed = |file: &str| {
        format!("fairness {file} --label label --prediction prediction --group group --score score --plan {}", plan.1)
    };
    let faulty = report(&typed("people_faulty.csv"), 0);
    let titles = |it: &Value| -> Vec<String> {
        it["tables"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect()
    };
    let gap = line(&faulty, "demographic_parity_difference", "group")["value"].as_f64().unwrap();
    let said = format!("the difference goes from {} as measured", assess::number::number(gap));
    let all = titles(&faulty);
    let thresholds = all.iter().find(|it| it.starts_with("Thresholds by group for an equal selection_rate"));
    assert!(thresholds.is_some_and(|it| it.contains(&said)), "{said}: {all:?}");
    let weights = all.iter().find(|it| it.starts_with("Weights under which")).unwrap();
    let accuracy = line(&faulty, "accuracy", "group = A");
    assert!(accuracy["value"].is_number() && weights.contains("base rates goes from"), "{weights}");
    assert!(weights.contains("right in"), "what the weights do to accuracy: {weights}");
    // A system that predicts the same share for both groups has nothing to mend.
    let rows: String = (0..400)
        .map(|at| {
            format!("{},{},{},{:.3}\n", ["A", "B"][at % 2], at / 2 % 2, at / 4 % 2, (at * 37 % 100) as f64 / 100.0)
        })
        .collect();
    let (program, path) = file("group,label,prediction,score", &rows);
    let even = measure_in(&program, &format!("{} --format json", typed(&path))).json();
    assert!(notes(&even).contains("are no remedy"), "{}", notes(&even));
    assert!(!titles(&even).iter().any(|it| it.starts_with("Thresholds by group for an equal selection_rate")));
}

#[test]
fn two_columns_of_one_name_are_told_apart_only_where_somebody_asks() {
    let (program, path) = file("name,n,name", "x,1,y\nz,2,w\n");
    let refused = measure_in(&program, &format!("profile {path}"));
    assert!(refused.code == 3 && refused.err.contains("--number-repeated"), "{}", refused.err);
    let run = measure_in(&program, &format!("profile {path} --number-repeated --format json"));
    assert_eq!(run.code, 0, "{}", run.err);
    let found = run.json();
    assert!(notes(&found).contains("\"name (2)\" \"is another column named `name`"), "{}", notes(&found));
    assert!(found["repeat"].as_array().unwrap().contains(&json!("--number-repeated")));
    let plain =
        measure_in(&program, &format!("profile {} --number-repeated --format json", golden("trips.csv"))).json();
    assert!(!notes(&plain).contains("another column named"), "nothing is repeated here");
}
