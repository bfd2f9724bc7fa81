//! Words that somebody may have meant: those of the titles that differ from what was typed by a slip or two.
//!
//! The titles that stand are read when a search finds little, so no list of words outlives what was erased, and both databases
//! find the same. The distance counts letters left out, put in, exchanged, and neighbours that changed places.

use std::collections::HashMap;

use crate::StoreError;
use crate::read::Read;
use crate::words::words;

/// Words shorter than this are taken as they are; so many others are near them.
const SHORTEST: usize = 4;
/// Words up to this length may hold one slip, longer ones two.
const ONE_SLIP: usize = 7;
/// Words longer than this are not looked up.
const LONGEST: usize = 30;
/// Words taken in place of one.
const MEANT: usize = 4;
/// Titles that are looked through, the ones changed last first.
const TITLES: u32 = 50_000;

impl Read {
    /// For each word that was sought, itself and the words that may have been meant; `None` when nothing is near.
    pub(crate) fn meant(&self, sought: &[String]) -> Result<Option<Vec<Vec<String>>>, StoreError> {
        if !sought.iter().any(|it| correctable(it)) {
            return Ok(None);
        }
        let known = self.title_words()?;
        let meant: Vec<Vec<String>> = sought.iter().map(|it| near(it, &known)).collect();
        Ok(meant.iter().any(|it| it.len() > 1).then_some(meant))
    }

    /// The words of the titles and how often each occurs.
    fn title_words(&self) -> Result<HashMap<String, u32>, StoreError> {
        let sql =
            format!("SELECT r.title_key FROM record r WHERE r.retired = 0 ORDER BY r.changed DESC LIMIT {TITLES}");
        let mut known = HashMap::new();
        for title in self.conn.query(&sql, &[], |row| row.text())? {
            for word in words(&title).into_iter().filter(|it| correctable(it)) {
                *known.entry(word).or_default() += 1;
            }
        }
        Ok(known)
    }
}

/// Whether a slip in this word can be told: long enough, and no number.
fn correctable(word: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&word.chars().count()) && word.chars().any(char::is_alphabetic)
}

/// The word itself, then those near it: the nearest first, then the most frequent.
fn near<'a>(sought: &str, known: &'a HashMap<String, u32>) -> Vec<String> {
    let mut near: Vec<(usize, u32, &'a String)> = Vec::new();
    let slips = if sought.chars().count() <= ONE_SLIP { 1 } else { 2 };
    if correctable(sought) && !known.keys().any(|it| it.starts_with(sought)) {
        let within =
            |(word, often): (&'a String, &u32)| Some((distance(sought, word, slips)?, u32::MAX - *often, word));
        near.extend(known.iter().filter_map(within));
        near.sort();
    }
    std::iter::once(sought).chain(near.into_iter().take(MEANT).map(|it| it.2.as_str())).map(str::to_owned).collect()
}

/// How many slips lie between what was typed and the beginning of a word, if no more than `most`.
fn distance(typed: &str, word: &str, most: usize) -> Option<usize> {
    let typed_letters = typed.chars().count();
    let letters: Vec<char> = word.chars().collect();
    let lengths = typed_letters.saturating_sub(most)..=(typed_letters + most).min(letters.len());
    let begun = |length: usize| letters[..length].iter().collect::<String>();
    lengths.map(|it| strsim::osa_distance(typed, &begun(it))).filter(|it| *it <= most).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_and_whole_words_are_left_alone() {
        let known: HashMap<String, u32> = [("eligibility", 3), ("assistant", 2), ("health", 1), ("wealth", 5)]
            .map(|(it, often)| (it.to_owned(), often))
            .into();
        let of = |text: &str| near(text, &known)[1..].join(" ");
        assert_eq!(of("eligiblity"), "eligibility");
        assert_eq!(of("elgibi"), "eligibility", "the beginning of a word, as it is typed");
        assert_eq!(of("asistnat"), "assistant");
        assert_eq!(of("healht"), "health");
        assert_eq!(of("eealth"), "wealth health", "equally near, the more frequent first");
        assert_eq!(of("heal"), "", "it begins a word");
        assert_eq!(of("hel"), "", "too short to tell");
        assert_eq!(of("elephants"), "");
    }
}
