//! The program as people run it: every command on its good day.

use serde_json::json;

use crate::support::Program;

#[test]
fn a_record_is_added_changed_moved_linked_and_retired() {
    let program = Program::ready();
    let person = program.done(&["add", "person", "title=Ada Lovelace", "email=ada@example.org"])["id"].clone();
    let added = program.done(&["add", "ai_system", "title=Letter sorter", "origin=in_house", "personal_data=yes"]);
    assert_eq!(
        (&added["id"], &added["version"], &added["state"]),
        (&json!("SYS-0001"), &json!(1), &json!("discovered"))
    );
    assert_eq!(added["document"]["personal_data"], json!(true), "words become values of the field's type");

    let set = program.done(&["set", "sys-1", "purpose=Sorts letters", "origin=bought", "--if-version", "1"]);
    assert_eq!(set["version"], 2);
    let same = program.done(&["set", "SYS-1", "origin=bought"]);
    assert_eq!(
        (&same["changed"], &same["version"]),
        (&json!(false), &json!(2)),
        "nothing differs, so no version is made"
    );
    let cleared = program.done(&["set", "SYS-1", "purpose="]);
    assert!(cleared["document"].get("purpose").is_none(), "a blank value clears");

    assert_eq!(program.done(&["move", "SYS-1", "register"])["state"], "inception");
    let linked = program.done(&["link", "SYS-1", "owner", person.as_str().unwrap()]);
    assert_eq!(linked["document"]["owner"], person);
    let unlinked = program.done(&["link", "SYS-1", "owner", person.as_str().unwrap(), "--remove"]);
    assert!(unlinked["document"].get("owner").is_none());

    assert_eq!(program.done(&["retire", "SYS-1", "--why", "entered twice"])["retired"], true);
    assert_eq!(program.done(&["list", "ai_system"])["total"], 0);
    assert_eq!(program.done(&["list", "ai_system", "--retired"])["total"], 1);
    assert_eq!(program.done(&["unretire", "SYS-1", "--why", "it is another one"])["retired"], false);
    let versions = program.done(&["history", "SYS-1"])["versions"].as_array().unwrap().len();
    assert_eq!(versions, 8, "one version a change");
}

#[test]
fn lists_are_filtered_sorted_and_paged() {
    let program = Program::ready();
    for (title, likelihood) in [("Alpha", "1"), ("Beta", "5"), ("Gamma", "3")] {
        program.done(&["add", "risk", &format!("title={title}"), &format!("likelihood={likelihood}")]);
    }
    let titles = |arguments: &[&str]| -> Vec<String> {
        let page = program.done(arguments);
        page["records"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&["list", "risk", "--sort", "-likelihood"]), ["Beta", "Gamma", "Alpha"]);
    assert_eq!(titles(&["list", "risk", "likelihood>=3", "--sort", "title"]), ["Beta", "Gamma"]);
    assert_eq!(titles(&["list", "RSK", "gamma"]), ["Gamma"], "the prefix names the kind, a word searches");
    let first = program.done(&["list", "risk", "--limit", "2", "--sort", "title"]);
    let next = first["next"].as_str().unwrap();
    assert_eq!(titles(&["list", "risk", "--limit", "2", "--sort", "title", "--after", next]), ["Gamma"]);
    let found = program.done(&["search", "gam"]);
    assert_eq!(found["hits"].as_array().unwrap().len(), 1, "the beginning of a word finds it");
    let table = program.run(&["list", "risk", "--columns", "title,likelihood"]).out;
    assert!(table.starts_with("NUMBER"), "{table}");
}

#[test]
fn json_on_standard_input_and_files_go_in() {
    let program = Program::ready();
    let run =
        program.run_with(&["add", "risk", "-", "--format", "json"], r#"{"title": "From a pipe", "likelihood": 2}"#);
    assert_eq!((run.code, &run.json()["document"]["likelihood"]), (0, &json!(2)), "{}", run.err);
    let report = program.file("report.txt", "the test passed");
    let added = program.done(&["add", "evidence", "title=Report", &format!("file=@{report}")]);
    assert_eq!(added["document"]["file"]["name"], "report.txt");
    assert_eq!(added["document"]["digest"], added["document"]["file"]["digest"], "the digest is computed");
    let prose = program.file("long.txt", "first line\nsecond line");
    let risk = program.done(&["add", "risk", "title=Long", &format!("event=@{prose}")]);
    assert_eq!(risk["document"]["event"], "first line\nsecond line");
}

#[test]
fn the_past_can_be_read() {
    let program = Program::ready();
    let first = program.done(&["add", "risk", "title=First name"])["place"].as_u64().unwrap();
    program.done(&["set", "RSK-1", "title=Second name"]);
    let place = format!("#{first}");
    let then = program.done(&["show", "RSK-1", "--as-of", &place]);
    assert_eq!(then["document"]["title"], "First name");
    assert_eq!(program.done(&["list", "risk", "--as-of", &place])["records"][0]["title"], "First name");
    let diff = program.done(&["diff", "RSK-1"]);
    assert_eq!(diff["differences"], json!([{"field": "title", "before": "First name", "after": "Second name"}]));
    assert_eq!(program.done(&["diff", "RSK-1", "0", "1"])["differences"].as_array().unwrap().len(), 1);
}

#[test]
fn an_import_goes_in_twice_and_out_again() {
    let program = Program::empty();
    let csv = program.file("systems.csv", "Use Case Name,Origin\nLetter sorter,in-house\nDoor counter,bought\n");
    let mapping = program.path("mapping.toml").display().to_string();
    let trial = program.done(&["import", "ai_system", &csv, "--dry-run", "--write-mapping", &mapping]);
    assert_eq!((trial["created"].as_u64(), program.data().exists()), (Some(2), false), "a trial leaves nothing");
    let report = program.done(&["import", "ai_system", &csv, "--mapping", &mapping]);
    assert_eq!((&report["rows"], &report["created"]), (&json!(2), &json!(2)));
    let again = program.done(&["import", "ai_system", &csv]);
    assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(2)));
    let changed = program.file("systems.csv", "Use Case Name,Origin\nLetter sorter,bought\nDoor counter,bought\n");
    let update = program.done(&["import", "ai_system", &changed]);
    assert_eq!((&update["updated"], &update["unchanged"]), (&json!(1), &json!(1)));
    assert_eq!(update["changes"][0]["differences"][0]["field"], "origin");
    let origin = program.done(&["show", "SYS-1", "--origin"])["origin"].clone();
    assert!(origin.to_string().contains("Letter sorter"), "original cells are kept: {origin}");
    program.done(&["undo", &update["batch"].to_string()]);
    assert_eq!(program.done(&["show", "SYS-1"])["document"]["origin"], "in_house");
    let undone = program.done(&["import", "--undo", &report["batch"].to_string()]);
    let skipped = undone["skipped"].as_array().unwrap();
    assert!(skipped.iter().all(|it| !it["why"].as_str().unwrap().is_empty()), "{undone}");
    let left = program.done(&["list", "ai_system"])["total"].as_u64().unwrap();
    assert_eq!(left as usize, skipped.len(), "what was edited since is left alone, and listed");
}

#[test]
fn exports_come_in_every_form() {
    let program = Program::ready();
    program.done(&["add", "risk", "title==1+1"]);
    let csv = program.run(&["export", "risk"]).out;
    assert!(csv.contains("'=1+1") && !csv.contains(",=1+1"), "formulas are neutralised: {csv}");
    for (name, beginning) in [("a.xlsx", "PK"), ("a.json", "["), ("a.jsonl", "{"), ("a.csv", "")] {
        let path = program.path(name).display().to_string();
        assert_eq!(program.run(&["export", "risk", "--out", &path]).code, 0);
        assert!(std::fs::read(&path).unwrap().starts_with(beginning.as_bytes()), "{name}");
    }
    let back = program.path("a.csv").display().to_string();
    let report = program.done(&["import", "risk", &back]);
    assert_eq!(report["rows"], 1, "{report}");
}

#[test]
fn a_bundle_is_verified_and_a_backup_restored() {
    let program = Program::ready();
    program.done(&["add", "risk", "title=Kept"]);
    let bundle = program.path("bundle.zip").display().to_string();
    program.done(&["bundle", &bundle]);
    let report = program.done(&["verify", &bundle]);
    assert_eq!(report["verified"], true, "{report}");
    let backup = program.path("backup.zip").display().to_string();
    program.done(&["backup", &backup]);
    let elsewhere = Program::empty();
    let key = program.data().join("ledger.key").display().to_string();
    elsewhere.done(&["restore", &backup, "--key", &key]);
    assert_eq!(elsewhere.done(&["show", "RSK-1"])["document"]["title"], "Kept");
    assert_eq!(elsewhere.run(&["verify"]).code, 0);
    assert_eq!(elsewhere.run(&["restore", &backup]).code, 2, "a folder in use is not overwritten");
}

#[test]
fn accounts_and_tokens_come_and_go() {
    let program = Program::ready();
    let added = program.done(&["account", "add", "ada@example.org", "--name", "Ada"]);
    assert!(added["password"].as_str().unwrap().len() >= 20);
    let run = program
        .run_with(&["account", "password", "ada@example.org", "--password-stdin"], "correct horse battery staple\n");
    assert_eq!(run.code, 0, "{}", run.err);
    let token = program.done(&["token", "add", "ada@example.org", "--scopes", "read,change"]);
    assert!(token["token"].as_str().unwrap().starts_with("aims_pat_"));
    let tokens = program.done(&["token", "list", "ada@example.org"]);
    let id = tokens["tokens"][0]["id"].as_str().unwrap().to_owned();
    program.done(&["token", "revoke", "ada@example.org", &id]);
    program.done(&["account", "disable", "ada@example.org"]);
    assert!(!program.done(&["account", "list"])["accounts"][0]["disabled"].is_null());
}

#[test]
fn values_are_erased_and_the_ledger_still_verifies() {
    let program = Program::ready();
    program.done(&["add", "person", "title=Somebody Secret", "email=secret@example.org"]);
    program.done(&["set", "PER-1", "job=Clerk"]);
    program.done(&["erase", "PER-1", "email", "--why", "asked by the person", "--yes"]);
    for arguments in [&["show", "PER-1"][..], &["history", "PER-1"], &["search", "secret"], &["list", "person"]] {
        assert!(!program.done(arguments).to_string().contains("secret@example.org"), "{arguments:?}");
    }
    assert_eq!(program.run(&["verify"]).code, 0);
}

#[test]
fn an_overlay_is_checked_previewed_and_used() {
    let program = Program::ready();
    program.done(&["add", "risk", "title=Wrong refusal", "likelihood=3", "consequence=3"]);
    let level = |program: &Program| program.done(&["show", "RSK-1"])["document"]["level"].clone();
    let before = level(&program);
    let config = program.data().join("config");
    std::fs::create_dir_all(config.join("kinds")).unwrap();
    let field = "extends = \"risk\"\n[[field]]\nname = \"x_committee\"\ntype = \"text\"\nhelp = \"The committee that looks at it each month.\"\n";
    std::fs::write(config.join("kinds/risk.toml"), field).unwrap();
    program.done(&["config", "check"]);
    let run = program.run(&["add", "risk", "title=Too early", "x_committee=Board"]);
    assert_ne!(run.code, 0, "a proposal is not in force before it is applied");
    let preview = program.done(&["config", "apply", "--dry-run"]);
    assert_eq!(preview["files"], serde_json::json!(["kinds/risk.toml"]));
    assert_ne!(preview["from"], preview["to"]);
    program.done(&["config", "apply"]);
    let added = program.done(&["add", "risk", "title=Committee risk", "x_committee=Board"]);
    assert_eq!(added["document"]["x_committee"], "Board");
    assert_eq!(level(&program), before, "what computes nothing new moves nothing");
    std::fs::create_dir_all(config.join("scales")).unwrap();
    let shipped = program.done(&["config", "show", "scales/risk.toml"]);
    let stricter = shipped["text"].as_str().unwrap().replace("version = 1", "version = 2");
    let row = r#"["low", "medium", "medium", "high", "critical"]"#;
    let stricter = stricter.replace(row, r#"["low", "medium", "high", "high", "critical"]"#);
    std::fs::write(config.join("scales/risk.toml"), stricter).unwrap();
    let preview = program.done(&["config", "apply", "--dry-run"]);
    assert_eq!((&preview["moved"][0]["id"], level(&program)), (&"RSK-0001".into(), before), "a preview moves nothing");
    let applied = program.done(&["config", "apply"]);
    assert_eq!(applied["moved"], preview["moved"]);
    assert_eq!((level(&program), program.done(&["show", "RSK-1"])["version"].clone()), ("high".into(), 2.into()));
    assert_eq!(program.run(&["doctor"]).code, 0);
    std::fs::write(
        config.join("kinds/risk.toml"),
        "extends = \"risk\"\n[[field]]\nname = \"title\"\ntype = \"number\"\n",
    )
    .unwrap();
    for arguments in [&["config", "check"][..], &["config", "apply"]] {
        let run = program.run(arguments);
        assert_eq!(run.code, 8, "{}", run.err);
        assert!(run.err.contains("kinds/risk.toml"), "{}", run.err);
    }
    assert_eq!(program.done(&["show", "RSK-2"])["document"]["x_committee"], "Board", "a broken proposal harms nothing");
}

#[test]
fn kinds_completions_and_doctor_answer() {
    let program = Program::ready();
    assert!(program.done(&["kinds"])["kinds"].as_array().unwrap().len() >= 25);
    assert!(program.run(&["kinds", "risk"]).out.contains("likelihood"));
    assert!(program.run(&["kinds", "risk", "--schema"]).json()["properties"]["title"].is_object());
    for shell in ["bash", "zsh", "fish"] {
        assert!(program.run(&["completions", shell]).out.contains("aims"));
    }
    assert_eq!(program.run(&["doctor"]).code, 0);
    assert_eq!(program.run(&["doctor", "--rebuild"]).code, 0);
}
