//! `aims resources` at the command line: a plan told, a scenario, and words that are not understood.

use crate::support::Program;

#[test]
fn a_plan_is_told_with_what_a_scenario_moves() {
    let program = Program::ready();
    let roles = program.done(&["list", "role", "key:validator"]);
    let role = roles["records"][0]["id"].as_str().unwrap().to_owned();
    let people =
        format!(r#"{{"role": "{role}", "people": 2, "hours": 1600, "rate": {{"amount": "90", "currency": "EUR"}}}}"#);
    let work = format!(r#"{{"activity": "review", "tier": "T2", "role": "{role}", "hours": 64, "times": 2}}"#);
    let period = r#""from": "2027-01-01", "until": "2027-12-31""#;
    let plan = format!(r#"{{"title": "Year", {period}, "capacity": [{people}], "work": [{work}]}}"#);
    assert_eq!(program.run_with(&["add", "resource_plan", "-"], &plan).code, 0);
    let told = program.done(&["resources", "RSP-1", "--plus", "T2=5"]);
    assert_eq!(told["now"]["roles"][0]["need"], 0.0);
    assert_eq!(told["then"]["roles"][0]["need"], 640.0);
    assert_eq!(told["then"]["roles"][0]["takes"], 0.4);
    let said = program.run(&["resources", "RSP-1", "--plus", "T2=50", "--people", "validator=1"]).out;
    assert!(said.contains("50 systems x 64 h x 2 a year = 6400 h") && said.contains("without end"), "{said}");
    let cases: &[(&[&str], &str)] = &[
        (&["RSP-9"], "RSP-0009"),
        (&["nonsense"], "nonsense"),
        (&["RSP-1", "--plus", "T2"], "`T2` is not understood"),
        (&["RSP-1", "--plus", "T2=-500"], "take away no more than these"),
        (&["RSP-1", "--plus", "T9=1"], "`T9` is no tier"),
        (&["RSP-1", "--cadence", "T2=often"], "`often` is no number"),
        (&["RSP-1", "--people", "moon=2"], "`moon` is no role of the plan"),
        (&["RSP-1", "--people", "validator=few"], "`few` is no number of people"),
        (&["RSP-1", "--delay", "soon"], "`soon` is no number"),
    ];
    for (arguments, says) in cases {
        let run = program.run(&[&["resources"], *arguments].concat());
        assert!(run.code != 0 && run.err.contains(says), "{arguments:?}: {}", run.err);
    }
}
