//! Requests of one group: those within some time about AI systems that belong together. Where the facts of the systems come to a stricter
//! tier together than any of them alone, that tier counts for each request, so that nobody gets past a tier by asking in parts.
//!
//! Which fields make systems belong together, and how far back is looked, is data (`data/library/reviews.toml`). Numbers of the facts are
//! added up; of flags and lists the graver value counts.

use std::collections::BTreeSet;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use rules::{Domain, Harm, Input};
use serde::Serialize;
use store::RecordRow;

use super::around::{Around, Seen};
use super::library::Alike;
use crate::bodies::matter::upwards;
use crate::deciding::in_force::Tables;
use crate::tiering::facts::Fact;
use crate::tiering::overriding::mildness;
use crate::tiering::verdict::verdict;

/// The field that says to which unit a system belongs.
const UNIT: &str = "unit";

/// Requests of one group, and the tier that they come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Together {
    /// The tier.
    pub tier: String,
    /// Why, in a sentence.
    pub why: String,
    /// The requests, this one among them.
    pub requests: Vec<Id>,
    /// Their systems.
    pub systems: Vec<Id>,
    /// Requests of the group that are not named because the reader may not see them.
    pub others: usize,
}

/// Requests that were made within the time that is looked back from a request, itself among them, and until now.
pub fn recent<'a>(around: &'a Around, request: &RecordRow) -> Vec<&'a RecordRow> {
    let (here, reviews) = (around.submitted(request), &around.libraries.reviews);
    let span: Span = reviews.within.parse().unwrap_or_default();
    let from = here.checked_sub(span).unwrap_or(Date::MIN);
    let until = around.answered(request).unwrap_or(Date::MAX);
    let within = |it: &&RecordRow| (from..=until).contains(&around.submitted(it)) && it.state != "withdrawn";
    around.requests.values().filter(within).collect()
}

/// How many of the recent requests are about a system that this one is about.
pub fn repeated(around: &Around, request: &RecordRow) -> usize {
    let own: BTreeSet<&Id> = around.of(&request.id).map(|it| &it.row.id).collect();
    let same = |it: &&&RecordRow| around.of(&it.id).any(|it| own.contains(&it.row.id));
    recent(around, request).iter().filter(same).count().max(1)
}

/// The tier that a group comes to together, where it is stricter than that of each of its systems.
pub fn together(around: &Around, request: &RecordRow) -> Option<Together> {
    let reviews = &around.libraries.reviews;
    let alike = |it: &Seen| around.of(&request.id).any(|own| belong(around, &reviews.together, &own.row, &it.row));
    let recent = recent(around, request);
    let group: Vec<&RecordRow> = recent.into_iter().filter(|it| around.of(&it.id).any(alike)).collect();
    let mut systems: Vec<&Seen> = group.iter().flat_map(|it| around.of(&it.id)).filter(|it| alike(it)).collect();
    systems.sort_by(|one, other| one.row.id.cmp(&other.row.id));
    systems.dedup_by(|one, other| one.row.id == other.row.id);
    if systems.len() < 2 {
        return None;
    }
    let outcomes = around.tiers.outcomes();
    let strict = |facts: &[Fact]| {
        let found = verdict(&around.tiers, facts);
        Some((mildness(&outcomes, found.outcome.as_deref()?)?, found))
    };
    let alone = systems.iter().filter_map(|it| Some(strict(&it.facts)?.0)).min()?;
    let (rank, found) = strict(&summed(&around.tiers, &systems))?;
    (rank < alone).then(|| Together {
        tier: outcomes[rank].to_owned(),
        why: format!(
            "{} systems of one group come to {} together, and to {} alone: {}",
            systems.len(),
            outcomes[rank],
            outcomes[alone],
            found.why()
        ),
        requests: group.iter().map(|it| it.id.clone()).collect(),
        systems: systems.iter().map(|it| it.row.id.clone()).collect(),
        others: 0,
    })
}

/// Whether two systems agree in everything that makes a group. A unit agrees with those above and below it.
fn belong(around: &Around, groups: &[Alike], one: &RecordRow, other: &RecordRow) -> bool {
    let value = |row: &RecordRow, field: &str| row.text(field).filter(|it| !it.is_empty()).map(str::to_owned);
    let same = |by: &Alike, field: &String| match (value(one, field), value(other, field)) {
        (Some(one), Some(other)) if field == UNIT => one == other || near(around, &one, &other),
        (Some(one), Some(other)) => one == other,
        _ => by.blank.as_ref() == Some(field),
    };
    one.id == other.id || groups.iter().any(|by| by.fields.iter().all(|it| same(by, it)))
}

/// Whether one unit stands above the other.
fn near(around: &Around, one: &str, other: &str) -> bool {
    let above = |it: &str| upwards(Some(it.to_owned()), &around.units).0.into_iter().map(|it| it.to_string());
    above(one).any(|it| it == other) || above(other).any(|it| it == one)
}

/// The facts of several systems as those of one.
fn summed(tables: &Tables, systems: &[&Seen]) -> Vec<Fact> {
    let inputs = tables.inputs();
    let values = |input: &Input| -> Vec<&str> {
        let own = systems.iter().flat_map(|it| it.facts.iter().filter(|it| it.fact == input.name).take(1));
        own.map(|it| it.value.as_str()).collect()
    };
    let fact = |input: &&Input| {
        let value = graver(input, &values(input))?;
        Some(Fact { fact: input.name.clone(), value, source: "systems of one group".to_owned() })
    };
    inputs.iter().filter_map(fact).collect()
}

/// Numbers added up, and of flags and lists the graver value; the first where nothing is graver.
fn graver(input: &Input, values: &[&str]) -> Option<String> {
    let first = values.first()?;
    match (&input.domain, input.harm) {
        (Domain::Number { .. }, Some(Harm::More)) => {
            let all: Option<Vec<f64>> = values.iter().map(|it| it.parse().ok()).collect();
            Some(all.map_or_else(|| (*first).to_owned(), |it| it.iter().sum::<f64>().to_string()))
        }
        (Domain::Flag, Some(harm)) => {
            let worse = if harm == Harm::More { "true" } else { "false" };
            Some(values.iter().find(|it| **it == worse).unwrap_or(first).to_string())
        }
        (Domain::Choice(order), Some(harm)) => {
            let place = |it: &&&str| order.iter().position(|known| known == **it);
            let worst = match harm {
                Harm::More => values.iter().max_by_key(place),
                Harm::Less => values.iter().min_by_key(place),
            };
            worst.map(|it| (*it).to_owned())
        }
        _ => Some((*first).to_owned()),
    }
}
