//! Bad input: an answer or one precise sentence, never a panic, never a silent guess.

use std::process::{Command, Stdio};

use super::{golden, notes};
use crate::support::{Program, Run};

fn run(program: &Program, typed: &str) -> Run {
    let word = |it: &str| {
        if it.ends_with(".csv") || it.ends_with(".parquet") {
            program.path(it).display().to_string()
        } else {
            it.to_owned()
        }
    };
    let words: Vec<String> = typed.split_whitespace().map(word).collect();
    let words: Vec<&str> = ["measure"].into_iter().chain(words.iter().map(String::as_str)).collect();
    program.run(&words)
}

/// What is typed for each family, so that a file goes through all of them.
fn every_family(file: &str) -> Vec<String> {
    vec![
        format!("profile {file}"),
        format!("quality {file} --label y"),
        format!("drift {file} --reference {file}"),
        format!("fairness {file} --label y --prediction h --score s --group g"),
        format!("performance {file} --label y --prediction h --score s"),
        format!("performance {file} --label y --prediction h --task numbers"),
        format!("privacy {file} --quasi g --sensitive y"),
        format!("compare {file} --label y --prediction h --prediction h"),
        format!("represent {file} --group g --reference {file}"),
        format!("summarise {file}"),
        format!("plan quality {file}"),
        format!("plan drift {file}"),
    ]
}

/// Runs all families; each answers, or ends with 3 and one sentence.
#[track_caller]
fn survives(name: &str, bytes: &[u8]) -> Vec<Run> {
    let program = Program::empty();
    program.file(name, bytes);
    let runs = every_family(name).into_iter().map(|typed| (run(&program, &typed), typed));
    runs.map(|(run, typed)| {
        let said = format!("{}{}", run.out, run.err);
        assert!((0..=3).contains(&run.code), "{typed}: {} {said}", run.code);
        assert!(!said.contains("has a fault at") && !said.replace("`NaN`", "").contains("NaN"), "{typed}: {said}");
        assert_eq!(run.code == 3, run.err.starts_with("error: "), "{typed}: {said}");
        assert!(run.code != 3 || (run.out.is_empty() && run.err.lines().count() == 1), "{typed}: {said}");
        run
    })
    .collect()
}

/// All families end with 3 and these words.
#[track_caller]
fn refused(name: &str, bytes: &[u8], words: &str) {
    for run in survives(name, bytes) {
        assert!(run.code == 3 && run.err.contains(words), "{} {}", run.code, run.err);
    }
}

#[test]
fn files_that_hold_nothing_or_are_damaged_are_named() {
    refused("empty.csv", b"", "`");
    refused("empty.csv", b"", "is empty; deliver it again");
    refused("header.csv", b"g,y,h,s\n", "has no rows");
    refused("twice.csv", b"g,y,y,s\na,1,0,0.5\n", "two columns named `y`");
    refused("ragged.csv", b"g,y,h,s\na,1,0,0.5\nb,1,0\n", "line 3: 3 cells where the header has 4");
    refused("broken.parquet", b"PAR1 and then nothing that a reader could use", "broken.parquet");
    refused("book.csv", b"PK\x03\x04 a workbook", "workbook");
}

#[test]
fn small_and_odd_data_get_an_answer() {
    survives("one.csv", b"g,y,h,s\na,1,0,0.5\n");
    survives("group.csv", b"g,y,h,s\na,1,0,0.5\na,0,1,0.25\na,1,1,0.75\n");
    survives("constant.csv", format!("g,y,h,s\n{}", "a,1,1,0.5\n".repeat(60)).as_bytes());
    survives("null.csv", format!("g,y,h,s\n{}", ",,,\n".repeat(60)).as_bytes());
    survives(
        "infinite.csv",
        format!("g,y,h,s\n{}", "a,1,0,inf\nb,0,1,-inf\nb,1,1,NaN\na,0,0,0.5\n".repeat(30)).as_bytes(),
    );
    survives("mixed.csv", format!("g,y,h,s\n{}", "a,1,0,0.5\nb,maybe,1,high\n3,0,1,0.25\n".repeat(30)).as_bytes());
}

#[test]
fn ten_thousand_categories_are_too_many_for_groups_and_no_trouble_elsewhere() {
    let rows: String = (0..10_000).map(|at| format!("g{at},{},{},0.{:04}\n", at % 2, (at / 2) % 2, at)).collect();
    let runs = survives("many.csv", format!("g,y,h,s\n{rows}").as_bytes());
    assert_eq!(runs[0].code, 0, "a profile holds any number of words");
    assert!(runs[3].code == 3 && runs[3].err.contains("too many for groups; put them into bands"), "{}", runs[3].err);
}

#[test]
fn a_wrong_column_is_told_with_those_there_are() {
    let program = Program::empty();
    program.file("short.csv", "g\na\n");
    program.file("data.csv", "g,y,h,s,n\na,1,0,0.5,3\nb,0,2,0.25,4\na,1,1,1.5,5\n");
    let cases = [
        ("performance data.csv --label z --prediction h", "no column `z`; the columns are `g`"),
        ("performance data.csv --label n --prediction h", "--task classes or --task numbers"),
        (
            "performance data.csv --label y --prediction h --task binary",
            "column `h` holds the classes `0`, `1`, `2` where two are needed",
        ),
        ("performance data.csv --label g --prediction g", "which class of column `g` is the positive one"),
        ("fairness data.csv --label y --prediction h --group g", "column `h` holds the classes"),
        ("fairness data.csv --prediction y", "--group COLUMN"),
        ("fairness data.csv --group g", "--prediction COLUMN"),
        ("fairness data.csv --prediction y --prediction h --group g", "`compare` holds two against each other"),
        ("drift data.csv", "--reference"),
        ("profile data.csv --group g", "`profile` does nothing with `--group g`"),
        ("profile data.csv --reference data.csv", "does nothing with `--reference"),
        ("privacy data.csv --quasi g --training data.csv", "--held-out"),
        ("privacy data.csv --quasi g --original short.csv", "the same rows in the same order"),
        ("privacy data.csv", "--quasi"),
        ("privacy data.csv --label y --original data.csv", "--held-out"),
        ("privacy data.csv --label y --held-out data.csv", "--party"),
        ("privacy data.csv --quasi g --held-out data.csv", "--training"),
        ("privacy data.csv --label h --original data.csv --held-out data.csv", "column `h` holds the classes"),
        ("privacy data.csv --label y --party z --held-out data.csv", "no column `z`"),
        ("privacy data.csv --member y", "--score"),
        ("compare data.csv --label y --prediction y", "name a second column"),
        ("represent data.csv --group g --reference data.csv --weight g", "numbers are needed"),
        ("profile missing.csv", "there is no file"),
        ("profile data.csv --threads 0", "0"),
        ("profile", "FILE"),
        ("nonsense data.csv", "unrecognized subcommand"),
        ("quality data.csv --as-of yesterday", "yesterday"),
    ];
    for (typed, words) in cases {
        let run = run(&program, typed);
        assert_eq!(run.code, 3, "{typed}: {}{}", run.out, run.err);
        assert!(run.err.contains(words), "{typed}: {}", run.err);
    }
    let scores = run(&program, "performance data.csv --label y --score s --format json").json();
    let brier = scores["lines"].as_array().unwrap().iter().find(|it| it["metric"] == "brier_score").unwrap();
    assert!(brier["why"].as_str().unwrap().contains("between 0 and 1"), "a score of 1.5 is no probability: {brier}");
}

#[test]
fn dates_in_five_spellings_are_words_and_said_so() {
    let program = Program::empty();
    program.file("dates.csv", "day,n\n2026-01-31,1\n31.01.2026,2\n01/31/2026,3\nJan 31 2026,4\n31-Jan-26,5\n");
    let run = run(&program, "profile dates.csv --format json");
    assert_eq!(run.code, 0, "{}", run.err);
    let report = run.json();
    assert_eq!(report["tables"][0]["rows"][0][1], "words");
    assert!(notes(&report).contains("day"), "{}", notes(&report));
    program.file("ambiguous.csv", "day,n\n03/04/2026,1\n05/06/2026,2\n");
    let plain = run_json(&program, "profile ambiguous.csv");
    let told = run_json(&program, "profile ambiguous.csv --day-first");
    assert_eq!(
        (&plain["tables"][0]["rows"][0][1], &told["tables"][0]["rows"][0][1]),
        (&"words".into(), &"days".into())
    );
    assert_eq!(told["tables"][0]["rows"][0][5], "2026-04-03");
}

fn run_json(program: &Program, typed: &str) -> serde_json::Value {
    run(program, &format!("{typed} --format json")).json()
}

#[test]
fn leakage_is_not_asked_of_columns_of_another_sort() {
    let program = Program::empty();
    program.file("train.csv", "a\n1\n2\n3\n");
    program.file("test.csv", "a\n1\ntwo\n3\n");
    let report = run(&program, "quality test.csv --reference train.csv --format json").json();
    let leakage = report["lines"].as_array().unwrap().iter().find(|it| it["metric"] == "leakage_share").unwrap();
    assert!(leakage["why"].as_str().unwrap().contains("another sort"), "{leakage}");
}

#[test]
fn a_column_that_is_gone_is_no_pass() {
    let program = Program::empty();
    let rows = "x,y\n".repeat(600);
    program.file("before.csv", format!("a,b\n{rows}"));
    program.file("now.csv", format!("a,c\n{rows}"));
    let gone = run(&program, "drift now.csv --reference before.csv --format json");
    assert_eq!(gone.code, 2, "{}", gone.err);
    assert!(notes(&gone.json()).contains("stands only in the data"));
    program.file("other.csv", format!("d,e\n{rows}"));
    assert_eq!(run(&program, "drift other.csv --reference before.csv").code, 3);
}

#[test]
fn freshness_is_asked_for_a_moment_and_never_for_the_clock() {
    let (_kept, plan) = super::plans::file("quality", "[[rule]]\ncheck = \"freshness\"\ncolumn = \"day\"\nhigh = 10\n");
    let program = Program::empty();
    program.file("days.csv", "day\n2026-01-01\n2026-01-05\n");
    let typed = format!("quality days.csv --plan {plan}");
    assert_eq!(run(&program, &typed).code, 2, "without a moment it cannot be told");
    assert_eq!(run(&program, &format!("{typed} --as-of 2026-01-10")).code, 0);
    assert_eq!(run(&program, &format!("{typed} --as-of 2026-02-10")).code, 1);
}

#[test]
fn a_truncated_parquet_file_is_damaged_wherever_it_is_cut() {
    let program = Program::empty();
    let whole = std::fs::read(golden("people_clean.parquet")).unwrap();
    for part in [whole.len() / 4, whole.len() / 2, whole.len() - 5] {
        program.file("cut.parquet", &whole[..part]);
        let run = run(&program, "profile cut.parquet");
        assert!(run.code == 3 && run.err.contains("damaged or was cut short"), "{}", run.err);
    }
    // The end says where everything is, so a hole in the middle shows only when it is read.
    let mut holed = whole.clone();
    let middle = holed.len() / 3;
    holed[middle..middle + 2000].fill(0);
    program.file("holed.parquet", holed);
    let run = run(&program, "profile holed.parquet");
    assert!(run.code == 3 && run.err.contains("holed.parquet") && run.err.contains("damaged"), "{}", run.err);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused_or_measured_whole() {
    let program = Program::empty();
    let rows: String = (0..300_000).map(|at| format!("{at},{}\n", at % 7)).collect();
    let path = program.file("growing.csv", format!("a,b\n{rows}"));
    let child = Command::new(env!("CARGO_BIN_EXE_aims"))
        .args(["measure", "profile", &path, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Somebody goes on writing until the program has ended.
    let ended = std::thread::spawn(move || child.wait_with_output().unwrap());
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    while !ended.is_finished() {
        std::io::Write::write_all(&mut file, b"1,2\n").unwrap();
        std::thread::yield_now();
    }
    let output = ended.join().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("changed while it was read"), "{said}");
}
