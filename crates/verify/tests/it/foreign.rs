//! Go's `sumdb/note` and `sumdb/tlog` read what we write and find what we find.

use crate::synthetic::{Bundle, Ledger, Synthetic, key, made};
use crate::{run, vkey, write_folder};
use ledger::{Hash, Tile, consistency_proof, consistency_to_json, inclusion_proof, proof_to_text};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the foreign verifier over folders: exit code and output.
fn foreign(folders: &[&Path]) -> (i32, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/foreign-verify/run");
    let output = Command::new(script).args(folders).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let (code, text) = (output.status.code().unwrap(), String::from_utf8(text).unwrap());
    assert_ne!(
        code, 127,
        "Go is not installed; run scripts/install or `apt-get install golang-go golang-golang-x-mod-dev`: {text}"
    );
    (code, text)
}

/// Adds proof files for some places and earlier sizes.
fn with_proofs(made: &Ledger) -> Bundle {
    let mut tree = made.tree();
    let tiles: HashMap<(u8, u64), Vec<Hash>> =
        tree.take_tiles().into_iter().map(|Tile { level, index, hashes }| ((level, index), hashes)).collect();
    let read = |level, index| tiles.get(&(level, index)).cloned();
    let mut bundle = made.bundle();
    let (size, note) = (tree.size(), made.checkpoint(&key()));
    for place in [0, 1, 255, 256, 65_535, 65_536, size.saturating_sub(1)].into_iter().filter(|it| *it < size) {
        let proof = proof_to_text(place, &inclusion_proof(size, place, read).unwrap(), &note);
        bundle.insert(format!("proofs/{place}.tlog-proof"), proof.into_bytes());
    }
    for old in [1, 2, 255, 256, 257, 65_536, size].into_iter().filter(|it| (1..=size).contains(it)) {
        let older =
            Ledger { entries: made.entries[..old as usize].to_vec(), versions: vec![], records: vec![], blobs: vec![] };
        let proof = consistency_proof(old, size, read).unwrap();
        let json = consistency_to_json((old, older.tree().root()), (size, tree.root()), &proof);
        bundle.insert(format!("proofs/consistency-{old}.json"), json.into_bytes());
    }
    bundle
}

#[test]
fn both_verifiers_accept_ledgers_of_all_sizes() {
    let temp = tempfile::tempdir().unwrap();
    let mut folders: Vec<PathBuf> = Vec::new();
    for size in [0, 1, 2, 255, 256, 257, 70_000] {
        let mut source = Synthetic::new(size);
        source.events = size > 1000;
        let folder = temp.path().join(size.to_string());
        write_folder(&folder, &with_proofs(&made(size, source)));
        let (code, out, error) = run(&["--vkey", &vkey(), folder.to_str().unwrap()]);
        assert_eq!(code, 0, "size {size}: {out}{error}");
        folders.push(folder);
    }
    let (code, text) = foreign(&folders.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert_eq!(code, 0, "{text}");
    for size in [0, 1, 2, 255, 256, 257, 70_000] {
        assert!(text.contains(&format!("OK {size} entries")), "{text}");
    }
    assert!(text.contains("7 inclusion proofs, 7 consistency proofs"), "{text}");
}

#[test]
fn both_verifiers_refuse_what_was_tampered_with() {
    let temp = tempfile::tempdir().unwrap();
    let clean = with_proofs(&made(300, Synthetic::new(1)));
    let names =
        ["tile/entries/000", "tile/0/001.p/44", "checkpoint", "proofs/255.tlog-proof", "proofs/consistency-255.json"];
    for (at, name) in names.into_iter().enumerate() {
        let mut bundle = clean.clone();
        let bytes = bundle.get_mut(name).unwrap();
        let digit = bytes.iter().rposition(|it| it.is_ascii_lowercase()).unwrap();
        bytes[digit] = if bytes[digit] == b'a' { b'b' } else { b'a' };
        let folder = temp.path().join(at.to_string());
        write_folder(&folder, &bundle);
        let (code, text) = foreign(&[&folder]);
        assert_eq!(code, 1, "{name}: {text}");
        if !name.starts_with("proofs/") {
            assert_eq!(run(&["--vkey", &vkey(), folder.to_str().unwrap()]).0, 1, "{name}");
        }
    }
}
