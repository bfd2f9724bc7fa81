//! The invariants of the house, checked in the source: what depends on what, and what may stand where.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::support::root;

/// Crates that depend on no other of the workspace but the one named, and know no clock, network or chance.
const PURE: &[(&str, &[&str])] = &[
    ("record", &[]),
    ("ledger", &[]),
    ("sheet", &[]),
    ("measure", &[]),
    ("rules", &[]),
    ("simulate", &["measure"]),
    ("chart", &["sheet"]),
    ("report", &[]),
    ("library", &[]),
    ("conformity", &["library"]),
];

/// What a pure crate must not hold.
const IMPURE: &[&str] = &[
    "async fn",
    "tokio",
    "std::net",
    "std::fs",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "getrandom",
    "thread_rng",
    "rand::",
];

/// Words that begin SQL text.
const SQL: &[&str] =
    &["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "BEGIN IMMEDIATE", "PRAGMA "];

/// Functions of more than seventy lines that are allowed for now; this list may only shrink.
const LONG_FUNCTIONS: &[&str] = &[];

/// Files of more than six hundred lines that are allowed for now; this list may only shrink.
const LONG_FILES: &[&str] = &[];

/// Every source file below `crates/*/src`, with its path from the root and its text.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for krate in std::fs::read_dir(root().join("crates")).unwrap().flatten() {
        walk(&krate.path().join("src"), &mut found);
    }
    found.sort();
    assert!(found.len() > 100, "the sources are where this test looks");
    found
}

fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|it| it.path()) {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The code of a file: without comments and without its tests.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let without = before_tests.lines().filter(|line| !line.trim_start().starts_with("//"));
    without.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn of_crate(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// Files outside `allowed` whose code holds one of `words`.
fn strays(words: &[&str], allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let mut strays = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !allowed(path)) {
        for (number, line) in code(&text).lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                strays.push(format!("{path}: `{word}` (line {} of its code): {}", number + 1, line.trim()));
            }
        }
    }
    strays
}

#[track_caller]
fn none(strays: Vec<String>) {
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

fn manifest(krate: &str) -> toml::Table {
    toml::from_str(&std::fs::read_to_string(root().join("crates").join(krate).join("Cargo.toml")).unwrap()).unwrap()
}

fn dependencies(krate: &str) -> BTreeSet<String> {
    let manifest = manifest(krate);
    manifest.get("dependencies").and_then(|it| it.as_table()).into_iter().flat_map(|it| it.keys().cloned()).collect()
}

fn crates() -> BTreeSet<String> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap().flatten();
    folders
        .filter(|it| it.path().join("Cargo.toml").is_file())
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn pure_crates_depend_on_no_other_of_ours() {
    let ours = crates();
    for (krate, allowed) in PURE {
        let theirs: Vec<_> = dependencies(krate).into_iter().filter(|it| ours.contains(it)).collect();
        assert_eq!(theirs, allowed.to_vec(), "{krate}");
    }
}

/// Other crates whose place in the house is fixed, with the crates that they may depend on.
const PLACED: &[(&str, &[&str])] = &[("read", &["measure"]), ("assess", &["chart", "measure", "read", "record"])];

#[test]
fn measuring_knows_no_store_no_pages_and_no_arguments() {
    let ours = crates();
    for (krate, allowed) in PLACED {
        let theirs: Vec<_> = dependencies(krate).into_iter().filter(|it| ours.contains(it)).collect();
        assert_eq!(theirs, allowed.to_vec(), "{krate}");
        assert!(!dependencies(krate).contains("clap"), "{krate}");
    }
}

#[test]
fn pure_crates_have_no_clock_no_chance_no_network() {
    let pure = |path: &str| PURE.iter().any(|(krate, _)| of_crate(path) == *krate);
    none(strays(IMPURE, |path| !pure(path)));
}

#[test]
fn edges_are_in_their_crates() {
    none(strays(SQL, |path| of_crate(path) == "store"));
    none(strays(&["cedar_policy"], |path| of_crate(path) == "policy"));
    none(strays(&["axum::", "use axum"], |path| of_crate(path) == "web"));
    none(strays(&["rusqlite", "postgres::"], |path| of_crate(path) == "store"));
    none(strays(&["calamine", "rust_xlsxwriter"], |path| of_crate(path) == "sheet"));
    none(strays(&["encoding_rs"], |path| ["sheet", "read"].contains(&of_crate(path))));
    none(strays(&["use arrow", "use parquet"], |path| of_crate(path) == "read"));
    none(strays(&["typst::", "typst_pdf", "typst_layout"], |path| of_crate(path) == "report"));
}

#[test]
fn environment_and_exit_belong_to_the_program() {
    let allowed =
        |path: &str| matches!(of_crate(path), "aims" | "verify") || path.starts_with("crates/store/src/testing");
    none(strays(&["std::env::", "env::var", "process::exit", "ExitCode"], allowed));
}

#[test]
fn only_one_function_writes_records() {
    let callers: BTreeSet<String> = strays(&["store_version("], |_| false)
        .into_iter()
        .map(|it| it.split(':').next().unwrap_or_default().to_owned())
        .collect();
    let expected: BTreeSet<String> =
        ["crates/governance/src/aims.rs", "crates/governance/src/writing.rs"].into_iter().map(str::to_owned).collect();
    assert_eq!(callers, expected);
    none(strays(&["tx.put("], |path| path == "crates/governance/src/writing.rs" || of_crate(path) == "store"));
}

/// Names of the shipped kinds that are no everyday words of the code.
fn kind_names() -> Vec<String> {
    let files = std::fs::read_dir(root().join("data/kinds")).unwrap().flatten();
    let names = files.map(|it| it.path().file_stem().unwrap().to_string_lossy().into_owned());
    names.filter(|it| !it.starts_with('_')).collect()
}

#[test]
fn no_kind_is_named_where_all_kinds_are_alike() {
    let names = kind_names();
    assert!(names.len() >= 25);
    let quoted: Vec<String> = names.iter().map(|it| format!("\"{it}\"")).collect();
    let words: Vec<&str> = quoted.iter().map(String::as_str).collect();
    let generic = |path: &str| {
        matches!(of_crate(path), "record" | "rules" | "store" | "sheet" | "ledger" | "policy")
            || path.starts_with("crates/web/src/api/")
            || path.starts_with("crates/web/src/pages/")
            || path.starts_with("crates/web/src/html/")
    };
    // What the words also mean in a generic place: parts of Cedar, of HTTP, of the ledger.
    let other = |line: &str| {
        [
            "\"model\"",
            "\"change\"",
            "\"action\"",
            "\"role\"",
            "\"control\"",
            "\"mapping\"",
            "\"document\"",
            "\"release\"",
            "\"person\"",
        ]
        .iter()
        .any(|word| line.contains(&format!("`{word}`")))
    };
    none(strays(&words, |path| !generic(path)).into_iter().filter(|line| !other(line)).collect());
}

#[test]
fn no_file_and_no_function_is_too_long() {
    let mut long = Vec::new();
    for (path, text) in sources() {
        if text.lines().count() > 600 && !LONG_FILES.contains(&path.as_str()) {
            long.push(format!("{path} has {} lines; split it", text.lines().count()));
        }
        for (name, lines) in functions(&text) {
            let known = format!("{path}::{name}");
            if lines > 70 && !LONG_FUNCTIONS.contains(&known.as_str()) {
                long.push(format!("{known} has {lines} lines; split it"));
            }
        }
    }
    none(long);
}

#[test]
fn the_lists_of_exceptions_only_shrink() {
    let all = sources();
    for path in LONG_FILES {
        let long = all.iter().any(|(it, text)| it == path && text.lines().count() > 600);
        assert!(long, "{path} is short enough now; take it off the list");
    }
    let long: BTreeSet<String> = all
        .iter()
        .flat_map(|(path, text)| {
            functions(text).into_iter().filter(|it| it.1 > 70).map(move |it| format!("{path}::{}", it.0))
        })
        .collect();
    for known in LONG_FUNCTIONS {
        assert!(long.contains(*known), "{known} is short enough now; take it off the list");
    }
}

/// Names and lengths of functions: from a line that begins one to the line that closes its indentation.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let begins =
            ["fn ", "pub fn ", "async fn ", "pub async fn ", "pub(crate) fn ", "pub(crate) async fn ", "const fn "];
        let Some(start) = begins.iter().find(|it| trimmed.starts_with(**it)) else { continue };
        // What a trait only declares has no lines.
        let opens = lines[index..].iter().find(|it| it.ends_with(['{', '}', ';']));
        if opens.is_some_and(|it| it.ends_with(';')) {
            continue;
        }
        let indent = &line[..line.len() - trimmed.len()];
        let close = format!("{indent}}}");
        let Some(length) = lines[index..].iter().position(|it| *it == close || it.ends_with("{}") && it == line) else {
            continue;
        };
        let name = trimmed[start.len()..].split(['(', '<']).next().unwrap_or_default();
        found.push((name.to_owned(), length + 1));
    }
    found
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = |(path, text): (String, String)| (!text.starts_with("//! ")).then_some(path);
    none(sources().into_iter().filter_map(silent).collect());
}

#[test]
fn the_words_of_the_house_are_used() {
    let mut strays = Vec::new();
    for (path, text) in sources() {
        for line in code(&text).lines() {
            let named = ["struct ", "enum ", "trait "]
                .iter()
                .find_map(|it| line.trim_start().trim_start_matches("pub ").strip_prefix(it));
            let name = named.map(|it| it.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default());
            let bad = |name: &&str| {
                ["Manager", "Service", "Helper", "Util", "Utils", "Impl", "Base"].iter().any(|it| name.ends_with(it))
            };
            strays.extend(name.filter(bad).map(|name| format!("{path}: {name}")));
        }
    }
    none(strays);
}

#[test]
fn the_product_speaks_of_itself_alone() {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["crates", "data", "docs", "examples", "scripts", "selftest"] {
        text_files(&root().join(folder), &mut files);
    }
    let mut strays = BTreeMap::new();
    // Made from two halves, so that this test does not find itself.
    let words = [["/work", "/main"].concat(), ["/work", "/shared"].concat(), ["/tmp", "/brief"].concat()];
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        if let Some(word) = words.iter().find(|word| text.contains(*word)) {
            strays.insert(path.display().to_string(), word.clone());
        }
    }
    assert!(strays.is_empty(), "{strays:?}");
}

fn text_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|it| it.path()) {
        match path.is_dir() {
            true => text_files(&path, found),
            false => found.push(path),
        }
    }
}
