//! Words with their codes, as a summary file keeps them: a list a column, in the order of codes.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The words of a column with their codes.
pub(super) type Words = HashMap<String, usize>;

/// Writes the words of every column, in the order of their codes.
pub(super) fn serialize<S: Serializer>(all: &[Words], to: S) -> Result<S::Ok, S::Error> {
    let lists: Vec<Vec<String>> = all.iter().map(|it| by_code(it).into_iter().map(|it| it.0).collect()).collect();
    lists.serialize(to)
}

/// Reads them back.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Words>, D::Error> {
    let lists: Vec<Vec<String>> = Vec::deserialize(from)?;
    Ok(lists.into_iter().map(|it| it.into_iter().zip(0..).collect()).collect())
}

/// The words in their own order.
pub(super) fn sorted(words: &Words) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = words.iter().map(|(word, code)| (word.clone(), *code)).collect();
    all.sort_unstable();
    all
}

/// The words in the order of their codes.
pub(super) fn by_code(words: &Words) -> Vec<(String, usize)> {
    let mut all = sorted(words);
    all.sort_unstable_by_key(|it| it.1);
    all
}
