//! Names that a report holds and the program knows, read back from JSON: families, parts of files, parts of columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::FAMILIES;
use crate::asked::{BESIDE, MEASURED};
use crate::columns::PARTS;

/// A family.
pub(super) fn family<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    one(&String::deserialize(from)?, FAMILIES.iter().map(|it| it.name), "family")
}

/// The part that a file plays.
pub(super) fn role<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    one(&String::deserialize(from)?, [MEASURED].into_iter().chain(BESIDE.iter().copied()), "part")
}

/// Columns by the parts that they play.
pub(super) fn columns<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<&'static str, Vec<String>>, D::Error> {
    let all: BTreeMap<String, Vec<String>> = BTreeMap::deserialize(from)?;
    let known =
        |(part, columns): (String, Vec<String>)| Ok((one(&part, PARTS.iter().map(|it| it.name), "part")?, columns));
    all.into_iter().map(known).collect()
}

fn one<E: serde::de::Error>(
    name: &str,
    mut all: impl Iterator<Item = &'static str>,
    what: &str,
) -> Result<&'static str, E> {
    all.find(|it| *it == name).ok_or_else(|| E::custom(format!("there is no {what} `{name}`")))
}
