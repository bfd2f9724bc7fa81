//! Contradictions between records: what one is, the lists of checks that look for them, and what each sort is called and asks for, which is data.
//! Pure.

use record::Id;
use serde::{Deserialize, Serialize};

use crate::libraries::unmatched;

/// A contradiction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Clash {
    /// Its sort, a name of the list that found it.
    pub sort: &'static str,
    /// What stands against what.
    pub says: String,
    /// The records, the one that claims first.
    pub records: Vec<Id>,
}

/// A sort of contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sort {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What to do about it.
    pub next: String,
    /// Whether nothing is approved while it stands.
    #[serde(default)]
    pub blocks: bool,
}

/// What a check tells: what stands against what, and the records.
pub(crate) type Found = Vec<(String, Vec<Id>)>;

/// What looks for a sort in what was gathered.
type Check<T> = fn(&T) -> Found;

/// All contradictions, by sort in the order of the list.
pub(crate) fn clashes<T>(checks: &[(&'static str, Check<T>)], of: &T) -> Vec<Clash> {
    let each = |(sort, check): &(&'static str, Check<T>)| {
        let mut found = check(of);
        found.sort();
        found.into_iter().map(|(says, records)| Clash { sort, says, records }).collect::<Vec<_>>()
    };
    checks.iter().flat_map(each).collect()
}

/// A sort by its name; loading lets none be missing.
pub(crate) fn sort<'a>(sorts: &'a [Sort], name: &str) -> Option<&'a Sort> {
    sorts.iter().find(|it| it.name == name)
}

/// Those whose records may all be seen, each with the words of its sort.
pub(crate) fn seen(sorts: &[Sort], all: Vec<Clash>, may: impl Fn(&Id) -> bool) -> Vec<(Sort, Clash)> {
    let seen = all.into_iter().filter(|it| it.records.iter().all(&may));
    seen.filter_map(|it| Some((sort(sorts, it.sort)?.clone(), it))).collect()
}

/// Sorts that are looked for and have no words, and those that have words and are not looked for.
pub(crate) fn faults<T>(sorts: &[Sort], checks: &[(&'static str, Check<T>)]) -> Vec<String> {
    unmatched("contradiction", checks.iter().map(|it| it.0), sorts.iter().map(|it| it.name.as_str()))
}
