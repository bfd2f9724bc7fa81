//! Our risks in the categories of the enterprise: what was mapped as equal counts once, at its gravest. Pure.
//! Serves ISO/IEC 42001 6.1.1.

use std::collections::BTreeMap;

use record::Id;
use serde::Serialize;

use super::sharing::Sharing;

/// A risk, as far as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Its record.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// The category of the enterprise; empty where none is stated.
    pub category: String,
    /// Its level; empty before it is assessed.
    pub level: String,
}

/// A category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Category {
    /// Risks by level, each once; the empty level stands for those that are not assessed.
    pub levels: BTreeMap<String, usize>,
    /// The risks that count.
    pub risks: Vec<Id>,
}

/// What was counted once although it is there more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Once {
    /// The risk that counts.
    pub counts: Id,
    /// Those that are the same.
    pub same: Vec<Id>,
    /// Whether they name several categories, of which that of the risk that counts was taken.
    pub disagree: bool,
}

/// Risks by category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Aggregated {
    /// The categories that the register knows, in its order, also empty ones.
    pub categories: Vec<(String, Category)>,
    /// Risks that name no category, or one that the register does not know.
    pub elsewhere: Vec<(Id, String)>,
    /// What was counted once.
    pub once: Vec<Once>,
}

/// Counts risks by these categories; `levels` from the mildest.
pub fn aggregate(risks: &[Counted], sharing: &Sharing, categories: &[String], levels: &[String]) -> Aggregated {
    let mut ones: BTreeMap<Id, Vec<&Counted>> = BTreeMap::new();
    risks.iter().for_each(|it| ones.entry(sharing.one(&it.id)).or_default().push(it));
    let mut told = Aggregated {
        categories: categories.iter().map(|it| (it.clone(), Category::default())).collect(),
        ..Aggregated::default()
    };
    let rank = |it: &Counted| levels.iter().position(|level| *level == it.level);
    for same in ones.values() {
        // Of equally grave ones that which names a category, then the first.
        let grave = |it: &&&Counted| (rank(it), !it.category.is_empty(), std::cmp::Reverse(it.id.clone()));
        let Some(counts) = same.iter().max_by_key(grave) else { continue };
        let named = same.iter().map(|it| &it.category).find(|it| !it.is_empty());
        let category = if counts.category.is_empty() { named.unwrap_or(&counts.category) } else { &counts.category };
        if same.len() > 1 {
            let rest = same.iter().filter(|it| it.id != counts.id).map(|it| it.id.clone()).collect();
            let disagree = same.iter().any(|it| !it.category.is_empty() && it.category != *category);
            told.once.push(Once { counts: counts.id.clone(), same: rest, disagree });
        }
        match told.categories.iter_mut().find(|it| it.0 == *category) {
            Some((_, into)) => {
                *into.levels.entry(counts.level.clone()).or_default() += 1;
                into.risks.push(counts.id.clone());
            }
            None => told.elsewhere.push((counts.id.clone(), category.clone())),
        }
    }
    told
}
