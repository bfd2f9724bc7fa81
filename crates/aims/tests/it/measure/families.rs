//! Each family on a faulty file and on its clean twin: the numbers of the key, and the verdict that follows from them.

use super::{is, key, line, measure, notes, report};

#[test]
fn fairness_finds_the_group_that_is_scored_lower() {
    let typed = |file: &str| {
        format!("fairness {file} --label label --prediction prediction --group group --plan fairness-high")
    };
    for (file, code, verdict) in [("people_clean.csv", 0, "pass"), ("people_faulty.csv", 1, "fail")] {
        let (found, key) = (report(&typed(file), code), &key(file.trim_end_matches(".csv"))["fairness"]);
        assert_eq!(found["overall"]["verdict"], verdict);
        for metric in ["demographic_parity_difference", "equalized_odds_difference", "disparate_impact"] {
            is(&found, metric, "group", &key[metric]);
            assert!(line(&found, metric, "group")["interval"]["low"].is_number(), "{metric} has an interval");
        }
        for group in ["A", "B"] {
            is(&found, "selection_rate", &format!("group = {group}"), &key["selection_rate"][group]);
        }
    }
    let faulty = report(&typed("people_faulty.csv"), 1);
    let ruling = &faulty["rulings"][0];
    assert_eq!(ruling["between"], serde_json::json!(["A", "B"]), "the pair that drives the gap is named");
}

#[test]
fn intersections_and_impossibility_are_told() {
    let found = report("fairness people_faulty.csv --label label --prediction prediction --group group --group sex", 0);
    assert!(line(&found, "demographic_parity_difference", "group x sex")["n"].is_u64());
    assert!(line(&found, "selection_rate", "group x sex = B, f")["value"].is_f64());
    let unlabelled = report("fairness people_faulty.csv --prediction prediction --group group", 0);
    let metrics: Vec<_> = unlabelled["lines"].as_array().unwrap().iter().map(|it| it["metric"].clone()).collect();
    assert!(!metrics.contains(&"equalized_odds_difference".into()), "what needs labels is not measured without");
    let numbers = report("fairness trips.csv --label minutes --prediction told --group kind --task numbers", 0);
    assert!(numbers["tables"][0]["rows"].as_array().unwrap().len() == 3, "predicted numbers have groups too");
}

#[test]
fn weights_count_and_what_has_no_weighted_form_is_no_pass() {
    let text = std::fs::read_to_string(super::golden("weighted.json")).unwrap();
    let keys: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (columns, weight) = ("--label label --prediction prediction", "--weight weight");
    for (file, code) in [("weighted_clean", 0), ("weighted_faulty", 1)] {
        let typed = format!("fairness {file}.csv {columns} --group group --plan fairness-high");
        report(&typed, 0);
        let (found, key) = (report(&format!("{typed} {weight}"), code), &keys[file]);
        is(&found, "demographic_parity_difference", "group", &key["demographic_parity_difference"]);
        for group in ["A", "B"] {
            is(&found, "selection_rate", &format!("group = {group}"), &key["selection_rate"][group]);
        }
        let none = &line(&found, "theil_index", "")["why"];
        assert!(none.as_str().unwrap().starts_with("not assessable with weights"), "{none}");
        assert!(notes(&found).contains("rows count by their weights"), "{}", notes(&found));
        let found = report(&format!("performance {file}.csv {columns} {weight}"), 0);
        ["accuracy", "f1_score"].iter().for_each(|it| is(&found, it, "", &key[*it]));
    }
    let limits = super::plans::file("fairness", "[[limit]]\nmetric = \"theil_index\"\nat_most = 0.9\n");
    let typed = format!("fairness weighted_clean.csv {columns} --group group --plan {}", limits.1);
    report(&typed, 0);
    assert_eq!(report(&format!("{typed} {weight}"), 2)["overall"]["verdict"], "not_assessable");
    let run = measure(&format!("performance weighted_clean.csv {columns} --weight group"));
    assert!(run.code == 3 && run.err.contains("`group`"), "{}", run.err);
}

#[test]
fn performance_tells_scores_that_say_nothing() {
    let plan = "--label label --prediction prediction --score score";
    for file in ["people_clean", "people_faulty", "people_blind"] {
        let (found, key) = (report(&format!("performance {file}.csv {plan}"), 0), &key(file)["performance"]);
        for metric in ["accuracy", "f1_score", "matthews_correlation", "roc_auc", "brier_score", "log_loss"] {
            is(&found, metric, "", &key[metric]);
            assert!(line(&found, metric, "")["interval"]["high"].is_number(), "{metric} has an interval");
        }
    }
    let limits = super::plans::file("performance", "[[limit]]\nmetric = \"roc_auc\"\nat_least = 0.8\n");
    for (file, code) in [("people_clean.csv", 0), ("people_blind.csv", 1)] {
        report(&format!("performance {file} {plan} --plan {}", limits.1), code);
    }
}

#[test]
fn classes_and_numbers_are_told_apart_or_asked_for() {
    let key = key("trips");
    let classes = report("performance trips.csv --label kind --prediction guess", 0);
    ["accuracy", "macro_f1"].iter().for_each(|it| is(&classes, it, "", &key[it]));
    assert!(line(&classes, "true_positive_rate", "tram")["interval"].is_object());
    let numbers = report("performance trips.csv --label minutes --prediction told", 0);
    ["mean_absolute_error", "root_mean_squared_error", "r_squared"]
        .iter()
        .for_each(|it| is(&numbers, it, "", &key[it]));
}

#[test]
fn drift_finds_what_changed_and_leaves_alone_what_did_not() {
    let typed = |file: &str| format!("drift {file} --reference drift_reference.csv");
    let clean = report(&typed("drift_clean.csv"), 0);
    let faulty = report(&typed("drift_faulty.csv"), 1);
    for (found, key) in [(&clean, key("drift_clean")), (&faulty, key("drift_faulty"))] {
        for (metric, of) in
            [("kolmogorov_smirnov", "value"), ("wasserstein", "value"), ("missing_rate_difference", "note")]
        {
            is(found, metric, of, &key[metric]);
        }
        let tests = found["tests"].as_array().unwrap();
        let test =
            tests.iter().find(|it| it["test"] == "chi_square" && it["question"].as_str().unwrap().contains("word"));
        let statistic = test.unwrap()["statistic"].as_f64().unwrap();
        assert!((statistic - key["chi_square"].as_f64().unwrap()).abs() < 1e-6, "{statistic}");
    }
    let broken: Vec<_> = faulty["rulings"].as_array().unwrap().iter().filter(|it| it["verdict"] == "fail").collect();
    let mut of: Vec<_> = broken.iter().map(|it| it["of"].as_str().unwrap_or_default()).collect();
    of.sort_unstable();
    let expected = ["", "note", "value", "word"];
    assert_eq!(of, expected, "values, words and missing values, and what they tell together, and nothing else");
}

#[test]
fn a_summary_stands_in_for_the_reference_and_merges_with_others() {
    let program = crate::support::Program::empty();
    let path = |name: &str| program.path(name).display().to_string();
    let summarise = |files: &str, out: &str| {
        let run = super::measure_in(&program, &format!("summarise {files} --out {}", path(out)));
        assert_eq!(run.code, 0, "{}", run.err);
    };
    summarise("drift_reference.csv", "a.json");
    summarise("drift_clean.csv", "b.json");
    let found =
        super::measure_in(&program, &format!("drift drift_faulty.csv --reference {} --format json", path("a.json")));
    assert_eq!(found.code, 1, "{}", found.err);
    is(&found.json(), "kolmogorov_smirnov", "value", &key("drift_faulty")["kolmogorov_smirnov"]);
    let both =
        super::measure_in(&program, &format!("drift {} --reference {} --format json", path("b.json"), path("a.json")));
    assert_eq!(both.code, 0, "{}", both.err);
    summarise(&format!("{} {}", path("a.json"), path("b.json")), "both.json");
    let profile = super::measure_in(&program, &format!("profile {} --format json", path("both.json"))).json();
    assert_eq!(profile["rows"], 8000, "merged summaries are summaries of all rows");
}

#[test]
fn the_format_of_a_file_changes_no_number() {
    let typed =
        |ending: &str| format!("fairness people_clean.{ending} --label label --prediction prediction --group group");
    assert_eq!(report(&typed("csv"), 0)["lines"], report(&typed("parquet"), 0)["lines"]);
}

#[test]
fn a_profile_has_the_moments_of_the_key() {
    let found = report("profile drift_faulty.csv", 0);
    let key = key("drift_faulty");
    ["mean", "standard_deviation"].iter().for_each(|it| is(&found, it, "value", &key[it]));
    assert!(notes(&found).contains("note"), "what is missing is a finding: {}", notes(&found));
}

#[test]
fn quality_counts_what_was_planted() {
    for file in ["deliveries_clean", "deliveries_faulty"] {
        let (found, key) =
            (report(&format!("quality {file}.csv --label paid --reference deliveries_clean.csv"), 0), key(file));
        for metric in ["value_completeness", "record_completeness", "duplicate_share", "leakage_share"] {
            is(&found, metric, "", &key[metric]);
        }
    }
    let rules = "
        [[rule]]\ncheck = \"unique\"\ncolumn = \"id\"\n
        [[rule]]\ncheck = \"range\"\ncolumn = \"age\"\nlow = 18\nhigh = 120\n
        [[rule]]\ncheck = \"in_set\"\ncolumn = \"plan\"\nvalues = [\"basic\", \"plus\"]\n
        [[rule]]\ncheck = \"not_null\"\ncolumn = \"age\"\nmostly = 0.99\n";
    let plan = super::plans::file("quality", &rules.replace("        ", ""));
    report(&format!("quality deliveries_clean.csv --plan {}", plan.1), 0);
    let found = report(&format!("quality deliveries_faulty.csv --plan {}", plan.1), 1);
    let verdicts: Vec<_> =
        found["rulings"].as_array().unwrap().iter().map(|it| it["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["fail", "fail", "fail", "pass"]);
    assert_eq!(found["rulings"][1]["examples"], serde_json::json!(["row 11: -3", "row 21: 150"]));
}

/// Looked at alone, rules come to what they come to beside everything else, whatever the file says of its length.
#[test]
fn rules_alone_come_to_the_same() {
    let rule =
        "[[rule]]\ncheck = \"range\"\ncolumn = \"age\"\nlow = 18\nhigh = 120\n[[rule]]\ncheck = \"rows\"\nlow = 1\n";
    let (beside, alone) = ("[quality]\nnear_rows = 0\n", "[quality]\nnear_rows = 0\nrules_alone = true\n");
    let run = |section: &str| {
        let plan = super::plans::file("quality", &format!("{rule}{section}"));
        report(&format!("quality deliveries_faulty.csv --plan {}", plan.1), 1)
    };
    let (beside, alone) = (run(beside), run(alone));
    assert_eq!(beside["rulings"], alone["rulings"]);
    assert_eq!(beside["data"], alone["data"]);
    assert!(beside["lines"].as_array().is_some_and(|it| !it.is_empty()), "{beside}");
    assert_eq!(alone["lines"], serde_json::json!([]));
}

#[test]
fn privacy_counts_who_stands_alone() {
    for (file, code) in [("persons_clean", 0), ("persons_faulty", 1)] {
        let typed = format!("privacy {file}.csv --quasi zip --quasi age --sensitive illness --plan privacy-release");
        let (found, key) = (report(&typed, code), key(file));
        is(&found, "k_anonymity", "", &key["k_anonymity"]);
        is(&found, "distinct_l_diversity", "illness", &key["distinct_l_diversity"]);
        is(&found, "t_closeness", "illness", &key["t_closeness"]);
    }
    let known = report("privacy persons_faulty.csv --quasi zip --quasi age --reference persons_faulty.csv", 0);
    is(&known, "journalist_risk", "", &line(&known, "prosecutor_risk", "")["value"]);
    let cost = report("privacy persons_clean.csv --quasi zip --original persons_faulty.csv", 0);
    assert_eq!(line(&cost, "entropy_loss", "illness")["value"], 0.0, "what was not treated is whole");
    is(&cost, "entropy_loss", "zip", &super::key("persons_clean")["entropy_loss"]);
    let files = "--training persons_faulty.csv --held-out persons_faulty.csv";
    let copies = report(&format!("privacy persons_faulty.csv {files}"), 0);
    assert_eq!(copies["tables"][0]["rows"][0][3]["value"], 1.0, "copies are told as copies: {copies}");
    assert_eq!(line(&copies, "closer_to_training", "")["value"], 0.5, "as close to the one as to the other");
    let attack = report("privacy people_faulty.csv --member label --score score", 0);
    is(&attack, "roc_auc", "attack on membership", &super::key("people_faulty")["performance"]["roc_auc"]);
}

#[test]
fn a_comparison_tells_better_from_worse() {
    for (name, code) in [("better", 0), ("worse", 1)] {
        let typed =
            format!("compare systems.csv --label label --prediction old --prediction {name} --plan compare-not-worse");
        let (found, key) = (report(&typed, code), key(&format!("systems_{name}")));
        is(&found, "paired_accuracy_difference", "", &key["paired_accuracy_difference"]);
        let p = found["tests"][0]["p"].as_f64().unwrap();
        assert!((p - key["mcnemar"].as_f64().unwrap()).abs() < 1e-12, "{p}");
    }
    let scores = report("compare people_faulty.csv --label label --score score --reference people_faulty.csv", 0);
    assert!(line(&scores, "paired_roc_auc_difference", "")["why"].is_string(), "the same scores order rows alike");
}

#[test]
fn representation_names_the_part_that_is_lacking() {
    for (file, code) in [("sample_clean", 0), ("sample_faulty", 1)] {
        let typed = format!("represent {file}.csv --group region --reference population.csv --plan represent-limits");
        let (found, key) = (report(&typed, code), key(file));
        is(&found, "representation_distance", "region", &key["representation_distance"]);
        is(&found, "representation_ratio", "region = east", &key["east"]);
        let fit = found["tests"].as_array().unwrap().iter().find(|it| it["test"] == "goodness_of_fit").unwrap();
        assert!((fit["p"].as_f64().unwrap() - key["goodness_of_fit"].as_f64().unwrap()).abs() < 1e-9);
        assert!(notes(&found).contains("design effect"), "what weights would cost: {}", notes(&found));
    }
}

/// A share of a fifth whose rows are a fifth of 200 is no evidence against a fair sample, and none for it either.
#[test]
fn a_group_is_fair_by_its_interval_and_not_by_a_test_that_finds_nothing() {
    let program = crate::support::Program::empty();
    let population = program.file("population.csv", "column,category,share\ngroup,a,0.2\ngroup,b,0.8\n");
    for (rows, level, wanted) in
        [(200, "alike = 0.8", "inconclusive"), (200, "alike = 0.5", "pass"), (4000, "alike = 0.8", "pass")]
    {
        let lines: String = (0..rows).map(|row| if row % 5 == 0 { "a\n" } else { "b\n" }).collect();
        let data = program.file("data.csv", format!("group\n{lines}"));
        let (_kept, plan) = super::plans::file("represent", &format!("[represent]\n{level}\n"));
        let found = report(&format!("represent {data} --group group --reference {population} --plan {plan}"), 0);
        let share = line(&found, "representation_share", "group = a");
        assert_eq!(
            (&share["value"], &share["beside"]["verdict"]),
            (&0.2.into(), &wanted.into()),
            "{rows} {level}: {share}"
        );
    }
}

#[test]
fn labels_that_differ_between_groups_are_found_and_small_groups_are_not_judged() {
    let text = std::fs::read_to_string(super::golden("label_rates.json")).unwrap();
    let keys: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (file, differ) in [("rates_clean", 0), ("rates_faulty", 6)] {
        let typed =
            format!("represent {file}.csv --group sex --group region --label label --reference rates_population.csv");
        let found = report(&typed, 0);
        for (group, key) in keys[file].as_object().unwrap() {
            let of = format!("{group}: 1");
            is(&found, "label_rate", &of, &key["rate"]);
            is(&found, "label_rate_difference", &of, &key["difference"]);
            let gap = line(&found, "label_rate_difference", &of);
            for (found, wanted) in [
                (&gap["interval"]["low"], &key["low"]),
                (&gap["interval"]["high"], &key["high"]),
                (&gap["beside"]["p"], &key["p"]),
                (&gap["beside"]["adjusted_p"], &key["adjusted_p"]),
            ] {
                let (found, wanted) = (found.as_f64().unwrap(), wanted.as_f64().unwrap());
                assert!(
                    (found - wanted).abs() <= 1e-7 * wanted.abs().max(1e-3),
                    "{of}: {found}, the key says {wanted}"
                );
            }
        }
        let lines = found["lines"].as_array().unwrap();
        let gaps: Vec<_> = lines.iter().filter(|it| it["metric"] == "label_rate_difference").collect();
        let verdict = |it: &serde_json::Value| it["beside"]["verdict"].as_str().unwrap().to_owned();
        assert_eq!(gaps.iter().filter(|it| verdict(it) == "fail").count(), differ, "{file}");
        let small = line(&found, "label_rate_difference", "region = isle: 1");
        assert_eq!(verdict(small), "not_assessable", "every one of its 12 rows has the label, and nothing follows");
        assert!(small["why"].as_str().unwrap().starts_with("fewer rows"), "{small}");
        let figures = found["figures"].as_array().unwrap();
        let mosaic = figures.iter().find(|it| it["form"] == "mosaic" && it["of"] == "region").unwrap();
        let isle = mosaic["rows"].as_array().unwrap().iter().find(|it| it["group"] == "isle").unwrap();
        assert_eq!((&isle["enough"], &isle["counts"]), (&false.into(), &serde_json::json!([0, 12])));
    }
    let typed = "represent rates_clean.csv --group sex --label label --positive maybe --reference rates_population.csv";
    let run = measure(typed);
    assert!(run.code == 3 && run.err.contains("`maybe`"), "{}", run.err);
}

#[test]
fn agreement_is_what_other_packages_say() {
    let key: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(super::golden("agreement.json")).unwrap()).unwrap();
    let found = report("agreement labels.csv --rater ann --rater bea --rater cay", 0);
    for pair in ["ann and bea", "ann and cay", "bea and cay"] {
        is(&found, "cohen_kappa", pair, &key[pair]);
    }
    is(&found, "krippendorff_alpha", "", &key["alpha"]);
    assert_eq!(line(&found, "cohen_kappa", "ann and cay")["n"], 263, "rows that one of them left out do not count");
    let alone = super::measure("agreement labels.csv --rater ann");
    assert!(alone.code == 3 && alone.err.contains("--rater"), "{}", alone.err);
}
