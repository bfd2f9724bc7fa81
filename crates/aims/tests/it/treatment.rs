//! Treatment plans from the command line, and the guide, which says what the program says.

use serde_json::json;

use crate::support::{Program, says_what_the_guide_shows};

/// A system whose risk is treated; one measurement of three did not pass.
fn with_treatment() -> Program {
    let program = Program::ready();
    program.done(&["add", "ai_system", "title=Letters"]);
    let risk = json!({ "title": "Delay", "systems": ["SYS-1"], "direction": "threat", "likelihood": 2, "consequence_types": ["individuals"] });
    assert_eq!(program.run_with(&["add", "risk", "-"], &risk.to_string()).code, 0);
    for (day, verdict) in [(1, "pass"), (2, "pass"), (3, "fail")] {
        let fields = json!({ "title": "Fairness", "of": "SYS-1", "family": "fairness", "verdict": verdict, "measured_on": format!("2026-03-0{day}") });
        assert_eq!(program.run_with(&["add", "measurement", "-", "--state", "recorded"], &fields.to_string()).code, 0);
    }
    let treatment = json!({
        "title": "Look twice", "treats": ["RSK-1"], "option": "change_likelihood", "due": "2099-01-01",
        "effect": [{
            "says": "every fairness passes", "kind": "measurement", "filter": "verdict:pass", "holds": "all", "of": "of:SYS-1 family:fairness",
        }],
    });
    let made = program.run_with(&["add", "treatment", "-"], &treatment.to_string());
    assert_eq!(made.code, 0, "{}", made.err);
    program
}

#[test]
fn the_guide_says_what_the_program_says() {
    says_what_the_guide_shows(&with_treatment(), "treatments.md", 0);
}

#[test]
fn a_treatment_is_told_of_a_system_a_risk_or_by_itself_and_leaves_as_a_file() {
    let program = with_treatment();
    let of = |id: &str| program.done(&["treatment", "show", id])["plans"][0]["id"].clone();
    assert_eq!([of("SYS-1"), of("RSK-1"), of("TRT-1")], [json!("TRT-0001"), json!("TRT-0001"), json!("TRT-0001")]);
    let gaps = program.done(&["treatment", "gaps", "TRT-1"]);
    assert!(gaps.as_array().unwrap().iter().any(|it| it["sort"] == "no_criteria"), "{gaps}");
    let other = program.run(&["treatment", "show", "MSR-1"]);
    assert!(other.code == 7 && other.err.contains("is no ai system"), "{} {}", other.code, other.err);
    let closed = program.run(&["move", "TRT-1", "approve"]);
    assert_ne!(closed.code, 0, "{}", closed.out);
    let form = program.run(&["treatment", "export", "--out", "plans.doc"]);
    assert!(form.code != 0 && form.err.contains("doc"), "{}", form.err);
}
