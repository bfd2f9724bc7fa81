//! Hierarchies of attributes in a file: for each column what its words become, level by level; the last level is always `*`.
//!
//! `widths` makes bands of numbers, `keep` keeps the first characters, `groups` names the words of each group. Leaves the choice of a
//! level to `measure`. Serves ISO/IEC 20889.

use std::collections::{BTreeMap, HashMap};

use measure::privacy::full_domain::Hierarchy;
use serde::Deserialize;

use super::Words;
use crate::exit::Failure;

/// The word of the last level.
const ALL: &str = "*";

/// A file of hierarchies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hierarchies {
    column: Vec<Declared>,
}

/// The levels of a column; one of the three ways, or none for `*` alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    name: String,
    /// Widths of bands of numbers, each a multiple of the one before.
    #[serde(default)]
    widths: Vec<f64>,
    /// How many characters stay, each fewer than before.
    #[serde(default)]
    keep: Vec<usize>,
    /// For each level the groups, each with the words or the groups of the level before.
    #[serde(default)]
    groups: Vec<BTreeMap<String, Vec<String>>>,
}

/// The words of a column at each level above the words as they stand.
pub struct Levels(Vec<Vec<String>>);

impl Hierarchies {
    /// Reads a file; every column is one that is generalised, and named once.
    pub fn read(name: &str, text: &str, quasi: &[String]) -> Result<Hierarchies, Failure> {
        let all: Hierarchies =
            toml::from_str(text).map_err(|it| Failure::input(format!("`{name}`: {}", it.message())))?;
        for (at, it) in all.column.iter().enumerate() {
            if all.column[..at].iter().any(|other| other.name == it.name) {
                return Err(Failure::input(format!("`{name}` has two hierarchies for `{}`; keep one", it.name)));
            }
            if !quasi.contains(&it.name) {
                return Err(Failure::input(format!(
                    "`{name}` has a hierarchy for `{}`, which no --quasi names",
                    it.name
                )));
            }
            if [it.widths.is_empty(), it.keep.is_empty(), it.groups.is_empty()].iter().filter(|it| !**it).count() > 1 {
                let ways = "give one of `widths`, `keep` and `groups`";
                return Err(Failure::input(format!(
                    "`{name}` says in several ways what `{}` becomes; {ways}",
                    it.name
                )));
            }
        }
        Ok(all)
    }

    /// The levels of a column; `*` alone where the file says nothing of it.
    pub fn levels(&self, name: &str, words: &Words) -> Result<(Hierarchy, Levels), Failure> {
        let declared = self.column.iter().find(|it| it.name == name);
        let mut levels = declared.map_or_else(|| Ok(Vec::new()), |it| it.levels(words))?;
        levels.push(vec![ALL.to_owned(); words.words.len()]);
        // No word is no word at every level but the last, where it cannot be told from others.
        let last = levels.len() - 1;
        let coded: Vec<Vec<u32>> = levels.iter().enumerate().map(|(at, it)| codes(it, at == last)).collect();
        let hierarchy = Hierarchy::new(&words.coded(), &coded);
        Ok((hierarchy.map_err(|it| Failure::input(format!("`{name}`: {}", it.why)))?, Levels(levels)))
    }
}

/// Words as numbers, and one for no word, which the last level joins with all others.
fn codes(words: &[String], last: bool) -> Vec<u32> {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut all: Vec<u32> = words
        .iter()
        .map(|it| {
            let next = known.len() as u32;
            *known.entry(it).or_insert(next)
        })
        .collect();
    all.push(if last { 0 } else { known.len() as u32 });
    all
}

impl Declared {
    fn levels(&self, words: &Words) -> Result<Vec<Vec<String>>, Failure> {
        if !self.widths.is_empty() {
            return self.widths.iter().map(|it| self.bands(*it, words)).collect();
        }
        if !self.keep.is_empty() {
            return Ok(self.keep.iter().map(|it| words.words.iter().map(|word| kept(word, *it)).collect()).collect());
        }
        let mut levels: Vec<Vec<String>> = Vec::new();
        for groups in &self.groups {
            let before = levels.last().unwrap_or(&words.words);
            levels.push(before.iter().map(|it| self.group(groups, it)).collect::<Result<_, _>>()?);
        }
        Ok(levels)
    }

    /// Bands that begin at multiples of a width.
    fn bands(&self, width: f64, words: &Words) -> Result<Vec<String>, Failure> {
        if !(width.is_finite() && width > 0.0) {
            return Err(Failure::input(format!(
                "a band of `{}` cannot be {width} wide; name a width above 0",
                self.name
            )));
        }
        let band = |word: &String| {
            let number = word.parse::<f64>().ok().filter(|it| it.is_finite());
            let low = number.map(|it| (it / width).floor() * width);
            let band = low.map(|it| format!("[{it}, {})", it + width));
            band.ok_or_else(|| Failure::input(format!("`{word}` in `{}` is no number, so it is in no band", self.name)))
        };
        words.words.iter().map(band).collect()
    }

    fn group(&self, groups: &BTreeMap<String, Vec<String>>, word: &str) -> Result<String, Failure> {
        let found: Vec<&String> = groups.iter().filter(|it| it.1.iter().any(|it| it == word)).map(|it| it.0).collect();
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(Failure::input(format!(
                "`{word}` in `{}` is in no group of the next level; add it to one",
                self.name
            ))),
            _ => {
                Err(Failure::input(format!("`{word}` in `{}` is in several groups of one level; keep one", self.name)))
            }
        }
    }
}

/// The first characters of a word, and a `*` where there were more.
fn kept(word: &str, characters: usize) -> String {
    let head: String = word.chars().take(characters).collect();
    if head.len() == word.len() { head } else { head + ALL }
}

impl Levels {
    /// What a word says at a level; nothing where there is no word.
    pub fn label<'a>(&'a self, words: &'a Words, code: u32, level: usize) -> &'a str {
        let at = match level.checked_sub(1) {
            None => &words.words,
            Some(above) => &self.0[above],
        };
        let blank = if level == self.0.len() { ALL } else { "" };
        at.get(code as usize).map_or(blank, String::as_str)
    }
}
