//! What pages say: every key is there and is used, and no English is left in the code of pages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::house::House;

/// The keys of the English texts.
fn keys() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/messages/en.toml");
    let file: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let named = |(page, texts): (String, toml::Value)| {
        let names: Vec<String> = texts.as_table().unwrap().keys().cloned().collect();
        names.into_iter().map(move |it| format!("{page}.{it}"))
    };
    file.into_iter().flat_map(named).collect()
}

/// Every file of the crate's source, by its path below `src`, without its unit tests.
fn sources() -> Vec<(String, String)> {
    sources_of("src")
}

fn sources_of(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        let paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
        for path in paths {
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let text = std::fs::read_to_string(&path).unwrap();
                    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                    found.push((path.strip_prefix(&root).unwrap().display().to_string(), text));
                }
            }
        }
    }
    found
}

/// The texts between quotation marks of a line of code, without comments.
fn literals(line: &str) -> Vec<String> {
    let (mut found, mut open, mut text, mut escaped) = (Vec::new(), false, String::new(), false);
    if line.trim_start().starts_with("//") {
        return found;
    }
    let letters: Vec<char> = line.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        match (open, letter) {
            (false, '/') if letters.get(at + 1) == Some(&'/') => break,
            (false, '"') if at > 0 && letters[at - 1] == '\'' => {}
            (false, '"') => open = true,
            (true, '"') if !escaped => {
                open = false;
                found.push(std::mem::take(&mut text));
            }
            (true, it) => text.push(*it),
            _ => {}
        }
        escaped = open && *letter == '\\' && !escaped;
    }
    found
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let keys = keys();
    let pages: BTreeSet<&str> = keys.iter().filter_map(|it| it.split('.').next()).collect();
    let plain = |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    let is_key = |it: &str| {
        it.split_once('.').is_some_and(|(page, name)| pages.contains(page) && !name.is_empty() && plain(name))
    };
    // Charts name the keys of their words, and pages say them.
    let used: BTreeSet<String> = [sources(), sources_of("../chart/src")]
        .iter()
        .flatten()
        .flat_map(|(_, text)| text.lines().flat_map(literals).collect::<Vec<_>>())
        .filter(|it| is_key(it) && !it.ends_with(".rs"))
        .collect();
    let missing: Vec<_> = used.difference(&keys).collect();
    let idle: Vec<_> = keys.difference(&used).collect();
    assert!(missing.is_empty(), "used, and in no language: {missing:?}");
    assert!(idle.is_empty(), "in the file, and used by no page: {idle:?}");
}

/// Whether a text reads like a sentence or a label: three words or more, or one that begins with a capital.
fn reads_like_english(text: &str) -> bool {
    let words = text
        .split(' ')
        .filter(|it| it.len() > 1 && it.chars().all(|it| it.is_alphabetic() || ".,;:!?’'-".contains(it)));
    let mut letters = text.trim_start().chars();
    let label = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    let exempt = KEYS.contains(&text.trim()) || text.starts_with("aims ");
    !exempt && (label || words.count() > 2)
}

/// Names of keys of the keyboard, of one header and of sections in the files of kinds, which are no words of a page.
const KEYS: &[&str] =
    &["Ctrl", "Enter", "Esc", "Ctrl K", "Authorization: Bearer …", "Stakes", "Responsibility", "Origin and supply"];

#[test]
fn no_english_is_left_in_the_code_of_pages() {
    let ours = |path: &str| ["pages/", "html/", "panels/", "screens/"].iter().any(|it| path.starts_with(it));
    let mut found = Vec::new();
    for (path, text) in sources().iter().filter(|it| ours(&it.0)) {
        for (number, line) in text.lines().enumerate() {
            let left = literals(line).into_iter().filter(|it| reads_like_english(it));
            found.extend(left.map(|it| format!("{path}:{}: {it}", number + 1)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn pages_leave_no_placeholder_and_no_key() {
    let house = House::new();
    let keys = keys();
    for path in [
        "/",
        "/risk",
        "/risk?filter=x",
        "/search?q=x",
        "/go",
        "/keys",
        "/parts",
        "/kinds",
        "/kinds/risk",
        "/tokens",
        "/accounts",
        "/authority",
    ] {
        let page = house.ask("GET", path).send().text();
        for key in &keys {
            assert!(!page.contains(&format!(">{key}<")), "{path} shows the key {key}");
        }
        let body = page.split("<main").nth(1).unwrap();
        assert!(!body.contains("{count}") && !body.contains("{kind}") && !body.contains("{from}"), "{path}");
    }
}
