//! Findings of earlier years at the command line: good rows come in, and bad rows are told with their line.

use crate::support::Program;

#[test]
fn a_file_with_bad_rows_brings_its_good_rows_in() {
    let program = Program::ready();
    let add = |kind: &str, text: &str| assert_eq!(program.run_with(&["add", kind, "-"], text).code, 0, "{text}");
    add("person", r#"{"title": "Ana Arc", "email": "ana@house.example"}"#);
    let text = "Finding,Clause,Action owner\nOne,6.1.3,ana@house.example\nTwo,ISO/IEC 42001:99.9,Ana Arc\nThree,6.1.3,Ana Arc\nFour,6.1.3,no@house.example\n";
    let file = program.file("findings.csv", text);
    let run = program.run(&["import", "finding", &file]);
    let said = format!("{}{}", run.out, run.err);
    for wanted in ["known to no library", "nobody has this address"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    let listed = program.done(&["list", "finding"]);
    let titles: Vec<&str> =
        listed["records"].as_array().unwrap().iter().filter_map(|it| it["title"].as_str()).collect();
    assert_eq!((titles.len(), titles.contains(&"One"), titles.contains(&"Three")), (2, true, true), "{listed}");
    let people = program.done(&["list", "person"]);
    assert!(!people.to_string().contains("no@house.example"), "{people}");
}
