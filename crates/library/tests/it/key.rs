//! The shipped identifiers and short titles against lists that others published (`scripts/library_key.py`).

use std::collections::{BTreeMap, BTreeSet};

use library::Framework;
use serde_json::Value;

use crate::made::shelf;

fn key() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../selftest/1.6/key.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn ids(of: &Framework) -> BTreeSet<String> {
    of.assessable().map(|it| it.id.clone()).collect()
}

#[test]
fn assessable_nodes_are_exactly_those_of_the_public_lists() {
    let (shelf, key) = (shelf(), key());
    for (prefix, wanted) in key["ids"].as_object().unwrap() {
        let wanted: BTreeSet<String> =
            wanted.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
        assert_eq!(ids(shelf.framework(prefix).unwrap()), wanted, "{prefix}");
    }
    let counts = ["ISO/IEC 42001", "ISO/IEC 27001", "NIST AI RMF"].map(|it| ids(shelf.framework(it).unwrap()).len());
    assert_eq!(counts, [32 + 38, 30 + 93, 72]);
}

#[test]
fn short_titles_are_those_of_the_public_list() {
    let shelf = shelf();
    let standard = shelf.framework("ISO/IEC 42001").unwrap();
    for (id, title) in key()["titles"].as_object().unwrap() {
        assert_eq!(standard.node(id).unwrap().title, title.as_str().unwrap(), "{id}");
    }
}

#[test]
fn areas_hold_as_many_controls_as_the_standard_and_not_as_many_as_wrong_tables_say() {
    let shelf = shelf();
    let mut areas: BTreeMap<u32, u64> = BTreeMap::new();
    for node in shelf.framework("ISO/IEC 42001").unwrap().node.iter().filter(|it| it.level == "control") {
        *areas.entry(node.id.split('.').nth(1).unwrap().parse().unwrap()).or_default() += 1;
    }
    let counted: Vec<u64> = areas.into_values().collect();
    assert_eq!(counted, [3, 2, 5, 4, 9, 5, 4, 3, 3]);
    let wrong: Vec<Vec<u64>> = serde_json::from_value(key()["wrong_sums"].clone()).unwrap();
    assert_eq!(wrong.len(), 12);
    assert!(!wrong.contains(&counted));
}

#[test]
fn no_objective_of_an_area_is_a_node_of_its_own() {
    let shelf = shelf();
    for node in &shelf.framework("ISO/IEC 42001").unwrap().node {
        let annex = node.part == "annex_a" || node.part == "annex_b";
        assert!(!(annex && node.id.ends_with(".1") && node.level != "group"), "{}", node.id);
    }
    for id in ["A.4.1", "A.5.1", "A.6.1.4", "A.6.1.5", "A.2.1", "A.8.6", "A.10.5"] {
        assert!(shelf.find(&format!("ISO/IEC 42001:{id}")).is_none(), "{id}");
    }
}
