//! Duties that pull in two directions, and the strictest of duties that ask for the same in different measure. Which those are is data; a
//! clash is shown with both sources and never decided here.

use jiff::SpanRelativeTo;
use serde::Serialize;

use super::agreed::Agreed;
use super::duty::{Duty, Verdict};
use super::library::{Obligations, Side, Take};

/// One duty on a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party {
    /// The provision, or the number of the record.
    pub duty: String,
    /// Its title.
    pub title: String,
    /// Where it is written.
    pub source: String,
}

/// Two sets of duties that pull in two directions.
#[derive(Debug, Clone, Serialize)]
pub struct Clashing {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What people should know.
    pub says: String,
    /// One side.
    pub one: Vec<Party>,
    /// The other.
    pub other: Vec<Party>,
}

/// The measure that keeps all duties that ask for the same.
#[derive(Debug, Clone, Serialize)]
pub struct Strict {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The measure.
    pub is: String,
    /// The duties that ask for it.
    pub by: Vec<String>,
    /// Every measure that was looked at, with its duty.
    pub of: Vec<(String, String)>,
}

/// What clashes among the duties that apply to a system.
pub fn clashes(library: &Obligations, duties: &[Duty], agreed: &[Agreed]) -> Vec<Clashing> {
    let found = library.clash.iter().map(|it| Clashing {
        name: it.name.clone(),
        label: it.label.clone(),
        says: it.says.clone(),
        one: side(&it.one, duties, agreed),
        other: side(&it.other, duties, agreed),
    });
    found.filter(|it| !it.one.is_empty() && !it.other.is_empty()).collect()
}

fn side(of: &Side, duties: &[Duty], agreed: &[Agreed]) -> Vec<Party> {
    let law =
        duties.iter().filter(|it| it.verdict == Verdict::Applies && it.node.tags.iter().any(|it| of.tags.contains(it)));
    let law = law.map(|it| Party {
        duty: it.reference.to_string(),
        title: it.node.title.clone(),
        source: it.source.to_owned(),
    });
    let own = agreed.iter().filter(|it| it.verdict == Verdict::Applies && of.topics.contains(&it.topic));
    let own = own.map(|it| Party {
        duty: it.id.to_string(),
        title: it.title.clone(),
        source: it.contract.as_ref().map_or_else(|| it.source.clone(), |it| it.to_string()),
    });
    law.chain(own).collect()
}

/// The strictest measures among the duties that apply to a system.
pub fn strictest(library: &Obligations, duties: &[Duty], agreed: &[Agreed]) -> Vec<Strict> {
    let applies =
        |provision: &str| duties.iter().any(|it| &*it.reference == provision && it.verdict == Verdict::Applies);
    let found = library.strictest.iter().filter_map(|rule| {
        let law = rule.value.iter().filter(|it| applies(&it.provision)).map(|it| (it.provision.clone(), it.is.clone()));
        let own = agreed.iter().filter(|it| it.verdict == Verdict::Applies && rule.topics.contains(&it.topic));
        let own = own.flat_map(|it| it.times.iter().map(|time| (it.id.to_string(), time.clone())));
        let of: Vec<(String, String)> = law.chain(own).collect();
        let hours = |text: &str| hours(text).unwrap_or_default();
        let best = match rule.take {
            Take::Longest => of.iter().map(|it| hours(&it.1)).fold(f64::MIN, f64::max),
            Take::Shortest => of.iter().map(|it| hours(&it.1)).fold(f64::MAX, f64::min),
        };
        let by: Vec<&(String, String)> = of.iter().filter(|it| hours(&it.1) == best).collect();
        let is = by.first()?.1.clone();
        let by = by.iter().map(|it| it.0.clone()).collect();
        Some(Strict { name: rule.name.clone(), label: rule.label.clone(), is, by, of })
    });
    found.collect()
}

/// A length of time in hours, counted from the first day of 2027, so that months can be compared.
fn hours(text: &str) -> Option<f64> {
    let span: jiff::Span = text.parse().ok()?;
    span.total((jiff::Unit::Hour, SpanRelativeTo::from(jiff::civil::date(2027, 1, 1)))).ok()
}
