//! Commitments: any change shows, erasure and withholding do not.

use ledger::{LedgerError, Opening, REASON, commit, content, empty_root};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn document() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::collection::vec("[a-z]{0,5}".prop_map(Value::from), 0..3).prop_map(Value::from),
    ];
    prop::collection::btree_map("[a-z_@é]{1,6}", leaf, 0..20).prop_map(|it| it.into_iter().collect())
}

fn without(document: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    document.iter().filter(|it| !names.contains(&it.0.as_str())).map(|it| (it.0.clone(), it.1.clone())).collect()
}

fn again<T: serde::Serialize + serde::de::DeserializeOwned>(it: &T) -> T {
    serde_json::from_str(&serde_json::to_string(it).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn the_seed_opens_and_survives_storage(document in document(), seed in any::<[u8; 32]>()) {
        let commitment = commit(&document, &seed);
        let opening = again(&Opening::Seed(seed));
        prop_assert!(opening.verify(&again(&document), &commitment).is_ok());
        prop_assert!(Opening::Seed([0; 32]).verify(&document, &commitment).is_err() || document.is_empty() || seed == [0; 32]);
    }

    #[test]
    fn every_alteration_shows(document in document(), seed in any::<[u8; 32]>(), at in any::<prop::sample::Index>()) {
        prop_assume!(!document.is_empty());
        let (commitment, opening) = (commit(&document, &seed), Opening::Seed(seed));
        let name = document.keys().nth(at.index(document.len())).unwrap().clone();
        let mut altered = document.clone();
        altered.insert(name.clone(), json!({"altered": true}));
        prop_assert!(opening.verify(&altered, &commitment).is_err());
        prop_assert!(opening.verify(&without(&document, &[&name]), &commitment).is_err());
        let mut added = document.clone();
        added.insert("added_field".to_owned(), Value::Null);
        prop_assert!(opening.verify(&added, &commitment).is_err());
        let mut renamed = without(&document, &[&name]);
        renamed.insert("renamed_field".to_owned(), document[&name].clone());
        prop_assert!(opening.verify(&renamed, &commitment).is_err());
    }

    #[test]
    fn erasing_twice_and_disclosing_keep_the_commitment(document in document(), seed in any::<[u8; 32]>(), picks in prop::collection::vec(any::<prop::sample::Index>(), 3)) {
        prop_assume!(document.len() >= 3);
        let commitment = commit(&document, &seed);
        let names: Vec<&str> = picks.iter().map(|it| document.keys().nth(it.index(document.len())).unwrap().as_str()).collect();
        let first = again(&Opening::Seed(seed).erase(&document, &names[..1]).unwrap());
        let rest = without(&document, &names[..1]);
        prop_assert!(first.verify(&rest, &commitment).is_ok());
        let second = again(&first.erase(&rest, &names[1..2]).unwrap());
        let rest = without(&rest, &names[..2]);
        prop_assert!(second.verify(&rest, &commitment).is_ok());
        let (shown, part) = second.disclose(&rest, &names[2..]).unwrap();
        prop_assert!(again(&shown).verify(&part, &commitment).is_ok());
        prop_assert!(part.len() <= 1);
        prop_assert!(first.verify(&document, &commitment).is_err(), "an erased value cannot come back unseen");
        let mut altered = rest.clone();
        for value in altered.values_mut() {
            *value = json!({"altered": true});
        }
        prop_assert!(altered.is_empty() || second.verify(&altered, &commitment).is_err());
    }
}

#[test]
fn equal_values_have_unequal_leaves_and_seeds_do_not_show() {
    let document: Map<_, _> = [("a".to_owned(), json!("x")), ("b".to_owned(), json!("x"))].into_iter().collect();
    let opening = Opening::Seed([0xab; 32]).erase(&document, &["a", "b"]).unwrap();
    let Opening::Salts { salts, erased, .. } = &opening else { panic!("the seed must be gone") };
    assert!(salts.is_empty());
    assert_ne!(erased["a"], erased["b"]);
    assert!(!serde_json::to_string(&opening).unwrap().contains("abab"));
    assert!(!format!("{:?}", Opening::Seed([0xab; 32])).contains("ab"));
}

#[test]
fn reasons_are_committed_and_can_be_erased() {
    let document: Map<_, _> = [("title".to_owned(), json!("Chatbot"))].into_iter().collect();
    let with = content(&document, Some("asked by Ms Example"));
    let commitment = commit(&with, &[4; 32]);
    assert!(Opening::Seed([4; 32]).verify(&content(&document, Some("other")), &commitment).is_err());
    let opening = Opening::Seed([4; 32]).erase(&with, &[REASON]).unwrap();
    opening.verify(&content(&document, None), &commitment).unwrap();
    assert_eq!(opening.erased().collect::<Vec<_>>(), [REASON]);
}

#[test]
fn one_number_has_one_commitment() {
    let of = |text: &str| commit(&serde_json::from_str(text).unwrap(), &[1; 32]);
    assert_eq!(of(r#"{"a":1.0}"#), of(r#"{"a":1}"#));
    assert_eq!(of(r#"{"a":0.30000000000000004}"#), of(r#"{"a":3.0000000000000004e-1}"#));
    assert_ne!(of(r#"{"a":9007199254740993}"#), of(r#"{"a":9007199254740992}"#));
    assert_ne!(of(r#"{"a":"1"}"#), of(r#"{"a":1}"#));
    assert_eq!(of("{}"), empty_root());
}

#[test]
fn malformed_openings_are_refused() {
    let digits = "ab".repeat(32);
    for text in [
        r#"{"seed":"zz"}"#.to_owned(),
        r#"{"sneed":"aa"}"#.to_owned(),
        format!(r#"{{"seed":"{digits}","salts":{{"a":"{digits}"}}}}"#),
    ] {
        assert!(serde_json::from_str::<Opening>(&text).is_err(), "{text}");
    }
    let salts: Opening = serde_json::from_str(&format!(r#"{{"salts":{{"a":"{digits}"}}}}"#)).unwrap();
    let error = salts.verify(&Map::new(), &[0; 32]).unwrap_err();
    assert_eq!(error, LedgerError::Opening("field `a` is gone although it was not erased".to_owned()));
}
