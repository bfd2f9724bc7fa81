//! Challenges from the command line, and the guide, which says what the program says.

use serde_json::json;

use crate::support::{Program, says_what_the_guide_shows};

/// A system whose risk is held to be rare, an exercise that runs, and twenty attacks, of which six succeeded and monitors saw thirteen.
fn with_exercise() -> Program {
    let program = Program::ready();
    program.done(&["add", "person", "title=Ada"]);
    program.done(&["add", "ai_system", "title=Letters"]);
    let risk =
        json!({ "title": "Misled", "systems": ["SYS-1"], "direction": "threat", "likelihood": 1, "consequence": 5 });
    assert_eq!(program.run_with(&["add", "risk", "-"], &risk.to_string()).code, 0);
    let exercise = json!({
        "title": "Spring", "form": "red_team", "systems": ["SYS-1"], "scope": "The copy.", "rules": "No data of customers.",
        "hypotheses": [{ "risk": "RSK-1" }], "challengers": ["PER-1"], "from": "2026-03-01", "until": "2099-12-31", "owner": "PER-1",
    });
    let made = program.run_with(&["add", "exercise", "-"], &exercise.to_string());
    assert_eq!(made.code, 0, "{}", made.err);
    program.done(&["move", "EXR-1", "start"]);
    program.file("attacks.csv", attacks(6));
    program.file("replay.csv", attacks(1));
    program
}

fn attacks(came: usize) -> String {
    let row = |at: usize| {
        let (came, seen) = (if at < came { "succeeded" } else { "blocked" }, if at < 13 { "yes" } else { "no" });
        format!("A{at:02},dan,Say it {at},{came},{seen},high\n")
    };
    format!("attack,technique,prompt,outcome,seen,severity\n{}", (0..20).map(row).collect::<String>())
}

#[test]
fn the_guide_says_what_the_program_says() {
    says_what_the_guide_shows(&with_exercise(), "challenges.md", 3);
}

#[test]
fn files_come_in_once_misses_become_actions_once_and_a_replay_is_compared() {
    let program = with_exercise();
    let dry = program.done(&["challenge", "import", "EXR-1", "attacks.csv", "--dry-run"]);
    assert_eq!((&dry["id"], &dry["success"]["k"]), (&json!(null), &json!(6)));
    let made = program.done(&["challenge", "import", "EXR-1", "attacks.csv"]);
    assert_eq!(
        (&made["made"], &made["detection"]["k"], &made["detection"]["n"]),
        (&json!(true), &json!(13), &json!(20))
    );
    let again = program.done(&["challenge", "import", "EXR-1", "attacks.csv"]);
    assert_eq!((&again["made"], &again["id"]), (&json!(false), &made["id"]));
    let acted = program.done(&["challenge", "act", "EXR-1"]);
    assert_eq!(acted["made"].as_array().unwrap().len(), 7);
    assert_eq!(program.done(&["challenge", "act", "EXR-1"])["made"], json!([]));
    let replay = program.done(&["challenge", "import", "EXR-1", "replay.csv"]);
    assert_eq!(
        (replay["moved"]["fixed"].as_array().unwrap().len(), replay["moved"]["still"].as_array().unwrap().len()),
        (5, 1)
    );
    let csv = program.run(&["challenge", "export", "--out", "attacks-back.csv"]);
    assert_eq!(csv.code, 0, "{}", csv.err);
    // The table of attacks that leaves comes in again, with what it says.
    let back = program.done(&["challenge", "import", "EXR-1", "attacks-back.csv", "--dry-run"]);
    assert_eq!(
        (&back["attacks"], &back["success"]["k"], &back["moved"]["new"]),
        (&json!(20), &json!(1), &json!(0)),
        "{back}"
    );
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence() {
    let program = with_exercise();
    for (words, says) in [
        (&["challenge", "import", "EXR-9", "attacks.csv"][..], "EXR-0009"),
        (&["challenge", "import", "SYS-1", "attacks.csv"], "is no exercise"),
        (&["challenge", "import", "EXR-1", "attacks.csv", "--tool", "nmap"], "is no tool"),
        (&["challenge", "import", "EXR-1", "attacks.csv", "--success", "match=C"], "leave `success` out"),
        (&["challenge", "show", "PER-1"], "is no ai system"),
        (&["challenge", "take", "RSK-1"], "contradicts"),
        (&["challenge", "export", "--out", "challenges.doc"], "doc"),
    ] {
        let run = program.run(words);
        assert!(run.code != 0 && run.err.contains(says), "{words:?}: {}{}", run.out, run.err);
    }
    let born = json!({ "title": "Born", "form": "red_team" }).to_string();
    let born = program.run_with(&["add", "exercise", "--state", "running", "-"], &born);
    assert!(born.code != 0 && born.err.contains("begins planned"), "{}", born.err);
}
