//! Bad input: a sentence, the right exit code, and nothing changed.

use crate::support::Program;

/// Each bad command: what is typed, the exit code, and words of the sentence.
const BAD: &[(&[&str], i32, &str)] = &[
    (&["frobnicate"], 2, "unrecognized subcommand"),
    (&["list"], 2, "required"),
    (&["list", "risc"], 7, "did you mean `risk`"),
    (&["list", "risk", "--limit", "0"], 2, "0"),
    (&["list", "risk", "--columns", "nonsense"], 2, "no column"),
    (&["list", "risk", "--as-of", "yesterday"], 2, "yesterday"),
    (&["list", "risk", "nosuchfield:1"], 2, "nosuchfield"),
    (&["show", "RSK"], 2, "SYS-0001"),
    (&["show", "RSK-99"], 7, "RSK-0099"),
    (&["show", "XXX-1"], 7, "XXX-0001"),
    (&["add", "risk", "tilte=x"], 5, "did you mean `title`"),
    (&["add", "risk", "title"], 2, "no assignment"),
    (&["add", "risk", "title=a", "title=b"], 2, "twice"),
    (&["add", "risk", "likelihood=3"], 5, "title"),
    (&["add", "risk", "title=x", "likelihood=high"], 5, "likelihood"),
    (&["add", "risk", "title=x", "likelihood=9"], 5, "likelihood"),
    (&["add", "risk", "title=x", "level=high"], 5, "level"),
    (&["add", "risk", "title=x", "owner=PER-99"], 5, "PER-0099"),
    (&["add", "risk", "title=x", "owner=RSK-1"], 5, "owner"),
    (&["add", "risk", "title=x", "assessed_on=31.02.2026"], 5, "assessed_on"),
    (&["add", "evidence", "title=x", "file=report.pdf"], 5, "=@"),
    (&["add", "evidence", "title=x", "file=@missing.pdf"], 7, "missing.pdf"),
    (&["set", "RSK-1", "title="], 5, "title"),
    (&["set", "RSK-1", "title=x", "--if-version", "7"], 6, "version 1"),
    (&["set", "RSK-99", "title=x"], 7, "RSK-0099"),
    (&["move", "RSK-1", "fly"], 7, "analyse"),
    (&["move", "RSK-1", "monitor"], 5, "monitor"),
    (&["move", "RSK-1", "analyse"], 5, "likelihood"),
    (&["move", "RSK-1", "close"], 5, "why"),
    (&["link", "RSK-1", "owner", "PER-99"], 5, "PER-0099"),
    (&["link", "RSK-1", "nonsense", "PER-1"], 5, "nonsense"),
    (&["retire", "RSK-1"], 2, "--why"),
    (&["erase", "RSK-1", "event", "--why", "x"], 2, "--yes"),
    (&["undo", "99"], 7, "99"),
    (&["import", "risk", "missing.csv"], 7, "missing.csv"),
    (&["import", "--whole", "missing.jsonl"], 7, "missing.jsonl"),
    (&["export", "nonsense"], 7, "nonsense"),
    (&["diff", "RSK-1", "1", "9"], 7, "version 9"),
    (&["account", "disable", "nobody@example.org"], 7, "nobody@example.org"),
    (&["account", "add", "not an address"], 5, "address"),
    (&["token", "list", "nobody@example.org"], 7, "nobody@example.org"),
    (&["restore", "missing.zip"], 7, "missing.zip"),
    (&["verify", "missing.zip"], 7, "missing.zip"),
    (&["selftest", "nonsense"], 7, "spine.import"),
    (&["config", "check", "nowhere"], 7, "nowhere"),
    (&["serve", "--listen", "nonsense"], 2, "127.0.0.1:7777"),
    (&["add", "risk", "title=x", "--as-of", "2020-01-01"], 2, "--as-of"),
];

#[test]
fn bad_input_is_refused_with_a_sentence_and_changes_nothing() {
    let program = Program::ready();
    program.done(&["add", "risk", "title=The one"]);
    let before = program.entries();
    let wrong: Vec<String> = BAD
        .iter()
        .filter_map(|(typed, code, words)| {
            let run = program.run(typed);
            let said = format!("{}{}", run.out, run.err);
            let fits = run.code == *code && run.err.contains(words) && !said.contains("has a fault at");
            (!fits).then(|| format!("{typed:?}: expected {code} and `{words}`, got {} and {said}", run.code))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let denials = 0;
    assert_eq!(program.entries(), before + denials, "nothing was entered");
    assert_eq!(program.done(&["show", "RSK-1"])["version"], 1);
}

#[test]
fn errors_are_json_when_json_is_asked_for() {
    let run = Program::ready().run(&["add", "risk", "title=x", "likelihood=9", "--format", "json"]);
    let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(error["error"]["code"], 5);
    assert!(run.out.is_empty());
}

#[test]
fn broken_files_are_refused() {
    let program = Program::ready();
    let before = program.entries();
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty.csv", b"", "empty"),
        ("quote.csv", b"Name\n\"open,\n", "quote"),
        ("zero.csv", b"Name\nbad\0byte\n", "line 2"),
        ("bomb.xlsx", b"PK\x03\x04 not a workbook", "bomb.xlsx"),
    ];
    for (name, bytes, words) in cases {
        let path = program.file(name, bytes);
        let run = program.run(&["import", "risk", &path]);
        assert_eq!(run.code, 2, "{name}: {}{}", run.out, run.err);
        assert!(run.err.contains(words), "{name}: {}", run.err);
    }
    for (input, words) in [("{", "JSON"), ("[1]", "object"), ("{\"title\": 5}", "title")] {
        let run = program.run_with(&["add", "risk", "-"], input);
        assert!([2, 5].contains(&run.code) && run.err.contains(words), "{input}: {}", run.err);
    }
    let mapping = program.file("mapping.toml", "kind = 5");
    let csv = program.file("good.csv", "Name\nA\n");
    let run = program.run(&["import", "risk", &csv, "--mapping", &mapping]);
    assert_eq!((run.code, run.err.contains("mapping.toml:1")), (2, true), "{}", run.err);
    assert_eq!(program.entries(), before);
}

#[test]
fn a_store_that_cannot_be_used_is_named() {
    let nowhere = Program::empty();
    let run = nowhere.run(&["list", "risk"]);
    assert_eq!((run.code, run.err.contains("aims init")), (7, true), "{}", run.err);

    let program = Program::ready();
    assert_eq!(program.run(&["init"]).code, 2, "an existing store is left alone");
    std::fs::write(program.data().join("aims.toml"), "listen = 5\n").unwrap();
    let run = program.run(&["list", "risk"]);
    assert_eq!((run.code, run.err.contains("aims.toml:1")), (8, true), "{}", run.err);
    std::fs::remove_file(program.data().join("aims.toml")).unwrap();

    let run = program.run(&["list", "risk", "--store", "mysql://host/x"]);
    assert_eq!((run.code, run.err.contains("postgres://")), (2, true), "{}", run.err);

    std::fs::write(program.data().join("aims.db"), b"this is no database, whatever its name says").unwrap();
    let _ = std::fs::remove_file(program.data().join("aims.db-wal"));
    let run = program.run(&["list", "risk"]);
    assert!(run.code == 1 && !run.err.contains("has a fault at"), "{}", run.err);
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = Program::ready().run(&["serve", "--listen", &address]);
    assert_eq!((run.code, run.err.contains(&address)), (1, true), "{}", run.err);
}
