//! `aims retention` at the command line: what is due is shown and planned, and bad input is told in a sentence.

use crate::support::Program;

#[test]
fn what_is_due_is_shown_planned_and_not_approved_by_who_planned_it() {
    let program = Program::ready();
    program.file("note.txt", "minutes");
    program.done(&["add", "evidence", "title=Minutes", "collected_on=2020-01-31", "form=record", "file=@note.txt"]);
    let rule = [
        "add",
        "retention_rule",
        "title=Minutes",
        "form=schedule",
        "of=evidence",
        "counted_from=made",
        "most=P2Y",
        "basis=operational",
    ];
    program.done(&[&rule[..], &["why=Nobody asks longer.", "--state", "in_force"]].concat());
    let shown = program.done(&["retention", "show"]);
    assert_eq!(
        (shown["records"][0]["word"].as_str(), shown["records"][0]["must_go"].as_str()),
        (Some("due"), Some("2022-01-31"))
    );
    let planned = program.done(&["retention", "plan", "RET-1"]);
    assert_eq!((planned["id"].as_str(), planned["state"].as_str()), (Some("DSP-0001"), Some("planned")));
    for (arguments, words) in [
        (&["move", "DSP-1", "approve"][..], "cannot approve it"),
        (&["retention", "plan", "EVD-1"], "is no schedule in force"),
        (&["retention", "plan", "RET-9"], "RET-0009"),
        (&["retention", "plan", "nonsense"], "nonsense"),
        (&["retention", "search", "DSP-1", "."], "carry it out first"),
    ] {
        let run = program.run(arguments);
        assert!(run.code != 0 && run.err.contains(words), "{arguments:?}: {}", run.err);
    }
}
