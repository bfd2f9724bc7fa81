//! OSCAL: the same bytes each time, and what OSCAL asks of every object.

use std::collections::HashSet;

use library::oscal::Given;
use library::{Crosswalk, Framework, Shelf, oscal};
use serde_json::{Value, json};

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

#[test]
fn what_was_written_is_read_back_and_written_the_same_again() {
    let shelf = shelf();
    let mut frameworks = Vec::new();
    for framework in shelf.frameworks() {
        let written = oscal::catalog(framework).unwrap();
        let read = oscal::framework(&written, &Given::default()).unwrap();
        assert_eq!(oscal::catalog(&read).unwrap(), written, "{}", framework.prefix);
        assert_eq!((&read.urn, &read.prefix, &read.title), (&framework.urn, &framework.prefix, &framework.title));
        assert_eq!((&read.rights, &read.jurisdictions), (&framework.rights, &framework.jurisdictions));
        for node in &read.node {
            let was = framework.node(&node.id).unwrap();
            assert_eq!((&node.intent, &node.guides, node.assessable), (&was.intent, &was.guides, was.assessable));
            assert_eq!(
                (node.modality, &node.slot),
                (was.modality.filter(|_| was.guides.is_none()), &was.slot),
                "{}",
                node.id
            );
        }
        assert_eq!(read.node.len(), framework.node.len());
        frameworks.push(read);
    }
    let again = Shelf::new(frameworks, Vec::new());
    for walk in shelf.crosswalks() {
        let read = oscal::crosswalk(&oscal::mapping(&shelf, walk).unwrap(), &again).unwrap();
        assert_eq!((&read.urn, &read.source, &read.map), (&walk.urn, &walk.source, &walk.map));
    }
}

/// A catalog as others write them: parameters, items, a control that was withdrawn, labels twice, members that nobody here knows.
fn of_others() -> Value {
    let part = |name: &str, prose: &str, parts: Value| json!({ "name": name, "prose": prose, "parts": parts });
    let item = |label: &str, prose: &str| json!({ "name": "item", "prose": prose, "props": [{ "name": "label", "value": label }] });
    json!({ "catalog": {
        "uuid": "c3da6d1d-c20c-4c7c-ae73-4010cf7a46e3",
        "metadata": { "title": "Controls", "version": "5.1", "oscal-version": "1.1.3", "last-modified": "2024-02-04T23:11:43-05:00",
            "parties": [{ "uuid": "1", "type": "organization", "name": "Somebody" }] },
        "groups": [{ "id": "ac", "class": "family", "title": "Access", "controls": [
            { "id": "ac-1", "class": "SP800-53", "title": "Policy", "links": [],
              "params": [{ "id": "ac-1_prm_1", "label": "roles" }, { "id": "ac-1_prm_2", "select": { "choice": ["daily", "weekly"] } }],
              "props": [{ "name": "label", "value": "AC-1" }, { "name": "label", "class": "x", "value": "AC-01" }],
              "parts": [
                part("statement", "", json!([item("a.", "Tell {{ insert: param, ac-1_prm_1 }}."), item("b.", "Look {{ insert: param, ac-1_prm_2 }}.")])),
                part("guidance", "It helps.", json!([])),
                part("assessment-objective", "", json!([{ "name": "assessment-objective", "prose": "Was it told?" }])),
              ],
              "controls": [{ "id": "ac-1.1", "title": "More", "props": [{ "name": "label", "value": "AC-1" }],
                "parts": [part("statement", "Do more.", json!([]))] }] },
            { "id": "ac-2", "title": "Gone", "props": [{ "name": "label", "value": "AC-2" }, { "name": "status", "value": "withdrawn" }],
              "parts": [part("statement", "It was.", json!([]))] },
        ] }],
        "back-matter": { "resources": [] },
    } })
}

#[test]
fn a_catalog_of_others_comes_in_and_says_what_it_does_not_say() {
    let unsaid = oscal::framework(&of_others(), &Given::default()).unwrap_err();
    assert!(unsaid.to_string().contains("--prefix"), "{unsaid}");
    let given = Given { prefix: Some("SP".to_owned()), jurisdictions: vec!["US".to_owned()] };
    let read = oscal::framework(&of_others(), &given).unwrap();
    let node = |id: &str| read.node(id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(node("AC-1").intent, "a. Tell [roles].\nb. Look [daily | weekly].");
    assert_eq!((node("AC-1").parent.as_deref(), node("ac").level.as_str()), (Some("ac"), "group"));
    assert_eq!(node("AC-1").question[0].ask, "Was it told?");
    assert_eq!(node("AC-1 guidance").guides.as_deref(), Some("AC-1"));
    assert_eq!(node("ac-1.1").parent.as_deref(), Some("AC-1"), "a label that stands twice gives way to the identifier");
    assert!(node("AC-1").assessable && node("ac-1.1").assessable && !node("AC-2").assessable && !node("ac").assessable);
    assert_eq!((read.publisher.as_str(), read.edition.published.as_str()), ("Somebody", "2024-02-05"));
    assert!(!read.rights.redistributable, "words of others are not given on where nothing allows it");
    assert_eq!(Shelf::new(vec![read], Vec::new()).faults(), []);
}

#[test]
fn a_mapping_that_lacks_something_is_refused_at_its_relation() {
    let shelf = shelf();
    let walk = &shelf.crosswalks()[0];
    let mut written = oscal::mapping(&shelf, walk).unwrap();
    let maps = |of: &mut Value| of["mapping-collection"]["mappings"][0]["maps"][1].take();
    let whole = maps(&mut written.clone());
    let mut refused = |with: Value, says: &str| {
        written["mapping-collection"]["mappings"][0]["maps"][1] = with;
        let why = oscal::crosswalk(&written, &shelf).unwrap_err().to_string();
        assert!(why.contains("relation 2") && why.contains(says), "{why}");
    };
    let without = |key: &str, value: Value| {
        let mut it = whole.clone();
        it[key] = value;
        it
    };
    refused(without("props", json!([])), "strength");
    refused(without("remarks", json!(" ")), "remarks");
    refused(without("sources", json!([{ "type": "control", "id-ref": "nowhere" }])), "`nowhere` is no control");
    refused(without("relationship", json!("resembles")), "resembles");
    let other = json!({ "mapping-collection": { "uuid": "1" } });
    assert!(oscal::crosswalk(&other, &shelf).unwrap_err().to_string().contains("no mapping collection of OSCAL"));
}
