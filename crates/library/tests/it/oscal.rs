//! OSCAL: the same bytes each time, and what OSCAL asks of every object.

use std::collections::HashSet;

use library::{Crosswalk, Framework, oscal};
use serde_json::Value;

use crate::made::{framework, shelf, sound};

fn token(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && text.chars().all(|it| it.is_ascii_alphanumeric() || "-._".contains(it))
}

fn uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|it| it.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts[2].starts_with('5') && "89ab".contains(&parts[3][..1])
}

/// Looks at every object: identifiers are tokens and unique, uuids are of version 5 and unique, lists are never blank.
fn look(of: &Value, ids: &mut HashSet<String>, uuids: &mut HashSet<String>) {
    match of {
        Value::Object(keys) => {
            let group = keys.get("class").and_then(Value::as_str) == Some("group");
            assert!(!(group && keys.contains_key("groups") && keys.contains_key("controls")), "a group holds both");
            for (key, it) in keys {
                match (key.as_str(), it.as_str()) {
                    ("id", Some(id)) => assert!(token(id) && ids.insert(id.to_owned()), "id {id}"),
                    ("uuid", Some(id)) => assert!(uuid(id) && uuids.insert(id.to_owned()), "uuid {id}"),
                    ("value" | "title" | "name", Some(text)) => assert!(!text.trim().is_empty() && text == text.trim()),
                    _ => {}
                }
                look(it, ids, uuids);
            }
        }
        Value::Array(all) => {
            assert!(!all.is_empty(), "a list is blank");
            all.iter().for_each(|it| look(it, ids, uuids));
        }
        _ => {}
    }
}

#[test]
fn every_shipped_framework_is_a_catalog_and_every_crosswalk_a_mapping() {
    let shelf = shelf();
    let mut tokens = HashSet::new();
    for framework in shelf.frameworks() {
        let (one, again) = (oscal::catalog(framework).unwrap(), oscal::catalog(&framework.clone()).unwrap());
        assert_eq!(one.to_string(), again.to_string());
        look(&one, &mut tokens, &mut HashSet::new());
        let labels = one.to_string().matches("\"label\"").count();
        assert_eq!(labels, framework.node.len(), "{}", framework.prefix);
    }
    for walk in shelf.crosswalks() {
        let made = oscal::mapping(&shelf, walk).unwrap();
        look(&made, &mut HashSet::new(), &mut HashSet::new());
        let maps = made["mapping-collection"]["mappings"][0]["maps"].as_array().unwrap();
        assert_eq!(maps.len(), walk.map.len());
        for end in maps.iter().flat_map(|it| [&it["sources"][0]["id-ref"], &it["targets"][0]["id-ref"]]) {
            assert!(tokens.contains(end.as_str().unwrap()), "{end} is in no catalog");
        }
    }
}

#[test]
fn what_may_not_be_given_on_is_not() {
    let mut of = framework("a");
    of.rights.redistributable = false;
    assert!(oscal::catalog(&of).unwrap_err().to_string().contains("may not be given on"));
    let (frameworks, mut crosswalks) = sound();
    let blank = Crosswalk { map: Vec::new(), ..crosswalks.remove(0) };
    let shelf = library::Shelf::new(frameworks, vec![blank.clone()]);
    assert!(oscal::mapping(&shelf, &blank).is_err());
}

#[test]
fn another_version_has_another_identifier_and_the_same_has_the_same() {
    let one = framework("a");
    let other = Framework { version: "1.0.1".to_owned(), ..one.clone() };
    let uuid = |of: &Framework| oscal::catalog(of).unwrap()["catalog"]["uuid"].clone();
    assert_eq!(uuid(&one), uuid(&one.clone()));
    assert_ne!(uuid(&one), uuid(&other));
}
