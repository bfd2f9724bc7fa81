//! Controls that exist twice: same objective, same population, same test, by their keys. Pure, and linear in the number of controls.
//!
//! Words never decide: they only say which of several is the likeliest. Controls whose scopes have nothing in common do not have the same population,
//! whatever its key. A control that lacks one of the three keys is not compared, and is counted. Serves ISO/IEC 42001 5.1 and A.2.3.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use record::Id;
use serde::Serialize;

/// A control, as far as it is compared.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Control {
    /// Its record.
    pub id: Option<Id>,
    /// What it is called.
    pub title: String,
    /// The register from which it came; none for our own.
    pub register: Option<String>,
    /// The keys that decide: objective, population, test.
    pub keys: [String; 3],
    /// Attributes that agree or not, and do not decide.
    pub beside: BTreeMap<&'static str, String>,
    /// What it applies to; nothing means everything.
    pub scope: BTreeSet<String>,
    /// Hours a year.
    pub hours: Option<f64>,
    /// Frameworks of which it meets something.
    pub frameworks: BTreeSet<String>,
    /// The words of title and statement.
    pub words: BTreeSet<String>,
}

/// Two controls that are proposed as the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The one to use.
    pub keep: Id,
    /// What it is called.
    pub keep_title: String,
    /// The one that is there as well.
    pub other: Id,
    /// What it is called.
    pub other_title: String,
    /// The keys on which they agree.
    pub keys: [String; 3],
    /// Other attributes that agree.
    pub agree: Vec<String>,
    /// Other attributes that both state and that differ.
    pub differ: Vec<String>,
    /// The share of words that they have in common, by which pairs are ordered.
    pub words: f64,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Duplicates {
    /// The pairs, those with the most words in common first.
    pub pairs: Vec<Pair>,
    /// Controls that lack an objective, a population or a test, and were not compared.
    pub not_comparable: usize,
}

/// Pairs of the same control, but for those that somebody has mapped already, in whichever order.
pub fn duplicates(controls: &[Control], mapped: &HashSet<(Id, Id)>) -> Duplicates {
    let mut found = Duplicates::default();
    let mut blocks: HashMap<[String; 3], Block> = HashMap::new();
    for control in controls {
        let keys = control.keys.clone().map(|it| it.trim().to_lowercase());
        let Some(id) = control.id.as_ref().filter(|_| keys.iter().all(|it| !it.is_empty())) else {
            found.not_comparable += 1;
            continue;
        };
        let block = blocks.entry(keys.clone()).or_default();
        match block.first_beside(&control.scope) {
            Some(first) if first.id.as_ref().is_some_and(|it| !known(mapped, it, id)) => {
                found.pairs.extend(pair(first, control, keys));
            }
            Some(_) => {}
            None => block.keep(control),
        }
    }
    found.pairs.sort_by(|a, b| b.words.total_cmp(&a.words).then_with(|| (&a.keep, &a.other).cmp(&(&b.keep, &b.other))));
    found
}

/// Controls with the same keys of which no two have a scope in common.
#[derive(Default)]
struct Block<'a> {
    everywhere: Option<&'a Control>,
    first: Option<&'a Control>,
    by_scope: HashMap<&'a str, &'a Control>,
}

impl<'a> Block<'a> {
    /// One whose scope has something in common with this one.
    fn first_beside(&self, scope: &BTreeSet<String>) -> Option<&'a Control> {
        match scope.is_empty() {
            true => self.everywhere.or(self.first),
            false => self.everywhere.or_else(|| scope.iter().find_map(|it| self.by_scope.get(it.as_str()).copied())),
        }
    }

    fn keep(&mut self, control: &'a Control) {
        self.first.get_or_insert(control);
        if control.scope.is_empty() {
            self.everywhere = Some(control);
        }
        self.by_scope.extend(control.scope.iter().map(|it| (it.as_str(), control)));
    }
}

fn known(mapped: &HashSet<(Id, Id)>, one: &Id, other: &Id) -> bool {
    let pair = |a: &Id, b: &Id| mapped.contains(&(a.clone(), b.clone()));
    pair(one, other) || pair(other, one)
}

fn pair(keep: &Control, other: &Control, keys: [String; 3]) -> Option<Pair> {
    let both = keep.beside.iter().filter_map(|(name, value)| Some((*name, value, other.beside.get(name)?)));
    let (agree, differ): (Vec<_>, Vec<_>) = both.partition(|(_, one, two)| one == two);
    let names = |all: Vec<(&str, &String, &String)>| all.into_iter().map(|it| it.0.to_owned()).collect();
    Some(Pair {
        keep: keep.id.clone()?,
        keep_title: keep.title.clone(),
        other: other.id.clone()?,
        other_title: other.title.clone(),
        keys,
        agree: names(agree),
        differ: names(differ),
        words: in_common(&keep.words, &other.words),
    })
}

/// The share of words that two texts have in common (Jaccard).
fn in_common(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let (both, all) = (one.intersection(other).count(), one.union(other).count());
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// The words of a text.
pub fn words(text: &str) -> BTreeSet<String> {
    text.split(|it: char| !it.is_alphanumeric()).filter(|it| it.len() > 2).map(str::to_lowercase).collect()
}
