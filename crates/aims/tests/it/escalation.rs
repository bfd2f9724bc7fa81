//! `aims escalation` at the command line: faults with an exit code, a simulation, and who comes next.

use crate::support::Program;

#[test]
fn ladders_are_checked_simulated_and_followed() {
    let program = Program::ready();
    let found = program.run(&["escalation", "check"]);
    assert!(found.code != 0 && found.out.contains("nobody holds `executive`"), "{}{}", found.out, found.err);
    let roles = program.done(&["list", "role"]);
    for role in roles["records"].as_array().unwrap() {
        let id = role["id"].as_str().unwrap();
        let person = program.done(&["add", "person", &format!("title={id}")])["id"].as_str().unwrap().to_owned();
        let held = format!(
            r#"{{"title": "holds", "person": "{person}", "role": "{id}", "from": "2020-01-01", "until": "2099-12-31"}}"#
        );
        assert_eq!(program.run_with(&["add", "role_assignment", "-", "--state", "accepted"], &held).code, 0);
    }
    let clean = program.run(&["escalation", "check"]);
    assert_eq!(clean.code, 0, "{}{}", clean.out, clean.err);
    let told = program.done(&["escalation", "simulate", "--events", "200", "--seed", "3"]);
    assert_eq!((&told["lost"], &told["looped"], &told["worst"]), (&0.into(), &0.into(), &told["theory"]["seconds"]));
    program.done(&["add", "escalation", "title=Alarm", "matter=drift", "severity=critical"]);
    let next = program.done(&["escalation", "next", "ESC-1"]);
    assert_eq!((&next["number"], &next["to"]), (&1.into(), &"system_owner".into()));
    let cases: &[(&[&str], &str)] = &[
        (&["next", "ESC-9"], "ESC-0009"),
        (&["next", "nonsense"], "nonsense"),
        (&["next", "PER-1"], "no escalation"),
        (&["simulate", "--events", "0"], "cannot be simulated"),
    ];
    for (arguments, says) in cases {
        let run = program.run(&[&["escalation"], *arguments].concat());
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}
