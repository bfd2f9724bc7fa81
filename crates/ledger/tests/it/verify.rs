//! Clean ledgers without findings; every kind of tampering with its own code and place.

use crate::synthetic::{Bundle, Ledger, ORIGIN, key, ledger, lines, sha256};
use ledger::bundle::{self, BLOBS, CHECKPOINT, RECORDS, RecordLine, VERSIONS, VersionLine};
use ledger::verify::{Code, Members, Report, Source, source_of_members, verify};
use ledger::*;
use std::collections::BTreeSet;
use std::io::Cursor;

fn check(bundle: &Bundle, keys: Vec<VerifierKey>, since: Option<String>) -> Report {
    let read = |name: &str, _: usize| Ok(bundle.get(name).cloned());
    let long = |name: &str| bundle.get(name).map(|it| Box::new(Cursor::new(it)) as Box<dyn std::io::BufRead>);
    let members = Members {
        names: bundle.keys().cloned().collect(),
        read: &read,
        versions: long(VERSIONS),
        records: long(RECORDS),
        blobs: long(BLOBS),
        content: Box::new(|it| Ok(bundle.get(&bundle::blob_path(it)).map(|it| (sha256(it), it.len() as u64)))),
    };
    verify(source_of_members(members, keys, since).unwrap())
}

fn pinned(bundle: &Bundle) -> Report {
    check(bundle, vec![key().verifier()], None)
}

/// The codes of all findings; notes left out.
fn codes(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|it| it.code.as_str()).collect()
}

#[track_caller]
fn expect(report: &Report, expected: &[&str]) {
    assert_eq!(codes(report), expected.iter().copied().collect(), "{report}");
}

fn place_of(report: &Report, code: Code) -> Option<u64> {
    report.findings.iter().find(|it| it.code == code).and_then(|it| it.place)
}

fn block(bundle: &Bundle, name: &str) -> Vec<Vec<u8>> {
    bundle::split_entries(&bundle[name]).0
}

fn put_block(bundle: &mut Bundle, name: &str, entries: &[Vec<u8>]) {
    let mut bytes = Vec::new();
    entries.iter().for_each(|it| bundle::push_entry(&mut bytes, it).unwrap());
    bundle.insert(name.to_owned(), bytes);
}

fn altered(entry: &[u8]) -> Vec<u8> {
    String::from_utf8(entry.to_vec()).unwrap().replace("\"via\":\"api\"", "\"via\":\"cli\"").into_bytes()
}

/// Rewrites one entry of the ledger itself, as somebody with the log's key could.
fn rewrite(ledger: &mut Ledger, place: usize, change: impl FnOnce(&mut Entry)) {
    let mut entry = Entry::from_bytes(&ledger.entries[place]).unwrap();
    change(&mut entry);
    ledger.entries[place] = entry.to_bytes().unwrap();
}

#[test]
fn clean_ledgers_have_no_findings() {
    for (size, seed) in [(0, 1), (1, 2), (2, 3), (255, 4), (256, 5), (257, 6), (700, 7), (5000, 8)] {
        let made = ledger(size, seed);
        let report = pinned(&made.bundle());
        assert!(report.ok() && report.verified && report.notes.is_empty(), "size {size}: {report}");
        assert_eq!((report.size, report.entries, report.versions), (size, size, made.versions.len() as u64));
        assert_eq!((report.records, report.blobs), (made.records.len() as u64, made.blobs.len() as u64));
        assert_eq!(report.root, to_hex(&made.tree().root()));
        assert_eq!(report.signed_by, [ORIGIN]);
    }
}

#[test]
fn hundreds_of_small_clean_ledgers_raise_no_alarm() {
    for seed in 0..300 {
        let report = pinned(&ledger(seed % 37, seed).bundle());
        assert!(report.ok(), "seed {seed}: {report}");
    }
}

#[test]
fn a_key_from_the_bundle_is_said_to_prove_little() {
    let report = check(&ledger(10, 1).bundle(), Vec::new(), None);
    assert!(report.ok() && report.has(Code::KeyNotPinned));
}

#[test]
fn an_altered_entry() {
    let mut bundle = ledger(700, 1).bundle();
    let mut entries = block(&bundle, "tile/entries/001");
    entries[44] = altered(&entries[44]);
    put_block(&mut bundle, "tile/entries/001", &entries);
    let report = pinned(&bundle);
    expect(&report, &["entry-altered", "root-mismatch"]);
    assert_eq!(place_of(&report, Code::EntryAltered), Some(300));
}

#[test]
fn an_entry_altered_together_with_its_tile() {
    let mut bundle = ledger(700, 1).bundle();
    let mut entries = block(&bundle, "tile/entries/001");
    entries[44] = altered(&entries[44]);
    bundle.get_mut("tile/0/001").unwrap()[44 * 32..45 * 32].copy_from_slice(&leaf_hash(&entries[44]));
    put_block(&mut bundle, "tile/entries/001", &entries);
    let report = pinned(&bundle);
    expect(&report, &["tile-altered", "root-mismatch"]);
    assert_eq!(place_of(&report, Code::TileAltered), Some(256), "located to the tile's entries");
}

#[test]
fn an_entry_altered_together_with_all_tiles() {
    let mut made = ledger(700, 1);
    let signed = made.checkpoint(&key());
    made.entries[300] = altered(&made.entries[300]);
    let mut bundle = made.bundle();
    bundle.insert(CHECKPOINT.to_owned(), signed.into_bytes());
    expect(&pinned(&bundle), &["root-mismatch"]);
}

#[test]
fn a_rewritten_ledger_under_another_key() {
    let mut made = ledger(700, 1);
    made.entries[300] = altered(&made.entries[300]);
    let mut bundle = made.bundle();
    let forger = SignerKey::new(ORIGIN, &[66; 32]).unwrap();
    bundle.insert(CHECKPOINT.to_owned(), made.checkpoint(&forger).into_bytes());
    bundle.insert(bundle::VKEYS.to_owned(), forger.verifier().to_string().into_bytes());
    expect(&pinned(&bundle), &["note-signature"]);
    let honest = ledger(700, 1).checkpoint(&key());
    let since = check(&bundle, Vec::new(), Some(honest));
    expect(&since, &["consistency"]);
}

#[test]
fn truncated_and_surplus_entries() {
    let mut short = ledger(700, 1).bundle();
    let entries = block(&short, "tile/entries/002.p/188");
    put_block(&mut short, "tile/entries/002.p/188", &entries[..180]);
    let report = pinned(&short);
    expect(&report, &["entries-truncated"]);
    assert_eq!(place_of(&report, Code::EntriesTruncated), Some(692));

    let mut gone = ledger(700, 1).bundle();
    gone.remove("tile/entries/002.p/188");
    expect(&pinned(&gone), &["entries-truncated"]);

    let mut long = ledger(700, 1).bundle();
    let mut entries = block(&long, "tile/entries/002.p/188");
    entries.push(entries[0].clone());
    put_block(&mut long, "tile/entries/002.p/188", &entries);
    expect(&pinned(&long), &["entries-surplus"]);
    let mut whole = ledger(512, 1).bundle();
    whole.insert("tile/entries/002.p/1".to_owned(), whole["tile/entries/001"].clone());
    expect(&pinned(&whole), &["entries-surplus"]);
    let mut trailing = ledger(700, 1).bundle();
    trailing.get_mut("tile/entries/001").unwrap().extend(b"\xff\xfftrailing");
    expect(&pinned(&trailing), &["entries-surplus"]);
}

#[test]
fn missing_and_reordered_entries() {
    let mut gap = ledger(700, 1).bundle();
    gap.remove("tile/entries/001");
    let report = pinned(&gap);
    expect(&report, &["entry-missing"]);
    assert_eq!(place_of(&report, Code::EntryMissing), Some(256));

    let mut swapped = ledger(700, 1).bundle();
    let mut entries = block(&swapped, "tile/entries/001");
    let at = (10..)
        .find(|at| Entry::from_bytes(&entries[*at]).unwrap().ent != Entry::from_bytes(&entries[at + 1]).unwrap().ent);
    let at = at.unwrap();
    entries.swap(at, at + 1);
    put_block(&mut swapped, "tile/entries/001", &entries);
    let report = pinned(&swapped);
    assert!(codes(&report).is_superset(&["entry-altered", "root-mismatch", "seq-gap"].into()), "{report}");
    assert_eq!(place_of(&report, Code::SeqGap), Some(256 + at as u64));

    let mut malformed = ledger(700, 1).bundle();
    let mut entries = block(&malformed, "tile/entries/000");
    entries[7] = b"{\"v\":1".to_vec();
    put_block(&mut malformed, "tile/entries/000", &entries);
    let report = pinned(&malformed);
    assert!(codes(&report).is_superset(&["entry-malformed", "entry-altered"].into()), "{report}");
    assert_eq!(place_of(&report, Code::EntryMalformed), Some(7));
}

#[test]
fn altered_and_missing_tiles() {
    for (name, at, place) in [("tile/0/001", 5, 261), ("tile/0/002.p/188", 0, 512), ("tile/1/000.p/2", 1, 256)] {
        let mut bundle = ledger(700, 1).bundle();
        bundle.get_mut(name).unwrap()[at * 32] ^= 1;
        let report = pinned(&bundle);
        expect(&report, &["tile-altered"]);
        assert_eq!(place_of(&report, Code::TileAltered), Some(place), "{name}");
        bundle.insert(name.to_owned(), vec![1; 33]);
        expect(&pinned(&bundle), &["tile-altered"]);
        bundle.remove(name);
        expect(&pinned(&bundle), &["tile-missing"]);
    }
}

#[test]
fn altered_checkpoints() {
    let made = ledger(700, 1);
    let honest = made.checkpoint(&key());
    let checks = |note: String, keys: Vec<VerifierKey>| {
        let mut bundle = made.bundle();
        bundle.insert(CHECKPOINT.to_owned(), note.into_bytes());
        check(&bundle, keys, None)
    };
    expect(
        &checks(honest.replace("\n700\n", "\n699\n"), vec![key().verifier()]),
        &["entries-surplus", "note-signature", "root-mismatch", "tile-missing"],
    );
    expect(&checks("nonsense\n".to_owned(), vec![key().verifier()]), &["note-malformed"]);
    let foreign = Checkpoint { origin: "other.example/ledger".to_owned(), size: 700, root: made.tree().root() };
    expect(&checks(foreign.sign(&[&key()]).unwrap(), vec![key().verifier()]), &["origin-foreign"]);
}

#[test]
fn what_the_log_s_own_key_cannot_hide() {
    let mut time = ledger(300, 1);
    rewrite(&mut time, 200, |it| it.ts = "2020-01-01T00:00:00.000Z".to_owned());
    let report = pinned(&time.bundle());
    expect(&report, &["time-backwards"]);
    assert_eq!(place_of(&report, Code::TimeBackwards), Some(200));

    let mut seq = ledger(300, 1);
    rewrite(&mut seq, 200, |it| it.seq = 777);
    expect(&pinned(&seq.bundle()), &["seq-gap"]);

    let mut chain = ledger(300, 1);
    let at = chain.versions.iter().rev().find(|it| it.version > 1).unwrap().place as usize;
    rewrite(&mut chain, at, |it| it.prev = Some([1; 32]));
    let report = pinned(&chain.bundle());
    expect(&report, &["chain-broken"]);
    assert_eq!(place_of(&report, Code::ChainBroken), Some(at as u64));
}

#[test]
fn an_earlier_checkpoint_that_does_not_fit() {
    let (then, now) = (ledger(300, 1), ledger(700, 1));
    let keys = || vec![key().verifier()];
    assert!(check(&now.bundle(), keys(), Some(then.checkpoint(&key()))).ok());
    assert!(check(&now.bundle(), keys(), Some(now.checkpoint(&key()))).ok());
    assert!(check(&now.bundle(), keys(), Some(ledger(0, 1).checkpoint(&key()))).ok());
    expect(&check(&now.bundle(), keys(), Some(ledger(300, 2).checkpoint(&key()))), &["consistency"]);
    expect(&check(&then.bundle(), keys(), Some(now.checkpoint(&key()))), &["consistency"]);
    let forger = SignerKey::new(ORIGIN, &[66; 32]).unwrap();
    expect(&check(&now.bundle(), keys(), Some(then.checkpoint(&forger))), &["consistency"]);
    expect(&check(&now.bundle(), keys(), Some("nonsense".to_owned())), &["consistency"]);
}

/// A bundle of a ledger whose lines somebody changed after the fact.
fn lined(change: impl FnOnce(&mut Ledger)) -> Report {
    let mut made = ledger(700, 1);
    let (checkpoint, entries) = (made.checkpoint(&key()), made.entries.clone());
    change(&mut made);
    made.entries = entries;
    let mut bundle = made.bundle();
    bundle.insert(CHECKPOINT.to_owned(), checkpoint.into_bytes());
    pinned(&bundle)
}

#[test]
fn altered_documents() {
    let report = lined(|it| drop(it.versions[77].document.insert("level".to_owned(), "low".into())));
    expect(&report, &["opening-mismatch"]);
    let finding = &report.findings[0];
    let version = &ledger(700, 1).versions[77];
    assert_eq!((finding.place, finding.record.as_ref()), (Some(version.place), Some(&version.id)));

    expect(&lined(|it| drop(it.versions[77].document.remove("level"))), &["opening-mismatch"]);
    expect(&lined(|it| it.versions[77].why = Some("another reason".to_owned())), &["opening-mismatch"]);
    expect(&lined(|it| it.versions[77].opening = None), &["opening-missing"]);
    let fitting = lined(|it| {
        let version = &mut it.versions[77];
        version.document.insert("level".to_owned(), "low".into());
        version.opening = Some(Opening::Seed([9; 32]));
        version.commitment = commit(&version.content(), &[9; 32]);
    });
    expect(&fitting, &["opening-mismatch"]);
}

#[test]
fn versions_and_entries_that_miss_each_other() {
    let report = lined(|it| drop(it.versions.remove(77)));
    expect(&report, &["entry-without-version"]);
    assert_eq!(place_of(&report, Code::EntryWithoutVersion), Some(ledger(700, 1).versions[77].place));
    let place = 3 + ledger(700, 1).versions.windows(2).find(|it| it[1].place > it[0].place + 1).unwrap()[0].place - 2;
    let more = |place: u64| {
        move |it: &mut Ledger| {
            let at = it.versions.iter().position(|it| it.place > place).unwrap_or(it.versions.len());
            let copy = VersionLine { place, version: 99, ..it.versions[0].clone() };
            it.versions.insert(at, copy);
        }
    };
    for place in [place, 700, u64::MAX] {
        expect(&lined(more(place)), &["version-without-entry"]);
    }
    expect(&lined(|it| it.versions[77].version += 1), &["entry-without-version", "version-without-entry"]);
    expect(
        &lined(|it| it.versions[77].id = "RSK-9999".to_owned()),
        &["entry-without-version", "version-without-entry"],
    );
    expect(&lined(|it| it.versions[77].state = "closed".to_owned()), &["record-state-mismatch"]);
    expect(&lined(|it| it.versions[77].retired = true), &["record-state-mismatch"]);
}

#[test]
fn records_that_differ_from_the_ledger() {
    expect(&lined(|it| drop(it.records.remove(5))), &["record-missing"]);
    expect(&lined(|it| it.records[5].state = "closed".to_owned()), &["record-state-mismatch"]);
    expect(&lined(|it| it.records[5].version -= 1), &["record-state-mismatch"]);
    expect(&lined(|it| it.records[5].retired = true), &["record-state-mismatch"]);
    let more = lined(|it| it.records.push(RecordLine { id: "RSK-9999".to_owned(), ..it.records[5].clone() }));
    expect(&more, &["record-without-entry"]);
    let with_document = |change: bool| {
        lined(|it| {
            let record = &mut it.records[5];
            let newest = it.versions.iter().rfind(|version| version.id == record.id).unwrap().clone();
            (record.document, record.why, record.opening) = (Some(newest.document), newest.why, newest.opening);
            if change {
                record.document.as_mut().unwrap().insert("level".to_owned(), "low".into());
            }
        })
    };
    expect(&with_document(false), &[]);
    expect(&with_document(true), &["opening-mismatch"]);
}

#[test]
fn erased_values_need_an_entry() {
    let erase = |version: &mut VersionLine| {
        version.opening = Some(version.opening.as_ref().unwrap().erase(&version.document, &["contact"]).unwrap());
        version.document.remove("contact");
    };
    let report = lined(|it| erase(&mut it.versions[77]));
    expect(&report, &["opening-missing"]);

    for (fields, fits) in [(Some("contact,owner"), true), (None, true), (Some("owner"), false)] {
        let mut made = ledger(700, 1);
        let id = made.versions[77].id.clone();
        let facts = fields.map(|it| (FIELDS.to_owned(), Fact::from(it))).into_iter().collect();
        let last = Entry::from_bytes(made.entries.last().unwrap()).unwrap();
        let entry = Entry {
            v: 1,
            seq: 700,
            ts: last.ts,
            kind: "record.erase".to_owned(),
            ent: Some(id),
            facts,
            ..Entry::default()
        };
        made.entries.push(entry.to_bytes().unwrap());
        erase(&mut made.versions[77]);
        let report = pinned(&made.bundle());
        assert_eq!(report.ok(), fits, "{report}");
        assert_eq!(report.has(Code::Erased), fits);
        if fits {
            assert!(report.notes[0].sentence.contains("erased by #700"), "{report}");
        }
    }
}

#[test]
fn withheld_values_are_noted() {
    let report = lined(|it| {
        let version = &mut it.versions[77];
        let (opening, part) =
            version.opening.as_ref().unwrap().disclose(&version.content(), &["title", "level"]).unwrap();
        (version.opening, version.document, version.why) = (Some(opening), part, None);
    });
    assert!(report.ok() && report.has(Code::Withheld), "{report}");
}

#[test]
fn altered_and_missing_evidence() {
    let made = ledger(700, 1);
    let path = bundle::blob_path(&sha256(&made.blobs[3]));
    let mut bundle = made.bundle();
    bundle.insert(path.clone(), b"something else".to_vec());
    expect(&pinned(&bundle), &["blob-altered"]);
    bundle.remove(&path);
    expect(&pinned(&bundle), &["blob-missing"]);
    expect(&lined(|it| drop(it.blobs.remove(3))), &["blob-missing"]);
    expect(&lined(|it| it.blobs.push(b"not mentioned".to_vec())), &["blob-without-entry"]);
    let mut listed = made.bundle();
    let line = bundle::BlobLine { digest: sha256(&made.blobs[0]), size: 1, included: true };
    listed.insert(BLOBS.to_owned(), [lines(&[line]), listed[BLOBS].clone()].concat());
    expect(&pinned(&listed), &["blob-altered"]);
}

#[test]
fn erased_evidence_needs_an_entry() {
    let mut made = ledger(700, 1);
    let blob = made.blobs.remove(3);
    let last = Entry::from_bytes(made.entries.last().unwrap()).unwrap();
    let blobs = vec![BlobRef { h: sha256(&blob), n: blob.len() as u64 }];
    let entry = Entry { v: 1, seq: 700, ts: last.ts, kind: "evidence.erase".to_owned(), blobs, ..Entry::default() };
    made.entries.push(entry.to_bytes().unwrap());
    let report = pinned(&made.bundle());
    assert!(report.ok() && report.has(Code::Erased), "{report}");
}

#[test]
fn unreadable_lines_and_blocks() {
    for name in [VERSIONS, RECORDS, BLOBS] {
        let mut bundle = ledger(700, 1).bundle();
        let bytes = bundle.get_mut(name).unwrap();
        bytes.splice(0..0, *b"{\"id\":\n");
        expect(&pinned(&bundle), &["unreadable"]);
    }
    let mut bundle = ledger(700, 1).bundle();
    bundle.remove(VERSIONS);
    expect(&pinned(&bundle), &["entry-without-version"]);
}

#[test]
fn the_report_says_what_and_where() {
    let report = lined(|it| it.records[5].state = "evil\u{1b}[31m".to_owned());
    let text = report.to_string();
    assert!(text.contains("FAULT    record-state-mismatch: RSK-0006 is stored as"), "{text}");
    assert!(text.contains("NOT verified: 1 kinds of findings") && !text.contains('\u{1b}'), "{text}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["findings"][0]["code"], "record-state-mismatch");
    assert_eq!(json["verified"], false);
    let many = lined(|it| it.records.iter_mut().for_each(|it| it.retired = true));
    assert!(many.findings.len() == 100 && many.counts[&Code::RecordStateMismatch] > 100);
    assert!(many.to_string().contains("more of record-state-mismatch"));
}

/// A running store: entries after the checkpoint are expected, and the head's root must fit.
fn live(made: &Ledger, signed: Option<u64>, head: (u64, Hash)) -> Report {
    let mut tree = made.tree();
    let tiles: Vec<Tile> = tree.take_tiles();
    let checkpoint =
        signed.map(|it| Ledger { entries: made.entries[..it as usize].to_vec(), ..ledger(0, 0) }.checkpoint(&key()));
    let json = |lines: Vec<u8>| {
        lines.split_inclusive(|it| *it == b'\n').map(|it| Ok(it.to_vec())).collect::<Vec<_>>().into_iter()
    };
    verify(Source {
        checkpoint,
        keys: vec![key().verifier()],
        pinned: true,
        since: None,
        head: Some(head),
        entries: Box::new(made.entries.iter().enumerate().map(|(at, it)| Ok((at as u64, it.clone())))),
        versions: Box::new(json(lines(&made.versions))),
        records: Box::new(json(lines(&made.records))),
        blobs: Box::new(std::iter::empty()),
        tile: Box::new(move |level, index, _| {
            Ok(tiles.iter().find(|it| (it.level, it.index) == (level, index)).map(|it| it.hashes.clone()))
        }),
        content: Box::new(|_| Ok(None)),
        beside: None,
    })
}

#[test]
fn a_running_store() {
    let mut made = ledger(700, 1);
    let blobless = |it: &mut Ledger| (0..700).for_each(|at| rewrite(it, at, |it| it.blobs.clear()));
    blobless(&mut made);
    let root = made.tree().root();
    let report = live(&made, Some(600), (700, root));
    assert!(report.ok() && report.has(Code::Unsigned), "{report}");
    assert!(live(&made, None, (700, root)).ok());
    expect(&live(&made, Some(600), (700, [1; 32])), &["head-mismatch"]);
    expect(&live(&made, Some(600), (699, ledger(699, 1).tree().root())), &["entries-surplus", "head-mismatch"]);
    made.entries[650] = altered(&made.entries[650]);
    expect(&live(&made, Some(600), (700, root)), &["head-mismatch"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_altered_byte_goes_unnoticed(seed in 0_u64..4, member in proptest::prelude::any::<proptest::sample::Index>(), at in proptest::prelude::any::<proptest::sample::Index>(), flip in 1_u8..) {
        let mut bundle = ledger(40, seed).bundle();
        let names: Vec<String> = bundle.keys().filter(|it| !it.contains("VERIFY") && !it.contains("vkeys")).cloned().collect();
        let name = &names[member.index(names.len())];
        let bytes = bundle.get_mut(name).unwrap();
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            let before = bytes[at];
            bytes[at] ^= flip;
            let space = before == b'\n' && bytes[at].is_ascii_whitespace();
            let unreadable = name == CHECKPOINT && String::from_utf8(bytes.clone()).is_err();
            proptest::prop_assume!(!space && !unreadable);
            proptest::prop_assert!(!pinned(&bundle).ok(), "byte {} of {}", at, name);
        }
    }

    #[test]
    fn lines_of_nonsense_are_findings_and_never_more(text in ".{0,200}") {
        for name in [VERSIONS, RECORDS, BLOBS] {
            let mut bundle = ledger(5, 1).bundle();
            bundle.insert(name.to_owned(), format!("{text}\n").into_bytes());
            let report = pinned(&bundle);
            proptest::prop_assert!(!report.ok());
        }
    }
}
