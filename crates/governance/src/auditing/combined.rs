//! What one audit of several frameworks saves beside one audit of each: a criterion that is equal to one of another framework, or contained in it, is looked
//! at with that one. Only relations that somebody confirmed save anything; what proposals would save is told beside it. Pure. Serves ISO/IEC 42001 9.2.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use library::{Links, Passing, Reached};
use serde::Serialize;

use super::checklist::{Checklist, Line};
use super::library::Auditing;

/// How a criterion without lines is looked at, by a line that the auditor writes.
const OWN_LINE: &str = "examine";

/// A criterion that is looked at with one of another framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The criterion.
    pub criterion: String,
    /// The one with which it is looked at.
    pub with: String,
    /// Minutes that this saves.
    pub minutes: u64,
    /// Whether every relation between both was confirmed; otherwise it would save them once it is.
    pub confirmed: bool,
}

/// What an audit of several frameworks saves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Combined {
    /// Minutes of an audit of each framework by itself, by its prefix.
    pub apart: BTreeMap<String, u64>,
    /// Criteria that are looked at with others, or would be.
    pub shared: Vec<Shared>,
    /// Minutes that confirmed relations save.
    pub saved: u64,
    /// Minutes more that relations would save which nobody confirmed yet.
    pub proposed: u64,
    /// Days of one auditor that are saved, to a tenth, rounded down.
    pub days_saved: f64,
}

/// What is asked of a criterion.
struct Asked<'a> {
    prefix: &'a str,
    lines: Vec<&'a Line>,
}

/// What an audit saves that has criteria of several frameworks; nothing where it has those of one.
///
/// Errors: those of `links`, which are asked for only where there are several frameworks.
pub fn combined<E>(
    made: &Checklist,
    links: impl FnOnce() -> Result<Links, E>,
    rules: &Auditing,
) -> Result<Option<Combined>, E> {
    let asked = asked(made);
    let own_line = rules.minutes.get(OWN_LINE).copied().unwrap_or_default();
    let minutes = |it: &Asked| if it.lines.is_empty() { own_line } else { it.lines.iter().map(|it| it.minutes).sum() };
    let mut apart: BTreeMap<String, u64> = BTreeMap::new();
    for it in asked.values() {
        *apart.entry(it.prefix.to_owned()).or_default() += minutes(it);
    }
    if apart.len() < 2 {
        return Ok(None);
    }
    let links = links()?;
    let reached: BTreeMap<&str, Vec<Reached>> = asked.keys().map(|it| (*it, links.reach(it))).collect();
    // Of two that are equal the one with more work is looked at by itself, or the first by its name.
    let kept = |it: (&str, &Asked), with: (&str, &Asked)| {
        let equal = reached[it.0].iter().any(|of| of.reference == with.0 && of.passing != Passing::Confirm);
        equal && (minutes(it.1), Reverse(it.0)) > (minutes(with.1), Reverse(with.0))
    };
    let mut found: BTreeMap<&str, Shared> = BTreeMap::new();
    for (with, of) in &asked {
        for below in &reached[*with] {
            let Some((criterion, it)) = asked.get_key_value(below.reference.as_str()) else { continue };
            let confirmed = below.passing == Passing::Shows;
            if below.passing == Passing::Confirm || of.prefix == it.prefix || kept((criterion, it), (with, of)) {
                continue;
            }
            let minutes = if it.lines.is_empty() { own_line } else { asked_with(it, of) };
            let shared = Shared { criterion: (*criterion).to_owned(), with: (*with).to_owned(), minutes, confirmed };
            let better = found.get(criterion).is_none_or(|it| (it.confirmed, it.minutes) < (confirmed, minutes));
            if minutes > 0 && better {
                found.insert(criterion, shared);
            }
        }
    }
    let sum = |confirmed: bool| found.values().filter(|it| it.confirmed == confirmed).map(|it| it.minutes).sum();
    let (saved, proposed): (u64, u64) = (sum(true), sum(false));
    let days_saved = (10.0 * saved as f64 / rules.day.minutes.max(1) as f64).floor() / 10.0;
    Ok(Some(Combined { apart, shared: found.into_values().collect(), saved, proposed, days_saved }))
}

/// Criteria of frameworks with the lines that cite them.
fn asked(made: &Checklist) -> BTreeMap<&str, Asked<'_>> {
    let recorded: BTreeSet<&str> = made.lines.iter().filter(|it| it.recorded).map(|it| it.criterion.as_str()).collect();
    let of = made.criteria.keys().map(String::as_str).filter(|it| !recorded.contains(it));
    let with = |name: &str| made.lines.iter().filter(|it| it.criterion == name).collect();
    of.filter_map(|it| Some((it, Asked { prefix: it.rsplit_once(':')?.0, lines: with(it) }))).collect()
}

/// Minutes of the lines of a criterion about what the other one is asked about too.
fn asked_with(it: &Asked, with: &Asked) -> u64 {
    let about: BTreeSet<&Option<String>> = with.lines.iter().map(|it| &it.subject).collect();
    it.lines.iter().filter(|it| about.contains(&it.subject)).map(|it| it.minutes).sum()
}
