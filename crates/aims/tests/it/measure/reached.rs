//! What the library can and people must be able to reach: several systems, likeness and flips, several classes, weights, power, series.
//! The keys are those of `golden/reached.py`.

use serde_json::{Value, json};

use super::{golden, is, line, measure, measure_in, notes, report};
use crate::support::Program;

fn keys() -> Value {
    serde_json::from_str(&std::fs::read_to_string(golden("reached.json")).unwrap()).unwrap()
}

#[track_caller]
fn near(found: &Value, wanted: &Value, what: &str) {
    let (found, wanted) = (found.as_f64().unwrap(), wanted.as_f64().unwrap());
    assert!((found - wanted).abs() <= 1e-7 * wanted.abs(), "{what}: {found}, the key says {wanted}");
}

fn table<'a>(report: &'a Value, title: &str) -> Option<&'a Value> {
    report["tables"].as_array().unwrap().iter().find(|it| it["title"].as_str().unwrap().starts_with(title))
}

#[test]
fn three_systems_are_tested_at_once_and_in_pairs_that_are_corrected() {
    let (key, columns) = (&keys()["systems"], "--prediction old --prediction better --prediction worse");
    let typed = format!("compare systems.csv --label label {columns}");
    let by_bh = super::plans::file("compare", "[compare]\ncorrection = \"benjamini_hochberg\"\n");
    let plans = [(String::new(), "holm"), (format!(" --plan {}", by_bh.1), "benjamini_hochberg")];
    for (plan, correction) in plans {
        let found = report(&format!("{typed}{plan}"), 0);
        let tests: Vec<&Value> = found["tests"].as_array().unwrap().iter().collect();
        let of = |name: &str| tests.iter().filter(|it| it["test"] == name).copied().collect::<Vec<_>>();
        let (q, pairs) = (of("cochran_q"), of("mcnemar_exact"));
        assert_eq!((q.len(), pairs.len()), (1, 3));
        near(&q[0]["statistic"], &key["q"], "Cochran's Q");
        near(&q[0]["p"], &key["p"], "its p-value");
        for (at, test) in pairs.iter().enumerate() {
            near(&test["p"], &key["mcnemar"][at], "McNemar");
            near(&test["adjusted"], &key[correction][at], correction);
            let line = line(&found, "paired_accuracy_difference", key["pairs"][at].as_str().unwrap());
            near(&line["value"], &key["differences"][at], "difference");
            near(&line["interval"]["level"], &json!(1.0 - 0.05 / 3.0), "the level at which all three hold");
        }
    }
    // Only systems that are held against the first have a margin: `better` keeps it, `worse` breaks it.
    let judged = report(&format!("{typed} --plan compare-not-worse"), 1);
    let verdicts: Vec<_> = judged["rulings"].as_array().unwrap().iter().map(|it| (&it["of"], &it["verdict"])).collect();
    assert_eq!(verdicts, [(&json!("better less old"), &json!("pass")), (&json!("worse less old"), &json!("fail"))]);
    let alike = report("compare systems.csv --label label --prediction old --prediction old --prediction old", 0);
    assert!(notes(&alike).contains("not assessable: all systems agree"), "{}", notes(&alike));
    let lone = measure(&format!("{typed} --score old"));
    assert!(lone.code == 3 && lone.err.contains("`old` is one system"), "{}", lone.err);
}

#[test]
fn the_interval_of_a_difference_is_chosen_in_the_plan() {
    let more =
        "[fairness]\ndepth = 1\ninterval = \"wilson\"\ndifference_interval = \"miettinen_nurminen\"\nbins = 10\n";
    let plan = super::plans::file("fairness", more);
    let typed = "fairness people_faulty.csv --label label --prediction prediction --group group";
    let chosen = report(&format!("{typed} --plan {}", plan.1), 0);
    let interval = |it: &Value| line(it, "demographic_parity_difference", "group")["interval"].clone();
    let found = interval(&chosen);
    assert_eq!(found["method"], "miettinen_nurminen");
    near(&found["low"], &keys()["miettinen_nurminen"][0], "low");
    near(&found["high"], &keys()["miettinen_nurminen"][1], "high");
    assert_eq!(interval(&report(typed, 0))["method"], "newcombe", "without the key nothing changes");
}

#[test]
fn likeness_and_flips_are_measured_where_columns_tell_them() {
    let typed = |file: &str| {
        format!(
            "fairness {file}.csv --prediction prediction --group group --flipped flipped --feature income --feature age"
        )
    };
    let limits = super::plans::file("fairness", "[[limit]]\nmetric = \"flip_rate\"\nat_most = 0.05\n");
    for (file, code) in [("alike_clean", 0), ("alike_faulty", 1)] {
        let (found, key) = (report(&format!("{} --plan {}", typed(file), limits.1), code), &keys()[file]);
        for metric in ["consistency", "flip_rate"] {
            is(&found, metric, "", &key[metric]);
            let line = line(&found, metric, "");
            assert!(line["n"] == 400 && line["interval"]["low"].is_number(), "{metric}: {line}");
        }
        let interval = &line(&found, "flip_rate", "")["interval"];
        assert!((interval["high"].as_f64().unwrap() - key["flip_interval"][1].as_f64().unwrap()).abs() < 1e-9);
    }
    let faulty = report(&typed("alike_faulty"), 0);
    assert!(
        notes(&faulty).contains("71 persons would get") && notes(&faulty).contains("74 would lose it"),
        "{}",
        notes(&faulty)
    );
    let without =
        report(&format!("fairness alike_clean.csv --prediction prediction --group group --plan {}", limits.1), 2);
    assert!(line(&without, "flip_rate", "")["why"].as_str().unwrap().contains("--flipped"));
    assert!(line(&without, "consistency", "")["why"].as_str().unwrap().contains("--feature"));
    let words = measure("fairness alike_clean.csv --prediction prediction --group group --feature group");
    assert!(words.code == 3 && words.err.contains("numbers are needed"), "{}", words.err);
}

#[test]
fn several_classes_have_their_table_their_means_and_kappa() {
    let (found, key) = (report("performance trips.csv --label kind --prediction guess", 0), &keys()["classes"]);
    for metric in ["weighted_precision", "weighted_recall", "weighted_f1", "cohen_kappa"] {
        is(&found, metric, "", &key[metric]);
    }
    let interval = &line(&found, "cohen_kappa", "")["interval"];
    near(&interval["low"], &key["kappa_interval"][0], "kappa, low");
    near(&interval["high"], &key["kappa_interval"][1], "kappa, high");
    let matrix = table(&found, "Labels and predictions").unwrap();
    for (row, name) in key["names"].as_array().unwrap().iter().enumerate() {
        is(&found, "false_positive_rate", name.as_str().unwrap(), &key["false_positive_rate"][name.as_str().unwrap()]);
        let cells = matrix["rows"][row].as_array().unwrap();
        assert_eq!((&cells[0], json!(cells[1..])), (name, key["table"][row].clone()));
    }
    let typed = "performance trips.csv --label kind --prediction guess";
    for (format, words) in
        [("text", "PREDICTED TRAM"), ("html", "predicted tram"), ("html", "Predictions of each label")]
    {
        let out = measure(&format!("{typed} --format {format}")).out;
        assert!(out.contains(words), "{format}: {out}");
    }
}

#[test]
fn predicted_numbers_show_where_they_are_off() {
    let found = report("performance trips.csv --label minutes --prediction told", 0);
    let rows = table(&found, "Errors by tenth").unwrap()["rows"].as_array().unwrap();
    let tenths = &keys()["tenths"];
    assert_eq!(rows.len(), tenths.as_array().unwrap().len());
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(row[1], tenths[at]["n"]);
        let (error, absolute) = (row[4]["value"].as_f64().unwrap(), row[5]["value"].as_f64().unwrap());
        assert!((error - tenths[at]["mean_error"].as_f64().unwrap()).abs() < 1e-9, "{row}");
        assert!((absolute - tenths[at]["mae"].as_f64().unwrap()).abs() < 1e-9, "{row}");
        assert!(row[4]["interval"]["low"].is_number(), "{row}");
    }
    let figures = found["figures"].as_array().unwrap();
    assert!(figures.iter().any(|it| it["title"].as_str().unwrap().starts_with("Mean error by tenth")));
}

#[test]
fn areas_of_groups_stand_in_the_text() {
    let typed = "fairness people_faulty.csv --label label --prediction prediction --group group --score score";
    let (found, text) = (report(typed, 0), measure(typed).out);
    let scores = table(&found, "Scores by group").unwrap();
    let areas = scores["rows"].as_array().unwrap().iter().find(|it| it[0] == "area under the ROC curve").unwrap();
    for (at, group) in ["A", "B"].iter().enumerate() {
        assert!(
            (areas[at + 1]["value"].as_f64().unwrap() - keys()["scores_by_group"][group].as_f64().unwrap()).abs()
                < 1e-9
        );
    }
    assert!(text.contains("Scores by group") && text.contains("area under the ROC curve"), "{text}");
}

#[test]
fn weights_that_meet_the_reference_are_written_out() {
    let program = Program::empty();
    let (file, key) = (program.path("weights.txt").display().to_string(), &keys()["weights"]);
    let typed = "represent sample_faulty.csv --group region --reference population.csv";
    let run = measure_in(&program, &format!("{typed} --weights {file}"));
    assert_eq!(run.code, 0, "{}", run.err);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("row,weight\n1,"), "{text:.60}");
    let weights: Vec<f64> = text.lines().skip(1).map(|it| it.split_once(',').unwrap().1.parse().unwrap()).collect();
    for (at, first) in key["first"].as_array().unwrap().iter().enumerate() {
        near(&json!(weights[at]), first, "weight");
    }
    near(&json!(weights.iter().sum::<f64>()), &key["sum"], "sum");
    near(&json!(weights.iter().map(|it| it * it).sum::<f64>()), &key["squares"], "squares");
    program.file("gap.txt", "region,n\nnorth,1\n,2\nsouth,3\neast,4\nwest,5\n");
    let gap = program.path("gap.txt").display().to_string();
    let none =
        measure_in(&program, &format!("represent {gap} --group region --reference population.csv --weights {file}"));
    assert!(none.code == 3 && none.err.contains("none are written"), "{}", none.err);
    let other = measure_in(&program, &format!("profile sample_faulty.csv --weights {file}"));
    assert!(other.code == 3 && other.err.contains("does nothing with `--weights"), "{}", other.err);
}

#[test]
fn power_tells_how_many_rows_are_needed_and_what_rows_can_show() {
    let key = &keys()["power"];
    let answer = |typed: &str| measure(&format!("power {typed} --format json")).json()["answers"].clone();
    assert_eq!(answer("--rate 0.3 --gap 0.05")["rows_on_each_side"], key["rows"]);
    near(&answer("--rate 0.3 --gap 0.05 --rows 600 --other-rows 400")["power"], &key["power"], "power");
    assert_eq!(answer("--rate 0.3 --half-width 0.05")["rows_for_half_width"], key["rows_for_half_width"]);
    // The smallest gap that so many rows show is one that needs so many rows.
    let gap = answer("--rate 0.3 --rows 1377")["smallest_gap"].clone();
    assert!((gap["rise"].as_f64().unwrap() - 0.05).abs() < 1e-4, "{gap}");
    // A fall from 0.35 to 0.3 asks for as many rows as the rise from 0.3 to 0.35.
    let gap = answer("--rate 0.35 --rows 1377")["smallest_gap"].clone();
    assert!((gap["fall"].as_f64().unwrap() - 0.05).abs() < 1e-4, "{gap}");
    // Near an end one way is not seen, and that is said.
    let text = measure("power --rate 0.05 --rows 30").out;
    assert!(text.contains("show a rise by") && text.contains("no fall below 0.05"), "{text}");
    assert!(answer("--rate 0.5 --ratio 0.7 --limit 0.8")["rows_on_each_side_for_ratio"].as_u64().unwrap() > 100);
    assert!(measure("power --rate 0.3 --gap 0.05").out.contains("1,377 rows on each side"));
    for (typed, words) in [
        ("--rate 0.3", "say what should be seen"),
        ("--rate 1.3 --gap 0.1", "`--rate 1.3`"),
        ("--rate 0.3 --gap 0.8", "no other share"),
        ("--rate 0.3 --ratio 0.8", "--limit"),
        ("--rate 0.3 --rows 2", "too few rows"),
    ] {
        let run = measure(&format!("power {typed}"));
        assert!(run.code == 3 && run.err.contains(words), "{typed}: {} {}", run.code, run.err);
    }
}

#[test]
fn a_series_that_moves_is_seen_and_one_that_does_not_is_left_alone() {
    for file in ["series_clean", "series_faulty"] {
        let typed = format!("series {file}.csv --column x --reference-until 60");
        let (found, key) = (measure(&format!("{typed} --format json")).json(), &keys()[file]);
        for (found, wanted) in [
            (&found["centre"], &key["centre"]),
            (&found["sigma"], &key["sigma"]),
            (&found["evidence"]["last"], &key["evidence"]),
        ] {
            near(found, wanted, file);
        }
        assert_eq!(found["cusum"]["signal_row"], key["cusum"], "{file}");
        assert_eq!(found["evidence"]["alarm_row"], key["alarm"], "{file}");
        let rows =
            |list: &Value, of: &str| list.as_array().unwrap().iter().map(|it| it[of].clone()).collect::<Vec<_>>();
        assert_eq!(json!(rows(&found["segments"], "from_row")), key["starts"], "{file}");
        let beyond: Vec<Value> = found["signals"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| it["rule"] == 1)
            .map(|it| it["row"].clone())
            .collect();
        assert_eq!(json!(beyond), key["beyond"], "{file}");
        // Siegmund's textbook value for a slack of half a sigma and a height of five, both sides: 465.
        assert!((found["cusum"]["run_length"].as_f64().unwrap() - 465.0).abs() < 2.0);
    }
    let text = measure("series series_faulty.csv --column x --reference-until 60").out;
    assert!(text.contains("signals at row 84") && text.contains("alarm at row 94"), "{text}");
    for (file, gate, code) in [
        ("series_faulty", "", 0),
        ("series_faulty", " --gate evidence", 1),
        ("series_faulty", " --gate chart --gate cusum", 1),
        ("series_clean", " --gate evidence --gate cusum", 0),
    ] {
        let run = measure(&format!("series {file}.csv --column x --reference-until 60{gate}"));
        assert_eq!(run.code, code, "{file}{gate}: {}", run.err);
    }
    for form in ["html", "markdown", "junit"] {
        let run = measure(&format!("series series_clean.csv --column x --format {form}"));
        assert!(run.code == 3 && run.err.contains("--format json"), "{form}: {} {}", run.code, run.err);
    }
    for (typed, words) in [
        ("series_clean.csv --column y", "no column `y`"),
        ("series_clean.csv --column x --reference-until 1", "two values or more"),
        ("series_clean.csv --column x --alpha 2", "`--alpha 2`"),
        ("people_faulty.csv --column group", "numbers are needed"),
    ] {
        let run = measure(&format!("series {typed}"));
        assert!(run.code == 3 && run.err.contains(words), "{typed}: {} {}", run.code, run.err);
    }
}
