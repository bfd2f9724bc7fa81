//! Where data come from, captured and shown from the command line; and the guide, which says what the program says.

use serde_json::json;

use crate::support::{Program, root};

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(root().join("crates/aims/tests/it/measure/golden").join(name)).unwrap()
}

/// A store with one dataset.
fn with_dataset() -> Program {
    let program = Program::ready();
    program.done(&["add", "dataset", "title=Meters", "licence=CC-BY-4.0"]);
    program
}

#[test]
fn one_byte_is_another_version_and_the_same_bytes_are_entered_once() {
    let program = with_dataset();
    let record = |bytes: &str| {
        program.file("meters.csv", bytes);
        program.done(&["lineage", "record", "--for", "DST-1", "--out", "meters.csv", "--split", "train"])
    };
    assert_eq!(record("a,b\n1,2\n"), json!({ "id": "DSV-0001", "made": true, "from": [] }));
    let entries = program.entries();
    assert_eq!(record("a,b\n1,2\n")["made"], false);
    assert_eq!(program.entries(), entries, "nothing is entered twice");
    program.done(&["add", "model", "title=Meter", "exploitation=own_work"]);
    let data = r#"{"title": "Meter 1", "model": "MDL-1", "data": [{"dataset_version": "DSV-1", "used_for": "train"}]}"#;
    assert_eq!(program.run_with(&["add", "model_version", "-"], data).code, 0);
    assert!(program.run(&["show", "MDV-1"]).out.contains("data_standing: newest"));
    assert_eq!(record("a,b\n1,3\n")["made"], true);
    let shown = program.run(&["show", "MDV-1"]).out;
    assert!(shown.contains("older (MDV-0001 was made with DSV-0001, and DSV-0002 is newer)"), "{shown}");
    let listed = program.run(&["list", "model_version", "data_standing:older"]);
    assert!(listed.out.contains("MDV-0001"), "{}{}", listed.out, listed.err);
    assert_eq!(program.run(&["doctor"]).code, 0);
}

#[test]
fn a_version_that_holds_its_bytes_is_known_by_them() {
    let program = with_dataset();
    let rows: String = (0..400).map(|it| format!("{it},{}\n", it % 2)).collect();
    program.file("rows.csv", format!("a,y\n{rows}"));
    let path = program.path("rows.csv").display().to_string();
    let made = program.done(&["add", "dataset_version", "title=Held here", "dataset=DST-1", &format!("file=@{path}")]);
    let digest = made["document"]["file"]["digest"].as_str().unwrap().to_owned();
    assert_eq!(made["document"]["file_digest"], digest.as_str(), "{made}");
    let measured =
        program.run(&["measure", "quality", &path, "--label", "y", "--plan", "quality-low", "--for", "DSV-1"]);
    assert!(measured.code < 3, "{} {}", measured.out, measured.err);
    let shown = program.run(&["show", "DSV-1"]).out;
    assert!(!shown.contains("says no digest") && !shown.contains("the digest of the bytes"), "{shown}");
    // Who says another digest is believed, and what is measured of the file then is of other bytes.
    let typed = [
        "add",
        "dataset_version",
        "title=Elsewhere",
        "dataset=DST-1",
        "file_digest=sha256:00",
        &format!("file=@{path}"),
    ];
    assert_eq!(program.done(&typed)["document"]["file_digest"], "sha256:00");
}

#[test]
fn a_program_is_run_and_its_step_recorded_or_nothing_is() {
    let program = with_dataset();
    program.file("raw.csv", "a\n2\n1\n");
    let make = |rest: &[&str]| {
        let start = ["lineage", "record", "--for", "DST-1", "--in", "raw.csv", "--out", "sorted.csv", "--"];
        program.run(&start.iter().chain(rest).copied().collect::<Vec<_>>())
    };
    let unknown = make(&["true"]);
    assert!(unknown.code != 0 && unknown.err.contains("raw.csv"), "{}", unknown.err);
    assert_eq!(program.run(&["lineage", "record", "--for", "DST-1", "--out", "raw.csv"]).code, 0);
    let entries = program.entries();
    let failed = make(&["false"]);
    assert!(failed.code != 0 && failed.err.contains("nothing is recorded"), "{}", failed.err);
    let missing = make(&["no-such-program-here"]);
    assert!(missing.code != 0 && missing.err.contains("cannot be run"), "{}", missing.err);
    assert_eq!(program.entries(), entries);
    let made = make(&["sort", "-o", "sorted.csv", "raw.csv"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let step = &program.done(&["show", "DSV-2"])["document"]["steps"][0];
    assert_eq!((&step["tool"], &step["parameters"]), (&json!("sort"), &json!("-o sorted.csv raw.csv")));
    let lineage = program.done(&["lineage", "show", "DSV-1"]);
    assert!(lineage["arrows"].to_string().contains("DSV-0002"), "{lineage}");
    assert_eq!(program.done(&["lineage", "show", "DSV-2"])["chain"]["chain"], "intact");
}

#[test]
fn a_datasheet_leaves_with_what_is_known_and_what_is_not() {
    let program = with_dataset();
    program.file("meters.csv", "a,b\n1,2\n3,4\n");
    program.done(&["lineage", "record", "--for", "DST-1", "--out", "meters.csv", "--split", "train"]);
    let path = program.path("meters.csv").display().to_string();
    assert_eq!(program.run(&["measure", "profile", &path, "--for", "DSV-1"]).code, 0);
    let write = |id: &str, ending: &str| {
        let out = program.path(&format!("sheet.{ending}"));
        let run = program.run(&["lineage", "datasheet", id, "--out", &out.display().to_string()]);
        (run, out)
    };
    let entries = program.entries();
    let (run, out) = write("DST-1", "json");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(program.entries(), entries + 1, "that it left stands in the ledger");
    let sheet: serde_json::Value = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    let tables = &sheet["tables"];
    assert!(tables["about"].to_string().contains("CC-BY-4.0"), "{sheet}");
    let columns: Vec<_> = tables["columns"].as_array().unwrap().iter().map(|it| (&it["Column"], &it["Type"])).collect();
    assert_eq!(columns, [(&json!("a"), &json!("number")), (&json!("b"), &json!("number"))]);
    let elements = tables["elements"].as_array().unwrap();
    assert!(elements.iter().any(|it| it["Known"] == "no"), "what is missing is said: {sheet}");
    assert!(tables["measurements"].to_string().contains("MSR-0001"), "{sheet}");
    assert!(tables["lineage"].to_string().contains("DSV-0001"), "{sheet}");
    for ending in ["html", "xlsx", "pdf"] {
        let (run, out) = write("DST-1", ending);
        assert!(run.code == 0 && std::fs::metadata(out).unwrap().len() > 2000, "{ending}: {}", run.err);
    }
    let (run, _) = write("DST-1", "doc");
    assert!(run.code == 7 && run.err.contains("pdf"), "{} {}", run.code, run.err);
    let (run, _) = write("DST-9", "pdf");
    assert!(run.code == 7 && run.err.contains("DST-0009"), "{} {}", run.code, run.err);
}

#[test]
fn drift_of_unfit_data_is_not_assessable() {
    let program = Program::empty();
    for name in ["deliveries_clean.csv", "deliveries_faulty.csv"] {
        program.file(name, golden(name));
    }
    let drift = |more: &[&str]| {
        let start = ["measure", "drift", "deliveries_faulty.csv", "--reference", "deliveries_clean.csv"];
        program.run(&start.iter().chain(more).copied().collect::<Vec<_>>())
    };
    assert_eq!(drift(&["--quality-plan", "quality-low"]).code, drift(&[]).code, "data that pass are compared");
    let run = drift(&["--quality-plan", "quality-high"]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.out.contains("not assessable") && run.out.contains("`quality-high`: duplicate_share"), "{}", run.out);
    let refused = program.run(&["measure", "profile", "deliveries_clean.csv", "--quality-plan", "quality-low"]);
    assert!(refused.code == 3 && refused.err.contains("--quality-plan"), "{}", refused.err);
}

#[test]
fn columns_that_are_recorded_hold_a_supplier_to_its_schema() {
    let program = Program::ready();
    program.done(&["add", "external_party", "title=Feeds"]);
    program.done(&["add", "dataset", "title=Feed", "supplied_by=PTY-1"]);
    program.done(&["add", "contract", "title=Deal", "party=PTY-1", "form=data", "from=2020-01-01"]);
    let duty = r#"{"title": "Same columns", "contract": "CON-1", "topic": "quality", "direction": "owed_to_us", "source": "contract",
                   "promise": [{"metric": "schema", "limit": "same"}]}"#;
    assert_eq!(program.run_with(&["add", "obligation", "-", "--state", "applicable"], duty).code, 0);
    let record = |bytes: &str| {
        program.file("feed.csv", bytes);
        program.done(&["lineage", "record", "--for", "DST-1", "--out", "feed.csv"])["id"].clone()
    };
    let kept = || program.run(&["show", "OBL-1"]).out;
    record("day,amount,note\n2026-01-01,1,a\n");
    let schema = program.done(&["show", "DSV-1"])["document"]["schema"].clone();
    let columns: Vec<_> = schema.as_array().unwrap().iter().map(|it| it["column"].as_str().unwrap()).collect();
    assert_eq!(columns, ["day", "amount", "note"]);
    assert!(schema.as_array().unwrap().iter().all(|it| it["type"].is_string()), "{schema}");
    record("day,amount,note\n2026-01-02,2,b\n");
    assert!(kept().contains("kept: kept"), "{}", kept());
    record("day,total,note\n2026-01-03,3,c\n");
    assert!(kept().contains("kept: broken") && kept().contains("`amount` is gone, `total` is new"), "{}", kept());
}

#[test]
fn the_guide_shows_what_the_program_says() {
    let program = Program::ready();
    for name in ["deliveries_clean.csv", "deliveries_faulty.csv"] {
        program.file(name, golden(name));
    }
    crate::support::says_what_the_guide_shows(&program, "data.md", 5);
}
