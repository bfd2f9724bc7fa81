//! An attack as it was tried, whatever tool wrote it. Pure.
//!
//! An attack is known again by its fingerprint, which holds nothing that a tool draws anew for each run: the technique and what is sent, or the name that a
//! table gives it.

use std::collections::BTreeMap;

use record::Id;
use serde::{Deserialize, Serialize};

/// Characters of what was tried that are kept for people; the file holds all.
const EXCERPT: usize = 160;
/// Hexadecimal digits of a fingerprint: at a hundred thousand attacks two agree by chance once in some billion files.
const DIGITS: usize = 16;

/// What came of an attack, from what a tool said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody can tell.
    Undecided,
    /// The system held.
    Failed,
    /// The attack came through.
    Succeeded,
}

impl Outcome {
    /// Whether it succeeded; nothing where that cannot be told.
    pub fn succeeded(self) -> Option<bool> {
        match self {
            Outcome::Succeeded => Some(true),
            Outcome::Failed => Some(false),
            Outcome::Undecided => None,
        }
    }
}

/// An attack in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The fingerprint.
    pub attack: String,
    /// The technique, as the tool names it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub technique: String,
    /// What was tried, in its first words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// The risk that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Id>,
    /// What came of it; nothing in a file that tells only what monitors saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether a monitor saw it; nothing where the file does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<bool>,
    /// Which monitor saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
    /// How grave it is: one of `critical`, `high`, `medium`, `low`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// How often it was tried in the file.
    pub tries: u64,
    /// Where it stands first in the file.
    pub place: String,
}

impl Attempt {
    /// A single try, with the fingerprint of a technique and what was sent.
    pub fn of(technique: &str, sent: &str, outcome: Outcome, place: String) -> Attempt {
        Attempt {
            attack: fingerprint(&[technique, sent]),
            technique: technique.to_owned(),
            says: excerpt(sent),
            risk: None,
            outcome: Some(outcome),
            seen: None,
            seen_by: None,
            severity: None,
            tries: 1,
            place,
        }
    }

    /// Adds another try of the same attack: it succeeded if any did, and was seen only if every one of which that is known was.
    fn add(&mut self, other: Attempt) {
        self.outcome = self.outcome.max(other.outcome);
        self.seen = match (self.seen, other.seen) {
            (Some(one), Some(two)) => Some(one && two),
            (one, two) => one.or(two),
        };
        self.seen_by = self.seen_by.take().or(other.seen_by);
        self.severity = self.severity.take().or(other.severity);
        self.risk = self.risk.take().or(other.risk);
        self.tries += other.tries;
    }
}

/// The first words of what was tried, on one line.
pub fn excerpt(text: &str) -> String {
    let mut found = String::new();
    for word in text.split_whitespace() {
        if !found.is_empty() {
            found.push(' ');
        }
        found.push_str(word);
        if found.chars().count() > EXCERPT {
            return found.chars().take(EXCERPT).chain(['…']).collect();
        }
    }
    found
}

/// The fingerprint of an attack by its parts.
pub fn fingerprint(parts: &[&str]) -> String {
    let digest = crate::evidence::digest_of(parts.join("\u{1f}").as_bytes());
    digest.trim_start_matches("sha256:").chars().take(DIGITS).collect()
}

/// Attacks of tries, in the order in which they stand first.
pub fn once(tries: Vec<Attempt>) -> Vec<Attempt> {
    let (mut places, mut found) = (BTreeMap::new(), Vec::<Attempt>::new());
    for it in tries {
        match places.get(&it.attack) {
            Some(place) => {
                let place: &usize = place;
                if let Some(known) = found.get_mut(*place) {
                    known.add(it);
                }
            }
            None => {
                places.insert(it.attack.clone(), found.len());
                found.push(it);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attack_that_is_tried_again_counts_once_by_its_worst_try() {
        let one = |outcome, seen| Attempt { seen, ..Attempt::of("dan", "  say\nit ", outcome, "line 1".to_owned()) };
        let other = Attempt::of("dan", "say that", Outcome::Failed, "line 9".to_owned());
        let all = once(vec![
            one(Outcome::Failed, Some(true)),
            other.clone(),
            one(Outcome::Succeeded, Some(false)),
            one(Outcome::Undecided, None),
        ]);
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].outcome, all[0].seen, all[0].tries), (Some(Outcome::Succeeded), Some(false), 3));
        assert_eq!((all[0].says.as_str(), &all[1]), ("say it", &other));
        assert_eq!(excerpt(&"ab ".repeat(200)).chars().count(), EXCERPT + 1);
    }
}
