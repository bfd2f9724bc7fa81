//! Acceptances of risks from the command line, and the guide, which says what the program says.

use serde_json::json;

use crate::support::{Program, says_what_the_guide_shows};

/// A system whose risk somebody asks to keep; one measurement of three did not pass.
fn with_request() -> Program {
    let program = Program::ready();
    program.done(&["add", "ai_system", "title=Letters"]);
    let risk =
        json!({ "title": "Delay", "systems": ["SYS-1"], "direction": "threat", "likelihood": 2, "consequence": 2 });
    assert_eq!(program.run_with(&["add", "risk", "-"], &risk.to_string()).code, 0);
    for (day, verdict) in [(1, "pass"), (2, "pass"), (3, "fail")] {
        let fields = json!({ "title": "Drift", "of": "SYS-1", "family": "drift", "verdict": verdict, "measured_on": format!("2026-03-0{day}") });
        assert_eq!(program.run_with(&["add", "measurement", "-", "--state", "recorded"], &fields.to_string()).code, 0);
    }
    let made = program.run_with(&["add", "risk_acceptance", "-"], &request().to_string());
    assert_eq!(made.code, 0, "{}", made.err);
    program
}

fn request() -> serde_json::Value {
    json!({
        "title": "Kept", "risk": "RSK-1", "level": "high", "why": "It is watched.", "from": "2026-03-01", "expires": "2099-01-01",
        "conditions": [{
            "condition": "drift is held", "kind": "measurement", "filter": "verdict:pass", "holds": "all", "of": "of:SYS-1 family:drift",
        }],
    })
}

#[test]
fn the_guide_says_what_the_program_says() {
    says_what_the_guide_shows(&with_request(), "acceptances.md", 1);
}

#[test]
fn acceptances_are_told_of_a_system_a_risk_or_by_themselves_and_the_console_grants_none() {
    let program = with_request();
    let of = |id: &str| program.done(&["acceptance", "show", id])["register"][0]["id"].clone();
    assert_eq!([of("SYS-1"), of("RSK-1"), of("RAC-1")], [json!("RAC-0001"), json!("RAC-0001"), json!("RAC-0001")]);
    let line = program.done(&["acceptance", "show", "RAC-1"])["register"][0].clone();
    assert_eq!(
        (&line["standing"]["stands"], &line["asked"]["rung"]),
        (&json!("never_granted"), &json!("second")),
        "{line}"
    );
    let gaps = program.done(&["acceptance", "gaps", "RAC-1"]);
    assert!(gaps.as_array().unwrap().iter().any(|it| it["sort"] == "nobody_may"), "{gaps}");
    let other = program.run(&["acceptance", "show", "MSR-1"]);
    assert!(other.code == 7 && other.err.contains("is no ai system"), "{} {}", other.code, other.err);
    let granted = program.run(&["move", "RAC-1", "grant"]);
    assert!(granted.code != 0 && granted.err.contains("the console does not change that"), "{}", granted.err);
    let born = program.run_with(&["add", "risk_acceptance", "--state", "granted", "-"], &request().to_string());
    assert!(born.code != 0 && born.err.contains("is granted here, by somebody entitled"), "{}", born.err);
    let form = program.run(&["acceptance", "export", "--out", "register.doc"]);
    assert!(form.code != 0 && form.err.contains("doc"), "{}", form.err);
    for ending in ["ics", "csv"] {
        let out = program.run(&["acceptance", "export", "--out", &format!("register.{ending}")]);
        assert_eq!(out.code, 0, "{}", out.err);
    }
}
