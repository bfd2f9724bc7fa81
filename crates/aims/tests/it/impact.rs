//! Impacts of an AI system from the command line, and the guide, which says what the program says.

use serde_json::json;

use crate::support::{Program, says_what_the_guide_shows};

/// A system with a team whose work is exposed, a group that nobody looked at, and statements.
fn with_assessment() -> Program {
    let program = Program::ready();
    program.done(&["add", "organization_unit", "title=Clerks", "form=team", "headcount=41"]);
    program.done(&["add", "ai_system", "title=Letters", "purpose=Sorts letters."]);
    let party = json!({ "title": "Applicants", "group": "decision_subjects", "systems": ["SYS-1"] });
    assert_eq!(program.run_with(&["add", "interested_party", "-"], &party.to_string()).code, 0);
    let task = |task: &str, share: f64, ends: [f64; 3]| {
        let [likely, low, high] = ends;
        json!({ "work": "clerks", "task": task, "share": share, "exposure": likely, "exposure_low": low, "exposure_high": high, "unit": "ORG-1" })
    };
    let assessment = json!({
        "title": "Letters", "systems": ["SYS-1"], "purpose": "Sorts letters.",
        "affected": [{ "group": "clerks" }],
        "exposed_work": [task("sort", 0.35, [0.6, 0.4, 0.8]), task("call back", 0.2, [0.15, 0.05, 0.3])],
        "statements": [
            { "statement": "The model drifts after the data feed changes." },
            { "statement": "Older applicants wait longer.", "lane": "individual" },
            { "statement": "It is hard to say who decided." },
        ],
    });
    assert_eq!(program.run_with(&["add", "impact_assessment", "-"], &assessment.to_string()).code, 0);
    program
}

#[test]
fn the_guide_says_what_the_program_says() {
    says_what_the_guide_shows(&with_assessment(), "impacts.md", 2);
}

#[test]
fn one_number_of_both_lanes_is_refused_and_a_lane_alone_is_told() {
    let program = with_assessment();
    let merged = program.run(&["impact", "show", "SYS-1", "--lanes", "technical+societal"]);
    assert!(merged.code == 5 && merged.err.contains("side by side"), "{} {}", merged.code, merged.err);
    let alone = program.done(&["impact", "show", "SYS-1", "--lanes", "technical"]);
    assert!(alone["societal"].is_null() && alone["technical"].is_array(), "{alone}");
    let none = program.run(&["impact", "law", "SYS-1", "--law", "no_such"]);
    assert!(none.code == 7 && none.err.contains("no_such"), "{} {}", none.code, none.err);
    let other = program.run(&["impact", "show", "ORG-1"]);
    assert!(other.code == 7 && other.err.contains("no AI system"), "{} {}", other.code, other.err);
}

#[test]
fn work_moves_with_the_headcount() {
    let program = with_assessment();
    let likely = || program.done(&["impact", "work", "SYS-1"])[0]["full_time"]["likely"].as_f64().unwrap();
    assert!((likely() - 41.0 * (0.35 * 0.6 + 0.2 * 0.15)).abs() < 1e-9, "{}", likely());
    program.done(&["set", "ORG-1", "headcount=50"]);
    assert!((likely() - 50.0 * (0.35 * 0.6 + 0.2 * 0.15)).abs() < 1e-9, "{}", likely());
}
