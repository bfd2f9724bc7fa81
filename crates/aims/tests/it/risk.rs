//! `aims risk` at the command line: a system that is held back, levels by type, what a draft would move, and words that are not understood.

use crate::support::Program;

/// Criteria whose line tolerates up to a level.
pub fn criteria(tolerable: &str) -> String {
    format!(
        r#"{{"title": "Criteria", "scale_version": "1", "likelihood": [{{"level": "seldom", "up_to": 0.2}}, {{"level": "often"}}],
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

/// Criteria with an appetite in numbers, and bands for both scales.
fn numbered() -> String {
    let text = criteria("medium").replace(r#"{"level": "seldom"}"#, r#"{"level": "seldom", "up_to": 1}"#);
    let text = text.replace(r#""level": "mild"}"#, r#""level": "mild", "up_to": 5000}"#);
    let appetite =
        r#""appetites": [{"type": "groups", "unit": "EUR", "loss": 1000000, "probability": 0.05}], "intervals""#;
    text.replace(r#""intervals""#, appetite)
}

#[test]
fn what_risks_cost_is_drawn_again_to_the_same_digits_and_what_is_impossible_is_refused_at_its_field() {
    let program = Program::ready();
    let add = |kind: &str, state: &[&str], text: &str| program.run_with(&[&["add", kind, "-"], state].concat(), text);
    let law = r#""loss_type": "groups", "frequency_law": "poisson", "severity_law": "lognormal",
        "severity_parameters": [{"parameter": "median", "value": 1000}, {"parameter": "p90", "value": 4000}]"#;
    let risk = |mean: &str| {
        format!(
            r#"{{"title": "Turned away", {law}, "frequency_parameters": [{{"parameter": "mean", "value": {mean}}}]}}"#
        )
    };
    let refused = add("risk", &[], &risk("-2"));
    assert!(
        refused.code != 0 && refused.err.contains("`mean`, which is -2; it must be a number of 0 or more"),
        "{}",
        refused.err
    );
    assert_eq!(add("risk", &[], &risk("2")).code, 0);
    let bare = program.done(&["risk", "quantify", "--all"]);
    assert_eq!(bare["types"][0]["numbers"]["risks"][0]["why"], "no risk criteria are in force", "{bare}");
    let criteria = add("risk_criteria", &["--state", "in_force"], &numbered());
    assert_eq!(criteria.code, 0, "{}", criteria.err);
    let bound = r#"{"title": "Drifts", "loss_type": "groups", "indicator": "IND-0001", "curve": "linear", "curve_points":
        [{"at": 0.6, "frequency": 4}, {"at": 1, "frequency": 0}], "severity_law": "point",
        "severity_parameters": [{"parameter": "amount", "value": 500}]}"#;
    assert_eq!(add("indicator", &[], r#"{"title": "Ratio"}"#).code, 0);
    assert_eq!(add("risk", &[], bound).code, 0);
    let told = program.done(&["risk", "quantify", "--all", "--years", "20000", "--seed", "5"]);
    let numbers = &told["types"][0]["numbers"];
    // Two events a year, and a lognormal law whose median and ninth decile were stated: 2 * 1000 * exp(sigma^2 / 2), sigma = ln 4 / 1.2815516.
    let sigma = 4_f64.ln() / 1.281_551_565_5;
    let exact = 2_000.0 * (sigma * sigma / 2.0).exp();
    let found = numbers["losses"]["total"]["expected"]["value"].as_f64().unwrap();
    assert!((found / exact - 1.0).abs() < 0.05, "{found} beside {exact}");
    assert_eq!(
        numbers["risks"][0]["position"]["likelihood"], 2,
        "two a year are above the one up to which the first level holds"
    );
    assert_eq!(
        numbers["appetites"][0]["verdict"], "cannot_tell",
        "a loss that is missing keeps an appetite from holding: {told}"
    );
    let missing = told["not_assessable"][0]["why"].as_str().unwrap();
    assert!(missing.contains("IND-0001 has no value"), "{missing}");
    assert_eq!(told, program.done(&["risk", "quantify", "--all", "--years", "20000", "--seed", "5"]));
    assert_ne!(told, program.done(&["risk", "quantify", "--all", "--years", "20000", "--seed", "6"]));
    let alone = program.done(&["risk", "quantify", "RSK-0001", "--years", "20000", "--seed", "5"]);
    assert_eq!(
        alone["types"][0]["numbers"]["losses"]["risks"][0], numbers["losses"]["risks"][0],
        "a risk costs the same alone"
    );
    let circle = program.run(&["set", "RSK-0001", r#"struck_by=[{"risk": "RSK-0001", "probability": 0.5}]"#]);
    assert!(circle.code != 0 && circle.err.contains("goes round in a circle"), "{} {}", circle.out, circle.err);
    let text = program.run(&["risk", "quantify", "--all"]);
    assert!(
        text.out.contains("loss borne by groups, in EUR") && text.out.contains("RSK-0002: not assessable"),
        "{}",
        text.out
    );
    for (arguments, says) in [
        (&["RSK-0001", "--years", "7"][..], "must be from 1000"),
        (&["--all", "--years", "4000000"], "in one request"),
        (&["RSK-0099"], "RSK-0099"),
        (&["IND-0001"], "is no risk"),
        (&[], "<RISK>"),
        (&["--all", "--at", "soon"], "soon"),
    ] {
        let run = program.run(&[&["risk", "quantify"], arguments].concat());
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}

/// Two threats of a system in one cell, one that nobody scored, an incident, and an acceptance that ended.
fn with_register() -> Program {
    let program = Program::ready();
    let add = |kind: &str, state: &str, text: &str| {
        let state: &[&str] = if state.is_empty() { &[] } else { &["--state", state] };
        let run = program.run_with(&[&["add", kind, "-"], state].concat(), text);
        assert_eq!(run.code, 0, "{}", run.err);
    };
    add("ai_system", "", r#"{"title": "Sorter"}"#);
    add("risk_criteria", "in_force", &criteria("medium"));
    let risk = |title: &str, score: &str| {
        format!(
            r#"{{"title": "{title}", "direction": "threat", "systems": ["SYS-1"], "criteria": "RCR-1", "assessed_on": "2026-02-01"{score}}}"#
        )
    };
    let score = r#", "likelihood": 2, "by_type": [{"type": "groups", "current": 2}]"#;
    add("risk", "", &risk("Turned away", score));
    add("risk", "", &risk("Misled", score));
    add("risk", "", &risk("Unscored", ""));
    add(
        "incident",
        "confirmed",
        r#"{"title": "Wrong", "risks": ["RSK-1"], "systems": [], "detected_on": "2026-02-20"}"#,
    );
    program
}

#[test]
fn the_guide_of_the_cockpit_says_what_the_program_says() {
    crate::support::says_what_the_guide_shows(&with_register(), "risk-cockpit.md", 1);
}

#[test]
fn the_cockpit_lists_the_risks_of_a_cell_and_refuses_what_there_is_not() {
    let program = with_register();
    let told = program.done(&["risk", "cockpit", "--cell", "2.2"]);
    assert_eq!(told["rows"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(told["map"]["not_placed"][0]["risk"], "RSK-0003");
    for ending in ["csv", "xlsx", "json"] {
        let file = format!("cockpit.{ending}");
        let run = program.run(&["risk", "export", "--cockpit", "--out", &file]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let cases: &[(&[&str], &str)] = &[
        (&["--cell", "two"], "is no cell"),
        (&["--cell", "7.7"], "has no cell `7.7`"),
        (&["--type", "planets"], "no type of consequence"),
        (&["--basis", "guessed"], "is no basis"),
        (&["--direction", "up"], "is no direction"),
        (&["--unit", "SYS-1"], "is no organization unit"),
        (&["--since", "2099-01-01"], "name an earlier day"),
    ];
    for (arguments, says) in cases {
        let run = program.run(&[&["risk", "cockpit"], *arguments].concat());
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}
