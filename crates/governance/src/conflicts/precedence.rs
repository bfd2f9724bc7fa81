//! Which of several tables goes before the others, by rules that are data (`data/tables/precedence.toml`), with the reason.
//!
//! It is a proposal: nothing follows from it before somebody decides.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::{Catalog, Id};
use serde::{Deserialize, Serialize};

use super::clash::Side;
use crate::deciding::KIND;
use crate::libraries::{Libraries, Part, choices};

/// The kind of documents.
const DOCUMENT: &str = "document";

/// Which table goes before another.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precedence {
    /// Ranks, from the highest.
    rank: Vec<Rank>,
    /// Rules, in the order in which they are asked.
    rule: Vec<Rule>,
}

impl Part for Precedence {
    fn faults(&self, _: &Libraries, catalog: &Catalog) -> Vec<String> {
        let (purposes, documents) = (choices(catalog, KIND, "purpose"), choices(catalog, DOCUMENT, "form"));
        let purpose = self.rank.iter().flat_map(|it| &it.purposes).filter(|it| !purposes.contains(it));
        let document = self.rank.iter().flat_map(|it| &it.documents).filter(|it| !documents.contains(it));
        let twice = self.rank.iter().enumerate().flat_map(|(at, it)| {
            let before = move |purpose: &&String| self.rank[..at].iter().any(|it| it.purposes.contains(purpose));
            it.purposes.iter().filter(before)
        });
        purpose
            .map(|it| format!("`{it}` is no purpose of a decision table"))
            .chain(document.map(|it| format!("`{it}` is no type of document")))
            .chain(twice.map(|it| format!("`{it}` has two ranks")))
            .collect()
    }
}

/// A rank, from the highest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rank {
    /// Its name in words.
    name: String,
    /// Purposes of tables that have it.
    #[serde(default)]
    purposes: Vec<String>,
    /// Types of documents; a table that is taken from one has the rank of the highest.
    #[serde(default)]
    documents: Vec<String>,
}

/// A rule, in the order in which they are asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    by: By,
    says: String,
}

/// By what tables are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    /// The higher rank.
    Rank,
    /// The row that asks about all that the other asks about, and more.
    Specific,
    /// The later first day.
    Newer,
}

/// What is known of a table that clashes.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Its record.
    pub table: Option<Id>,
    /// Its purpose.
    pub purpose: String,
    /// Types of the documents that it is taken from.
    pub documents: Vec<String>,
    /// Its first day, where one is named.
    pub valid_from: Option<Date>,
}

impl Standing {
    /// Its rank, by place from the highest: that of its documents, else that of its purpose.
    fn rank(&self, of: &Precedence) -> Option<usize> {
        let by = |fits: &dyn Fn(&Rank) -> bool| of.rank.iter().position(fits);
        by(&|it| it.documents.iter().any(|it| self.documents.contains(it)))
            .or_else(|| by(&|it| it.purposes.contains(&self.purpose)))
    }
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The record of the table that goes before.
    pub table: Id,
    /// Why, in one sentence.
    pub why: String,
}

/// Which table of a clash goes before all others; nothing where there is one table only, or no rule tells them apart.
pub fn propose(by: &Precedence, standings: &[Standing], sides: &[Side]) -> Option<Proposal> {
    let bound = |id: &Id| -> BTreeSet<&str> {
        sides.iter().filter(|it| it.table == *id).flat_map(|it| &it.bound).map(String::as_str).collect()
    };
    let all: Vec<(&Id, &Standing)> = standings.iter().filter_map(|it| Some((it.table.as_ref()?, it))).collect();
    let beats = |one: &(&Id, &Standing), other: &(&Id, &Standing)| -> Option<String> {
        let decided = |rule: &Rule| {
            let (first, second) = match rule.by {
                By::Rank => {
                    let (a, b) = (one.1.rank(by)?, other.1.rank(by)?);
                    (a < b, b < a)
                }
                By::Specific => {
                    let (a, b) = (bound(one.0), bound(other.0));
                    (a.len() > b.len() && a.is_superset(&b), b.len() > a.len() && b.is_superset(&a))
                }
                By::Newer => {
                    let (a, b) = (one.1.valid_from?, other.1.valid_from?);
                    (a > b, b > a)
                }
            };
            (first || second).then(|| (first, told(by, rule, one.1, other.1)))
        };
        let (first, why) = by.rule.iter().find_map(decided)?;
        first.then_some(why)
    };
    all.iter().filter(|_| all.len() > 1).find_map(|one| {
        let whys = all.iter().filter(|it| it.0 != one.0).map(|other| beats(one, other)).collect::<Option<Vec<_>>>()?;
        let whys: BTreeSet<String> = whys.into_iter().collect();
        Some(Proposal { table: one.0.clone(), why: whys.into_iter().collect::<Vec<_>>().join("; ") })
    })
}

/// A rule in words, with what it compared.
fn told(by: &Precedence, rule: &Rule, one: &Standing, other: &Standing) -> String {
    let rank = |it: &Standing| it.rank(by).and_then(|it| by.rank.get(it)).map_or("", |it| it.name.as_str());
    let day = |it: &Standing| it.valid_from.map(|it| it.to_string()).unwrap_or_default();
    match rule.by {
        By::Rank => format!("{}: {} before {}", rule.says, rank(one), rank(other)),
        By::Newer => format!("{}: {} after {}", rule.says, day(one), day(other)),
        By::Specific => rule.says.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(number: i64, purpose: &str, from: Option<&str>) -> Standing {
        Standing {
            table: format!("DTB-{number}").parse().ok(),
            purpose: purpose.to_owned(),
            documents: Vec::new(),
            valid_from: from.and_then(|it| it.parse().ok()),
        }
    }

    fn side(number: i64, bound: &[&str]) -> Side {
        Side {
            table: format!("DTB-{number}").parse().unwrap(),
            name: String::new(),
            row: String::new(),
            asks: String::new(),
            says: String::new(),
            bound: bound.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    #[test]
    fn the_shipped_rules_are_read_and_law_goes_before_mandate_before_policy_before_procedure() {
        let libraries = Libraries::shipped();
        let by = &libraries.precedence;
        let names: Vec<&str> = by.rank.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["law", "mandate", "policy", "procedure"]);
        let order = ["legal_class", "mandate", "tiering", "house_procedure"];
        for (place, pair) in order.windows(2).enumerate() {
            let all = [standing(2, pair[1], Some("2026-05-01")), standing(1, pair[0], Some("2020-01-01"))];
            let found = propose(by, &all, &[side(2, &["a", "b"]), side(1, &["a"])]).unwrap();
            assert_eq!((found.table.to_string().as_str(), names[place]), ("DTB-0001", names[place]), "{}", found.why);
        }
    }

    #[test]
    fn of_one_rank_the_more_specific_goes_before_and_then_the_newer_and_else_nothing_is_proposed() {
        let all = [standing(1, "threshold", Some("2026-01-01")), standing(2, "threshold", Some("2020-01-01"))];
        let libraries = Libraries::shipped();
        let by = &libraries.precedence;
        let of = |sides: &[Side]| propose(by, &all, sides).map(|it| it.table.to_string());
        assert_eq!(of(&[side(1, &["a"]), side(2, &["a", "b"])]).as_deref(), Some("DTB-0002"));
        assert_eq!(of(&[side(1, &["a"]), side(2, &["b"])]).as_deref(), Some("DTB-0001"));
        let alike = [standing(1, "threshold", None), standing(2, "threshold", None)];
        assert_eq!(propose(by, &alike, &[side(1, &["a"]), side(2, &["b"])]), None);
        assert_eq!(propose(by, &alike[..1], &[side(1, &["a"])]), None);
    }
}
