//! `aims library` at the command line: without a store, faults with their place, editions, proposals, OSCAL that comes out the same, texts that stay.

use crate::support::Program;

const SOUND: &str = include_str!("../../../../selftest/1.6/clean/sound.toml");
const SPOILED: &str = include_str!("../../../../selftest/1.6/faulty/guidance-asked.toml");

#[test]
fn libraries_are_shown_and_written_without_a_store() {
    let program = Program::empty();
    let list = program.done(&["library", "list"]);
    let prefixes: Vec<&str> =
        list["frameworks"].as_array().unwrap().iter().filter_map(|it| it["prefix"].as_str()).collect();
    assert!(prefixes.contains(&"ISO/IEC 42001") && prefixes.contains(&"NIST AI RMF"), "{prefixes:?}");
    let node = program.done(&["library", "show", "ISO/IEC 42001:B.6.2.4"]);
    assert_eq!(node["no_criterion"]["instead"][0], "ISO/IEC 42001:A.6.2.4");
    let told = program.run(&["library", "show", "ISO/IEC 42001:A.6.2.4"]).out;
    assert!(
        told.contains("guidance B.6.2.4:") && told.contains("reusable, confirm: NIST AI RMF:MEASURE 2.1"),
        "{told}"
    );
    let one = program.run(&["library", "export", "ISO/IEC 42001", "--oscal", "catalog"]);
    let again = program.run(&["library", "export", "iso-iec-42001", "--oscal", "catalog"]);
    assert!(one.code == 0 && one.out == again.out && one.out.contains("\"oscal-version\": \"1.2.1\""));
    let mapping =
        program.run(&["library", "export", "urn:aims:crosswalk:iso-iec-42001--nist-ai-rmf:1", "--oscal", "mapping"]);
    assert!(mapping.code == 0 && mapping.out.contains("mapping-collection"), "{}", mapping.err);
    assert_eq!(program.run(&["library", "check"]).code, 0);
    for of in ["framework", "crosswalk"] {
        assert!(program.run(&["library", "schema", of]).out.contains("2020-12"));
    }
}

#[test]
fn faults_are_told_with_their_place_and_nothing_faulty_comes_in() {
    let program = Program::empty();
    program.file("sound.toml", SOUND);
    program.file("spoiled.toml", SPOILED);
    program.file(
        "kinds.toml",
        SOUND.replacen(
            "assessable = true\n",
            "assessable = true\n[[node.check]]\nsays = \"x\"\nkind = \"moon\"\nholds = \"some\"\n",
            1,
        ),
    );
    let path = |name: &str| program.path(name).display().to_string();
    assert_eq!(program.run(&["library", "check", &path("sound.toml")]).out, "clean\n");
    let spoiled = program.run(&["library", "check", &path("spoiled.toml")]);
    assert!(
        spoiled.code == 1 && spoiled.out.contains("`B.6.2.4`") && spoiled.out.contains("1 fault"),
        "{}",
        spoiled.out
    );
    let refused = program.run(&["library", "import", &path("spoiled.toml")]);
    assert!(refused.code == 2 && refused.err.contains("guidance or information"), "{} {}", refused.code, refused.err);
    assert!(!program.data().join("config").exists());
    let kinds = program.run(&["library", "check", &path("kinds.toml")]);
    assert!(kinds.code == 1 && kinds.out.contains("there is no kind `moon`"), "{} {}", kinds.out, kinds.err);
}

#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let program = Program::empty();
    let spoiled = SOUND.replacen("publisher = ", "colour = \"blue\"\npublisher = ", 1).replacen(
        "assessable = true\n",
        "assessable = true\nshape = \"round\"\nneeds = [\"99.9\"]\n",
        1,
    );
    program.file("spoiled.toml", spoiled);
    program.file(
        "typed.toml",
        SOUND.replacen("assessable = true\n", "assessable = \"yes\"\n", 1).replacen(
            "publisher = ",
            "colour = 1\npublisher = ",
            1,
        ),
    );
    let path = |name: &str| program.path(name).display().to_string();
    let told = program.run(&["library", "check", &path("spoiled.toml")]);
    for part in ["unknown field `colour`", "unknown field `shape`", "99.9", "3 faults", "line "] {
        assert!(told.code == 1 && told.out.contains(part), "no {part}: {} {}", told.out, told.err);
    }
    let told = program.run(&["library", "check", &path("typed.toml")]);
    for part in ["unknown field `colour`", "invalid type", "2 faults"] {
        assert!(told.code == 1 && told.out.contains(part), "no {part}: {} {}", told.out, told.err);
    }
    let refused = program.run(&["library", "import", &path("spoiled.toml")]);
    assert!(refused.code == 2 && refused.err.contains("(and 2 more)"), "{}", refused.err);
}

#[test]
fn a_catalog_that_was_written_comes_in_again() {
    let program = Program::ready();
    let out = program.path("catalog.json").display().to_string();
    assert_eq!(program.run(&["library", "export", "ISO 9001", "--oscal", "catalog", "--out", &out]).code, 0);
    assert_eq!(program.run(&["library", "check", &out]).out, "clean\n");
    let named = std::fs::read_to_string(&out).unwrap().replace("\"urn:aims:oscal\"", "\"urn:of:others\"");
    program.file("other.json", named);
    let other = program.path("other.json").display().to_string();
    let asked = program.run(&["library", "import", &other]);
    assert!(asked.code == 2 && asked.err.contains("--prefix"), "{}", asked.err);
    let given = program.run(&["library", "import", &other, "--prefix", "Other 9001"]);
    assert!(given.code == 0 && given.out.contains("frameworks/other-9001.toml"), "{} {}", given.out, given.err);
    assert_eq!(program.run(&["config", "apply"]).code, 0);
    assert_eq!(program.done(&["library", "show", "Other 9001:9.2"])["node"]["title"], "Internal audit");
}

#[test]
fn a_library_is_proposed_and_put_into_force_and_goes_out_and_in_without_loss() {
    let program = Program::ready();
    program.file("sound.toml", SOUND);
    let path = program.path("sound.toml").display().to_string();
    let proposed = program.run(&["library", "import", &path]);
    assert!(
        proposed.code == 0 && proposed.out.contains("frameworks/example-ai.toml"),
        "{} {}",
        proposed.out,
        proposed.err
    );
    let again = program.run(&["library", "import", &path]);
    assert!(again.code == 2 && again.err.contains("--replace"), "{}", again.err);
    assert_eq!(program.run(&["library", "show", "Example AI"]).code, 7, "nothing is in force before it is applied");
    assert_eq!(program.run(&["config", "apply"]).code, 0);
    let shown = program.done(&["library", "show", "Example AI:6.1.3"]);
    assert_eq!(shown["node"]["modality"], "shall");
    let out = program.path("out.json").display().to_string();
    assert_eq!(program.run(&["library", "export", "Example AI", "--out", &out]).code, 0);
    let differs = program.done(&["library", "diff", &path, &out]);
    assert_eq!(
        (differs["added"].clone(), differs["changed"].clone(), differs["head"].clone()),
        (serde_json::json!([]), serde_json::json!([]), serde_json::json!([]))
    );
    let shorter = SOUND.replacen("Intent of 10.2.", "Another intent.", 1);
    program.file("shorter.toml", shorter);
    let differs = program.run(&["library", "diff", &path, &program.path("shorter.toml").display().to_string()]);
    assert!(
        differs.out.contains("changed: 10.2 (intent)") && differs.out.contains("0 added, 0 removed, 1 changed"),
        "{}",
        differs.out
    );
}

#[test]
fn no_export_holds_a_word_of_a_text_that_was_bought() {
    let program = Program::ready();
    let folder = program.data().join("config/texts");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("iso.toml"), "framework = \"ISO/IEC 42001\"\n[text]\n\"6.1.3\" = \"zanzibar\"\n")
        .unwrap();
    assert_eq!(program.run(&["config", "apply"]).code, 0);
    let bundle = program.path("bundle.zip");
    assert_eq!(program.run(&["bundle", &bundle.display().to_string()]).code, 0);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&bundle).unwrap()).unwrap();
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_index(at).unwrap(), &mut bytes).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("zanzibar"));
    }
    for words in [
        vec!["library", "export", "ISO/IEC 42001"],
        vec!["library", "export", "ISO/IEC 42001", "--oscal", "catalog"],
        vec!["library", "show", "ISO/IEC 42001:6.1.3"],
    ] {
        assert!(!program.run(&words).out.contains("zanzibar"), "{words:?}");
    }
}

#[test]
fn bad_input_is_told_in_a_sentence() {
    let program = Program::empty();
    for (words, code, says) in [
        (vec!["library", "show", "Nowhere"], 7, "there is no framework or node `Nowhere`"),
        (vec!["library", "check", "missing.toml"], 7, "missing.toml"),
        (vec!["library", "export", "ISO/IEC 42001", "--oscal", "mapping"], 2, "made of a crosswalk"),
        (
            vec!["library", "export", "urn:aims:crosswalk:iso-iec-42001--iso-9001:1", "--oscal", "catalog"],
            2,
            "made of a framework",
        ),
        (vec!["library", "diff", "ISO/IEC 42001", "Nowhere"], 7, "Nowhere"),
        (vec!["library", "list", "--as-of", "2020-01-01"], 2, "--as-of"),
    ] {
        let run = program.run(&words);
        assert!(run.code == code && run.err.contains(says), "{words:?}: {} {}", run.code, run.err);
    }
}
