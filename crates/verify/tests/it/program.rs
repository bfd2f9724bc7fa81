//! Exit codes, output, and keys and checkpoints from files.

use crate::synthetic::{key, ledger};
use crate::{run, vkey, write_folder, write_zip};
use ledger::bundle::{CHECKPOINT, RECORDS};
use std::fs;

#[test]
fn archives_and_folders_are_verified() {
    let temp = tempfile::tempdir().unwrap();
    let (zip, folder) = (temp.path().join("bundle.zip"), temp.path().join("bundle"));
    let bundle = ledger(600, 1).bundle();
    write_zip(&zip, &bundle);
    write_folder(&folder, &bundle);
    for path in [&zip, &folder] {
        let (code, out, _) = run(&["--vkey", &vkey(), path.to_str().unwrap()]);
        assert_eq!(code, 0, "{out}");
        assert!(out.contains("verified: nothing was altered") && out.contains("read     600 entries"), "{out}");
        let (code, out, _) = run(&[path.to_str().unwrap()]);
        assert!(code == 0 && out.contains("key-not-pinned"), "{out}");
    }
}

#[test]
fn findings_end_with_one_in_text_and_json() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("bundle.zip");
    let mut bundle = ledger(600, 1).bundle();
    bundle.get_mut("tile/0/001").unwrap()[0] ^= 1;
    write_zip(&path, &bundle);
    let (code, out, _) = run(&["--vkey", &vkey(), path.to_str().unwrap()]);
    assert!(code == 1 && out.contains("FAULT    tile-altered: #256"), "{out}");
    let (code, out, _) = run(&[&format!("--vkey={}", vkey()), "--format", "json", path.to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &json["verified"], &json["findings"][0]["code"]), (1, &false.into(), &"tile-altered".into()));
    assert_eq!(json["findings"][0]["place"], 256);
}

#[test]
fn keys_and_earlier_checkpoints_come_from_files() {
    let temp = tempfile::tempdir().unwrap();
    let at = |name: &str| temp.path().join(name).to_str().unwrap().to_owned();
    let (path, keys, since, forked) = (at("bundle"), at("key.pub"), at("since"), at("forked"));
    write_folder(path.as_ref(), &ledger(600, 1).bundle());
    fs::write(&keys, format!("# our ledger\n{}\n", vkey())).unwrap();
    fs::write(&since, ledger(300, 1).checkpoint(&key())).unwrap();
    fs::write(&forked, ledger(300, 9).checkpoint(&key())).unwrap();
    assert_eq!(run(&["--vkey", &keys, "--since", &since, &path]).0, 0);
    let (code, out, _) = run(&["--vkey", &keys, "--since", &forked, &path]);
    assert!(code == 1 && out.contains("FAULT    consistency"), "{out}");
    let stranger = ledger::SignerKey::new("stranger", &[1; 32]).unwrap().verifier().to_string();
    let (code, out, _) = run(&["--vkey", &stranger, &path]);
    assert!(code == 1 && out.contains("FAULT    note-signature"), "{out}");
}

#[test]
fn what_cannot_be_read_ends_with_three_and_wrong_use_with_two() {
    let temp = tempfile::tempdir().unwrap();
    let at = |name: &str| temp.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("text"), "no archive").unwrap();
    fs::create_dir(at("empty")).unwrap();
    for path in ["absent", "text", "empty"] {
        let (code, out, error) = run(&[&at(path)]);
        assert_eq!((code, out.as_str()), (3, ""), "{path}");
        assert!(
            error.starts_with("aims-verify: ") && error.lines().count() == 1 && !error.contains("Error"),
            "{error}"
        );
    }
    assert_eq!(run(&["--since", &at("absent"), &at("empty")]).0, 3);
    assert_eq!(run(&["--vkey", &at("text"), &at("empty")]).0, 3);
    for wrong in [&[][..], &["--unknown", "x"], &["a", "b"], &["--format", "xml", "a"], &["--vkey"]] {
        assert_eq!(run(wrong).0, 2, "{wrong:?}");
    }
    for shown in ["--help", "--version", "--codes"] {
        let (code, out, _) = run(&[shown]);
        assert!(code == 0 && out.contains(if shown == "--codes" { "entry-altered" } else { "aims-verify" }), "{out}");
    }
}

#[test]
fn a_damaged_archive_is_noticed() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("bundle.zip");
    let mut bundle = ledger(300, 1).bundle();
    write_zip(&path, &bundle);
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(RECORDS.len()).position(|it| it == RECORDS.as_bytes()).unwrap() + RECORDS.len() + 40;
    bytes[at] ^= 0xff;
    fs::write(&path, &bytes).unwrap();
    let (code, out, error) = run(&["--vkey", &vkey(), path.to_str().unwrap()]);
    assert!(code == 1 && out.contains("unreadable"), "{out}{error}");
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(run(&[path.to_str().unwrap()]).0, 3);
    bundle.remove(CHECKPOINT);
    write_zip(&path, &bundle);
    let (code, _, error) = run(&[path.to_str().unwrap()]);
    assert!(code == 3 && error.contains("`checkpoint`"), "{error}");
}
