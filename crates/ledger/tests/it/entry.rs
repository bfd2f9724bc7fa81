//! Entries: canonical bytes, limits, and what must not be accepted.

use ledger::{BlobRef, Entry, Fact, canonical, entry_time};
use proptest::prelude::*;

pub fn entry(seq: u64) -> Entry {
    Entry {
        v: 1,
        seq,
        ts: "2026-11-23T02:38:11.412Z".to_owned(),
        kind: "record.change".to_owned(),
        actor: "p:6f0e".to_owned(),
        via: "api".to_owned(),
        sw: "aims 0.1.0".to_owned(),
        ..Entry::default()
    }
}

#[test]
fn bytes_are_canonical() {
    let mut it = entry(7);
    it.ent = Some("RSK-0042".to_owned());
    it.ver = Some(3);
    it.prev = Some([1; 32]);
    it.new = Some([2; 32]);
    it.blobs = vec![BlobRef { h: [3; 32], n: 18_231 }];
    it.facts = [("rows".to_owned(), Fact::from(12)), ("format".to_owned(), Fact::from("csv \u{7} \"é\""))].into();
    it.req = Some("r".to_owned());
    it.retired = true;
    it.state = Some("treated".to_owned());
    it.batch = Some(4);
    it.idem = Some("00".to_owned());
    it.why = Some("c:00".to_owned());
    let bytes = it.to_bytes().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(canonical(&value), bytes, "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(Entry::from_bytes(&bytes).unwrap(), it);
}

#[test]
fn limits_and_shapes() {
    let mut long = entry(0);
    long.facts.insert("note".to_owned(), Fact::Text("x".repeat(17_000)));
    assert!(long.to_bytes().unwrap_err().to_string().contains("16 KiB"));
    let mut named = entry(0);
    named.facts.insert("Bad Name".to_owned(), Fact::Number(1));
    assert!(named.to_bytes().unwrap_err().to_string().contains("`Bad Name`"));
    for ts in ["2026-11-23T02:38:11Z", "2026-11-23 02:38:11.412Z", "2026-11-23T02:38:11.412+01:00", ""] {
        assert!(Entry { ts: ts.to_owned(), ..entry(0) }.to_bytes().is_err(), "{ts}");
    }
    assert!(Entry { v: 2, ..entry(0) }.to_bytes().is_err());
    for bytes in [&b""[..], b"{}", b"[]", b"null", b"{\"v\":1", &[0xff; 10], &[b' '; 20_000]] {
        assert!(Entry::from_bytes(bytes).is_err());
    }
    let capital = String::from_utf8(Entry { new: Some([0xab; 32]), ..entry(0) }.to_bytes().unwrap()).unwrap();
    assert!(Entry::from_bytes(capital.replace("ab", "AB").as_bytes()).is_err());
}

#[test]
fn times_have_one_form() {
    let moment: jiff::Timestamp = "2026-11-23T03:38:11.412987+01:00".parse().unwrap();
    assert_eq!(entry_time(moment), "2026-11-23T02:38:11.412Z");
    assert_eq!(entry_time(jiff::Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
}

#[test]
fn erasures_name_their_fields() {
    let mut it = Entry { kind: "record.erase".to_owned(), ..entry(0) };
    assert!(it.erases() && it.erased_fields().is_none());
    it.facts.insert("fields".to_owned(), Fact::from("contact,notes"));
    assert_eq!(it.erased_fields().unwrap(), ["contact", "notes"]);
    assert!(!entry(0).erases());
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Entry::from_bytes(&bytes);
    }

    #[test]
    fn texts_survive(actor in ".*", fact in ".*", number in any::<i64>()) {
        let mut it = entry(1);
        it.actor = actor;
        it.facts = [("a".to_owned(), Fact::Text(fact)), ("b".to_owned(), Fact::Number(number))].into();
        let bytes = it.to_bytes().unwrap();
        prop_assert_eq!(&canonical(&serde_json::from_slice(&bytes).unwrap()), &bytes);
        prop_assert_eq!(Entry::from_bytes(&bytes).unwrap(), it);
    }
}
