//! Decision tables from the command line: the guide, spreadsheets, exit codes, and what is typed badly.

use std::path::PathBuf;

use crate::support::{Program, root};

fn tables() -> PathBuf {
    root().join("crates/aims/tests/it/rules/tables")
}

/// A folder with the tables of the guide.
fn with_tables() -> Program {
    let program = Program::empty();
    for file in std::fs::read_dir(tables()).unwrap().flatten() {
        program.file(&file.file_name().to_string_lossy(), std::fs::read(file.path()).unwrap());
    }
    program
}

#[test]
fn the_guide_shows_what_the_program_says() {
    crate::support::says_what_the_guide_shows(&with_tables(), "rules.md", 7);
}

#[test]
fn answers_end_with_the_exit_code_of_their_verdict() {
    let program = with_tables();
    let codes = [
        ("rules check tiering.toml", 0),
        ("rules check tiering.toml --with local.toml", 1),
        ("rules check broken.toml", 1),
        ("rules check tiering.toml --work 1", 2),
        ("rules check absent.toml", 3),
        ("rules check", 3),
        ("rules check systems.csv", 3),
        ("rules check tiering.toml tiering-2.toml", 3),
        ("rules explain tiering.toml --case people=5", 0),
        ("rules explain tiering.toml --case people=many", 3),
        ("rules explain tiering.toml --case colour=red", 3),
        ("rules explain tiering.toml", 3),
        ("rules test tiering.toml --cases systems.csv", 0),
        ("rules test tiering-2.toml --cases systems.csv", 1),
        ("rules diff tiering.toml tiering.toml", 0),
        ("rules diff tiering.toml tiering-2.toml", 1),
        ("rules replay tiering.toml tiering-2.toml --cases systems.csv", 1),
        ("rules replay tiering.toml tiering.toml --cases systems.csv", 0),
    ];
    for (typed, code) in codes {
        let run = program.run(&typed.split_whitespace().collect::<Vec<_>>());
        assert_eq!(run.code, code, "{typed}\n{}{}", run.out, run.err);
        assert_eq!(run.err.is_empty(), code != 3, "{typed}: {}", run.err);
    }
}

#[test]
fn a_table_reads_the_same_from_a_spreadsheet() {
    let program = with_tables();
    let text = std::fs::read_to_string(tables().join("tiering.toml")).unwrap();
    let table = rules::Table::parse_toml(&text).unwrap();
    let grid = table.to_grid();
    let heads: Vec<&str> = grid[0].iter().map(String::as_str).collect();
    program.file("tiering.csv", sheet::write_csv(&heads, grid[1..].iter()));
    let same = program.done(&["rules", "diff", "tiering.toml", "tiering.csv"]);
    assert_eq!((&same["moved"], &same["edited"]), (&serde_json::json!([]), &serde_json::json!([])), "{same}");
    let found = program.done(&["rules", "check", "tiering.csv"]);
    assert_eq!((&found["clean"], &found["rows"]), (&true.into(), &5.into()));
}

#[test]
fn a_fault_carries_a_case_and_a_fingerprint_for_programs() {
    let program = with_tables();
    let found = program.run(&["rules", "check", "broken.toml", "--format", "json"]).json();
    let gap = &found["faults"][0];
    assert_eq!(gap["cases"][0], serde_json::json!({ "amount": 10000, "abroad": false }), "{found}");
    assert_eq!(gap["fingerprint"], "gap | approvals | abroad false; amount [10000..50000[");
}

#[test]
fn more_harm_that_gives_a_milder_outcome_is_told_with_both_cases() {
    let program = with_tables();
    let text = std::fs::read_to_string(tables().join("tiering.toml")).unwrap();
    program.file("turned.toml", text.replace("when.autonomy = \"alone\"", "when.autonomy = \"advises\""));
    let run = program.run(&["rules", "check", "turned.toml"]);
    assert!(
        run.out.contains("monotone: more harm gives a milder outcome: tier = medium by row `alone`"),
        "{}",
        run.out
    );
    assert!(run.out.contains("    less harm: ") && run.out.contains("    more harm: "), "{}", run.out);
}

#[test]
fn tables_go_into_spreadsheets_and_come_back_the_same() {
    let program = with_tables();
    let path = |name: &str| program.path(name).display().to_string();
    let convert = |from: &str, to: &str, out: &str| {
        let run = program.run(&["rules", "convert", &path(from), "--to", to, "--out", &path(out)]);
        assert_eq!(run.code, 0, "{from} {to}: {}", run.err);
    };
    convert("tiering.toml", "toml", "plain.toml");
    for form in ["csv", "xlsx"] {
        let sheet = format!("tiering-sheet.{form}");
        convert("tiering.toml", form, &sheet);
        convert(&sheet, "toml", "back.toml");
        let read = |name: &str| std::fs::read_to_string(program.path(name)).unwrap();
        assert_eq!(read("back.toml"), read("plain.toml"), "{form}");
        assert_eq!(program.run(&["rules", "check", &path(&sheet)]).code, 0);
        let same = program.run(&["rules", "diff", &path("tiering.toml"), &path(&sheet)]);
        assert_eq!(same.code, 0, "{}", same.out);
    }
    let refused = program.run(&["rules", "convert", &path("absent.toml"), "--to", "csv"]);
    assert!(refused.code != 0 && refused.err.contains("absent.toml"), "{}", refused.err);
}

#[test]
fn a_spreadsheet_becomes_a_record_and_a_record_a_spreadsheet() {
    let program = Program::ready();
    program.file("tiering.toml", std::fs::read(tables().join("tiering.toml")).unwrap());
    let path = |name: &str| program.path(name).display().to_string();
    let run = |words: &[&str]| program.run(words);
    assert_eq!(run(&["rules", "convert", &path("tiering.toml"), "--to", "xlsx", "--out", &path("sheet.xlsx")]).code, 0);
    assert_eq!(run(&["rules", "convert", &path("sheet.xlsx"), "--to", "toml", "--out", &path("sheet.toml")]).code, 0);
    let rules = format!("rules=@{}", path("sheet.toml"));
    let made = program.done(&["add", "decision_table", "title=From a sheet", "purpose=house_procedure", &rules]);
    let id = made["id"].as_str().unwrap();
    let out = run(&["rules", "convert", id, "--to", "csv"]);
    assert!(out.code == 0 && out.out.contains("tiering"), "{}{}", out.out, out.err);
    let missing = run(&["rules", "convert", "DTB-99", "--to", "csv"]);
    assert!(missing.code != 0 && missing.err.contains("DTB-0099"), "{}", missing.err);
}
