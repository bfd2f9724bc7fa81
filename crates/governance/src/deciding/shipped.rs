//! Schemes, shared words and decision tables as they ship with the program (`data/tables/`), read once.
//!
//! A file that cannot be read decides nothing; a test reads every one and verifies every scheme.

use std::sync::{Arc, LazyLock};

use record::Id;
use rules::{Problem, Table, Vocabulary};
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "../../data/tables"]
#[include = "*/*.toml"]
#[include = "vocabulary.toml"]
#[include = "schemes.toml"]
struct Files;

/// A scheme of classification that tables decide.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its name, which is also the folder of its tables.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The purpose of its tables.
    pub purpose: String,
    /// The output that is the verdict.
    pub output: String,
    /// What it is, in words.
    pub says: String,
}

/// A table with where it comes from.
#[derive(Debug, Clone)]
pub struct Ruled {
    /// The table.
    pub table: Table,
    /// The record that holds it and its version; nothing for a shipped one.
    pub record: Option<(Id, i64)>,
    /// SHA-256 of its text.
    pub digest: String,
}

impl Ruled {
    /// Reads a table that may take words from the shared ones.
    pub fn read(text: &str, record: Option<(Id, i64)>) -> Result<Ruled, Problem> {
        let table = Table::parse_toml_with(text, &shipped().vocabulary)?;
        Ok(Ruled { table, record, digest: format!("sha256:{}", ledger::to_hex(&Sha256::digest(text))) })
    }

    /// The table in words, such as `tier` of DTB-2, version 3.
    pub fn name(&self) -> String {
        match &self.record {
            Some((id, version)) => format!("`{}` of {id}, version {version}", self.table.name),
            None => format!("`{}` as shipped, version {}", self.table.name, self.table.version),
        }
    }
}

/// All that ships about deciding.
#[derive(Debug, Default)]
pub struct Shipped {
    /// Schemes, in their order.
    pub schemes: Vec<Scheme>,
    /// Words that tables share.
    pub vocabulary: Vocabulary,
}

#[derive(Debug, Default, Deserialize)]
struct SchemesFile {
    scheme: Vec<Scheme>,
}

/// Schemes and words as shipped.
pub fn shipped() -> &'static Shipped {
    static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| Shipped {
        schemes: toml::from_str::<SchemesFile>(&text("schemes.toml")).unwrap_or_default().scheme,
        vocabulary: Vocabulary::parse_toml(&text("vocabulary.toml")).unwrap_or_default(),
    });
    &SHIPPED
}

/// The shipped tables, each with its scheme, in the order of their files.
pub fn tables() -> &'static [(String, Arc<Ruled>)] {
    static TABLES: LazyLock<Vec<(String, Arc<Ruled>)>> = LazyLock::new(|| {
        let mut paths: Vec<String> = Files::iter().map(|it| it.into_owned()).collect();
        paths.sort();
        let scheme = |path: &str| path.split_once('/').map(|it| it.0.to_owned());
        let table = |path: &String| Some((scheme(path)?, Arc::new(Ruled::read(&text(path), None).ok()?)));
        paths.iter().filter_map(table).collect()
    });
    &TABLES
}

/// A scheme by its name.
pub fn scheme(name: &str) -> Option<&'static Scheme> {
    shipped().schemes.iter().find(|it| it.name == name)
}

fn text(path: &str) -> String {
    Files::get(path).and_then(|it| String::from_utf8(it.data.into_owned()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rules::verify;

    use super::*;
    use crate::deciding::in_force::Tables;

    #[test]
    fn every_shipped_file_is_read_and_every_scheme_is_proved_clean() {
        Vocabulary::parse_toml(&text("vocabulary.toml")).unwrap();
        toml::from_str::<SchemesFile>(&text("schemes.toml")).unwrap();
        for path in Files::iter().filter(|it| it.contains('/')) {
            Ruled::read(&text(&path), None).unwrap_or_else(|it| panic!("{path}: {it}"));
        }
        for scheme in &shipped().schemes {
            let own: Vec<&Table> = tables().iter().filter(|it| it.0 == scheme.name).map(|it| &it.1.table).collect();
            let findings = verify(&own, &shipped().vocabulary);
            assert!(findings.clean(), "{}: {:#?} {:#?}", scheme.name, findings.faults, findings.unsettled);
            assert!(
                Tables::choose(&[], scheme).graph().is_ok(),
                "the tables of {} wait for none of theirs",
                scheme.name
            );
            assert!(Tables::choose(&[], scheme).decides(), "{} has a verdict", scheme.name);
        }
    }
}
