//! The list of spellings that share no words with the names they stand for; data, in the file beside this one.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::words::plain;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpellingsFile {
    blanks: Vec<String>,
    missing: Vec<String>,
    every: BTreeMap<String, Vec<String>>,
    field: Vec<FieldFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    kind: String,
    field: String,
    values: BTreeMap<String, Vec<String>>,
}

fn file() -> &'static SpellingsFile {
    static FILE: OnceLock<SpellingsFile> = OnceLock::new();
    // A test reads the file strictly; a mistake in it only makes proposals poorer.
    FILE.get_or_init(|| toml::from_str(include_str!("spellings.toml")).unwrap_or_default())
}

/// Spellings that mean that nothing is given.
pub(crate) fn blanks() -> Vec<String> {
    file().blanks.clone()
}

/// Whether the words say that an answer is missing.
pub(crate) fn is_missing(value: &str) -> bool {
    let value = plain(value);
    file().missing.iter().any(|it| Spelling::of(it).fits(&value))
}

/// The spellings of the names of one field.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    known: Vec<(Spelling, String)>,
}

#[derive(Debug)]
struct Spelling {
    plain: String,
    open: bool,
}

impl Spelling {
    fn of(text: &str) -> Spelling {
        Spelling { plain: plain(text.trim_end_matches('*')), open: text.ends_with('*') }
    }

    fn fits(&self, value: &str) -> bool {
        match self.open {
            true => value.strip_prefix(&self.plain).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            false => value == self.plain,
        }
    }
}

impl Spellings {
    /// Those for `field` of `kind`, as far as `names` has what they stand for; the field's own come first.
    pub fn of(kind: &str, field: &str, names: &[&str]) -> Spellings {
        let own = file().field.iter().filter(|it| it.kind == kind && it.field == field).map(|it| &it.values);
        let known = own
            .chain([&file().every])
            .flatten()
            .filter(|(name, _)| names.contains(&name.as_str()))
            .flat_map(|(name, spelled)| spelled.iter().map(|it| (Spelling::of(it), name.clone())))
            .collect();
        Spellings { known }
    }

    /// The name for which these plain words stand.
    pub fn find(&self, plain_value: &str) -> Option<&str> {
        self.known.iter().find(|(spelling, _)| spelling.fits(plain_value)).map(|(_, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed_and_no_spelling_of_a_field_stands_for_two_names() {
        let file: SpellingsFile = toml::from_str(include_str!("spellings.toml")).unwrap();
        assert!(file.blanks.contains(&String::new()));
        for field in &file.field {
            let mut seen = BTreeMap::new();
            for (name, spelled) in &field.values {
                for it in spelled {
                    if let Some(other) = seen.insert(plain(it), name) {
                        assert_eq!(other, name, "`{it}` of {} stands for two", field.field);
                    }
                }
            }
        }
    }
}
