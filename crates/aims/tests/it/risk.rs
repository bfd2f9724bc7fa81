//! `aims risk` at the command line: a system that is held back, levels by type, what a draft would move, and words that are not understood.

use crate::support::Program;

/// Criteria whose line tolerates up to a level.
pub fn criteria(tolerable: &str) -> String {
    format!(
        r#"{{"title": "Criteria", "scale_version": "1", "likelihood": [{{"level": "seldom"}}, {{"level": "often"}}],
        "consequences": [{{"type": "groups", "level": "mild"}}, {{"type": "groups", "level": "grave"}}],
        "matrix": [{{"likelihood": "seldom", "levels": "low, medium"}}, {{"likelihood": "often", "levels": "medium, high"}}],
        "line": [{{"type": "groups", "acceptable": "low", "tolerable": "{tolerable}"}}],
        "intervals": [{{"every": "P1Y"}}], "triggers": ["incident"]}}"#
    )
}

#[test]
fn a_risk_is_told_by_type_and_a_system_is_held_back() {
    let program = Program::ready();
    let add = |kind: &str, state: &str, text: &str| {
        let state: &[&str] = if state.is_empty() { &[] } else { &["--state", state] };
        let run = program.run_with(&[&["add", kind, "-"], state].concat(), text);
        assert_eq!(run.code, 0, "{}", run.err);
    };
    add("ai_system", "development", r#"{"title": "Sorter"}"#);
    let free = program.done(&["risk", "method"]);
    assert_eq!(free["gaps"][0]["sort"], "no_criteria");
    add("risk_criteria", "in_force", &criteria("medium"));
    add("risk_criteria", "", &criteria("high"));
    let risk = r#"{"title": "Turned away", "systems": ["SYS-0001"], "stage": "inception", "criteria": "RCR-0001", "likelihood": 2,
        "by_type": [{"type": "groups", "current": 2, "inherent": 2}]}"#;
    add("risk", "", risk);
    let told = program.done(&["risk", "evaluate", "RSK-0001"]);
    assert_eq!(told["risks"][0]["judged"][1]["verdict"], "above", "{told}");
    assert_eq!(
        told["risks"][0]["judged"][0]["verdict"], "not_assessable",
        "without controls its likelihood is not scored: {told}"
    );
    let method = program.done(&["risk", "method", "SYS-0001"]);
    assert_eq!(method["systems"][0]["stages"][0]["steps"][0]["lacks"].as_array().unwrap().len(), 2, "{method}");
    let replay = program.done(&["risk", "replay", "RCR-0002"]);
    assert_eq!(replay["moved"][0]["direction"], "milder", "{replay}");
    let held = program.run(&["move", "SYS-0001", "begin_verification"]);
    assert!(held.code != 0 && held.err.contains("risks of its life so far are not assessed"), "{}", held.err);
    let bad = program.run_with(
        &["add", "risk_criteria", "-", "--state", "in_force"],
        &criteria("low").replace("medium, high", "medium, low"),
    );
    assert!(bad.code != 0 && bad.err.contains("`matrix` falls at `often` and `grave`"), "{}", bad.err);
    let cases: &[(&[&str], &str)] = &[
        (&["method", "RSK-0001"], "is no ai system"),
        (&["evaluate", "RSK-9999"], "RSK-9999"),
        (&["replay", "RSK-0001"], "is no risk criteria"),
        (&["agreement", "RSK-0001"], "is no risk assessment"),
        (&["method", "--on", "soon"], "soon"),
        (&["export", "--out", "risks.doc"], "is no form of"),
    ];
    for (arguments, says) in cases {
        let run = program.run(&[&["risk"], *arguments].concat());
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}
