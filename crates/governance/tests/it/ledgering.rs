//! Proof, erasure, files, backup and the way out and in again.

use governance::{Error, Moment};
use serde_json::json;

use crate::house::{House, On, on_both, operator};

#[test]
fn the_running_store_verifies_and_so_does_its_bundle() {
    on_both(async |house| {
        let system = house.add("ai_system", json!({ "title": "Credit score" })).await;
        house.edit_as(&operator(), &system.id, json!({ "purpose": "Scores." })).await.unwrap();
        house.aims.put_file(&operator(), "note.txt", b"evidence".to_vec()).await.unwrap();
        house.aims.checkpoint().await.unwrap();
        let report = house.aims.verify_live(None, None).await.unwrap();
        assert!(report.ok(), "{report}");
        // One piece of evidence, and the configuration under which it was entered.
        assert_eq!((report.versions, report.records, report.blobs), (2, 1, 2));
        let path = house.home.path().join("bundle.zip");
        let bundle = house.aims.write_bundle(&operator(), &path, None).await.unwrap();
        assert_eq!(bundle.versions, 2);
    });
}

#[test]
fn erasing_takes_the_value_and_leaves_the_proof() {
    on_both(async |house| {
        let canary = "Zanzibar Quetzalcoatl";
        let person =
            house.add("person", json!({ "title": canary, "email": "zanzibar.quetzalcoatl@example.org" })).await;
        house.edit_as(&operator(), &person.id, json!({ "title": format!("{canary} II") })).await.unwrap();
        let root = house.aims.head().await.unwrap().size;
        let fields = ["title".to_owned(), "email".to_owned()];
        let erased = house.aims.erase(&operator(), &person.id, &fields, "request of the person").await.unwrap();
        assert_eq!(erased.versions, 2);
        let read = house.aims.record(&operator(), &person.id, &Moment::Now).await.unwrap();
        assert!(!read.document.contains_key("title") && !read.document.contains_key("email"));
        assert!(house.aims.search(&operator(), "zanzibar", &[], 10).await.unwrap().is_empty());
        let history = house.aims.history(&operator(), &person.id).await.unwrap();
        assert!(history.iter().all(|it| !format!("{it:?}").contains("Zanzibar")));
        let report = house.aims.verify_live(None, None).await.unwrap();
        assert!(report.ok(), "{report}");
        assert!(report.size <= root + 1);
    });
}

#[test]
fn a_file_is_what_its_content_says() {
    on_both(async |house| {
        let file = house.aims.put_file(&operator(), "../../report.pdf", b"%PDF-1.7 x".to_vec()).await.unwrap();
        assert_eq!((file.name.as_str(), file.media.as_str()), ("report.pdf", "application/pdf"));
        for (name, bytes, words) in
            [("a.pdf", &b"plain"[..], "ending"), ("a.exe", b"MZ..", "program"), ("empty.txt", b"", "empty")]
        {
            let error = house.aims.put_file(&operator(), name, bytes.to_vec()).await.unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        assert!(matches!(house.aims.get_file(&operator(), &file.digest).await, Err(Error::Missing(_))));
        house.add("evidence", json!({ "title": "Report", "file": file, "form": "document" })).await;
        let (named, bytes) = house.aims.get_file(&operator(), &file.digest).await.unwrap();
        assert_eq!((named, bytes.as_slice()), (file, &b"%PDF-1.7 x"[..]));
    });
}

#[test]
fn a_whole_store_goes_out_and_in_again_unchanged() {
    on_both(async |house| {
        let unit = house.add("organization_unit", json!({ "title": "Bank" })).await.id;
        let system = house.add("ai_system", json!({ "title": "Score", "unit": unit })).await.id;
        let file = house.aims.put_file(&operator(), "a.txt", b"abc".to_vec()).await.unwrap();
        house.add("evidence", json!({ "title": "Proof", "file": file })).await;
        let change = record::Change::Retire { id: system, base: None, why: "gone".to_owned() };
        house.aims.commit(&operator(), change, None).await.unwrap();
        let first = house.aims.export_whole(&operator()).await.unwrap();
        let other = House::build(On::Sqlite);
        let report = other.aims.import_whole(&operator(), &first).await.unwrap();
        assert_eq!((report.records, report.files), (3, 1));
        assert_eq!(other.aims.export_whole(&operator()).await.unwrap(), first);
        assert!(other.aims.verify_live(None, None).await.unwrap().ok());
        assert!(other.aims.import_whole(&operator(), &first).await.is_err());
    });
}

#[test]
fn a_backup_comes_back_and_an_older_store_is_refused() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let house = House::build(On::Sqlite);
        house.add("ai_system", json!({ "title": "First" })).await;
        let archive = house.home.path().join("backup.zip");
        house.aims.backup(&operator(), &archive, true).await.unwrap();
        house.add("ai_system", json!({ "title": "Second" })).await;
        house.aims.checkpoint().await.unwrap();
        let place = tempfile::TempDir::new().unwrap();
        let home = place.path().join("restored");
        governance::backup::restore(&archive, &home, None, &[1; 32]).unwrap();
        let restored = governance::Aims::open(governance::Options::embedded(&home)).unwrap();
        assert_eq!(restored.counts(&operator()).await.unwrap(), [("ai_system".to_owned(), 1)]);
        assert!(restored.verify_live(None, None).await.unwrap().ok());
        drop(restored);
        // The newest signed head beside the older store: what was published is gone from it.
        std::fs::copy(house.home.path().join("signed_head"), home.join("signed_head")).unwrap();
        let refused = governance::Aims::open(governance::Options::embedded(&home));
        assert!(matches!(refused.as_ref().err(), Some(Error::Rollback(_))), "{:?}", refused.err());
    });
}

#[test]
fn an_entry_is_proven_to_who_may_see_its_record() {
    on_both(async |house| {
        let reader = house.person("Rita", "reader", None).await;
        let risk = house.add("risk", json!({ "title": "Leak", "event": "e" })).await;
        for _ in 0..9 {
            house.add("risk", json!({ "title": "Other", "event": "e" })).await;
        }
        let proven = house.aims.proof(&reader, risk.place).await.unwrap();
        assert_eq!(proven.record.as_ref(), Some(&risk.id));
        let keys = ledger::note::VerifierKey::parse_all(&proven.vkey).unwrap();
        let checkpoint = ledger::check_proof_text(&proven.text, &proven.entry, &keys).unwrap();
        assert_eq!(checkpoint.size, proven.size);
        let mut altered = proven.entry.clone();
        altered[10] ^= 1;
        assert!(ledger::check_proof_text(&proven.text, &altered, &keys).is_err());
        house.edit_as(&operator(), &risk.id, json!({ "access": "restricted" })).await.unwrap();
        assert!(matches!(house.aims.proof(&reader, risk.place).await, Err(governance::Error::Missing(_))));
        assert!(matches!(house.aims.proof(&reader, 9999).await, Err(governance::Error::Missing(_))));
    });
}
