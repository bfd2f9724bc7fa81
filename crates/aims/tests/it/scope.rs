//! The scope by the command: what is said of uses, the scope in words, what follows where a unit moves, a day that is past, an answer whether
//! something is an AI system, and bad input.

use serde_json::json;

use crate::support::Program;

fn add(program: &Program, kind: &str, state: &str, document: &serde_json::Value) {
    let run = program.run_with(&["add", kind, "-", "--state", state], &document.to_string());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

/// A store with a unit, an AI system with a use in it, and a scope in force.
fn program() -> Program {
    let program = Program::ready();
    program.done(&["add", "organization_unit", "title=House"]);
    program.done(&["add", "organization_unit", "title=Shop", "parent=ORG-1"]);
    add(&program, "ai_system", "operation", &json!({ "title": "Desk", "unit": "ORG-0002" }));
    let fields = json!({
        "title": "Answering", "system": "SYS-0001", "function": "Service", "part": "customer", "decided_by": "us", "operated_by": "us",
        "dependency": "none"
    });
    add(&program, "use_case", "in_use", &fields);
    let scope = json!({ "title": "Scope", "units": ["ORG-0001"], "parts": ["customer"], "activities": [{ "activity": "Service" }] });
    add(&program, "aims_scope", "in_force", &scope);
    program
}

#[test]
fn what_belongs_to_the_system_is_told_and_what_would_move() {
    let program = program();
    let told = program.done(&["scope", "show"]);
    let first = &told["all"]["uses"][0];
    assert_eq!(first["verdict"], "open", "{first}");
    assert!(first["asks"][0].as_str().unwrap().contains("whether it is an AI system"), "{first}");
    let learned = ["gives=something_new", "rests_on=learned", "infers=true", "adapts=false", "acts_alone=true"];
    let words: Vec<&str> =
        ["scope", "define", "USE-1"].into_iter().chain(learned.iter().flat_map(|it| ["--answer", it])).collect();
    let defined = program.done(&words);
    assert_eq!(defined["by_tables"]["verdict"]["outcome"], "yes", "{defined}");
    let kept = program.done(&["show", "CLS-1"]);
    assert!(kept.to_string().contains("ai_definition") && kept.to_string().contains("sha256:"), "{kept}");
    program.done(&["set", "SYS-1", "is_ai=true"]);
    assert_eq!(program.done(&["scope", "show"])["all"]["uses"][0]["verdict"], "in");
    let effect = program.done(&["scope", "effect", "--unit", "ORG-2", "--to", "out"]);
    assert_eq!(effect["systems"][0]["after"], "out", "{effect}");
    let text = program.run(&["scope", "effect", "--unit", "ORG-2", "--to", "out"]).out;
    assert!(text.contains("Desk") && text.contains("inventory"), "{text}");
    let statement = program.run(&["scope", "statement"]).out;
    assert!(statement.contains("ORG-0001 House") && statement.contains("USE-0001 Answering"), "{statement}");
    let path = program.path("scope.xlsx").display().to_string();
    assert_eq!(program.run(&["scope", "export", "--out", &path]).code, 0);
    assert!(std::fs::metadata(&path).unwrap().len() > 0);
}

#[test]
fn bad_input_is_refused_in_one_sentence() {
    let program = program();
    for (words, says) in [
        (vec!["scope", "effect", "--unit", "ORG-99", "--to", "out"], "is no organisation unit"),
        (vec!["scope", "effect", "--unit", "ORG-2", "--to", "away"], "is no way to move"),
        (vec!["scope", "show", "--scope", "SYS-1"], "is no scope"),
        (vec!["scope", "show", "--on", "2999-01-01"], "lies ahead"),
        (vec!["scope", "define", "USE-1", "--answer", "rests_on"], "is no answer"),
        (vec!["scope", "define", "USE-1", "--answer", "rests_on=magic"], "rests_on"),
        (vec!["scope", "define", "ORG-1"], "is no AI system"),
        (vec!["add", "aims_scope", "title=No", "units=ORG-99"], "ORG-0099"),
        (vec!["set", "ORG-1", "parent=ORG-2"], "leads back to this unit"),
    ] {
        let run = program.run(&words);
        assert!(run.code != 0 && run.err.contains(says), "{words:?}: {} {}", run.code, run.err);
    }
}
