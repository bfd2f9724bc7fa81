//! Bundles made to harm the reader: bombs, paths that climb, links, names that mislead.

use crate::synthetic::{Bundle, ledger};
use crate::{run, vkey, write_folder, write_zip};
use ledger::bundle::VERSIONS;
use std::fs;

fn verified(path: &std::path::Path) -> (i32, String) {
    let (code, out, error) = run(&["--vkey", &vkey(), path.to_str().unwrap()]);
    assert!(!error.contains("panicked"), "{error}");
    (code, out + &error)
}

#[test]
fn a_bomb_is_stopped_while_it_unpacks() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("bomb.zip");
    let mut bundle = ledger(10, 1).bundle();
    let line = [vec![b' '; 1 << 20], b"\n".to_vec()].concat();
    bundle.get_mut(VERSIONS).unwrap().extend(line.repeat(150));
    write_zip(&path, &bundle);
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    let (code, out) = verified(&path);
    assert!(code == 1 && out.contains("unpacks to far more"), "{out}");
}

#[test]
fn long_lines_and_oversized_members_are_stopped() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("long.zip");
    let mut bundle = ledger(10, 1).bundle();
    bundle.insert(VERSIONS.to_owned(), vec![b'{'; 20 << 20]);
    write_zip(&path, &bundle);
    let (code, out) = verified(&path);
    assert!(code == 1 && out.contains("line of more than 16 MiB"), "{out}");
    let mut bundle = ledger(10, 1).bundle();
    bundle.insert("tile/0/000.p/10".to_owned(), vec![0; 9000]);
    bundle.insert("tile/entries/000.p/10".to_owned(), vec![0; 17 << 20]);
    write_zip(&path, &bundle);
    let (code, out) = verified(&path);
    assert!(code == 1 && out.contains("more than 16777472 bytes"), "{out}");
}

#[test]
fn names_that_climb_are_never_followed() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("climb.zip");
    let mut bundle: Bundle = ledger(300, 1).bundle();
    for name in ["../evil", "/etc/evil", "tile/entries/../../../evil", "tile/entries/x999/x999/999.p/1"] {
        bundle.insert(name.to_owned(), b"\x00\x01x".to_vec());
    }
    write_zip(&path, &bundle);
    let (code, out) = verified(&path);
    assert!(code == 1 && out.contains("entries-surplus"), "{out}");
    let listed: Vec<_> = fs::read_dir(temp.path()).unwrap().collect();
    assert_eq!(listed.len(), 1, "nothing is extracted");
}

#[test]
#[cfg(unix)]
fn links_are_not_followed() {
    let temp = tempfile::tempdir().unwrap();
    let (folder, elsewhere) = (temp.path().join("bundle"), temp.path().join("elsewhere"));
    write_folder(&folder, &ledger(10, 1).bundle());
    fs::rename(folder.join("checkpoint"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.join("checkpoint")).unwrap();
    let (code, out) = verified(&folder);
    assert!(code == 3 && out.contains("not a regular file"), "{out}");
}

#[test]
fn a_checkpoint_that_claims_everything_costs_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("bundle");
    let mut bundle = ledger(10, 1).bundle();
    let checkpoint = ledger::Checkpoint { origin: crate::synthetic::ORIGIN.to_owned(), size: u64::MAX, root: [0; 32] };
    bundle.insert("checkpoint".to_owned(), checkpoint.sign(&[&crate::synthetic::key()]).unwrap().into_bytes());
    for name in
        ["x009/999", "x018/x014/x398/x509/x481/984", "x072/x057/x594/x037/x927/935", "x072/x057/x594/x037/x927/936"]
    {
        bundle.insert(format!("tile/entries/{name}"), b"\x00\x01x".to_vec());
    }
    write_folder(&folder, &bundle);
    let (code, out) = verified(&folder);
    assert!(code == 1 && out.contains("entry-missing") && out.contains("entries-truncated"), "{out}");
}
