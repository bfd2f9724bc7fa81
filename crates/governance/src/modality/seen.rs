//! What the records say of a requirement: its checks, counted in lists. What follows from the counts is told by the library.

use library::{Check, Holds, Node, Outcome};
use serde::Serialize;

use super::order::Standing;
use crate::Error;

/// What a check says now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// What is so when it passes.
    pub says: String,
    /// Whether it passes; nothing where there is nothing to look at.
    pub passes: Option<bool>,
    /// Whether it can show that something is there, and not only that something wrong is absent.
    pub shows: bool,
    /// The kind of records that were counted.
    pub kind: String,
    /// The list of those that were counted.
    pub filter: String,
    /// How many there are.
    pub counted: u64,
    /// Of how many, where every one must pass.
    pub out_of: Option<u64>,
    /// The list of those that do not pass as they must; nothing where that is no list.
    pub against: Option<String>,
}

/// Counts records of a kind by a filter of lists.
pub type Count<'a> = dyn FnMut(&str, &str) -> Result<u64, Error> + 'a;

/// What the checks of a node say now.
pub fn seen(node: &Node, count: &mut Count) -> Result<Vec<Seen>, Error> {
    node.check.iter().map(|it| one(it, count)).collect()
}

fn one(check: &Check, count: &mut Count) -> Result<Seen, Error> {
    let mut of = |filter: &str| count(&check.kind, filter);
    let whole = if check.holds == Holds::All { of(&check.of)? } else { 0 };
    let counted = if check.holds == Holds::All && whole == 0 { 0 } else { of(&check.passing())? };
    let outcome = check.outcome(whole, counted);
    let against = match check.holds {
        Holds::All => turned(check),
        Holds::None => (outcome == Outcome::Wrong).then(|| check.passing()),
        Holds::Some => None,
    };
    Ok(Seen {
        says: check.says.clone(),
        passes: outcome.passes(),
        shows: check.holds != Holds::None,
        kind: check.kind.clone(),
        filter: check.passing(),
        counted,
        out_of: (check.holds == Holds::All).then_some(whole),
        against,
    })
}

/// The list of those that must pass and do not, where the check asks for one thing only.
fn turned(check: &Check) -> Option<String> {
    let single = !check.filter.contains(char::is_whitespace) && !check.filter.contains(['<', '>', '~']);
    single.then(|| format!("{} -{}", check.of, check.filter).trim().to_owned())
}

/// Whether a requirement is met as far as its checks tell: none fails, and one shows that something is there.
pub fn standing(seen: &[Seen]) -> Standing {
    let failing: Vec<&str> = seen.iter().filter(|it| it.passes == Some(false)).map(|it| it.says.as_str()).collect();
    if !failing.is_empty() {
        return Standing::Unmet(format!("not so: {}", failing.join(" ")));
    }
    match (seen.is_empty(), seen.iter().any(|it| it.shows && it.passes == Some(true))) {
        (true, _) => Standing::NotAssessable("no check can see it in records; an auditor has to look".to_owned()),
        (false, true) => Standing::Met,
        (false, false) => Standing::NotAssessable("there is no record yet at which its checks could look".to_owned()),
    }
}
