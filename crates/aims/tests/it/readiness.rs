//! Readiness by the command: what it says, an evidence pack that proves itself, shows its own records alone and is found out when it was changed.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::support::{Program, Run};

/// A store with a proof that serves a requirement, with a file, and a record of which a pack shows nothing.
fn program() -> Program {
    let program = Program::ready();
    program.file("minutes.txt", "What was decided, and by whom.\n");
    program.done(&["add", "risk", "title=Secret plan"]);
    let evidence = json!({
        "title": "Minutes", "shows": "The review took place.", "form": "record", "collected_on": "2026-01-10", "validity": "P99Y",
        "period": { "from": "2025-11-01", "until": "2026-01-10" }, "meets": [{ "framework": "ISO/IEC 42001", "reference": "10.1" }]
    });
    let added = program.run_with(&["add", "evidence", "-", "--state", "accepted"], &evidence.to_string());
    assert_eq!(added.code, 0, "{}{}", added.out, added.err);
    program.done(&["set", "EVD-1", "file=@minutes.txt"]);
    program
}

fn member(path: &str, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|it| panic!("{name}: {it}")).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_pack_proves_itself_and_shows_its_own_records_alone() {
    let program = program();
    let path = program.path("pack.zip").display().to_string();
    let report = program.done(&["readiness", "pack", &path]);
    assert!(report["records"].as_u64() >= Some(1) && report["shown"].as_u64() == Some(1), "{report}");
    let verified = program.done(&["verify", &path]);
    assert_eq!(verified["verified"], true, "{verified}");
    let versions = member(&path, "versions.jsonl");
    assert!(versions.contains("The review took place.") && !versions.contains("Secret plan"), "{versions}");
    assert!(!member(&path, "records.jsonl").contains("Secret plan"));
    let page = member(&path, "room/room.html");
    assert!(page.contains("Minutes") && page.contains("minutes.txt"), "{page}");
    assert!(!page.contains("href="), "nobody said where the program is reached");
    let manifest: Value = serde_json::from_str(&member(&path, "room/manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let minutes = files.iter().find(|it| it["record"] == "EVD-0001").unwrap();
    assert_eq!(member(&path, minutes["path"].as_str().unwrap()), "What was decided, and by whom.\n");
    let again = program.run(&["readiness", "pack", &path]);
    assert!(again.code != 0 && again.err.contains("exists"), "{}", again.err);
    // Where it is known, numbers of records lead there, and what is no address is refused.
    program.file("data/aims.toml", "public_url = \"https://aims.example.org/\"\n");
    let reached = program.path("reached.zip").display().to_string();
    program.done(&["readiness", "pack", &reached]);
    let page = member(&reached, "room/room.html");
    assert!(page.contains("href=\"https://aims.example.org/evidence/EVD-0001\""), "{page}");
    assert_eq!(program.done(&["verify", &reached])["verified"], true);
    program.file("data/aims.toml", "public_url = \"aims.example.org\"\n");
    let refused = program.run(&["readiness", "pack", &reached]);
    assert!(refused.code == 8 && refused.err.contains("is no public address"), "{} {}", refused.code, refused.err);
}

/// What a member becomes; nothing where it goes.
type Change<'a> = dyn Fn(&str, Vec<u8>) -> Option<Vec<u8>> + 'a;

/// A copy of an archive in which members are other than before, or gone, and which has one more.
fn forged(path: &str, to: &str, change: &Change<'_>, more: Option<&str>) {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    let mut put = |name: &str, bytes: &[u8]| {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    };
    for at in 0..archive.len() {
        let mut of = archive.by_index(at).unwrap();
        let (name, mut bytes) = (of.name().unwrap().into_owned(), Vec::new());
        of.read_to_end(&mut bytes).unwrap();
        if let Some(bytes) = change(&name, bytes) {
            put(&name, &bytes);
        }
    }
    more.iter().for_each(|it| put(it, b"nobody wrote this"));
    writer.finish().unwrap();
}

/// What verification says of such a copy.
fn told(program: &Program, path: &str, change: &Change<'_>, more: Option<&str>) -> Run {
    let copy = program.path("forged.zip").display().to_string();
    forged(path, &copy, change, more);
    program.run(&["verify", &copy, "--format", "json"])
}

#[test]
fn a_pack_in_which_anything_was_changed_is_found_out() {
    let program = program();
    let path = program.path("pack.zip").display().to_string();
    program.done(&["readiness", "pack", &path]);
    let same = told(&program, &path, &|_, bytes| Some(bytes), None);
    assert_eq!(same.code, 0, "packed anew and nothing else: {}{}", same.out, same.err);
    let wrong = told(
        &program,
        &path,
        &|name, bytes| match name {
            "versions.jsonl" => {
                let text = String::from_utf8(bytes).unwrap();
                Some(text.replace("The review took place.", "The review was perfect").into_bytes())
            }
            _ => Some(bytes),
        },
        None,
    );
    assert!(wrong.code != 0 && wrong.out.contains("EVD-0001"), "{}{}", wrong.out, wrong.err);
    let names =
        ["room/room.html", "room/room.pdf", "room/room.xlsx", "room/room.json", "room/manifest.json", "VERIFY.md"];
    for name in names {
        let wrong = told(
            &program,
            &path,
            &|own, mut bytes| {
                if own == name {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 1;
                }
                Some(bytes)
            },
            None,
        );
        assert!(wrong.code != 0 && wrong.out.contains("member-altered"), "{name}: {}{}", wrong.out, wrong.err);
        let gone = told(&program, &path, &|own, bytes| (own != name).then_some(bytes), None);
        assert!(gone.code != 0 && gone.out.contains("member-"), "{name}: {}{}", gone.out, gone.err);
    }
    let more = told(&program, &path, &|_, bytes| Some(bytes), Some("room/certificate.html"));
    assert!(more.code != 0 && more.out.contains("member-unsealed"), "{}{}", more.out, more.err);
    let bare = told(&program, &path, &|own, bytes| (!own.starts_with("room/")).then_some(bytes), None);
    assert!(bare.code != 0 && bare.out.contains("member-missing"), "{}{}", bare.out, bare.err);
}

#[test]
fn readiness_and_a_drill_are_told_in_words_and_data() {
    let program = program();
    let told = program.done(&["readiness", "show"]);
    let proven = told["rows"].as_array().unwrap().iter().find(|it| it["id"] == "10.1").unwrap();
    assert_eq!(proven["proof"][0]["record"], "EVD-0001", "{proven}");
    let text = program.run(&["readiness", "show", "--all"]).out;
    assert!(text.contains("Stage 2") && text.contains("10.1"), "{text}");
    let answers = program.done(&["readiness", "drill", "--seed", "7"]);
    assert_eq!(answers.as_array().unwrap().len(), 25);
    let bad = program.run(&["readiness", "show", "--framework", "Nothing"]);
    assert!(bad.code != 0 && bad.err.contains("is no framework"), "{}", bad.err);
    assert_ne!(program.run(&["readiness", "drill", "--seed", " "]).code, 0);
}
