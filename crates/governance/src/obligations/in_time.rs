//! The class that a scheme of classification gives a system on a day: facts mean something only from the day of their provision on.

use jiff::civil::Date;
use library::Shelf;
use serde::Serialize;

use super::duty::Days;
use super::library::{InTime, Obligations};
use super::subject::Subject;
use super::time::begins;
use crate::deciding::in_force::Tables;
use crate::tiering::facts::Fact;
use crate::tiering::verdict::{Verdict, verdict};

/// The class of a system on a day.
#[derive(Debug, Clone, Serialize)]
pub struct InTimeClass {
    /// What the tables say of the day.
    pub now: Verdict,
    /// What they say once everything holds that is known.
    pub ahead: Verdict,
    /// The next day on which a provision begins that moves a fact, with the provision.
    pub next: Option<(Date, String)>,
}

/// The class of a system in a scheme on a day, as known on a day.
pub fn class_on(
    shelf: &Shelf,
    library: &Obligations,
    tables: &Tables,
    scheme: &str,
    subject: &Subject,
    days: Days,
) -> InTimeClass {
    let rules: Vec<&InTime> = library.in_time.iter().filter(|it| it.scheme == scheme).collect();
    let mut next: Option<(Date, String)> = None;
    let mut masked = |fact: &Fact| {
        let rule = rules.iter().find(|it| it.fact == fact.fact && it.values.contains(&fact.value));
        let Some(rule) = rule else { return fact.clone() };
        let from = begins(shelf, &rule.provision, days.known).map(|it| it.0);
        match from {
            Some(from) if from.is_none_or(|it| it <= days.on) => fact.clone(),
            later => {
                let day = later.flatten().map(|it| (it, rule.provision.clone()));
                next = next.take().into_iter().chain(day).min();
                Fact { value: rule.otherwise.clone(), ..fact.clone() }
            }
        }
    };
    let facts: Vec<Fact> = subject.facts.iter().map(&mut masked).collect();
    InTimeClass { now: verdict(tables, &facts), ahead: verdict(tables, &subject.facts), next }
}
