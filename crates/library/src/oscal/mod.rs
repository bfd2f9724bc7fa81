//! Frameworks and crosswalks as OSCAL 1.2 sees them: a catalog, and a mapping collection, written and read.
//!
//! What is written depends on the library alone, so that the same library gives the same bytes: identifiers are made from names, and the
//! moment is the newest day on which a source was looked at.

mod catalog;
mod foreign;
mod mapping;
mod reading;
mod taking;

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::framework::{Framework, Provenance, Rights};

pub use catalog::catalog;
pub use mapping::mapping;
pub use reading::{Given, Unreadable, crosswalk, framework};

/// The version of OSCAL that is written.
pub const VERSION: &str = "1.2.1";

/// Where names of ours belong that OSCAL has none for.
const OWN: &str = "urn:aims:oscal";

/// Why a library cannot be given on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Kept {
    /// Its rights forbid it.
    #[error("`{0}` may not be given on, as its rights say; ask whoever holds them")]
    Rights(String),
    /// A framework that it relates is not on the shelf.
    #[error("`{0}` relates a framework that is not here; add it and export again")]
    Absent(String),
    /// It relates nothing.
    #[error("`{0}` holds no relation that could be written")]
    Blank(String),
}

fn given_on(rights: &Rights, urn: &str) -> Result<(), Kept> {
    if rights.redistributable { Ok(()) } else { Err(Kept::Rights(urn.to_owned())) }
}

/// An identifier that always comes out the same for one name.
fn uuid(urn: &str, name: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{urn}#{name}").as_bytes()).to_string()
}

fn metadata(title: &str, version: &str, provenance: &Provenance, rights: &Rights) -> Value {
    let newest = provenance.sources.iter().map(|it| it.on).max().unwrap_or(Date::ZERO);
    json!({
        "title": title, "last-modified": format!("{newest}T00:00:00Z"), "version": version, "oscal-version": VERSION,
        "remarks": format!("{} Licence of these words: {}.", rights.notice, rights.licence),
    })
}

/// The rights of a library, each word apart.
fn licences(rights: &Rights) -> [Value; 4] {
    [
        own("words", &rights.text),
        own("licence", &rights.licence),
        own("source-licence", &rights.source_licence),
        own("notice", &rights.notice),
    ]
}

fn own(name: &str, value: impl ToString) -> Value {
    json!({ "name": name, "ns": OWN, "value": value.to_string() })
}

/// The name of each node as OSCAL allows it: letters, digits, dots, lines; each once.
fn tokens(of: &Framework) -> HashMap<&str, String> {
    let (mut tokens, mut taken): (HashMap<&str, String>, HashMap<String, usize>) = (HashMap::new(), HashMap::new());
    for node in &of.node {
        let plain = token(&format!("{} {}", of.prefix, node.id));
        let seen = taken.entry(plain.clone()).or_default();
        *seen += 1;
        let name = if *seen == 1 { plain } else { format!("{plain}_{seen}") };
        tokens.entry(node.id.as_str()).or_insert(name);
    }
    tokens
}

/// A name of letters, digits, dots and lines that stands for a text.
pub(crate) fn token(text: &str) -> String {
    let mut token = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            it if it.is_ascii_alphanumeric() || it == '.' => token.push(it),
            _ if token.ends_with('-') => {}
            _ => token.push('-'),
        }
    }
    let token = token.trim_matches('-');
    if token.starts_with(|it: char| it.is_ascii_alphabetic()) { token.to_owned() } else { format!("n-{token}") }
}
