//! Measurements that are kept: a record through the one write path, its evidence, and the same bytes again.

use serde_json::json;

use super::{golden, measure_in};
use crate::support::Program;

const FAULTY: &str =
    "fairness people_faulty.csv --label label --prediction prediction --group group --plan fairness-high";

#[test]
fn a_measurement_is_recorded_with_its_evidence_and_repeated_to_the_byte() {
    let program = Program::ready();
    program.done(&["add", "ai_system", "title=Letter sorter"]);
    let before = program.entries();
    let run = measure_in(&program, &format!("{FAULTY} --for SYS-1 --format json"));
    assert_eq!(run.code, 1, "a record changes no verdict: {}", run.err);
    assert!(run.err.contains("recorded as MSR-0001 of SYS-0001"), "{}", run.err);
    assert!(program.entries() > before, "what is recorded stands in the ledger");
    let record = program.done(&["show", "MSR-1"]);
    let document = &record["document"];
    assert_eq!(document["of"], "SYS-0001");
    assert_eq!(
        (&document["verdict"], &document["family"], &document["seed"]),
        (&json!("fail"), &json!("fairness"), &json!("1"))
    );
    assert_eq!(document["data_digest"], json!(format!("sha256:{}", run.json()["data"][0]["sha256"].as_str().unwrap())));
    assert_eq!(document["values"][0]["note"], "between A and B");
    assert!(document["report"]["digest"].as_str().unwrap().starts_with("sha256:"));
    let on_system = program.done(&["show", "SYS-1"]);
    assert!(on_system["inverse"].to_string().contains("MSR-0001"), "the system shows what was measured of it");

    let again = program.run(&["measure", "repeat", "MSR-1", &golden("people_faulty.csv"), "--threads", "3"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert!(again.out.contains("the same bytes"), "{}", again.out);
    let other = program.run(&["measure", "repeat", "MSR-1", &golden("people_clean.csv")]);
    assert_eq!(other.code, 1, "{}", other.err);
    assert!(other.out.contains("other data"), "{}", other.out);
    assert_eq!(program.run(&["verify"]).code, 0);
}

#[test]
fn what_was_measured_is_not_edited_but_restated() {
    let program = Program::ready();
    program.done(&["add", "ai_system", "title=Letter sorter"]);
    measure_in(&program, &format!("{FAULTY} --for SYS-1"));
    let edited = program.run(&["set", "MSR-1", "verdict=pass"]);
    assert!(edited.code == 4 && edited.err.contains("restate"), "{} {}", edited.code, edited.err);
    assert_eq!(program.run(&["set", "MSR-1", "access=internal"]).code, 0);
    assert_eq!(program.run(&["move", "MSR-1", "invalidate", "--why", "wrong file"]).code, 0);
}

#[test]
fn nothing_is_recorded_about_what_is_not_there() {
    let program = Program::ready();
    let before = program.entries();
    let run = measure_in(&program, &format!("{FAULTY} --for SYS-9"));
    assert!(run.code == 3 && run.err.contains("SYS-0009") && run.out.is_empty(), "{}{}", run.out, run.err);
    let run = measure_in(&program, "repeat MSR-9 people_clean.csv");
    assert!(run.code == 3 && run.err.contains("MSR-0009"), "{}", run.err);
    assert_eq!(program.entries(), before);
    let nowhere = measure_in(&Program::empty(), &format!("{FAULTY} --for SYS-1"));
    assert!(nowhere.code == 3 && nowhere.err.contains("aims init"), "{}", nowhere.err);
}
