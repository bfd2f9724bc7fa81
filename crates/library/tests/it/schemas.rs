//! The published schemas take every shipped file and refuse what the reader refuses; the files beside the declaration are written from it.

use jsonschema::Validator;
use library::{Framework, schema};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::made::{framework, shipped};

fn validator(of: &Value) -> Validator {
    jsonschema::draft202012::new(of).unwrap()
}

/// A file as JSON, as it would be written there.
fn value(text: &str) -> Value {
    let read: toml::Table = toml::from_str(text).unwrap();
    plain(toml::Value::Table(read))
}

fn plain(of: toml::Value) -> Value {
    match of {
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(all) => all.into_iter().map(plain).collect(),
        toml::Value::Table(all) => Value::Object(all.into_iter().map(|it| (it.0, plain(it.1))).collect()),
        other => serde_json::to_value(other).unwrap(),
    }
}

#[test]
fn every_shipped_file_meets_its_schema() {
    let (frameworks, crosswalks) = (validator(&schema::framework()), validator(&schema::crosswalk()));
    for (path, text) in shipped() {
        let schema = if path.starts_with("crosswalks/") { &crosswalks } else { &frameworks };
        let value = value(&text);
        let wrong: Vec<String> = schema.iter_errors(&value).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{path}");
    }
}

#[test]
fn the_schemas_are_sound_and_told_apart() {
    for schema in [schema::framework(), schema::crosswalk()] {
        assert!(jsonschema::draft202012::meta::is_valid(&schema));
    }
    assert!(!validator(&schema::crosswalk()).is_valid(&serde_json::to_value(framework("a")).unwrap()));
}

/// Every place of a value, as the keys that lead to it.
fn places(of: &Value, at: String, to: &mut Vec<String>) {
    match of {
        Value::Object(keys) => keys.iter().for_each(|(key, it)| places(it, format!("{at}/{key}"), to)),
        Value::Array(all) => all.iter().enumerate().for_each(|(key, it)| places(it, format!("{at}/{key}"), to)),
        _ => {}
    }
    if !at.is_empty() {
        to.push(at);
    }
}

proptest! {
    /// Whatever is put in the place of a value, schema and reader agree whether it can be read, unless the schema is stricter about a text.
    #[test]
    fn what_the_reader_refuses_the_schema_refuses(at in any::<prop::sample::Index>(), with in 0..5_usize) {
        let mut value = serde_json::to_value(framework("a")).unwrap();
        let mut all = Vec::new();
        places(&value, String::new(), &mut all);
        let place = &all[at.index(all.len())];
        let spoiled = [json!(7), json!("word"), json!([1]), json!({"unknown": 1}), Value::Null];
        *value.pointer_mut(place).unwrap() = spoiled[with].clone();
        let read = serde_json::from_value::<Framework>(value.clone()).is_ok();
        let valid = validator(&schema::framework()).is_valid(&value);
        prop_assert!(read || !valid, "{place} with {} is valid by the schema and cannot be read", spoiled[with]);
    }
}
