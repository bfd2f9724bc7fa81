//! `aims rules conflicts` and `aims rules paste` at the command line, and bad input told in a sentence.

use crate::support::Program;

fn table(name: &str, cell: &str, then: &str) -> String {
    format!(
        "table = \"{name}\"\ndecision = \"approval\"\npartial = true\n[[input]]\nname = \"amount\"\ntype = \"number\"\nwhole = true\nleast = 0\n\
         [[output]]\nname = \"decider\"\ntype = \"choice\"\nvalues = [\"board\", \"head\"]\n[[row]]\nid = \"one\"\nwhen.amount = '{cell}'\n\
         then.decider = \"{then}\"\n[[row]]\nid = \"two\"\nwhen.amount = '0'\nthen.decider = \"{}\"\n",
        if then == "board" { "head" } else { "board" }
    )
}

fn enter(program: &Program, purpose: &str, rules: &str) {
    let document = serde_json::json!({ "title": purpose, "purpose": purpose, "rules": rules }).to_string();
    let run = program.run_with(&["add", "decision_table", "-", "--state", "in_force"], &document);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn conflicts_are_shown_kept_once_and_told_with_their_case() {
    let program = Program::ready();
    enter(&program, "threshold", &table("mandate", ">= 1000", "board"));
    let clean = program.run(&["rules", "conflicts"]);
    assert_eq!((clean.code, clean.out.as_str()), (0, "1 tables in force, 0 conflicts entered, 0 not entered yet\n"));
    enter(&program, "house_procedure", &table("hiring", ">= 5000", "head"));
    let shown = program.run(&["rules", "conflicts"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    assert!(shown.out.contains("case: amount = 5000"), "{}", shown.out);
    assert!(shown.out.contains("proposed: DTB-0001 goes before (the higher source"), "{}", shown.out);
    let made = program.done(&["rules", "conflicts", "--record"]);
    assert_eq!((made["made"].as_array().unwrap().len(), made["present"].as_u64()), (2, Some(2)), "{made}");
    let entries = program.entries();
    let again = program.done(&["rules", "conflicts", "--record"]);
    assert_eq!((again["made"].as_array().unwrap().len(), program.entries()), (0, entries), "{again}");
    let found = program.run(&["rules", "conflicts", "--state", "found", "--format", "json"]);
    assert_eq!((found.code, found.json()["conflicts"].as_array().unwrap().len()), (1, 2));
    assert_eq!(program.done(&["show", "CNF-1"])["document"]["form"], "contradiction");
}

#[test]
fn a_pasted_procedure_is_a_table_and_what_is_not_read_is_told() {
    let program = Program::ready();
    let text = program.file("p.txt", "when people affected is at least 10 then decider is board\n");
    let read = program.run(&["rules", "paste", &text, "--name", "hiring"]);
    assert_eq!(read.code, 0, "{}", read.err);
    let toml = program.file("p.toml", &read.out);
    assert_eq!(program.run(&["rules", "check", &toml]).code, 0, "{}", read.out);
    let unread =
        program.file("u.txt", "when people affected is at least 10 then decider is board\nthe board decides\n");
    let told = program.run(&["rules", "paste", &unread]);
    assert_eq!(told.code, 2, "{}", told.out);
    assert!(told.err.contains("line 2: it does not begin with `when`"), "{}", told.err);
    let binary = program.file("b.txt", [0xff, 0xfe]);
    let cases: &[(&[&str], &str)] = &[
        (&["rules", "paste", "nowhere.txt"], "nowhere.txt"),
        (&["rules", "paste", &binary], "not text in UTF-8"),
        (&["rules", "conflicts", "--state", "moon"], "`moon` is no state of a conflict"),
    ];
    for (arguments, says) in cases {
        let run = program.run(arguments);
        assert!(run.code == 3 && run.err.contains(says), "{arguments:?}: {} {}", run.code, run.err);
    }
}
