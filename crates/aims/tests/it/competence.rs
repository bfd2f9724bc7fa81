//! `aims competence` at the command line: what somebody would lack, who stands how, and words that are not understood.

use crate::support::Program;

#[test]
fn what_is_lacking_is_told_before_an_assignment() {
    let program = Program::ready();
    let add = |kind: &str, text: &str| {
        let run = program.run_with(&["add", kind, "-"], text);
        assert_eq!(run.code, 0, "{}", run.err);
    };
    add("competence", r#"{"title": "Overseeing", "means": ["observation"], "validity": "P1Y"}"#);
    add("role", r#"{"title": "Own", "key": "own", "competences": [{"competence": "CPT-0001", "level": "able"}]}"#);
    add("person", r#"{"title": "Eve"}"#);
    let role = program.done(&["list", "role", "key:own"])["records"][0]["id"].as_str().unwrap().to_owned();
    let person = program.done(&["list", "person", "title:Eve"])["records"][0]["id"].as_str().unwrap().to_owned();
    let given = format!(r#"{{"title": "Eve", "person": "{person}", "role": "{role}", "from": "2020-01-01"}}"#);
    add("role_assignment", &given);
    let before = program.done(&["competence", &person, "--role", &role, "--before"]);
    assert_eq!(before["standings"][0]["status"], "missing");
    assert!(before["lacks"][0].as_str().unwrap().contains("Overseeing (CPT-0001)"), "{before}");
    let all = program.done(&["competence"]);
    assert_eq!(all["people"].as_array().unwrap().len(), 0, "a proposed assignment asks for nothing yet");
    let effect = program.done(&["competence", "--effect"]);
    assert_eq!((effect["made"].as_u64(), effect["known"][0]["people"].as_u64()), (Some(0), Some(1)), "{effect}");
    let cases: &[(&[&str], &str)] = &[
        (&["--effect", "--competence", person.as_str()], "is no competence"),
        (&["--effect", "--unit", "ORG-0001"], "--unit"),
        (&["--competence", "CPT-0001"], "--effect"),
        (&["PER-9999"], "PER-9999"),
        (&[role.as_str()], "is no person"),
        (&["nonsense"], "nonsense"),
        (&["--on", "soon"], "soon"),
        (&["--before"], "--role"),
        (&["--system", person.as_str()], "is no ai system"),
    ];
    for (arguments, says) in cases {
        let run = program.run(&[&["competence"], *arguments].concat());
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}
