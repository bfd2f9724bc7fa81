//! The self-test finds every planted fault, raises no false alarm, and fails when a key asks for what is not there.

use crate::support::{Program, root};

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let cases = root().join("selftest").display().to_string();
    let answer = Program::empty().done(&["selftest", "--cases", &cases]);
    assert_eq!(answer["ok"], true, "{answer:#}");
    for outcome in answer["capabilities"].as_array().unwrap() {
        assert!(outcome["found"].as_u64() >= Some(5), "{outcome}");
        assert!(outcome["clean"].as_u64() >= Some(2), "{outcome}");
    }
}

#[test]
fn a_key_that_asks_for_what_is_not_there_fails() {
    let program = Program::empty();
    for side in ["faulty", "clean"] {
        std::fs::create_dir_all(program.path("cases/spine.import").join(side)).unwrap();
        let key = "origin = \"nobody\"\n[[case]]\nfile = \"a.csv\"\nkind = \"risk\"\nrows = 1\ncreated = 1\n";
        let planted = "[[case.fault]]\nline = 2\nsays = \"impossible\"\n";
        std::fs::write(program.path("cases/spine.import").join(side).join("key.toml"), format!("{key}{planted}"))
            .unwrap();
        std::fs::write(program.path("cases/spine.import").join(side).join("a.csv"), "Title\nA risk\n").unwrap();
    }
    let cases = program.path("cases").display().to_string();
    let run = program.run(&["selftest", "spine.import", "--cases", &cases]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(run.out.contains("impossible"), "{}", run.out);
}
