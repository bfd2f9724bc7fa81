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
fn bytes_other_than_those_of_the_version_are_told_when_they_are_entered_for_it() {
    let program = Program::ready();
    program.done(&["add", "dataset", "title=People"]);
    program.done(&["lineage", "record", "--for", "DST-1", "--out", &golden("people_clean.csv")]);
    let own = measure_in(&program, "profile people_clean.csv --for DSV-1");
    assert!(own.err.contains("recorded as MSR-0001 of DSV-0001") && !own.err.contains("sha256"), "{}", own.err);
    let other = measure_in(&program, "profile people_faulty.csv --for DSV-1");
    assert_eq!(other.code, own.code, "it is entered, and is evidence of nothing about the version: {}", other.err);
    assert!(
        other.err.contains("and DSV-0001 is sha256:") && other.err.contains("aims lineage record"),
        "{}",
        other.err
    );
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

const MEASURED: &str = "fairness people_faulty.csv --label label --prediction prediction --group group";

/// A store with a system and a plan that carries this file; measured by it.
fn with_plan(plan: &str) -> Program {
    let program = Program::ready();
    program.done(&["add", "ai_system", "title=Letter sorter"]);
    let file = format!("file=@{}", program.file("credit.toml", plan));
    program.done(&["add", "measurement_plan", "title=Groups of applicants", &file]);
    program
}

const PLAN: &str = "name = \"credit\"\nfamily = \"fairness\"\n\n[[limit]]\nmetric = \"demographic_parity_difference\"\nat_most = 0.5\n";

#[test]
fn a_plan_comes_from_the_store_as_well_as_from_a_file() {
    let program = with_plan(PLAN);
    let run = measure_in(&program, &format!("{MEASURED} --plan MPL-1 --for SYS-1 --format json"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("`MPL-0001` is draft and not in force"), "{}", run.err);
    assert_eq!(run.json()["plan"]["name"], "credit");
    let by_file =
        measure_in(&program, &format!("{MEASURED} --plan {} --format json", program.path("credit.toml").display()));
    assert_eq!(run.json()["plan"], by_file.json()["plan"], "the plan of the record is its file");
    let document = program.done(&["show", "MSR-1"])["document"].clone();
    let digest = format!("sha256:{}", run.json()["plan"]["sha256"].as_str().unwrap());
    assert_eq!((&document["plan"], &document["plan_digest"]), (&json!("MPL-0001"), &json!(digest)));
    assert!(program.done(&["show", "MPL-1"])["inverse"].to_string().contains("MSR-0001"), "the plan shows its results");
    let again = program.run(&["measure", "repeat", "MSR-1", &golden("people_faulty.csv")]);
    assert!(again.code == 0 && again.out.contains("the same bytes"), "{}{}", again.out, again.err);

    let strict = PLAN.replace("0.5", "0.1");
    program.done(&["set", "MPL-1", &format!("file=@{}", program.file("credit.toml", strict))]);
    let run = measure_in(&program, &format!("{MEASURED} --plan mpl-0001 --for SYS-1"));
    assert_eq!(run.code, 1, "a stricter plan is broken: {}{}", run.out, run.err);
    assert_ne!(
        program.done(&["show", "MSR-2"])["document"]["plan_digest"],
        json!(digest),
        "another plan, another digest"
    );
}

#[test]
fn a_record_that_carries_no_plan_to_measure_by_is_refused_in_a_sentence() {
    let program = with_plan("name = \"good\"\nfamily = \"quality\"\n");
    program.done(&["add", "measurement_plan", "title=On paper"]);
    let odd = format!("file=@{}", program.file("odd.toml", "name = 1"));
    program.done(&["add", "measurement_plan", "title=Odd", &odd]);
    let over = format!("file=@{}", program.file("plan.toml", PLAN));
    program.done(&["add", "measurement_plan", "title=Over", &over]);
    program.done(&["move", "MPL-4", "withdraw", "--why", "never used"]);
    program.done(&["add", "measurement_plan", "title=Retired", &over]);
    program.done(&["retire", "MPL-5", "--why", "entered twice"]);
    let before = program.entries();
    for (plan, words) in [
        ("SYS-1", "`SYS-0001` is no measurement plan but of kind `ai system`"),
        ("MPL-1", "the plan is for `quality`; run `aims measure quality`"),
        ("MPL-2", "`MPL-0002` carries no plan for the program"),
        ("MPL-3", "odd.toml of MPL-0003"),
        ("MPL-4", "`MPL-0004` is withdrawn, so nothing is measured by it any more"),
        ("MPL-5", "`MPL-0005` is retired"),
        ("MPL-9", "`MPL-0009`"),
    ] {
        let run = measure_in(&program, &format!("{MEASURED} --plan {plan} --for SYS-1"));
        assert!(
            run.code == 3 && run.err.contains(words) && run.out.is_empty(),
            "{plan}: {} {}{}",
            run.code,
            run.out,
            run.err
        );
    }
    assert_eq!(program.entries(), before, "nothing was recorded");
    let nowhere = measure_in(&Program::empty(), &format!("{MEASURED} --plan MPL-1"));
    assert!(nowhere.code == 3 && nowhere.err.contains("aims init"), "{}", nowhere.err);
}
