//! `aims tier` at the command line: shown, worked out, replayed and told for all; bad input is told in a sentence.

use crate::support::Program;

#[test]
fn a_tier_is_shown_worked_out_and_told_for_all_systems() {
    let program = Program::ready();
    let facts = ["prohibited_practice=none", "law_area=employment", "law_exception=none", "profiling=yes"];
    program.done(&[&["add", "ai_system", "title=Scorer"], &facts[..]].concat());
    let shown = program.done(&["tier", "show", "SYS-1"]);
    assert_eq!(shown["tier"], "unclassified");
    assert_eq!(shown["by_tables"]["verdict"]["outcome"], "T1");
    assert!(program.run(&["tier", "show", "SYS-1"]).out.contains("T1: the law counts it among high-risk systems"));
    let made = program.done(&["tier", "work-out", "SYS-1", "--answer", "profiling=false"]);
    assert_eq!(made["classification"]["id"], "CLS-0001");
    let kept = made["classification"]["document"]["facts"].to_string();
    assert!(kept.contains("SYS-0001, version 1") && kept.contains("stated by"), "{kept}");
    let all = program.done(&["tier", "portfolio"]);
    assert_eq!(all["distribution"][5], serde_json::json!(["undecided", 1]));
    let cases: &[(&[&str], &str)] = &[
        (&["tier", "show", "SYS-9"], "SYS-0009"),
        (&["tier", "show", "nonsense"], "nonsense"),
        (&["tier", "work-out", "SYS-1", "--scheme", "moon"], "`moon` is no scheme"),
        (&["tier", "work-out", "SYS-1", "--answer", "profiling"], "`profiling` is no answer"),
        (&["tier", "work-out", "SYS-1", "--answer", "law_area=moon"], "law_area"),
        (&["tier", "replay", "SYS-1"], "no decision table"),
    ];
    for (arguments, says) in cases {
        let run = program.run(arguments);
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}
